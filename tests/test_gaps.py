"""Gap measures: each statistic is the interval of all that it may be, each claim is proven and derived anew."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from statistics import median, pstdev
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from own_figures import ORDOS, falls, own, places

from civstats.analysis.result import Result
from civstats.analysis.spread import Known, statistics, variation, verdict
from civstats.cli import main
from civstats.dataset import Dataset
from civstats.errors import IncomparableError, UsageError

PROVE = settings(derandomize=True, max_examples=100, deadline=None)
KNOWN = st.builds(lambda low, wide: Known(low, low + wide), st.integers(1, 9).map(float), st.integers(0, 3).map(float))
GROUP = st.lists(KNOWN, min_size=1, max_size=5)


def by_id(found: Result) -> dict[str, dict[str, Any]]:
    return {row["locality_id"]: {str(name): cell for name, cell in row.items()} for row in found.to_dict("records")}


def both(place: str, urban: float, rural: float, **same: object) -> list[dict[str, object]]:
    return [{"locality_id": place, "value": float(value), "residence": residence, **same}
            for value, residence in ((urban, "urban"), (rural, "rural"))]  # fmt: skip


@PROVE
@given(GROUP)
def test_a_statistic_holds_all_that_it_may_be_and_no_more(group: list[Known]) -> None:
    ways = list(falls([(low, high, False, False) for low, high in group]))
    found = statistics(group)
    for name, of in (
        ("minimum", min), ("maximum", max), ("median", median), ("range", lambda way: max(way) - min(way)),
        ("ratio_of_extremes", lambda way: max(way) / min(way)),
    ):  # fmt: skip
        values = [of(way) for way in ways]
        assert min(values) >= found[name].low - 1e-12
        assert max(values) == pytest.approx(found[name].high)
        if name in ("minimum", "maximum", "median"):
            assert min(values) == found[name].low


@PROVE
@given(GROUP, GROUP, st.integers(0, 4), st.integers(0, 4), st.data())
def test_a_wider_interval_never_makes_a_spread_more_certain(
    group: list[Known], later: list[Known], down: int, up: int, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(group) - 1))
    low, high = group[place]
    wide = [*group[:place], Known(max(0.5, low - down), high + up), *group[place + 1 :]]
    for narrow, other in ((statistics(group), statistics(wide)), ({"": variation(group)}, {"": variation(wide)})):
        assert all(other[name].low <= narrow[name].low <= narrow[name].high <= other[name].high for name in narrow)
    after = statistics(later)["ratio_of_extremes"]
    before = (verdict(statistics(one)["ratio_of_extremes"], after) for one in (group, wide))
    certain, less = before
    assert less in ("cannot_tell", certain)


def test_urban_over_rural(ds: Dataset) -> None:
    found = ds.urban_rural("dibao_standard", [2022, 2023], ["鄂尔多斯市", "乌审旗", "南通市", "大连市"])
    rows = {(row["place_zh"], row["year"]): row for row in found.to_dict("records")}
    assert rows["鄂尔多斯市", 2023]["ratio"] == round(950 / 720, 6)
    assert rows["乌审旗", 2022]["state"] == "converted"
    assert (rows["乌审旗", 2022]["difference"], rows["乌审旗", 2022]["unit"]) == (250.0, "CNY/person/month")
    assert rows["南通市", 2023]["state"] == "not_applicable"
    assert rows["大连市", 2023]["reason_zh"] == "只公布城市数"
    assert rows["乌审旗", 2023]["state"] == "not_published"


def test_claims_on_urban_and_rural_are_proven_and_rederived(ds: Dataset) -> None:
    found = ds.urban_rural("dibao_standard", 2023)
    prefectures = found[(found["level"] == "prefecture") & found["ratio"].notna()]
    highest = max(prefectures.to_dict("records"), key=lambda row: float(row["urban"] / row["rural"]))
    claims = found.claims()
    assert f"可比的{len(prefectures)}个地市中，{highest['place_zh']}最高" in claims[0].zh
    assert all(claim.proven(ds.sql) for claim in claims)


def test_two_documents_of_two_days_make_no_ratio() -> None:
    days = ("2023-01-01", "2023-07-01")
    rows = [{**one, "source_id": f"own-{day}", "effective_from": day}
            for one, day in zip(both("150602", 900, 600), days, strict=True)]  # fmt: skip
    rows += [{**one, "source_id": f"own-{number}", "effective_from": days[1]}
             for number, one in enumerate(both("150603", 900, 600))]  # fmt: skip
    rows += [*both("150621", 900, 600, bound="ge"), {"locality_id": "150622", "value": 5.0, "residence": "urban"}]
    rows += [*both("150623", 900, 0)]
    found = by_id(own(rows).urban_rural("dibao_standard", 2023))
    assert found["150602"]["state"] == "not_comparable"
    assert (found["150603"]["ratio"], found["150603"]["state"]) == (1.5, "published")
    assert (found["150621"]["ratio_lower"], pd.isna(found["150621"]["ratio_upper"])) == (0.0, True)
    assert found["150622"]["reason_zh"] == "只公布城市数"
    assert found["150623"]["state"] == "not_applicable"


def test_dispersion_of_counties(ds: Dataset) -> None:
    found = ds.dispersion("dibao_standard", 2023, "county", "urban")
    values = ds.compare("dibao_standard", 2023, residence="urban", level="county", kind="actual")["value"].dropna()
    every = {row["statistic"]: row for row in found[found["group"] == "all"].to_dict("records")}
    assert every["median"]["value"] == median(values)
    assert every["ratio_of_extremes"]["value"] == round(max(values) / min(values), 6)
    assert [every[name]["unit"] for name in ("range", "ratio_of_extremes")] == ["CNY/person/month", "multiple"]
    assert {row["n"] for row in every.values()} == {len(values)}
    assert found.loc[found["group"] == "340000", "n"].tolist() == [9] * 5
    assert {"between", "all"} <= set(found["group"])
    assert all(claim.proven(ds.sql) for claim in found.claims())
    assert found.claims()[0].zh.endswith("最高944元/人·月，最低650元/人·月，最高的约为最低的1.45倍。")


def incomes(rows: Sequence[tuple[object, ...]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["locality_id", "year", "value", "unit"])


def test_adequacy_converts_years_and_keeps_places_without_income() -> None:
    made = own(places(ORDOS[:3], [700, 710, 720]))
    brought = incomes([("150602", 2023, 42000.0, "CNY/person/year"), ("150603", 2023, 7100.0, "CNY/person/month"),
                       ("150621", 2022, 1.0, "CNY/person/month")])  # fmt: skip
    found = made.adequacy("dibao_standard", 2023, brought, residence="urban")
    rows = by_id(found)
    assert (rows["150602"]["ratio"], rows["150603"]["ratio"], rows["150602"]["ratio_unit"]) == (20.0, 10.0, "percent")
    assert (rows["150621"]["state"], rows["150621"]["reason_zh"]) == ("not_applicable", "未给出收入")
    assert "东胜区最高，为20%" in found.claims()[0].zh
    assert all(claim.proven(made.sql) for claim in found.claims())


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("150602", 2023, 5.0, "persons")], "no amount a person and time"),
        ([("150602", 2023, 5.0, "CNY/person/year")] * 2, "more than one row"),
        ([("150602", 2023, 0.0, "CNY/person/year")], "above zero"),
        ([(150602, 2023, 5.0, "CNY/person/year")], "codes are text"),
    ],
)
def test_incomes_that_do_not_fit_are_an_error_that_helps(
    ds: Dataset, rows: list[tuple[object, ...]], said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        ds.adequacy("dibao_standard", 2023, incomes(rows), "鄂尔多斯市", "urban")
    with pytest.raises(UsageError, match="lacks year, value, unit"):
        ds.adequacy("dibao_standard", 2023, pd.DataFrame({"locality_id": ["1"]}), "鄂尔多斯市", "urban")


def test_convergence_over_the_same_places_only(ds: Dataset) -> None:
    found = ds.convergence("dibao_standard", [2023, 2022], "prefecture", "urban")
    ratio, coefficient = found.to_dict("records")
    codes = ratio["places"].split()
    before, after = (
        [row["value"] for row in ds.compare("dibao_standard", year, codes, "urban").to_dict("records")]
        for year in (2022, 2023)
    )
    assert ratio["from_value"] == round(max(before) / min(before), 6)
    assert coefficient["to_value"] == round(pstdev(after) / (sum(after) / len(after)) * 100, 6)
    assert (ratio["verdict"], ratio["verdict_zh"], ratio["n"]) == ("narrower", "差距缩小", 7)
    assert all(claim.proven(ds.sql) for claim in found.claims())


def test_convergence_cannot_tell_of_bounds_and_refuses_two_definitions() -> None:
    rows = places(ORDOS[:2], [600, 900], year=2022) + places(ORDOS[:2], [600, 700])
    assert (
        own(rows).convergence("dibao_standard", [2022, 2023], "county", "urban")["verdict"].tolist() == ["narrower"] * 2
    )
    bounded = [*rows[:3], {**rows[3], "bound": "range", "lower": 600.0, "upper": 950.0, "value": None}]
    assert (
        own(bounded).convergence("dibao_standard", [2022, 2023], "county", "urban")["verdict"].tolist()
        == ["cannot_tell"] * 2
    )
    floors = places(ORDOS[:2], [600, 900], year=2022, bound="ge") + places(ORDOS[:2], [600, 700])
    with pytest.raises(IncomparableError, match="2022: floor"):
        own(floors).convergence("dibao_standard", [2022, 2023], "county", "urban")


def test_years_must_be_two(ds: Dataset) -> None:
    with pytest.raises(UsageError, match="two different years"):
        ds.convergence("dibao_standard", [2023], "county")


def test_the_command(curated: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = ["--data", str(curated), "-r", "urban"]
    assert main(["gaps", "convergence", "dibao_standard", "2022", "2023", "--level", "prefecture", *data]) == 0
    assert "差距缩小" in capsys.readouterr().out
    assert main(["gaps", "dispersion", "dibao_standard", "2023", *data]) == 2
    assert "needs --level" in capsys.readouterr().err
    (tmp_path / "incomes.csv").write_text(
        "locality_id,year,value,unit\n150600,2023,57000,CNY/person/year\n", encoding="utf-8"
    )
    brought = ["--incomes", str(tmp_path / "incomes.csv"), "--place", "鄂尔多斯市", "--format", "json"]
    assert main(["gaps", "adequacy", "dibao_standard", "2023", *brought, *data]) == 0
    assert '"ratio": 20.0' in capsys.readouterr().out
    assert main(["gaps", "urban-rural", "dibao_standard", "2023", "--level", "county", *data]) == 0
