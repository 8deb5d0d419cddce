"""A report as a PDF: the whole model goes into one Typst template as data, so that no word of a document is markup.

A text is a list of parts, which `templates/report.typ` shows one after another: a string as it is, ``"\\n"`` as the end
of a line; a list of one string as Chinese in an English report; ``{"t": text}`` as a piece of a long word, beside which
a line may end; ``{"to": anchor, "t": text}`` and ``{"url": address, "t": text}`` as links; ``{"page": anchor}`` as the
number of its page; ``{"at": anchor}`` as what links lead to.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import typst

from civstats.catalogue import Lang
from civstats.plot import fonts
from civstats.report.csvfile import plain
from civstats.report.model import Block, Cell, Checks, Figure, KeyFigure, Prose, Report, Row, Table, Text
from civstats.report.pdf_text import BEFORE_UNIT, INSET, LINE, SIZE, Parts, ems, parts, shortened, visible, widths
from civstats.report.words import labels, say

_TILE, _VALUE, _RUNNING = 12.0, 6.0, 44.0
"""In em: room for a word in a tile and in the large figure of a tile; room for the line above a page."""
_TALL, _WORDY = 25, 300.0
"""Lines, from which on a row may go on to the next page; em of words around a chart, from which on the figure may."""
_SIGNS = {True: "✓", False: "×", None: "–"}
_ANSWERS = {True: "page_holds", False: "page_fails", None: "page_nothing_to_hold"}
_WEB = re.compile(r"https?://[!-~]{1,2000}", re.IGNORECASE)


def pdf(report: Report, lang: Lang) -> bytes:
    """The report in the language as a PDF: A4, tagged (PDF/UA-1), with bookmarks; the same report gives the same bytes.

    Characters that the font lacks are shown by their numbers, as ``〔U+1F600〕``. Raises KeyError for a reference to an
    observation that the report does not number, and ValueError for a heading without words and for a chart that is no
    SVG or has no alternative text.
    """
    return _compiled(report, lang, pdf_standards="ua-1")[0]


def page_one(report: Report, lang: Lang) -> bytes:
    """The first page of the PDF as a PNG of 80 dots an inch; raises as `pdf` does."""
    return _compiled(report, lang, format="png", ppi=80)[0]


def _compiled(report: Report, lang: Lang, **how: Any) -> list[bytes]:
    """The report as Typst writes it: one file, or one a page."""
    template = files("civstats.report").joinpath("templates", "report.typ").read_bytes()
    inputs = {"report": json.dumps(_Writer(report, lang).report())}
    try:
        made = typst.compile(template, sys_inputs=inputs, font_paths=_fonts(), ignore_system_fonts=True, **how)
    except typst.TypstError as error:
        raise ValueError(f"{report.name} cannot be written as a PDF: {error}") from error
    return made if isinstance(made, list) else [made]


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts.path().parent)])


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
            "running": shortened(" · ".join(filter(None, (title, subtitle))), _RUNNING),
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

    def said(self, text: Text, room: float = LINE) -> Parts:
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
            "tall": ems(visible(drawn.headline + drawn.subtitle + drawn.source)) > _WORDY,
        }

    def behind(self, figure: Figure) -> dict[str, object]:
        """The table behind a figure, with its unit and the way back."""
        return {**self.table(figure.table), "unit": self.unit(figure), "figure": self.see(figure.id)[1:]}

    def unit(self, figure: Figure) -> Parts:
        return self.said(say("page_unit", unit=figure.unit)) if figure.unit else []

    def table(self, table: Table) -> dict[str, object]:
        heads = [visible(column.label.said(self.lang)) for column in table.columns]
        shown = [[visible(self.plainly(cell)) for cell in row.cells] for row in table.rows]
        wide = widths(list(zip(heads, *shown, strict=True)))
        return {
            "kind": "table",
            "at": self.anchor(table.id),
            "number": self.names[table.id].said(self.lang),
            "caption": self.said(table.caption),
            "widths": [round(one * SIZE + 2 * INSET, 2) for one in wide],
            "numbers": [column.kind == "number" for column in table.columns],
            "head": [self.head(head, room) for head, room in zip(heads, wide, strict=True)],
            "rows": [self.row(row, wide, texts) for row, texts in zip(table.rows, shown, strict=True)],
            "empty": [] if table.rows else self.said(table.empty),
            "notes": self.notes(table.notes),
        }

    def head(self, label: str, room: float) -> Parts:
        """A label of a column, with its unit in a line of its own."""
        first, *unit = (parts(line, self.lang, room) for line in BEFORE_UNIT.split(label))
        return [*first, "\n", *unit[0]] if unit else first

    def row(self, row: Row, wide: Sequence[float], texts: Sequence[str]) -> dict[str, object]:
        cells = [self.cell(cell, room) for cell, room in zip(row.cells, wide, strict=True)]
        if at := self.anchor(row.anchor):
            cells[0].insert(0, {"at": at})
        lines = max((ems(text) / room for text, room in zip(texts, wide, strict=True)), default=0)
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
