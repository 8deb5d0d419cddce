"""B: the comparison of an indicator: who is high and low, whether that can be compared, and by how much it differs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from civstats.analysis.claims import Claim
from civstats.analysis.standing import read_indicator
from civstats.dataset import Dataset
from civstats.report import frame, shown
from civstats.report.comparison_parts import MOST_CHARTS, changes, compared, others, spread, years
from civstats.report.comparison_slice import Slice, slices_of
from civstats.report.model import Checks, Point, Report, Section, Text
from civstats.report.words import say

_MOST_KEYS = 6


def comparison(ds: Dataset, indicator: str) -> Report:
    """The comparison of an indicator (a code) over all places, by residence, group and level of government.

    Of each of these it shows the latest year in which at least half as many places have a figure as in the best year.
    Raises UsageError, naming the nearest, for an unknown code.
    """
    about = read_indicator(ds.sql, indicator)
    slices = slices_of(ds, indicator)
    name = Text(about.name_zh, about.name_en)
    sections = [
        Section("compared", say("comparison_compared"), tuple(compared(slices))),
        Section("changes", say("comparison_changes"), tuple(changes(slices))),
        Section("others-section", say("comparison_others"), tuple(others(ds, indicator, slices))),
        Section("spread-section", say("comparison_spread"), (spread(slices), years(ds, indicator))),
    ]
    return frame.assemble(
        ds, f"indicator-{indicator}", "comparison", name, say("comparison_subtitle"),
        keys=[one.key() for one in slices[:_MOST_KEYS]],
        points=[*_points(slices), _extent(ds, indicator, name)],
        front=[Checks(say("checks_of", what=one.what), one.checks()) for one in slices[:1]],
        missing=_missing(ds, indicator),
        sections=[section for section in sections if section.blocks],
    )  # fmt: skip


def _points(slices: Sequence[Slice]) -> Iterator[Point]:
    """Who is certainly highest and lowest, and the middle, of the slices of most places."""
    for one in slices[:3]:
        claims = [claim for claim in one.rows.claims() if "place" not in claim.params]
        for claim in claims[:2]:
            yield Point(claim, f"compared-{one.id}" if one not in slices[:MOST_CHARTS] else "compared")


def _extent(ds: Dataset, indicator: str, name: Text) -> Point:
    """How much there is of the indicator; of any dataset this can be said."""
    query = "from observations where indicator_id = $indicator"
    [(count, places, first, last)] = ds.rows(
        f"select count(*), count(distinct locality_id), min(year), max(year) {query}", {"indicator": indicator}
    )
    facts = {"count": count, "places": places, "first": first, "last": last}
    key = "comparison_extent" if count else "comparison_nothing"
    words = say(key, name=name, years=shown.years(first, last), **facts)
    proof = (
        "select count(*) = $count and count(distinct locality_id) = $places and min(year) is not distinct from $first "
        f"and max(year) is not distinct from $last {query}"
    )
    holds = "so many observations, of so many places, between these years"
    return Point(Claim(words.zh, words.en, proof, {**facts, "indicator": indicator}, holds), "spread-section")


def _missing(ds: Dataset, indicator: str) -> Text:
    """In how many places the indicator was searched for in vain, of those with documents."""
    states = dict(ds.rows(
        "select state, count(*) from (select locality_id, case when bool_or(coverage = 'published') then 'published' "
        "when bool_or(coverage = 'not_published') then 'not_published' else 'not_searched' end as state "
        "from coverage where indicator_id = $indicator group by 1) group by 1", {"indicator": indicator}))  # fmt: skip
    counted = {name: states.get(name, 0) for name in ("published", "not_published", "not_searched")}
    if not sum(counted.values()):
        return say("comparison_not_core")
    return say("comparison_missing", all=sum(counted.values()), **counted)
