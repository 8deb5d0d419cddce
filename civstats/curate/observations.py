"""The observations: every row of every raw sheet read to value, unit, place and dates. Nothing dropped or averaged.

Works on whole columns; each distinct token, name and date is read once. All problems are collected, each with the
file, line and column of its cell.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from civstats import codelists
from civstats.curate import cells
from civstats.curate.cells import Fault
from civstats.curate.distinct import Outcomes, read_distinct
from civstats.curate.positions import read_numbers, read_positions, read_totals
from civstats.curate.rows import Rows
from civstats.errors import Problem, UnreadableError
from civstats.reading import period, place, units
from civstats.reading.period import Span
from civstats.reading.quantity import Quantity
from civstats.reading.raw import Raw
from civstats.reading.text import FULL_WIDTH

if TYPE_CHECKING:
    import pyarrow as pa

TARGETS = ("target", "interim_target")
_FIRST_YEAR = 1949
_NOTED = {"1": "noted_once", "2": "noted_twice"}
"""What a figure without a position rests on, by the number of its readers."""


def build(raw: Raw) -> tuple[pa.Table | None, list[Problem]]:
    """Read all rows of ``raw``: the table ``observations``, or None with every problem found."""
    reader = _Reader(raw)
    table = reader.table()
    reader.check_evidence(table)
    return (None if reader.problems else table), reader.problems


def read(raw: Raw) -> tuple[pa.Table, list[Problem]]:
    """Read all rows of ``raw`` in their order; what could not be read is null, and a problem."""
    reader = _Reader(raw)
    return reader.table(), reader.problems


class _Reader(Rows):
    """Reads the rows to observations."""

    def table(self) -> pa.Table:
        import pyarrow as pa
        import pyarrow.compute as pc

        rows, sources = self.cells, self.sources
        string, int32, float64, day = pa.string(), pa.int32(), pa.float64(), pa.date32()
        source_id = self.each(["source"], lambda index: sources[index].source_id).column(string, str)
        number = read_numbers(self)
        unsure = self.with_problems()
        start, end = read_positions(self)
        self.check_locators()
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
        part_of, subset_of = (read_totals(self, number, name, unsure) for name in ("part_of", "subset_of"))

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
        due = dates["due"].column(day, _side("end"))
        measure = code("measure", None)
        effective = dates["effective_from"].column(day, _side("start"))
        columns = {
            "observation_id": pc.binary_join_element_wise(source_id, number.cast(string), ":"),
            "source_id": source_id,
            "figure_no": number,
            "locator": rows["locator"],
            "char_start": start,
            "char_end": end,
            "printed": pc.replace_substring_regex(rows["printed"], r"[\s\p{Z}]+", ""),
            "read_as": text("read_as"),
            "reason": text("reason"),
            "verbal": figures.column(pa.bool_(), lambda figure: figure is not None and figure.verbal),
            "locality_id": where.column(string, _same),
            "area": self.each(["place"], lambda name: place.area_of(name) or None).column(string, _same),
            "indicator_id": rows["indicator"],
            "residence": code("residence"),
            "breakdown": code("breakdown"),
            "measure": measure,
            "value": figures.column(float64, lambda figure: figure and _float(figure.value)),
            "lower": figures.column(float64, lambda figure: figure and _float(figure.interval.lower)),
            "upper": figures.column(float64, lambda figure: figure and _float(figure.interval.upper)),
            "bound": figures.column(string, lambda figure: figure and figure.bound),
            "precision": figures.column(float64, lambda figure: figure and _float(figure.precision)),
            "unit": unit,
            "year": _year(measure, due, effective, spans["end"], spans["start"]).cast(int32),
            "period_start": spans["start"],
            "period_end": spans["end"],
            "effective_from": effective,
            "due": due,
            "status": codes["reason"].column(string, _status),
            "subject_zh": text("subject"),
            "part_of": part_of,
            "subset_of": subset_of,
            "place_printed": text("place"),
            "period_printed": text("period"),
            "effective_printed": text("effective_from"),
            "due_printed": text("due"),
            "evidence": self.each(["readings", "source", "start"], self.read_evidence).column(string, _same),
            "note": text("note"),
        }
        table = pa.table(columns)
        self.check_deadlines(due)
        return table

    def units(self, figures: Outcomes[Quantity | None]) -> pa.Array:
        """The unit code of every row: what is printed, read as the indicator demands."""
        import pyarrow as pa

        numbers: dict[units.UnitText, int] = {}
        of_value = [numbers.setdefault(figure.unit, len(numbers)) if figure else -1 for figure in figures.values]
        printed = pa.chunked_array([pa.array(of_value, pa.int32()).take(pa.array(figures.codes))])
        known = list(numbers)
        outcomes = read_distinct(
            [printed, self.cells["indicator"], self.cells["measure"]],
            lambda unit, indicator, measure: cells.unit_code(known[unit], indicator, measure) if unit >= 0 else None,
        )
        return self.told(outcomes, "printed").column(pa.string(), _same)

    def with_problems(self) -> set[int]:
        """The documents of whose sheets a problem is known: not all of their rows and numbers are there."""
        files = {problem.file for problem in (*self._raw.problems, *self.problems)}
        return {index for index in range(len(self.sources)) if self._raw.sheet_path(index).as_posix() in files}

    def check_locators(self) -> None:
        """Every figure says where in its document it stands."""
        import numpy as np
        import pyarrow.compute as pc

        blank = pc.equal(pc.utf8_trim_whitespace(self.cells["locator"]), "").to_numpy()
        todo = "write section and item, or table row"
        self.fault(np.flatnonzero(blank).tolist(), "locator", "the locator is empty", todo)

    def read_evidence(self, readings: str, index: int, start: str) -> str | Fault:
        """What a figure rests on: its position, else the number of readers, else what its document says."""
        number = readings.strip().translate(FULL_WIDTH)
        if number and (start or number not in _NOTED):
            todo = "1 or 2 readers noted a figure that has no position; leave it empty for any other"
            what = "a figure with a position needs none" if start else f"{readings[:20]!r} is not 1 or 2"
            return Fault(what, todo)
        return "position" if start else _NOTED.get(number, self.sources[index].evidence)

    def check_evidence(self, observed: pa.Table) -> None:
        """Every figure rests on its position or on its readers; while a document is under review, it need not yet."""
        import numpy as np
        import pyarrow.compute as pc

        unplaced = pc.equal(pc.binary_join_element_wise(self.cells["start"], self.cells["end"], ""), "")
        nothing = pc.and_(unplaced, pc.equal(observed["evidence"], "position")).to_numpy()
        todo = 'give its position, or say evidence = "noted_once" or "noted_twice" in source.toml'
        known = [bool(source.locality) for source in self.sources]  # of a document that cannot be read nothing is known
        rows = [row for row in np.flatnonzero(nothing).tolist() if known[self.cells["source"][row].as_py()]]
        self.fault(rows, "start", "the figure has no position", todo)

    def read_place(self, name: str, index: int) -> str | Fault | None:
        issuer = self.sources[index].locality
        if not issuer:
            return None  # the document itself could not be read, which is a problem of its own
        if not name:
            return issuer
        try:
            return place.resolve(name, issuer)
        except UnreadableError as error:
            return Fault(str(error), "write the full name or the code, or add a reviewed alias to the code list")

    def read_dates(self, column: str) -> Callable[[str, int], Span | Fault | None]:
        side = {"period": "", "effective_from": "start", "due": "end"}[column]

        def read(phrase: str, index: int) -> Span | Fault | None:
            if not phrase or not self.sources[index].locality:
                return None
            try:
                span = period.read(phrase, self.sources[index].reference)
            except UnreadableError as error:
                return Fault(str(error), "write it as printed (10月底前, 1—11月份, 2023年7月起) or as an ISO date")
            if any(day and day.year < _FIRST_YEAR for day in (span.start, span.end)):
                return Fault(f"{phrase} lies before {_FIRST_YEAR}", "check the year")
            if side and getattr(span, side) is None:
                return Fault(f"{phrase} names no {side}", "a deadline is 10月底前, a date of effect 7月起")
            return span

        return read

    def check_deadlines(self, due: pa.Array) -> None:
        """No deadline lies before the period that its document speaks of."""
        import pyarrow as pa
        import pyarrow.compute as pc

        begins = self.each(["source"], lambda index: self.sources[index].span.start).column(pa.date32(), _same)
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
