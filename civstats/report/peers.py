"""A place among its peers: the ranks that its figure may have beside those of the nearest places of its level."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from civstats.analysis.claims import Claim
from civstats.analysis.labels import given, records
from civstats.analysis.peers import peers
from civstats.analysis.rank import rank_standings
from civstats.analysis.standing import DIFFERENCES, scope
from civstats.analysis.standing import Standing as Level
from civstats.analysis.wording import LEVELS_EN, LEVELS_ZH
from civstats.report.memory import memory
from civstats.report.model import Check, Text
from civstats.report.shown import place, thing
from civstats.report.words import joined, say

if TYPE_CHECKING:
    from civstats.analysis.result import Result
    from civstats.dataset import Dataset
    from civstats.report.levels import Series

_PEERS, _YEARS = 10, 3


@dataclass(frozen=True)
class Standing:
    """A series of a place among its peers in one year: the rows of `Dataset.rank`, and what is said of them."""

    series: Series
    what: Text
    rows: Result
    peers: Result
    said: Text
    claim: Claim | None


def latest_standing(ds: Dataset, locality_id: str, series: Series) -> Standing | None:
    """The place among its peers by the latest level of a series that peers have too, of the last three; else None."""
    tried = (_standing(ds, locality_id, series, one) for one in series.levels[:_YEARS])
    return next((found for found in tried if found is not None), None)


def _standing(ds: Dataset, locality_id: str, series: Series, stated: Level) -> Standing | None:
    about, year = series.about, stated.year
    asked = (about.indicator_id, year)
    sql = memory(ds)
    found = peers(sql, locality_id, *asked, about.residence, about.breakdown, _PEERS)
    if found.empty or about.area is not None:
        return None
    places = [locality_id, *found["locality_id"]]
    within = (None, None, None)
    ranked = rank_standings(sql, scope(sql, *asked, places, about.residence, about.breakdown, *within, DIFFERENCES))
    rows = records(ranked)
    own = next(row for row in rows if row["locality_id"] == locality_id)
    # What is ranked may be another figure of the place: of another subject, or another part of the year.
    if not given(own["rank_from"]) or own["observation_id"] != stated.observation_id:
        return None
    placed = [claim for claim in ranked.claims() if claim.params.get("place") == locality_id]
    said = _said(own, rows)
    if year != series.about.year:
        said = say("peers_said_of", year=year, said=said)
    what = say("peers_what", year=year, thing=thing(vars(about)))
    return Standing(series, what, ranked, found, said, placed[0] if placed else None)


def _said(own: dict[str, Any], rows: Sequence[dict[str, Any]]) -> Text:
    """6个可比县区中第3位（另有淄川区、寿光市…）."""
    ranked = [row for row in rows if given(row["rank_from"])]
    level = Text(LEVELS_ZH[own["level"]], LEVELS_EN[own["level"]])
    others = joined([place(row) for row in ranked if row["locality_id"] != own["locality_id"]])
    rank = Text(own["rank_zh"], own["rank_en"])
    return say("peers_said", count=len(ranked), level=level, rank=rank, others=others)


def checks(rows: Sequence[dict[str, Any]]) -> Iterator[Check]:
    """The five lines of 能不能比: what all compared figures share, and the places whose figure differs in it."""
    ranked = [row for row in rows if given(row["rank_from"])]
    for name in ("level", "definition", "unit", "period", "kind"):
        asked = say(f"checks_{name}")
        unlike = [row for row in rows if name in row["differences"].split()]
        if not ranked:
            yield Check(asked, None, say("checks_nobody"))
        elif unlike:
            names = joined([place(row) for row in unlike])
            yield Check(asked, False, say("checks_some", count=len(ranked), other=len(unlike), names=names))
        else:
            yield Check(asked, True, say("checks_all", count=len(ranked)))
