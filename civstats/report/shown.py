"""How values, units, places and periods stand in a report, as the rule table of value states says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from civstats import codelists
from civstats.analysis import labels
from civstats.analysis.labels import given
from civstats.catalogue import LANGUAGES
from civstats.plot.frame import Level
from civstats.plot.words import bounded, rate, signed, unit_name
from civstats.report.model import NOTHING, Cell, Column, Kind, Row, Table, Text
from civstats.report.words import say

Values = Mapping[str, Any]
_KINDS: Mapping[str, Kind] = {"": "text", "number": "number", "code": "code", "day": "day"}


def level(row: Values, prefix: str = "", bound: str = "") -> Level:
    """The level of the columns ``{prefix}value, {prefix}lower, {prefix}upper``; one without a value by its ends alone.

    ``bound`` is that of the row where it has one for this level.
    """
    value, lower, upper = (_number(row.get(f"{prefix}{end}")) for end in ("value", "lower", "upper"))
    if value is None and lower is not None and lower == upper:
        value = lower
    return Level(value, lower, upper, bound or ("eq" if value is not None else "range"))


def _number(value: Any) -> float | None:
    return float(value) if given(value) else None


def amount(one: Level, unit: str) -> Text:
    """A level as a cell shows it: 735, ≥735, 1200余 / just over 1,200, 55%; nothing where nothing is known."""
    return Text(*(bounded(one, lang, unit) for lang in LANGUAGES)) if one.known else NOTHING


def with_unit(one: Level, unit: str) -> Text:
    """A level with its unit: 735元/人·月 / 735 yuan per person and month."""
    shown = amount(one, unit)
    if not shown or unit == "percent":
        return shown
    return say("common_with_unit", value=shown, unit=unit_text(unit))


def unit_text(unit: str) -> Text:
    return Text(*(unit_name(unit, lang) for lang in LANGUAGES))


def change(lower: Any, upper: Any, *, percent: bool = False) -> Text:
    """What lies between two levels, with its sign: +50, +40至+60, 至少+50; nothing where neither end is known."""
    low, high = _number(lower), _number(upper)
    return Text(*(signed(low, high, lang, percent=percent) for lang in LANGUAGES))


def percent(value: Any) -> Text:
    """A printed growth rate: +8.3%."""
    return Text.same(rate(float(value))) if given(value) else NOTHING


def place(row: Values) -> Text:
    return Text(*labels.place({"area": None, **row}))


def thing(row: Values) -> Text:
    """What is counted or paid, as 农村最低生活保障标准（平均标准）."""
    return Text(*labels.thing({"residence": "total", "breakdown": "total", "subject_zh": None, **row}))


def code(name: str, value: Any) -> Text:
    """The name of a code of the code list ``name``; the code itself where the list has none such."""
    if not given(value):
        return NOTHING
    row = codelists.by_code(name).get(str(value))
    return Text(row["name_zh"], row["name_en"]) if row else Text.same(str(value))


def day(value: Any) -> Text:
    """A day as 2023-12-15."""
    return Text.same(str(value)[:10]) if given(value) else NOTHING


def years(first: int | None, last: int | None) -> Text:
    """The years from the first to the last: 2021—2023年 / 2021 to 2023, or the only one."""
    return say("common_year", year=first) if first == last else say("common_years", first=first, last=last)


def exact(one: Level) -> float | None:
    """The number of a level that is one number."""
    return one.value if one.value is not None and one.lower == one.upper and one.bound == "eq" else None


def number_cell(one: Level, unit: str, refs: Sequence[str] = ()) -> Cell:
    """The cell of a level, with the number for the workbook where it is one."""
    return Cell(amount(one, unit), exact(one), tuple(refs))


def count_cell(count: int) -> Cell:
    """A count, grouped as numbers are."""
    return number_cell(Level(float(count), float(count), float(count), "eq"), "")


def text_cell(text: Text | str, refs: Sequence[str] = (), link: str = "") -> Cell:
    return Cell(text if isinstance(text, Text) else Text.same(text), None, tuple(refs), link)


def refs_cell(*ids: Any) -> Cell:
    """A cell of nothing but references: the observations in ``ids``, which may hold several, or none."""
    found = [one for given_ids in ids if given(given_ids) for one in str(given_ids).split()]
    return Cell(NOTHING, None, tuple(dict.fromkeys(found)))


def table(name: str, columns: str, rows: Sequence[Row | Sequence[Cell]], **more: Any) -> Table:
    """A table of the words ``name``: ``{name}_caption`` and a label ``{name}_{column}`` a column.

    ``more`` is what else a `Table` holds; ``caption`` and ``id`` too, where they are not those of the name.

    ``columns`` are names separated by spaces, each with its kind if it is not text: ``"item value:number since:day"``.
    """
    made = []
    for column in columns.split():
        key, _, kind = column.partition(":")
        made.append(Column(key, say(f"{name}_{key}"), _KINDS[kind]))
    lines = tuple(row if isinstance(row, Row) else Row(tuple(row)) for row in rows)
    caption = more.pop("caption", None) or say(f"{name}_caption")
    anchor = more.pop("id", name.replace("_", "-"))
    return Table(anchor, caption, tuple(made), lines, **{"empty": say("common_none"), **more})
