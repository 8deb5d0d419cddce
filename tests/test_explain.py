"""From a value back to its document: token, place, each step, sums, standards."""

from __future__ import annotations

import pytest
from conftest import MakeRaw

from civstats.curate.build import build
from civstats.dataset import Dataset
from civstats.dataset import open as open_dataset
from civstats.errors import UsageError
from civstats.explain import Explanation, explain


def explained(make_raw: MakeRaw, number: int, *rows: dict[str, str]) -> Explanation:
    raw = make_raw(rows)
    build(raw, raw.parent / "out")
    return open_dataset(raw.parent / "out").explain(f"wushen-2023-test:{number}")


def relations(explanation: Explanation) -> tuple[str, ...]:
    """What is said of the relations in which the figure stands."""
    return dict(explanation.sections)["关系 / relations"]


@pytest.mark.parametrize(
    ("observation_id", "lines"),
    [
        (
            "ordos-2023-summary:21",
            [
                "1.04人次",
                "一（一）三, characters 517–523",
                "鄂尔多斯市民政局2023年工作总结和2024年工作安排 (ordos-2023-summary)",
                "1.04人次 is read as 1.04万人次: 原文脱字或误字 / characters are missing or wrong in the document",
                "万 is times 10000",
                "value 10400",
                "人次 for temporary_relief_times is the unit person_times",
                "period 截至目前 is … to 2023-12-29",
                "10400 person_times",
                "status: corrected",
                "四舍五入后成立 / Holds when rounded  "
                "[ordos-2023-summary:15 ordos-2023-summary:17 ordos-2023-summary:19 ordos-2023-summary:21]",
                "  鄂尔多斯市2023年困难群众救助惠及人数：2.75万人＋4981人＋1.04万人次＝42881人，所印合计4.29万人",
                "  → printed 1.04人次, read as 1.04万人次; this relation supports the reading",
            ],
        ),
        (
            "ordos-2023-summary:39",
            [
                "8000余万元",
                "余 is the bound more_than",
                "the true value lies in (80000000, 90000000)",
                "more_than 80000000 CNY, that is (80000000, 90000000)",
                "counts: 75岁以上高龄老人",
            ],
        ),
        (
            "wushen-2022-plan:3",
            [
                "7800 CNY/person/year / 12 = 650 CNY/person/month",
                "成立 / Holds  [wushen-2022-plan:5 wushen-2022-plan:3 wushen-2022-report:5]",
                "成立 / Holds  [wushen-2022-plan:3 wushen-2022-report:4]",
                "  Wushen Banner, 2022, Dibao standard (minimum living guarantee), rural: "
                "target 7800元/人·年; wushen-2022-report prints 7800元/人·年 as reached",
            ],
        ),
        *(
            (
                f"ordos-2023-summary:{number}",
                [
                    "截尾后成立 / Holds when truncated  "
                    "[ordos-2023-summary:6 ordos-2023-summary:4 ordos-2023-summary:2]",
                    "  鄂尔多斯市2023年城市最低生活保障标准：由900元/月·人到950元/月·人增5.5556%，所印5.5%",
                    "  Ordos City, 2023, Dibao standard (minimum living guarantee), urban: "
                    "from 900元/月·人 to 950元/月·人 is 5.5556 %; printed 5.5%",
                ],
            )
            for number in (2, 4, 6)
        ),
        *(
            (
                f"ordos-2023-summary:{number}",
                [
                    "  鄂尔多斯市2023年养老机构：13家＋28家＋8家＝49个，所印合计49家",
                    "  Ordos City, 2023, Care homes for older people: "
                    "13家 + 28家 + 8家 = 49; the printed total is 49家",
                ],
            )
            for number in (23, 24, 26)
        ),
        ("ordos-2023-summary:29", ["all of a countable whole, stated in words: 100 percent", "100 percent"]),
        ("wushen-2022-plan:21", ["two numbers joined by a dash are a range", "[2, 3] organisations"]),
        ("wushen-2023-tasks:52", ["place 无定河镇排子湾村 is 排子湾村 (150626104202)"]),
        ("wushen-2023-tasks:54", ["due 2023年12月15日前 is by 2023-12-15"]),
        ("xincheng-2023-tasks:5", ["1處", "the unit reads 处", "place 保合少鎮 is 保合少镇 (150102101)"]),
        ("xuanzhou-2023-tasks:6", ["effective 从7月份执行 is from 2023-07-01", "780 CNY/person/month"]),
    ],
)
def test_an_explanation_holds_the_steps_from_token_to_value(ds: Dataset, observation_id: str, lines: list[str]) -> None:
    found = str(ds.explain(observation_id)).splitlines()
    assert found[0] == observation_id
    assert [line for line in lines if f"  {line}" not in found] == []


