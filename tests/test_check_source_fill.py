"""civstats check-source --fill: positions found in the text and written into the sheet, nothing else changed."""

from __future__ import annotations

import csv
import io
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROW, MakeRaw
from hypothesis import given, settings
from hypothesis import strategies as st
from reviewing import LAST, NAME, TEXT, THREE, Check, as_saved, checker

from civstats.contribute import fill as fill_module
from civstats.contribute.fill import fill
from civstats.contribute.review import review
from civstats.dataset import Dataset
from civstats.dataset import open as open_dataset
from civstats.errors import LocationError, UsageError
from civstats.reading import sheet
from civstats.reading.raw import SHEET_FILE

CELL = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\0"), max_size=6)


@pytest.fixture
def check(make_raw: MakeRaw, small: Path, tmp_path: Path) -> Check:
    return checker(make_raw, small, tmp_path)


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


SPOILT: dict[str, tuple[str, Callable[[str], str]]] = {
    "a quotation mark inside a cell": ("utf-8", lambda text: text.replace(",一,", ',一"（二）,').replace("甲", '甲"')),
    "a padded name in quotation marks": ("utf-8", lambda text: text.replace(",start,end,", ',"start "," end",')),
    "a quoted cell that ends in two marks": ("utf-8", lambda text: text.replace(",一,", ',"一，""二""",')),
    "empty cells in quotation marks": ("utf-8", lambda text: text.replace(",一,,", ',一,"",')),
    "rows without their last commas": ("utf-8-sig", lambda text: text.replace(",,,,,,,\n", "\n")),
}


@pytest.mark.parametrize("how", SPOILT)
def test_no_other_cell_changes_however_the_sheet_is_written(
    make_raw: MakeRaw, small: Path, tmp_path: Path, how: str
) -> None:
    folder = make_raw([{"printed": "16个", "subject": "甲"}, {"printed": "三个", "subject": "乙"}]) / NAME
    encoding, change = SPOILT[how]
    as_saved(folder, change, encoding)
    before = cells(folder)
    (tmp_path / "text.txt").write_bytes(TEXT.encode())
    found = review(folder, open_dataset(small), tmp_path / "text.txt", fill=True)
    assert [row["position"] for row in found.figures] == ["20–23", f"{THREE}–{THREE + 2}"]
    for row, (start, end) in zip(before, (("20", "23"), (str(THREE), str(THREE + 2))), strict=True):
        row |= {"start": start, "end": end}
    assert cells(folder) == before


def test_positions_are_filled_in_behind_the_last_cell_of_a_row(make_raw: MakeRaw, small: Path, tmp_path: Path) -> None:
    """Excel leaves out the last commas where the last columns are empty."""
    folder = make_raw() / NAME
    names = [*(name for name in sheet.COLUMNS if name not in ("start", "end")), "start", "end"]
    lines = [["1" if name == "no" else ROW.get(name, "") for name in names[:kept]] for kept in (16, 17, 18, 10)]
    lines[1][0], lines[2][0], lines[3][0] = "2", "3", "4"
    for line, printed in zip(lines, ("16个", "12个", "三个", "6个"), strict=True):
        line[names.index("printed")] = printed
    path = folder / SHEET_FILE
    path.write_text("\n".join(map(",".join, [names, *lines])), encoding="utf-8-sig")
    (tmp_path / "text.txt").write_bytes(TEXT.encode())
    found = review(folder, open_dataset(small), tmp_path / "text.txt", fill=True)
    assert [row["position"] for row in found.figures] == ["20–23", "27–31", f"{THREE}–{THREE + 2}", LAST]
    assert [row["no"] for row in found.figures] == [1, 2, 3, 4]


def cells(folder: Path) -> list[dict[str, str]]:
    with (folder / SHEET_FILE).open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    names = [name.strip() for name in header]
    return [{**dict.fromkeys(names, ""), **dict(zip(names, row, strict=False))} for row in rows]


def test_what_would_change_another_cell_is_not_written(
    make_raw: MakeRaw, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = make_raw([{}, {}]) / NAME / SHEET_FILE
    before = path.read_bytes()
    with pytest.raises(LocationError, match="nothing was changed"):
        fill(path, {(2, "locator"): "1"})  # which is not empty
    monkeypatch.setattr(fill_module, "cell_places", lambda path, line: [(line, 1)] * 20)
    with pytest.raises(LocationError, match="nothing was changed"):
        fill(path, {(2, "start"): "1"})
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("facts", "filled"),
    [
        ({}, True),
        ({"text_sha256": None}, True),
        ({"text_sha256": "0" * 64}, False),
        ({"text_sha256": "0" * 64, "kind": "plam"}, False),
        ({"kind": "plam"}, False),
    ],
)
def test_only_the_text_that_is_recorded_is_filled_in_from(
    check: Check, tmp_path: Path, facts: dict[str, str], filled: bool
) -> None:
    found = check([{"printed": "三个"}], fill=True, **facts)
    [row] = cells(tmp_path / "raw" / NAME)
    assert (row["start"], row["end"]) == ((str(THREE), str(THREE + 2)) if filled else ("", ""))
    assert bool(found.filled) == filled
    assert any("no position was filled in" in remark.what for remark in found.remarks) != filled


def test_the_permissions_of_the_sheet_stay(check: Check, make_raw: MakeRaw) -> None:
    path = make_raw() / NAME / SHEET_FILE
    path.chmod(0o640)
    fill(path, {(2, "start"): "13", (2, "end"): "15"})
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


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
