"""The result of a query as a text table, CSV, JSON or Parquet."""

from __future__ import annotations

import json
import math
import os
import shutil
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from civstats.errors import DatasetError, LocationError, QueryError, UsageError
from civstats.width import display_width

if TYPE_CHECKING:
    import pyarrow as pa

    from civstats.dataset import Dataset


def write(dataset: Dataset, query: str, format_: str, path: Path | None) -> None:
    """Run ``query`` and write its result in ``format_`` to ``path``, or to standard output.

    Raises QueryError for a query that fails, UsageError for Parquet to a terminal, LocationError where ``path`` cannot
    be written; a file that was there before is then unchanged.
    """
    import duckdb

    try:
        result = _distinct_names(dataset.sql(query).to_arrow_table())
    except duckdb.InvalidInputException as error:
        raise DatasetError(f"a table cannot be read to its end: {str(error).splitlines()[0][:200]}") from None
    except duckdb.Error as error:
        raise QueryError(str(error)) from None
    write_table(result, format_, path)


def write_table(result: pa.Table, format_: str, path: Path | None) -> None:
    """Write ``result`` as `write` does, with the same errors."""
    import pyarrow as pa

    if format_ == "parquet" and path is None and sys.stdout.isatty():
        raise UsageError("Parquet is not for a terminal; name a file with -o")
    try:
        content = {"table": _text, "csv": _csv, "json": _json, "parquet": _parquet}[format_](result)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        name = {"csv": "CSV", "parquet": "Parquet"}.get(format_, format_)
        raise QueryError(f"the result does not fit {name}: {error}; cast it to text, or take another format") from None
    if path is None:
        sys.stdout.buffer.write(content)
    else:
        replace(path, content)


def replace(path: Path, content: bytes) -> None:
    """Write ``content`` beside ``path`` (through a link: beside its target) and put it in the place in one step.

    A file that was there before keeps its permissions.
    """
    target = Path(os.path.realpath(path))
    partial = target.parent / f".civstats-{os.getpid()}.part"
    try:
        if target.exists() and not target.is_file() and not target.is_dir():
            target.write_bytes(content)  # a pipe or a device
            return
        partial.write_bytes(content)
        if target.is_file():
            shutil.copymode(target, partial)
        partial.replace(target)
    except OSError as error:
        with suppress(OSError):
            partial.unlink()
        raise LocationError(f"cannot write {path}: {error.strerror}") from None


def _distinct_names(table: pa.Table) -> pa.Table:
    """A query may name two columns alike; the second becomes ``name_2``."""
    seen: Counter[str] = Counter()
    names = []
    for name in table.column_names:
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return table.rename_columns(names)


def _csv(table: pa.Table) -> bytes:
    """RFC 4180 in UTF-8; texts are quoted where they must be, an empty cell is null."""
    import pyarrow as pa
    from pyarrow import csv

    sink = pa.BufferOutputStream()
    csv.write_csv(table, sink, csv.WriteOptions(quoting_style="needed", eol="\r\n"))
    content: bytes = sink.getvalue().to_pybytes()
    return content


def _json(table: pa.Table) -> bytes:
    """An array of records; days in ISO form, numbers that JSON does not know (NaN, infinity) as null."""
    rows = [{name: _json_value(value) for name, value in row.items()} for row in table.to_pylist()]
    return (json.dumps(rows, ensure_ascii=False, indent=2, default=str) + "\n").encode()


def _json_value(value: object) -> object:
    if isinstance(value, dict):
        return {key: _json_value(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_json_value(item) for item in value]
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
    widths = [max(map(display_width, column)) for column in columns]
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


def _pad(text: str, width: int) -> str:
    return text + " " * (width - display_width(text))
