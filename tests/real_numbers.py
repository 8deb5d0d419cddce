"""The numbers of a report, taken out of its files again, and where they are not those of the model."""

from __future__ import annotations

import base64
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from page_parts import Element, squeezed
from pdf_reader import Poppler, bare, body
from workbook_reader import Book, Page, Place, read

from civstats.catalogue import Lang
from civstats.report.csvfile import counted, plain
from civstats.report.model import Cell, KeyFigure, Prose, Report, Row, Table
from civstats.report.pdf_text import visible

Value = str | float
Grid = list[list[Value]]
_NUMBER = re.compile(r"(?:(?<![0-9A-Za-z])[+-])?\d[\d,]*(?:\.\d+)?")
_LONG_WORD = re.compile(r"[!-~]{16,}")
"""No figure, but a code or an address, which may be broken into lines."""
_CODED = re.compile(r'"([^"]*)"|([#,0.]+)')
_IN_WORDS = str.maketrans("一二三四五六七八九", "123456789")


def numbers(text: str) -> list[str]:
    """The numbers of a text with their signs, without grouping and zeros before: −1,200 and 06-07 give -1200, 6, 7."""
    found = (one.replace(",", "").lstrip("+") for one in _NUMBER.findall(text.replace("−", "-")))
    return [re.sub(r"^(-?)0+(?=\d)", r"\1", one) for one in found]


def alike(text: str) -> Counter[str]:
    """The numbers by which Chinese and English are compared: English numbers the tiers that Chinese names (第一档)."""
    return Counter(numbers(re.sub(r"第([一二三四五六七八九])档", lambda match: match[1].translate(_IN_WORDS), text)))


def rounds(exact: float, shown: str) -> bool:
    """Whether ``shown`` is ``exact`` with so many decimals, a half rounded up."""
    decimals = len(shown.partition(".")[2])
    return Decimal(repr(exact)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) == Decimal(shown)


def page_one(report: Report, lang: Lang) -> Iterator[str]:
    """The texts of page one: of each key figure, then the points, what is missing, and the prose."""
    for key in report.keys:
        yield " ".join(text for text in said_of(key, lang) if text)
    yield from (point.text.said(lang) for point in report.points)
    yield report.missing.said(lang)
    for block in report.front:
        if isinstance(block, Prose):
            yield from (paragraph.said(lang) for paragraph in block.paragraphs)


def said_of(key: KeyFigure, lang: Lang) -> list[str]:
    texts = (key.label, key.value, key.unit, key.state, key.period, key.change, key.rank)
    return [text.said(lang) for text in texts]


def differing(report: Report, lang: Lang, grids: Mapping[str, Grid]) -> Iterator[str]:
    """Where tables do not say what the model says: numbers exactly or as they are shown, words word for word."""
    for table in (*report.tables(), report.data):
        if not table.rows:
            continue
        grid = grids.get(table.id)
        if grid is None or [len(row) for row in grid] != [len(row.cells) for row in table.rows]:
            yield f"{table.id} is not there, or not all of it"
            continue
        for number, (row, values) in enumerate(zip(table.rows, grid, strict=True)):
            for column, cell, value in zip(table.columns, row.cells, values, strict=True):
                exact = counted(column, cell)
                same = value == exact if isinstance(value, float) else value == squeezed(plain(cell.text.said(lang)))
                if not same:
                    yield f"{table.id} {column.key} {number}: {value!r} for {cell.text.said(lang)!r} ({exact})"


def in_html(root: Element, report: Report) -> dict[str, Grid]:
    """The cells of the tables as they are shown, without the references."""
    places = {element.attributes["id"]: element for element in root.all() if "id" in element.attributes}
    found = {}
    for table in report.tables():
        if table.rows and table.id in places:
            lines = places[table.id].one("tbody").all("tr")
            found[table.id] = [[without(cell, "refs") for cell in line.all("th", "td")] for line in lines]
    return found


def without(element: Element, css: str) -> Value:
    """The text of an element but for the parts of a class."""
    return squeezed(_without(element, css))


def _without(element: Element, css: str) -> str:
    parts = (part for part in element.inside if isinstance(part, str) or css not in part.classes)
    return "".join(part if isinstance(part, str) else _without(part, css) for part in parts)


def in_csv(root: Element, report: Report) -> dict[str, Grid]:
    """The fields of the files that a page holds, a number wherever the model has one to count with."""
    tables = {f"{report.name}-{table.id}.csv": table for table in (*report.tables(), report.data)}
    found = {}
    for link in root.all("a"):
        table = tables.get(link.attributes.get("download", ""))
        if table is not None:
            text = base64.b64decode(link.attributes["href"].partition(",")[2]).decode("utf-8-sig")
            lines = list(csv.reader(io.StringIO(text, newline="")))[1:]
            found[table.id] = [
                [_field(field, *about) for field, about in zip(line, _columns(table, number), strict=True)]
                for number, line in enumerate(lines)
            ]
    return found


def _columns(table: Table, number: int) -> list[tuple[Cell, bool]]:
    cells = table.rows[number].cells
    return [(cell, counted(column, cell) is not None) for column, cell in zip(table.columns, cells, strict=True)]


def _field(field: str, cell: Cell, is_number: bool) -> Value:
    if is_number:
        return float(field)
    if not cell.text:
        return "" if field == " ".join(cell.refs) else field
    is_guarded = field.startswith("'") and not any(text.startswith("'") for text in (cell.text.zh, cell.text.en))
    return squeezed(field[1:] if is_guarded else field)


