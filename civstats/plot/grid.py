"""`small_multiples`: one kind of chart, a panel a group, on one scale where the units agree."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from civstats.catalogue import LANGUAGES, Lang
from civstats.errors import UsageError
from civstats.plot import bars, bullets, dumbbell, lines, tiles
from civstats.plot import headline as heads
from civstats.plot.alt import absent, describe
from civstats.plot.frame import Row, read
from civstats.plot.layout import Drawing, KeyItem, Page, at_row, bare, put, render
from civstats.plot.marks import fit, ticks
from civstats.plot.measure import balanced
from civstats.plot.sources import source_line
from civstats.plot.style import LEADING, SUBTITLE, TEXT
from civstats.plot.subject import DIMENSIONS, Subject, part
from civstats.plot.words import language, listed, say, unit_name

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from civstats.analysis.claims import Claim

_KINDS: Mapping[str, tuple[str, Callable[[Sequence[Row], Lang], Drawing], int]] = {
    "compare": (bars.REQUIRED, bars.Bars, 2),
    "change": (dumbbell.REQUIRED, dumbbell.Dumbbells, 1),
    "growth": (dumbbell.REQUIRED, lambda rows, lang: lines.Lines(rows, lang, small=True), 3),
    "attainment": (bullets.REQUIRED, bullets.Bullets, 1),
    "coverage": (tiles.REQUIRED, tiles.Tiles, 1),
}
Panel = TypeVar("Panel", bound=Drawing)
_ACROSS, _DOWN, _TITLE = 18.0, 14.0, 4.0


def small_multiples(
    data: pd.DataFrame,
    *,
    kind: str = "compare",
    by: str = "indicator",
    columns: int | None = None,
    headline: str | Claim | None = None,
    notes: Sequence[str] = (),
    sources: pd.DataFrame | None = None,
    ax: Axes | None = None,
    lang: str = "zh",
) -> Axes:
    """One chart a group, in a grid; panels of one unit share their scale, and each has its own axis from zero.

    ``data`` is a frame as the chart ``kind`` (compare, change, growth, attainment, coverage) takes it; ``by`` is what
    makes the groups: place, indicator, residence, breakdown, period, or a column of the frame, in the order in which
    they come. ``columns`` is the number of panels side by side. Returns axes that hold the panels (``child_axes``) and
    the words around them. Other parameters and errors as of `compare`; raises UsageError for an unknown ``kind`` or
    ``by``.
    """
    spoken = language(lang)
    if kind not in _KINDS:
        raise UsageError(f"kind={kind!r}; small_multiples draws {', '.join(_KINDS)}")
    required, make, usual = _KINDS[kind]
    rows = read(data, required, "small_multiples")
    grid = Grid(rows, make, spoken, by, columns or usual)
    chosen = heads.chosen(headline, grid.headline)
    remarks = [note for panel in grid.panels.values() for note in _remarks(panel)]
    page = Page(
        chosen[spoken],
        grid.title(spoken),
        [say("note", spoken, text=note) for note in (*remarks, *grid.scales(), *notes)],
        source_line(rows, sources, spoken),
        {speech: _describe(grid, speech) for speech in LANGUAGES},
    )
    return render(grid, page, ax, spoken)


class Grid:
    """The drawing of `small_multiples`: ``panels`` are its drawings by group."""

    head = foot = 0.0

    def __init__(
        self, rows: Sequence[Row], make: Callable[[Sequence[Row], Lang], Drawing], lang: Lang, by: str, columns: int
    ) -> None:
        self.lang, self.rows, self.by = lang, rows, by
        groups: dict[str, list[Row]] = {}
        for row in rows:
            groups.setdefault(_group(row, by, "zh"), []).append(row)
        self.names = {
            group: {speech: _group(found[0], by, speech) for speech in LANGUAGES} for group, found in groups.items()
        }
        self.panels = {group: make(found, lang) for group, found in groups.items()}
        self.columns = max(1, min(columns, len(self.panels)))
        self._left = 0.0

    def title(self, lang: Lang) -> str:
        """What all panels have in common, and their number."""
        units = {str(row["unit"]) for row in self.rows if row["unit"] is not None}
        shared = [name for name in DIMENSIONS if name != self.by]
        subject = Subject.of(self.rows, units.pop() if len(units) == 1 else "", shared)
        return subject.title(lang) + say("clause", lang) + say("panels", lang, count=len(self.panels))

    def headline(self, lang: Lang) -> str:
        """What is certain of all panels together; else that they are shown side by side."""
        moves = [
            move
            for panel in self.panels.values()
            if isinstance(panel, lines.Lines | dumbbell.Dumbbells)
            for move in panel.moves(lang)
        ]
        return heads.changes(moves, lang, "") if moves else say("head_panels", lang, count=len(self.panels))

    def scales(self) -> list[str]:
        """Whether the panels share one scale."""
        units = self._units()
        if len(self.panels) < 2 or not units:
            return []
        return [say("one_scale" if len(units) == 1 else "scale_by_unit", self.lang)]

    def key(self) -> list[KeyItem]:
        """The key of the panels, which is that of each."""
        return next(iter(self.panels.values())).key()

    def _of(self, kind: type[Panel]) -> list[Panel]:
        return [panel for panel in self.panels.values() if isinstance(panel, kind)]

    def _units(self) -> set[str]:
        """The units of panels that have a common scale where their units agree."""
        kinds: tuple[type[bars.Bars | dumbbell.Dumbbells | lines.Lines], ...] = (
            bars.Bars,
            dumbbell.Dumbbells,
            lines.Lines,
        )
        return {panel.unit for panel in self.panels.values() if isinstance(panel, kinds)}

    def beside(self, total: float) -> float:
        del total
        return 0.0

    def _wide(self, room: float) -> float:
        return (room - _ACROSS * (self.columns - 1)) / self.columns

    def _head(self, group: str) -> str:
        """The name above a panel; with its unit, where panels of lines, which have no room for it, differ in unit."""
        name, panel = self.names[group][self.lang], self.panels[group]
        if not isinstance(panel, lines.Lines) or len(self._units()) < 2:
            return name
        return say("with_unit", self.lang, name=name, unit=unit_name(panel.unit, self.lang))

    def _measure(self, room: float) -> list[list[tuple[str, Drawing, float, float]]]:
        """Rows of panels: the group, the panel, the height of its title, that of its axes. Scales are shared here."""
        wide = self._wide(room)
        for drawn in self._of(lines.Lines):
            drawn.top = max(other.last for other in self._of(lines.Lines) if other.unit == drawn.unit)
        self._left = max(panel.beside(wide) for panel in self.panels.values())
        inner = wide - self._left
        for paired in self._of(dumbbell.Dumbbells):
            paired.side = max(other.side for other in self._of(dumbbell.Dumbbells))
        found = [
            (group, panel, len(balanced(self._head(group), SUBTITLE, wide)) * SUBTITLE * LEADING + _TITLE,
             panel.height(inner))
            for group, panel in self.panels.items()
        ]  # fmt: skip
        for ranked in self._of(bars.Bars):
            others = [one for other in self._of(bars.Bars) if other.unit == ranked.unit for one in other.extents(inner)]
            ranked.limits = fit(others, inner)
        for paired in self._of(dumbbell.Dumbbells):
            same = [other for other in self._of(dumbbell.Dumbbells) if other.unit == paired.unit]
            paired.limits = fit([one for other in same for one in other.extents()], paired.plot(inner))
        return [found[start : start + self.columns] for start in range(0, len(found), self.columns)]

    def height(self, room: float) -> float:
        rows = self._measure(room)
        return sum(_tall(row) for row in rows) + _DOWN * (len(rows) - 1)

    def draw(self, ax: Axes, room: float) -> None:
        whole = self.height(room)
        bare(ax, whole)
        ax.set_xlim(0, room)
        ticks(ax, [], [], above=True)
        wide, top = self._wide(room), 0.0
        for row in self._measure(room):
            above = max(title + panel.head for _, panel, title, _ in row)
            for number, (group, panel, _, high) in enumerate(row):
                x = number * (wide + _ACROSS)
                for step, line in enumerate(balanced(self._head(group), SUBTITLE, wide)):
                    down = (step + 0.8) * SUBTITLE * LEADING
                    put(ax, x, top, line, SUBTITLE, TEXT, transform=at_row(ax, down), va="baseline")
                left = (x + self._left) / room
                bounds = (left, 1 - (top + above + high) / whole, (wide - self._left) / room, high / whole)
                inner = ax.inset_axes(bounds)
                panel.draw(inner, wide - self._left)
            top += _tall(row) + _DOWN


def _tall(row: Sequence[tuple[str, Drawing, float, float]]) -> float:
    return max(title + panel.head for _, panel, title, _ in row) + max(high + panel.foot for _, panel, _, high in row)


def _group(row: Row, by: str, lang: Lang) -> str:
    """The name of the group to which a row belongs."""
    if by in DIMENSIONS:
        name = part(row, by, lang) or say("all_groups", lang)
        return name[:1].upper() + name[1:]
    if by == "unit":
        return unit_name(str(row["unit"]), lang)
    if by not in row.cells and f"{by}_{lang}" not in row.cells:
        raise UsageError(f"by={by!r}: no column of that name; {', '.join(DIMENSIONS)}, unit, or a column of the frame")
    return row.text(by, lang) or str(row[by])


def _remarks(panel: Drawing) -> list[str]:
    return panel.remarks() if isinstance(panel, lines.Lines) else []


def _describe(grid: Grid, lang: Lang) -> str:
    """The alternative text: the panels by name, and the rows without a mark."""
    gone = [row for panel in grid.panels.values() for row in getattr(panel, "absent", [])]
    names = [name[lang] for name in grid.names.values()]
    subject = Subject.of(grid.rows)
    missing = list(absent(gone, subject, lang, say("alt_all", lang)))

    def wordings() -> list[str]:
        found = []
        for most in (12, 6, 3, 0):
            shown = listed(names[:most], lang)
            found += [say("alt_sentence", lang).join(filter(None, (shown, text))) for text in missing]
        return found

    return describe("alt_panels", grid.title(lang), "", [], wordings(), lang)
