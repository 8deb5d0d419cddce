"""Made-up frames for the tests of the charts: few and many rows, long names, huge and tiny values, all states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import pandas as pd

PLACES = (
    ("甲县", "Jia County"),
    ("乙县", "Yi County"),
    ("积石山保安族东乡族撒拉族自治县", "Jishishan Bonan, Dongxiang and Salar Autonomous County"),
    ("乌审旗", "Wushen Banner"),
    ("郧阳区", "Yunyang District"),
)
ROW: Mapping[str, Any] = {
    "locality_id": None,
    "level": "county",
    "indicator_id": "dibao_standard",
    "indicator_zh": "最低生活保障标准",
    "indicator_en": "Dibao standard (minimum living guarantee)",
    "residence": "rural",
    "breakdown": "total",
    "year": 2023,
    "unit": "CNY/person/month",
    "state": "published",
    "reason_zh": None,
    "reason_en": None,
    "printed": None,
    "source_id": "jia-2023-notice",
}


def place(number: int) -> dict[str, str]:
    """The names of the place ``number``, each another one."""
    zh, en = PLACES[number % len(PLACES)]
    if number >= len(PLACES):
        zh, en = f"{zh[:-1]}{number}{zh[-1]}", f"{en} {number}"
    return {"place_zh": zh, "place_en": en}


def level(low: float | None, high: float | None, bound: str = "eq", prefix: str = "") -> dict[str, Any]:
    """The columns of a level from its ends."""
    known = [end for end in (low, high) if end is not None]
    value = None if bound == "range" else min(known) if bound != "nearly" else max(known)
    if bound == "approx":
        value = sum(known) / 2
    return {f"{prefix}value": value, f"{prefix}lower": low, f"{prefix}upper": high, f"{prefix}bound": bound}


NOTHING = {"value": None, "lower": None, "upper": None, "bound": None}


def values(count: int = 5, numbers: Sequence[float] = ()) -> pd.DataFrame:
    """Exact values of ``count`` places, one of them with a name of fifteen characters."""
    numbers = numbers or [700.0 + 37 * number % 211 for number in range(count)]
    rows = [{**ROW, **place(at), **level(number, number), "source_id": f"s-{at}"} for at, number in enumerate(numbers)]
    return pd.DataFrame(rows)


def every_state() -> pd.DataFrame:
    """One row of each state and bound, by name."""
    why = {"reason_zh": "已查政府网站、民政局网站、统计年鉴等3处来源，均未公开"}
    why["reason_en"] = "three sources were searched: the sites of government and bureau, and the yearbook"
    told: list[tuple[str, dict[str, Any]]] = [
        ("确县", level(735, 735)),
        ("下县", level(740, None, "ge")),
        ("上县", level(None, 780, "le")),
        ("余县", level(600, 700, "more_than")),
        ("近县", level(790, 800, "nearly")),
        ("约县", level(650, 750, "approx")),
        ("区县", level(400, 600, "range")),
        ("零县", level(0, 0)),
        ("换县", {**level(650, 650), "state": "converted", "printed": "7800元/人·年"}),
        ("争县", {**level(735, 790, "range"), "state": "disputed"}),
        ("划县", {**level(720, 720), "state": "target"}),
        ("标县", {**level(720, None, "ge"), "state": "target"}),
        ("子市", {**level(690, 690), "state": "other_level", "level": "prefecture"}),
        (
            "异县",
            {**NOTHING, "state": "not_comparable", "reason_zh": "城乡合并", "reason_en": "town and country in one"},
        ),
        ("缺县", {**NOTHING, "state": "not_published", **why}),
        ("未县", {**NOTHING, "state": "not_searched"}),
        ("免县", {**NOTHING, "state": "not_applicable", "reason_zh": "无农村", "reason_en": "has no rural area"}),
    ]
    return pd.DataFrame(
        [{**ROW, "place_zh": zh, "place_en": f"County {at}", **cells} for at, (zh, cells) in enumerate(told)]
    )


def pair(at: int, first: int, last: int, low: float, high: float) -> dict[str, Any]:
    """A pair of exact levels."""
    ends = {**level(low, low, prefix="from_"), **level(high, high, prefix="to_")}
    change, rate = high - low, (high / low - 1) * 100
    computed = {"change_lower": change, "change_upper": change, "growth_lower": rate, "growth_upper": rate}
    printed = {"printed_growth_percent": None, "printed_verdict": None}
    return {**ROW, **place(at), "from_year": first, "to_year": last, **ends, **computed, **printed}


def pairs(count: int = 5) -> pd.DataFrame:
    """Pairs of 2022 and 2023 of ``count`` places that rise, stay and fall."""
    lows = [600.0 + 23 * at % 171 for at in range(count)]
    steps = (50.0, 0.0, 120.5, -30.0, 5.0)
    return pd.DataFrame([pair(at, 2022, 2023, low, low + steps[at % 5]) for at, low in enumerate(lows)])


def odd_pairs() -> pd.DataFrame:
    """Pairs with a contradicted rate, a bound, a range, a year that is missing, a new definition, tiny values."""
    rows = [pair(at, 2022, 2023, 600, 650) for at in range(5)] + [pair(5, 2022, 2023, 3, 9)]
    rows[0] |= {"printed_growth_percent": 5.5, "printed_verdict": "conflict"}
    rows[1] |= {**level(623, None, "ge", "to_"), "change_upper": None, "growth_upper": None}
    rows[2] |= {**level(600, 640, "range", "from_"), "change_lower": 10, "growth_lower": 1.6}
    rows[3] |= {"from_value": None, "from_lower": None, "from_upper": None, "change_lower": None, "change_upper": None}
    rows[4] |= {"state": "not_comparable", "reason_zh": "2023年起按户计算", "reason_en": "by household since 2023"}
    return pd.DataFrame(rows)


def series(count: int = 1, years: Sequence[int] = (2019, 2020, 2021, 2022, 2023)) -> pd.DataFrame:
    """Series of ``count`` places that rise by 60 a year."""
    rows = [
        pair(at, first, last, 400 + 45 * at + 60 * (first - years[0]), 400 + 45 * at + 60 * (last - years[0]))
        for at in range(count)
        for first, last in pairwise(years)
    ]
    return pd.DataFrame(rows)


def targets(count: int = 8) -> pd.DataFrame:
    """Targets of every verdict: met, far exceeded, missed, to nothing, a bound, without result, not yet due."""
    nothing = {f"actual_{name}": cell for name, cell in NOTHING.items()}
    told: list[tuple[str, str, dict[str, Any], dict[str, Any], float | None, str]] = [
        ("特困供养人数", "persons", level(4097, None, "ge"), level(4133, 4133, prefix="actual_"), None, "met"),
        ("新增养老床位", "beds", level(230, None, "ge"), level(350, 350, prefix="actual_"), None, "met"),
        ("互助养老院", "facilities", level(6, 6), level(3, 3, prefix="actual_"), None, "not_met"),
        ("违建墓地", "graves", level(0, 0), level(149, 149, prefix="actual_"), 1226, "not_met"),
        ("护理型床位占比", "percent", level(55, None, "ge"), level(52, None, "ge", "actual_"), 40, "cannot_tell"),
        ("养老服务站", "facilities", level(12, 12), nothing, None, "cannot_tell"),
        ("救助资金", "CNY", level(268e6, None, "ge"), level(260e6, 270e6, "more_than", "actual_"), None, "cannot_tell"),
        ("低保标准", "CNY/person/month", level(780, None, "ge"), level(700, 700, prefix="actual_"), 650, "not_yet_due"),
    ]
    rows = []
    for at in range(count):
        name, unit, goal, actual, base, verdict = told[at % len(told)]
        wanted = {f"target_{key}": cell for key, cell in goal.items()}
        why = {"reason_zh": "未见结果", "reason_en": "no document prints a result"} if actual is nothing else {}
        said = {"indicator_zh": name, "indicator_en": f"Indicator {at % len(told)}", "unit": unit, "verdict": verdict}
        rows.append({**ROW, **place(at), **said, **wanted, **actual, "base_value": base, "due": "2023-12-31", **why})
    return pd.DataFrame(rows)


def coverage(count: int = 5, years: Sequence[int] = tuple(range(2017, 2026))) -> pd.DataFrame:
    """Coverage of one indicator, of which the last place has nothing published."""
    states = ("published", "not_published", "not_searched")
    rows = []
    for at in range(count):
        for year in years:
            state = states[(at + year) % 3] if at < count - 1 or count == 1 else "not_searched"
            rows.append({**ROW, **place(at), "year": year, "coverage": state})
    return pd.DataFrame(rows)
