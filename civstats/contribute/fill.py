"""Positions written into a sheet: the cells ``start`` and ``end`` of some rows, all other bytes as they were."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import accumulate
from pathlib import Path

from civstats.output import replace
from civstats.reading.sheet import cell_position

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_MARK = "\ufeff"


def fill(path: Path, cells: Mapping[tuple[int, str], str]) -> None:
    """Write ``cells`` into the sheet at ``path`` in one step: the line on which a row starts and a column, to a text.

    The cells are empty, and the sheet is one that `civstats.reading.sheet` reads. Raises LocationError where it cannot
    be written; it is then as it was.
    """
    text = path.read_bytes().decode("utf-8")
    mark = len(text) - len(text.removeprefix(_MARK))
    begins = [0, *accumulate(map(len, _LINE.findall(text[mark:])))]
    edits = []
    for (row, column), value in cells.items():
        line, at = cell_position(path, row, column)
        edits.append((mark + begins[line - 1] + at - 1, value))
    for offset, value in sorted(edits, reverse=True):
        quoted = text.startswith('""', offset)
        text = text[:offset] + value + text[offset + 2 * quoted :]
    replace(path, text.encode("utf-8"))
