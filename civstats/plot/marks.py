"""How a value is marked, so that its state is seen without colour: fill, hatch, arrow, pale segment, joined ticks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from civstats.catalogue import Lang
from civstats.plot.fonts import family
from civstats.plot.layout import AXIS, points, put
from civstats.plot.measure import width
from civstats.plot.style import BAR, BLUE, GRID, MUTED, OTHER, PALE, RULE, SMALL, TEXT
from civstats.plot.words import say, tick, unit_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.transforms import Transform

    from civstats.plot.frame import Level

ARROW = 15.0
"""Length of the arrow at an open end, in points."""
HATCH = "////"


def bar(ax: Axes, y: float, level: Level, state: str, color: str, height: float = BAR) -> None:
    """The bar of a level around ``y``: certain is solid, left open is pale, an open end has an arrow."""
    color = OTHER if state == "other_level" else color
    start, end = level.lower, level.upper
    if state == "disputed" and start is not None and end is not None:
        joined_ticks(ax, y, start, end, color, height)
    elif level.bound == "range" and start is not None and end is not None:
        block(ax, start, end, y, height, "pale", color)
        joined_ticks(ax, y, start, end, color, height)
    elif start is None and end is not None and level.bound in ("le", "lt", "range"):
        block(ax, 0, end, y, height, "hollow", color)
        arrow(ax, end, y, -ARROW, color)
    else:
        solid = level.shown if start is None else start
        block(ax, 0, solid, y, height, "hatched" if state == "target" else "solid", color)
        if end is not None and end > solid:
            block(ax, solid, end, y, height, "pale", color)
        elif end is None and opens_up(level):
            arrow(ax, solid, y, ARROW, color)
    if level.point == 0 and level.last == 0:
        ax.add_line(Line2D([0, 0], [y - height / 2, y + height / 2], lw=2.2, color=color, label="_zero"))


def opens_up(level: Level) -> bool:
    """Whether the value may be any greater one."""
    return level.upper is None and level.lower is not None


def block(ax: Axes, start: float, end: float, y: float, height: float, fill: str, color: str) -> None:
    """A rectangle from ``start`` to ``end`` that is solid, pale, hollow or hatched."""
    face = {"solid": color, "pale": PALE, "hollow": "white", "hatched": "white"}[fill]
    patch = Rectangle((start, y - height / 2), end - start, height, fc=face, ec=color, lw=0.9, label=f"_{fill}")
    if fill == "hatched":
        patch.set_hatch(HATCH)
    ax.add_patch(patch)


def joined_ticks(ax: Axes, y: float, start: float, end: float, color: str, height: float = BAR) -> None:
    """Two ticks joined by a line: two sources, or the ends of a range."""
    ax.add_line(Line2D([start, end], [y, y], lw=1.3, color=color, label="_joined"))
    for x in (start, end):
        ax.add_line(Line2D([x, x], [y - height / 2, y + height / 2], lw=2.2, color=color, label="_tick"))


def arrow(ax: Axes, x: float, y: float, length: float, color: str, upright: bool = False) -> None:
    """An arrow from (x, y), ``length`` points long: to the right, or upwards where ``upright``; negative: back."""
    by = (0, length) if upright else (length, 0)
    ax.annotate(
        "", xy=(x, y), xytext=by, textcoords="offset points", annotation_clip=False,
        arrowprops={"arrowstyle": "<|-,head_width=0.28,head_length=0.55", "color": color, "lw": 1.3,
                    "shrinkA": 0, "shrinkB": 0, "mutation_scale": 10},
    )  # fmt: skip


def spread(ax: Axes, y: float, level: Level, color: str, upright: float | None = None) -> None:
    """What a level leaves open, as a pale strip behind its dot; upright at the place ``upright`` of the x axis."""
    if level.lower is None or level.upper is None or level.lower == level.upper:
        if level.lower is None and level.upper is not None and level.bound in ("le", "lt", "range") and upright is None:
            arrow(ax, level.upper, y, -ARROW - 3, color)
        return
    ends = [level.lower, level.upper]
    where = (ends, [y, y]) if upright is None else ([upright, upright], ends)
    ax.add_line(Line2D(*where, lw=6, color=PALE, solid_capstyle="butt", zorder=1.5, label="_open"))
    marker = "|" if upright is None else "_"
    ax.add_line(Line2D(*where, lw=0, marker=marker, ms=7, mew=1.4, mec=color, zorder=1.6, label="_ends"))


def dot(hollow: bool) -> Callable[[Axes, float, float, Transform], None]:
    """A ring for the earlier year, a smaller solid dot for the later: where both fall together, both are seen."""

    def draw(ax: Axes, x: float, y: float, transform: Transform) -> None:
        size, face, name = (9, "white", "_earlier") if hollow else (5, BLUE, "_later")
        ax.add_line(
            Line2D([x], [y], marker="o", ms=size, mfc=face, mec=BLUE, mew=1.3, ls="none", transform=transform,
                   clip_on=False, zorder=3 if hollow else 3.5, label=name)
        )  # fmt: skip

    return draw


Extent = tuple[float, float, float]
"""A place on the axis with the points that something takes to its left and to its right."""


def fit(extents: Sequence[Extent], room: float) -> tuple[float, float]:
    """Limits of an axis that is ``room`` points wide, holds zero, and gives every extent its points."""
    low, high = min(0.0, *(x for x, _, _ in extents)), max(0.0, *(x for x, _, _ in extents))
    if low == high:
        high = 1.0
    least, most = low, high
    for _ in range(60):
        scale = (most - least) / room
        least = min(low, *(x - left * scale for x, left, _ in extents))
        most = max(high, *(x + right * scale for x, _, right in extents))
    return least, most


def scale(
    ax: Axes, limits: tuple[float, float], ends: tuple[float, float], size: tuple[float, float], lang: Lang, unit: str
) -> None:
    """The horizontal axis: tick labels above the rows, grid lines through them.

    ``ends`` are the least and the greatest value; ``size`` is the width of the axes and the height of the rows that
    are drawn, in points.
    """
    ax.set_xlim(*limits)
    per_point = (limits[1] - limits[0]) / size[0]
    shown: list[float] = []
    for count in (6, 5, 4, 3, 2):
        found = MaxNLocator(nbins=count, steps=[1, 2, 2.5, 5, 10]).tick_values(*ends)
        step = float(found[1] - found[0])
        shown = [float(x) for x in found if ends[0] - step / 2 < x < ends[1] + step and limits[0] <= x <= limits[1]]
        if max((width(tick(x, lang, unit), SMALL) for x in shown), default=0) + 8 <= step / per_point:
            break
    if shown and width(tick(shown[-1], lang, unit), SMALL) / 2 > (limits[1] - shown[-1]) / per_point + 6:
        shown.pop()
    ticks(ax, shown, [tick(x, lang, unit) for x in shown], above=True)
    for x in shown:
        ax.add_line(Line2D([x, x], [0, size[1]], lw=0.6, color=GRID, zorder=0))
    ax.add_line(Line2D([0, 0], [0, size[1]], lw=1.0, color=RULE, zorder=0.5))
    name = say("unit", lang, unit=unit_name(unit, lang)) if unit else ""
    put(ax, size[0], AXIS - 10, name, SMALL, MUTED, transform=points(ax), ha="right", va="baseline")


def ticks(ax: Axes, places: Sequence[float], texts: Sequence[str], above: bool) -> None:
    """Labels of the x axis above or below it, in the chart's own font whatever the settings are at the drawing."""
    ax.set_xticks(list(places), list(texts))
    ax.tick_params(
        axis="x", bottom=False, top=False, labelbottom=not above, labeltop=above, length=0, pad=3, labelsize=SMALL,
        labelcolor=TEXT, labelfontfamily=family(), labelrotation=0,
    )  # fmt: skip
