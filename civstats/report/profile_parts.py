"""The sections of a profile: tables of what is stated, charts of peers, changes, targets, and what is covered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from civstats import codelists
from civstats.analysis.labels import given, records
from civstats.analysis.wording import part_of_year
from civstats.report import levels
from civstats.report.charts import figure, plotted
from civstats.report.evidence import observations
from civstats.report.model import NOTHING, Block, Cell, Text
from civstats.report.shown import (
    amount,
    change,
    code,
    day,
    level,
    number_cell,
    percent,
    place,
    refs_cell,
    table,
    text_cell,
    thing,
    unit_text,
    with_unit,
)
from civstats.report.words import say

if TYPE_CHECKING:
    import pandas as pd

    from civstats.analysis.claims import Sql
    from civstats.analysis.standing import Standing
    from civstats.dataset import Dataset
    from civstats.report.peers import Standing as Placed

_MOST_PEER_CHARTS, _MOST_BULLETS, _MOST_PAIRS = 2, 12, 14
_SHAPES = {"met": "●", "not_met": "○", "cannot_tell": "◐", "not_yet_due": "◇"}


def value(about: Standing) -> Text:
    """A level as it is shown; of documents that differ both ends."""
    if about.merged == "disputed" and about.lower is not None and about.upper is not None:
        ends = (level({"value": end, "lower": end, "upper": end}) for end in (about.lower, about.upper))
        low, high = (amount(end, about.unit) for end in ends)
        return say("profile_disputed", low=low, high=high)
    return amount(level(vars(about), bound=about.bound), about.unit)


def period(about: Standing) -> Text:
    """The year, and from when a standard is in force or which part of the year is meant."""
    year, since = about.year, about.effective_from
    if since is not None:
        return say("profile_since" if since >= date(year, 1, 1) else "profile_still", year=year, day=day(since))
    if about.part_of_year in ("", "year"):
        return say("common_year", year=year)
    part = Text(part_of_year(about.part_of_year, "zh"), part_of_year(about.part_of_year, "en"))
    return say("profile_part", year=year, part=part)


def state(about: Standing) -> Text:
    """How the value came about, where it is not simply what is printed."""
    if about.merged == "disputed":
        return say("profile_two_sources")
    if about.is_converted:
        return say("profile_converted", printed=about.printed)
    if about.set_kind not in (None, "own"):
        return say(f"profile_set_{about.set_kind}")
    return NOTHING


def goals(sql: Sql, ids: Sequence[str]) -> dict[str, Text]:
    """What targets ask for as it is printed, by observation: ≥60%, 14个.

    (That 14 is asked for at least is how a target is judged, and not what its document says.)
    """
    return {
        str(row["observation_id"]): with_unit(level(row, bound=row["bound"]), str(row["unit"]))
        for row in observations(sql, ids)
    }


class Parts:
    """Makes the blocks of the profile of one place."""

    def __init__(self, ds: Dataset, locality_id: str, name: Text) -> None:
        self.ds, self.locality_id, self.name = ds, locality_id, name
        self.sources = ds.table("sources")

    def standards(self, every: Sequence[levels.Series]) -> Iterator[Block]:
        """All rates, one row a series, the latest level of each."""
        rates = [one for one in every if one.role in levels.RATES]
        if rates:
            caption = say("rates_caption", place=self.name)
            yield table("rates", "item value unit period state refs", [_rate(one) for one in rates], caption=caption)

    def counts(self, every: Sequence[levels.Series]) -> Iterator[Block]:
        """Everything else that is stated, a table a theme."""
        for theme, names in codelists.by_code("themes").items():
            rows = [
                _rate(one)
                for one in every
                if one.role not in levels.RATES and levels.indicator(one.about.indicator_id).get("theme") == theme
            ]
            if rows:
                caption = say("counts_caption", place=self.name, theme=Text(names["name_zh"], names["name_en"]))
                name = f"counts-{theme.replace('_', '-')}"
                yield table("counts", "item value unit period state refs", rows, caption=caption, id=name)

    def peers(self, known: Sequence[Placed]) -> Iterator[Block]:
        """The place among its peers, a chart a rate."""
        for number, one in enumerate(known, 1):
            made = table(
                "ranked", "rank:number place value:number unit state refs", [_ranked(row) for row in records(one.rows)],
                caption=say("ranked_caption", what=one.what), notes=(self._rule(one),), id=f"ranked-{number}",
            )  # fmt: skip
            if number > _MOST_PEER_CHARTS:
                yield made
                continue
            drawn = plotted("compare", one.rows, highlight=self.locality_id, sources=self.sources)
            yield figure(f"peers-{number}", drawn, unit_text(one.series.about.unit), made)

    def _rule(self, one: Placed) -> Text:
        """How the peers were chosen, as each row of them says."""
        rules = dict.fromkeys(Text(row["rule_zh"], row["rule_en"]) for row in records(one.peers))
        between = {"zh": "；", "en": "; "}
        text = Text(between["zh"].join(rule.zh for rule in rules), between["en"].join(rule.en for rule in rules))
        return say("ranked_rule", rules=text)

    def changes(self, grown: pd.DataFrame) -> Iterator[Block]:
        """Pairs of levels one year apart: the last pair of each series in a chart, all of them in the table."""
        if grown.empty:
            return
        ordered = grown.sort_values(["year", "indicator_id", "residence"], ascending=[False, True, True], kind="stable")
        made = table(
            "pairs", "item years previous:number value:number unit change growth printed verdict refs",
            [_pair(row) for row in records(ordered)], caption=say("pairs_caption", place=self.name),
        )  # fmt: skip
        money = ordered[(ordered["unit"] == "CNY/person/month") & ordered["area"].isna()]
        latest = money[money["year"] == money["year"].max()].head(_MOST_PAIRS)
        if latest.empty:
            yield made
            return

        yield figure(
            "changes-chart", plotted("change", latest, sources=self.sources), unit_text("CNY/person/month"), made
        )

    def targets(self, targets: pd.DataFrame) -> Iterator[Block]:
        """All targets of the place; those that were decided in a chart."""
        if targets.empty:
            return
        ordered = targets.sort_values(["deadline", "indicator_id"], ascending=[False, True], kind="stable")
        asked = goals(self.ds.sql, ordered["observation_id"].tolist())
        made = table(
            "goals", "item goal due:day actual verdict why refs", [_target(row, asked) for row in records(ordered)],
            caption=say("goals_caption", place=self.name, count=len(ordered)),
        )  # fmt: skip
        decided = ordered[ordered["attainment"].isin(["met", "not_met"])].head(_MOST_BULLETS)
        if decided.empty:
            yield made
            return

        yield figure("targets-chart", plotted("attainment", decided, sources=self.sources), say("goals_own_unit"), made)

    def availability(self) -> Iterator[Block]:
        """Which core indicators are published, by year."""
        frame = self.ds.sql(
            "select * from coverage where locality_id = $place and indicator_id in "
            "(select indicator_id from coverage where locality_id = $place and coverage <> 'not_searched') "
            "order by indicator_id, year",
            {"place": self.locality_id},
        ).df()
        years = sorted(frame.loc[frame["coverage"] != "not_searched", "year"].unique())
        frame = frame[frame["year"].isin(years)]
        if frame.empty:
            return
        rows = [_covered(row) for row in records(frame)]
        made = table(
            "covered", "item year:number state count:number", rows, caption=say("covered_caption", place=self.name)
        )

        if frame["year"].nunique() < 2 and frame["indicator_id"].nunique() < 2:
            yield made
        else:
            yield figure("availability-chart", plotted("coverage", frame), say("covered_unit"), made)


def _rate(one: levels.Series) -> tuple[Cell, ...]:
    about = one.about
    shown = number_cell(level(vars(about), bound=about.bound), about.unit)
    return (
        text_cell(thing(vars(about))),
        Cell(value(about), shown.number),
        text_cell(unit_text(about.unit)),
        text_cell(period(about)),
        text_cell(state(about)),
        refs_cell(about.observation_id),
    )


def _ranked(row: dict[str, Any]) -> tuple[Cell, ...]:
    is_ranked = given(row["rank_from"])
    first, last = (int(row["rank_from"]), int(row["rank_to"])) if is_ranked else (0, 0)
    rank = Cell(Text.same(str(first)), float(first)) if is_ranked and first == last else text_cell(f"{first}—{last}")
    return (
        rank if is_ranked else text_cell(""),
        text_cell(place(row), link=f"place-{row['locality_id']}"),
        number_cell(level(row, bound=str(row["bound"]) if given(row["bound"]) else ""), str(row["unit"])),
        text_cell(unit_text(str(row["unit"])) if given(row["lower"]) or given(row["upper"]) else NOTHING),
        text_cell(Text(str(row["reason_zh"] or ""), str(row["reason_en"] or ""))),
        refs_cell(row["observation_id"]),
    )


def _pair(row: dict[str, Any]) -> tuple[Cell, ...]:
    unit = str(row["unit"])
    printed = code("verdicts", row["growth_verdict"]) if given(row["printed_growth_percent"]) else NOTHING
    return (
        text_cell(thing(row)),
        text_cell(say("pairs_span", first=int(row["previous_year"]), last=int(row["year"]))),
        number_cell(level(row, "previous_"), unit),
        number_cell(level(row), unit),
        text_cell(unit_text(unit)),
        text_cell(change(row["change_lower"], row["change_upper"])),
        text_cell(change(row["computed_growth_lower"], row["computed_growth_upper"], percent=True)),
        text_cell(percent(row["printed_growth_percent"])),
        text_cell(printed),
        refs_cell(row["previous_observation_id"], row["observation_id"], row["growth_observation_id"]),
    )


def _target(row: dict[str, Any], asked: dict[str, Text]) -> tuple[Cell, ...]:
    actual = with_unit(level({"lower": row["actual_lower"], "upper": row["actual_upper"]}), str(row["unit"]))
    on = say("goals_on", value=actual, day=day(row["actual_date"])) if actual and given(row["actual_date"]) else actual
    return (
        text_cell(thing(row)),
        text_cell(asked[row["observation_id"]]),
        text_cell(day(row["deadline"])),
        text_cell(on),
        text_cell(Text.same(_SHAPES[row["attainment"]]) + code("attainments", row["attainment"])),
        text_cell(code("attainment_reasons", row["attainment_reason"])),
        refs_cell(row["observation_id"], row["actual_observation_ids"]),
    )


def _covered(row: dict[str, Any]) -> tuple[Cell, ...]:
    indicator = levels.indicator(str(row["indicator_id"]))
    year, count = int(row["year"]), int(row["figure_count"])
    return (
        text_cell(Text(indicator["name_zh"], indicator["name_en"])),
        Cell(Text.same(str(year)), float(year)),
        text_cell(code("coverages", row["coverage"])),
        Cell(Text.same(str(count)), float(count)),
    )
