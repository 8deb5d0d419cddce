"""What is certain of the order of intervals: partial ranks, without comparing every pair.

An end of an interval is a pair ``(number, side)``: an open lower end lies just above its number (side 1), an open upper
end just below it (side -1), so that ends compare as Python compares pairs. A number that was shortened before it was
printed (92 %, 2.68亿元) stands for all that its author may have rounded or truncated to it.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

End = tuple[float, int]
_OPEN_BELOW, _OPEN_ABOVE = ("gt", "more_than", "nearly"), ("lt", "more_than", "nearly")


class Ends(NamedTuple):
    """The two ends of what a figure leaves open."""

    lower: End
    upper: End

    @property
    def exact(self) -> bool:
        """Whether one number only lies between them."""
        return self.lower == self.upper

    def above(self, other: Ends) -> bool:
        """Whether every value here is greater than every value there."""
        return self.lower > other.upper


def ends(lower: float | None, upper: float | None, bound: str, precision: float = 0.0) -> Ends:
    """The ends of a figure; None is unbounded, ``precision`` the size of its last printed digit (0: not shortened)."""
    if lower is not None and lower == upper and precision > 0:
        below, step = (precision / 2, precision) if lower >= 0 else (precision, precision / 2)
        return Ends((lower - below, 0), (lower + step, 0))
    return Ends(
        (-math.inf, 0) if lower is None else (lower, int(bound in _OPEN_BELOW)),
        (math.inf, 0) if upper is None else (upper, -int(bound in _OPEN_ABOVE)),
    )


def ranks(figures: Sequence[Ends], direction: str = "more") -> list[tuple[int, int]]:
    """The first and the last rank that each figure may have; rank 1 is the smallest for ``direction`` less.

    The first is one more than the figures that are certainly better, the last the number that are not certainly worse
    (itself among them). So equal figures share their ranks. O(n log n).
    """
    lowers, uppers = sorted(figure.lower for figure in figures), sorted(figure.upper for figure in figures)
    found = []
    for figure in figures:
        above = len(figures) - bisect_right(lowers, figure.upper)
        below = bisect_left(uppers, figure.lower)
        better, worse = (below, above) if direction == "less" else (above, below)
        found.append((better + 1, len(figures) - worse))
    return found
