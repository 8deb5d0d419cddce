"""The errors that civstats raises, each telling where, what, and what to do.

A *data problem* is something wrong in a raw sheet or a dataset; the command line ends with exit code 1.
A *usage problem* is something wrong in a call or a command; exit code 2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class CivstatsError(Exception):
    """Base of every error that civstats raises on purpose."""


class UsageError(CivstatsError):
    """A call or a command that cannot be carried out as it stands."""


class QueryError(UsageError):
    """A query that is not one SELECT statement, or that DuckDB cannot run."""


class DatasetError(CivstatsError):
    """A curated dataset that is missing, damaged, or written by a newer civstats."""


class LocationError(UsageError):
    """A place where a dataset cannot be written, or not now."""


class UnreadableError(ValueError):
    """A token, unit, date or name that cannot be read; the message says why. Becomes a `Problem` with its place."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong in one place of a raw file.

    ``line`` and ``column`` count from 1, characters for ``column``; 0 means the file as a whole.
    """

    file: str
    line: int
    column: int
    what: str
    todo: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place}: {self.what} -> {self.todo}"


class DataError(CivstatsError):
    """All problems of one run, listed together.

    ``problems`` is the sorted list; ``str()`` of the error is the list as text, one problem a line.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = sorted(set(problems))
        count = len(self.problems)
        head = f"{count} problem{'s' if count != 1 else ''} in the raw data; nothing was published"
        super().__init__("\n".join([head, *map(str, self.problems)]))
