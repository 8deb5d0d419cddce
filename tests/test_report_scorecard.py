"""The target scorecard: its numbers are those of the dataset, each target stands once, certain verdicts come first."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import Any

import pandas as pd
import pytest
from own_figures import own
from report_checks import (
    check_points,
    check_references,
    column,
    counts,
    declared,
    kept,
    numbers,
    remembered,
    table,
    texts,
)

from civstats.dataset import Dataset
from civstats.report.model import Report
from civstats.report.scorecard import scorecard

OWN = r"targets-|scorecard-|figure-"
SIGNS = {"met": "● 已达标", "not_met": "○ 未达标", "cannot_tell": "◐ 无法判断", "not_yet_due": "◇ 未到期"}
BEDS = {"indicator_id": "care_beds", "unit": "beds", "residence": "total", "locality_id": "150626"}
YEAR = {"period_start": date(2023, 1, 1), "period_end": date(2023, 12, 31)}


@pytest.fixture(scope="module")
def report(ds: Dataset) -> Report:
    return scorecard(ds)


@pytest.fixture(scope="module")
def targets(ds: Dataset) -> pd.DataFrame:
    """What the build says of the targets, by observation."""
    return ds.table("targets").set_index("observation_id")


def aim(value: float, group: str = "total", **more: Any) -> dict[str, Any]:
    return {**BEDS, **YEAR, "measure": "target", "value": value, "breakdown": group, "due": date(2023, 12, 31), **more}


def result(value: float, group: str = "total", **more: Any) -> dict[str, Any]:
    return {**BEDS, **YEAR, "measure": "actual", "value": value, "breakdown": group, **more}


@pytest.fixture(scope="module")
def mixed() -> Dataset:
    """Of one county two misses, 13 met and one without a printed deadline; of it and its prefecture 41 ahead."""
    later: dict[str, Any] = {"year": 2033, "period_start": date(2033, 1, 1), "due": date(2033, 6, 30)}
    met = [row for at in range(12) for row in (aim(9, subject_zh=f"第{at}处"), result(9, subject_zh=f"第{at}处"))]
    return own(
        [
            *(aim(100, "new"), result(90, "new"), aim(100, "planned"), result(50, "planned")),
            *(aim(100, "public"), result(150, "public"), *met),
            *(aim(100, "non_public", due=None), result(80, "non_public")),
            *(aim(9, locality_id="150600", subject_zh=f"第{at}处", **later) for at in range(20)),
            *(aim(9, locality_id="150626", subject_zh=f"第{at}处", **later) for at in range(21)),
            aim(9, locality_id="150100", **later),
            aim(9, locality_id="330000", **later),
        ],
        sources=pd.DataFrame(
            {
                "source_id": ["own"],
                "locality_id": ["150626"],
                "issued": [date(2024, 1, 1)],
                "period_start": [date(2023, 1, 1)],
                "period_end": [date(2023, 12, 31)],
            }
        ),
    )


@pytest.fixture(scope="module")
def judged(mixed: Dataset) -> Report:
    return scorecard(mixed)


@pytest.fixture(scope="module")
def nothing(mixed: Dataset) -> Dataset:
    """Results, and no targets."""
    return kept(mixed, mixed.table("observations")["measure"] == "actual")


def goals(report: Report) -> list[str]:
    """The target of each row in the tables of all targets: what its row refers to first."""
    return [row.cells[-1].refs[0] for one in report.tables() if one.id.startswith("targets-") for row in one.rows]


def test_page_one_counts_the_verdicts(report: Report, targets: pd.DataFrame) -> None:
    found = targets["attainment"].value_counts()
    expected = [len(targets), (targets["attainment"] != "not_yet_due").sum(), *(found.get(one, 0) for one in SIGNS)]
    assert [int(key.value.zh.replace(",", "")) for key in report.keys] == expected
    assert {key.period.zh for key in report.keys} == {f"截至{targets['as_of'].max():%Y-%m-%d}"}
    assert {key.unit for key in report.keys} == {report.keys[0].unit}


def test_page_one_says_why_targets_have_no_verdict(report: Report, targets: pd.DataFrame) -> None:
    found = targets["attainment_reason"].value_counts()
    assert numbers(report.missing.zh) == Counter(map(str, [found.sum(), *found]))
    assert [int(one) for one in numbers(report.missing.zh)][1:] == sorted(found, reverse=True)


def test_every_target_stands_exactly_once(report: Report, targets: pd.DataFrame) -> None:
    assert sorted(goals(report)) == sorted(targets.index)


def test_a_row_says_what_the_dataset_says(report: Report, targets: pd.DataFrame) -> None:
    seen = 0
    rows: dict[Any, Any] = targets.to_dict("index")
    for one in report.tables():
        if not one.id.startswith(("targets-", "figure-")):
            continue
        for row in one.rows:
            cells = {label.key: cell for label, cell in zip(one.columns, row.cells, strict=True)}
            told = rows[cells["refs"].refs[0]]
            assert cells["verdict"].text.zh.split("：")[0] == SIGNS[told["attainment"]]
            day = f"{told['deadline']:%Y-%m-%d}"
            assert cells["due"].text.zh == (f"{day}〔未印〕" if pd.isna(told["due"]) else day)
            ends = [told[f"goal_{end}"] for end in ("lower", "upper") if pd.notna(told[f"goal_{end}"])]
            shown = [f"{Decimal(repr(end)).quantize(Decimal('0.01')).normalize():f}" for end in ends]
            assert numbers(cells["goal"].text.zh) & Counter(shown)
            ids = [told["actual_observation_ids"], told["progress_observation_ids"], told["base_observation_id"]]
            expected = {one for part in ids if isinstance(part, str) for one in part.split()}
            assert set(cells["refs"].refs[1:]) == expected
            if "result" not in cells:
                assert not expected
                continue
            seen += 1
            level = "actual" if pd.notna(told["actual_lower"]) else "progress"
            assert f"{told[f'{level}_date']:%Y-%m-%d}" in cells["result"].text.zh
            assert cells["result"].text.zh.startswith("进度") == (level == "progress")
            check_completion(cells["completion"].text.zh, told)
    assert seen > 30


def check_completion(shown: str, told: Any) -> None:
    if pd.isna(told["completion_lower"]):
        assert shown == ""
        return
    lower = Decimal(repr(told["completion_lower"])).quantize(Decimal("0.1"), ROUND_FLOOR).normalize()
    assert shown.replace(",", "") == f"{'' if told['completion_upper'] == told['completion_lower'] else '≥'}{lower:f}%"


def test_the_chart_shows_every_certain_verdict(report: Report, targets: pd.DataFrame) -> None:
    shown = [row.cells[-1].refs[0] for one in report.figures() for row in one.table.rows]
    assert sorted(shown) == sorted(targets.index[targets["attainment"].isin(["met", "not_met"])])
    for one in report.figures():
        drawn = one.draw("zh")
        assert drawn is one.draw("zh")
        assert f"{len(one.table.rows)}项目标" in drawn.alt
        assert "资料来源" in drawn.source
        assert b"<svg" in drawn.svg
        other = one.draw("en")
        assert "targets" in other.alt
        assert not any(note.startswith(("注", "Note")) for note in (*drawn.notes, *other.notes))


def test_deadlines_are_counted_by_month_and_verdict(report: Report, targets: pd.DataFrame) -> None:
    found = table(report, "scorecard-deadlines")
    rows = list(zip(column(found, "year"), column(found, "month"), counts(found, "targets", *SIGNS), strict=True))
    months = targets["due"].dt.month.map(lambda month: "未印期限" if pd.isna(month) else str(int(month)))
    grouped = targets.groupby([targets["deadline"].dt.year.astype(str), months])["attainment"]
    expected = {
        key: (len(group), *((group == verdict).sum() for verdict in SIGNS)) for key, group in grouped
    }  # fmt: skip
    assert {(year, month): numbers for year, month, numbers in rows[:-1]} == expected
    total = tuple(sum(row[at] for row in expected.values()) for at in range(5))
    assert rows[-1] == ("合计", "", total)
    assert any(month == "未印期限" for _, month, _ in rows)


def test_points_are_proven_and_lead_to_what_shows_them(report: Report, ds: Dataset) -> None:
    check_points(report, ds)
    check_references(report)
    assert len(report.points) == 6
    assert numbers(report.points[0].text.zh)[report.keys[0].value.zh] >= 1


def test_both_languages_hold_the_same_numbers(report: Report) -> None:
    for text in texts(report, OWN):
        assert numbers(text.zh) == numbers(text.en), text


def test_two_reports_are_the_same(report: Report, ds: Dataset) -> None:
    again = scorecard(ds)
    assert list(again.tables()) == list(report.tables())
    assert (again.keys, again.points, again.missing, again.refs) == (
        report.keys,
        report.points,
        report.missing,
        report.refs,
    )
    for one, other in zip(report.figures(), again.figures(), strict=True):
        assert one.draw("en") == other.draw("en")


def test_misses_come_first_and_the_widest_before_the_others(mixed: Dataset, judged: Report) -> None:
    check_points(judged, mixed)
    check_references(judged)
    said = [point.text.zh for point in judged.points]
    assert ["未达标" in text for text in said] == [True, True, True, False, False, False]
    for text, expected in zip(said[1:], ("结果50张", "结果90张", "结果150张", "结果9张", "结果9张"), strict=True):
        assert expected in text
    assert [point.to for point in judged.points] == ["all", *["decided"] * 5]


def test_a_chart_has_no_more_rows_than_can_be_read(judged: Report) -> None:
    found = {one.id: len(one.table.rows) for one in judged.figures()}
    assert found == {"figure-not-met-1": 2, "figure-met-1": 12, "figure-met-2": 1}
    assert all(one.draw("en").alt for one in judged.figures())


def test_what_cannot_be_told_says_why(judged: Report) -> None:
    assert [key.value.zh for key in judged.keys] == ["59", "16", "13", "2", "1", "43"]
    answered = table(judged, "targets-answered")
    assert column(answered, "verdict").count("◐ 无法判断：目标未印期限") == 1
    assert "2023-12-31〔未印〕" in column(answered, "due")


def test_many_targets_are_split_by_the_places_below(judged: Report) -> None:
    found = {one.id: set(column(one, "verdict")) for one in judged.tables() if one.id.startswith("targets-1")}
    assert found == {name: {"◇ 未到期"} for name in ("targets-150100", "targets-150600", "targets-150626")}
    assert table(judged, "targets-150600").caption.zh == "鄂尔多斯市本级：未见结果的目标（20项）"
    assert table(judged, "targets-330000").caption.zh == "浙江省：未见结果的目标（1项）"
    assert len(goals(judged)) == len(set(goals(judged))) == 59


def test_without_targets_it_says_so(nothing: Dataset) -> None:
    report = scorecard(nothing)
    assert [key.value.zh for key in report.keys] == ["0"] * 6
    assert (report.points, report.refs, list(report.figures())) == ((), (), [])
    assert "没有目标" in report.missing.zh
    assert "no targets" in report.missing.en
    check_references(report)


def test_without_any_figure_it_says_so(nothing: Dataset) -> None:
    report = scorecard(kept(nothing, nothing.table("observations")["measure"] == ""))
    assert [key.value.zh for key in report.keys] == ["0"] * 6
    assert "没有目标" in report.missing.zh


def test_every_word_is_declared_and_said(
    ds: Dataset, mixed: Dataset, nothing: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoken = remembered(monkeypatch)
    figures = mixed.table("observations")
    decided = kept(mixed, (figures["measure"] == "actual") | (figures["breakdown"] == "public"))
    for one in (ds, mixed, nothing, decided):
        scorecard(one)
    assert declared("scorecard") == {key for key in spoken.keys_said if key.startswith("scorecard_")}
