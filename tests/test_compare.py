"""Places beside each other: like with like only, what differs is refused or set apart, what is missing stays."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from own_figures import ORDOS, falls, own, places

import civstats
from civstats.analysis.result import Result
from civstats.cli import main
from civstats.dataset import Dataset
from civstats.errors import IncomparableError, UsageError

WANTED = {"level": "county", "within": "鄂尔多斯市"}
RANGE: dict[str, Any] = {"bound": "range", "lower": 700.0, "upper": 720.0}


def states(found: Result) -> dict[str, str]:
    return dict(zip(found["locality_id"], found["state"], strict=True))


def row(found: Result, place: str) -> dict[str, Any]:
    [cells] = found[found["locality_id"] == place].to_dict("records")
    return {str(name): value for name, value in cells.items()}


def compared(rows: Sequence[Mapping[str, object]], **asked: Any) -> Result:
    return own(rows).compare("dibao_standard", 2023, residence="urban", **asked)


def test_urban_standards_of_prefectures(ds: Dataset) -> None:
    found = ds.compare("dibao_standard", 2023, residence="urban", level="prefecture")
    ranked = found[found["rank_from"].notna()]
    assert ranked["place_zh"].head(3).tolist() == ["鄂尔多斯市", "武汉市", "大连市"]
    assert set(ranked["unit"]) == {"CNY/person/month"}
    assert row(found, "150600")["source_id"] == "ordos-2023-notice ordos-2023-summary"
    assert row(found, "330100")["reason_zh"] == "只公布：不分城乡 1259元/人·月"
    assert all(claim.proven(ds.sql) for claim in found.claims())


def test_counties_of_a_prefecture_are_all_listed(ds: Dataset) -> None:
    found = ds.compare("dibao_standard", 2023, residence="urban", **WANTED)
    assert found["locality_id"].tolist() == ["150626", *sorted(set(ORDOS) - {"150626"})]
    assert states(found) == dict.fromkeys(ORDOS, "not_searched") | {"150626": "not_published"}
    assert "上级鄂尔多斯市有标准950元/人·月" in row(found, "150626")["reason_zh"]
    assert found["value"].isna().all()
    assert found.claims() == []


def test_a_yearly_standard_is_converted(ds: Dataset) -> None:
    found = ds.compare("dibao_standard", 2022, ["乌审旗", "东胜区"], "rural")
    assert row(found, "150626") | {"value": 650.0, "state": "converted", "printed": "7800元/人·年"} == row(
        found, "150626"
    )
    assert row(found, "150626")["reason_zh"] == "由7800元/人·年换算"
    assert [claim.zh for claim in found.claims()] == [
        "2022年农村最低生活保障标准：所选2个县区中，各地相同，均为650元/人·月。"
    ]


def test_provinces_print_averages_and_tiers(ds: Dataset) -> None:
    found = ds.compare("dibao_standard", 2024, residence="urban", level="province")
    assert states(found) == {"500000": "published"} | dict.fromkeys(["120000", "310000", "520000"], "not_comparable")
    with pytest.raises(IncomparableError, match=r"湖南省 430000: 703元/人·月 .*average.*differs in definition"):
        ds.compare("dibao_standard", 2024, ["湖南省", "重庆市"], "urban")
    apart = ds.compare("dibao_standard", 2024, ["湖南省", "重庆市"], "urban", allow="definition")
    assert row(apart, "430000")["indicator_id"] == "dibao_average_standard"
    assert pd.isna(row(apart, "430000")["rank_from"])


MIXED: list[tuple[str, list[dict[str, object]], dict[str, Any], str]] = [
    ("level", [{"locality_id": "150600", "value": 950.0}], {}, "other_level"),
    ("kind", [{"locality_id": "150621", "value": 950.0, "measure": "target"}], {}, "target"),
    ("definition", [{"locality_id": "150621", "value": 950.0, "bound": "ge"}], {}, "not_comparable"),
    (
        "definition",
        [{"locality_id": "150621", "value": 950.0, "indicator_id": "dibao_average_standard"}],
        {"places": [*ORDOS[:2], "150621"]},
        "not_comparable",
    ),
]


@pytest.mark.parametrize(("difference", "other", "asked", "state"), MIXED)
def test_what_differs_is_refused_or_set_apart(
    difference: str, other: list[dict[str, object]], asked: dict[str, Any], state: str
) -> None:
    made = own(places(ORDOS[:2], [700, 710]) + other)
    with pytest.raises(IncomparableError, match=f"differs in {difference}.*own:3") as caught:
        made.compare("dibao_standard", 2023, residence="urban", **asked)
    assert caught.value.allow == (difference,)
    assert f"allow=('{difference}',)" in str(caught.value)
    found = made.compare("dibao_standard", 2023, residence="urban", allow=difference, **asked)
    apart = row(found, str(other[0]["locality_id"]))
    assert (apart["state"], apart["value"], apart["reason_zh"] != "") == (state, 950.0, True)
    assert found["rank_from"].tolist()[:2] == [1, 2]
    assert pd.isna(apart["rank_from"])
    assert all(claim.proven(made.sql) for claim in found.claims())


def test_parts_of_the_year_differ() -> None:
    def count(place: str, value: float, start: str, end: str) -> dict[str, object]:
        return {"locality_id": place, "value": value, "indicator_id": "dibao_beneficiaries", "measure": "actual",
                "unit": "persons", "period_start": start, "period_end": end}  # fmt: skip

    year = ("2023-01-01", "2023-12-31")
    made = own([count("150602", 5, *year), count("150603", 6, *year), count("150621", 9, "2023-01-01", "2023-11-30"),
                count("150603", 8, "2023-01-01", "2023-11-30")])  # fmt: skip
    with pytest.raises(IncomparableError, match=r"150621: .*differs in period"):
        made.compare("dibao_beneficiaries", 2023, residence="urban")
    found = made.compare("dibao_beneficiaries", 2023, residence="urban", allow="period")
    assert states(found) == {"150603": "published", "150602": "published", "150621": "not_comparable"}
    assert row(found, "150621")["reason_zh"] == "时期不同：1月1日至11月末"
    assert "康巴什区最多，为6人" in found.claims()[0].zh


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (places(["150602"] * 2, [700, 700]), ("published", 700, 700, "eq")),
        (places(["150602"] * 2, [700, 720]), ("disputed", 700, 720, "range")),
        ([{"locality_id": "150602", "value": 8400.0, "unit": "CNY/person/year"}], ("converted", 700, 700, "eq")),
        (
            [{"locality_id": "150602", "value": 650.0, "effective_from": "2023-01-01"},
             {"locality_id": "150602", "value": 700.0, "effective_from": "2023-07-01"}],
            ("published", 700, 700, "eq"),
        ),
        (
            [{"locality_id": "150602", "value": 700.0}, {"locality_id": "150602", "value": 650.0, "measure": "target"}],
            ("published", 700, 700, "eq"),
        ),
    ],
)  # fmt: skip
def test_the_figures_of_a_place_make_one_row(rows: list[dict[str, object]], expected: tuple[object, ...]) -> None:
    numbered = [{**one, "source_id": f"own-{number}"} for number, one in enumerate(rows)]
    found = row(compared(numbered), "150602")
    assert (found["state"], found["lower"], found["upper"], found["bound"]) == expected
    if expected[0] == "disputed":
        assert (found["source_id"], pd.isna(found["value"])) == ("own-0 own-1", True)
        assert found["reason_zh"] == "各文件所印不一致：700.0 / 720.0"


def test_targets_are_ranked_among_targets_only() -> None:
    rows = places(ORDOS[:2], [700, 710], measure="target") + places(["150621"], [720])
    found = own(rows).compare("dibao_standard", 2023, residence="urban", kind="target")
    assert (states(found), found["rank_from"].tolist()) == ({"150603": "target", "150602": "target"}, [1, 2])
    assert "（计划）" in found.claims()[0].zh


def test_a_place_that_prints_something_else_says_so() -> None:
    rows = [*places(ORDOS[:2], [700, 710]), {"locality_id": "150621", "value": 650.0, "residence": "rural"}]
    found = compared(rows, **WANTED)
    assert row(found, "150621")["reason_zh"] == "只公布：农村（牧区） 650.0"
    assert row(found, "150621")["state"] == "not_comparable"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"indicator": "dibao_standart"}, "nearest: dibao_standard"),
        ({"places": ["乌申旗"]}, "nearest"),
        ({"places": []}, "places is empty"),
        ({"residence": "city"}, "unknown residence"),
        ({"level": "city"}, "unknown level"),
        ({"allow": "levels"}, "unknown difference to allow.*nearest: level"),
        ({"kind": "plan"}, "unknown kind"),
    ],
)
def test_an_unknown_word_is_an_error_that_names_the_nearest(ds: Dataset, asked: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        ds.compare(asked.pop("indicator", "dibao_standard"), 2023, **asked)


def random_figures(seed: int) -> list[dict[str, object]]:
    """One figure for some counties in each of many years: exact, bounded, or a range."""
    chance = random.Random(seed)
    rows: list[dict[str, object]] = []
    for year in range(2000, 2024):
        for place in chance.sample(ORDOS, chance.randrange(1, 6)):
            value, wide = float(chance.randrange(10)), float(chance.randrange(1, 4))
            kind = chance.choice(["eq", "eq", "eq", "le", "range"])
            ends: dict[str, object] = {"bound": kind}
            if kind == "range":
                ends = {"bound": "range", "lower": value, "upper": value + wide, "value": None}
            rows.append({"locality_id": place, "value": value, "year": year, **ends})
    return rows


def test_ranks_and_claims_of_random_datasets_are_rederived_by_brute_force() -> None:
    rows = random_figures(3)
    made = own(rows)
    for year in range(2000, 2024):
        found = made.compare("dibao_standard", year, residence="urban")
        figures = {str(one["locality_id"]): one for one in rows if one["year"] == year}
        codes = sorted(figures)
        ways = list(falls([ends_of(figures[code]) for code in codes]))
        claims = found.claims()
        assert all(claim.proven(made.sql) for claim in claims)
        said = {name: set(claim.params["named"]) for claim in claims if "named" in claim.params  # type: ignore[call-overload]
                for name in ("highest", "lowest") if f"the {name}:" in claim.en}  # fmt: skip
        for name, best in (("highest", max), ("lowest", min)):
            sets = [{code for code, value in zip(codes, way, strict=True) if value == best(way)} for way in ways]
            certain = sets[0] if all(one == sets[0] for one in sets) else set()
            assert said.get(name, set()) == (set() if len(certain) == len(codes) else certain), year
        for number, code in enumerate(codes):
            first = min(sum(other > way[number] for other in way) for way in ways) + 1
            last = max(sum(other >= way[number] for other in way) for way in ways)
            assert (row(found, code)["rank_from"], row(found, code)["rank_to"]) == (first, last), (year, code)


def ends_of(figure: Mapping[str, Any]) -> tuple[float, float, bool, bool]:
    if figure["bound"] == "range":
        return figure["lower"], figure["upper"], False, False
    return (float("-inf") if figure["bound"] == "le" else figure["value"]), figure["value"], False, False


def test_neither_order_nor_unit_of_figures_changes_a_comparison() -> None:
    rows = places(ORDOS[:5], [700, 710, 710, 650, 720])
    yearly = [{**one, "value": one["value"] * 12, "unit": "CNY/person/year"} for one in rows]  # type: ignore[operator]
    plain, back, converted = (compared(one) for one in (rows, rows[::-1], yearly))
    columns = ["locality_id", "value", "lower", "upper", "unit", "rank_from", "rank_to"]
    for other in (back, converted):
        pd.testing.assert_frame_equal(pd.DataFrame(other)[columns], pd.DataFrame(plain)[columns])
        assert [str(claim) for claim in other.claims()] == [str(claim) for claim in plain.claims()]


def test_a_claim_counts_every_place_that_compares() -> None:
    """The proof fails where the dataset holds a figure that the comparison did not see."""
    found = compared(places(ORDOS[:2], [700, 710]))
    more = own(places(ORDOS[:3], [700, 710, 720]))
    assert not any(claim.proven(more.sql) for claim in found.claims())


def test_a_dataset_from_a_path_compares_too(curated: Path) -> None:
    assert len(civstats.open(str(curated)).compare("dibao_standard", 2023, residence="urban", level="prefecture")) > 20


def test_the_commands(curated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["dibao_standard", "2023", "-r", "urban", "--data", str(curated)]
    assert main(["compare", *asked, "--level", "prefecture"]) == 0
    assert "鄂尔多斯市最高，为950元/人·月。" in capsys.readouterr().out
    assert main(["compare", *asked]) == 2
    assert "differs in level" in capsys.readouterr().err
    assert main(["rank", *asked, "--level", "prefecture", "--format", "csv"]) == 0
    assert "并列第4位" in capsys.readouterr().out


def test_a_standard_whose_documents_word_the_subject_differently_is_one() -> None:
    rows = [
        {"locality_id": "150626", "value": 700.0, "subject_zh": "低保对象", "source_id": "own-a"},
        {"locality_id": "150626", "value": 700.0, "source_id": "own-b"},
        {"locality_id": "150602", "value": 650.0},
    ]
    found = compared(rows)
    assert found["locality_id"].tolist() == ["150626", "150602"]
    assert row(found, "150626")["source_id"] == "own-a own-b"
