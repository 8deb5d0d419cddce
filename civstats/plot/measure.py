"""How wide a text is, and where it breaks into lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from civstats.plot import fonts

if TYPE_CHECKING:
    from matplotlib.backends.backend_agg import RendererAgg

_FINE = 10  # measured at 720 dots an inch, that hinting to whole dots does not matter
_SURE = 0.985  # a coarse screen draws text a little wider
_NEAR = 0.9  # the widths of pieces, which stand closer together in a line, add up to the line's within a tenth
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
_CLOSING = "，。；：、！？）》〕」』”’％%"  # noqa: RUF001  (Chinese punctuation is meant)
_OPENING = "（《〔「『“‘"  # noqa: RUF001
_HAN = "[\u4e00-\u9fff]"
_AMOUNT = rf"[≥≤<>]?[\d,.]+{_HAN}{{1,2}}/{_HAN}{{1,2}}(?:·{_HAN}{{1,2}})?"
"""A number with its unit (793元/人·月), which stays in one line."""
_PIECE = re.compile(rf"[{_OPENING}]*(?:{_AMOUNT}|[{_WIDE}]|[^\s{_WIDE}{_OPENING}{_CLOSING}]+)?[{_CLOSING}]*\s*|\s+")


@cache
def _renderer() -> RendererAgg:
    canvas = FigureCanvasAgg(Figure(figsize=(0.1, 0.1), dpi=72 * _FINE))
    renderer: RendererAgg = canvas.get_renderer()  # type: ignore[no-untyped-call]
    return renderer


@lru_cache(maxsize=20_000)
def width(text: str, size: float) -> float:
    """The width of one line of ``text`` in points at the font size ``size``."""
    font = FontProperties(family=[fonts.family()], size=size)
    wide, _, _ = _renderer().get_text_width_height_descent(text, font, False)  # type: ignore[no-untyped-call]
    return float(wide) / _FINE


def wrap(text: str, size: float, room: float) -> list[str]:
    """``text`` in lines of at most ``room`` points: Latin words stay whole, no line begins with closing punctuation."""
    lines: list[str] = []
    room *= _SURE
    for paragraph in text.split("\n"):
        line, about = "", 0.0
        for piece in _PIECE.findall(paragraph):
            about += width(piece, size)
            # Pieces come again and are known, whole lines are not: these are measured where it can matter only.
            if line and about > room * _NEAR and width((line + piece).rstrip(), size) > room:
                lines.append(line.rstrip())
                line, about = "", width(piece, size)
            while width(piece.rstrip(), size) > room and len(piece) > 1:
                cut = _fitting(piece, size, room)
                lines.append(piece[:cut])
                piece = piece[cut:]
                about = width(piece, size)
            line += piece
        lines.append(line.rstrip())
    return lines


def _fitting(piece: str, size: float, room: float) -> int:
    """How many characters of a word that is too long fit into a line: one at least, and not all of them."""
    return max(1, bisect_right(range(1, len(piece)), room, key=lambda count: width(piece[:count], size)))


def balanced(text: str, size: float, room: float) -> list[str]:
    """As `wrap`, with lines of about equal length, so that no single character is left for the last line."""
    lines = wrap(text, size, room)
    while len(lines) > 1:
        closer = wrap(text, size, widest(lines, size) - size / 2)
        if len(closer) > len(lines) or widest(closer, size) >= widest(lines, size):
            break
        lines = closer
    return lines


def widest(lines: list[str], size: float) -> float:
    """The width of the widest line; 0 for none."""
    return max((width(line, size) for line in lines), default=0.0)
