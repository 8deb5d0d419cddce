"""Rows as a small table to read: headings in words, names for codes, a value and its two ends in one cell.

The frames of civstats are made to be computed with: they hold codes, and three columns for one value. `show` makes of
them what stands in a notebook.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from numbers import Real
from typing import TYPE_CHECKING, Any

from civstats import codelists
from civstats.analysis import labels, wording
from civstats.analysis.labels import given
from civstats.errors import UsageError
from civstats.schema.columns import COLUMNS
from civstats.width import display_width

if TYPE_CHECKING:
    import pandas as pd

HEADINGS = {
    "actual": ("结果", "Result"), "amount": ("标准", "Standard"), "area": ("部分", "Part"),
    "arithmetic": ("算式", "Arithmetic"), "attainment": ("判定", "Verdict"), "attainment_reason": ("理由", "Reason"),
    "breakdown": ("分组", "Breakdown"), "change": ("增减", "Change"), "column": ("列", "Column"),
    "completion": ("完成率", "Completion"),
    "deadline": ("期限", "Deadline"), "description": ("内容", "Content"), "difference": ("差额", "Difference"),
    "from": ("起始年", "First year"), "goal": ("目标", "Target"), "group": ("范围", "Group"),
    "growth": ("算出的增幅", "Computed growth"), "growth_verdict": ("核对", "Verdict"),
    "indicator": ("指标", "Indicator"),
    "indicator_id": ("代码", "Code"), "issued": ("成文日期", "Issued"), "issuer": ("发文机关", "Issued by"),
    "level": ("层级", "Level"), "locality_id": ("代码", "Code"), "measure": ("度量", "Measure"),
    "n": ("地方数", "Places"),
    "name": ("名称", "Name"), "observation_id": ("观测代码", "Observation"), "observations": ("数字个数", "Figures"),
    "place": ("地方", "Place"), "places": ("地方数", "Places"), "previous": ("上期数", "Earlier value"),
    "previous_year": ("上期", "Earlier year"),
    "printed": ("原文所印", "Printed"), "printed_growth_percent": ("所印增幅", "Printed growth"),
    "progress": ("进度", "Progress"), "progress_date": ("截至", "Until"), "province": ("省份", "Province"),
    "rank": ("位次", "Rank"), "ratio": ("城乡比", "Urban over rural"), "reason": ("说明", "Reason"),
    "residence": ("城乡", "Residence"), "rows": ("行数", "Rows"), "rule": ("规则", "Rule"), "rural": ("农村", "Rural"),
    "share_of_parent": ("相当于上级结果的", "Share of the place above"), "state": ("状态", "State"),
    "statistic": ("统计量", "Statistic"), "suggestion": ("提示", "Suggestion"), "table": ("表", "Table"),
    "thing": ("指标", "Indicator"), "title": ("文件", "Document"), "to": ("末年", "Last year"),
    "unit": ("单位", "Unit"),
    "urban": ("城市", "Urban"), "value": ("数值", "Value"), "verdict": ("结论", "Verdict"), "year": ("年份", "Year"),
}  # fmt: skip
"""Short headings in both languages; another column is headed by its description in the schema, else by its name."""
LEVELS = {"province": "省级", "prefecture": "地级", "county": "县级", "township": "乡级", "village": "村级"}
STATES = {
    "published": ("公布", "published"), "converted": ("换算", "converted"), "disputed": ("各文件不一", "disputed"),
    "target": ("计划", "planned"), "other_level": ("层级不同", "other level"),
    "not_comparable": ("不可比", "not comparable"), "not_published": ("未公布", "not published"),
    "not_searched": ("未检索", "not searched"), "not_applicable": ("不适用", "not applicable"),
}  # fmt: skip
_GROWTH = ("computed_growth_percent", "computed_growth_lower", "computed_growth_upper")
_PERCENT = ("growth", "printed_growth_percent", "completion", "share_of_parent")
_UNIT_COLUMNS = {"change": "change_unit", "ratio": "ratio_unit"}
_LEFT = ("year", "previous_year")
_SHORT = 26
"""A cell as wide as that (in half-width characters) is not broken into lines."""
Row = dict[str, Any]


@dataclass(frozen=True)
class Shown:
    """A table to read, as text and as HTML; ``numeric`` says which columns stand at the right."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    caption: str = ""

    def __str__(self) -> str:
        table = [self.headings, *self.rows]
        wide = [max(map(display_width, column)) for column in zip(*table, strict=True)]
        lines = ["  ".join(map(_padded, row, wide, self.numeric)).rstrip() for row in table]
        return "\n".join([self.caption, *lines] if self.caption else lines)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        def line(cells: Sequence[str], tag: str, more: str = "") -> str:
            made = []
            for cell, right in zip(cells, self.numeric, strict=True):
                style = f"text-align: {'right' if right else 'left'}"
                style += "; white-space: nowrap" if tag == "td" and display_width(cell) <= _SHORT else ""
                made.append(f'<{tag}{more} style="{style}">{_marked(cell) if tag == "th" else escape(cell)}</{tag}>')
            return f"<tr>{''.join(made)}</tr>"

        caption = f"<caption>{escape(self.caption)}</caption>" if self.caption else ""
        head, body = line(self.headings, "th", ' scope="col"'), "".join(line(row, "td") for row in self.rows)
        return f"<table>{caption}<thead>{head}</thead><tbody>{body}</tbody></table>"


def _marked(heading: str) -> str:
    """A heading that is broken, if it must be, before its unit."""
    name, bracket, unit = heading.partition("（")
    unbroken = f'<wbr><span style="white-space: nowrap">（{escape(unit)}</span>'
    return escape(name) + (unbroken if bracket else "")


