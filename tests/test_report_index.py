"""The index page: every report of it, by kind and province, and a search that needs no other script."""

from __future__ import annotations

import base64
import hashlib
import json

import pytest
from index_entries import EDITION, PLACES, PROVINCE, entries
from page_parts import parsed
from report_samples import HOSTILE

from civstats.catalogue import LANGUAGES, Lang
from civstats.report.csvfile import plain
from civstats.report.index import index
from civstats.report.model import Text
from civstats.report.words import say
from civstats.schema import datapackage, jsonld

DESCRIPTOR = datapackage.head("civstats", "1.0.0", ()) | {"resources": []}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_index_leads_to_every_report(lang: Lang) -> None:
    root = parsed(index(entries(), lang, EDITION))
    found = [entry for entry in root.all("li") if "data-search" in entry.attributes]
    files = [[a.attributes["href"] for a in entry.all("a")] for entry in found]
    places = [[f"place-{code}.{lang}.{kind}" for kind in ("html", "pdf", "xlsx")] for *_, code, _ in PLACES]
    assert files == [[f"scorecard.{lang}.html", f"scorecard.{lang}.pdf"], [f"place-china.{lang}.xlsx"], *places]
    titles = [Text("记分卡", "Scorecard"), Text("全国", "China"), *(Text(zh, en) for zh, en, *_ in PLACES)]
    assert [entry.one("p", css="entry").text for entry in found] == [title.said(lang) for title in titles]
    assert found[2].one("p", css="said").text == Text("75个数值，2021—2025年", "75 figures, 2021–2025").said(lang)
    assert [heading.text for heading in root.all("h3")] == [PROVINCE.said(lang)]
    other = root.one("nav", css="forms").one("a")
    assert other.attributes["href"] == {"zh": "index.en.html", "en": "index.html"}[lang]
    assert [one.text for one in root.one("dl").all("dt", "dd")] == [text.said(lang) for text in EDITION[0]]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_entry_is_found_by_both_names_province_code_and_pinyin(lang: Lang) -> None:
    root = parsed(index(entries(), lang, EDITION))
    words = [entry.attributes["data-search"] for entry in root.all("li") if "data-search" in entry.attributes]
    for found, place in zip(words[2:], PLACES, strict=True):
        assert all(word in found for word in (*place, PROVINCE.zh, PROVINCE.en))
    box = root.one(css="search")
    assert "hidden" in box.attributes
    assert box.attributes["data-one"] == say("html_hits", count=1).said(lang)
    assert box.attributes["data-many"] == say("html_hits", count=27).said(lang).replace("27", "{count}")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_search_engines_are_told_of_the_dataset_and_of_no_tables_of_a_users_own(lang: Lang) -> None:
    [data, _] = parsed(index(entries(), lang, EDITION, DESCRIPTOR)).all("script")
    [text] = [part for part in data.inside if isinstance(part, str)]
    assert json.loads(text) == jsonld.describe(DESCRIPTOR, lang)
    assert len(parsed(index(entries(), lang, EDITION)).all("script")) == 1
    assert len(parsed(index(entries(), lang, EDITION, {})).all("script")) == 1


def test_an_index_without_reports_says_so() -> None:
    assert say("html_none").zh in parsed(index([], "zh", ())).one("main").text
    assert say("html_none").zh not in parsed(index(entries(), "zh", ())).one("main").text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_index_runs_its_own_script_and_no_other(lang: Lang) -> None:
    root = parsed(index(entries(), lang, EDITION, DESCRIPTOR))
    data, run = root.all("script")
    assert data.attributes == {"type": "application/ld+json"}, "a data block, which no browser runs"
    [script] = [part for part in run.inside if isinstance(part, str)]
    assert not run.attributes
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    [policy] = [meta.attributes["content"] for meta in root.all("meta") if "http-equiv" in meta.attributes]
    assert policy == f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'"


@pytest.mark.parametrize("words", HOSTILE)
def test_names_are_words(words: str) -> None:
    quiet, root = (parsed(index(entries(said), "en", EDITION)) for said in ("", words))
    marks = {"span", "bdi"}
    assert [e.tag for e in root.all() if e.tag not in marks] == [e.tag for e in quiet.all() if e.tag not in marks]
    assert {name for e in root.all() for name in e.attributes} == {name for e in quiet.all() for name in e.attributes}
    assert " ".join(plain(words).split()) in root.one("main").text
    assert index(entries(words), "en", EDITION) == index(entries(words), "en", EDITION)
