"""The links of a PDF: what is written on them, and what is written where they lead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pdf_reader import Poppler, inside

_HIGH = 841.89
_BEFORE, _AFTER = 2.0, 14.0
"""In points: how far above and below a destination the line begins that it is."""
_COLUMN = 20.0
"""In points: what begins so near the first word of a line is below it, and not behind it."""
_NUMBER = rb"(-?[\d.]+)"


@dataclass(frozen=True)
class Link:
    """A link: the ``text`` on it, its ``address`` if that is of the web, and the words of the line it leads to."""

    text: str
    address: str
    leads_to: tuple[str, ...]


@dataclass(frozen=True)
class _Word:
    text: str
    left: float
    top: float
    right: float
    bottom: float


def links(content: bytes, poppler: Poppler) -> list[Link]:
    """The links of a PDF in the order of its pages. One that leads to no page is without address and words."""
    raw = inside(content)
    objects = {int(number): body for number, body in re.findall(rb"(?<!\d)(\d+) 0 obj\n(.*?)\nendobj", raw, re.DOTALL)}
    [kids] = [body for body in objects.values() if body.startswith(b"<</Type/Pages")]
    pages = [int(one) for one in re.findall(rb"(\d+) 0 R", kids.partition(b"/Kids[")[2])]
    names = raw.partition(b"/Dests<</Names[")[2].partition(b"]")[0]
    words = _words(poppler(content, "pdftotext", "-bbox", out="-"))
    return [
        _link(objects[int(number)], objects, names, pages, words, page)
        for page, of_page in enumerate(pages)
        for number in re.findall(rb"(\d+) 0 R", objects[of_page].partition(b"/Annots[")[2].partition(b"]")[0])
        if b"/Subtype/Link" in objects[int(number)]
    ]


def _words(said: str) -> list[list[_Word]]:
    found = []
    for page in said.split("<page ")[1:]:
        words = re.findall(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>', page)
        found.append([_Word(text, *map(float, ends)) for *ends, text in words])
    return found


def _link(
    body: bytes,
    objects: dict[int, bytes],
    names: bytes,
    pages: list[int],
    words: Sequence[Sequence[_Word]],
    page: int,
) -> Link:
    [box] = re.findall(rb"/Rect\[" + b" ".join([_NUMBER] * 4) + rb"\]", body)
    left, low, right, high = map(float, box)
    text = "".join(
        word.text
        for word in words[page]
        if left - 1 < word.left
        and word.right < right + 1
        and _HIGH - high - 3 < word.top
        and word.bottom < _HIGH - low + 3
    )
    if b"/URI" in body:
        return Link(text, body.partition(b"/URI")[2].decode("latin-1"), ())
    named = re.search(rb"/Dest(\([^()]+\))", body)
    dest = re.search(re.escape(named[1]) + rb"(\d+) 0 R", names) if named else re.search(rb"/Dest (\d+) 0 R", body)
    found = re.search(rb"\[(\d+) 0 R/XYZ " + _NUMBER + b" " + _NUMBER, objects.get(int(dest[1]), b"") if dest else b"")
    if not found or int(found[1]) not in pages:
        return Link(text, "", ())
    top = _HIGH - float(found[3])
    line = [word for word in words[pages.index(int(found[1]))] if top - _BEFORE < word.top < top + _AFTER]
    first = min((word.left for word in line), default=0)
    line.sort(key=lambda word: (word.left > first + _COLUMN, word.top))
    return Link(text, "", tuple(word.text for word in line))
