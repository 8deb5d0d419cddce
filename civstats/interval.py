"""Intervals: what is known of a quantity when it is printed as a bound, a range or an exact number.

A printed figure rarely says more than that the true value lies somewhere: 不低于735 leaves [735, ∞), 1200余 leaves
(1200, 1300), 735 leaves [735, 735]. Every later step (conversion, sum, growth, rank) works on that interval, so a
bound stays a bound. The arithmetic is exact (ends are `decimal.Decimal`), save where a division never ends (100 / 12).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

_OPEN = {"gt": (True, False), "lt": (False, True), "more_than": (True, True), "nearly": (True, True)}


@dataclass(frozen=True, slots=True)
class Interval:
    """The values between ``lower`` and ``upper``; None is unbounded, an open end does not belong to it.

    Raises ValueError where no value would lie in it.
    """

    lower: Decimal | None
    upper: Decimal | None
    lower_open: bool = False
    upper_open: bool = False

    def __post_init__(self) -> None:
        # An end that is not there is neither open nor closed; one way to write it keeps equal intervals equal.
        if self.lower is None and self.lower_open:
            object.__setattr__(self, "lower_open", False)
        if self.upper is None and self.upper_open:
            object.__setattr__(self, "upper_open", False)
        if self.lower is None or self.upper is None:
            return
        if self.lower > self.upper or (self.lower == self.upper and (self.lower_open or self.upper_open)):
            raise ValueError(f"no value lies in {self}")

    @classmethod
    def of_bound(cls, lower: Decimal | None, upper: Decimal | None, bound: str) -> Interval:
        """The interval of a figure with the code ``bound`` (`gt`, `more_than`, …), which says what ends are open."""
        return cls(lower, upper, *_OPEN.get(bound, (False, False)))

    @classmethod
    def exact(cls, value: Decimal) -> Interval:
        return cls(value, value)

    @property
    def is_exact(self) -> bool:
        return self.lower is not None and self.lower == self.upper

    def scale(self, factor: Decimal | Fraction) -> Interval:
        """Every value times ``factor``, which must be positive."""
        if factor <= 0:
            raise ValueError("an interval is scaled by a positive factor")

        def times(end: Decimal | None) -> Decimal | None:
            if end is None:
                return None
            if isinstance(factor, Fraction):
                return end * factor.numerator / factor.denominator
            return end * factor

        return Interval(times(self.lower), times(self.upper), self.lower_open, self.upper_open)

    def __add__(self, other: Interval) -> Interval:
        """All sums of a value here and a value there."""
        lower = None if self.lower is None or other.lower is None else self.lower + other.lower
        upper = None if self.upper is None or other.upper is None else self.upper + other.upper
        return Interval(lower, upper, self.lower_open or other.lower_open, self.upper_open or other.upper_open)

    def __neg__(self) -> Interval:
        """Every value with the other sign."""
        lower = None if self.upper is None else -self.upper
        upper = None if self.lower is None else -self.lower
        return Interval(lower, upper, self.upper_open, self.lower_open)

    def __sub__(self, other: Interval) -> Interval:
        """All differences between a value here and a value there."""
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        """All products of a value here and a value there; raises ValueError where one may be negative."""
        low, other_low = self._not_negative(), other._not_negative()
        upper = None if self.upper is None or other.upper is None else self.upper * other.upper
        if upper == 0:
            return Interval.exact(Decimal(0))
        lower_open = (self.lower_open and (other_low > 0 or other.lower_open)) or (other.lower_open and low > 0)
        return Interval(low * other_low, upper, lower_open, self.upper_open or other.upper_open)

    def __truediv__(self, other: Interval) -> Interval:
        """All quotients of a value here by a value there.

        Raises ValueError where a value here may be negative or a value there not positive.
        """
        low, other_low = self._not_negative(), other._not_negative()
        if other_low == 0 and not other.lower_open:
            raise ValueError(f"{self} / {other} may divide by zero")
        upper = None if self.upper is None or other_low == 0 else self.upper / other_low
        upper_open = self.upper_open or other.lower_open
        if upper == 0:
            return Interval.exact(Decimal(0))
        if other.upper is None:
            # The quotient comes near to zero; it is zero only where the dividend may be.
            return Interval(Decimal(0), upper, low > 0 or self.lower_open, upper_open)
        return Interval(low / other.upper, upper, self.lower_open or (other.upper_open and low > 0), upper_open)

    def _not_negative(self) -> Decimal:
        """The lower end, which must not lie below zero."""
        if self.lower is None or self.lower < 0:
            raise ValueError(f"{self} may be negative")
        return self.lower

    def contains(self, other: Interval) -> bool:
        """Whether every value of ``other`` lies in this one."""
        return self._reaches_below(other) and (-self)._reaches_below(-other)

    def _reaches_below(self, other: Interval) -> bool:
        if self.lower is None or other.lower is None:
            return self.lower is None
        return self.lower < other.lower or (self.lower == other.lower and (not self.lower_open or other.lower_open))

    def overlaps(self, other: Interval) -> bool:
        """Whether one value lies in both."""
        return not (self._ends_before(other) or other._ends_before(self))

    def _ends_before(self, other: Interval) -> bool:
        if self.upper is None or other.lower is None:
            return False
        touching = self.upper == other.lower and (self.upper_open or other.lower_open)
        return self.upper < other.lower or touching

    def __str__(self) -> str:
        left = "(" if self.lower_open or self.lower is None else "["
        right = ")" if self.upper_open or self.upper is None else "]"
        return f"{left}{_end(self.lower, '-∞')}, {_end(self.upper, '∞')}{right}"


def _end(value: Decimal | None, unbounded: str) -> str:
    return unbounded if value is None else plain(value)


def plain(value: Decimal) -> str:
    """A decimal without exponent and without zeros behind the point: 2.68E+8 -> 268000000."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
