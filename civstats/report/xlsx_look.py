"""How a workbook looks: the formats of its numbers, and the room of texts, a Chinese character twice a letter's."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal

from civstats.report.csvfile import digits
from civstats.width import display_width

AS_IT_IS = "General"
"""The format of a number that is shown with all its digits."""

_EXACT = Context(prec=400)  # as many digits as a float can have before and after its point
_NARROWEST, _WIDEST_HEADER, _EDGES = 8, 24, 3
_NUMBER = re.compile(r'([^\d"+−-]{0,12})([+−-]?)(\d[\d,]*)(?:\.(\d{1,15}))?([^\d"]{0,12})', re.ASCII)
_UNBROKEN = re.compile(r"[^\s\u1100-\U0010ffff]+\s*|.")


def number_format(number: float, text: str) -> str:
    """Excel's format that shows ``number`` as ``text`` does: its grouping, decimals, sign, and the words around it.

    Where none does (a number told in 万, a text that rounds otherwise), the number is shown as it is.
    """
    match = _NUMBER.fullmatch(text)
    if match is None:
        return AS_IT_IS
    before, sign, whole, decimals, after = match.groups(default="")
    told = Decimal(f"{sign.replace('−', '-')}{whole.replace(',', '')}.{decimals}")
    rounded = Decimal(repr(number)).quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP, _EXACT)
    grouped = whole == f"{int(told.copy_abs()):,}" and "," in whole
    if told != rounded or ("," in whole and not grouped):
        return AS_IT_IS
    digit = "0" * len(whole) if whole.startswith("0") else "0"
    core = ("#,##0" if grouped else digit) + ("." + "0" * len(decimals) if decimals else "")
    before, sign, after = (f'"{words}"' if words else "" for words in (before, sign, after))
    shown = before + sign + core + after
    return shown if number >= 0 else f"{before}{core}{after};{shown}"


def column_width(label: str, cells: Iterable[tuple[float | None, str]], widest: int) -> int:
    """The width for cells, each a number (or None) and its text: a text may be broken into lines beyond ``widest``.

    A number may not: it becomes ``###`` where the column is too narrow.
    """
    needed = max(_NARROWEST, min(display_width(label), _WIDEST_HEADER))
    for number, text in cells:
        if number is None:
            needed = max(needed, min(display_width(text), widest))
        else:
            needed = max(needed, display_width(digits(number) if number_format(number, text) == AS_IT_IS else text))
    return needed + _EDGES


def lines(text: str, wide: int) -> int:
    """How many lines a text takes in a column so wide: it is broken between words and beside Chinese characters."""
    room = wide - _EDGES
    count, used = 1, 0
    if display_width(text) <= room:
        return count
    for word in _UNBROKEN.findall(text):
        needed = display_width(word.rstrip())
        if used and used + needed > room:
            count, used = count + 1, 0
        count += max(needed - 1, 0) // room
        used += display_width(word) % room if needed > room else display_width(word)
    return count
