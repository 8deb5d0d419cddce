"""The numbers of the real reports are those of their models in every language and format, and so each other's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from page_parts import parsed
from pdf_reader import Poppler, reader
from real_numbers import (
    Grid,
    alike,
    differing,
    in_csv,
    in_html,
    in_workbook,
    missing_in_pdf,
    numbers,
    on_cover,
    on_page_one,
    page_one,
    rounds,
    shown_otherwise,
)
from real_reports import FILES, NOTHING_KNOWN, REPORTS, SINGLE, Real
from workbook_reader import read

from civstats.analysis.claims import Claim
from civstats.catalogue import LANGUAGES, Lang
from civstats.report.csvfile import counted
from civstats.report.model import Block, Cell, Figure, Point, Report, Row, Section, Table, Text
from civstats.report.write import content

Differences = Callable[[Report, Lang, bytes], Iterator[str]]
of_each = pytest.mark.parametrize(("which", "lang"), FILES)


@pytest.fixture
def poppler(tmp_path: Path) -> Poppler:
    return reader(tmp_path)


def html_differences(report: Report, lang: Lang, made: bytes) -> Iterator[str]:
    root = parsed(made)
    yield from (one for one in differing(report, lang, in_html(root, report)) if not one.startswith("data "))
    told = [numbers(text) for text in page_one(report, lang)]
    yield from (f"page one: {one}" for one in on_page_one(root) if numbers(one) not in told)
    if len(on_page_one(root)) != len(told):
        yield "page one is not the same"


def csv_differences(report: Report, lang: Lang, made: bytes) -> Iterator[str]:
    yield from differing(report, lang, in_csv(parsed(made), report))


def workbook_differences(report: Report, lang: Lang, made: bytes) -> Iterator[str]:
    book = read(made)
    yield from differing(report, lang, in_workbook(book, report))
    yield from shown_otherwise(book, report, lang)
    told = [Counter(numbers(text)) for text in on_cover(made)]
    yield from (f"cover lacks {text}" for text in page_one(report, lang) if Counter(numbers(text)) not in told)


@of_each
def test_html_has_the_numbers_of_the_model(real: Real, which: str, lang: Lang) -> None:
    assert list(html_differences(real.models[which], lang, real.bytes(which, lang, "html"))) == []


@of_each
def test_csv_has_the_numbers_of_the_model(real: Real, which: str, lang: Lang) -> None:
    assert list(csv_differences(real.models[which], lang, real.bytes(which, lang, "html"))) == []


@of_each
def test_the_workbook_has_the_numbers_of_the_model(real: Real, which: str, lang: Lang) -> None:
    assert list(workbook_differences(real.models[which], lang, real.bytes(which, lang, "xlsx"))) == []


@of_each
def test_the_pdf_has_the_numbers_of_the_model(real: Real, poppler: Poppler, which: str, lang: Lang) -> None:
    assert missing_in_pdf(real.models[which], lang, real.bytes(which, lang, "pdf"), poppler) == []


def of_pages(real: Real, which: str, lang: Lang) -> tuple[dict[str, Grid], list[str]]:
    return in_html(real.page(which, lang), real.models[which]), on_page_one(real.page(which, lang))


def of_books(real: Real, which: str, lang: Lang) -> tuple[dict[str, Grid], list[str]]:
    return in_workbook(read(real.bytes(which, lang, "xlsx")), real.models[which]), []


def of_fields(real: Real, which: str, lang: Lang) -> tuple[dict[str, Grid], list[str]]:
    return in_csv(real.page(which, lang), real.models[which]), []


@pytest.mark.parametrize("taken", [of_pages, of_books, of_fields])
@pytest.mark.parametrize("which", REPORTS)
def test_both_languages_have_the_same_numbers(
    real: Real, which: str, taken: Callable[[Real, str, Lang], tuple[dict[str, Grid], list[str]]]
) -> None:
    (zh, first), (en, second) = (taken(real, which, lang) for lang in LANGUAGES)
    assert list(map(alike, first)) == list(map(alike, second))
    assert zh.keys() == en.keys()
    for name in zh:
        cells = [[[value if isinstance(value, float) else alike(value) for value in row] for row in grid[name]]
                 for grid in (zh, en)]  # fmt: skip
        assert cells[0] == cells[1], name


@pytest.mark.parametrize("which", REPORTS)
def test_a_number_to_count_with_is_the_number_that_is_shown(real: Real, which: str) -> None:
    report = real.models[which]
    count = 0
    for table in (*report.tables(), report.data):
        for row in table.rows:
            for column, cell in zip(table.columns, row.cells, strict=True):
                exact = counted(column, cell)
                if exact is not None:
                    count += 1
                    for lang in LANGUAGES:
                        [shown] = numbers(cell.text.said(lang))
                        assert rounds(exact, shown), (table.id, column.key, exact, shown)
    assert count or which == NOTHING_KNOWN


# What would be found if a renderer wrote another number than the model has.


def changed(report: Report, where: str) -> Report:
    """The report with 1 more in its first figure that is shown: in a table, a key figure or a point."""
    if where == "key":
        first, *others = report.keys
        return replace(report, keys=(replace(first, value=more(first.value)), *others))
    if where == "point":
        *before, last = report.points
        said = more(last.text)
        claim = Claim(said.zh, said.en, last.claim.query, last.claim.params, last.claim.holds_if)
        return replace(report, points=(*before, Point(claim, last.to)))
    name, row, column = next(
        (table.id, number, at)
        for table in report.tables()
        for number, row in enumerate(table.rows)
        for at, cell in enumerate(row.cells)
        if cell.number is not None and not cell.refs and table.columns[at].kind == "number"
    )

    def other(block: Block) -> Block:
        if isinstance(block, Figure):
            table = other(block.table)
            assert isinstance(table, Table)
            return replace(block, table=table)
        if not isinstance(block, Table) or block.id != name:
            return block
        rows, cells = list(block.rows), list(block.rows[row].cells)
        cells[column] = grown(cells[column], where)
        rows[row] = Row(tuple(cells), rows[row].anchor)
        return replace(block, rows=tuple(rows))

    sections = [Section(one.id, one.title, tuple(map(other, one.blocks))) for one in report.sections]
    return replace(report, sections=tuple(sections))


def grown(cell: Cell, where: str) -> Cell:
    assert cell.number is not None
    return replace(cell, number=cell.number + 1, text=more(cell.text) if where == "table" else cell.text)


def more(text: Text) -> Text:
    """The text with its last digit raised by one, nine to eight."""
    return Text(*(raised(said) for said in (text.zh, text.en)))


def raised(text: str) -> str:
    at = max(place for place, char in enumerate(text) if char.isdecimal())
    return text[:at] + ("8" if text[at] == "9" else str(int(text[at]) + 1)) + text[at + 1 :]


@pytest.mark.parametrize(
    ("kind", "where"),
    [(kind, where) for kind in ("html", "csv", "xlsx", "pdf") for where in ("table", "key", "point", "exact")
     if (kind, where) not in (("csv", "key"), ("csv", "point"), ("html", "exact"), ("pdf", "exact"))],
)  # fmt: skip
def test_another_number_in_one_format_is_found(real: Real, poppler: Poppler, kind: str, where: str) -> None:
    report, lang = real.models[SINGLE], LANGUAGES[0]
    made = content(changed(report, where), lang, "html" if kind == "csv" else kind)
    if kind == "pdf":
        assert missing_in_pdf(report, lang, made, poppler)
        return
    differences: dict[str, Differences] = {
        "html": html_differences, "csv": csv_differences, "xlsx": workbook_differences,
    }  # fmt: skip
    assert list(differences[kind](report, lang, made))
