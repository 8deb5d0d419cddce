"""Coverage in the data-quality report: what is published, what is not, and which gaps to fill first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from civstats import plot
from civstats.analysis.standing import records
from civstats.catalogue import Lang
from civstats.dataset import Dataset
from civstats.report.charts import figure
from civstats.report.model import Block, Cell, Table, Text
from civstats.report.quality_tables import total
from civstats.report.shown import code, count_cell, place, table, text_cell
from civstats.report.words import joined, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

STATES = ("published", "not_published", "not_searched")
_COUNTED = ", ".join(f"count(*) filter (coverage = '{state}') as {state}" for state in STATES)
_PLACES = "count(distinct locality_id) filter (coverage = 'published') as places"
_MOST_PLACES = 15
_MOST_GAPS = 10
_GAPS = """
with published as (
    select locality_id, indicator_id, year from coverage where coverage = 'published'
),
beside as (
    select c.locality_id, c.indicator_id, c.year, list(p.year order by p.year) as years
    from coverage c join published p using (locality_id, indicator_id)
    where c.coverage = 'not_searched' and p.year in (c.year - 1, c.year + 1)
    group by c.locality_id, c.indicator_id, c.year
),
others as (
    select indicator_id, year, count(*) as places from published group by indicator_id, year
),
known as (
    select locality_id, count(*) as figures from observations group by locality_id
)
select b.*, coalesce(o.places, 0) as others, k.figures
from beside b
left join others o using (indicator_id, year)
join known k using (locality_id)
order by len(years) desc, others desc, figures desc, year desc, locality_id, indicator_id
limit $most
"""
_CELLS = """
with searched as (
    select distinct locality_id from coverage where year = $year and coverage <> 'not_searched'
),
chosen as (
    select locality_id, count(*) as figures from observations semi join searched using (locality_id)
    group by locality_id order by figures desc, locality_id limit $most
)
select c.locality_id, c.indicator_id, c.year, c.coverage from coverage c join chosen k using (locality_id)
where c.year = $year order by k.figures desc, c.locality_id, c.indicator_id
"""


def gaps(ds: Dataset) -> Table:
    """The most valuable gaps, by the rule that the table's note states."""
    lines = []
    for number, row in enumerate(records(ds.sql, _GAPS, {"most": _MOST_GAPS}), 1):
        years = joined([Text.same(str(year)) for year in row["years"]])
        lines.append(
            (
                count_cell(number),
                text_cell(place(row), link=f"place-{row['locality_id']}"),
                text_cell(code("indicators", row["indicator_id"])),
                text_cell(str(row["year"])),
                text_cell(years),
                count_cell(row["others"]),
                count_cell(row["figures"]),
            )
        )
    caption = say("quality_gaps_caption", count=len(lines))
    more = {"caption": caption, "notes": (say("quality_gaps_rule"),), "empty": say("quality_gaps_none")}
    columns = "number:number place indicator year beside others:number figures:number"
    return table("quality_gaps", columns, lines, **more)


def coverage(ds: Dataset) -> Iterator[Block]:
    """The chart of one year with its table, then all core indicators, then all years."""
    best = ds.rows(
        "select year from coverage where coverage = 'published' group by year order by count(*) desc, year desc limit 1"
    )
    if best:
        yield _chart(ds, best[0][0])
    yield _indicators(ds)
    yield _years(ds)


def _chart(ds: Dataset, year: int) -> Block:
    """Which core indicators the places with most figures have for a year."""
    parameters: dict[str, object] = {"most": _MOST_PLACES, "year": year}
    frame = ds.sql(_CELLS, parameters).df()
    rows = records(ds.sql, _CELLS, parameters)
    indicators = len({row["indicator_id"] for row in rows})
    by_place: dict[str, dict[str, list[Text]]] = {}
    for row in rows:
        states = by_place.setdefault(row["locality_id"], {state: [] for state in STATES})
        states[row["coverage"]].append(code("indicators", row["indicator_id"]))
    lines = [
        (
            text_cell(place({"locality_id": locality_id})),
            count_cell(len(states["published"])),
            *(text_cell(_listed(states[state], indicators)) for state in STATES),
        )
        for locality_id, states in by_place.items()
    ]
    note = say("quality_cells_note", count=len(lines))
    behind = table(
        "quality_cells",
        "place count:number published not_published not_searched",
        lines,
        caption=say("quality_cells_caption", year=year),
        notes=(note,),
    )

    def draw(lang: Lang) -> Axes:
        return plot.coverage(frame, lang=lang)

    return figure("figure-coverage", draw, say("quality_unit_states"), behind, (note,))


def _listed(names: list[Text], every: int) -> Text:
    return say("quality_cells_all", count=every) if len(names) == every else joined(names)


def _indicators(ds: Dataset) -> Table:
    rows = records(
        ds.sql,
        f"select indicator_id, {_PLACES}, min(year) filter (coverage = 'published') as first, "
        f"max(year) filter (coverage = 'published') as last, {_COUNTED} from coverage group by indicator_id "
        "order by published desc, indicator_id",
        {},
    )
    lines: list[tuple[Cell, ...]] = [
        (
            text_cell(code("indicators", row["indicator_id"])),
            count_cell(row["places"]),
            text_cell(_span(row["first"], row["last"])),
            *(count_cell(row[state]) for state in STATES),
        )
        for row in rows
    ]
    lines += _total(ds, rows, text_cell(""))
    return table("quality_indicators", f"indicator places:number years {_columns()}", lines)


def _years(ds: Dataset) -> Table:
    rows = records(ds.sql, f"select year, {_PLACES}, {_COUNTED} from coverage group by year order by year", {})
    lines: list[tuple[Cell, ...]] = [
        (text_cell(str(row["year"])), count_cell(row["places"]), *(count_cell(row[state]) for state in STATES))
        for row in rows
    ]
    lines += _total(ds, rows)
    return table("quality_by_year", f"year places:number {_columns()}", lines)


def _columns() -> str:
    return " ".join(f"{state}:number" for state in STATES)


def _total(ds: Dataset, rows: Sequence[dict[str, int]], *between: Cell) -> list[tuple[Cell, ...]]:
    """The last row, in which a place counts once; none where there is no other."""
    [(places,)] = ds.rows("select count(distinct locality_id) from coverage where coverage = 'published'")
    sums = (count_cell(sum(row[state] for row in rows)) for state in STATES)
    return [total((count_cell(places), *between, *sums))] if rows else []


def _span(first: int | None, last: int | None) -> Text:
    """From the first to the last year."""
    if first is None or last is None:
        return Text.same("")
    return Text.same(str(first)) if first == last else say("quality_years", first=first, last=last)
