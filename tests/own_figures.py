"""Datasets of a few figures made up for a test, and every way in which the values left open may fall."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

import pandas as pd

from civstats.dataset import Dataset

PLAIN = {
    "indicator_id": "dibao_standard",
    "measure": "standard",
    "unit": "CNY/person/month",
    "year": 2023,
    "residence": "urban",
    "source_id": "own",
}
ORDOS = ["150602", "150603", "150621", "150622", "150623", "150624", "150625", "150626", "150627"]
"""The counties of 鄂尔多斯市; 150602 is 东胜区, 150603 康巴什区, 150626 乌审旗."""


def own(rows: Iterable[Mapping[str, object]], **tables: pd.DataFrame) -> Dataset:
    """A dataset of observations, each completed from `PLAIN`; a figure with ``bound`` ge or le leaves one end open."""
    completed = []
    for row in rows:
        bound = row.get("bound", "eq")
        ends = {
            "lower": None if bound in ("le", "lt") else row.get("value"),
            "upper": None if bound in ("ge", "gt") else row.get("value"),
        }
        completed.append(
            {**PLAIN, "bound": bound, **ends, **row, "printed": str(row.get("printed", row.get("value", "")))}
        )
    frame = pd.DataFrame(completed)
    for column in ("effective_from", "period_start", "period_end", "due"):
        if column in frame:
            frame[column] = pd.to_datetime(frame[column]).dt.date
    return Dataset.of({"observations": frame, **tables})


def places(codes: Sequence[str], values: Sequence[float], **same: object) -> list[dict[str, object]]:
    return [{"locality_id": code, "value": float(value), **same} for code, value in zip(codes, values, strict=True)]


def falls(ends: Sequence[tuple[float, float, bool, bool]]) -> Iterator[tuple[float, ...]]:
    """All ways in which values may fall, by the ends of each (low, high, whether each is open): at ends and between."""
    return itertools.product(*(_points(*one) for one in ends))


def _points(low: float, high: float, low_open: bool, high_open: bool) -> list[float]:
    """Points that stand for all of an interval whose ends are whole numbers."""
    first = -1000.0 if math.isinf(low) else low + (0.25 if low_open else 0.0)
    last = 1000.0 if math.isinf(high) else high - (0.25 if high_open else 0.0)
    return sorted({first, last})
