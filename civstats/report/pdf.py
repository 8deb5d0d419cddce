"""A report as a PDF: the whole model goes into one Typst template as data, so that no word of a document is markup.

A text is a list of parts, which `templates/report.typ` shows one after another: a string as it is, ``"\\n"`` as the end
of a line; a list of one string as Chinese in an English report; ``{"t": text}`` as a piece of a long word, beside which
a line may end; ``{"to": anchor, "t": text}`` and ``{"url": address, "t": text}`` as links; ``{"page": anchor}`` as the
number of its page; ``{"at": anchor}`` as what links lead to.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

import typst

from civstats.catalogue import Lang
from civstats.plot import fonts
from civstats.plot.measure import width
from civstats.report.csvfile import plain
from civstats.report.model import Block, Cell, Checks, Figure, KeyFigure, Prose, Report, Row, Table, Text
from civstats.report.words import labels, say

Parts = list[object]

_WIDTH, _SIZE, _INSET = 481.8, 8.5, 4.0
"""In points: the room between the margins, the size of text in tables, and the white at either side of a cell."""
_LINE, _TILE, _VALUE, _RUNNING = 20.0, 12.0, 6.0, 44.0
"""In em: room for a word in a line, in a tile and in the large figure of a tile; room for the line above a page."""
_WIDEST, _LONGEST, _SHORT = 60.0, 9.0, 6.0
"""In em: what a column asks for at most, how much of it for one word, and what is not cut."""
_SLACK, _STRETCH = 0.5, 1.5
"""Em that a column has more than its text; how many times wider than asked for it is at most where there is room."""
_TALL, _WORDY = 25, 300.0
"""Lines, from which on a row may go on to the next page; em of words around a chart, from which on the figure may."""
_SIGNS = {True: "✓", False: "×", None: "–"}
_ANSWERS = {True: "page_holds", False: "page_fails", None: "page_nothing_to_hold"}
_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_CHINESE = re.compile(rf"([{_HAN}](?:[^\sA-Za-z]*[{_HAN}])?)")
_WORD = re.compile(rf"[{_HAN}]?[^\s{_HAN}]+[{_HAN}]?")
"""What may hold together in one line: a word, with the characters that punctuation at its ends may hold to it."""
_BEFORE_UNIT = re.compile(r" (?=\([^()]+\)$)|(?=（[^（）]+）$)")
_WEB = re.compile(r"https?://[!-~]{1,2000}", re.IGNORECASE)


def pdf(report: Report, lang: Lang) -> bytes:
    """The report in the language as a PDF: A4, tagged (PDF/UA-1), with bookmarks; the same report gives the same bytes.

    Characters that the font lacks are shown by their numbers, as ``〔U+1F600〕``. Raises KeyError for a reference to an
    observation that the report does not number, and ValueError for a heading without words and for a chart that is no
    SVG or has no alternative text.
    """
    template = files("civstats.report").joinpath("templates", "report.typ").read_bytes()
    inputs = {"report": json.dumps(_Writer(report, lang).report())}
    try:
        return typst.compile(
            template, sys_inputs=inputs, font_paths=_fonts(), ignore_system_fonts=True, pdf_standards="ua-1"
        )
    except typst.TypstError as error:
        raise ValueError(f"{report.name} cannot be written as a PDF: {error}") from error


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts.path().parent)])


def visible(text: str) -> str:
    """``text`` in one line, with its number for each character that has no glyph: emoji, marks that turn the line, …"""
    text = "".join(" " if char.isspace() and char != "\u3000" else char for char in plain(text))
    return text.translate({ord(char): f"〔U+{ord(char):04X}〕" for char in fonts.missing(text) + "\u00ad"})


@cache
def _em(char: str) -> float:
    return 1.0 if unicodedata.east_asian_width(char) in "WF" else width(char, 100) / 100


def _wide(text: str) -> float:
    return sum(map(_em, text))


def parts(text: str, lang: Lang, room: float = _LINE) -> Parts:
    """``text`` as parts: words wider than ``room`` (in em) may break anywhere, Han in English is marked as Chinese."""
    made: Parts = []
    done = 0
    text = visible(text)
    for word in _WORD.finditer(text):
        if _wide(word[0]) > room:
            made += _marked(text[done : word.start()], lang)
            done = word.end()
            step = max(1, min(8, int(room / 2)))
            for start in range(0, len(word[0]), step):
                made.append({"t": _marked(word[0][start : start + step], lang)})
    return made + _marked(text[done:], lang)


def _marked(text: str, lang: Lang) -> Parts:
    if lang == "zh":
        return [text] if text else []
    return [[part] if index % 2 else part for index, part in enumerate(_CHINESE.split(text)) if part]


def _shortened(text: str, room: float) -> str:
    short = text = visible(text)
    while _wide(short) > room:
        short = short[:-1]
    return text if short == text else f"{short.rstrip()}…"


def _widths(columns: Sequence[Sequence[str]]) -> list[float]:
    """The widths of columns in em, by the texts of each, its label first.

    Each has room for its longest word; where there is not enough for all, the widest are cut the most.
    """
    room = (_WIDTH - 2 * _INSET * len(columns)) / _SIZE
    least, asked = [], []
    for texts in columns:
        words = [_wide(word) for text in texts for word in _WORD.findall(text)]
        head = max(min(_wide(line), max(8.0, _wide(line) / 2 + 2.5)) for line in _BEFORE_UNIT.split(texts[0]))
        wide = min(_WIDEST, max(head, *map(_wide, texts[1:]), 0))
        least.append(max(min(_LONGEST, max(words, default=0)), min(_SHORT, wide)) + _SLACK)
        asked.append(max(least[-1], wide + _SLACK))
    if sum(asked) <= room:
        return [one * min(_STRETCH, room / sum(asked)) for one in asked]
    if sum(least) >= room:
        return [one * room / sum(least) for one in least]
    shares = [max(asked) * 0.99**step for step in range(700)]
    cuts = ([max(low, min(high, one * high**0.5)) for low, high in zip(least, asked, strict=True)] for one in shares)
    return next((cut for cut in cuts if sum(cut) <= room), least)


class _Writer:
    """Writes one report in one language; an anchor that stands twice is the first one's."""

    def __init__(self, report: Report, lang: Lang) -> None:
        self.model, self.lang = report, lang
        figures = list(report.figures())
        behind = {id(figure.table) for figure in figures}
        tables = sorted(report.tables(), key=lambda table: id(table) in behind)
        self.names = {section.id: section.title for section in report.sections}
        self.names |= {one.id: say("pdf_numbered_figure", number=number) for number, one in enumerate(figures, 1)}
        self.names |= {one.id: say("pdf_numbered_table", number=number) for number, one in enumerate(tables, 1)}
        self.anchors = {*self.names, *(row.anchor for table in tables for row in table.rows)} - {""}
        self.free = set(self.anchors)

    def report(self) -> dict[str, object]:
        report, lang = self.model, self.lang
        title, subtitle = report.title.said(lang), report.subtitle.said(lang)
        return {
            "lang": lang,
            "name": visible(title),
            "running": _shortened(" · ".join(filter(None, (title, subtitle))), _RUNNING),
            "page": labels()["page_number"][lang],
            "title": self.said(report.title),
            "subtitle": self.said(report.subtitle),
            "edition": [self.said(say("pdf_fact", label=label, value=value)) for label, value in report.edition],
            "keys": self.part("page_keys", [self.tile(key) for key in report.keys]),
            "points": self.part("page_points", [self.said(one.text) + self.see(one.to) for one in report.points]),
            "missing": self.part("page_missing", self.said(report.missing)),
            "front": list(map(self.block, report.front)),
            "sections": [
                {"title": self.said(one.title), "at": self.anchor(one.id), "body": list(map(self.block, one.blocks))}
                for one in report.sections
            ],
            "annex": self.part("pdf_annex", [self.behind(figure) for figure in report.figures()]),
        }

    def part(self, key: str, body: Sequence[object]) -> object:
        return {"title": self.said(say(key)), "body": body} if body else None

    def said(self, text: Text, room: float = _LINE) -> Parts:
        return parts(text.said(self.lang), self.lang, room)

    def anchor(self, name: str) -> str | None:
        if name not in self.free:
            return None
        self.free.remove(name)
        return name

    def refs(self, refs: Iterable[str]) -> Parts:
        """The numbers of observations, each leading to its row in the table of evidence."""
        made: Parts = []
        for number in (self.model.numbers[ref] for ref in refs):
            shown = [f"[{number}]"]
            made += [" ", {"to": f"e{number}", "t": shown} if f"e{number}" in self.anchors else shown[0]]
        return made

    def see(self, to: str, key: str = "pdf_see") -> Parts:
        """Where something stands, with its page; nothing where the report has no such anchor."""
        if to not in self.names:
            return []
        before, _, after = say(key, target=self.names[to], page="\0").said(self.lang).rpartition("\0")
        return [" ", {"to": to, "t": [*parts(before, self.lang), {"page": to}, *parts(after, self.lang)]}]

    def tile(self, key: KeyFigure) -> dict[str, object]:
        label, unit, *lines = (
            self.said(text, _TILE) for text in (key.label, key.unit, key.state, key.period, key.change, key.rank)
        )
        lines.append(self.refs(key.refs)[1:])
        return {"label": label, "value": self.said(key.value, _VALUE), "unit": unit, "lines": lines}

    def block(self, block: Block) -> dict[str, object]:
        if isinstance(block, Table):
            return self.table(block)
        if isinstance(block, Figure):
            return self.figure(block)
        return self.checks(block) if isinstance(block, Checks) else self.prose(block)

    def prose(self, block: Prose) -> dict[str, object]:
        paragraphs = [self.said(paragraph) for paragraph in block.paragraphs]
        if paragraphs:
            paragraphs[-1] += self.refs(block.refs)
        return {"kind": "prose", "paragraphs": paragraphs}

    def checks(self, block: Checks) -> dict[str, object]:
        lines = [
            {"sign": _SIGNS[one.holds], "words": [self.said(text, _TILE) for text in (answer, one.asked, one.said)]}
            for one, answer in ((one, say(_ANSWERS[one.holds])) for one in block.lines)
        ]
        return {"kind": "checks", "title": self.said(block.title), "lines": lines}

    def figure(self, figure: Figure) -> dict[str, object]:
        drawn = figure.draw(self.lang)
        return {
            "kind": "figure",
            "at": self.anchor(figure.id),
            "number": self.names[figure.id].said(self.lang),
            "headline": parts(drawn.headline, self.lang),
            "subtitle": parts(drawn.subtitle, self.lang),
            "unit": self.unit(figure) if figure.unit.said(self.lang) not in drawn.subtitle else [],
            "svg": drawn.svg.decode(),
            "alt": plain(drawn.alt),
            "source": parts(drawn.source, self.lang),
            "data": self.see(figure.table.id, "pdf_behind")[1:],
            "notes": self.notes([*map(Text.same, drawn.notes), *figure.notes]),
            "tall": _wide(visible(drawn.headline + drawn.subtitle + drawn.source)) > _WORDY,
        }

    def behind(self, figure: Figure) -> dict[str, object]:
        """The table behind a figure, with its unit and the way back."""
        return {**self.table(figure.table), "unit": self.unit(figure), "figure": self.see(figure.id)[1:]}

    def unit(self, figure: Figure) -> Parts:
        return self.said(say("page_unit", unit=figure.unit)) if figure.unit else []

    def table(self, table: Table) -> dict[str, object]:
        heads = [visible(column.label.said(self.lang)) for column in table.columns]
        shown = [[visible(self.plainly(cell)) for cell in row.cells] for row in table.rows]
        wide = _widths(list(zip(heads, *shown, strict=True)))
        return {
            "kind": "table",
            "at": self.anchor(table.id),
            "number": self.names[table.id].said(self.lang),
            "caption": self.said(table.caption),
            "widths": [round(one * _SIZE + 2 * _INSET, 2) for one in wide],
            "numbers": [column.kind == "number" for column in table.columns],
            "head": [self.head(head, room) for head, room in zip(heads, wide, strict=True)],
            "rows": [self.row(row, wide, texts) for row, texts in zip(table.rows, shown, strict=True)],
            "empty": [] if table.rows else self.said(table.empty),
            "notes": self.notes(table.notes),
        }

    def head(self, label: str, room: float) -> Parts:
        """A label of a column, with its unit in a line of its own."""
        first, *unit = (parts(line, self.lang, room) for line in _BEFORE_UNIT.split(label))
        return [*first, "\n", *unit[0]] if unit else first

    def row(self, row: Row, wide: Sequence[float], texts: Sequence[str]) -> dict[str, object]:
        cells = [self.cell(cell, room) for cell, room in zip(row.cells, wide, strict=True)]
        if at := self.anchor(row.anchor):
            cells[0].insert(0, {"at": at})
        lines = max((_wide(text) / room for text, room in zip(texts, wide, strict=True)), default=0)
        return {"tall": lines > _TALL, "cells": cells}

    def cell(self, cell: Cell, room: float) -> Parts:
        shown: Parts = self.said(cell.text, room)
        refs = self.refs(cell.refs)
        if shown and cell.link.startswith("#") and cell.link[1:] in self.anchors:
            shown = [{"to": cell.link[1:], "t": shown}]
        elif shown and _WEB.fullmatch(cell.link):
            shown = [{"url": cell.link, "t": shown}]
        return shown + refs if shown else refs[1:]

    def plainly(self, cell: Cell) -> str:
        """What a cell shows, for its width."""
        return " ".join([cell.text.said(self.lang), *(f"[{self.model.numbers[ref]}]" for ref in cell.refs)])

    def notes(self, notes: Sequence[Text]) -> list[Parts]:
        if len(notes) == 1:
            return [self.said(say("pdf_note", note=notes[0]))]
        return [self.said(say("pdf_numbered_note", number=number, note=note)) for number, note in enumerate(notes, 1)]
