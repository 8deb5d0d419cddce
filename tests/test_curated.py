"""What the five founding documents say, asked of the dataset in SQL (design, section 5)."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from civstats.dataset import Dataset

FOUNDING = ("ordos-2023-summary", "wushen-2022-plan", "wushen-2023-tasks", "xincheng-2023-tasks", "xuanzhou-2023-tasks")
PARTS = """select list(p.value order by p.figure_no), sum(p.value), any_value(t.value)
    from observations p join observations t on p.part_of = t.observation_id
    where t.observation_id = 'ordos-2023-summary:{}'"""


@pytest.fixture(scope="module")
def founding(ds: Dataset) -> duckdb.DuckDBPyConnection:
    """The tables with the rows of the founding documents only."""
    connection = ds.connect()
    connection.execute("create schema founding")
    for name in ds.tables()["table"]:
        where = f"where source_id in {FOUNDING}" if "source_id" in ds.arrow(name).column_names else ""
        connection.execute(f"create view founding.{name} as select * from main.{name} {where}")
    connection.execute("use founding")
    return connection


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param(
            "select source_id, count(*) from observations group by all order by all",
            list(zip(FOUNDING, (92, 25, 79, 31, 17), strict=True)),
            id="every figure of a document is one observation, also of the one that is printed twice",
        ),
        pytest.param(
            "select source_id, figure_count from sources except "
            "select source_id, count(*) from observations group by all",
            [],
            id="a source counts its figures",
        ),
        pytest.param(
            "select value, n.name_zh from remediation join localities n using (locality_id) "
            "where part_of = 'wushen-2023-tasks:53' order by observation_id",
            [
                *((100, "苏力德苏木"), (114, "无定河镇"), (67, "乌兰陶勒盖镇")),
                *((149, "嘎鲁图镇"), (540, "图克镇"), (256, "乌审召镇")),
            ],
            id="the graves of the six towns are an observation each",
        ),
        pytest.param(
            "select t.value, sum(p.value), count(*) from remediation p "
            "join remediation t on p.part_of = t.observation_id where t.remediation_kind = 'graves' "
            "group by all order by all",
            [(1226, 1226, 6), (3339, 3339, 2)],
            id="the graves of six towns are 1226, those in view and out of view 3339",
        ),
        pytest.param(
            "select breakdown, value from remediation where part_of = 'ordos-2023-summary:74' order by all",
            [("in_view", 466), ("out_of_view", 2873)],
            id="3339 = 466 + 2873",
        ),
        pytest.param(
            "select value, unit, subject_zh from remediation where indicator_id = 'burial_site_graves' order by value",
            [(65, "graves", "十里梁集中埋葬点"), (75, "graves", "孟家伙场集中埋葬点")],
            id="75 and 65 are graves at two burial points, not burial points",
        ),
        pytest.param(
            "select residence, measure, year, amount from subsidy_standards "
            "where programme = 'dibao' and source_id = 'ordos-2023-summary' order by residence, year",
            [
                *(("rural", "previous", 2022, 650), ("rural", "standard", 2023, 720)),
                *(("urban", "previous", 2022, 900), ("urban", "standard", 2023, 950)),
            ],
            id="900 and 650 stand as previous beside 950 and 720 as standard",
        ),
        pytest.param(
            "select amount, unit, cny_per_person_month, cny_per_person_month_status, measure, due "
            "from subsidy_standards where unit = 'CNY/person/year' order by amount",
            [
                (7800, "CNY/person/year", 650, "converted", "target", date(2022, 12, 31)),
                (11700, "CNY/person/year", 975, "converted", "target", date(2022, 12, 31)),
            ],
            id="7800 a year is 650 a month, and keeps its printed unit",
        ),
        pytest.param(
            "select p.cny_per_person_month from subsidy_standards p join subsidy_standards s "
            "on s.measure = 'previous' and p.source_id = 'wushen-2022-plan' and p.programme = s.programme "
            "and p.residence = s.residence and p.cny_per_person_month = s.cny_per_person_month order by 1",
            [(650,), (900,), (975,), (1700,)],
            id="the plan of the banner for 2022 is what the city prints as the year before",
        ),
        pytest.param(
            "select printed_growth_percent, round(computed_growth_percent, 2) from subsidy_standards "
            "where computed_growth_percent is not null order by 1",
            [(5.5, 5.56), (5.8, 5.88), (10.7, 10.77), (12.8, 12.82)],
            id="printed growth is kept beside computed growth",
        ),
        pytest.param(
            "select tier, amount, printed_growth_percent, previous_amount from subsidy_standards "
            "where programme = 'children' order by 1",
            [("institutional", 2660, 8.6, None), ("scattered", 2220, 8.3, None)],
            id="2660 and 2220 share one unit; no level before is invented",
        ),
        pytest.param(
            "select breakdown, count, ownership from facility_counts "
            "where facility_type = 'care_homes' order by count desc",
            [
                *(("total", 49, None), ("private", 28, "private"), ("public", 13, "public")),
                ("public_built_private_run", 8, "public_built_private_run"),
            ],
            id="49 homes = 13 + 28 + 8 by ownership",
        ),
        pytest.param(
            "select breakdown, count, beds, stage from facility_counts "
            "where source_id = 'xincheng-2023-tasks' and beds is not null order by beds desc",
            [
                ("district_level", 2, 485, "planned"),
                ("phase_2", None, 335, "planned"),
                ("phase_1", None, 150, "planned"),
            ],
            id="485 beds = 150 + 335, planned in two centres",
        ),
        pytest.param(
            "select t.value, t.bound, sum(p.value), count(distinct p.locality_id), any_value(p.bound) "
            "from observations p join observations t on p.part_of = t.observation_id "
            "where t.indicator_id = 'community_organisations' group by all order by 1",
            [(30, "eq", 30, 6, "eq"), (37, "eq", 37, 6, "ge"), (60, "eq", 60, 6, "eq")],
            id="30, 60 and 37 organisations are sums over six towns",
        ),
        pytest.param(
            PARTS.format(14),
            [([171000000, 74037200, 23674000], 268711200, 268000000)],
            id="2.68 is 1.71 + 7403.72 + 2367.4 only when truncated",
        ),
        pytest.param(
            PARTS.format(15), [([27500, 4981, 10400], 42881, 42900)], id="4.29 is 2.75 + 4981 + 1.04 that lost its 万"
        ),
        pytest.param(
            "select programme, amount_cny, persons, persons_unit from assistance "
            "where period_end = date '2023-12-29' order by amount_cny",
            [
                ("temporary_relief", 23674000, 10400, "person_times"),
                ("tekun", 74037200, 4981, "persons"),
                ("dibao", 171000000, 27500, "persons"),
                ("hardship_total", 268000000, 42900, "persons"),
            ],
            id="money and persons of a programme stand in one row",
        ),
        pytest.param(
            "select printed, amount_cny, amount_lower, amount_upper from assistance a "
            "join observations o on o.observation_id = a.amount_observation_id where bound <> 'eq' order by amount_cny",
            [("1000余万元", 10000000, 10000000, 20000000), ("8000余万元", 80000000, 80000000, 90000000)],
            id="余 leaves an interval up to the next step of the printed digit",
        ),
        pytest.param(
            "select printed, read_as, reason, value, unit from observations where reason = 'damaged' order by char_end",
            [
                ("650元/·人", "650元/月·人", "damaged", 650, "CNY/person/month"),
                ("720元/·人", "720元/月·人", "damaged", 720, "CNY/person/month"),
                ("1700/·人", "1700元/月·人", "damaged", 1700, "CNY/person/month"),
                ("975/·人", "975元/月·人", "damaged", 975, "CNY/person/month"),
                ("1800/·人", "1800元/月·人", "damaged", 1800, "CNY/person/month"),
                ("1100/·人", "1100元/月·人", "damaged", 1100, "CNY/person/month"),
                ("1.04人次", "1.04万人次", "damaged", 10400, "person_times"),
            ],
            id="a damaged token keeps what is printed beside what it is read as",
        ),
        pytest.param(
            "select observation_id from observations where status = 'corrected' and ifnull(note, '') not like '%脱%'",
            [],
            id="every correction says why",
        ),
        pytest.param(
            "select distinct value, lower, upper, unit, bound from observations where verbal",
            [(100, 100, 100, "percent", "eq")],
            id="a total in words is 100 percent and marked",
        ),
        pytest.param(
            "select observation_id from observations where verbal <> regexp_matches(printed, '^全(部|覆[盖蓋])')",
            [],
            id="only a total in words is marked as one",
        ),
        pytest.param(
            "select printed, measure, value, due from observations where indicator_id = 'task_completion' "
            "and subject_zh = '社区社会组织登记备案' order by due",
            [
                ("80%", "interim_target", 80, date(2023, 10, 31)),
                ("全部完成", "target", 100, date(2023, 12, 31)),
            ],
            id="80 % by October is an interim target, all by December the final one",
        ),
        pytest.param(
            "select printed, value, lower, upper from observations where bound = 'range' order by printed",
            [("1—2位", None, 1, 2), ("2-3", None, 2, 3), ("2-3个", None, 2, 3), ("4—6次", None, 4, 6)],
            id="a range has no single value",
        ),
        pytest.param(
            "select observation_id from observations where (value is null) <> (bound = 'range') "
            "or (lower is null) <> (bound in ('le', 'lt')) or (upper is null) <> (bound in ('ge', 'gt')) "
            "or (bound = 'eq' and not (lower = value and upper = value))",
            [],
            id="a bound stays a bound, an exact figure exact",
        ),
        pytest.param(
            "select sum(count) from facility_counts where facility_type = 'marriage_counselling_rooms'",
            [(1,)],
            id="a figure that a document prints twice is counted once",
        ),
        pytest.param(
            "select count from facility_counts where observation_id = 'wushen-2023-tasks:70'",
            [(14,)],
            id="14 stations are one figure, though the document lists them",
        ),
        pytest.param(
            "select value, effective_from, year from observations "
            "where source_id = 'xuanzhou-2023-tasks' and indicator_id = 'dibao_standard' order by value",
            [(755, date(2023, 7, 1), 2023), (780, date(2023, 7, 1), 2023)],
            id="the day of effect is apart from the day of issue",
        ),
        pytest.param(
            "select observation_id from observations join sources using (source_id) where due < sources.period_start",
            [],
            id="no deadline lies before the period of its document",
        ),
        pytest.param(
            "select a.observation_id from observations a join observations b using (source_id) "
            "where a.figure_no < b.figure_no and a.char_end > b.char_start or a.char_end <= a.char_start",
            [],
            id="figures are numbered in the order of the text and share no character",
        ),
        pytest.param(
            "select source_id, script from sources where script = 'Hant'",
            [("xincheng-2023-tasks", "Hant")],
            id="one document is in traditional characters",
        ),
        pytest.param(
            "select locality_id, name_zh from localities join sources using (locality_id) order by all",
            [("150102", "新城区"), ("150600", "鄂尔多斯市"), *[("150626", "乌审旗")] * 2, ("341802", "宣州区")],
            id="the issuing offices are five, of four places",
        ),
    ],
)
def test_fact(founding: duckdb.DuckDBPyConnection, query: str, expected: list[object]) -> None:
    assert founding.sql(query).fetchall() == expected
