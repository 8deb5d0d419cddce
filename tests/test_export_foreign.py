"""Tables and columns that are not declared: those that a format could not hold are told, all others come through."""

from __future__ import annotations

import csv
import json
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from export_shapes import changed
from export_workbook import days, rows, sheets

import civstats
from civstats.errors import CivstatsError, DatasetError, UsageError
from civstats.export import FORMATS
from civstats.export.kinds import TAKEN

_MOMENT = datetime(2023, 9, 1, 10, 30)


def extra(**columns: pa.Array) -> pa.Table:
    return pa.table(columns)


@pytest.mark.parametrize("name", TAKEN)
def test_a_table_cannot_have_a_name_that_an_export_uses(name: str, small: Path, tmp_path: Path) -> None:
    where = changed(small, tmp_path / "in", {name: extra(a=pa.array([1]))})
    for one in FORMATS:
        with pytest.raises(UsageError, match=rf"the table {name} has the name of .* -> give it another one"):
            civstats.export.write(civstats.open(where), one, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("column", "values", "said"),
    [
        ("tags", pa.array([["a"]]), "extra.tags: values of type list<"),
        ("pair", pa.array([{"a": 1}]), "extra.pair: values of type struct<"),
        ("raw", pa.array([b"a"]), "extra.raw: values of type binary"),
        ("span", pa.array([timedelta(1)]), "extra.span: values of type month_day_nano_interval"),
        ('a,"b', pa.array([1]), 'extra.a,"b: the name of a column'),
        ("a\nb", pa.array([1]), r"extra.'a\nb': the name of a column"),
        ("", pa.array([1]), "extra.'': the name of a column"),
    ],
)
def test_a_column_that_no_format_holds_is_told(
    column: str, values: pa.Array, said: str, small: Path, tmp_path: Path
) -> None:
    where = changed(small, tmp_path / "in", {"extra": pa.table({column: values})})
    for name in FORMATS:
        with pytest.raises(CivstatsError) as error:
            civstats.export.write(civstats.open(where), name, tmp_path / "out")
        assert isinstance(error.value, UsageError)
        assert said in str(error.value)
        assert "-> " in str(error.value)
    assert not (tmp_path / "out").exists()


def test_columns_that_differ_in_capitals_alone_are_told(small: Path, tmp_path: Path) -> None:
    where = changed(small, tmp_path / "in", {"extra": extra(mood=pa.array([1]), Mood=pa.array([2]))})
    with pytest.raises(UsageError, match=r"extra\.Mood: another column has this name but for capitals.*-> rename"):
        civstats.export.write(civstats.open(where), "csv", tmp_path / "out")


def test_a_declared_column_of_another_type_is_told(small: Path, tmp_path: Path) -> None:
    table = pq.read_table(small / "observations.parquet")
    place = table.column_names.index("value")
    wrong = table.set_column(place, "value", pa.array(["much"] * table.num_rows))
    where = changed(small, tmp_path / "in", {"observations": wrong})
    for name in FORMATS:
        with pytest.raises(DatasetError, match=r"observations.value is of type string, declared is double -> "):
            civstats.export.write(civstats.open(where), name, tmp_path / "out")


KINDS = {
    "whole": (pa.array([7], pa.int16()), "integer", "7"),
    "large": (pa.array([2**63 - 1], pa.int64()), "integer", "9223372036854775807"),
    "small": (pa.array([0.5], pa.float32()), "number", "0.5"),
    "exact": (pa.array([Decimal("1.10")]), "number", "1.10"),
    "long": (pa.array([Decimal("12345678901234567.89")]), "number", "12345678901234567.89"),
    "day": (pa.array([date(2023, 9, 1)]), "date", "2023-09-01"),
    "moment": (pa.array([_MOMENT], pa.timestamp("ms")), "datetime", "2023-09-01 10:30:00.000"),
    "there": (pa.array([_MOMENT], pa.timestamp("us", "Asia/Shanghai")), "datetime", "2023-09-01 10:30:00.000000Z"),
    "hour": (pa.array([time(10, 30)], pa.time64("us")), "time", "10:30:00.000000"),
    "yes": (pa.array([True]), "boolean", "true"),
    "text": (pa.array(["甲"]), "string", "甲"),
    "nothing": (pa.nulls(1), "string", ""),
    "with blank (%) ' 与": (pa.array(["x"]), "string", "x"),
    "select": (pa.array(["x"]), "string", "x"),
}


@pytest.mark.parametrize("table", ["extra", "batch", "select", "out", "main"])
def test_other_columns_and_tables_come_through(table: str, small: Path, tmp_path: Path) -> None:
    given = pa.table({name: values for name, (values, _, _) in KINDS.items()})
    where, out = changed(small, tmp_path / "in", {table: given}), tmp_path / "out"
    civstats.export.write(civstats.open(where), ("csv", "xlsx", "duckdb"), out)
    with (out / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file, strict=True)
    assert row == {name: shown for name, (_, _, shown) in KINDS.items()}
    resources = {one["name"]: one for one in json.loads((out / "datapackage.json").read_bytes())["resources"]}
    fields = {one["name"]: one["type"] for one in resources[table]["schema"]["fields"]}
    assert fields == {name: kind for name, (_, kind, _) in KINDS.items()}
    with duckdb.connect(out / "civstats.duckdb", read_only=True) as connection:
        found = connection.execute(f'select * exclude (there) from "{table}"').fetchall()
    assert [tuple(found[0])] == [tuple(v for n, v in given.to_pylist()[0].items() if n != "there")]
    head, body = rows(sheets(out / "civstats.xlsx")[table], days(out / "civstats.xlsx"))
    told = {head[place][1]: value for place, (_, value) in body.items()}
    assert [cell[1] for cell in head.values()] == list(KINDS)
    assert told["large"] == "9223372036854775807"
    assert told["long"] == "12345678901234567.89"
    assert told["moment"] == "2023-09-01T10:30:00"
    assert re.fullmatch(r"2023-09-01T10:30:00\+00:00", str(told["there"]))
    assert told["hour"] == "10:30:00"
    assert told["whole"] == 7
    assert told["exact"] == 1.1
