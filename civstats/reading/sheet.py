"""`figures.csv`: the raw sheet of a document, one row a figure, read in columns with the line of every row."""

from __future__ import annotations

import csv
import io
import re
import shlex
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from civstats import codelists
from civstats.errors import Problem

if TYPE_CHECKING:
    import pyarrow as pa

COLUMNS = (
    "no", "locator", "start", "end", "printed", "read_as", "reason", "place", "indicator", "residence", "breakdown",
    "measure", "period", "effective_from", "due", "subject", "part_of", "note",
)  # fmt: skip
"""The columns of a raw sheet, in the order in which a new sheet has them; any order is read."""

OPTIONAL_COLUMNS = ("readings", "subset_of")
"""Columns that a sheet may have: ``readings``, how many readers noted a figure whose text is not at hand (1 or 2);
``subset_of``, the number of the figure of which this is a part beside others that are not printed (其中)."""

_NEVER_EMPTY = ("no", "locator", "printed", "indicator", "measure")
_MARK = "\ufeff"
"""The byte order mark, with which a spreadsheet begins “CSV UTF-8”."""

_SEPARATORS = {";": "semicolons", "\t": "tabs", "，": "full-width commas", "|": "bars"}
_CHUNK = 65_536
_LONGEST_CELL = 2_000


class SheetError(Exception):
    """A sheet that cannot be taken apart into rows; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def read(path: Path) -> tuple[pa.Table | None, list[Problem]]:
    """Read the sheet at ``path``.

    Returns a table of strings with the columns of `COLUMNS` and ``line`` (the line on which a row starts, from 1), or
    None where the file is no sheet at all, and every problem found.
    """
    import pyarrow as pa

    problems: list[Problem] = []
    schema = pa.schema([(name, pa.string()) for name in (*COLUMNS, *OPTIONAL_COLUMNS)] + [("line", pa.int32())])
    try:
        text = _decode(path)
        chunks = [
            pa.table({name: columns[name] for name in schema.names}, schema)
            for columns in _chunks(path, text, problems)
        ]
    except SheetError as error:
        return None, [*problems, error.problem]
    return pa.concat_tables([schema.empty_table(), *chunks]), problems


def _fail(path: Path, line: int, column: int, what: str, todo: str) -> SheetError:
    return SheetError(Problem(path.as_posix(), line, column, what, todo))


def _decode(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _fail(path, 0, 0, f"cannot be read: {error.strerror}", "check the file and its permissions") from None
    if not content.removeprefix(_MARK.encode()).strip():
        raise _fail(path, 0, 0, "the file is empty", f"its first line is {','.join(COLUMNS)}")
    try:
        text = content.decode("utf-8")
        if (nul := text.find("\0")) < 0:
            return text
        line = text.count("\n", 0, nul) + 1
        raise _fail(path, line, 1, "the file holds a NUL character", "save it as CSV UTF-8, not as a workbook")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        raise _fail(path, line, 1, "the file is not UTF-8 text", "save it as CSV UTF-8") from None
    command = f"iconv -f GB18030 -t UTF-8 {shlex.quote(path.as_posix())} > new.csv"
    todo = f"convert it: {command} (in Excel: save as “CSV UTF-8”)"
    raise _fail(path, line, 1, "the file is in GBK, not UTF-8", todo)


def _header(path: Path, row: list[str]) -> tuple[list[str], list[Problem]]:
    """The column names, and what is wrong with them."""
    if len(row) == 1 and (other := next((char for char in _SEPARATORS if char in row[0]), "")):
        what = f"the cells are separated by {_SEPARATORS[other]}, not by commas"
        todo = "save it as “CSV UTF-8 (comma delimited)”, or exchange them in an editor"
        raise _fail(path, 1, row[0].index(other) + 1, what, todo)
    names = [name.strip() for name in row]
    while names and not names[-1]:
        names.pop()  # a spreadsheet writes columns that once held something
    known = (*COLUMNS, *OPTIONAL_COLUMNS)
    if not set(known) & set(names):
        raise _fail(path, 1, 1, "line 1 is not the header", f"the first line is {','.join(COLUMNS)}")
    problems = [
        Problem(path.as_posix(), 1, 1, f"the column {name} is missing", f"the columns are {','.join(COLUMNS)}")
        for name in COLUMNS
        if name not in names
    ]
    for index, name in enumerate(names):
        if name in known and name not in names[:index]:
            continue
        line, column = _cell(cell_places(path, 1), index)
        if name not in known:
            near = codelists.nearest(name, known)
            problems.append(Problem(path.as_posix(), line, column, f"unknown column {name[:40]!r}", near))
        else:
            todo = f"the columns are {','.join(COLUMNS)}"
            problems.append(Problem(path.as_posix(), line, column, f"the column {name} stands twice", todo))
    return names, problems


def _chunks(path: Path, text: str, problems: list[Problem]) -> Iterator[dict[str, list[str] | list[int]]]:
    reader = csv.reader(io.StringIO(text.removeprefix(_MARK), newline=""), strict=True)
    begun = [1]  # the line on which the row begins that is being read
    try:
        header = next(reader)
        names, wrong = _header(path, header)
        problems += wrong
        if wrong:
            return
        fit = _fitting(names, len(header), spreadsheet=text.startswith(_MARK))
        rows = _rows(path, reader, names, fit, problems, begun)
        while chunk := list(islice(rows, _CHUNK)):
            lines, cells = zip(*chunk, strict=True)
            columns = dict(zip(names, map(list, zip(*cells, strict=True)), strict=True))
            for name in OPTIONAL_COLUMNS:
                columns.setdefault(name, [""] * len(cells))
            yield {**columns, "line": list(lines)}
    except csv.Error as error:
        todo = "look for a quotation mark that is not closed, or a cell that holds a whole file"
        raise _fail(path, begun[0], 1, f"is not CSV: {error}", todo) from None


def _fitting(names: list[str], wide: int, *, spreadsheet: bool) -> Callable[[list[str]], list[str]]:
    """What brings a row of a spreadsheet to the columns ``names``; any other row stays as it is.

    A spreadsheet may write empty cells behind the last column, up to the ``wide`` cells of its header. Excel leaves out
    the last commas of 16 rows whose last columns are all empty; elsewhere a row that is too short has lost a comma.
    """
    least = 1 + max(names.index(name) for name in _NEVER_EMPTY)

    def fit(row: list[str]) -> list[str]:
        while len(names) < len(row) <= wide and not row[-1]:
            row = row[:-1]
        missing = len(names) - len(row)
        return row + [""] * missing if spreadsheet and len(row) >= least else row

    return fit


def _rows(
    path: Path,
    reader: Iterator[list[str]],
    names: list[str],
    fit: Callable[[list[str]], list[str]],
    problems: list[Problem],
    begun: list[int],
) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not blank, with the line on which it starts."""
    begun[0] = reader.line_num + 1  # type: ignore[attr-defined]  # a csv.reader has it
    for row in map(fit, reader):
        start, begun[0] = begun[0], reader.line_num + 1  # type: ignore[attr-defined]
        if len(row) == len(names):
            longest = max(map(len, row))
            if longest > _LONGEST_CELL:
                line, column = cell_position(path, start, names[list(map(len, row)).index(longest)])
                what = f"a cell of more than {_LONGEST_CELL} characters"
                todo = "a cell holds a token, a code or a short note"
                problems.append(Problem(path.as_posix(), line, column, what, todo))
            elif any(row):
                yield start, row
        elif row:
            what = f"the row has {len(row)} cells, the header {len(names)}"
            todo = "a comma inside a cell needs quotation marks; each row has a comma for each column but one"
            problems.append(Problem(path.as_posix(), start, 1, what, todo))


