"""civstats check-source: one document reviewed on its own, against its text and the published figures."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from conftest import ROW, MakeRaw, open_gate
from hypothesis import given, settings
from hypothesis import strategies as st

from civstats.cli import main
from civstats.contribute import tokens
from civstats.contribute.fill import fill
from civstats.contribute.readings import readings
from civstats.contribute.review import Review, folder_of, review
from civstats.contribute.scaffold import new_source
from civstats.contribute.tokens import Token
from civstats.curate import observations
from civstats.curate.build import build
from civstats.dataset import Dataset
from civstats.dataset import open as open_dataset
from civstats.errors import LocationError, Problem, UsageError
from civstats.reading import raw, sheet
from civstats.reading.raw import SHEET_FILE

TEXT = "某旗要点\r\n一、养老服务站6个，其中新建16个，改造 1\n2个。𠀀二、养老机构三个，幸福院6个。\n"
NAME = "wushen-2023-test"
LAST = f"{TEXT.rindex('6个')}–{TEXT.rindex('6个') + 2}"
THREE = TEXT.index("三个")
CARE = {"subject": "甲"}
Check = Callable[..., Review]


@pytest.fixture
def check(make_raw: MakeRaw, small: Path, tmp_path: Path) -> Check:
    """Reviews a document with the rows given against `TEXT`, beside the small dataset."""

    def checked(rows: Sequence[dict[str, str]], text: str | None = TEXT, *, fill: bool = False, **facts: str) -> Review:
        path = None
        if text is not None:
            path = tmp_path / "text.txt"
            path.write_bytes(text.encode())
            facts.setdefault("text_sha256", hashlib.sha256(text.encode()).hexdigest())
        raw = make_raw(rows, NAME, **facts)
        return review(raw / NAME, open_dataset(small), path, fill=fill)

    return checked


def places(problems: list[Problem]) -> list[tuple[str, int, int]]:
    return [(Path(problem.file).name, problem.line, problem.column) for problem in problems]


def cell(rows: Path, line: int, column: str) -> tuple[str, int, int]:
    return (SHEET_FILE, *sheet.cell_position(rows, line, column))


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
        ({"printed": "9个", "start": "13", "end": "15"}, "printed", "养老服务站[6个]，", "nowhere else"),
        ({"printed": "9个"}, "printed", "'9个' stands nowhere in the text", "as it stands there"),
        ({"start": "14", "end": "16"}, "start", "养老服务站6[个，]其中", "stands at 13–15 一、养老服务站[6个]"),
        ({"start": "19", "end": "22"}, "start", "其中新[建16]个", "stands at 13–15 一、养老服务站[6个]"),
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
    standard = {"indicator": "dibao_standard", "residence": "urban", "measure": "standard"}
    raw = make_raw([{**standard, "printed": "900元/人·月"}], "published-2023")
    published = open_dataset(build(raw, tmp_path / "out", gate=open_gate).out)
    make_raw([{**standard, "printed": "950元/人·月"}], "new-2023")
    found = review(raw / "new-2023", published)
    same = [problem for problem in found.remarks if "published-2023:1" in problem.what]
    assert same
    assert all((problem.line, "950元" in problem.what, "900元" in problem.what) == (2, True, True) for problem in same)
    # A document is not held against what is published of itself.
    (raw / "new-2023" / SHEET_FILE).rename(raw / "published-2023" / SHEET_FILE)
    assert review(raw / "published-2023", published).remarks == []


def test_positions_are_filled_in_where_the_text_leaves_no_doubt(check: Check, tmp_path: Path) -> None:
    rows = [
        {"printed": "16个", "subject": "甲"},
        {"printed": "12个", "subject": "乙"},
        {"printed": "三个", "subject": "丙"},
        {"printed": "6个", "subject": "丁"},
    ]
    found = check(rows, fill=True)
    assert (found.problems, found.remarks, found.proven) == ([], [], 4)
    assert [row["position"] for row in found.figures] == ["20–23", "27–31", f"{THREE}–{THREE + 2}", LAST]
    assert len(found.filled) == 4


def test_a_position_in_doubt_is_left_to_a_person(check: Check) -> None:
    found = check([{"printed": "6个"}], fill=True)
    assert (found.filled, found.problems, found.ok) == ([], [], True)
    [remark] = found.remarks
    assert "13–15" in remark.what
    assert LAST in remark.what
    assert "21–23" not in remark.what, "that 6 is part of 16"


def test_two_alike_in_a_text_that_has_two_are_filled_in_in_their_order(check: Check) -> None:
    found = check([{"printed": "6个", "subject": "甲"}, {"printed": "6个", "subject": "乙"}], fill=True)
    assert [row["position"] for row in found.figures] == ["13–15", LAST]


@pytest.mark.parametrize(
    "cells", [{"start": "x"}, {"start": "13"}, {"end": "15"}, {"start": " "}, {"start": "13", "end": "x"}]
)
def test_what_stands_in_a_cell_is_never_written_over(check: Check, tmp_path: Path, cells: dict[str, str]) -> None:
    rows = [{"printed": "16个"}, {"printed": "三个", **cells}]
    found = check(rows, fill=True)
    assert found.figures[0]["position"] == "20–23"
    assert not found.ok
    with (tmp_path / "raw" / NAME / SHEET_FILE).open(encoding="utf-8", newline="") as file:
        _, row = csv.DictReader(file)
    assert (row["start"], row["end"]) == (cells.get("start", ""), cells.get("end", ""))


def test_to_fill_needs_the_text(check: Check) -> None:
    with pytest.raises(UsageError, match="--text"):
        check([{}], None, fill=True)


CELL = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\0"), max_size=6)


@settings(deadline=None)
@given(
    rows=st.lists(st.tuples(CELL, CELL), min_size=1, max_size=5),
    mark=st.booleans(),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    swapped=st.booleans(),
)
def test_only_the_cells_that_are_filled_change(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[str, str]],
    mark: bool,
    end: str,
    quoting: int,
    swapped: bool,
) -> None:
    path = tmp_path_factory.mktemp("fill") / SHEET_FILE
    names = [*reversed(sheet.COLUMNS)] if swapped else [*sheet.COLUMNS]

    def written(positions: dict[int, str]) -> bytes:
        out = io.StringIO()
        writer = csv.DictWriter(out, names, restval="", lineterminator=end, quoting=quoting)  # type: ignore[arg-type]
        writer.writeheader()
        for number, row in enumerate(rows):
            # Before Python 3.13 the writer quotes no line end but its own.
            locator, note = row if quoting == csv.QUOTE_ALL else (" ".join(text.splitlines()) for text in row)
            cells = {**ROW, "no": str(number + 1), "locator": locator, "note": note}
            writer.writerow({**cells, **{name: positions.get(number, "") for name in ("start", "end")}})
        return (("\ufeff" if mark else "") + out.getvalue()).encode()

    path.write_bytes(written({}))
    table, problems = sheet.read(path)
    assert table is not None
    assert problems == []
    chosen = dict.fromkeys(range(0, len(rows), 2), "1234")
    lines = table["line"].to_pylist()
    fill(path, {(lines[row], name): value for row, value in chosen.items() for name in ("start", "end")})
    read, _ = sheet.read(path)
    assert read is not None
    assert read["start"].to_pylist() == [chosen.get(row, "") for row in range(len(rows))]
    assert read["locator"].to_pylist() == table["locator"].to_pylist()
    if quoting == csv.QUOTE_MINIMAL:
        assert path.read_bytes() == written(chosen)
    else:
        assert path.read_bytes() == written(chosen).replace(b'"1234"', b"1234")


def test_a_sheet_that_cannot_be_written_stays(
    tmp_path: Path, make_raw: MakeRaw, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_raw() / NAME / SHEET_FILE
    before = path.read_bytes()

    def full(self: Path, content: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(LocationError, match="No space left"):
        fill(path, {(2, "start"): "1"})
    assert path.read_bytes() == before
    assert sorted(file.name for file in path.parent.iterdir()) == ["figures.csv", "source.toml"]


@settings(deadline=None)
@given(
    text=st.text("16个三十 \n，站", max_size=40),
    printed=st.text("16个三十，", min_size=1, max_size=3),
)
def test_a_token_is_found_wherever_it_stands(text: str, printed: str) -> None:
    found = tokens.occurrences(text, printed, whole=False)
    for span in found:
        assert tokens.stands(text, Token(0, printed, span))
    slow = {
        start
        for start in range(len(text))
        for end in range(start + 1, len(text) + 1)
        if "".join(text[start:end].split()) == printed and not text[start].isspace()
    }
    assert {start for start, _ in found} == slow
    assert set(tokens.occurrences(text, printed, whole=True)) <= set(found)


@settings(deadline=None)
@given(
    figures=st.lists(st.sampled_from(["6个", "16个", "三个", "6家"]), min_size=1, max_size=6),
    between=st.lists(st.sampled_from(["，", "站", "\n", "、共"]), min_size=7, max_size=7),
    given_=st.sets(st.integers(0, 5)),
)
def test_what_is_filled_in_is_where_the_figure_stands(figures: list[str], between: list[str], given_: set[int]) -> None:
    """A text made of its figures only: each position that is found is the true one."""
    text, spans = between[0], []
    for figure, behind in zip(figures, between[1:], strict=False):
        spans.append((len(text), len(text) + len(figure)))
        text += figure + behind
    listed = [Token(row, figure, spans[row] if row in given_ else None) for row, figure in enumerate(figures)]
    found = tokens.placed(text, listed)
    assert found == {row: span for row, span in enumerate(spans) if row not in given_}


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


def as_saved(folder: Path, change: Callable[[str], str], encoding: str = "utf-8-sig", name: str = SHEET_FILE) -> None:
    path = folder / name
    path.write_bytes(change(path.read_text(encoding="utf-8")).encode(encoding))


WIDE = ["\uff11", "一", " \uff11\uff13", "\uff11\uff15", "\uff16个"]
SHEETS: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "rows without a cell": lambda text: text + "," * 17 + "\r\n" + "," * 17 + "\n\n",
    "columns without a name": lambda text: text.replace("\n", ",,\n"),
    "columns without a name, some rows without": lambda text: text.replace("\n", ",,\n", 2),
    "rows without their last commas": lambda text: "\n".join(
        [text.splitlines()[0], *(line.rstrip(",") for line in text.splitlines()[1:])]
    ),
    "full-width digits": lambda text: text.replace("1,一,13,15,6个", ",".join(WIDE)),
}


@pytest.mark.parametrize("how", SHEETS)
def test_what_a_spreadsheet_makes_of_a_sheet_is_read_alike(make_raw: MakeRaw, how: str) -> None:
    folder = make_raw([{"start": "13", "end": "15"}, {"printed": "三个", "measure": "actual"}]) / NAME

    def read() -> list[dict[str, object]]:
        document = raw.read_document(folder)
        observed, problems = observations.read(document)
        assert document.problems + problems == []
        return readings(observed)

    before = read()
    as_saved(folder, SHEETS[how])
    assert [{**row, "printed": str(row["printed"]).replace("\uff16", "6")} for row in read()] == before


@pytest.mark.parametrize(
    ("change", "encoding", "line", "column", "what"),
    [
        (lambda text: text.replace(",", ";"), "utf-8-sig", 1, 3, "separated by semicolons"),
        (lambda text: text.replace(",", "\t"), "utf-8-sig", 1, 3, "separated by tabs"),
        (lambda text: text.replace(",", "\t"), "utf-16", 1, 1, "not UTF-8"),
        (lambda text: text, "gbk", 2, 1, "in GBK"),
        (lambda text: text.replace("note\n", "note,\n").replace(",,\n", ",,,x\n"), "utf-8-sig", 2, 1, "19 cells"),
        (lambda text: text.replace(",6个", ""), "utf-8", 2, 1, "17 cells"),
        (lambda text: text.replace(",target,,,,,,", ""), "utf-8-sig", 2, 1, "11 cells"),
    ],
)
def test_what_a_spreadsheet_spoils_is_told(
    make_raw: MakeRaw, small: Path, change: Callable[[str], str], encoding: str, line: int, column: int, what: str
) -> None:
    folder = make_raw() / NAME
    as_saved(folder, change, encoding)
    [problem] = review(folder, open_dataset(small)).problems
    assert (problem.line, problem.column) == (line, column)
    assert what in problem.what
    assert problem.todo


def command(*arguments: object) -> int:
    return main(["check-source", *map(str, arguments)])


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
    raw = Path(__file__).parent.parent / "data" / "raw"
    found = review(raw / source_id, ds)
    assert found.problems == []
    assert len(found.figures) == len(
        ds.sql("select 1 from observations where source_id = $s", {"s": source_id}).fetchall()
    )
    warned = ds.sql(
        "select count(*) from findings where severity = 'warn' and list_contains(string_split(source_ids, ' '), $s)",
        {"s": source_id},
    ).fetchall()
    assert [(len(found.remarks),)] == warned, "the review says what the dataset says"


def test_positions_of_a_real_document_are_found_again(ds: Dataset, texts: Path, tmp_path: Path) -> None:
    """All positions of a document taken away: those that are filled in are the ones that a person had entered."""
    source_id = "ordos-2023-summary"
    folder = tmp_path / source_id
    shutil.copytree(Path(__file__).parent.parent / "data" / "raw" / source_id, folder)
    path = folder / SHEET_FILE
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    true = {row["no"]: f"{row['start']}–{row['end']}" for row in rows}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows({**row, "start": "", "end": ""} for row in rows)
    found = review(folder, ds, texts / f"{source_id}.txt", fill=True)
    filled = {str(row["no"]): row["position"] for row in found.figures if row["position"]}
    assert filled == {no: position for no, position in true.items() if no in filled}
    assert len(filled) > 0.7 * len(rows)
