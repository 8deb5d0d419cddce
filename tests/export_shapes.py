"""Datasets of other shapes than the declared one: with columns and tables more or less."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq


def few(small: Path, folder: Path) -> Path:
    """The dataset ``small`` with few places and wordings, so that exporting it takes no time."""
    tables = {}
    for name, column, prefix in (("localities", "locality_id", "15"), ("wordings", "indicator_id", "dibao")):
        table = pq.read_table(small / f"{name}.parquet")
        tables[name] = table.filter(pa.array([text.startswith(prefix) for text in table[column].to_pylist()]))
    return changed(small, folder, tables)


def changed(base: Path, folder: Path, tables: Mapping[str, pa.Table | None]) -> Path:
    """The dataset ``base`` with these tables in place of its own, or beside them; without those that are None."""
    folder.mkdir(parents=True)
    manifest = json.loads((base / "datapackage.json").read_bytes())
    names = [name for name in _names(manifest) if tables.get(name, True) is not None]
    names += [name for name, table in tables.items() if table is not None and name not in names]
    for name in names:
        path = folder / f"{name}.parquet"
        table = tables.get(name)
        if table is None:
            path.hardlink_to(base / path.name)
        else:
            pq.write_table(table, path)
    resources = [{"name": name, "path": f"{name}.parquet"} for name in names]  # nothing is said of rows or hashes
    (folder / "datapackage.json").write_text(json.dumps({**manifest, "resources": resources}))
    return folder


def _names(manifest: Mapping[str, Any]) -> list[str]:
    return [one["name"] for one in manifest["resources"]]
