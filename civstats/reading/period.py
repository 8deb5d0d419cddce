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
    """What a document's relative dates count from: the day of issue and the year that it speaks of, where known."""

    issued: date | None
    year: int | None

    def day(self) -> date:
        """The day of issue; raises UnreadableError where it is not known."""
        if self.issued is None:
            raise UnreadableError("the document's day of issue is not known; write the date itself")
        return self.issued

    def this_year(self) -> int:
        """The year that the document speaks of; raises UnreadableError where it is not known."""
        if self.year is None:
            raise UnreadableError("the document's year is not known; write the year too")
        return self.year


@dataclass(frozen=True, slots=True)
class Span:
    start: date | None
    end: date | None

    def __str__(self) -> str:
        return f"{self.start or '…'} to {self.end or '…'}"


_Y = r"(?:(?P<year>[0-9]{4})年|(?P<relative>今年|本年|当年|去年|上年度|上年|明年))?"
_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
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
    if re.fullmatch(r"(?:截至|截止|到|至)?(?:目前|当前|现在)|至今", text):
        return Span(None, reference.day())
    if iso := _iso(text):
        return iso
    if match := re.fullmatch(r"(?:([0-9]{1,2})[-—–~～至]([0-9]{1,2})年内?|([0-9]{1,2})年内)", text):
        # A number of years counts from the day of issue; a range ends with its longer end.
        years = _ascending(match[1], match[2])[1] if match[1] else int(match[3])
        return Span(reference.day(), _years_later(reference.day(), years))
    begins, since, by = _FROM.search(text), _SINCE.search(text), _BY.search(_FROM.sub("", text))
    core, ranged = _during(_strip(text), reference)
    if ranged:
        if since or (begins and begins.start() > 0):
            raise UnreadableError(f"{text[:40]} is a range that starts something")
        return core
    if begins and by:
        raise UnreadableError(f"{text[:40]} names a start and an end at once")
    if begins:
        return Span(core.start, None)
    if since:
        return _since(text, core, reference)
    return Span(None, core.end) if by else core


def _since(text: str, core: Span, reference: Reference) -> Span:
    if core.start is None or core.start > reference.day():
        raise UnreadableError(f"{text[:40]} begins after the day of issue")
    return Span(core.start, reference.day())


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
    year = day.year + years
    no_leap_day = (day.month, day.day) == (2, 29) and not calendar.isleap(year)
    return date(year, 2, 28) if no_leap_day else day.replace(year=year)


def _which_year(match: re.Match[str], reference: Reference) -> int:
    if match["year"]:
        return int(match["year"])
    shift = {"去": -1, "上": -1, "明": 1}
    return reference.this_year() + shift.get((match["relative"] or " ")[0], 0)


_Read = Callable[[re.Match[str], int], Span]


def _ascending(first: str, last: str) -> tuple[int, int]:
    if int(first) > int(last):
        raise UnreadableError(f"{first}—{last} does not ascend")
    return int(first), int(last)


_DASH = r"(?:-|—|–|~|～|至|到)+"
_RANGES: list[tuple[re.Pattern[str], _Read]] = [
    (re.compile(pattern), reader)
    for pattern, reader in (
        (
            rf"{_Y}(?P<m>[0-9]{{1,2}})月?份?{_DASH}(?P<n>[0-9]{{1,2}})月份?",
            lambda m, y: _month(y, *_ascending(m["m"], m["n"])),
        ),
        (
            rf"(?P<relative>)(?P<year>[0-9]{{4}})年?{_DASH}(?P<n>[0-9]{{4}})年",
            lambda m, y: _year(*_ascending(str(y), m["n"])),
        ),
    )
]
_FORMS: list[tuple[re.Pattern[str], _Read]] = [
    (re.compile(pattern), reader)
    for pattern, reader in (
        (
            rf"{_Y}(?P<m>[0-9]{{1,2}})月(?P<d>[0-9]{{1,2}})日",
            lambda m, y: Span(*[date(y, int(m["m"]), int(m["d"]))] * 2),
        ),
        (rf"{_Y}(?P<m>[0-9]{{1,2}})月份?", lambda m, y: _month(y, int(m["m"]))),
        (rf"{_Y}第?(?P<q>[一二三四1234])季度", lambda m, y: _month(y, 3 * _quarter(m["q"]) - 2, 3 * _quarter(m["q"]))),
        (rf"{_Y}上半年", lambda _, y: _month(y, 1, 6)),
        (rf"{_Y}下半年", lambda _, y: _month(y, 7, 12)),
        (rf"{_Y}(?:(?<=年)(?:度|内|全年)|全年|年内|年度|年|(?<=[年度]))", lambda _, y: _year(y)),
    )
]


def _quarter(text: str) -> int:
    return "一二三四".find(text) + 1 or int(text)


def _during(text: str, reference: Reference) -> tuple[Span, bool]:
    """The days that a phrase without its from, by or since names, and whether it is a range with two ends."""
    if iso := _iso(text):
        return iso, "/" in text
    for ranged, forms in ((True, _RANGES), (False, _FORMS)):
        for pattern, reader in forms:
            if text and (match := pattern.fullmatch(text)):
                return reader(match, _which_year(match, reference)), ranged
    raise UnreadableError(f"cannot read {text[:40]!r} as a period or a deadline")
