"""Positions written into a sheet: the cells ``start`` and ``end`` of some rows, all other bytes as they were."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from itertools import accumulate
from pathlib import Path

from civstats.errors import LocationError
from civstats.output import replace
from civstats.reading.sheet import cell_places, column_names

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_MARK = "\ufeff"

Cells = dict[tuple[int, int], str]
"""Texts by the line on which their row starts and the number of their column, from 0."""


def fill(path: Path, cells: Mapping[tuple[int, str], str]) -> None:
    """Write ``cells`` into the sheet at ``path`` in one step: the line on which a row starts and a column, to a text.

    The cells are empty, and the sheet is one that `civstats.reading.sheet` reads. Raises LocationError where it cannot
    be written, or not without a change to any other cell; it is then as it was.
    """
    before = path.read_bytes().decode("utf-8")
    names = column_names(path)
    wanted = {(row, names.index(column)): value for (row, column), value in cells.items()}
    after = _filled(path, before, wanted)
    old = _cells(before)
    if old.keys() & wanted.keys() or _cells(after) != old | wanted:
        raise LocationError(
            f"cannot write the positions into {path} without a change to other cells; nothing was changed "
            "-> write them by hand, or save the sheet anew as CSV UTF-8"
        )
    replace(path, after.encode("utf-8"))


def _filled(path: Path, text: str, wanted: Cells) -> str:
    mark = len(text) - len(text.removeprefix(_MARK))
    begins = [0, *accumulate(map(len, _LINE.findall(text[mark:])))]
    by_row: dict[int, dict[int, str]] = {}
    for (row, column), value in wanted.items():
        by_row.setdefault(row, {})[column] = value
    edits = []
    for row, values in sorted(by_row.items()):
        *places, end = (mark + begins[line - 1] + at - 1 for line, at in cell_places(path, row))
        for column, at in enumerate(places):
            if column in values:
                edits.append((at, 2 * text.startswith('""', at), values[column]))
        # A spreadsheet may have left out the last commas of the row.
        lacking = range(len(places), max(values) + 1)
        edits.append((end, 0, "".join(f",{values.get(column, '')}" for column in lacking)))
    parts, done = [], 0
    for at, taken, value in edits:
        parts += [text[done:at], value]
        done = at + taken
    return "".join([*parts, text[done:]])


def _cells(text: str) -> Cells:
    """The cells of a sheet that are not empty."""
    return {(line, column): cell for line, row in _rows(text) for column, cell in enumerate(row) if cell}


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    reader, line = csv.reader(io.StringIO(text.removeprefix(_MARK), newline="")), 1
    for row in reader:
        yield line, row
        line = reader.line_num + 1
