"""Reports as workbooks: what Excel and LibreOffice read is what the model says, and nothing in it runs."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import unicodedata
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from office import ALL_SHEETS, converter, sheet
from report_samples import HOSTILE, sample
from workbook_reader import Book, Page, place, read

from civstats.catalogue import LANGUAGES, Lang
from civstats.report import csvfile, xlsx
from civstats.report.model import NOTHING, Cell, Column, Report, Row, Section, Table, Text
from civstats.report.sheets import cut, sheet_name
from civstats.report.xlsx_look import lines, number_format

SHEETS: dict[Lang, list[str]] = {
    "zh": ["封面", "目录", "说明", "1 图后的表", "2 乌审旗补贴标准 农村低保标准", "3 没有行的表",
           "4 依据 每个数印在哪里", "数据"],
    "en": ["Cover", "Contents", "Notes", "1 The table behind", "2 Standards of Wushen Banner 农…",
           "3 A table without rows", "4 Evidence where each figure i…", "Data"],
}  # fmt: skip
Convert = Callable[[bytes, str], list[Path]]


def book(report: Report | None = None, lang: Lang = "zh") -> Book:
    return read(xlsx.workbook(report or sample(), lang))


def with_tables(*tables: Table) -> Report:
    return replace(sample(), sections=(Section("s", Text.same("s"), tables),))


def table(*cells: Cell, kind: str = "text", id_: str = "only", caption: str = "表") -> Table:
    column = Column(
        "only", Text("列", "Column"), "number" if kind == "number" else "code" if kind == "code" else "text"
    )
    return Table(id_, Text.same(caption), (column,), tuple(Row((cell,)) for cell in cells))


def page_of(*cells: Cell, kind: str = "text") -> Page:
    """The sheet of a table of one column; its first row is row 2, from 0."""
    return book(replace(with_tables(table(*cells, kind=kind)), points=())).pages[3]


# What is in the workbook


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sheets_are_in_the_language_and_the_order_of_the_report(lang: Lang) -> None:
    assert [page.name for page in book(lang=lang).pages] == SHEETS[lang]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_table_is_read_back_as_the_model_has_it(lang: Lang) -> None:
    report = sample()
    found = book(lang=lang)
    tables = [one for one in (*report.tables(), report.data) if one.rows]
    assert len(tables) == 4
    for one in tables:
        page = found.holding({"data": "data"}.get(one.id, one.id.replace("-", "_")))
        assert str(page.cells[0, 0]).startswith(one.caption.said(lang))
        assert [page.cells[1, place] for place in range(len(one.columns))] == [
            column.label.said(lang) for column in one.columns
        ]
        for number, row in enumerate(one.rows, 2):
            for column, cell in enumerate(row.cells):
                shown = cell.text.said(lang) or " ".join(f"[{report.numbers[ref]}]" for ref in cell.refs)
                assert page.cells[number, column] == (shown if cell.number is None else cell.number)


def test_codes_and_days_are_text_and_stay_so_when_edited() -> None:
    page = book().holding("table_standards")
    assert [page.cells[2, column] for column in (1, 2, 3)] == ["010203", 650.0, "2022-01-01"]
    assert [page.formats[2, column] for column in (0, 1, 2, 3)] == ["General", "@", "0", "@"]
    assert page.cells[3, 2] == "≥735"  # a bound is no number to count with
    (ignored,) = page.find("m:ignoredErrors/m:ignoredError")
    assert ignored.attrib == {"sqref": "A2:E4", "numberStoredAsText": "1"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_tables_are_named_and_nothing_is_merged_filled_or_below_them(lang: Lang) -> None:
    found = book(lang=lang)
    tables = [one for page in found.pages for one in page.tables]
    assert [one.name for one in tables] == [
        "sheet_cover", "sheet_contents", "sheet_notes", "table_figure", "table_standards", "evidence", "data",
    ]  # fmt: skip
    for page in found.pages:
        assert not page.find("m:mergeCells")
        for one in page.tables:
            assert max(page.cells)[0] == one.last[0]
            top, left = one.first
            assert one.columns == [page.cells[top, left + count] for count in range(len(one.columns))]
            assert one.last[1] - left + 1 == len(one.columns)
            assert (one.style, one.striped) == ("TableStyleLight1", False)
            assert one.has_filter == (one.name == "data")
    assert found.parts["xl/styles.xml"].count(b"<patternFill") == 2  # the two that every workbook must have


def test_only_the_data_are_frozen_below_their_header() -> None:
    panes = {page.name: [pane.attrib for pane in page.find("m:sheetViews/m:sheetView/m:pane")] for page in book().pages}
    assert panes.pop("数据") == [
        {"ySplit": "2", "topLeftCell": "A3", "activePane": "bottomLeft", "state": "frozen"},
    ]
    assert not any(panes.values())


def test_a_table_without_rows_says_so_and_is_no_named_table() -> None:
    page = book().page("3 没有行的表")
    assert page.cells == {(0, 0): "没有行的表", (1, 0): "无"}
    assert page.tables == []
    silent = book(with_tables(Table("t", Text.same("t"), (), ()))).pages[3]
    assert silent.cells[1, 0] == "没有数据"


def test_the_cover_says_what_page_one_says() -> None:
    page = book().pages[0]
    assert page.column(0, 0) == [
        "乌审旗 农村低保标准", "民政数据画像", "版本", "数据截止", "要点", "6个县区中第3位 农村低保标准", "缺什么",
        "缺4项，见数据可得性", "关键数值", "指标", "农村低保标准", "农村低保标准",
    ]  # fmt: skip
    assert [page.cells[2, 1], page.cells[3, 1]] == ["0.1.0", "2024-01-01"]
    assert page.links[5, 1] == "#'1 图后的表'!A1"
    assert [page.cells[10, column] for column in range(8)] == [
        "农村低保标准", "650", "元/人·月", "2022年，2022-01-01起执行", "〔由7800元/人·年换算〕",
        "比2021年上升50元（8.33%）", "6个可比县区中第2—3位", "[1]",
    ]  # fmt: skip
    assert page.links[10, 7] == "#'4 依据 每个数印在哪里'!A3"


def test_columns_of_key_figures_of_which_nothing_is_said_are_left_out() -> None:
    report = sample()
    assert book(replace(report, keys=report.keys[1:])).pages[0].tables[0].columns == [
        "指标", "数值", "单位", "期间", "依据",
    ]  # fmt: skip


def test_a_report_with_nothing_on_page_one_has_a_cover() -> None:
    found = book(replace(sample(), keys=(), points=(), edition=(), front=(), missing=NOTHING))
    assert found.pages[0].tables == []
    assert found.pages[0].column(0, 0) == [
        "乌审旗 农村低保标准", "民政数据画像", "关键数值", "没有数据",
    ]  # fmt: skip


def test_a_cell_of_which_nothing_is_said_is_blank() -> None:
    page = page_of(Cell(NOTHING), Cell(NOTHING, link="https://example.org"), Cell(Text.same("x")))
    assert page.column(0, 2) == ["x"]
    assert page.links == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_contents_lead_to_every_other_sheet(lang: Lang) -> None:
    page = book(lang=lang).pages[1]
    others = [name for name in SHEETS[lang] if name != SHEETS[lang][1]]
    assert page.column(0, 2) == others
    assert [page.links[row, 0] for row in range(2, 2 + len(others))] == [f"#'{name}'!A1" for name in others]
    assert page.column(2, 2) == [2.0, 6.0, 2.0, 2.0, 0.0, 2.0, 2.0]


def test_notes_are_numbered_where_they_stand_and_told_on_their_sheet() -> None:
    found = book()
    assert found.holding("table_figure").cells[0, 0] == "图后的表 [注1]"
    assert found.holding("table_standards").cells[0, 0] == "乌审旗补贴标准 农村低保标准 [注2]"
    page = found.page("说明")
    assert page.column(0, 2) == ["[注1]", "[注2]", "正文", "可比", "不可比", "无从比较"]
    assert page.column(1, 2) == [
        "1 图后的表", "2 乌审旗补贴标准 农村低保标准", "首页", *["能不能比 · 五问"] * 3,
    ]  # fmt: skip
    assert page.column(2, 2) == [
        "附注", "注释 农村低保标准", "目标：农村低保标准", "层级相同？ 6个县区",
        "口径相同？ 农村低保标准", "期间相同？ 没有",
    ]  # fmt: skip
    assert page.cells[4, 3] == "[2]"
    assert book(lang="en").page("Notes").cells[2, 0] == "[note 1]"


def test_a_note_of_two_tables_has_one_number() -> None:
    note = Text("同一注", "one note")
    one, other = (
        replace(table(Cell(NOTHING), id_=name, caption=name), notes=(note, note)) for name in ("one", "other")
    )
    found = book(with_tables(one, other))
    assert [found.pages[place].cells[0, 0] for place in (3, 4)] == ["one [注1]", "other [注1]"]
    notes = found.page("说明")
    assert [notes.cells[2, column] for column in (0, 1, 2)] == ["[注1]", "1 one、2 other", "同一注"]


def test_the_document_says_its_title_and_language_and_nobodys_name() -> None:
    parts = book().parts
    core = parts["docProps/core.xml"].decode()
    assert "<dc:title>乌审旗 农村低保标准</dc:title>" in core
    assert "<dc:subject>民政数据画像</dc:subject>" in core
    assert "<dc:creator></dc:creator>" in core
    assert "2000-01-01T00:00:00Z</dcterms:created>" in core
    assert "zh-CN" in parts["docProps/custom.xml"].decode()
    assert "en-GB" in book(lang="en").parts["docProps/custom.xml"].decode()


def test_it_opens_on_the_cover_and_prints_on_a4() -> None:
    found = book()
    selected = [page.name for page in found.pages if page.find("m:sheetViews/m:sheetView[@tabSelected='1']")]
    assert selected == ["封面"]
    assert not any(page.find("m:sheetViews/m:sheetView/m:selection[@activeCell]") for page in found.pages)  # so: A1
    turned = set()
    for page in found.pages:
        (setup,) = page.find("m:pageSetup")
        assert (setup.attrib["paperSize"], setup.attrib["fitToHeight"]) == ("9", "0")
        assert page.find("m:sheetPr/m:pageSetUpPr[@fitToPage='1']")
        turned |= {page.name} if setup.get("orientation") == "landscape" else set()
    assert "封面" in turned
    assert "3 没有行的表" not in turned
    defined = found.parts["xl/workbook.xml"].decode()
    assert "'2 乌审旗补贴标准 农村低保标准'!$1:$2</definedName>" in defined
    assert "'2 乌审旗补贴标准 农村低保标准'!$A$1:$E$4</definedName>" in defined


# Numbers


@pytest.mark.parametrize(
    ("number", "text", "format_"),
    [
        (650.0, "650", "0"),
        (1234.5, "1,234.50", "#,##0.00"),
        (1234567.0, "1,234,567", "#,##0"),
        (8.333333, "8.33", "0.00"),
        (0.125, "0.13", "0.00"),
        (0.125, "0.12", "General"),  # a text that rounds otherwise
        (50.0, "+50", '"+"0'),
        (-50.0, "-50", '0;"-"0'),
        (0.0, "-0", '"-"0'),
        (-8.31, "−8.3%", '0.0"%";"−"0.0"%"'),
        (8.3, "+8.3%", '"+"0.0"%"'),
        (650.0, "约650元", '"约"0"元"'),
        (7.0, "007", "000"),
        (0.5, "0.50", "0.00"),
        (15000.0, "1.5万", "General"),
        (650.0, "649", "General"),
        (-50.0, "50", "General"),
        (1234.0, "12,34", "General"),
        (2.0, "2–3", "General"),
        (5.0, '5"', "General"),
        (5.0, "", "General"),
        (1e300, "5", "General"),
    ],
)
def test_a_number_is_shown_as_the_text_shows_it(number: float, text: str, format_: str) -> None:
    assert number_format(number, text) == format_
    page = page_of(Cell(Text.same(text), number), kind="number")
    assert (page.cells[2, 0], page.formats[2, 0]) == (number, format_)


@given(st.floats(-1e9, 1e9), st.integers(0, 4), st.booleans())
def test_grouping_and_decimals_are_those_of_the_text(number: float, decimals: int, grouped: bool) -> None:
    text = f"{number:{',' if grouped else ''}.{decimals}f}"
    found = number_format(number, text)
    if found != "General":  # else a half was rounded to even, which Excel does not do
        assert all(len(part.partition(".")[2]) == decimals for part in found.split(";"))
        assert ("," in found) == ("," in text)
    assert number_format(float(text.replace(",", "")), text) != "General"


def test_a_code_is_text_even_with_a_number_and_what_is_no_number_is_its_text() -> None:
    page = page_of(Cell(Text.same("010203"), 10203.0), kind="code")
    assert (page.cells[2, 0], page.formats[2, 0]) == ("010203", "@")
    assert page_of(Cell(Text.same("不详"), float("nan")), kind="number").cells[2, 0] == "不详"


def test_beyond_the_formats_that_excel_holds_numbers_are_shown_as_they_are() -> None:
    cells = [Cell(Text.same(f"{number}{chr(0x4E00 + number)}"), float(number)) for number in range(300)]
    page = page_of(*cells, kind="number")
    assert page.column(0, 2) == [float(number) for number in range(300)]
    assert 100 < len(set(page.formats.values())) <= 151


# Links


def test_every_link_leads_to_a_cell_of_the_workbook_or_to_a_web_address() -> None:
    found = book()
    links = [link for page in found.pages for link in page.links.values()]
    assert links.count("https://example.org/a?b=1&c=2") == 2
    inside = [re.fullmatch(r"#'(.*)'!([A-Z]+\d+)", link) for link in links if not link.startswith("https:")]
    assert len(inside) == 7 + 2 + 1 + 1 + 2 + 3 * 2  # contents, notes, prose, point, key figures, tables
    for match in inside:
        assert match
        assert place(match[2]) in found.page(match[1].replace("''", "'")).cells


def test_a_reference_leads_to_its_row_of_the_evidence() -> None:
    page = book().holding("table_standards")
    assert [page.cells[row, 4] for row in (2, 3)] == ["[1] [2]", "[2]"]
    assert [page.links[row, 4] for row in (2, 3)] == ["#'4 依据 每个数印在哪里'!A3", "#'4 依据 每个数印在哪里'!A4"]


def test_a_number_with_references_stays_a_number_and_leads_there() -> None:
    evidence = Table("evidence", Text.same("依据"), table().columns, (Row((Cell(Text.same("印作")),), "e1"),))
    cells = (Cell(Text.same("650"), 650.0, ("wushen:1",)), Cell(Text.same("≥650"), None, ("wushen:1",)))
    page = book(with_tables(table(*cells, kind="number"), evidence)).pages[3]
    assert page.column(0, 2) == [650.0, "≥650"]
    assert page.links == {(2, 0): "#'2 依据'!A3", (3, 0): "#'2 依据'!A3"}


def test_links_look_like_links_only_where_a_cell_is_nothing_else() -> None:
    report = with_tables(table(Cell(Text.same("650"), 650.0, ("wushen:1",)), Cell(NOTHING, None, ("wushen:1",))))
    evidence = Table("evidence", Text.same("依据"), table().columns, (Row((Cell(Text.same("印作")),), "e1"),))
    report = replace(report, sections=(*report.sections, Section("e", Text.same("e"), (evidence,))))
    found = book(report)
    fonts = found.parts["xl/styles.xml"].decode().split("<fonts")[1].split("</fonts>")[0].split("<font>")[1:]
    looks = re.findall(r'<xf numFmtId="\d+" fontId="(\d+)"', found.parts["xl/styles.xml"].decode().split("<cellXfs")[1])
    underlined = {}
    for cell in found.pages[3].xml.iter():
        if cell.tag.endswith("}c"):
            underlined[cell.attrib["r"]] = "<u/>" in fonts[int(looks[int(cell.attrib["s"])])]
    assert underlined == {"A1": False, "A2": False, "A3": False, "A4": True}


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "\\\\server\\share",
        "ftp://example.org",
        "mailto:a@example.org",
        "external:a.xlsx",
        "internal:'封面'!A1",
        "place.csv",
        "#nowhere",
        "https://example.org/\x07",
        "https://example.org/\ud800",
        "https://example.org/" + "a" * 2060,
        "https://example.org/" + " " * 700,
    ],
)
def test_other_links_and_those_that_excel_cannot_hold_are_plain_text(link: str) -> None:
    page = page_of(Cell(Text.same("文件"), link=link))
    assert page.cells[2, 0] == "文件"
    assert page.links == {}


@pytest.mark.parametrize("link", ["https://example.org/民政?a=1#b", "http://example.org/" + "a" * 2000])
def test_web_addresses_are_followed(link: str) -> None:
    assert page_of(Cell(Text.same("文件"), link=link)).links == {(2, 0): link}


def test_more_links_than_a_sheet_can_hold_are_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "_MOST_LINKS", 2)
    page = page_of(*[Cell(Text.same(f"{number}"), link="https://example.org") for number in range(4)])
    assert page.column(0, 2) == ["0", "1", "2", "3"]
    assert list(page.links) == [(2, 0), (3, 0)]


def test_a_reference_that_the_report_does_not_have_is_an_error() -> None:
    with pytest.raises(KeyError, match="nobody:1"):
        book(with_tables(table(Cell(NOTHING, refs=("nobody:1",)))))


def test_a_row_too_short_is_refused() -> None:
    broken = Table("t", Text.same("t"), table().columns, (Row(()),))
    with pytest.raises((ValueError, IndexError)):
        book(with_tables(broken))


# Names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a[b]:c*d?e/f\\g", "a b c d e f g"),
        ("依据：每个（数）？", "依据 每个（数）"),
        ("'quoted'", "quoted"),
        ("it's", "it's"),
        ("长" * 40, "长" * 30 + "…"),
        ("\U00020089" * 20, "\U00020089" * 15 + "…"),
        ("x" * 29 + "' tail", "x" * 29 + "'…"),
        ("\u202eabc\x07", "abc〔U+0007〕"),
        (" a \n b ", "a b"),
    ],
)
def test_a_sheet_is_named_as_excel_takes_it(text: str, name: str) -> None:
    assert sheet_name(text) == name


@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_any_text_makes_a_name_for_a_sheet(text: str) -> None:
    name = sheet_name(f"1 {text}")
    assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
    assert not set(name) & set("[]:*?/\\")
    assert name.strip("' ") == name


@pytest.mark.parametrize("caption", ["同一标题", *HOSTILE, "", "'", "[]:*?/\\", "History", "数据"])
def test_thirty_tables_with_one_caption_have_thirty_sheets(caption: str) -> None:
    tables = [table(Cell(Text.same("x"), link=f"#t{n}"), id_=f"t{n}", caption=caption) for n in range(30)]
    found = book(with_tables(*tables))
    names = [page.name for page in found.pages]
    assert len(names) == len({name.casefold() for name in names}) == 34
    for number, page in enumerate(found.pages[3:33], 1):
        assert page.name.startswith(f"{number}")
        quoted = page.name.replace("'", "''")
        assert page.links == {(2, 0): f"#'{quoted}'!A1"}


@pytest.mark.parametrize("id_", ["e1", "R1C1", "r", "c", "XFD12", "table 1", "表-1", "1a", "", "a" * 300, "x!y", "=1"])
def test_tables_have_names_that_excel_takes(id_: str) -> None:
    found = book(with_tables(table(Cell(NOTHING), id_=id_), table(Cell(NOTHING), id_=f"{id_.upper()}")))
    names = [one.name for page in found.pages for one in page.tables]
    assert len({name.casefold() for name in names}) == len(names) == 6
    for name in names:
        assert re.fullmatch(r"[^\W\d]\w{0,254}", name)
        assert not re.fullmatch(r"[A-Za-z]{1,3}\d+|[RrCc]\d*([RrCc]\d*)?", name)


def test_columns_with_one_label_are_told_apart() -> None:
    labels = ["年", "年", "Year", "YEAR", "年 (2)", "长" * 300, "长" * 300]
    columns = tuple(Column(f"c{number}", Text.same(label)) for number, label in enumerate(labels))
    page = book(with_tables(Table("t", NOTHING, columns, (Row((Cell(Text.same("x")),) * 7),)))).pages[3]
    headers = [page.cells[1, column] for column in range(7)]
    assert headers[:5] == ["年", "年 (2)", "Year", "YEAR (2)", "年 (2) (2)"]
    assert page.tables[0].columns == headers
    assert all(len(header) <= 255 for header in page.tables[0].columns)


# Room


def test_columns_are_as_wide_as_chinese_is_and_no_wider_than_the_limit() -> None:
    def width(*cells: Cell, kind: str = "text") -> float:
        (found,) = page_of(*cells, kind=kind).find("m:cols/m:col")
        return float(found.attrib["width"])

    assert width(Cell(Text.same("民政" * 10))) >= 40
    assert 20 <= width(Cell(Text.same("mz" * 10))) < 30
    assert 50 <= width(Cell(Text.same("民政" * 100))) <= 55
    assert width(Cell(Text.same("123,456,789,012,345"), 123456789012345.0), kind="number") >= 20
    assert width(Cell(Text.same("三分之一"), 1 / 3), kind="number") >= 18  # shown with all digits
    assert width(Cell(Text.same("0.33"), 1 / 3), kind="number") < 18


def test_a_row_is_as_high_as_its_lines() -> None:
    page = page_of(Cell(Text.same("民政")), Cell(Text.same("民政" * 100)), Cell(Text.same("民政" * 10_000)))
    heights = [float(row.get("ht", 0)) for row in page.find("m:sheetData/m:row")][2:]
    assert heights[0] == 0
    assert heights[1] >= 8 * 14
    assert 400 < heights[2] <= 409


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 1), ("短", 1), ("a" * 10, 1), ("a" * 11, 2), ("民" * 5, 1), ("民" * 6, 2), ("aaaaaa bbbbbb cc", 2),
     ("aaaaaa bbbbbb cccccc", 3), ("a" * 25 + " bb", 3), ("aaaaaaaa民民", 2)],
)  # fmt: skip
def test_lines_are_broken_between_words_and_beside_chinese(text: str, count: int) -> None:
    assert lines(text, 13) == count


@given(st.text(st.sampled_from("ab 民政，"), max_size=80), st.integers(10, 60))
def test_there_is_never_less_room_than_the_text_is_long(text: str, wide: int) -> None:
    long = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text.strip())
    assert lines(text, wide) * (wide - 3) >= long


# Harm


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_hostile_words_are_strings_shown_as_written(hostile: str, lang: Lang) -> None:
    found = book(sample(hostile, hostile), lang)
    shown = csvfile.plain(hostile)
    for page in found.pages:
        assert not [part for part in page.xml.iter() if part.tag.endswith("}f")]
        for value in page.cells.values():
            assert isinstance(value, float) or "\x07" not in value
    assert found.holding("table_standards").cells[3, 0] == shown
    assert [found.holding("evidence").cells[2, column] for column in (1, 3)] == [shown, shown]
    assert str(found.pages[0].cells[0, 0]).endswith(shown)
    assert str(found.page(SHEETS[lang][2]).cells[3, 2]).endswith(shown)
    assert not any(re.search(r"externalLink|connections|vbaProject|queryTable|dde", name) for name in found.parts)
    links = {link for page in found.pages for link in page.links.values() if not link.startswith("#'")}
    assert links == {"https://example.org/a?b=1&c=2"}


def test_what_looks_like_an_escape_of_excel_is_text() -> None:
    page = page_of(Cell(Text.same("_x0041_ 1.0 true #N/A")))
    assert page.cells[2, 0] == "_x0041_ 1.0 true #N/A"


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    values = page_of(Cell(Text.same("长" * 40_000)), Cell(Text.same("\U00020089" * 20_000))).column(0, 2)
    for value in values:
        assert isinstance(value, str)
        assert len(value.encode("utf-16-le")) // 2 in (32766, 32767)
        assert value.endswith("〔以下截断〕")


@given(st.text(max_size=40), st.integers(4, 40))
def test_cutting_keeps_what_fits_and_marks_what_does_not(text: str, most: int) -> None:
    found = cut(text, most, "…")
    assert len(found.encode("utf-16-le")) // 2 <= most
    assert found == text or (found.endswith("…") and text.startswith(found[:-1]))


# The same bytes


def test_the_same_report_makes_the_same_bytes_in_any_process() -> None:
    code = "import hashlib; from report_samples import sample; from civstats.report import xlsx; "
    code += "print(*(hashlib.sha256(xlsx.workbook(sample(), lang)).hexdigest() for lang in ('zh', 'en')))"
    here = " ".join(hashlib.sha256(xlsx.workbook(sample(), lang)).hexdigest() for lang in LANGUAGES)
    root = Path(__file__).parent.parent
    for seed in ("1", "2"):
        environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(map(str, (root, root / "tests")))}
        run = subprocess.run([sys.executable, "-c", code], env=os.environ | environment, capture_output=True, text=True)
        assert run.stdout.strip() == here, run.stderr


# LibreOffice


@pytest.fixture(scope="module")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Opens a workbook in LibreOffice and writes it in another format; the files that come of it."""
    converted = converter(tmp_path_factory.mktemp("profile"))

    def run(content: bytes, format_: str) -> list[Path]:
        folder = tmp_path_factory.mktemp("converted")
        (folder / "in.xlsx").write_bytes(content)
        return converted([folder / "in.xlsx"], format_, folder / "out")

    return run


