"""civstats check-source: what spreadsheets make of a sheet is read alike, or told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import MakeRaw
from reviewing import NAME, as_saved

from civstats.contribute.readings import readings
from civstats.contribute.review import review
from civstats.curate import observations
from civstats.dataset import open as open_dataset
from civstats.reading import raw

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
        (lambda text: text.replace(",", "，"), "utf-8-sig", 1, 3, "separated by full-width commas"),
        (lambda text: text.replace(",", "|"), "utf-8-sig", 1, 3, "separated by bars"),
        (lambda text: "\n" + text, "utf-8-sig", 1, 1, "line 1 is not the header"),
        (str.upper, "utf-8", 1, 1, "line 1 is not the header"),
        (lambda text: "", "utf-8-sig", 0, 0, "the file is empty"),
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
