"""The arithmetic of relations: each says what one of its figures must be, given the others.

A relation has a *result*, which a document prints, and *terms*, from which it follows: a total and its parts, a growth
rate and its two levels. ``implied(0, …)`` computes the result; ``implied(i, …)`` solves for a term, which tells what a
damaged figure should have been. All of it works on intervals, so that a bound stays a bound.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import add

from civstats.interval import Interval

_ONE, _HUNDRED = Interval.exact(Decimal(1)), Decimal(100)
Implied = Callable[[int, Sequence[Interval]], Interval]


@dataclass(frozen=True)
class Arithmetic:
    """``implied(i, figures)`` is what the figure ``i`` must be; ``figures`` are the result and the terms, in order.

    It raises ValueError where that cannot be said (a quotient by zero or by a figure without a lower end).
    """

    name: str
    implied: Implied


def _sum(index: int, figures: Sequence[Interval]) -> Interval:
    result, *terms = figures
    if index == 0:
        return reduce(add, terms)
    return reduce(add, (-term for number, term in enumerate(terms, 1) if number != index), result)


def _equal(index: int, figures: Sequence[Interval]) -> Interval:
    first, *others = (figure for number, figure in enumerate(figures) if number != index)
    if any(other != first for other in others):
        raise ValueError("the others do not agree")
    return first


def _difference(index: int, figures: Sequence[Interval]) -> Interval:
    change, level, earlier = figures
    return (level - earlier, earlier + change, level - change)[index]


def _growth(index: int, figures: Sequence[Interval]) -> Interval:
    rate, level, earlier = figures
    if index == 0:
        return (level / earlier - _ONE).scale(_HUNDRED)
    grown = _ONE + rate.scale(1 / _HUNDRED)
    return level / grown if index == 2 else earlier * grown


def _ratio(index: int, figures: Sequence[Interval]) -> Interval:
    share, part, whole = figures
    if index == 0:
        return (part / whole).scale(_HUNDRED)
    times = share.scale(1 / _HUNDRED)
    return whole * times if index == 1 else part / times


SUM = Arithmetic("sum", _sum)
EQUAL = Arithmetic("equal", _equal)
DIFFERENCE = Arithmetic("difference", _difference)
GROWTH = Arithmetic("growth", _growth)
RATIO = Arithmetic("ratio", _ratio)
