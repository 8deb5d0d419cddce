"""Which sheets the workbook of a report has: tables again, with names that Excel takes, and what links lead to."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from civstats.catalogue import Lang
from civstats.report.csvfile import plain
from civstats.report.model import NOTHING, Cell, Checks, Column, Figure, Prose, Report, Row, Section, Table, Text
from civstats.report.words import joined, say

COVER, CONTENTS, NOTES = "sheet-cover", "sheet-contents", "sheet-notes"
HEADER = 1
"""The row of a table's header, from 0: the caption is above it, the rows follow."""

_LONGEST_NAME = 31
_SPACE = Text.same(" ")


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, and its table (on the cover the key figures)."""

    name: str
    table: Table


def sheets(report: Report, lang: Lang) -> list[Sheet]:
    """The sheets in their order: cover, contents, notes, one for each table, and the data."""
    numbers: dict[Text, int] = {}
    noted: dict[Text, list[Sheet]] = {}
    tables: list[Sheet] = []
    for count, (table, notes) in enumerate(_with_notes(report), 1):
        marks = [say("xlsx_note", number=numbers.setdefault(note, len(numbers) + 1)) for note in notes]
        name = f"{count} {table.caption.said(lang)}" if table is not report.data else say("page_data").said(lang)
        caption = sum((_SPACE + mark for mark in dict.fromkeys(marks)), table.caption)
        tables.append(Sheet(sheet_name(name), replace(table, caption=caption)))
        for note in dict.fromkeys(notes):
            noted.setdefault(note, []).append(tables[-1])
    front = [
        Sheet(sheet_name(say("page_cover").said(lang)), _keys(report)),
        Sheet(sheet_name(say("page_notes_sheet").said(lang)), _notes(report, noted)),
    ]
    contents = _contents([*front, *tables], report)
    return [front[0], Sheet(sheet_name(contents.caption.said(lang)), contents), front[1], *tables]


def anchors(report: Report, pages: list[Sheet]) -> Mapping[str, str]:
    """The place of each anchor in the workbook: ``{"e1": "internal:'5 依据'!A3", …}``."""
    found: dict[str, str] = {}
    for page in pages:
        found.setdefault(page.table.id, _place(page, 0))
        for row, said in enumerate(page.table.rows, HEADER + 1):
            if said.anchor:
                found.setdefault(said.anchor, _place(page, row))
    for figure in report.figures():
        found.setdefault(figure.id, found[figure.table.id])
    for section in report.sections:
        if section.blocks and isinstance(section.blocks[0], Table | Figure):
            found.setdefault(section.id, found[section.blocks[0].id])
    return found


def sheet_name(text: str) -> str:
    """``text`` as Excel takes it for a sheet: at most 31 UTF-16 units, no ``[]:*?/\\`` and no apostrophe at the ends.

    The full-width forms of these go too, since some Excels refuse them, and marks that are not seen.
    """
    kept = "".join(
        " " if unicodedata.normalize("NFKC", char)[:1] in tuple("[]:*?/\\") else char
        for char in plain(text)
        if unicodedata.category(char) != "Cf"
    )
    return _trimmed(cut(_trimmed(kept), _LONGEST_NAME, "…"))


def cut(text: str, most: int, mark: str) -> str:
    """``text``, or so much of it that it has with the ``mark`` at its end ``most`` UTF-16 units, which Excel counts."""
    if len(text.encode("utf-16-le")) <= 2 * most:
        return text
    return text.encode("utf-16-le")[: 2 * (most - len(mark))].decode("utf-16-le", "ignore") + mark


def _trimmed(name: str) -> str:
    return re.sub(r"^[\s']+|[\s']+$", "", re.sub(r"\s+", " ", name))


def _place(page: Sheet, row: int) -> str:
    quoted = page.name.replace("'", "''")
    return f"internal:'{quoted}'!A{row + 1}"


def _with_notes(report: Report) -> Iterator[tuple[Table, tuple[Text, ...]]]:
    """The tables, the data last, with their notes; those of a figure are its table's."""
    of_figures = {figure.table.id: figure.notes for figure in report.figures()}
    for table in (*report.tables(), report.data):
        yield table, (*of_figures.get(table.id, ()), *table.notes)


def _keys(report: Report) -> Table:
    """The key figures; columns of which nothing is said are left out."""
    rows = [
        (
            Cell(key.label),
            Cell(key.value),
            Cell(key.unit),
            Cell(key.period),
            Cell(key.state),
            Cell(key.change),
            Cell(key.rank),
            Cell(NOTHING, refs=key.refs),
        )
        for key in report.keys
    ]
    names = ("indicator", "value", "unit", "period", "state", "change", "rank", "evidence")
    kept = [place for place in range(len(names)) if any(row[place].text or row[place].refs for row in rows)]
    columns = [_column(name, "number" if name == "value" else "text") for name in names]
    return Table(
        COVER,
        say("page_keys"),
        tuple(columns[place] for place in kept),
        tuple(Row(tuple(row[place] for place in kept)) for row in rows),
    )


def _contents(pages: list[Sheet], report: Report) -> Table:
    told = {COVER: report.title}
    rows = tuple(
        Row(
            (
                Cell(Text.same(page.name), link=f"#{page.table.id}"),
                Cell(told.get(page.table.id, page.table.caption)),
                Cell(Text.same(str(len(page.table.rows))), float(len(page.table.rows))),
            )
        )
        for page in pages
    )
    columns = (_column("sheet"), _column("said"), _column("rows", "number"))
    return Table(CONTENTS, say("page_contents"), columns, rows)


def _notes(report: Report, noted: Mapping[Text, list[Sheet]]) -> Table:
    """The notes of all tables by number, then the prose and the checks in the order of the report."""
    rows = [
        Row(
            (
                Cell(say("xlsx_note", number=number)),
                Cell(joined([Text.same(page.name) for page in pages]), link=f"#{pages[0].table.id}"),
                Cell(note),
                Cell(NOTHING),
            )
        )
        for number, (note, pages) in enumerate(noted.items(), 1)
    ]
    rows += _told(Section("", say("xlsx_page_one"), report.front))
    for section in report.sections:
        rows += _told(section)
    columns = tuple(_column(name) for name in ("mark", "where", "said", "evidence"))
    return Table(NOTES, say("page_notes_sheet"), columns, tuple(rows))


def _told(section: Section) -> Iterator[Row]:
    """The prose and the checks of a section; the first row of a section that begins with them has its anchor."""
    anchor = section.id
    for block in section.blocks:
        if isinstance(block, Prose):
            lines = [(say("xlsx_prose"), section.title, paragraph, block.refs) for paragraph in block.paragraphs]
        elif isinstance(block, Checks):
            where = section.title + Text.same(" · ") + block.title
            lines = [(_held(line.holds), where, line.asked + _SPACE + line.said, ()) for line in block.lines]
        else:
            lines = []
        for mark, where, said, refs in lines:
            yield Row((Cell(mark), Cell(where), Cell(said), Cell(NOTHING, refs=refs)), anchor)
            anchor = ""
        anchor = ""


def _held(holds: bool | None) -> Text:
    if holds is None:
        return say("page_nothing_to_hold")
    return say("page_holds" if holds else "page_fails")


def _column(name: str, kind: Literal["text", "number"] = "text") -> Column:
    return Column(name, say(f"xlsx_{name}"), kind)
