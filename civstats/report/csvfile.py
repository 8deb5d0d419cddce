"""A table of a report as CSV, and what CSV and workbook have in common: which value a cell has, and plain text.

The file is UTF-8 with a byte order mark, without which Excel reads Chinese wrongly. Lines end in CRLF, all fields are
quoted, and a row is a line.
"""

from __future__ import annotations

import io
import math
import re
import unicodedata
from csv import QUOTE_ALL, writer
from decimal import Decimal
from functools import lru_cache

from civstats.catalogue import Lang
from civstats.report.model import Cell, Column, Table

_BREAKS = re.compile("\r\n|[\t\n\r\x85\u2028\u2029]")
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def csv(table: Table, lang: Lang) -> bytes:
    """The table with the columns' labels as header: numbers exact and without grouping, texts as `inert` has them.

    A cell of references alone holds the ids of the observations with a space between. Raises ValueError for a row that
    has not as many cells as there are columns.
    """
    file = io.StringIO(newline="")
    out = writer(file, quoting=QUOTE_ALL)
    out.writerow([inert(plain(column.label.said(lang))) for column in table.columns])
    for row in table.rows:
        out.writerow([_field(column, cell, lang) for column, cell in zip(table.columns, row.cells, strict=True)])
    return file.getvalue().encode("utf-8-sig")


def _field(column: Column, cell: Cell, lang: Lang) -> str:
    number = counted(column, cell)
    if number is not None:
        return digits(number)
    return inert(plain(cell.text.said(lang)) or plain(" ".join(cell.refs)))


def counted(column: Column, cell: Cell) -> float | None:
    """The number of a cell that a program may count with: none in a column of codes, nor one that is not finite."""
    if cell.number is None or column.kind == "code" or not math.isfinite(cell.number):
        return None
    return float(cell.number)


def digits(number: float) -> str:
    """A finite number in digits: exact, no exponent, no grouping, and no ``.0`` at the end of a whole one."""
    return format(Decimal(repr(number + 0.0)), "f").removesuffix(".0")


@lru_cache(maxsize=100_000)
def plain(text: str) -> str:
    """``text`` in one line that every format can hold.

    A tab or a line break becomes a space; other control characters, halves of surrogate pairs and the two
    noncharacters that XML forbids are shown as ``〔U+0007〕``, since a document that holds one should be seen to.
    """
    return _UNSEEN.sub(lambda match: f"〔U+{ord(match[0]):04X}〕", _BREAKS.sub(" ", text))


def inert(text: str) -> str:
    """``text`` such that no spreadsheet takes it for a formula: an apostrophe comes before ``=``, ``+``, ``-``, ``@``.

    So it does where white space or invisible marks come before the sign, and for its full-width and small forms.
    """
    first = next((char for char in text if not (char.isspace() or unicodedata.category(char) == "Cf")), "")
    return f"'{text}" if unicodedata.normalize("NFKC", first)[:1] in tuple("=+-@") else text
