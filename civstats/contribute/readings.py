"""How each figure of a sheet was read, one row a figure, for a person to compare with the text at a glance."""

from __future__ import annotations

import calendar
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from civstats.codelists.localities import localities
from civstats.contribute.tokens import brief
from civstats.interval import Interval, plain

if TYPE_CHECKING:
    import pyarrow as pa

COLUMNS = ("no", "printed", "value", "interval", "unit", "place", "when", "indicator", "position")

Row = dict[str, Any]


def readings(observed: pa.Table) -> list[Row]:
    """The rows of `COLUMNS` for the observations ``observed``, in their order; what could not be read is None."""
    return [_row(row) for row in observed.to_pylist()]


def table(rows: list[Row]) -> pa.Table:
    """The rows as an Arrow table of texts, for `civstats.output`."""
    import pyarrow as pa

    texts = {name: [None if row[name] is None else brief(str(row[name])) for row in rows] for name in COLUMNS}
    return pa.table({name: pa.array(column, pa.string()) for name, column in texts.items()})


def _row(row: Row) -> Row:
    place = localities().get(row["locality_id"])
    qualities = [row["measure"] or "?", *(row[name] for name in ("residence", "breakdown") if row[name] != "total")]
    return {
        "no": row["figure_no"],
        "printed": f"{row['printed']} = {row['read_as']}" if row["read_as"] else row["printed"],
        "value": None if row["value"] is None else plain(_decimal(row["value"])),
        "interval": _interval(row),
        "unit": row["unit"],
        "place": place and f"{place.name_zh} {place.locality_id}",
        "when": _when(row),
        "indicator": f"{row['indicator_id']} ({', '.join(filter(None, qualities))})",
        "position": None if row["char_start"] is None else f"{row['char_start']}–{row['char_end']}",
    }


def _interval(row: Row) -> str | None:
    """What a bound or a range leaves open; an exact number leaves nothing."""
    if row["bound"] in (None, "eq"):
        return None
    lower, upper = (None if row[side] is None else _decimal(row[side]) for side in ("lower", "upper"))
    return str(Interval.of_bound(lower, upper, row["bound"]))


def _decimal(number: float) -> Decimal:
    return Decimal(repr(number))


def _when(row: Row) -> str | None:
    """The deadline of a target, the day of effect of a standard, else the period."""
    if row["due"]:
        return f"by {row['due']}"
    if row["effective_from"]:
        return f"from {row['effective_from']}"
    return _period(row["period_start"], row["period_end"])


def _period(start: date | None, end: date | None) -> str | None:
    """A year or a month as such, else both days."""
    if start and end and (start.year, start.day) == (end.year, 1):
        if (start.month, end.month, end.day) == (1, 12, 31):
            return str(start.year)
        if start.month == end.month and end.day == calendar.monthrange(end.year, end.month)[1]:
            return f"{start:%Y-%m}"
    return f"{start or '…'} to {end or '…'}" if start or end else None
