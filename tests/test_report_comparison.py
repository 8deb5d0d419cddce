"""The comparison of an indicator says what the dataset says, ranks like with like, and claims what is certain only."""

from __future__ import annotations

import sys
from collections import Counter
from functools import cache

import pandas as pd
import pyarrow as pa
import pytest
import report_figures as figures
from hypothesis import given, settings
from hypothesis import strategies as st
from own_figures import ORDOS, own, places
from report_checks import check_points, check_references, column, table

from civstats.analysis.labels import given as is_given
from civstats.analysis.labels import records
from civstats.analysis.standing import DIFFERENCES
from civstats.dataset import Dataset
from civstats.errors import UsageError
from civstats.report import comparison
from civstats.report.comparison_slice import Slice, slices_of
from civstats.report.model import Checks, Report
from civstats.schema import TABLES

ALLOWED = [name for name in DIFFERENCES if name != "level"]
RANKED = ("published", "converted", "disputed")
CORE = ("dibao_standard", "tekun_standard", "child_subsidy_standard", "dibao_beneficiaries", "tekun_beneficiaries",
        "care_homes", "care_beds", "dibao_average_standard", "tekun_support_standard", "tekun_care_standard",
        "disability_living_allowance_standard", "disability_care_allowance_standard",
        "old_age_allowance_standard")  # fmt: skip


@pytest.fixture(scope="module")
def made(ds: Dataset) -> dict[str, tuple[Report, list[Slice]]]:
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        for indicator in CORE:
            slices = slices_of(ds, indicator)
            patch.setattr(sys.modules[comparison.__module__], "slices_of", lambda *_, found=slices: found)
            found[indicator] = comparison(ds, indicator), slices
    return found


