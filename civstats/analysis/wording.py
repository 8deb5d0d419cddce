"""Numbers, places and periods as they stand in the sentences of an analysis, in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from civstats import codelists
from civstats.interval import plain

LEVELS_ZH = {"province": "省级地区", "prefecture": "地市", "county": "县区", "township": "乡镇", "village": "村"}
LEVELS_EN = {"province": "provinces", "prefecture": "prefectures", "county": "counties", "township": "townships"}
LEVELS_EN["village"] = "villages"
LEVELS = tuple(LEVELS_ZH)
SET_KINDS = {
    "own": ("执行标准", "standard in force"),
    "floor": ("最低标准", "floor"),
    "guidance": ("指导标准", "guidance"),
    "average": ("平均标准", "average"),
}
_ZH = {
    "eq": "{}",
    "ge": "不低于{}",
    "gt": "{}以上",
    "le": "不超过{}",
    "lt": "不足{}",
    "approx": "约{}",
    "more_than": "{}余",
}
_EN = {
    "eq": "{}", "ge": "at least {}", "gt": "more than {}", "le": "at most {}", "lt": "less than {}",
    "approx": "about {}", "more_than": "just over {}", "nearly": "nearly {}",
}  # fmt: skip
_ZH["nearly"] = "近{}"


def number(value: float, digits: int = 2) -> str:
    """A number with at most ``digits`` decimals, half up: 628.67."""
    exact = Decimal(repr(float(value)))
    rounded = exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return plain(exact if exact == rounded else rounded)


def is_shortened(value: float, digits: int = 2) -> bool:
    """Whether `number` shows less than the value."""
    return Decimal(number(value, digits)) != Decimal(repr(float(value)))


def unit(code: str, lang: str) -> str:
    """The name of a unit with the space that it needs: 元/人·月, " yuan per person and month", "%"."""
    if code in ("percent", "permille"):
        return codelists.by_code("units")[code]["name_zh"]
    if code == "multiple" and lang == "en":
        return " times"
    row = codelists.by_code("units").get(code)
    name = row[f"name_{lang}"] if row else code
    return name if lang == "zh" else f" {name}"


def amount(value: float | None, lower: float | None, upper: float | None, bound: str, code: str, lang: str) -> str:
    """A figure with its bound and unit: 735元/人·月, 不低于465元/人·月, 1200余人, 735—740元/人·月."""
    name = unit(code, lang)
    if value is not None and bound in _EN:
        text = number(value)
        if is_shortened(value) and bound == "eq":
            return f"约{text}{name}" if lang == "zh" else f"about {text}{name}"
        shown = text + name if lang == "en" or bound not in ("more_than", "gt") else text
        said = (_ZH if lang == "zh" else _EN)[bound].format(shown)
        return said if shown != text or not name else said + name
    if lower is not None and upper is not None:
        return f"{number(lower)}—{number(upper)}{name}" if lang == "zh" else f"{number(lower)}–{number(upper)}{name}"
    if lower is not None:
        return amount(lower, lower, None, "ge", code, lang)
    return amount(upper, None, upper, "le", code, lang) if upper is not None else ""


def part_of_year(code: str, lang: str) -> str:
    """A part of the year as the queries write it (``year``, ``day in 12``, ``01-01/09-end``), in words."""
    if code == "year":
        return "全年" if lang == "zh" else "the year"
    if code.startswith("day in "):
        return f"{code[7:]}月某日" if lang == "zh" else f"a day of month {code[7:]}"
    start, _, end = code.partition("/")
    if lang == "zh":
        return f"{_day(start)}至{_day(end)}" if start else f"截至{_day(end)}"
    return f"{start} to {end}" if start else f"until {end}"


def _day(code: str) -> str:
    """01-01 is 1月1日, 11-end 11月末."""
    month, _, day = code.partition("-")
    return f"{int(month)}月末" if day == "end" else f"{int(month)}月{int(day)}日"


def quality(indicator_unit: str) -> tuple[str, str]:
    """The words for most and least: 最高 and 最低 for a rate or a share, 最多 and 最少 for a count."""
    rate = "/" in indicator_unit or indicator_unit in ("percent", "permille", "multiple")
    return ("最高", "最低") if rate else ("最多", "最少")


def listed(names: list[str], lang: str) -> str:
    """Names in a row: 甲县、乙县 / A, B and C."""
    if lang == "zh" or len(names) == 1:
        return "、".join(names) if lang == "zh" else names[0]
    return f"{', '.join(names[:-1])} and {names[-1]}"


def subject(indicator: str, residence: str, breakdown: str, lang: str) -> str:
    """What is compared: 城市最低生活保障标准（集中供养）."""
    group = codelists.by_code("breakdowns").get(breakdown, {}).get(f"name_{lang}", breakdown)
    where = codelists.by_code("residences")[residence]
    if lang == "zh":
        tail = "" if breakdown == "total" else f"（{group}）"
        return f"{where['short_zh']}{indicator}{tail}"
    parts = [where["name_en"].lower()] if residence != "total" else []
    parts += [group.lower()] if breakdown != "total" else []
    return ", ".join([indicator, *parts])


def counted(whole: int, parts: Sequence[tuple[int, str, str]]) -> tuple[str, str] | None:
    """How many of ``whole`` are certainly so: (number, words in Chinese, in English) of each part that is not empty.

    至少 (at least) stands before the numbers unless they make up the whole; None where no part is certain.
    """
    told = [part for part in parts if part[0]]
    if not told:
        return None
    least_zh, least_en = ("", "") if sum(number for number, _, _ in told) == whole else ("至少", "at least ")
    return (
        least_zh + "、".join(f"{number}{zh}" for number, zh, _ in told),
        least_en + ", ".join(f"{number} {en}" for number, _, en in told),
    )
