"""The words of the reports: each is declared once, said somewhere, and says the same in both languages."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Mapping
from string import Formatter

import pytest
import report_words_used as used
from report_checks import HAN, numbers

from civstats.catalogue import LANGUAGES, Lang
from civstats.report import evidence
from civstats.report.model import Text
from civstats.report.words import joined, labels, say

FAMILIES = {
    "common": ("common",),
    "comparison": ("comparison", "compared", "steps", "spread", "years", "others"),
    "contents": ("contents",),
    "evidence": ("evidence", "sources", "data"),
    "frame": ("frame", "definitions", "contradictions", "corrections", "states", "terms", "about"),
    "html": ("html",),
    "page": ("page",),
    "pdf": ("pdf",),
    "profile": ("profile", "rates", "counts", "ranked", "pairs", "goals", "covered", "peers", "checks"),
    "quality": ("quality",),
    "scorecard": ("scorecard",),
    "xlsx": ("xlsx",),
}
"""What the keys of each file begin with: one word a table or a part of a report."""
LATIN = {"about_rounding": "CSV", "about_cite": "civstats", "html_footer": "civstats", "html_index_intro": "PDF Excel",
         "page_csv": "CSV", "page_other_language": "English", "page_pdf": "PDF", "page_workbook": "Excel"}  # fmt: skip
"""The words in Latin letters that a Chinese text holds."""
HAN_MEANT = {"page_other_language": "中文"}
PIECES = ("page_comma", "profile_between", "profile_of_place", "profile_printed_rate", "profile_rate",
          "profile_more_goals", "html_of", "scorecard_between")  # fmt: skip
"""What stands before or after other words, and so may begin or end with a space or a mark."""
FILES = sorted((used.FOLDER / "labels").glob("*.csv"))
WORDS = labels()
OWN = [key for key in WORDS if not key.startswith(("quality_", "scorecard_"))]
"""The words of quality report and scorecard are held against what is said by the tests of these."""


def of_file(stem: str) -> list[str]:
    return [key for key in WORDS if key.partition("_")[0] in FAMILIES[stem]]


def bare(text: str) -> str:
    """The words without the fields."""
    return re.sub(r"\{\w*\}", "", text)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name} - {"s"}


def test_each_key_stands_once_in_the_file_of_its_family() -> None:
    keys: list[str] = []
    for path in FILES:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert all(list(row) == ["key", "zh", "en"] and None not in row.values() for row in rows), path.name
        own = FAMILIES[path.stem]
        assert [row["key"] for row in rows if row["key"].partition("_")[0] not in own] == []
        keys += [row["key"] for row in rows]
    assert [key for key, count in Counter(keys).items() if count > 1] == []
    assert set(keys) == set(WORDS)
    beginnings = [name for names in FAMILIES.values() for name in names]
    assert len(beginnings) == len(set(beginnings))


def test_every_word_that_is_said_is_declared() -> None:
    assert set(used.called()) - set(WORDS) == set()
    assert {f"data_{name}" for name in ("observation_id", "place", "thing", *evidence._FIELDS, "title")} <= set(WORDS)
    assert used.drifted() == []


def test_every_word_that_is_declared_is_said() -> None:
    data = {f"data_{name}" for name in ("caption", "observation_id", "place", "thing", *evidence._FIELDS, "title")}
    assert set(OWN) - set(used.called()) - used.literals() - data == set()


def test_the_code_is_read_as_it_is() -> None:
    """The reader of the code sees every kind of call."""
    found = set(used.called())
    for key in (
        "checks_level",
        "states_range_means",
        "terms_banner",
        "profile_set_floor",
        "rates_caption",
        "pairs_verdict",
        "page_reference",
        "html_top",
        "page_holds",
        "profile_since",
        "profile_still",
    ):
        assert key in found or key == "rates_caption", key
    assert "rates_caption" in used.literals()
    assert "no_such_key" not in found | used.literals()


@pytest.mark.parametrize("stem", FAMILIES)
def test_both_languages_say_the_same(stem: str) -> None:
    for key in of_file(stem):
        zh, en = WORDS[key]["zh"], WORDS[key]["en"]
        assert zh, key
        assert en, key
        assert fields(zh) == fields(en), key
        assert "{s}" not in zh, key
        assert numbers(bare(zh)) == numbers(bare(en)), key
        assert sorted(re.findall("[A-Za-z]+", bare(zh))) == sorted(LATIN.get(key, "").split()), key
        assert "".join(HAN.findall(en)) == HAN_MEANT.get(key, ""), key


@pytest.mark.parametrize("stem", FAMILIES)
def test_marks_and_spaces_are_those_of_the_language(stem: str) -> None:
    for key in of_file(stem):
        zh, en = WORDS[key]["zh"], WORDS[key]["en"]
        for text in (zh, en):
            assert "  " not in text, key
            assert not re.search(r"\s[,.;:)\]，。；：、）〕]", text), key
            assert [text.count(mark) for mark in "([（〔“《"] == [text.count(mark) for mark in ")]）〕”》"], key
            assert key in PIECES or not re.search(r"^[\s，；、,;]|[\s，；、,;:]$", text), key
        assert not re.search(r"[,;:?!()]", bare(zh)), key
        assert not re.search(r"[，；：？！（）。、〔〕“”《》—]", en), key
        assert not re.search(r"[,;:](?![ \d]|$)", bare(en)), key
        for of_zh, of_en in (("。", "."), ("？", "?")):
            assert zh.endswith(of_zh) == (en.endswith(of_en) and en != "No."), key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_words_are_filled_in_each_language(lang: Lang) -> None:
    place = Text("乌审旗", "Wushen Banner")
    assert say("counts_caption", place=place, theme=Text("养老", "Care")).said(lang) == {
        "zh": "乌审旗：养老", "en": "Wushen Banner: Care"
    }[lang]  # fmt: skip
    assert joined([place, Text.same("1")]).said(lang) == {"zh": "乌审旗、1", "en": "Wushen Banner, 1"}[lang]
    with pytest.raises(KeyError):
        say("no_such_key")


def test_english_plurals_follow_the_count() -> None:
    plural = [row for row in WORDS.values() if "{s}" in row["en"]]
    assert plural
    for row in plural:
        for count in (0, 1, 2):
            filled: Mapping[str, object] = {**dict.fromkeys(fields(row["en"]), "x"), "count": count}
            assert (say(row["key"], **filled).en == row["en"].format(**filled, s="")) == (count == 1)


def test_who_says_a_plural_gives_the_count() -> None:
    plural = {key for key, row in WORDS.items() if "{s}" in row["en"]}
    said = [(key, names) for key, names in used.given() if key in plural]
    assert {"profile_goals", "contradictions_none"} <= {key for key, _ in said}
    assert [key for key, names in said if not names & {"count", "**"}] == []
