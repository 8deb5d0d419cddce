"""One CSV file a table, the code book of all columns, and a Data Package descriptor of the files.

UTF-8 with a byte order mark, without which Excel takes Chinese for something else; RFC 4180: CRLF, quotes doubled.
Every text is in quotes and no null is: ``""`` is an empty text, nothing at all is a null. Days are ISO, booleans
``true`` and ``false``, numbers have all the digits that make them what they are. Nothing is put before ``=`` or ``+``
to keep a spreadsheet from calculating: what is read back is what was written.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from civstats.export.data import Data
from civstats.export.kinds import kind
from civstats.schema import TABLES, datapackage

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa

NAME = "civstats-csv"
CODEBOOK = "codebook"
BOM = b"\xef\xbb\xbf"


def write(data: Data, folder: Path) -> None:
    """The tables as ``NAME.csv``, ``codebook.csv`` and ``datapackage.json``."""
    import pyarrow as pa

    resources = []
    for name, rows in data.rows.items():
        path = folder / f"{name}.csv"
        schema = data.schema(name)
        write_table(schema, data.batches(name), path)
        resources.append(_resource(path, schema, rows))
    codebook = pa.Table.from_pandas(data.codebook(), preserve_index=False)
    codebook = codebook.cast(pa.schema([pa.field(one.name, _text_or(one.type), False) for one in codebook.schema]))
    write_table(codebook.schema, codebook.to_batches(), folder / f"{CODEBOOK}.csv")
    resources.append(_resource(folder / f"{CODEBOOK}.csv", codebook.schema, codebook.num_rows))
    head = datapackage.head(NAME, data.dataset.version, data.records("sources") if "sources" in data.rows else [])
    content = datapackage.to_json(head | {"resources": resources})
    (folder / datapackage.FILE_NAME).write_text(content, encoding="utf-8", newline="\n")


def write_table(schema: pa.Schema, batches: Iterable[pa.RecordBatch], path: Path, bom: bytes = BOM) -> None:
    """The rows as one CSV file."""
    from pyarrow import csv

    options = csv.WriteOptions(quoting_style="needed", quoting_header="none", eol="\r\n")
    with path.open("wb") as file:
        file.write(bom)
        with csv.CSVWriter(file, schema, write_options=options) as out:
            for batch in batches:
                out.write(batch)


def _text_or(kind: pa.DataType) -> pa.DataType:
    import pyarrow as pa

    return kind if pa.types.is_boolean(kind) else pa.string()


def _resource(path: Path, schema: pa.Schema, rows: int) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    table = TABLES.get(path.stem)
    titles = {"title": table.zh, "description": table.en} if table else {}
    return {
        "name": path.stem,
        "type": "table",
        "path": path.name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        **titles,
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
        "civstats:rows": rows,
        "schema": _schema(path.stem, schema),
    }


def _schema(name: str, schema: pa.Schema) -> dict[str, Any]:
    """The Table Schema: as declared, without the declared columns that the dataset lacks, with the others it has."""
    if name not in TABLES:
        return {"fields": [_field(one) for one in schema]}
    found = datapackage.table_schema(TABLES[name])
    fields = {one["name"]: one for one in found["fields"]}
    keys = [one for one in found.get("foreignKeys", ()) if set(one["fields"]) <= set(schema.names)]
    return found | {"fields": [fields.get(one.name) or _field(one) for one in schema], "foreignKeys": keys}


def _field(field: pa.Field) -> dict[str, Any]:
    """An undeclared column. Between day and time stands a blank, where the specification's own form has a T."""
    found = {"name": field.name, "type": kind(field.type)}
    return found | ({"format": "any"} if found["type"] == "datetime" else {})
