"""`datapackage.json` (Data Package v2) beside the Parquet files, derived from the declarations."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from civstats import codelists
from civstats.schema.columns import Column
from civstats.schema.tables import SCHEMA_VERSION, TABLES, Table

FILE_NAME = "datapackage.json"
NAME = "civstats"

_TYPES = {"string": "string", "int32": "integer", "float64": "number", "date": "date", "bool": "boolean"}
_FEW = 20
"""Code lists up to this length stand in the descriptor; all of them are in the table ``codes``."""

_LICENSES = [
    {
        "name": "CC-BY-4.0",
        "path": "https://creativecommons.org/licenses/by/4.0/",
        "title": "Creative Commons Attribution 4.0 International. The facts of public documents are free; the licence "
        "covers their selection, coding and arrangement.",
    }
]


def describe(
    folder: Path, version: str, rows: Mapping[str, int], sources: Iterable[Mapping[str, Any]]
) -> dict[str, Any]:
    """The descriptor of the Parquet files in ``folder``, whose tables have ``rows`` rows; it holds no time of day."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": NAME,
        "title": "民政统计 / Figures of Chinese civil affairs, each traced to the characters it was read from",
        "version": version,
        "civstats:schemaVersion": SCHEMA_VERSION,
        "licenses": _LICENSES,
        "contributors": [{"title": "The civstats contributors", "roles": ["author"]}],
        "sources": [_source(source) for source in sources],
        "resources": [_resource(folder, table, rows[table.name]) for table in TABLES.values()],
    }


def to_json(descriptor: Mapping[str, Any]) -> str:
    return json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"


def _source(source: Mapping[str, Any]) -> dict[str, str]:
    found = {"title": source["title_zh"], "civstats:sourceId": source["source_id"]}
    if source["issued"]:
        found["version"] = source["issued"].isoformat()
    return found | ({"path": source["url"]} if source["url"] else {})


def _resource(folder: Path, table: Table, rows: int) -> dict[str, Any]:
    path = folder / f"{table.name}.parquet"
    content = path.read_bytes()
    return {
        "name": table.name,
        "type": "table",
        "path": path.name,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "title": table.zh,
        "description": table.en,
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "civstats:rows": rows,
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    references = [(column.name, table.references(column)) for column in table.fields]
    return {
        "fieldsMatch": ["equal"],
        "fields": [_field(table, column) for column in table.fields],
        "primaryKey": list(table.key),
        "foreignKeys": [
            # An empty resource name is the table itself.
            {
                "fields": [name],
                "reference": {"resource": "" if other == table.name else other, "fields": list(TABLES[other].key)},
            }
            for name, other in references
            if other
        ],
    }


def _field(table: Table, column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES[column.type],
        "title": column.zh,
        "description": column.en,
    }
    if column.unit:
        field["unit"] = column.unit
    if column.codes:
        field["civstats:codeList"] = column.codes
    if column.codes and len(codelists.codes(column.codes)) <= _FEW:
        field["categories"] = [
            {"value": code, "label": f"{row['name_zh']} / {row['name_en']}"}
            for code, row in codelists.by_code(column.codes).items()
        ]
    constraints: dict[str, Any] = {"required": column.name not in table.nullable}
    if table.key == (column.name,):
        constraints["unique"] = True
    if column.pattern:
        constraints["pattern"] = column.pattern
    if column.minimum is not None:
        constraints["minimum"] = column.minimum
    return field | {"constraints": constraints}
