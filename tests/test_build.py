"""A good build: the same bytes from the same documents, whatever the way in, and what a made-up row becomes."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from conftest import ROOT, MakeRaw

from civstats.curate.build import build
from civstats.dataset import Dataset
from civstats.dataset import open as open_dataset

Cells = dict[str, str]
GROWTH = {"indicator": "dibao_standard", "residence": "urban"}


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def built(raw: Path) -> Dataset:
    out = raw.parent / "curated"
    build(raw, out)
    return open_dataset(out)


def test_the_committed_dataset_is_what_a_build_makes(curated: Path) -> None:
    assert content(ROOT / "data" / "curated") == content(curated)


@pytest.mark.parametrize("seed", ["0", "4711"])
def test_another_process_makes_the_same_bytes(tmp_path: Path, curated: Path, seed: str) -> None:
    folders = sorted((ROOT / "data" / "raw").iterdir())
    random.Random(seed).shuffle(folders)
    for folder in folders:
        if folder.is_dir():
            shutil.copytree(folder, tmp_path / "raw" / folder.name, copy_function=shutil.copyfile)
    code = (
        "import sys; from civstats.curate.build import build; from pathlib import Path as P; "
        "build(P('raw'), P('out'), gate=lambda _: None)"
    )
    environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": "Asia/Shanghai", "LC_ALL": "C"}
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, check=True)
    assert content(tmp_path / "out") == content(curated)


def test_a_build_over_a_dataset_makes_the_same_bytes(tmp_path: Path, curated: Path) -> None:
    shutil.copytree(curated, tmp_path / "out")
    (tmp_path / "out" / "dropped.parquet").write_bytes(b"a table that is no longer built")
    build(ROOT / "data" / "raw", tmp_path / "out")
    assert content(tmp_path / "out") == content(curated)


@pytest.mark.parametrize(
    ("encoding", "newline", "quote"),
    [("utf-8-sig", "\n", ""), ("utf-8", "\r\n", ""), ("utf-8-sig", "\r\n", '"'), ("utf-8", "\r", "")],
)
def test_however_a_sheet_is_saved_it_is_read_alike(
    tmp_path: Path, make_raw: MakeRaw, encoding: str, newline: str, quote: str
) -> None:
    raw = make_raw([{"subject": "甲"}, {"printed": "7个"}])
    before = content(Path(build(raw, tmp_path / "before").out))
    for path in (raw / "wushen-2023-test").iterdir():
        lines = path.read_text(encoding="utf-8").splitlines()
        if path.suffix == ".csv":
            # The columns in another order, and a row without a cell at its end.
            lines = [",".join(f"{quote}{cell}{quote}" for cell in reversed(line.split(","))) for line in lines]
            lines += ["", "," * lines[0].count(",")]
        path.write_bytes((newline if path.suffix == ".csv" else "\r\n").join([*lines, ""]).encode(encoding))
    assert content(Path(build(raw, tmp_path / "after").out)) == before


def test_the_order_of_the_rows_does_not_matter(tmp_path: Path, make_raw: MakeRaw) -> None:
    raw = make_raw([{"printed": f"{number}个"} for number in range(1, 30)])
    before = content(build(raw, tmp_path / "before").out)
    sheet = raw / "wushen-2023-test" / "figures.csv"
    header, *rows = sheet.read_text(encoding="utf-8").splitlines()
    random.Random(1).shuffle(rows)
    sheet.write_text("\n".join([header, *rows]), encoding="utf-8")
    assert content(build(raw, tmp_path / "after").out) == before


def test_what_is_no_document_is_passed_over(tmp_path: Path, make_raw: MakeRaw) -> None:
    raw = make_raw()
    before = content(build(raw, tmp_path / "before").out)
    (raw / "README.md").write_text("how to add a document")
    (raw / ".ipynb_checkpoints").mkdir()
    (raw / "wushen-2023-test" / "scan.pdf").write_bytes(b"%PDF")
    assert content(build(raw, tmp_path / "after").out) == before


def test_a_document_without_figures_is_a_source(make_raw: MakeRaw) -> None:
    make_raw()
    ds = built(make_raw([], "empty-2023"))
    assert ds.sql("select source_id, figure_count from sources order by 1").fetchall() == [
        ("empty-2023", 0),
        ("wushen-2023-test", 1),
    ]


def test_a_build_tells_what_it_made_and_how_far_it_is(tmp_path: Path, make_raw: MakeRaw) -> None:
    told: list[str] = []
    cells = {"printed": "6", "read_as": "6个", "reason": "damaged", "note": "脱“个”", "place": "图克镇"}
    summary = build(make_raw([{}, cells]), tmp_path / "out", told.append)
    assert (summary.sources, summary.localities, summary.themes) == (1, 2, {"elderly_care": 2})
    assert summary.corrected == [("wushen-2023-test:2", "6", "6个", "脱“个”")]
    assert summary.rows["facility_counts"] == summary.rows["observations"] == 2
    tables = f"{len(summary.rows)} tables"
    assert told == ["read 1 of 1 documents", "read 2 figures", f"derived {tables}", f"published {tables}"]


@pytest.mark.parametrize(
    ("cells", "column", "value"),
    [
        ({}, "year", 2023),
        ({"due": "2025年底"}, "year", 2025),
        ({"due": "2025年底", "measure": "interim_target"}, "year", 2025),
        ({"due": "2025年底", "measure": "actual"}, "year", 2023),
        ({"period": "2021年", "measure": "actual"}, "year", 2021),
        ({"period": "2021—2024年", "measure": "actual"}, "year", 2024),
        ({"effective_from": "2024年1月起", "measure": "standard"} | GROWTH | {"printed": "6元/人·月"}, "year", 2024),
        ({"period": "上年", "measure": "previous"} | GROWTH | {"printed": "6元/人·月"}, "year", 2022),
        ({"period": "截至目前", "measure": "actual"}, "period_start", None),
        ({"period": "截至目前", "measure": "actual"}, "period_end", date(2023, 7, 17)),
        ({"due": "10月底前"}, "due", date(2023, 10, 31)),
        ({}, "period_end", date(2023, 12, 31)),
        ({"no": "01"}, "observation_id", "wushen-2023-test:1"),
        ({"printed": "6 \u3000个"}, "printed", "6个"),
        ({}, "residence", "total"),
        ({}, "breakdown", "total"),
        ({}, "char_start", None),
        ({}, "subject_zh", None),
        ({}, "locality_id", "150626"),
        ({"place": "图克镇"}, "locality_id", "150626102"),
        ({"place": "鄂尔多斯市"}, "locality_id", "150600"),
        ({"place": "150102"}, "locality_id", "150102"),
        ({}, "status", "as_printed"),
        ({"read_as": "6个", "reason": "damaged"}, "status", "corrected"),
        ({"read_as": "6个", "reason": "context"}, "status", "as_printed"),
        ({"printed": "不少于6个"}, "bound", "ge"),
        ({"printed": "2-3个"}, "value", None),
        ({"printed": "2-3个"}, "upper", 3),
        ({"printed": "6個"}, "unit", "facilities"),
        ({"printed": "6.5%", "measure": "growth"} | GROWTH, "unit", "percent"),
    ],
)
def test_a_row_becomes_an_observation(make_raw: MakeRaw, cells: Cells, column: str, value: object) -> None:
    ds = built(make_raw([cells]))
    assert ds.sql(f"select {column} from observations").fetchall() == [(value,)]


@pytest.mark.parametrize(
    ("query", "rows", "expected"),
    [
        (
            "select amount, previous_amount, printed_growth_percent from subsidy_standards where measure = 'standard'",
            [
                {"printed": "8%", "measure": "growth"},
                {"printed": "900元/人·月", "measure": "previous", "period": "上年"},
                {"printed": "950元/人·月"},
                {"printed": "5.5%", "measure": "growth"},
                {"printed": "600元/人·月", "residence": "rural"},
            ],
            [(950, 900, 5.5), (600, None, None)],
        ),
        (
            "select computed_growth_percent, cny_per_person_month_status from subsidy_standards where year = 2023",
            [{"printed": "6000元/人·年", "measure": "previous", "period": "上年"}, {"printed": "550元/人·月"}],
            [(10, "as_printed")],
        ),
        (
            "select computed_growth_percent, amount, lower from subsidy_standards where year = 2023",
            [{"printed": "500元/人·月", "measure": "previous", "period": "上年"}, {"printed": "不低于550元/人·月"}],
            [(None, 550, 550)],
        ),
        (
            "select previous_amount from subsidy_standards where year = 2023",
            [{"printed": "500元/人·月", "measure": "previous", "period": "2021年"}, {"printed": "550元/人·月"}],
            [(None,)],
        ),
    ],
    ids=["nearest of its residence", "of another unit", "no growth of a bound", "only of the year before"],
)
def test_a_standard_finds_its_previous_value(
    make_raw: MakeRaw, query: str, rows: list[Cells], expected: list[object]
) -> None:
    ds = built(make_raw([GROWTH | {"measure": "standard"} | cells for cells in rows]))
    assert ds.sql(f"{query} order by observation_id").fetchall() == expected
