"""Series over years as lines: the drawing of `growth`, alone or as a panel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from civstats.catalogue import LANGUAGES, Lang
from civstats.plot import headline as heads
from civstats.plot.dumbbell import contradicted
from civstats.plot.frame import DRAWN, Level, Row, one_unit
from civstats.plot.layout import KeyItem, bare, beside, points, put
from civstats.plot.levels import One, apart, first_the_ends, refuse_twice
from civstats.plot.marks import arrow, opens_up, spread, ticks
from civstats.plot.measure import balanced, widest, width, wrap
from civstats.plot.stack import reason
from civstats.plot.style import BODY, GRID, LEADING, MUTED, PALETTE, RULE, SMALL
from civstats.plot.subject import DIMENSIONS, Subject, period
from civstats.plot.words import bounded, say, signed, tick, unit_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes


_MARKERS = ("o", "s", "^", "D")
_SERIES = tuple(name for name in DIMENSIONS if name != "period")
_PLOT, _SMALL_PLOT, _PAD = 150.0, 78.0, 16.0


class Lines:
    """The drawing of `growth`."""

    def __init__(self, rows: Sequence[Row], lang: Lang, *, small: bool = False) -> None:
        self.lang, self.rows, self.small = lang, rows, small
        self.top: float | None = None
        pairs = [row for row in rows if row.state in DRAWN and row.level("from_").known and row.level("to_").known]
        self.absent = [row for row in rows if row not in pairs]
        self.unit = one_unit(pairs, "growth")
        self.subject = Subject.of(rows, self.unit, _SERIES)
        by_name: dict[str, list[Row]] = {}
        for row in sorted(pairs, key=lambda row: (row["to_year"], row["from_year"])):
            by_name.setdefault(self.subject.name(row, "zh"), []).append(row)
        for name, found in by_name.items():
            refuse_twice(name, found)
        self.series = [
            One({speech: self.subject.name(found[0], speech) for speech in LANGUAGES}, found)
            for found in by_name.values()
        ]
        self.years = sorted({year for one in self.series for year in one.levels})
        self._left = self._right = 0.0
        self._band = self._legend = self._words = 0.0

    @property
    def head(self) -> float:
        return 4.0 if self.small else 16.0

    @property
    def foot(self) -> float:
        return 18.0 + self._band + self._legend + self._words

    def title(self, lang: Lang) -> str:
        """Indicator, unit, and years; the place too, where there is one."""
        parts = [self.subject.title(lang)]
        if len(self.series) == 1 and self.subject.varying == ("place",):
            parts.insert(0, self.series[0].name[lang])
        if self.years:
            parts.append(say("years", lang, first=self.years[0], last=self.years[-1]))
        return say("name_comma", lang).join(parts)

    def moves(self, lang: Lang) -> list[heads.Move]:
        """The first and the last level of each series."""
        moves = []
        for one in self.series:
            levels = one.levels
            first, last = min(levels), max(levels)
            years = say("years", lang, first=first, last=last)
            moves.append(heads.Move(one.name[lang], years, levels[first], levels[last]))
        return moves

    def remarks(self) -> list[str]:
        """Printed rates that contradict the levels, beside the computed ones."""
        found = []
        for one in self.series:
            for row in one.pairs:
                printed = contradicted(row, self.lang)
                if printed:
                    computed = signed(row["growth_lower"], row["growth_upper"], self.lang, percent=True)
                    fields = {"name": one.name[self.lang], "years": period(row, self.lang), "printed": printed}
                    found.append(say("printed_remark", self.lang, computed=computed, **fields))
        return found

    @property
    def _has_band(self) -> bool:
        return len(self.series) == 1 and len(self.years) <= 8 and not self.small

    @property
    def last(self) -> float:
        """The greatest value to draw."""
        return max((level.last for one in self.series for level in one.levels.values()), default=0.0) or 1.0

    def _ticks(self) -> list[float]:
        last = self.top or self.last
        least = min((level.shown for one in self.series for level in one.levels.values()), default=0.0)
        found = MaxNLocator(nbins=2 if self.small else 4, steps=[1, 2, 2.5, 5, 10]).tick_values(min(0.0, least), last)
        return [float(y) for y in found if min(0.0, least) <= y <= last * 1.05]

    def key(self) -> list[KeyItem]:
        """None: labels say it."""
        return []

    def beside(self, total: float) -> float:
        texts = [tick(y, self.lang, self.unit) for y in self._ticks()]
        band = say("band", self.lang) if self._has_band else ""
        self._left = max(widest(texts, SMALL), width(band, SMALL)) + 8
        several = len(self.series) > 1 and not self.small
        names = [line for one in self.series for line in self._end_lines(one, total)] if several else []
        self._right = widest(names, BODY) + 16 if names else 0.0
        return self._left

    def _end_lines(self, one: One, total: float) -> list[str]:
        last = list(one.levels.values())[-1]
        return balanced(
            f"{one.name[self.lang]} {bounded(last, self.lang, self.unit)}",
            BODY,
            total - 12 if self.small else total * 0.26,
        )

    def height(self, room: float) -> float:
        lines = 0
        if self._has_band:
            lines = 2 if any(contradicted(row, self.lang) for row in self.series[0].pairs) else 1
        self._band = lines * SMALL * LEADING + (6 if lines else 0)
        names = [line for one in self.series for line in self._end_lines(one, room + self._left)]
        self._legend = len(names) * BODY * LEADING if self.small and len(self.series) > 1 else 0.0
        rows = [self._absent_lines(row, room) for row in self.absent]
        self._words = sum(len(row) for row in rows) * BODY * LEADING + (8 if rows else 0)
        return _SMALL_PLOT if self.small else _PLOT

    def _absent_lines(self, row: Row, room: float) -> list[str]:
        name = say("name_comma", self.lang).join(
            filter(None, (self.subject.name(row, self.lang), period(row, self.lang)))
        )
        why = (
            reason(row, self.lang)
            if row.state not in DRAWN
            else row.text("reason", self.lang) or say("no_pair", self.lang)
        )
        return wrap(say("with_reason", self.lang, state=name, reason=why), BODY, room)

    def draw(self, ax: Axes, room: float) -> None:
        height = self.height(room)
        bare(ax, height)
        marks = self._ticks()
        last = self.top or self.last
        low = min(marks, default=0.0)
        ax.set_ylim(low, low + (last - low) * height / (height - 22))
        first, final = (self.years[0], self.years[-1]) if self.years else (0, 1)
        free = room - self._right - 2 * _PAD
        scale = (final - first or 1) / free
        ax.set_xlim(first - _PAD * scale, final + (_PAD + self._right) * scale)
        edge = points(ax, 0, 0)
        for y in marks:
            thick, ink = (1.0, RULE) if y == 0 else (0.6, GRID)
            ax.add_line(Line2D([ax.get_xlim()[0], final + _PAD * scale], [y, y], lw=thick, color=ink, zorder=0))
            beside(ax, ax.get_xlim()[0], y, tick(y, self.lang, self.unit), (-5, 0), ha="right", size=SMALL, bbox=None)
        unit = say("unit", self.lang, unit=unit_name(self.unit, self.lang)) if self.unit and not self.small else ""
        put(ax, -self._left, 5, unit, SMALL, MUTED, transform=points(ax), va="baseline")
        self._draw_years(ax, 1 / scale)
        for number, one in enumerate(self.series):
            self._draw_series(ax, one, number, 1 / scale)
        if len(self.series) > 1:
            self._name_series(ax, height, room)
        y = -18.0 - self._band - self._legend - 8
        for row in self.absent:
            for line in self._absent_lines(row, room):
                put(ax, -self._left, y, line, BODY, MUTED, transform=edge, va="center_baseline")
                y -= BODY * LEADING

    def _draw_years(self, ax: Axes, per_year: float) -> None:
        """The years below the axis; where there is no room for all, the last and the first come before others."""
        room = (width("2000", SMALL) + 8) / per_year
        shown: list[int] = []
        for year in first_the_ends(self.years):
            if all(abs(year - other) >= room for other in shown):
                shown.append(year)
        ticks(ax, shown, [str(year) for year in shown], above=False)

    def _draw_series(self, ax: Axes, one: One, number: int, per_year: float) -> None:
        color, marker = PALETTE[number], _MARKERS[number]
        for row in one.pairs:
            years = int(row["from_year"]), int(row["to_year"])
            style = "-" if years[1] - years[0] == 1 else (0, (4, 2))
            ends = [row.level("from_").middle, row.level("to_").middle]
            ax.add_line(Line2D(years, ends, lw=1.6, ls=style, color=color, label="_pair"))
        for year, level in one.levels.items():
            spread(ax, 0, level, color, upright=year)
            hollow = level.lower is None
            ax.add_line(Line2D([year], [level.middle], marker=marker, ms=6.5, mec=color, mew=1.4, ls="none", zorder=3,
                               mfc="white" if hollow else color, label="_level"))  # fmt: skip
            if opens_up(level) or hollow:
                arrow(ax, year, level.shown, 16 if opens_up(level) else -16, color, upright=True)
        if len(self.series) == 1:
            self._write_values(ax, one.levels, per_year)
        if self._has_band:
            self._draw_band(ax, one, per_year)

    def _write_values(self, ax: Axes, levels: Mapping[int, Level], per_year: float) -> None:
        """The values above their points; where there is no room for all, the last and the first come before others."""
        taken: list[tuple[float, float]] = []
        for year in first_the_ends(levels):
            level = levels[year]
            text = bounded(level, self.lang, self.unit)
            start, end = (year * per_year + side * (width(text, BODY) / 2 + 2) for side in (-1, 1))
            if all(end < other[0] or start > other[1] for other in taken):
                taken.append((start, end))
                beside(ax, year, level.last, text, (0, 22 if opens_up(level) else 10), ha="center", zorder=2.2)

    def _draw_band(self, ax: Axes, one: One, per_year: float) -> None:
        """The rates between the years, below these."""
        edge, left = points(ax, 0, 0), ax.get_xlim()[0]
        put(ax, -self._left, -18 - SMALL, say("band", self.lang), SMALL, MUTED, transform=edge, va="baseline")
        reach = -1e9
        for row in one.pairs:
            middle = ((row["from_year"] + row["to_year"]) / 2 - left) * per_year
            lines = [signed(row["growth_lower"], row["growth_upper"], self.lang, percent=True)]
            if not lines[0]:
                change = signed(row["change_lower"], row["change_upper"], self.lang)
                lines = [say("points", self.lang, value=change) if change and self.unit == "percent" else change]
            lines += [printed] if (printed := contradicted(row, self.lang)) else []
            if middle - widest(lines, SMALL) / 2 < reach + 4:
                continue
            reach = middle + widest(lines, SMALL) / 2
            for step, line in enumerate(lines):
                put(
                    ax,
                    middle,
                    -18 - SMALL - step * SMALL * LEADING,
                    line,
                    SMALL,
                    transform=edge,
                    ha="center",
                    va="baseline",
                )

    def _name_series(self, ax: Axes, height: float, room: float) -> None:
        """Names and last values at the right, each as near to its line as the names below it allow."""
        low, high = ax.get_ylim()
        names = [self._end_lines(one, room + self._left) for one in self.series]
        wanted = [(list(one.levels.values())[-1].shown - low) / (high - low) * height for one in self.series]
        tall = [len(found) * BODY * LEADING for found in names]
        left = room - self._right + 5
        places = apart(wanted, tall, height)
        if self.small:
            order = sorted(places, key=lambda number: -places[number])
            left = 5 - self._left
            places = {
                number: -22 - sum(tall[other] for other in order[:at]) - tall[number] / 2
                for at, number in enumerate(order)
            }
        self._write_names(ax, left, {number: middle + tall[number] / 2 for number, middle in places.items()}, names)

    def _write_names(self, ax: Axes, left: float, tops: Mapping[int, float], names: Sequence[Sequence[str]]) -> None:
        """Each name beside the marker of its series, below its top."""
        corner = points(ax, 0, 0)
        for number, top in tops.items():
            for step, line in enumerate(names[number]):
                y = top - (step + 0.5) * BODY * LEADING
                put(ax, left + 8, y, line, BODY, transform=corner, va="center_baseline")
            mark = Line2D([left], [top - BODY * LEADING / 2], marker=_MARKERS[number], ms=6.5,
                          color=PALETTE[number], ls="none", transform=corner, clip_on=False)  # fmt: skip
            ax.add_line(mark)
