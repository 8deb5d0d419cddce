"""Where figures stand in their text: each token at the position that the sheet gives, or wherever it occurs.

A position counts Unicode code points of the text as it is, from 0; its end is behind the token. White space does not
count as part of a token, since a line may break it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from civstats.reading.text import squeeze

Span = tuple[int, int]

_DIGIT, _CHINESE, _TIMES = r"0-9\uff10-\uff19", "〇零一二三四五六七八九两", "十百千万亿"
_JOINED = re.compile(rf"[{_DIGIT}{_TIMES}]{{2}}|[{_CHINESE}{_TIMES}]{{2}}")
_POINT = re.compile(rf"[{_DIGIT}](?:[.．][{_DIGIT}]|,[{_DIGIT}]{{3}}(?![{_DIGIT}]))")
_NO_NUMBER = re.compile("[统唯同单逐]一")
"""Words that end like a numeral: 统一三个 holds a three, not thirteen."""

_AROUND = 8
_LONGEST = 40


@dataclass(frozen=True)
class Token:
    """A figure of a sheet: its row, the token without white space, and its position, which may not be given."""

    row: int
    printed: str
    span: Span | None


def stands(text: str, token: Token) -> bool:
    """Whether the token stands at its position, and not as part of a longer number (6个 in 16个)."""
    return reads(text, token) and token.span is not None and not _is_cut(text, token.span)


def reads(text: str, token: Token) -> bool:
    """Whether the characters at the token's position, white space aside, are the token."""
    return token.span is not None and squeeze(text[slice(*token.span)]) == token.printed


def occurrences(text: str, printed: str, *, whole: bool) -> list[Span]:
    """Where ``printed`` stands in ``text``, white space aside; if ``whole``, not in a longer number (6个 in 16个)."""
    squeezed, places = _squeezed(text)
    spans = []
    at = squeezed.find(printed) if printed else -1
    while at >= 0:
        spans.append((places[at], places[at + len(printed) - 1] + 1))
        at = squeezed.find(printed, at + 1)  # occurrences may overlap
    return [span for span in spans if not (whole and _is_cut(text, span))]


@lru_cache(maxsize=1)
def _squeezed(text: str) -> tuple[str, list[int]]:
    """The text without white space, and where each of its characters stands; a sheet asks for one text many times."""
    places = [place for place, char in enumerate(text) if not char.isspace()]
    return squeeze(text), places


def longer(text: str, span: Span) -> str:
    """What stands at a position, with the rest of the number of which it is a part."""
    start, end = span
    while _joined(text, start):
        start -= 1
    while _joined(text, end):
        end += 1
    return brief(squeeze(text[start:end]))


def _is_cut(text: str, span: Span) -> bool:
    return any(_joined(text, at) for at in span)


def _joined(text: str, at: int) -> bool:
    """Whether the characters before and behind ``at`` belong to one number."""
    if not 0 < at < len(text) or _NO_NUMBER.match(text, max(0, at - 2), at):
        return False
    return bool(_JOINED.match(text, at - 1) or any(_POINT.match(text, max(0, at - back)) for back in (1, 2)))


def shown(text: str, span: Span) -> str:
    """A position with what stands there: ``23–26 建成养老服务站[6个]，比上年``."""
    return f"{span[0]}–{span[1]} {around(text, span)}"


def around(text: str, span: Span) -> str:
    """The characters at a position in brackets, with a few before and behind, on one line."""
    start, end = span
    before, token, behind = text[max(0, start - _AROUND) : start], text[start:end], text[end : end + _AROUND]
    return f"{squeeze(before)}[{brief(squeeze(token))}]{squeeze(behind)}"


def brief(token: str) -> str:
    """A token for a message: a whole page in a cell is not told as a whole."""
    return token if len(token) <= _LONGEST else f"{token[:_LONGEST]}…"
