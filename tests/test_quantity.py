"""Quantities: a printed figure to value, interval, bound and unit, exactly, with its steps; or refused."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from civstats.errors import UnreadableError
from civstats.interval import Interval
from civstats.reading.quantity import open_interval, read

PROVE = settings(derandomize=True, max_examples=200, deadline=None)
LIMIT = 2.0
NINES = "9" * 18 + "." + "9" * 12
TO_TRADITIONAL = OpenCC("s2t")

# fmt: off
EXACT = [
    ("6个", "6", "个"), ("三百二十座", "320", "座"), ("两次", "2", "次"), ("50", "50", ""),
    ("2.68亿元", "268000000", "元"), ("3千万元", "30000000", "元"), ("3百万元", "3000000", "元"),
    ("3十万元", "300000", "元"), ("3万亿元", "3000000000000", "元"),
    ("123,456,789,012,345,678人", "123456789012345678", "人"),
    ("123456789012345678人", "123456789012345678", "人"), ("7,403.72万元", "74037200", "元"),
    ("0.1万元", "1000", "元"), ("25万6千元", "256000", "元"), ("一点五万人", "15000", "人"), ("5.5%", "5.5", "%"),
    ("百分之八十", "80", "%"), ("2‰", "2", "‰"), ("千分之二", "2", "‰"), ("3个百分点", "3", "个百分点"),
    ("-5.5%", "-5.5", "%"), ("共10个", "10", "个"), ("每月1次", "1", "次/月"), ("780元/人·月", "780", "元/人/月"),
    ("780元/月·人", "780", "元/人/月"), ("780元/月/人", "780", "元/人/月"), ("每人每月780元", "780", "元/人/月"),
    ("月人均316.6元", "316.6", "元/人/月"), ("7800元/人·年", "7800", "元/人/年"), ("全覆盖", "100", "%"),
    ("全部完成", "100", "%"), ("实现全覆盖", "100", "%"), ("进行3次", "3", "次"), ("开展3次", "3", "次"),
    ("培育3个", "3", "个"), ("组织3次", "3", "次"), ("打造3个", "3", "个"), ("发放3元", "3", "元"),
    ("补助3元", "3", "元"), ("安排3元", "3", "元"), ("拥有3个", "3", "个"), ("达到3%", "3", "%"),
    ("达3%", "3", "%"), ("有3个", "3", "个"), ("为3%", "3", "%"), ("均已全覆盖", "100", "%"),
    ("已全覆盖", "100", "%"), ("全部", "100", "%"),
]
BOUNDED = [  # value None is a range
    ("4—6次", None, "range", "[4, 6]", "次"), ("2-3个", None, "range", "[2, 3]", "个"),
    ("三至五名", None, "range", "[3, 5]", "名"), ("3-5万元", None, "range", "[30000, 50000]", "元"),
    ("百分之五至百分之十", None, "range", "[5, 10]", "%"), ("1200余人", "1200", "more_than", "(1200, 1300)", "人"),
    ("8000余万元", "80000000", "more_than", "(80000000, 90000000)", "元"),
    ("20多个", "20", "more_than", "(20, 30)", "个"), ("1.2万余人", "12000", "more_than", "(12000, 13000)", "人"),
    ("约8000余人", "8000", "more_than", "(8000, 9000)", "人"),
    ("近1200人", "1200", "nearly", "(1100, 1200)", "人"), ("约1200人", "1200", "approx", "[1150, 1250]", "人"),
    ("40%左右", "40", "approx", "[35, 45]", "%"), ("不少于2次", "2", "ge", "[2, ∞)", "次"),
    ("不低于55%", "55", "ge", "[55, ∞)", "%"), ("至少共10个", "10", "ge", "[10, ∞)", "个"),
    ("15家以上", "15", "ge", "[15, ∞)", "家"), ("达到90%以上", "90", "ge", "[90, ∞)", "%"),
    ("至少10个以上", "10", "ge", "[10, ∞)", "个"), ("超过30%", "30", "gt", "(30, ∞)", "%"),
    ("不超过5个工作日", "5", "le", "(-∞, 5]", "个工作日"), ("20个工作日以内", "20", "le", "(-∞, 20]", "个工作日"),
    ("不足10%", "10", "lt", "(-∞, 10)", "%"), ("每季度不少于3次", "3", "ge", "[3, ∞)", "次/季度"),
    ("每百户不低于30平米", "30", "ge", "[30, ∞)", "平米/百户"),
    ("每百万常住人口15家以上", "15", "ge", "[15, ∞)", "家/百万人"),
    ("每个社区至少1个", "1", "ge", "[1, ∞)", "个/社区"),
]
REFUSED = {
    "empty": ["", " \n"],
    "no number": ["个", "约个", "增长X%", "补助X元/月", "“全覆盖”"],
    "cannot read": ["第七轮", "第六届", "G6高速", "增长5%", "((6个))", "\u202e6个", "\ufeff6个", "苏木镇5个"],
    "unknown unit": [
        "8+N", "2+2", "2121工程", "五社联动", "一对一", "三是", "二级以上", "50老年人", "451.1元/人?月",
        "3分之一", "2023年", "2023年7月17日", "12月31日", "2023-07-17", "265户362人", "5.8%12.8%",
        "2660、2220元/人·月", "5元/", "每月1次/月", "1,23个", "1，234个", "1.2.3个", "1e5个", "1_000个",
        "1" * 19 + "个", "6个👍", "6\0个",
    ],
    "does not ascend": ["2022-11起", "6—4次", "5-5个", "3000-5万人"],
    "differ": ["不低于10个以内", "近10个左右", "约10个以上"],
    "is a range with a bound": ["不少于4—6次", "4—6次左右"],
    "two digits": ["十四五", "二三十人"],
}
HOSTILE = [
    "1", "一", "万", "1,234", "1.", "1-", "每人", "每百万人口", "百分之", "约", "全部", "((", "👍", "\0", "\u202e",
]
MISREAD = [  # 以上3个 is the three above, 三五个 is three to five
    "全部3个", "全部完成80%", "全部未完成", "以上3个", "以下5项", "多10个", "余10个", "10个不足", "三五个",
    "1٣个", "百分之一至千分之二",
]
EDGE = [
    ("-5--3%", "-5", "-3"), ("三百分点", "3", "3"), (f"-{NINES}%", f"-{NINES}", f"-{NINES}"),
    (f"约{NINES}个", NINES[:-1] + "85", NINES[:-1] + "95"),
]
# fmt: on
TOKENS = [case[0] for case in (*EXACT, *BOUNDED)]


@pytest.mark.parametrize(("token", "value", "unit"), EXACT)
def test_a_plain_figure_is_its_value(token: str, value: str, unit: str) -> None:
    found = read(token)
    assert (found.value, found.interval, found.bound) == (Decimal(value), Interval.exact(Decimal(value)), "eq")
    assert (str(found.unit), found.verbal) == (unit, "全" in token)


@pytest.mark.parametrize(("token", "value", "bound", "interval", "unit"), BOUNDED)
def test_a_bound_or_range_leaves_an_interval(
    token: str, value: str | None, bound: str, interval: str, unit: str
) -> None:
    found = read(token)
    assert (found.value, found.bound) == (None if value is None else Decimal(value), bound)
    assert (str(found.interval), str(found.unit), found.verbal) == (interval, unit, False)


@pytest.mark.parametrize(("why", "token"), [(why, token) for why, tokens in REFUSED.items() for token in tokens])
def test_what_is_not_one_figure_is_refused_and_the_message_says_why(why: str, token: str) -> None:
    with pytest.raises(UnreadableError, match=why):
        read(token)


@pytest.mark.parametrize("token", TOKENS)
def test_width_script_and_white_space_never_matter(token: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c != "," else c for c in token)
    for form in (wide, TO_TRADITIONAL.convert(token), " \u3000\n".join(token)):
        assert read(form) == read(token)


PATTERNS = st.sampled_from(["不低于12", "超过12", "不超过12", "不足12", "约12", "近12", "12余", "12多"])
UNITS = st.sampled_from(["个", "元", "%", "元/人·月", "人次", ""])


@PROVE
@given(st.integers(0, 10**12), st.integers(0, 4), UNITS)
def test_a_number_as_printed_is_the_number_read(digits: int, places: int, unit: str) -> None:
    n = Decimal(digits).scaleb(-places)
    assert read(f"{n:f}{unit}").interval == read(f"{n:,f}{unit}").interval == Interval(n, n)
    assert read(f"{n:f}万{unit}").value == n * 10**4
    assert read(f"{n:f}亿{unit}").value == n * 10**8


@PROVE
@given(st.integers(0, 10**9), st.integers(0, 4), PATTERNS)
def test_a_word_beside_a_number_only_widens_what_it_leaves_open(digits: int, places: int, pattern: str) -> None:
    n = Decimal(digits).scaleb(-places)
    found = read(pattern.replace("12", f"{n:f}") + "人")
    assert found.value == n
    assert not found.interval.is_exact
    assert found.interval.lower is None or found.interval.lower <= n
    assert found.interval.upper is None or n <= found.interval.upper


@PROVE
@given(st.integers(0, 10**6), st.integers(1, 10**6), st.sampled_from(["-", "—", "–", "~", "～", "至", "到", "——"]))
def test_a_range_leaves_open_all_between_its_ends(lower: int, step: int, dash: str) -> None:
    found = read(f"{lower}{dash}{lower + step}次")
    assert (found.value, found.interval) == (None, Interval(Decimal(lower), Decimal(lower + step)))


@pytest.mark.parametrize(
    ("token", "steps"),
    [
        ("50", "no unit is printed|value 50"),
        ("全覆盖", "all of a countable whole, stated in words: 100 percent"),
        ("约8,000余", "8,000 is 8000|约…余 is the bound more_than|no unit is printed|value 8000|"
         "the true value lies in (8000, 9000)"),
        ("3-5万元", "万 is times 10000|two numbers joined by a dash are a range|the unit reads 元|no single value|"
         "the true value lies in [30000, 50000]"),
        ("3千-5万", "千 is times 1000|万 is times 10000|two numbers joined by a dash are a range|no unit is printed|"
         "no single value|the true value lies in [3000, 50000]"),
    ],
)  # fmt: skip
def test_the_steps_of_a_reading_are_told(token: str, steps: str) -> None:
    assert read(token).steps() == steps.split("|")


def test_only_a_bound_of_one_value_leaves_an_interval_open() -> None:
    assert open_interval("eq", Decimal(12), Decimal(1)) == Interval.exact(Decimal(12))
    with pytest.raises(ValueError, match="range is not a bound"):
        open_interval("range", Decimal(12), Decimal(1))


@pytest.mark.parametrize("unit", HOSTILE)
def test_a_hostile_token_is_refused_quickly_and_in_short(unit: str) -> None:
    start = time.perf_counter()
    for token in (unit * 20_000, "6个" + unit * 20_000, "不低于" + unit * 20_000 + "个"):
        with pytest.raises(UnreadableError) as refused:
            read(token)
        assert len(str(refused.value)) < 400
    assert time.perf_counter() - start < LIMIT


@pytest.mark.parametrize("token", MISREAD)
def test_what_can_be_misread_is_refused(token: str) -> None:
    with pytest.raises(UnreadableError):
        read(token)


@pytest.mark.parametrize(
    ("token", "lower", "upper"), [("-5—3%", "-5", "3"), ("3百分点", "3", "3"), (f"{NINES}个", NINES, NINES)]
)
def test_a_token_is_read_exactly(token: str, lower: str, upper: str) -> None:
    assert read(token).interval == Interval(Decimal(lower), Decimal(upper))


@pytest.mark.parametrize(("token", "lower", "upper"), EDGE)
def test_a_token_at_the_edge_is_read_exactly(token: str, lower: str, upper: str) -> None:
    assert read(token).interval == Interval(Decimal(lower), Decimal(upper))
