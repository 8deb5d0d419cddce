"""Texts in the PDF: their parts, how wide they are, and how wide that makes the columns of a table.

A text is a list of parts, which `templates/report.typ` shows one after another: a string as it is; a list of one string
as Chinese in an English report; ``{"t": text}`` as a piece of a long word, beside which a line may end. `pdf` adds ends
of lines, links and what they lead to.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from civstats.catalogue import Lang
from civstats.plot import fonts
from civstats.plot.measure import width
from civstats.report.csvfile import plain

Parts = list[object]

WIDTH, SIZE, INSET = 481.8, 8.5, 4.0
"""In points: the room between the margins, the size of text in tables, and the white at either side of a cell."""
_WIDEST, _LONGEST, _SHORT = 60.0, 9.0, 6.0
"""In em: what a column asks for at most, how much of it for one word, and what is not cut."""
_SLACK, _STRETCH = 0.5, 1.5
"""Em that a column has more than its text; how many times wider than asked for it is at most where there is room."""
LINE = 20.0
"""Room for a word in a line, in em."""
_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_CHINESE = re.compile(rf"([{_HAN}](?:[^\sA-Za-z]*[{_HAN}])?)")
_WORD = re.compile(rf"[{_HAN}]?[^\s{_HAN}]+[{_HAN}]?")
"""What may hold together in one line: a word, with the characters that punctuation at its ends may hold to it."""
BEFORE_UNIT = re.compile(r" (?=\([^()]+\)$)|(?=（[^（）]+）$)")


def visible(text: str) -> str:
    """``text`` in one line, with its number for each character that has no glyph: emoji, marks that turn the line, …"""
    text = "".join(" " if char.isspace() and char != "\u3000" else char for char in plain(text))
    return fonts.visible(text.replace("\u00ad", "〔U+00AD〕"))


@cache
def _em(char: str) -> float:
    return 1.0 if unicodedata.east_asian_width(char) in "WF" else width(char, 100) / 100


def ems(text: str) -> float:
    return sum(map(_em, text))


def parts(text: str, lang: Lang, room: float = LINE) -> Parts:
    """``text`` as parts: words wider than ``room`` (in em) may break anywhere, Han in English is marked as Chinese."""
    made: Parts = []
    done = 0
    text = visible(text)
    for word in _WORD.finditer(text):
        if ems(word[0]) > room:
            made += _marked(text[done : word.start()], lang)
            done = word.end()
            step = max(1, min(8, int(room / 2)))
            for start in range(0, len(word[0]), step):
                made.append({"t": _marked(word[0][start : start + step], lang)})
    return made + _marked(text[done:], lang)


def _marked(text: str, lang: Lang) -> Parts:
    if lang == "zh":
        return [text] if text else []
    return [[part] if index % 2 else part for index, part in enumerate(_CHINESE.split(text)) if part]


def shortened(text: str, room: float) -> str:
    short = text = visible(text)
    while ems(short) > room:
        short = short[:-1]
    return text if short == text else f"{short.rstrip()}…"


def widths(columns: Sequence[Sequence[str]]) -> list[float]:
    """The widths of columns in em, by the texts of each, its label first.

    Each has room for its longest word; where there is not enough for all, the widest are cut the most.
    """
    room = (WIDTH - 2 * INSET * len(columns)) / SIZE
    least, asked = [], []
    for texts in columns:
        words = [ems(word) for text in texts for word in _WORD.findall(text)]
        head = max(min(ems(line), max(8.0, ems(line) / 2 + 2.5)) for line in BEFORE_UNIT.split(texts[0]))
        wide = min(_WIDEST, max(head, *map(ems, texts[1:]), 0))
        least.append(max(min(_LONGEST, max(words, default=0)), min(_SHORT, wide)) + _SLACK)
        asked.append(max(least[-1], wide + _SLACK))
    if sum(asked) <= room:
        return [one * min(_STRETCH, room / sum(asked)) for one in asked]
    if sum(least) >= room:
        return [one * room / sum(least) for one in least]
    shares = [max(asked) * 0.99**step for step in range(700)]
    cuts = ([max(low, min(high, one * high**0.5)) for low, high in zip(least, asked, strict=True)] for one in shares)
    return next((cut for cut in cuts if sum(cut) <= room), least)
