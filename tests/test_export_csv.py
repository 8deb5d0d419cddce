"""The CSV files are read back equal by pyarrow, pandas, polars, DuckDB and R, whatever their texts are."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from export_files import HOSTILE, dataset, exported, hostile, run_r, same, scratch, tables, written
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import csv as pacsv

from civstats.export.csvfiles import BOM, write_table
from civstats.schema import TABLES

ROOT = Path(__file__).parent
R_NULL = "\u2400"
_DUCKDB = {"string": "varchar", "int32": "integer", "double": "double", "date32[day]": "date", "bool": "boolean"}
_POLARS = {"string": pl.String, "int32": pl.Int32, "double": pl.Float64, "date32[day]": pl.Date, "bool": pl.Boolean}
Read = Callable[[Path, pa.Schema], pa.Table]


def by_pyarrow(path: Path, schema: pa.Schema) -> pa.Table:
    kinds = pacsv.ConvertOptions(
        column_types=schema, null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=False,
        true_values=["true"], false_values=["false"],
    )  # fmt: skip
    return pacsv.read_csv(path, None, pacsv.ParseOptions(newlines_in_values=True), kinds)


def by_duckdb(path: Path, schema: pa.Schema) -> pa.Table:
    columns = ", ".join(f"'{one.name}': '{_DUCKDB[str(one.type)]}'" for one in schema)
    query = f"from read_csv('{path}', header = true, columns = {{{columns}}}, allow_quoted_nulls = false, quote = '\"')"
    with duckdb.connect() as connection:
        return connection.sql(query).to_arrow_table().cast(pa.schema([pa.field(f.name, f.type) for f in schema]))


def by_polars(path: Path, schema: pa.Schema) -> pa.Table:
    kinds = {one.name: _POLARS[str(one.type)] for one in schema}
    found = pl.read_csv(path, schema=kinds).to_arrow()
    return found.cast(pa.schema([pa.field(one.name, one.type) for one in schema]))


def by_pandas(path: Path, schema: pa.Schema) -> pa.Table:
    """pandas has one sign for what is empty, and so it is only asked for files without empty texts."""
    days = [one.name for one in schema if pa.types.is_date32(one.type)]
    kinds = {"string": "str", "int32": "Int32", "double": "float64", "bool": "boolean"}
    found = pd.read_csv(
        path, dtype={one.name: kinds[str(one.type)] for one in schema if one.name not in days}, parse_dates=days,
        keep_default_na=False, na_values=[""],
    )  # fmt: skip
    return pa.Table.from_pandas(
        found, pa.schema([pa.field(one.name, one.type) for one in schema]), False
    ).replace_schema_metadata()


READERS: dict[str, Read] = {"pyarrow": by_pyarrow, "duckdb": by_duckdb, "polars": by_polars, "pandas": by_pandas}


@pytest.mark.parametrize("reader", READERS)
def test_every_table_is_read_back_equal(reader: str) -> None:
    for name, table in tables().items():
        same(READERS[reader](exported() / f"{name}.csv", table.schema), table)


@pytest.mark.parametrize("reader", ["pyarrow", "duckdb", "polars"])
def test_hostile_texts_and_empty_ones_are_read_back_equal(reader: str) -> None:
    ds = hostile()
    table = ds.arrow("observations")
    assert {"", None} < set(table["subject_zh"].to_pylist())
    same(READERS[reader](written(ds, ["csv"]) / "observations.csv", table.schema), table)


def test_pandas_reads_hostile_texts_where_none_is_empty() -> None:
    ds = hostile((*HOSTILE, None))
    table = ds.arrow("observations").drop_columns(["locator", "printed"])  # empty there
    found = by_pandas(written(ds, ["csv"]) / "observations.csv", ds.arrow("observations").schema)
    same(found.select(table.column_names), table)


def test_r_reads_every_table_equal(tmp_path: Path) -> None:
    run_r(ROOT / "r" / "read_csv.R", exported(), tmp_path, folder=tmp_path)
    for name, table in tables().items():
        with (tmp_path / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            head, *rows = csv.reader(file)
        assert head == table.column_names
        for place, column in enumerate(head):
            found = [_value(row[place], table[column].type) for row in rows]
            assert found == [_text(value) for value in table[column].to_pylist()], (name, column)


def _value(text: str, kind: pa.DataType) -> object:
    return float(text) if pa.types.is_float64(kind) and text != R_NULL else text


def _text(value: object) -> object:
    if isinstance(value, float):
        return value
    return R_NULL if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def test_the_file_is_rfc_4180_with_a_mark_and_texts_in_quotes() -> None:
    content = (exported() / "observations.csv").read_bytes()
    assert content.startswith(BOM + b"observation_id,")
    text = content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert {len(row) for row in rows} == {len(TABLES["observations"].fields)}
    assert len(rows) == tables()["observations"].num_rows + 1
    assert text.count("\r\n") == len(rows), "no text of the dataset breaks a line, and every line ends in CRLF"
    assert '"150626"' in text, "a code is in quotes"


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.sampled_from(HOSTILE)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.none() | texts, st.none() | st.floats(allow_nan=False), st.none() | st.booleans(),
            st.none() | st.dates(), st.none() | st.integers(-(2**31), 2**31 - 1),
        ),
        min_size=1, max_size=8,
    )
)  # fmt: skip
def test_anything_is_read_back(rows: list[tuple[object, ...]]) -> None:
    schema = pa.schema(
        [
            ("text", pa.string()),
            ("number", pa.float64()),
            ("yes", pa.bool_()),
            ("day", pa.date32()),
            ("whole", pa.int32()),
        ]
    )
    table = pa.table(
        [pa.array(column, kind) for column, kind in zip(zip(*rows, strict=True), schema.types, strict=True)], schema
    )
    path = scratch() / "anything.csv"
    write_table(schema, table.to_batches(), path)
    same(by_pyarrow(path, schema), table)
    with path.open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.reader(file, strict=True))[1:]
    assert [row[0] for row in found] == [row[0] or "" for row in rows]
    for line, row in zip(found, rows, strict=True):
        number = row[1]
        assert (line[1] == "") == (number is None)
        assert number is None or float(line[1]) == number
        assert line[3] == ("" if row[3] is None else str(row[3]))


def test_the_descriptor_describes_the_files() -> None:
    package = json.loads((exported() / "datapackage.json").read_text(encoding="utf-8"))
    assert package["name"] == "civstats-csv", "not to be taken for the dataset itself"
    assert package["version"] == dataset().version
    resources = {one["name"]: one for one in package["resources"]}
    assert resources.keys() == {*tables(), "codebook"}
    for name, one in resources.items():
        content = (exported() / one["path"]).read_bytes()
        assert one["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert one["bytes"] == len(content)
        head = next(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        assert [field["name"] for field in one["schema"]["fields"]] == head, name
        assert one["civstats:rows"] == len(list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))) - 1


def test_the_codebook_has_every_column_of_every_table() -> None:
    with (exported() / "codebook.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["table"], row["column"]) for row in rows] == [
        (name, one) for name in tables() for one in tables()[name].column_names
    ]
    assert all(row["description_zh"] and row["description_en"] for row in rows)
