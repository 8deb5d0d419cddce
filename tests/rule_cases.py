"""For each domain rule the fewest rows that break it, and a near miss that does not: rows are named by table.

Only what matters is written; `completed` fills the other columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from civstats import codelists
from civstats.codelists.localities import localities
from civstats.schema import TABLES

Row = Mapping[str, Any]
Rows = Mapping[str, Sequence[Row]]

PLACES = ("110000", "150000", "150600", "150602", "150621", "150622", "150623", "150624", "150625", "150626", "150627")
_ZERO = {"string": "-", "int32": 0, "float64": 0.0, "bool": False, "date": date(2023, 1, 1)}
_DAYS = {"period_start": date(2023, 1, 1), "period_end": date(2023, 12, 31)}
_PLACE = {"source_id": "a", "locality_id": "150626", "residence": "total", "year": 2023}
_DEFAULTS: dict[str, Row] = {
    "observations": {
        **_PLACE, **_DAYS, "breakdown": "total", "indicator_id": "care_homes", "measure": "actual",
        "unit": "facilities", "bound": "eq", "printed": "1个",
    },
    "subsidy_standards": {
        **_PLACE, "tier": "total", "indicator_id": "dibao_standard", "measure": "standard", "set_kind": "own",
        "bound": "eq", "unit": "CNY/person/month",
    },
    "sources": {**_DAYS, "source_id": "a", "locality_id": "150626", "issued": date(2023, 7, 1)},
    "facility_counts": _PLACE,
    "assistance": _PLACE,
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """Rows of which ``breaking`` (observation ids; none for a near miss) break ``rule``."""

    rule: str
    what: str
    rows: Rows
    breaking: tuple[str, ...] = ()


def completed(table: str, row: Row) -> dict[str, Any]:
    """``row`` with every column of ``table``: its value is exact unless an end is given."""
    known = {**_DEFAULTS.get(table, {}), **row}
    value = known.get("value", known.get("amount", known.get("count")))
    known = {"lower": value, "upper": value, "cny_per_person_month": known.get("amount"), **known}
    fields = TABLES[table].fields
    nullable = TABLES[table].nullable
    return {
        field.name: known.get(field.name, None if field.name in nullable else _ZERO[field.type]) for field in fields
    }


def code_tables() -> dict[str, list[dict[str, Any]]]:
    """The tables that hold code lists, and a few places."""
    flags = {"yes": True, "no": False}
    indicators = [{**row, "summable": flags[row["summable"]], "core": False} for row in codelists.rows("indicators")]
    known = localities()
    return {
        "indicators": [completed("indicators", row) for row in indicators],
        "units": [completed("units", row) for row in codelists.rows("units")],
        "localities": [
            completed(
                "localities", {"locality_id": code, "level": known[code].level, "parent_id": known[code].parent_id}
            )
            for code in PLACES
        ],
    }


def standard(name: str, amount: float, **facts: Any) -> Row:
    return {"observation_id": name, "amount": amount, **facts}


def year_standard(name: str, amount: float, **facts: Any) -> Row:
    return standard(name, amount, unit="CNY/person/year", cny_per_person_month=amount / 12, **facts)


def figure(name: str, value: float | None, **facts: Any) -> Row:
    return {"observation_id": name, "value": value, **facts}


def count(name: str, number: float, beds: str) -> Row:
    return {"observation_id": name, "count": number, "beds_observation_id": beds}


def pair(rule: str, what: str, broken: Rows, breaking: str, near_miss: Rows) -> list[Case]:
    """A case that breaks ``rule`` by the rows ``breaking`` (separated by spaces), and its near miss."""
    return [Case(rule, what, broken, tuple(breaking.split())), Case(rule, f"near miss: {what}", near_miss)]


def standards(*rows: Row, **tables: Sequence[Row]) -> Rows:
    return {"subsidy_standards": rows, **tables}


def figures(*rows: Row, **tables: Sequence[Row]) -> Rows:
    return {"observations": rows, **tables}
