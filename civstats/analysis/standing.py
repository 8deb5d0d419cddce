"""What a comparison is asked for, and what the tables say of it: the levels stated for a year, and the places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from civstats import codelists, lookup
from civstats.analysis import queries
from civstats.analysis.claims import Sql
from civstats.analysis.order import Ends, ends
from civstats.analysis.wording import LEVELS
from civstats.codelists.localities import localities
from civstats.errors import UsageError

KINDS = ("actual", "target")
"""Figures that claim to hold (standards in force, results reached), and figures that a plan sets."""
DIFFERENCES = ("level", "kind", "definition", "unit", "period")
"""In what figures may be unlike, so that they must not stand beside each other; the codes of ``allow``."""


@dataclass(frozen=True)
class Indicator:
    """An indicator as the dataset describes it."""

    indicator_id: str
    name_zh: str
    name_en: str
    unit: str
    direction: str
    not_comparable_with: str | None


@dataclass(frozen=True)
class Place:
    """A place, and how its documents of the year were searched."""

    locality_id: str
    name_zh: str
    name_en: str
    level: str
    parent_id: str | None
    coverage: str | None = None
    searched: int = 0


@dataclass(frozen=True)
class Standing:
    """A level that is stated for a place and year: the interval that its documents leave open, in ``unit``.

    ``value`` is the printed number, None where several documents leave a range; ``basis_ids`` are the observations
    whose interval it is, ``observation_id`` all that speak of it (separated by spaces).
    """

    locality_id: str
    kind: str
    area: str | None
    indicator_id: str
    residence: str
    breakdown: str
    subject_zh: str | None
    set_kind: str | None
    quantity: str
    part_of_year: str
    lower: float | None
    upper: float | None
    is_first: bool
    value: float | None
    bound: str
    precision: float
    unit: str
    merged: str
    is_converted: bool
    printed: str
    basis_ids: str
    observation_id: str
    source_id: str
    effective_from: date | None
    year: int

    @property
    def ends(self) -> Ends:
        return ends(self.lower, self.upper, self.bound, self.precision)


@dataclass(frozen=True)
class Scope:
    """What is asked for; codes are checked and names resolved by `scope`."""

    indicator: Indicator
    year: int
    places: tuple[str, ...] | None
    residence: str
    breakdown: str
    level: str
    within: str
    kind: str
    allow: tuple[str, ...]

    @property
    def beginning(self) -> str:
        return beginning(self.within)

    def parameters(self, **others: object) -> dict[str, object]:
        """The parameters of ``standing.sql``; ``others`` take the place of those of this scope."""
        places = None if self.places is None else list(self.places)
        own = {"year": self.year, "indicators": [self.indicator.indicator_id], "places": places}
        return {**own, "beginning": self.beginning, **others}


def scope(
    sql: Sql,
    indicator: str,
    year: int,
    places: Sequence[str] | str | None,
    residence: str,
    breakdown: str,
    level: str | None,
    within: str | None,
    kind: str | None,
    allow: Sequence[str] | str,
) -> Scope:
    """The checked scope; raises UsageError, naming the nearest, for an unknown name or code."""
    codes = [allow] if isinstance(allow, str) else allow
    names = [places] if isinstance(places, str) else places
    if names is not None and not names:
        raise UsageError("places is empty; name at least one place, or leave it out for all")
    return Scope(
        read_indicator(sql, indicator),
        int(year),
        None if names is None else tuple(dict.fromkeys(lookup.locality(name) for name in names)),
        lookup.code("residence", residence, codelists.codes("residences")),
        lookup.code("breakdown", breakdown, codelists.codes("breakdowns")),
        lookup.code("level", level, LEVELS) if level else "",
        lookup.locality(within) if within else "",
        lookup.code("kind", kind, KINDS) if kind else "",
        tuple(lookup.code("difference to allow", code, DIFFERENCES) for code in codes),
    )


def read_indicator(sql: Sql, indicator: str) -> Indicator:
    """The indicator with this code; raises UsageError, naming the nearest, where the dataset has none."""
    found = records(
        sql,
        "select indicator_id, name_zh, name_en, unit, direction, not_comparable_with from indicators "
        "where indicator_id = $indicator",
        {"indicator": indicator},
    )
    if not found:
        known = [row["indicator_id"] for row in records(sql, "select indicator_id from indicators order by all", {})]
        lookup.code("indicator", indicator, known)
    return Indicator(**found[0])


def beginning(locality_id: str) -> str:
    """What the codes of all places below a place begin with: a province or prefecture less its zeros."""
    return locality_id.removesuffix("00").removesuffix("00") if len(locality_id) == 6 else locality_id


def standings(sql: Sql, asked: Scope, **others: object) -> list[Standing]:
    """All that is stated for the year in the scope, of any residence and group; ``others`` change the parameters."""
    return [Standing(**row) for row in records(sql, queries.standing(), asked.parameters(**others))]


def read_places(sql: Sql, asked: Scope, level: str = "", **others: object) -> dict[str, Place]:
    """The places of the scope by code; those that the dataset does not know come from the code list."""
    parameters = asked.parameters(**others)
    indicator = asked.indicator.indicator_id
    values = {name: parameters[name] for name in ("year", "places", "beginning")}
    found = records(sql, queries.text("places"), {**values, "level": level, "indicator": indicator})
    places = {row["locality_id"]: _place(row) for row in found}
    for code in asked.places or () if not others else ():
        if code not in places and code in localities():
            known = localities()[code]
            places[code] = Place(code, known.name_zh, known.name_en, known.level, known.parent_id)
    return places


def _place(row: dict[str, Any]) -> Place:
    return Place(
        row["locality_id"],
        row["name_zh"],
        row["name_en"],
        row["level"],
        row["parent_id"],
        row["coverage"],
        row["searched"],
    )


def records(sql: Sql, query: str, params: dict[str, object]) -> list[dict[str, Any]]:
    """The rows of a query as dictionaries."""
    relation = sql(query, params)
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]
