"""The expectation suites: one a table, derived from the declarations, kept as JSON that a person may edit.

A suite holds what must be true of a table's structure (columns, types, what is never empty, patterns, codes, minimum,
key, references) and its domain rules. Each expectation has its type and arguments, a severity in Great Expectations'
words (`critical` stops a build, `warning` does not), notes in Chinese and English, and under ``meta.rule`` its name.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from civstats import codelists
from civstats.errors import UsageError
from civstats.relate.rules import rules
from civstats.schema import TABLES, Column, Table
from civstats.validation import conditions

SEVERITIES = {"fail": "critical", "warn": "warning"}
"""The severities of the rules in Great Expectations' words."""

_BASIC = frozenset(("sources", "localities", "indicators", "units", "codes", "observations"))
"""The tables without rows of which there is no dataset; any other is empty where no document prints such a figure."""


@dataclass(frozen=True)
class Suite:
    """The expectations of ``table``, each as it stands in the JSON."""

    table: str
    expectations: tuple[Mapping[str, Any], ...]


def folder() -> Path:
    """The folder of the suites that come with the package (in a checkout: ``expectations``)."""
    package = Path(__file__).parent.parent
    installed = package / "expectations"
    return installed if installed.is_dir() else package.parent / "expectations"


def derived() -> dict[str, dict[str, Any]]:
    """The suite of every table as it follows from the declarations, by table."""
    return {
        table.name: {
            "name": table.name,
            "notes": [table.zh, table.en],
            "expectations": [*_structure(table), *_rules(table)],
        }
        for table in TABLES.values()
    }


def to_json(suite: Mapping[str, Any]) -> str:
    return json.dumps(suite, ensure_ascii=False, indent=2) + "\n"


def load(where: Path | None = None) -> dict[str, Suite]:
    """The suites in the JSON files of the folder ``where`` (None: those of the package), by table.

    Raises UsageError, naming the file, for a folder without suites, damaged JSON, or an expectation that names a code
    list, rule or parameter that there is not.
    """
    where = where or folder()
    files = sorted(where.glob("*.json")) if where.is_dir() else []
    if not files:
        raise UsageError(f"{where} holds no expectation suites; name a folder of <table>.json, like expectations/")
    order = {f"{table}.json": number for number, table in enumerate(TABLES)}
    files.sort(key=lambda file: order.get(file.name, len(order)))
    found: dict[str, Suite] = {}
    for file in files:
        suite = _read(file)
        if suite.table in found:
            raise UsageError(f"{file}: there is another suite of {suite.table}; a table has one")
        found[suite.table] = suite
    return found


def _read(file: Path) -> Suite:
    try:
        content = json.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(f"{file}: cannot be read as JSON: {error}") from None
    expectations = content.get("expectations") if isinstance(content, dict) else None
    if not isinstance(expectations, list) or not isinstance(content.get("name"), str):
        raise UsageError(f'{file}: is no suite; it holds "name" (the table) and "expectations" (a list)')
    for number, expectation in enumerate(expectations, 1):
        try:
            _check(expectation)
        except ValueError as error:
            raise UsageError(f"{file}: expectation {number}: {error}") from None
    return Suite(content["name"], tuple({"kwargs": {}, **expectation} for expectation in expectations))


def _check(expectation: Any) -> None:
    """Raise ValueError for an expectation that names what there is not; its types are for Great Expectations."""
    if not isinstance(expectation, dict) or not isinstance(expectation.get("type"), str):
        raise ValueError('is no expectation; it holds "type" and "kwargs"')
    kind, kwargs = expectation["type"], expectation.get("kwargs", {})  # of some, like a row count, none is needed
    severity = expectation.get("severity", "critical")
    if severity not in ("critical", "warning", "info"):
        raise ValueError(f"severity {severity!r} is not critical, warning or info")
    if not isinstance(kwargs, dict) or not isinstance(expectation.get("meta") or {}, dict):
        raise ValueError('"kwargs" and "meta" hold names with values: {"column": "year"}')
    if kind == conditions.CODES and (name := str(kwargs.get("code_list"))) not in _code_lists():
        raise ValueError(f"no code list {name!r}; {codelists.nearest(name, _code_lists())}")
    if kind == conditions.RULE:
        rule = rules().get(str(kwargs.get("rule")))
        if rule is None:
            raise ValueError(f"no rule {kwargs.get('rule')!r}; {codelists.nearest(str(kwargs.get('rule')), rules())}")
        numbers = kwargs.get("parameters") or {}
        for parameter, number in numbers.items():
            if parameter not in rule.parameters:
                known = ", ".join(rule.parameters) or "none"
                raise ValueError(f"rule {rule.rule} has no parameter {parameter!r}; its parameters: {known}")
            if not isinstance(number, int | float) or isinstance(number, bool):
                raise ValueError(f"parameter {parameter!r} of rule {rule.rule} is no number: {number!r}")


