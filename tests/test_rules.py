"""The domain rules: each breaks where it should and only there, is declared as it is written, and holds in the data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib.resources import files

import duckdb
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rule_cases import Case, Row, code_tables, completed
from rule_cases_documents import CASES as DOCUMENTS
from rule_cases_figures import CASES as FIGURES
from rule_cases_standards import CASES as STANDARDS

from civstats import codelists
from civstats.dataset import Dataset
from civstats.relate.rules import Rule, rules
from civstats.relate.violations import Violation, violations
from civstats.schema import TABLES
from civstats.schema.arrow import schema_of

CASES = STANDARDS + FIGURES + DOCUMENTS
OF_THE_ENDS = "bound_fits_ends"
"""The rule that asks for the very ends: it alone may be broken by a wider interval."""
NAMES = tuple(rules())


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the code lists as tables."""
    with duckdb.connect() as opened:
        for name, rows in code_tables().items():
            opened.register(name, pa.Table.from_pylist(rows, schema_of(TABLES[name])))
        yield opened


def broken(connection: duckdb.DuckDBPyConnection, rule: Rule, rows: Mapping[str, list[Row]]) -> list[Violation]:
    """The violations of ``rule`` in ``rows``."""
    for name in {rule.table, *rule.needs} - {"indicators", "units", "localities"}:
        numbered = [{"figure_no": number, **row} for number, row in enumerate(rows.get(name, []), 1)]
        table = pa.Table.from_pylist([completed(name, row) for row in numbered], schema_of(TABLES[name]))
        connection.register(name, table)
    return violations(connection, [rule])


def _rows(case: Case) -> dict[str, list[Row]]:
    return {name: list(rows) for name, rows in case.rows.items()}


def _source(name: str) -> str:
    text = files("civstats.relate").joinpath("rules", f"{name}.sql").read_text(encoding="utf-8")
    return re.sub(r"--.*", "", text)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.what}")
def test_case(connection: duckdb.DuckDBPyConnection, case: Case) -> None:
    found = broken(connection, rules()[case.rule], _rows(case))
    assert tuple(row.observation_id for row in found) == case.breaking


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_has_a_case_and_a_near_miss(name: str) -> None:
    assert {bool(case.breaking) for case in CASES if case.rule == name} == {True, False}


def test_every_rule_has_its_sql() -> None:
    written = {file.name for file in files("civstats.relate").joinpath("rules").iterdir()}
    assert written == {f"{name}.sql" for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_declared_as_written(name: str) -> None:
    rule, text = rules()[name], _source(name)
    assert set(re.findall(r"{(\w+)}", text)) == set(rule.parameters)
    assert set(re.findall(r"\b(?:from|join) (\w+)", text)) & set(TABLES) == {rule.table, *rule.needs}
    assert rule.table not in rule.needs
    assert rule.severity in ("fail", "warn")


@pytest.mark.parametrize("name", NAMES)
def test_gives_the_four_columns(ds: Dataset, name: str) -> None:
    relation = ds.sql(rules()[name].sql())
    assert relation.columns == ["observation_id", "beside_id", "found", "wanted"]
    assert [str(type_) for type_ in relation.types] == ["VARCHAR", "VARCHAR", "DOUBLE", "DOUBLE"]


@pytest.mark.parametrize("row", codelists.rows("rules"), ids=lambda row: str(row["rule"]))
def test_details_say_no_more_than_the_numbers(row: Mapping[str, str]) -> None:
    for column in ("detail_zh", "detail_en"):
        assert set(re.findall(r"{(\w*)", row[column])) <= {"found", "wanted"}
    assert all(row[column] for column in row if column not in ("parameters", "needs"))


def test_an_unknown_parameter_is_refused() -> None:
    with pytest.raises(KeyError, match="whole_units has no parameter factor"):
        rules()["whole_units"].sql(factor=2)


def test_a_parameter_changes_the_rule(connection: duckdb.DuckDBPyConnection) -> None:
    [case] = [case for case in CASES if case.rule == "tekun_at_least_dibao_share" and case.breaking]
    assert broken(connection, rules()[case.rule], _rows(case))
    assert not connection.execute(rules()[case.rule].sql(factor=1.2)).fetchall()


def test_details() -> None:
    violation = Violation("rural_not_above_urban", "a:1", "a:2", 735.0, 6500 / 12)
    assert violation.detail("zh") == "农村标准折合每月735元，高于城市标准541.6667元"
    assert violation.detail("en") == "the rural standard, 735 yuan a month, is above the urban one, 541.6667"


@pytest.fixture(scope="session")
def all_violations(ds: Dataset) -> list[Violation]:
    return violations(ds.connect(), rules().values())


def test_the_dataset_breaks_no_rule_that_fails(all_violations: list[Violation]) -> None:
    assert [row for row in all_violations if rules()[row.rule].severity == "fail"] == []


def test_each_figure_breaks_a_rule_once_and_exists(ds: Dataset, all_violations: list[Violation]) -> None:
    keys = [(row.rule, row.observation_id) for row in all_violations]
    assert len(keys) == len(set(keys))
    known = {name for (name,) in ds.rows("select observation_id from observations")}
    named = {row.observation_id for row in all_violations} | {row.beside_id for row in all_violations} - {None}
    assert named <= known


@given(st.data())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_wider_interval_never_breaks_more(connection: duckdb.DuckDBPyConnection, data: st.DataObject) -> None:
    case = data.draw(st.sampled_from([case for case in CASES if case.rule != OF_THE_ENDS]))
    rule, rows = rules()[case.rule], _rows(case)
    width = st.one_of(st.none(), st.floats(0, 10_000))

    def widened(row: Row) -> Row:
        value = row.get("value", row.get("amount", row.get("count")))
        lower, upper = row.get("lower", value), row.get("upper", value)
        less, more = data.draw(width), data.draw(width)
        return {
            **row,
            "lower": None if lower is None or less is None else lower - less,
            "upper": None if upper is None or more is None else upper + more,
        }

    wider = {name: [widened(row) for row in some] if name != "sources" else some for name, some in rows.items()}
    before = {row.observation_id for row in broken(connection, rule, rows)}
    assert {row.observation_id for row in broken(connection, rule, wider)} <= before
