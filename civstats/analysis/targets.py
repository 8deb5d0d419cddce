"""Whether targets were met: every target with what answers it, the verdict, and how it stands by each method.

What answers a target is a level of the same place, area, indicator, residence, breakdown, subject and unit: of a
standard what was in force at the deadline in its year, of all else the first that is known at or after the deadline in
its year. Planned, started and finished are breakdowns and so never answer each other. What is known only of a day
before the deadline is *progress*, with its date, and answers nothing. Where a result covers another stretch than the
target, it only bounds what the target asks for: less time than the target's gives a lower bound, more an upper one.

The verdict is three-valued, on intervals: met, not met (``difference``: result less goal), cannot tell (and why); not
yet due before the deadline. A target without a printed deadline counts until the end of its plan's period; that it was
not met by then is no verdict. Whatever documents issued after ``as_of`` say does not count. The methods are those of
`civstats.analysis.attainment`; a base is what the target's own document prints of an earlier year, or the last state
known when the target was set.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from civstats.analysis import queries, target_claims
from civstats.analysis.attainment import parameters
from civstats.analysis.chosen import choose
from civstats.schema import TABLES
from civstats.schema.arrow import schema_of

if TYPE_CHECKING:
    import duckdb

    from civstats.analysis.result import Result

Sql = Callable[[str, object], "duckdb.DuckDBPyRelation"]
_ORDER = "locality_id, deadline, indicator_id, residence, breakdown, observation_id"


def targets(
    sql: Sql, locality: str = "", indicator: str = "", *, as_of: date | None = None, below: bool = True
) -> Result:
    """The targets with their verdicts on the day ``as_of``; see `civstats.dataset.Dataset.targets`."""
    from civstats.analysis.result import result
    from civstats.frames import frame

    query, params = relation(locality, indicator, as_of=as_of, below=below)
    query = f"select * from (\n{query}) order by {_ORDER}"
    rows = frame(sql(query, params).to_arrow_table().cast(schema_of(TABLES["targets"])))
    return result(rows, query, params, partial(target_claims.claims, query, params))


def relation(
    locality: str = "", indicator: str = "", *, as_of: date | None = None, below: bool = True
) -> tuple[str, dict[str, object]]:
    """The SELECT of `targets` and its parameters, to be used in other queries; its rows have no order."""
    chosen = choose(locality, below=below, indicator=indicator)
    return queries.targets(chosen.conditions), {**chosen.params, **parameters(as_of)}
