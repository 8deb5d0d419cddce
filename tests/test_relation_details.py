"""What a relation takes in and what it leaves out, what would mend one that does not hold, and what is said of it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from conftest import MakeRaw
from relation_documents import CITY, DIBAO, HOMES, REPORT, WAS, Document, findings, growth, of_kind, rows, with_parts
from relation_figures import figure

from civstats import codelists
from civstats.relate import wording
from civstats.relate.arithmetic import EQUAL, SUM
from civstats.relate.relations import in_one_unit
from civstats.relate.suggest import suggestions

PUBLIC, PRIVATE = {"breakdown": "public"}, {"breakdown": "private"}
TOWNS = {"place": "嘎鲁图镇"}, {"place": "图克镇"}


def homes(token: str, **cells: str) -> dict[str, str]:
    return {"printed": token, **cells}


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ("6家 3家 4家 5家", [("holds", "a1 a2 a3"), ("holds", "a1 a4 a5")]),
        ("6家 3家 4家 6家", [("conflict", "a1 a2 a3 a4 a5")]),
        # Two groups that together are one division: the parts of a total.
        ("1家 2家 3家 3家", [("holds", "a1 a2 a3 a4 a5")]),
    ],
)
def test_a_total_divided_in_two_ways_is_two_sums(
    make_raw: MakeRaw, counts: str, expected: list[tuple[str, str]]
) -> None:
    parts = [homes(count, **group) for count, group in zip(counts.split(), (PUBLIC, PRIVATE, *TOWNS), strict=True)]
    found = findings(make_raw, Document(with_parts("9家", *parts)))
    assert of_kind(found, "sum_of_parts") == expected
    ways = {"breakdown", "ownership", "place"}
    assert {row["finding_id"].partition("a-2023-test:1")[2].lstrip(":") for row in found} <= ways | {""}


def test_each_part_among_others_is_held_against_its_whole(make_raw: MakeRaw) -> None:
    made = rows(HOMES, "9家", homes("8家", subset_of="1"), homes("10家", subset_of="1"))
    found = findings(make_raw, Document(made))
    assert of_kind(found, "subset_of_whole") == [("holds", "a1 a2"), ("conflict", "a1 a3")]
    assert len({row["finding_id"] for row in found}) == 2


def test_declared_parts_are_no_urban_and_rural_sum_again(make_raw: MakeRaw) -> None:
    people = {"indicator": "dibao_beneficiaries"}
    parts = [{"printed": "3人", "residence": "urban"}, {"printed": "6人", "residence": "rural"}]
    found = findings(make_raw, Document(with_parts("9人", *parts, **people)))
    assert [row["finding_kind"] for row in found] == ["sum_of_parts"]


@pytest.mark.parametrize(
    ("first", "second", "kinds"),
    [
        ({}, {}, ["same_quantity"]),
        ({}, {"place": "图克镇"}, ["children_of_parent"]),
        ({}, {"breakdown": "public"}, []),
        ({}, {"residence": "rural"}, []),
        ({}, {"period": "2022年"}, []),
        ({}, {"subject": "新建"}, []),
        ({}, {"measure": "previous", "period": "2023年"}, ["same_quantity"]),
        ({}, {"printed": "不少于9家"}, []),
        ({"measure": "target"}, {"measure": "target"}, ["same_quantity"]),
    ],
)
def test_two_documents_state_one_quantity_only_where_all_is_the_same(
    make_raw: MakeRaw, first: dict[str, str], second: dict[str, str], kinds: list[str]
) -> None:
    one, other = ({**HOMES, "printed": "9家", **cells} for cells in (first, second))
    found = findings(make_raw, Document([one]), Document([other], {} if "measure" in first else REPORT))
    assert [row["finding_kind"] for row in found] == kinds


def test_standards_from_different_days_of_a_year_do_not_contradict(make_raw: MakeRaw) -> None:
    """A standard that is raised in July differs from the one of January."""
    january, july = (
        [{**DIBAO, "printed": token, "effective_from": day}]
        for token, day in (("650元/人·月", "2023年1月1日"), ("700元/人·月", "2023年7月1日"))
    )
    assert findings(make_raw, Document(january), Document(july)) == []


def test_of_one_day_they_do(make_raw: MakeRaw) -> None:
    one, other = (
        [{**DIBAO, "printed": token, "effective_from": "2023年1月1日"}] for token in ("650元/人·月", "700元/人·月")
    )
    found = findings(make_raw, Document(one), Document(other))
    assert of_kind(found, "same_quantity") == [("conflict", "a1 b1")]


def test_a_floor_is_no_standard_of_the_place_below(make_raw: MakeRaw) -> None:
    below, above = rows(DIBAO, "660元/人·月"), rows(DIBAO, "不低于650元/人·月")
    assert findings(make_raw, Document(below), Document(above, CITY)) == []


def test_growth_over_several_years_implies_no_base(make_raw: MakeRaw) -> None:
    made = growth("6.3%", "1700元/人·月")
    made[1] |= {"period": "2021年至2023年"}
    base = [{**DIBAO, **WAS, "printed": "1600元/人·月"}]
    found = findings(make_raw, Document(made), Document(base, REPORT))
    assert of_kind(found, "implied_base") == []


SUGGESTED: list[tuple[Document, list[str], list[str]]] = [
    (
        Document(with_parts("4.29万人", "2.75万人", "4981人", "1.04人", indicator="tekun_beneficiaries")),
        ["1.04人若为脱“万”，应作10400人，则成立"],
        ["it would hold if 1.04人 were 10400: 万 (ten thousand) was lost"],
    ),
    (
        Document(rows(DIBAO, "7800元/人·月", "7800元/人·年")),
        ["7800元/人·月若为年标准误作月标准，应作650元/人·月", "7800元/人·年若为月标准误作年标准"],
        ["if 7800元/人·月 were 650: a yearly amount", "7800元/人·年 were 7800: a monthly amount"],
    ),
    (
        Document(with_parts("49家", "31家", "28家", "8家")),
        ["31家若为数字颠倒，应作13个"],
        ["it would hold if 31家 were 13: two digits changed places"],
    ),
    (
        Document(growth("8.58%", "6038元/人·年", "5520元/人·年")),
        ["8.58%似以本期为分母（8.579）"],
        ["8.58%: perhaps the rate was taken of the new level (8.579)"],
    ),
    (
        Document(with_parts("490家", "13家", "28家", "8家")),
        ["490家若为多一位，应作49个"],
        ["it would hold if 490家 were 49: a digit is too much"],
    ),
]


@pytest.mark.parametrize(("document", "zh", "en"), SUGGESTED, ids=range(len(SUGGESTED)))
def test_what_would_mend_a_conflict_is_said(
    make_raw: MakeRaw, document: Document, zh: list[str], en: list[str]
) -> None:
    [row] = [row for row in findings(make_raw, document) if row["verdict"] == "conflict"]
    for said, found in ((zh, row["suggestion_zh"]), (en, row["suggestion_en"])):
        assert [text for text in said if text not in found] == []
    # Nothing is carried out: the arithmetic shows what is printed.
    assert all(cells["printed"] in row["arithmetic_zh"] for cells in document.rows)


def test_a_slip_in_one_of_two_documents_is_found(make_raw: MakeRaw) -> None:
    [row] = findings(make_raw, Document(rows(HOMES, "49家")), Document(rows(HOMES, "94家")))
    assert row["suggestion_zh"] == "49家若为数字颠倒，应作94个，则成立；94家若为数字颠倒，应作49个，则成立"


def test_what_no_slip_explains_has_no_suggestion(make_raw: MakeRaw) -> None:
    [row] = findings(make_raw, Document(with_parts("50家", "13家", "28家", "8家")))
    assert (row["verdict"], row["suggestion_zh"], row["suggestion_en"]) == ("conflict", None, None)


def test_more_than_three_ways_say_nothing() -> None:
    many = [figure(token, number) for number, token in enumerate(("130人", "10人", "10人", "10人", "10人"))]
    assert suggestions(SUM, many) == []
    few = [figure(token, number) for number, token in enumerate(("120人", "10人", "10人", "10人"))]
    assert [(found.slip, found.value) for found in suggestions(SUM, few)] == [("lost_zero", Decimal(100))] * 3


def test_only_printed_digits_change_places() -> None:
    found = suggestions(EQUAL, [figure("36人"), figure("30.6人", 1)])
    assert [(suggestion.figure.token, suggestion.value) for suggestion in found] == [("30.6人", Decimal(36))]
    found = suggestions(EQUAL, [figure("2.86亿元"), figure("2.68亿元", 1)])
    assert {suggestion.slip for suggestion in found} == {"digits_exchanged"}
    found = suggestions(EQUAL, [figure("2.68亿元"), figure("2.608亿元", 1)])
    assert [suggestion.figure.token for suggestion in found] == ["2.608亿元"]
    converted = in_one_unit([figure("7544元/人·年"), figure("682.6666元/人·月", 1)])
    assert suggestions(EQUAL, converted) == []


CORRECTED = {
    "printed": "8", "read_as": "8家", "reason": "damaged", "note": "脱“家”",
}  # fmt: skip


@pytest.mark.parametrize(("total", "supported"), [("49家", True), ("50家", False), ("不少于50家", False)])
def test_a_relation_that_holds_supports_a_corrected_figure(make_raw: MakeRaw, total: str, supported: bool) -> None:
    [row] = findings(make_raw, Document(with_parts(total, "13家", "28家", CORRECTED)))
    assert "8家" in row["arithmetic_zh"]
    if supported:
        assert row["suggestion_zh"] == "原印8，读作8家（脱“家”）；本关系支持这一读法"
        assert row["suggestion_en"] == "printed 8, read as 8家; this relation supports the reading"
    else:
        assert "支持" not in (row["suggestion_zh"] or "")


def test_a_reading_without_a_note_is_supported_without_brackets(make_raw: MakeRaw) -> None:
    bare = {**CORRECTED, "note": ""}
    [row] = findings(make_raw, Document(with_parts("49家", "13家", "28家", bare)))
    assert row["suggestion_zh"] == "原印8，读作8家；本关系支持这一读法"


def test_a_sentence_names_place_year_residence_indicator_and_group(make_raw: MakeRaw) -> None:
    cells = {"indicator": "tekun_standard", "breakdown": "scattered"}
    made = [{**row, **cells} for row in growth("5.5%", "950元/人·月", "900元/人·月")]
    [row] = findings(make_raw, Document(made))
    assert row["arithmetic_zh"] == (
        "乌审旗2023年农村特困人员基本生活标准（分散供养）：由900元/人·月到950元/人·月增5.5556%，所印5.5%"
    )
    assert row["arithmetic_en"] == (
        "Wushen Banner, 2023, Tekun basic living standard, rural (Scattered care): "
        "from 900元/人·月 to 950元/人·月 is 5.5556 %; printed 5.5%"
    )


def test_a_sum_of_many_parts_is_told_by_their_number(make_raw: MakeRaw) -> None:
    [row] = findings(make_raw, Document(with_parts("9家", *["1家"] * 9)))
    assert row["arithmetic_zh"].endswith("9项之和＝9个，所印合计9家")
    assert row["arithmetic_en"].endswith("the sum of 9 = 9; the printed total is 9家")


def test_every_slip_that_is_suggested_is_declared() -> None:
    found = suggestions(SUM, [figure("4.29万人"), figure("2.75万人", 1), figure("4981人", 2), figure("1.04人", 3)])
    assert [suggestion.slip for suggestion in found] == ["lost_wan"]
    assert wording.suggestion(found[0])[0].startswith("1.04人若为")
    assert len(codelists.codes("slips")) == 8
