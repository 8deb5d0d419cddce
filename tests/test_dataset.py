"""A dataset opened: tables, SQL, look-ups, what is locked, what is refused, and datasets that are damaged or newer."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import civstats
from civstats.dataset import Dataset
from civstats.errors import DatasetError, QueryError, UsageError
from civstats.schema import TABLES

MANIFEST, OBSERVATIONS = "datapackage.json", "observations.parquet"
FRAME = pd.DataFrame({"a": [1]})


@pytest.fixture
def copy(tmp_path: Path, curated: Path) -> Path:
    return Path(shutil.copytree(curated, tmp_path / "copy"))


@pytest.fixture
def untouched(copy: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The copy as the current folder; afterwards no file has changed, come or gone."""
    monkeypatch.chdir(copy)
    before = {path: path.read_bytes() for path in copy.parent.rglob("*") if path.is_file()}
    yield copy
    assert {path: path.read_bytes() for path in copy.parent.rglob("*") if path.is_file()} == before


def test_importing_civstats_is_cheap() -> None:
    heavy = {"pandas", "pyarrow", "duckdb", "numpy", "opencc", "filelock", "fsspec"}
    code = f"import sys, civstats; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_without_a_place_the_packaged_dataset_is_opened() -> None:
    assert civstats.open().sql("from observations").fetchall()


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_the_same_by_every_way(curated: Path, ds: Dataset, name: str) -> None:
    written = pq.read_table(curated / f"{name}.parquet")
    assert ds.arrow(name).equals(written)
    assert ds.sql(f"from {name}").fetchall() == [tuple(row.values()) for row in written.to_pylist()]
    assert ds.table(name).shape == (written.num_rows, len(written.column_names))


def test_a_frame_keeps_whole_numbers_and_days(ds: Dataset) -> None:
    types = ds.table("observations").dtypes
    assert types["figure_no"] == types["char_start"] == "Int32"
    assert types["due"].kind == "M"
    assert types["value"] == "float64"


@pytest.mark.parametrize(
    ("find", "q", "key", "first"),
    [
        ("indicators", "DIBAO_st", "indicator_id", "dibao_standard"),
        ("indicators", "养老服务站", "indicator_id", "care_station_coverage"),
        ("indicators", "養老服務站", "indicator_id", "care_station_coverage"),
        ("localities", "烏審旗", "locality_id", "150626"),
        ("localities", "wushen banner", "locality_id", "150626"),
        ("localities", "150626", "locality_id", "150626"),
    ],
)
def test_a_look_up_finds_codes_and_names_in_either_script(ds: Dataset, find: str, q: str, key: str, first: str) -> None:
    found: pd.DataFrame = getattr(ds, find)(q)
    counted = ds.sql(f"select count(*) from observations where {key} = ?", [first]).fetchall()[0][0]
    assert (found[key][0], found["observations"][0]) == (first, counted)


@pytest.mark.parametrize("q", ["%%", "_%_", "' or ''='", "no such thing"])
def test_a_look_up_takes_its_word_literally(ds: Dataset, q: str) -> None:
    assert len(ds.indicators(q)) == len(ds.localities(q)) == 0


@pytest.mark.parametrize("ask", ["table", "arrow", "codebook"])
def test_an_unknown_table_is_told_with_the_known_ones(ds: Dataset, ask: str) -> None:
    with pytest.raises(UsageError, match="no table 'growths'; the tables are sources, localities"):
        getattr(ds, ask)("growths")


NO_QUERY = ["", ";", "-- nothing", "selec 1", "observations", "select 1; select 2", "select 1; drop view units"]
STATEMENTS = [
    *("insert into units select * from units", "update units set factor = '2'", "delete from units"),
    *("create table t as select 1", "create view v as select 1", "drop view units", "alter view units rename to u"),
    *("set threads = 1", "reset threads", "pragma threads = 1", "pragma database_list", "use memory", "begin"),
    *("call pragma_version()", "checkpoint", "vacuum", "prepare p as select 1", "attach ':memory:' as m"),
]
READS = [
    *("from read_csv('datapackage.json')", "from read_text('datapackage.json')", "from read_blob('units.parquet')"),
    *("from read_parquet('units.parquet')", "from 'units.parquet'", "from 'datapackage.json'", "from glob('*')"),
    *("from '/etc/passwd'", "from read_csv('/etc/passwd')", "from 'http://127.0.0.1:9/x.parquet'"),
    *(
        "from parquet_metadata('units.parquet')",
        "from read_json('datapackage.json')",
        "from query_table('/etc/passwd')",
    ),
    *("select getenv('HOME')", "from FRAME"),
]
WRITES = [
    *("copy units to 'units.parquet'", "copy (select 1) to 'new.csv'", "copy (select 1) to '../new' (format parquet)"),
    *("export database 'new'", "attach 'new.db' as n", "install httpfs", "load httpfs", "load 'x.duckdb_extension'"),
    *("set enable_external_access = true", "set lock_configuration = false", "set allow_unsigned_extensions = true"),
    *("set temp_directory = 'new'", "set python_enable_replacements = true", "set home_directory = '.'"),
    *("call enable_logging(storage = 'file', storage_path = 'new')", "create persistent secret s (type http)"),
]


