"""What `diff` says of datasets that are damaged, edited by hand, or described in another way than ours."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from release_datasets import describe, edited, put, real, unrecorded

import civstats
from civstats.cli import main
from civstats.errors import CivstatsError, DatasetError
from civstats.release import Diff, diff, required_bump
from civstats.release.jsonfile import lines
from civstats.release.page import page
from civstats.release.text import text
from civstats.schema import datapackage

SOURCE = "ordos-2023-summary"
NAMES = ("sources", "observations", "units")
Alter = Callable[[dict[str, Any]], None]


def small(folder: Path) -> Path:
    """A dataset of three tables with what its files are."""
    folder.mkdir()
    for name, content in _small().items():
        (folder / name).write_bytes(content)
    return folder


@cache
def _small() -> dict[str, bytes]:
    """Its files by name, the manifest with hashes of both kinds."""

    def three(descriptor: dict[str, Any]) -> None:
        resources = [one for one in descriptor["resources"] if one["name"] in NAMES]
        descriptor |= datapackage.with_content(descriptor | {"resources": resources}, real())

    with TemporaryDirectory() as made:
        put(real(), Path(made), change=three)
        files = [f"{name}.parquet" for name in NAMES]
        return {name: Path(made, name).read_bytes() for name in (*files, datapackage.FILE_NAME)}


def rewritten(folder: Path, table: str, change: Callable[[pa.Table], pa.Table]) -> civstats.Dataset:
    """The dataset in ``folder`` with another table in place of ``table``, of which nothing is recorded."""
    describe(folder, unrecorded)
    path = folder / f"{table}.parquet"
    pq.write_table(change(pq.read_table(path)), path)
    return civstats.open(folder)


def shown(found: Diff) -> tuple[str, dict[str, Any], str]:
    """The difference in its three forms; JSON has no numbers that JSON does not know."""
    content = json.loads("".join(lines(found)), parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    return text(found), content, page(found).decode()


def with_future(folder: Path, rows: dict[str, list[Any]], key: list[str] | None = None) -> civstats.Dataset:
    """A dataset with a table ``future`` that this version does not know."""
    small(folder)
    pq.write_table(pa.table(rows), folder / "future.parquet")
    schema = {"fields": [{"name": name} for name in rows]} | ({"primaryKey": key} if key else {})
    describe(folder, lambda it: it["resources"].append({"name": "future", "path": "future.parquet", "schema": schema}))
    return civstats.open(folder)


@pytest.mark.parametrize(
    ("old", "new", "counts"),
    [
        ({"a": [1, 2]}, {"a": [1, 5, 6]}, (2, 1)),
        ({"a": [1, 2]}, {"a": [2, 1]}, (0, 0)),
        ({"a": [1, 1]}, {"a": [1]}, (0, 1)),
        ({"a": [0.0, float("nan"), None]}, {"a": [None, -0.0, float("nan")]}, (0, 0)),
        ({"a": [[1.0], []]}, {"a": [[1.0], None]}, (1, 1)),
    ],
)
def test_a_table_without_a_key_is_a_bag_of_rows(
    old: dict[str, list[Any]], new: dict[str, list[Any]], counts: tuple[int, int], tmp_path: Path
) -> None:
    found = diff(with_future(tmp_path / "old", old), with_future(tmp_path / "new", new))
    assert found.bags == {"future": counts}
    assert found.differs == any(counts)
    assert required_bump(found) == ("minor" if any(counts) else "none")
    words, content, html = shown(found)
    assert (content["differs"], content["not_compared"]) == (found.differs, ["future"])
    assert content["uncompared_rows"] == {"future": {"added": counts[0], "withdrawn": counts[1]}}
    for said in (words, html):
        assert (f"{counts[0]} added, {counts[1]} withdrawn" in said) == found.differs or said is html
    assert main(["diff", str(tmp_path / "old"), str(tmp_path / "new"), "--exit-code"]) == int(any(counts))


def test_a_key_that_is_null_is_none(tmp_path: Path) -> None:
    one = with_future(tmp_path / "one", {"a": ["x", None]}, ["a"])
    with pytest.raises(DatasetError, match="future has a row without a key null, so"):
        diff(one, one)


def test_nan_within_a_list(tmp_path: Path) -> None:
    nan, inf = float("nan"), float("inf")
    old = with_future(tmp_path / "old", {"k": [1], "a": [[1.0]], "b": [{"c": 1.0}]}, ["k"])
    new = with_future(tmp_path / "new", {"k": [1], "a": [[nan, -inf]], "b": [{"c": nan}]}, ["k"])
    [row] = shown(diff(old, new))[1]["changes"]
    assert row["columns"] == {"a": [[1.0], ["nan", "-inf"]], "b": [{"c": 1.0}, {"c": "nan"}]}


def flipped(file: bytes) -> bytes:
    """A Parquet file with one bit of its values turned."""
    column = pq.read_metadata(io.BytesIO(file)).row_group(0).column(0)
    return turned(file, (column.dictionary_page_offset or column.data_page_offset) + 200)


def turned(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def test_a_flipped_byte_is_no_revision(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = small(tmp_path / "one"), small(tmp_path / "other")
    path = other / "observations.parquet"
    path.write_bytes(flipped(path.read_bytes()))
    assert main(["diff", str(one), str(other)]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert f"observations.parquet in {other}: damaged or edited, not what datapackage.json records" in told.err
    assert "-> fetch the dataset again; if it was changed on purpose, rebuild it" in told.err
    with pytest.raises(DatasetError, match=r"not what datapackage\.json records"):
        diff(civstats.open(other), civstats.open(one))


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_flipped_byte_in_a_zip(compression: int, tmp_path: Path) -> None:
    one, target = small(tmp_path / "one"), tmp_path / "other.zip"
    with zipfile.ZipFile(target, "w", compression) as archive:
        for path in sorted(one.iterdir()):
            content = path.read_bytes()
            archive.writestr(path.name, flipped(content) if path.name == "observations.parquet" else content)
    with pytest.raises(DatasetError, match=r"observations\.parquet in .*other\.zip: damaged or edited"):
        diff(civstats.open(one), civstats.open(target))


def test_a_checksum_that_fails_in_a_zip(tmp_path: Path) -> None:
    one, target = small(tmp_path / "one"), tmp_path / "other.zip"
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(one.iterdir()):
            archive.write(path, path.name)
        member = archive.getinfo("units.parquet")
    content = target.read_bytes()
    target.write_bytes(turned(content, member.header_offset + 30 + len(member.filename) + 100))
    with pytest.raises(DatasetError, match=r"units\.parquet in .*other\.zip: damaged or edited"):
        diff(civstats.open(one), civstats.open(target))


def test_the_same_values_in_another_file_are_the_same(tmp_path: Path) -> None:
    one, other = small(tmp_path / "one"), small(tmp_path / "other")
    path = other / "observations.parquet"
    pq.write_table(pq.read_table(path), path, compression="gzip")
    assert not diff(civstats.open(one), civstats.open(other)).differs


def test_a_table_edited_by_hand(tmp_path: Path) -> None:
    one, other = small(tmp_path / "one"), small(tmp_path / "other")
    path = other / "observations.parquet"
    pq.write_table(edited(pq.read_table(path), "observation_id", f"{SOURCE}:2", value=1.0), path)
    with pytest.raises(DatasetError, match="or remove hash and civstats:contentHash of these tables"):
        diff(civstats.open(one), civstats.open(other))
    describe(other, unrecorded)
    assert diff(civstats.open(one), civstats.open(other)).total(primary=True) == 1


def _without(*names: str) -> Callable[[pa.Table], pa.Table]:
    return lambda table: table.drop_columns(list(names))


def _cast(name: str, type_: pa.DataType) -> Callable[[pa.Table], pa.Table]:
    return lambda table: table.set_column(
        table.column_names.index(name), name, pa.array(range(table.num_rows)).cast(type_)
    )


@pytest.mark.parametrize(
    "change",
    [
        _without("observation_id"),
        lambda table: table.rename_columns({"observation_id": "id"}),
        _cast("observation_id", pa.int64()),
        _without("source_id"),
        _without("indicator_id"),
        _without("source_id", "indicator_id", "figure_no", "note", "locality_id", "year"),
        _cast("locality_id", pa.int64()),
        _cast("source_id", pa.int64()),
        _cast("indicator_id", pa.int32()),
        _cast("figure_no", pa.string()),
        _cast("year", pa.float64()),
        _cast("part_of", pa.int64()),
    ],
)
def test_columns_that_are_not_ours(change: Callable[[pa.Table], pa.Table], tmp_path: Path) -> None:
    ours = civstats.open(small(tmp_path / "old"))
    theirs = rewritten(small(tmp_path / "new"), "observations", change)
    for found in (diff(ours, theirs), diff(theirs, ours)):
        assert required_bump(found) in ("major", "minor")
        shown(found)


def _resource(**values: object) -> Alter:
    return lambda it: next(one for one in it["resources"] if one["name"] == "units").update(values)


def _schema(**values: object) -> Alter:
    return lambda it: next(one for one in it["resources"] if one["name"] == "units")["schema"].update(values)


@pytest.mark.parametrize(
    ("alter", "whats"),
    [
        (lambda it: it["resources"].append("units.csv"), set()),
        (lambda it: it["resources"].append({"name": ["x"], "path": 3}), set()),
        (_resource(schema="schema.json"), {"words", "codes", "required", "unit"}),
        (_resource(schema=None), {"words", "codes", "required", "unit"}),
        (_schema(fields=None), {"words", "codes", "required", "unit"}),
        (_schema(fields=["unit_id", {"title": 3}]), {"words", "codes", "required", "unit"}),
        (_schema(primaryKey=3), set()),
        (_schema(primaryKey=[3]), set()),
        (_resource(title={"zh": "单位"}), {"words"}),
        (lambda it: next(one for one in it["resources"] if one["name"] == "units")["schema"]["fields"][0].update(
            unit=3, constraints=None, title=["x"]), {"words", "required", "unit"}),
        (lambda it: it.update(licenses="CC0"), {"licence"}),
    ],
)  # fmt: skip
def test_manifests_that_are_not_ours(alter: Alter, whats: set[str], tmp_path: Path) -> None:
    ours, folder = civstats.open(small(tmp_path / "old")), small(tmp_path / "new")
    describe(folder, alter)
    for found in (diff(ours, civstats.open(folder)), diff(civstats.open(folder), ours)):
        assert {change.what for change in found.schema} <= whats
        assert bool(found.schema) == bool(whats)
        assert found.changed.num_rows == found.bag_rows == 0
        shown(found)


def test_what_is_no_text_is_told_before_anything_is_written(tmp_path: Path) -> None:
    def broken(table: pa.Table) -> pa.Table:
        texts = [(text or "").encode() for text in table["note"].to_pylist()]
        texts[0] = b"a\xffb"
        notes = pa.array(texts, pa.binary())
        wrong = pa.Array.from_buffers(pa.string(), len(notes), notes.buffers())
        return table.set_column(table.column_names.index("note"), "note", wrong)

    ours = civstats.open(small(tmp_path / "old"))
    theirs = rewritten(small(tmp_path / "new"), "observations", broken)
    with pytest.raises(DatasetError, match=r"observations\.note holds what is not UTF-8 -> fetch"):
        diff(ours, theirs)


def test_control_characters_do_not_reach_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = small(tmp_path / "new")
    describe(folder, lambda it: it.update({"version": "1\x1b[31m\r\n9", "civstats:schemaVersion": "1.\x1b[32m"}))
    assert main(["diff", str(small(tmp_path / "old")), str(folder)]) == 0
    told = capsys.readouterr().out
    assert told.startswith("civstats 1.0.0 → 1 [31m  9 (schema ")
    assert "\x1b" not in told


@pytest.mark.parametrize(("rows", "said"), [("", True), ("1.0.0,units,CNY,x\n", True), ("1.1.0,units,CNY,x\n", False)])
def test_reasons_of_other_versions_are_told(
    rows: str, said: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = tmp_path / "why.csv"
    given.write_text(f"version,table,key,reason\n{rows}", "utf-8")
    folder = small(tmp_path / "new")
    describe(folder, lambda it: it.update(version="1.1.0"))
    assert main(["diff", str(small(tmp_path / "old")), str(folder), "--revisions", str(given)]) == 0
    told = capsys.readouterr().err
    assert ("why.csv has no reason for a version after 1.0.0 up to 1.1.0, so none was used" in told) == said


def test_reasons_that_cannot_be_read_are_no_raw_data(tmp_path: Path) -> None:
    folder = small(tmp_path / "one")
    (folder / "revisions.csv").write_text("version,table\n", "utf-8")
    with pytest.raises(
        CivstatsError, match=r"^1 problem in the reasons; nothing was compared\nrevisions\.csv:1:1: the header"
    ):
        diff(civstats.open(folder), civstats.open(folder))
