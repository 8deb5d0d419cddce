"""Faults of a printed token: what a hurried reader, a bad scan or a slip of the keyboard makes of a figure.

Each edit takes the token and gives the damaged one, or None where it does not apply.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from random import Random

from civstats import codelists
from civstats.interval import plain

Edit = Callable[[str, Random], str | None]

_NUMBER = re.compile(r"(?P<whole>\d+)(?P<decimals>\.\d+)?")
_LOOKALIKES = {"1": "7", "7": "1", "3": "8", "8": "3", "0": "6", "6": "0"}
_COUNTED = "人户次座张家件处对具"
_OTHER_UNITS = {"元": "人", "人": "张", "户": "元", "张": "元", "座": "人", "家": "人", "个": "元", "%": "人"}
_BIG = 10_000


def _number(token: str) -> re.Match[str] | None:
    return _NUMBER.search(token)


def _with_number(token: str, new: str) -> str | None:
    """The token with another number; None where that is the same number."""
    found = _number(token)
    if found is None or not new or Decimal(new) == Decimal(found[0]):
        return None
    return token[: found.start()] + new + token[found.end() :]


def _at_digit(token: str, rng: Random, change: Callable[[str, int], str | None], *, whole: bool = False) -> str | None:
    """Change the number at one of its characters, chosen among those at which ``change`` gives another number."""
    found = _number(token)
    if found is None:
        return None
    number = found[0]
    reach = len(found["whole"]) if whole else len(number)
    made = {new for place in range(reach) if (new := change(number, place)) and _proper(new)}
    chosen = sorted(new for new in made if Decimal(new) != Decimal(number))
    return _with_number(token, rng.choice(chosen)) if chosen else None


def _proper(number: str) -> bool:
    """Whether a number is written as numbers are: no zero in front, and not zero altogether."""
    return bool(re.fullmatch(r"(?:0|[1-9]\d*)(?:\.\d+)?", number)) and Decimal(number) > 0


def transposed(token: str, rng: Random) -> str | None:
    def change(number: str, place: int) -> str | None:
        pair = number[place : place + 2]
        return number[:place] + pair[::-1] + number[place + 2 :] if len(pair) == 2 and pair.isdigit() else None

    return _at_digit(token, rng, change)


def misread(token: str, rng: Random) -> str | None:
    return _at_digit(
        token, rng, lambda number, place: number[:place] + _LOOKALIKES.get(number[place], "") + number[place + 1 :]
        if number[place] in _LOOKALIKES else None,
    )  # fmt: skip


def mistyped(token: str, rng: Random) -> str | None:
    """A digit replaced by the key beside it."""

    def change(number: str, place: int) -> str | None:
        if not number[place].isdigit():
            return None
        beside = (int(number[place]) + rng.choice((1, 9))) % 10
        return f"{number[:place]}{beside}{number[place + 1 :]}"

    return _at_digit(token, rng, change)


def doubled(token: str, rng: Random) -> str | None:
    return _at_digit(token, rng, lambda number, place: number[: place + 1] + number[place:], whole=True)


def zero_lost(token: str, rng: Random) -> str | None:
    return _at_digit(
        token,
        rng,
        lambda number, place: number[:place] + number[place + 1 :] if number[place] == "0" and place else None,
        whole=True,
    )


def zero_added(token: str, rng: Random) -> str | None:
    found = _number(token)
    return _with_number(token, f"{found['whole']}0{found['decimals'] or ''}") if found else None


def point_lost(token: str, rng: Random) -> str | None:
    found = _number(token)
    return _with_number(token, found[0].replace(".", "").lstrip("0")) if found and found["decimals"] else None


def point_moved(token: str, rng: Random) -> str | None:
    found = _number(token)
    if found is None or not found["decimals"]:
        return None
    return _with_number(token, plain(Decimal(found[0]) * (Decimal("0.1") if len(found["whole"]) > 1 else 10)))


def last_digit_lost(token: str, rng: Random) -> str | None:
    found = _number(token)
    return _with_number(token, found["whole"][:-1]) if found and not found["decimals"] else None


def rounded_to_wan(token: str, rng: Random) -> str | None:
    found = _number(token)
    if found is None or found["decimals"] or int(found[0]) < _BIG or re.search("[万亿]", token):
        return None
    return token.replace(found[0], f"{int(found[0]) / _BIG:.1f}万", 1)


def off_by_one(token: str, rng: Random) -> str | None:
    """The last printed digit one more or one less."""
    found = _number(token)
    if found is None:
        return None
    step = Decimal(1).scaleb(-max(0, len(found["decimals"] or "") - 1))
    return _with_number(token, str(Decimal(found[0]) + rng.choice((step, -step))))


def rate_off(token: str, rng: Random) -> str | None:
    """A rate that is off by 0.2 points."""
    found = _number(token)
    if found is None or "%" not in token:
        return None
    return _with_number(token, str(Decimal(found[0]) + rng.choice((Decimal("0.2"), Decimal("-0.2")))))


def sign_turned(token: str, rng: Random) -> str | None:
    found = _number(token)
    if found is None:
        return None
    start = found.start()
    return token[: start - 1] + token[start:] if token[:start].endswith("-") else f"{token[:start]}-{token[start:]}"


def wan_lost(token: str, rng: Random) -> str | None:
    return token.replace("万", "", 1) if "万" in token and "万元" not in token else None


def wan_added(token: str, rng: Random) -> str | None:
    return re.sub(rf"(\d)([{_COUNTED}])", r"\1万\2", token, count=1) if _is_count(token) else None


def _is_count(token: str) -> bool:
    return bool(re.search(rf"\d[{_COUNTED}]", token)) and "/" not in token


def yuan_for_wan(token: str, rng: Random) -> str | None:
    """元 taken for 万元."""
    return token.replace("万元", "元", 1) if "万元" in token else None


def wan_for_yuan(token: str, rng: Random) -> str | None:
    """万元 taken for 元."""
    return re.sub(r"(\d)元", r"\1万元", token, count=1) if re.search(r"\d元$", token) else None


def yi_and_wan(token: str, rng: Random) -> str | None:
    """亿 and 万 confused."""
    if "亿" in token:
        return token.replace("亿", "万", 1)
    return token.replace("万", "亿", 1) if "万" in token else None


def percent_lost(token: str, rng: Random) -> str | None:
    return token.replace("%", "", 1) if "%" in token else None


def percent_as_fraction(token: str, rng: Random) -> str | None:
    found = _number(token)
    return _with_number(token, plain(Decimal(found[0]) / 100)) if found and "%" in token else None


def percent_and_permille(token: str, rng: Random) -> str | None:
    if "‰" in token:
        return token.replace("‰", "%", 1)
    return token.replace("%", "‰", 1) if "%" in token else None


def percent_and_points(token: str, rng: Random) -> str | None:
    if "个百分点" in token:
        return token.replace("个百分点", "%", 1)
    return token.replace("%", "个百分点", 1) if "%" in token else None


def month_and_year(token: str, rng: Random) -> str | None:
    """A month's amount taken for a year's, or the other way round."""
    head, slash, tail = token.partition("/")
    if not slash or not re.search("[月年]", tail):
        return None
    return head + slash + tail.translate(str.maketrans("月年", "年月"))


def persons_and_households(token: str, rng: Random) -> str | None:
    return (
        token.translate(str.maketrans("人户", "户人")) if re.search("[人户]", token) and "人次" not in token else None
    )


def persons_and_times(token: str, rng: Random) -> str | None:
    if "人次" in token:
        return token.replace("人次", "人", 1)
    return token.replace("人", "人次", 1) if re.search(r"人$", token) else None


def other_unit(token: str, rng: Random) -> str | None:
    """The unit of another column of the table."""
    for unit, other in _OTHER_UNITS.items():
        if unit in token:
            return token.replace(unit, other, 1)
    return None


def bound_dropped(token: str, rng: Random) -> str | None:
    words = [word for row in codelists.rows("bounds") for side in ("before", "after") for word in row[side].split("|")]
    for word in sorted(filter(None, {*words, "余", "多"}), key=len, reverse=True):
        if word in token:
            return token.replace(word, "", 1)
    return None
