"""Claims: each is proven by its query and by hand, and a wider interval never makes one more certain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pandas as pd
import pytest
from analysis_tables import database, level, target
from hypothesis import given, settings
from hypothesis import strategies as st

from civstats.analysis import growth as growth_module
from civstats.analysis import queries, target_claims
from civstats.analysis import targets as targets_module
from civstats.analysis.attainment import parameters
from civstats.analysis.claims import Claim
from civstats.analysis.result import Result, result
from civstats.dataset import Dataset
from civstats.errors import UsageError
from civstats.interval import Interval

PROVE = settings(derandomize=True, max_examples=6, deadline=None)
PLACES = ("150602", "150603", "150621", "150622", "150623")
DAY = date(2024, 6, 30)


def asked(rows: Sequence[dict[str, Any]]) -> tuple[Result, Any]:
    sql = database(rows)
    return growth_module.growth(sql), sql


def test_a_result_is_a_frame_whose_claims_do_not_survive_a_change(ds: Dataset) -> None:
    found = ds.growth("鄂尔多斯市", "dibao_standard")
    assert isinstance(found, pd.DataFrame)
    assert len(found.claims()) > 1
    assert "interval_over" in found.sql
    assert found.params["indicator"] == "dibao_standard"
    for changed in (found[found["year"] == 2023], found.head(1), found.copy(), found.merge(found, on="year")):
        assert type(changed) is pd.DataFrame
    assert len(found.query("year == 2023")) > 0
    found.loc[0, "change_lower"] = 1000.0
    with pytest.raises(UsageError, match="changed in place"):
        found.claims()


@pytest.mark.parametrize(
    "call",
    [
        lambda ds: ds.growth("鄂尔多斯市"),
        lambda ds: ds.growth(indicator="dibao_standard", residence="urban"),
        lambda ds: ds.growth("内蒙古自治区", span=3),
        lambda ds: ds.growth("杭州市", rule="day_weighted"),
        lambda ds: ds.targets("乌审旗"),
        lambda ds: ds.targets(as_of=date(2022, 6, 30)),
    ],
)
def test_every_claim_is_proven_by_its_query(ds: Dataset, call: Any) -> None:
    claims: list[Claim] = call(ds).claims()
    assert claims
    assert [claim for claim in claims if not claim.proven(ds.sql)] == []
    assert all(claim.zh and claim.en and claim.holds_if for claim in claims)


def test_the_rises_are_told_as_they_are(ds: Dataset) -> None:
    told = [claim.zh for claim in ds.growth("鄂尔多斯市").claims()]
    assert "2022—2023年，鄂尔多斯市城市最低生活保障标准上升50元/人·月（约5.56%）" in told
    assert "2022—2023年，鄂尔多斯市农村特困人员基本生活标准上升125元/人·月（约12.82%）" in told


def test_the_fastest_is_claimed_with_its_qualifier() -> None:
    rows = rows_of([((100, 100), (150, 150)), ((100, 100), (110, 110))])
    found, sql = asked(rows)
    fastest = [claim for claim in found.claims() if "最高" in claim.zh]
    assert [claim.zh for claim in fastest] == ["2022—2023年可算增幅的2个县区中，东胜区养老床位增幅最高，至少50%"]
    assert "at least 50%" in fastest[0].en
    assert fastest[0].proven(sql)
    assert not Claim(fastest[0].zh, fastest[0].en, fastest[0].query, {**fastest[0].params, "id": "a:4"}).proven(sql)


Ends = tuple[int, int]
ENDS = st.tuples(st.integers(1, 40), st.integers(0, 12)).map(lambda pair: (pair[0] * 10, pair[0] * 10 + pair[1]))
WORLD = st.lists(st.tuples(ENDS, ENDS), min_size=2, max_size=5)
WIDER = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)), min_size=5, max_size=5
)


def rows_of(world: Sequence[tuple[Ends, Ends]]) -> list[dict[str, Any]]:
    return [
        level(year, locality_id=place, bound="eq" if low == high else "range", lower=float(low), upper=float(high))
        for place, pair in zip(PLACES, world, strict=False)
        for year, (low, high) in zip((2022, 2023), pair, strict=True)
    ]


def widened(world: Sequence[tuple[Ends, Ends]], by: Sequence[tuple[int, ...]]) -> list[tuple[Ends, Ends]]:
    return [
        ((max(1, a - w), b + x), (max(0, c - y), d + z))
        for ((a, b), (c, d)), (w, x, y, z) in zip(world, by, strict=False)
    ]


def certain(found: Result) -> dict[str, Any]:
    """What the claims of growth hold for certain, read from their sentences."""
    told = [claim.zh for claim in found.claims()]
    counts = [text for text in told if text.startswith("可比的")]

    def count(words: str) -> int:
        numbers = re.findall(rf"(\d+)对{words}", counts[0]) if counts else []
        return int(numbers[0]) if numbers else 0

    return {
        "rose": count("上升"), "fell": count("下降"), "same": count("不变"),
        "extremes": {re.sub("，至[少多].*", "", text) for text in told if "增幅最" in text},
        "moved": {
            re.sub(r"(上升|下降).*", r"\1", text) for text in told if text not in counts and "增幅最" not in text
        },
    }  # fmt: skip


@PROVE
@given(WORLD, WIDER)
def test_a_wider_interval_never_makes_a_claim_of_growth_more_certain(world: Any, by: Any) -> None:
    narrow, _ = asked(rows_of(world))
    wide, sql = asked(rows_of(widened(world, by)))
    before, after = certain(narrow), certain(wide)
    assert all(after[count] <= before[count] for count in ("rose", "fell", "same"))
    assert after["extremes"] <= before["extremes"]
    assert after["moved"] <= before["moved"]
    assert all(claim.proven(sql) for claim in wide.claims()[:3])


def both(interval: Interval) -> tuple[Decimal, Decimal]:
    assert interval.lower is not None
    assert interval.upper is not None
    return interval.lower, interval.upper


@PROVE
@given(WORLD)
def test_the_claims_of_growth_are_what_intervals_say_by_hand(world: Any) -> None:
    found, _ = asked(rows_of(world))
    pairs = [[Interval(Decimal(low), Decimal(high)) for low, high in pair] for pair in world]
    changes = [both(later - earlier) for earlier, later in pairs]
    rates = [both(later / earlier) for earlier, later in pairs]
    got = certain(found)
    assert got["rose"] == sum(low > 0 for low, _ in changes)
    assert got["fell"] == sum(high < 0 for _, high in changes)
    ends = [(round((low - 1) * 100, 6), round((high - 1) * 100, 6)) for low, high in rates]
    fastest = [low for low, _ in ends if sum(low <= high for _, high in ends) == 1]
    assert sum("最高" in text for text in got["extremes"]) == len(fastest)


@PROVE
@given(WORLD, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_their_units_change_nothing(world: Any, random: Any) -> None:
    rows = [{**row, "observation_id": f"a:{number}", "indicator_id": "nursing_bed_share", "unit": "percent"}
            for number, row in enumerate(rows_of(world))]  # fmt: skip
    mixed = [
        {**row, "unit": "permille", "lower": row["lower"] * 10, "upper": row["upper"] * 10}
        if random.random() < 0.5
        else row
        for row in rows
    ]
    random.shuffle(mixed)
    pd.testing.assert_frame_equal(pd.DataFrame(asked(rows)[0]), pd.DataFrame(asked(mixed)[0]))


@PROVE
@given(WORLD, WIDER, st.sampled_from(["at_least", "at_most", "equal"]))
def test_a_wider_result_never_makes_a_verdict_more_certain(world: Any, by: Any, goal: str) -> None:
    def verdicts(of: Any) -> pd.DataFrame:
        aims = [
            {**target(date(2023, 12, 31), float(pair[0][0]), {"at_least": "ge", "at_most": "le"}.get(goal, "eq")),
             "indicator_id": "tekun_beneficiaries", "unit": "persons", "locality_id": place}
            for place, pair in zip(PLACES, world, strict=False)
        ]  # fmt: skip
        actuals = [
            {**row, "indicator_id": "tekun_beneficiaries", "unit": "persons"}
            for row in rows_of(of)
            if row["year"] == 2023
        ]
        sql = database([*aims, *actuals])
        found = targets_module.targets(sql, as_of=DAY)
        assert all(claim.proven(sql) for claim in found.claims()[:2])
        return pd.DataFrame(found)

    narrow, wide = verdicts(world), verdicts(widened(world, by))
    for before, after in zip(narrow["attainment"], wide["attainment"], strict=True):
        assert after in (before, "cannot_tell")


def test_a_missed_target_is_told_with_the_least_gap() -> None:
    rows = [target(date(2023, 12, 31), 100), level(2023, bound="range", lower=80, upper=90.0)]
    sql = database(rows)
    [counts, missed] = targets_module.targets(sql, as_of=DAY).claims()
    assert counts.zh == "1项目标中1项已到期，其中1项未达标"
    assert missed.zh.endswith("目标100张（期限2023-12-31），结果80—90张，未达标，至少差10张")
    assert missed.en.endswith("not met, short by at least 10 beds")
    assert missed.proven(sql)


def test_an_empty_result_claims_nothing() -> None:
    sql = database([level(2023, 1)])
    query, params = queries.targets(), parameters(DAY)
    empty = sql(query, params).df()
    assert result(empty, query, params, partial(target_claims.claims, query, params)).claims() == []
    assert growth_module.growth(sql).claims() == []
