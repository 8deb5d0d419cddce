"""The command line: help, exit codes, where messages go, formats, files, pipes and locales."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from conftest import MakeRaw

from civstats import __version__, cli
from civstats.dataset import Dataset

COMMANDS = ("build", "query", "explain", "verify", "tables")
BIG = "select * from localities"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(curated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in an empty folder: its exit code, its output, its messages."""
    monkeypatch.chdir(tmp_path)

    def main(*arguments: str) -> tuple[int, str, str]:
        try:
            code = cli.main(with_data(arguments, curated))
        except SystemExit as stop:
            code = int(stop.code or 0)
        return code, *capsys.readouterr()

    return main


def with_data(arguments: tuple[str, ...], curated: Path) -> list[str]:
    asks = {*arguments} & {*COMMANDS[1:]} and not {*arguments} & {"--data", "--help"}
    return [*arguments, *(("--data", str(curated)) if asks else ())]


def spawn(*arguments: str, before: str = "", stdout: int = subprocess.PIPE, **variables: str) -> tuple[int, str, str]:
    """Run a command in a process of its own, with the streams buffered as they are for a user."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"} | variables
    command = [sys.executable, "-c", before + "import sys; from civstats.cli import main; sys.exit(main())", *arguments]
    done = subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, env=env, encoding="utf-8", check=False)
    return done.returncode, done.stdout or "", done.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(run: Run, command: str) -> None:
    code, out, err = run(command, "--help")
    assert (code, err) == (0, "")
    assert out.startswith(f"usage: civstats {command} ")
    assert f"  {command} " in run("--help")[1]


@pytest.mark.parametrize(
    ("code", "message", "arguments"),
    [
        (0, "", ("--version",)),
        (0, "", ("tables",)),
        (0, "", ("explain", "ordos-2023-summary:21")),
        (2, "the following arguments are required: COMMAND", ()),
        (2, "the following arguments are required: sql", ("query",)),
        (2, "invalid choice: 'nope' (choose from", ("nope",)),
        (2, "invalid choice: 'xml' (choose from", ("query", "select 1", "--format", "xml")),
        (
            2,
            "no observation 'ordos-2023-sumary:21'; nearest: ordos-2023-summary:21",
            ("explain", "ordos-2023-sumary:21"),
        ),
        (2, "syntax error", ("query", "selec 1")),
        (2, "only one SELECT", ("query", "select 1; select 2")),
        (2, "only one SELECT", ("query", "copy units to 'units.csv'")),
        (2, "disabled by configuration", ("query", "from read_csv('/etc/passwd')")),
        (2, "disabled by configuration", ("query", "from sniff_csv('/etc/passwd')")),
        (2, "Could not convert", ("query", "select name_zh::int from localities")),
        (2, "is not a folder; name the folder of the texts", ("verify", "--texts", "no")),
        (2, "is not a folder; name the folder of the raw documents", ("build", "--raw", "no")),
        (2, "the result does not fit CSV", ("query", "select [1] as a", "--format", "csv")),
        (2, "does not fit", ("query", "select interval 1 day", "--format", "parquet")),
        (2, "cannot write no/x.csv: No such file", ("query", "select 1", "-o", "no/x.csv")),
        (1, "no is not a folder", ("tables", "--data", "no")),
        (1, "holds no datapackage.json", ("query", "select 1", "--data", ".")),
    ],
)
def test_a_command_ends_with_its_code(run: Run, code: int, message: str, arguments: tuple[str, ...]) -> None:
    found, out, err = run(*arguments)
    assert found == code
    assert (out == "", err == "") == (code != 0, code == 0), "an answer is output, a message is none"
    assert message in err
    assert re.search("^civstats(?: query| verify)?: ", err, re.MULTILINE) or code == 0
    assert list(Path().iterdir()) == []


def test_a_build_tells_what_it_made(run: Run, make_raw: MakeRaw) -> None:
    make_raw([{}, {"printed": "6", "read_as": "6个", "reason": "damaged", "note": "脱“个”"}])
    code, out, err = run("build", "--raw", "raw", "--out", "out")
    assert (code, err.splitlines()[1]) == (0, "read 2 figures")
    assert "       2  养老服务 Elderly care\n" in out
    assert "  wushen-2023-test:2  6 -> 6个  脱“个”\n" in out
    assert run("tables", "--data", "out")[1].startswith(f"civstats dataset {__version__} ")


def test_a_build_that_fails_lists_the_problems_and_ends_with_1(run: Run, make_raw: MakeRaw) -> None:
    make_raw([{"printed": "许多"}, {"measure": "x"}])
    code, out, err = run("build", "--raw", "raw", "--out", "out")
    assert (code, out) == (1, "")
    assert "civstats: 2 problems in the raw data; nothing was published\nraw/wushen-2023-test/figures.csv:2:7: " in err
    assert not Path("out").exists()


ROWS = """select * from (values ('x', '民政', 1e0, date '2023-07-01'), ('低保标准', 'a,"b"', null, null),
    ('', 'c' || chr(10) || 'd', 5e-1, null)) t(名, a, n, d)"""


def test_a_table_is_aligned_by_display_width(run: Run) -> None:
    assert run("query", ROWS)[1].splitlines() == [
        "名        a      n    d",
        "--------  -----  ---  ----------",
        "x         民政   1    2023-07-01",
        '低保标准  a,"b"',
        "          c d    0.5",
        "(3 rows)",
    ]


def test_csv_and_json_hold_every_character(run: Run) -> None:
    read = csv.reader(io.StringIO(run("query", ROWS, "--format", "csv")[1], newline=""))
    assert list(read) == [
        ["名", "a", "n", "d"],
        ["x", "民政", "1", "2023-07-01"],
        ["低保标准", 'a,"b"', "", ""],
        ["", "c\nd", "0.5", ""],
    ]
    assert json.loads(run("query", ROWS, "--format", "json")[1]) == [
        {"名": "x", "a": "民政", "n": 1, "d": "2023-07-01"},
        {"名": "低保标准", "a": 'a,"b"', "n": None, "d": None},
        {"名": "", "a": "c\nd", "n": 0.5, "d": None},
    ]


def test_parquet_reads_back_and_is_not_for_a_terminal(run: Run, ds: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("query", BIG, "--format", "parquet", "-o", "x.parquet") == (0, "", "")
    assert pq.read_table("x.parquet").equals(ds.sql(BIG).to_arrow_table())
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert run("query", BIG, "--format", "parquet") == (
        2,
        "",
        "civstats: Parquet is not for a terminal; name a file with -o\n",
    )


@pytest.mark.parametrize(
    ("query", "form", "found"),
    [
        ("select [1, 2] as a", "table", r"\Aa\n-+\n\[1, 2\]\n\(1 row\)\n\Z"),
        ("select 1 as a where false", "table", r"\Aa\n-\n\(0 rows\)\n\Z"),
        ("select 'nan'::double as a, [1] as b", "json", r'"a": null,\s+"b": \[\s+1\s+\]'),
        ("select 1 as a, 2 as a", "table", r"\n1 +2\n"),
        ("select 1 as a, 2 as a", "json", r": 1,\s+.*: 2\n"),
        ("select ['inf'::double] as a", "json", r'"a": \[\s+null\s+\]'),
    ],
)
def test_an_odd_result_is_written_whole(run: Run, query: str, form: str, found: str) -> None:
    assert re.search(found, run("query", query, "--format", form)[1])


@pytest.mark.parametrize(
    "name",
    [
        *("no/x.csv", "folder"),
        "old.csv/x.csv",
        ".",
        "x" * 256,
    ],
)
def test_an_output_that_cannot_be_written_is_told(run: Run, name: str) -> None:
    Path("folder").mkdir()
    Path("old.csv").write_text("old")
    code, _, err = run("query", "select 1", "-o", name)
    assert code != 0
    assert err.startswith(f"civstats: cannot write {name}: ")
    assert sorted(path.name for path in Path().rglob("*")) == ["folder", "old.csv"]


def test_an_output_is_written_whole_or_not_at_all(curated: Path, tmp_path: Path) -> None:
    """The disk is full: here, no file may become longer than 1000 bytes."""
    (tmp_path / "x.csv").write_text("old")
    arguments = ("query", BIG, "--data", str(curated), "-o", str(tmp_path / "x.csv"))
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)); "
    told = f"civstats: cannot write {tmp_path / 'x.csv'}: File too large\n"
    assert spawn(*arguments, before=limit)[1:] == ("", told)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"x.csv": "old"}
    assert spawn(*arguments) == (0, "", "")
    assert {path.name: path.stat().st_size > 1000 for path in tmp_path.iterdir()} == {"x.csv": True}


def test_an_output_through_a_link_goes_to_its_target(run: Run) -> None:
    Path("target").touch()
    Path("link").symlink_to("target")
    run("query", "select 1 as a", "-o", "link")
    assert Path("target").read_text() == "a\n-\n1\n(1 row)\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("query", BIG),
        ("query", BIG, "--format", "json"),
        ("query", "select 1"),
        ("tables",),
        ("explain", "ordos-2023-summary:21"),
        ("--help",),
    ],
)
def test_a_reader_that_has_gone_is_nothing_wrong(curated: Path, arguments: tuple[str, ...]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = spawn(*with_data(arguments, curated), stdout=writer)
    os.close(writer)
    assert done == (0, "", "")


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ("民政", ("--help",)),
        ("乌审旗", ("query", "select name_zh from localities where locality_id = '150626'")),
        ("一（一）三, characters 517–523", ("explain", "ordos-2023-summary:21")),
        ("民政", ("query", "select '民政' as 名")),
        ("没有 is not a folder", ("verify", "--texts", "没有")),
    ],
)
def test_chinese_is_read_and_printed_in_the_c_locale(curated: Path, text: str, arguments: tuple[str, ...]) -> None:
    _, out, err = spawn(*with_data(arguments, curated), LC_ALL="C", PYTHONUTF8="0")
    assert text in out + err


@pytest.mark.parametrize(
    ("encoding", "query", "length"),
    [
        ("ascii", "select length('民政') as n".encode().decode("ascii", "surrogateescape"), 2),
        ("gbk", "select length('民政') as n", 2),
        ("utf-8", "select length('\udcff') as n", 1),
    ],
)
def test_arguments_are_read_in_any_locale(
    monkeypatch: pytest.MonkeyPatch,
    curated: Path,
    capfd: pytest.CaptureFixture[str],
    encoding: str,
    query: str,
    length: int,
) -> None:
    monkeypatch.setattr(os, "fsencode", lambda text: text.encode(encoding, "surrogateescape"))
    monkeypatch.setattr(sys, "argv", ["civstats", "query", query, "--format", "csv"])
    assert cli.main() == 0
    assert capfd.readouterr().out.split() == ['"n"', str(length)]


def test_the_package_is_the_command() -> None:
    done = subprocess.run([sys.executable, "-m", "civstats", "--version"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, f"civstats {__version__}\n")


@pytest.mark.parametrize("error", [KeyboardInterrupt(), RuntimeError("Query interrupted")])
def test_ctrl_c_ends_a_command_without_a_traceback(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def interrupted(*_: object) -> None:
        raise error

    monkeypatch.setattr(Dataset, "sql", interrupted)
    assert run("query", "select 1") == (130, "", "")


def test_an_error_of_our_own_making_is_not_hidden(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(*_: object) -> None:
        raise RuntimeError("a mistake")

    monkeypatch.setattr(Dataset, "sql", wrong)
    with pytest.raises(RuntimeError, match="a mistake"):
        run("query", "select 1")
