"""A dataset that lacks columns or tables is exported as it is, or it is told what lacks; nothing else happens."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from export_shapes import changed, few

import civstats
from civstats.errors import CivstatsError, DatasetError
from civstats.export.named_view import VIEW
from civstats.export.sdmx_concepts import NEEDED
from civstats.schema import TABLES

Make = Callable[[str, str], Path]
_NAMED = ("observations", "sources", "localities", "indicators", "units", "codes", "subsidy_standards")
"""The tables of which SDMX and JSON-stat read columns by name."""
_TABLEWISE = ("csv", "xlsx", "duckdb")
_RUNS = 8


@pytest.fixture(scope="module")
def base(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return few(small, tmp_path_factory.mktemp("few") / "curated")


@pytest.fixture(scope="module")
def named(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Only the tables that SDMX and JSON-stat read."""
    return changed(base, tmp_path_factory.mktemp("named") / "curated", dict.fromkeys(TABLES.keys() - {*_NAMED}))


@pytest.fixture
def make(named: Path, tmp_path: Path) -> Make:
    """Makes the dataset without one column of a table."""

    def made(table: str, column: str) -> Path:
        found = pq.read_table(named / f"{table}.parquet").drop_columns([column])
        return changed(named, tmp_path / f"{table}-{column}", {table: found})

    return made


def told(where: Path, name: str | Sequence[str], out: Path) -> str:
    """What the export says of the dataset; empty where it exports it."""
    try:
        civstats.export.write(civstats.open(where), name, out)
    except CivstatsError as error:
        assert not out.exists()
        return f"{type(error).__name__}: {error}"
    return ""


@pytest.mark.parametrize("run", range(_RUNS))
def test_tables_are_exported_without_whatever_column(run: int, base: Path, tmp_path: Path) -> None:
    """Over the runs every column of every table is lacking once, several in a run: all of them are to succeed."""
    tables = {}
    for name, table in TABLES.items():
        lacking = [one.name for one in table.fields[run::_RUNS]]
        tables[name] = pq.read_table(base / f"{name}.parquet").drop_columns(lacking)
    where = changed(base, tmp_path / "lacking", tables)
    assert told(where, _TABLEWISE, tmp_path / "out") == ""
    for name, found in tables.items():
        head = (tmp_path / "out" / f"{name}.csv").read_text(encoding="utf-8-sig").splitlines()[0]
        assert head.split(",") == found.column_names


@pytest.mark.parametrize("table", _NAMED)
def test_without_any_one_column_it_is_exported_or_told(table: str, named: Path, tmp_path: Path) -> None:
    whole = pq.read_table(named / f"{table}.parquet")
    for column in whole.column_names:
        where = changed(named, tmp_path / column, {table: whole.drop_columns([column])})
        for name in ("json-stat", "sdmx-csv")[: 1 if table == "subsidy_standards" else 2]:  # SDMX does not read it
            said = told(where, name, tmp_path / "out" / column / name)
            if said:
                assert f"{table}.{column}" in said, (name, said)
                assert "->" in said
            if name == "sdmx-csv":
                key = table in _NAMED[1:6] and column in (*TABLES[table].key, "code_list")
                assert bool(said) == (key or (table == "observations" and column in NEEDED)), (column, said)


@pytest.mark.parametrize("table", _NAMED[1:])
def test_without_any_one_table_it_is_exported_or_told(table: str, named: Path, tmp_path: Path) -> None:
    where = changed(named, tmp_path / "lacking", {table: None})
    assert told(where, _TABLEWISE, tmp_path / "out") == ""
    for name in ("sdmx-csv", "json-stat"):
        said = told(where, name, tmp_path / "out" / name)
        assert not said or (table in said and "->" in said), said


@pytest.mark.parametrize(
    ("table", "column", "lost"),
    [
        ("observations", "locator", {"locator"}),
        ("observations", "residence", {"residence", "residence_zh", "residence_en"}),
        ("sources", "url", {"url"}),
        ("localities", "parent_id", {"parent_zh", "parent_en"}),
        ("localities", "locality_id", {"locality_zh", "locality_en", "level", "parent_zh", "parent_en"}),
    ],
)
def test_the_view_has_all_that_there_is(table: str, column: str, lost: set[str], make: Make, tmp_path: Path) -> None:
    def columns(where: Path, out: Path) -> list[str]:
        civstats.export.write(civstats.open(where), "duckdb", out)
        with duckdb.connect(out / "civstats.duckdb", read_only=True) as connection:
            return connection.sql(f"from {VIEW}").columns

    whole = columns(make("observations", "note"), tmp_path / "a")  # which the view does not show
    assert [one for one in whole if one not in lost] == columns(make(table, column), tmp_path / "b")
    assert lost <= set(whole)


def test_a_name_that_lacks_is_the_other_one(make: Make, tmp_path: Path) -> None:
    where = make("localities", "name_en")
    civstats.export.write(civstats.open(where), ("sdmx-csv", "json-stat"), tmp_path / "out")
    message = json.loads((tmp_path / "out" / "civstats.sdmx.json").read_bytes())
    [places] = [one for one in message["data"]["codelists"] if one["id"] == "CL_LOCALITIES"]
    assert {one["names"]["en"] for one in places["codes"] if one["id"] == "150626"} == {"乌审旗"}
    [cube, *_] = json.loads((tmp_path / "out" / "civstats.en.jsonstat.json").read_bytes())["link"]["item"]
    assert cube["dimension"]["locality"]["category"]["label"] == {"150626": "乌审旗"}


def test_a_document_without_an_address_has_none_in_the_descriptor(make: Make, tmp_path: Path) -> None:
    civstats.export.write(civstats.open(make("sources", "url")), "csv", tmp_path / "out")
    package = json.loads((tmp_path / "out" / "datapackage.json").read_bytes())
    assert [set(one) for one in package["sources"]] == [
        {"title", "civstats:sourceId", "version", "civstats:licence"}
    ] * 2
    with (tmp_path / "out" / "sources.csv").open(encoding="utf-8-sig", newline="") as file:
        assert "url" not in next(csv.reader(file))


def test_what_sdmx_cannot_do_without_is_named(make: Make, tmp_path: Path) -> None:
    said = r"lacks observations.precision, without which .* -> export it as csv, or open a newer release"
    with pytest.raises(DatasetError, match=said):
        civstats.export.write(civstats.open(make("observations", "precision")), "sdmx-csv", tmp_path / "out")
