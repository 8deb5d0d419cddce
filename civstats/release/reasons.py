"""Why a figure was revised or withdrawn: where the reason stands, and how it finds its change.

A reason is looked for in this order:

``revisions``  a row of ``data/raw/revisions.csv``, a reviewed list beside the documents: ``version,table,key,reason``.
               ``version`` is the release that brings the change, so that an old reason never explains a new revision.
               A ``key`` that ends in ``*`` explains all rows whose key begins so (``ordos-2023-summary:*``).
``document``   a figure withdrawn with its document takes the reason of the document.
``reason``     the figure has a new code in its own column ``reason`` (why it is read otherwise than printed).
``note``       the figure has a new ``note``.

Nothing else is taken for a reason; where there is none, the difference says so.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from civstats.errors import DataError, Problem, UsageError
from civstats.release import version as versions
from civstats.release.shape import TableShape

if TYPE_CHECKING:
    import duckdb

    from civstats.dataset import Dataset

FILE = "revisions.csv"
COLUMNS = ("version", "table", "key", "reason")


class ReasonsError(DataError):
    """All problems of a list of reasons."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems)
        count = len(self.problems)
        head = f"{count} problem{'s' if count != 1 else ''} in the reasons; nothing was compared"
        self.args = ("\n".join([head, *map(str, self.problems)]),)


@dataclass(frozen=True)
class Reason:
    """One row of ``revisions.csv``; ``line`` counts from 1, the header being the first."""

    version: str
    table: str
    key: str
    reason: str
    line: int = 0


def read(path: Path) -> list[Reason]:
    """The reasons of the file ``path``.

    Raises ReasonsError with every problem of its rows, UsageError where there is no such file.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from None
    return parse(content, path.as_posix())


def parse(content: bytes, name: str) -> list[Reason]:
    """The reasons of a file's ``content``; ``name`` is for messages. Raises ReasonsError as `read` does."""
    problems: list[Problem] = []
    found: dict[tuple[str, str, str], Reason] = {}
    try:
        lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        header = next(lines, [])
        if tuple(header) != COLUMNS:
            problems.append(Problem(name, 1, 1, f"the header is {','.join(header)}", f"write {','.join(COLUMNS)}"))
        else:
            for row in lines:
                if row:
                    _add(row, lines.line_num, name, found, problems)
    except (UnicodeDecodeError, csv.Error) as error:
        problems.append(Problem(name, 0, 0, f"is not CSV in UTF-8 ({error})", "save it as CSV in UTF-8"))
    if problems:
        raise ReasonsError(problems)
    return list(found.values())


def _add(
    row: list[str], line: int, name: str, found: dict[tuple[str, str, str], Reason], problems: list[Problem]
) -> None:
    def problem(column: int, what: str, todo: str) -> None:
        problems.append(Problem(name, line, column, what, todo))

    if len(row) != len(COLUMNS):
        problem(1, f"{len(row)} cells, not {len(COLUMNS)}", "put a text that holds a comma into quotation marks")
        return
    version, table, key_, why = (cell.strip() for cell in row)
    reason = Reason(version, table, key_, why, line)
    at = {column: 1 + sum(len(cell) + 1 for cell in row[:number]) for number, column in enumerate(COLUMNS)}
    try:
        versions.read(reason.version)
    except UsageError as error:
        problem(at["version"], str(error), "name the release that brings the change")
    for column in ("table", "key", "reason"):
        if not getattr(reason, column):
            problem(at[column], f"{column} is empty", "say which row, and why")
    key = (reason.version, reason.table, reason.key)
    if key in found:
        problem(1, f"{reason.table} {reason.key} has a reason in line {found[key].line}", "keep one of them")
    found.setdefault(key, reason)


def coming_with(dataset: Dataset) -> list[Reason]:
    """The reasons that lie beside the tables of a release; none where there is no such file."""
    if not dataset._manifest:
        return []  # tables of a user's own lie nowhere
    try:
        content = dataset._where.read_whole(FILE)
    except (OSError, KeyError):
        return []
    return parse(content, FILE)


def between(reasons: Sequence[Reason], old: str, new: str) -> list[Reason]:
    """The reasons of the releases after ``old`` up to ``new``, the latest first."""
    try:
        first, last = versions.read(old), versions.read(new)
    except UsageError:
        return []  # a dataset without a proper version: no reason can be known to be meant
    chosen = [(versions.read(reason.version), reason) for reason in reasons]
    chosen = [(number, reason) for number, reason in chosen if first < number <= last]
    return [reason for _, reason in sorted(chosen, key=lambda pair: pair[0], reverse=True)]


def give(
    connection: duckdb.DuckDBPyConnection, reasons: Sequence[Reason], after: Mapping[str, TableShape]
) -> tuple[Reason, ...]:
    """Give each primary change in ``changed`` its reason; returns the reasons that explain none."""
    connection.execute("create temp table given (number integer, name varchar, key varchar, reason varchar)")
    if reasons:
        rows = [[number, reason.table, reason.key, reason.reason] for number, reason in enumerate(reasons)]
        connection.executemany("insert into given values (?, ?, ?, ?)", rows)
    connection.execute(
        """create temp table matched as
        select c.name, c.kind, c.key as row_key, g.number, g.reason,
            ends_with(g.key, '*') as several, length(g.key) as long
        from changed c join given g on g.name = c.name and c."primary" and c.kind <> 'added'
            and (g.key = c.key or g.key = c.moved_from
                 or (ends_with(g.key, '*') and starts_with(c.key, left(g.key, -1))))"""
    )
    # The reason for the row itself comes before one for many, and that of the latest release before older ones.
    connection.execute(
        """update changed set reason = m.reason, reason_from = 'revisions' from (
            select name, kind, row_key, first(reason order by several, long desc, number) as reason
            from matched group by all
        ) m where (changed.name, changed.kind, changed.key) = (m.name, m.kind, m.row_key)"""
    )
    connection.execute(
        """update changed set reason = s.reason, reason_from = 'document' from changed s
        where changed.name = 'observations' and changed.kind = 'withdrawn' and changed.reason is null
            and s.name = 'sources' and s.kind = 'withdrawn' and s.reason is not null
            and list_contains(changed.tokens, 'document ' || s.key)"""
    )
    if {"code_list", "code", "name_zh", "name_en"} <= set(after["codes"].columns if "codes" in after else ()):
        connection.execute(_own("reason", "select code, name_zh || ' / ' || name_en from new_codes "
                                "where code_list = 'reasons'"))  # fmt: skip
    connection.execute(_own("note"))
    used = {number for (number,) in connection.sql("select distinct number from matched").fetchall()}
    return tuple(reason for number, reason in enumerate(reasons) if number not in used)


def _own(column: str, labels: str = "select null, null where false") -> str:
    """Take the new value of a figure's ``column`` for the reason of its revision; ``labels`` say what codes mean."""
    return f"""update changed set reason = coalesce(l.name, u.said), reason_from = '{column}'
        from (select key, cell."new" ->> '$' as said from (
                select key, unnest(columns) as cell from changed
                where name = 'observations' and kind = 'revised' and "primary" and reason is null
            ) where cell."column" = '{column}' and cell."new" is not null) u
            left join ({labels}) l(code, name) on l.code = u.said
        where changed.name = 'observations' and changed.kind = 'revised' and changed.key = u.key"""