def _padded(text: str, wide: int, right: bool) -> str:
    room = " " * (wide - display_width(text))
    return room + text if right else text + room


def show(data: pd.DataFrame, columns: str, *, lang: str = "zh", caption: str = "") -> Shown:
    """The ``columns`` of a frame (separated by spaces) as a table to read, in the language ``lang`` (zh or en).

    A column is one of the frame, or what several of them say together: ``place``, ``thing`` (indicator, residence and
    breakdown), ``rank``, and a value with its two ends (``value``, ``previous``, ``change``, ``growth``, ``goal``,
    ``actual``, ``progress``, ``ratio``, …). The unit of all rows stands in the heading, different ones in the cells.
    Raises UsageError for an unknown column or language.
    """
    if lang not in ("zh", "en"):
        raise UsageError(f"lang={lang!r}: tables speak 'zh' and 'en'")
    have = {str(name) for name in data.columns}
    made = [_Column(name, have, labels.records(data), lang) for name in columns.split()]
    strange = [column.name for column in made if not column.is_known]
    if strange or not made:
        raise UsageError(f"no column {', '.join(strange)}; the frame has {', '.join(sorted(have))}")
    cells = [column.cells() for column in made]
    return Shown(
        tuple(column.heading() for column in made),
        tuple(zip(*cells, strict=True)),
        tuple(column.is_numeric for column in made),
        caption,
    )


class _Column:
    """One column of a table to read."""

    def __init__(self, name: str, have: set[str], rows: Sequence[Row], lang: str) -> None:
        self.name, self._have, self._rows, self._lang = name, have, rows, lang
        value = f"{name}_value"
        ends = (value if value in have else name, f"{name}_lower", f"{name}_upper")
        ends = {"value": ("value", "lower", "upper"), "growth": _GROWTH}.get(name, ends)
        self._ends = ends if have.issuperset(ends[1:]) else None
        self._units = self._found_units()
        self._shared = next(iter(self._units)) if len(self._units) == 1 else ""

    def _found_units(self) -> set[str]:
        if self.name in _PERCENT:
            return {"percent"}
        column = _UNIT_COLUMNS.get(self.name, "unit")
        if column not in self._have or (self._ends is None and self.name != "amount"):
            return set()
        return {str(row[column]) for row in self._rows if given(row[column])}

    @property
    def is_known(self) -> bool:
        sources = {"place": ("locality_id", "place_zh"), "thing": ("indicator_id",), "rank": ("rank_from",)}
        among = (self.name, f"{self.name}_{self._lang}", *sources.get(self.name, ()))
        return self._ends is not None or not self._have.isdisjoint(among)

    @property
    def is_numeric(self) -> bool:
        values = [row[self.name] for row in self._rows if given(row.get(self.name))]
        numbers = all(_number(value) is not None for value in values)
        return self._ends is not None or (bool(values) and numbers and self.name not in _LEFT)

    def heading(self) -> str:
        column = COLUMNS.get(self.name)
        zh, en = HEADINGS.get(self.name) or ((column.zh, column.en) if column else (self.name, self.name))
        unit = wording.unit(self._shared, self._lang).strip() if self._shared else ""
        if self._lang == "zh":
            return f"{zh}（{unit}）" if unit else zh
        return f"{en} ({unit})" if unit else en

    def cells(self) -> list[str]:
        return [self._cell(row) for row in self._rows]

    def _cell(self, row: Row) -> str:
        at = 0 if self._lang == "zh" else 1
        if self._ends is not None:
            return self._interval(row, *(_number(row.get(column)) for column in self._ends))
        value = row.get(f"{self.name}_{self._lang}", row.get(self.name))
        if self.name == "place" and not given(value):
            return labels.place({"area": None, **row})[at]
        if self.name == "thing":
            return labels.thing({"residence": "total", "breakdown": "total", "subject_zh": None, **row})[at]
        if self.name == "rank" and given(row["rank_from"]):
            first, last = row["rank_from"], row["rank_to"]
            return f"{first}" if first == last else f"{first}—{last}"
        return self._worded(value) if given(value) else ""

    def _interval(self, row: Row, value: float | None, lower: float | None, upper: float | None) -> str:
        if value is None and lower is not None and lower == upper:
            value = lower
        unit = "" if self._shared else str(row.get(_UNIT_COLUMNS.get(self.name, "unit")) or "")
        bound = row.get("bound") if self.name == "value" else None
        if value is not None and (not given(bound) or bound == "eq"):
            return wording.number(value) + (wording.unit(unit, self._lang) if unit else "")
        return wording.amount(value, lower, upper, str(bound or "range"), unit, self._lang).strip()

    def _worded(self, value: Any) -> str:
        """A code by its name, a day as 2023-12-15, a number with at most two decimals."""
        at = 0 if self._lang == "zh" else 1
        column = COLUMNS.get(self.name)
        if self.name == "state":
            return STATES.get(str(value), (str(value), str(value)))[at]
        if self.name == "level" and at == 0:
            return LEVELS.get(str(value), str(value))
        if self.name == "unit":
            return wording.unit(str(value), self._lang).strip()
        if column is not None and column.codes:
            row = codelists.by_code(column.codes).get(str(value), {})
            return str((at == 0 and row.get("short_zh")) or row.get(f"name_{self._lang}", value))
        if hasattr(value, "strftime"):
            return str(value.strftime("%Y-%m-%d"))
        return wording.number(value) if _number(value) is not None else str(value)


def _number(value: Any) -> float | None:
    """``value`` where it is a number that is there."""
    return float(value) if isinstance(value, Real) and not isinstance(value, bool) and value == value else None
