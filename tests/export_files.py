"""The packaged dataset in every format, written once; what its tables hold; and programs that may be lacking."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import civstats
from civstats.dataset import Dataset
from civstats.export import FORMATS

HOSTILE = (
    'say "hi"', "a,b;c\td", "line\r\nbreak", "\n", "'", "\ufeffmark", "=1+1", "=cmd|' /C calc'!A0", "+1", "-1", "@x",
    "010101", "1e5", "NA", "null", "NULL", "nan", "None", "true", "2023-01-01", "#N/A", "\\N", " padded ",
    "低保，“特困”",
    "𠀀", "_x0041_", "a\x0bb", "]]>&amp;<b>", "http://example.org", "1/12", "{=SUM(A1)}",
)  # fmt: skip
"""Texts that a writer or a reader of tables may take for something else."""


@cache
def dataset() -> Dataset:
    return civstats.open()


@cache
def tables() -> Mapping[str, pa.Table]:
    return {name: dataset().arrow(name) for name in dataset().tables()["table"]}


@cache
def exported() -> Path:
    """A folder with all formats of the packaged dataset."""
    return written(dataset())


@cache
def scratch() -> Path:
    """A folder for files that are written over and over."""
    return _folder()


def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="civstats-export-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def written(ds: Dataset, formats: Sequence[str] = FORMATS) -> Path:
    folder = _folder()
    civstats.export.write(ds, formats, folder)
    return folder


def hostile(notes: Sequence[str | None] = (*HOSTILE, None, "")) -> Dataset:
    """A dataset whose observations have these texts, bounds that are unbounded, and numbers of every size."""
    numbers = [0.1 + 0.2, 1e-300, 1e300, 2.0**53 + 2, -0.5, 123456789.123456789, 5e-324, 1 / 3]
    count = len(notes)
    values = [numbers[row % len(numbers)] for row in range(count)]
    columns = {
        "year": [2000 + row for row in range(count)],
        "value": [None if row % 3 == 2 else value for row, value in enumerate(values)],
        "lower": [None if row % 3 == 1 else value for row, value in enumerate(values)],
        "upper": [None if row % 3 == 0 and row else value for row, value in enumerate(values)],
        "bound": [("ge" if row else "eq", "le", "range")[row % 3] for row in range(count)],
        "subject_zh": pa.array(notes, pa.string()),
        "printed": pa.array([note or "" for note in notes], pa.string()),
        "period_end": pa.array([date(2000 + row, 12, 31) if row % 2 else None for row in range(count)], pa.date32()),
    }
    return own(columns)


def own(columns: Mapping[str, Any], **others: pa.Table) -> Dataset:
    """A dataset of a user's own observations, which have these columns, and tables that take the place of its own."""
    plain = {
        "locality_id": "150626", "indicator_id": "care_homes", "measure": "actual", "unit": "facilities", "year": 2023,
    }  # fmt: skip
    count = len(next(iter(columns.values())))
    given = {name: [cell] * count for name, cell in plain.items()} | dict(columns)
    if not given.keys() & {"value", "lower"}:
        given["value"] = [1.0] * count
    documents = list(dict.fromkeys(given.get("source_id", ["own"])))
    about = {
        "title_zh": "某文件", "locality_id": "150626", "kind": "statistics", "origin_class": "official",
        "licence": "official_document", "script": "Hans", "evidence": "position", "excerpt": "whole",
        "reliability": "high", "figure_count": count, "period_start": date(2023, 1, 1),
        "period_end": date(2023, 12, 31),
    }  # fmt: skip
    sources = pa.Table.from_pylist([{"source_id": one, **about} for one in documents])
    return Dataset.of({"observations": pa.table(given), "sources": sources, **others})


def same(found: pa.Table, expected: pa.Table) -> None:
    """The tables have the same columns, types, rows, nulls."""
    assert found.column_names == expected.column_names
    for name in expected.column_names:
        assert found[name].type == expected[name].type, name
        assert found[name].to_pylist() == expected[name].to_pylist(), name


def program(name: str, why: str) -> str:
    """The path of a program; the test is skipped where it is lacking, and fails so in CI."""
    found = shutil.which(name)
    if found is None:
        missing(f"{name} is not installed: {why} is not tested")
    return str(found)


def missing(reason: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def run_r(*arguments: str | Path, folder: Path) -> str:
    """What a script of R prints, or an expression (``-e``, text)."""
    rscript = program("Rscript", "what R reads")
    done = subprocess.run(
        [rscript, "--vanilla", *map(str, arguments)], capture_output=True, text=True, cwd=folder, timeout=300,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Warning" not in done.stderr, done.stderr
    return done.stdout


def need_r_package(name: str) -> None:
    found = run_r("-e", f'cat(requireNamespace("{name}", quietly = TRUE))', folder=Path.cwd())
    if found != "TRUE":
        missing(f"R has no package {name} (Debian: r-cran-{name}): what it reads is not tested")
