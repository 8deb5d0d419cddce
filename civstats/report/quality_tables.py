"""Tables of the data-quality report about values and documents: states, lag, origin."""

from __future__ import annotations

from collections.abc import Sequence

from civstats.analysis.standing import records
from civstats.dataset import Dataset
from civstats.report.model import Cell, Table, Text
from civstats.report.shown import code, count_cell, level, number_cell, table, text_cell
from civstats.report.words import say

EXACT = "bound = 'eq'"


def tenths(part: int, whole: int) -> int:
    """How many tenths of a percent ``part`` is of ``whole`` (not zero), half up; in SQL `TENTHS` says the same."""
    return (2000 * part + whole) // (2 * whole)


TENTHS = "(2000 * {part} + {whole}) // (2 * {whole})"


def share_text(part: int, whole: int) -> Text:
    """A share as a number of percent with one decimal, without its sign."""
    return Text.same(f"{tenths(part, whole) / 10:.1f}")


def _share(part: int, whole: int) -> Cell:
    return Cell(share_text(part, whole) + Text.same("%"), tenths(part, whole) / 10)


def _number(value: float) -> Cell:
    return number_cell(level({"value": value, "lower": value, "upper": value}), "")


def total(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """The last row of a table."""
    return text_cell(say("quality_total")), *cells


def bounds(ds: Dataset) -> Table:
    """How many figures are exact, and how many are bounds; exact ones that were shortened in print stand apart."""
    found = ds.rows(
        "select bound, bound = 'eq' and precision > 0 as shortened, count(*) as figures from observations "
        "group by bound, shortened order by if(bound = 'eq', 0, 1), shortened, figures desc, bound"
    )
    whole = sum(count for *_, count in found)
    lines = []
    for bound, shortened, count in found:
        exact = say("quality_bounds_shortened" if shortened else "quality_bounds_whole")
        name = exact if bound == "eq" else code("bounds", bound)
        lines.append((text_cell(name), count_cell(count), _share(count, whole)))
    return table("quality_bounds", "bound figures:number share:number", lines)


def measures(ds: Dataset) -> Table:
    """The figures by what they claim to be: how many, how many exact, how many that another document prints too."""
    found = ds.rows(
        f"select measure, count(*), count(*) filter ({EXACT}), count(*) filter (corroborations > 0) "
        "from observations group by all order by 2 desc, measure"
    )
    lines = [
        (text_cell(code("measures", measure)), *_measure_cells(count, exact, elsewhere))
        for measure, count, exact, elsewhere in found
    ]
    if found:
        sums = [sum(row[at] for row in found) for at in (1, 2, 3)]
        lines.append((*total(()), *_measure_cells(*sums)))
    return table("quality_measures", "measure figures:number exact:number share:number elsewhere:number", lines)


def _measure_cells(count: int, exact: int, elsewhere: int) -> tuple[Cell, ...]:
    return count_cell(count), count_cell(exact), _share(exact, count), count_cell(elsewhere)


def statuses(ds: Dataset) -> Table:
    """The figures by how their values came about."""
    return _shares(ds, "status", "statuses")


def evidence(ds: Dataset) -> Table:
    """The figures by what they rest on."""
    return _shares(ds, "evidence", "evidence")


def _shares(ds: Dataset, column: str, codes: str) -> Table:
    found = ds.rows(f"select {column}, count(*) from observations group by all order by 2 desc, 1")
    whole = sum(count for _, count in found)
    lines = [(text_cell(code(codes, name)), count_cell(count), _share(count, whole)) for name, count in found]
    return table(f"quality_{codes}", f"{column} figures:number share:number", lines)


_RESULTS = """
with results as (
    select s.source_id, s.kind, coalesce(s.issued, s.published) as known_on, o.period_end
    from observations o join sources s using (source_id)
    where o.measure = 'actual' and o.period_end is not null
),
lags as (
    select source_id, kind, known_on, date_diff('day', max(period_end) filter (period_end <= known_on), known_on) as lag
    from results group by source_id, kind, known_on
)
"""


def lag(ds: Dataset) -> Table:
    """Days from the end of the last period that a document prints results of to its issue, by kind of document."""
    spread = "count(lag) as documents, median(lag) as median, min(lag) as least, max(lag) as most"
    rows = records(
        ds.sql,
        f"{_RESULTS} select kind, {spread} from lags group by kind having documents > 0 order by documents desc, kind",
        {},
    )
    [every] = records(
        ds.sql,
        f"{_RESULTS} select {spread}, count(*) as all_documents, count(*) filter (known_on is null) as undated, "
        "count(*) filter (known_on is not null and lag is null) as early from lags",
        {},
    )

    def cells(row: dict[str, int | float]) -> tuple[Cell, ...]:
        days = (_number(float(row[name])) for name in ("median", "least", "most"))
        return count_cell(int(row["documents"])), *days

    lines = [(text_cell(code("kinds", row["kind"])), *cells(row)) for row in rows]
    if lines:
        lines.append(total(cells(every)))
    left_out = {name: count_cell(every[name]).text for name in ("undated", "early")}
    note = say("quality_lag_note", documents=count_cell(every["all_documents"]).text, **left_out)
    columns = "kind documents:number median:number least:number most:number"
    return table("quality_lag", columns, lines, notes=(note,))


def origins(ds: Dataset) -> Table:
    """The documents by origin, by how they were read and by how much of them was read, with their figures."""
    found = ds.rows(
        "select s.origin_class, s.evidence, s.excerpt, count(*), sum(coalesce(n.figures, 0))::bigint from sources s "
        "left join (select source_id, count(*) as figures from observations group by all) n using (source_id) "
        "group by all order by 5 desc, 1, 2, 3"
    )
    lines: list[tuple[Cell, ...]] = [
        (
            text_cell(code("origins", origin)),
            text_cell(code("evidence", how)),
            text_cell(code("excerpts", excerpt)),
            count_cell(documents),
            count_cell(figures),
        )
        for origin, how, excerpt, documents, figures in found
    ]
    if found:
        sums = [count_cell(sum(row[at] for row in found)) for at in (3, 4)]
        lines.append(total((text_cell(""), text_cell(""), *sums)))
    return table("quality_origins", "origin evidence excerpt documents:number figures:number", lines)
