"""The rows of a sheet held against the text: is each token where it should be, and where does it stand if not?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from civstats.contribute import tokens
from civstats.contribute.bounds import dropped
from civstats.contribute.order import placed
from civstats.contribute.tokens import Span, Token, brief
from civstats.errors import Problem

if TYPE_CHECKING:
    import pyarrow as pa

Fault = Callable[[int, str, str, str], Problem]
"""Makes the problem of a cell: row, column, what, what to do."""

_MOST = 5


@dataclass
class Placing:
    """What the text says: how many figures stand where they should, which do not, remarks on those without position
    and on words beside them, and the positions that can be filled in."""

    proven: int = 0
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    found: dict[int, Span] = field(default_factory=dict)


def place(text: str, cells: pa.Table, observed: pa.Table, fault: Fault) -> Placing:
    """Hold the figures ``observed`` of a sheet's ``cells`` against ``text``."""
    right: list[Token] = []
    wrong: list[Token] = []
    for token in _tokens(cells, observed):
        (right if token.span is None or tokens.stands(text, token) else wrong).append(token)
    order = placed(text, right)
    made = Placing(proven=sum(token.span is not None for token in right), found=order.spans)
    made.problems += [_wrong(text, token, fault) for token in wrong]
    bounds = observed["bound"].to_pylist()
    for token in right:
        if token.span is None:
            _without_position(text, token, made, fault)
        if span := token.span or made.found.get(token.row):
            made.remarks += _beside(text, token, span, bounds[token.row], fault)
    if order.astray is not None and any(token.span is None for token in right):
        made.remarks.append(_astray(order.astray, fault))
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
    printed = repr(brief(token.printed))
    if tokens.reads(text, token):
        what = f"{printed} at {start}–{end} stands inside the longer number {tokens.longer(text, token.span)}"
    elif start < len(text):
        what = f"{printed} is not at {start}–{end}; there stands {tokens.around(text, token.span)}"
    else:
        what = f"{printed} is not at {start}–{end}; the text ends at {len(text)}"
    if elsewhere := tokens.occurrences(text, token.printed, whole=True):
        nearest = sorted(elsewhere, key=lambda span: abs(span[0] - start))
        return fault(token.row, "start", what, f"the token stands at {_listed(text, nearest)}")
    todo = f"write the token as it stands in the text; it stands {_nowhere(text, token)}"
    return fault(token.row, "printed", what, todo)


def _without_position(text: str, token: Token, made: Placing, fault: Fault) -> None:
    printed = repr(brief(token.printed))
    if token.row in made.found:
        what = f"no position; {printed} stands at {tokens.shown(text, made.found[token.row])}"
        made.remarks.append(fault(token.row, "start", what, "write it, or let --fill write it"))
    elif everywhere := tokens.occurrences(text, token.printed, whole=True):
        what = f"no position; {printed} stands at {_listed(text, everywhere)}"
        made.remarks.append(fault(token.row, "start", what, "write the one that is meant into start and end"))
    else:
        what = f"{printed} stands {_nowhere(text, token)}"
        made.problems.append(fault(token.row, "printed", what, "write the token as it stands there"))


def _nowhere(text: str, token: Token) -> str:
    """Where a token stands that stands nowhere by itself."""
    if cut := tokens.occurrences(text, token.printed, whole=False):
        return f"only inside the longer number {tokens.longer(text, cut[0])}"
    return "nowhere in the text"


def _beside(text: str, token: Token, span: Span, bound: str | None, fault: Fault) -> Iterator[Problem]:
    """The words of a bound that the token leaves out; where it could not be read, that is a problem already."""
    for word in dropped(text, span, bound) if bound else ():
        what = f"{brief(token.printed)!r} stands beside {word}: {tokens.around(text, span)}"
        todo = f"take {word} into the token, and its position; leave it where it belongs to something else"
        yield fault(token.row, "printed", what, todo)


def _astray(row: int, fault: Fault) -> Problem:
    what = "the rows are not in the order of the text, so that only tokens that stand there once have a certain place"
    return fault(row, "start", what, "put the rows in that order, or write the positions yourself")


def _listed(text: str, spans: list[Span]) -> str:
    shown = [tokens.shown(text, span) for span in spans[:_MOST]]
    more = len(spans) - len(shown)
    return "; ".join(shown) + (f"; and in {more} more places" if more else "")
