"""The charts and tables of the comparison of an indicator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from civstats.analysis.labels import given, records
from civstats.analysis.standing import records as rows_of
from civstats.report import evidence
from civstats.report.charts import figure, plotted
from civstats.report.comparison_slice import Slice
from civstats.report.model import NOTHING, Block, Cell, Table, Text
from civstats.report.shown import (
    amount,
    change,
    count_cell,
    level,
    number_cell,
    percent,
    place,
    refs_cell,
    table,
    text_cell,
    thing,
    unit_text,
)
from civstats.report.words import say

if TYPE_CHECKING:
    from civstats.dataset import Dataset

MOST_CHARTS = 4
_LEAST_IN_CHART, _MOST_ROWS, _MOST_PAIRS = 3, 30, 12


def compared(slices: Sequence[Slice]) -> Iterator[Block]:
    """A chart with its table for the slices of most places, the table alone for the others."""
    for number, one in enumerate(slices):
        if number >= MOST_CHARTS or len(one.ranked) < _LEAST_IN_CHART:
            yield _slice_table(one)
            continue
        notes = (say("comparison_first", count=_MOST_ROWS),) if len(one.rows) > _MOST_ROWS else ()
        drawn = plotted("compare", one.rows.head(_MOST_ROWS), sources=one.ds.table("sources"))
        yield figure(f"chart-{one.id}", drawn, unit_text(one.unit), _slice_table(one), notes)


def changes(slices: Sequence[Slice]) -> Iterator[Block]:
    """Who rose by how much: a chart a slice that has pairs of years, at most two."""
    able = [one for one in slices if len(one.grown) > 1]
    for one in able[:2]:
        rows = sorted(one.grown.values(), key=lambda row: row["locality_id"])[:_MOST_PAIRS]
        behind = table(
            "steps", "place previous:number value:number change growth printed refs", [_step(row) for row in rows],
            caption=say("steps_caption", what=one.what, unit=unit_text(str(rows[0]["unit"]))),
        )  # fmt: skip
        behind = Table(f"steps-{one.id}", behind.caption, behind.columns, behind.rows)
        drawn = plotted("change", pd.DataFrame(rows), sources=one.ds.table("sources"))
        yield figure(f"change-{one.id}", drawn, unit_text(str(rows[0]["unit"])), behind)


def _slice_table(one: Slice) -> Table:
    rows = [_ranked(row, one.grown.get(row["locality_id"])) for row in records(one.rows)]
    made = table(
        "compared", "rank:number place code:code value:number previous growth printed state refs", rows,
        caption=say("compared_caption", what=one.what, unit=unit_text(one.unit)),
    )  # fmt: skip
    return Table(f"compared-{one.id}", made.caption, made.columns, made.rows)


def spread(slices: Sequence[Slice]) -> Table:
    rows = []
    for one in slices:
        unit = one.unit
        cells = [
            text_cell(one.what),
            count_cell(len(one.ranked)),
        ]
        cells += [_statistic(one, name, unit) for name in ("minimum", "median", "maximum")]
        rows.append((*cells, _statistic(one, "ratio_of_extremes", "multiple"), text_cell(unit_text(unit))))
    return table(
        "spread", "what places:number minimum:number median:number maximum:number ratio:number unit", rows,
        notes=(say("spread_note"),), empty=say("spread_none"),
    )  # fmt: skip


def _statistic(one: Slice, name: str, unit: str) -> Cell:
    row = one.spread.get(name)
    return number_cell(level(row), unit) if row else text_cell("")


def years(ds: Dataset, indicator: str) -> Table:
    """How many places of each level have a figure, by year."""
    query = (
        "select year, count(distinct locality_id) filter (level = 'county'), count(distinct locality_id) filter "
        "(level = 'prefecture'), count(distinct locality_id) filter (level = 'province') from observations "
        "join localities using (locality_id) where indicator_id = $indicator and year is not null and measure in "
        "('standard', 'actual', 'previous') group by year order by year desc"
    )
    rows = []
    for year, *counts in ds.rows(query, {"indicator": indicator}):
        rows.append((Cell(Text.same(str(year)), float(year)), *(Cell(Text.same(str(n)), float(n)) for n in counts)))
    return table("years", "year:number county:number prefecture:number province:number", rows)


def others(ds: Dataset, indicator: str, slices: Sequence[Slice]) -> Iterator[Block]:
    """The latest figures of the places that are in no slice: what there is, though nothing stands beside it."""
    shown = {row["locality_id"] for one in slices for row in records(one.rows)}
    query = (
        "select * from observations where indicator_id = $indicator and measure in ('standard', 'actual', 'previous') "
        "and year is not null qualify year = max(year) over (partition by locality_id) "
        "order by locality_id, residence, breakdown, observation_id"
    )
    rows = [
        (
            text_cell(place(row), link=f"place-{row['locality_id']}"), text_cell(thing(row)),
            number_cell(level(row, bound=row["bound"]), row["unit"]), text_cell(unit_text(row["unit"])),
            text_cell(evidence.when(row)), refs_cell(row["observation_id"]),
        )
        for row in rows_of(ds.sql, query, {"indicator": indicator})
        if row["locality_id"] not in shown
    ]  # fmt: skip
    if rows:
        yield table("others", "place item value:number unit period refs", rows, notes=(say("others_note"),))


def _ranked(row: dict[str, Any], grown: dict[str, Any] | None) -> tuple[Cell, ...]:
    is_ranked = given(row["rank_from"])
    first, last = (int(row["rank_from"]), int(row["rank_to"])) if is_ranked else (0, 0)
    rank = Cell(Text.same(str(first)), float(first)) if first == last else text_cell(f"{first}—{last}")
    unit = str(row["unit"])
    step = grown or {}
    return (
        rank if is_ranked else text_cell(""),
        text_cell(place(row), link=f"place-{row['locality_id']}"),
        text_cell(str(row["locality_id"])),
        number_cell(level(row, bound=str(row["bound"]) if given(row["bound"]) else ""), unit),
        text_cell(amount(level(step, "previous_"), unit) if grown else NOTHING),
        text_cell(change(step.get("computed_growth_lower"), step.get("computed_growth_upper"), percent=True)),
        text_cell(percent(step.get("printed_growth_percent"))),
        text_cell(Text(str(row["reason_zh"] or ""), str(row["reason_en"] or ""))),
        refs_cell(row["observation_id"], step.get("previous_observation_id"), step.get("growth_observation_id")),
    )


def _step(row: dict[str, Any]) -> tuple[Cell, ...]:
    unit = str(row["unit"])
    return (
        text_cell(place(row)),
        number_cell(level(row, "previous_"), unit),
        number_cell(level(row), unit),
        text_cell(change(row["change_lower"], row["change_upper"])),
        text_cell(change(row["computed_growth_lower"], row["computed_growth_upper"], percent=True)),
        text_cell(percent(row["printed_growth_percent"])),
        refs_cell(row["previous_observation_id"], row["observation_id"], row["growth_observation_id"]),
    )
