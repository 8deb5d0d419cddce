"""Coverage in the data-quality report: the gaps to fill first, the chart, and the counts by indicator and year."""

from __future__ import annotations

import pandas as pd
import pytest
from report_checks import column, counts, numbers, table

from civstats import codelists
from civstats.codelists.localities import localities
from civstats.dataset import Dataset
from civstats.report.model import Report
from civstats.report.quality import quality

STATES = ("published", "not_published", "not_searched")


@pytest.fixture(scope="module")
def report(ds: Dataset) -> Report:
    return quality(ds)


@pytest.fixture(scope="module")
def cells(ds: Dataset) -> pd.DataFrame:
    return ds.table("coverage")


@pytest.fixture(scope="module")
def figures(ds: Dataset) -> pd.DataFrame:
    return ds.table("observations")


def test_what_is_missing_is_what_coverage_says(report: Report, cells: pd.DataFrame) -> None:
    expected = [len(cells), *((cells["coverage"] == state).sum() for state in STATES)]
    assert list(numbers(report.missing.zh)) == list(map(str, expected))
    assert counts(table(report, "quality-indicators"), *STATES)[-1] == tuple(expected[1:])
    assert counts(table(report, "quality-by-year"), *STATES)[-1] == tuple(expected[1:])


def test_the_first_gaps_follow_the_stated_rule(report: Report, cells: pd.DataFrame, figures: pd.DataFrame) -> None:
    known = {tuple(row) for row in cells.loc[cells["coverage"] == "published", ["locality_id", "indicator_id", "year"]]
             .itertuples(index=False)}  # fmt: skip
    every = figures["locality_id"].value_counts()
    ranked = []
    for place, indicator, year in cells.loc[
        cells["coverage"] == "not_searched", ["locality_id", "indicator_id", "year"]
    ].itertuples(index=False):
        beside = [other for other in (year - 1, year + 1) if (place, indicator, other) in known]
        if beside:
            others = sum(one[1:] == (indicator, year) for one in known)
            ranked.append((-len(beside), -others, -every[place], -year, place, indicator, beside))
    indicators = codelists.by_code("indicators")
    expected = [
        (indicators[indicator]["name_zh"], str(-year), "、".join(map(str, beside)), -others, -figures_of)
        for _, others, figures_of, year, _, indicator, beside in sorted(ranked)[:10]
    ]
    found = table(report, "quality-gaps")
    assert len(expected) == 10
    assert expected == [
        (name, year, beside, *numbers_of)
        for name, year, beside, numbers_of in zip(
            column(found, "indicator"),
            column(found, "year"),
            column(found, "beside"),
            counts(found, "others", "figures"),
            strict=True,
        )
    ]
    assert [row.cells[1].link for row in found.rows] == [f"place-{row[4]}" for row in sorted(ranked)[:10]]
    assert "规则：" in found.notes[0].zh


def test_coverage_is_counted_by_indicator_and_by_year(report: Report, cells: pd.DataFrame) -> None:
    published = cells[cells["coverage"] == "published"]
    names = {code: row["name_zh"] for code, row in codelists.by_code("indicators").items()}
    for name, by in (("quality-indicators", "indicator_id"), ("quality-by-year", "year")):
        found = table(report, name)
        states = pd.crosstab(cells[by], cells["coverage"])
        expected = {
            names.get(str(key), str(key)): (
                published.loc[published[by] == key, "locality_id"].nunique(),
                *(row[state] for state in STATES),
            )
            for key, row in states.iterrows()
        }
        rows = dict(
            zip(
                column(found, "indicator" if by == "indicator_id" else by),
                counts(found, "places", *STATES),
                strict=True,
            )
        )
        assert rows.pop("合计")[0] == published["locality_id"].nunique()
        assert rows == expected
    every = table(report, "quality-indicators")
    spans = dict(zip(column(every, "indicator"), column(every, "years"), strict=True))
    years = published.groupby("indicator_id")["year"].agg(["min", "max"])
    assert len(years) > 5
    for key, row in years.iterrows():
        assert list(numbers(spans[names[str(key)]])) == list(map(str, dict.fromkeys(row)))


def test_the_chart_and_its_table_hold_the_same_tiles(
    report: Report, cells: pd.DataFrame, figures: pd.DataFrame
) -> None:
    [chart] = report.figures()
    best = cells.loc[cells["coverage"] == "published", "year"].mode().max()
    of_year = cells[cells["year"] == best]
    searched = of_year.loc[of_year["coverage"] != "not_searched", "locality_id"].unique()
    most = figures["locality_id"].value_counts()[lambda found: found.index.isin(searched)].nlargest(15, keep="all")
    assert len(chart.table.rows) == 15
    tiles = of_year[of_year["locality_id"].isin(most.index)].groupby("locality_id")
    whole = of_year["indicator_id"].nunique()
    kinds = {}
    for code, group in tiles:
        places = [len(group[group["coverage"] == state]) for state in STATES]
        kinds[localities()[str(code)].name_zh] = places
    for row in chart.table.rows:
        shown = [cell.text.zh for cell in row.cells[2:]]
        listed = [whole if text.startswith("全部") else len(text.split("、")) if text else 0 for text in shown]
        assert listed == kinds[row.cells[0].text.zh]
        assert row.cells[1].number == listed[0]
    assert str(best) in chart.table.caption.zh
    drawn = chart.draw("zh")
    total = sum(int(row.cells[1].text.zh) for row in chart.table.rows)
    assert numbers(drawn.headline)[str(total)] == 1
    assert numbers(drawn.headline)[str(15 * whole)] == 1
