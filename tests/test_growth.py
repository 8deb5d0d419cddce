"""Growth: which levels are compared, and what is known of the change between them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import pytest
from analysis_tables import DIBAO, GRAVES, SHARE, YEARLY, between, growth, level

from civstats.dataset import Dataset
from civstats.errors import UsageError

STATE = ("previous_lower", "previous_upper", "lower", "upper")
CHANGE = ("change_lower", "change_upper", "computed_growth_lower", "computed_growth_upper")


def cells(row: Mapping[str, Any], names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(None if pd.isna(row[name]) else row[name] for name in names)


def only(frame: pd.DataFrame) -> dict[str, Any]:
    [row] = frame.to_dict("records")
    return dict(row)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("indicator", "residence", "before", "after", "rise", "printed", "verdict"),
    [
        ("dibao_standard", "urban", 900, 950, 50, 5.5, "holds_truncated"),
        ("dibao_standard", "rural", 650, 720, 70, 10.7, "holds_truncated"),
        ("tekun_standard", "urban", 1700, 1800, 100, 5.8, "holds_truncated"),
        ("tekun_standard", "rural", 975, 1100, 125, 12.8, "holds"),
    ],
)
def test_the_rises_of_ordos(
    ds: Dataset, indicator: str, residence: str, before: int, after: int, rise: int, printed: float, verdict: str
) -> None:
    found = ds.growth("鄂尔多斯市", indicator, residence)
    row = only(found[(found["locality_id"] == "150600") & (found["year"] == 2023)])
    assert (row["previous_value"], row["value"], row["change"], row["change_unit"]) == (
        before,
        after,
        rise,
        "CNY/person/month",
    )
    assert row["computed_growth_percent"] == pytest.approx((after / before - 1) * 100, abs=1e-6)
    assert (row["printed_growth_percent"], row["growth_verdict"]) == (printed, verdict)
    assert row["source_ids"] == "ordos-2023-notice ordos-2023-summary"
    assert "ordos-2023-summary" in row["previous_source_ids"]
    assert row["level_state"] == row["previous_level_state"] == "agreed"


@pytest.mark.parametrize(
    ("place", "indicator", "residence", "area", "span", "years", "levels"),
    [
        ("内蒙古自治区", "dibao_average_standard", "urban", None, 3, [2020, 2023], [591, 732, 840]),
        ("重庆市", "dibao_standard", "urban", None, 1, [2023, 2024, 2025], [717, 735, 750, 770]),
        ("杭州市", "dibao_standard", "total", None, 1, [2022, 2023, 2024, 2025], [1102, 1216, 1259, 1259, 1301]),
        ("兰州市", "dibao_standard", "rural", None, 1, [2022, 2023], [399, 439, 465]),
    ],
)
def test_places_over_three_years_or_more(
    ds: Dataset,
    place: str,
    indicator: str,
    residence: str,
    area: str | None,
    span: int,
    years: list[int],
    levels: list[int],
) -> None:
    found = ds.growth(place, indicator, residence, span=span)
    found = found[found["locality_id"].str.endswith("00") & found["area"].isna()].sort_values("year")
    assert found["year"].tolist() == years
    assert [found["previous_lower"].iloc[0], *found["lower"]] == levels


def test_there_is_a_pair_for_every_series_that_has_two_consecutive_years(ds: Dataset) -> None:
    standards = ds.table("subsidy_standards").query("measure in ('standard', 'previous')")
    series = ["locality_id", "area", "indicator_id", "residence", "tier", "set_kind"]
    standards = standards[standards["set_kind"].isin(["own", "average"]) & standards["area"].isna()]
    known = {tuple(row) for row in standards[[*series, "year"]].astype(object).fillna("").itertuples(index=False)}
    expected = {row for row in known if (*row[:-1], row[-1] - 1) in known}
    pairs = ds.table("growth").query("set_kind in ('own', 'average') and area.isna()")
    columns = [*series[:4], "breakdown", "set_kind", "year"]
    found = {tuple(row) for row in pairs[columns].astype(object).fillna("").itertuples(index=False)}
    assert found == expected
    assert len(found) > 150


def test_the_table_is_the_call_over_everything(ds: Dataset) -> None:
    asked, table = (
        frame.sort_values("observation_id", ignore_index=True) for frame in (ds.growth(), ds.table("growth"))
    )
    pd.testing.assert_frame_equal(pd.DataFrame(asked), table)
    assert table["observation_id"].is_unique
    assert (table["year"] - table["previous_year"] == 1).all()


@pytest.mark.parametrize(
    ("earlier", "later", "change", "rate", "why"),
    [
        (level(2022, 200), level(2023, 210), (10, 10, 5, 5), 5, None),
        (level(2022, 200), between(2023, 210, None, "ge"), (10, None, 5, None), None, None),
        (between(2022, 200, 250), level(2023, 250), (0, 50, 0, 25), None, None),
        (level(2022, 0), level(2023, 5), (5, 5, None, None), None, "zero_base"),
        (between(2022, None, 9, "le"), level(2023, 5), (-4, None, None, None), None, "base_not_positive"),
        (level(2022, 4), between(2023, None, 9, "le"), (None, 5, None, None), None, "level_may_be_negative"),
        (level(2022, 40, **SHARE), level(2023, 50, **SHARE), (10, 10, None, None), None, "share"),
        (level(2022, 7200, **YEARLY), level(2023, 630, **DIBAO), (30, 30, 5, 5), 5, None),
    ],
)  # fmt: skip
def test_the_change_is_what_the_intervals_leave(
    earlier: dict[str, Any], later: dict[str, Any], change: tuple[Any, ...], rate: float | None, why: str | None
) -> None:
    row = only(growth([earlier, later]))
    assert cells(row, CHANGE) == pytest.approx(change)
    assert cells(row, ("computed_growth_percent", "no_percent")) == pytest.approx((rate, why))


def test_a_share_changes_by_points_and_a_standard_by_yuan_a_month() -> None:
    assert only(growth([level(2022, 40, **SHARE), level(2023, 50, **SHARE)]))["change_unit"] == "percentage_points"
    assert only(growth([level(2022, 7200, **YEARLY), level(2023, 7800, **YEARLY)]))["unit"] == "CNY/person/month"


def part(year: int, start: tuple[int, int] | None, end: tuple[int, int]) -> dict[str, Any]:
    first = date(year, *start) if start else None
    return level(year, 1.0 * year, period_start=first, period_end=date(year, *end))


@pytest.mark.parametrize(
    ("earlier", "later", "compared"),
    [
        (part(2022, (1, 1), (12, 31)), part(2023, (1, 1), (12, 31)), "year"),
        (part(2022, (1, 1), (11, 30)), part(2023, (1, 1), (11, 30)), "01-01/11-end"),
        (part(2023, (1, 1), (2, 28)), part(2024, (1, 1), (2, 29)), "01-01/02-end"),
        (part(2022, (12, 31), (12, 31)), part(2023, (12, 28), (12, 28)), "day in 12"),
        (part(2022, None, (12, 29)), part(2023, None, (12, 29)), "/12-29"),
        (part(2022, (1, 1), (11, 30)), part(2023, (1, 1), (12, 31)), None),
        (part(2022, (12, 31), (12, 31)), part(2023, (1, 1), (12, 31)), None),
        (part(2022, (12, 31), (12, 31)), part(2023, (6, 30), (6, 30)), None),
        (part(2022, None, (12, 29)), part(2023, None, (12, 31)), None),
        (level(2022, 1, period_start=date(2020, 1, 1)), level(2023, 2, period_start=date(2021, 1, 1)), None),
        (level(2022, 1), level(2023, 2, breakdown="public"), None),
        (level(2022, 1), level(2023, 2, subject_zh="新建"), None),
        (level(2022, 1), level(2023, 2, area="urban_districts"), None),
        (level(2022, 1), level(2023, 2, residence="rural"), None),
        (level(2022, 1), level(2023, 2, measure="target"), None),
        (level(2022, 1, **DIBAO), level(2023, 2, **{**DIBAO, "indicator_id": "dibao_average_standard"}), None),
        (level(2022, 1, **DIBAO), between(2023, 2, None, "ge", **DIBAO), None),
        (level(2022, 1), level(2024, 2), None),
        (level(2022, 1, **DIBAO), level(2023, 2, **DIBAO, subject_zh="低保对象"), "year"),
        (level(2022, 1, **DIBAO, set_by="150600"), level(2023, 2, **DIBAO), "year"),
        (between(2022, 1, None, "ge", **DIBAO, set_by="150600"), between(2023, 2, None, "ge", **DIBAO), None),
    ],
)
def test_only_equal_periods_and_one_definition_are_compared(
    earlier: dict[str, Any], later: dict[str, Any], compared: str | None
) -> None:
    assert growth([earlier, later])["part_of_year"].tolist() == ([compared] if compared else [])


def test_a_span_of_two_years_pairs_years_two_apart() -> None:
    found = growth([level(2021, 1), level(2022, 2), level(2023, 4), level(2024, 8)], span=2)
    assert list(zip(found["previous_year"], found["year"], found["change"], strict=True)) == [
        (2021, 2023, 3),
        (2022, 2024, 6),
    ]


SINCE_JULY = {"effective_from": date(2023, 7, 1)}
SINCE_JANUARY = {"effective_from": date(2023, 1, 1)}


@pytest.mark.parametrize(
    ("of_2023", "known"),
    [
        ([level(2023, 700, **DIBAO, **SINCE_JANUARY), level(2023, 735, **DIBAO, **SINCE_JULY)], (735, 735, "single")),
        ([level(2023, 735, **DIBAO, **SINCE_JULY), level(2023, 735, **DIBAO)], (735, 735, "agreed")),
        ([level(2023, 735, **DIBAO, **SINCE_JULY), level(2023, 740, **DIBAO)], (735, 740, "disputed")),
        (
            [level(2023, 735, **DIBAO, **SINCE_JULY), level(2023, 700, **DIBAO, period_end=date(2023, 6, 30))],
            (735, 735, "single"),
        ),
        ([level(2023, 7544, **YEARLY), level(2023, 629, **DIBAO)], (628.666667, 628.666667, "agreed")),
        ([level(2023, 735, **DIBAO), level(2023, 735, **{**DIBAO, "measure": "previous"})], (735, 735, "agreed")),
    ],
)  # fmt: skip
def test_the_standard_of_a_year_is_what_was_in_force_at_its_end(of_2023: list[Any], known: tuple[Any, ...]) -> None:
    row = only(growth([level(2022, 600, **DIBAO), *of_2023]))
    assert cells(row, ("lower", "upper", "level_state")) == pytest.approx(known)


@pytest.mark.parametrize(
    ("of_2023", "known"),
    [
        ([level(2023, 2.68e8, precision=1e6), level(2023, 267_935_720)], (267_935_720, 267_935_720, "agreed")),
        ([level(2023, 740), level(2023, 735)], (735, 740, "disputed")),
        ([level(2023, 740), between(2023, 700, None, "ge")], (700, None, "agreed")),
    ],
)
def test_figures_that_agree_are_one_and_others_stay(of_2023: list[Any], known: tuple[Any, ...]) -> None:
    row = only(growth([level(2022, 600), *of_2023]))
    assert cells(row, ("lower", "upper", "level_state")) == known
    assert row["observation_ids"] == "a:2 a:3"


def test_a_day_weighted_year_counts_each_standard_for_its_days() -> None:
    rows = [level(2022, 600, **DIBAO, effective_from=date(2022, 1, 1)), level(2023, 660, **DIBAO, **SINCE_JULY)]
    row = only(growth(rows, rule="day_weighted"))
    assert (row["previous_lower"], row["level_rule"]) == (600, "day_weighted")
    assert row["lower"] == row["upper"] == pytest.approx((600 * 181 + 660 * 184) / 365)
    assert growth([{**rows[0], "effective_from": None}, rows[1]], rule="day_weighted").empty
    assert growth([rows[0], rows[1], level(2023, 650, **DIBAO)], rule="day_weighted").empty


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"indicator": "dibao_standart"}, "unknown indicator 'dibao_standart'; nearest: dibao_standard"),
        ({"locality": "乌神旗"}, "乌神旗"),
        ({"residence": "city"}, "unknown residence 'city'"),
        ({"span": 0}, "a span of 0 years is no growth"),
        ({"rule": "mean"}, "unknown rule 'mean'; nearest: year_end"),
    ],
)
def test_what_is_not_known_is_an_error_that_says_what_is(ds: Dataset, asked: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        ds.growth(**asked)


def test_graves_have_one_level_a_day() -> None:
    rows = [level(2022, 12000, **GRAVES), level(2023, 9000, **GRAVES)]
    assert only(growth(rows))["change"] == -3000
