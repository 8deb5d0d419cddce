"""Validating a dataset: what fails and what is said of it, damaged folders, own suites, the gate of a build."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import ROOT, MakeRaw
from validation_cases import BROKEN, Edit, cast, changed, of_suites, own_suite, put, verdicts

import civstats
from civstats import cli
from civstats.curate.build import build
from civstats.errors import DatasetError, LocationError, UsageError, ValidationError
from civstats.frames import frame
from civstats.schema import TABLES
from civstats.validation import run as run_module
from civstats.validation.report import Outcome, Validation


def failed(validation: Validation) -> dict[tuple[str, str], Outcome]:
    return {(one.table, one.rule): one for one in validation.failures}


def test_what_a_build_makes_is_valid(curated: Path) -> None:
    validation = civstats.validate(curated)
    assert validation.ok, str(validation)
    assert {one.table for one in validation.outcomes} == set(TABLES)
    assert validation.without_suite == ()


STRUCTURE = [
    ("observations", put("printed", None), "printed.filled", 1, "printed = 空 / null"),
    ("observations", put("measure", "guess"), "measure.codes", 1, "measure = guess"),
    ("observations", put("locality_id", "15O626"), "locality_id.pattern", 1, "locality_id = 15O626"),
    ("observations", put("locality_id", "999999"), "locality_id.refers", 1, "locality_id = 999999"),
    ("observations", put("locality_id", "150626\n"), "locality_id.pattern", 1, "locality_id = 150626"),
    ("observations", put("part_of", "wushen-2023-test:9"), "part_of.refers", 1, "part_of = wushen-2023-test:9"),
    ("observations", put("figure_no", 0), "figure_no.minimum", 1, "figure_no = 0"),
    ("observations", put("observation_id", "wushen-2023-test:2"), "key", 1, "wushen-2023-test:2"),
    ("codes", lambda table: pa.concat_tables([table, table.slice(3, 2)]), "key", 2, "出现 2 次 / occurs 2 times"),
    ("codes", lambda table: table.drop(["name_en"]), "columns", None, "缺列 name_en / missing"),
    ("codes", lambda table: table.append_column("x", table["code"]), "columns", None, "多列 x / not declared"),
    ("codes", lambda table: table.select(table.column_names[::-1]), "columns", None, "各列次序不符"),
    ("coverage", cast("year", pa.int64()), "types", 1, "year is bigint, declared int32"),
    ("coverage", cast("year", pa.string()), "year.minimum", None, "the column is of type string, no number"),
    ("coverage", cast("year", pa.string()), "types", 1, "year 的类型为 string，应为 int32"),
    ("sources", lambda table: table.slice(0, 0), "not_empty", 0, "有 0 行 / has 0 rows"),
    ("sources", put("issued", None), None, None, ""),
]


@pytest.mark.parametrize(("table", "edit", "rule", "failing", "said"), STRUCTURE)
def test_what_is_wrong_with_a_table_fails(
    small: Path, tmp_path: Path, table: str, edit: Edit, rule: str | None, failing: int | None, said: str
) -> None:
    folder = changed(small, tmp_path / "data", {table: edit})
    validation = civstats.validate(folder, of_suites(tmp_path / "suites", table))
    wrong = {one.rule: one for one in validation.failures if one.rule != "recorded"}
    assert (rule in wrong) == (rule is not None)
    if rule is not None:
        assert wrong[rule].failing == failing
        assert said in "\n".join(wrong[rule].lines())


def test_a_failing_row_is_shown_with_its_token_its_document_and_what_to_do(small: Path, tmp_path: Path) -> None:
    folder = changed(small, tmp_path / "data", {"observations": put("value", 1.04)})
    validation = civstats.validate(folder, of_suites(tmp_path / "suites", "observations"))
    whole = failed(validation)["observations", "whole_units"]
    [example] = whole.examples
    assert (example.key, example.printed) == ({"observation_id": "wushen-2023-test:1"}, "6个")
    assert whole.failing == 1
    text = str(validation)
    assert "whole_units: 人、户、座、个" in text
    assert re.search(r"“6个”  \(wushen-2023-test 一\)  读作1.04，不是整数 / is read as 1.04, which is not whole", text)
    assert "→ 核对是否脱“万” / Check whether 万 was lost" in text
    assert not validation.ok


def test_the_first_rows_stand_for_many(small: Path, tmp_path: Path) -> None:
    folder = changed(small, tmp_path / "data", {"codes": lambda table: put_all(table, "name_zh", None)})
    [one] = civstats.validate(folder, of_suites(tmp_path / "suites", "codes")).failures
    rows = pq.read_metadata(small / "codes.parquet").num_rows
    assert (one.failing, len(one.examples)) == (rows, 5)
    assert f"… {rows - 5} 行未列 / {rows - 5} more" in "\n".join(one.lines())


def put_all(table: pa.Table, column: str, value: object) -> pa.Table:
    filled = pa.array([value] * table.num_rows, table[column].type)
    return table.set_column(table.schema.get_field_index(column), column, filled)


def test_not_a_number_counts_as_null(small: Path, tmp_path: Path) -> None:
    folder = changed(small, tmp_path / "data", {"observations": put("precision", float("nan"))})
    validation = civstats.validate(folder, of_suites(tmp_path / "suites", "observations"))
    assert failed(validation)["observations", "precision.filled"].failing == 1


def corrupt(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for at in range(100, len(content) // 2):
        content[at] ^= 0x5A
    path.write_bytes(content)


DAMAGE: list[tuple[Callable[[Path], object], str]] = [
    (lambda path: path.unlink(), "No files found"),
    (lambda path: path.write_bytes(b"PAR1"), "too small"),
    (lambda path: path.write_bytes(path.read_bytes()[:3000]), "No magic bytes"),
    (corrupt, "observations.parquet"),
]


@pytest.mark.parametrize(("damage", "said"), DAMAGE)
def test_a_damaged_table_is_one_failure_and_what_needs_it_is_told(
    small: Path, tmp_path: Path, damage: Callable[[Path], object], said: str
) -> None:
    folder = changed(small, tmp_path / "data", {})
    damage(folder / "observations.parquet")
    validation = civstats.validate(folder, of_suites(tmp_path / "suites", "observations", "facility_counts"))
    first = validation.failures[0]
    assert (first.table, first.rule) == ("observations", "present")
    assert said in str(first.problems)
    follows = failed(validation)["facility_counts", "observation_id.refers"]
    assert "缺少表 observations，无从校验" in str(follows.problems[0])
    held = [one for one in validation.outcomes if one.table == "facility_counts" and one.holds]
    assert len(held) > 20, "all that can be asked is asked"


def test_a_table_that_the_manifest_does_not_list_is_missing(small: Path, tmp_path: Path) -> None:
    folder = changed(small, tmp_path / "data", {})
    manifest = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    manifest["resources"] = [one for one in manifest["resources"] if one["name"] != "units"]
    (folder / "datapackage.json").write_text(json.dumps(manifest), encoding="utf-8")
    [missing] = civstats.validate(folder, of_suites(tmp_path / "suites", "units")).failures
    assert str(missing.problems[0]) == "缺少此表 / the table is missing"


@pytest.mark.parametrize(
    ("edit", "severity", "said"),
    [
        (lambda table: table.slice(1), "critical", "rows, recorded are"),
        (put("name_zh", "他"), "warning", "the content of the file is not the recorded one"),
    ],
)
def test_a_file_is_held_against_the_manifest(small: Path, tmp_path: Path, edit: Edit, severity: str, said: str) -> None:
    folder = changed(small, tmp_path / "data", {"codes": edit})
    validation = civstats.validate(folder, of_suites(tmp_path / "suites", "codes"))
    [recorded] = [one for one in validation.outcomes if one.rule == "recorded" and not one.holds]
    assert (recorded.table, recorded.severity) == ("codes", severity)
    assert said in str(recorded.problems)


@pytest.mark.parametrize("name", ["", "nowhere"])
def test_where_there_is_no_dataset_an_error_says_so(tmp_path: Path, name: str) -> None:
    with pytest.raises(DatasetError):
        civstats.validate(tmp_path / name)


def test_a_folder_with_an_odd_name_is_read(small: Path, tmp_path: Path) -> None:
    folder = changed(small, tmp_path / "民政's [1]*?", {})
    assert civstats.validate(folder, of_suites(tmp_path / "suites", "units")).ok


def test_a_dataset_at_a_url_is_validated(small: Path, tmp_path: Path) -> None:
    fsspec = pytest.importorskip("fsspec")
    memory = fsspec.filesystem("memory")
    memory.put(f"{small}/", "/validated/", recursive=True)
    assert civstats.validate("memory://validated", of_suites(tmp_path / "suites", "units", "observations")).ok


def test_an_edited_severity_is_honoured(small: Path, tmp_path: Path) -> None:
    folder = changed(small, tmp_path / "data", {"observations": put("value", 1.04)})
    own = of_suites(tmp_path / "suites", "observations")
    edited = json.loads((own / "observations.json").read_text(encoding="utf-8"))
    for one in edited["expectations"]:
        if one["meta"]["rule"] in ("whole_units", "value_within_bound", "bound_fits_ends"):
            one["severity"] = "warning"
    (own / "observations.json").write_text(json.dumps(edited), encoding="utf-8")
    validation = civstats.validate(folder, own)
    assert validation.ok, str(validation)
    assert "whole_units" in {one.rule for one in validation.warnings}
    assert "警告 WARN  observations  whole_units" in str(validation)


@pytest.mark.parametrize(("most", "holds"), [(2500, True), (800, False)])
def test_an_edited_parameter_is_honoured(small: Path, tmp_path: Path, most: float, holds: bool) -> None:
    rule = {"rule": "monthly_amount_plausible", "parameters": {"dibao_most": most}}
    own = own_suite(tmp_path / "own", "subsidy_standards", {"type": "expect_rule_to_hold", "kwargs": rule})
    [outcome] = [one for one in civstats.validate(small, own).outcomes if one.rule == "expect_rule_to_hold"]
    assert outcome.holds == holds


def test_expectations_of_great_expectations_itself_are_run_and_one_that_breaks_spoils_no_other(
    small: Path, tmp_path: Path
) -> None:
    own = own_suite(
        tmp_path / "own",
        "observations",
        {"type": "expect_column_max_to_be_between", "kwargs": {"column": "year", "max_value": 2000}},
        {"type": "expect_column_mean_to_be_between", "kwargs": {"column": "printed", "max_value": 1}},
        {"type": "expect_column_values_to_be_between", "kwargs": {"column": "year", "max_value": 2000}, "notes": "早"},
        {"type": "expect_column_values_to_be_between", "kwargs": {"column": "nothing", "max_value": 2000}},
        {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "year"}},
    )
    outcomes = [one for one in civstats.validate(small, own).outcomes if one.rule != "recorded"]
    assert [one.holds for one in outcomes] == [False, False, False, False, True]
    assert "无从校验" in str(outcomes[1].problems[0])
    assert (str(outcomes[2].sentence), outcomes[2].failing, len(outcomes[2].examples)) == ("早", 3, 3)
    assert "缺少列 nothing" in str(outcomes[3].problems[0])


@pytest.mark.parametrize(
    ("expectation", "said"),
    [
        ({"type": "expect_all_to_be_well"}, "suite units: expectation 1: expect_all_to_be_well"),
        ({"type": "expect_column_values_to_not_be_null"}, "suite units: expectation 1: "),
        ({"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "code", "x": 1}}, "extra fields"),
    ],
)
def test_an_expectation_that_great_expectations_does_not_take_is_refused(
    tmp_path: Path, small: Path, expectation: Mapping[str, Any], said: str
) -> None:
    with pytest.raises(UsageError, match=re.escape(said)):
        civstats.validate(small, own_suite(tmp_path / "own", "units", expectation))


def test_a_table_without_a_suite_is_named(small: Path, tmp_path: Path) -> None:
    validation = civstats.validate(small, of_suites(tmp_path / "suites", "units"))
    assert set(validation.without_suite) == TABLES.keys() - {"units"}
    assert "没有期望套件" in str(validation)


def test_frames_get_the_verdicts_of_the_files(small: Path, tmp_path: Path) -> None:
    folder = changed(small, tmp_path / "broken", BROKEN)
    frames = {table: frame(pq.read_table(folder / f"{table}.parquet")) for table in TABLES}
    by_pandas = civstats.validate(tables=frames)
    assert verdicts(by_pandas) == verdicts(civstats.validate(folder))
    assert {one.table for one in by_pandas.failures} >= BROKEN.keys()


def test_a_frame_as_pandas_itself_reads_it_is_valid(small: Path, tmp_path: Path) -> None:
    frames = {path.stem: pd.read_parquet(path) for path in small.glob("*.parquet")}
    validation = civstats.validate(tables=frames)
    assert validation.ok, str(validation)


def test_a_column_of_mixed_objects_is_of_the_wrong_type(small: Path, tmp_path: Path) -> None:
    frames = {path.stem: pd.read_parquet(path) for path in small.glob("*.parquet")}
    frames["units"] = frames["units"].astype({"name_zh": object})
    frames["units"].loc[0, "name_zh"] = 3
    validation = civstats.validate(suites=of_suites(tmp_path / "suites", "units"), tables=frames)
    assert [one.rule for one in validation.failures] == ["types"]


@pytest.mark.parametrize("tables", [{}, {"units": 3}, {"units": pa.table({"a": [1]})}])
def test_other_frames_are_refused(tables: Mapping[str, object]) -> None:
    with pytest.raises(UsageError, match="pandas or Spark DataFrames"):
        civstats.validate(tables=tables)


def test_data_docs_open_without_a_network(small: Path, tmp_path: Path) -> None:
    folder = changed(small, tmp_path / "data", {"observations": put("measure", "<b>guess</b>")})
    own = of_suites(tmp_path / "suites", "observations", "units")
    civstats.validate(folder, own, data_docs=tmp_path / "docs")
    pages = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "docs").iterdir()}
    assert set(pages) == {"index.html", "observations.html", "units.html"}
    for page in pages.values():
        assert (
            re.findall(r"(?:src|href)=[\"']?(?!#|\w+\.html)[^\"'> ]+|url\(|@import|<script|<link|https?:", page) == []
        )
        assert "<style>" in page
        assert 'charset="utf-8"' in page
    assert "measure = &lt;b&gt;guess&lt;/b&gt;" in pages["observations.html"]
    assert "主键 unit_id 不重复" in pages["units.html"]
    assert 'href="observations.html"' in pages["index.html"]
    assert "&lt;b&gt;guess" in pages["index.html"]


def test_data_docs_that_cannot_be_written_are_told(small: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LocationError, match="cannot write"):
        civstats.validate(small, of_suites(tmp_path / "suites", "units"), data_docs=tmp_path / "file")


def command(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    try:
        code = cli.main([str(argument) for argument in arguments])
    except SystemExit as stop:
        code = int(stop.code or 0)
    return code, *capsys.readouterr()


def test_the_command_ends_with_0_where_the_dataset_is_valid_and_with_1_where_it_is_not(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = of_suites(tmp_path / "suites", "observations")
    code, out, err = command(capsys, "validate", small, "--suites", own)
    assert (code, err) == (0, "")
    assert out.splitlines()[-1].startswith(f"{small}: 通过，")
    folder = changed(small, tmp_path / "data", {"observations": put("value", 1.04)})
    code, out, err = command(capsys, "validate", folder, "--suites", own)
    assert (code, err) == (1, "")
    assert "错误 FAIL  observations  whole_units: " in out
    code, out, _ = command(capsys, "validate", folder, "--suites", own, "--json")
    found = json.loads(out)
    assert (code, found["ok"]) == (1, False)
    [whole] = [one for one in found["failures"] if one["rule"] == "whole_units"]
    assert whole["examples"][0]["printed"] == "6个"
    assert whole["todo"]["en"] == "Check whether 万 was lost"


@pytest.mark.parametrize(
    ("code", "said", "arguments"),
    [
        (1, "nowhere is not a folder", ("nowhere",)),
        (2, "holds no expectation suites", ("--suites", "nowhere")),
        (2, "unrecognized arguments: b", ("a", "b")),
    ],
)
def test_a_command_that_cannot_be_carried_out_says_why(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    code: int,
    said: str,
    arguments: tuple[str, ...],
) -> None:
    monkeypatch.chdir(tmp_path)
    found, out, err = command(capsys, "validate", *arguments)
    assert (found, out) == (code, "")
    assert said in err


ALONE = """
import socket, sys

