"""The observations: every row of every raw sheet read to value, unit, place and dates. Nothing dropped or averaged.

Works on whole columns; each distinct token, name and date is read once. All problems are collected, each with the
file, line and column of its cell.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from civstats import codelists
from civstats.curate import cells
from civstats.curate.cells import Fault
from civstats.curate.distinct import Outcomes, read_distinct
from civstats.errors import Problem, UnreadableError
from civstats.reading import period, place, units
from civstats.reading.period import Span
from civstats.reading.quantity import Quantity
from civstats.reading.raw import Raw
from civstats.reading.sheet import cell_position

if TYPE_CHECKING:
    import pyarrow as pa

T = TypeVar("T")

TARGETS = ("target", "interim_target")


def build(raw: Raw) -> tuple[pa.Table | None, list[Problem]]:
    """Read all rows of ``raw``: the table ``observations``, or None with every problem found."""
    reader = _Reader(raw)
    table = reader.table()
    return (None if reader.problems else table), reader.problems


class _Reader:
    def __init__(self, raw: Raw) -> None:
        self.raw, self.rows = raw, raw.rows
        self.problems: list[Problem] = []

    def fault(self, rows: Sequence[int], column: str, what: str, todo: str) -> None:
        """Report one problem for the cell ``column`` of each of ``rows``."""
        for row in rows:
            path = self.raw.sheet_path(self.rows["source"][row].as_py())
            line, at = cell_position(path, self.rows["line"][row].as_py(), column)
            self.problems.append(Problem(path.as_posix(), line, at, f"{column}: {what}", todo))

    def each(self, columns: Sequence[str], read: Callable[..., T | Fault | None]) -> Outcomes[T | None]:
        """``read`` the distinct values of ``columns``; faults become problems of the first column's cell, and None."""
        outcomes = read_distinct([self.rows[name] for name in columns], read)
        faults = {value for value in outcomes.values if isinstance(value, Fault)}
        for fault in sorted(faults, key=lambda fault: fault.what):
            rows = outcomes.rows(lambda value, fault=fault: value == fault)  # type: ignore[misc]
            self.fault(rows, columns[0], fault.what, fault.todo)
        return Outcomes([None if isinstance(value, Fault) else value for value in outcomes.values], outcomes.codes)

    def table(self) -> pa.Table:
        import pyarrow as pa
        import pyarrow.compute as pc

        rows, sources = self.rows, self.raw.sources
        string, int32, float64, day = pa.string(), pa.int32(), pa.float64(), pa.date32()
        source_id = self.each(["source"], lambda index: sources[index].source_id).column(string, str)
        number, start, end = self.numbers()
        figures = self.each(["printed", "read_as", "reason"], cells.figure)
        unit = self.units(figures)
        codes = {
            name: self.each([name], cells.code(name, codelist))
            for name, codelist in (cells.OPTIONAL_CODES | cells.REQUIRED_CODES).items()
        }
        where = self.each(["place", "source"], self.read_place)
        dates = {
            name: self.each([name, "source"], self.read_dates(name)) for name in ("period", "effective_from", "due")
        }
        part_of = self.part_of(number)

        def text(name: str) -> pa.ChunkedArray:
            return pc.if_else(pc.equal(rows[name], ""), None, rows[name])

        def code(name: str, default: str | None = "total") -> pa.Array:
            return codes[name].column(string, lambda value: value or default)

        own_period = self.each(["source"], lambda index: sources[index].span)
        stated = pc.not_equal(rows["period"], "")
        spans: dict[str, pa.Array] = {}
        for side in ("start", "end"):
            own, said = (outcomes.column(day, _side(side)) for outcomes in (own_period, dates["period"]))
            spans[side] = pc.if_else(stated, said, own)
        effective = dates["effective_from"].column(day, _side("start"))
        due = dates["due"].column(day, _side("end"))
        measure = code("measure", None)
        columns = {
            "observation_id": pc.binary_join_element_wise(source_id, rows["no"], ":"),
            "source_id": source_id,
            "figure_no": number,
            "locator": rows["locator"],
            "char_start": start,
            "char_end": end,
            "printed": rows["printed"],
            "read_as": text("read_as"),
            "reason": text("reason"),
            "verbal": figures.column(pa.bool_(), lambda figure: figure is not None and figure.verbal),
            "locality_id": where.column(string, _same),
            "indicator_id": rows["indicator"],
            "residence": code("residence"),
            "breakdown": code("breakdown"),
            "measure": measure,
            "value": figures.column(float64, lambda figure: figure and _float(figure.value)),
            "lower": figures.column(float64, lambda figure: figure and _float(figure.interval.lower)),
            "upper": figures.column(float64, lambda figure: figure and _float(figure.interval.upper)),
            "bound": figures.column(string, lambda figure: figure and figure.bound),
            "unit": unit,
            "year": _year(measure, due, effective, spans["end"], spans["start"]).cast(int32),
            "period_start": spans["start"],
            "period_end": spans["end"],
            "effective_from": effective,
            "due": due,
            "status": codes["reason"].column(string, _status),
            "subject_zh": text("subject"),
            "part_of": part_of,
            "place_printed": text("place"),
            "period_printed": text("period"),
            "effective_printed": text("effective_from"),
            "due_printed": text("due"),
            "note": text("note"),
        }
        table = pa.table(columns)
        self.check_deadlines(due)
        order = pc.sort_indices(table, [("source_id", "ascending"), ("figure_no", "ascending")])
        return table.take(order)

    def numbers(self) -> tuple[pa.Array, pa.Array, pa.Array]:
        """Figure number, start and end; each number once a document, positions that do not overlap."""
        import numpy as np
        import pyarrow as pa

        found = {}
        for name, least, required in (("no", 1, True), ("start", 0, False), ("end", 1, False)):
            outcomes = self.each([name], cells.whole(least, required))
            found[name] = outcomes.column(pa.int32(), _same)
        number, start, end = found["no"], found["start"], found["end"]
        source = self.rows["source"].combine_chunks().to_numpy().astype(np.int64)
        first, last = (column.fill_null(-1).to_numpy().astype(np.int64) for column in (start, end))
        half = np.flatnonzero((first < 0) != (last < 0)).tolist()
        self.fault(half, "start", "start and end go together", "give both, or neither where no text is at hand")
        placed = (first >= 0) & (last >= 0)
        self.fault(
            np.flatnonzero(placed & (last <= first)).tolist(),
            "end",
            "ends before it starts",
            "end is the position behind the token",
        )
        keys = source * 2**32 + number.fill_null(0).to_numpy()
        order = np.argsort(keys, kind="stable")
        again = order[1:][keys[order][1:] == keys[order][:-1]]
        again = [row for row in again.tolist() if number[row].is_valid]
        self.fault(again, "no", "this number stands twice in the sheet", "number every figure of a document once")
        order = np.flatnonzero(placed)
        order = order[np.lexsort((first[order], source[order]))]
        same = source[order][1:] == source[order][:-1]
        over = order[1:][same & (first[order][1:] < last[order][:-1])]
        self.fault(over.tolist(), "start", "overlaps the figure before it", "two figures never share a character")
        return number, start, end

    def units(self, figures: Outcomes[Quantity | None]) -> pa.Array:
        """The unit code of every row: what is printed, read as the indicator demands."""
        import pyarrow as pa

        numbers: dict[units.UnitText, int] = {}
        of_value = [numbers.setdefault(figure.unit, len(numbers)) if figure else -1 for figure in figures.values]
        printed = pa.chunked_array([pa.array(of_value, pa.int32()).take(pa.array(figures.codes))])
        known = list(numbers)
        outcomes = read_distinct(
            [printed, self.rows["indicator"], self.rows["measure"]],
            lambda unit, indicator, measure: cells.unit_code(known[unit], indicator, measure) if unit >= 0 else None,
        )
        for fault in {value for value in outcomes.values if isinstance(value, Fault)}:
            rows = outcomes.rows(lambda value, fault=fault: value == fault)  # type: ignore[misc]
            self.fault(rows, "printed", fault.what, fault.todo)
        return outcomes.column(pa.string(), lambda value: None if isinstance(value, Fault) else value)

    def read_place(self, name: str, index: int) -> str | Fault:
        issuer = self.raw.sources[index].locality
        if not name:
            return issuer
        try:
            return place.resolve(name, issuer)
        except UnreadableError as error:
            return Fault(str(error), "write the full name or the code, or add a reviewed alias to the code list")

    def read_dates(self, column: str) -> Callable[[str, int], Span | Fault | None]:
        side = {"period": "", "effective_from": "start", "due": "end"}[column]

        def read(phrase: str, index: int) -> Span | Fault | None:
            if not phrase:
                return None
            try:
                span = period.read(phrase, self.raw.sources[index].reference)
            except UnreadableError as error:
                return Fault(str(error), "write it as printed (10月底前, 1—11月份, 2023年7月起) or as an ISO date")
            if side and getattr(span, side) is None:
                return Fault(f"{phrase} names no {side}", "a deadline is 10月底前, a date of effect 7月起")
            return span

        return read

    def part_of(self, number: pa.Array) -> pa.Array:
        """The observation_id of each row's total."""
        import pyarrow as pa

        present = (
            set(zip(self.rows["source"].to_pylist(), number.to_pylist(), strict=True)) if self._has_parts() else set()
        )

        def read(total: str, index: int) -> str | Fault | None:
            if not total:
                return None
            if not total.isdecimal() or (index, int(total)) not in present:
                return Fault(f"no figure {total[:20]} in this sheet", "give the number of the total's row")
            return f"{self.raw.sources[index].source_id}:{int(total)}"

        outcomes = self.each(["part_of", "source"], read)
        own = [
            row
            for row in outcomes.rows(lambda value: value is not None)
            if self.rows["part_of"][row] == self.rows["no"][row]
        ]
        self.fault(own, "part_of", "a figure is no part of itself", "give the number of the total's row")
        return outcomes.column(pa.string(), _same)

    def _has_parts(self) -> bool:
        import pyarrow.compute as pc

        return bool(pc.any(pc.not_equal(self.rows["part_of"], "")).as_py())

    def check_deadlines(self, due: pa.Array) -> None:
        """No deadline lies before the period that its document speaks of."""
        import pyarrow as pa
        import pyarrow.compute as pc

        begins = self.each(["source"], lambda index: self.raw.sources[index].span.start).column(pa.date32(), _same)
        early = pc.fill_null(pc.less(due, begins), False).to_numpy(zero_copy_only=False).nonzero()[0].tolist()
        self.fault(early, "due", "the deadline lies before the period of the document", "check the year")


def _same(value: object) -> object:
    return value


def _side(side: str) -> Callable[[Span | None], date | None]:
    return lambda span: None if span is None else getattr(span, side)


def _float(value: Any) -> float | None:
    return None if value is None else float(value)


def _status(reason: str | None) -> str:
    return codelists.by_code("reasons")[reason]["status"] if reason else "as_printed"


def _year(measure: pa.Array, due: pa.Array, effective: pa.Array, *period_ends: pa.Array) -> pa.Array:
    """The year that a figure counts for: of its deadline, of its effect, else of its period."""
    import pyarrow as pa
    import pyarrow.compute as pc

    is_target = pc.is_in(measure, value_set=pa.array(TARGETS))
    is_standard = pc.equal(measure, "standard")
    own = pc.if_else(is_target, due, pc.if_else(is_standard, effective, None))
    return pc.year(pc.coalesce(own, *period_ends))
