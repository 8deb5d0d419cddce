"""Rows below each other: their names at the left, the room that each takes, and rows that are text alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from civstats.catalogue import Lang
from civstats.plot.frame import Row
from civstats.plot.layout import lines_at, rule
from civstats.plot.measure import balanced, widest, wrap
from civstats.plot.style import BODY, LEADING, MUTED, ROW, SMALL, TEXT
from civstats.plot.subject import Subject
from civstats.plot.words import listed, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

GAP = 7.0
"""Between the names and the axes."""
_PAD = ROW - BODY * LEADING
_BREAK = 8.0


@dataclass(frozen=True)
class Entry:
    """A row of a chart: its name, lesser lines below the name, and the words it has in place of a mark.

    ``block`` counts from 0; a rule separates the blocks.
    """

    row: Row
    name: str
    under: str = ""
    words: str = ""
    block: int = 0
    need: float = 0.0
    """Height that its drawing needs in any case, in points."""


class Stack:
    """Entries with their places: ``middle(i)`` is the middle of entry ``i``, in points from the top."""

    def __init__(self, entries: Sequence[Entry], share: float = 0.36) -> None:
        self.entries = list(entries)
        self._share = share
        self._names: list[list[str]] = []
        self._under: list[list[str]] = []
        self._words: list[list[str]] = []
        self._tops: list[float] = []
        self._heights: list[float] = []

    def beside(self, total: float) -> float:
        """The width of the names of ``total``, their gap to the axes included; breaks the names into lines."""
        most = total * (self._share if total > 260 else 0.42)
        self._names = [balanced(entry.name, BODY, most) for entry in self.entries]
        self._under = [balanced(entry.under, SMALL, most) if entry.under else [] for entry in self.entries]
        wide = [widest(lines, BODY) for lines in self._names] + [widest(lines, SMALL) for lines in self._under]
        return max(wide, default=0.0) + GAP

    def height(self, room: float) -> float:
        """The height of all rows where the axes are ``room`` wide."""
        if not self._names:
            self.beside(room)
        self._tops, self._heights, y = [], [], 0.0
        self._words = [wrap(entry.words, BODY, room - 6) if entry.words else [] for entry in self.entries]
        before = self.entries[0].block if self.entries else 0
        for number, entry in enumerate(self.entries):
            if entry.block != before:
                y += _BREAK
            before = entry.block
            names = len(self._names[number]) * BODY * LEADING + len(self._under[number]) * SMALL * LEADING
            high = _PAD + max(BODY * LEADING, names, len(self._words[number]) * BODY * LEADING, entry.need)
            self._tops.append(y)
            self._heights.append(high)
            y += high
        return y

    def middle(self, number: int) -> float:
        return self._tops[number] + self._heights[number] / 2

    def bottom(self, number: int) -> float:
        """The lower edge of an entry, in points from the top."""
        return self._tops[number] + self._heights[number]

    def draw(self, ax: Axes, left: float, room: float, marked: Sequence[int] = ()) -> None:
        """Write names and words, draw the rules between blocks; ``marked`` entries have a pointer at their name."""
        for number, entry in enumerate(self.entries):
            self._write_name(ax, number, number in marked)
            color = MUTED if entry.row.state == "not_searched" else TEXT
            lines_at(ax, 4, self.middle(number), self._words[number], color=color)
            if number and entry.block != self.entries[number - 1].block:
                rule(ax, self._tops[number] - _BREAK / 2, -left, room)

    def _write_name(self, ax: Axes, number: int, marked: bool) -> None:
        names, under = self._names[number], self._under[number]
        tall = len(names) * BODY * LEADING, len(under) * SMALL * LEADING
        row = self.middle(number)
        entry = self.entries[number]
        color = MUTED if entry.words or entry.row.state == "other_level" else TEXT
        shown = ["▶ " + names[0], *names[1:]] if marked else names
        lines_at(ax, -GAP, row, shown, ha="right", color=color, down=-tall[1] / 2)
        lines_at(ax, -GAP, row, under, SMALL, ha="right", color=MUTED, down=tall[0] / 2)


MANY, NAMED = 5, 40
"""From how many rows on those without a value and with one reason stand in one line, and how many names it holds."""


def wordy(rows: Sequence[Row], subject: Subject, lang: Lang, why: Callable[[Row], str], block: int) -> list[Entry]:
    """The entries of rows that have words in place of a mark; many with the same words share one entry."""
    alike: dict[str, list[Row]] = {}
    for row in rows:
        alike.setdefault(why(row), []).append(row)
    entries = []
    for words, found in alike.items():
        names = [subject.name(row, lang) for row in found]
        if len(names) <= MANY:
            entries += [Entry(row, name, words=words, block=block) for row, name in zip(found, names, strict=True)]
            continue
        shown = listed(names[:NAMED], lang)
        if len(names) > NAMED:
            shown = say("and_so_on", lang, names=shown, count=len(names))
        text = say("with_reason", lang, state=words, reason=shown)
        entries.append(Entry(found[0], say("rows", lang, count=len(names)), words=text, block=block))
    return entries


def reason(row: Row, lang: Lang) -> str:
    """Why a row has no mark: its state and the reason given."""
    state, why = say(f"state_{row.state}", lang), row.text("reason", lang)
    if why.casefold().startswith(state.casefold()):
        return why[:1].upper() + why[1:]
    if not why:
        return state
    return say("with_reason", lang, state=state, reason=why)