def rows_of(files: list[Path], name: str) -> list[list[str]]:
    return sheet(files, "in", name)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_libreoffice_shows_what_the_model_says(convert: Convert, lang: Lang) -> None:
    report = sample()
    files = convert(xlsx.workbook(report, lang), ALL_SHEETS)
    assert {path.stem.removeprefix("in-") for path in files} == set(SHEETS[lang])
    for name, one in zip(SHEETS[lang][3:], (*report.tables(), report.data), strict=True):
        rows = rows_of(files, name)
        if not one.rows:
            assert rows[1][0] == one.empty.said(lang)
            continue
        assert rows[1] == [column.label.said(lang) for column in one.columns]
        assert rows[2:] == [
            [cell.text.said(lang) or " ".join(f"[{report.numbers[ref]}]" for ref in cell.refs) for cell in row.cells]
            for row in one.rows
        ]


def test_libreoffice_shows_numbers_as_the_texts_do(convert: Convert) -> None:
    shown = ["650", "1,234.50", "8.33", "0.13", "+50", "-50", "−8.3%", "约650元", "007", "-1,234"]
    numbers = [650, 1234.5, 8.333333, 0.125, 50, -50, -8.31, 650, 7, -1234]
    cells = [Cell(Text.same(text), float(number), ("wushen:1",)) for text, number in zip(shown, numbers, strict=True)]
    evidence = Table("evidence", Text.same("依据"), table().columns, (Row((Cell(Text.same("印作")),), "e1"),))
    content = xlsx.workbook(with_tables(table(*cells, kind="number"), evidence), "zh")
    (flat,) = convert(content, "fods")  # tells the value and what is shown of it
    body = flat.read_text(encoding="utf-8").partition('table:name="1 表"')[2].partition("</table:table>")[0]
    found = re.findall(r'office:value-type="float" office:value="([^"]+)"[^>]*>\s*<text:p>([^<]*)</text:p>', body)
    assert found == [(csvfile.digits(number), text) for number, text in zip(numbers, shown, strict=True)]


