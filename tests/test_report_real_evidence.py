"""From every figure of the real reports two steps lead to its document: its row of evidence, and that of its source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from page_parts import Element, squeezed
from pdf_links import links
from pdf_reader import Poppler, reader
from real_numbers import marks
from real_reports import FILES, NOTHING_KNOWN, REPORTS, Real
from report_checks import table as table_of
from workbook_reader import place, read

from civstats.catalogue import Lang
from civstats.report.csvfile import plain
from civstats.report.model import Column, Prose, Report, referred

of_each = pytest.mark.parametrize(("which", "lang"), FILES)


@pytest.fixture
def poppler(tmp_path: Path) -> Poppler:
    return reader(tmp_path)


def by_column(columns: tuple[Column, ...], row: Element) -> dict[str, Element]:
    return dict(zip((column.key for column in columns), row.all("th", "td"), strict=True))


def led(element: Element) -> list[str]:
    return [a.attributes["href"] for a in element.all("a") if a.attributes["href"].startswith("#e")]


def refs_of(report: Report) -> Iterator[str]:
    """Every reference of a report, as often as it is made."""
    yield from (ref for key in report.keys for ref in key.refs)
    yield from referred(report.front)
    for section in report.sections:
        yield from referred(section.blocks)


@of_each
def test_in_html_each_reference_leads_to_its_row_and_that_to_its_source(real: Real, which: str, lang: Lang) -> None:
    report, root = real.models[which], real.page(which, lang)
    places = {element.attributes["id"]: element for element in root.all() if "id" in element.attributes}
    evidence, sources = table_of(report, "evidence"), table_of(report, "sources")
    known = {row[0]: row[1:] for row in real.ds.rows(
        "select observation_id, printed, locator, source_id, title_zh, title_en, issuer, issued "
        "from observations join sources using (source_id)")}  # fmt: skip
    assert len(evidence.rows) == len(report.refs)
    for ref, number in report.numbers.items():
        printed, locator, source_id, title_zh, title_en, issuer, issued = known[ref]
        row = by_column(evidence.columns, places[f"e{number}"])
        assert row["number"].text == str(number)
        assert row["printed"].text == squeezed(plain(printed))
        where = row["place"].text
        assert where == squeezed(locator) or where.startswith(squeezed(locator) + {"zh": "，", "en": ", "}[lang])
        [source] = row["document"].all("a")
        found = by_column(sources.columns, places[source.attributes["href"].removeprefix("#")])
        assert found["source_id"].text == source_id
        assert found["title"].text == squeezed(title_en if lang == "en" and title_en else f"《{title_zh}》")
        assert found["issuer"].text == squeezed(issuer or "")
        assert found["issued"].text == (str(issued)[:10] if issued else "")
    for key, tile in zip(
        report.keys, [one for keys in root.all("ul", css="keys") for one in keys.all("li")], strict=True
    ):
        assert led(tile) == [f"#e{report.numbers[ref]}" for ref in key.refs]
    for table in report.tables():
        lines = places[table.id].one("tbody").all("tr") if table.rows else []
        for row_of, line in zip(table.rows, lines, strict=True):
            for cell, shown in zip(row_of.cells, line.all("th", "td"), strict=True):
                assert led(shown) == [f"#e{report.numbers[ref]}" for ref in cell.refs]
    prose = [one for part in root.all("div", css="prose") for one in led(part)]
    told = [ref for section in (report.front, *(one.blocks for one in report.sections))
            for block in section if isinstance(block, Prose) for ref in block.refs]  # fmt: skip
    assert prose == [f"#e{report.numbers[ref]}" for ref in told]


@pytest.mark.parametrize("which", REPORTS)
def test_every_key_figure_of_a_place_or_indicator_has_evidence(real: Real, which: str) -> None:
    report = real.models[which]
    if report.kind in ("profile", "comparison"):
        assert all(key.refs for key in report.keys if key.value)
    assert set(refs_of(report)) <= set(report.refs)


@of_each
def test_in_pdf_each_reference_leads_to_the_row_of_its_number(
    real: Real, poppler: Poppler, which: str, lang: Lang
) -> None:
    made = real.bytes(which, lang, "pdf")
    found = links(made, poppler)
    shown = [one for one in found if one.text.startswith("[")]
    assert sorted(one.text for one in shown) == sorted(
        marks(real.models[which], (ref,)) for ref in refs_of(real.models[which])
    )
    assert [one.text for one in shown if one.leads_to[:1] != (one.text.strip("[]"),)] == []
    assert [one.text for one in found if not one.leads_to and not one.address] == []
    assert any(one.leads_to for one in found) or which == NOTHING_KNOWN


@of_each
def test_in_a_workbook_each_reference_leads_to_the_row_of_its_number(real: Real, which: str, lang: Lang) -> None:
    report, book = real.models[which], read(real.bytes(which, lang, "xlsx"))
    pages = {page.name.replace("'", "''"): page for page in book.pages}
    for page in book.pages:
        for link in page.links.values():
            if link.startswith("#"):
                name, _, cell = link.removeprefix("#'").rpartition("'!")
                assert place(cell) in pages[name].cells, link

    def check(refs: tuple[str, ...], link: str | None) -> None:
        assert link, refs
        name, _, at = link.removeprefix("#'").rpartition("'!")
        assert pages[name].cells[place(at)] == report.numbers[refs[0]]

    for table in report.tables():
        if table.rows:
            page = book.holding(table.id.replace("-", "_"))
            [named] = page.tables
            for number, row in enumerate(table.rows, named.first[0] + 1):
                for column, shown in enumerate(row.cells):
                    if shown.refs and not shown.link:
                        check(shown.refs, page.links.get((number, column)))
    for named in book.pages[0].tables:
        for number, key in enumerate(report.keys, named.first[0] + 1):
            if key.refs:
                check(key.refs, book.pages[0].links.get((number, named.last[1])))
