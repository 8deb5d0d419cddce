"""The code lists: what an indicator, a unit, a breakdown, a place may be.

Each list is a CSV file in this folder, reviewed like code; the first column is the code. Whatever needs a code or a
label asks here, so a code is declared once.
"""

from __future__ import annotations

import csv
import difflib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

Row = Mapping[str, str]


@cache
def rows(name: str) -> tuple[Row, ...]:
    """The rows of the code list ``name`` (its file name without ``.csv``), in the order of the file."""
    text = files(__name__).joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def by_code(name: str) -> Mapping[str, Row]:
    """The rows of the code list ``name`` by their code."""
    return {next(iter(row.values())): row for row in rows(name)}


def codes(name: str) -> tuple[str, ...]:
    """The codes of the list ``name``, in the order of the file."""
    return tuple(by_code(name))


def nearest(wanted: str, known: Iterable[str], count: int = 3) -> str:
    """The known values most like ``wanted``, as text for an error message."""
    known = list(known)
    found = difflib.get_close_matches(wanted, known, n=count, cutoff=0.4)
    if not found:
        found = [value for value in known if wanted and (wanted in value or value in wanted)][:count]
    if found:
        return "nearest: " + ", ".join(found)
    head = ", ".join(known[:8])
    return f"known: {head}, …" if len(known) > 8 else f"known: {head}"
