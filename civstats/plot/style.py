"""Colours, sizes and the drawing context of all charts.

The palette is that of the UK Government Analysis Function: each colour stands out at 3:1 or more from white, so that it
can be told on paper. Lengths are points (1/72 inch); text is never smaller than `SMALL` at the printed width `WIDTH`.
"""

from __future__ import annotations

from contextlib import AbstractContextManager

import matplotlib as mpl
import matplotlib.style

from civstats.plot import fonts

BLUE, TEAL, PLUM, ORANGE, INK, LILAC = "#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1"
PALETTE = (BLUE, ORANGE, PLUM, TEAL, INK, LILAC)
TEXT, MUTED, OTHER = "#0B0C0C", "#505A5F", "#767676"
"""Text, lesser text, and bars of another administrative level."""
PALE, RULE, GRID = "#C9D6E2", "#B1B4B6", "#E3E5E6"
"""Fill of what is left open (always with an edge in its colour), rules between blocks, grid lines."""

WIDTH = 160 / 25.4 * 72
"""Width of a figure: 160 mm, the text width of an A4 page."""
HEADLINE, SUBTITLE, BODY, SMALL = 12.5, 9.5, 9.0, 8.5
LEADING = 1.28
"""Distance of lines, in sizes of the text."""
BAR, ROW = 9.0, 17.0
"""Height of a bar and of a row with one line of text."""

_SETTINGS = {
    "axes.unicode_minus": True,
    "hatch.linewidth": 0.9,
    "pdf.fonttype": 3,
    "svg.fonttype": "path",
    "svg.hashsalt": "civstats",
}


def context() -> AbstractContextManager[None]:
    """The settings under which charts are drawn and saved, whatever the user's own are; they are put back after it."""
    settings = _SETTINGS | {"font.family": [fonts.family()]}
    manager: AbstractContextManager[None] = mpl.style.context(["default", settings])
    return manager
