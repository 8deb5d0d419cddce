"""A batch of noted figures becomes raw documents: nothing lost, nothing guessed, nothing overwritten."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from conftest import ROOT

from civstats import codelists
from civstats.curate.build import build
from civstats.dataset import Dataset
from civstats.errors import DataError, UsageError
from civstats.importing import import_folder

BATCH = ROOT.parent / "shared" / "figures"
SOURCE = {
    "source_id": "lanzhou-2023-test",
    "province": "甘肃省",
    "locality": "兰州市",
    "years": "2023",
    "kind": "notice",
    "title": "题名<script>“引号”",
    "issued": "2023-05",
    "effective_from": "2023-07-01",
    "url": "address not kept",
    "origin_class": "repost",
    "reliability": "medium",
    "excerpt": "cut",
    "readings": "2",
}
FIGURE = {"indicator_zh": "城市低保标准", "value": "735", "unit": "元/人·月", "period": "2023", "readings": "2"}


def make_batch(folder: Path, *figures: Mapping[str, str], **source: str) -> Path:
    columns = [
        "source_id",
        "province",
        "locality",
        "level",
        "years",
        "kind",
        "title",
        "publisher",
        "document_number",
        "issued",
        "effective_from",
        "url",
        "origin_class",
        "reliability",
        "excerpt",
        "readings",
        "remark",
    ]
    folder.mkdir(exist_ok=True)
    write(folder / "sources.csv", columns, [SOURCE | source])
    columns = [
        "indicator_zh",
        "locality_zh",
        "value",
        "unit",
        "period",
        "previous",
        "change",
        "qualifier",
        "effective_from",
        "remark",
        "readings",
    ]
    write(folder / f"{(SOURCE | source)['source_id']}.csv", columns, [{**FIGURE, **figure} for figure in figures])
    return folder


def write(path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)


def sheet(raw: Path) -> list[dict[str, str]]:
    with (raw / "lanzhou-2023-test" / "figures.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("noted", "printed"),
    [
        ({}, ["735元/人·月"]),
        ({"qualifier": "不低于"}, ["不低于735元/人·月"]),
        ({"qualifier": "以上"}, ["735元/人·月以上"]),
        ({"qualifier": "余"}, ["735余元/人·月"]),
        ({"qualifier": "平均不低于"}, ["不低于735元/人·月"]),
        ({"previous": "700"}, ["735元/人·月", "700元/人·月"]),
        ({"previous": "700", "change": "+5%"}, ["735元/人·月", "700元/人·月", "5%"]),
        ({"change": "+35元"}, ["735元/人·月", "35元"]),
    ],
)
def test_a_noted_row_becomes_a_figure_an_earlier_value_and_a_change(
    tmp_path: Path, noted: dict[str, str], printed: list[str]
) -> None:
    import_folder(make_batch(tmp_path / "batch", noted), tmp_path / "raw")
    assert [row["printed"] for row in sheet(tmp_path / "raw")] == printed
    build(tmp_path / "raw", tmp_path / "out")


@pytest.mark.parametrize(
    ("noted", "period"),
    [
        ({}, "2022"),
        ({"period": "2023-11"}, "2022-11"),
        ({"period": "2023-01/2023-06"}, "2022-01/2022-06"),
        ({"remark": "前值为2009年"}, "2009"),
        ({"remark": "前值为二季度"}, "2023-01/2023-06"),
        ({"remark": "前值为十三五初"}, "2016"),
    ],
)
def test_an_earlier_value_is_of_the_year_before_unless_the_remark_says_else(
    tmp_path: Path, noted: dict[str, str], period: str
) -> None:
    import_folder(make_batch(tmp_path / "batch", {"previous": "700", **noted}), tmp_path / "raw")
    assert [row["period"] for row in sheet(tmp_path / "raw") if row["measure"] == "previous"] == [period]


@pytest.mark.parametrize(
    ("noted", "said"),
    [
        ({"indicator_zh": "城市低保标淮"}, "unknown term 城市低保标淮 -> nearest: 城市低保标准"),
        ({"qualifier": "大抵"}, "unknown qualifier 大抵 -> known: 不低于"),
    ],
)
def test_what_is_not_known_is_a_problem_with_its_line_and_nothing_is_written(
    tmp_path: Path, noted: dict[str, str], said: str
) -> None:
    batch = make_batch(tmp_path / "batch", {}, noted)
    with pytest.raises(DataError) as raised:
        import_folder(batch, tmp_path / "raw")
    assert f"lanzhou-2023-test.csv:3:1: {said}" in str(raised.value)
    assert not (tmp_path / "raw").exists()


def test_facts_of_the_document_are_kept_with_vague_dates_as_remarks(tmp_path: Path) -> None:
    import_folder(make_batch(tmp_path / "batch", {}), tmp_path / "raw")
    build(tmp_path / "raw", tmp_path / "out")
    columns = "title_zh, issuer, issued, effective_from, url, origin_class, excerpt, evidence, remark, locality_id"
    import civstats

    [row] = civstats.open(tmp_path / "out").sql(f"select {columns} from sources").fetchall()
    title, issuer, issued, effective, url, *rest = row
    assert (title, issuer, issued, str(effective), url) == (SOURCE["title"], None, None, "2023-07-01", None)
    assert rest == ["repost", "cut", "noted_twice", "成文于2023-05，日期不详", "620100"]


def test_documents_that_are_there_are_kept_unless_replaced(tmp_path: Path) -> None:
    batch, raw = make_batch(tmp_path / "batch", {}), tmp_path / "raw"
    import_folder(batch, raw)
    (raw / "lanzhou-2023-test" / "figures.csv").write_text("reviewed", encoding="utf-8")
    assert import_folder(batch, raw).present == ["lanzhou-2023-test"]
    assert (raw / "lanzhou-2023-test" / "figures.csv").read_text(encoding="utf-8") == "reviewed"
    import_folder(batch, raw, replace=True)
    assert len(sheet(raw)) == 1


@pytest.mark.parametrize("missing", ["sources.csv", "lanzhou-2023-test.csv"])
def test_a_batch_that_lacks_a_file_is_refused(tmp_path: Path, missing: str) -> None:
    batch = make_batch(tmp_path / "batch", {})
    (batch / missing).unlink()
    with pytest.raises((UsageError, DataError), match=missing.replace(".", r"\.")):
        import_folder(batch, tmp_path / "raw")


@pytest.mark.skipif(not BATCH.is_dir(), reason="the noted figures are not at hand (../shared/figures)")
def test_every_noted_row_is_an_observation_or_a_listed_exception(ds: Dataset) -> None:
    exceptions = {term for term, row in codelists.by_code("terms").items() if row["indicator"] == "EXCEPTION"}
    query = "select source_id, locator from observations where evidence <> 'position' and locator like '摘录%'"
    made = set(ds.sql(query).fetchall())
    rows, lost, left_out = 0, [], 0
    for path in sorted(BATCH.glob("*.csv")):
        if path.name == "sources.csv":
            continue
        with path.open(encoding="utf-8", newline="") as file:
            for line, row in enumerate(csv.DictReader(file), 2):
                rows += 1
                if row["indicator_zh"] in exceptions:
                    left_out += 1
                elif (path.stem, f"摘录第{line}行") not in made:
                    lost.append((path.stem, line))
    assert lost == []
    assert rows == len(made) + left_out
    assert left_out == 2


@pytest.mark.skipif(not BATCH.is_dir(), reason="the noted figures are not at hand (../shared/figures)")
def test_every_document_of_the_batch_is_there(ds: Dataset) -> None:
    with (BATCH / "sources.csv").open(encoding="utf-8", newline="") as file:
        wanted = {row["source_id"] for row in csv.DictReader(file)}
    assert wanted <= {row[0] for row in ds.sql("select source_id from sources").fetchall()}
