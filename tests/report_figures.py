"""What a report shows, and what the observations say by arithmetic of the tests' own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from civstats import codelists
from civstats.dataset import Dataset
from civstats.report.model import Report, Row, Table

Observation = Mapping[str, Any]
STATED = ("standard", "actual", "previous")
AIMED = ("target", "interim_target")


def rows(ds: Dataset, query: str, **params: object) -> list[dict[str, Any]]:
    found = ds.sql(query, params)
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def observations(ds: Dataset, locality_id: str, *measures: str) -> dict[str, Observation]:
    """The observations of a place by code, with the kind of standard that they are."""
    found = rows(
        ds,
        "select o.*, s.set_kind from observations o left join subsidy_standards s using (observation_id) "
        "where o.locality_id = $place and list_contains($measures, o.measure)",
        place=locality_id, measures=list(measures),
    )  # fmt: skip
    return {row["observation_id"]: row for row in found}


def monthly(row: Observation) -> Fraction:
    """The value in the unit of the indicator."""
    units = codelists.by_code("units")
    own, to = (units[code] for code in (row["unit"], codelists.by_code("indicators")[row["indicator_id"]]["unit"]))
    factor = Fraction(own["factor"]) / Fraction(to["factor"]) if own["quantity"] == to["quantity"] else Fraction(1)
    return Fraction(repr(row["value"])) * factor


def unit(row: Observation) -> str:
    units = codelists.by_code("units")
    own, to = units[row["unit"]], units[codelists.by_code("indicators")[row["indicator_id"]]["unit"]]
    return to["name_zh"] if own["quantity"] == to["quantity"] else own["name_zh"]


def rounded(value: Fraction, digits: int = 2) -> str:
    """Half up, without zeros at the end, with a true minus."""
    exact = Decimal(abs(value).numerator) / Decimal(abs(value).denominator)
    text = f"{exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP):f}"
    return ("−" if value < 0 else "") + (text.rstrip("0").rstrip(".") if "." in text else text)


def series(row: Observation) -> tuple[Any, ...]:
    """What makes observations of a place levels of one series."""
    quantity = codelists.by_code("units")[row["unit"]]["quantity"]
    is_standard = row["set_kind"] is not None and row["area"] is None
    subject = None if is_standard else row["subject_zh"]
    about = tuple(row[name] for name in ("indicator_id", "residence", "breakdown", "area", "set_kind"))
    return (*about, subject, quantity)


def is_level(row: Observation) -> bool:
    """Not a sum of several years."""
    ends = row["period_start"], row["period_end"]
    return row["set_kind"] is not None or None in ends or ends[0].year == ends[1].year


def tables(report: Report, *beginnings: str) -> Iterator[Table]:
    yield from (one for one in report.tables() if one.id.startswith(beginnings))


def cell(table: Table, row: Row, key: str) -> str:
    """The text of a cell in Chinese, without the grouping of numbers."""
    return row.cells[[one.key for one in table.columns].index(key)].text.zh.replace(",", "")


def refs(row: Row) -> Sequence[str]:
    return [ref for one in row.cells for ref in one.refs]
