"""Targets: what answers them, and what can be told of them on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest
from analysis_tables import DIBAO, GRAVES, SHARE, YEARLY, between, level, target, targets

from civstats.codelists.localities import localities
from civstats.dataset import Dataset
from civstats.errors import UsageError

END = date(2023, 12, 31)
OCTOBER = date(2023, 10, 31)
LESS = {"indicator_id": "approval_time_limit", "unit": "working_days"}
PLANNED = {**DIBAO, "measure": "target"}
PERSONS = {"indicator_id": "tekun_beneficiaries", "unit": "persons"}


def day(year: int, month: int, number: int, value: float | None = None, **cells: Any) -> dict[str, Any]:
    """What there was on a day."""
    on = date(year, month, number)
    return level(year, value, **{"period_start": on, "period_end": on, **cells})


def only(frame: pd.DataFrame) -> dict[str, Any]:
    [row] = frame.to_dict("records")
    return {str(name): None if pd.isna(value) else value for name, value in row.items()}


@pytest.fixture(scope="module")
def verdicts(ds: Dataset) -> pd.DataFrame:
    return ds.table("targets").set_index("observation_id")


@pytest.mark.parametrize(
    ("observation_id", "goal", "actual"),
    [
        ("wushen-2022-plan:2", 900, "wushen-2022-report:1"),
        ("wushen-2022-plan:3", 650, "wushen-2022-report:4"),
        ("wushen-2022-plan:6", 1700, "wushen-2022-report:7"),
        ("wushen-2022-plan:7", 975, "wushen-2022-report:10"),
    ],
)
def test_the_four_standards_of_wushen_2022_were_met(
    verdicts: pd.DataFrame, observation_id: str, goal: int, actual: str
) -> None:
    row = verdicts.loc[observation_id]
    assert (row["attainment"], row["actual_source_ids"]) == ("met", "wushen-2022-report")
    assert row["actual_observation_ids"] == actual
    assert row["goal_lower"] == row["actual_lower"] == row["actual_upper"] == goal
    assert (row["difference_lower"], row["completion_lower"], row["unit"]) == (0, 100, "CNY/person/month")


@pytest.mark.parametrize(
    ("county", "goal", "reached"),
    [
        ("341802", 4133, 4097), ("341821", 1360, 1471), ("341881", 2094, 2248), ("341823", 2078, 2122),
        ("341824", 618, 616), ("341825", 953, 921), ("341882", 2451, 2709), ("341800", 11236, 11475),
    ],
)  # fmt: skip
def test_the_tekun_targets_of_xuancheng_2022(verdicts: pd.DataFrame, county: str, goal: int, reached: int) -> None:
    rows = verdicts[(verdicts["locality_id"] == county) & (verdicts["indicator_id"] == "tekun_beneficiaries")]
    row = rows.iloc[0]
    assert (row["goal"], row["goal_lower"], row["progress_lower"]) == ("equal", goal, reached)
    assert row["progress_date"] == pd.Timestamp(2022, 11, 30)
    assert (row["attainment"], row["attainment_reason"]) == ("cannot_tell", "part_year_only")
    assert pd.isna(row["actual_lower"])


def test_the_graves_of_wushen_2023_are_not_answered_and_their_share_stands_apart(verdicts: pd.DataFrame) -> None:
    row = verdicts.loc["wushen-2023-tasks:53"]
    assert (row["goal_lower"], row["attainment"], row["attainment_reason"]) == (1226, "cannot_tell", "no_actual")
    assert (row["parent_observation_id"], row["share_of_parent_of"]) == ("ordos-2023-summary:76", "target")
    assert row["share_of_parent_lower"] == pytest.approx(1226 / 2873 * 100)


def test_the_table_is_the_call_over_everything_on_the_day_of_the_last_document(ds: Dataset) -> None:
    asked = ds.targets().sort_values("observation_id", ignore_index=True)
    pd.testing.assert_frame_equal(pd.DataFrame(asked), ds.table("targets"))
    sources = ds.table("sources")
    assert set(asked["as_of"]) == {sources["issued"].fillna(sources["published"]).max()}
    assert len(asked) == len(ds.table("observations").query("measure in ('target', 'interim_target')"))


def test_of_a_day_only_what_was_known_then_counts(ds: Dataset) -> None:
    early = ds.targets("乌审旗", "dibao_standard", as_of=date(2022, 6, 30))
    assert set(early["attainment"]) == {"not_yet_due"}
    before_the_report = ds.targets("乌审旗", "dibao_standard", as_of=date(2022, 12, 31))
    assert set(before_the_report["attainment_reason"].dropna()) <= {"no_actual", "part_year_only"}


CASES = [
    # target, actual, attainment, reason
    (target(END, 100), level(2023, 120), "met", None),
    (target(END, 100), level(2023, 99), "not_met", None),
    (target(END, 100), between(2023, 90, 110), "cannot_tell", "actual_open"),
    (target(END, 100), between(2023, 100, None, "ge"), "met", None),
    (target(END, 100), between(2023, 90, 100, "nearly"), "not_met", None),
    (target(END, 100, "gt"), level(2023, 100), "not_met", None),
    (target(END, 100, "gt"), between(2023, 100, 200, "more_than"), "met", None),
    (target(END, 100, "approx", lower=95, upper=105), level(2023, 105), "met", None),
    (target(END, 100, "approx", lower=95, upper=105), level(2023, 100), "cannot_tell", "goal_open"),
    (target(END, 100, "approx", lower=95, upper=105), level(2023, 94), "not_met", None),
    (target(END, 2, "range", lower=2, upper=3), level(2023, 2), "met", None),
    (target(END, 20, "le", **LESS), level(2023, 20, **LESS), "met", None),
    (target(END, 20, **LESS), level(2023, 21, **LESS), "not_met", None),
    (target(END, 0, **LESS), level(2023, 0, **LESS), "met", None),
    (target(END, 4133, **PERSONS), level(2023, 4133, **PERSONS), "met", None),
    (target(END, 4133, **PERSONS), level(2023, 4200, **PERSONS), "not_met", None),
    (target(END, 650, **PLANNED), level(2023, 7800, **YEARLY), "met", None),
    (target(END, 650, **PLANNED), level(2023, 7799, **YEARLY), "not_met", None),
    (target(END, 100), level(2023, 120, breakdown="started"), "cannot_tell", "no_actual"),
    (target(END, 100), level(2023, 120, subject_zh="新建"), "cannot_tell", "no_actual"),
    (target(END, 100), level(2023, 120, locality_id="150600"), "cannot_tell", "no_actual"),
    (target(END, 100), level(2022, 120), "cannot_tell", "no_actual"),
    (target(END, 100), level(2023, 120, period_end=date(2023, 11, 30)), "cannot_tell", "part_year_only"),
    (target(END, 100), day(2023, 11, 30, 120), "cannot_tell", "part_year_only"),
    (target(OCTOBER, 100), day(2023, 11, 30, 120), "met", None),
    (target(END, 100), level(2023, 120, period_start=date(2023, 12, 1)), "met", None),
    (target(END, 100), level(2023, 80, period_start=date(2023, 12, 1)), "cannot_tell", "period_differs"),
    (target(END, 100), level(2023, 120, period_start=date(2021, 1, 1)), "cannot_tell", "period_differs"),
    (target(END, 100), level(2023, 90, period_start=date(2021, 1, 1)), "not_met", None),
    (target(END, 80, **SHARE), level(2023, 79, **SHARE, period_start=date(2023, 12, 1)), "not_met", None),
    (target(None, 100), level(2023, 100), "met", None),
    (target(None, 100), level(2023, 90), "cannot_tell", "no_deadline"),
    (target(date(2031, 12, 31), 100), day(2029, 12, 31, 120), "not_yet_due", None),
    (target(OCTOBER, 80, measure="interim_target", **SHARE), day(2023, 10, 31, 80, **SHARE), "met", None),
]  # fmt: skip


PLACES = [place for place, found in localities().items() if found.level == "county"][: len(CASES)]
ROWS = [
    {"locality_id": place, **{key: value for key, value in row.items() if (key, value) != ("locality_id", "150626")},
     "observation_id": f"{place}:{number}"}
    for place, (aim, actual, *_) in zip(PLACES, CASES, strict=True)
    for number, row in enumerate((aim, actual))
]  # fmt: skip
"""Each case in a county of its own, so that one query judges all."""


@pytest.fixture(scope="module")
def judged() -> pd.DataFrame:
    return targets(ROWS)


@pytest.mark.parametrize("number", range(len(CASES)))
def test_a_verdict_is_what_the_intervals_and_the_dates_allow(judged: pd.DataFrame, number: int) -> None:
    row = only(judged[judged["locality_id"] == PLACES[number]])
    assert (row["attainment"], row["attainment_reason"]) == CASES[number][2:]


def test_the_order_of_the_rows_changes_nothing(judged: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(targets(ROWS[::-1]), judged)


def test_documents_that_differ_leave_it_open_only_where_the_goal_lies_between_them() -> None:
    answers = [level(2023, 95), level(2023, 105)]
    disputed = only(targets([target(END, 100), *answers]))
    assert (disputed["attainment"], disputed["attainment_reason"]) == ("cannot_tell", "disputed")
    assert (disputed["actual_lower"], disputed["actual_upper"], disputed["actual_state"]) == (95, 105, "disputed")
    assert only(targets([target(END, 90), *answers]))["attainment"] == "met"
    assert only(targets([target(END, 110), *answers]))["attainment"] == "not_met"


def test_of_several_results_the_first_at_or_after_the_deadline_counts() -> None:
    row = only(targets([target(OCTOBER, 100), day(2023, 12, 31, 130), day(2023, 10, 31, 90), day(2023, 9, 30, 120)]))
    assert (row["attainment"], row["actual_lower"], row["difference_lower"]) == ("not_met", 90, -10)


def test_a_standard_in_force_after_the_deadline_answers_nothing() -> None:
    july = {"effective_from": date(2023, 7, 1)}
    aim = target(date(2023, 6, 30), 650, **PLANNED)
    assert only(targets([aim, level(2023, 700, **DIBAO, **july)]))["attainment"] == "cannot_tell"
    later = target(date(2023, 7, 31), 650, **PLANNED)
    assert only(targets([later, level(2023, 700, **DIBAO, **july)]))["attainment"] == "met"


@pytest.mark.parametrize(
    ("cells", "strength"),
    [
        ({}, "exact"), ({"note": "力争"}, "aspirational"), ({"printed": "力爭100個"}, "aspirational"),
        ({"bound": "ge", "upper": None}, "at_least"), ({"bound": "le", "lower": None}, "at_most"),
    ],
)  # fmt: skip
def test_the_strength_is_what_the_words_say(cells: dict[str, Any], strength: str) -> None:
    assert only(targets([{**target(END, 100), **cells}]))["strength"] == strength


def test_a_share_of_the_place_above_is_no_verdict() -> None:
    city = level(2023, 400, locality_id="150600", period_start=None, **GRAVES)
    row = only(targets([target(END, 100, **GRAVES), city]))
    assert (row["share_of_parent_of"], row["share_of_parent_lower"], row["attainment"]) == ("target", 25, "cannot_tell")
    assert row["parent_observation_id"] == "a:2"


def test_an_unknown_indicator_is_an_error_that_names_the_nearest(ds: Dataset) -> None:
    with pytest.raises(UsageError, match="unknown indicator 'dibao_standart'; nearest: dibao_standard"):
        ds.targets(indicator="dibao_standart")
