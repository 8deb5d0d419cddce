"""Numerals: Arabic, Chinese and mixed, to exact decimals."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from civstats.reading.numerals import multiplier, parse

PROVE = settings(derandomize=True, max_examples=200, deadline=None)
LIMIT = 2.0
POWERS = ((10**8, "亿"), (10**4, "万"), (10**3, "千"), (10**2, "百"), (10, "十"))

# fmt: off
NO_NUMERALS = [
    "1万2亿", "1万2万", "1.2.3", "1,23", "12,34", "1.", "百", "百万", "千万", "万", "十百", "二三十",
    "十四五", "一二十", "五零百", "abc", "1个", "约1", "-1", "+1", "1e5", "1_000", "三X", "1/2",
]
MALFORMED = [
    "十十", "三十十", "三十五百", "五十三千", "三万五万", "一亿二亿", "一亿万", "一万万", "三百五零", "三百五万",
    "两两", "零十", "1亿50000万",
]
# fmt: on


def chinese(n: int) -> str:
    """``n`` in Chinese as schools teach it: 1010 is 一千零一十."""
    for power, word in POWERS:
        if n >= power:
            head, rest = divmod(n, power)
            zero = "零" if 0 < rest < power // 10 else ""
            return chinese(head) + word + zero + (chinese(rest) if rest else "")
    return "零一二三四五六七八九"[n]


def spoken(numeral: str) -> str:
    """The same number as it is said: 十五 for 一十五, 两万 for 二万."""
    if numeral.startswith("一十"):
        numeral = numeral[1:]
    for word in "百千万亿":
        numeral = numeral.replace("二" + word, "两" + word)
    return numeral


@pytest.mark.parametrize(
    ("n", "numeral"), [(0, "零"), (1010, "一千零一十"), (20_000_500, "二千万零五百"), (10**8, "一亿")]
)
def test_the_renderer_of_these_tests_is_right(n: int, numeral: str) -> None:
    assert chinese(n) == numeral


def test_every_small_number_in_chinese_is_read_back() -> None:
    assert [n for n in range(11_000) if not parse(chinese(n)) == n == parse(spoken(chinese(n)))] == []


@PROVE
@given(st.integers(0, 10**8))
@example(10**8)
@example(99_999_999)
@example(10_000_001)
@example(20_000_500)
def test_every_number_in_chinese_is_read_back(n: int) -> None:
    assert parse(chinese(n)) == n
    assert parse(spoken(chinese(n))) == n


@PROVE
@given(st.integers(0, 10**12), st.integers(0, 6))
def test_every_arabic_number_is_read_back_with_and_without_separators(digits: int, places: int) -> None:
    value = Decimal(digits).scaleb(-places)
    assert parse(f"{value:f}") == value
    assert parse(f"{value:,f}") == value


@PROVE
@given(st.integers(1000, 10**6))
def test_digits_one_by_one_are_a_number_as_in_years(n: int) -> None:
    digits = "".join(chinese(int(digit)) for digit in str(n))
    assert parse(digits) == n
    assert parse(digits.replace("零", "〇")) == n


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7,403.72", "7403.72"),
        ("0.1", "0.1"),
        ("3万", "30000"),
        ("2.68亿", "268000000"),
        ("25万6千", "256000"),
        ("1万2345", "12345"),
        ("1亿2000万", "120000000"),
        ("三百二十", "320"),
        ("三百五", "350"),
        ("两万五", "25000"),
        ("一百一十五", "115"),
        ("一百零五", "105"),
        ("一千〇一", "1001"),
        ("一万亿", "1000000000000"),
        ("一点五", "1.5"),
        ("十点〇五", "10.05"),
        ("零点零二", "0.02"),
    ],
)
def test_a_numeral_has_this_value(text: str, value: str) -> None:
    assert parse(text) == Decimal(value)


@pytest.mark.parametrize(
    ("word", "times"),
    [("", 1), ("百", 100), ("千", 1000), ("万", 10**4), ("千万", 10**7), ("亿", 10**8), ("万亿", 10**12)],
)
def test_a_word_behind_a_number_multiplies_it(word: str, times: int) -> None:
    assert multiplier(word) == times


@pytest.mark.parametrize("text", NO_NUMERALS)
def test_what_is_no_numeral_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"number|descend|digits"):
        parse(text)


@pytest.mark.parametrize("text", MALFORMED)
def test_a_malformed_numeral_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse(text)


@pytest.mark.parametrize("text", ["一万零", "一亿零", "一亿零三万零"])
def test_a_zero_needs_a_digit_behind_it(text: str) -> None:
    with pytest.raises(ValueError, match="number"):
        parse(text)


@pytest.mark.parametrize("text", ["", "点五", "三点", "一点x", "一点十"])
def test_a_numeral_needs_digits_on_both_sides_of_the_point(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse(text)


@pytest.mark.parametrize("text", ["1٣", "1\U0001d7ce", "1.٣", "1३"])
def test_only_ascii_digits_are_arabic_numerals(text: str) -> None:
    with pytest.raises(ValueError, match="number"):
        parse(text)


@pytest.mark.parametrize("unit", ["1", "一", "1,234", "1万", "一点", "0", "百"])
def test_a_hostile_numeral_is_refused_quickly(unit: str) -> None:
    start = time.perf_counter()
    with pytest.raises((ValueError, KeyError)):
        parse(unit * 20_000)
    assert time.perf_counter() - start < LIMIT
