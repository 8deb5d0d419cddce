"""Faults of the rows of a raw sheet: the right figure in the wrong place, and rows too many or too few.

Each takes the row and gives the sheet with the fault, or None where it does not apply.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from random import Random
from typing import Any

from civstats import codelists
from civstats.codelists.localities import localities
from civstats.reading.sheet import COLUMNS
from mutation.tokens import Edit, off_by_one
from mutation.world import Row, Site, series_of

TOKEN = ("printed", "read_as", "reason")
_LEVELS = ("standard", "actual")
_SAME_THING = ("locality_id", "area", "indicator_id", "breakdown", "subject_zh")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class Change:
    """The rows of a sheet with a fault, and the numbers of the rows that it touches."""

    rows: tuple[Row, ...]
    touched: frozenset[str]


Inject = Callable[[Site, Random], Change | None]


def _changed(site: Site, new: Mapping[int, Row], beside: Iterable[str] = ()) -> Change | None:
    """The sheet with ``new`` in the place of some rows; None where nothing differs."""
    rows = site.document.rows
    touched = {rows[index]["no"] for index, row in new.items() if row != rows[index]}
    if not touched:
        return None
    return Change(tuple(new.get(index, row) for index, row in enumerate(rows)), frozenset({*touched, *beside}))


def _with(site: Site, **cells: str) -> Change | None:
    return _changed(site, {site.index: {**site.row, **cells}})


def token(edit: Edit, *measures: str) -> Inject:
    """The fault that ``edit`` makes of the token as it is read, for rows of ``measures`` (none: of all)."""

    def inject(site: Site, rng: Random) -> Change | None:
        if measures and site.row["measure"] not in measures:
            return None
        column = "read_as" if site.row["read_as"] else "printed"
        new = edit(site.row[column], rng)
        return _with(site, **{column: new}) if new else None

    return inject


def _tokens(row: Row, other: Row) -> Row:
    """``row`` with the token of ``other``."""
    return {**row, **{name: other[name] for name in TOKEN}}


def _exchanged(site: Site, index: int) -> Change | None:
    """The tokens of two rows exchanged; None where they say the same."""
    other = site.document.rows[index]
    here, there = site.observed, Site(site.world, site.document, index).observed
    if _level(here) == _level(there):
        return None
    return _changed(site, {site.index: _tokens(site.row, other), index: _tokens(other, site.row)})


def _level(observed: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(observed[name] for name in ("value", "lower", "upper", "unit"))


def total_off_by_one(site: Site, rng: Random) -> Change | None:
    return token(off_by_one)(site, rng) if site.observation_id in site.world.totals else None


def neighbours_exchanged(site: Site, rng: Random) -> Change | None:
    return _exchanged(site, site.index + 1) if site.index + 1 < len(site.document.rows) else None


def neighbour_copied(site: Site, rng: Random) -> Change | None:
    """The token of the row above, where it has the same unit."""
    if not site.index:
        return None
    above = Site(site.world, site.document, site.index - 1)
    if above.observed["unit"] != site.observed["unit"] or _level(above.observed) == _level(site.observed):
        return None
    return _with(site, **{name: above.row[name] for name in TOKEN})


def _counterpart(site: Site, column: str, wanted: Iterable[str], *alike: str) -> int | None:
    """The nearest row that differs in ``column``, which is one of ``wanted`` there, and says the same thing else."""
    own, accepted = site.observed, set(wanted)
    same = [name for name in (*_SAME_THING, *alike) if name != column]
    return next(
        (
            index
            for index, other in site.others()
            if other[column] in accepted and other[column] != own[column] and all(other[n] == own[n] for n in same)
        ),
        None,
    )


def urban_and_rural_exchanged(site: Site, rng: Random) -> Change | None:
    if site.row["residence"] != "urban":
        return None
    index = _counterpart(site, "residence", ["rural"], "measure", "period_start", "period_end", "effective_from")
    return None if index is None else _exchanged(site, index)


def residence_flipped(site: Site, rng: Random) -> Change | None:
    other = {"urban": "rural", "rural": "urban"}.get(site.row["residence"])
    return _with(site, residence=other) if other else None


def residence_lost(site: Site, rng: Random) -> Change | None:
    return _with(site, residence="")


def breakdown_of_its_kind(site: Site, rng: Random) -> Change | None:
    """Another group of the same division: another tier, another ownership."""
    lists = codelists.by_code("breakdowns")
    dimension = lists[site.observed["breakdown"]]["dimension"]
    others = [code for code, row in lists.items() if dimension and row["dimension"] == dimension]
    near = [other["breakdown"] for _, other in site.others() if other["breakdown"] in others]
    choice = next((code for code in (*near, *others) if code != site.observed["breakdown"]), None)
    return _with(site, breakdown=choice) if choice else None


def tiers_exchanged(site: Site, rng: Random) -> Change | None:
    lists = codelists.by_code("breakdowns")
    dimension = lists[site.observed["breakdown"]]["dimension"]
    others = [code for code, row in lists.items() if dimension and row["dimension"] == dimension]
    index = _counterpart(site, "breakdown", others, "residence", "measure", "period_start", "effective_from")
    return None if index is None else _exchanged(site, index)


def breakdown_lost(site: Site, rng: Random) -> Change | None:
    return _with(site, breakdown="")


def indicator_of_neighbour(site: Site, rng: Random) -> Change | None:
    """The indicator of a column beside it, which has the same unit."""
    own = site.observed
    for index, other in site.others():
        if abs(index - site.index) > 3:
            break
        if other["unit"] == own["unit"] and other["indicator_id"] != own["indicator_id"]:
            return _with(site, indicator=other["indicator_id"])
    return None


def indicator_alike(site: Site, rng: Random) -> Change | None:
    """Another indicator of the same table and unit: a beneficiary of another programme, another standard."""
    lists = codelists.by_code("indicators")
    own = lists[site.row["indicator"]]
    alike = [code for code, row in lists.items() if row["unit"] == own["unit"] and row["table"] == own["table"]]
    return _with(site, indicator=rng.choice(alike)) if len(alike) > 1 else None


def place_of_neighbour(site: Site, rng: Random) -> Change | None:
    """The place of a row beside it."""
    other = next((row for _, row in site.others() if row["locality_id"] != site.observed["locality_id"]), None)
    return _with(site, place=other["place_printed"] or "") if other else None


def place_beside(site: Site, rng: Random) -> Change | None:
    """Another place under the same higher one."""
    own = localities()[site.observed["locality_id"]]
    beside = [place.locality_id for place in localities().values() if place.parent_id == own.parent_id]
    return _with(site, place=rng.choice([code for code in beside if code != own.locality_id] or [""]))


def _moved(phrase: str, years: int) -> str:
    return _YEAR.sub(lambda found: str(int(found[0]) + years), phrase)


def wrong_year(site: Site, rng: Random) -> Change | None:
    """The year before or behind, in whichever cell tells the year of the figure."""
    row, years = site.row, rng.choice((-1, 1))
    own = "effective_from" if row["measure"] == "standard" else "due" if row["measure"] == "target" else "period"
    column = own if row[own] else "period"
    return _with(site, **{column: _moved(row[column], years)})


def effective_off_by_ten(site: Site, rng: Random) -> Change | None:
    return _with(site, effective_from=_moved(site.row["effective_from"], rng.choice((-10, 10))))


def due_before_issue(site: Site, rng: Random) -> Change | None:
    source = site.document.source
    issued: date | None = source.issued or source.published
    if issued is None or not site.row["due"]:
        return None
    return _with(site, due=f"{issued.year - 1}年12月底前" if issued.month == 1 else f"{issued.year}年1月底前")


def target_for_actual(site: Site, rng: Random) -> Change | None:
    return _with(site, measure="target") if site.row["measure"] == "actual" else None


def actual_for_target(site: Site, rng: Random) -> Change | None:
    return _with(site, measure="actual", due="") if site.row["measure"] == "target" else None


def previous_as_level(site: Site, rng: Random) -> Change | None:
    """What is printed for comparison taken for the level itself."""
    role = codelists.by_code("indicators")[site.row["indicator"]]["table"]
    level = "standard" if role == "subsidy_standards" else "actual"
    return _with(site, measure=level) if site.row["measure"] == "previous" else None


def level_as_previous(site: Site, rng: Random) -> Change | None:
    return _with(site, measure="previous", effective_from="") if site.row["measure"] in _LEVELS else None


def previous_copied(site: Site, rng: Random) -> Change | None:
    """The amount printed for comparison entered as the level of its document."""
    if site.row["measure"] not in _LEVELS:
        return None
    index = _counterpart(site, "measure", ["previous"], "residence")
    if index is None or _level(Site(site.world, site.document, index).observed) == _level(site.observed):
        return None
    return _with(site, **{name: site.document.rows[index][name] for name in TOKEN})


def last_year_copied(site: Site, rng: Random) -> Change | None:
    """The figure of an earlier year, from any document, entered again."""
    own = site.observed
    if own["measure"] not in _LEVELS:
        return None
    before = [row for row in site.world.series[series_of(own)] if row["year"] < own["year"]]
    last = max(before, key=lambda row: (row["year"], row["observation_id"]), default=None)
    if last is None or _level(last) == _level(own):
        return None
    return _with(site, printed=last["printed"], read_as=last["read_as"] or "", reason=last["reason"] or "")


def year_for_value(site: Site, rng: Random) -> Change | None:
    """The year entered as the number."""
    column = "read_as" if site.row["read_as"] else "printed"
    found = re.search(r"\d+(?:\.\d+)?", site.row[column])
    if found is None:
        return None
    return _with(site, **{column: site.row[column].replace(found[0], str(site.observed["year"]), 1)})


def columns_shifted(site: Site, rng: Random) -> Change | None:
    """The cells from the place on moved one to the right."""
    names = COLUMNS[COLUMNS.index("place") :]
    moved = {new: site.row[old] for old, new in pairwise(names)}
    return _with(site, **{"place": "", **moved})


def row_doubled(site: Site, rng: Random) -> Change:
    """The row entered once more, under the next free number."""
    rows = site.document.rows
    number = str(max(int(row["no"]) for row in rows) + 1)
    return Change((*rows, {**site.row, "no": number}), frozenset({site.row["no"], number}))


def part_missing(site: Site, rng: Random) -> Change | None:
    """A part of a total left out."""
    rows, total = site.document.rows, site.row["part_of"]
    if not total:
        return None
    kin = {row["no"] for row in rows if row["part_of"] == total}
    return Change(tuple(row for row in rows if row is not site.row), frozenset({*kin, total, site.row["no"]}))


def part_unlinked(site: Site, rng: Random) -> Change | None:
    """A part that no longer says of what."""
    total = site.row["part_of"]
    return _changed(site, {site.index: {**site.row, "part_of": ""}}, [total]) if total else None


def part_of_another(site: Site, rng: Random) -> Change | None:
    """The number of the total off by one row."""
    numbers = [row["no"] for row in site.document.rows]
    if site.row["part_of"] not in numbers:
        return None
    beside = numbers.index(site.row["part_of"]) + rng.choice((-1, 1))
    if not 0 <= beside < len(numbers) or numbers[beside] == site.row["no"]:
        return None
    new = {**site.row, "part_of": numbers[beside]}
    return _changed(site, {site.index: new}, [site.row["part_of"], numbers[beside]])
