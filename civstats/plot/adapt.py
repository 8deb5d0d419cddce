"""Frames as the dataset gives them, with the columns that charts read: names, levels, verdicts.

A chart draws a frame with the columns of its docstring. The tables ``growth``, ``targets`` and ``coverage`` (and what
``Dataset.growth`` and ``Dataset.targets`` return) have codes instead of names and say the same under other names; they
are taken too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from civstats import codelists
from civstats.codelists.localities import localities

if TYPE_CHECKING:
    import pandas as pd

_GROWTH = {
    "from_year": "previous_year",
    "to_year": "year",
    "from_value": "previous_value",
    "from_lower": "previous_lower",
    "from_upper": "previous_upper",
    "to_value": "value",
    "to_lower": "lower",
    "to_upper": "upper",
    "growth_lower": "computed_growth_lower",
    "growth_upper": "computed_growth_upper",
    "printed_verdict": "growth_verdict",
}
_TARGETS = {
    "target_lower": "goal_lower",
    "target_upper": "goal_upper",
    "due": "deadline",
    "verdict": "attainment",
}
_GOALS = {"at_least": "ge", "above": "gt", "at_most": "le", "below": "lt", "equal": "eq", "within": "range"}


def adapted(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with the columns that charts read; those that are there stay as they are."""
    if "computed_growth_lower" in frame and "from_value" not in frame:
        frame = frame.assign(**{new: frame[old] for new, old in _GROWTH.items()})
        for end in ("from", "to"):
            frame[f"{end}_bound"] = _bounds(frame, end)
    if "attainment" in frame and "verdict" not in frame:
        frame = _targets(frame)
    if "place_zh" not in frame and "locality_id" in frame:
        frame = _named(frame, "locality_id", "place", _place)
    if "indicator_zh" not in frame and "indicator_id" in frame:
        frame = _named(frame, "indicator_id", "indicator", _indicator)
    return frame


def _named(frame: pd.DataFrame, code: str, name: str, look_up: Callable[[str], Mapping[str, str]]) -> pd.DataFrame:
    found = {value: look_up(str(value)) for value in frame[code].dropna().unique()}
    columns: dict[str, Any] = {
        f"{name}_{lang}": [found.get(value, {}).get(lang) for value in frame[code]] for lang in ("zh", "en")
    }
    if name == "place" and "level" not in frame:
        columns["level"] = [found.get(value, {}).get("level") for value in frame[code]]
    return frame.assign(**columns)


def _place(code: str) -> Mapping[str, str]:
    known = localities().get(code)
    return {"zh": known.name_zh, "en": known.name_en, "level": known.level} if known else {"zh": code, "en": code}


def _indicator(code: str) -> Mapping[str, str]:
    row = codelists.by_code("indicators").get(code)
    return {"zh": row["name_zh"], "en": row["name_en"]} if row else {"zh": code, "en": code}


def _bounds(frame: pd.DataFrame, end: str) -> list[str]:
    """The bound of levels that are told by their ends alone."""
    columns = (frame[f"{end}_{name}"].tolist() for name in ("value", "lower", "upper"))
    return [_bound(*(None if value != value else value for value in row)) for row in zip(*columns, strict=True)]


def _bound(value: object, lower: object, upper: object) -> str:
    if value is not None or lower == upper:
        return "eq"
    return "ge" if upper is None else "le" if lower is None else "range"


def _targets(frame: pd.DataFrame) -> pd.DataFrame:
    """The table of targets: the goal as a level, the result (else the progress) as the actual, reasons in words."""
    frame = frame.assign(**{new: frame[old] for new, old in _TARGETS.items()})
    frame["target_bound"] = [_GOALS[goal] for goal in frame["goal"]]
    low, high = frame["goal_lower"], frame["goal_upper"]
    frame["target_value"] = low.where(low == high)
    alone = frame["target_value"].notna()
    frame["target_lower"] = low.mask(alone & frame["goal"].isin(["at_most", "below"]))
    frame["target_upper"] = high.mask(alone & frame["goal"].isin(["at_least", "above"]))
    under_way = frame["actual_lower"].isna() & frame["actual_upper"].isna()
    for end in ("lower", "upper"):
        frame[f"actual_{end}"] = frame[f"actual_{end}"].where(~under_way, frame[f"progress_{end}"])
    frame["actual_value"] = frame["actual_lower"].where(frame["actual_lower"] == frame["actual_upper"])
    frame["actual_bound"] = _bounds(frame, "actual")
    frame["base_value"] = frame["base_lower"].where(frame["base_lower"] == frame["base_upper"])
    names = codelists.by_code("attainment_reasons")
    for lang in ("zh", "en"):
        frame[f"reason_{lang}"] = [_reason(names, code, lang) for code in frame["attainment_reason"]]
    return frame


def _reason(names: Mapping[str, Mapping[str, str]], code: Any, lang: str) -> str | None:
    return names[code][f"name_{lang}"] if isinstance(code, str) and code in names else None
