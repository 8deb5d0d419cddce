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
                "4.29万人 [15] = 2.75万人 [17] + 4981人 [19] + 1.04万人次 [21]: the parts sum to 42881 beside 42900",
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
            ["7800 CNY/person/year / 12 = 650 CNY/person/month", "the document prints a growth of 8.3 %"],
        ),
        *(
            (f"ordos-2023-summary:{number}", ["from 900 to 950 is +5.56 %", "the document prints a growth of 5.5 %"])
            for number in (2, 4, 6)
        ),
        *(
            (f"ordos-2023-summary:{number}", ["49家 [23] = 13家 [24] + 28家 [25] + 8家 [26]: the parts add up"])
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
    ("parts", "verdict"),
    [
        (("2个", "4个"), "6个 [1] = 2个 [2] + 4个 [3]: the parts add up"),
        (("2个", "5个"), "6个 [1] = 2个 [2] + 5个 [3]: the parts sum to 7 beside 6"),
        (("不少于2个", "3个"), "6个 [1] = 不少于2个 [2] + 3个 [3]: the parts sum to [5, ∞) beside 6"),
        (("1-2个", "4个"), "6个 [1] = 1-2个 [2] + 4个 [3]: the parts sum to [5, 6] beside 6"),
    ],
)
def test_a_sum_is_worked_out_with_its_bounds(make_raw: MakeRaw, parts: tuple[str, ...], verdict: str) -> None:
    explanation = explained(make_raw, 1, {}, *({"printed": part, "part_of": "1"} for part in parts))
    assert dict(explanation.sections)["关系 / relations"] == (verdict,)


def test_a_total_that_is_itself_a_part_shows_both_sums(make_raw: MakeRaw) -> None:
    rows = ({"printed": "6个", "part_of": total} for total in ("", "1", "2"))
    lines = dict(explained(make_raw, 2, *rows).sections)["关系 / relations"]
    assert lines == ("6个 [1] = 6个 [2]: the parts add up", "6个 [2] = 6个 [3]: the parts add up")


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
