"""The expectation suites: that the files are what the declarations say, and that hand-made ones are read or refused."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

from civstats import codelists
from civstats.errors import UsageError
from civstats.relate.rules import rules
from civstats.schema import TABLES
from civstats.validation import conditions, suites

DERIVED = suites.derived()


def expectations(table: str, kind: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [one for one in DERIVED[table]["expectations"] if one["type"] == kind]
    return found


def test_the_files_are_what_the_declarations_say() -> None:
    run = subprocess.run([sys.executable, "tools/build_suites.py", "--check"], capture_output=True, text=True, cwd=ROOT)
    assert run.returncode == 0, f"{run.stdout} run python tools/build_suites.py"


def test_there_is_a_suite_for_every_table() -> None:
    assert list(DERIVED) == list(TABLES) == list(suites.load())
    assert suites.folder() == ROOT / "expectations"


@pytest.mark.parametrize("table", TABLES)
def test_a_suite_holds_all_that_is_declared_of_its_table(table: str) -> None:
    declared = TABLES[table]
    [columns] = expectations(table, "expect_table_columns_to_match_ordered_list")
    assert columns["kwargs"]["column_list"] == [column.name for column in declared.fields]
    [types] = expectations(table, conditions.TYPES)
    assert types["kwargs"]["types"] == {column.name: column.type for column in declared.fields}
    [unique] = expectations(table, conditions.UNIQUE)
    assert unique["kwargs"]["columns"] == list(declared.key)
    wanted = Counter[str]()
    for column in declared.fields:
        wanted[conditions.FILLED] += column.name not in declared.nullable
        wanted[conditions.PATTERN] += bool(column.pattern)
        wanted[conditions.CODES] += bool(column.codes)
        wanted[conditions.BETWEEN] += column.minimum is not None
        wanted[conditions.REFERS] += bool(declared.references(column))
    wanted[conditions.RULE] = sum(rule.table == table for rule in rules().values())
    assert {kind: len(expectations(table, kind)) for kind in wanted} == wanted


def test_every_rule_stands_in_the_suite_of_its_table_with_its_severity_and_sentences() -> None:
    found = {
        one["kwargs"]["rule"]: (table, one["severity"], one["notes"], one["kwargs"].get("parameters", {}))
        for table in TABLES
        for one in expectations(table, conditions.RULE)
    }
    rows = codelists.by_code("rules")
    assert found == {
        name: (
            rule.table,
            {"fail": "critical", "warn": "warning"}[rule.severity],
            [rows[name]["sentence_zh"], rows[name]["sentence_en"]],
            rule.parameters,
        )
        for name, rule in rules().items()
    }


def test_every_expectation_says_in_both_languages_what_it_expects_and_has_a_name() -> None:
    for table, suite in DERIVED.items():
        names = [one["meta"]["rule"] for one in suite["expectations"]]
        assert len(set(names)) == len(names), table
        for one in suite["expectations"]:
            chinese, english = one["notes"]
            assert any("\u4e00" <= char <= "\u9fff" for char in chinese), one
            assert english.isascii() or "万" in english or "亿" in english, one


def test_the_files_are_made_to_be_read() -> None:
    text = (ROOT / "expectations" / "observations.json").read_text(encoding="utf-8")
    assert "观测" in text
    assert "\\u" not in text
    assert text == suites.to_json(json.loads(text))


def test_great_expectations_takes_every_expectation_and_gives_it_back() -> None:
    from civstats.validation import gx

    for suite in suites.load().values():
        for one in suite.expectations:
            made = gx.made(one)
            assert (made.expectation_type, made.severity, made.notes) == (one["type"], one["severity"], one["notes"])
            kept = made.configuration.kwargs
            assert {name: kept[name] for name in one["kwargs"]} == one["kwargs"]


RULE = {"type": conditions.RULE, "kwargs": {"rule": "whole_units"}}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "units.json: cannot be read as JSON"),
        ("[]", "units.json: is no suite"),
        ('{"name": "units"}', "units.json: is no suite"),
        ([3], "expectation 1: is no expectation"),
        ([RULE, {"kwargs": {}}], "expectation 2: is no expectation"),
        ([{**RULE, "severity": "fatal"}], "severity 'fatal' is not critical, warning or info"),
        ([{"type": conditions.RULE, "kwargs": {"rule": "whole_unit"}}], "no rule 'whole_unit'; nearest: whole_units"),
        ([{"type": conditions.RULE, "kwargs": {}}], "no rule None"),
        (
            [{"type": conditions.RULE, "kwargs": {"rule": "growth_needs_second_source", "parameters": {"most": 1}}}],
            "has no parameter 'most'; its parameters: least_percent, most_percent",
        ),
        (
            [
                {
                    "type": conditions.RULE,
                    "kwargs": {"rule": "growth_needs_second_source", "parameters": {"most_percent": "1; drop table"}},
                }
            ],
            "is no number: '1; drop table'",
        ),
        ([{"type": conditions.CODES, "kwargs": {"column": "kind", "code_list": "kind"}}], "no code list 'kind'"),
        ([{"type": conditions.CODES, "kwargs": []}], '"kwargs" and "meta" hold names'),
    ],
)
def test_a_suite_that_cannot_be_used_is_refused(tmp_path: Path, text: str | list[Any], said: str) -> None:
    content = text if isinstance(text, str) else json.dumps({"name": "units", "expectations": text})
    (tmp_path / "units.json").write_text(content)
    with pytest.raises(UsageError) as refused:
        suites.load(tmp_path)
    assert said in str(refused.value)


@pytest.mark.parametrize("folder", ["", "none"])
def test_a_folder_without_suites_is_refused(tmp_path: Path, folder: str) -> None:
    with pytest.raises(UsageError, match="holds no expectation suites"):
        suites.load(tmp_path / folder)


def test_a_suite_saved_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / "units.json").write_text(suites.to_json(DERIVED["units"]), encoding="utf-8-sig")
    assert suites.load(tmp_path)["units"].expectations == tuple(DERIVED["units"]["expectations"])


def test_two_suites_of_one_table_are_refused(tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(suites.to_json(DERIVED["units"]), encoding="utf-8")
    with pytest.raises(UsageError, match="another suite of units"):
        suites.load(tmp_path)
