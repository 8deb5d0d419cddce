"""Expectations that a dataset gives no way to ask, because a table or column is missing or of another type."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from civstats.relate.rules import Rule, rules
from civstats.schema import TABLES
from civstats.validation import conditions
from civstats.validation.report import Sentence
from civstats.validation.tables import Tables

_NO_NUMBERS = ("string", "date", "bool", "timestamp", "blob", "binary")


def unaskable(expectation: Mapping[str, Any], table: str, tables: Tables) -> Sentence | None:
    """Why ``expectation`` of ``table`` cannot be asked; None where it can.

    Told before the engine is asked, so that the reason is the same on each, and that one column that is missing does
    not spoil the scan of all others.
    """
    kind, kwargs, columns = expectation["type"], expectation["kwargs"], tables.columns[table]
    for other in conditions.tables_needed(kind, kwargs):
        if other not in tables.columns:
            return Sentence(f"缺少表 {other}，无从校验", f"cannot be asked: the table {other} is missing or damaged")
    for column in conditions.columns_needed(kind, kwargs):
        if column not in columns:
            return Sentence(f"缺少列 {column}，无从校验", f"cannot be asked: the column {column} is missing")
    if kind == conditions.REFERS and kwargs["key"] not in tables.columns[kwargs["table"]]:
        other = f"{kwargs['table']}.{kwargs['key']}"
        return Sentence(f"缺少列 {other}，无从校验", f"cannot be asked: the column {other} is missing")
    if kind == conditions.RULE:
        return _rule_unaskable(rules()[kwargs["rule"]], tables)
    found = columns.get(kwargs.get("column", ""), "")
    limits = [kwargs.get("min_value"), kwargs.get("max_value")]
    if kind == conditions.BETWEEN and found.startswith(_NO_NUMBERS) and any(isinstance(n, int | float) for n in limits):
        return Sentence(f"列的类型为 {found}，不是数", f"cannot be asked: the column is of type {found}, no number")
    return None


def _rule_unaskable(rule: Rule, tables: Tables) -> Sentence | None:
    """Why a rule cannot be asked: a column that its SQL names is missing or of another type than declared.

    Engines differ in what they make of another type: where DuckDB refuses to compare, Spark casts.
    """
    named = set(re.findall(r"[a-z_]+", rule.sql()))
    for table in (rule.table, *rule.needs):
        columns = tables.columns[table]
        for column in TABLES[table].fields:
            if column.name in named and columns.get(column.name) != column.type:
                wrong = f"{table}.{column.name}"
                return Sentence(
                    f"缺少列 {wrong} 或类型不符，无从校验", f"cannot be asked: {wrong} is missing or of another type"
                )
    return None
