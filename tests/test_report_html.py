"""Reports and index as HTML: what the model says and nothing else, in sound markup, with no way out of the file."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import string
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from index_entries import EDITION, entries
from page_parts import ADDRESSES, Element, parsed, squeezed
from report_samples import HOSTILE, SVG, sample

from civstats.catalogue import LANGUAGES, Lang
from civstats.report.csvfile import csv, plain
from civstats.report.html import html, link, shown
from civstats.report.index import index
from civstats.report.model import NOTHING, Cell, Report, Row, Table, Text
from civstats.report.words import labels, say

REPORT = Path(__file__).parent.parent / "civstats" / "report"
BESIDE = [
    f"place-150626.{lang}.{kind}" for lang in LANGUAGES for kind in ("html", "pdf", "xlsx")
] + ["index.html", "index.en.html"]  # fmt: skip
HAN = re.compile("[\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
SCRIPT = """
import hashlib, sys
import civstats.cli
assert "jinja2" not in sys.modules
sys.path.insert(0, {folder!r})
from report_samples import sample
from civstats.report.html import html
print(hashlib.sha256(html(sample(), "en", {{"index.en.html", "place-150626.zh.html"}})).hexdigest())
"""


def page(report: Report, lang: Lang) -> Element:
    return parsed(html(report, lang, BESIDE))


def pages(lang: Lang) -> list[Element]:
    return [page(sample(), lang), parsed(index(entries(), lang, EDITION)), parsed(index([], lang, ()))]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_have_the_structure_that_reading_machines_need(lang: Lang) -> None:
    front = replace(
        sample(), front=tuple(block for section in sample().sections for block in section.blocks), sections=()
    )
    for root in (*pages(lang), page(front, lang)):
        assert root.one("html").attributes["lang"] == {"zh": "zh-CN", "en": "en-GB"}[lang]
        levels = [int(heading.tag[1]) for heading in root.all("h1", "h2", "h3", "h4", "h5", "h6")]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(low + 1 >= high for low, high in pairwise(levels))
        assert all(root.one(tag).text for tag in ("header", "main", "footer", "title"))
        assert root.all("nav")
        first = root.all("a")[0]
        assert (first.attributes["href"], root.at("main").tag) == ("#main", "main")
        assert {"description", "viewport"} <= {meta.attributes.get("name") for meta in root.all("meta")}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_report_page_runs_and_loads_nothing(lang: Lang) -> None:
    root = page(sample(), lang)
    [policy] = [meta for meta in root.all("meta") if meta.attributes.get("http-equiv") == "Content-Security-Policy"]
    assert policy.attributes["content"] == "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    assert not root.all("script", "iframe", "object", "embed", "link", "base", "form", "svg", "video")
    assert not re.search(r"@import|url\(", root.one("style").text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_addresses_lead_to_the_page_its_neighbours_and_documents_only(lang: Lang) -> None:
    written = {f"{name}.{lang}.{kind}" for name in ("place-150626", "place-610100") for kind in ("html", "pdf", "xlsx")}
    neighbours = {*BESIDE, *written, f"scorecard.{lang}.html", f"scorecard.{lang}.pdf", f"place-china.{lang}.xlsx"}
    for root in pages(lang):
        ids = [element.attributes["id"] for element in root.all() if "id" in element.attributes]
        assert len(set(ids)) == len(ids)
        for element in root.all():
            for address in (element.attributes[name] for name in ADDRESSES if name in element.attributes):
                known = address in neighbours or address == "https://example.org/a?b=1&c=2"
                assert known or address.startswith("data:") or address.removeprefix("#") in ids, address
                if address.startswith("http"):
                    assert element.attributes["rel"] == "noopener noreferrer"
            for name in ("aria-labelledby", "aria-describedby", "for"):
                assert element.attributes.get(name, ids[0]) in ids
            assert not [name for name in element.attributes if name.startswith("on")]


def test_neighbours_are_linked_to_where_they_are() -> None:
    links = [(a.text, a.attributes["href"]) for a in page(sample(), "zh").one("nav", css="forms").all("a")]
    assert links == [
        ("English", "place-150626.en.html"), ("PDF", "place-150626.zh.pdf"), ("Excel", "place-150626.zh.xlsx"),
        ("全部报告", "index.html"),
    ]  # fmt: skip
    few = parsed(html(sample(), "en", ["place-150626.zh.html", "place-150626.zh.pdf", "index.html"]))
    [other] = few.one("nav", css="forms").all("a")
    assert (other.text, other.attributes["hreflang"], other.language) == ("中文", "zh-CN", "zh-CN")
    assert not parsed(html(sample(), "en")).all("nav", css="forms")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_tables_say_what_the_model_says(lang: Lang) -> None:
    report = sample()
    root = page(report, lang)
    for table in report.tables():
        place = root.at(table.id)
        assert root.at(f"{table.id}-caption").text == table.caption.said(lang)
        assert all(note.said(lang) in place.text for note in table.notes)
        if not table.rows:
            assert table.empty.said(lang) in place.text
            assert not place.all("table")
            continue
        box = place.one(css="scroll").attributes
        assert (box["tabindex"], box["role"], box["aria-labelledby"]) == ("0", "region", f"{table.id}-caption")
        head, body = place.one("thead"), place.one("tbody")
        assert [th.text for th in head.all("th")] == [column.label.said(lang) for column in table.columns]
        assert {th.attributes["scope"] for th in head.all("th")} == {"col"}
        for row, tr in zip(table.rows, body.all("tr"), strict=True):
            assert tr.attributes.get("id", "") == row.anchor
            assert [th.attributes["scope"] for th in tr.all("th")] == ["row"]
            for column, cell, shown_cell in zip(table.columns, row.cells, tr.all("th", "td"), strict=True):
                refs = "".join(f"[{report.numbers[ref]}]" for ref in cell.refs)
                assert shown_cell.text == squeezed(f"{cell.text.said(lang)} {refs}")
                assert column.kind in shown_cell.classes
                links = [a for a in shown_cell.all("a") if a.attributes["href"].startswith("#e")]
                said = [say("page_reference", number=report.numbers[ref]).said(lang) for ref in cell.refs]
                assert [a.attributes["aria-label"] for a in links] == said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_page_one_says_what_the_model_says(lang: Lang) -> None:
    report = sample()
    root = page(report, lang)
    assert root.one("h1").text == report.title.said(lang)
    facts = [(one.all("dt")[0].text, one.all("dd")[0].text) for one in root.one("dl").all("div")]
    assert facts == [(label.said(lang), fact.said(lang)) for label, fact in report.edition]
    for key, tile in zip(report.keys, root.one("ul", css="keys").all("li"), strict=True):
        texts = (key.label, key.value, key.unit, key.state, key.period, key.change, key.rank)
        refs = "".join(f"[{report.numbers[ref]}]" for ref in key.refs)
        assert tile.text == " ".join([*(text.said(lang) for text in texts if text), refs])
        assert [f"#e{report.numbers[ref]}" for ref in key.refs] == [a.attributes["href"] for a in tile.all("a")]
    [point] = root.one("ul", css="points").all("a")
    assert (point.text, point.attributes["href"]) == (report.points[0].text.said(lang), "#figure-1")
    assert root.one("section", css="missing").all("p")[0].text == report.missing.said(lang)
    assert root.one(css="prose").text == f"{Text('目标：', 'Targets: ').said(lang)}农村低保标准 [2]"
    contents = [a.attributes["href"] for a in root.one("nav", css="contents").all("a")]
    assert contents == ["#page-points", "#standards", "#comparability", "#evidence-section", "#page-data"]
    lines = [line.text for line in root.one(css="checks").all("li")]
    assert [line[0] for line in lines] == ["✓", "✗", "–"]
    for line, words in zip(lines, ("page_holds", "page_fails", "page_nothing_to_hold"), strict=True):
        assert f" {say(words).said(lang)} " in line


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_figure_has_its_words_and_its_table(lang: Lang) -> None:
    [figure] = sample().figures()
    drawing, place = figure.draw(lang), page(sample(), lang).at("figure-1")
    assert place.one("h3").text == f"{say('html_figure', number=1).said(lang)} {drawing.headline}"
    image = place.one("img").attributes
    assert image["alt"] == drawing.alt
    assert base64.b64decode(image["src"].removeprefix("data:image/svg+xml;base64,")) == SVG
    for text in (drawing.subtitle, drawing.source, figure.unit.said(lang), figure.notes[0].said(lang)):
        assert text in place.text
    assert place.one("details").one("table").text.startswith(figure.table.caption.said(lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_table_can_be_taken_away(lang: Lang) -> None:
    report = sample()
    tables = {f"place-150626-{table.id}.csv": table for table in (*report.tables(), report.data) if table.rows}
    links = [a for a in page(report, lang).all("a") if "download" in a.attributes]
    assert sorted(a.attributes["download"] for a in links) == sorted(tables)
    for a in links:
        table = tables[a.attributes["download"]]
        content = base64.b64decode(a.attributes["href"].removeprefix("data:text/csv;charset=utf-8;base64,"))
        assert content == csv(table, lang)
        size = f"{(len(content) + 999) // 1000} kB"
        assert a.text.startswith(say("page_csv", size=size).said(lang))
        assert a.text.endswith(table.caption.said(lang))


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_words_of_documents_are_words(words: str, lang: Lang) -> None:
    quiet, root = page(sample(), lang), page(sample(words, words), lang)
    said = squeezed(plain(words))
    assert root.one("h1").text == f"{Text('乌审旗', 'Wushen Banner').said(lang)} {said}"
    assert root.at("table-standards-caption").text.endswith(said)
    assert [th.text for th in root.at("evidence").all("th") if th.attributes["scope"] == "row"] == [said, said]
    marks = {"span", "bdi"}
    assert [e.tag for e in root.all() if e.tag not in marks] == [e.tag for e in quiet.all() if e.tag not in marks]
    assert {name for e in root.all() for name in e.attributes} == {name for e in quiet.all() for name in e.attributes}
    listed = parsed(index(entries(words), lang, EDITION))
    assert [e.tag for e in listed.all() if e.tag not in marks] == [
        e.tag for e in parsed(index(entries(), lang, EDITION)).all() if e.tag not in marks
    ]


@pytest.mark.parametrize("words", ["农村低保标准", *HOSTILE])
def test_chinese_in_an_english_page_says_so(words: str) -> None:
    for root in (page(sample(words, f"7800元/人·年 {words}"), "en"), parsed(index(entries(words), "en", EDITION))):
        for text, element, language in root.speaking():
            assert element.tag in ("title", "style", "script") or language == "zh-CN" or not HAN.search(text)
            assert element.tag != "span" or language != "zh-CN" or HAN.search(element.text)


@pytest.mark.parametrize(
    ("text", "lang", "said"),
    [
        ("7800元/人·年 or <b>", "en", '7800<span lang="zh-CN">元/人·年</span> or &lt;b&gt;'),
        ("A (《总结》, 1)", "en", 'A (<span lang="zh-CN">《总结》</span>, 1)'),
        ("7800元/人·年", "zh", "7800元/人·年"),
        ("a\u202eb", "zh", "<bdi>a\u202eb</bdi>"),
        ("ש 元", "en", '<bdi>ש <span lang="zh-CN">元</span></bdi>'),
        ("\x00\ud800", "zh", "〔U+0000〕〔U+D800〕"),
    ],
)
def test_words_are_marked_with_their_language_and_direction(text: str, lang: Lang, said: str) -> None:
    assert shown(Text.same(text), lang) == shown(text, lang) == said


@pytest.mark.parametrize(
    ("address", "leads"),
    [
        ("#e1", "#e1"), ("https://example.org/a?b", "https://example.org/a?b"), ("HTTP://example.org", "HTTP://example.org"),
        ("place-1.en.html", "place-1.en.html"), ("place-1", "place-1.en.html"), ("附 1.pdf", "%E9%99%84%201.pdf"),
        *((address, "") for address in (
            "", "javascript:alert(1)", "JavaScript:alert(1)", "\tjavascript:alert(1)", "java\nscript:alert(1)",
            "data:text/html,<script>alert(1)</script>", "//example.org", "file:///etc/passwd", "../secret", "place-2",
            "https://example.org/\njavascript:", "vbscript:x", "# x", "https:example.org",
        )),
    ],
)  # fmt: skip
def test_only_harmless_addresses_are_links(address: str, leads: str) -> None:
    beside = ["place-1.en.html", "place-1.zh.html", "附 1.pdf"]
    assert link(address, "en", beside) == leads
    column = sample().data.columns[:1]
    table = Table("t", Text.same("t"), column, (Row((Cell(Text.same("words"), link=address),)),))
    place = parsed(html(replace(sample(), front=(table,)), "en", beside)).at("t").one("tbody")
    assert [a.attributes["href"] for a in place.all("a")] == ([leads] if leads else [])
    assert place.text == "words"


def test_the_same_report_gives_the_same_bytes() -> None:
    script = SCRIPT.format(folder=str(Path(__file__).parent))
    there = []
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=env)
        there.append(done.stdout.strip())
    here = html(sample(), "en", ["place-150626.zh.html", "index.en.html"])
    assert there == [hashlib.sha256(here).hexdigest()] * 2
    assert index(entries(), "zh", EDITION) == index(entries(), "zh", EDITION)


def test_a_reference_to_nothing_is_an_error() -> None:
    with pytest.raises(KeyError, match="wushen:2"):
        html(replace(sample(), refs=("wushen:1",)), "zh")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_report_does_not_have_is_not_announced(lang: Lang) -> None:
    bare = replace(sample(), edition=(), keys=(), points=(), front=(), missing=NOTHING, sections=())
    root = page(bare, lang)
    headings = [say(key).said(lang) for key in ("page_contents", "page_data")]
    assert [heading.text for heading in root.all("h2", "h3")] == headings
    assert not root.all("dl", "ul", css="facts")


def test_all_words_are_used_and_said_in_both_languages() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (*REPORT.glob("templates/*.j2"), *REPORT.glob("*.py"))]
    used = {key for source in sources for key in re.findall(r'"(html_\w+)"', source)}
    mine = {key: row for key, row in labels().items() if key.startswith("html_")}
    assert used == set(mine)
    for row in mine.values():
        fields = [{name for _, name, _, _ in string.Formatter().parse(row[lang]) if name} for lang in LANGUAGES]
        assert fields[0] == fields[1] - {"s"}
        assert row["en"]
        assert row["zh"]
        assert not HAN.search(row["en"])
