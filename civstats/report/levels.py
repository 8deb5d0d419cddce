"""The levels of a place: what is stated of each series, year by year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from civstats import codelists
from civstats.analysis import queries
from civstats.analysis.claims import Sql
from civstats.analysis.standing import Standing, records

Key = tuple[Any, ...]
RATES = ("standard", "average", "floor", "guidance")
"""The roles of indicators that are amounts a person and time."""
_RESIDENCES = ("rural", "urban", "total")


@dataclass(frozen=True)
class Series:
    """One indicator, residence, group and definition of a place; ``levels`` are its years, the latest first."""

    levels: tuple[Standing, ...]

    @property
    def about(self) -> Standing:
        """The latest of its levels."""
        return self.levels[0]

    @property
    def role(self) -> str:
        """The role of its indicator: standard, or what else is counted or paid."""
        return indicator(self.about.indicator_id).get("role", "")

    @property
    def is_core(self) -> bool:
        return indicator(self.about.indicator_id).get("core") == "yes"


def indicator(indicator_id: str) -> Mapping[str, str]:
    return codelists.by_code("indicators").get(indicator_id, {})


def series_of(sql: Sql, locality_id: str) -> list[Series]:
    """The series of a place that state a level (no plans), in the fixed order of the indicators: core ones first."""
    parameters: dict[str, object] = {"year": None, "indicators": None, "places": [locality_id], "beginning": ""}
    stated = [Standing(**row) for row in records(sql, queries.standing(), parameters)]
    # Of several parts of a year the whole year comes first, else the one that ends last, and of these the longest.
    stated.sort(key=lambda one: one.part_of_year)
    stated.sort(key=lambda one: (one.year, one.part_of_year == "year", _end(one.part_of_year)), reverse=True)
    found: dict[Key, dict[int, Standing]] = {}
    for one in stated:
        if one.kind == "actual":
            found.setdefault(_key(one), {}).setdefault(one.year, one)
    made = [Series(tuple(years.values())) for years in found.values()]
    return sorted(made, key=_order)


def _end(part_of_year: str) -> str:
    """When a part of the year ends: 09-end of 01-01/09-end, 09 of a day in September."""
    return part_of_year.rpartition("/")[2].removeprefix("day in ").zfill(2)


def _key(one: Standing) -> Key:
    return (
        one.indicator_id, one.residence, one.breakdown, one.area, one.set_kind, one.subject_zh, one.quantity,
    )  # fmt: skip


def _order(series: Series) -> Key:
    one = series.about
    indicators = list(codelists.by_code("indicators"))
    place = indicators.index(one.indicator_id) if one.indicator_id in indicators else len(indicators)
    return (
        not series.is_core,
        place,
        one.area or "",
        one.set_kind not in (None, "own"),
        _RESIDENCES.index(one.residence) if one.residence in _RESIDENCES else len(_RESIDENCES),
        one.breakdown != "total",
        one.breakdown,
        one.subject_zh or "",
        one.quantity,
    )


_FRESH = 3
"""A level older than the latest one of its place by more years than that is no key figure if there is another."""


def key_series(every: Sequence[Series], most: int = 6) -> list[Series]:
    """The series of page one: core indicators first, four standards at most where there are counts, two of each.

    Levels of the whole place and of all groups come before those of a part, recent ones before old ones.
    """
    newest = max((one.about.year for one in every), default=0)
    whole = [one for one in every if one.about.area is None and one.about.subject_zh is None]
    fresh = [one for one in whole if one.about.year >= newest - _FRESH]
    core = [one for one in fresh if one.is_core]
    standards = [one for one in core if one.role == "standard"]
    counts = [one for one in core if one not in standards and one.about.breakdown == "total"]
    chosen: list[Series] = []
    for group, room, of_each in (
        (standards, 4, 2), (counts, most, 2), (standards, most, 2), (fresh, most, 1), (whole, most, 2),
        (every, most, most),
    ):  # fmt: skip
        for one in group:
            alike = sum(other.about.indicator_id == one.about.indicator_id for other in chosen)
            if len(chosen) < room and alike < of_each and one not in chosen:
                chosen.append(one)
    return sorted(chosen, key=every.index)
