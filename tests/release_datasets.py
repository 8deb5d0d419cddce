"""Datasets in several versions for the tests of differences and releases."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import civstats
from civstats import codelists
from civstats.schema import TABLES, arrow, datapackage

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa
    import pytest

ROOT = Path(__file__).parent.parent
RAW = ROOT / "data" / "raw"


@cache
def real() -> Mapping[str, pa.Table]:
    """The tables that a build makes of the raw documents as they are."""
    from civstats.curate.build import derive

    return derive(RAW)[0]


def put(
    tables: Mapping[str, pa.Table],
    folder: Path,
    version: str = "1.0.0",
    change: Callable[[dict[str, Any]], None] = lambda _: None,
) -> civstats.Dataset:
    """Write ``tables`` as a dataset and open it; ``change`` alters its descriptor."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        arrow.write(table, TABLES[name], folder / f"{name}.parquet")
    rows = {name: table.num_rows for name, table in tables.items()}
    descriptor = datapackage.describe(folder, version, rows, tables["sources"].to_pylist())
    change(descriptor)
    (folder / datapackage.FILE_NAME).write_text(datapackage.to_json(descriptor), encoding="utf-8")
    return civstats.open(folder)


def describe(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Alter the descriptor of the dataset in ``folder``."""
    path = folder / datapackage.FILE_NAME
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    change(descriptor)
    path.write_text(json.dumps(descriptor, ensure_ascii=False), encoding="utf-8")


def unrecorded(descriptor: dict[str, Any]) -> None:
    """Take out of a descriptor what it records of files, for a dataset whose files a test changes."""
    for resource in descriptor["resources"]:
        for name in ("bytes", "hash", "civstats:contentHash", "civstats:rows"):
            resource.pop(name, None)


def edited(table: pa.Table, key: str, row: str, **values: object) -> pa.Table:
    """``table`` with ``values`` in the row whose column ``key`` is ``row``."""
    import pyarrow as pa

    rows = table.to_pylist()
    [found] = [one for one in rows if one[key] == row]
    found.update(values)
    return pa.Table.from_pylist(rows, table.schema)


def sheet(raw: Path, source: str, change: Callable[[list[dict[str, str]]], None]) -> None:
    """Alter the rows of the sheet of ``source`` in the raw folder ``raw``."""
    path = raw / source / "figures.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        rows, names = list(reader), list(reader.fieldnames or ())
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)


def copy_of_raw(folder: Path) -> Path:
    return Path(shutil.copytree(RAW, folder))


@contextmanager
def code_lists(patch: pytest.MonkeyPatch, **lists: Callable[[list[dict[str, str]]], None]) -> Iterator[None]:
    """Alter code lists by name while a dataset is built."""
    known = codelists.rows

    def rows(name: str) -> tuple[codelists.Row, ...]:
        if name not in lists:
            return known(name)
        changed = [dict(row) for row in known(name)]
        lists[name](changed)
        return tuple(changed)

    with patch.context() as patched:
        patched.setattr(codelists, "rows", rows)
        codelists.by_code.cache_clear()
        try:
            yield
        finally:
            codelists.by_code.cache_clear()
