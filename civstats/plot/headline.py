"""The finding above a chart: said only where no value that the intervals leave open could make it false."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from civstats.catalogue import LANGUAGES, Lang
from civstats.plot.frame import Level, Row
from civstats.plot.subject import Subject
from civstats.plot.words import amount, bounded, number, say, unit_name

if TYPE_CHECKING:
    from civstats.analysis.claims import Claim


def chosen(given: str | Claim | None, make: Callable[[Lang], str]) -> dict[Lang, str]:
    """The headline in both languages: the one given, else what ``make`` says."""
    if given is None:
        return {lang: make(lang) for lang in LANGUAGES}
    if isinstance(given, str):
        return {"zh": given, "en": given}
    return {"zh": given.zh, "en": given.en}


def top(rows: Sequence[Row]) -> Row | None:
    """The row whose value is certainly the greatest of all; None where none is, and for fewer than two."""
    bounded_below = [row for row in rows if row.level().interval.lower is not None]
    best = max(bounded_below, key=lambda row: row.level().interval.lower or 0, default=None)
    if best is None or len(rows) < 2:
        return None
    return best if all(row is best or best.level().above(row.level()) for row in rows) else None


def bottom(rows: Sequence[Row]) -> Row | None:
    """The row whose value is certainly the least of all; None where none is, and for fewer than two."""
    bounded_above = [row for row in rows if row.level().interval.upper is not None]
    least = min(bounded_above, key=lambda row: row.level().interval.upper or 0, default=None)
    if least is None or len(rows) < 2:
        return None
    return least if all(row is least or row.level().above(least.level()) for row in rows) else None


def span(levels: Sequence[Level]) -> tuple[float, float] | None:
    """The least and the greatest value that any of ``levels`` may have; None where one is open at an end."""
    lower = [level.lower for level in levels if level.lower is not None]
    upper = [level.upper for level in levels if level.upper is not None]
    if not levels or len(lower) < len(levels) or len(upper) < len(levels):
        return None
    return min(lower), max(upper)


def compare(subject: Subject, rows: Sequence[Row], lang: Lang) -> str:
    """Who is certainly highest and lowest, else between what all lie, else how many are shown."""
    if not rows:
        return say("head_nothing", lang)
    if len(rows) == 1:
        return say(
            "head_one", lang, name=subject.name(rows[0], lang), value=amount(rows[0].level(), lang, subject.unit)
        )
    unit = "" if subject.unit in ("", "percent") else unit_name(subject.unit, lang)
    fields: dict[str, object] = {"count": len(rows), "unit": f" {unit}" if unit and lang == "en" else unit}
    ends, between = {"high": top(rows), "low": bottom(rows)}, span([row.level() for row in rows])
    sure = {key: row for key, row in ends.items() if row is not None}
    for key, row in sure.items():
        fields[key] = subject.name(row, lang)
        fields[f"{key}_value"] = bounded(row.level(), lang, subject.unit)
    if not sure and between is not None:
        fields |= {"least": number(between[0], lang), "most": number(between[1], lang, subject.unit)}
        return say("head_span", lang, **fields)
    return say(f"head_{'_'.join(sure) or 'count'}", lang, **fields)


@dataclass(frozen=True)
class Move:
    """Two levels of one thing, and what it and the two years are called."""

    name: str
    years: str
    earlier: Level
    later: Level

    @property
    def way(self) -> str:
        """What is certain of it: rose, fell, same, or open."""
        if self.later.above(self.earlier):
            return "rose"
        if self.earlier.above(self.later):
            return "fell"
        exact = self.earlier.interval.is_exact and self.later.interval.is_exact
        return "same" if exact and self.earlier.interval == self.later.interval else "open"


def changes(moves: Sequence[Move], lang: Lang, unit: str) -> str:
    """How many certainly rose, fell or stayed the same, of how many; of a single one its levels."""
    if not moves:
        return say("head_nothing", lang)
    if len(moves) == 1:
        [move] = moves
        ends = {"first": bounded(move.earlier, lang, unit), "last": amount(move.later, lang, unit)}
        return say(f"head_one_{move.way}", lang, name=move.name, years=move.years, **ends)
    counts = {way: sum(move.way == way for move in moves) for way in ("rose", "fell", "same", "open")}
    for way in ("rose", "fell", "same"):
        if counts[way] == len(moves):
            return say(f"head_all_{way}", lang, count=len(moves))
    said = [say(f"head_{way}", lang, count=count) for way, count in counts.items() if count]
    return say("head_changes", lang, count=len(moves), found=say("name_comma", lang).join(said))
