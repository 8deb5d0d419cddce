"""A slice of an indicator: the places of one level of government with a figure of one residence, group and year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from civstats.analysis.labels import given, records
from civstats.analysis.rank import rank_standings
from civstats.analysis.spread import dispersion
from civstats.analysis.standing import DIFFERENCES, scope
from civstats.analysis.standing import records as rows_of
from civstats.analysis.wording import LEVELS_EN, LEVELS_ZH
from civstats.report.memory import memory
from civstats.report.model import NOTHING, Check, KeyFigure, Text
from civstats.report.peers import checks
from civstats.report.shown import amount, level, thing, unit_text
from civstats.report.words import say

if TYPE_CHECKING:
    from civstats.analysis.result import Result
    from civstats.dataset import Dataset

_ALLOWED = tuple(name for name in DIFFERENCES if name != "level")
"""Levels are compared each by itself; what differs otherwise stands apart, with the reason."""
_SLICES = """
select o.residence, o.breakdown, l.level, o.year, count(distinct o.locality_id) as places
from observations o join localities l using (locality_id)
where o.indicator_id = $indicator and o.measure in ('standard', 'actual', 'previous') and o.year is not null
    and l.level in ('county', 'prefecture', 'province') and o.area is null
group by all having places >= 2 order by all
"""


def slices_of(ds: Dataset, indicator: str) -> list[Slice]:
    """The slices of an indicator in which two places or more compare, those of most places first."""
    found = [Slice(ds, indicator, *one) for one in _chosen(ds, indicator)]
    return sorted((one for one in found if one.ranked), key=lambda one: (-len(one.ranked), -one.year, one.id))


def _chosen(ds: Dataset, indicator: str) -> Iterator[tuple[str, str, str, int]]:
    """Residence, group, level and year of each slice: the latest year that has half the places of the best one."""
    counted: dict[tuple[str, str, str], dict[int, int]] = {}
    for residence, breakdown, of_level, year, places in ds.rows(_SLICES, {"indicator": indicator}):
        counted.setdefault((residence, breakdown, of_level), {})[year] = places
    for about, years in counted.items():
        yield *about, max(year for year, places in years.items() if 2 * places >= max(years.values()))


@dataclass(frozen=True)
class Slice:
    """The places of one level with a figure of one residence and group of the indicator in one year."""

    ds: Dataset
    indicator: str
    residence: str
    breakdown: str
    of_level: str
    year: int

    @property
    def id(self) -> str:
        return f"{self.residence}-{self.breakdown}-{self.of_level}".replace("_", "-")

    @cached_property
    def rows(self) -> Result:
        about = (self.indicator, self.year, None, self.residence, self.breakdown, self.of_level)
        return rank_standings(memory(self.ds), scope(memory(self.ds), *about, None, None, _ALLOWED))

    @cached_property
    def ranked(self) -> list[dict[str, Any]]:
        found = [row for row in records(self.rows) if given(row["rank_from"])]
        return found if len(found) > 1 else []

    @property
    def unit(self) -> str:
        return str(self.ranked[0]["unit"])

    @property
    def what(self) -> Text:
        about = {"indicator_id": self.indicator, "residence": self.residence, "breakdown": self.breakdown}
        of_level = Text(LEVELS_ZH[self.of_level], LEVELS_EN[self.of_level])
        return say("comparison_what", year=self.year, thing=thing(about), level=of_level)

    @cached_property
    def grown(self) -> dict[str, dict[str, Any]]:
        """The step to this year of each place that is ranked."""
        query = (
            "select * from growth where indicator_id = $indicator and residence = $residence "
            "and breakdown = $breakdown and year = $year and area is null order by all"
        )
        about = {"indicator": self.indicator, "residence": self.residence, "breakdown": self.breakdown}
        ids = {row["observation_id"] for row in self.ranked}
        rows = rows_of(self.ds.sql, query, {**about, "year": self.year})
        return {row["locality_id"]: row for row in rows if row["observation_ids"] in ids}

    @cached_property
    def spread(self) -> dict[str, dict[str, Any]]:
        """Minimum, median, maximum … of the places that compare, by statistic."""
        about = (self.indicator, self.year, self.of_level, self.residence, self.breakdown)
        rows = records(dispersion(memory(self.ds), *about, ""))
        return {row["statistic"]: row for row in rows if row["group"] == "all"}

    def key(self) -> KeyFigure:
        """The median of the slice with its two ends."""
        median, unit = self.spread.get("median"), self.unit
        ends = {name: amount(level(self.spread[name]), unit) for name in ("minimum", "maximum") if name in self.spread}
        return KeyFigure(
            self.what,
            amount(level(median), unit) if median else NOTHING,
            unit_text(unit),
            say("comparison_median_of", count=len(self.ranked), all=len(self.rows)),
            change=say("comparison_ends", low=ends.get("minimum", NOTHING), high=ends.get("maximum", NOTHING)),
            refs=tuple(dict.fromkeys(self._extreme_refs())),
        )

    def _extreme_refs(self) -> Iterator[str]:
        """The observations at the two ends."""
        for row in (self.ranked[0], self.ranked[-1]):
            yield from str(row["observation_id"]).split()

    def checks(self) -> tuple[Check, ...]:
        return tuple(checks(records(self.rows)))
