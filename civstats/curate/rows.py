"""The rows of all raw sheets while they are read: distinct cells read once, every problem with its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from civstats.curate.cells import Fault
from civstats.curate.distinct import Outcomes, read_distinct
from civstats.errors import Problem
from civstats.reading.raw import Raw
from civstats.reading.sheet import cell_position

T = TypeVar("T")


class Rows:
    """The rows of ``raw``; ``problems`` collects what is wrong with them."""

    def __init__(self, raw: Raw) -> None:
        self.cells, self.sources = raw.rows, raw.sources
        self.problems: list[Problem] = []
        self._raw = raw

    def fault(self, rows: Sequence[int], column: str, what: str, todo: str) -> None:
        """Report one problem for the cell ``column`` of each of ``rows``."""
        for row in rows:
            path = self._raw.sheet_path(self.cells["source"][row].as_py())
            line, at = cell_position(path, self.cells["line"][row].as_py(), column)
            self.problems.append(Problem(path.as_posix(), line, at, f"{column}: {what}", todo))

    def each(self, columns: Sequence[str], read: Callable[..., T | Fault | None]) -> Outcomes[T | None]:
        """``read`` the distinct values of ``columns``; see `told`."""
        return self.told(read_distinct([self.cells[name] for name in columns], read), columns[0])

    def told(self, outcomes: Outcomes[T | Fault | None], column: str) -> Outcomes[T | None]:
        """``outcomes`` with None for each fault, which becomes a problem of its cell, else of ``column``."""
        faults = {value for value in outcomes.values if isinstance(value, Fault)}
        for fault in sorted(faults, key=lambda fault: fault.what):
            rows = outcomes.rows(lambda value, fault=fault: value == fault)  # type: ignore[misc]
            self.fault(rows, fault.column or column, fault.what, fault.todo)
        return Outcomes([None if isinstance(value, Fault) else value for value in outcomes.values], outcomes.codes)
