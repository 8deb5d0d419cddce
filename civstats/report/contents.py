"""Which reports there are of a dataset, by name, and what the index says of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from civstats import codelists
from civstats.codelists.localities import ancestors, localities
from civstats.dataset import Dataset
from civstats.errors import UsageError
from civstats.report.comparison import comparison
from civstats.report.index import Entry, Kind
from civstats.report.model import NOTHING, Report, Text
from civstats.report.profile import profile
from civstats.report.quality import quality
from civstats.report.scorecard import scorecard
from civstats.report.shown import years
from civstats.report.words import say

ENOUGH = 10
"""A place with so many figures has a profile among all reports; of any other it is made when it is asked for."""
About = tuple[str, Kind, Text, Text, str, Text]
_PLACE, _INDICATOR = "place-", "indicator-"
_WHOLE: Mapping[str, tuple[Kind, Callable[[Dataset], Report]]] = {
    "targets": ("scorecard", scorecard), "quality": ("quality", quality),
}  # fmt: skip


def make(ds: Dataset, name: str) -> Report:
    """The report of this name: ``place-150626``, ``indicator-dibao_standard``, ``targets`` or ``quality``.

    Raises UsageError for a name that is none of these, and, naming the nearest, for an unknown place or indicator.
    """
    if name.startswith(_PLACE):
        return profile(ds, name.removeprefix(_PLACE))
    if name.startswith(_INDICATOR):
        return comparison(ds, name.removeprefix(_INDICATOR))
    if name in _WHOLE:
        return _WHOLE[name][1](ds)
    raise UsageError(f"no report {name!r}; reports are place-CODE, indicator-CODE, {', '.join(_WHOLE)}")


def entries(ds: Dataset, formats: Sequence[str]) -> list[Entry]:
    """All reports of a dataset as the index lists them, profiles by the code of the place."""
    found = [*(_whole(name) for name in _WHOLE), *_indicators(ds), *_places(ds)]
    return [Entry(*about, tuple(formats)) for about in found]


def _whole(name: str) -> About:
    return name, _WHOLE[name][0], say(f"contents_{name}"), NOTHING, name, say(f"contents_{name}_said")


def _indicators(ds: Dataset) -> list[About]:
    """The core indicators that two places have."""
    asked = ds.rows(
        "select indicator_id, count(distinct locality_id) as places, min(year), max(year) from observations "
        "where indicator_id in (select indicator_id from indicators where core) and year is not null "
        "group by indicator_id having places > 1"
    )
    found = {row[0]: row[1:] for row in asked}
    made: list[About] = []
    for indicator_id, names in codelists.by_code("indicators").items():
        if indicator_id in found:
            places, first, last = found[indicator_id]
            said = say("contents_indicator_said", count=places, years=years(first, last))
            title = Text(names["name_zh"], names["name_en"])
            words = f"{indicator_id} {title.zh} {title.en}"
            made.append((f"{_INDICATOR}{indicator_id}", "comparison", title, NOTHING, words, said))
    return made


def _places(ds: Dataset) -> list[About]:
    """The places with figures enough for a profile."""
    asked = ds.rows(
        "select locality_id, count(*) as figures, min(year), max(year) from observations group by locality_id "
        "having figures >= $enough order by locality_id",
        {"enough": ENOUGH},
    )
    return [_place(*row) for row in asked]


def _place(locality_id: str, count: int, first: int | None, last: int | None) -> About:
    known, *above = (localities()[code] for code in ancestors(locality_id))
    name = Text(known.name_zh, known.name_en)
    province = Text(above[-1].name_zh, above[-1].name_en) if above else name
    within = [Text(one.name_zh, one.name_en) for one in above[:-1]]
    title = Text("".join(one.zh for one in reversed(within)) + name.zh, ", ".join([name.en, *(o.en for o in within)]))
    words = " ".join([locality_id, title.zh, title.en, province.zh, province.en])
    said = say("contents_place_said", count=count, years=years(first, last) if first else NOTHING)
    return f"{_PLACE}{locality_id}", "profile", title, province, words, said
