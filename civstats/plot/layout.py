"""The page of a chart: headline, subtitle and key above the axes, names beside them, notes and sources below.

All heights are points: the y axis of a chart counts points from the top, so that a row with two lines of text has its
room, and a figure grows with its rows. Axes that are given are the page: the chart stays within their box.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.transforms import Affine2D, ScaledTranslation, Transform, blended_transform_factory

from civstats.catalogue import Lang
from civstats.errors import UsageError
from civstats.plot import fonts, style
from civstats.plot.measure import width, wrap
from civstats.plot.style import BODY, HEADLINE, LEADING, MUTED, SMALL, SUBTITLE, TEXT

if TYPE_CHECKING:
    from matplotlib.text import Text

_MARGIN, _GAP = 8.0, 6.0
_LEAST, _NARROW = 0.85, 90.0  # how far given axes may press a drawing: share of its height, points of its width
AXIS = 30.0
"""Height of the unit and the tick labels of one axis."""


class Chart(Axes):
    """The axes of a chart that stands alone; a notebook shows them, with their alternative text, as a cell's value."""

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, str], dict[str, dict[str, object]]]:
        from civstats.plot.save import picture

        alternative = getattr(self, "civstats_alt", {}).get(getattr(self, "civstats_lang", "zh"), "")
        image = base64.b64encode(picture(self, "png")).decode("ascii")
        size = self.get_figure(root=True).get_size_inches()  # type: ignore[union-attr]
        shown = {"alt": alternative, "width": round(size[0] * 96), "height": round(size[1] * 96)}
        return {"image/png": image, "text/plain": alternative}, {"image/png": shown}


@dataclass(frozen=True)
class KeyItem:
    """An entry of the key above a chart: ``draw(ax, x, y, transform)`` draws the mark at its left end."""

    text: str
    draw: Callable[[Axes, float, float, Transform], None]


@dataclass
class Page:
    """What is written around the drawing."""

    headline: str
    subtitle: str
    notes: Sequence[str]
    source: str
    alt: dict[str, str]


@dataclass(frozen=True)
class Words:
    """The words around a drawing as they were written: lines of text, and their height above and below, in points."""

    page: Page
    lines: tuple[Text, ...]
    above: float
    below: float


class Drawing(Protocol):
    """What is drawn within the axes: how much room it takes, and the drawing itself."""

    @property
    def head(self) -> float:
        """The height that unit and tick labels need above the axes."""

    @property
    def foot(self) -> float:
        """The same below the axes."""

    def key(self) -> list[KeyItem]:
        """The marks that need a word above the drawing."""

    def beside(self, total: float) -> float:
        """The width of the names at the left, of the ``total`` width."""

    def height(self, room: float) -> float:
        """The height that it needs where the axes are ``room`` wide."""

    def draw(self, ax: Axes, room: float) -> None:
        """Draw into ``ax``, which is ``room`` wide."""


@dataclass
class _Block:
    """Lines of text below each other, from ``top`` points below the upper edge of their area."""

    lines: list[tuple[str, float, str]] = field(default_factory=list)
    height: float = 0.0

    def add(self, text: str, size: float, color: str, room: float, gap: float = 0.0) -> None:
        self.height += gap if self.lines else 0.0
        for line in wrap(fonts.visible(text), size, room):
            self.lines.append((line, size, color))
            self.height += size * LEADING


def render(drawing: Drawing, page: Page, ax: Axes | None, lang: Lang) -> Axes:
    """Draw a chart into ``ax``, or into a new figure of the right size that pyplot does not know."""
    with style.context():
        total = page_width(ax)
        left = drawing.beside(total)
        room = total - left
        above, rows_of_key, below = _above(page, total), _rows_of_key(drawing.key(), total), _below(page, total)
        height = drawing.height(room)
        key = len(rows_of_key) * 15.0 + (2.0 if rows_of_key else 0.0)
        heights = above.height + _GAP + key + drawing.head, height, drawing.foot + below.height + _GAP
        if ax is None:
            ax = _new_axes(left, room, heights)
        else:
            _settle(ax, left, room, heights)
        drawing.draw(ax, room)
        corner = points(ax)
        words = _write(ax, above, -left, above.height + _GAP + key + drawing.head, corner)
        for number, items in enumerate(rows_of_key):
            for x, item in items:
                y = drawing.head + key - number * 15.0 - 6.0
                item.draw(ax, x - left + 5, y, corner)
                put(ax, x - left + 14, y, item.text, SMALL, MUTED, transform=corner, va="center_baseline")
        words += _write(ax, below, -left, -drawing.foot - _GAP, points(ax, 0, 0))
    _attach(ax, page, lang, Words(page, tuple(words), above.height, below.height))
    return ax


def _attach(ax: Axes, page: Page, lang: Lang, words: Words) -> None:
    """Keep the alternative text, and the words around the drawing, at the axes and at their figure."""
    for owner in (ax, ax.get_figure(root=True)):
        vars(owner).update(
            civstats_alt=page.alt, civstats_lang=lang, civstats_title=page.headline, civstats_words=words
        )


def page_width(ax: Axes | None) -> float:
    """The width that a chart may fill, in points: that of the axes given, else that of a page."""
    return style.WIDTH - 2 * _MARGIN if ax is None else _box(ax)[2]


def _figure(ax: Axes) -> Figure:
    figure = ax.get_figure(root=True)
    if figure is None:
        raise UsageError("these axes belong to no figure any more")
    return figure