def refused(*_, **__):
    raise AssertionError("the network was asked")

socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refused
from civstats.cli import main
code = main(sys.argv[1:])
assert "great_expectations" in sys.modules
sys.exit(code)
"""


def test_a_validation_needs_no_network_and_leaves_nothing_on_the_disk(small: Path, tmp_path: Path) -> None:
    """In a process of its own, as a user runs it; a warning of any library would be an error."""
    own = of_suites(tmp_path / "suites", "units", "observations")
    home = tmp_path / "home"
    home.mkdir()
    env = os.environ | {
        "HOME": str(home),
        "TMPDIR": str(home),
        "XDG_CONFIG_HOME": str(home),
        "XDG_CACHE_HOME": str(home),
    }
    run = [sys.executable, "-W", "error", "-c", ALONE, "validate", str(small), "--suites", str(own)]
    done = subprocess.run(run, cwd=home, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "通过" in done.stdout
    assert list(home.rglob("*")) == []


def test_great_expectations_is_imported_by_one_module_and_only_when_it_is_needed() -> None:
    importing = re.compile(r"^\s*(?:import|from) great_expectations", re.MULTILINE)
    modules = [path for path in (ROOT / "civstats").rglob("*.py") if importing.search(path.read_text(encoding="utf-8"))]
    assert modules == [ROOT / "civstats" / "validation" / "gx.py"]
    code = (
        "import sys, civstats.validation.run, civstats.curate.build, civstats\n"
        "civstats.validate\n"
        "from civstats.cli import main\n"
        "try: main(['validate', '--help'])\n"
        "except SystemExit: pass\n"
        "assert not {'great_expectations', 'sqlalchemy', 'pyspark', 'pandas'} & set(sys.modules), sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


@pytest.mark.parametrize("arguments", [("validate",), ("build", "--raw", "raw", "--out", "out")])
def test_without_great_expectations_the_extra_is_named(
    make_raw: MakeRaw,
    gated: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
) -> None:
    make_raw()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(run_module, "find_spec", lambda _: None)
    code, out, err = command(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err == "civstats: validating needs an extra: pip install 'civstats[validation]'\n"
    assert not Path("out").exists()


def test_a_build_publishes_nothing_that_is_not_valid(
    make_raw: MakeRaw, gated: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    build(make_raw(), tmp_path / "out")
    before = {path.name: path.read_bytes() for path in Path("out").iterdir()}
    cells = {
        "printed": "1.04人次",
        "indicator": "temporary_relief_times",
        "measure": "actual",
        "locator": "一（一）三",
    }
    make_raw([cells], "ordos-2023-test")
    with pytest.raises(ValidationError) as refused:
        build(tmp_path / "raw", tmp_path / "out")
    assert "whole_units" in str(refused.value)
    code, out, err = command(capsys, "build", "--raw", "raw", "--out", "out")
    assert (code, out) == (1, "")
    said = err.partition("civstats: ")[2]
    assert said.splitlines()[0].endswith("of the dataset broken; nothing was published")
    assert "ordos-2023-test:1  “1.04人次”  (ordos-2023-test 一（一）三)  读作1.04，不是整数" in said
    assert "→ 核对是否脱“万” / Check whether 万 was lost" in said
    assert {path.name: path.read_bytes() for path in Path("out").iterdir()} == before
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == [".out.lock"]


def test_the_tables_are_a_database_to_sqlalchemy(small: Path) -> None:
    """What Great Expectations' SQL engine rests on: rows that outlive their connection, columns, types, quoting."""
    sa = pytest.importorskip("sqlalchemy")
    from sqlalchemy.pool import StaticPool

    from civstats import location
    from civstats.validation.dialect import URL, Connection
    from civstats.validation.tables import CuratedTables, EngineError

    where = location.locate(small)
    connection = Connection(CuratedTables(where, location.files(location.manifest(where))))
    engine = sa.create_engine(URL, creator=lambda: connection, poolclass=StaticPool)
    with engine.connect() as opened:
        result = opened.execute(
            sa.select(sa.func.count().label("n"), sa.literal("万:%")).select_from(sa.table("units"))
        )
    assert result.fetchall() == [(pq.read_metadata(small / "units.parquet").num_rows, "万:%")]
    inspector = sa.inspect(engine)
    assert inspector.has_table("units")
    assert not inspector.has_table("none")
    assert [column["name"] for column in inspector.get_columns("units")] == TABLES["units"].columns.split()
    with engine.connect() as opened, pytest.raises(sa.exc.DBAPIError, match="no_such_column"):
        opened.execute(sa.text("select no_such_column from units"))
    connection.close()
    with pytest.raises(EngineError, match="closed"):
        connection.cursor().execute("select 1")
