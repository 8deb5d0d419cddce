"""Like with like: which figure of each place may stand beside those of the others, and in what the rest differ.

Figures compare where they are of the same level, kind (what holds, or what is planned), definition (the indicator, and
whether a standard is in force, a floor, an advice or an average), quantity and part of the year. What most places have
is the basis (of definitions: a standard in force); a figure that differs from it is named with its differences.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from civstats.analysis.standing import Place, Scope, Standing
from civstats.analysis.wording import LEVELS

Value = TypeVar("Value", bound=Hashable)


@dataclass(frozen=True)
class Basis:
    """What the figures of a comparison have in common."""

    level: str
    kind: str
    definition: tuple[str, str]
    quantity: str
    part_of_year: str


@dataclass(frozen=True)
class Chosen:
    """The figure of a place that comes nearest to the basis, and in what it differs (codes of `DIFFERENCES`)."""

    standing: Standing
    differences: tuple[str, ...]


def choose(figures: Iterable[Standing], places: Mapping[str, Place], asked: Scope) -> tuple[Basis, dict[str, Chosen]]:
    """The basis, and the figure of each place that has one of the residence and group asked for."""
    by_place: dict[str, list[Standing]] = {}
    for figure in figures:
        if is_asked(figure, asked) and asked.kind in ("", figure.kind):
            by_place.setdefault(figure.locality_id, []).append(figure)
    basis = _basis(by_place, places, asked)
    return basis, {code: _nearest(found, places[code], basis, asked) for code, found in sorted(by_place.items())}


def is_asked(figure: Standing, asked: Scope) -> bool:
    """Whether a figure is of the whole place, and of the residence and the group asked for."""
    return figure.area is None and figure.residence == asked.residence and figure.breakdown == asked.breakdown


def definition(figure: Standing) -> tuple[str, str]:
    """What a figure says, beside its indicator: the kind of a standard, and what is counted."""
    return figure.set_kind or "", figure.subject_zh or ""


def _basis(by_place: Mapping[str, list[Standing]], places: Mapping[str, Place], asked: Scope) -> Basis:
    own = {
        code: [figure for figure in found if figure.indicator_id == asked.indicator.indicator_id]
        for code, found in by_place.items()
    }
    level = asked.level or _most((places[code].level for code in own if own[code]), lambda name: -LEVELS.index(name))
    kinds = {figure.kind for found in own.values() for figure in found}
    kind = asked.kind or ("actual" if "actual" in kinds or not kinds else "target")
    left = [[figure for figure in found if figure.kind == kind] for code, found in own.items()
            if places[code].level == level]  # fmt: skip
    meaning = _most(
        (key for found in left for key in {definition(figure) for figure in found}),
        lambda key: (key[0] == "own", key[1] == "", key),
        first=lambda key: key[0] == "own",
    )
    quantity = _most(
        (name for found in left for name in {figure.quantity for figure in found}),
        lambda name: name,
        first=lambda name: any(f.unit == asked.indicator.unit for found in left for f in found if f.quantity == name),
    )
    alike = (
        {figure.part_of_year for figure in found if definition(figure) == meaning and figure.quantity == quantity}
        for found in left
    )
    part = _most((name for names in alike for name in names), lambda name: (name == "year", name))
    return Basis(level or "", kind, meaning or ("", ""), quantity or "", part or "")


def _most(
    values: Iterable[Value], preferred: Callable[[Value], Any], first: Callable[[Value], bool] = lambda _: False
) -> Value | None:
    """The value that comes most often, but one that is ``first`` before all; of equals the ``preferred`` one."""
    counted = Counter(values)
    return max(counted, key=lambda value: (first(value), counted[value], preferred(value)), default=None)


def _nearest(found: list[Standing], place: Place, basis: Basis, asked: Scope) -> Chosen:
    """The figure with the fewest differences; of equals the one of the latest part of the year."""
    found = sorted(found, key=lambda figure: (figure.part_of_year, figure.observation_id), reverse=True)
    return min(
        (Chosen(figure, _differences(figure, place, basis, asked)) for figure in found),
        key=lambda chosen: (chosen.standing.kind != basis.kind, len(chosen.differences)),
    )


def _differences(figure: Standing, place: Place, basis: Basis, asked: Scope) -> tuple[str, ...]:
    if figure.kind != basis.kind:
        # A plan is told apart as a plan; its deadline and its strength (不低于) are no further difference.
        return ("level", "kind") if place.level != basis.level else ("kind",)
    unlike = {
        "level": place.level != basis.level,
        "definition": figure.indicator_id != asked.indicator.indicator_id or definition(figure) != basis.definition,
        "unit": figure.quantity != basis.quantity,
        "period": figure.part_of_year != basis.part_of_year,
    }
    return tuple(name for name, differs in unlike.items() if differs)
