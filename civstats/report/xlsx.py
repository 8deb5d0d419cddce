"""A report as an Excel workbook: cover, contents, notes, a sheet for each table, and the data.

Each table is a named table of Excel under its caption, without merged cells and with nothing below it. What a document
says is only ever a string, and the same report makes the same bytes.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from datetime import datetime
from typing import Any
from urllib.parse import quote

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from civstats.catalogue import Lang
from civstats.report import xlsx_look as look
from civstats.report.csvfile import counted, plain
from civstats.report.model import NOTHING, Cell, Column, Report, Table, Text
from civstats.report.sheets import HEADER, Sheet, anchors, cut, sheets
from civstats.report.words import say
from civstats.width import display_width

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_CREATED = datetime(2000, 1, 1)  # a fixed day: the bytes tell what is said, not when it was written

_LONGEST = 32767  # of a cell; these limits are Excel's
_LONGEST_NAME = 255  # of a column, of a property of the document
_LONGEST_ADDRESS = 2079
_MOST_LINKS = 65530
_MOST_FORMATS = 150

_WIDEST, _WIDEST_CAPTION, _FIRST_OF_COVER, _WIDEST_OF_COVER = 50, 100, 44, 16
_LANDSCAPE = 95
_LETTERS, _CAPTION = 11, 13  # points
_LINE, _HIGHEST = 1.36, 409  # of the size of the letters; of a row, in points
_A4 = 9
_LINK_COLOUR = "#12436D"
_WORDS = Column("words", NOTHING)


def workbook(report: Report, lang: Lang) -> bytes:
    """The workbook of a report in the language.

    Raises KeyError for a reference that `Report.refs` does not have.
    """
    file = io.BytesIO()
    with Workbook(file, _OPTIONS) as book:
        _Writer(book, report, lang).write()
    return file.getvalue()


class _Writer:
    """Writes the sheets of one report in one language."""

    def __init__(self, book: Workbook, report: Report, lang: Lang) -> None:
        self._book = book
        self._report = report
        self._lang = lang
        self._cut = say("xlsx_cut").said(lang)
        self._sheets = sheets(report, lang)
        self._anchors = anchors(report, self._sheets)
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._number_formats: set[str] = set()
        self._table_names: set[str] = set()
        self._links: Counter[str] = Counter()

    def write(self) -> None:
        title, subtitle = (
            cut(self._said(text), _LONGEST_NAME, "…") for text in (self._report.title, self._report.subtitle)
        )
        self._book.set_properties({"title": title, "subject": subtitle, "created": _CREATED})
        self._book.set_custom_property("Language", {"zh": "zh-CN", "en": "en-GB"}[self._lang])
        cover, *others = self._sheets
        self._cover(cover)
        for sheet in others:
            self._sheet(sheet)

    def _cover(self, sheet: Sheet) -> None:
        """What page one says, below one another in the first column; the key figures last, as a table ends a sheet."""
        page, report = self._page(sheet), self._report
        self._line(page, 0, report.title, size=16, bold=True)
        self._line(page, 1, report.subtitle)
        row = 2
        for label, fact in report.edition:
            self._line(page, row, label)
            page.write_string(row, 1, self._said(fact), self._format())
            row += 1
        if report.points:
            self._line(page, row, say("page_points"), bold=True)
            row += 1
        for point in report.points:
            self._line(page, row, point.text)
            if point.to:  # beside the words: LibreOffice does not break a link into lines
                self._write(page, row, 1, _WORDS, Cell(say("page_table"), link=f"#{point.to}"))
            row += 1
        if report.missing:
            self._line(page, row, say("page_missing"), bold=True)
            self._line(page, row + 1, report.missing)
            row += 2
        self._line(page, row, sheet.table.caption, bold=True)
        widths = [_FIRST_OF_COVER, *self._widths(sheet.table, _WIDEST_OF_COVER)[1:]]
        self._table(page, sheet.table, row + 1, widths)

    def _line(self, page: Worksheet, row: int, text: Text, size: int = _LETTERS, bold: bool = False) -> None:
        """Words of the cover, broken into lines."""
        said = self._said(text)
        page.write_string(row, 0, said, self._format(bold=bold, font_size=size, text_wrap=True))
        self._height(page, row, look.lines(said, _FIRST_OF_COVER * _LETTERS // size), size)

    def _sheet(self, sheet: Sheet) -> None:
        page, table = self._page(sheet), sheet.table
        is_data = table.id == self._report.data.id
        page.write_string(0, 0, self._said(table.caption), self._format(bold=True, font_size=_CAPTION))
        self._height(page, 0, 1, _CAPTION)
        self._table(page, table, HEADER, self._widths(table, _WIDEST), autofilter=is_data)
        page.repeat_rows(0, HEADER)
        if is_data:
            page.freeze_panes(HEADER + 1, 0)

    def _page(self, sheet: Sheet) -> Worksheet:
        page = self._book.add_worksheet(sheet.name)
        page.set_paper(_A4)
        page.fit_to_pages(1, 0)
        page.set_footer("&C" + self._said(say("page_number", number="&P", total="&N")))
        return page

    def _table(self, page: Worksheet, table: Table, top: int, widths: list[int], autofilter: bool = False) -> None:
        """The table with its header in the row ``top``; a sentence where it has no rows, as Excel has no such table."""
        for place, width in enumerate(widths):
            page.set_column(place, place, width)
        if not table.rows:
            page.write_string(top, 0, self._said(table.empty or say("xlsx_empty")), self._format())
            return
        bottom, right = top + len(table.rows), len(table.columns) - 1
        headers = self._headers(table)
        page.add_table(
            top,
            0,
            bottom,
            right,
            {
                "name": self._table_name(table.id),
                "description": cut(self._said(table.caption), _LONGEST_NAME, "…"),
                "columns": [
                    {
                        "header": header,
                        "header_format": self._format(**_side(column), bold=True, text_wrap=True, bottom=1),
                    }
                    for column, header in zip(table.columns, headers, strict=True)
                ],
                "style": "Table Style Light 1",
                "banded_rows": False,
                "autofilter": autofilter,
            },
        )
        page.ignore_errors({"number_stored_as_text": xl_range(top, 0, bottom, right)})
        page.print_area(0, 0, bottom, right)
        if sum(widths) > _LANDSCAPE:
            page.set_landscape()
        self._height(page, top, max(map(look.lines, headers, widths)))
        for number, row in enumerate(table.rows, top + 1):
            for place, (column, cell) in enumerate(zip(table.columns, row.cells, strict=True)):
                self._write(page, number, place, column, cell)
            self._height(page, number, max(map(look.lines, map(self._shown, row.cells), widths)))

    def _write(self, page: Worksheet, row: int, place: int, column: Column, cell: Cell) -> None:
        """A number as number, all else as string; a link over it where it has one."""
        number, text = counted(column, cell), self._shown(cell)
        link = self._link(page, cell) if text else ""
        style = _side(column)
        if link:
            style["font_color"] = _LINK_COLOUR
            # Only a cell that is nothing but a link looks like one: a column of underlined numbers is hard to read.
            style["underline"] = 0 if cell.refs and cell.text else 1
        if number is not None:
            style["num_format"] = self._number_format(number, text)
        else:
            style |= {"text_wrap": True, "num_format": "@" if column.kind in ("code", "day") else look.AS_IT_IS}
        made = self._format(**style)
        if link:
            page.write_url(row, place, link, made, text)
        if number is not None:
            page.write_number(row, place, number, made)
        elif not text:
            page.write_blank(row, place, None, made)  # an empty string would count as a text
        elif not link:
            page.write_string(row, place, text, made)

    def _link(self, page: Worksheet, cell: Cell) -> str:
        """Where a cell leads, as XlsxWriter has it; nothing where it leads nowhere, or where Excel cannot follow."""
        link = cell.link or (f"#e{self._report.numbers[cell.refs[0]]}" if cell.refs else "")
        if link.startswith("#"):
            link = self._anchors.get(link[1:], "")
        elif not link.startswith(("https://", "http://")) or plain(link) != link or len(quote(link)) > _LONGEST_ADDRESS:
            link = ""
        if not link or self._links[page.name] == _MOST_LINKS:
            return ""
        self._links[page.name] += 1
        return link

    def _said(self, text: Text) -> str:
        return cut(plain(text.said(self._lang)), _LONGEST, self._cut)

    def _shown(self, cell: Cell) -> str:
        """The text of a cell; the numbers of the observations, ``[1] [2]``, where it has no other."""
        references = " ".join(f"[{self._report.numbers[reference]}]" for reference in cell.refs)
        return self._said(cell.text or Text.same(references))

    def _headers(self, table: Table) -> list[str]:
        """The labels of the columns, each once: a table of Excel has no two alike, small and capital letters as one."""
        headers: list[str] = []
        for column in table.columns:
            label = header = cut(self._said(column.label), _LONGEST_NAME - len(" (16384)"), "…")
            count, taken = 1, {other.casefold() for other in headers}
            while header.casefold() in taken:
                count += 1
                header = f"{label} ({count})"
            headers.append(header)
        return headers

    def _table_name(self, table_id: str) -> str:
        """A name that is no cell's (A1, R1C1, XFD1: at most three letters before a digit) and no other table's."""
        name = re.sub(r"\W", "_", table_id)[:200]
        if not re.match(r"[^\W\d]{4}", name):
            name = f"_{name}"
        while name.casefold() in self._table_names:
            name += "_"
        self._table_names.add(name.casefold())
        return name

    def _number_format(self, number: float, text: str) -> str:
        """Excel has room for some 200 formats of numbers in a workbook; what comes after is shown as it is."""
        found = look.number_format(number, text)
        if len(self._number_formats | {found}) > _MOST_FORMATS:
            return look.AS_IT_IS
        self._number_formats.add(found)
        return found

    def _widths(self, table: Table, widest: int) -> list[int]:
        """The widths of the columns, together wide enough for a caption of usual length."""
        widths: list[int] = []
        for place, column in enumerate(table.columns):
            cells = [(counted(column, row.cells[place]), self._shown(row.cells[place])) for row in table.rows]
            widths.append(look.column_width(self._said(column.label), cells, widest))
        caption = min(display_width(self._said(table.caption)) * _CAPTION // _LETTERS, _WIDEST_CAPTION)
        if widths:
            widths[widths.index(max(widths))] += max(caption - sum(widths), 0)
        return widths

    def _height(self, page: Worksheet, row: int, lines: int, size: int = _LETTERS) -> None:
        """Room for the lines of a row, which not every program finds by itself; a single usual line has it anyway."""
        if lines > 1 or size > _LETTERS:
            page.set_row(row, min(lines * size * _LINE, _HIGHEST))

    def _format(self, **style: Any) -> Format:
        key = tuple(sorted(style.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({"valign": "top"} | style)
        return self._formats[key]


def _side(column: Column) -> dict[str, Any]:
    """Numbers stand at the right, not quite at the next column."""
    return {"align": "right", "indent": 1} if column.kind == "number" else {"align": "left"}
