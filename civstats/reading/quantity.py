"""The quantity reader: a printed figure to value, interval, bound and unit, with every step of the reading.

The grammar is one bounded regular expression over the normalised token (see `reading.text.normalise`):

    [per] [filler] [bound] number [fuzzy] [multiplier] [fuzzy] [– number …] unit [bound]

``per`` is a denominator that stands in front (每月, 每人每月, 每个社区, 各地区), ``fuzzy`` is 余 or 多. Arithmetic is
exact. A verbal total (全覆盖, 全部) is 100 percent and marked as verbal.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from civstats import codelists
from civstats.errors import UnreadableError
from civstats.interval import Interval, plain
from civstats.reading import numerals
from civstats.reading.text import normalise
from civstats.reading.units import PER_WORDS, UnitText, unit_text

_FILLER = r"(?:进行|开展|培育|组织|打造|发放|补助|安排|拥有|达到|[共达有为])"
_NUMBER = rf"(?:{numerals.COMPOUND}|{numerals.ARABIC}|{numerals.CHINESE})"
# Whatever else the words say, they must not deny it, and hold no figure of their own.
_VERBAL = re.compile(r"(?:实现|均已|已)?(?:全覆盖|全部[^0-9%‰未不没无非〇零一二两三四五六七八九十百千万亿]{0,6})")
_SHARE_UNIT = {"百分之": "%", "千分之": "‰"}
_SHARES = ("%", "‰", "个百分点", "百分点")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure as read: ``value`` is None for a range; ``unit`` is the unit as printed, not yet a code."""

    value: Decimal | None
    interval: Interval
    bound: str
    unit: UnitText
    verbal: bool = False
    precision: Decimal = Decimal(0)
    """The size of the last printed digit (2.68亿: a million); 0 for a count or an amount printed to the unit."""
    text: str = field(default="", compare=False, repr=False)
    """The normalised token, to tell the steps of its reading."""

    def steps(self) -> list[str]:
        """The reading in words, step by step, for `explain`."""
        found = _grammar().fullmatch(self.text)
        if found is None:
            return ["all of a countable whole, stated in words: 100 percent"]
        steps = []
        numbers = [found["number"], found["number2"]] if found["number2"] else [found["number"]]
        values = [(text, plain(numerals.parse(text))) for text in numbers]
        steps += [f"{text} is {value}" for text, value in values if text != value]
        times = [found["times"], found["times2"]]
        steps += [f"{word} is times {numerals.multiplier(word)}" for word in dict.fromkeys(times) if word]
        words = [word for word in _bound_parts(found) if word]
        if words:
            steps.append(f"{'…'.join(words)} is the bound {self.bound}")
        elif self.bound == "range":
            steps.append("two numbers joined by a dash are a range")
        steps.append(f"the unit reads {self.unit}" if self.unit.numerator else "no unit is printed")
        steps.append(f"value {plain(self.value)}" if self.value is not None else "no single value")
        return steps if self.interval.is_exact else [*steps, f"the true value lies in {self.interval}"]


@cache
def _bounds(place: str) -> dict[str, str]:
    """The words that may stand ``before`` or ``after`` a figure, with the bound that they are."""
    return {word: row["bound"] for row in codelists.rows("bounds") for word in row[place].split("|") if word}


@cache
def _grammar() -> re.Pattern[str]:
    before, after = (
        "|".join(sorted(map(re.escape, _bounds(side)), key=len, reverse=True)) for side in ("before", "after")
    )
    return re.compile(
        rf"(?P<per>{PER_WORDS})?{_FILLER}{{0,2}}(?P<before>{before})?{_FILLER}{{0,2}}"
        rf"(?P<share>[百千]分之)?(?P<sign>[-+−])?(?P<number>{_NUMBER})(?P<fuzzy1>[余多])?"
        rf"(?P<times>{numerals.MULTIPLIER})?(?P<fuzzy2>[余多])?"
        rf"(?:(?P<unit1>[%‰])?(?:(?(sign)-|-{{1,2}})|[—–~～至到]{{1,2}})(?P<share2>[百千]分之)?(?P<sign2>[-+−])?(?P<number2>{_NUMBER})(?P<times2>{numerals.MULTIPLIER})?)?"
        rf"(?P<unit>.{{0,16}}?)(?P<after>{after})?"
    )


def read(token: str) -> Quantity:
    """Read one printed figure.

    Raises UnreadableError, with the reason, for a token that is not one figure with one unit.
    """
    text = normalise(token)
    match = _grammar().fullmatch(text)
    if match is None:
        if _VERBAL.fullmatch(text):
            hundred = Decimal(100)
            return Quantity(hundred, Interval(hundred, hundred), "eq", UnitText("%"), verbal=True)
        raise UnreadableError(_why_not(token, text))
    bound = _bound(match)
    unit = _unit(match)
    return _range(match, bound, unit) if match["number2"] else _single(match, bound, unit)


def _why_not(token: str, text: str) -> str:
    if not text:
        return "the token is empty"
    if not re.search(r"[\d一二三四五六七八九十百千万两]", text):
        return f"there is no number in {token[:40]!r}"
    return f"cannot read {token[:40]!r} as one figure with its unit"