def test_libreoffice_reckons_nothing_of_what_hostile_words_say(convert: Convert) -> None:
    report = with_tables(table(*[Cell(Text.same(text)) for text in (*HOSTILE, "=1+1", "{=1+1}", "\t=1+1", "'=1")]))
    content = xlsx.workbook(replace(report, title=Text.same(HOSTILE[1])), "zh")
    shown = [csvfile.plain(text) for text in (*HOSTILE, "=1+1", "{=1+1}", "\t=1+1", "'=1")]
    files = convert(content, ALL_SHEETS)
    assert [row[0] for row in rows_of(files, "1 表")[2:]] == shown
    assert rows_of(files, "封面")[0][0] == HOSTILE[1]
    (saved,) = convert(content, "xlsx")
    again = read(saved.read_bytes())
    assert again.page("1 表").column(0, 2) == shown
    assert not [part for page in again.pages for part in page.xml.iter() if part.tag.endswith("}f")]


def test_libreoffice_keeps_numbers_links_and_tables(convert: Convert) -> None:
    (saved,) = convert(xlsx.workbook(sample(), "zh"), "xlsx")
    page = read(saved.read_bytes()).holding("table_standards")
    assert [page.cells[2, column] for column in (1, 2, 3)] == ["010203", 650.0, "2022-01-01"]
    assert page.links[3, 4].endswith("A4")
    assert (page.tables[0].first, page.tables[0].last) == ((1, 0), (3, 4))


def test_libreoffice_prints_every_sheet_with_no_number_cut_off(convert: Convert) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed: the printed workbook is not read")
    wide = table(*[Cell(Text.same(f"{number:,}"), float(number)) for number in (10**15, -(10**14))], kind="number")
    report = sample()
    (printed,) = convert(xlsx.workbook(replace(report, data=replace(wide, id="data")), "zh"), "pdf")
    text = subprocess.run(["pdftotext", "-layout", str(printed), "-"], capture_output=True, text=True).stdout
    assert "###" not in text
    for words in ("1,000,000,000,000,000", "-100,000,000,000,000", "010203", "≥735", "〔由7800元/人·年换算〕"):
        assert words in text


def test_nothing_is_warned_of() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for hostile in HOSTILE:
            xlsx.workbook(sample(hostile, hostile), "en")
