"""The cells of a raw sheet: each kind of cell read by itself, to a value or to a `Fault` that says what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from civstats import codelists
from civstats.errors import UnreadableError
from civstats.reading import quantity, units
from civstats.reading.quantity import Quantity
from civstats.reading.text import FULL_WIDTH

OPTIONAL_CODES = {"residence": "residences", "breakdown": "breakdowns", "reason": "reasons"}
REQUIRED_CODES = {"indicator": "indicators", "measure": "measures"}


@dataclass(frozen=True, slots=True)
class Fault:
    """What stands in the place of a value that could not be read."""

    what: str
    todo: str
    column: str = ""
    """The cell to blame, where it is not the first of those that were read together."""


def whole(least: int, *, required: bool) -> Callable[[str], int | Fault | None]:
    """A reader of whole numbers from ``least``."""

    def read(text: str) -> int | Fault | None:
        if not text and not required:
            return None
        digits = text.strip().translate(FULL_WIDTH)
        if digits.isascii() and digits.isdecimal() and least <= int(digits[:11]) < 2**31 and len(digits) < 11:
            return int(digits)
        return Fault(f"{text[:20]!r} is not a whole number from {least}", "write digits only")

    return read


def code(column: str, codelist: str) -> Callable[[str], str | Fault | None]:
    """A reader of the codes of ``codelist``; an unknown code names the nearest known ones."""

    def read(code: str) -> str | Fault | None:
        if code in codelists.by_code(codelist):
            return code
        if not code and column in OPTIONAL_CODES:
            return None
        known = codelists.nearest(code, codelists.codes(codelist))
        if not known.startswith("nearest"):
            known = f"look it up: civstats codebook -q …; {known}"
        new = f"a new one goes into civstats/codelists/{codelist}.csv"
        return Fault(f"unknown {column} {code[:40]!r}", f"{known}; {new}")

    return read


def figure(printed: str, read_as: str, reason: str) -> Quantity | Fault:
    """The quantity that a token states, or that it is to be read as for a stated reason."""
    if not printed:
        return Fault("the token is empty", "write it exactly as printed")
    if bool(read_as) != bool(reason):
        todo = "give both where the token cannot be read as it stands, else neither"
        return Fault("read_as and reason go together", todo, "read_as" if read_as else "reason")
    try:
        return quantity.read(read_as or printed)
    except UnreadableError as error:
        todo = "if the token is damaged or its unit stands apart, fill read_as and reason"
        return Fault(str(error), todo, "read_as" if read_as else "")


def unit_code(unit: units.UnitText, indicator: str, measure: str) -> str | Fault | None:
    """The code of a printed unit, as the indicator (for a growth rate: percent) demands."""
    row = codelists.by_code("indicators").get(indicator)
    if row is None or measure not in codelists.by_code("measures"):
        return None  # reported with the indicator or the measure
    wanted = "percent" if measure == "growth" else row["unit"]
    if measure == "change" and unit.numerator in ("个百分点", "百分点"):
        wanted = "percentage_points"
    code = units.resolve(unit, codelists.by_code("units")[wanted]["quantity"])
    if code is not None:
        return code
    printed = str(unit) or "(none printed)"
    meanings = ", ".join(units.meanings(unit))
    known = f"{printed} may mean {meanings}" if meanings else f"{printed} is on no unit list"
    return Fault(
        f"the unit {printed} does not fit {indicator} ({measure}), which is stated in {wanted}",
        f"{known}; check indicator and measure, or fill read_as and reason",
    )
