"""Numbers, positions and totals: each number once a document, no two figures in one place, no circle of sums."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from civstats.curate import cells
from civstats.curate.cells import Fault
from civstats.curate.rows import Rows

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    Integers = np.ndarray[Any, np.dtype[np.int64]]

_FAR = 2**32
"""More than any number or position: source times this keeps the documents apart."""


def read_numbers(rows: Rows) -> pa.Array:
    """The figure number of every row; twice the same in one document is a problem."""
    import numpy as np

    number = _whole(rows, "no", 1, required=True)
    keys = _integers(rows.cells["source"]) * _FAR + _integers(number)
    order = np.argsort(keys, kind="stable")
    again = order[1:][keys[order][1:] == keys[order][:-1]]
    twice = [row for row in again.tolist() if number[row].is_valid]
    rows.fault(twice, "no", "this number stands twice in the sheet", "number every figure of a document once")
    return number


def read_positions(rows: Rows) -> tuple[pa.Array, pa.Array]:
    """Start and end of every row, both or neither; overlapping figures are a problem."""
    import numpy as np
    import pyarrow.compute as pc

    start, end = (_whole(rows, name, least, required=False) for name, least in (("start", 0), ("end", 1)))
    half = pc.xor(pc.equal(rows.cells["start"], ""), pc.equal(rows.cells["end"], ""))
    rows.fault(_where(half), "start", "start and end go together", "give both, or neither where no text is at hand")
    first, last = _integers(start), _integers(end)
    placed = (first >= 0) & (last >= 0)
    backward = np.flatnonzero(placed & (last <= first)).tolist()
    rows.fault(backward, "end", "ends before it starts", "end is the position behind the token")
    source = _integers(rows.cells["source"])
    order = np.flatnonzero(placed)
    order = order[np.lexsort((first[order], source[order]))]
    begins, ends = (source[order] * _FAR + side[order] for side in (first, last))
    # A long figure may reach over several behind it, so each is held against all before it.
    furthest = np.maximum.accumulate(ends)
    holder = np.maximum.accumulate(np.where(ends == furthest, np.arange(len(order)), 0))
    shared = furthest[:-1] > begins[1:]
    over, others = order[1:][shared], order[holder[:-1][shared]]
    for row, other in zip(over.tolist(), others.tolist(), strict=True):
        what = f"overlaps figure {rows.cells['no'][other].as_py()[:20]}, which stands at {start[other]}–{end[other]}"
        rows.fault([row], "start", what, "give each the position of its own token; two figures share no character")
    return start, end


def read_totals(rows: Rows, number: pa.Array, column: str, unsure: Collection[int]) -> pa.Array:
    """The observation_id of each row's whole, named in ``column``; a figure in the end part of itself is a problem.

    In the documents ``unsure``, whose rows or numbers are not all known, nothing can be told about a total.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    stated = _where(pc.not_equal(rows.cells[column], ""))
    present: set[tuple[int, int]] = set()
    if stated:
        present = set(zip(rows.cells["source"].to_pylist(), number.to_pylist(), strict=True))

    def read(total: str, index: int) -> int | Fault | None:
        if not total:
            return None
        whole = cells.whole(1, required=True)(total)
        if not isinstance(whole, int):
            only = re.fullmatch(r".*:(\d{1,9})", total)
            todo = f"write the number of the total's row only{f', {only[1]}' if only else ''}"
            return Fault(f"{total[:40]!r} is no number of a figure", todo)
        if (index, whole) not in present and index not in unsure:
            return Fault(f"no figure {whole} in this sheet", "give the number of the total's row")
        return whole

    totals = rows.each([column, "source"], read).column(pa.int32(), _same)
    source = rows.cells["source"].combine_chunks()
    sure = [row for row in stated if source[row].as_py() not in unsure]
    above = {(source[row].as_py(), number[row].as_py()): totals[row].as_py() for row in sure}
    circles = _in_circles(above)
    own = [row for row in sure if (source[row].as_py(), number[row].as_py()) in circles]
    rows.fault(own, column, "a figure is no part of itself", "give the number of the total's row")
    source_id = pa.array([document.source_id for document in rows.sources]).take(source)
    return pc.binary_join_element_wise(source_id, totals.cast(pa.string()), ":")


def _whole(rows: Rows, name: str, least: int, *, required: bool) -> pa.Array:
    """The whole numbers of a column: all at once where all are plain, else one by one with their problems."""
    import pyarrow as pa
    import pyarrow.compute as pc

    cell = rows.cells[name].combine_chunks()
    plain = pc.match_substring_regex(cell, f"^[{'1' if least else '0'}-9][0-9]{{0,8}}$")
    empty = pc.equal(cell, "")
    if pc.all(plain if required else pc.or_(plain, empty)).as_py():
        return pc.if_else(empty, None, cell).cast(pa.int32())
    return rows.each([name], cells.whole(least, required=required)).column(pa.int32(), _same)


def _in_circles(above: dict[tuple[int, int], int | None]) -> set[tuple[int, int]]:
    """The figures that are, over one or more totals, parts of themselves; each figure is looked at once."""
    finished: set[tuple[int, int]] = set()
    circles: set[tuple[int, int]] = set()
    for start in above:
        way: dict[tuple[int, int], int] = {}
        current: tuple[int, int] | None = start
        while current is not None and current not in finished and current not in way:
            way[current] = len(way)
            total = above.get(current)
            current = None if total is None else (current[0], total)
        if current in way:
            circles.update(list(way)[way[current] :])
        finished.update(way)
    return circles


def _same(value: object) -> object:
    return value


def _integers(column: pa.Array | pa.ChunkedArray) -> Integers:
    import numpy as np
    import pyarrow as pa

    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    numbers: Integers = whole.fill_null(-1).to_numpy().astype(np.int64)
    return numbers


def _where(condition: pa.ChunkedArray) -> list[int]:
    import numpy as np

    found: list[int] = np.flatnonzero(condition.to_numpy()).tolist()
    return found
