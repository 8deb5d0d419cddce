"""The code book: every word of the dataset is in it, found in both scripts, in English, by code and by wording."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civstats import cli, codebook, codelists
from civstats.dataset import Dataset
from civstats.errors import UsageError
from civstats.schema import TABLES

FULL_WIDTH = "tekun_beneficiaries".translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})


@pytest.fixture(scope="module")
def book(ds: Dataset) -> pd.DataFrame:
    return ds.codebook()


def of(found: pd.DataFrame, kind: str) -> pd.DataFrame:
    return found[found["kind"] == kind]


def codes(found: pd.DataFrame, kind: str) -> list[str]:
    return list(of(found, kind)["code"])


def test_everything_is_in_it_once(book: pd.DataFrame) -> None:
    assert codes(book, "table") == list(TABLES)
    columns = of(book, "column")
    wanted = [(table.name, column.name) for table in TABLES.values() for column in table.fields]
    assert list(zip(columns["list"], columns["code"], strict=True)) == wanted
    assert sorted(codes(book, "indicator")) == sorted(codelists.codes("indicators"))
    assert sorted(codes(book, "unit")) == sorted(codelists.codes("units"))
    listed = {column.codes for table in TABLES.values() for column in table.fields if column.codes}
    coded = of(book, "code")
    assert {(row["list"], row["code"]) for row in coded.to_dict("records")} == {
        (name, code) for name in listed for code in codelists.codes(name)
    }
    assert not book.duplicated(["kind", "list", "code"]).any()
    assert not book["name_zh"].eq("").any()


def test_every_official_wording_is_found_by_itself(book: pd.DataFrame) -> None:
    wordings = [wording for row in book["wordings"] for wording in row.split(codebook.BETWEEN)]
    terms = [row for row in codelists.rows("terms") if row["indicator"] != "EXCEPTION"]
    assert {row["term"] for row in terms} <= set(wordings)
    indicators = of(book, "indicator").set_index("code")["wordings"]
    for row in terms:
        assert row["term"] in indicators[row["indicator"]].split(codebook.BETWEEN)


def test_observations_are_counted(ds: Dataset, book: pd.DataFrame) -> None:
    [(count,)] = ds.rows("select count(*) from observations")
    assert of(book, "indicator")["observations"].sum() == count
    assert of(book, "unit")["observations"].sum() == count
    measures = book[book["list"] == "measures"].set_index("code")["observations"]
    assert measures.sum() == count
    assert measures["target"] == ds.rows("select count(*) from observations where measure = 'target'")[0][0]
    assert book[book["list"] == "verdicts"]["observations"].isna().all(), "no column of the observations has these"


@pytest.mark.parametrize(
    ("q", "kind", "code"),
    [
        ("集中供养", "code", "institutional"),
        ("集中供養", "code", "institutional"),
        ("农村特困集中供养人数", "indicator", "tekun_beneficiaries"),
        ("農村特困集中供養人數", "indicator", "tekun_beneficiaries"),
        ("tekun_beneficiaries", "indicator", "tekun_beneficiaries"),
        ("TEKUN Beneficiaries", "indicator", "tekun_beneficiaries"),
        ("供养 人数", "indicator", "tekun_beneficiaries"),
        (FULL_WIDTH, "indicator", "tekun_beneficiaries"),
        ("不少于", "code", "ge"),
        ("左右", "code", "approx"),
        ("人民币元", "unit", "CNY"),
        ("鄂旗", "place", "150624"),
        ("长乐市", "place", "350112"),
        ("person-times", "unit", "person_times"),
        ("char_start", "column", "char_start"),
        ("Whether the total is stated in words", "column", "verbal"),
    ],
)
def test_words_are_found(ds: Dataset, q: str, kind: str, code: str) -> None:
    found = ds.codebook(q=q)
    assert code in codes(found, kind)
    assert len(found) < 200


def test_nothing_is_found_where_nothing_is(ds: Dataset) -> None:
    found = ds.codebook(q="没有这个词")
    assert found.empty
    assert list(found.columns) == list(ds.codebook().columns)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(q=st.text(max_size=20))
def test_any_words_only_choose_rows(book: pd.DataFrame, q: str) -> None:
    small = book.head(30)
    found = codebook.search(small, q)
    keys = {tuple(row) for row in small[["kind", "list", "code"]].to_numpy()}
    assert {tuple(row) for row in found[["kind", "list", "code"]].to_numpy()} <= keys
    if not q.split():
        assert len(found) == len(small)


def test_the_columns_of_one_table_stay_as_they_were(ds: Dataset) -> None:
    found = ds.codebook("observations")
    assert list(found["column"]) == TABLES["observations"].columns.split()
    assert list(found.columns)[:5] == ["column", "type", "unit", "description_zh", "description_en"]
    assert list(ds.codebook("observations", q="上限")["column"]) == ["upper"]
    with pytest.raises(UsageError, match="no table 'nonsense'; the tables are"):
        ds.codebook("nonsense")


def test_tables_of_your_own_have_a_code_book() -> None:
    rows = {
        "source_id": ["a"], "locality_id": ["150626"], "indicator_id": ["dibao_standard"], "residence": ["rural"],
        "measure": ["standard"], "value": [650.0], "unit": ["CNY/person/month"], "year": [2023],
    }  # fmt: skip
    found = Dataset.of({"observations": pa.table(rows)}).codebook().set_index(["kind", "code"])["observations"]
    assert found["indicator", "dibao_standard"] == 1
    assert found["indicator", "tekun_standard"] == 0
    assert found["code", "rural"] == 1


def test_an_older_dataset_without_wordings_has_a_code_book(curated: Path, tmp_path: Path) -> None:
    for path in curated.iterdir():
        (tmp_path / path.name).symlink_to(path)
    (tmp_path / "datapackage.json").unlink()
    package = json.loads((curated / "datapackage.json").read_text(encoding="utf-8"))
    package["resources"] = [one for one in package["resources"] if one["name"] != "wordings"]
    (tmp_path / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    from civstats.dataset import open as open_dataset

    found = open_dataset(tmp_path).codebook(q="tekun_beneficiaries")
    assert "tekun_beneficiaries" in codes(found, "indicator")


def test_wordings_are_terms_and_no_sentences(ds: Dataset) -> None:
    found = ds.table("wordings")
    assert len(found) == len(codelists.rows("terms")) - 2
    assert found["wording"].str.len().max() <= 30
    assert not found["wording"].str.contains("[。；！？]").any()
    assert set(found["breakdown"]) <= set(codelists.codes("breakdowns"))


def run(capsys: pytest.CaptureFixture[str], curated: Path, *arguments: str) -> tuple[int, str, str]:
    code = cli.main(["codebook", *arguments, "--data", str(curated)])
    return code, *capsys.readouterr()


def test_the_command_shows_definition_wordings_and_count(curated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, curated, "-q", "集中供養")
    assert (code, err) == (0, "")
    head, name, zh, en, said = out.splitlines()[:5]
    assert re.fullmatch(r"indicator indicators: tekun_beneficiaries  \[persons\]  \(\d+ observations\)", head)
    row = codelists.by_code("indicators")["tekun_beneficiaries"]
    assert (name, zh, en) == tuple(
        f"  {text}" for text in (f"{row['name_zh']} / {row['name_en']}", row["definition_zh"], row["definition_en"])
    )
    assert all("集中供养" in one for one in said.removeprefix("  用语 wordings: ").split(codebook.BETWEEN))
    assert "  (1 observation)" in out


def test_the_command_writes_csv_and_json(curated: Path, capsys: pytest.CaptureFixture[str], ds: Dataset) -> None:
    wanted = ds.codebook(q="殡葬")
    _, out, _ = run(capsys, curated, "-q", "殡葬", "--format", "json")
    assert [row["code"] for row in json.loads(out)] == list(wanted["code"])
    _, out, _ = run(capsys, curated, "-q", "殡葬", "--format", "csv")
    assert [row["code"] for row in csv.DictReader(io.StringIO(out))] == list(wanted["code"])
    _, out, _ = run(capsys, curated, "units")
    assert "quantity" in out
    assert "(5 rows)" in out


def test_the_command_says_so_where_nothing_is_found(curated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, curated, "-q", "没有这个词")
    assert (code, out.startswith("没有找到")) == (0, True)
    code, _, err = run(capsys, curated, "nonsense")
    assert code == 2
    assert "no table 'nonsense'" in err
