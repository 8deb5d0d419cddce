"""Units: many printed forms of one unit, the code that an indicator's quantity demands, and conversion."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from civstats import codelists
from civstats.interval import Interval
from civstats.reading.quantity import read
from civstats.reading.units import UnitText, convert, factor, meanings, resolve, unit_text

D = Decimal
LIST = codelists.by_code("units")


@pytest.mark.parametrize(
    ("forms", "code"),
    [
        (["元/人·月", "元/月·人", "元/月/人", "元/人/月", "元/人.月", "元/(人·月)", "元每人每月"], "CNY/person/month"),
        (["元/人·年", "元/年·人", "元/年/人", "元每人每年", "元/每人·每年"], "CNY/person/year"),
        (["平方米/百户", "平米/百户", "平米/每百户", "平米每百户"], "sqm/hundred_households"),
        (["次/月", "次每月", "次每个月", "次/个月"], "times/month"),
        (["次/季度", "次每季度", "次每个季度", "次/季"], "times/quarter"),
        (["家/百万人", "家/百万常住人口", "家每百万常住人口"], "organisations/million_persons"),
        (["个百分点", "百分点"], "percentage_points"),
    ],
)
def test_all_printed_forms_of_a_unit_are_one_unit(forms: list[str], code: str) -> None:
    read = [unit_text(form) for form in forms]
    assert [unit and resolve(unit, LIST[code]["quantity"]) for unit in read] == [code] * len(forms)


@pytest.mark.parametrize(
    ("per", "printed", "text"),
    [("每人每月", "元", "元/人/月"), ("每人", "元/月", "元/人/月"), ("每月", "", "/月"), ("", "", "")],
)
def test_denominators_in_front_and_behind_are_one_unit(per: str, printed: str, text: str) -> None:
    assert str(unit_text(printed, per)) == text


@pytest.mark.parametrize(
    ("words", "per"),
    [
        (["每人", "人均"], ("人",)),
        (["每户"], ("户",)),
        (["每月", "每个月"], ("月",)),
        (["每季", "每季度", "每个季度"], ("季度",)),
        (["每年"], ("年",)),
        (["每周", "一周"], ("周",)),
        (["每天", "每日"], ("日",)),
        (["每百户"], ("百户",)),
        (["每千人", "每千人口"], ("千人",)),
        (["每万人", "每万常住人口"], ("万人",)),
        (["每百万人", "每百万人口", "每百万常住人口"], ("百万人",)),
        (["每社区", "每个社区", "每个城市社区", "每个城镇社区", "每个农村社区"], ("社区",)),
        (["每个苏木镇", "每个苏木", "各乡镇街道", "各乡镇", "每镇", "各街道", "各地区"], ("地区",)),
        (["各旗区", "各县区", "各区域服务中心"], ("地区",)),
        (["每人每月", "每月每人", "月人均"], ("人", "月")),
        (["每年每人"], ("人", "年")),
    ],
)
def test_all_words_for_a_denominator_are_read_in_front_of_a_number(words: list[str], per: tuple[str, ...]) -> None:
    assert [read(f"{word}3个").unit for word in words] == [UnitText("个", per)] * len(words)


@pytest.mark.parametrize(
    ("per", "printed"),
    [
        ("", "里"),
        ("", "元/"),
        ("", "元/X"),
        ("", "元/人?月"),
        ("", "元/人·人"),
        ("每月", "次/月"),
        ("", "/元"),
        ("", "元元"),
    ],
)
def test_what_is_no_unit_is_none(per: str, printed: str) -> None:
    assert unit_text(printed, per) is None


@pytest.mark.parametrize("printed", ["元/·", "元/每", "元每", "元/()", "次/."])
def test_a_slash_or_a_per_without_denominator_is_no_unit(printed: str) -> None:
    assert unit_text(printed) is None


def test_the_whole_year_in_front_is_a_denominator() -> None:
    assert unit_text("元", "全年每人") == UnitText("元", ("人", "年"))


@pytest.mark.parametrize(
    ("printed", "quantity", "code"),
    [
        ("个", "facilities", "facilities"),
        ("个", "organisations", "organisations"),
        ("个", "persons", "persons"),
        ("", "beds", "beds"),
        ("个/社区", "organisations_per_community", "organisations/community"),
        ("‰", "share", "permille"),
        ("", "money", None),
        ("", "share", None),
        ("%", "share_change", None),
        ("个百分点", "share", None),
        ("人次", "persons", None),
        ("人", "person_times", None),
        ("元/人·月", "money", None),
        ("元/·人", "money_rate", None),
        ("元/人", "money_rate", None),
        ("/·人", "money_rate", None),
        ("/·人", "money_per_person", None),
        ("个/社区", "organisations", None),
        ("个", "organisations_per_community", None),
    ],
)
def test_a_unit_means_what_the_quantity_demands_or_nothing(printed: str, quantity: str, code: str | None) -> None:
    unit = unit_text(printed)
    assert unit is not None
    assert resolve(unit, quantity) == code


@pytest.mark.parametrize(
    ("printed", "codes"),
    [
        ("元/人·月", ["CNY/person/month"]),
        ("处", ["graves", "sites", "facilities", "localities"]),
        ("/·人", []),
        ("", []),
    ],
)
def test_an_error_can_name_all_meanings_of_a_unit(printed: str, codes: list[str]) -> None:
    unit = unit_text(printed)
    assert unit is not None
    assert meanings(unit) == codes


@pytest.mark.parametrize(
    ("interval", "unit", "wanted", "converted"),
    [
        (Interval.exact(D(7800)), "CNY/person/year", "CNY/person/month", "[650, 650]"),
        (Interval.exact(D(650)), "CNY/person/month", "CNY/person/year", "[7800, 7800]"),
        (Interval(D(3), None), "times/quarter", "times/month", "[1, ∞)"),
        (Interval(D(1200), D(2400), True, True), "times/year", "times/quarter", "(300, 600)"),
        (Interval.exact(D(2)), "permille", "percent", "[0.2, 0.2]"),
        (Interval.exact(D("5.5")), "percent", "percent", "[5.5, 5.5]"),
    ],
)
def test_units_of_one_quantity_convert_exactly(interval: Interval, unit: str, wanted: str, converted: str) -> None:
    assert str(convert(interval, unit, wanted)) == converted


@pytest.mark.parametrize(
    ("unit", "wanted"),
    [("percent", "percentage_points"), ("persons", "person_times"), ("CNY", "CNY/person/month"), ("graves", "sites")],
)
def test_units_of_different_quantities_never_convert(unit: str, wanted: str) -> None:
    with pytest.raises(ValueError, match="different quantities"):
        convert(Interval.exact(D(1)), unit, wanted)


def test_a_factor_is_a_fraction_of_the_base_unit() -> None:
    assert factor("CNY/person/year") == Fraction(1, 12)
    assert factor("permille") == Fraction(1, 10)
