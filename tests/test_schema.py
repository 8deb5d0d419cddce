"""The declared tables against the files: types, descriptions, keys, references, codes, patterns, hashes."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from civstats import codelists
from civstats.dataset import Dataset
from civstats.schema import COLUMNS, SCHEMA_VERSION, TABLES, Column, Table, arrow

ARROW = {"string": pa.string(), "int32": pa.int32(), "float64": pa.float64(), "date": pa.date32(), "bool": pa.bool_()}
each_table = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())


@pytest.fixture(scope="module")
def package(curated: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((curated / "datapackage.json").read_text(encoding="utf-8"))
    return content


def each_column_with(attribute: str) -> pytest.MarkDecorator:
    """A test of every column of every table that declares ``attribute``."""
    pairs = [(table, column) for table in TABLES.values() for column in table.fields]
    chosen = [pair for pair in pairs if getattr(pair[1], attribute) not in ("", None)]
    ids = [f"{table.name}.{column.name}" for table, column in chosen]
    return pytest.mark.parametrize(("table", "column"), chosen, ids=ids)


def columns_of(table: Table) -> set[str]:
    return {column.name for column in table.fields}


def faults(ds: Dataset, table: Table, column: Column, condition: str) -> list[Any]:
    """The values of the column that are there and do not fulfil ``condition``."""
    query = f'select distinct "{column.name}" from {table.name} where "{column.name}" is not null and not ({condition})'
    return ds.sql(query).fetchall()


def test_every_declared_column_is_used_and_every_used_column_declared() -> None:
    used = {name for table in TABLES.values() for name in table.columns.split()}
    assert {"declared, not used": COLUMNS.keys() - used, "used, not declared": used - COLUMNS.keys()} == {
        "declared, not used": set(),
        "used, not declared": set(),
    }


def test_every_name_in_a_declaration_is_known() -> None:
    unknown = [
        *(
            (table.name, name)
            for table in TABLES.values()
            for name in {*table.key, *table.nullable} - columns_of(table)
        ),
        *((column.name, column.references) for column in COLUMNS.values() if column.references not in ("", *TABLES)),
        *((table.name, "a column twice") for table in TABLES.values() if len(table.fields) != len(columns_of(table))),
        *((table.name, "a key that may be empty") for table in TABLES.values() if table.nullable & {*table.key}),
    ]
    assert unknown == []


def test_every_table_and_column_is_described_in_both_languages() -> None:
    texts = {column.name: (column.zh, column.en) for column in COLUMNS.values()}
    texts |= {table.name: (table.zh, table.en) for table in TABLES.values()}
    assert [name for name, (zh, _) in texts.items() if not re.search("[\u4e00-\u9fff]", zh)] == []
    assert [name for name, (_, en) in texts.items() if not en or re.search("[\u4e00-\u9fff]", en)] == []


def test_views_and_columns_carry_comments(ds: Dataset) -> None:
    connection = ds.connect()
    for name, table in TABLES.items():
        [(comment,)] = connection.execute("select comment from duckdb_views() where view_name = ?", [name]).fetchall()
        assert comment == f"{table.zh} / {table.en}"
        query = "select column_name, comment from duckdb_columns() where table_name = ? order by column_index"
        found = connection.execute(query, [name]).fetchall()
        assert found == [(column.name, f"{column.zh} / {column.en}") for column in table.fields]


def test_the_code_book_describes_every_column(ds: Dataset) -> None:
    book = ds.codebook("observations").set_index("column")
    assert list(book.index) == [column.name for column in TABLES["observations"].fields]
    assert str(book["codes"]["bound"]).startswith("eq, ge")
    assert book["refers_to"]["locality_id"] == "localities"
    assert list(book["may_be_empty"][["due", "printed"]]) == [True, False]


def test_tables_are_listed_with_their_rows(ds: Dataset) -> None:
    listed = ds.tables()
    assert list(listed["table"]) == list(TABLES)
    assert list(listed["rows"]) == [ds.arrow(name).num_rows for name in TABLES]
    assert list(listed["description_zh"]) == [table.zh for table in TABLES.values()]
    for text in (repr(ds), ds._repr_html_()):
        assert all(name in text for name in ("observations", str(len(ds.table("observations"))), ds.version))


@each_table
def test_a_file_has_the_declared_schema(curated: Path, table: Table) -> None:
    """Types, nullability, and with each field its descriptions."""
    found = pq.read_schema(curated / f"{table.name}.parquet")
    assert found.equals(arrow.schema_of(table), check_metadata=True)
    for column in table.fields:
        field = found.field(column.name)
        assert (field.type, field.nullable) == (ARROW[column.type], column.name in table.nullable)
        described = {"description_zh": column.zh, "description_en": column.en} | (
            {"unit": column.unit} if column.unit else {}
        )
        assert {key.decode(): value.decode() for key, value in field.metadata.items()} == described


@each_table
def test_a_file_describes_itself_to_duckdb(curated: Path, table: Table) -> None:
    query = "select decode(value) from parquet_kv_metadata(?) where decode(key) = 'civstats.table'"
    [(text,)] = duckdb.execute(query, [str(curated / f"{table.name}.parquet")]).fetchall()
    described = json.loads(text)
    assert (described["table"], described["schema_version"]) == (table.name, SCHEMA_VERSION)
    assert described["columns"] == {column.name: {"zh": column.zh, "en": column.en} for column in table.fields}


@each_table
def test_a_file_is_compressed_with_zstd(curated: Path, table: Table) -> None:
    metadata = pq.read_metadata(curated / f"{table.name}.parquet")
    groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
    assert {group.column(number).compression for group in groups for number in range(group.num_columns)} == {"ZSTD"}


@each_table
def test_pandas_reads_a_file_without_help(curated: Path, ds: Dataset, table: Table) -> None:
    frame = pd.read_parquet(curated / f"{table.name}.parquet")
    assert list(frame.columns) == [column.name for column in table.fields]
    assert len(frame) == ds.arrow(table.name).num_rows > 0


@each_table
def test_rows_are_sorted_and_their_key_is_unique(ds: Dataset, table: Table) -> None:
    found = ds.arrow(table.name)
    rows = [tuple(row.values()) for row in found.select(list(table.order)).to_pylist()]
    assert rows == sorted(rows)
    keys = found.select(list(table.key)).to_pylist()
    assert len({tuple(key.values()) for key in keys}) == len(keys)


def test_a_series_stands_together() -> None:
    series = ("locality_id", "indicator_id", "year")
    assert TABLES["observations"].order == (*series, "source_id", "figure_no")
    assert TABLES["growth"].order == (*series, "observation_id")
    assert TABLES["coverage"].order == TABLES["coverage"].key == series
    assert TABLES["sources"].order == TABLES["sources"].key


@each_table
def test_the_manifest_describes_the_file(curated: Path, package: dict[str, Any], table: Table) -> None:
    content = (curated / f"{table.name}.parquet").read_bytes()
    [resource] = [resource for resource in package["resources"] if resource["name"] == table.name]
    assert resource["path"] == f"{table.name}.parquet"
    assert resource["bytes"] == len(content)
    assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    assert resource["civstats:rows"] == pq.read_metadata(curated / resource["path"]).num_rows
    schema = resource["schema"]
    assert schema["primaryKey"] == list(table.key)
    required = {field["name"] for field in schema["fields"] if field["constraints"]["required"]}
    assert required == columns_of(table) - table.nullable
    assert [field["name"] for field in schema["fields"]] == [column.name for column in table.fields]
    keys = schema.get("foreignKeys", ())
    references = {key["fields"][0]: key["reference"].get("resource", table.name) for key in keys}
    assert references == {column.name: table.references(column) for column in table.fields if table.references(column)}


def test_the_manifest_names_every_file_and_source(curated: Path, ds: Dataset, package: dict[str, Any]) -> None:
    assert {path.name for path in curated.iterdir()} == {
        "croissant.json",
        "datapackage.json",
        *(resource["path"] for resource in package["resources"]),
    }
    named = [source["civstats:sourceId"] for source in package["sources"]]
    assert named == [row[0] for row in ds.sql("select source_id from sources order by 1").fetchall()]
    assert (package["name"], package["civstats:schemaVersion"]) == ("civstats", SCHEMA_VERSION)
    assert package["created"].endswith("T00:00:00Z"), "the time of a build would change the bytes of every build"


@each_column_with("references")
def test_every_reference_resolves(ds: Dataset, table: Table, column: Column) -> None:
    [key] = TABLES[column.references].key
    assert faults(ds, table, column, f"{column.name} in (select {key} from {column.references})") == []


@each_column_with("codes")
def test_a_coded_column_holds_listed_codes_only(ds: Dataset, table: Table, column: Column) -> None:
    listed = ", ".join(f"'{code}'" for code in codelists.codes(column.codes))
    assert faults(ds, table, column, f"{column.name} in ({listed})") == []


@each_column_with("pattern")
def test_a_pattern_fits_the_whole_of_every_value(ds: Dataset, table: Table, column: Column) -> None:
    assert faults(ds, table, column, f"regexp_full_match({column.name}, '{column.pattern}')") == []


@each_column_with("minimum")
def test_no_value_is_below_its_minimum(ds: Dataset, table: Table, column: Column) -> None:
    assert faults(ds, table, column, f"{column.name} >= {column.minimum}") == []


def test_a_null_where_none_may_be_is_refused(tmp_path: Path) -> None:
    table = TABLES["units"]
    rows = {column.name: [None if column.name == "factor" else "1"] for column in table.fields}
    with pytest.raises(ValueError, match=r"units\.factor"):
        arrow.write(pa.table(rows, pa.schema([(name, pa.string()) for name in rows])), table, tmp_path / "x.parquet")
