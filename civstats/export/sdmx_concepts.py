"""The table of observations in the terms of SDMX: which column is a dimension, the measure, or an attribute.

Declared here is only what SDMX names or splits otherwise than the dataset does; all other columns are attributes of the
observation under their own name in capitals, so that a new column comes along by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from civstats.schema import COLUMNS, TABLES

Role = Literal["dimension", "time", "measure", "attribute"]
TOTAL = "_T"
"""What a dimension has where nothing is set apart: never blank."""

NAMES: Mapping[str, str] = {
    "locality_id": "REF_AREA", "area": "AREA", "indicator_id": "INDICATOR", "residence": "URBANISATION",
    "breakdown": "BREAKDOWN", "measure": "MEASURE", "source_id": "SOURCE", "figure_no": "FIGURE",
    "value": "OBS_VALUE", "unit": "UNIT_MEASURE",
}  # fmt: skip
"""Columns whose name in SDMX is another; the first eight are the dimensions beside FREQ and TIME_PERIOD."""
_DIMENSIONS = tuple(NAMES)[:8]
_TOTALS = ("area", "residence", "breakdown")
NEEDED = (*(name for name in NAMES if name != "area"), "year", "period_start", "period_end", "precision", "status")
"""Columns without which there is no SDMX: what a figure is of, its period, unit, decimals and status."""

STATUSES: Mapping[str, str] = {"as_printed": "A", "converted": "A", "corrected": "E", "implied": "I"}
"""OBS_STATUS of each status: a mended token is an estimate of what was meant, an implied value fills a gap."""
CODES: Mapping[str, Sequence[tuple[str, str, str]]] = {
    "FREQ": (
        ("A", "年", "Annual"), ("S", "半年", "Half-yearly"), ("Q", "季", "Quarterly"), ("M", "月", "Monthly"),
        ("D", "日（时点）", "Daily: the state on a day"), ("_O", "其他起止", "Other: another span of days"),
    ),
    "OBS_STATUS": (("A", "正常", "Normal"), ("E", "估计", "Estimated"), ("I", "推算", "Imputed")),
}  # fmt: skip
"""Code lists that the dataset does not have; the codes are those of SDMX."""

_WHOLE_YEAR = "period_start = make_date(year, 1, 1) and period_end = make_date(year, 12, 31)"
_MONTHS = "day(period_start) = 1 and period_end = last_day(period_start + to_months({more}))"
_SPANS = (
    ("period_end is null or year(period_end) <> year", "A", "format('{:04d}', year)"),
    ("period_start is null", "_O", "strftime(period_end, '%Y-%m-%d')"),
    ("period_start = period_end", "D", "strftime(period_end, '%Y-%m-%d')"),
    (_WHOLE_YEAR, "A", "format('{:04d}', year)"),
    (
        f"month(period_start) in (1, 7) and {_MONTHS.format(more=5)}",
        "S", "format('{:04d}-S{}', year, month(period_start) // 6 + 1)",
    ),
    (
        f"month(period_start) in (1, 4, 7, 10) and {_MONTHS.format(more=2)}",
        "Q", "format('{:04d}-Q{}', year, month(period_start) // 3 + 1)",
    ),
    (_MONTHS.format(more=0), "M", "strftime(period_end, '%Y-%m')"),
    ("true", "_O", "format('{}/P{}D', strftime(period_start, '%Y-%m-%d'), period_end - period_start + 1)"),
)  # fmt: skip
"""The first that holds gives FREQ and TIME_PERIOD: the period if it ends in the year of the figure, else the year."""


@dataclass(frozen=True)
class Component:
    """A column of the SDMX-CSV file: what it is in SDMX, and ``sql``, which makes it of a row of observations.

    ``codes`` names its code list: one of `CODES`, of the table codes, or a table whose key it is.
    """

    id: str
    role: Role
    sql: str
    type: str
    zh: str
    en: str
    codes: str = ""
    required: bool = True
    of_all: bool = False
    """Whether the attribute belongs to the data set as a whole, not to the observation."""


def components(present: Sequence[str]) -> list[Component]:
    """The components in the order of the file, for a table of observations with the columns ``present``."""
    columns = [name for name in present if name in COLUMNS]
    dimensions = [_of(name) for name in _DIMENSIONS if name in columns]
    rest = [_of(name) for name in columns if name not in NAMES]
    return [
        Component("FREQ", "dimension", _case(1), "string", "频率", "Frequency", "FREQ"),
        *dimensions,
        Component("TIME_PERIOD", "time", _case(2), "string", "时期", "Period that the figure speaks of"),
        _of("value"),
        _of("unit"),
        Component("UNIT_MULT", "attribute", "0", "int32", "单位乘数：10的幂", "Power of ten of the unit", of_all=True),
        Component("DECIMALS", "attribute", _DECIMALS, "int32", "小数位数", "Decimals of the value"),
        Component(
            "OBS_STATUS", "attribute", _status(), "string", "观测状态", "Status of the observation", "OBS_STATUS"
        ),
        *rest,
    ]


_DECIMALS = "if(precision = 0 or precision >= 1, 0, ceil(-log10(precision) - 1e-9))::integer"


def unit_code(unit: str) -> str:
    """The id of a unit in SDMX, which knows no slash: ``CNY/person/month`` is ``CNY_PER_PERSON_MONTH``."""
    what, _, per = unit.partition("/")
    return (f"{what}_PER_{per.replace('/', '_')}" if per else what).upper()


_UNIT_SQL = "upper(if(contains(unit, '/'), regexp_replace(replace(unit, '/', '_'), '_', '_PER_'), unit))"


def _of(name: str) -> Component:
    """The component of a column."""
    column = COLUMNS[name]
    sql = f'"{name}"'
    if name in _TOTALS:
        sql = f"if({sql} = 'total', '{TOTAL}', coalesce({sql}, '{TOTAL}'))"
    elif name == "unit":
        sql = _UNIT_SQL
    role: Role = "dimension" if name in _DIMENSIONS else "measure" if name == "value" else "attribute"
    refers = TABLES["observations"].references(column)
    codes = column.codes or (refers if refers != "observations" else "")
    required = name not in TABLES["observations"].nullable or role == "dimension"
    return Component(NAMES.get(name, name.upper()), role, sql, column.type, column.zh, column.en, codes, required)


def _case(part: int) -> str:
    return "case " + " ".join(f"when {span[0]} then {_value(span[part])}" for span in _SPANS) + " end"


def _value(text: str) -> str:
    return text if "(" in text else f"'{text}'"


def _status() -> str:
    return "case status " + " ".join(f"when '{one}' then '{code}'" for one, code in STATUSES.items()) + " end"
