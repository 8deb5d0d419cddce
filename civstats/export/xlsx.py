"""One Excel workbook: what it is, a sheet a table, and the code book.

Codes and texts are text cells, days are days, numbers are numbers; nothing is a formula. Row by row, so that what is
held is the packed file and not the tables, and the same dataset makes the same bytes. What Excel cannot hold is an
error that says so, never cut.
"""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from civstats.errors import MissingExtraError, UsageError
from civstats.export import about
from civstats.export.data import Data
from civstats.width import display_width

try:
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError
except ImportError as _error:
    raise MissingExtraError(f"Excel files need an extra: pip install 'civstats[excel]' ({_error})") from None

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

FILE = "civstats.xlsx"
COVER, CODEBOOK = "about", "codebook"
MOST_ROWS, LONGEST, LONGEST_NAME = 1_048_576, 32_767, 31
"""Rows of a sheet, UTF-16 units of a cell, characters of a sheet's name; the limits are Excel's."""

_EARLIEST, _LARGEST = date(1900, 3, 1), 10.0**308
_CREATED = datetime(2000, 1, 1)  # a fixed day: the bytes tell what is said, not when it was written
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_NARROWEST, _WIDEST, _EDGES, _LOOKED_AT = 8, 50, 3, 200
_AS_TEXT = "@"


def write(data: Data, folder: Path) -> None:
    """The dataset as ``civstats.xlsx``.

    Raises UsageError for rows, texts, days or numbers that Excel cannot hold, OSError where it cannot be written.
    """
    for name, rows in data.rows.items():
        if rows >= MOST_ROWS:
            raise _beyond(f"the table {name} has {rows:,} rows, a sheet of Excel holds {MOST_ROWS - 1:,}")
        if len(name) > LONGEST_NAME:
            raise _beyond(f"the name of the table {name} is longer than the {LONGEST_NAME} letters of a sheet's")
    (folder / FILE).touch()  # what cannot be written is told before any row is
    packed = BytesIO()  # XlsxWriter leaves a file on a full disk open, and Python prints a traceback when it goes
    try:
        with TemporaryDirectory() as spill, Workbook(packed, _OPTIONS | {"tmpdir": spill}) as book:
            book.set_properties({"title": about.title(), "created": _CREATED})
            Sheets(book).write(data)
    except FileCreateError as error:
        raise OSError(str(error)) from None
    (folder / FILE).write_bytes(packed.getbuffer())


class Sheets:
    """Writes the sheets of one workbook."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._text: Format = book.add_format({"num_format": _AS_TEXT})
        self._bold: Format = book.add_format({"num_format": _AS_TEXT, "bold": True})
        self._link: Format = book.add_format({"font_color": "#12436D", "underline": 1})
        self._header: Format = book.add_format({"num_format": _AS_TEXT, "bold": True, "bottom": 1})
        self._day: Format = book.add_format({"num_format": "yyyy-mm-dd"})

    def write(self, data: Data) -> None:
        """All sheets: the cover, the tables, the code book."""
        import pyarrow as pa

        self._cover(data)
        for name, rows in data.rows.items():
            self.sheet(name, data.schema(name).names, data.batches(name), rows)
        codebook = pa.Table.from_pandas(data.codebook(), preserve_index=False)
        self.sheet(CODEBOOK, codebook.column_names, codebook.to_batches(), codebook.num_rows)

    def _cover(self, data: Data) -> None:
        """What the workbook is, then its sheets, each with a link, its rows, and what it holds."""
        page = self._book.add_worksheet(COVER)
        page.fit_to_pages(1, 1)
        for place, width in enumerate((24, 12, 100)):
            page.set_column(place, place, width)
        lines = about.lines(data)
        for row, (label, said) in enumerate(lines):
            page.write_string(row, 0, label, self._bold)
            page.write_string(row, 1, said, self._text)
        top = len(lines) + 1
        for place, label in enumerate(("工作表 / sheet", "行数 / rows", "内容 / what it holds")):
            page.write_string(top, place, label, self._header)
        columns = sum(len(data.schema(name)) for name in data.rows)
        codebook = (CODEBOOK, columns, "各列的含义、单位、代码 / Columns: meaning, unit, codes")
        for row, (name, rows, said) in enumerate([*about.tables(data), codebook], top + 1):
            page.write_url(row, 0, f"internal:'{name}'!A1", self._link, name)
            page.write_number(row, 1, rows)
            page.write_string(row, 2, said, self._text)

    def sheet(self, name: str, columns: list[str], batches: Iterable[pa.RecordBatch], rows: int) -> None:
        """One table: a header that stays in sight, filters, and the rows, which are read as they are written."""
        page = self._book.add_worksheet(name)
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, max(rows, 1), len(columns) - 1)
        found = _rows(batches)
        head = list(islice(found, _LOOKED_AT))
        for place, column in enumerate(columns):
            page.set_column(place, place, _width(column, [row[place] for row in head]))
            page.write_string(0, place, column, self._header)
        for number, row in enumerate(chain(head, found), 1):
            for place, value in enumerate(row):
                self._cell(page, number, place, value, f"{name}.{columns[place]}, row {number}")
        page.ignore_errors({"number_stored_as_text": f"A1:XFD{rows + 1}"})

    def _cell(self, page: Worksheet, row: int, place: int, value: Any, where: str) -> None:
        if value is None or value == "":  # Excel has no empty text
            return
        if isinstance(value, str):
            if len(value.encode("utf-16-le")) > 2 * LONGEST:
                raise _beyond(f"{where}: a text of {len(value):,} characters, a cell of Excel holds {LONGEST:,}")
            page.write_string(row, place, value, self._text)
        elif isinstance(value, bool):
            page.write_boolean(row, place, value)
        elif isinstance(value, datetime | time):
            page.write_string(row, place, value.isoformat(), self._text)
        elif isinstance(value, date):
            if value < _EARLIEST:
                raise _beyond(f"{where}: {value} is before {_EARLIEST}: older days are others in every program")
            page.write_datetime(row, place, datetime(value.year, value.month, value.day), self._day)
        elif isinstance(value, int | Decimal) and Decimal(f"{float(value):.16G}") != value:
            page.write_string(row, place, str(value), self._text)
        else:
            if not abs(value) < _LARGEST:
                raise _beyond(f"{where}: {value} is no number for Excel")
            page.write_number(row, place, value)


def _rows(batches: Iterable[pa.RecordBatch]) -> Iterator[tuple[Any, ...]]:
    for batch in batches:
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _width(column: str, values: list[Any]) -> int:
    """Room for the header and the first values, up to a width beyond which a text goes on unseen."""
    needed = (display_width(str(value)) for value in values if value is not None)
    return max(_NARROWEST, display_width(column), min(max(needed, default=0), _WIDEST)) + _EDGES


def _beyond(what: str) -> UsageError:
    return UsageError(f"{what}; nothing was written -> export it as csv or duckdb")
