"""What holds of the verdict on any figures: certainty, order, unit, and that the truth is never a conflict."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from relation_figures import STEPS, exact, widened

from civstats.interval import Interval
from civstats.relate.arithmetic import DIFFERENCE, GROWTH, RATIO, SUM, Arithmetic
from civstats.relate.figure import Figure, Reading
from civstats.relate.relations import KINDS
from civstats.relate.verdict import at_most, judge, within

PROVE = settings(derandomize=True, max_examples=200, deadline=None)
D = Decimal
HOLDING = ("holds", "holds_rounded", "holds_truncated")
[SAME] = [kind.verdict for kind in KINDS if kind.name == "same_quantity"]
READ = {ROUND_DOWN: Reading.TRUNCATED, ROUND_HALF_UP: Reading.ROUNDED}

WHOLE = st.integers(1, 10**6).map(Decimal)
FIGURES = st.builds(lambda count, step: exact(count * (step or 1), step), WHOLE, st.sampled_from([D(0), D(10), D(100)]))
MORE = st.none() | st.integers(0, 10**5).map(Decimal)
RULES: dict[str, tuple[Callable[[Sequence[Figure]], str], int | None]] = {
    "sum": (lambda made: judge(SUM, made), None),
    "difference": (lambda made: judge(DIFFERENCE, made), 3),
    "growth": (lambda made: judge(GROWTH, made), 3),
    "ratio": (lambda made: judge(RATIO, made), 3),
    "same": (SAME, None),
    "at_most": (at_most, None),
    "within": (within, None),
}
_COMPUTED = ("sum", "difference", "growth", "ratio")


def some(count: int | None) -> st.SearchStrategy[list[Figure]]:
    return st.lists(FIGURES, min_size=count or 2, max_size=count or 5)


def shorten(value: Decimal, step: Decimal, way: str) -> Decimal:
    """``value`` as its author prints it to a last digit of the size ``step``."""
    return value if not step else (value / step).quantize(D(1), way) * step


def adding_up(made: Sequence[Figure]) -> list[Figure]:
    """The figures with the sum of the others as the first."""
    total = sum((part.interval.lower or D(0) for part in made[1:]), D(0))
    return [exact(total, made[0].precision), *made[1:]]


@PROVE
@given(st.sampled_from(sorted(RULES)), st.data())
def test_a_wider_interval_never_makes_a_verdict_more_certain(rule: str, data: st.DataObject) -> None:
    """What the wider figures prove, the narrower prove too; a wider one may only make it unverifiable."""
    judged, count = RULES[rule]
    narrow = data.draw(some(count))
    narrow = adding_up(narrow) if data.draw(st.booleans()) else narrow
    # A result that is a bound claims less; what it then holds, no term proves.
    chosen = data.draw(st.sets(st.integers(int(rule in _COMPUTED), len(narrow) - 1), min_size=1))

    def wider(made: list[Figure]) -> list[Figure]:
        return [widened(f, data.draw(MORE), data.draw(MORE)) if i in chosen else f for i, f in enumerate(made)]

    wide = wider(narrow)
    steps = [judged(made) for made in (narrow, wide, wider(wide))]
    for less, more in ((0, 1), (1, 2), (0, 2)):
        if steps[more] == "conflict":
            assert steps[less] == "conflict"
        elif steps[more] in HOLDING and rule != "same":  # two like bounds are one printed value
            assert steps[less] in HOLDING


@PROVE
@given(st.sampled_from(_COMPUTED), st.data())
def test_a_wider_claim_is_never_refuted_where_the_narrower_holds(rule: str, data: st.DataObject) -> None:
    judged, count = RULES[rule]
    narrow = data.draw(some(count))
    narrow = adding_up(narrow) if data.draw(st.booleans()) else narrow
    wide = [widened(narrow[0], data.draw(MORE), data.draw(MORE)), *narrow[1:]]
    if judged(narrow) in HOLDING:
        assert judged(wide) != "conflict"
    if judged(wide) == "conflict":
        assert judged(narrow) == "conflict"


@PROVE
@given(st.sampled_from(["sum", "same", "at_most", "within"]), some(None), st.randoms(use_true_random=False))
def test_the_order_of_parts_never_matters(rule: str, made: list[Figure], random: Random) -> None:
    result, *parts = made
    shuffled = random.sample(parts, len(parts))
    judged, _ = RULES[rule]
    assert judged([result, *shuffled]) == judged(made)
    if rule == "same":
        assert judged([*shuffled, result]) == judged(made)


@PROVE
@given(some(None), st.sampled_from([Fraction(10_000), Fraction(1, 4), Fraction(10**8)]), st.booleans())
def test_the_unit_of_a_sum_never_matters(made: list[Figure], unit: Fraction, adds_up: bool) -> None:
    made = adding_up(made) if adds_up else made
    scaled = [
        replace(f, interval=f.interval.scale(unit), precision=f.precision * unit.numerator / unit.denominator)
        for f in made
    ]
    assert judge(SUM, scaled) == judge(SUM, made)
    assert at_most(scaled) == at_most(made)


@PROVE
@given(
    st.sampled_from([SUM, DIFFERENCE, GROWTH, RATIO]),
    st.lists(st.integers(1, 10**7).map(lambda hundredths: D(hundredths) / 100), min_size=2, max_size=6),
    st.data(),
)
def test_what_is_true_is_never_a_conflict(arithmetic: Arithmetic, terms: list[Decimal], data: st.DataObject) -> None:
    """Terms and result that one author prints, rounded or truncated as far as he likes."""
    terms = terms if arithmetic is SUM else terms[:2]
    way = data.draw(st.sampled_from([ROUND_DOWN, ROUND_HALF_UP]))
    [implied] = {arithmetic.implied(0, [Interval.exact(D(0)), *map(Interval.exact, terms)]).lower}
    assert implied is not None
    printed = []
    for number, value in enumerate([implied, *terms]):
        step = data.draw(STEPS)
        shown = shorten(value, step, way)
        assume(shown or value >= 0)  # a fall that is printed as 0 has lost its sign
        if step:
            assert exact(shown, step).reading(READ[way]).contains(Interval.exact(value))
        printed.append(exact(shown, step, number))
    found = judge(arithmetic, printed)
    assert found != "conflict"
    if not any(figure.precision for figure in printed):
        assert found == "holds"


@PROVE
@given(st.lists(WHOLE, min_size=1, max_size=5), st.data())
def test_true_parts_are_within_their_whole(parts: list[Decimal], data: st.DataObject) -> None:
    way = data.draw(st.sampled_from([ROUND_DOWN, ROUND_HALF_UP]))

    def printed(values: Sequence[Decimal]) -> list[Figure]:
        steps = [data.draw(STEPS) for _ in values]
        return [exact(shorten(value, step, way), step) for value, step in zip(values, steps, strict=True)]

    rest = data.draw(WHOLE)
    assert at_most(printed([sum(parts, rest), *parts])) in HOLDING
    average = data.draw(st.integers(int(min(parts)), int(max(parts))).map(Decimal))
    assert within(printed([average, *parts])) in HOLDING
