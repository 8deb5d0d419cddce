"""A reader of one release opens the datasets of the release before and after it, and says clearly what it cannot do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from release_datasets import describe, real, unrecorded
from release_readers import LACKING, MAJOR, newer, older

import civstats
from civstats.cli import main
from civstats.errors import DatasetError, QueryError
from civstats.release import diff, required_bump
from civstats.schema import SCHEMA_VERSION, TABLES

Use = Callable[[civstats.Dataset], object]

READ: dict[str, Use] = {
    "repr": repr,
    "html": lambda ds: ds._repr_html_(),
    "tables": lambda ds: ds.tables(),
    "explain": lambda ds: str(ds.explain("ordos-2023-summary:21")),
    "indicators": lambda ds: ds.indicators("低保"),
    "localities": lambda ds: ds.localities("乌审"),
    "findings": lambda ds: ds.findings(),
    "peers": lambda ds: ds.peers("乌审旗"),
    "binding": lambda ds: str(ds.binding_standard("乌审旗", "dibao", "rural", on=date(2023, 9, 1))),
}
ASKED: dict[str, Use] = {
    "growth": lambda ds: ds.growth("鄂尔多斯市"),
    "targets": lambda ds: ds.targets("乌审旗"),
    "compare": lambda ds: ds.compare("dibao_standard", year=2023, residence="rural", level="county"),
    "rank": lambda ds: ds.rank("dibao_standard", year=2023, residence="rural", level="county"),
}
NEEDS = {
    "growth": "observations.precision",
    "targets": "sources.period_end",
    "compare": "indicators.not_comparable_with",
    "rank": "indicators.not_comparable_with",
}


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> civstats.Dataset:
    return _opened(newer(tmp_path_factory.mktemp("after")))


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> civstats.Dataset:
    return _opened(older(tmp_path_factory.mktemp("before")))


def _opened(folder: Path) -> civstats.Dataset:
    describe(folder, unrecorded)  # its files were changed after the manifest was written
    return civstats.open(folder)


def test_all_that_a_newer_dataset_holds_is_read(after: civstats.Dataset) -> None:
    assert list(after.table("future")["future_id"]) == ["a"]
    assert list(after.sql("select said from future").df()["said"][0]) == ["list", "of", "texts"]
    observations = after.table("observations")
    assert len(observations) == real()["observations"].num_rows + 1
    assert list(observations["confidence"].unique()) == [0.5]
    assert "added_later" in after.table("codes")
    assert set(after.tables()["table"]) == {*TABLES, "future"}
    for name in after.tables()["table"]:
        assert set(after.codebook(name)["column"]) == set(after.arrow(name).column_names)
        assert after.sql(f"select count(*) from {name}").fetchall() == [(after.arrow(name).num_rows,)]


def test_all_that_an_older_dataset_holds_is_read(before: civstats.Dataset) -> None:
    assert set(before.tables()["table"]) == {*TABLES} - {"growth", "targets"}
    for name in before.tables()["table"]:
        names = [column for column in TABLES[name].columns.split() if column not in LACKING.get(name, ())]
        wanted = real()[name].select(names)
        assert before.arrow(name).equals(wanted.cast(before.arrow(name).schema))
        assert list(before.table(name)) == wanted.column_names == list(before.codebook(name)["column"])
        assert before.sql(f"select count(*) from {name}").fetchall() == [(wanted.num_rows,)]


@pytest.mark.parametrize("name", READ)
def test_what_both_can_do(name: str, before: civstats.Dataset, after: civstats.Dataset) -> None:
    READ[name](before)
    READ[name](after)


@pytest.mark.parametrize("name", ASKED)
def test_an_analysis_of_a_newer_dataset(name: str, after: civstats.Dataset) -> None:
    assert str(ASKED[name](after))


@pytest.mark.parametrize("name", ASKED)
def test_an_analysis_that_an_older_dataset_cannot_carry(name: str, before: civstats.Dataset) -> None:
    with pytest.raises(QueryError) as caught:
        ASKED[name](before)
    first = str(caught.value).splitlines()[0]
    assert first.startswith(f"this dataset has schema version {MAJOR}.0 and lacks ")
    assert NEEDS[name] in first
    assert f"schema version {SCHEMA_VERSION}" in first
    assert " -> open a newer release of the dataset" in first


def test_a_query_of_ones_own_is_told_as_well(before: civstats.Dataset) -> None:
    with pytest.raises(QueryError, match=r"lacks growth, which this civstats"):
        before.sql("select * from growth")
    with pytest.raises(QueryError, match=r"lacks observations\.precision,"):
        before.sql("select precision from observations")
    with pytest.raises(QueryError) as caught:
        before.sql("select nothing from observations")
    assert "lacks" not in str(caught.value)


def test_codes_without_words_are_shown_as_they_are(after: civstats.Dataset) -> None:
    [(observation,)] = after.rows("select observation_id from observations where measure = 'future_measure'")
    shown = str(after.explain(observation))
    assert "future_measure / future_measure" in shown
    assert "future_residence" in shown


def test_the_difference_between_minors(before: civstats.Dataset, after: civstats.Dataset) -> None:
    there = diff(before, after)
    assert {change.what for change in there.schema} <= {"table_added", "column_added", "order"}
    assert required_bump(there) == "minor"
    assert required_bump(diff(after, before)) == "major"
    assert there.rows["future"] == (0, 1)


@pytest.mark.parametrize("schema", [f"{int(MAJOR) + 1}.0", "", "x"])
def test_another_major_is_refused(schema: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = newer(tmp_path, schema)
    with pytest.raises(DatasetError, match=rf"schema version .*this civstats reads {MAJOR}\.x: install"):
        civstats.open(folder)
    assert main(["diff", str(folder), str(folder)]) == 1
    assert "install the civstats version that goes with the dataset" in capsys.readouterr().err
