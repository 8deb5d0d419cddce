"""The profile of a place says what the dataset says: held against queries and arithmetic of the tests' own."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

import pytest
import report_figures as figures
from report_checks import check_points, check_references, column, numbers, table

from civstats.analysis.standing import DIFFERENCES
from civstats.dataset import Dataset
from civstats.errors import UsageError
from civstats.report import profile
from civstats.report.model import KeyFigure, Report

_MOST = (
    "select locality_id from observations join localities using (locality_id) where level = '{}' "
    "group by 1 order by count(*) desc, 1 limit 1"
)
PLACES = {
    "banner": "select '150626'",
    "city": "select '150600'",
    "municipality": "select '500000'",
    "county": "select '341823'",
    "one figure": "select locality_id from observations group by 1 having count(*) = 1 order by 1 limit 1",
    "township": _MOST.format("township"),
    "village": _MOST.format("village"),
    "growth disputed": "select locality_id from growth where growth_verdict = 'conflict' order by 1 limit 1",
    "targets only": "select locality_id from observations group by 1 "
    "having bool_and(measure = 'target') order by count(*) desc, 1 limit 1",
}
"""Places of each kind, by the query that finds them."""
NOBODY = (
    "select locality_id from sources where locality_id not in (select locality_id from observations) "
    "union all select '659012' limit 1"
)


@dataclass(frozen=True)
class Case:
    """A place of a kind, and its profile."""

    code: str
    report: Report


@pytest.fixture(scope="module")
def cases(ds: Dataset) -> dict[str, Case]:
    found = {kind: ds.rows(query) for kind, query in PLACES.items()}
    return {kind: Case(rows[0][0], profile(ds, rows[0][0])) for kind, rows in found.items() if rows}


@pytest.fixture(params=PLACES)
def case(request: pytest.FixtureRequest, cases: dict[str, Case]) -> Case:
    if request.param not in cases:
        pytest.skip(f"no place of the kind: {request.param}")
    return cases[request.param]


def own(ds: Dataset, code: str, key: KeyFigure) -> figures.Observation:
    """The observation that a key figure is of: the latest one of those it refers to."""
    found = figures.observations(ds, code, *figures.STATED)
    return max((found[one] for one in key.refs), key=lambda row: int(row["year"]))


def test_the_kinds_are_there(cases: dict[str, Case]) -> None:
    assert cases.keys() >= PLACES.keys() - {"growth disputed", "targets only"}, "others may be mended or answered"


def test_key_figures_are_those_of_the_dataset(ds: Dataset, case: Case) -> None:
    stated = figures.observations(ds, case.code, *figures.STATED)
    for key in case.report.keys:
        row = own(ds, case.code, key)
        alike = [one for one in stated.values() if figures.series(one) == figures.series(row) and figures.is_level(one)]
        assert row["year"] == max(one["year"] for one in alike), key.label.zh
        assert key.period.zh.startswith(f"{row['year']}年")
        assert key.unit.zh == figures.unit(row)
        if row["bound"] == "eq" and "两" not in key.state.zh:
            assert key.value.zh.replace(",", "").removesuffix("%") == figures.rounded(figures.monthly(row))
        if row["unit"] == "CNY/person/year" and "两" not in key.state.zh:
            assert row["printed"] in key.state.zh
        since = ds.rows(
            "select effective_from from subsidy_standards where observation_id = $id", {"id": row["observation_id"]}
        )
        assert not since or since[0][0] is None or str(since[0][0]) in key.period.zh


def test_changes_of_key_figures_are_those_of_two_observations(ds: Dataset, case: Case) -> None:
    stated = figures.observations(ds, case.code, *figures.STATED)
    for key in case.report.keys:
        row = own(ds, case.code, key)
        before = [stated[one] for one in key.refs if one in stated and stated[one]["year"] == row["year"] - 1]
        if not before:
            assert key.change.zh == f"没有可比的{row['year'] - 1}年数，不能算增减"
            continue
        if row["bound"] != "eq" or before[0]["bound"] != "eq" or "两" in key.state.zh:
            continue
        old, new = figures.monthly(before[0]), figures.monthly(row)
        said = key.change.zh.replace(",", "")
        assert said.startswith(f"比{row['year'] - 1}年{sign(new - old)}{figures.rounded(new - old)}")
        if old and row["unit"] != "percent":
            rate = figures.rounded(100 * (new - old) / old, 1)
            assert f"{sign(new - old)}{rate if '.' in rate else rate + '.0'}%" in said


def sign(value: Fraction) -> str:
    return "+" if value > 0 else ""


def test_ranks_are_those_of_the_dataset(ds: Dataset, case: Case) -> None:
    code = case.code
    for key in case.report.keys:
        if not key.rank or "没有可比" in key.rank.zh:
            continue
        row = own(ds, code, key)
        year = int(key.rank.zh[:4]) if key.rank.zh[4:6] == "年：" else row["year"]
        asked = (row["indicator_id"], year)
        of = (row["residence"], row["breakdown"])
        peers = list(ds.peers(code, *asked, *of)["locality_id"])
        ranked = ds.rank(*asked, [code, *peers], *of, allow=DIFFERENCES)
        ranked = ranked[ranked["rank_from"].notna()].set_index("locality_id")
        assert str(ranked.loc[code, "rank_zh"]) in key.rank.zh
        assert str(ranked.loc[code, "rank_en"]) in key.rank.en
        assert f"{len(ranked)}个可比" in key.rank.zh
        others = [name for at, name in ranked["place_zh"].items() if at != code]
        assert [name for name in others if name not in key.rank.zh] == []
        if year == row["year"]:
            assert row["observation_id"] in str(ranked.loc[code, "observation_id"]).split()
        [shown] = [one for one in figures.tables(case.report, "ranked-") if str(year) in one.caption.zh
                   and key.label.zh in one.caption.zh]  # fmt: skip
        assert column(shown, "place")[: len(ranked)] == list(ranked["place_zh"])


def test_references_points_and_names(ds: Dataset, case: Case) -> None:
    check_references(case.report)
    check_points(case.report, ds)
    assert case.report.points
    assert {one for key in case.report.keys for one in key.refs} <= set(case.report.refs)


def test_all_observations_of_the_place_are_in_the_data_once(ds: Dataset, case: Case) -> None:
    report = case.report
    counted = Counter(column(report.data, "observation_id"))
    ids = ds.rows("select observation_id from observations where locality_id = $place", {"place": case.code})
    assert {one for (one,) in ids} <= set(counted)
    assert set(counted.values()) == {1}
    assert list(counted) == list(report.refs)
    values = dict(zip(column(report.data, "observation_id"), report.data.rows, strict=True))
    at = [one.key for one in report.data.columns].index("value")
    for one, value in ds.rows("select observation_id, value from observations"):
        if one in values:
            assert values[one].cells[at].number == value, one


def test_every_series_is_in_one_table(ds: Dataset, case: Case) -> None:
    stated = figures.observations(ds, case.code, *figures.STATED)
    levels = {one: row for one, row in stated.items() if figures.is_level(row)}
    latest: dict[tuple[object, ...], int] = {}
    for row in levels.values():
        about = figures.series(row)
        latest[about] = max(row["year"], latest.get(about, 0))
    shown: dict[tuple[object, ...], int] = {}
    for one in figures.tables(case.report, "rates", "counts-"):
        for line in one.rows:
            [about] = {figures.series(levels[ref]) for ref in figures.refs(line)}
            assert about not in shown, about
            shown[about] = int(figures.cell(one, line, "period")[:4])
    assert shown == latest


def test_every_target_is_in_the_table_once(ds: Dataset, case: Case) -> None:
    aims = figures.observations(ds, case.code, *figures.AIMED)
    found = list(figures.tables(case.report, "goals"))
    shown = Counter(next(iter(figures.refs(row))) for one in found for row in one.rows)
    assert shown == Counter(list(aims))
    for one in found:
        for row in one.rows:
            aim = aims[next(iter(figures.refs(row)))]
            if aim["bound"] == "eq":
                assert figures.rounded(Fraction(repr(aim["value"]))) in figures.cell(one, row, "goal")
            assert aim["due"] is None or figures.cell(one, row, "due") == str(aim["due"])
    [count] = ds.rows(
        "select count(*), count(*) filter (attainment = 'met'), count(*) filter (attainment = 'not_met') "
        "from targets where locality_id = $place",
        {"place": case.code},
    )
    verdicts = [figures.cell(one, row, "verdict") for one in found for row in one.rows]
    assert count == (len(verdicts), *(sum(said.startswith(sign) for said in verdicts) for sign in "●○"))


def test_pairs_are_those_of_the_dataset(ds: Dataset, case: Case) -> None:
    steps = figures.rows(ds, "select * from growth where locality_id = $place", place=case.code)
    found = list(figures.tables(case.report, "pairs"))
    shown = [
        (figures.cell(one, row, "years"), *figures.refs(row)[:2])
        for one in found
        for row in one.rows
    ]  # fmt: skip
    said = [
        (f"{row['previous_year']}—{row['year']}", row["previous_observation_id"], row["observation_id"])
        for row in steps
    ]
    assert sorted(shown) == sorted(said)
    printed = [figures.cell(one, row, "printed") for one in found for row in one.rows]
    assert sum(map(bool, printed)) == sum(row["printed_growth_percent"] is not None for row in steps)


def test_no_section_is_empty(case: Case) -> None:
    ids = {section.id for section in case.report.sections}
    assert all(section.blocks for section in case.report.sections)
    assert ("targets" in ids) == bool(list(figures.tables(case.report, "goals")))
    assert ids >= {"definitions-section", "contradictions-section", "evidence-section", "reading", "about"}
    for one in case.report.tables():
        assert one.rows or one.empty
        assert all(len(row.cells) == len(one.columns) for row in one.rows)


def test_growth_that_print_disputes_is_said(ds: Dataset, cases: dict[str, Case]) -> None:
    if "growth disputed" not in cases:
        pytest.skip("no printed growth is disputed")
    report, code = cases["growth disputed"].report, cases["growth disputed"].code
    query = "select * from growth where locality_id = $place and growth_verdict = 'conflict'"
    wrong = figures.rows(ds, query, place=code)
    said = column(table(report, "pairs"), "verdict")
    assert said.count("不成立") == len(wrong) > 0
    tiles = [key.change.zh for key in report.keys if "对不上" in key.change.zh]
    of_keys = [row for row in wrong if any(row["observation_id"] in key.refs for key in report.keys)]
    assert len(tiles) == len(of_keys) > 0
    for row in of_keys:
        assert any(f"文件印作{row['printed_growth_percent']:g}%" in tile for tile in tiles)
    assert any("数字对不上" in point.text.zh and point.to == "contradictions" for point in report.points)
    assert len(table(report, "contradictions").rows) >= len(wrong)


def test_a_place_without_figures_says_where_was_searched(ds: Dataset) -> None:
    [(code,)] = ds.rows(NOBODY)
    report = profile(ds, code)
    [(searched,)] = ds.rows(
        "select count(*) from sources where locality_id = $place and excerpt = 'whole'", {"place": code}
    )
    assert f"文件：{searched}份" in report.missing.zh
    assert f"searched: {searched}." in report.missing.en
    assert (report.keys, report.points, report.front, report.refs) == ((), (), (), ())
    ends = ["definitions-section", "contradictions-section", "evidence-section", "reading", "about"]
    assert [section.id for section in report.sections if section.id != "availability"] == ends
    check_references(report)


def test_what_is_missing_is_counted(ds: Dataset, case: Case) -> None:
    counted = ds.rows(
        "select count(*), count(*) filter (coverage = 'published'), count(*) filter (coverage = 'not_published'), "
        "count(*) filter (coverage = 'not_searched') from coverage where locality_id = $place and year = $year",
        {"place": case.code, "year": int(case.report.missing.zh[:4]) if case.report.missing.zh[0] == "2" else 0},
    )[0]
    if counted[0]:
        every, *states = counted
        assert numbers(case.report.missing.zh) - numbers(case.report.missing.zh[:4]) == numbers(
            f"{every} " + " ".join(map(str, states))
        )
    else:
        assert case.report.missing.zh == "没有核心指标的检索记录。"


def test_an_unknown_place_names_the_nearest(ds: Dataset) -> None:
    with pytest.raises(UsageError, match="乌审"):
        profile(ds, "乌审期")