def _unit(match: re.Match[str]) -> UnitText:
    printed = match["unit"]
    if match["share"]:
        printed = _SHARE_UNIT[match["share"]] if not printed else printed + "?"
    unit = unit_text(printed, match["per"] or "")
    if unit is None:
        raise UnreadableError(f"unknown unit {printed!r} in {match[0]!r}")
    return unit


def _bound_parts(match: re.Match[str]) -> tuple[str | None, ...]:
    return match["before"], match["fuzzy1"] or match["fuzzy2"], match["after"]


def _bound(match: re.Match[str]) -> str:
    before, fuzzy, after = _bound_parts(match)
    found = {_bounds("before")[before]} if before else set()
    if fuzzy:
        found.add("more_than")
    if after:
        found.add(_bounds("after")[after])
    if len(found) <= 1:
        return found.pop() if found else "eq"
    # 约8000余 and 至少…以上 say one thing twice; 不低于…以内 says two.
    if found == {"approx", "more_than"}:
        return "more_than"
    raise UnreadableError(f"{match[0]!r} carries bounds that differ: {', '.join(sorted(found))}")


def _value(match: re.Match[str], group: str, times: str | None) -> tuple[Decimal, Decimal, int]:
    """The value of a number, the number as printed, and its multiplier."""
    try:
        printed = numerals.parse(match[group])
    except ValueError as error:
        raise UnreadableError(str(error)) from None
    factor = numerals.multiplier(times) if times else 1
    value = numerals.EXACT.multiply(printed, Decimal(factor))
    sign = match["sign2" if group == "number2" else "sign"]
    return (value.copy_negate() if sign in ("-", "−") else value), printed, factor


def _single(match: re.Match[str], bound: str, unit: UnitText) -> Quantity:
    value, printed, factor = _value(match, "number", match["times"])
    precision = _precision(match["number"], factor, unit)
    if bound == "eq":
        return Quantity(value, Interval(value, value), bound, unit, False, precision, match.string)
    exponent = printed.normalize(numerals.EXACT).as_tuple().exponent
    assert isinstance(exponent, int)  # only NaN and infinities have none
    interval = open_interval(bound, value, Decimal(1).scaleb(exponent) * factor)
    return Quantity(value, interval, bound, unit, False, precision, match.string)


def _precision(number: str, factor: int, unit: UnitText) -> Decimal:
    """The size of the last printed digit.

    A whole number of persons or yuan says all there is; one with decimals or 万, and every share, was rounded or
    truncated by its author.
    """
    _, _, decimals = number.replace("点", ".").partition(".")
    if not decimals and factor == 1 and unit.numerator not in _SHARES:
        return Decimal(0)
    return Decimal(factor).scaleb(-len(decimals))


def _range(match: re.Match[str], bound: str, unit: UnitText) -> Quantity:
    if bound != "eq":
        raise UnreadableError(f"{match[0]!r} is a range with a bound; a range is its own bound")
    if match["share2"] and match["share2"] != match["share"]:
        raise UnreadableError(f"the ends of the range {match[0]!r} are shares of different wholes")
    if match["unit1"] and match["unit1"] != match["unit"]:
        raise UnreadableError(f"the ends of the range {match[0]!r} have different units")
    # 3-5万 is 3万 to 5万.
    lower, _, _ = _value(match, "number", match["times"] or match["times2"])
    upper, _, _ = _value(match, "number2", match["times2"])
    if lower >= upper:
        raise UnreadableError(f"the range {match[0]!r} does not ascend")
    return Quantity(None, Interval(lower, upper), "range", unit, text=match.string)


def open_interval(bound: str, value: Decimal, last_digit: Decimal) -> Interval:
    """What ``bound`` leaves open around ``value``.

    余 and 多 reach up to the next step of the last printed digit that is not zero (1200余: below 1300); 近 down by
    one such step (近10万: above 9万); 约 half a step to either side. ``last_digit`` is the size of that step.
    """
    if bound == "eq":
        return Interval.exact(value)
    if bound in ("ge", "gt"):
        return Interval(value, None, lower_open=bound == "gt")
    if bound in ("le", "lt"):
        return Interval(None, value, upper_open=bound == "lt")
    plus, minus = numerals.EXACT.add, numerals.EXACT.subtract
    if bound == "more_than":
        # Away from zero: -1200余 is below -1200.
        ends = sorted((value, plus(value, last_digit.copy_sign(value))))
        return Interval(ends[0], ends[1], lower_open=True, upper_open=True)
    if bound == "nearly":
        # 近10万 is not just above nothing: below a round 1, 10, 100 … the step is that of the next digit.
        step = last_digit / 10 if abs(value) == last_digit else last_digit
        ends = sorted((value, minus(value, step.copy_sign(value))))
        return Interval(ends[0], ends[1], lower_open=True, upper_open=True)
    if bound == "approx":
        half = last_digit / 2
        return Interval(minus(value, half), plus(value, half))
    raise ValueError(f"{bound} is not a bound of one value")
