"""A: the profile of a place: where it stands, how that changed, what it aims at, and what is not known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from civstats import lookup
from civstats.analysis import growth_claims, target_claims
from civstats.analysis.claims import Claim
from civstats.analysis.labels import given, records
from civstats.analysis.result import Result, result
from civstats.codelists.localities import ancestors, localities
from civstats.dataset import Dataset
from civstats.frames import frame as frame_of
from civstats.report import frame, profile_parts
from civstats.report.levels import RATES, Series, key_series, series_of
from civstats.report.model import NOTHING, Block, Checks, KeyFigure, Point, Prose, Report, Section, Text
from civstats.report.peers import Standing, checks, latest_standing
from civstats.report.shown import change, level, place, thing, unit_text, years
from civstats.report.words import joined, say

_RANKED = (*RATES, "share")
"""Roles of indicators that places are ranked by; counts and amounts follow the size of a place."""
_MOST_RANKED, _MOST_NAMED = 4, 12


def profile(ds: Dataset, locality: str) -> Report:
    """The profile of a place (name or code); one of which nothing is known says so, and where was searched.

    Raises UsageError, naming the nearest, for an unknown name.
    """
    return _Profile(ds, lookup.locality(locality)).report()


def _table(ds: Dataset, name: str, locality_id: str, claims: Callable[..., Sequence[Claim]]) -> Result:
    """The rows of a table that are of a place, with what may be claimed of them."""
    query, params = f"select * from {name} where locality_id = $place order by all", {"place": locality_id}
    return result(frame_of(ds.sql(query, params).to_arrow_table()), query, params, partial(claims, query, params))


class _Profile:
    """What the profile of one place is made of, asked once."""

    def __init__(self, ds: Dataset, locality_id: str) -> None:
        self.ds, self.locality_id = ds, locality_id
        self.name = place({"locality_id": locality_id})
        self.series = series_of(ds.sql, locality_id)
        self.keys = key_series(self.series)
        self.grown = _table(ds, "growth", locality_id, growth_claims.claims)
        self.targets = _table(ds, "targets", locality_id, target_claims.claims)
        ranked = [one for one in self.keys if one.role in _RANKED][:_MOST_RANKED]
        self.standings = {id(one): latest_standing(ds, locality_id, one) for one in ranked}

    def report(self) -> Report:
        asked = "select observation_id from observations where locality_id = $place order by all"
        ids = [row[0] for row in self.ds.rows(asked, {"place": self.locality_id})]
        parts = profile_parts.Parts(self.ds, self.locality_id, self.name)
        known = [one for one in self.standings.values() if one is not None]
        sections = [
            Section("standards", say("profile_standards"), tuple(parts.standards(self.series))),
            Section("peers", say("profile_peers"), (*parts.peers(known), *self._checks(known))),
            Section("changes", say("profile_changes"), tuple(parts.changes(self.grown))),
            Section("counts", say("profile_counts"), tuple(parts.counts(self.series))),
            Section("targets", say("profile_targets"), tuple(parts.targets(self.targets))),
            Section("availability", say("profile_availability"), tuple(parts.availability())),
        ]
        return frame.assemble(
            self.ds,
            f"place-{self.locality_id}",
            "profile",
            self._title(),
            say("profile_subtitle"),
            keys=[self._key(one) for one in self.keys],
            points=self._points(len(ids)),
            front=self._front(),
            missing=self._missing(len(ids)),
            sections=[section for section in sections if section.blocks],
            also=ids,
        )

    def _title(self) -> Text:
        above = [localities()[code] for code in ancestors(self.locality_id)[1:]]
        zh = "".join(one.name_zh for one in reversed(above)) + self.name.zh
        return Text(zh, ", ".join([self.name.en, *(one.name_en for one in above)]))

    def _key(self, one: Series) -> KeyFigure:
        about, year = one.about, one.about.year
        found = self.standings.get(id(one))
        grown = self._grown(one)
        refs = [*about.observation_id.split(), *([grown["previous_observation_id"]] if grown else [])]
        shown = level(vars(about), bound=about.bound)
        return KeyFigure(
            thing(vars(about)),
            profile_parts.value(about),
            unit_text(about.unit) if shown.known else NOTHING,
            profile_parts.period(about),
            profile_parts.state(about),
            _changed(grown) if grown else say("profile_no_change", year=year - 1),
            found.said if found else say("peers_none") if id(one) in self.standings else NOTHING,
            tuple(dict.fromkeys(refs)),
        )

    def _grown(self, one: Series) -> dict[str, Any] | None:
        """The step of growth that ends at the latest level of a series."""
        fields = ("indicator_id", "residence", "breakdown", "set_kind", "subject_zh", "area", "part_of_year")
        for row in records(self.grown):
            same = all((row[name] if given(row[name]) else None) == getattr(one.about, name) for name in fields)
            if same and int(row["year"]) == one.about.year:
                return row
        return None

    def _points(self, count: int) -> list[Point]:
        """Two ranks, two changes, the targets, contradictions and the number of figures, as far as they are certain."""
        ranks = [Point(one.claim, "peers") for one in self.standings.values() if one and one.claim][:2]
        changes = [Point(claim, "changes") for claim in self._key_growth()][:2]
        general = [claim for claim in self.targets.claims() if "due" in claim.params][:1]
        targets = [Point(self._placed(claim), "targets") for claim in general]
        said = [*ranks, *changes, *targets, *self._conflicts()]
        return [*said[: frame.MOST_POINTS - 1], *([Point(self._extent(count), "evidence-section")] if count else [])]

    def _key_growth(self) -> list[Claim]:
        """The claims of growth of the key figures, in their order."""
        steps = [row for row in map(self._grown, self.keys) if row]
        wanted = [(row["observation_id"], int(row["previous_year"])) for row in steps]
        made = {(claim.params.get("id"), claim.params.get("previous_year")): claim for claim in self.grown.claims()}
        return [made[one] for one in wanted if one in made]

    def _placed(self, claim: Claim) -> Claim:
        """The claim with the name of the place."""
        words = say("profile_of_place", place=self.name)
        return Claim(f"{words.zh}{claim.zh}", f"{words.en}{claim.en}", claim.query, claim.params, claim.holds_if)

    def _extent(self, count: int) -> Claim:
        query = "from observations where locality_id = $place"
        [(documents, first, last)] = self.ds.rows(
            f"select count(distinct source_id), min(year), max(year) {query}", {"place": self.locality_id}
        )
        facts = {"count": count, "documents": documents, "first": first, "last": last}
        words = say("profile_extent", place=self.name, years=years(first, last), **facts)
        return Claim(
            words.zh, words.en,
            "select count(*) = $count and count(distinct source_id) = $documents "
            f"and min(year) is not distinct from $first and max(year) is not distinct from $last {query}",
            {**facts, "place": self.locality_id}, "so many observations, of so many documents, between these years",
        )  # fmt: skip

    def _conflicts(self) -> list[Point]:
        query = "from findings where verdict = 'conflict' and locality_id = $place"
        [(count,)] = self.ds.rows(f"select count(*) {query}", {"place": self.locality_id})
        if not count:
            return []
        words = say("profile_conflicts", place=self.name, count=count)
        proof = f"select count(*) = $count {query}"
        return [Point(Claim(words.zh, words.en, proof, {"place": self.locality_id, "count": count}), "contradictions")]

    def _front(self) -> list[Block]:
        """The targets of the latest year of deadlines, by name."""
        dated = self.targets[self.targets["deadline"].notna()]
        if dated.empty:
            return []
        year = (
            int(dated["deadline"].dt.year.max()) if len(dated) < 3 else _main_year(dated["deadline"].dt.year.tolist())
        )
        rows = records(dated[dated["deadline"].dt.year == year])
        goals = profile_parts.goals(self.ds.sql, [row["observation_id"] for row in rows])
        named = [say("profile_goal", thing=name, goal=goals[row["observation_id"]])
                 for name, row in zip(_names(rows[:_MOST_NAMED]), rows, strict=False)]  # fmt: skip
        more = say("profile_more_goals", count=len(rows) - _MOST_NAMED) if len(rows) > _MOST_NAMED else NOTHING
        listed = joined(named, "profile_between") + more
        refs = tuple(str(row["observation_id"]) for row in rows[:_MOST_NAMED])
        return [Prose((say("profile_goals", year=year, count=len(rows), goals=listed),), refs)]

    def _missing(self, count: int) -> Text:
        """Which core indicators are not there for the latest year of the place."""
        if not count:
            asked = "select count(*) from sources where locality_id = $place and excerpt = 'whole'"
            [(searched,)] = self.ds.rows(asked, {"place": self.locality_id})
            return say("profile_nothing", place=self.name, count=searched)
        year = max(one.about.year for one in self.series) if self.series else None
        rows = self.ds.rows(
            "select coverage, count(*) from coverage where locality_id = $place and year = $year group by all",
            {"place": self.locality_id, "year": year},
        )
        states: dict[str, int] = dict(rows)
        if not states:
            return say("profile_no_core")
        counted = {name: states.get(name, 0) for name in ("published", "not_published", "not_searched")}
        return say("profile_missing", year=year, all=sum(counted.values()), **counted)

    def _checks(self, known: Sequence[Standing]) -> list[Block]:
        if not known:
            return []
        return [Checks(say("checks_of", what=known[0].what), tuple(checks(records(known[0].rows))))]


def _main_year(years: Sequence[int]) -> int:
    """The latest year in which more than one target falls due; else the latest."""
    several = [year for year in years if years.count(year) > 1]
    return max(several or years)


def _names(rows: Sequence[dict[str, Any]]) -> list[Text]:
    """The names of targets, with what they are about only where two would be alike without it."""
    short = [thing({**row, "subject_zh": None}) for row in rows]
    return [name if short.count(name) == 1 else thing(row) for name, row in zip(short, rows, strict=True)]


def _changed(row: dict[str, Any]) -> Text:
    """Against the year before: +50元/人·月（+8.3%）."""
    by = change(row["change_lower"], row["change_upper"])
    rate = change(row["computed_growth_lower"], row["computed_growth_upper"], percent=True)
    unit = unit_text(str(row["change_unit"]))
    said = say("profile_change", year=int(row["previous_year"]), by=say("common_with_unit", value=by, unit=unit))
    if rate:
        said = said + say("profile_rate", rate=rate)
    if row["growth_verdict"] == "conflict":
        said = said + say("profile_printed_rate", rate=Text.same(f"{row['printed_growth_percent']:g}%"))
    return said
