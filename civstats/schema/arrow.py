"""The declared tables as Arrow schemas, with the descriptions embedded, and as Parquet files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from civstats.schema.tables import SCHEMA_VERSION, Table

if TYPE_CHECKING:
    import pyarrow as pa

ROW_GROUP_ROWS = 122_880
"""DuckDB's own row-group size: one series is read without the rest of the file."""

WRITTEN: dict[str, Any] = {"compression": "zstd", "store_schema": True, "write_page_checksum": True}
"""How files are written. A reader that asks for the checksums, as civstats does, refuses a damaged page."""


def schema_of(table: Table) -> pa.Schema:
    """The Arrow schema of ``table``: explicit types, nullability, and the description of every column.

    The descriptions stand twice: with each field, and as one JSON text under ``civstats.table``, which DuckDB shows
    through ``parquet_kv_metadata``.
    """
    import pyarrow as pa

    types: dict[str, Any] = {
        "string": pa.string(), "int32": pa.int32(), "float64": pa.float64(), "date": pa.date32(), "bool": pa.bool_(),
    }  # fmt: skip
    fields = []
    for column in table.fields:
        metadata = {"description_zh": column.zh, "description_en": column.en}
        if column.unit:
            metadata["unit"] = column.unit
        fields.append(pa.field(column.name, types[column.type], column.name in table.nullable, metadata))
    described = {
        "table": table.name,
        "schema_version": SCHEMA_VERSION,
        "description_zh": table.zh,
        "description_en": table.en,
        "columns": {column.name: {"zh": column.zh, "en": column.en} for column in table.fields},
    }
    text = json.dumps(described, ensure_ascii=False, sort_keys=True)
    return pa.schema(fields, metadata={"civstats.table": text})


def write(data: pa.Table, table: Table, path: Path) -> None:
    """Write ``data`` as ``table`` to ``path``: declared schema, rows as they stand, the same bytes every time.

    Raises ValueError, naming the column, where a column that is never empty holds a null.
    """
    import pyarrow.parquet as pq

    schema = schema_of(table)
    for field in schema:
        if not field.nullable and data[field.name].null_count:
            raise ValueError(f"{table.name}.{field.name} holds nulls")
    data = data.select(schema.names).cast(schema)
    pq.write_table(data, path, row_group_size=ROW_GROUP_ROWS, **WRITTEN)
