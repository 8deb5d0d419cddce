"""Descriptors for the tests of the metadata: of datasets built here, and of sources that were made up to do harm."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

from civstats import codelists
from civstats.schema import TABLES, Table, arrow, datapackage

SCHEMAS = Path(__file__).parent / "schemas"
VERSION = "1.0.0"
HOSTILE = (
    "quotes \" and ' and \\",
    "</script><script>alert(1)</script>",
    "<!-- <script> ]]>",
    "two\nlines\r\nand\u2028more\u2029",
    "{{ 7*7 }} ${x} #{y}",
    "题名，《某某》",
    "\x07\U0001f600 \u202eabc",
)


def descriptor_of(folder: Path) -> dict[str, Any]:
    """The ``datapackage.json`` in ``folder``."""
    found: dict[str, Any] = json.loads((folder / datapackage.FILE_NAME).read_text(encoding="utf-8"))
    return found


def source(source_id: str = "one", title: str = "一", **facts: Any) -> dict[str, Any]:
    """A row of the table ``sources``, as far as a descriptor tells of it."""
    return {"source_id": source_id, "title_zh": title, "issued": None, "url": None, **facts}


def hostile_sources() -> list[dict[str, Any]]:
    """Sources with titles that end strings, elements and lines, without day or address, or with a bad address."""
    made = [source(f"hostile-{number}", title) for number, title in enumerate(HOSTILE)]
    return [
        *made,
        source("dated", issued=date(2023, 7, 1), url="https://example.org/a?b=1&c=<d>", licence="publisher"),
        source("script", url="javascript:alert(1)"),
        source("path", url="../../etc/passwd"),
    ]


@cache
def _validator(name: str) -> Any:
    schema: Mapping[str, Any] = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    return jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker())


def faults(name: str, content: object) -> list[str]:
    """What is wrong with ``content`` by the schema ``name``, each with its place."""
    return [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in _validator(name).iter_errors(content)
    ]


def empty_dataset(folder: Path, sources: list[dict[str, Any]]) -> dict[str, Any]:
    """The descriptor, as text and back, of tables without rows in ``folder`` and of ``sources``."""
    tables = {name: arrow.schema_of(table).empty_table() for name, table in TABLES.items()}
    for name, table in TABLES.items():
        arrow.write(tables[name], table, folder / f"{name}.parquet")
    described = datapackage.describe(folder, VERSION, dict.fromkeys(TABLES, 0), sources)
    found: dict[str, Any] = json.loads(datapackage.to_json(datapackage.with_content(described, tables)))
    return found


def enumerated(table: Table) -> dict[str, list[str]]:
    """The columns whose code list a descriptor holds, with the codes."""
    return {
        column.name: list(codelists.codes(column.codes))
        for column in table.fields
        if column.codes and len(codelists.codes(column.codes)) <= 20
    }
