"""What would mend a relation that does not hold: the slips that authors and copyists make, tried one by one.

For each figure of the relation the others imply what it must be. If a common slip turns the printed value into one that
the others allow (a lost 万, a month's amount for a year's, two digits exchanged), that is a suggestion. It is never
carried out: a correction is made by a person, in the raw sheet, with its reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from civstats.interval import Interval
from civstats.relate.arithmetic import GROWTH, Arithmetic
from civstats.relate.figure import Figure, Reading

_MOST = 3
"""More ways than this to mend a relation say nothing."""


class Suggestion(NamedTuple):
    """A figure, the slip that would explain it (a code), the value it would then have, and what the others imply."""

    figure: Figure
    slip: str
    value: Decimal
    implied: Interval


_FACTORS = {
    "lost_wan": Decimal(10_000),
    "extra_wan": Decimal("0.0001"),
    "lost_zero": Decimal(10),
    "extra_zero": Decimal("0.1"),
}
_RATE_FACTORS = {"year_for_month": Decimal(1) / 12, "month_for_year": Decimal(12)}


def suggestions(arithmetic: Arithmetic, figures: Sequence[Figure]) -> list[Suggestion]:
    """The slips of one figure that would make the relation hold; none where there would be more than three."""
    found = [suggestion for index in range(len(figures)) for suggestion in _of_figure(arithmetic, figures, index)]
    if arithmetic is GROWTH:
        found += _of_new_level(figures)
    return found if len(found) <= _MOST else []


def _of_figure(arithmetic: Arithmetic, figures: Sequence[Figure], index: int) -> Iterator[Suggestion]:
    figure = figures[index]
    if figure.point is None:
        return
    try:
        implied = arithmetic.implied(index, [other.reading(Reading.ROUNDED) for other in figures])
    except ValueError:
        return
    for slip, value, precision in _slips(figure):
        half = precision / 2
        if implied.overlaps(Interval(value - half, value + half)):
            yield Suggestion(figure, slip, value, implied)


def _slips(figure: Figure) -> Iterator[tuple[str, Decimal, Decimal]]:
    point = figure.point
    assert point is not None
    is_rate = "/month" in figure.row["unit"] or "/year" in figure.row["unit"]
    for slip, factor in (_RATE_FACTORS | _FACTORS if is_rate else _FACTORS).items():
        yield slip, point * factor, figure.precision * factor
    if not figure.is_converted:
        for value in _exchanged(point, figure.precision or Decimal(1)):
            yield "digits_exchanged", value, figure.precision


def _exchanged(value: Decimal, step: Decimal) -> Iterator[Decimal]:
    """The numbers that arise when two neighbouring printed digits change places; the last has the size ``step``."""
    sign, digits, _ = (value / step).to_integral_value().as_tuple()
    for place in range(len(digits) - 1):
        if digits[place] != digits[place + 1] and not (place == 0 and digits[1] == 0):
            swapped = (*digits[:place], digits[place + 1], digits[place], *digits[place + 2 :])
            yield Decimal((sign, swapped, 0)) * step


def _of_new_level(figures: Sequence[Figure]) -> Iterator[Suggestion]:
    """A growth rate that was taken of the new level instead of the earlier one."""
    rate, level, earlier = figures
    if level.point is None or earlier.point is None or not level.point or rate.point is None:
        return
    of_new = (level.point - earlier.point) / level.point * 100
    value = Interval.exact(of_new)
    if any(rate.reading(how).contains(value) for how in (Reading.ROUNDED, Reading.TRUNCATED)):
        yield Suggestion(rate, "share_of_new_level", of_new, value)
