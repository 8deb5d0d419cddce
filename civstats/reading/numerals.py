"""Arabic and Chinese numerals, also mixed (25万6千), to exact decimals."""

from __future__ import annotations

import re
from decimal import Context, Decimal

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
_POWERS = _SMALL | _LARGE

# Every repeat is bounded: a hostile cell must not make the reader slow. \d would take the digits of all scripts.
ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,5}|[0-9]{1,18})(?:\.[0-9]{1,12})?"
COMPOUND = r"(?:[0-9]{1,6}亿[0-9]{1,5}(?:\.[0-9]{1,6})?万|[0-9]{1,6}万(?:[0-9]千|[0-9]{4}))(?![0-9])"
CHINESE = r"(?:[〇零一二两三四五六七八九十千万亿]|百(?!分[点之])){1,24}(?:点[〇零一二三四五六七八九]{1,12})?"
MULTIPLIER = r"(?:万亿|千万|百万|十万|亿|万|千|百(?!分[点之]))"

EXACT = Context(prec=64)
"""Wide enough for every number that the grammar admits: no digit is ever rounded away."""

_PART = re.compile(rf"({ARABIC})({MULTIPLIER}?)")
_D = "[一二两三四五六七八九]"
_TENS = f"(?:{_D}?十{_D}?)"
_HUNDREDS = f"(?:{_D}百(?:[零〇]{_D}|{_TENS})?)"
_SECTION = f"(?:{_D}千(?:[零〇](?:{_TENS}|{_D})|{_HUNDREDS})?|{_HUNDREDS}|{_TENS}|{_D})"
_WHOLE = re.compile(f"(?=.)(?:{_SECTION}万?亿(?:[零〇](?=.))?)?(?:{_SECTION}万(?:[零〇](?=.))?)?{_SECTION}?")
# 二〇二三 is 2023 digit by digit; 三五 is no number but three to five.
_DIGIT_BY_DIGIT = re.compile(f"[零〇]|(?=.*[零〇])(?:{_D}|[零〇]){{2,12}}|{_D}{{4,12}}")


def multiplier(word: str) -> int:
    """What a number before ``word`` (万, 千万, …) is multiplied by; 1 for no word."""
    product = 1
    for char in word:
        product *= _POWERS[char]
    return product


def parse(text: str) -> Decimal:
    """The value of a numeral: ``7,403.72``, ``25万6千``, ``三百二十``, ``一点五``, ``3万``.

    Raises ValueError for anything else, a malformed numeral (三百五零, 十十) included.
    """
    if text[:1].isascii() and text[:1].isdigit():
        return _parse_arabic(text)
    whole, point, fraction = text.partition("点")
    value = Decimal(_parse_chinese(whole))
    if not point:
        return value
    if not fraction or any(char not in _DIGITS for char in fraction):
        raise ValueError(f"{text[:40]} is not a number")
    return value + Decimal("0." + "".join(str(_DIGITS[char]) for char in fraction))


def _parse_arabic(text: str) -> Decimal:
    value, position, below = Decimal(0), 0, None
    while position < len(text):
        match = _PART.match(text, position)
        if match is None:
            raise ValueError(f"{text[:40]} is not a number")
        part = EXACT.multiply(Decimal(match[1].replace(",", "")), Decimal(multiplier(match[2])))
        if below is not None and (below == 1 or part >= below):
            raise ValueError(f"the parts of {text[:40]} do not descend")
        value = EXACT.add(value, part)
        below, position = multiplier(match[2]), match.end()
    return value


def _parse_chinese(text: str) -> int:
    if len(text) <= 12 and _DIGIT_BY_DIGIT.fullmatch(text):
        return int("".join(str(_DIGITS[char]) for char in text))
    # 三百五 is 350, 两万五 is 25000: a last digit right behind a power counts the power below.
    said_short = len(text) > 1 and text[-1] in _DIGITS.keys() - {"零", "〇"} and text[-2] in "百千万亿"
    if len(text) > 24 or not _WHOLE.fullmatch(text[:-1] if said_short else text):
        why = "has two digits side by side" if re.search(f"{_D}{_D}", text) else "is not a number"
        raise ValueError(f"{text[:40]} {why}")
    total = section = digit = 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
            continue
        if char in _SMALL:
            section += (digit or 1) * _SMALL[char]
        else:
            part = section + digit
            total = (total + part) * _LARGE[char] if char == "亿" else total + part * _LARGE[char]
            section = 0
        digit = 0
    return total + section + (digit * _POWERS[text[-2]] // 10 if said_short else digit)
