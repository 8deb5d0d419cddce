"""Bad raw input: every fault is told with file, line and column, and nothing is published.

In a case ``▸`` marks each character at which a problem must be told; it is taken out before the file is written.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import ROW, SOURCE, MakeRaw

from civstats.curate.build import build
from civstats.errors import DataError, Problem, UsageError
from civstats.reading.sheet import COLUMNS

TOML = "".join(f"{key} = {text if key == 'issued' else repr(text)}\n" for key, text in SOURCE.items())
HEADER, LINES = ",".join(COLUMNS), '"甲,""乙\r\n\n丙,"'
NOT_A_HEADER = HEADER.replace("due", "▸deu").replace("note", "▸notes")
Place = tuple[str, int, int]


def row(**cells: str) -> str:
    return ",".join(({"no": "2"} | ROW | cells).get(name, "") for name in COLUMNS)


FIRST = row(no="1", start="10", end="20")
BAD = row(indicator="▸care_statoins")
LONG = [row(no="1", start="▸10", end="11"), row(no="3", start="▸30", end="40"), row(start="5", end="99")]


@pytest.fixture
def raw(make_raw: MakeRaw) -> Path:
    return make_raw()


def folder(raw: Path) -> Path:
    return raw / "wushen-2023-test"


def write(path: Path, text: str, encoding: str = "utf-8") -> list[Place]:
    """Write ``text`` without the marks to ``path``; the places of the marks, for none that of the file as a whole."""
    path.write_bytes(text.replace("▸", "").encode(encoding))
    before = [text[: mark.start()].replace("▸", "") for mark in re.finditer("▸", text)]
    whole = [(path.name, 0, 0)]
    return [(path.name, head.count("\n") + 1, len(head.rpartition("\n")[2]) + 1) for head in before] or whole


def problems(raw: Path) -> list[Problem]:
    """The problems of a build over a dataset that stands already, which must not change."""
    out = raw.parent / "out"
    out.mkdir()
    before = {"datapackage.json": b'{\n  "name": "civstats"\n}', "units.parquet": b"published before"}
    for name, content in before.items():
        (out / name).write_bytes(content)
    names = {path.name for path in raw.parent.iterdir()}
    with pytest.raises(DataError) as caught:
        build(raw, out)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert {path.name for path in raw.parent.iterdir()} == names, "a build that fails leaves nothing beside"
    found = caught.value.problems
    assert str(caught.value).splitlines()[1:] == [str(problem) for problem in found]
    return found


def places(found: list[Problem]) -> list[Place]:
    return [(Path(problem.file).name, problem.line, problem.column) for problem in found]


def assert_told(raw: Path, expected: list[Place], what: str, todo: str) -> None:
    """Each fault is one problem, at its place, that says what is wrong and what to do."""
    found = problems(raw)
    assert places(found) == sorted(expected)
    assert all(what in problem.what and todo in problem.todo for problem in found)
    name, *where = expected[0]
    assert str(found[0]).startswith(":".join(map(str, [folder(raw) / name, *filter(None, where)])) + ": ")


@pytest.mark.parametrize(
    ("cells", "what", "todo"),
    [
        ({"no": "▸1"}, "this number stands twice", "once"),
        ({"no": "▸"}, "'' is not a whole number from 1", "digits"),
        ({"start": "▸x", "end": "9"}, "'x' is not a whole number from 0", "digits"),
        ({"start": "▸15", "end": "25"}, "overlaps figure 1, which stands at 10–20", "its own token"),
        ({"start": "▸30"}, "start and end go together", "both"),
        ({"end": "30", "start": "▸"}, "start and end go together", "both"),
        ({"start": "30", "end": "▸29"}, "ends before it starts", "behind"),
        ({"printed": "▸许多个"}, "no number in '许多个'", "read_as"),
        ({"printed": "▸6个8家"}, "unknown unit '个8家'", "read_as"),
        ({"printed": "▸"}, "empty", "as printed"),
        ({"printed": "▸6元"}, "元 does not fit care_stations", "check indicator"),
        ({"printed": "▸6元/年"}, "元/年 does not fit care_stations", "元/年 is on no unit list; check indicator"),
        ({"printed": "▸6", "indicator": "dibao_standard"}, "(none printed) does not fit", "check indicator"),
        ({"printed": "▸5%", "indicator": "dibao_standard"}, "% does not fit dibao_standard", "check indicator"),
        ({"printed": "6", "read_as": "▸6个"}, "go together", "both"),
        ({"printed": "6", "reason": "▸damaged"}, "go together", "both"),
        ({"read_as": "▸6几", "reason": "damaged"}, "unknown unit '几'", "read_as"),
        ({"read_as": "6个", "reason": "▸damagd"}, "unknown reason 'damagd'", "nearest: damaged"),
        ({"place": "▸新城区"}, "陕西省西安市新城区 (610102)", "full name"),
        ({"place": "▸图克乡"}, "nearest: 图克镇", "alias"),
        ({"indicator": "▸care_statoins"}, "unknown indicator 'care_statoins'", "nearest: care_stations"),
        ({"indicator": "▸低保标准"}, "unknown indicator", "civstats codebook -q …"),
        ({"indicator": "▸care"}, "unknown indicator", "a new one goes into civstats/codelists/indicators.csv"),
        ({"residence": "▸rual"}, "unknown residence 'rual'", "nearest: rural"),
        ({"breakdown": "▸pubic"}, "unknown breakdown 'pubic'", "nearest: public"),
        ({"measure": "▸aim"}, "unknown measure 'aim'", "known: standard, actual"),
        ({"period": "▸13月"}, "'13月' is not a date that exists", "ISO date"),
        ({"period": "▸开春"}, "cannot read '开春'", "ISO date"),
        ({"effective_from": "▸7月底前"}, "names no start", "7月起"),
        ({"due": "▸2023年2月30日"}, "'2023年2月30日' is not a date that exists", "ISO date"),
        ({"due": "▸7月起"}, "names no end", "10月底前"),
        ({"due": "▸2022年底"}, "before the period of the document", "year"),
        ({"measure": "actual", "period": "▸1200年"}, "1949", "year"),
        ({"locator": "▸"}, "the locator is empty", "section and item"),
        ({"locator": "▸\u3000"}, "the locator is empty", "section and item"),
        ({"part_of": "▸7"}, "no figure 7", "total's row"),
        ({"part_of": "▸wushen-2023-test:1"}, "'wushen-2023-test:1' is no number of a figure", "row only, 1"),
        ({"part_of": "▸first"}, "'first' is no number of a figure", "total's row only"),
        ({"part_of": "▸2"}, "no part of itself", "total's row"),
        ({"part_of": "▸02"}, "no part of itself", "total's row"),
    ],
)
def test_a_bad_cell_is_told(raw: Path, cells: dict[str, str], what: str, todo: str) -> None:
    assert_told(raw, write(folder(raw) / "figures.csv", f"{HEADER}\n{FIRST}\n{row(**cells)}\n"), what, todo)


@pytest.mark.parametrize(
    ("lines", "what", "todo"),
    [
        ([""], "the file is empty", f"its first line is {HEADER}"),
        (["▸" + HEADER.replace(",due", ""), FIRST[1:]], "the column due is missing", HEADER),
        ([HEADER + ",▸colour", FIRST + ","], "unknown column 'colour'", "nearest: locator"),
        ([HEADER + ",▸note", FIRST + ","], "the column note stands twice", HEADER),
        ([HEADER, "▸" + row()[:-1]], "the row has 17 cells, the header 18", "quotation marks"),
        ([HEADER, FIRST, f"▸{row()},"], "the row has 19 cells, the header 18", "quotation marks"),
        ([HEADER, row(note="▸" + "x" * 2001)], "more than 2000 characters", "short"),
        ([HEADER, "▸" + row(note='"a"b')], "expected after", "quotation mark"),
        ([HEADER, "▸" + row(note='"'), FIRST], "unexpected end of data", "not closed"),
        ([HEADER, row(no="1", locator=LINES), "", "," * 17, BAD], "care_statoins", "care_stations"),
        ([HEADER, row(locator=LINES, indicator="▸care_statoins")], "care_statoins", "care_stations"),
        (["▸▸" + NOT_A_HEADER], "column", ""),
        ([HEADER, *LONG], "overlaps figure 2, which stands at 5–99", "its own token"),
        (["\ufeff"], "the file is empty", f"its first line is {HEADER}"),
        (["\ufeff\n \n"], "the file is empty", f"its first line is {HEADER}"),
        (["▸\n" + HEADER, FIRST], "line 1 is not the header", f"the first line is {HEADER}"),
        (["▸" + HEADER.upper(), FIRST], "line 1 is not the header", f"the first line is {HEADER}"),
        ([HEADER.replace(",", "▸，", 1).replace(",", "，")], "separated by full-width commas", "comma delimited"),
        ([HEADER.replace(",", "▸|", 1).replace(",", "|")], "separated by bars", "comma delimited"),
        ([HEADER, row(no="1", part_of="2"), row(part_of="1"), "▸short,row"], "2 cells", "quotation marks"),
        ([HEADER, row(no="1", part_of="2"), row(no="▸1", part_of="10")], "stands twice", "once"),
        ([HEADER + ",readings", FIRST + ",", row() + ",▸3"], "'3' is not 1 or 2", "1 or 2 readers"),
        (
            [HEADER + ",readings", FIRST + ",▸2", row() + ",\uff12"],
            "a figure with a position needs none",
            "leave it empty",
        ),
        ([HEADER.replace("start", '"start "'), FIRST, row(start="▸x", end="9")], "'x' is not a whole", "digits"),
        ([HEADER, FIRST, row(locator='一"（二）', indicator="▸care_statoins")], "care_statoins", "care_stations"),
        ([HEADER, row(no="1", part_of="▸2"), row(part_of="▸1")], "part", "total's row"),
        ([HEADER, row(no="1", note="\u2028"), BAD], "care_statoins", "care_stations"),
    ],
)
def test_a_bad_sheet_is_told(raw: Path, lines: list[str], what: str, todo: str) -> None:
    assert_told(raw, write(folder(raw) / "figures.csv", "\n".join(lines)), what, todo)


@pytest.mark.parametrize(
    ("name", "encoding", "mark", "what", "todo"),
    [
        ("figures.csv", "gbk", "▸1,", "is in GBK, not UTF-8", "wushen-2023-test/figures.csv > new.csv"),
        ("figures.csv", "utf-16", "▸no,", "is not UTF-8", "UTF-8"),
        ("source.toml", "gbk", "", "is not UTF-8", "save it as UTF-8"),
    ],
)
def test_another_encoding_is_told(raw: Path, name: str, encoding: str, mark: str, what: str, todo: str) -> None:
    text = (folder(raw) / name).read_text(encoding="utf-8").replace(mark[1:], mark, 1)
    assert_told(raw, write(folder(raw) / name, text, encoding), what, todo)


def test_a_cell_of_100_megabytes_is_told(raw: Path) -> None:
    with (folder(raw) / "figures.csv").open("w", encoding="utf-8") as file:
        file.write(f"{HEADER}\n{FIRST}\n{row()}")
        file.writelines("x" * 2**20 for _ in range(100))
    assert_told(raw, [("figures.csv", 3, 1)], "larger than field limit", "holds a whole file")


@pytest.mark.parametrize(
    ("old", "new", "what", "todo"),
    [
        ("kind = 'plan'", "kind = ▸'plam'", "unknown kind 'plam'", "nearest: plan"),
        ("kind = 'plan'", "kind = ▸5", "kind is not a text", 'double quotes, as "plan"'),
        ("kind = 'plan'", "\"kind\" = ▸'plam'", "unknown kind 'plam'", "nearest: plan"),
        ("kind = 'plan'", "▸kind.a = 5", "kind is not a text", "double quotes"),
        ("script = 'Hans'", "script = 'Hans'\n[▸colour]\nkind = 5", "unknown key colour", "nearest: "),
        ("script = 'Hans'", "script = 'Hans'\n[[ ▸'colour'.red ]]", "unknown key colour", "nearest: "),
        ("script = 'Hans'\n", "script = ['Hans',\n▸", "is not TOML", "double quotes"),
        ("kind = 'plan'", f"kind = {'1' * 6000}", "too long to be read", "texts and dates only"),
        ("kind = 'plan'", f"kind = {'[' * 3000}{']' * 3000}", "too long to be read", "texts and dates only"),
        ("kind =", "effective_from = ▸'10月底前'\nkind =", "10月底前 names no start", "2022年1月1日起"),
        ("kind = 'plan'", "#\n\nkind = ▸'plam'", "unknown kind", "nearest: plan"),
        ("kind = 'plan'", "kind = ▸plan", "is not TOML", "double quotes"),
        ("kind = 'plan'\n", "", "the key kind is missing", "add kind = …"),
        ("kind = 'plan'", "kind = 'plan'\nknd = ▸'plan'", "unknown key knd", "nearest: kind"),
        ("= '乌审旗民政局'", "= ▸' '", "issuer is not filled in yet", "write it"),
        ("= '乌审旗民政局'", "= ▸5", "issuer is not a text", 'double quotes, as "乌审旗民政局"'),
        ("= 2023-07-17", "= ▸''", "issued is not filled in yet", "take the line away"),
        ("= '内蒙古自治区鄂尔多斯市乌审旗'", "= ▸'新城区'", "陕西省西安市新城区 (610102)", "full name"),
        ("= 2023-07-17", "= ▸'2023-07-17'", "issued is not a date", "bare, as 2022-04-15"),
        ("= 2023-07-17", "= ▸2023-07-17T10:00:00", "issued is not a date", "bare, as 2022-04-15"),
        ("= '2023年'", "= ▸'开春'", "cannot read '开春'", "as 2023年"),
        ("= 'official'", "= ▸'offical'", "unknown origin_class 'offical'", "nearest: official"),
        ("= 'Hans'", "= ▸'Latn'", "unknown script 'Latn'", "Hans (simplified)"),
        ("kind =", "text_sha256 = ▸'12'\nkind =", "is not a SHA-256", "64 hexadecimal digits"),
    ],
)
def test_a_bad_fact_of_a_document_is_told(raw: Path, old: str, new: str, what: str, todo: str) -> None:
    assert TOML.count(old) == 1
    assert_told(raw, write(folder(raw) / "source.toml", TOML.replace(old, new)), what, todo)


def test_a_figure_rests_on_its_position_or_on_its_readers(raw: Path) -> None:
    write(folder(raw) / "source.toml", TOML.replace("evidence = 'noted_once'\n", ""))
    nothing = [row(no=no, start="▸") + "," for no in ("3", "4")]
    lines = [HEADER + ",readings", FIRST + ",", row() + ",1", *nothing]
    assert_told(raw, write(folder(raw) / "figures.csv", "\n".join(lines)), "the figure has no position", "noted_twice")


@pytest.mark.parametrize("name", ["source.toml", "figures.csv"])
def test_a_document_needs_both_files(raw: Path, name: str) -> None:
    (folder(raw) / name).unlink()
    assert_told(raw, [(name, 0, 0)], "is missing", "needs source.toml and figures.csv")


@pytest.mark.parametrize(
    ("name", "target"),
    [
        *((name, target) for name in ("source.toml", "figures.csv") for target in ("outside", "nowhere")),
        (".", "outside"),
        (".", "nowhere"),
    ],
)
def test_a_link_out_of_the_raw_folder_is_told(raw: Path, make_raw: MakeRaw, name: str, target: str) -> None:
    make_raw(source_id="other-2023")
    link = folder(raw) / name
    link.rename(raw.parent / "outside")
    link.symlink_to(raw.parent / target)
    [problem] = problems(raw)
    assert (problem.file, problem.line, problem.what) == (link.as_posix(), 0, "is a link out of the raw folder")


@pytest.mark.parametrize("name", ["Wushen-2023", "wushen 2023", "乌审-2023", "wushen_2023", "-wushen"])
def test_a_folder_name_that_is_no_source_code_is_told(raw: Path, name: str) -> None:
    folder(raw).rename(raw / name)
    [problem] = problems(raw)
    assert (problem.file, problem.what) == ((raw / name).as_posix(), "the folder's name is no source code")


@pytest.mark.parametrize(("name", "what"), [("empty", "holds no"), ("file", "is not a"), ("missing", "is not a")])
def test_a_raw_folder_without_documents_is_a_usage_error(tmp_path: Path, name: str, what: str) -> None:
    (tmp_path / "empty" / ".git").mkdir(parents=True)
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match=what):
        build(tmp_path / name, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_all_problems_of_all_documents_are_listed_together(raw: Path, make_raw: MakeRaw) -> None:
    overlapping = row(no="3", start="▸15", end="30")
    bad = row(no="▸3", printed="▸许", indicator="▸x", residence="▸x", measure="▸x", period="▸x", part_of="9")
    facts = TOML.replace("'plan'", "▸'plam'").replace("'Hans'", "▸'Latn'")
    make_raw(source_id="other-2023")
    expected = write(raw / "other-2023" / "source.toml", facts)
    expected += write(folder(raw) / "figures.csv", "\n".join([HEADER, FIRST, overlapping, bad, "▸short,row"]))
    assert places(problems(raw)) == expected


def test_a_sheet_that_was_mended_is_read_anew(raw: Path) -> None:
    write(folder(raw) / "figures.csv", f"{HEADER}\n{BAD}\n")
    with pytest.raises(DataError):
        build(raw, raw.parent / "first")
    expected = write(folder(raw) / "figures.csv", f"{HEADER}\n{row(no='1', note='longer than before')}\n{BAD}\n")
    assert_told(raw, expected, "care_statoins", "care_stations")