@pytest.mark.parametrize("query", [*NO_QUERY, *STATEMENTS, *READS, *WRITES])
def test_sql_runs_one_select_over_the_tables_and_nothing_else(untouched: Path, query: str) -> None:
    with pytest.raises(QueryError):
        civstats.open(untouched).sql(query)


@pytest.mark.parametrize("query", [*READS, *WRITES])
def test_a_connection_reaches_no_file_and_no_setting(untouched: Path, query: str) -> None:
    with pytest.raises(duckdb.Error):
        civstats.open(untouched).connect().execute(query).fetchall()


def test_what_is_made_in_a_connection_stays_in_it(untouched: Path) -> None:
    ds = civstats.open(untouched)
    connection = ds.connect()
    connection.execute("create table mine as from units")
    connection.execute("drop view units")
    assert connection.sql("from mine").fetchall() == ds.sql("from units").fetchall()
    assert "mine" not in str(ds.sql("show tables").fetchall())


@pytest.mark.parametrize("where", ["/no/such/folder", Path("no")])
def test_a_place_that_is_no_folder_is_told(where: str | Path) -> None:
    with pytest.raises(DatasetError, match=r"is not a folder or file; civstats.open\(\) takes a folder or URL"):
        civstats.open(where)


def manifest(version: str, *resources: object) -> bytes:
    content = {"name": "civstats", "civstats:schemaVersion": version, "resources": resources}
    return json.dumps(content).encode()


@pytest.mark.parametrize(
    ("file", "content", "what"),
    [
        *(
            (OBSERVATIONS, content, "observations.parquet in .* is missing or damaged")
            for content in (None, 0, 5000, -8)
        ),
        (MANIFEST, None, "holds no datapackage.json"),
        *((MANIFEST, content, "datapackage.json in .* is damaged") for content in (0, 500, b"\xff\xfe")),
        *(
            (MANIFEST, content, "does not describe")
            for content in (b"[]", b"{}", b'{"name": "other", "resources": []}')
        ),
        (MANIFEST, manifest("2.0"), "schema version 2.0, this civstats reads 1.x: install"),
        (MANIFEST, manifest(""), "schema version unknown"),
        (MANIFEST, manifest("1.0"), "observations"),
        (MANIFEST, b"[" * 100_000, "is damaged"),
    ],
)
def test_a_damaged_or_newer_dataset_is_told(copy: Path, file: str, content: bytes | int | None, what: str) -> None:
    whole = (copy / file).read_bytes()
    (copy / file).unlink()
    if content is not None:
        (copy / file).write_bytes(whole[:content] if isinstance(content, int) else content)
    with pytest.raises(DatasetError, match=what):
        civstats.open(copy)


@pytest.mark.parametrize("ask", ["table", "arrow", "explain"])
def test_a_table_with_a_damaged_page_is_told(copy: Path, ask: str) -> None:
    whole = bytearray((copy / OBSERVATIONS).read_bytes())
    whole[200:3000] = bytes(2800)
    (copy / OBSERVATIONS).write_bytes(whole)
    with pytest.raises(DatasetError, match="observations"):
        getattr(civstats.open(copy), ask)("observations" if ask != "explain" else "ordos-2023-summary:1")


def test_a_newer_minor_schema_opens_and_nothing_is_lost(copy: Path) -> None:
    observations = pq.read_table(copy / OBSERVATIONS)
    colours = pa.array(["红"] * observations.num_rows)
    pq.write_table(observations.append_column("colour", colours), copy / OBSERVATIONS)
    pq.write_table(pa.table({"x": [1]}), copy / "colours.parquet")
    names = [{"path": f"{name}.parquet"} for name in (*TABLES, "colours")]
    (copy / MANIFEST).write_bytes(manifest("1.9", *names))
    ds = civstats.open(copy)
    assert (ds.schema_version, list(ds.tables()["table"])) == ("1.9", [*TABLES, "colours"])
    assert ds.sql("select any_value(colour), max(x) from observations, colours").fetchall() == [("红", 1)]
    assert ds.arrow("observations")["colour"].to_pylist() == colours.to_pylist()
    assert list(ds.codebook("observations")["column"]) == [*observations.column_names, "colour"]
    assert "950" in str(ds.explain("ordos-2023-summary:4"))


def test_only_files_beside_the_manifest_are_opened(copy: Path) -> None:
    outside = Path(shutil.copy(copy / "units.parquet", copy.parent))
    paths = [
        "../units.parquet",
        str(outside),
        outside.as_uri(),
        "../../etc/passwd",
        "/etc/passwd",
        "a/../units.parquet",
    ]
    odd = [["units.parquet"], None, 5, "Units.parquet", "units.parquet\n", "units.csv"]
    resources = [{"path": f"{name}.parquet"} for name in TABLES] + [{"path": path} for path in paths + odd] + [5]
    (copy / MANIFEST).write_bytes(manifest("1.0", *resources))
    assert list(civstats.open(copy).tables()["table"]) == list(TABLES)
