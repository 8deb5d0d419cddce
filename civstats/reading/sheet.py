"""`figures.csv`: the raw sheet of a document, one row a figure, read in columns with the line of every row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
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
    schema = pa.schema([(name, pa.string()) for name in COLUMNS] + [("line", pa.int32())])
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
    if not content.strip():
        raise _fail(path, 0, 0, "the file is empty", f"its first line is {','.join(COLUMNS)}")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        raise _fail(path, line, 1, "the file is not UTF-8 text", "save it as CSV UTF-8") from None
    todo = f"convert it: iconv -f GB18030 -t UTF-8 {path.name} > new.csv (in Excel: save as “CSV UTF-8”)"
    raise _fail(path, line, 1, "the file is in GBK, not UTF-8", todo)


def _header(path: Path, row: list[str]) -> list[str]:
    names = [name.strip() for name in row]
    for name in COLUMNS:
        if names.count(name) != 1:
            state = "is missing" if name not in names else "stands twice"
            raise _fail(path, 1, 1, f"the column {name} {state}", f"the columns are {','.join(COLUMNS)}")
    for name in names:
        if name not in COLUMNS:
            raise _fail(path, 1, 1, f"unknown column {name!r}", codelists.nearest(name, COLUMNS))
    return names


def _chunks(path: Path, text: str, problems: list[Problem]) -> Iterator[dict[str, list[str] | list[int]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        names = _header(path, next(reader))
        rows = _rows(path, reader, len(names), problems)
        while chunk := list(islice(rows, _CHUNK)):
            lines, cells = zip(*chunk, strict=True)
            columns = dict(zip(names, map(list, zip(*cells, strict=True)), strict=True))
            yield {**columns, "line": list(lines)}
    except csv.Error as error:
        todo = "look for a quotation mark that is not closed, or a cell that holds a whole file"
        raise _fail(path, reader.line_num, 1, f"is not CSV: {error}", todo) from None


def _rows(
    path: Path, reader: Iterator[list[str]], width: int, problems: list[Problem]
) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not blank, with the line on which it starts."""
    line = 2
    for row in reader:
        start, line = line, reader.line_num + 1  # type: ignore[attr-defined]  # a csv.reader has it
        if len(row) == width:
            if max(map(len, row)) > _LONGEST_CELL:
                what = f"a cell of more than {_LONGEST_CELL} characters"
                problems.append(
                    Problem(path.as_posix(), start, 1, what, "a cell holds a token, a code or a short note")
                )
            elif any(row):
                yield start, row
        elif row:
            what = f"the row has {len(row)} cells, the header {width}"
            problems.append(Problem(path.as_posix(), start, 1, what, "a comma inside a cell needs quotation marks"))


def cell_position(path: Path, line: int, column: str) -> tuple[int, int]:
    """Line and character column (both from 1) at which the cell ``column`` of the row that starts on ``line`` stands.

    Walks the row's characters; only error messages need it.
    """
    lines = _lines(path)
    names = [name.strip().strip('"') for name in lines[0].split(",")]
    if column not in names or line > len(lines):
        return line, 1
    wanted, quoted = names.index(column), False
    for offset, text in enumerate(lines[line - 1 :]):
        for index, char in enumerate(text):
            if wanted == 0:
                return line + offset, index + 1
            if char == '"':
                quoted = not quoted
            elif char == "," and not quoted:
                wanted -= 1
        if not quoted:
            return line + offset, len(text) + 1
    return line, 1


@lru_cache(maxsize=4)
def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8-sig").splitlines()
