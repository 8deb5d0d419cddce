"""The real reports as PDF and as workbooks: what other programs find in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from browser_pages import Checked, need_browser
from office import ALL_SHEETS, converter, sheet
from pdf_reader import FONTS, Poppler, bare, body, darkest, reader, strings
from real_numbers import said_of
from real_reports import FILES, Opened, Real
from workbook_reader import read

from civstats.catalogue import LANGUAGES, Lang
from civstats.report.csvfile import counted, plain
from civstats.report.html import INDEX, TAGS
from civstats.report.pdf_text import visible
from civstats.report.sheets import sheets

of_each = pytest.mark.parametrize(("which", "lang"), FILES)


@pytest.fixture
def poppler(tmp_path: Path) -> Poppler:
    return reader(tmp_path)


@pytest.fixture(scope="session")
def converted(real: Real, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The sheets of all workbooks, as LibreOffice shows them."""
    convert = converter(tmp_path_factory.mktemp("profile"))
    books = [real.path(which, lang, "xlsx") for which, lang in FILES]
    return convert(books, ALL_SHEETS, tmp_path_factory.mktemp("converted"))


@pytest.fixture(scope="session")
def checked(opened: Opened) -> dict[str, Checked]:
    """All pages as one browser finds them, by the names of their files."""
    need_browser()
    return opened()


# PDF


@of_each
def test_the_pdf_is_a4_in_its_language_with_title_tags_and_outline(
    real: Real, poppler: Poppler, which: str, lang: Lang
) -> None:
    made, report = real.bytes(which, lang, "pdf"), real.models[which]
    facts = poppler(made, "pdfinfo", "-f", "1", "-l", "999")
    sizes = re.findall(r"Page +\d+ size: +(.*)", facts)
    assert len(sizes) == int(re.findall(r"Pages: +(\d+)", facts)[0]) > 1
    assert set(sizes) == {"595.276 x 841.89 pts (A4)"}
    assert re.findall(r"Title: +(.*)", facts) == [visible(report.title.said(lang))]
    assert re.findall(r"Tagged: +(.*)", facts) == ["yes"]
    assert "Date:" not in facts
    assert TAGS[lang] in strings(made, b"Lang")
    assert ("zh-CN" in strings(made, b"Lang")) or lang == "en"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    outline = poppler(made, "pdftohtml", "-xml", "-i", "-stdout").partition("<outline>")[2]
    items = {bare(item) for item in re.findall(r'<item page="\d+">(.*)</item>', outline)}
    headings = [report.title, *(section.title for section in report.sections)]
    assert {bare(text.said(lang)).replace("&", "&amp;") for text in headings} <= items


@of_each
def test_the_fonts_are_in_the_file(real: Real, poppler: Poppler, which: str, lang: Lang) -> None:
    rows = [line.split() for line in poppler(real.bytes(which, lang, "pdf"), "pdffonts").splitlines()[2:]]
    assert {row[0].partition("+")[2] for row in rows} == FONTS
    assert all("Type 3" not in " ".join(row) for row in rows)
    assert {tuple(row[-5:-3]) for row in rows} == {("yes", "yes")}  # embedded, a subset


@of_each
def test_each_chart_has_its_alternative_text(real: Real, which: str, lang: Lang) -> None:
    drawn = [figure.draw(lang) for figure in real.models[which].figures()]
    assert set(strings(real.bytes(which, lang, "pdf"), b"Alt")) == {plain(one.alt) for one in drawn}
    images = [image.attributes["alt"] for image in real.page(which, lang).all("img")]
    assert images == [plain(one.alt) for one in drawn]
    assert all(len(alt) >= 40 for alt in images)


@of_each
def test_figures_points_and_places_can_be_read_out(real: Real, poppler: Poppler, which: str, lang: Lang) -> None:
    report, made = real.models[which], real.bytes(which, lang, "pdf")
    text = body(poppler, made)
    first = "".join(bare(page) for page in poppler(made, "pdftotext", "-raw", "-l", "2", out="-").split("\f"))
    for key in report.keys:
        label, value, unit, *_ = said_of(key, lang)
        assert bare(visible(label + value + unit)) in first
    assert all(bare(visible(point.text.said(lang))) in text for point in report.points)
    for table in report.tables():
        for at, column in enumerate(table.columns):
            if column.key == "place":
                assert all(bare(visible(row.cells[at].text.said(lang))) in text for row in table.rows)
    assert "\ufffd" not in text


@of_each
def test_nothing_is_outside_the_margins(real: Real, poppler: Poppler, tmp_path: Path, which: str, lang: Lang) -> None:
    assert set(darkest(poppler, real.bytes(which, lang, "pdf"), tmp_path)) == {(255, 255, 255)}


# Workbooks


@of_each
def test_named_tables_have_the_rows_of_the_model_and_its_numbers(real: Real, which: str, lang: Lang) -> None:
    report, book = real.models[which], read(real.bytes(which, lang, "xlsx"))
    tables = [table for table in (*report.tables(), report.data) if table.rows]
    own = [(page, one) for page in book.pages for one in page.tables if not one.name.startswith("sheet_")]
    assert len(own) == len(tables)
    for table, (page, one) in zip(tables, own, strict=True):
        assert one.name.strip("_") == table.id.replace("-", "_")
        assert one.last[0] - one.first[0] == len(table.rows)
        assert one.last[1] - one.first[1] + 1 == len(table.columns)
        for number, row in enumerate(table.rows, one.first[0] + 1):
            for at, (column, cell) in enumerate(zip(table.columns, row.cells, strict=True)):
                exact = counted(column, cell)
                found = page.cells.get((number, at), "")
                assert found == exact if exact is not None else isinstance(found, str)


@of_each
def test_libreoffice_shows_what_the_model_says(real: Real, converted: list[Path], which: str, lang: Lang) -> None:
    report = real.models[which]
    book = f"{real.names[which]}.{lang}"
    pages = sheets(report, lang)
    assert {path.name for path in converted if path.name.startswith(f"{book}-")} == {
        f"{book}-{page.name}.csv" for page in pages
    }
    for page, table in zip(pages[3:], (*report.tables(), report.data), strict=True):
        rows = sheet(converted, book, page.name)
        assert len(rows) == (2 + len(table.rows) if table.rows else 2)
        for row, shown in zip(table.rows, rows[2:], strict=False):
            for column, cell, said in zip(table.columns, row.cells, shown, strict=True):
                exact = counted(column, cell)
                refs = " ".join(f"[{report.numbers[ref]}]" for ref in cell.refs)
                if exact is None:
                    assert said == (plain(cell.text.said(lang)) or refs)
                else:
                    assert float(said) == pytest.approx(exact, abs=1e-6)


# In a browser, which takes the longest: the last tests


@of_each
def test_a_page_has_no_problem(real: Real, checked: dict[str, Checked], which: str, lang: Lang) -> None:
    found = checked[real.path(which, lang, "html").name]
    assert found.problems() == []
    assert set(found.requests) == {found.address}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_index_has_no_problem(checked: dict[str, Checked], lang: Lang) -> None:
    assert checked[INDEX[lang]].problems() == []
