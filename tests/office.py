"""Workbooks as LibreOffice opens them."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

ALL_SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
"""The format that writes each sheet of ``name.xlsx`` as ``name-sheet.csv``, its numbers with all their digits."""
SECONDS = 120

Convert = Callable[[Sequence[Path], str, Path], list[Path]]


def converter(profile: Path) -> Convert:
    """A function that opens workbooks in LibreOffice and writes them in another format into a folder.

    It returns the files there, and fails where LibreOffice tells of an error. The test is skipped where LibreOffice is
    lacking, and fails so in CI. ``profile`` is a folder for the settings.
    """
    program = shutil.which("soffice")
    if program is None:
        reason = "LibreOffice is not installed (soffice): whether it opens the workbooks is not tested"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)

    def run(books: Sequence[Path], format_: str, out: Path) -> list[Path]:
        options = [f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", format_]
        done = subprocess.run(
            [program, *options, "--outdir", str(out), *map(str, books)],
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
        files = sorted(out.glob("*")) if out.exists() else []
        assert files, f"LibreOffice does not open it: {done.stdout}{done.stderr}"
        assert "error" not in (done.stdout + done.stderr).casefold()
        return files

    return run


def sheet(files: Sequence[Path], book: str, name: str) -> list[list[str]]:
    """The rows of a sheet of ``book`` (its file without suffix), converted with `ALL_SHEETS`."""
    (path,) = [path for path in files if path.name == f"{book}-{name}.csv"]
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))
