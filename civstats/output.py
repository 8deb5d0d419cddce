"""The result of a query as a text table, CSV, JSON or Parquet."""

from __future__ import annotations

import json
import math
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from civstats.errors import LocationError, QueryError, UsageError

if TYPE_CHECKING:
    import pyarrow as pa

    from civstats.dataset import Dataset


def write(dataset: Dataset, query: str, format_: str, path: Path | None) -> None:
    """Run ``query`` and write its result in ``format_`` to ``path``, or to standard output.

    Raises QueryError for a query that fails, UsageError for Parquet to a terminal, LocationError where ``path`` cannot
    be written; a file that was there before is then unchanged.
    """
    import duckdb

    if format_ == "parquet" and path is None and sys.stdout.isatty():
        raise UsageError("Parquet is not for a terminal; name a file with -o")
    try:
        result = dataset.sql(query).to_arrow_table()
    except duckdb.Error as error:
        raise QueryError(str(error)) from None
    content = {"table": _text, "csv": _csv, "json": _json, "parquet": _parquet}[format_](result)
    if path is None:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return
    partial = path.with_name(f".{path.name}.part")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise LocationError(f"cannot write {path}: {error.strerror}") from None


def _csv(table: pa.Table) -> bytes:
    """RFC 4180 in UTF-8; texts are quoted where they must be, an empty cell is null."""
    import pyarrow as pa
    from pyarrow import csv

    sink = pa.BufferOutputStream()
    try:
        csv.write_csv(table, sink, csv.WriteOptions(quoting_style="needed", eol="\r\n"))
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise QueryError(
            f"the result does not fit CSV: {error}; cast lists and structs to text, or take json"
        ) from None
    content: bytes = sink.getvalue().to_pybytes()
    return content


def _json(table: pa.Table) -> bytes:
    """An array of records; days in ISO form, numbers that JSON does not know (NaN, infinity) as null."""
    rows = [{name: _json_value(value) for name, value in row.items()} for row in table.to_pylist()]
    return (json.dumps(rows, ensure_ascii=False, indent=2, default=str) + "\n").encode()


def _json_value(value: object) -> object:
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _parquet(table: pa.Table) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    content: bytes = sink.getvalue().to_pybytes()
    return content


def _text(table: pa.Table) -> bytes:
    """A table for the terminal, columns aligned by display width (a Chinese character is two cells wide)."""
    columns = [[name, *(_cell(value) for value in table[name].to_pylist())] for name in table.column_names]
    widths = [max(map(_width, column)) for column in columns]
    lines = [
        "  ".join(_pad(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in zip(*columns, strict=True)
    ]
    if lines:
        lines.insert(1, "  ".join("-" * width for width in widths))
    lines.append(f"({table.num_rows} row{'' if table.num_rows == 1 else 's'})")
    return ("\n".join(lines) + "\n").encode("utf-8")


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return str(value).replace("\n", " ")


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
