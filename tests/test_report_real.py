"""The real reports as wholes: what is claimed is so, what page one answers, their size, and that they stay the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from page_parts import parsed
from pdf_reader import Poppler, bare, reader
from real_reports import (
    FILES,
    LARGEST,
    NOTHING_KNOWN,
    OF_EACH_KIND,
    QUALITY,
    REPORTS,
    RICH,
    SINGLE,
    TARGETS,
    UNLIKE,
    Real,
    files,
)
from report_checks import check_points, check_references

from civstats import codelists
from civstats.catalogue import LANGUAGES, Lang
from civstats.report.html import INDEX
from civstats.report.words import labels
from civstats.report.write import FORMATS, content

MB = 1_000_000
LIMITS = {"html": 1.5 * MB, "pdf": 2 * MB, "xlsx": 1 * MB}
HAN = re.compile("[\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@pytest.fixture
def poppler(tmp_path: Path) -> Poppler:
    return reader(tmp_path)


def test_the_reports_are_the_ones_meant(real: Real) -> None:
    counted = {which: len(real.models[which].data.rows) for which in REPORTS}
    asked = "select count(*) from observations where locality_id = $place"
    single, nothing = (real.names[which].removeprefix("place-") for which in (SINGLE, NOTHING_KNOWN))
    assert real.ds.rows(asked, {"place": single}) == [(1,)]
    assert real.ds.rows(asked, {"place": nothing}) == [(0,)]
    assert counted[NOTHING_KNOWN] == 0
    assert counted[RICH] > 70
    assert counted[LARGEST] == max(counted.values())
    assert [real.models[which].kind for which in (RICH, UNLIKE, TARGETS, QUALITY)] == [
        "profile", "comparison", "scorecard", "quality",
    ]  # fmt: skip
    assert not list(real.models[UNLIKE].figures())


@pytest.mark.parametrize("which", REPORTS)
def test_every_point_is_proven_and_leads_to_a_place(real: Real, which: str) -> None:
    report = real.models[which]
    check_points(report, real.ds)
    check_references(report)
    assert report.points or which == NOTHING_KNOWN
    for lang in LANGUAGES:
        for point in report.points:
            assert point.to
            assert real.page(which, lang).at(point.to).text


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(("which", "lang"), FILES)
def test_files_are_no_larger_than_they_may_be(real: Real, which: str, lang: Lang, kind: str) -> None:
    assert 5_000 < len(real.bytes(which, lang, kind)) <= LIMITS[kind]


def test_another_process_writes_the_same_bytes(real: Real) -> None:
    """With another seed, time zone, locale and order, and by the function that users call."""
    real.wait()
    there = {path.name: path.read_bytes() for path in real.again.iterdir()}
    whole = [real.names[which] for which in OF_EACH_KIND]
    books = [file for file in files(list(real.names.values())) if file.endswith(".xlsx")]
    assert set(there) == {*files(whole), *books}
    assert [name for name, made in there.items() if made != (real.folder / name).read_bytes()] == []


@pytest.mark.parametrize("kind", FORMATS)
def test_written_again_a_report_has_the_same_bytes(real: Real, kind: str) -> None:
    assert content(real.models[SINGLE], "en", kind, files([real.names[SINGLE]])) == real.bytes(SINGLE, "en", kind)


@pytest.mark.parametrize("which", REPORTS)
def test_chinese_in_an_english_page_says_so(real: Real, which: str) -> None:
    for text, element, language in real.page(which, "en").speaking():
        assert element.tag in ("title", "style", "script") or language == "zh-CN" or not HAN.search(text), text


@pytest.mark.parametrize("which", REPORTS)
def test_labels_are_those_of_the_catalogue_in_english(real: Real, which: str) -> None:
    """Headings, labels and captions have no Chinese but that of documents, names and characters that are explained."""
    report = real.models[which]
    said = {words["en"] for words in labels().values()}
    said |= {row["name_en"] for row in codelists.rows("verdicts")}
    for section in report.sections:
        assert section.title.en in said
    for table in (*report.tables(), report.data):
        for column in table.columns:
            assert column.label.en in said, (table.id, column.key)
            assert not HAN.search(column.label.en)
    for label, _ in report.edition:
        assert label.en in said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_index_leads_to_the_reports(real: Real, lang: Lang) -> None:
    root = parsed((real.folder / INDEX[lang]).read_bytes())
    links = {a.attributes["href"] for a in root.all("a")}
    listed = [which for which in REPORTS if which not in (SINGLE, NOTHING_KNOWN)]
    assert {f"{real.names[which]}.{lang}.{kind}" for which in listed for kind in FORMATS} <= links
    assert not {f"{real.names[which]}.{lang}.html" for which in (SINGLE, NOTHING_KNOWN)} & links


def test_page_one_answers_what_is_asked_of_a_place(real: Real, poppler: Poppler) -> None:
    """The rural standard and since when; by how much it rose; its place among named peers; the targets due in 2023."""
    pages = poppler(real.bytes(RICH, "zh", "pdf"), "pdftotext", "-raw", out="-").split("\f")
    text = bare(pages[0])
    assert "农村最低生活保障标准650元/人·月" in text
    assert "2022-01-01起执行" in text
    assert "比2021年+50元/人·月（+8.3%）" in text
    ranked = re.search(r"(\d+)个可比县区中并列第(\d+)位（另有([^）]*)）", text)
    assert ranked
    asked = "select name_zh from localities where name_zh in (select unnest($names)) and level = 'county'"
    names = ranked[3].split("、")
    assert {name for (name,) in real.ds.rows(asked, {"names": names})} == set(names)
    assert len(names) == int(ranked[1]) - 1
    goals = re.search(r"2023年到期的目标(\d+)项：(.*)另有(\d+)项", text)
    assert goals
    due = real.ds.rows(
        "select i.name_zh, o.value, o.lower from targets t join observations o using (observation_id) "
        "join indicators i on i.indicator_id = o.indicator_id "
        "where t.locality_id = '150626' and year(t.deadline) = 2023"
    )
    named = goals[2].rstrip("；").split("；")
    assert int(goals[1]) == len(due) == len(named) + int(goals[3])
    assert len(named) >= 10
    known = [(bare(name), f"{value if value is not None else lower:g}") for name, value, lower in due]
    for goal in named:
        assert [name for name, value in known if name in goal and value in goal], goal
