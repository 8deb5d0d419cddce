"""Units as printed (元/人·月, 元/月/人, 每人每月…元, 每百户…平米) to codes of the unit list.

A printed unit is a numerator and a set of denominators, in whatever order and with whatever separators they are
printed; so 元/人·月, 元/月·人 and 每人每月…元 are one unit. The same counter (个) serves many units: which one is meant
follows from the indicator, never from a guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from civstats import codelists
from civstats.interval import Interval

_PLACE = r"(?:苏木镇|苏木|乡镇街道|乡镇|镇|街道|地区|旗区|县区|区域服务中心)"
PER_WORDS = (
    r"月?人均|(?:每人|每户|每百户|每[百千万]{1,2}(?:常住)?人口?|每个?月|每季度?|每个季度|每年|全年每人|每周|一周|每日|每天){1,2}"
    rf"|每个?(?:城市|城镇|农村)?社区|每个?{_PLACE}|各{_PLACE}"
)
_DENOMINATOR = [
    (re.compile(pattern), canonical)
    for pattern, canonical in (
        (r"每?百户", "百户"),
        (r"每?百万(?:常住)?人口?", "百万人"),
        (r"每?万(?:常住)?人口?", "万人"),
        (r"每?千(?:常住)?人口?", "千人"),
        (r"每个?(?:城市|城镇|农村)?社区|社区", "社区"),
        (rf"(?:每个?|各)?{_PLACE}", "地区"),
        (r"人次", "人次"),
        (r"每?次", "次"),
        (r"人均|每?人", "人"),
        (r"每?户", "户"),
        (r"每?个?季度?", "季度"),
        (r"每?个?月", "月"),
        (r"全年|每?年", "年"),
        (r"[每一]?周", "周"),
        (r"每?[日天]", "日"),
    )
]
_SEPARATOR = re.compile(r"[/·・•･．.()每]")


@dataclass(frozen=True, slots=True)
class UnitText:
    """A unit as printed: ``numerator`` (empty where none is printed) and the sorted denominators."""

    numerator: str
    per: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "/".join([self.numerator, *self.per])


@cache
def unit_text(printed: str, per: str = "") -> UnitText | None:
    """The unit printed behind a number, with the denominators ``per`` printed in front; None if it is no unit."""
    head, slash, tail = printed.partition("/")
    if not slash and "每" in printed:
        head, _, tail = printed.partition("每")
        tail = "每" + tail
    denominators = _denominators(per), _denominators(tail)
    if denominators[0] is None or denominators[1] is None or ((slash or tail) and not denominators[1]):
        return None
    both = denominators[0] + denominators[1]
    if len(set(both)) != len(both) or (head and head not in _numerators()):
        return None
    return UnitText(head, tuple(sorted(both)))


def _denominators(text: str) -> list[str] | None:
    found, position = [], 0
    while position < len(text):
        for pattern, canonical in _DENOMINATOR:
            match = pattern.match(text, position)
            if match:
                found.append(canonical)
                position = match.end()
                break
        else:
            if not _SEPARATOR.match(text, position):
                return None
            position += 1
    return found


@dataclass(frozen=True, slots=True)
class _Unit:
    code: str
    quantity: str
    numerators: frozenset[str]
    per: tuple[str, ...]
    bare: bool


@cache
def _units() -> tuple[_Unit, ...]:
    return tuple(
        _Unit(
            row["unit_id"],
            row["quantity"],
            frozenset(row["printed"].split("|")),
            tuple(sorted(row["per"].split("|"))) if row["per"] else (),
            row["bare"] == "yes",
        )
        for row in codelists.rows("units")
    )


@cache
def _numerators() -> frozenset[str]:
    return frozenset().union(*(unit.numerators for unit in _units()))


@cache
def resolve(unit: UnitText, quantity: str) -> str | None:
    """The code of the unit that ``unit`` means where a ``quantity`` is stated; None where it cannot mean one.

    A number without a printed unit is a count: the counting unit of the quantity.
    """
    for known in _units():
        named = unit.numerator in known.numerators or (not unit.numerator and known.bare)
        if known.quantity == quantity and named and known.per == unit.per:
            return known.code
    return None


def meanings(unit: UnitText) -> list[str]:
    """All unit codes that ``unit`` may stand for, for an error message."""
    return [known.code for known in _units() if unit.numerator in known.numerators and known.per == unit.per]


def factor(unit_id: str) -> Fraction:
    """How many base units of its quantity one ``unit_id`` is: CNY/person/year is 1/12 CNY/person/month."""
    return Fraction(codelists.by_code("units")[unit_id]["factor"])


def convert(interval: Interval, unit_id: str, wanted: str) -> Interval:
    """``interval`` in ``unit_id`` as an interval in ``wanted``, a unit of the same quantity; else ValueError."""
    units = codelists.by_code("units")
    if units[unit_id]["quantity"] != units[wanted]["quantity"]:
        raise ValueError(f"{unit_id} and {wanted} measure different quantities")
    ratio = factor(unit_id) / factor(wanted)
    return interval if ratio == 1 else interval.scale(ratio)
