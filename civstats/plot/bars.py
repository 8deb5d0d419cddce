"""`compare`: places ranked by one indicator, one bar a place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from civstats.catalogue import LANGUAGES, Lang
from civstats.plot import headline as heads
from civstats.plot.alt import describe_bars
from civstats.plot.frame import DRAWN, Level, Row, one_unit, ordered, read
from civstats.plot.layout import AXIS, KeyItem, Page, bare, beside, lines_at, points, put, render
from civstats.plot.marks import ARROW, Extent, bar, fit, opens_up, scale, ticks
from civstats.plot.measure import width
from civstats.plot.sources import source_line
from civstats.plot.stack import Entry, Stack, reason, wordy
from civstats.plot.style import BLUE, BODY, MUTED, OTHER, SMALL, TEXT
from civstats.plot.style import ORANGE as CHOSEN
from civstats.plot.subject import Subject
from civstats.plot.words import bounded, language, number, say

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from civstats.analysis.claims import Claim

REQUIRED = "place_zh place_en indicator_zh indicator_en year value lower upper bound unit state"


def compare(
    data: pd.DataFrame,
    *,
    order: Sequence[str] | None = None,
    highlight: str | None = None,
    headline: str | Claim | None = None,
    notes: Sequence[str] = (),
    sources: pd.DataFrame | None = None,
    ax: Axes | None = None,
    lang: str = "zh",
) -> Axes:
    """Places ranked by one indicator: a bar a row, sorted by value, the axis from zero, in the unit of the rows.

    ``data`` is a tidy frame with a row a place: ``place_zh, place_en, indicator_zh, indicator_en, year, value, lower,
    upper, bound, unit, state`` (and, where known, ``locality_id, level, residence, breakdown, printed, reason_zh,
    reason_en, source_id, rank_from, rank_to``). A value that is a bound is drawn as one; a target is hatched, another
    level grey, each below a rule; a row without a comparable value is a line of text that says why.

    ``order`` names the rows to draw and their order, ``highlight`` one place (name or code); ``headline`` is the
    finding (a text or a claim; None: what is certain of the intervals), ``sources`` the table of that name, for titles
    of documents. Draws into ``ax``, else into a new figure, and returns the axes; nothing is shown. Raises UsageError
    for missing columns, several units, an unknown place or language.
    """
    spoken = language(lang)
    rows = read(data, REQUIRED, "compare")
    drawing = Bars(rows, spoken, order, highlight)
    chosen = heads.chosen(headline, lambda speech: heads.compare(drawing.subject, drawing.ranked, speech))
    page = Page(
        chosen[spoken],
        drawing.subtitle(spoken),
        [*(say("note", spoken, text=note) for note in notes)],
        source_line(drawing.rows, sources, spoken),
        {speech: describe_bars(drawing, speech) for speech in LANGUAGES},
    )
    return render(drawing, page, ax, spoken)


class Bars:
    """The drawing of `compare`; ``ranked`` are the rows that stand against each other."""

    head, foot = AXIS, 0.0

    def __init__(
        self, rows: Sequence[Row], lang: Lang, order: Sequence[str] | None = None, highlight: str | None = None
    ) -> None:
        self.lang, self.highlight = lang, highlight
        self.limits: tuple[float, float] | None = None
        self.rows = ordered(rows, order, lambda row: row.level().point or 0.0)
        valued = [row for row in self.rows if row.level().known and row.state in (*DRAWN, "target", "other_level")]
        main = ("target",) if all(row.state == "target" for row in valued) else DRAWN
        self.unit = one_unit(valued, "compare")
        self.subject = Subject.of(self.rows, self.unit)
        self.ranked = [row for row in valued if row.state in main]
        apart = [row for row in valued if row.state not in main]
        self.absent = [row for row in self.rows if row not in valued]
        self.drawn = [*self.ranked, *sorted(apart, key=lambda row: row.state == "other_level")]
        entries = [Entry(row, self._name(row), block=0 if row in self.ranked else 1) for row in self.drawn]
        entries += wordy(self.absent, self.subject, lang, lambda row: reason(row, lang), 2)
        self.stack = Stack(entries)
        self._left = 0.0

    def _name(self, row: Row) -> str:
        name = self.subject.name(row, self.lang)
        if row.state == "other_level" and row["level"]:
            name = say("with_level", self.lang, name=name, level=say(f"level_{row['level']}", self.lang))
        return name

    def subtitle(self, lang: Lang) -> str:
        """Indicator, period, unit, and how many of how many places are compared."""
        return self.subject.title(lang) + say("clause", lang) + self.counted(lang)

    def counted(self, lang: Lang) -> str:
        """How many of how many places (or rows, where places stand in several) are compared."""
        key = "compared" if self.subject.varying == ("place",) else "compared_rows"
        return say(key, lang, shown=len(self.ranked), count=len(self.rows))

    @property
    def _ranks(self) -> list[str]:
        pairs = [(row["rank_from"], row["rank_to"]) for row in self.drawn]
        return [say_rank(first, last) for first, last in pairs]

    def key(self) -> list[KeyItem]:
        """None: labels say it."""
        return []

    def beside(self, total: float) -> float:
        ranks = max((width(text, SMALL) for text in self._ranks), default=0.0)
        pointer = width("▶ ", BODY) if self._marked else 0.0
        self._left = self.stack.beside(total) + pointer + (ranks + 8 if ranks else 0.0)
        return self._left

    @property
    def _marked(self) -> list[int]:
        wanted = self.highlight
        places = [(row["locality_id"], row["place_zh"], row["place_en"]) for row in map(_row, self.stack.entries)]
        return [number for number, names in enumerate(places) if wanted is not None and wanted in names]

    def height(self, room: float) -> float:
        return self.stack.height(room)

    def extents(self, room: float) -> list[Extent]:
        """What bars and labels take of the axis."""
        found: list[Extent] = []
        for row in self.drawn:
            level = row.level()
            aside = 5 + width(self._label(row, room), BODY) + (ARROW + 1 if opens_up(level) else 0)
            found.append((level.last, 0, aside + 2) if level.last >= 0 else (level.shown, aside + 2, 0))
        return found or [(1.0, 0, 0)]

    def plot(self, room: float) -> float:
        """The width that bars and their labels have."""
        return room

    def draw(self, ax: Axes, room: float) -> None:
        bottom = self.height(room)
        bare(ax, bottom)
        limits = self.limits or fit(self.extents(room), room)
        values = [end for row in self.drawn for end in (row.level().last, row.level().shown)] or [1.0]
        ends = min(0.0, *values), max(0.0, *values)
        if self.drawn:
            scale(ax, limits, ends, (room, self.stack.bottom(len(self.drawn) - 1)), self.lang, self.unit)
        else:
            ticks(ax, [], [], above=True)
        if any(self._ranks):
            put(ax, -self._left, 6, say("rank", self.lang), SMALL, MUTED, transform=points(ax), va="baseline")
        self.stack.draw(ax, self._left, room, self._marked)
        for index, row in enumerate(self.drawn):
            y = self.stack.middle(index)
            bar(ax, y, row.level(), row.state, CHOSEN if index in self._marked else BLUE)
            self._write(ax, row, y, room)
            rank = self._ranks[index]
            lines_at(ax, -self._left, y, [rank], SMALL, color=MUTED)

    def _write(self, ax: Axes, row: Row, y: float, room: float) -> None:
        level, label = row.level(), self._label(row, room)
        color = OTHER if row.state == "other_level" else TEXT
        if level.last < 0:
            beside(ax, level.shown, y, label, (-5, 0), ha="right", color=color)
        else:
            beside(ax, level.last, y, label, (5 + (ARROW + 1 if opens_up(level) else 0), 0), color=color)

    def _label(self, row: Row, room: float) -> str:
        long, short = value_label(row, self.lang, self.unit), bounded(row.level(), self.lang, self.unit)
        if width(long, BODY) <= room * 0.5:
            return long
        return say("state_converted", self.lang, value=short) if row.state == "converted" else short


def _row(entry: Entry) -> Row:
    return entry.row


def value_label(row: Row, lang: Lang, unit: str) -> str:
    """The value with the words of its state: 735, ≥735, 720（计划）, or with what it was converted from."""
    level: Level = row.level()
    shown = bounded(level, lang, unit)
    if row.state == "disputed" and level.lower is not None and level.upper is not None:
        ends = {"lower": number(level.lower, lang, unit), "upper": number(level.upper, lang, unit)}
        return say("state_disputed", lang, **ends)
    if row.state == "converted":
        printed: Any = row["printed"]
        key = "state_converted"
        if printed:
            key = "state_converted_year" if unit.endswith("/month") and "年" in str(printed) else "state_converted_from"
        return say(key, lang, value=shown, printed=printed)
    if row.state in ("target", "other_level"):
        return say(f"state_{row.state}", lang, value=shown)
    return shown


def say_rank(first: object, last: object) -> str:
    """A rank, or the ranks between which it lies: 1, 2–3; empty where there is none."""
    if first is None:
        return ""
    low, high = int(float(str(first))), int(float(str(last if last is not None else first)))
    return str(low) if low == high else f"{low}–{high}"
