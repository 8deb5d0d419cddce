"""The verdict on a relation: does the printed result follow from the printed terms?

A result is held against what its terms imply in three steps, from strict to lenient; the first that fits gives the
verdict. A check that only rounds cries wolf where an author truncates, so both ways are tried:

1. the terms as they stand give the result as it stands: ``holds``;
2. the terms as they stand give it when shortened to its last printed digit. If rounding and truncating both do, it
   ``holds``; if only one does, ``holds_rounded`` or ``holds_truncated``;
3. terms that were themselves shortened the same way can give it: ``holds_rounded``, else ``holds_truncated``.

Else it is a ``conflict``. Where a figure is a bound (不低于, 余, 约), the relation ``holds`` if whatever the terms
leave open lies within the result, is a ``conflict`` if nothing of it does, and else ``unverifiable``. Parts of a total
that are bounds (至少) hold where the printed numbers add up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from civstats.interval import Interval
from civstats.relate.arithmetic import SUM, Arithmetic
from civstats.relate.figure import Figure, Reading

HOLDS, HOLDS_ROUNDED, HOLDS_TRUNCATED = "holds", "holds_rounded", "holds_truncated"
CONFLICT, UNVERIFIABLE = "conflict", "unverifiable"
ORDER = (CONFLICT, UNVERIFIABLE, HOLDS_TRUNCATED, HOLDS_ROUNDED, HOLDS)
"""The verdicts, the worst first."""
_SHORTENED = {Reading.ROUNDED: HOLDS_ROUNDED, Reading.TRUNCATED: HOLDS_TRUNCATED}


def judge(arithmetic: Arithmetic, figures: Sequence[Figure]) -> str:
    """The verdict on ``figures`` (the result, then the terms)."""
    found = _judge(lambda terms: arithmetic.implied(0, terms), figures)
    if found == UNVERIFIABLE and arithmetic is SUM:
        total, *parts = (figure.printed_number for figure in figures)
        if total is not None and None not in parts and sum(part for part in parts if part is not None) == total:
            return HOLDS
    return found


def at_most(figures: Sequence[Figure]) -> str:
    """The verdict on parts that together are no more than their whole (``figures``: the whole, then the parts)."""
    whole, *parts = figures

    def verdict(how: Reading) -> str | None:
        total = sum_of([part.reading(how) for part in parts])
        limit = whole.reading(how)
        if total.upper is not None and limit.lower is not None and total.upper <= limit.lower:
            return HOLDS
        at_least = Interval(total.lower, None, total.lower_open)
        return None if at_least.overlaps(limit) else CONFLICT

    exact = verdict(Reading.EXACT)
    if exact == HOLDS or (exact is None and not _all_exact(figures)):
        return exact or UNVERIFIABLE
    for how, name in _SHORTENED.items():
        if verdict(how) != CONFLICT:
            return name if _all_exact(figures) else UNVERIFIABLE
    return CONFLICT


def within(figures: Sequence[Figure]) -> str:
    """The verdict on a rate of a whole, which lies between the rates of its parts (``figures``: whole, then parts)."""
    whole, *parts = figures

    def between(how: Reading) -> Interval:
        ends = [part.reading(how) for part in parts]
        lowers = [(end.lower, end.lower_open) for end in ends if end.lower is not None]
        uppers = [(end.upper, not end.upper_open) for end in ends if end.upper is not None]
        lower, lower_open = min(lowers) if len(lowers) == len(ends) else (None, False)
        upper, upper_closed = max(uppers) if len(uppers) == len(ends) else (None, True)
        return Interval(lower, upper, lower_open, not upper_closed)

    if _surely_between([part.interval for part in parts], whole.interval):
        return HOLDS
    if not _all_exact(figures):
        possible = any(between(how).overlaps(whole.reading(how)) for how in Reading)
        return UNVERIFIABLE if possible else CONFLICT
    for how, name in _SHORTENED.items():
        if between(how).overlaps(whole.reading(how)):
            return name
    return CONFLICT


def _surely_between(parts: Sequence[Interval], whole: Interval) -> bool:
    """Whether some part is surely not above ``whole``, and some surely not below it."""
    lowers = [part.lower for part in parts if part.lower is not None]
    uppers = [part.upper for part in parts if part.upper is not None]
    if not lowers or not uppers or min(uppers) > max(lowers):
        return False
    return Interval(min(uppers), max(lowers)).contains(whole)


def worst(verdicts: Sequence[str]) -> str:
    """The worst of several verdicts on one claim."""
    return min(verdicts, key=ORDER.index)


def sum_of(intervals: Sequence[Interval]) -> Interval:
    """All sums of one value of each."""
    total, *rest = intervals
    for interval in rest:
        total += interval
    return total


def _judge(compute: Callable[[Sequence[Interval]], Interval], figures: Sequence[Figure]) -> str:
    result = figures[0]

    def computed(how: Reading) -> Interval | None:
        try:
            return compute([figure.reading(how) for figure in figures])
        except ValueError:
            return None

    exact = computed(Reading.EXACT)
    if exact is None:
        return UNVERIFIABLE
    if result.interval.contains(exact):
        return HOLDS
    readings = [(computed(how), result.reading(how)) for how in Reading]
    if not _all_exact(figures):
        possible = any(got is None or got.overlaps(printed) for got, printed in readings)
        return UNVERIFIABLE if possible else CONFLICT
    fits = [how for how in _SHORTENED if result.reading(how).contains(exact)]
    if fits:
        return HOLDS if len(fits) > 1 else _SHORTENED[fits[0]]
    for (got, printed), name in zip(readings[1:], _SHORTENED.values(), strict=True):
        if got is not None and got.overlaps(printed):
            return name
    return CONFLICT if all(got is not None for got, _ in readings) else UNVERIFIABLE


def _all_exact(figures: Sequence[Figure]) -> bool:
    return all(figure.interval.is_exact for figure in figures)
