"""The database holds every table equal, with keys, references, comments, and a view; older programs open it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from export_files import dataset, exported, hostile, own, same, tables, written

import civstats
from civstats.errors import DatasetError
from civstats.export.named_view import VIEW
from civstats.schema import TABLES

FILE = "civstats.duckdb"
_OLDEST = 65
"""The storage version of DuckDB 1.2, as the head of a file has it."""


@pytest.fixture
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(exported() / FILE, read_only=True) as connection:
        yield connection


def test_every_table_is_read_back_equal(database: duckdb.DuckDBPyConnection) -> None:
    shown = {name for (name,) in database.execute("select table_name from duckdb_tables()").fetchall()}
    assert shown == set(tables())
    for name, table in tables().items():
        same(database.sql(f'from "{name}"').to_arrow_table(), table)


def test_tables_and_columns_are_described(database: duckdb.DuckDBPyConnection) -> None:
    said = dict(database.execute("select table_name, comment from duckdb_tables()").fetchall())
    assert said == {name: f"{TABLES[name].zh} / {TABLES[name].en}" for name in tables()}
    columns = database.execute(
        "select table_name, column_name, comment from duckdb_columns() where not internal"
    ).fetchall()
    of_tables = {(table, column): text for table, column, text in columns if table in TABLES}
    for name in tables():
        for column in TABLES[name].fields:
            assert of_tables[name, column.name].startswith(f"{column.zh} / {column.en}")
    assert of_tables["subsidy_standards", "cny_per_person_month"].endswith("[CNY/person/month]")


def test_keys_references_and_nulls_are_declared(database: duckdb.DuckDBPyConnection) -> None:
    found = database.execute(
        "select table_name, constraint_type, constraint_column_names, referenced_table from duckdb_constraints()"
    ).fetchall()
    keys = {table: tuple(columns) for table, kind, columns, _ in found if kind == "PRIMARY KEY"}
    assert keys == {name: TABLES[name].key for name in tables()}
    filled = {(table, columns[0]) for table, kind, columns, _ in found if kind == "NOT NULL"}
    assert filled == {
        (name, one.name) for name in tables() for one in TABLES[name].fields if one.name not in TABLES[name].nullable
    }
    references = {(table, columns[0], other) for table, kind, columns, other in found if kind == "FOREIGN KEY"}
    declared = {(name, one.name, TABLES[name].references(one)) for name in tables() for one in TABLES[name].fields}
    assert references == {(name, one, other) for name, one, other in declared if other not in ("", name)}, "all hold"


def test_the_view_names_every_figure(database: duckdb.DuckDBPyConnection) -> None:
    assert database.execute(f"select count(*) from {VIEW}").fetchone() == (tables()["observations"].num_rows,)
    both = ["locality", "indicator", "residence", "breakdown", "measure", "unit", "bound"]
    names = [*(f"{name}_{lang}" for name in both for lang in ("zh", "en")), "source_zh"]
    for name in names:
        assert database.execute(f'select count(*) from {VIEW} where "{name}" is null').fetchone() == (0,), name
    other = f"from {VIEW} join sources using (source_id) where source_en is distinct from title_en"
    assert database.execute(f"select count(*) {other}").fetchone() == (0,)
    row = database.execute(
        f"select locality_zh, parent_zh, indicator_zh, residence_en from {VIEW} where locality_id = '150626' "
        "and indicator_id = 'dibao_standard' and residence = 'urban' limit 1"
    ).fetchone()
    assert row == ("乌审旗", "鄂尔多斯市", "最低生活保障标准", "Urban")
    assert "Figures" in str(database.execute("select comment from duckdb_views() where not internal").fetchone())


def test_the_columns_of_the_view_say_what_they_show(database: duckdb.DuckDBPyConnection) -> None:
    said = dict(
        database.execute(f"select column_name, comment from duckdb_columns() where table_name = '{VIEW}'").fetchall()
    )
    assert list(said) == database.sql(f"from {VIEW}").columns
    assert all(said.values())
    assert said["value"].startswith("数值（基本单位；区间为空） / Value in units of")
    assert said["source_en"] == "文件题名（英译） / Title of the document, translated"
    assert said["residence_en"] == "英文名 / Name in English <- residence: 城乡 / Residence: urban, rural, or total"
    assert said["parent_zh"] == "中文名 / Name in Chinese <- parent_id: 上级地区代码 / Code of the place above"


def test_the_file_is_in_the_storage_format_of_duckdb_1_2() -> None:
    with (exported() / FILE).open("rb") as file:
        head = file.read(20)
    assert head[8:12] == b"DUCK"
    assert head[12] == _OLDEST


def test_hostile_texts_stay_what_they_are(tmp_path: Path) -> None:
    ds = hostile()
    with duckdb.connect(written(ds, ["duckdb"]) / FILE, read_only=True) as connection:
        same(connection.sql("from observations").to_arrow_table(), ds.arrow("observations"))


def test_a_reference_that_does_not_hold_is_not_declared(tmp_path: Path) -> None:
    schema = dataset().arrow("coverage").schema
    row = {
        "locality_id": "999999",
        "indicator_id": "care_homes",
        "year": 2023,
        "coverage": "published",
        "figure_count": 1,
    }
    ds = own({"value": [1.0]}, coverage=pa.Table.from_pylist([row], schema))
    with duckdb.connect(written(ds, ["duckdb"]) / FILE, read_only=True) as connection:
        assert connection.execute("select locality_id from coverage").fetchall() == [("999999",)]
        declared = connection.execute(
            "select constraint_column_names from duckdb_constraints() "
            "where table_name = 'coverage' and constraint_type = 'FOREIGN KEY'"
        ).fetchall()
        assert declared == [(["indicator_id"],)]


def test_a_key_that_is_there_twice_is_told(tmp_path: Path) -> None:
    ds = own({"value": [1.0, 2.0], "observation_id": ["own:1", "own:1"], "figure_no": pa.array([1, 2], pa.int32())})
    with pytest.raises(DatasetError, match=r"the table observations breaks its own rules: .*-> see civstats validate"):
        civstats.export.write(ds, "duckdb", tmp_path / "out")
    assert not (tmp_path / "out").exists()
