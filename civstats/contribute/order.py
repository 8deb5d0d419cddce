"""The positions that the order of a sheet gives away: its figures come in the order of the text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from civstats.contribute.tokens import Span, Token, occurrences

_Found = dict[str, list[Span]]


@dataclass(frozen=True)
class Placed:
    """The positions of tokens without one, by row; ``astray`` is the first row that is not in the order of the text."""

    spans: dict[int, Span]
    astray: int | None = None


def placed(text: str, tokens: Sequence[Token]) -> Placed:
    """The positions that can only be one place.

    Each token can stand no earlier than where it does if all before it stand as early as they can, and no later than if
    all behind it stand as late; if both are the same place, that is where it stands. Where the rows are not in the
    order of the text, this tells nothing: then only a token that occurs once has one place.
    """
    found = {token.printed: occurrences(text, token.printed, whole=True) for token in tokens if token.span is None}
    early, astray = _first_fit(tokens, found)
    if astray is not None:
        return Placed(_once(tokens, found), astray)
    late = _last_fit(tokens, found)
    return Placed({row: span for row, span in early.items() if late[row] == span})


def _first_fit(tokens: Sequence[Token], found: _Found) -> tuple[dict[int, Span], int | None]:
    """The earliest place of each token behind those before it, up to a row for which there is none."""
    at = 0
    chosen: dict[int, Span] = {}
    for token in tokens:
        if token.span is None:
            spans = found[token.printed]
            if not spans:
                continue  # mistyped; it stands nowhere
            index = bisect_left(spans, (at, 0))
            if index == len(spans):
                return chosen, token.row
            chosen[token.row] = span = spans[index]
        elif token.span[0] < at:
            return chosen, token.row
        else:
            span = token.span
        at = span[1]
    return chosen, None


def _last_fit(tokens: Sequence[Token], found: _Found) -> dict[int, Span]:
    """The latest place of each token before those behind it, of which there is one since there is an earliest."""
    at: float = float("inf")
    chosen: dict[int, Span] = {}
    for token in reversed(tokens):
        span = token.span
        if span is None:
            spans = found[token.printed]
            if not spans:
                continue
            chosen[token.row] = span = spans[bisect_right(spans, at, key=lambda span: span[1]) - 1]
        at = span[0]
    return chosen


def _once(tokens: Sequence[Token], found: _Found) -> dict[int, Span]:
    """The places of tokens that stand once in the text, in one row, and share no character with another."""
    rows = Counter(token.printed for token in tokens)
    only = {
        token.row: found[token.printed][0]
        for token in tokens
        if token.span is None and len(found[token.printed]) == rows[token.printed] == 1
    }
    taken = sorted([*only.values(), *(token.span for token in tokens if token.span)])
    shared = {span for pair in pairwise(taken) if pair[0][1] > pair[1][0] for span in pair}
    return {row: span for row, span in only.items() if span not in shared}
