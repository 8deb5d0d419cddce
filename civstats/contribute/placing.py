"""The rows of a sheet held against the text: is each token where it should be, and where does it stand if not?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from civstats.contribute import tokens
from civstats.contribute.tokens import Span, Token
from civstats.errors import Problem

if TYPE_CHECKING:
    import pyarrow as pa

Fault = Callable[[int, str, str, str], Problem]
"""Makes the problem of a cell: row, column, what, what to do."""

_MOST = 5


@dataclass
class Placing:
    """What the text says: how many figures stand where they should, which do not, remarks on those without position,
    and the positions that can be filled in."""

    proven: int = 0
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    found: dict[int, Span] = field(default_factory=dict)


def place(text: str, cells: pa.Table, observed: pa.Table, fault: Fault) -> Placing:
    """Hold the figures ``observed`` of a sheet's ``cells`` against ``text``."""
    listed = list(_tokens(cells, observed))
    right = [token for token in listed if token.span is None or tokens.stands(text, token)]
    made = Placing(proven=sum(token.span is not None for token in right), found=tokens.placed(text, right))
    for token in listed:
        if token not in right:
            made.problems.append(_wrong(text, token, fault))
        elif token.span is None:
            _without_position(text, token, made, fault)
    return made


def _tokens(cells: pa.Table, observed: pa.Table) -> Iterator[Token]:
    """The figures with a position and those without; one whose position cannot be read is a problem already."""
    columns = [observed[name].to_pylist() for name in ("printed", "char_start", "char_end")]
    written = zip(cells["start"].to_pylist(), cells["end"].to_pylist(), strict=True)
    for row, (printed, start, end, is_written) in enumerate(zip(*columns, map(any, written), strict=True)):
        if printed and start is not None and end is not None:
            yield Token(row, printed, (start, end))
        elif printed and not is_written:
            yield Token(row, printed, None)


def _wrong(text: str, token: Token, fault: Fault) -> Problem:
    assert token.span is not None
    start, end = token.span
    there = f"there stands {tokens.around(text, token.span)}" if start < len(text) else f"the text ends at {len(text)}"
    what = f"{token.printed!r} is not at {start}–{end}; {there}"
    if elsewhere := _everywhere(text, token):
        nearest = sorted(elsewhere, key=lambda span: abs(span[0] - start))
        return fault(token.row, "start", what, f"the token stands at {_listed(text, nearest)}")
    return fault(token.row, "printed", what, "write the token as it stands in the text, nowhere else does it stand")


def _without_position(text: str, token: Token, made: Placing, fault: Fault) -> None:
    if token.row in made.found:
        what = f"no position; {token.printed!r} stands at {tokens.shown(text, made.found[token.row])}"
        made.remarks.append(fault(token.row, "start", what, "write it, or let --fill write it"))
        return
    if everywhere := _everywhere(text, token):
        what = f"no position; {token.printed!r} stands at {_listed(text, everywhere)}"
        made.remarks.append(fault(token.row, "start", what, "write the one that is meant into start and end"))
    else:
        what = f"{token.printed!r} stands nowhere in the text"
        made.problems.append(fault(token.row, "printed", what, "write the token as it stands there"))


def _everywhere(text: str, token: Token) -> list[Span]:
    """Where the token stands, be it as part of a longer number where it stands nowhere else."""
    found = (tokens.occurrences(text, token.printed, whole=whole) for whole in (True, False))
    return next(filter(None, found), [])


def _listed(text: str, spans: list[Span]) -> str:
    shown = [tokens.shown(text, span) for span in spans[:_MOST]]
    more = len(spans) - len(shown)
    return "; ".join(shown) + (f"; and in {more} more places" if more else "")
