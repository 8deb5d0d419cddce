"""The interval rules for SQL are those of `Interval`: the same ends, open or closed, for any bounds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import product
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civstats.analysis import queries
from civstats.interval import Interval

PROVE = settings(derandomize=True, max_examples=40, deadline=None)
D = Decimal
ENDS = st.none() | st.integers(-3, 8).map(lambda quarters: D(quarters) / 4) | st.decimals(-(10**6), 10**9, places=2)


def interval(lower: Decimal | None, upper: Decimal | None, lower_open: bool, upper_open: bool) -> Interval | None:
    try:
        return Interval(lower, upper, lower_open, upper_open)
    except ValueError:
        return None


SIDES = st.tuples(ENDS, ENDS, st.booleans(), st.booleans())
INTERVALS = SIDES.map(lambda sides: interval(*sides) or interval(None, sides[1], False, sides[3]))
FEW = (None, *map(D, ("-1", "0", "0.5", "2")))
EVERY = [found for sides in product(FEW, FEW, (False, True), (False, True)) if (found := interval(*sides))]
EVERY_PAIR = [(a, b) for a in dict.fromkeys(EVERY) for b in dict.fromkeys(EVERY)]
STRUCT = pa.struct(
    [("lower", pa.float64()), ("upper", pa.float64()), ("lower_open", pa.bool_()), ("upper_open", pa.bool_())]
)


def as_row(given: Interval) -> dict[str, Any]:
    ends = {"lower": given.lower, "upper": given.upper}
    return {
        **{name: None if end is None else float(end) for name, end in ends.items()},
        "lower_open": given.lower_open,
        "upper_open": given.upper_open,
    }


@pytest.fixture(scope="module")
def ask() -> Callable[[str, Sequence[tuple[Interval, Interval]]], list[Any]]:
    connection = duckdb.connect(":memory:")
    queries.install(connection)

    def run(expression: str, pairs: Sequence[tuple[Interval, Interval]]) -> list[Any]:
        columns = {name: pa.array([as_row(pair[at]) for pair in pairs], STRUCT) for at, name in enumerate("ab")}
        connection.register("pairs", pa.table(columns | {"i": range(len(pairs))}))
        return [row[0] for row in connection.sql(f"select {expression} from pairs order by i").fetchall()]

    return run


Ask = Callable[[str, Sequence[tuple[Interval, Interval]]], list[Any]]


def over(a: Interval, b: Interval) -> Interval | None:
    try:
        return a / b
    except ValueError:
        return None


def same(found: Mapping[str, Any] | None, expected: Interval | None) -> bool:
    if found is None or expected is None:
        return found is None and expected is None
    wanted = as_row(expected)
    ends = all(
        (found[end] is None) == (wanted[end] is None)
        and (found[end] is None or found[end] == pytest.approx(wanted[end], rel=1e-12, abs=1e-9))
        for end in ("lower", "upper")
    )
    return ends and all(found[end] == wanted[end] for end in ("lower_open", "upper_open"))


ARITHMETIC = {
    "interval_minus(a, b)": lambda a, b: a - b,
    "interval_over(a, b)": over,
}
COMPARISONS: dict[str, Callable[[Interval, Interval], bool]] = {
    "interval_contains(a, b)": lambda a, b: a.contains(b),
    "interval_overlaps(a, b)": lambda a, b: a.overlaps(b),
    "interval_is_exact(a)": lambda a, b: a.is_exact,
    "interval_above(a, b)": lambda a, b: not a.overlaps(b) and above(a, b),
}


@pytest.mark.parametrize("expression", ARITHMETIC)
def test_the_arithmetic_is_that_of_intervals(ask: Ask, expression: str) -> None:
    found = ask(expression, EVERY_PAIR)
    expected = [ARITHMETIC[expression](a, b) for a, b in EVERY_PAIR]
    assert [
        (pair, got) for pair, got, want in zip(EVERY_PAIR, found, expected, strict=True) if not same(got, want)
    ] == []


@PROVE
@given(st.lists(st.tuples(INTERVALS, INTERVALS), min_size=1, max_size=8))
def test_so_it_is_for_any_bounds(ask: Ask, pairs: list[Any]) -> None:
    for expression in ("interval_minus(a, b)", "interval_over(a, b)"):
        expected = [ARITHMETIC[expression](a, b) for a, b in pairs]
        assert all(same(*both) for both in zip(ask(expression, pairs), expected, strict=True))


@pytest.mark.parametrize("expression", COMPARISONS)
def test_the_comparisons_are_those_of_intervals(ask: Ask, expression: str) -> None:
    assert ask(expression, EVERY_PAIR) == [COMPARISONS[expression](a, b) for a, b in EVERY_PAIR]


def above(a: Interval, b: Interval) -> bool:
    return a.lower is not None and b.upper is not None and a.lower >= b.upper


@PROVE
@given(st.lists(INTERVALS, min_size=1, max_size=5))
def test_a_hull_is_the_smallest_that_holds_all(ask: Ask, given: list[Any]) -> None:
    [row] = ask("(select interval_hull(a) from pairs) from (select 1) limit 1 --", [(found, found) for found in given])
    low, high = (None if row[end] is None else D(str(row[end])) for end in ("lower", "upper"))
    hull = Interval(low, high, row["lower_open"], row["upper_open"])
    assert all(hull.contains(found) for found in given)
    for end in ("lower", "upper"):
        ends = [getattr(found, end) for found in given]
        closest = None if None in ends else (min if end == "lower" else max)(ends)
        assert getattr(hull, end) == closest
        is_open = [getattr(found, f"{end}_open") for found in given if getattr(found, end) == closest]
        assert getattr(hull, f"{end}_open") == all(is_open) if closest is not None else True


@pytest.mark.parametrize("bound", ["eq", "ge", "gt", "le", "lt", "approx", "more_than", "nearly", "range"])
def test_the_open_ends_of_a_bound_are_those_of_intervals(ask: Ask, bound: str) -> None:
    [found] = ask(f"interval_of(1, 2, '{bound}')", [(Interval.exact(D(0)), Interval.exact(D(0)))])
    assert same(found, Interval.of_bound(D(1), D(2), bound))
