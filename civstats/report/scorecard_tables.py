"""The tables of the target scorecard: one row a target, and how many are due when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from civstats.analysis.labels import given
from civstats.codelists.localities import ancestors, localities
from civstats.plot.frame import Level
from civstats.report.model import Cell, Row, Table, Text
from civstats.report.shown import (
    amount,
    code,
    count_cell,
    day,
    level,
    number_cell,
    place,
    refs_cell,
    table,
    text_cell,
    thing,
    with_unit,
)
from civstats.report.words import say

Target = Mapping[str, Any]
VERDICTS = ("met", "not_met", "cannot_tell", "not_yet_due")
_MOST = 40
_DEEPEST = 2
"""More than `_MOST` targets of a place are split by the places below it, down to the county, two below the province."""
_YEAR_END = 12
_TENTH = Decimal("0.1")


def answered(name: str, rows: Sequence[Target], caption: Text) -> Table:
    """A table of targets of which a result or progress is known, with the anchor ``name``."""
    lines = [
        (
            text_cell(place(row)),
            text_cell(thing(row)),
            text_cell(_goal(row)),
            text_cell(_due(row)),
            text_cell(_result(row)),
            _completion(row),
            text_cell(_verdict(row)),
            _refs(row),
        )
        for row in rows
    ]
    columns = "place thing goal due result completion:number verdict refs"
    return replace(table("scorecard_table", columns, lines, caption=caption), id=name)


def unanswered(name: str, rows: Sequence[Target], caption: Text) -> Table:
    """A table of targets of which no result is known, with the anchor ``name``."""
    lines = [
        (
            text_cell(place(row)),
            text_cell(thing(row)),
            text_cell(_goal(row)),
            text_cell(_due(row)),
            text_cell(say(f"scorecard_{row['attainment']}")),
            text_cell(_reason(row)),
            _refs(row),
        )
        for row in rows
    ]
    return replace(
        table("scorecard_table", "place thing goal due verdict reason refs", lines, caption=caption), id=name
    )


def is_answered(row: Target) -> bool:
    """Whether a result is known, or at least progress before the deadline."""
    return level(row, "actual_").known


def _goal(row: Target) -> Text:
    """What is asked for, with the base where one is known."""
    asked, base = level(row, "target_", row["target_bound"]), level(row, "base_")
    goal = with_unit(asked, row["unit"])
    if not base.known:
        return goal
    return say("scorecard_from_base", goal=goal, base=amount(base, row["unit"]), day=day(row["base_date"]))


def _verdict(row: Target) -> Text:
    """The verdict with its reason; that there is progress and no more is said by the result."""
    verdict, reason = say(f"scorecard_{row['attainment']}"), _reason(row)
    if not reason or row["attainment_reason"] == "part_year_only":
        return verdict
    return say("scorecard_verdict_why", verdict=verdict, reason=reason)


def _reason(row: Target) -> Text:
    return code("attainment_reasons", row["attainment_reason"])


def _refs(row: Target) -> Cell:
    """The target's own figure, its base, and its result or progress."""
    names = ("observation_id", "base_observation_id", "actual_observation_ids", "progress_observation_ids")
    return refs_cell(*(row[name] for name in names))


def _dated(one: Level, on: Any, row: Target, words: str = "scorecard_dated") -> Text:
    return say(words, value=with_unit(one, row["unit"]), day=day(on))


def _due(row: Target) -> Text:
    """The deadline; where none is printed, the end of the plan's period, which is said to be so."""
    return day(row["due"]) if given(row["due"]) else say("scorecard_not_printed", day=day(row["deadline"]))


def _result(row: Target) -> Text:
    """The result with its day; where there is none, the progress before the deadline."""
    one = level(row, "actual_", row["actual_bound"])
    if given(row["actual_observation_ids"]):
        return _dated(one, row["actual_date"], row)
    return _dated(one, row["progress_date"], row, "scorecard_progress")


def _completion(row: Target) -> Cell:
    """What was reached in percent of the target, cut so that 99.96 never reads as 100."""
    lower, upper = row["completion_lower"], row["completion_upper"]
    if given(lower) and lower == upper:
        cut = _cut(lower, ROUND_FLOOR)
        return number_cell(level({"lower": cut, "upper": cut}), "percent")
    ends = {"lower": _cut(lower, ROUND_FLOOR), "upper": _cut(upper, ROUND_CEILING)}
    return number_cell(level(ends), "percent")


def _cut(value: Any, rounding: str) -> float | None:
    return float(Decimal(repr(float(value))).quantize(_TENTH, rounding)) if given(value) else None


def grouped(rows: Sequence[Target], depth: int = 0) -> Iterator[tuple[str, Text, list[Target]]]:
    """The targets by province, where these are many by prefecture, then by county: code, name, rows in their order."""
    groups: dict[str, list[Target]] = {}
    for row in rows:
        chain = ancestors(row["locality_id"])[::-1]
        groups.setdefault(chain[min(depth, len(chain) - 1)], []).append(row)
    for locality_id, group in sorted(groups.items()):
        above = len(ancestors(locality_id)) <= depth
        if len(group) > _MOST and not above and depth < _DEEPEST:
            yield from grouped(group, depth + 1)
        else:
            yield (
                locality_id,
                say("scorecard_own_level", place=_name(locality_id)) if above else _name(locality_id),
                group,
            )


def _name(locality_id: str) -> Text:
    found = localities()[locality_id]
    return Text(found.name_zh, found.name_en)


def deadlines(rows: Sequence[Target]) -> Table:
    """How many targets are due in each month, by verdict; last those of a year without a printed deadline, and all."""
    counts = Counter((_month(row), row["attainment"]) for row in rows)
    months = sorted({_month(row) for row in rows})
    made = []
    for month in months:
        year, number = month
        said = Text.same(str(number)) if number <= _YEAR_END else say("scorecard_no_month")
        found = [counts[month, verdict] for verdict in VERDICTS]
        made.append(Row((text_cell(str(year)), text_cell(said), *map(count_cell, (sum(found), *found)))))
    if rows:
        total = [sum(counts[month, verdict] for month in months) for verdict in VERDICTS]
        head = text_cell(say("scorecard_deadlines_total")), text_cell("")
        made.append(Row((*head, *map(count_cell, (len(rows), *total)))))
    columns = " ".join(f"{verdict}:number" for verdict in VERDICTS)
    notes = (say("scorecard_deadlines_note"),)
    return table("scorecard_deadlines", f"year month targets:number {columns}", made, notes=notes)


def _month(row: Target) -> tuple[int, int]:
    """Year and month of a deadline; the month after the last one where it is not printed."""
    return row["deadline"].year, row["due"].month if given(row["due"]) else _YEAR_END + 1
