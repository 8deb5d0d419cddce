"""Words of a bound that stand beside a token in the text, and not in it: 约2.6万人 that was entered as 2.6万人."""

from __future__ import annotations

import re
from functools import cache

from civstats import codelists
from civstats.contribute.tokens import Span
from civstats.reading.text import simplify, squeeze

_REACH = 8
_NO_BOUND_BEFORE = re.compile(r"(?:[节预签制合条特违集契履]约|[附邻靠最临]近)\Z")
_NO_BOUND_BEHIND = re.compile(r"内[设部蒙容地外控]|上下[级联游]|以下[简几]")
"""Other words that end or begin like one of a bound."""


def dropped(text: str, span: Span, bound: str) -> list[str]:
    """The words before and behind a position that say another bound than ``bound``, which the token was read with."""
    start, end = span
    before = simplify(squeeze(text[max(0, start - _REACH) : start]))
    behind = simplify(squeeze(text[end : end + _REACH]))
    found = []
    if not _NO_BOUND_BEFORE.search(before):
        found.append(next(filter(before.endswith, _words("before")), ""))
    if not _NO_BOUND_BEHIND.match(behind):
        found.append(next(filter(behind.startswith, _words("after")), ""))
    said = _words("before") | _words("after")
    return [word for word in found if word and said[word] != bound]


@cache
def _words(place: str) -> dict[str, str]:
    """The words that may stand ``before`` or ``after`` a figure, the longest first, each with the bound that it is."""
    words = {word: row["bound"] for row in codelists.rows("bounds") for word in row[place].split("|") if word}
    return dict(sorted(words.items(), key=lambda item: -len(item[0])))
