"""What a report says, said once in both languages.

HTML, PDF and workbook are three ways of writing one `Report` down, so that a number cannot differ between them. A
builder (`profile`, `comparison`, `scorecard`, `quality`) makes a report of the dataset; nothing in it is counted or
rounded again when it is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from civstats.analysis.claims import Claim
from civstats.catalogue import Lang

Kind = Literal["text", "number", "code", "day"]


@dataclass(frozen=True)
class Text:
    """Words in both languages."""

    zh: str
    en: str

    @classmethod
    def same(cls, text: str) -> Text:
        """What is written alike in both: a code, a number, a printed token, a title that has no translation."""
        return cls(text, text)

    def said(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.en

    def __bool__(self) -> bool:
        return bool(self.zh or self.en)

    def __add__(self, other: Text) -> Text:
        return Text(self.zh + other.zh, self.en + other.en)


NOTHING = Text("", "")


@dataclass(frozen=True)
class Cell:
    """One cell of a table: the ``text`` that is shown, and what stands behind it.

    ``number`` is the exact number where the text shows one (a workbook counts with it); ``refs`` are the observations
    that it was read from; ``link`` leads to an anchor of this report (``#…``), a file beside it, or an address.
    """

    text: Text
    number: float | None = None
    refs: tuple[str, ...] = ()
    link: str = ""


@dataclass(frozen=True)
class Column:
    """A column of a table: ``key`` names it for machines (in CSV and workbook), ``label`` for people."""

    key: str
    label: Text
    kind: Kind = "text"


@dataclass(frozen=True)
class Row:
    """A row of a table; ``anchor`` is what links lead to."""

    cells: tuple[Cell, ...]
    anchor: str = ""


@dataclass(frozen=True)
class Table:
    """A table; ``id`` is its anchor and names it in workbook and CSV; ``empty`` is said where there is no row."""

    id: str
    caption: Text
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[Text, ...] = ()
    empty: Text = NOTHING


@dataclass(frozen=True)
class Drawing:
    """A chart in one language: an SVG without words around it, and these words."""

    headline: str
    subtitle: str
    alt: str
    svg: bytes
    notes: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class Figure:
    """A chart with the table behind it, which holds the same numbers. ``draw`` makes it when it is asked for."""

    id: str
    draw: Callable[[Lang], Drawing]
    unit: Text
    table: Table
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Prose:
    """Paragraphs; ``refs`` are the observations that they speak of."""

    paragraphs: tuple[Text, ...]
    refs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Check:
    """One line of 能不能比: what is asked, whether it holds (None: there is nothing to hold), and of which places."""

    asked: Text
    holds: bool | None
    said: Text


@dataclass(frozen=True)
class Checks:
    """The lines of a box."""

    title: Text
    lines: tuple[Check, ...]


Block = Prose | Checks | Table | Figure


@dataclass(frozen=True)
class Section:
    """A section of a report; ``id`` is its anchor."""

    id: str
    title: Text
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class KeyFigure:
    """A figure of page one with all that makes it sound: state, unit, period, change, and place among its peers."""

    label: Text
    value: Text
    unit: Text
    period: Text
    state: Text = NOTHING
    change: Text = NOTHING
    rank: Text = NOTHING
    refs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Point:
    """A main point: a claim, which its query proves, and the anchor of the figure or section that shows it."""

    claim: Claim
    to: str = ""

    @property
    def text(self) -> Text:
        return Text(self.claim.zh, self.claim.en)


@dataclass(frozen=True)
class Report:
    """A report. ``name`` is the stem of its files; ``kind`` is profile, comparison, scorecard or quality.

    ``edition`` are the labelled facts under the title (edition, data cut-off, …); ``keys``, ``points``, ``front`` and
    ``missing`` make page one; ``data`` is the flat table of all its observations; ``refs`` numbers these, 1 first.
    """

    name: str
    kind: str
    title: Text
    subtitle: Text
    edition: tuple[tuple[Text, Text], ...]
    keys: tuple[KeyFigure, ...]
    points: tuple[Point, ...]
    front: tuple[Block, ...]
    missing: Text
    sections: tuple[Section, ...]
    data: Table
    refs: tuple[str, ...] = field(default=())

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each observation in the table of evidence, whose rows have the anchors ``e1``, ``e2``, …"""
        return {observation_id: number for number, observation_id in enumerate(self.refs, 1)}

    def tables(self) -> Iterator[Table]:
        """All tables in the order of the report, those behind figures too; `data` is not among them."""
        yield from _tables(self.front)
        for section in self.sections:
            yield from _tables(section.blocks)

    def figures(self) -> Iterator[Figure]:
        for blocks in (self.front, *(section.blocks for section in self.sections)):
            yield from (block for block in blocks if isinstance(block, Figure))


def _tables(blocks: tuple[Block, ...]) -> Iterator[Table]:
    for block in blocks:
        if isinstance(block, Table):
            yield block
        elif isinstance(block, Figure):
            yield block.table


def referred(blocks: tuple[Block, ...]) -> Iterator[str]:
    """The observations that blocks refer to, in the order of reading."""
    for block in blocks:
        if isinstance(block, Prose):
            yield from block.refs
        for table in _tables((block,)):
            for row in table.rows:
                for cell in row.cells:
                    yield from cell.refs