def cell_position(path: Path, line: int, column: str) -> tuple[int, int]:
    """Line and character column (both from 1) at which the cell ``column`` of the row that starts on ``line`` stands.

    Walks the row's characters; only error messages need it.
    """
    names = column_names(path)
    return _cell(cell_places(path, line), names.index(column)) if column in names else (line, 1)


def column_names(path: Path) -> list[str]:
    """The names of the columns, as the header has them."""
    return [name.strip() for name in next(csv.reader(_lines(path)), [])]


def cell_places(path: Path, line: int) -> list[tuple[int, int]]:
    """Line and column at which each cell of the row that starts on ``line`` begins, and at last those of its end."""
    begun = [(line, 1)]
    # A quotation mark means something only in a cell that begins with one; anywhere else it is a character.
    first, marked, quoted = True, False, False
    for number, text in enumerate(islice(_lines(path), line - 1, None), line):
        for column, char in enumerate(text, 1):
            if char == '"' and (first or marked):
                marked, quoted = True, not quoted
            first = char == "," and not quoted
            if first:
                begun.append((number, column + 1))
                marked = False
        if not quoted:
            return [*begun, (number, len(text) + 1)]
    return [*begun, (line, 1)]


def _cell(places: list[tuple[int, int]], index: int) -> tuple[int, int]:
    """Where a cell begins; one that a short row does not have would stand at its end."""
    return places[min(index, len(places) - 1)]


def _lines(path: Path) -> list[str]:
    """The lines of a file, ended as CSV ends them (a Unicode line separator inside a cell ends none)."""
    status = path.stat()
    return _lines_of(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=4)
def _lines_of(path: Path, changed: int, size: int) -> list[str]:
    del changed, size  # they only tell one state of the file from another
    return re.split("\r\n|\r|\n", path.read_bytes().decode("utf-8-sig"))
