"""What many reports ask of the same dataset, asked once.

Planning the query of `civstats.analysis.queries.standing` takes DuckDB longer than carrying it out, and every place of
every comparison asks it. So it is carried out once for all places, indicators and years, and each question is answered
from its rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast
from weakref import WeakKeyDictionary, proxy

from civstats.analysis import queries

if TYPE_CHECKING:
    import duckdb

    from civstats.analysis.claims import Sql
    from civstats.dataset import Dataset

_MOST = 100_000
"""Of a dataset with more observations nothing is kept; each question is a query."""
_EVERYTHING: Mapping[str, object] = {"year": None, "indicators": None, "places": None, "beginning": ""}
_known: WeakKeyDictionary[Dataset, _Memory] = WeakKeyDictionary()


class _Rows:
    """The rows of a query that was carried out before, as a relation gives them."""

    def __init__(self, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        self.columns, self._rows = list(columns), rows

    def fetchall(self) -> list[tuple[Any, ...]]:
        return list(self._rows)


class _Memory:
    """``sql`` of a dataset for the functions of `civstats.analysis`; what was asked before is not asked again."""

    def __init__(self, ds: Dataset) -> None:
        self._ds: Dataset = proxy(ds)  # what is remembered must not keep the dataset alive
        self._asked: dict[str, _Rows] = {}

    def __call__(self, query: str, params: object = None) -> duckdb.DuckDBPyRelation | _Rows:
        if not self._is_small:
            return self._ds.sql(query, params)
        if query == queries.standing() and isinstance(params, Mapping):
            return self._standing(params)
        key = f"{query}{params!r}"
        if key not in self._asked:
            relation = self._ds.sql(query, params)
            self._asked[key] = _Rows(relation.columns, relation.fetchall())
        return self._asked[key]

    @cached_property
    def _is_small(self) -> bool:
        [(count,)] = self._ds.rows("select count(*) from observations")
        return int(count) <= _MOST

    @cached_property
    def _all(self) -> tuple[list[str], dict[tuple[Any, Any], list[tuple[int, tuple[Any, ...]]]]]:
        """All that is stated, by indicator and year, each row with its number in the order of the query."""
        relation = self._ds.sql(queries.standing(), dict(_EVERYTHING))
        columns = list(relation.columns)
        indicator, year = columns.index("indicator_id"), columns.index("year")
        found: dict[tuple[Any, Any], list[tuple[int, tuple[Any, ...]]]] = {}
        for number, row in enumerate(relation.fetchall()):
            found.setdefault((row[indicator], row[year]), []).append((number, row))
        return columns, found

    def _standing(self, params: Mapping[str, object]) -> _Rows:
        columns, every = self._all
        place = columns.index("locality_id")
        year, indicators, places = params["year"], _set(params["indicators"]), _set(params["places"])
        rows = {
            number: row
            for (indicator_id, of_year), group in every.items()
            if year in (None, of_year) and (indicators is None or indicator_id in indicators)
            for number, row in group
            if (places is None or row[place] in places) and row[place].startswith(str(params["beginning"]))
        }
        return _Rows(columns, [rows[number] for number in sorted(rows)])


def _set(given: object) -> set[object] | None:
    return None if given is None else set(given)  # type: ignore[call-overload]


def memory(ds: Dataset) -> Sql:
    """``sql`` of a dataset with a memory that lives as long as the dataset.

    What it returns has ``columns`` and ``fetchall`` only, which is all that comparisons ask of a relation.
    """
    if ds not in _known:
        _known[ds] = _Memory(ds)
    return cast("Sql", _known[ds])
