"""Periods and deadlines: 2023年7月起, 1—11月份, 截至目前, 10月底前, 到2024年, 2-3年内 and ISO dates to days.

A document counts its months from its own year and its present from its own date, so every phrase is read against a
`Reference`. Both ends of a `Span` belong to it; None is an end that the phrase leaves open.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from civstats.errors import UnreadableError
from civstats.reading.text import normalise


@dataclass(frozen=True, slots=True)
class Reference:
    """What a document's relative dates count from: the day of issue and the year that it speaks of."""

    issued: date
    year: int


@dataclass(frozen=True, slots=True)
class Span:
    start: date | None
    end: date | None

    def __str__(self) -> str:
        return f"{self.start or '…'} to {self.end or '…'}"


_Y = r"(?:(?P<year>\d{4})年|(?P<relative>今年|本年|当年|去年|上年度|上年|明年))?"
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_FROM = re.compile(r"^(?:从|自)|(?:起|开始|始)(?:执行|施行|实施)?$|(?<=[月份日])(?:执行|施行|实施)$")
_SINCE = re.compile(r"以来$")
_BY = re.compile(r"^(?:到|至|截至|截止)|(?:之前|以前|底前|末前|前|底|末)$")


def read(phrase: str, reference: Reference) -> Span:
    """The days that ``phrase`` names, read against ``reference``.

    Raises UnreadableError for a phrase that names no days, and for a date that does not exist.
    """
    text = normalise(phrase)
    try:
        return _read(text, reference)
    except (ValueError, OverflowError) as error:
        if isinstance(error, UnreadableError):
            raise
        raise UnreadableError(f"{phrase[:40]!r} is not a date that exists") from None


def _read(text: str, reference: Reference) -> Span:
    if re.fullmatch(r"(?:截至|截止|到|至)?(?:目前|当前|现在)", text):
        return Span(None, reference.issued)
    if iso := _iso(text):
        return iso
    if match := re.fullmatch(r"(?:\d{1,2}[-—–~～至])?(\d{1,2})年内?", text):
        # A number of years counts from the day of issue; a range ends with its longer end.
        return Span(reference.issued, _years_later(reference.issued, int(match[1])))
    begins, since, by = _FROM.search(text), _SINCE.search(text), _BY.search(text)
    core = _during(_strip(text), reference)
    if begins:
        return Span(core.start, None)
    if since:
        return Span(core.start, reference.issued)
    return Span(None, core.end) if by else core


def _strip(text: str) -> str:
    for pattern in (_SINCE, _FROM, _FROM, _BY, _BY):
        text = pattern.sub("", text, count=1)
    return text


def _iso(text: str) -> Span | None:
    first, slash, last = text.partition("/")
    matches = _ISO.fullmatch(first), _ISO.fullmatch(last or first)
    if matches[0] is None or matches[1] is None or (slash and not last):
        return None
    start, end = _days(matches[0]).start, _days(matches[1]).end
    assert start is not None
    assert end is not None
    if start > end:
        raise UnreadableError(f"{text} ends before it starts")
    return Span(start, end)


def _days(match: re.Match[str]) -> Span:
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    if month is None:
        return _year(year)
    return _month(year, month) if day is None else Span(date(year, month, day), date(year, month, day))


def _year(year: int, last: int | None = None) -> Span:
    return Span(date(year, 1, 1), date(last or year, 12, 31))


def _month(year: int, month: int, last: int | None = None) -> Span:
    last = last or month
    end = date(year, last, calendar.monthrange(year, last)[1]) if 1 <= last <= 12 else date(year, last, 1)
    return Span(date(year, month, 1), end)


def _years_later(day: date, years: int) -> date:
    leap_day = (day.month, day.day) == (2, 29)
    return date(day.year + years, 2, 28) if leap_day else day.replace(year=day.year + years)


def _which_year(match: re.Match[str], reference: Reference) -> int:
    if match["year"]:
        return int(match["year"])
    shift = {"去": -1, "上": -1, "明": 1}
    return reference.year + shift.get((match["relative"] or " ")[0], 0)


_Read = Callable[[re.Match[str], int], Span]


def _ascending(first: str, last: str) -> tuple[int, int]:
    if int(first) > int(last):
        raise UnreadableError(f"{first}—{last} does not ascend")
    return int(first), int(last)


_DASH = r"(?:-|—|–|~|～|至|到)+"
_FORMS: list[tuple[re.Pattern[str], _Read]] = [
    (re.compile(pattern), reader)
    for pattern, reader in (
        (rf"{_Y}(?P<m>\d{{1,2}})月(?P<d>\d{{1,2}})日", lambda m, y: Span(*[date(y, int(m["m"]), int(m["d"]))] * 2)),
        (
            rf"{_Y}(?P<m>\d{{1,2}})月?份?{_DASH}(?P<n>\d{{1,2}})月份?",
            lambda m, y: _month(y, *_ascending(m["m"], m["n"])),
        ),
        (rf"{_Y}(?P<m>\d{{1,2}})月份?", lambda m, y: _month(y, int(m["m"]))),
        (rf"{_Y}第?(?P<q>[一二三四1234])季度", lambda m, y: _month(y, 3 * _quarter(m["q"]) - 2, 3 * _quarter(m["q"]))),
        (rf"{_Y}上半年", lambda _, y: _month(y, 1, 6)),
        (rf"{_Y}下半年", lambda _, y: _month(y, 7, 12)),
        (
            rf"(?P<relative>)(?P<year>\d{{4}})年?{_DASH}(?P<n>\d{{4}})年",
            lambda m, y: _year(*_ascending(str(y), m["n"])),
        ),
        (rf"{_Y}(?:度|内|全年|年内|年度|年)?", lambda _, y: _year(y)),
    )
]


def _quarter(text: str) -> int:
    return "一二三四".find(text) + 1 or int(text)


def _during(text: str, reference: Reference) -> Span:
    if text:
        for pattern, reader in _FORMS:
            if match := pattern.fullmatch(text):
                return reader(match, _which_year(match, reference))
    raise UnreadableError(f"cannot read {text[:40]!r} as a period or a deadline")
