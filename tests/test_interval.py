"""Intervals: what lies in them, and that arithmetic neither loses nor invents a value."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from civstats.interval import Interval, plain

PROVE = settings(derandomize=True, max_examples=200, deadline=None)
D = Decimal

ENDS = st.none() | st.integers(-6, 6).map(D)
POINTS = st.integers(-28, 28).map(lambda quarters: D(quarters) / 4)
FACTORS = st.sampled_from([D("0.5"), D(3), D(10**8), Fraction(3), Fraction(1, 4), Fraction(5, 2)])


def is_possible(lower: Decimal | None, upper: Decimal | None, lower_open: bool, upper_open: bool) -> bool:
    """Whether any number lies between the two ends, found by trying the ends and their middle."""
    if lower is None or upper is None:
        return True
    return any(
        (lower < x or (lower == x and not lower_open)) and (x < upper or (x == upper and not upper_open))
        for x in (lower, (lower + upper) / 2, upper)
    )


def holds(interval: Interval, x: Decimal) -> bool:
    above = interval.lower is None or interval.lower < x or (interval.lower == x and not interval.lower_open)
    below = interval.upper is None or x < interval.upper or (x == interval.upper and not interval.upper_open)
    return above and below


SIDES = st.tuples(ENDS, ENDS, st.booleans(), st.booleans())
INTERVALS = SIDES.filter(lambda sides: is_possible(*sides)).map(lambda sides: Interval(*sides))


@PROVE
@given(SIDES)
def test_an_interval_exists_exactly_where_a_value_lies_in_it(
    sides: tuple[Decimal | None, Decimal | None, bool, bool],
) -> None:
    if is_possible(*sides):
        assert (Interval(*sides).lower, Interval(*sides).upper) == sides[:2]
    else:
        with pytest.raises(ValueError, match="no value lies in"):
            Interval(*sides)


@pytest.mark.parametrize(
    ("interval", "text", "exact"),
    [
        (Interval(D(735), D(735)), "[735, 735]", True),
        (Interval.exact(D("2.680E+8")), "[268000000, 268000000]", True),
        (Interval(D(735), None), "[735, ∞)", False),
        (Interval(D(735), None, lower_open=True), "(735, ∞)", False),
        (Interval(None, D("0.50")), "(-∞, 0.5]", False),
        (Interval(None, D("-0.5"), upper_open=True), "(-∞, -0.5)", False),
        (Interval(D(1200), D(1300), True, True), "(1200, 1300)", False),
        (Interval(None, None), "(-∞, ∞)", False),
    ],
)
def test_an_interval_is_written_with_its_ends_and_known_to_be_exact_or_not(
    interval: Interval, text: str, exact: bool
) -> None:
    assert (str(interval), interval.is_exact) == (text, exact)


@PROVE
@given(INTERVALS, POINTS, FACTORS)
def test_scaling_moves_every_value_and_only_those(i: Interval, x: Decimal, factor: Decimal | Fraction) -> None:
    scaled = x * factor if isinstance(factor, Decimal) else x * factor.numerator / factor.denominator
    assert holds(i.scale(factor), scaled) == holds(i, x)


@pytest.mark.parametrize("factor", [D(0), D(-1), Fraction(0), Fraction(-1, 2)])
def test_a_factor_must_be_positive(factor: Decimal | Fraction) -> None:
    with pytest.raises(ValueError, match="positive"):
        Interval(D(1), None).scale(factor)


@PROVE
@given(INTERVALS, INTERVALS, POINTS, POINTS)
def test_a_sum_holds_every_sum_of_its_parts(i: Interval, j: Interval, x: Decimal, y: Decimal) -> None:
    assert i + j == j + i
    if holds(i, x) and holds(j, y):
        assert holds(i + j, x + y)


@pytest.mark.parametrize(
    ("left", "right", "total"),
    [
        (Interval.exact(D("0.1")), Interval.exact(D("0.2")), "[0.3, 0.3]"),
        (Interval(D(1), None), Interval(D(2), D(3)), "[3, ∞)"),
        (Interval(D(1), None), Interval(None, D(3)), "(-∞, ∞)"),
        (Interval(D(1200), D(1300), True, True), Interval.exact(D(5)), "(1205, 1305)"),
        (Interval(D(1), D(2), upper_open=True), Interval(D(1), D(2), lower_open=True), "(2, 4)"),
    ],
)
def test_a_sum_is_no_wider_than_its_parts_allow(left: Interval, right: Interval, total: str) -> None:
    assert str(left + right) == total


@PROVE
@given(INTERVALS, INTERVALS)
def test_two_intervals_overlap_exactly_where_they_share_a_value(i: Interval, j: Interval) -> None:
    ends = sorted({end for end in (i.lower, i.upper, j.lower, j.upper) if end is not None}) or [D(0)]
    middles = [(a + b) / 2 for a, b in pairwise(ends)]
    shared = any(holds(i, x) and holds(j, x) for x in [ends[0] - 1, *ends, *middles, ends[-1] + 1])
    assert i.overlaps(j) == shared
    assert j.overlaps(i) == shared


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2.68E+8", "268000000"),
        ("1E+3", "1000"),
        ("100", "100"),
        ("0.10", "0.1"),
        ("10.00", "10"),
        ("0.00", "0"),
        ("-5.50", "-5.5"),
        ("1E-7", "0.0000001"),
    ],
)
def test_a_decimal_is_written_without_exponent_and_without_idle_zeros(value: str, text: str) -> None:
    assert plain(D(value)) == text


@PROVE
@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20))
def test_a_decimal_as_written_is_the_same_number(value: Decimal) -> None:
    assert D(plain(value)) == value
    assert set(plain(value)) <= set("-0123456789.")


def widened(i: Interval, less: int, more: int) -> Interval:
    """``i`` with its ends moved outwards, or closed where they stay."""
    lower = None if i.lower is None else i.lower - less
    upper = None if i.upper is None else i.upper + more
    return Interval(lower, upper)


NOT_NEGATIVE = (
    SIDES.map(lambda sides: (abs(sides[0] or D(0)), sides[1], *sides[2:]))
    .filter(lambda sides: is_possible(*sides))
    .map(lambda sides: Interval(*sides))
)
POSITIVE = NOT_NEGATIVE.filter(lambda i: i.lower is not None and (i.lower > 0 or i.lower_open))
WIDTHS = st.integers(0, 3)


def quotient_holds(i: Interval, dividend: Decimal, divisor: Decimal) -> bool:
    """Whether ``dividend / divisor`` lies in ``i``, which is told without dividing."""
    above = i.lower is None or i.lower * divisor < dividend or (i.lower * divisor == dividend and not i.lower_open)
    below = i.upper is None or dividend < i.upper * divisor or (dividend == i.upper * divisor and not i.upper_open)
    return above and below


@PROVE
@given(INTERVALS, INTERVALS, POINTS, POINTS)
def test_a_difference_holds_every_difference(i: Interval, j: Interval, x: Decimal, y: Decimal) -> None:
    assert holds(-i, -x) == holds(i, x)
    negated = -i
    assert -negated == i
    assert i - j == -(j - i)
    if holds(i, x) and holds(j, y):
        assert holds(i - j, x - y)


@PROVE
@given(NOT_NEGATIVE, NOT_NEGATIVE, POINTS, POINTS)
def test_a_product_holds_every_product(i: Interval, j: Interval, x: Decimal, y: Decimal) -> None:
    assert i * j == j * i
    if holds(i, x) and holds(j, y):
        assert holds(i * j, x * y)


@PROVE
@given(NOT_NEGATIVE, POSITIVE, POINTS, POINTS)
def test_a_quotient_holds_every_quotient(i: Interval, j: Interval, x: Decimal, y: Decimal) -> None:
    # Divisors of which each quotient ends: what rounding does to the others is no matter of the ends.
    ends = [end for end in (j.lower, j.upper) if end]
    assume(all(end in (1, 2, 4, 5) for end in ends))
    if holds(i, x) and holds(j, y):
        assert quotient_holds(i / j, x, y)


@pytest.mark.parametrize(
    ("result", "text"),
    [
        (Interval(D(1), D(2)) - Interval(D(0), D(1), lower_open=True), "[0, 2)"),
        (Interval(D(1), None) - Interval(D(1), None), "(-∞, ∞)"),
        (-Interval(D(1), None, lower_open=True), "(-∞, -1)"),
        (Interval(D(1), D(2), upper_open=True) * Interval(D(3), D(4)), "[3, 8)"),
        (Interval(D(0), D(2), lower_open=True) * Interval(D(0), D(4)), "[0, 8]"),
        (Interval(D(0), D(2), lower_open=True) * Interval(D(0), D(4), lower_open=True), "(0, 8]"),
        (Interval(D(0), D(2), upper_open=True) * Interval.exact(D(0)), "[0, 0]"),
        (Interval(D(2), None) * Interval(D(3), D(4)), "[6, ∞)"),
        (Interval(D(1), D(2), lower_open=True) / Interval(D(2), D(4)), "(0.25, 1]"),
        (Interval(D(1), D(2)) / Interval(D(2), D(4), upper_open=True), "(0.25, 1]"),
        (Interval(D(1), D(2)) / Interval(D(2), D(4), lower_open=True), "[0.25, 1)"),
        (Interval(D(1), D(2)) / Interval(D(0), D(4), lower_open=True), "[0.25, ∞)"),
        (Interval(D(1), D(2)) / Interval(D(2), None), "(0, 1]"),
        (Interval(D(0), D(2)) / Interval(D(2), None), "[0, 1]"),
        (Interval(D(0), D(2)) / Interval(D(2), D(4), upper_open=True), "[0, 1]"),
        (Interval.exact(D(0)) / Interval(D(2), D(4)), "[0, 0]"),
        (Interval(D(950), None) / Interval.exact(D(1000)), "[0.95, ∞)"),
    ],
)
def test_the_ends_of_a_result_are_open_where_no_value_reaches_them(result: Interval, text: str) -> None:
    assert str(result) == text


@PROVE
@given(NOT_NEGATIVE, POSITIVE, WIDTHS, WIDTHS)
def test_a_wider_operand_never_narrows_a_result(i: Interval, j: Interval, less: int, more: int) -> None:
    def kept(wide: Interval, of: Interval) -> Interval:
        """``wide``, no end of which reaches what cannot be divided by."""
        return wide if wide.lower is not None and wide.lower > 0 else Interval(of.lower, wide.upper, of.lower_open)

    wider_i, wider_j = kept(widened(i, less, more), i), kept(widened(j, less, more), j)
    for wide_i, wide_j in ((wider_i, j), (i, wider_j), (wider_i, wider_j)):
        assert wide_i.contains(i)
        assert wide_j.contains(j)
        assert (wide_i + wide_j).contains(i + j)
        assert (wide_i - wide_j).contains(i - j)
        assert (wide_i * wide_j).contains(i * j)
        assert (wide_i / wide_j).contains(i / j)


@pytest.mark.parametrize("negative", [Interval(D(-1), D(2)), Interval(None, D(2)), Interval.exact(D(-1))])
def test_products_and_quotients_of_what_may_be_negative_are_refused(negative: Interval) -> None:
    one = Interval.exact(D(1))
    for left, right in ((negative, one), (one, negative)):
        with pytest.raises(ValueError, match="may be negative"):
            left * right
        with pytest.raises(ValueError, match="may be negative"):
            left / right


@pytest.mark.parametrize("divisor", [Interval.exact(D(0)), Interval(D(0), D(2)), Interval(D(0), None)])
def test_a_divisor_that_may_be_zero_is_refused(divisor: Interval) -> None:
    with pytest.raises(ValueError, match="may divide by zero"):
        Interval.exact(D(1)) / divisor


@PROVE
@given(INTERVALS, INTERVALS, POINTS)
def test_containing_is_holding_every_value(i: Interval, j: Interval, x: Decimal) -> None:
    assert i.contains(i)
    if i.contains(j):
        assert i.overlaps(j)
        assert holds(i, x) or not holds(j, x)
    else:
        ends = sorted({end for end in (i.lower, i.upper, j.lower, j.upper) if end is not None})
        middles = [(a + b) / 2 for a, b in pairwise(ends)]
        tried = [ends[0] - 1, *ends, *middles, ends[-1] + 1]
        assert any(holds(j, y) and not holds(i, y) for y in tried)


@pytest.mark.parametrize(
    ("bound", "text"),
    [
        ("eq", "[1, 2]"), ("range", "[1, 2]"), ("approx", "[1, 2]"), ("ge", "[1, 2]"), ("le", "[1, 2]"),
        ("gt", "(1, 2]"), ("lt", "[1, 2)"), ("more_than", "(1, 2)"), ("nearly", "(1, 2)"),
    ],
)  # fmt: skip
def test_a_bound_says_which_ends_are_open(bound: str, text: str) -> None:
    assert str(Interval.of_bound(D(1), D(2), bound)) == text