@pytest.fixture(params=CORE)
def indicator(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_these_are_the_core_indicators(ds: Dataset) -> None:
    known = {name for (name,) in ds.rows("select indicator_id from indicators where core")}
    with_figures = {name for (name,) in ds.rows("select distinct indicator_id from observations")}
    assert set(CORE) == known & with_figures


def test_ranks_and_values_are_those_of_the_dataset(
    ds: Dataset, made: dict[str, tuple[Report, list[Slice]]], indicator: str
) -> None:
    report, slices = made[indicator]
    for one in slices[:3]:
        about = (indicator, one.year, None, one.residence, one.breakdown)
        rows = ds.rank(*about, level=one.of_level, allow=ALLOWED)
        shown = table(report, f"compared-{one.id}")
        assert column(shown, "code") == list(rows["locality_id"])
        for row, line in zip(records(rows), shown.rows, strict=True):
            is_ranked = is_given(row["rank_from"])
            assert is_ranked == (row["state"] in RANKED)
            first, last = (row["rank_from"], row["rank_to"]) if is_ranked else (None, None)
            said = "" if not is_ranked else str(first) if first == last else f"{first}—{last}"
            assert figures.cell(shown, line, "rank") == said
            number = next(one.number for one in line.cells[3:4])
            if is_given(row["value"]) and row["bound"] == "eq" and row["lower"] == row["upper"]:
                assert number == row["value"]
            else:
                assert number is None
            assert set(str(row["observation_id"] or "").split()) <= set(figures.refs(line))
            assert figures.cell(shown, line, "state") == str(row["reason_zh"] or "").replace(",", "")


def test_what_is_ranked_is_alike(ds: Dataset, made: dict[str, tuple[Report, list[Slice]]], indicator: str) -> None:
    """Figures that are ranked together are of one level, year, residence, group, kind of standard and quantity."""
    stated = {row["observation_id"]: row for row in figures.rows(
        ds, "select o.*, s.set_kind, l.level from observations o join localities l using (locality_id) "
        "left join subsidy_standards s using (observation_id) where o.indicator_id = $indicator", indicator=indicator
    )}  # fmt: skip
    for one in made[indicator][1]:
        rows = [stated[ref] for row in one.ranked for ref in str(row["observation_id"]).split()]
        for name in ("residence", "breakdown", "level", "year", "set_kind", "area"):
            assert len({row[name] for row in rows}) == 1, name
        assert len({figures.unit(row) for row in rows}) == 1
        assert {row["measure"] for row in rows} <= set(figures.STATED)


def test_the_year_is_the_latest_with_half_of_the_places_of_the_best(
    ds: Dataset, made: dict[str, tuple[Report, list[Slice]]], indicator: str
) -> None:
    counted: dict[tuple[str, str, str], Counter[int]] = {}
    for residence, breakdown, level, year, _ in ds.rows(
        "select distinct residence, breakdown, level, year, locality_id from observations join localities "
        "using (locality_id) where indicator_id = $indicator and measure in ('standard', 'actual', 'previous') "
        "and area is null", {"indicator": indicator},
    ):  # fmt: skip
        counted.setdefault((residence, breakdown, level), Counter())[year] += 1
    for one in made[indicator][1]:
        years = counted[one.residence, one.breakdown, one.of_level]
        most = max(years.values())
        assert one.year == max(year for year, count in years.items() if count >= max(2, most / 2))
    order = [len(one.ranked) for one in made[indicator][1]]
    assert order == sorted(order, reverse=True)
    assert len({one.id for one in made[indicator][1]}) == len(order)


def test_every_place_with_a_figure_is_somewhere(
    ds: Dataset, made: dict[str, tuple[Report, list[Slice]]], indicator: str
) -> None:
    report, slices = made[indicator]
    compared = {code for one in figures.tables(report, "compared-") for code in column(one, "code")}
    assert compared == {row["locality_id"] for one in slices for row in records(one.rows)}
    links = {row.cells[0].link for one in figures.tables(report, "others") for row in one.rows}
    others = {link.removeprefix("place-") for link in links}
    known = ds.rows(
        "select distinct locality_id from observations where indicator_id = $indicator "
        "and measure in ('standard', 'actual', 'previous')",
        {"indicator": indicator},
    )
    assert compared & others == set()
    assert compared | others >= {code for (code,) in known}


def test_the_spread_is_that_of_the_dataset(
    ds: Dataset, made: dict[str, tuple[Report, list[Slice]]], indicator: str
) -> None:
    report, slices = made[indicator]
    shown = table(report, "spread").rows
    assert len(shown) == len(slices)
    for one, line in zip(slices[:3], shown, strict=False):
        rows = ds.dispersion(indicator, one.year, one.of_level, one.residence, one.breakdown)
        every = {row["statistic"]: row for row in records(rows[rows["group"] == "all"])}
        assert line.cells[1].number == len(one.ranked)
        for at, name in enumerate(("minimum", "median", "maximum", "ratio_of_extremes"), 2):
            if name in every:
                row, number = every[name], line.cells[at].number
                assert number == (row["value"] if row["lower"] == row["upper"] else None), name
                assert int(row["n"]) == len(one.ranked)
            else:
                assert not line.cells[at].text
    for key, line in zip(report.keys, shown, strict=False):
        assert key.value == line.cells[3].text
        for part in (line.cells[2].text, line.cells[4].text):
            assert part.zh in key.change.zh
            assert part.en in key.change.en
        assert key.refs


def test_references_points_and_names(ds: Dataset, made: dict[str, tuple[Report, list[Slice]]], indicator: str) -> None:
    report, slices = made[indicator]
    check_references(report)
    check_points(report, ds)
    assert report.points
    assert all(section.blocks for section in report.sections)
    assert len(report.keys) == min(6, len(slices))
    links = [cell.link for one in figures.tables(report, "compared-") for row in one.rows for cell in row.cells]
    assert {link for link in links if link} == {
        f"place-{code}" for one in figures.tables(report, "compared-") for code in column(one, "code")
    }


def test_changes_are_those_of_the_dataset(
    ds: Dataset, made: dict[str, tuple[Report, list[Slice]]], indicator: str
) -> None:
    for one in made[indicator][1][:3]:
        steps = ds.sql(
            "select * from growth where indicator_id = $indicator and residence = $residence "
            "and breakdown = $breakdown and year = $year and area is null",
            {"indicator": indicator, "residence": one.residence, "breakdown": one.breakdown, "year": one.year},
        ).df()
        ids = {ref: row["locality_id"] for row in one.ranked for ref in str(row["observation_id"]).split()}
        of_ranked = steps[steps["observation_id"].isin(list(ids))]
        shown = table(made[indicator][0], f"compared-{one.id}")
        with_growth = {figures.cell(shown, row, "code") for row in shown.rows if figures.cell(shown, row, "previous")}
        assert with_growth == set(of_ranked["locality_id"])


def checks_of(report: Report) -> Checks:
    [box] = report.front
    assert isinstance(box, Checks)
    return box


def test_what_differs_is_named_and_not_ranked() -> None:
    rows = places(ORDOS[:3], [700.0, 750.0, 800.0]) + places(ORDOS[3:4], [900.0], bound="ge")
    rows += places(ORDOS[4:5], [720.0], measure="target")
    report = comparison(own(rows), "dibao_standard")
    [shown] = figures.tables(report, "compared-")
    assert column(shown, "rank") == ["1", "2", "3", *[""] * (len(shown.rows) - 3)]
    lines = {line.asked.zh: line for line in checks_of(report).lines}
    assert lines["层级相同？"].holds is True
    assert lines["口径相同？"].holds is False
    assert "准格尔旗" in lines["口径相同？"].said.zh
    assert not any("准格尔旗" in point.text.zh for point in report.points)


def test_units_that_convert_compare_and_say_so() -> None:
    rows = places(ORDOS[:2], [700.0, 600.0]) + places(ORDOS[2:3], [7800.0], unit="CNY/person/year")
    report = comparison(own(rows), "dibao_standard")
    [shown] = figures.tables(report, "compared-")
    assert column(shown, "value") == ["700", "650", "600"]
    assert [said for said in column(shown, "state") if said] == ["由7800.0换算"]


def test_one_place_alone_is_compared_with_nothing() -> None:
    report = comparison(own(places(ORDOS[:1], [700.0])), "dibao_standard")
    assert (report.keys, report.front) == ((), ())
    assert not list(figures.tables(report, "compared-"))
    assert [row.cells[0].link for row in table(report, "others").rows] == [f"place-{ORDOS[0]}"]
    assert table(report, "spread").empty.zh == "没有两个以上可比的数。"


def test_an_indicator_without_figures_says_so() -> None:
    ds = own(places(ORDOS[:2], [700.0, 800.0]))
    report = comparison(ds, "care_homes")
    [point] = report.points
    assert point.text.zh == "本数据集没有“养老机构”的数值。没有数不等于为零。"
    assert "None" not in point.text.en
    check_points(report, ds)
    check_references(report)
    with pytest.raises(UsageError, match="nearest: care_homes"):
        comparison(ds, "care_home")


@cache
def base() -> dict[str, pa.Table]:
    """The tables of a dataset of four counties of a prefecture, derived once: no place has two years."""
    ds = own(places(ORDOS[:4], [700.0, 710.0, 720.0, 730.0]))
    return {name: ds.arrow(name) for name in TABLES}


def reported(values: tuple[float, ...], widths: tuple[float, ...]) -> tuple[Dataset, Report]:
    """The counties of a prefecture, each with what lies about its value: as far as its width, on both sides."""
    tables = dict(base())
    rows = tables["observations"].sort_by("locality_id").to_pylist()[: len(values)]
    for row, value, width in zip(rows, values, widths, strict=True):
        row |= {"value": None if width else value, "lower": value - width, "upper": value + width}
        row["bound"] = "range" if width else "eq"
    tables["observations"] = pa.Table.from_pylist(rows, tables["observations"].schema)
    ds = Dataset.of(tables)
    return ds, comparison(ds, "dibao_standard")


def ranks(report: Report) -> dict[str, tuple[int, int]]:
    [shown] = figures.tables(report, "compared-")
    found = zip(column(shown, "code"), column(shown, "rank"), strict=True)
    return {code: (int(rank.split("—")[0]), int(rank.split("—")[-1])) for code, rank in found}


def extremes(report: Report) -> set[tuple[str, str]]:
    """Who is said to be the highest and the lowest: word and sentence up to it."""
    said = [point.text.zh for point in report.points]
    return {(word, text.partition(word)[0]) for text in said for word in ("最高，", "最低，") if word in text}


@settings(max_examples=4, derandomize=True, deadline=None)
@given(
    st.lists(st.integers(60, 90), min_size=3, max_size=4).map(lambda found: tuple(10.0 * one for one in found)),
    st.lists(st.sampled_from([0.0, 5.0, 20.0]), min_size=4, max_size=4).map(tuple),
    st.integers(0, 2),
    st.sampled_from([10.0, 60.0]),
)
def test_a_wider_interval_never_makes_a_claim_more_certain(
    values: tuple[float, ...], widths: tuple[float, ...], at: int, more: float
) -> None:
    ds, narrow = reported(values, widths[: len(values)])
    wider = [*widths[: len(values)]]
    wider[at] += more
    of_wide, wide = reported(values, tuple(wider))
    before, after = ranks(narrow), ranks(wide)
    assert before.keys() == after.keys()
    for code, (first, last) in before.items():
        assert after[code][0] <= first
        assert last <= after[code][1]
    assert extremes(wide) <= extremes(narrow)
    check_points(narrow, ds)
    check_points(wide, of_wide)


def test_a_bound_takes_the_claim_away() -> None:
    _, exact = reported((700.0, 760.0, 720.0), (0.0, 0.0, 0.0))
    _, wide = reported((700.0, 760.0, 720.0), (0.0, 0.0, 50.0))
    assert {word for word, _ in extremes(exact)} == {"最高，", "最低，"}
    assert extremes(wide) == set()
    assert ranks(wide)[ORDOS[1]] == (1, 2)
    assert ranks(wide)[ORDOS[2]] == (1, 3)
    [key] = wide.keys
    assert (key.value.zh, key.change.zh) == ("700—760", "最低670—700，最高760—770")
    assert isinstance(table(wide, "spread").rows[0].cells[3].number, float | None)
    assert pd.isna(table(wide, "spread").rows[0].cells[3].number)
