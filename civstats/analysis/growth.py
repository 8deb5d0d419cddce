"""How a level grew: pairs of years of every series, with both levels and the change between them as intervals.

A *series* is what one indicator says of one place (or area), residence, breakdown and subject. Levels are compared

- in one unit: yuan a month for a rate (a yearly amount is divided by twelve), percent for a share;
- of equal parts of the year only: a year with a year, January to November with January to November, a day with a day of
  the same month; what has gathered until a day with what had gathered until the same day of the other year;
- of one definition: an average, a floor (不低于) or a guidance standard is another series than a place's own standard,
  and floors of different offices are different series; targets are never levels.

The level of a standard in a year is what was in force at its end (a standard in force from 1 July counts from that
day), or on request the mean over the days of the year, which is known only where every day of effect is and what was in
force on 1 January. A previous value that a document prints counts as the level of its year. Levels are nominal.

Figures that print the same number are one level; others stay as the interval that holds them all (see ``level_state``).
A change of a share is in percentage points; there is no percent for it, for ranks, and for a base that is or may be
zero (`no_percent` says why).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from civstats import lookup
from civstats.analysis import growth_claims, queries
from civstats.analysis.chosen import choose
from civstats.errors import UsageError
from civstats.schema import TABLES
from civstats.schema.arrow import schema_of

if TYPE_CHECKING:
    import duckdb

    from civstats.analysis.result import Result

Sql = Callable[[str, object], "duckdb.DuckDBPyRelation"]
_ORDER = (
    "locality_id, indicator_id, residence, breakdown, area, subject_zh, set_kind, part_of_year, year, observation_id"
)


def growth(
    sql: Sql, locality: str = "", indicator: str = "", residence: str = "", breakdown: str = "", *, span: int = 1,
    rule: str = "year_end", below: bool = True,
) -> Result:  # fmt: skip
    """Pairs of levels ``span`` years apart, by place, series and year; see `civstats.dataset.Dataset.growth`."""
    from civstats.analysis.result import result
    from civstats.frames import frame

    query, params = relation(locality, indicator, residence, breakdown, span=span, rule=rule, below=below)
    query = f"select * from (\n{query}) order by {_ORDER}"
    rows = frame(sql(query, params).to_arrow_table().cast(schema_of(TABLES["growth"])))
    return result(rows, query, params, partial(growth_claims.claims, query, params))


def relation(
    locality: str = "", indicator: str = "", residence: str = "", breakdown: str = "", *, span: int = 1,
    rule: str = "year_end", below: bool = True,
) -> tuple[str, dict[str, object]]:  # fmt: skip
    """The SELECT of `growth` and its parameters, to be used in other queries; its rows have no order."""
    lookup.code("rule", rule, queries.RULES)
    if span < 1:
        raise UsageError(f"a span of {span} years is no growth; it must be 1 or more")
    chosen = choose(locality, below=below, indicator=indicator, residence=residence, breakdown=breakdown)
    return queries.growth(rule, chosen.conditions), {**chosen.params, "span": span, "rule": rule}
