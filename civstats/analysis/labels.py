"""The names of what a row of an analysis is about, for sentences in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, Any

from civstats import codelists
from civstats.analysis import wording
from civstats.codelists.localities import localities
from civstats.interval import plain

if TYPE_CHECKING:
    import pandas as pd

Row = Mapping[str, Any]
Sentence = tuple[str, str]
_CENT = Decimal("0.01")


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame, each by the names of its columns."""
    columns = [str(name) for name in frame.columns]
    return [dict(zip(columns, row, strict=True)) for row in frame.itertuples(index=False, name=None)]


def place(row: Row) -> Sentence:
    """The place, and the part of it that is meant."""
    found = localities().get(row["locality_id"])
    zh, en = (found.name_zh, found.name_en) if found else (row["locality_id"], row["locality_id"])
    if isinstance(row["area"], str):
        area = codelists.by_code("areas").get(row["area"], {})
        zh, en = f"{zh}{area.get('name_zh', row['area'])}", f"{en} ({area.get('name_en', row['area']).lower()})"
    return zh, en


def thing(row: Row) -> Sentence:
    """What is counted or paid: 城市最低生活保障标准, with the kind of standard and the subject where there is one."""
    indicator = codelists.by_code("indicators").get(row["indicator_id"], {})
    said = []
    for lang in ("zh", "en"):
        name = indicator.get(f"name_{lang}", row["indicator_id"])
        said.append(wording.subject(name, row["residence"], row["breakdown"], lang))
    zh, en = said
    kind = row.get("set_kind")
    if kind in ("floor", "guidance"):
        zh, en = f"{zh}（{wording.SET_KINDS[kind][0]}）", f"{en} ({wording.SET_KINDS[kind][1]})"
    if row.get("level_rule") == "day_weighted":
        zh, en = f"{zh}（按执行天数平均）", f"{en} (mean over the days of the year)"
    if isinstance(row["subject_zh"], str):
        zh, en = f"{zh}（{row['subject_zh']}）", f"{en} ({row['subject_zh']})"
    return zh, en


def least(value: float) -> str:
    """A number that is no more than ``value``, with at most two decimals, for sentences with 至少."""
    return plain(Decimal(repr(float(value))).quantize(_CENT, ROUND_FLOOR))


def most(value: float) -> str:
    """A number that is no less than ``value``, with at most two decimals, for sentences with 至多."""
    return plain(Decimal(repr(float(value))).quantize(_CENT, ROUND_CEILING))


def given(value: Any) -> bool:
    """Whether a cell of a frame holds something; pandas has several signs for nothing."""
    return value is not None and str(value) not in ("nan", "NaT", "<NA>")
