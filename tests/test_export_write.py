"""Exports are written all or none, from Python and the command line, also of datasets of other minor versions."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from export_files import dataset, exported, hostile, tables, written

import civstats
from civstats import cli, cli_export
from civstats.errors import DatasetError, LocationError, UsageError
from civstats.export import FORMATS, csvfiles, jsonstat
from civstats.export.data import Data
from civstats.location import packaged

_SAME_BYTES = ("csv", "xlsx", "sdmx-csv", "json-stat")


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def test_the_files_are_those_that_it_returns_and_prints(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "deep" / "out"
    assert cli.main(["export", "--format", "sdmx-csv", "csv", "--format", "json-stat", "-o", str(out)]) == 0
    printed = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert sorted(printed) == sorted(out.iterdir())
    names = {path.name for path in printed}
    assert names >= {
        "civstats.sdmx.csv",
        "civstats.zh.jsonstat.json",
        "datapackage.json",
        *(f"{name}.csv" for name in tables()),
    }


def test_the_command_knows_the_formats_of_the_package() -> None:
    assert cli_export._FORMATS == FORMATS


def test_another_dataset_is_exported(small: Path, tmp_path: Path) -> None:
    assert cli.main(["export", "--format", "csv", "-o", str(tmp_path), "--data", str(small)]) == 0
    assert len((tmp_path / "observations.csv").read_text(encoding="utf-8-sig").splitlines()) == 4


def test_the_same_dataset_makes_the_same_bytes(small: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        civstats.export.write(civstats.open(small), _SAME_BYTES, tmp_path / name)
    assert content(tmp_path / "one") == content(tmp_path / "two")


@pytest.mark.parametrize(
    ("formats", "said"),
    [
        ("xls", "unknown format xls; known: csv, xlsx"),
        ([], "unknown format none"),
        (None, "unknown format None; known: csv"),
        (("csv", 3), "unknown format 3; known: csv"),
        (["csv", ["xlsx"]], r"unknown format \['xlsx'\]; known: csv"),
    ],
)
def test_an_unknown_format_is_told(formats: Any, said: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=said):
        civstats.export.write(dataset(), formats, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("given", ["data/curated", None, Path("data")])
def test_what_is_no_dataset_is_told(given: Any, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"is no dataset -> give what civstats.open gives"):
        civstats.export.write(given, "csv", tmp_path / "out")


@pytest.mark.parametrize("folder", ["", None, 3])
def test_what_is_no_folder_is_told(folder: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=r"is no folder to export into -> name one"):
        civstats.export.write(dataset(), "csv", folder)
    assert not list(tmp_path.iterdir())


def test_an_empty_name_of_a_folder_is_not_the_folder_one_is_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["export", "--format", "csv", "-o", ""]) == 2
    assert "'' is no folder to export into" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def failing(data: Data, folder: Path) -> None:
    (folder / "civstats.zh.jsonstat.json").write_text("half")
    raise DatasetError("it broke")


def test_after_an_error_the_folder_is_as_it_was(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    ds = civstats.open(small)
    civstats.export.write(ds, "csv", out)
    (out / "mine.txt").write_text("mine")
    (out / "units.csv").write_text("an older one")
    before = content(out)
    monkeypatch.setattr(jsonstat, "write", failing)
    for folder in (out, tmp_path / "new" / "deep"):
        with pytest.raises(DatasetError, match="it broke"):
            civstats.export.write(ds, ["csv", "json-stat"], folder)
    assert content(out) == before
    assert [path for path in out.iterdir() if path.is_dir()] == [], "no staging is left"
    assert not (tmp_path / "new").exists(), "nor a folder that was made for nothing"


def test_a_file_that_cannot_take_its_place_takes_the_others_back(small: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "units.csv").mkdir(parents=True)  # after most others
    (out / "codebook.csv").write_text("mine")
    with pytest.raises(
        LocationError, match=r"cannot write into .*: units.csv is a folder there -> choose another folder"
    ):
        civstats.export.write(civstats.open(small), "csv", out)
    assert sorted(path.name for path in out.iterdir()) == ["codebook.csv", "units.csv"]
    assert (out / "codebook.csv").read_text() == "mine"


def test_a_place_where_nothing_can_be_written_is_told(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("mine")
    assert cli.main(["export", "--format", "csv", "-o", str(tmp_path / "file"), "--data", str(small)]) == 2
    assert "cannot write into" in capsys.readouterr().err
    assert (tmp_path / "file").read_text() == "mine"


def test_the_manifest_of_a_dataset_is_not_overwritten(small: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(small, copy)
    before = content(copy)
    with pytest.raises(LocationError, match=r"holds a dataset, whose datapackage.json would be lost"):
        civstats.export.write(civstats.open(copy), "csv", copy)
    assert content(copy) == before
    civstats.export.write(civstats.open(copy), "sdmx-csv", copy)
    assert content(copy).keys() - before.keys() == {"civstats.sdmx.csv", "civstats.sdmx.json"}


def other_minor(small: Path, folder: Path) -> Path:
    """A dataset with a table and a column more, and a column less, than are declared."""
    shutil.copytree(small, folder)
    path = folder / "observations.parquet"
    table = pq.read_table(path).drop_columns(["note"])
    pq.write_table(table.append_column("mood", pa.array(["calm"] * table.num_rows)), path)
    pq.write_table(pa.table({"day": pa.array([1], pa.int64())}), folder / "extras.parquet")
    manifest = json.loads((folder / "datapackage.json").read_bytes())
    names = [*(one["name"] for one in manifest["resources"]), "extras"]
    manifest["resources"] = [{"name": name, "path": f"{name}.parquet"} for name in names]
    (folder / "datapackage.json").write_text(json.dumps(manifest))
    return folder


def test_a_dataset_of_another_minor_version_is_exported_as_it_is(small: Path, tmp_path: Path) -> None:
    ds = civstats.open(other_minor(small, tmp_path / "other"))
    civstats.export.write(ds, FORMATS, tmp_path / "out")
    head = (tmp_path / "out" / "observations.csv").read_text(encoding="utf-8-sig").splitlines()[0].split(",")
    assert head[-1] == "mood"
    assert "note" not in head
    assert (tmp_path / "out" / "extras.csv").read_text(encoding="utf-8-sig").split() == ["day", "1"]
    with duckdb.connect(tmp_path / "out" / "civstats.duckdb", read_only=True) as connection:
        assert set(connection.execute("select mood from observations").fetchall()) == {("calm",)}
        assert connection.execute("select day from extras").fetchall() == [(1,)]


def test_a_damaged_table_is_told(small: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(small, folder)
    path = folder / "observations.parquet"
    raw = bytearray(path.read_bytes())
    raw[40 : len(raw) // 2] = bytes(len(raw) // 2 - 40)
    path.write_bytes(raw)
    for name in FORMATS:
        with pytest.raises(DatasetError):
            civstats.export.write(civstats.open(folder), name, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_rows_come_in_pieces(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No writer of tables asks for more than a piece at a time: what it holds does not grow with the table."""
    from civstats.export import data as module

    whole = exported()  # before anything is changed: others use it too
    monkeypatch.setattr(module, "BATCH", 100)
    sizes: list[int] = []
    real = csvfiles.write_table

    def counted(schema: pa.Schema, batches: Iterator[pa.RecordBatch], path: Path, bom: bytes = csvfiles.BOM) -> None:
        def count() -> Iterator[pa.RecordBatch]:
            for batch in batches:
                sizes.append(batch.num_rows)
                yield batch

        real(schema, count(), path, bom)

    monkeypatch.setattr(csvfiles, "write_table", counted)
    civstats.export.write(dataset(), "csv", tmp_path)
    assert len(sizes) > 100
    assert max(sizes) < max(table.num_rows for table in tables().values())
    for name in tables():
        assert (tmp_path / f"{name}.csv").read_bytes() == (whole / f"{name}.csv").read_bytes()


def test_all_formats_of_a_hostile_dataset_are_written(tmp_path: Path) -> None:
    assert {path.suffix for path in written(hostile()).iterdir()} == {".csv", ".json", ".xlsx", ".duckdb"}


def test_the_packaged_dataset_is_where_the_tests_look() -> None:
    assert {path.stem for path in packaged().glob("*.parquet")} == set(tables())
