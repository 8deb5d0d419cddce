"""What a chart is given: the rows of a tidy frame, checked once, with values as levels that may be open at an end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from civstats import codelists
from civstats.codelists.localities import localities
from civstats.errors import UsageError
from civstats.interval import Interval
from civstats.plot import fonts
from civstats.plot.adapt import adapted

DRAWN = ("published", "converted", "disputed")
"""States whose values are drawn and stand against each other; `target` and `other_level` are drawn apart from them."""
STATES = (*DRAWN, "target", "other_level", "not_comparable", "not_published", "not_searched", "not_applicable")


@dataclass(frozen=True)
class Level:
    """A value as far as it is known: ``value`` as printed (None for a range) and the interval that it leaves open.

    ``step`` is the size of the last printed digit of a number that was shortened (2.68亿: a million), else 0: such a
    number stands for all that may have been rounded or truncated to it.
    """

    value: float | None
    lower: float | None
    upper: float | None
    bound: str
    step: float = 0.0

    @property
    def known(self) -> bool:
        return not (self.value is None and self.lower is None and self.upper is None)

    @property
    def point(self) -> float | None:
        """The printed value, or the end that is known: by it rows are sorted."""
        return next((end for end in (self.value, self.lower, self.upper) if end is not None), None)

    @property
    def shown(self) -> float:
        """The same for a level that is `known`; raises ValueError for another."""
        if self.point is None:
            raise ValueError("nothing is known of this level")
        return self.point

    @property
    def middle(self) -> float:
        """Where a dot stands: at the printed value, in the middle of a range, else at the end that is known."""
        if self.value is None and self.lower is not None and self.upper is not None:
            return (self.lower + self.upper) / 2
        return self.shown

    @property
    def last(self) -> float:
        """The greatest value to draw; raises ValueError where nothing is known."""
        ends = [end for end in (self.value, self.lower, self.upper) if end is not None]
        if not ends:
            raise ValueError("nothing is known of this level")
        return max(ends)

    @cached_property
    def interval(self) -> Interval:
        """All that the value may be."""
        if self.step and self.lower is not None and self.lower == self.upper:
            near, far = (Decimal(repr(end)) for end in (self.lower - self.step / 2, self.lower + self.step))
            return Interval(near, far, upper_open=True)
        return Interval.of_bound(_decimal(self.lower), _decimal(self.upper), self.bound)

    def above(self, other: Level) -> bool:
        """Whether it is certainly greater: no value of this one is as small as one of the other."""
        mine, its = self.interval, other.interval
        return not mine.overlaps(its) and mine.lower is not None and its.upper is not None and mine.lower >= its.upper


def _decimal(end: float | None) -> Decimal | None:
    return None if end is None else Decimal(repr(end))


@dataclass(frozen=True)
class Row:
    """A row of the frame; empty cells are None."""

    cells: Mapping[str, Any]
    _levels: dict[str, Level] = field(default_factory=dict, compare=False, repr=False)

    def __getitem__(self, column: str) -> Any:
        return self.cells.get(column)

    def text(self, column: str, lang: str) -> str:
        """The text of a column that is there in both languages; empty where there is none."""
        return str(self.cells.get(f"{column}_{lang}") or "")

    def level(self, prefix: str = "") -> Level:
        """The level of the columns ``{prefix}value``, ``{prefix}lower``, …"""
        if prefix not in self._levels:
            self._levels[prefix] = self._read_level(prefix)
        return self._levels[prefix]

    def _read_level(self, prefix: str) -> Level:
        value, lower, upper = (self[f"{prefix}{end}"] for end in ("value", "lower", "upper"))
        bound = self[f"{prefix}bound"] or "eq"
        if lower is None and upper is None and value is not None:
            lower = value if bound in ("eq", "ge", "gt", "more_than") else None
            upper = value if bound in ("eq", "le", "lt", "nearly") else None
        value, lower, upper = (None if end is None else float(end) for end in (value, lower, upper))
        return Level(value, lower, upper, bound, float(self[f"{prefix}precision"] or 0.0))

    @property
    def state(self) -> str:
        return str(self["state"] or "published")


def read(data: object, required: str, chart: str) -> list[Row]:
    """The rows of ``data``, a DataFrame or anything with ``df()`` (such as a DuckDB relation).

    Raises UsageError that names the columns of ``required`` (separated by spaces) which are missing, an unknown
    ``state`` or ``bound``, and a frame without rows.
    """
    import pandas as pd

    made = data if isinstance(data, pd.DataFrame) or not hasattr(data, "df") else data.df()
    if not isinstance(made, pd.DataFrame):
        raise UsageError(f"plot.{chart} draws a DataFrame; it was given a {type(data).__name__}")
    made = adapted(made)
    missing = [column for column in required.split() if column not in made.columns]
    if missing:
        raise UsageError(
            f"plot.{chart} needs the columns {', '.join(missing)}; the frame has {', '.join(made.columns)}"
        )
    if made.empty:
        raise UsageError(f"plot.{chart} was given no rows")
    rows = [Row({str(name): _cell(value) for name, value in row.items()}) for row in made.to_dict("records")]
    _known(rows, "state", STATES)
    for bound in ("bound", "from_bound", "to_bound", "target_bound", "actual_bound"):
        _known(rows, bound, codelists.codes("bounds"))
    return _told_apart(rows)


def _told_apart(rows: list[Row]) -> list[Row]:
    """Places of one name with the name of the place above: 福州市鼓楼区 beside 南京市鼓楼区."""
    codes: dict[str, set[str]] = {}
    for row in rows:
        if row["place_zh"] is not None and row["locality_id"] is not None:
            codes.setdefault(str(row["place_zh"]), set()).add(str(row["locality_id"]))
    if all(len(found) == 1 for found in codes.values()):
        return rows
    return [_with_parent(row) if len(codes.get(str(row["place_zh"]), ())) > 1 else row for row in rows]


def _with_parent(row: Row) -> Row:
    known = localities()
    place = known.get(str(row["locality_id"]))
    parent = known.get(place.parent_id or "") if place else None
    if parent is None:
        return row
    names = {"place_zh": f"{parent.name_zh}{row['place_zh']}", "place_en": f"{row['place_en']}, {parent.name_en}"}
    return Row({**row.cells, **names})


def _cell(value: Any) -> Any:
    import pandas as pd

    missing = pd.isna(value) if not isinstance(value, list | tuple | dict) else False
    if missing is True or bool(missing):
        return None
    return fonts.visible(value) if isinstance(value, str) else value


def _known(rows: Sequence[Row], column: str, codes: Sequence[str]) -> None:
    strange = sorted({str(row[column]) for row in rows if row[column] is not None} - set(codes))
    if strange:
        raise UsageError(f"unknown {column} {', '.join(strange)}; known: {', '.join(codes)}")


def one_unit(rows: Sequence[Row], chart: str) -> str:
    """The unit of all ``rows``; raises UsageError where they have several."""
    units = sorted({str(row["unit"]) for row in rows if row["unit"] is not None})
    if len(units) > 1:
        raise UsageError(
            f"plot.{chart} draws one unit; the rows have {', '.join(units)}: convert them first, or draw "
            "small_multiples by='unit'"
        )
    return units[0] if units else ""


def ordered(rows: Sequence[Row], order: Sequence[str] | None, key: Callable[[Row], float]) -> list[Row]:
    """The rows by falling ``key``; with ``order`` (names or codes of places) those alone, in its order.

    Raises UsageError for a place of ``order`` that no row has.
    """
    if order is None:
        return sorted(rows, key=lambda row: (-key(row), str(row["locality_id"]), str(row["place_zh"])))
    found: list[Row] = []
    for wanted in order:
        hits = [row for row in rows if wanted in (row["locality_id"], row["place_zh"], row["place_en"])]
        if not hits:
            raise UsageError(f"order: no row of {wanted!r}; {codelists.nearest(wanted, _places(rows))}")
        found += [row for row in hits if row not in found]
    return found


def _places(rows: Sequence[Row]) -> list[str]:
    return sorted(
        {str(row[column]) for row in rows for column in ("locality_id", "place_zh", "place_en") if row[column]}
    )