def _code_lists() -> set[str]:
    return {column.codes for table in TABLES.values() for column in table.fields if column.codes}


def _structure(table: Table) -> Iterator[dict[str, Any]]:
    names = [column.name for column in table.fields]
    yield _expectation(
        "expect_table_columns_to_match_ordered_list",
        {"column_list": names},
        "columns",
        "各列齐全、次序相符，别无他列",
        "All columns are there, in this order, and no others",
    )
    if table.name in _BASIC:
        yield _expectation(
            "expect_table_row_count_to_be_between",
            {"min_value": 1},
            "not_empty",
            "表中至少有一行",
            "The table has at least one row",
        )
    yield _expectation(
        conditions.TYPES,
        {"types": {column.name: column.type for column in table.fields}},
        "types",
        "各列的类型",
        "The type of every column",
    )
    key = "、".join(table.key)
    yield _expectation(
        conditions.UNIQUE,
        {"columns": list(table.key)},
        "key",
        f"主键 {key} 不重复",
        f"The key {', '.join(table.key)} is unique",
    )
    for column in table.fields:
        yield from _column(table, column)


def _column(table: Table, column: Column) -> Iterator[dict[str, Any]]:
    name, zh, en = column.name, column.zh.partition("：")[0], column.en.partition(":")[0]

    def expected(kind: str, what: str, said_zh: str, said_en: str, **kwargs: Any) -> dict[str, Any]:
        notes = f"{name}（{zh}）{said_zh}", f"{name} ({en}) {said_en}"
        return _expectation(kind, {"column": name, **kwargs}, f"{name}.{what}", *notes)

    if name not in table.nullable:
        yield expected(conditions.FILLED, "filled", "从不为空", "is never empty")
    if column.pattern:
        said = f"合于 {column.pattern}", f"matches {column.pattern}"
        yield expected(conditions.PATTERN, "pattern", *said, pattern=column.pattern)
    if column.codes:
        said = f"取自代码表 {column.codes}", f"is a code of the list {column.codes}"
        yield expected(conditions.CODES, "codes", *said, code_list=column.codes)
    if column.minimum is not None:
        said = f"不小于 {column.minimum:g}", f"is at least {column.minimum:g}"
        yield expected(conditions.BETWEEN, "minimum", *said, min_value=column.minimum)
    if other := table.references(column):
        [key] = TABLES[other].key
        said = f"是表 {other} 中的 {key}", f"is a {key} of the table {other}"
        yield expected(conditions.REFERS, "refers", *said, table=other, key=key)


def _rules(table: Table) -> Iterator[dict[str, Any]]:
    sentences = codelists.by_code("rules")
    for rule in rules().values():
        if rule.table == table.name:
            row = sentences[rule.rule]
            numbers = {name: int(n) if n.is_integer() else n for name, n in rule.parameters.items()}
            kwargs = {"rule": rule.rule} | ({"parameters": numbers} if numbers else {})
            notes = row["sentence_zh"], row["sentence_en"]
            yield _expectation(conditions.RULE, kwargs, rule.rule, *notes, SEVERITIES[rule.severity])


def _expectation(
    kind: str, kwargs: Mapping[str, Any], rule: str, zh: str, en: str, severity: str = "critical"
) -> dict[str, Any]:
    return {"type": kind, "kwargs": kwargs, "severity": severity, "notes": [zh, en], "meta": {"rule": rule}}
