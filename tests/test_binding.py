"""Which standard applied in a place on a day: the nearest in force, floors as bounds, and unknown where none says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
from conftest import MakeRaw

import civstats
from civstats.curate.build import build
from civstats.dataset import Dataset
from civstats.errors import UsageError

COUNTY, PREFECTURE, PROVINCE = "150626", "150600", "150000"


def row(printed: str, place: str, year: int, effective: str = "", measure: str = "standard") -> dict[str, str]:
    return {
        "printed": printed, "place": place, "indicator": "dibao_standard", "residence": "rural", "measure": measure,
        "period": str(year), "effective_from": effective,
    }  # fmt: skip


def opened(make_raw: MakeRaw, rows: Sequence[Mapping[str, str]]) -> Dataset:
    raw = make_raw(rows, period="2019/2025", locality="内蒙古自治区", issued="2025-12-31")
    out = raw.parent / "out"
    build(raw, out)
    return civstats.open(out)


@pytest.mark.parametrize(
    ("rows", "on", "state", "amount"),
    [
        ([], "2023-09-01", "unknown", None),
        ([row("720元/人·月", COUNTY, 2023)], "2023-09-01", "known", 720),
        ([row("720元/人·月", COUNTY, 2023)], "2024-01-01", "unknown", None),
        ([row("720元/人·月", COUNTY, 2023)], "2022-12-31", "unknown", None),
        ([row("720元/人·月", COUNTY, 2023, "2023-07-01")], "2023-06-30", "unknown", None),
        ([row("720元/人·月", COUNTY, 2023, "2023-07-01")], "2024-06-30", "known", 720),
        ([row("720元/人·月", COUNTY, 2023, "2023-07-01")], "2024-07-01", "unknown", None),
        ([row("8640元/人·年", COUNTY, 2023)], "2023-09-01", "known", 720),
        ([row("720元/人·月", PREFECTURE, 2023)], "2023-09-01", "known", 720),
        ([row("720元/人·月", PREFECTURE, 2023), row("750元/人·月", COUNTY, 2023)], "2023-09-01", "known", 750),
        ([row("不低于600元/人·月", PROVINCE, 2023)], "2023-09-01", "floor", 600),
        ([row("不低于600元/人·月", PROVINCE, 2023), row("720元/人·月", COUNTY, 2023)], "2023-09-01", "known", 720),
        (
            [row("不低于600元/人·月", PROVINCE, 2023), row("不低于650元/人·月", PREFECTURE, 2023)],
            "2023-09-01",
            "floor",
            650,
        ),
        (
            [row("720元/人·月", COUNTY, 2023, "2023-07-01"), row("700元/人·月", COUNTY, 2022)],
            "2022-09-01",
            "known",
            700,
        ),
        ([row("720元/人·月", COUNTY, 2023), row("730元/人·月", COUNTY, 2023)], "2023-09-01", "disputed", None),
        ([row("720元/人·月", COUNTY, 2023, measure="target")], "2023-09-01", "unknown", None),
    ],
)
def test_the_nearest_standard_in_force_binds(
    make_raw: MakeRaw, rows: list[dict[str, str]], on: str, state: str, amount: float | None
) -> None:
    ds = opened(make_raw, rows or [{"place": COUNTY}])
    found = ds.binding_standard(COUNTY, "dibao", "rural", on=date.fromisoformat(on))
    assert (found.state, found.cny_per_person_month) == (state, amount)
    assert found.chain


def test_the_chain_names_the_document_of_each_step(make_raw: MakeRaw) -> None:
    ds = opened(make_raw, [row("720元/人·月", PREFECTURE, 2023)])
    text = str(ds.binding_standard("乌审旗", "dibao", "rural", on=date(2023, 9, 1)))
    assert "乌审旗: no document says" in text
    assert "own 720 CNY/person/month for 鄂尔多斯市, set by 内蒙古自治区, since 2023 (day not known)" in text
    assert "[wushen-2023-test:1]" in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("西湖区", "dibao", "rural"), "not unique"),
        (("乌审镇", "dibao", "rural"), "nearest"),
        (("乌审旗", "低保", "rural"), "unknown programme"),
        (("乌审旗", "dibao", "country"), "unknown residence"),
    ],
)
def test_an_unknown_name_is_an_error_that_helps(ds: Dataset, arguments: tuple[str, str, str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        ds.binding_standard(*arguments, on=date(2023, 9, 1))


def test_two_levels_of_government_agree_on_wushen(ds: Dataset) -> None:
    found = ds.binding_standard("乌审旗", "dibao", "rural", on=date(2022, 9, 1))
    assert (found.state, found.cny_per_person_month) == ("known", 650)


def test_a_dataset_from_a_path_answers_too(curated: Path) -> None:
    found = civstats.open(str(curated)).binding_standard("上海市浦东新区", "dibao", on=date(2023, 8, 1))
    assert (found.state, found.cny_per_person_month) == ("known", 1510)