def test_every_observation_is_explained(ds: Dataset) -> None:
    """Every one with a position in a text, and of the many others one of each kind."""
    connection = ds.connect()
    connection.execute("create schema memory_only")  # tables in memory: hundreds of explanations in seconds
    for name in ds.tables()["table"]:
        connection.execute(f"create table memory_only.{name} as from main.{name}")
    connection.execute("use memory_only")
    query = """select observation_id, printed, locator, char_start, char_end, unit, status from observations
        qualify char_start is not null
            or row_number() over (partition by unit, bound, verbal, reason, measure, part_of is null
                order by observation_id) = 1"""
    for observation_id, printed, locator, start, end, unit, status in connection.execute(query).fetchall():
        explanation = explain(lambda sql, params: connection.sql(sql, params=params), observation_id)
        sections = dict(explanation.sections)
        place = locator if start is None else f"{locator}, characters {start}–{end}"
        assert sections["印作 / printed"] == (printed, place)
        assert sections["读法 / reading"]
        assert unit in "".join(sections["读作 / read as"])
        assert f"status: {status}" in sections["读作 / read as"]


@pytest.mark.parametrize(
    ("parts", "verdict", "total"),
    [
        (("2个", "4个"), "成立 / Holds", "6"),
        (("2个", "5个"), "不成立 / Does not hold", "7"),
        (("不少于2个", "3个"), "无法核对 / Cannot be verified", "[5, ∞)"),
        (("不少于2个", "5个"), "不成立 / Does not hold", "[7, ∞)"),
        (("1-2个", "4个"), "无法核对 / Cannot be verified", "[5, 6]"),
    ],
)
@pytest.mark.parametrize("number", [1, 2])
def test_a_sum_is_worked_out_with_its_bounds(
    make_raw: MakeRaw, number: int, parts: tuple[str, ...], verdict: str, total: str
) -> None:
    groups = zip(parts, ("public", "private"), strict=True)
    rows = ({"printed": part, "breakdown": group, "part_of": "1"} for part, group in groups)
    explanation = explained(make_raw, number, {}, *rows)
    assert relations(explanation) == (
        f"{verdict}  [wushen-2023-test:1 wushen-2023-test:2 wushen-2023-test:3]",
        f"  乌审旗2023年养老服务站：{'＋'.join(parts)}＝{total}个，所印合计6个",
        f"  Wushen Banner, 2023, Elderly care service stations: {' + '.join(parts)} = {total}; "
        "the printed total is 6个",
    )


def test_a_total_that_is_itself_a_part_shows_both_sums(make_raw: MakeRaw) -> None:
    rows = ({"printed": "6个", "part_of": total, "subject": f"第{total}项"} for total in ("", "1", "2"))
    lines = relations(explained(make_raw, 2, *rows))
    assert [line for line in lines if "[" in line] == [
        "成立 / Holds  [wushen-2023-test:1 wushen-2023-test:2]",
        "成立 / Holds  [wushen-2023-test:2 wushen-2023-test:3]",
    ]


def test_a_rule_that_a_figure_breaks_is_shown(ds: Dataset) -> None:
    found = ds.findings(kind="domain_rule").to_dict("records")
    for row in found[:3]:
        for observation_id in row["observation_ids"].split():
            assert f"  {row['arithmetic_zh']}" in relations(ds.explain(observation_id))


def test_a_figure_without_relations_has_no_such_section(make_raw: MakeRaw) -> None:
    assert "关系 / relations" not in dict(explained(make_raw, 1, {}).sections)


def test_html_escapes_what_a_document_prints(make_raw: MakeRaw) -> None:
    explanation = explained(make_raw, 1, {"locator": "<b>&", "subject": "<script>alert(1)</script>"})
    html = explanation._repr_html_()
    assert "&lt;b&gt;&amp;" in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script" not in html
    assert "<b>&" in str(explanation) == repr(explanation)


@pytest.mark.parametrize(
    ("wrong", "near"),
    [
        ("ordos-2023-sumary:21", "nearest: ordos-2023-summary:21"),
        ("ordos:21", "nearest: ordos-2023-summary:21"),
        ("xuanzhou-2023-tasks:18", "nearest: xuanzhou-2023-tasks:8"),
        ("", "known: "),
        ("' or 1 = 1 --", "no observation"),
    ],
)
def test_an_unknown_observation_names_the_nearest(ds: Dataset, wrong: str, near: str) -> None:
    with pytest.raises(UsageError) as caught:
        ds.explain(wrong)
    assert str(caught.value).startswith(f"no observation {wrong!r}; ")
    assert near in str(caught.value)
    assert "source_id:figure_no" in str(caught.value)
