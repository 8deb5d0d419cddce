"""Markdown of made pages: words shown as they are, and tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>|{}#$~&"})


def text(words: str) -> str:
    """``words`` as Markdown that shows them as they are, in one line."""
    return " ".join(words.split()).translate(_MARKS)


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; the cells are Markdown."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
