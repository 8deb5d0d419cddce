"""What an analysis gives: a tidy frame that knows the query that made it and what may be claimed of its rows.

A `Result` is a DataFrame. Any pandas operation on it (a filter, a merge, a copy) gives a plain DataFrame, which knows
neither: a claim such as "the fastest of the five" is true of the rows that it was made of, and of no others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

import pandas as pd

from civstats.analysis.claims import Claim
from civstats.errors import UsageError

MakeClaims = Callable[[pd.DataFrame], Sequence[Claim]]


class Result(pd.DataFrame):
    """A DataFrame with ``claims()``, and with the SELECT ``sql`` and its ``params`` that made it.

    (``query`` stays what it is in pandas, a filter.) Made by `result`.
    """

    _metadata: ClassVar[list[str]] = ["sql", "params", "_made", "_make_claims"]  # pandas: attributes, not columns

    sql: str
    params: Mapping[str, object]
    _made: pd.DataFrame
    _make_claims: MakeClaims

    @property
    def _constructor(self) -> Callable[..., pd.DataFrame]:
        return pd.DataFrame

    def claims(self) -> list[Claim]:
        """The sentences that are certain of these rows, the most general first; they are made when asked for.

        Raises UsageError where the rows were changed in place.
        """
        if not pd.DataFrame(self).reindex(columns=self._made.columns).equals(self._made):
            raise UsageError("the rows were changed in place, so nothing can be claimed of them; ask for them again")
        return list(self._make_claims(self._made))


def result(
    frame: pd.DataFrame, sql: str, params: Mapping[str, object], make_claims: MakeClaims = lambda _: ()
) -> Result:
    """``frame`` as a `Result` of the query ``sql``; ``make_claims`` is given the rows when the claims are asked for."""
    made = Result(frame)
    made.sql, made.params = sql, dict(params)
    made._made, made._make_claims = frame.copy(), make_claims  # the copy is lazy: pandas copies on write
    return made
