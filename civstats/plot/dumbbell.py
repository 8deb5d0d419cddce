"""`change`: two years of one indicator, both ends of each row labelled, the change at the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from matplotlib.lines import Line2D

from civstats.catalogue import LANGUAGES, Lang
from civstats.plot import headline as heads
from civstats.plot.alt import absent, describe
from civstats.plot.frame import DRAWN, Level, Row, one_unit, ordered, read
from civstats.plot.layout import AXIS, KeyItem, Page, bare, beside, lines_at, render
from civstats.plot.marks import ARROW, Extent, arrow, dot, fit, opens_up, scale, spread, ticks
from civstats.plot.measure import widest, width, wrap
from civstats.plot.sources import source_line
from civstats.plot.stack import Entry, Stack, reason, wordy
from civstats.plot.style import BLUE, BODY, LEADING, OTHER, TEXT
from civstats.plot.subject import Subject, period
from civstats.plot.words import bounded, language, rate, say, signed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from civstats.analysis.claims import Claim

REQUIRED = (
    "place_zh place_en indicator_zh indicator_en unit from_year to_year from_value from_lower from_upper from_bound "
    "to_value to_lower to_upper to_bound"
)


def change(
    data: pd.DataFrame,
    *,
    order: Sequence[str] | None = None,
    headline: str | Claim | None = None,
    notes: Sequence[str] = (),
    sources: pd.DataFrame | None = None,
    ax: Axes | None = None,
    lang: str = "zh",
) -> Axes:
    """Two years of one indicator, a row a place: a hollow dot for the earlier year, a solid one for the later.

    ``data`` has a row a pair: ``place_zh, place_en, indicator_zh, indicator_en, unit, from_year, to_year``, both levels
    (``from_value, from_lower, from_upper, from_bound``, ``to_…``) and, where known, ``change_lower, change_upper,
    growth_lower, growth_upper`` (percent), ``printed_growth_percent, printed_verdict, state, reason_zh, reason_en``; or
    it is of the table ``growth``. Rows are sorted by change; a row without one of its years is a line of text. A
    printed growth rate that contradicts the levels stands beside the computed one. Other parameters and errors: as of
    `compare`.
    """
    spoken = language(lang)
    drawing = Dumbbells(read(data, REQUIRED, "change"), spoken, order)
    chosen = heads.chosen(headline, lambda speech: heads.changes(drawing.moves(speech), speech, drawing.unit))
    page = Page(
        chosen[spoken],
        drawing.subject.title(spoken) + say("clause", spoken) + drawing.counted(spoken),
        [say("note", spoken, text=note) for note in notes],
        source_line(drawing.rows, sources, spoken),
        {speech: _describe(drawing, speech) for speech in LANGUAGES},
    )
    return render(drawing, page, ax, spoken)


class Dumbbells:
    """The drawing of `change`; ``drawn`` are the rows with both years."""

    head, foot = AXIS, 0.0

    def __init__(self, rows: Sequence[Row], lang: Lang, order: Sequence[str] | None = None) -> None:
        self.lang = lang
        self.limits: tuple[float, float] | None = None
        self.rows = ordered(rows, order, _difference)
        self.drawn = [row for row in self.rows if _is_pair(row)]
        self.absent = [row for row in self.rows if not _is_pair(row)]
        self.unit = one_unit(self.drawn, "change")
        self.subject = Subject.of(self.rows, self.unit)
        self.sides: list[list[str]] = []
        self.stack = Stack([])
        self._left = self.side = 0.0

    def moves(self, lang: Lang) -> list[heads.Move]:
        """Both levels of each pair."""
        pairs = ((row, row.level("from_"), row.level("to_")) for row in self.drawn)
        return [heads.Move(self.subject.name(row, lang), period(row, lang), *ends) for row, *ends in pairs]

    def counted(self, lang: Lang) -> str:
        """How many rows have both years."""
        return say("paired", lang, shown=len(self.drawn), count=len(self.rows))

    def key(self) -> list[KeyItem]:
        """The years of the ring and of the dot."""
        years = {end: sorted({int(row[f"{end}_year"]) for row in self.rows}) for end in ("from", "to")}
        return [
            KeyItem(say("year", self.lang, year="/".join(map(str, years[end]))), dot(hollow=end == "from"))
            for end in ("from", "to")
        ]

    def beside(self, total: float) -> float:
        self.sides = [self._aside(row, total * 0.26) for row in self.drawn]
        self.side = max((widest(lines, BODY) for lines in self.sides), default=0.0) + 10
        entries = [
            Entry(row, self.subject.name(row, self.lang), need=len(side) * BODY * LEADING)
            for row, side in zip(self.drawn, self.sides, strict=True)
        ]
        entries += wordy(self.absent, self.subject, self.lang, lambda row: _missing(row, self.lang), 1)
        self.stack = Stack(entries, 0.33)
        self._left = self.stack.beside(total)
        return self._left

    def _aside(self, row: Row, room: float) -> list[str]:
        """The change in units and percent, and the printed rate where it contradicts the computed one."""
        if row["change_lower"] == 0 == row["change_upper"]:
            return [say("unchanged", self.lang)]
        difference = signed(row["change_lower"], row["change_upper"], self.lang)
        if self.unit == "percent" and difference:
            difference = say("points", self.lang, value=difference)
        grown = signed(row["growth_lower"], row["growth_upper"], self.lang, percent=True)
        both = (
            say("with_rate", self.lang, change=difference, rate=grown) if difference and grown else difference or grown
        )
        fits = width(both, BODY) <= room
        lines = (
            [both]
            if fits and both
            else [line for text in (difference, grown) if text for line in wrap(text, BODY, room)]
        )
        printed = contradicted(row, self.lang)
        return [*lines, *(wrap(printed, BODY, room) if printed else [])]

    def height(self, room: float) -> float:
        return self.stack.height(room)

    def extents(self) -> list[Extent]:
        """What dots and labels take of the axis."""
        found: list[Extent] = []
        for row in self.drawn:
            low, high = self._ends(row)
            left = width(bounded(low, self.lang, self.unit), BODY) + 10
            right = width(bounded(high, self.lang, self.unit), BODY) + 10 + (ARROW if opens_up(high) else 0)
            found += [(_least(low), left, 0), (high.last, 0, right)]
        return found or [(1.0, 0, 0)]

    def plot(self, room: float) -> float:
        """The width that is left for the dots."""
        return room - self.side

    @staticmethod
    def _ends(row: Row) -> tuple[Level, Level]:
        """The level at the left and that at the right."""
        earlier, later = row.level("from_"), row.level("to_")
        return (earlier, later) if earlier.shown <= later.shown else (later, earlier)

    def draw(self, ax: Axes, room: float) -> None:
        bare(ax, self.height(room))
        plot = self.plot(room)
        low, high = self.limits or fit(self.extents(), plot)
        if self.drawn:
            last = max(row.level(end).last for row in self.drawn for end in ("from_", "to_"))
            least = min(0.0, *(row.level(end).shown for row in self.drawn for end in ("from_", "to_")))
            limits = low, low + (high - low) * room / plot
            scale(ax, limits, (least, last), (room, self.stack.bottom(len(self.drawn) - 1)), self.lang, self.unit)
        else:
            ticks(ax, [], [], above=True)
        self.stack.draw(ax, self._left, room)
        for number, row in enumerate(self.drawn):
            y = self.stack.middle(number)
            self._draw_row(ax, row, y)
            lines_at(ax, plot + 8, y, self.sides[number], color=TEXT)

    def _draw_row(self, ax: Axes, row: Row, y: float) -> None:
        earlier, later = row.level("from_"), row.level("to_")
        low, high = self._ends(row)
        ax.add_line(Line2D([earlier.middle, later.middle], [y, y], lw=1.6, color=OTHER, label="_change"))
        for level, hollow in ((earlier, True), (later, False)):
            spread(ax, y, level, BLUE)
            dot(hollow)(ax, level.middle, y, ax.transData)
        if opens_up(high):
            arrow(ax, high.shown, y, ARROW + 4, BLUE)
        same = low == high
        texts = bounded(low, self.lang, self.unit), bounded(high, self.lang, self.unit)
        if not same:
            beside(ax, _least(low), y, texts[0], (-8, 0), ha="right")
        beside(ax, high.last, y, texts[1], (8 + (ARROW if opens_up(high) else 0), 0))


def contradicted(row: Row, lang: Lang) -> str:
    """The printed rate, where the levels contradict it; empty where they do not, or where none is printed."""
    printed = row["printed_growth_percent"]
    if printed is None or row["printed_verdict"] != "conflict":
        return ""
    return say("printed_rate", lang, rate=rate(printed))


def _is_pair(row: Row) -> bool:
    return row.state in DRAWN and row.level("from_").known and row.level("to_").known


def _least(level: Level) -> float:
    return min(end for end in (level.lower, level.value, level.upper) if end is not None)


def _difference(row: Row) -> float:
    return row.level("to_").shown - row.level("from_").shown if _is_pair(row) else 0.0


def _missing(row: Row, lang: Lang) -> str:
    """Why a row has no dots: its state, else the year that is missing and the value of the other."""
    if row.state not in DRAWN:
        return reason(row, lang)
    ends = {"from": row.level("from_"), "to": row.level("to_")}
    gone = [str(int(row[f"{end}_year"])) for end, level in ends.items() if not level.known]
    text = say("no_year", lang, years=say("comma", lang).join(gone))
    for end, level in ends.items():
        if level.known:
            shown = bounded(level, lang, str(row["unit"]))
            text = say("no_year_but", lang, missing=text, year=int(row[f"{end}_year"]), value=shown)
    why = row.text("reason", lang)
    return say("with_reason", lang, state=text, reason=why) if why else text


def _describe(drawing: Dumbbells, lang: Lang) -> str:
    """The alternative text: greatest and least change, and who has no pair."""
    subject, said = drawing.subject, []
    rows = sorted(drawing.drawn, key=_difference, reverse=True)
    for key, row in (("alt_most", rows[:1]), ("alt_least", rows[1:][-1:])):
        for one in row:
            ends = (bounded(one.level(end), lang, drawing.unit) for end in ("from_", "to_"))
            said.append(say(key, lang, name=subject.name(one, lang), **dict(zip(("first", "last"), ends, strict=True))))
    missing = absent(drawing.absent, subject, lang, say("alt_all_pairs", lang))
    return describe("alt_dumbbell", subject.title(lang), drawing.counted(lang), said, missing, lang)
