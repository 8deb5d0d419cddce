"""Zips: which of their folders is the dataset, and what is said of damaged ones."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from places import refused, zipped_to

import civstats
from civstats import zipped
from civstats.schema.datapackage import FILE_NAME


@pytest.mark.parametrize("foreign", ["a/b/", "a/b/c/"])
def test_the_topmost_manifest_of_a_zip_is_the_datasets(small: Path, tmp_path: Path, foreign: str) -> None:
    file = zipped_to(tmp_path / "a.zip", small, "civstats-1.0.0/")
    with zipfile.ZipFile(file, "a") as members:
        members.writestr(f"{foreign}{FILE_NAME}", "{}")
    assert civstats.open(file).arrow("units").equals(civstats.open(small).arrow("units"))


def test_a_zip_with_two_datasets_names_both(small: Path, tmp_path: Path) -> None:
    file = zipped_to(tmp_path / "a.zip", small, "new-2/")
    zipped_to(file, small, "old/")
    assert refused(file) == (
        f"{file} holds new-2/{FILE_NAME} and old/{FILE_NAME}: which of them is meant cannot be known "
        f"-> unzip it and name the folder"
    )


def destroyed(whole: bytes, at: int, content: bytes) -> bytes:
    return whole[:at] + content + whole[at + len(content) :]


def test_zips_that_are_damaged(small: Path, tmp_path: Path) -> None:
    stored = zipped_to(tmp_path / "stored.zip", small).read_bytes()
    packed = zipped_to(tmp_path / "packed.zip", small, compression=zipfile.ZIP_DEFLATED).read_bytes()
    directory = stored.index(b"PK\x01\x02")
    entry = stored.rindex(FILE_NAME.encode()) - 46  # its fixed part (APPNOTE.TXT 4.3.12)
    manifest = packed.index(FILE_NAME.encode()) + len(FILE_NAME)
    cases = {
        "nothing": (b"", "is not a zip, or a damaged one"),
        "empty": (b"PK\5\6" + bytes(18), f"holds no {FILE_NAME}"),
        "short": (b"PK\5\6", "is not a zip, or a damaged one"),
        "cut": (stored[:-30], "is not a zip, or a damaged one"),
        "version": (destroyed(stored, directory + 6, b"\x6c"), "is not a zip, or a damaged one (zip file version 10.8"),
        "directory": (destroyed(stored, directory, bytes(4)), "is not a zip, or a damaged one"),
        "deflated": (destroyed(packed, manifest + 20, b"\xff" * 50), "missing or damaged: fetch the dataset again"),
        "encrypted": (destroyed(stored, entry + 8, b"\1"), "password required"),
    }
    for name, (content, words) in cases.items():
        file = tmp_path / f"{name}.zip"
        file.write_bytes(content)
        assert words in refused(file), name


def test_a_manifest_that_unpacks_to_more_than_any_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipped, "MANIFEST_BYTES", 10**6)
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as members:
        members.writestr(FILE_NAME, bytes(10**6 + 1))
    assert f"its {FILE_NAME} has 1000001 bytes" in refused(tmp_path / "a.zip")
