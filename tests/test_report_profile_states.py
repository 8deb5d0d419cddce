"""Bounds stay bounds, documents that differ keep both values, and what is not known is not said: made-up profiles."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
import report_figures as figures
from own_figures import ORDOS, own, places
from report_checks import check_points, check_references, column, table

from civstats.dataset import Dataset
from civstats.report import profile
from civstats.report.model import Report, Row

PLACE = "150626"
COUNTIES = [*ORDOS, "150902", "150921", "150922"]
DISPUTED = "150923"
COUNT = {"measure": "actual", "unit": "persons", "indicator_id": "dibao_beneficiaries", "residence": "total"}
STATES: dict[str, tuple[list[dict[str, object]], tuple[str, str], str]] = {
    "exact": ([{"value": 735.0}], ("735", "735"), ""),
    "at least": ([{**COUNT, "value": 735.0, "bound": "ge"}], ("≥735", "≥735"), ""),
    "floor": ([{"value": 735.0, "bound": "ge"}], ("≥735", "≥735"), "最低标准（下限）"),
    "at most": ([{"value": 735.0, "bound": "le"}], ("≤735", "≤735"), ""),
    "just over": (
        [{**COUNT, "value": 1200.0, "bound": "more_than", "lower": 1200.0, "upper": 1300.0}],
        ("1200余", "just over 1,200"), "",
    ),
    "about": (
        [{**COUNT, "value": 1200.0, "bound": "approx", "lower": 1140.0, "upper": 1260.0}],
        ("约1200", "about 1,200"), "",
    ),
    "range": ([{**COUNT, "value": None, "bound": "range", "lower": 4.0, "upper": 6.0}], ("4—6", "4–6"), ""),
    "zero": ([{**COUNT, "value": 0.0}], ("0", "0"), ""),
    "share": (
        [{"indicator_id": "nursing_bed_share", "measure": "actual", "residence": "total", "unit": "percent",
          "value": 55.0}],
        ("55%", "55%"), "",
    ),
    "converted": (
        [{"value": 7800.0, "unit": "CNY/person/year", "printed": "7800元/人·年"}],
        ("650", "650"), "〔由7800元/人·年换算〕",
    ),
    "two sources": (
        [{"value": 735.0, "source_id": "one"}, {"value": 740.0, "source_id": "two"}],
        ("735 / 740〔两来源〕", "735 / 740 [two sources]"), "两份文件不一致",
    ),
}  # fmt: skip
"""What is stated of a place, how the value is shown in both languages, and what is said of its state."""
CHANGES: list[tuple[dict[str, object], dict[str, object], str]] = [
    ({"value": 600.0}, {"value": 650.0}, "比2022年+50元/人·月（+8.3%）"),
    ({"value": 650.0}, {"value": 600.0}, "比2022年−50元/人·月（−7.7%）"),
    ({**COUNT, "value": 600.0}, {**COUNT, "value": 650.0, "bound": "ge"}, "比2022年至少+50人（至少+8.3%）"),
    ({"value": 600.0}, {"value": 600.0}, "比2022年0元/人·月（0.0%）"),
    ({**COUNT, "value": 0.0}, {**COUNT, "value": 5.0}, "比2022年+5人"),
    ({"value": 600.0, "residence": "rural"}, {"value": 650.0}, "没有可比的2022年数，不能算增减"),
]
"""What is stated of two years, and what is said of the change."""
PARTS = [
    ("2023-01-01", "2023-09-30", 51.0),
    ("2023-09-01", "2023-09-30", 5.0),
    ("2023-01-01", "2023-06-30", 33.0),
]


def stated(*rows: Mapping[str, object]) -> Dataset:
    return own([{"locality_id": PLACE, **row} for row in rows])


@pytest.fixture(scope="module")
def states() -> Dataset:
    """A place for each state."""
    found = zip(COUNTIES, STATES.values(), strict=False)
    return own(
        [{"locality_id": code, "source_id": f"of-{code}", **row} for code, (rows, _, _) in found for row in rows]
    )


@pytest.mark.parametrize("state", STATES)
def test_each_state_is_shown_as_it_is(states: Dataset, state: str) -> None:
    rows, shown, remark = STATES[state]
    code = COUNTIES[list(STATES).index(state)]
    report = profile(states, code)
    [key] = report.keys
    assert (key.value.zh, key.value.en) == shown
    assert key.state.zh == remark
    assert len(key.refs) == len(rows)
    [found] = figures.tables(report, "rates", "counts-")
    [row] = found.rows
    assert (row.cells[1].text.zh, row.cells[1].text.en) == shown
    numbers = {"exact": 735.0, "zero": 0.0, "share": 55.0, "converted": 650.0}
    assert row.cells[1].number == numbers.get(state), "a workbook counts with what is one number only"
    assert figures.cell(found, row, "state") == remark
    check_points(report, states)
    check_references(report)
    lines = [row for row in report.data.rows if figures.cell(report.data, row, "locality_id") == code]
    printed = [figures.cell(report.data, row, "printed") for row in lines]
    assert printed == [str(one.get("printed", one["value"])) for one in rows]


@pytest.fixture(scope="module")
def changing() -> Dataset:
    """A place for each pair of years, and one whose printed growth is not what its figures give."""
    rows = [
        {"locality_id": code, **of_year, "year": year, "source_id": f"of-{code}"}
        for code, pair in zip(COUNTIES, CHANGES, strict=False)
        for year, of_year in zip((2022, 2023), pair, strict=False)
        if isinstance(of_year, dict)
    ]
    same = {"locality_id": DISPUTED, "source_id": "disputed"}
    disputed: list[dict[str, object]] = [
        {"value": 650.0, "year": 2023},
        {"value": 600.0, "year": 2022, "measure": "previous"},
        {"value": 12.0, "year": 2023, "measure": "growth", "unit": "percent", "precision": 1.0, "printed": "12%"},
    ]
    for row in disputed:
        row |= {**same, "period_start": f"{row['year']}-01-01", "period_end": f"{row['year']}-12-31"}
    return own([{"precision": 0.0, **row} for row in [*rows, *disputed]])


@pytest.mark.parametrize("number", range(len(CHANGES)))
def test_changes_are_as_certain_as_the_figures(changing: Dataset, number: int) -> None:
    change = CHANGES[number][2]
    report = profile(changing, COUNTIES[number])
    key = next(one for one in report.keys if one.period.zh.startswith("2023年"))
    assert key.change.zh == change
    assert len(key.refs) == (1 if "没有可比" in change else 2)
    check_points(report, changing)


def test_growth_that_is_printed_otherwise_is_said(changing: Dataset) -> None:
    report = profile(changing, DISPUTED)
    assert report.keys[0].change.zh == "比2022年+50元/人·月（+8.3%），文件印作12%，对不上"
    assert report.keys[0].change.en.endswith("(+8.3%); printed as 12%, which does not fit")
    assert column(table(report, "pairs"), "verdict") == ["不成立"]
    assert [point.to for point in report.points if "对不上" in point.text.zh] == ["contradictions"]
    check_points(report, changing)


def test_a_place_with_a_target_alone_has_no_key_figure() -> None:
    aim = {"measure": "target", "value": 80.0, "unit": "percent", "indicator_id": "nursing_bed_share",
           "residence": "total", "due": date(2023, 12, 31), "bound": "ge"}  # fmt: skip
    ds = stated(aim)
    report = profile(ds, PLACE)
    assert report.keys == ()
    assert column(table(report, "goals"), "goal") == ["≥80%"]
    assert column(table(report, "goals"), "due") == ["2023-12-31"]
    assert not list(figures.tables(report, "rates", "counts-"))
    [front] = report.front
    assert front.refs == report.refs  # type: ignore[union-attr]
    assert front.paragraphs[0].zh == "2023年到期的目标1项：护理型床位占比≥80%。"  # type: ignore[union-attr]
    check_points(report, ds)
    check_references(report)


def test_of_parts_of_a_year_the_longest_that_ends_last_is_shown() -> None:
    rows = [
        {
            **COUNT,
            "indicator_id": "dibao_funds",
            "unit": "CNY",
            "period_start": start,
            "period_end": end,
            "value": value,
        }
        for start, end, value in PARTS
    ]
    report = profile(stated(*rows), PLACE)
    [key] = report.keys
    assert key.value.zh == "51"
    assert key.period.zh == "2023年1月1日至9月末"
    [found] = figures.tables(report, "counts-")
    assert len(found.rows) == 1
    whole = {**COUNT, "indicator_id": "dibao_funds", "unit": "CNY", "value": 99.0}
    assert profile(stated(*rows, whole), PLACE).keys[0].value.zh == "99", "the whole year is before its parts"


def test_a_figure_of_another_subject_is_not_ranked() -> None:
    """Peers have a share of all; the place also has one of some, which has no rank among those."""
    share = {"indicator_id": "public_cemetery_coverage", "measure": "actual", "unit": "percent", "residence": "total"}
    rows = places(ORDOS[:3], [40.0, 50.0, 60.0], **share)
    rows += places([PLACE], [45.0], **share) + places([PLACE], [90.0], **share, subject_zh="苏木镇")
    report = profile(own(rows), PLACE)
    ranks = {key.value.zh: key.rank.zh for key in report.keys}
    assert "4个可比县区中第3位" in ranks["45%"]
    assert "第" not in ranks["90%"]


def of_place(rows: tuple[Row, ...]) -> Row:
    [found] = [row for row in rows if row.cells[1].text.zh == "乌审旗"]
    return found


@pytest.fixture(scope="module")
def ranked() -> Report:
    rows = places(ORDOS[:4], [600.0, 700.0, 800.0, 650.0]) + places(
        [PLACE], [750.0], bound="approx", lower=690.0, upper=810.0
    )
    return profile(own(rows), PLACE)


def test_a_bound_has_all_ranks_that_it_may_have(ranked: Report) -> None:
    assert "5个可比县区中第1—3位" in ranked.keys[0].rank.zh
    assert "ranks 1–3 of 5 comparable counties" in ranked.keys[0].rank.en
    row = of_place(table(ranked, "ranked-1").rows)
    assert [cell.text.zh for cell in row.cells[:3]] == ["1—3", "乌审旗", "约750"]
    assert row.cells[0].number is None
    assert row.cells[2].number is None
    assert not any("乌审旗" in point.text.zh and "最高" in point.text.zh for point in ranked.points)


def test_without_peers_there_is_no_rank() -> None:
    report = profile(stated({"value": 700.0}), PLACE)
    assert report.keys[0].rank.zh == "没有可比的同级数，不能排位"
    assert "peers" not in {section.id for section in report.sections}


def test_the_rank_of_an_earlier_year_says_its_year() -> None:
    rows = places(ORDOS[:3], [600.0, 700.0, 800.0], year=2022)
    rows += places([PLACE], [650.0], year=2022) + places([PLACE], [700.0], year=2023)
    late = "150902"  # of which the year of the others is not known
    ds = own([*rows, *places([late], [640.0], year=2019), *places([late], [700.0], year=2020)])
    report = profile(ds, PLACE)
    assert report.keys[0].value.zh == "700"
    assert report.keys[0].rank.zh.startswith("2022年：4个可比县区中第3位")
    assert profile(ds, late).keys[0].rank.zh == "没有可比的同级数，不能排位"
