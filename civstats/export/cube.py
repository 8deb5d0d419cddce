"""Levels of one indicator and unit laid out as a cube: its dimensions, and where in it each level stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from civstats.analysis.standing import Standing
from civstats.errors import DatasetError

METRICS = ("value", "lower", "upper")
TOTAL = "_T"

_ONE_MONTH = re.compile(r"(\d\d)-01/\1-end")
_SPANS = {
    "year": "", "01-01/06-end": "-S1", "07-01/12-end": "-S2", "01-01/03-end": "-Q1", "04-01/06-end": "-Q2",
    "07-01/09-end": "-Q3", "10-01/12-end": "-Q4",
}  # fmt: skip


@dataclass(frozen=True)
class Cube:
    """Levels of one indicator and unit, each by the numbers of its categories in ``categories``.

    ``categories`` are the codes of each dimension but the metric, which comes last and has `METRICS`.
    """

    indicator_id: str
    unit: str
    categories: Mapping[str, tuple[str, ...]]
    levels: Mapping[int, Standing]
    """By the number of their first cell: counted along all dimensions, the last one fastest."""

    @property
    def size(self) -> list[int]:
        return [*map(len, self.categories.values()), len(METRICS)]


def cube(levels: Iterable[Standing]) -> Cube:
    """The cube of levels that have one indicator and unit; no two of them have one place in it."""
    found = list(levels)
    codes = [_codes(one) for one in found]
    categories = {name: tuple(sorted({one[name] for one in codes})) for name in codes[0]}
    numbers = {name: {code: number for number, code in enumerate(known)} for name, known in categories.items()}
    placed: dict[int, Standing] = {}
    for one, place in zip(found, codes, strict=True):
        number = 0
        for name, known in categories.items():
            number = number * len(known) + numbers[name][place[name]]
        if number in placed:
            both = f"{placed[number].observation_id} and {one.observation_id}"
            raise DatasetError(f"two levels stand in one cell of {one.indicator_id}: {both} -> export it as sdmx-csv")
        placed[number] = one
    cells = {number * len(METRICS): placed[number] for number in sorted(placed)}
    return Cube(found[0].indicator_id, found[0].unit, categories, cells)


def _codes(level: Standing) -> dict[str, str]:
    """The dimensions in their order, each with the code of the level."""
    return {
        "locality": level.locality_id,
        "time": time_code(level.year, level.part_of_year),
        "residence": level.residence,
        "breakdown": level.breakdown,
        "kind": level.kind,
        "definition": definition_code(level),
    }


def time_code(year: int, part: str) -> str:
    """A year and a part of it: ``2023``, ``2023-S1``, ``2023-Q3``, ``2023-07``, else ``2023 day in 12``."""
    month = _ONE_MONTH.fullmatch(part)
    if month:
        return f"{year}-{month[1]}"
    return f"{year}{_SPANS[part]}" if part in _SPANS else f"{year} {part}"


def definition_code(level: Standing) -> str:
    """Kind of standard, part of the place and subject, as ``own//``; ``_T`` where none of them is set apart."""
    parts = (level.set_kind, level.area, level.subject_zh)
    return "/".join(part or "" for part in parts) if any(parts) else TOTAL
