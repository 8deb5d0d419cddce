"""The methods of attainment: the golden cases, on intervals too, and what a method says nothing of."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest
from analysis_tables import DIBAO, GRAVES, SHARE, between, level, target, targets

from civstats import codelists
from civstats.analysis.attainment import PRESETS, VERSION

NOW = date(2024, 12, 31)


def on_last_day(year: int, value: float | None, **cells: Any) -> dict[str, Any]:
    """A state at the end of a year."""
    end = date(year, 12, 31)
    return level(year, value, **{"period_start": end, "period_end": end, **cells})


def story(base: dict[str, Any], reached: dict[str, Any], due: int, value: float, **cells: Any) -> dict[str, Any]:
    """What is told of a target that was set when the base was known and is not yet due."""
    aim = target(date(due, 12, 31), value, period_start=date(base["year"] + 1, 1, 1), **cells)
    [row] = targets([aim, base, reached], as_of=NOW).to_dict("records")
    return {str(name): None if pd.isna(cell) else cell for name, cell in row.items()}


PLANNED = {**DIBAO, "measure": "target"}
A = story(level(2021, 700, **DIBAO), level(2023, 780, **DIBAO), 2025, 900, **PLANNED)
C = story(on_last_day(2022, 0, **SHARE), on_last_day(2023, 30, **SHARE), 2025, 100, **SHARE)
E = story(on_last_day(2021, 92, **SHARE), on_last_day(2023, 95, **SHARE), 2025, 100, **SHARE)


@pytest.mark.parametrize(
    ("row", "way", "time", "pace", "ratio", "projection"),
    [
        (A, 0.400, 0.500, 0.800, 0.857, 0.846),
        (C, 0.300, 0.333, 0.900, None, None),
        (E, 0.375, 0.500, 0.750, 0.768, 0.762),
    ],
    ids="ACE",
)
def test_the_golden_cases(
    row: dict[str, Any], way: float, time: float, pace: float, ratio: float | None, projection: float | None
) -> None:
    assert row["attainment"] == "not_yet_due"
    assert row["method_version"] == VERSION
    for name, value in (("way_gone", way), ("pace", pace), ("ratio", ratio), ("projection", projection)):
        assert row[f"{name}_lower"] == row[f"{name}_upper"] == (value and pytest.approx(value, abs=0.0005))
    assert row["time_gone"] == pytest.approx(time, abs=0.0005)


@pytest.mark.parametrize(
    ("goal", "pace", "ratio", "projection", "grade"),
    [(2000, 1.0, 0.654, 0.792, "on_track"), (0, 0.833, None, 0.660, "moderate")],
    ids="BD",
)
def test_the_golden_cases_where_less_is_better(
    goal: float, pace: float, ratio: float | None, projection: float, grade: str
) -> None:
    asked = {**GRAVES, "bound": "le", "lower": None}
    row = story(on_last_day(2022, 12000, **GRAVES), on_last_day(2024, 7000, **GRAVES), 2026, goal, **asked)
    assert row["pace_lower"] == row["pace_upper"] == pytest.approx(pace, abs=0.0005)
    assert row["ratio_lower"] == (ratio and pytest.approx(ratio, abs=0.0005))
    assert row["projection_lower"] == pytest.approx(projection, abs=0.0005)
    assert row["pace_grade"] == grade
    assert row["completion_lower"] is None


def test_the_inputs_are_stored() -> None:
    assert (A["base_observation_id"], A["progress_observation_ids"]) == ("a:2", "a:3")
    assert (A["base_lower"], A["progress_lower"], A["goal_lower"]) == (700, 780, 900)
    assert [A[name].date() for name in ("base_date", "progress_date", "deadline")] == [
        date(year, 12, 31) for year in (2021, 2023, 2025)
    ]


@pytest.mark.parametrize(
    ("base", "reached", "pace"),
    [
        (level(2021, 700, **DIBAO), between(2023, 760, 800, **DIBAO), (0.6, 1.0)),
        (between(2021, 660, 700, **DIBAO), level(2023, 780, **DIBAO), (0.8, 1.0)),
        (level(2021, 700, **DIBAO), between(2023, 780, None, "ge", **DIBAO, set_kind="own"), (0.8, None)),
        (between(2021, None, 700, "le", **DIBAO), level(2023, 780, **DIBAO), (None, None)),
        (level(2021, 950, **DIBAO), level(2023, 980, **DIBAO), (None, None)),
    ],
)
def test_the_pace_of_intervals(base: dict[str, Any], reached: dict[str, Any], pace: tuple[float | None, ...]) -> None:
    row = story(base, reached, 2025, 900, **PLANNED)
    assert (row["pace_lower"], row["pace_upper"]) == pytest.approx(pace)
    whole = None not in pace
    assert (row["pace_grade"] is not None) == (
        whole and len({PRESETS["linear"].grade(end) for end in pace if end is not None}) == 1
    )


def test_what_covers_only_a_stretch_is_no_base() -> None:
    row = story(level(2022, 300), level(2024, 100, period_end=date(2024, 6, 30)), 2024, 500, measure="target")
    assert row["base_lower"] is None
    assert row["pace_lower"] is None


def test_the_grades_are_codes_and_the_thresholds_rise() -> None:
    for preset in PRESETS.values():
        assert set(preset.grades) <= set(codelists.codes("grades"))
        assert list(preset.thresholds) == sorted(preset.thresholds)
        assert len(preset.grades) == len(preset.thresholds) + 1
    assert [PRESETS["statcan"].grade(value) for value in (-0.1, 0, 0.6, 0.95)] == list(PRESETS["statcan"].grades)