def _box(ax: Axes) -> tuple[float, float, float, float]:
    """Left, bottom, width and height of axes in their figure, in points."""
    wide, high = (float(side) * 72 for side in _figure(ax).get_size_inches())
    box = ax.get_position()
    return box.x0 * wide, box.y0 * high, box.width * wide, box.height * high


def _settle(ax: Axes, left: float, room: float, heights: tuple[float, float, float]) -> None:
    """Make the axes smaller, so that the words around them stay within the box that they had."""
    above, middle, below = heights
    x, y, wide, high = _box(ax)
    if high - above - below < _LEAST * middle or room < _NARROW:
        needed = (wide if room >= _NARROW else left + _NARROW) / 72, (above + middle + below) / 72
        raise UsageError(
            f"the axes are {wide / 72:.1f} × {high / 72:.1f} inches; this chart needs "
            f"{needed[0]:.1f} × {needed[1]:.1f}: give them more room, or leave ax out for a figure of the right size"
        )
    whole = _figure(ax).get_size_inches() * 72
    bottom, tall = y + below, high - above - below
    ax.set_position(((x + left) / whole[0], bottom / whole[1], room / whole[0], tall / whole[1]))


def _new_axes(left: float, room: float, heights: tuple[float, float, float]) -> Axes:
    above, middle, below = heights
    wide, high = style.WIDTH, above + middle + below + 2 * _MARGIN
    figure = Figure(figsize=(wide / 72, high / 72), facecolor="white")
    bounds = ((_MARGIN + left) / wide, (_MARGIN + below) / high, room / wide, middle / high)
    made: Axes = figure.add_axes(bounds, axes_class=Chart)
    return made


def _above(page: Page, room: float) -> _Block:
    block = _Block()
    block.add(page.headline, HEADLINE, TEXT, room)
    block.add(page.subtitle, SUBTITLE, MUTED, room, gap=2)
    return block


def _below(page: Page, room: float) -> _Block:
    block = _Block()
    for text in (*page.notes, page.source):
        if text:
            block.add(text, SMALL, MUTED, room, gap=1)
    return block


def _rows_of_key(items: Sequence[KeyItem], room: float) -> list[list[tuple[float, KeyItem]]]:
    """The items of the key in rows, each with its distance from the left."""
    rows: list[list[tuple[float, KeyItem]]] = []
    x = room
    for item in items:
        wide = 14 + width(item.text, SMALL) + 14
        if x + wide - 14 > room:
            rows.append([])
            x = 0.0
        rows[-1].append((x, item))
        x += wide
    return rows


def _write(ax: Axes, block: _Block, x: float, top: float, corner: Transform) -> list[Text]:
    y, written = top, []
    for line, size, color in block.lines:
        y -= size * LEADING
        written.append(put(ax, x, y + size * 0.28, line, size, color, transform=corner, va="baseline"))
    return written


def points(ax: Axes, x: float = 0.0, y: float = 1.0) -> Transform:
    """Points from a corner of the axes, the upper left one if none is named."""
    corner = ScaledTranslation(x, y, ax.transAxes)  # type: ignore[arg-type]  # transAxes is affine
    return Affine2D().scale(1 / 72) + _figure(ax).dpi_scale_trans + corner


def put(ax: Axes, x: float, y: float, text: str, size: float = BODY, color: str = TEXT, **how: Any) -> Text:
    """Write one line; mathematical markup is not read, and nothing is cut at the edge of the axes."""
    transform = how.pop("transform", ax.transData)
    return ax.text(x, y, text, fontsize=size, color=color, transform=transform, parse_math=False, clip_on=False, **how)


def beside(ax: Axes, x: float, y: float, text: str, by: tuple[float, float], **how: Any) -> Text:
    """Write one line ``by`` points from the point (x, y) of the data."""
    moved = ax.transData + ScaledTranslation(by[0] / 72, by[1] / 72, _figure(ax).dpi_scale_trans)
    ground = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
    return put(ax, x, y, text, transform=moved, **{"va": "center_baseline", "bbox": ground, **how})


def at_row(ax: Axes, down: float = 0.0) -> Transform:
    """Points from the left of the axes; rows of the data (points from the top), and ``down`` points below them."""
    moved = ax.transData + ScaledTranslation(0, -down / 72, _figure(ax).dpi_scale_trans)
    return blended_transform_factory(points(ax), moved)


def lines_at(ax: Axes, x: float, row: float, lines: Sequence[str], size: float = BODY, **how: Any) -> None:
    """Lines of text, the middle of them at ``row``; ``x`` points from the left of the axes, ``down`` below the row."""
    step, down = size * LEADING, how.pop("down", 0.0)
    for number, line in enumerate(lines):
        lower = down + (number - (len(lines) - 1) / 2) * step
        put(ax, x, row, line, size, transform=at_row(ax, lower), va="center_baseline", **how)


def rule(ax: Axes, row: float, left: float, right: float) -> None:
    """A thin rule between blocks of rows."""
    ends = Line2D([left, right], [row, row], lw=0.6, color=style.RULE, transform=at_row(ax), clip_on=False)
    ax.add_line(ends)


def bare(ax: Axes, height: float) -> None:
    """Axes whose y axis counts points from the top, without frame, ticks and colours of the user's own style."""
    ax.set_ylim(height, 0)
    ax.set_yticks([])
    ax.set_facecolor("none")
    ax.grid(False)
    for spine in ax.spines.values():
        spine.set_visible(False)
