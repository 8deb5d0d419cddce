"""The PDF of a report as poppler, which knows nothing of how it was made, reads and draws it."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from pdf_reader import FONTS, Poppler, bare, body, darkest, inside, reader, strings
from report_samples import HOSTILE, sample

from civstats.catalogue import LANGUAGES, Lang
from civstats.report import pdf_text
from civstats.report.model import NOTHING, Cell, Column, Drawing, Figure, Prose, Report, Row, Section, Table, Text
from civstats.report.pdf import page_one, pdf
from civstats.report.pdf_text import visible


@pytest.fixture
def poppler(tmp_path: Path) -> Poppler:
    return reader(tmp_path)


@cache
def made(lang: Lang) -> bytes:
    return pdf(sample(), lang)


def said(report: Report, lang: Lang) -> list[str]:
    """Every text that the PDF of a report must hold."""
    texts = [report.title, report.subtitle, report.missing]
    texts += [text for fact in report.edition for text in fact]
    for key in report.keys:
        texts += [key.label, key.value, key.unit, key.period, key.state, key.change, key.rank]
    texts += [point.text for point in report.points]
    for block in report.front:
        texts += block.paragraphs if isinstance(block, Prose) else ()
    texts += [section.title for section in report.sections]
    for table in report.tables():
        texts += [table.caption, *table.notes, *(column.label for column in table.columns)]
        texts += [cell.text for row in table.rows for cell in row.cells] or [table.empty]
    words = [text.said(lang) for text in texts]
    for figure in report.figures():
        drawing = figure.draw(lang)
        words += [drawing.headline, drawing.subtitle, drawing.source, *drawing.notes]
        words += [note.said(lang) for note in figure.notes]
    return words


def wide(rows: int = 120, columns: int = 10) -> Report:
    """A report with one long table of many columns, the last of which holds long words too."""
    heads = tuple(
        Column(f"c{n}", Text(f"第{n}列数值（元/人·月）", f"Column {n} (yuan per person and month)"), "number")
        for n in range(columns)
    )
    long = Cell(Text.same("https://example.org/" + "a" * 60 + "WWWW@@@@" * 4 + "。" * 30))
    lines = tuple(
        Row((*(Cell(Text.same(f"{row},{n:03}.5"), 1.0) for n in range(columns - 1)), long)) for row in range(rows)
    )
    table = Table("wide", Text("宽表", "A wide table"), heads, lines)
    section = Section("only", Text("节", "Section"), (table,))
    return replace(sample(), front=(), keys=(), points=(), sections=(section,))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_are_a4_and_what_the_file_says_of_itself(poppler: Poppler, lang: Lang) -> None:
    facts = poppler(made(lang), "pdfinfo", "-f", "1", "-l", "99")
    sizes = re.findall(r"Page +\d+ size: +(.*)", facts)
    assert len(sizes) == int(re.findall(r"Pages: +(\d+)", facts)[0]) >= 2
    assert set(sizes) == {"595.276 x 841.89 pts (A4)"}
    assert re.findall(r"Title: +(.*)", facts) == [sample().title.said(lang)]
    assert re.findall(r"Tagged: +(.*)", facts) == ["yes"]
    assert "Date:" not in facts
    catalog = re.findall(rb"/Type/Catalog.*?/Lang\((.*?)\)", inside(made(lang)), re.DOTALL)
    assert catalog == [{"zh": b"zh-CN", "en": b"en-GB"}[lang]]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made(lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_fonts_are_in_the_file_and_known(poppler: Poppler, lang: Lang) -> None:
    rows = [line.split() for line in poppler(made(lang), "pdffonts").splitlines()[2:]]
    assert {row[0].partition("+")[2] for row in rows} == FONTS
    assert all("Type 3" not in " ".join(row) for row in rows)
    assert {tuple(row[-5:-3]) for row in rows} == {("yes", "yes")}  # embedded, a subset


@pytest.mark.parametrize("lang", LANGUAGES)
def test_bookmarks_are_the_headings_in_their_levels(poppler: Poppler, lang: Lang) -> None:
    outline = poppler(made(lang), "pdftohtml", "-xml", "-i", "-stdout").partition("<outline>")[2]
    assert "<outline>" in outline
    items = re.findall(r'<item page="(\d+)">(.*)</item>', outline)
    report = sample()
    headings = [report.title, *(section.title for section in report.sections)]
    assert {bare(text.said(lang)) for text in headings} < {bare(text) for _, text in items}
    assert bare(next(report.figures()).draw(lang).headline) in {bare(text) for _, text in items}
    assert items[0][0] == "1"
    assert {text: page for page, text in items}[report.sections[0].title.said(lang)] == "2"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_structure_has_headings_tables_and_alternative_texts(poppler: Poppler, lang: Lang) -> None:
    tree = poppler(made(lang), "pdfinfo", "-struct-text")
    tables = [table for table in sample().tables() if table.rows]
    assert len(re.findall(r"^ *Table \(block\)", tree, re.MULTILINE)) == len(tables)
    assert len(re.findall(r"^ *Caption", tree, re.MULTILINE)) == len(tables)
    assert len(re.findall(r"^ *TH ", tree, re.MULTILINE)) == sum(len(table.columns) for table in tables)
    levels = [int(level) for level in re.findall(r"^ *H(\d) ", tree, re.MULTILINE)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    drawings = [figure.draw(lang) for figure in sample().figures()]
    assert set(strings(made(lang), b"Alt")) == {drawing.alt for drawing in drawings}
    assert len(re.findall(r"^ *Figure", tree, re.MULTILINE)) == len(drawings)


def test_han_in_the_english_report_is_marked_as_chinese() -> None:
    assert "zh-CN" in strings(made("en"), b"Lang")
    plain = replace(sample("words"), sections=(), front=(), points=(), keys=(), title=Text("词", "Words"))
    assert set(strings(pdf(plain, "en"), b"Lang")) == {"en-GB"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_can_be_read_out(poppler: Poppler, lang: Lang) -> None:
    text = body(poppler, made(lang))
    for words in said(sample(), lang):
        assert bare(words) in text
    assert "[1][2]" in text
    assert "\ufffd" not in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_checks_have_a_sign_and_a_word(poppler: Poppler, lang: Lang) -> None:
    text = body(poppler, made(lang))
    words = {"zh": ("可比", "不可比", "无从比较"), "en": ("comparable", "notcomparable", "nothingtocompare")}[lang]
    for sign, word in zip("✓×–", words, strict=True):
        assert f"{sign}{word}" in text


@pytest.mark.parametrize("words", [*HOSTILE, " ".join(HOSTILE)])
def test_hostile_words_are_shown_as_they_are(poppler: Poppler, words: str) -> None:
    content = pdf(sample(words, words), "zh")
    text = body(poppler, content)
    assert text.count(bare(visible(words))) >= 8
    for found in said(sample(words, words), "zh"):
        assert bare(visible(found)) in text
    assert set(strings(content, b"URI")) == {"https://example.org/a?b=1&c=2"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_characters_without_glyph_are_shown_by_number(lang: Lang) -> None:
    assert visible("a\U0001f600\u202e\x07\ud800\u00ad\u200b乌") == (
        "a〔U+1F600〕〔U+202E〕〔U+0007〕〔U+D800〕〔U+00AD〕〔U+200B〕乌"
    )
    assert visible("一\n二\u2003三\u3000四\t\u00a0") == "一 二 三\u3000四  "
    assert len(pdf(sample("\ud800\u1680\u2028\u200d\ufe0f\U000e0001"), lang)) > 10_000


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("what", ["sample", "hostile", "wide"])
def test_nothing_is_outside_the_margins(poppler: Poppler, tmp_path: Path, what: str, lang: Lang) -> None:
    hostile = " ".join(HOSTILE)
    report = {"sample": sample(), "hostile": sample(hostile, hostile), "wide": wide()}[what]
    found = darkest(poppler, pdf(report, lang), tmp_path)
    assert len(found) >= 2
    assert set(found) == {(255, 255, 255)}


def test_the_margins_are_looked_at(poppler: Poppler, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_text, "WIDTH", 540.0)  # a table that is too wide is seen
    assert min(darkest(poppler, pdf(wide(3), "zh"), tmp_path))[0] < 255


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_long_table_repeats_its_header_and_loses_no_row(poppler: Poppler, lang: Lang) -> None:
    pages = poppler(pdf(wide(), lang), "pdftotext", "-raw", out="-").split("\f")[1:-1]
    assert len(pages) > 3
    assert all(bare(f"{row},008.5") in bare("".join(pages)) for row in range(120))
    first = {"zh": "第0列数值（元/人·月）第1列", "en": "Column0(yuanperpersonandmonth)Column1"}[lang]
    assert all(first in bare(page) for page in pages)


def test_links_lead_to_what_is_there(poppler: Poppler) -> None:
    page = poppler(made("zh"), "pdftohtml", "-xml", "-i", "-stdout")
    links = re.findall(r'<a href="([^"]*)">(.*?)</a>', page)
    shown = {(re.sub(r".*html", "", target), bare(words)) for target, words in links}
    assert {("#2", "[1]"), ("#2", "[2]"), ("#2", "（图1，第2页）"), ("#2", "数据：表4（第2页）")} <= shown
    assert ("https://example.org/a?b=1&amp;c=2", "农村低保标准") in shown
    assert re.search(r'"figure-1"', poppler(made("zh"), "pdfinfo", "-dests"))


@pytest.mark.parametrize(
    ("link", "leads"),
    [
        ("#e2", True),
        ("#table-none", True),
        ("https://example.org/x", True),
        ("HTTP://example.org/x", True),
        ("#nowhere", False),
        ("#", False),
        ("javascript:alert(1)", False),
        ("place.xlsx", False),
        ("file:///etc/passwd", False),
        ("https://example.org/a b", False),
        ("https://example.org/\u202e", False),
    ],
)
def test_only_anchors_and_web_addresses_become_links(poppler: Poppler, link: str, leads: bool) -> None:
    base = sample()
    cell = Cell(Text.same("LINKED"), link=link)
    table = Table("linked", Text("表", "T"), (Column("a", Text("列", "C")),), (Row((cell,)),))
    report = replace(base, sections=(*base.sections, Section("more", Text("更多", "More"), (table,))))
    page = poppler(pdf(report, "zh"), "pdftohtml", "-xml", "-i", "-stdout")
    assert "LINKED" in page
    assert bool(re.search(r"<a [^>]*>LINKED", page)) is leads


def test_anchors_that_stand_twice_or_hold_nothing() -> None:
    base = sample()
    twice = replace(base, sections=(*base.sections, *base.sections))
    assert len(pdf(twice, "zh")) > len(made("zh"))
    nothing = replace(base, keys=(), points=(), front=(), missing=NOTHING, sections=(), subtitle=NOTHING, edition=())
    assert len(pdf(nothing, "en")) > 5_000
    first = base.sections[0].blocks[0]
    assert len(pdf(replace(nothing, front=(first,)), "en")) > 5_000  # no level of headings is left out


def test_what_cannot_be_written_is_said() -> None:
    base = sample()
    with pytest.raises(ValueError, match=r"place-150626 cannot be written as a PDF: .*heading title is empty"):
        pdf(replace(base, title=NOTHING), "zh")
    figure = next(base.figures())
    for drawing in (Drawing("h", "s", "", b"<svg", ()), Drawing("h", "s", "alt", b"\xff", ())):
        broken = Figure("f", lambda lang, drawing=drawing: drawing, NOTHING, figure.table)  # type: ignore[misc]
        with pytest.raises(ValueError, match=r"cannot be written|decode"):
            pdf(replace(base, front=(broken,)), "zh")
    with pytest.raises(KeyError, match="wushen:9"):
        pdf(replace(base, front=(Prose((Text("一", "a"),), ("wushen:9",)),)), "zh")


def test_headings_and_their_charts_are_on_one_page(poppler: Poppler) -> None:
    base = sample()
    figure = next(base.figures())
    tall = figure.draw("zh").svg.replace(b'height="80pt" viewBox="0 0 440 80"', b'height="420pt" viewBox="0 0 440 420"')

    def draw(number: int) -> Figure:
        drawing = replace(figure.draw("zh"), headline=f"标题{number}", svg=tall, source=f"来源{number}")
        return replace(figure, id=f"f{number}", draw=lambda lang: drawing, table=replace(figure.table, id=f"t{number}"))

    section = Section("s", Text("节", "S"), tuple(draw(number) for number in range(4)))
    content = pdf(replace(base, front=(), points=(), sections=(section,)), "zh")
    pages = poppler(content, "pdftotext", "-raw", out="-").split("\f")
    for number in range(4):
        assert [n for n, page in enumerate(pages) if f"标题{number}" in page] == [
            n for n, page in enumerate(pages) if f"来源{number}" in page
        ]
    boxes = re.findall(r"BBox \[([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+)\]", poppler(content, "pdfinfo", "-struct"))
    assert all(0 < float(low) < float(high) < 841 for _, low, _, high in boxes)


def test_captions_and_headings_are_with_their_tables(poppler: Poppler) -> None:
    def one(number: int) -> tuple[Section, str]:
        column = Column("c", Text.same(f"label{number}x"))
        rows = tuple(Row((Cell(Text.same(f"row{number}x{row}x")),)) for row in range(number + 2))
        table = Table(f"t{number}", Text.same(f"caption{number}x"), (column,), rows)
        words = (f"title{number}x", f"caption{number}x", f"label{number}x", f"row{number}x0x")
        return Section(f"s{number}", Text.same(words[0]), (table,)), r"\s.*?".join(words)

    made_of = [one(number) for number in range(30)]
    content = pdf(replace(sample(), front=(), points=(), sections=tuple(section for section, _ in made_of)), "en")
    text = poppler(content, "pdftotext", "-raw", out="-")
    pages = [" ".join(page.split()) for page in text.split("\f")]
    assert len(pages) > 10
    for _, words in made_of:
        assert sum(bool(re.search(words, page)) for page in pages) == 1


SCRIPT = """
import hashlib, sys
sys.path.insert(0, {folder!r})
from report_samples import sample
from civstats.report.pdf import pdf
print(hashlib.sha256(pdf(sample(), "en")).hexdigest())
"""


def test_the_same_report_gives_the_same_bytes() -> None:
    assert pdf(sample(), "en") == made("en")
    here = hashlib.sha256(made("en")).hexdigest()
    script = SCRIPT.format(folder=str(Path(__file__).parent))
    for seed in ("0", "1"):
        there = subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        assert there.stdout.split() == [here]


def test_files_are_small() -> None:
    assert all(len(made(lang)) < 200_000 for lang in LANGUAGES)
    assert len(pdf(wide(), "en")) < 2_000_000


def test_page_one_is_a_picture_of_the_first_page() -> None:
    report = sample()
    made = page_one(report, "zh")
    width, height = (int.from_bytes(made[at : at + 4]) for at in (16, 20))
    assert made.startswith(b"\x89PNG")
    assert (width, height) == (round(210 / 25.4 * 80), round(297 / 25.4 * 80))
    assert made == page_one(report, "zh") != page_one(report, "en")
