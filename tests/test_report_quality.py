"""The data-quality report: its numbers are those of the tables, counted in another way, in both languages."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd
import pytest
from own_figures import own
from report_checks import (
    check_points,
    check_references,
    column,
    counts,
    declared,
    numbers,
    remembered,
    table,
    texts,
)

from civstats import codelists
from civstats.dataset import Dataset
from civstats.report.model import Prose, Report
from civstats.report.quality import quality
from civstats.schema import TABLES

RULES = len(codelists.rows("rules"))


@pytest.fixture(scope="module")
def report(ds: Dataset) -> Report:
    return quality(ds)


@pytest.fixture(scope="module")
def figures(ds: Dataset) -> pd.DataFrame:
    """All figures with the facts of their documents, which begin with ``of_``."""
    return ds.table("observations").merge(ds.table("sources").set_index("source_id").add_prefix("of_"), on="source_id")


@pytest.fixture(scope="module")
def small() -> Dataset:
    """Three figures of one place, one with a bound, of a document of which no day is known; and no targets."""
    standards = [{"locality_id": "150626", "value": 900.0 + year, "year": year} for year in (2021, 2022)]
    return own([*standards, {"locality_id": "150626", "value": 990.0, "year": 2023, "bound": "ge"}])


def said(report: Report, section: str, at: int) -> str:
    """The first paragraph of a block of a section."""
    [found] = [one for one in report.sections if one.id == section]
    prose = found.blocks[at]
    assert isinstance(prose, Prose)
    return prose.paragraphs[0].zh


def with_findings(ds: Dataset, findings: pd.DataFrame) -> Dataset:
    return Dataset.of({name: ds.arrow(name) for name in TABLES} | {"findings": findings})


def percent(part: int, whole: int) -> str:
    """A share with one decimal, half up."""
    return f"{(Decimal(100 * part) / whole).quantize(Decimal('0.1'), ROUND_HALF_UP)}"


def test_page_one_counts_the_figures(report: Report, figures: pd.DataFrame, ds: Dataset) -> None:
    whole = len(figures)
    parts = [
        (figures["bound"] == "eq").sum(),
        (figures["of_origin_class"] == "official").sum(),
        figures["evidence"].isin(["noted_twice", "position"]).sum(),
    ]
    shown = [key.value.zh.replace(",", "") for key in report.keys]
    documents = len(ds.table("sources"))
    shares = [percent(int(part), whole) for part in parts]
    assert shown == [str(whole), *shares, str(figures["locality_id"].nunique()), str(documents)]
    for key, part in zip(report.keys[1:4], parts, strict=True):
        assert numbers(key.period.zh)[str(part)] == 1
        assert numbers(key.period.zh)[str(whole)] == 1
    for point, part, share in zip(report.points, parts, shares, strict=False):
        assert numbers(point.text.zh)[str(part)] == numbers(point.text.zh)[share] == 1


def test_page_one_holds_the_numbers_of_the_tables(report: Report) -> None:
    shown = [key.value.zh.replace(",", "") for key in report.keys]
    assert shown[0] == column(table(report, "quality-measures"), "figures")[-1]
    assert f"{shown[1]}%" == column(table(report, "quality-measures"), "share")[-1]
    documents = table(report, "quality-origins")
    assert shown[5] == column(documents, "documents")[-1]
    official = zip(column(documents, "origin"), counts(documents, "figures"), strict=True)
    part = sum(number for name, (number,) in official if name == "发文机关原文")
    assert shown[2] == percent(part, int(shown[0]))
    rested = table(report, "quality-evidence")
    [(once,)] = [number for name, number in zip(column(rested, "evidence"), counts(rested, "figures"), strict=True)
                 if name == "一人摘录"]  # fmt: skip
    assert shown[3] == percent(int(shown[0]) - once, int(shown[0]))


def test_points_are_proven_and_other_numbers_are_not(report: Report, ds: Dataset) -> None:
    check_points(report, ds)
    check_references(report)
    assert len(report.points) == 5
    for point in report.points:
        for name, number in point.claim.params.items():
            assert isinstance(number, int)
            wrong = replace(point.claim, params={**point.claim.params, name: number + 1})
            assert not wrong.proven(ds.sql), (point.claim.zh, name)


def test_states_of_values_are_counted(report: Report, figures: pd.DataFrame) -> None:
    exact = figures["bound"] == "eq"
    shortened = figures["precision"] > 0
    found = counts(table(report, "quality-bounds"), "figures")
    assert found[:2] == [((exact & ~shortened).sum(),), ((exact & shortened).sum(),)]
    assert sorted(found[2:]) == sorted((number,) for number in figures.loc[~exact, "bound"].value_counts())
    expected = [
        (len(group), (group["bound"] == "eq").sum(), (group["corroborations"] > 0).sum())
        for group in (*(group for _, group in figures.groupby("measure")), figures)
    ]
    measures = counts(table(report, "quality-measures"), "figures", "exact", "elsewhere")
    assert sorted(measures) == sorted(expected)
    assert measures[-1] == expected[-1]
    for name, of in (("quality-statuses", "status"), ("quality-evidence", "evidence")):
        every = counts(table(report, name), "figures")
        assert sorted(every) == sorted((number,) for number in figures[of].value_counts())
        shares = [f"{percent(number, len(figures))}%" for (number,) in every]
        assert column(table(report, name), "share") == shares


def test_lag_is_counted_from_the_last_period_that_had_ended(report: Report, figures: pd.DataFrame) -> None:
    results = figures[(figures["measure"] == "actual") & figures["period_end"].notna()].copy()
    results["known_on"] = results["of_issued"].fillna(results["of_published"])
    ended = results[results["period_end"] <= results["known_on"]]
    last = ended.groupby("source_id").agg(
        {"period_end": "max", "known_on": "first", "of_kind": "first"}
    )  # fmt: skip
    days = (last["known_on"] - last["period_end"]).dt.days
    groups = [days[last["of_kind"] == kind] for kind in last["of_kind"].unique()]
    found = table(report, "quality-lag")
    numbers_of = [
        tuple(float(cell.number or 0) for cell in row.cells[1:]) for row in found.rows
    ]  # fmt: skip
    expected = [(len(one), one.median(), one.min(), one.max()) for one in (*groups, days)]
    assert sorted(numbers_of) == sorted(expected)
    assert numbers_of[-1] == expected[-1]
    undated = results.loc[results["known_on"].isna(), "source_id"].nunique()
    every = results["source_id"].nunique()
    assert list(map(int, numbers(found.notes[0].zh))) == [every, undated, every - undated - len(days)]


def test_broken_rules_have_a_row_each_with_printed_tokens(report: Report, ds: Dataset, figures: pd.DataFrame) -> None:
    broken = ds.table("findings").dropna(subset="rule")
    rules = codelists.by_code("rules")
    found = table(report, "quality-rules")
    expected = {rules[str(rule)]["sentence_zh"]: number for rule, number in broken["rule"].value_counts().items()}
    assert {row.cells[0].text.zh: row.cells[2].number for row in found.rows} == expected
    printed = figures.set_index("observation_id")["printed"]
    by_sentence = {row["sentence_zh"]: code for code, row in rules.items()}
    for row in found.rows:
        code = by_sentence[row.cells[0].text.zh]
        assert row.cells[4].text.zh == rules[code]["todo_zh"]
        first = broken[broken["rule"] == code].sort_values("finding_id")["observation_ids"].head(2)
        assert set(row.cells[3].refs) == set(" ".join(first).split())
        assert set(row.cells[3].text.zh.split("、")) == set(printed[list(row.cells[3].refs)])
    told = [int(one) for one in numbers(said(report, "checks", 0))]
    assert told == [len(rules), len(rules) - len(expected), len(expected)]


def test_findings_are_counted_by_kind_and_verdict(report: Report, ds: Dataset) -> None:
    findings = ds.table("findings")
    verdicts = list(codelists.by_code("verdicts"))
    names = {code: row["name_zh"] for code, row in codelists.by_code("finding_kinds").items()}
    found = table(report, "quality-kinds")
    rows = dict(zip(column(found, "kind"), counts(found, "all", *verdicts), strict=True))
    expected = {
        names[str(kind)]: (len(group), *((group["verdict"] == verdict).sum() for verdict in verdicts))
        for kind, group in findings.groupby("finding_kind")
    }
    assert rows == expected


def test_all_contradictions_stand_in_the_section_that_every_report_has(report: Report, ds: Dataset) -> None:
    findings = ds.table("findings")
    wrong = findings[(findings["verdict"] == "conflict") | (findings["severity"] == "warn")]
    assert len(table(report, "contradictions").rows) == len(wrong) > 10
    assert set(" ".join(wrong["observation_ids"]).split()) <= set(report.refs)
    assert list(numbers(said(report, "checks", -1))) == [str(len(wrong))]


def test_documents_are_counted_by_origin(report: Report, ds: Dataset, figures: pd.DataFrame) -> None:
    by = ["origin_class", "evidence", "excerpt"]
    documents = ds.table("sources").groupby(by).size()
    of_figures = figures.groupby([f"of_{name}" for name in by]).size()
    expected = [(number, of_figures.get(key, 0)) for key, number in documents.items()]
    found = counts(table(report, "quality-origins"), "documents", "figures")
    assert sorted(found[:-1]) == sorted(expected)
    assert found[-1] == (documents.sum(), len(figures))


def test_both_languages_hold_the_same_numbers(report: Report) -> None:
    for text in texts(report, "quality-"):
        assert numbers(text.zh) == numbers(text.en), text


def test_two_reports_are_the_same(report: Report, ds: Dataset) -> None:
    again = quality(ds)
    assert list(again.tables()) == list(report.tables())
    assert (again.keys, again.points, again.refs) == (report.keys, report.points, report.refs)
    assert [one.draw("en") for one in again.figures()] == [one.draw("en") for one in report.figures()]


def test_own_figures_have_a_report_too(small: Dataset) -> None:
    report = quality(small)
    check_points(report, small)
    check_references(report)
    assert [key.value.zh for key in report.keys] == ["3", "66.7", "100.0", "100.0", "1", "1"]
    assert table(report, "quality-lag").rows == ()
    assert "没有版本" in said(report, "changes", 0)
    assert all(one.draw("zh").svg for one in report.figures())


def test_without_figures_nothing_is_divided_by_zero(small: Dataset) -> None:
    tables = {name: small.arrow(name) for name in TABLES}
    for name in ("observations", "sources", "coverage", "findings"):
        tables[name] = tables[name].slice(0, 0)
    report = quality(Dataset.of(tables))
    assert [key.value.zh for key in report.keys] == ["0"] * 3
    check_points(report, Dataset.of(tables))
    assert [list(numbers(point.text.zh).elements()) for point in report.points] == [[str(RULES), "0", "0"]]
    assert (report.refs, list(report.figures())) == ((), [])
    assert all(not one.rows for one in report.tables() if one.id.startswith("quality-"))


def finding(**more: object) -> dict[str, object]:
    return {
        "finding_id": "a", "finding_kind": "domain_rule", "rule": "whole_units", "verdict": "conflict",
        "severity": "warn", "locality_id": "150626", "indicator_id": "dibao_standard", "year": 2023,
        "arithmetic_zh": "甲", "arithmetic_en": "a", "observation_ids": "own:1", "source_ids": "own", **more,
    }  # fmt: skip


def test_a_rule_that_bars_publication_says_so(small: Dataset) -> None:
    report = quality(with_findings(small, pd.DataFrame([finding(), finding(finding_id="b", rule="tiers_ordered")])))
    assert sorted(column(table(report, "quality-rules"), "severity")) == ["不予发布", "供核对"]


@pytest.mark.parametrize(("version", "expected"), [("1.0.0", "第一版（1.0.0）"), ("1.0.1", "更新日志")])
def test_only_the_first_edition_is_called_the_first(
    small: Dataset, monkeypatch: pytest.MonkeyPatch, version: str, expected: str
) -> None:
    monkeypatch.setattr(Dataset, "version", version)
    told = said(quality(small), "changes", 0)
    assert expected in told
    assert version in told


def test_every_word_is_declared_and_said(ds: Dataset, small: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    spoken = remembered(monkeypatch)
    none = {name: small.arrow(name).slice(0, 0) for name in ("coverage", "findings")}
    quality(ds)
    quality(with_findings(small, pd.DataFrame([finding()])))
    quality(Dataset.of({name: small.arrow(name) for name in TABLES} | none))
    for version in ("1.0.0", "1.0.1"):
        monkeypatch.setattr(Dataset, "version", version)
        quality(small)
    assert declared("quality") == {key for key in spoken.keys_said if key.startswith("quality_")}
