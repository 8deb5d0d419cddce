"""The words on the charts in both languages, declared once in ``labels.csv``, and numbers as they are shown."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import cache
from typing import TYPE_CHECKING

from civstats import catalogue, codelists
from civstats.catalogue import LANGUAGES, Lang
from civstats.errors import UsageError

if TYPE_CHECKING:
    from civstats.plot.frame import Level


@cache
def labels() -> catalogue.Words:
    """The words by key: ``{"unit": {"key": "unit", "zh": "单位：{unit}", "en": "Unit: {unit}"}, …}``."""
    return catalogue.words("civstats.plot", "labels.csv")


def say(key: str, lang: Lang, **fields: object) -> str:
    """The words ``key`` in the language, filled with ``fields``; ``{s}`` is the plural's, by ``count``."""
    return catalogue.filled(labels()[key], lang, fields)


def language(lang: str) -> Lang:
    """``lang``, which must be zh or en; raises UsageError for another."""
    for known in LANGUAGES:
        if lang == known:
            return known
    raise UsageError(f"lang={lang!r}: charts speak 'zh' and 'en'")


def joined(parts: list[str], lang: Lang) -> str:
    """A list within a sentence."""
    return say("comma", lang).join(parts)


def listed(names: list[str], lang: Lang) -> str:
    """Names one after another, which may hold commas of their own."""
    return say("list_between" if any(", " in name for name in names) else "comma", lang).join(names)


def number(value: float, lang: Lang, unit: str = "") -> str:
    """A number in full, at most two decimals (tiny ones: two digits), half up; ``%`` where the unit is percent."""
    exact = Decimal(repr(float(value)))
    if exact != exact.to_integral_value():
        step = Decimal("0.01") if abs(exact) >= Decimal("0.01") else Decimal(1).scaleb(exact.adjusted() - 1)
        exact = exact.quantize(step, ROUND_HALF_UP)
    grouped = abs(exact) >= (10_000 if lang == "zh" else 1_000)
    text = format(exact, ",f" if grouped else "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace("-", "−") + ("%" if unit == "percent" else "")


def floored(value: float, digits: int = 1) -> str:
    """A share cut to ``digits`` decimals, so that 99.96 of 100 never reads as 100."""
    text = str(Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), ROUND_DOWN))
    return text.rstrip("0").rstrip(".") if "." in text else text


def rate(value: float) -> str:
    """A growth rate with its sign, half up: one decimal, none from 1,000 % on."""
    exact = Decimal(repr(float(value)))
    rounded = exact.quantize(Decimal("0.1") if abs(exact) < 1000 else Decimal(1), ROUND_HALF_UP)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return f"{sign}{abs(rounded):,}%"


def tick(value: float, lang: Lang, unit: str = "") -> str:
    """A number at an axis: with the words for large numbers, so that the axis can be read."""
    sizes = {"zh": ((1e8, 1e8, "vast"), (1e5, 1e4, "large")), "en": ((1e9, 1e9, "vast"), (1e6, 1e6, "large"))}
    for least, size, key in sizes[lang]:
        if abs(value) >= least:
            return say(key, lang, value=number(value / size, lang))
    return number(value, lang, unit)


def unit_name(unit: str, lang: Lang) -> str:
    """The name of a unit; the code itself where it is not of the code list."""
    row = codelists.by_code("units").get(unit)
    return row[f"name_{lang}"] if row else unit


def amount(level: Level, lang: Lang, unit: str) -> str:
    """A value with its unit, as it stands in a sentence: 735元/人·月, 735 yuan per person and month, 55%."""
    shown = bounded(level, lang, unit)
    if unit == "percent":
        return shown
    return f"{shown}{unit_name(unit, lang)}" if lang == "zh" else f"{shown} {unit_name(unit, lang)}"


def bounded(level: Level, lang: Lang, unit: str = "") -> str:
    """A value with its bound: ≥735, 1200余, 4—6."""
    ends = {
        name: number(end, lang, unit)
        for name, end in (("lower", level.lower), ("upper", level.upper), ("value", level.point))
        if end is not None
    }
    if level.bound == "range" and not {"lower", "upper"} <= ends.keys():
        return say("bound_ge" if "lower" in ends else "bound_le", lang, **ends)
    return say(f"bound_{level.bound}", lang, **ends)


def signed(lower: float | None, upper: float | None, lang: Lang, *, percent: bool = False) -> str:
    """A change that lies between two ends: +50, +40至+60, 至少+50; "" where neither end is known."""

    def one(value: float) -> str:
        if percent:
            return rate(value)
        return ("+" if value > 0 else "") + number(value, lang)

    if lower is None and upper is None:
        return ""
    if lower is None or upper is None:
        end = one(lower if upper is None else upper)  # type: ignore[arg-type]
        return say("at_least" if upper is None else "at_most", lang, value=end)
    low, high = one(lower), one(upper)
    return low if low == high else say("between", lang, lower=low, upper=high)
