"""Periods and deadlines: every form of the documents to its days, read against the document's own date."""

from __future__ import annotations

import time
from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civstats.errors import UnreadableError
from civstats.reading.period import Reference, Span, read

PROVE = settings(derandomize=True, max_examples=300, deadline=None)
LIMIT = 2.0
ISSUED = Reference(date(2023, 7, 17), 2023)
DAYS = st.dates(date(1949, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    ("phrase", "days"),
    [
        ("2023年7月起", "2023-07-01 to …"),
        ("2023年7月17日起施行", "2023-07-17 to …"),
        ("1—11月份", "2023-01-01 to 2023-11-30"),
        ("截至目前", "… to 2023-07-17"),
        ("今年以来", "2023-01-01 to 2023-07-17"),
        ("10月底前", "… to 2023-10-31"),
        ("12月15日前", "… to 2023-12-15"),
        ("截至2023年12月15日", "… to 2023-12-15"),
        ("年底前", "… to 2023-12-31"),
        ("到2024年", "… to 2024-12-31"),
        ("明年6月底前", "… to 2024-06-30"),
        ("去年12月", "2022-12-01 to 2022-12-31"),
        ("年内", "2023-01-01 to 2023-12-31"),
        ("2022年下半年", "2022-07-01 to 2022-12-31"),
        ("2022年4季度", "2022-10-01 to 2022-12-31"),
        ("2021—2023年", "2021-01-01 to 2023-12-31"),
        ("2-3年内", "2023-07-17 to 2026-07-17"),
        ("2023-07-17", "2023-07-17 to 2023-07-17"),
        ("2024-02", "2024-02-01 to 2024-02-29"),
        ("2022-12/2023-02", "2022-12-01 to 2023-02-28"),
        (" 2023 年\n7 月 17 日 ", "2023-07-17 to 2023-07-17"),
        ("\uff12\uff10\uff12\uff12年", "2022-01-01 to 2022-12-31"),
        ("從7月份執行", "2023-07-01 to …"),
    ],
)
def test_a_phrase_names_these_days(phrase: str, days: str) -> None:
    assert str(read(phrase, ISSUED)) == days


# fmt: off
SAME = [
    ("2023年", "今年", "本年", "当年", "全年", "年内", "2023年度", "2023"),
    ("2022年", "上年", "上年度", "去年"),
    ("2024年", "明年"),
    (
        "7月起", "从7月起", "自7月开始", "7月始", "7月起执行", "7月起施行", "7月起实施", "7月份执行", "7月施行",
        "7月实施",
    ),
    (
        "到10月底", "至10月底", "截至10月底", "截止10月底", "10月底前", "10月末前", "10月末", "10月前", "10月之前",
        "10月以前",
    ),
    ("目前", "截至目前", "截止目前", "到目前", "至目前", "当前", "现在"),
    ("三季度", "第三季度", "3季度", "第3季度", "7—9月"),
    ("1—6月", "1-6月份", "1月–6月", "1月份至6月份", "1到6月", "1~6月", "1～6月", "1——6月", "上半年"),
    ("10-12年内", "1至12年", "12年内"),
]
# fmt: on


@pytest.mark.parametrize(("first", "others"), [(first, others) for first, *others in SAME])
def test_these_phrases_mean_the_same(first: str, others: list[str]) -> None:
    assert {other: read(other, ISSUED) for other in others} == dict.fromkeys(others, read(first, ISSUED))


def test_the_year_of_the_document_counts_not_the_year_of_its_issue() -> None:
    late = Reference(date(2024, 1, 15), 2023)
    assert read("10月底前", late) == Span(None, date(2023, 10, 31))
    assert read("上年", late) == Span(date(2022, 1, 1), date(2022, 12, 31))
    assert read("截至目前", late) == Span(None, date(2024, 1, 15))


def test_a_phrase_that_counts_from_an_unknown_day_or_year_is_refused() -> None:
    unknown = Reference(None, None)
    for phrase in ("截至目前", "2-3年内", "10月底前", "上年", "今年以来"):
        with pytest.raises(UnreadableError, match="is not known"):
            read(phrase, unknown)
    assert read("2023年7月起", unknown) == Span(date(2023, 7, 1), None)


@PROVE
@given(DAYS)
def test_every_day_is_read_in_every_form(day: date) -> None:
    forms = [day.isoformat(), f"{day.year}年{day.month}月{day.day}日", f"{day.year}年{day.month:02}月{day.day:02}日"]
    assert [read(form, ISSUED) for form in forms] == [Span(day, day)] * 3
    assert read(f"{day.month}月{day.day}日前", Reference(day, day.year)) == Span(None, day)


@PROVE
@given(DAYS)
def test_a_month_ends_the_day_before_the_next_and_leap_years_are_known(day: date) -> None:
    for form in (f"{day.year}年{day.month}月", f"{day.year}-{day.month:02}", f"{day.year}年{day.month}月份"):
        span = read(form, ISSUED)
        assert span.start == day.replace(day=1)
        assert span.end is not None
        assert (span.end + timedelta(days=1)).day == 1
        assert span.end.month == day.month


@PROVE
@given(st.integers(1949, 2199), st.integers(1, 12), st.integers(28, 33))
def test_a_day_that_does_not_exist_is_refused(year: int, month: int, day: int) -> None:
    for form in (f"{year}年{month}月{day}日", f"{year}-{month:02}-{day:02}"):
        if day <= monthrange(year, month)[1]:
            assert read(form, ISSUED).end == date(year, month, day)
        else:
            with pytest.raises(UnreadableError, match="not a date that exists"):
                read(form, ISSUED)


@PROVE
@given(st.integers(1, 12), st.integers(1, 12))
def test_months_in_a_row_must_ascend(first: int, last: int) -> None:
    if first <= last:
        assert read(f"{first}—{last}月", ISSUED) == Span(
            read(f"{first}月", ISSUED).start, read(f"{last}月", ISSUED).end
        )
    else:
        with pytest.raises(UnreadableError, match="does not ascend"):
            read(f"{first}—{last}月", ISSUED)


# fmt: off
NO_DATES = [
    "", " ", "起", "前", "以来", "月底", "本月", "X月", "6个", "2023.07", "2023-7-17", "2023/", "/2023",
    "每月10日前", "10日前", "13月", "0月", "1—13月", "2月30日", "2023年2月29日", "2023-02-29", "2023-13", "0000年",
    "0000-01-01", "5季度", "2023/2022", "2023—2021年", "2023年7月17日18日", "目前为止吧", "2023年\0", "10月底前👍",
    "\u202e10月",
]
LOST_ENDS = [
    ("从1月到6月", "2023-01-01 to 2023-06-30"), ("自2023年1月至6月", "2023-01-01 to 2023-06-30"),
    ("1—6月底", "2023-01-01 to 2023-06-30"), ("2021年至2023年底", "2021-01-01 to 2023-12-31"),
]
# fmt: on


@pytest.mark.parametrize("phrase", NO_DATES)
def test_what_names_no_days_is_refused(phrase: str) -> None:
    with pytest.raises(UnreadableError, match=r"cannot read|not a date that exists|ascend|before it starts"):
        read(phrase, ISSUED)


@pytest.mark.parametrize(("phrase", "year"), [("明年", 9999), ("去年", 1), ("99年内", 9950)])
def test_a_date_outside_the_calendar_is_refused(phrase: str, year: int) -> None:
    with pytest.raises(UnreadableError, match="not a date that exists"):
        read(phrase, Reference(date(year, 1, 1), year))


@pytest.mark.parametrize(("phrase", "days"), LOST_ENDS)
def test_a_range_keeps_both_ends(phrase: str, days: str) -> None:
    assert str(read(phrase, ISSUED)) == days


@pytest.mark.parametrize("phrase", ["9月以来", "明年以来", "2023年7月18日以来"])
def test_nothing_lasts_since_a_day_to_come(phrase: str) -> None:
    with pytest.raises(UnreadableError):
        read(phrase, ISSUED)


@pytest.mark.parametrize("phrase", ["内", "度", "10月底起", "从10月底前起", "到2023年起", "3-2年内", "23年", "٢٠٢٣年"])
def test_a_phrase_that_makes_no_sense_is_refused(phrase: str) -> None:
    with pytest.raises(UnreadableError):
        read(phrase, ISSUED)


@pytest.mark.parametrize("phrase", ["1—6月起", "1—6月以来", "2021—2023年开始执行"])
def test_a_range_does_not_start_anything(phrase: str) -> None:
    with pytest.raises(UnreadableError):
        read(phrase, ISSUED)


def test_years_after_a_leap_day_end_on_the_leap_day_where_there_is_one() -> None:
    assert read("4年内", Reference(date(2024, 2, 29), 2024)).end == date(2028, 2, 29)


@pytest.mark.parametrize(
    "unit", ["1", "年", "1月-", "—", "前", "自", "2023年", "2023-", "/", " ", "👍", "\0", "((", "至"]
)
def test_a_hostile_phrase_is_refused_quickly(unit: str) -> None:
    start = time.perf_counter()
    with pytest.raises(UnreadableError) as refused:
        read(unit * 20_000, ISSUED)
    assert time.perf_counter() - start < LIMIT
    assert len(str(refused.value)) < 400
