"""Where figures stand in their text: each token at the position that the sheet gives, or where it can stand at all.

A position counts Unicode code points of the text as it is, from 0; its end is behind the token. White space does not
count as part of a token, since a line may break it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from civstats.reading.text import squeeze

Span = tuple[int, int]

_NUMERALS = r"0-9\uff10-\uff19〇零一二三四五六七八九十百千万亿两"
_CUT_BEFORE = re.compile(rf"[{_NUMERALS}.．,]\Z")
_CUT_BEHIND = re.compile(rf"[{_NUMERALS}]")
_AROUND = 8


@dataclass(frozen=True)
class Token:
    """A figure of a sheet: its row, the token without white space, and its position, which may not be given."""

    row: int
    printed: str
    span: Span | None


def stands(text: str, token: Token) -> bool:
    """Whether the token stands at its position."""
    return token.span is not None and squeeze(text[slice(*token.span)]) == token.printed


def occurrences(text: str, printed: str, *, whole: bool) -> list[Span]:
    """Where ``printed`` stands in ``text``, white space aside; if ``whole``, not in a longer number (6个 in 16个)."""
    pattern = r"\s*".join(map(re.escape, printed))
    # Looked for without taking the characters, so that occurrences may overlap.
    spans = [match.span(1) for match in re.finditer(f"(?=({pattern}))", text)] if printed else []
    return [span for span in spans if not (whole and _is_cut(text, span))]


def _is_cut(text: str, span: Span) -> bool:
    start, end = span
    cut_before = _CUT_BEHIND.match(text, start) and _CUT_BEFORE.search(text[max(0, start - 1) : start])
    cut_behind = _CUT_BEHIND.match(text, end - 1) and _CUT_BEHIND.match(text, end)
    return bool(cut_before or cut_behind)


def placed(text: str, tokens: Sequence[Token]) -> dict[int, Span]:
    """The positions of tokens without one, by row, where the order of the sheet leaves one place only.

    The figures of a sheet come in the order of the text. So each token can stand no earlier than where it does if all
    before it stand as early as they can, and no later than if all behind it stand as late; if both are the same place,
    that is where it stands.
    """
    found = {token.printed: occurrences(text, token.printed, whole=True) for token in tokens if token.span is None}
    early = _first_fit(tokens, found)
    late = _last_fit(tokens, found)
    return {row: span for row, span in early.items() if late.get(row) == span}


def _first_fit(tokens: Iterable[Token], found: dict[str, list[Span]]) -> dict[int, Span]:
    at, chosen = 0, {}
    for token in tokens:
        span = token.span or next((span for span in found[token.printed] if span[0] >= at), None)
        if span is None:
            continue
        at = max(at, span[1])
        if token.span is None:
            chosen[token.row] = span
    return chosen


def _last_fit(tokens: Sequence[Token], found: dict[str, list[Span]]) -> dict[int, Span]:
    at: float = float("inf")
    chosen = {}
    for token in reversed(tokens):
        span = token.span or next((span for span in reversed(found[token.printed]) if span[1] <= at), None)
        if span is None:
            continue
        at = min(at, span[0])
        if token.span is None:
            chosen[token.row] = span
    return chosen


def shown(text: str, span: Span) -> str:
    """A position with what stands there: ``23–26 建成养老服务站[6个]，比上年``."""
    return f"{span[0]}–{span[1]} {around(text, span)}"


def around(text: str, span: Span) -> str:
    """The characters at a position in brackets, with a few before and behind, on one line."""
    start, end = span
    before, token, behind = text[max(0, start - _AROUND) : start], text[start:end], text[end : end + _AROUND]
    return f"{squeeze(before)}[{squeeze(token)}]{squeeze(behind)}"
