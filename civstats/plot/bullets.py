"""`attainment`: targets and what was reached, a bar against a tick, the verdict as a shape and a word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal

from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from civstats.catalogue import LANGUAGES, Lang
from civstats.plot import headline as heads
from civstats.plot.alt import describe
from civstats.plot.frame import Level, Row, ordered, read
from civstats.plot.layout import KeyItem, Page, at_row, bare, lines_at, render
from civstats.plot.marks import ARROW, HATCH, bar, block, joined_ticks, opens_up, ticks
from civstats.plot.measure import wrap
from civstats.plot.sources import source_line
from civstats.plot.stack import Entry, Stack
from civstats.plot.style import BLUE, BODY, GRID, INK, LEADING, MUTED, OTHER, RULE
from civstats.plot.subject import DIMENSIONS, Subject
from civstats.plot.words import amount, floored, language, listed, say

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.transforms import Transform

    from civstats.analysis.claims import Claim

REQUIRED = (
    "place_zh place_en indicator_zh indicator_en unit target_value target_lower target_upper target_bound actual_value "
    "actual_lower actual_upper actual_bound base_value due verdict"
)
VERDICTS = ("met", "not_met", "cannot_tell", "not_yet_due")
_DIMENSIONS = tuple(name for name in DIMENSIONS if name not in ("set_kind", "period"))
_FILL: dict[str, Literal["full", "none", "left"]] = {
    "met": "full",
    "not_met": "none",
    "cannot_tell": "left",
    "not_yet_due": "none",
}
_TICK, _HIGH = 15.0, 10.0


def attainment(
    data: pd.DataFrame,
    *,
    order: Sequence[str] | None = None,
    headline: str | Claim | None = None,
    notes: Sequence[str] = (),
    sources: pd.DataFrame | None = None,
    ax: Axes | None = None,
    lang: str = "zh",
) -> Axes:
    """Targets and what was reached, a row a target: a bar to the result, ticks at the target (thick) and the base.

    ``data`` has ``place_zh, place_en, indicator_zh, indicator_en, unit``, the levels ``target_…`` and ``actual_…``
    (``value, lower, upper, bound``), ``base_value, due, verdict`` (met, not_met, cannot_tell, not_yet_due) and, where
    known, ``reason_zh, reason_en, direction``; or it is of the table ``targets``. Each row has a scale of its own from
    0 to its greatest value, so that counts, amounts and shares stand below each other; what was reached beyond the
    target goes past its tick. Of a target below its base (清零) the bar is what remains. The verdict is a shape and a
    word. Rows keep the order of ``data``, grouped by verdict, unless ``order`` is given. Other parameters and errors as
    of `compare`.
    """
    spoken = language(lang)
    drawing = Bullets(read(data, REQUIRED, "attainment"), spoken, order)
    chosen = heads.chosen(headline, lambda speech: _headline(drawing.rows, speech))
    page = Page(
        chosen[spoken],
        drawing.title(spoken) + say("clause", spoken) + say("targets", spoken, count=len(drawing.rows)),
        [say("note", spoken, text=text) for text in (say("own_scale", spoken), *notes)],
        source_line(drawing.rows, sources, spoken),
        {speech: _describe(drawing, speech) for speech in LANGUAGES},
    )
    return render(drawing, page, ax, spoken)


class Bullets:
    """The drawing of `attainment`."""

    head = foot = 0.0

    def __init__(self, rows: Sequence[Row], lang: Lang, order: Sequence[str] | None = None) -> None:
        self.lang = lang
        self.rows = ordered(rows, order, lambda row: -VERDICTS.index(verdict(row)))
        self.subject = Subject.of(self.rows, "", _DIMENSIONS)
        self.stack = Stack([])
        self._sides: list[list[str]] = []
        self._left = self._side = 0.0

    def title(self, lang: Lang) -> str:
        return self.subject.title(lang)

    def key(self) -> list[KeyItem]:
        """Bar, ticks, and the shapes of the verdicts that occur."""
        items = [
            KeyItem(say("key_actual", self.lang), _swatch),
            KeyItem(say("key_target", self.lang), _tick(2.6, INK)),
        ]
        if any(row["base_value"] is not None for row in self.rows):
            items.append(KeyItem(say("key_base", self.lang), _tick(0.9, OTHER)))
        if any(not row.level("actual_").known for row in self.rows):
            items.append(KeyItem(say("key_unanswered", self.lang), _hatched))
        return items

    def beside(self, total: float) -> float:
        self._side = total * 0.34
        self._sides = [self._aside(row, self._side - 22) for row in self.rows]
        entries = []
        for row, side in zip(self.rows, self._sides, strict=True):
            under = say("target_due" if row["due"] is not None else "target_open", self.lang, target=self._amount(row),
                        day=str(row["due"])[:10])  # fmt: skip
            entries.append(Entry(row, self.subject.name(row, self.lang), under, need=len(side) * BODY * LEADING))
        self.stack = Stack(entries, 0.36)
        self._left = self.stack.beside(total)
        return self._left

    def _amount(self, row: Row) -> str:
        return amount(row.level("target_"), self.lang, str(row["unit"]))

    def _aside(self, row: Row, room: float) -> list[str]:
        """The verdict with the completion; below it what was reached, or why it cannot be told."""
        actual = row.level("actual_")
        said = say(f"verdict_{verdict(row)}", self.lang)
        share = completion(row)
        first = say("with_share", self.lang, verdict=said, share=share) if share else said
        lines = wrap(first, BODY, room)
        if actual.known:
            lines += wrap(say("reached", self.lang, value=amount(actual, self.lang, str(row["unit"]))), BODY, room)
        why = row.text("reason", self.lang)
        return [*lines, *(wrap(why, BODY, room) if why else [])]

    def height(self, room: float) -> float:
        return self.stack.height(room)

    def draw(self, ax: Axes, room: float) -> None:
        bottom = self.height(room)
        bare(ax, bottom)
        ticks(ax, [], [], above=True)
        ax.set_xlim(0, room)
        plot = room - self._side
        ax.add_line(Line2D([0, 0], [0, bottom], lw=1.0, color=RULE, zorder=0.5))
        self.stack.draw(ax, self._left, room)
        for number, row in enumerate(self.rows):
            y = self.stack.middle(number)
            self._draw_row(ax, row, y, plot - 12)
            self._write(ax, row, y, self._sides[number], plot)

    def _draw_row(self, ax: Axes, row: Row, y: float, room: float) -> None:
        """Bar and ticks of a row; its own scale from 0 to its greatest value is ``room`` points wide."""
        target, actual, base = row.level("target_"), row.level("actual_"), row["base_value"]
        ends = [level.last for level in (target, actual) if level.known] + ([base] if base is not None else [])
        most = max([0.0, *ends]) or 1.0
        spare = ARROW + 2 if actual.known and opens_up(actual) else 0
        size = (room - spare) / most
        ax.add_line(Line2D([0, room], [y, y], lw=0.7, color=GRID, zorder=0.4))
        end = actual.shown * size if actual.known else 0.0
        if actual.known:
            bar(ax, y, _scaled(actual, size), "published", BLUE, _HIGH)
        if base is not None:
            _upright(ax, base * size, y, 0.9, OTHER, "_base", end)
        if target.known:
            shown = _scaled(target, size)
            if not actual.known:
                block(ax, 0, shown.shown, y, _HIGH, "hatched", BLUE)
            if target.bound == "range" and shown.lower is not None and shown.upper is not None:
                joined_ticks(ax, y, shown.lower, shown.upper, INK, _TICK)
            else:
                _upright(ax, shown.shown, y, 2.6, INK, "_target", end)

    def _write(self, ax: Axes, row: Row, y: float, lines: Sequence[str], left: float) -> None:
        first = (len(lines) - 1) * BODY * LEADING / 2
        shape(ax, left + 8, y, verdict(row), at_row(ax, 1.2 - first))
        lines_at(ax, left + 19, y, lines[:1], down=-first)
        lines_at(ax, left + 19, y, lines[1:], color=MUTED, down=BODY * LEADING / 2)


def verdict(row: Row) -> str:
    """The verdict of a row; one that is not told cannot be told."""
    return str(row["verdict"]) if row["verdict"] in VERDICTS else "cannot_tell"


def shape(ax: Axes, x: float, y: float, said: str, transform: Transform) -> None:
    """The shape of a verdict: ● met, ○ not met, ◐ cannot tell, ◇ not yet due."""
    marker = "D" if said == "not_yet_due" else "o"
    ax.add_line(
        Line2D([x], [y], marker=marker, ms=6.2 if marker == "D" else 8, fillstyle=_FILL[said], color=INK, mec=INK,
               markerfacecoloralt="white", mew=1.3, ls="none", transform=transform, clip_on=False, label=f"_{said}")
    )  # fmt: skip


def completion(row: Row) -> str:
    """What was reached of the target in percent, cut to one decimal; empty where it says nothing.

    It says nothing of intervals, of a target of zero, of targets that are to be undercut, and of counts (of persons
    supported) of which neither more nor less is better; nor where the table ``targets`` has no completion, since what
    was reached is of another stretch of time.
    """
    if "completion_lower" in row.cells and row["completion_lower"] is None:
        return ""
    target, actual, base = row.level("target_"), row.level("actual_"), row["base_value"]
    if target.value is None or actual.value is None or target.value <= 0 or not actual.interval.is_exact:
        return ""
    if (
        row["direction"] in ("less", "neither")
        or target.bound in ("le", "lt")
        or (base is not None and base > target.value)
    ):
        return ""
    if row["unit"] == "percent":
        return ""
    return floored(actual.value / target.value * 100) + "%"


def _scaled(level: Level, size: float) -> Level:
    def times(end: float | None) -> float | None:
        return None if end is None else end * size

    return Level(times(level.value), times(level.lower), times(level.upper), level.bound)


def _upright(ax: Axes, x: float, y: float, thick: float, color: str, label: str, end: float) -> None:
    """A tick across a bar that ends at ``end``; within a dark bar it has a white edge."""
    ends = [y - _TICK / 2, y + _TICK / 2]
    if 0 < x < end - 4:
        ax.add_line(Line2D([x, x], ends, lw=thick + 2, color="white", zorder=2.4, label="_edge", solid_capstyle="butt"))
    ax.add_line(
        Line2D([x, x], ends, lw=thick, color=color, zorder=2.5, label=label, solid_capstyle="butt", clip_on=False)
    )


def _swatch(ax: Axes, x: float, y: float, transform: Transform) -> None:
    ax.add_line(
        Line2D([x - 5, x + 5], [y, y], lw=8, color=BLUE, transform=transform, clip_on=False, solid_capstyle="butt")
    )


def _hatched(ax: Axes, x: float, y: float, transform: Transform) -> None:
    patch = Rectangle((x - 5, y - 4), 10, 8, facecolor="white", edgecolor=BLUE, transform=transform, clip_on=False)
    patch.set_hatch(HATCH)
    ax.add_patch(patch)


def _tick(thick: float, color: str) -> Callable[[Axes, float, float, Transform], None]:
    def draw(ax: Axes, x: float, y: float, transform: Transform) -> None:
        ax.add_line(Line2D([x, x], [y - 6, y + 6], lw=thick, color=color, transform=transform, clip_on=False))

    return draw


def _counts(rows: Sequence[Row], lang: Lang) -> str:
    found = {code: sum(verdict(row) == code for row in rows) for code in VERDICTS}
    said = [say(f"count_{code}", lang, count=count) for code, count in found.items() if count]
    return say("name_comma", lang).join(said)


def _headline(rows: Sequence[Row], lang: Lang) -> str:
    codes = {verdict(row) for row in rows}
    if len(codes) == 1:
        said = say(f"verdict_{codes.pop()}", lang).lower()
        return say("head_all_targets" if len(rows) > 1 else "head_one_target", lang, count=len(rows), verdict=said)
    return say("head_targets", lang, count=len(rows), found=_counts(rows, lang))


def _describe(drawing: Bullets, lang: Lang) -> str:
    """The alternative text: how many of each verdict, and which of them, as many as there is room for."""
    rows = drawing.rows

    def named(most: int) -> str:
        parts = []
        for code in VERDICTS:
            names = [drawing.subject.name(row, lang) for row in rows if verdict(row) == code]
            if names and most:
                key = "alt_absent" if len(names) <= most else "alt_absent_some"
                said = say(f"verdict_{code}", lang)
                parts.append(say(key, lang, names=listed(names[:most], lang), count=len(names), state=said))
        return say("alt_between", lang).join(parts)

    said = [_counts(rows, lang)]
    counted = say("targets", lang, count=len(rows))
    return describe("alt_bullets", drawing.title(lang), counted, said, (named(most) for most in (8, 4, 2, 1, 0)), lang)
