"""Faults of the curated tables: what a wrong reading, or a hand in the files, makes of a row that was read well.

Each takes a row and gives the columns that change, or None where it does not apply.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

from civstats.codelists.localities import localities

Cells = dict[str, Any]
Spoil = Callable[[Cells, Random], Cells | None]

_OTHER_RATE = {"CNY/person/month": "CNY/person/year", "CNY/person/year": "CNY/person/month"}
_OTHER_COUNT = {"persons": "households", "households": "persons", "person_times": "persons", "beds": "facilities"}
_ENDS = ("value", "lower", "upper")


def value_tenfold(row: Cells, rng: Random) -> Cells | None:
    """The value and both its ends ten times what the token says."""
    if not row["value"]:
        return None
    return {name: row[name] and row[name] * 10 for name in _ENDS}


def value_without_ends(row: Cells, rng: Random) -> Cells | None:
    """The value changed, its ends left."""
    return {"value": row["value"] * 2} if row["value"] and row["upper"] else None


def ends_exchanged(row: Cells, rng: Random) -> Cells | None:
    if row["lower"] == row["upper"]:
        return None
    return {"lower": row["upper"], "upper": row["lower"]}


def rate_unit(row: Cells, rng: Random) -> Cells | None:
    """A month's unit on a year's amount, or the other way round."""
    unit = _OTHER_RATE.get(row["unit"])
    return {"unit": unit} if unit else None


def count_unit(row: Cells, rng: Random) -> Cells | None:
    unit = _OTHER_COUNT.get(row["unit"])
    return {"unit": unit} if unit else None


def bound_forgotten(row: Cells, rng: Random) -> Cells | None:
    return {"bound": "eq"} if row["bound"] not in ("eq", "range") else None


def place_code(row: Cells, rng: Random) -> Cells | None:
    """The code of the next place in the list."""
    own = localities()[row["locality_id"]]
    beside = sorted(p.locality_id for p in localities().values() if p.parent_id == own.parent_id)
    other = beside[beside.index(own.locality_id) - 1]
    return {"locality_id": other} if other != own.locality_id else None


def unknown_place(row: Cells, rng: Random) -> Cells | None:
    """Two digits of the place's code exchanged, so that it is no code."""
    code = row["locality_id"]
    made = [code[:at] + code[at + 1] + code[at] + code[at + 2 :] for at in range(len(code) - 1)]
    return next(({"locality_id": new} for new in made if new != code and new not in localities()), None)


def year_apart(row: Cells, rng: Random) -> Cells | None:
    """The year changed, the dates left."""
    return {"year": row["year"] + rng.choice((-1, 1))}


def dates_off_by_ten(row: Cells, rng: Random) -> Cells | None:
    """All dates and the year ten years off."""
    years = rng.choice((-10, 10))
    names = ("period_start", "period_end", "effective_from", "due")
    return {"year": row["year"] + years} | {name: _later(row[name], years) for name in names}


def _later(day: date | None, years: int) -> date | None:
    return None if day is None else day.replace(year=day.year + years, day=min(day.day, 28))


def period_backward(row: Cells, rng: Random) -> Cells | None:
    """The period ends before it begins."""
    start, end = row["period_start"], row["period_end"]
    return {"period_start": end, "period_end": start} if start and end and start < end else None


def columns_shifted(row: Cells, rng: Random) -> Cells | None:
    """The codes moved one column to the right."""
    return {
        "indicator_id": row["locality_id"],
        "residence": row["indicator_id"],
        "breakdown": row["residence"],
        "measure": row["breakdown"],
    }


def total_of_nothing(row: Cells, rng: Random) -> Cells | None:
    """The total that a part names is no figure of the document."""
    return {"part_of": f"{row['source_id']}:9999"} if row["part_of"] else None


def cell_emptied(row: Cells, rng: Random) -> Cells | None:
    return {rng.choice(("unit", "measure", "locality_id", "indicator_id", "bound", "year")): None}


def month_not_converted(row: Cells, rng: Random) -> Cells | None:
    """A year's amount shown as a month's."""
    if row["unit"] != "CNY/person/year" or not row["amount"]:
        return None
    return {"cny_per_person_month": row["amount"]}


def previous_exchanged(row: Cells, rng: Random) -> Cells | None:
    """The amount and the previous amount exchanged."""
    if not row["previous_amount"] or row["previous_amount"] == row["amount"]:
        return None
    return {
        "amount": row["previous_amount"],
        "previous_amount": row["amount"],
        "cny_per_person_month": row["previous_cny_per_person_month"],
        "previous_cny_per_person_month": row["cny_per_person_month"],
    }


def amount_tenfold(row: Cells, rng: Random) -> Cells | None:
    """The amount and its monthly equivalent ten times what was observed."""
    if not row["amount"] or not row["cny_per_person_month"]:
        return None
    return {"amount": row["amount"] * 10, "cny_per_person_month": row["cny_per_person_month"] * 10}


def residence_exchanged(row: Cells, rng: Random) -> Cells | None:
    other = {"urban": "rural", "rural": "urban"}.get(row["residence"])
    return {"residence": other} if other else None


def beds_and_homes_exchanged(row: Cells, rng: Random) -> Cells | None:
    if not row["beds"] or not row["count"]:
        return None
    return {"beds": row["count"], "count": row["beds"]}


def funds_in_wan(row: Cells, rng: Random) -> Cells | None:
    """The funds in units of ten thousand."""
    if not row["amount_cny"]:
        return None
    names = ("amount_cny", "amount_lower", "amount_upper")
    return {name: row[name] and row[name] / 10_000 for name in names}
