"""Documents whose every text tries to do harm: all reports of them are written, and the texts are shown as written."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import warnings
from pathlib import Path
from xml.etree import ElementTree as ET

import hostile_data
import pytest
from hostile_data import ADDRESS, ADDRESSES, PLACE
from page_parts import Element, parsed, squeezed
from report_checks import check_points, check_references, column
from report_samples import HOSTILE
from workbook_reader import Book, read

from civstats.catalogue import LANGUAGES, Lang
from civstats.dataset import Dataset
from civstats.report.contents import make
from civstats.report.csvfile import plain
from civstats.report.model import Report
from civstats.report.pdf_text import visible
from civstats.report.write import FORMATS, content

NAMES = (f"place-{PLACE}", "indicator-dibao_standard", "targets", "quality")
WHERE = [ADDRESS, ADDRESSES[8]]
"""The addresses that begin as one of the web and hold nothing else."""
LEAST = dict(zip(NAMES, (11, 9, 11, 11), strict=True))
"""Of how many documents each report shows figures; the last two say nothing of what is compared."""
Files = dict[tuple[str, Lang, str], bytes]


@pytest.fixture(scope="module")
def hostile() -> Dataset:
    return hostile_data.dataset()


@pytest.fixture(scope="module")
def reports(hostile: Dataset) -> dict[str, Report]:
    return {name: make(hostile, name) for name in NAMES}


@pytest.fixture(scope="module")
def files(reports: dict[str, Report]) -> Files:
    """Every report in all formats and both languages."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph", UserWarning)  # see `test_charts_have_no_empty_boxes`
        return {
            (name, lang, kind): content(report, lang, kind)
            for name, report in reports.items()
            for lang in LANGUAGES
            for kind in FORMATS
        }


def texts(report: Report) -> list[str]:
    """The hostile texts of the documents that a report rests on."""
    documents = set(column(report.data, "source_id"))
    return [words for number, words in enumerate(HOSTILE) if f"hostile-{number}" in documents]


def bare(text: str) -> str:
    """Without white space, which lines and columns change."""
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("name", NAMES)
def test_reports_are_made_and_proven(hostile: Dataset, reports: dict[str, Report], name: str) -> None:
    report = reports[name]
    check_references(report)
    check_points(report, hostile)
    assert len(texts(report)) >= LEAST[name]
    assert {"peers-1", "changes-chart", "targets-chart"} <= {one.id for one in reports[NAMES[0]].figures()}
    links = {cell.link for one in report.tables() for row in one.rows for cell in row.cells}
    links = {link for link in links if not link.startswith(("#", "place-"))} - {""}
    assert links <= set(WHERE)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_show_texts_as_text(files: Files, reports: dict[str, Report], name: str, lang: Lang) -> None:
    root = parsed(files[name, lang, "html"])
    text = squeezed(root.text)
    for words in texts(reports[name]):
        assert squeezed(plain(words)) in text, words
    assert root.all("script", "lab", "iframe", "object", "embed", "form", "base") == []
    for element in root.all():
        assert not [attribute for attribute in element.attributes if attribute.startswith("on")]
    assert addresses(root) <= {*WHERE}


def addresses(root: Element) -> set[str]:
    """Where a page leads to outside itself; what it holds of its own is CSV and pictures."""
    found = {
        element.attributes[name] for element in root.all() for name in ("href", "src") if name in element.attributes
    }
    return {one for one in found if not re.match(r"#|data:text/csv;|data:image/svg\+xml;", one)}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_workbooks_hold_strings_and_no_formula(files: Files, reports: dict[str, Report], name: str, lang: Lang) -> None:
    book = read(files[name, lang, "xlsx"])
    for page in book.pages:
        assert page.find(".//m:f") == []
    cells = strings(book)
    for words in texts(reports[name]):
        assert any(plain(words) in cell for cell in cells), words
        assert plain(words) in cells or name == "targets", words
    outside = {link for page in book.pages for link in page.links.values() if not link.startswith(("#", "internal:"))}
    assert outside <= set(WHERE)
    assert not any(re.search(r"externalLink|connections|vbaProject|queryTable|dde", part) for part in book.parts)


def strings(book: Book) -> set[str]:
    return {value for page in book.pages for value in page.cells.values() if isinstance(value, str)}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_printed_reports_show_texts_as_text(
    files: Files, reports: dict[str, Report], name: str, lang: Lang, tmp_path: Path
) -> None:
    if shutil.which("pdftotext") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("pdftotext (of poppler-utils) is not installed")
        pytest.skip("pdftotext (of poppler-utils) is not installed")
    path = tmp_path / "made.pdf"
    path.write_bytes(files[name, lang, "pdf"])
    # Without what stands above and below a page, which would come between the lines of a text.
    crop = ["-raw", "-r", "72", "-y", "66", "-W", "596", "-H", "715"]
    done = subprocess.run(["pdftotext", *crop, str(path), "-"], capture_output=True, check=True, timeout=60)
    text = bare(done.stdout.decode())
    for words in texts(reports[name]):
        assert bare(visible(words)) in text, words
    assert "\ufffd" not in text
    assert b"/JavaScript" not in files[name, lang, "pdf"]
    assert not re.search(rb"/URI\s*\((?!https://example\.org/)", files[name, lang, "pdf"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_charts_are_pictures_and_nothing_else(files: Files, reports: dict[str, Report], lang: Lang) -> None:
    """After all files are written, that nothing is drawn twice."""
    for report in reports.values():
        for figure in report.figures():
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", "Glyph", UserWarning)
                drawing = figure.draw(lang)
            root = ET.fromstring(drawing.svg)
            tags = {element.tag.partition("}")[2] for element in root.iter()}
            assert tags & {"script", "foreignObject", "a", "image", "text"} == set(), figure.id
            targets = {value for one in root.iter() for key, value in one.attrib.items() if key.endswith("href")}
            assert all(one.startswith("#") for one in targets)
            assert not [key for one in root.iter() for key in one.attrib if key.startswith("on")]
            assert 40 <= len(drawing.alt) <= 300


def test_charts_have_no_empty_boxes(hostile: Dataset) -> None:
    """Emoji and Arabic in a title of a document: said by number, as in a PDF, not drawn as boxes with a warning."""
    for figure in make(hostile, "targets").figures():
        figure.draw("zh")


def test_each_text_and_address_is_in_the_data(hostile: Dataset) -> None:
    """The texts come through `Dataset.of` as they are, or the tests above would ask for nothing."""
    for name in ("subject_zh", "printed", "note", "locator", "read_as"):
        found = {value for (value,) in hostile.rows(f"select distinct {name} from observations")}
        assert set(HOSTILE) <= found, name
    for name in ("title_zh", "title_en", "issuer", "document_number"):
        assert {value for (value,) in hostile.rows(f"select {name} from sources")} == set(HOSTILE), name
    assert {value for (value,) in hostile.rows("select url from sources")} == set(ADDRESSES)
