"""What a chart is about: what all rows share stands in the subtitle, what tells them apart in their names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from civstats import codelists
from civstats.catalogue import Lang
from civstats.plot.frame import Row
from civstats.plot.words import joined, say, unit_name

DIMENSIONS = ("place", "area", "indicator", "residence", "breakdown", "set_kind", "subject", "period")
_LISTS = {"area": "areas", "residence": "residences", "breakdown": "breakdowns"}


def part(row: Row, dimension: str, lang: Lang) -> str:
    """What a row says of one dimension; empty for a total and for what is not told."""
    if dimension in ("place", "indicator"):
        return row.text(dimension, lang)
    if dimension == "period":
        return period(row, lang)
    if dimension == "subject":
        return str(row["subject_zh"] or "")
    code = row[dimension]
    if code in (None, "total", "own"):
        return ""
    if dimension == "set_kind":
        return say(f"set_kind_{code}", lang)
    names = codelists.by_code(_LISTS[dimension])
    if code not in names:
        return str(code)
    if dimension == "residence" and lang == "zh":
        return names[code]["short_zh"]
    name = names[code][f"name_{lang}"]
    return name[:1].lower() + name[1:] if lang == "en" else name


def period(row: Row, lang: Lang) -> str:
    """The year of a row, or the two years of a pair; empty where none is told."""
    if row["from_year"] is not None and row["to_year"] is not None:
        return say("years", lang, first=int(row["from_year"]), last=int(row["to_year"]))
    if row["due"] is not None:
        return say("due", lang, day=str(row["due"])[:10])
    return "" if row["year"] is None else say("year", lang, year=int(row["year"]))


def _are_alike(rows: Sequence[Row], varying: Sequence[str]) -> bool:
    """Whether rows of different subjects have one name: only then is the subject, which is Chinese, part of it."""
    subjects: dict[tuple[str, ...], set[str]] = {}
    for row in rows:
        name = tuple(part(row, dimension, "zh") for dimension in varying)
        subjects.setdefault(name, set()).add(part(row, "subject", "zh"))
    return any(len(found) > 1 for found in subjects.values())


@dataclass(frozen=True)
class Subject:
    """The dimensions that all rows share, and those in which they differ."""

    rows: Sequence[Row]
    shared: tuple[str, ...]
    varying: tuple[str, ...]
    unit: str = ""

    @classmethod
    def of(cls, rows: Sequence[Row], unit: str = "", dimensions: Sequence[str] = DIMENSIONS) -> Subject:
        """The subject of ``rows``; where nothing differs, the place names the one row."""
        names = [name for name in dimensions if name != "subject"]
        values = {name: {part(row, name, "zh") for row in rows} for name in names}
        varying = tuple(name for name in names if len(values[name]) > 1) or ("place",)
        if "subject" in dimensions and _are_alike(rows, varying):
            varying = (*varying, "subject")
        return cls(rows, tuple(name for name in names if name not in varying), varying, unit)

    def name(self, row: Row, lang: Lang) -> str:
        """The name of a row: all that tells it from the others."""
        parts = [part(row, dimension, lang) for dimension in self.varying]
        name = say("name_between", lang).join(part for part in parts if part)
        return name[:1].upper() + name[1:]

    def title(self, lang: Lang) -> str:
        """What all rows share: 2023年农村最低生活保障标准（元/人·月）."""
        shared = {name: part(self.rows[0], name, lang) for name in self.shared}
        if lang == "zh":
            text = "".join(shared.get(name, "") for name in ("place", "area", "period", "residence", "indicator"))
            rest = [shared.get(name, "") for name in ("breakdown", "set_kind")]
            text = say("name_comma", lang).join(filter(None, (text, *rest))) or say("several_indicators", lang)
            return f"{text}（{unit_name(self.unit, lang)}）" if self.unit else text
        names = ("indicator", "residence", "breakdown", "set_kind", "place", "area", "period")
        parts = [shared.get(name, "") for name in names] + [unit_name(self.unit, lang) if self.unit else ""]
        if not shared.get("indicator"):
            parts.insert(0, say("several_indicators", lang))
        return joined([part for part in parts if part], lang)
