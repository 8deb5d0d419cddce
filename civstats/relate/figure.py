"""A figure as a relation sees it: what its printed digits may stand for.

An author who prints 2.68亿 has rounded (the true value lies in [2.675, 2.685)亿) or truncated ([2.68, 2.69)亿); which
of the two, only a relation to other figures tells. A number printed to the unit (735元, 4981人) says all there is, and
a bound (8000余) is the interval that it leaves open, whichever way the author shortens numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

from civstats.interval import Interval


class Reading(Enum):
    """How the printed digits are taken: as they stand, as rounded, as truncated."""

    EXACT = "exact"
    ROUNDED = "rounded"
    TRUNCATED = "truncated"


@dataclass(frozen=True)
class Figure:
    """An observation with what relations ask of it; ``row`` holds its other columns, labels included.

    ``interval`` and ``precision`` are in the unit of the observation, of which each is ``factor`` base units (a yuan a
    year is a twelfth of a yuan a month); `in_base_units` converts.
    """

    observation_id: str
    interval: Interval
    precision: Decimal
    factor: Fraction
    unit_zh: str
    row: Mapping[str, Any]

    @classmethod
    def of(cls, row: Mapping[str, Any], factor: Fraction) -> Figure:
        """The figure of an observation ``row`` whose unit is ``factor`` base units."""
        lower, upper = (None if row[side] is None else decimal(row[side]) for side in ("lower", "upper"))
        interval = Interval.of_bound(lower, upper, row["bound"])
        return cls(row["observation_id"], interval, decimal(row["precision"]), factor, row["unit_zh"], row)

    def in_base_units(self) -> Figure:
        """The same figure in base units of its quantity."""
        if self.factor == 1:
            return self
        precision = self.precision * self.factor.numerator / self.factor.denominator
        interval, unit = self.interval.scale(self.factor), self.row["base_unit_zh"]
        return replace(self, interval=interval, precision=precision, factor=Fraction(1), unit_zh=unit)

    @property
    def token(self) -> str:
        """The figure as it is read: the printed token, or what a damaged one was read as."""
        return str(self.row["read_as"] or self.row["printed"])

    @property
    def is_corrected(self) -> bool:
        return bool(self.row["status"] == "corrected")

    @property
    def is_converted(self) -> bool:
        """Whether it stands in another unit than it was printed in."""
        return self.unit_zh != str(self.row["unit_zh"])

    @property
    def printed_number(self) -> Decimal | None:
        """The number that is printed, whatever bound stands with it; None for a range."""
        value = self.row["value"]
        return None if value is None else decimal(value) if not self.is_converted else self.point

    @property
    def point(self) -> Decimal | None:
        """The value of a figure without a bound."""
        return self.interval.lower if self.interval.is_exact else None

    def reading(self, how: Reading) -> Interval:
        """The values that the figure may stand for when its digits are taken so."""
        point, step = self.point, self.precision
        if how is Reading.EXACT or point is None or not step:
            return self.interval
        below = step / 2 if how is Reading.ROUNDED else Decimal(0)
        size = abs(point) - below  # numbers are shortened without their sign: -2.55 is -2.6 when rounded
        meant = Interval(size, size + step, upper_open=True)
        return -meant if point < 0 else meant

    def printed_to(self, step: Decimal) -> Figure:
        """The same figure, taken as shortened to ``step`` at least."""
        return replace(self, precision=max(step, self.precision))


def decimal(number: float) -> Decimal:
    """A double as the decimal that it was printed as."""
    return Decimal(repr(number))
