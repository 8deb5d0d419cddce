"""Entries of an index page, made by hand: of every kind, with and without a province."""

from __future__ import annotations

from civstats.report.index import Entry
from civstats.report.model import NOTHING, Text

EDITION = ((Text("版本", "Edition"), Text.same("0.1.0")),)
PLACES = (("乌审旗", "Wushen Banner", "150626", "wushenqi"), ("西安市", "Xi\u2019an", "610100", "xian"))
PROVINCE = Text("内蒙古自治区", "Inner Mongolia")


def entries(words: str = "") -> list[Entry]:
    """Two places, a scorecard without a workbook, and a country of which only a workbook is there; in wrong order."""
    said, files = Text("75个数值，2021—2025年", "75 figures, 2021–2025"), ("html", "pdf", "xlsx")
    places = [
        Entry(f"place-{code}", "profile", Text(zh, f"{en} {words}"), PROVINCE, f"{code} {pinyin}", said, files)
        for zh, en, code, pinyin in PLACES
    ]
    scorecard = Entry(
        "scorecard", "scorecard", Text("记分卡", "Scorecard"), NOTHING, "mubiao", NOTHING, ("html", "pdf")
    )
    country = Entry("place-china", "profile", Text("全国", "China"), NOTHING, words, NOTHING, ("xlsx",))
    return [*places, scorecard, country]
