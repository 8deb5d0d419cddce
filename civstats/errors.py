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


class MissingExtraError(UsageError, ImportError):
    """An optional part of the package whose dependencies are not installed; the message names the extra."""


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


class ValidationError(CivstatsError):
    """A dataset that is not valid, and was not published.

    ``lines`` say of each expectation of severity critical that failed: which, the first failing rows, what to do.
    """

    def __init__(self, lines: Sequence[str], count: int) -> None:
        self.lines = list(lines)
        head = f"{count} rule{'s' if count != 1 else ''} of the dataset broken; nothing was published"
        super().__init__("\n".join([head, *self.lines]))


class IncomparableError(UsageError):
    """Figures that must not stand beside each other: of another level, unit, definition, period or kind.

    ``rows`` say which, each with its place, printed token and observation; ``allow`` are the codes with which they come
    back set apart.
    """

    def __init__(self, what: str, rows: Sequence[str], allow: Sequence[str], ways: str = "") -> None:
        self.rows, self.allow = list(rows), tuple(allow)
        way_out = f"-> {ways}allow={self.allow} brings them back set apart, never ranked with the others"
        zh = f"不可比的数不得同列；确需并列时用 allow={self.allow}，单独列出，不参加排位"
        super().__init__("\n".join([what, *(f"  {row}" for row in self.rows), way_out, zh]))
