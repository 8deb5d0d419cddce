"""civstats check-source: one document reviewed on its own, against its text and the published figures."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from conftest import ROW, MakeRaw, open_gate
from reviewing import LAST, NAME, TEXT, THREE, Check, as_saved, cell, checker, places

from civstats.cli import main
from civstats.contribute.readings import table
from civstats.contribute.review import folder_of, review
from civstats.contribute.scaffold import new_source
from civstats.curate import observations
from civstats.curate.build import build
from civstats.dataset import Dataset
from civstats.dataset import open as open_dataset
from civstats.errors import Problem, UsageError
from civstats.reading import raw
from civstats.reading.raw import SHEET_FILE

CARE = {"subject": "甲"}


@pytest.fixture
def check(make_raw: MakeRaw, small: Path, tmp_path: Path) -> Check:
    return checker(make_raw, small, tmp_path)


def command(*arguments: object) -> int:
    return main(["check-source", *map(str, arguments)])


def test_a_document_without_fault_is_told_so(check: Check) -> None:
    found = check([{"start": "13", "end": "15", **CARE}])
    assert (found.problems, found.remarks, found.proven, found.ok) == ([], [], 1, True)
    [row] = found.figures
    assert row == {
        "no": 1, "printed": "6个", "value": "6", "interval": None, "unit": "facilities", "place": "乌审旗 150626",
        "when": "2023", "indicator": "care_stations (target)", "position": "13–15",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "column", "what", "todo"),
    [
        (
            {"printed": "9个", "start": "13", "end": "15"},
            "printed",
            "养老服务站[6个]，",
            "it stands nowhere in the text",
        ),
        ({"printed": "9个"}, "printed", "'9个' stands nowhere in the text", "as it stands there"),
        ({"start": "14", "end": "16"}, "start", "养老服务站6[个，]其中", "stands at 13–15 一、养老服务站[6个]"),
        ({"start": "19", "end": "22"}, "start", "其中新[建16]个", "stands at 13–15 一、养老服务站[6个]"),
        ({"start": "21", "end": "23"}, "start", "inside the longer number 16个", "stands at 13–15 一、养老服务站[6个]"),
        ({"start": "900", "end": "902"}, "start", f"the text ends at {len(TEXT)}", f"stands at {LAST} "),
        ({"printed": "12个", "start": "27", "end": "29"}, "start", "改造[1]2个", "stands at 27–31 "),
    ],
)
def test_a_wrong_figure_is_told_with_line_and_column(
    check: Check, tmp_path: Path, cells: dict[str, str], column: str, what: str, todo: str
) -> None:
    found = check([{"printed": "三个", "subject": "乙"}, {**CARE, **cells}])
    [problem] = found.problems
    sheet_file = tmp_path / "raw" / NAME / SHEET_FILE
    assert places([problem]) == [cell(sheet_file, 3, column)]
    line = sheet_file.read_text(encoding="utf-8").splitlines()[2]
    assert line[problem.column - 1 :].startswith({**ROW, **cells}[column] + ",")
    assert what in problem.what
    assert todo in problem.todo
    assert (found.ok, found.holding) == (False, None)


def test_the_problems_of_a_build_are_told_with_the_others_still_read(check: Check, tmp_path: Path) -> None:
    found = check([{"place": "图克乡"}, {"indicator": "care_statoins"}, CARE], None)
    assert places(found.problems) == [
        cell(tmp_path / "raw" / NAME / SHEET_FILE, 2, "place"),
        cell(tmp_path / "raw" / NAME / SHEET_FILE, 3, "indicator"),
    ]
    assert "nearest: 图克镇" in found.problems[0].todo or "nearest: 图克镇" in found.problems[0].what
    assert [row["value"] for row in found.figures] == ["6", "6", "6"]
    assert found.holding is None


def test_facts_that_cannot_be_read_do_not_hide_the_sheet(check: Check) -> None:
    found = check([{"printed": "许多个"}], None, kind="plam")
    assert [Path(problem.file).name for problem in found.problems] == [SHEET_FILE, "source.toml"]


def test_a_folder_that_is_just_made_says_what_is_missing(tmp_path: Path, small: Path) -> None:
    folder = new_source("wushen-2023-new", tmp_path)
    found = review(folder, open_dataset(small))
    assert places(found.problems)[0] == (SHEET_FILE, 2, 1)
    assert len(found.problems) == 7
    assert all("filled in" in problem.what or "no figure yet" in problem.what for problem in found.problems)


@pytest.mark.parametrize("recorded", ["0" * 64, None])
def test_another_text_than_the_recorded_is_told(check: Check, recorded: str | None, make_raw: MakeRaw) -> None:
    found = check([{"start": "13", "end": "15"}], text_sha256=recorded)
    [problem] = found.problems
    path = Path(problem.file)
    assert path.name == "source.toml"
    assert hashlib.sha256(TEXT.encode()).hexdigest() in problem.todo
    if recorded:
        line = path.read_text(encoding="utf-8").splitlines()[problem.line - 1]
        assert line[problem.column - 1 :] == f'"{recorded}"'
    else:
        assert (problem.line, problem.column) == (0, 0)


def test_a_rule_with_which_nothing_is_published_is_a_problem(check: Check, tmp_path: Path) -> None:
    found = check([{"printed": "1.5个", "measure": "actual", "subject": "甲"}], None)
    assert [problem.what.split(": ")[:2] for problem in found.problems] == [["printed", "whole_units"]]
    assert places(found.problems) == [cell(tmp_path / "raw" / NAME / SHEET_FILE, 2, "printed")]
    assert not found.ok


def test_what_a_build_refuses_a_review_refuses(check: Check, tmp_path: Path, gated: None) -> None:
    from civstats.errors import ValidationError

    assert not check([{"printed": "1.5个", "measure": "actual"}], None).ok
    with pytest.raises(ValidationError, match="whole_units"):
        build(tmp_path / "raw", tmp_path / "out")


def test_what_fills_a_page_is_not_told_as_a_whole(check: Check) -> None:
    text = f"{TEXT}{'页' * 5000}"
    rows = [{"printed": "六" * 1500}, {"printed": "6个", "start": "13", "end": "5013"}, {"printed": "6" * 1500 + "个"}]
    found = check(rows, text)
    assert len(found.problems) >= 3
    assert max(len(problem.what) for problem in found.problems) < 200
    assert max(len(cell or "") for cell in table(found.figures)["printed"].to_pylist()) == 41


def test_figures_that_rest_on_nothing_are_a_remark(check: Check) -> None:
    found = check([{}, {"start": "30", "end": "32"}, {"readings": "1"}, {}], None, evidence="position")
    [remark] = [problem for problem in found.remarks if "no position" in problem.what]
    assert (remark.line, remark.what) == (2, "start: 2 figures have no position, beginning with this one")
    assert "noted_twice" in remark.todo


def test_a_row_that_is_rejected_brings_no_other_problem(check: Check, tmp_path: Path) -> None:
    check([{}, {"part_of": "1"}, {"part_of": "3", "subject": "甲"}], None)
    folder = tmp_path / "raw" / NAME
    as_saved(folder, lambda text: text.replace("\n1,", "\n1,x,"), "utf-8")
    assert [(problem.line, "19 cells" in problem.what) for problem in raw_problems(folder)] == [(2, True)]
    as_saved(folder, lambda text: text.replace("\n1,x,", "\n2,"), "utf-8")
    assert [(problem.line, "stands twice" in problem.what) for problem in raw_problems(folder)] == [(3, True)]


def raw_problems(folder: Path) -> list[Problem]:
    document = raw.read_document(folder)
    return document.problems + observations.read(document)[1]


def test_a_sum_that_does_not_come_out_is_a_remark(check: Check) -> None:
    parts = [{"printed": "7个"}, {"printed": "3个", "part_of": "1", "subject": "甲"}]
    found = check([*parts, {"printed": "5个", "part_of": "1", "subject": "乙"}], None)
    assert (found.ok, found.problems) == (True, [])
    assert [(problem.line, "3个" in problem.what and "5个" in problem.what) for problem in found.remarks] == [(2, True)]


def test_a_sum_that_comes_out_is_counted(check: Check) -> None:
    parts = [{"printed": "8个"}, {"printed": "3个", "part_of": "1", "subject": "甲"}]
    found = check([*parts, {"printed": "5个", "part_of": "1", "subject": "乙"}], None)
    assert (found.remarks, found.holding) == ([], 1)


def test_a_figure_that_differs_from_a_published_one_is_a_remark(make_raw: MakeRaw, tmp_path: Path) -> None:
    """The same quantity in two documents; looked at beside the published dataset, nothing of which changes."""
    noted = {"evidence": "noted_once"}
    standard = {"indicator": "dibao_standard", "residence": "urban", "measure": "standard"}
    root = make_raw([{**standard, "printed": "900元/人·月"}], "published-2023", **noted)
    published = open_dataset(build(root, tmp_path / "out", gate=open_gate).out)
    make_raw([{**standard, "printed": "950元/人·月"}], "new-2023", **noted)
    found = review(root / "new-2023", published)
    same = [problem for problem in found.remarks if "published-2023:1" in problem.what]
    assert same
    assert all((problem.line, "950元" in problem.what, "900元" in problem.what) == (2, True, True) for problem in same)
    # A document is not held against what is published of itself.
    (root / "new-2023" / SHEET_FILE).rename(root / "published-2023" / SHEET_FILE)
    assert review(root / "published-2023", published).remarks == []


@pytest.mark.parametrize("name", ["", "source.toml", "figures.csv"])
def test_a_document_is_named_by_its_folder_or_a_file(
    make_raw: MakeRaw, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_raw() / NAME
    assert folder_of(folder / name) == folder
    monkeypatch.chdir(folder)
    assert folder_of(Path(name)).resolve() == folder.resolve()
    assert folder_of(Path(name)).name == NAME


def test_what_is_no_document_is_a_usage_error(tmp_path: Path) -> None:
    for path in (tmp_path / "no", tmp_path / "no" / "figures.csv"):
        with pytest.raises(UsageError, match="no folder of a document"):
            folder_of(path)


def test_the_command_shows_readings_problems_and_remarks(
    make_raw: MakeRaw, small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = make_raw([{"printed": "9个"}], text_sha256=hashlib.sha256(TEXT.encode()).hexdigest()) / NAME
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / f"{NAME}.txt").write_bytes(TEXT.encode())
    assert command(folder, "--texts", tmp_path / "texts", "--data", small) == 1
    shown = capsys.readouterr()
    assert "1   9个" in shown.out
    assert f"{folder.as_posix()}/figures.csv:2:7: printed: '9个' stands nowhere in the text -> " in shown.out
    assert shown.out.rstrip().splitlines()[-1].startswith("1 figure; 1 problem; 0 remarks; 0 proven")
    assert shown.err == ""
    as_saved(folder, lambda text: text.replace("9个", "三个"), "utf-8")
    assert command(folder, "--text", tmp_path / "texts" / f"{NAME}.txt", "--data", small, "--fill") == 0
    assert "已填入位置" in capsys.readouterr().out
    assert f",{THREE},{THREE + 2},三个," in (folder / SHEET_FILE).read_text(encoding="utf-8")


def test_the_review_as_json_says_the_same(make_raw: MakeRaw, small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = make_raw([{"indicator": "care_statoins"}]) / NAME
    assert command(folder, "--json", "--data", small) == 1
    found = json.loads(capsys.readouterr().out)
    [problem] = found["problems"]
    assert (found["ok"], problem["line"], problem["column"]) == (False, 2, 13)
    assert set(problem) == {"file", "line", "column", "what", "todo"}
    assert [row["no"] for row in found["figures"]] == [1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--texts", "no"], "is not a folder"),
        (["--texts", "."], f"{NAME}.txt: No such file"),
        (["--text", "no"], "cannot read the text"),
        (["--fill"], "--text"),
    ],
)
def test_what_cannot_be_carried_out_is_told(
    make_raw: MakeRaw,
    small: Path,
    arguments: list[str],
    said: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    folder = make_raw() / NAME
    monkeypatch.chdir(tmp_path)
    assert command(folder, "--data", small, *arguments) == 2
    shown = capsys.readouterr()
    assert said in shown.err
    assert shown.out == ""


@pytest.mark.parametrize("source_id", ["ordos-2023-summary", "baoji-2022-summary"])
def test_a_document_of_the_dataset_passes(ds: Dataset, source_id: str) -> None:
    found = review(Path(__file__).parent.parent / "data" / "raw" / source_id, ds)
    assert found.problems == []
    assert len(found.figures) == len(
        ds.sql("select 1 from observations where source_id = $s", {"s": source_id}).fetchall()
    )
    warned = ds.sql(
        "select count(*) from findings where severity = 'warn' and list_contains(string_split(source_ids, ' '), $s)",
        {"s": source_id},
    ).fetchall()
    assert [(len(found.remarks),)] == warned, "the review says what the dataset says"
