"""Each expectation said in SQL, in the words that DuckDB and Spark share: which rows fail it.

The same SQL serves the verdict, the number of failing rows and their sample, on every engine; so the verdicts are the
same everywhere. A null is never held against a value: only `expect_column_values_to_not_be_null` asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from civstats import codelists
from civstats.relate.rules import rules

TYPES = "expect_columns_to_have_types"
FILLED = "expect_column_values_to_not_be_null"
BETWEEN = "expect_column_values_to_be_between"
PATTERN = "expect_column_values_to_match_pattern"
CODES = "expect_column_values_to_be_in_code_list"
UNIQUE = "expect_key_to_be_unique"
REFERS = "expect_column_values_to_refer_to"
RULE = "expect_rule_to_hold"


class Dialect(Protocol):
    """The few words in which DuckDB and Spark differ."""

    def name(self, identifier: str) -> str:
        """``identifier`` quoted."""

    def matches(self, text: str, pattern: str) -> str:
        """The condition that the regular expression ``pattern`` matches the whole of the SQL expression ``text``."""


class DuckDB:
    def name(self, identifier: str) -> str:
        return '"' + identifier.replace('"', '""') + '"'

    def matches(self, text: str, pattern: str) -> str:
        return f"regexp_full_match({text}, {literal(pattern)})"


class Spark:
    def name(self, identifier: str) -> str:
        return "`" + identifier.replace("`", "``") + "`"

    def matches(self, text: str, pattern: str) -> str:
        # A raw string, in which a backslash is one; it cannot hold a quotation mark, a regular expression can name it.
        whole = f"\\A(?:{pattern})\\z".replace("'", r"\x27")
        return f"{text} rlike r'{whole}'"


def literal(text: str) -> str:
    """``text`` as an SQL string; for text without backslashes, which Spark reads otherwise than DuckDB."""
    return "'" + text.replace("'", "''") + "'"


@dataclass(frozen=True)
class Asked:
    """An expectation in SQL.

    ``where`` is the condition that a failing row meets, if one row tells by itself; otherwise ``count`` is the SELECT
    of the number of failing rows. ``rows`` is the SELECT of the failing rows: their key, and ``found``.
    """

    rows: str
    where: str = ""
    count: str = ""


def ask(kind: str, kwargs: Mapping[str, Any], table: str, key: tuple[str, ...], dialect: Dialect) -> Asked | None:
    """The expectation ``kind`` of ``table``, whose rows are known by ``key``; None for one that is not asked in SQL.

    Raises KeyError for a code list, rule or parameter that there is not.
    """
    if kind == RULE:
        return _rule(kwargs)
    if kind == UNIQUE:
        return _unique(kwargs["columns"], table, dialect)
    how = _OF_COLUMN.get(kind)
    return how(kwargs, table, key, dialect) if how else None


def tables_needed(kind: str, kwargs: Mapping[str, Any]) -> tuple[str, ...]:
    """The tables beside its own that an expectation reads."""
    if kind == REFERS:
        return (str(kwargs["table"]),)
    if kind == RULE:
        rule = rules()[kwargs["rule"]]
        return (rule.table, *rule.needs)
    return ()


def columns_needed(kind: str, kwargs: Mapping[str, Any]) -> tuple[str, ...]:
    """The columns of its own table that an expectation names."""
    if kind == UNIQUE:
        return tuple(kwargs["columns"])
    column = kwargs.get("column")
    return (column,) if isinstance(column, str) else ()


def wrong_types(declared: Mapping[str, str], found: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """The columns that are there with another type than declared: (declared, found) by name."""
    return {name: (type_, found[name]) for name, type_ in declared.items() if found.get(name, type_) != type_}


def _where(condition: str, column: str, table: str, key: tuple[str, ...], dialect: Dialect) -> Asked:
    columns = [dialect.name(name) for name in dict.fromkeys(key)]
    listed = ", ".join([*columns, f"{dialect.name(column)} as found"])
    order = f" order by {', '.join(columns)}" if columns else ""
    return Asked(f"select {listed} from {dialect.name(table)} where {condition}{order}", condition)


def _filled(kwargs: Mapping[str, Any], table: str, key: tuple[str, ...], dialect: Dialect) -> Asked:
    return _where(f"{dialect.name(kwargs['column'])} is null", kwargs["column"], table, key, dialect)


def _between(kwargs: Mapping[str, Any], table: str, key: tuple[str, ...], dialect: Dialect) -> Asked | None:
    column, conditions = dialect.name(kwargs["column"]), []
    for name, sign in (("min_value", "<"), ("max_value", ">")):
        if isinstance(kwargs.get(name), int | float):
            strict = "=" if kwargs.get(f"strict_{name[:3]}") else ""
            conditions.append(f"{column} {sign}{strict} {kwargs[name]}")
    if not conditions:
        return None
    return _where(" or ".join(conditions), kwargs["column"], table, key, dialect)


def _pattern(kwargs: Mapping[str, Any], table: str, key: tuple[str, ...], dialect: Dialect) -> Asked:
    column = dialect.name(kwargs["column"])
    matches = dialect.matches(f"cast({column} as string)", kwargs["pattern"])
    return _where(f"not ({matches})", kwargs["column"], table, key, dialect)


def _codes(kwargs: Mapping[str, Any], table: str, key: tuple[str, ...], dialect: Dialect) -> Asked:
    known = ", ".join(literal(code) for code in codelists.codes(kwargs["code_list"]))
    column = dialect.name(kwargs["column"])
    return _where(f"cast({column} as string) not in ({known})", kwargs["column"], table, key, dialect)


def _unique(key: Sequence[str], table: str, dialect: Dialect) -> Asked:
    columns, source = ", ".join(dialect.name(name) for name in key), dialect.name(table)
    # Counting groups is cheaper than counting distinct values, and takes a key of several columns.
    groups = f"select 1 as one from {source} group by {columns}"
    return Asked(
        f"select {columns}, count(*) as found from {source} group by {columns} having count(*) > 1 order by {columns}",
        count=f"select (select count(*) from {source}) - (select count(*) from ({groups}) grouped)",
    )


def _refers(kwargs: Mapping[str, Any], table: str, key: tuple[str, ...], dialect: Dialect) -> Asked:
    column, source = dialect.name(kwargs["column"]), dialect.name(table)
    other, other_key = dialect.name(kwargs["table"]), dialect.name(kwargs["key"])
    # The distinct values first: they are few, however many the rows.
    values = f"select {column} as wanted, count(*) as n from {source} where {column} is not null group by {column}"
    missing = f"not exists (select 1 from {other} o where cast(o.{other_key} as string) = cast(v.wanted as string))"
    lost = f"select v.wanted from ({values}) v where {missing}"
    return Asked(
        _where(f"{column} in ({lost})", kwargs["column"], table, key, dialect).rows,
        count=f"select coalesce(sum(v.n), 0) from ({values}) v where {missing}",
    )


def _rule(kwargs: Mapping[str, Any]) -> Asked:
    numbers = {name: float(number) for name, number in (kwargs.get("parameters") or {}).items()}
    sql = rules()[kwargs["rule"]].sql(**numbers)
    columns = "observation_id, beside_id, found, wanted"
    return Asked(
        f"select {columns} from ({sql}\n) broken order by observation_id, beside_id",
        count=f"select count(*) from ({sql}\n) broken",
    )


_OF_COLUMN: dict[str, Callable[[Mapping[str, Any], str, tuple[str, ...], Dialect], Asked | None]] = {
    FILLED: _filled,
    BETWEEN: _between,
    PATTERN: _pattern,
    CODES: _codes,
    REFERS: _refers,
}
