"""Figures for the tests of relations, read from the tokens that documents print."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from civstats import codelists
from civstats.interval import Interval
from civstats.reading import quantity, units
from civstats.relate.figure import Figure
from civstats.relate.relations import in_one_unit

_RATES = {
    "元/人/月": "CNY/person/month",
    "元/人/年": "CNY/person/year",
    "%": "percent",
    "元": "CNY",
    "人次": "person_times",
}


def figure(token: str, number: int = 0, **columns: object) -> Figure:
    """The figure that ``token`` prints; ``columns`` are those of its row that matter."""
    read = quantity.read(token)
    unit = _RATES.get(str(read.unit), "persons")
    code = codelists.by_code("units")[unit]
    base = next(row for row in codelists.rows("units") if row["quantity"] == code["quantity"] and row["factor"] == "1")
    row = {
        "observation_id": f"made:{number}", "printed": token, "read_as": None, "status": "as_printed", "unit": unit,
        "unit_quantity": code["quantity"], "unit_zh": code["name_zh"], "base_unit_zh": base["name_zh"],
        "bound": read.bound, "value": None if read.value is None else float(read.value),
    }  # fmt: skip
    return Figure(f"made:{number}", read.interval, read.precision, units.factor(unit), code["name_zh"], row | columns)


def figures(*tokens: str) -> list[Figure]:
    """The figures of a relation in one unit: the result, then the terms."""
    return in_one_unit([figure(token, number) for number, token in enumerate(tokens, 1)])


def exact(value: Decimal, precision: Decimal = Decimal(0), number: int = 0) -> Figure:
    """A figure of persons with the value ``value``, printed to ``precision``."""
    made = figure("1人", number)
    row = {**made.row, "value": float(value), "printed": str(value)}
    return replace(made, interval=Interval.exact(value), precision=precision, row=row)


def widened(made: Figure, less: Decimal | None, more: Decimal | None) -> Figure:
    """The figure as a bound that leaves open whatever its digits may stand for, and more (None: without end)."""
    slack = made.precision
    lower, upper = made.interval.lower, made.interval.upper
    lower = None if lower is None or less is None else lower - slack - less
    upper = None if upper is None or more is None else upper + slack + more
    return replace(made, interval=Interval(lower, upper), row={**made.row, "bound": "range", "value": None})


STEPS = st.sampled_from([Decimal(text) for text in ("0", "0.01", "0.1", "1", "10", "100", "10000")])
"""The size of a last printed digit; 0 for a number that is printed in full."""
