"""The Chinese font of the charts, which comes with a Python package: no font of the system is needed or used.

The file holds Noto Sans CJK, 44,810 characters of which every place name of the code list is made. It is known to
matplotlib under a name of ours, so that a font of the same name on some machine changes nothing.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

_NAME = "civstats Noto Sans CJK SC"
_FACE = 2
"""The face of the collection with the glyph forms of mainland China; all faces have the same characters."""


@cache
def path() -> Path:
    """The font file."""
    return next(Path(str(files("noto_cjk_sans_otc"))).glob("*.ttc"))


@cache
def family() -> str:
    """The font family to draw with; matplotlib learns it at the first call."""
    entry = font_manager.FontEntry(fname=str(path()), index=_FACE, name=_NAME, weight=400)
    font_manager.fontManager.ttflist.append(entry)
    return _NAME


@cache
def _characters() -> frozenset[int]:
    return frozenset(FT2Font(str(path()), face_index=_FACE).get_charmap())


@lru_cache(maxsize=100_000)
def missing(text: str) -> str:
    """The characters of ``text`` that the font cannot draw, each once; empty where it can draw all."""
    return "".join(sorted({char for char in text if not char.isspace() and ord(char) not in _characters()}))


def visible(text: str) -> str:
    """``text`` with its number, as 〔U+1F600〕, for each character that the font cannot draw, and spaces for tabs."""
    numbers = {ord(char): f"〔U+{ord(char):04X}〕" for char in missing(text)}
    spaces = {ord(char): " " for char in text if char.isspace() and char not in "\n\u3000"}
    return text.translate(numbers | spaces) if numbers or spaces else text
