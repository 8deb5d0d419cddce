"""Paths of this machine that cannot be read, and manifests that name what is not there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from places import refused, zipped_to

import civstats
from civstats import compatible, location
from civstats.schema import SCHEMA_VERSION, TABLES
from civstats.schema.datapackage import FILE_NAME


def test_a_local_table_that_may_not_be_read_is_not_called_damaged() -> None:
    here = location.Location("data/curated", "data/curated")
    message = str(location.damaged(here, "a.parquet", PermissionError(13, "Permission denied")))
    assert message == "a.parquet in data/curated cannot be read: Permission denied -> check its permissions"
    assert "damaged: fetch" in str(location.damaged(here, "a.parquet", OSError("ZSTD decompression failed")))
    assert str(location.damaged(here, "a.parquet", TimeoutError())).endswith("(TimeoutError)")


def test_a_path_as_url(small: Path, tmp_path: Path) -> None:
    folder = tmp_path / "民政 数据"
    folder.symlink_to(small)
    file = zipped_to(tmp_path / "发布.zip", small)
    for path in (folder, file):
        for url in (path.as_uri(), path.as_uri().replace("file", "FILE")):
            assert civstats.open(url).arrow("units").equals(civstats.open(small).arrow("units"))
    assert "is not a folder or file" in refused((tmp_path / "no").as_uri())


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("", "is empty -> name a folder, a zip or a URL"),
        ("a\0b", "cannot be read: embedded null byte"),
        ("http://[x", "cannot be read: Invalid IPv6 URL -> check the address"),
        ("n" * 1000, "cannot be read: File name too long"),
    ],
)
def test_a_path_that_is_none(where: str, words: str) -> None:
    assert words in refused(where)


def test_a_folder_below_one_that_may_not_be_entered(monkeypatch: pytest.MonkeyPatch) -> None:
    def is_file(self: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "is_file", is_file)
    assert refused("closed/data") == "closed/data cannot be read: Permission denied -> check its permissions"


@pytest.mark.parametrize("path", ["data/targets.parquet", "../targets.parquet", "http://x/targets.parquet", None, []])
def test_a_table_that_does_not_lie_beside_the_manifest(small: Path, tmp_path: Path, path: object) -> None:
    manifest = json.loads((small / FILE_NAME).read_text(encoding="utf-8"))
    for one in manifest["resources"]:
        if one["name"] == "targets":
            one["path"] = path
    manifest["resources"].append({"name": "notes", "path": "../notes.csv"})  # nobody misses it
    (tmp_path / FILE_NAME).write_text(json.dumps(manifest), encoding="utf-8")
    message = refused(tmp_path)
    assert f"has the table targets in {path!r}, and only Parquet files beside it are read" in message
    assert "-> fetch the dataset again" in message


@pytest.mark.parametrize(
    ("version", "todo"),
    [
        ("1.0", "open a newer release of the dataset, or install"),
        (SCHEMA_VERSION, "fetch the dataset again or rebuild it"),
        ("1.99", "fetch the dataset again or rebuild it"),
    ],
)
def test_a_newer_release_is_only_advised_where_it_helps(version: str, todo: str) -> None:
    tables = {name: table.columns.split() for name, table in TABLES.items() if name != "targets"}
    assert f" -> {todo}" in compatible.told("Table targets does not exist", version, tables)