def in_workbook(book: Book, report: Report) -> dict[str, Grid]:
    """The cells of the named tables, without the references of cells that hold nothing else."""
    found: dict[str, Grid] = {}
    for table, row, page, places in _lines(book, report):
        values: list[Value] = []
        for place, cell in zip(places, row.cells, strict=True):
            value = page.cells.get(place, "")
            is_mark = not cell.text and value == " ".join(f"[{report.numbers[ref]}]" for ref in cell.refs)
            values.append("" if is_mark else squeezed(value) if isinstance(value, str) else value)
        found.setdefault(table.id, []).append(values)
    return found


def shown_otherwise(book: Book, report: Report, lang: Lang) -> Iterator[str]:
    """The numbers to which a workbook gives a format that shows others than the model shows."""
    for table, row, page, places in _lines(book, report):
        for place, cell in zip(places, row.cells, strict=True):
            value, code = page.cells.get(place), page.formats.get(place, "")
            if isinstance(value, float) and code != "General":
                shown = as_shown(value, code)
                if numbers(shown) != numbers(cell.text.said(lang)):
                    yield f"{table.id}: {shown} for {cell.text.said(lang)}"


def _lines(book: Book, report: Report) -> Iterator[tuple[Table, Row, Page, list[Place]]]:
    """Each row of a named table with its cells' places."""
    named = {one.name: (page, one) for page in book.pages for one in page.tables}
    for table in (*report.tables(), report.data):
        if table.rows:
            name = re.sub(r"\W", "_", table.id)
            page, place = named[name if name in named else f"_{name}"]
            columns = range(place.first[1], place.last[1] + 1)
            for row, number in zip(table.rows, range(place.first[0] + 1, place.last[0] + 1), strict=False):
                yield table, row, page, [(number, column) for column in columns]


def as_shown(value: float, code: str) -> str:
    """A number in one of Excel's formats, of those that have no more than digits, grouping and words in quotes."""
    positive, _, negative = code.partition(";")
    parts = _CODED.findall(negative if value < 0 and negative else positive)
    [digits] = [core for _, core in parts if core]
    decimals = len(digits.partition(".")[2])
    rounded = abs(Decimal(repr(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return "".join(words or f"{rounded:,}" for words, _ in parts)


def missing_in_pdf(report: Report, lang: Lang, content: bytes, poppler: Poppler) -> list[str]:
    """What a PDF lacks: rows of tables (each in its order, to the last sign), texts of page one, and numbers."""
    text = body(poppler, content)
    behind = [figure.table for figure in report.figures()]
    own = [table for table in report.tables() if all(table is not other for other in behind)]
    missing, at = [], 0
    for table in (*own, *behind):
        for number, row in enumerate(table.rows):
            cells = [bare(visible(cell.text.said(lang))) + marks(report, cell.refs) for cell in row.cells]
            found = text.find("".join(cells), at)
            if found < 0:
                missing.append(f"{table.id} {number}: {''.join(cells)}")
            at = max(at, found + len("".join(cells)))
    for key in report.keys:
        tile = bare(visible("".join(said_of(key, lang)))) + marks(report, key.refs)
        missing += [] if tile in text else [tile]
    missing += [words for words in list(page_one(report, lang))[len(report.keys) :] if bare(visible(words)) not in text]
    counts = Counter(numbers(poppler(content, "pdftotext", "-raw", out="-")))
    return missing + [f"{number} not {count} times" for number, count in (held(report, lang) - counts).items()]


def marks(report: Report, refs: Sequence[str]) -> str:
    return "".join(f"[{report.numbers[ref]}]" for ref in refs)


def held(report: Report, lang: Lang) -> Counter[str]:
    """Every number of page one and the tables but for long codes, with how often it is there."""
    texts = list(page_one(report, lang))
    for table in report.tables():
        for row in table.rows:
            cells = zip(table.columns, row.cells, strict=True)
            texts += [cell.text.said(lang) for column, cell in cells if column.kind != "code"]
    return Counter(number for text in texts for number in numbers(_LONG_WORD.sub(" ", text)))


def on_page_one(root: Element) -> list[str]:
    """The texts of page one of an HTML page, in the order of `page_one`."""
    tiles = [one for keys in root.all("ul", css="keys") for one in keys.all("li")]
    points = [one for listed in root.all("ul", css="points") for one in listed.all("li")]
    missing = [box.all("p")[0] for box in root.all("section", css="missing")]
    front = [part for part in root.one("main").inside if isinstance(part, Element) and "prose" in part.classes]
    paragraphs = [one for prose in front for one in prose.all("p")]
    return [str(without(one, "refs")) for one in (*tiles, *points, *missing, *paragraphs)]


def on_cover(content: bytes) -> list[str]:
    """The texts of page one in a workbook: the key figures row by row, and every other cell of the cover."""
    book = read(content)
    cover, notes = book.pages[0], book.pages[2]
    tables = cover.tables[0] if cover.tables else None
    rows = sorted({row for row, _ in cover.cells})
    texts = [
        " ".join(str(cover.cells[place]) for place in sorted(cover.cells) if place[0] == row)
        for row in rows
        if tables and row > tables.first[0]
    ]
    texts = [re.sub(r"( \[\d+\])+$", "", text) for text in texts]
    texts += [str(value) for (row, _), value in sorted(cover.cells.items()) if not tables or row < tables.first[0]]
    return texts + [str(value) for value in notes.cells.values()]
