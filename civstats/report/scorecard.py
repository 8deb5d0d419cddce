"""The target scorecard: every target of the dataset, what answers it, and whether it was met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from civstats.analysis.claims import Claim
from civstats.analysis.labels import given, records
from civstats.analysis.result import Result
from civstats.dataset import Dataset
from civstats.plot.adapt import adapted
from civstats.report.charts import figure, plotted
from civstats.report.frame import assemble
from civstats.report.model import NOTHING, Block, Figure, KeyFigure, Point, Prose, Report, Section, Text
from civstats.report.scorecard_tables import VERDICTS, answered, deadlines, grouped, is_answered, unanswered
from civstats.report.shown import code, count_cell, day, unit_text
from civstats.report.words import joined, say

if TYPE_CHECKING:
    pass

Target = Mapping[str, Any]
MOST_ROWS = 12
"""Rows of a chart that can be read on one page."""
_INTEREST = {"not_met": 0, "met": 1}


def scorecard(ds: Dataset) -> Report:
    """All targets of the dataset with their verdicts, as of the day of its latest document.

    The report ``targets``: page one says how many are met, missed and open, and why; the sections show the certain
    verdicts as charts, every target once in a table, how many are due when, and the rules. Without targets it says so.
    """
    found = ds.targets()
    # A chart takes the end of the plan's period for a deadline that is not printed; a table says that it is not.
    rows = records(adapted(found).assign(due=found["due"]))
    [(today,)] = ds.rows("select coalesce(max(coalesce(issued, published)), max(period_end)) from sources")
    places = _count(len({row["locality_id"] for row in rows}))
    said = {"count": len(rows), "targets": _count(len(rows)), "places": places, "day": day(today)}
    return assemble(
        ds,
        "targets",
        "scorecard",
        say("scorecard_title"),
        say("scorecard_subtitle", **said) if rows else say("scorecard_subtitle_none"),
        keys=_keys(rows, say("scorecard_as_of", day=day(today)) if today else NOTHING),
        points=[Point(claim, _shown_in(claim)) for claim in _claims(found, rows)],
        missing=_missing(rows),
        sections=(
            Section("decided", say("scorecard_decided"), _decided(ds, found, rows)),
            Section("all", say("scorecard_all"), _all(rows)),
            Section("deadlines", say("scorecard_deadlines"), (deadlines(rows),)),
            Section("stages", say("scorecard_stages"), (_rules(),)),
        ),
    )


def _count(number: int) -> Text:
    return count_cell(number).text


def _keys(rows: Sequence[Target], as_of: Text) -> list[KeyFigure]:
    counts = Counter(row["attainment"] for row in rows)
    due = len(rows) - counts["not_yet_due"]
    numbers = {"all": len(rows), "due": due, **{verdict: counts[verdict] for verdict in VERDICTS}}
    return [
        KeyFigure(say(f"scorecard_key_{name}"), _count(number), say("scorecard_unit"), as_of)
        for name, number in numbers.items()
    ]


def _claims(found: Result, rows: Sequence[Target]) -> list[Claim]:
    """The general count; then the certain verdicts: misses first, by how far off they are, each place once at first."""
    by_id = {row["observation_id"]: row for row in rows}
    claims = found.claims()
    judged = {str(claim.params["id"]): claim for claim in claims if "verdict" in claim.params}
    seen: Counter[tuple[str, str]] = Counter()
    order: list[tuple[int, int, int, Claim]] = []
    for row in sorted((by_id[one] for one in judged), key=lambda row: (-_distance(row), row["observation_id"])):
        verdict, place = row["attainment"], row["locality_id"]
        order.append((_INTEREST[verdict], seen[verdict, place], len(order), judged[row["observation_id"]]))
        seen[verdict, place] += 1
    return [claim for claim in claims if "targets" in claim.params] + [claim for *_, claim in sorted(order)]


def _distance(row: Target) -> float:
    """How far the result lies from the target at least, as a share of it; in its unit where the target is zero."""
    ends = [abs(row[f"difference_{end}"]) for end in ("lower", "upper") if given(row[f"difference_{end}"])]
    return float(min(ends, default=0) / (row["goal_lower"] if given(row["goal_lower"]) and row["goal_lower"] else 1))


def _shown_in(claim: Claim) -> str:
    return "decided" if "verdict" in claim.params else "all"


def _missing(rows: Sequence[Target]) -> Text:
    if not rows:
        return say("scorecard_missing_all")
    reasons = Counter(row["attainment_reason"] for row in rows if row["attainment"] == "cannot_tell")
    if not reasons:
        return say("scorecard_missing_none")
    often = sorted(reasons.items(), key=lambda one: (-one[1], one[0]))
    said = [
        say("scorecard_missing_reason", reason=_within(code("attainment_reasons", reason)), count=_count(count))
        for reason, count in often
    ]
    open_ones = reasons.total()
    return say(
        "scorecard_missing", count=open_ones, targets=_count(open_ones), reasons=joined(said, "scorecard_between")
    )


def _within(name: Text) -> Text:
    """A name as it stands within a sentence."""
    return Text(name.zh, name.en[:1].lower() + name.en[1:])


def _decided(ds: Dataset, found: Result, rows: Sequence[Target]) -> tuple[Block, ...]:
    """Charts of the targets that are met or not met, misses first, so many that each can be read."""
    charts = []
    for verdict in _INTEREST:
        of_verdict = [row for row in rows if row["attainment"] == verdict]
        for start in range(0, len(of_verdict), MOST_ROWS):
            name = f"figure-{verdict.replace('_', '-')}-{start // MOST_ROWS + 1}"
            charts.append(_chart(ds, found, of_verdict[start : start + MOST_ROWS], name))
    if not charts:
        return (Prose((say("scorecard_decided_none"),)),)
    return Prose((say("scorecard_decided_intro"),)), *charts


def _chart(ds: Dataset, found: Result, rows: Sequence[Target], name: str) -> Figure:
    ids = [row["observation_id"] for row in rows]
    frame = found[found["observation_id"].isin(ids)]
    units = {str(row["unit"]) for row in rows}
    unit = unit_text(units.pop()) if len(units) == 1 else say("scorecard_units")
    table = answered(f"{name}-table", rows, say("scorecard_decided_caption"))
    return figure(name, plotted("attainment", frame, sources=ds.table("sources")), unit, table)


def _all(rows: Sequence[Target]) -> tuple[Block, ...]:
    """Every target once: those with a result or progress, then the others by place."""
    if not rows:
        return (Prose((say("scorecard_all_none"),)),)
    known = [row for row in rows if is_answered(row)]
    tables = [answered("targets-answered", known, say("scorecard_answered_caption", count=_count(len(known))))]
    for name, place, group in grouped([row for row in rows if not is_answered(row)]):
        caption = say("scorecard_unanswered_caption", place=place, count=_count(len(group)))
        tables.append(unanswered(f"targets-{name}", group, caption))
    return Prose((say("scorecard_all_intro"), say("scorecard_all_columns"))), *tables


def _rules() -> Prose:
    return Prose(tuple(say(f"scorecard_rule_{name}") for name in ("stages", "three", "day", "direction", "same")))
