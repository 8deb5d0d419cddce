"""`datapackage.json` (Data Package v2) beside the Parquet files, derived from the declarations.

What the specification has no property for stands in properties of our own, ``civstats:…``: the terms of each source
(``licence``, a code of the list in ``sourceLicences``), rows and content hash of a table, years and provinces covered.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from civstats import codelists
from civstats.schema.about import about
from civstats.schema.columns import Column
from civstats.schema.tables import SCHEMA_VERSION, TABLES, Table

if TYPE_CHECKING:
    import pyarrow as pa

FILE_NAME = "datapackage.json"
NAME = about().name
MEDIA_TYPE = "application/vnd.apache.parquet"

_TYPES = {"string": "string", "int32": "integer", "float64": "number", "date": "date", "bool": "boolean"}
_FEW = 20
"""Code lists up to this length stand in the descriptor; all of them are in the table ``codes``."""


def describe(
    folder: Path, version: str, rows: Mapping[str, int], sources: Iterable[Mapping[str, Any]]
) -> dict[str, Any]:
    """The descriptor of the Parquet files in ``folder``, whose tables have ``rows`` rows; it holds no time of day."""
    resources = [_resource(folder, table, rows[table.name]) for table in TABLES.values()]
    return head(NAME, version, sources) | {"resources": resources}


def with_content(descriptor: Mapping[str, Any], tables: Mapping[str, pa.Table]) -> dict[str, Any]:
    """``descriptor`` with what the ``tables`` say: content hash of each, years and provinces of the observations.

    The content hash is that of `civstats.schema.content`. Without observations nothing is said of what is covered.
    """
    from civstats.schema.content import content_hash

    resources = [
        resource | {"civstats:contentHash": content_hash(tables[name], TABLES[name])}
        if (name := resource["name"]) in tables
        else resource
        for resource in descriptor["resources"]
    ]
    return {**descriptor, **_coverage(tables), "resources": resources}


def _coverage(tables: Mapping[str, pa.Table]) -> dict[str, Any]:
    import pyarrow as pa
    import pyarrow.compute as pc

    observed = tables["observations"]
    if not observed.num_rows:
        return {}
    years = pc.min_max(observed["year"]).as_py()
    provinces = {f"{place[:2]}0000" for place in observed["locality_id"].unique().to_pylist()}
    names = tables["localities"].filter(
        pc.is_in(tables["localities"]["locality_id"], pa.array(sorted(provinces), pa.string()))
    )
    return {
        "civstats:temporal": {"start": years["min"], "end": years["max"]},
        "civstats:spatial": [
            {"code": row["locality_id"], "zh": row["name_zh"], "en": row["name_en"]} for row in names.to_pylist()
        ],
    }


def head(name: str, version: str, sources: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What a descriptor says of the dataset as a whole, in whatever format its tables are.

    ``created`` is the day of the release, not the time of the build, which would make each build another; a version
    other than the current one has none.
    """
    declared = about()
    day = declared.released_as(version)
    licence = declared.licence
    described = [_source(source) for source in sources]
    terms = {source["civstats:licence"] for source in described if "civstats:licence" in source}
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": name,
        "title": declared.both_titles,
        "description": declared.markdown,
        **({"homepage": declared.homepage} if declared.homepage else {}),
        "version": version,
        **({"created": f"{day.isoformat()}T00:00:00Z"} if day else {}),
        "keywords": [*declared.keywords["zh"], *declared.keywords["en"]],
        "licenses": [
            {"name": licence.id, "path": licence.url, "title": f"{licence.title}. {licence.note['en']}"},
        ],
        "contributors": [{"title": declared.creator["en"], "roles": ["creator", "dataCurator"]}],
        "civstats:schemaVersion": SCHEMA_VERSION,
        "civstats:sourceLicences": [
            {"code": code, "title": f"{row['name_zh']} / {row['name_en']}"}
            for code, row in codelists.by_code("licences").items()
            if code in terms
        ],
        "sources": described,
    }


def to_json(descriptor: Mapping[str, Any]) -> str:
    """The descriptor as text. A table without references says nothing of them: an empty list is not valid."""
    resources = [
        {**one, "schema": {name: said for name, said in one["schema"].items() if said != []}}
        if "schema" in one
        else one
        for one in descriptor.get("resources", ())
    ]
    whole = {**descriptor, **({"resources": resources} if resources else {})}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _source(source: Mapping[str, Any]) -> dict[str, str]:
    """What is said of a document; one of another schema version may lack any of it (schema 1.1 has no licence)."""
    found = {"title": source.get("title_zh") or source.get("source_id") or "-"}
    if source.get("source_id"):
        found["civstats:sourceId"] = source["source_id"]
    if source.get("issued"):
        found["version"] = source["issued"].isoformat()
    if str(source.get("url")).startswith(("http://", "https://")):  # the specification takes no other address
        found["path"] = source["url"]
    if source.get("licence"):
        found["civstats:licence"] = source["licence"]
    return found


def _resource(folder: Path, table: Table, rows: int) -> dict[str, Any]:
    path = folder / f"{table.name}.parquet"
    content = path.read_bytes()
    return {
        "name": table.name,
        "type": "table",
        "path": path.name,
        "format": "parquet",
        "mediatype": MEDIA_TYPE,
        "title": table.zh,
        "description": table.en,
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "civstats:rows": rows,
        "schema": table_schema(table),
    }


def table_schema(table: Table) -> dict[str, Any]:
    """The Table Schema of ``table``: fields with their descriptions and constraints, and its keys."""
    references = [(column.name, table.references(column)) for column in table.fields]
    return {
        "fieldsMatch": ["equal"],
        "fields": [_field(table, column) for column in table.fields],
        "primaryKey": list(table.key),
        "foreignKeys": [
            {"fields": [name], "reference": _place(table, other) | {"fields": list(TABLES[other].key)}}
            for name, other in references
            if other
        ],
    }


def _place(table: Table, other: str) -> dict[str, str]:
    """Where a reference leads; one to the table itself names no resource."""
    return {} if other == table.name else {"resource": other}


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
