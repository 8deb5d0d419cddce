"""Arabic and Chinese numerals, also mixed (25万6千), to exact decimals."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
_POWERS = _SMALL | _LARGE

# Every repeat is bounded: a hostile cell must not make the reader slow.
ARABIC = r"(?:\d{1,3}(?:,\d{3}){1,5}|\d{1,18})(?:\.\d{1,12})?"
COMPOUND = r"(?:\d{1,6}亿\d{1,5}(?:\.\d{1,6})?万|\d{1,6}万(?:\d千|\d{4}))(?!\d)"
CHINESE = r"[〇零一二两三四五六七八九十百千万亿]{1,24}(?:点[〇零一二三四五六七八九]{1,12})?"
MULTIPLIER = r"(?:万亿|千万|百万|十万|亿|万|千|百)"

_PART = re.compile(rf"({ARABIC})({MULTIPLIER}?)")


def multiplier(word: str) -> int:
    """What a number before ``word`` (万, 千万, …) is multiplied by; 1 for no word."""
    product = 1
    for char in word:
        product *= _POWERS[char]
    return product


def parse(text: str) -> Decimal:
    """The value of a numeral: ``7,403.72``, ``25万6千``, ``三百二十``, ``一点五``, ``3万``.

    Raises ValueError for anything else.
    """
    if text[:1].isascii() and text[:1].isdigit():
        return _parse_arabic(text)
    whole, point, fraction = text.partition("点")
    value = Decimal(_parse_chinese(whole))
    if point:
        digits = "".join(str(_DIGITS[char]) for char in fraction)
        value += Decimal(f"0.{digits}")
    return value


def _parse_arabic(text: str) -> Decimal:
    value, position, below = Decimal(0), 0, None
    while position < len(text):
        match = _PART.match(text, position)
        if match is None:
            raise ValueError(f"{text} is not a number")
        step = multiplier(match[2])
        if below is not None and step >= below:
            raise ValueError(f"the parts of {text} do not descend")
        value += Decimal(match[1].replace(",", "")) * step
        below, position = step, match.end()
    return value


def _parse_chinese(text: str) -> int:
    if len(text) > 1 and all(char in _DIGITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    total = section = digit = 0
    previous = ""
    for char in text:
        after_digit = previous in _DIGITS and previous not in "零〇"
        if char in _DIGITS:
            if after_digit and char not in "零〇":
                raise ValueError(f"{text} has two digits side by side")
            digit = _DIGITS[char]
        elif char in _SMALL:
            # 十五 is 15 and 一百一十 may be said 一百十; any other power needs its digit.
            if not after_digit and char != "十":
                raise ValueError(f"{text} is not a number")
            section += (digit or 1) * _SMALL[char]
            digit = 0
        elif char in _LARGE:
            if not previous:
                raise ValueError(f"{text} is not a number")
            part = section + digit
            total = (total + part) * _LARGE[char] if char == "亿" else total + part * _LARGE[char]
            section = digit = 0
        else:
            raise ValueError(f"{text} is not a number")
        previous = char
    if digit and len(text) > 1 and text[-2] in "百千万亿":
        digit *= _POWERS[text[-2]] // 10  # 三百五 is 350, 两万五 is 25000
    return total + section + digit
