"""The locality code list: its shape, its tree, and that the reviewed files beside it agree with it."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

CODELISTS = Path(__file__).resolve().parent.parent / "civstats" / "codelists"
NAMES_EN = Path(__file__).resolve().parent.parent / "tools" / "names_en.csv"
TABLE = pq.read_table(CODELISTS / "localities.parquet")
ROWS: list[dict[str, str]] = TABLE.to_pylist()
PLACES = {row["locality_id"]: row for row in ROWS}

LEVELS = ["province", "prefecture", "county", "township", "village"]
LENGTHS = {"province": 6, "prefecture": 6, "county": 6, "township": 9, "village": 12}
PSEUDO = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}

GOLDEN = {
    "150000": ("内蒙古自治区", "Inner Mongolia Autonomous Region"),
    "610000": ("陕西省", "Shaanxi Province"),
    "810000": ("香港特别行政区", "Hong Kong Special Administrative Region"),
    "150600": ("鄂尔多斯市", "Ordos City"),
    "152200": ("兴安盟", "Hinggan League"),
    "222400": ("延边朝鲜族自治州", "Yanbian Korean Autonomous Prefecture"),
    "341500": ("六安市", "Lu'an City"),
    "650100": ("乌鲁木齐市", "Ürümqi City"),
    "130225": ("乐亭县", "Laoting County"),
    "150102": ("新城区", "Xincheng District"),
    "150626": ("乌审旗", "Wushen Banner"),
    "341802": ("宣州区", "Xuanzhou District"),
    "341823": ("泾县", "Jingxian County"),
    "371722": ("单县", "Shanxian County"),
    "410122": ("中牟县", "Zhongmu County"),
    "441803": ("清新区", "Qingxin District"),
    "622927": (
        "积石山保安族东乡族撒拉族自治县",
        "Jishishan Bonan, Dongxiang and Salar Autonomous County",
    ),
    "320576": ("苏州工业园区", "Suzhou Industrial Park"),
    "150102002": ("锡林北路街道", "Xilinbeilu Subdistrict"),
    "150626100": ("嘎鲁图镇", "Galutu Town"),
    "150626200": ("苏力德苏木", "Sulide Sumu"),
    "410822101": ("柏山镇", "Baishan Town"),
    "533103101": ("芒市镇", "Mangshi Town"),
    "150626100207": ("布寨嘎查", "Buzhai Gacha"),
    "150626104203": ("庙滩村", "Miaotan Village"),
}


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def stem(row: dict[str, str]) -> str:
    """The digits with which the codes of all places inside this one begin."""
    width = {"province": 2, "prefecture": 4, "county": 6, "township": 9, "village": 12}[row["level"]]
    return row["locality_id"][:width]


def is_within(locality_id: str, area_id: str) -> bool:
    current: str | None = locality_id
    while current is not None and current != area_id:
        current = PLACES[current]["parent_id"]
    return current == area_id


def test_schema() -> None:
    assert TABLE.schema.names == ["locality_id", "name_zh", "name_en", "level", "parent_id", "code_standard"]
    assert all(field.type == pa.string() for field in TABLE.schema)
    assert [field.name for field in TABLE.schema if field.nullable] == ["parent_id"]
    assert TABLE.schema.metadata is None


def test_ids_are_unique_and_sorted() -> None:
    ids = [row["locality_id"] for row in ROWS]
    assert ids == sorted(set(ids))


def test_ids_have_the_length_of_their_level() -> None:
    wrong = [i for i, row in PLACES.items() if not re.fullmatch(rf"\d{{{LENGTHS[row['level']]}}}", i)]
    assert wrong == []


def test_codes_end_in_the_zeros_of_their_level() -> None:
    zeros = {"province": "0000", "prefecture": "00"}
    assert [i for i, row in PLACES.items() if not i.endswith(zeros.get(row["level"], ""))] == []
    assert [i for i, row in PLACES.items() if row["level"] == "county" and i.endswith("00")] == []


def test_every_parent_exists_above_its_children() -> None:
    for row in ROWS:
        if row["level"] == "province":
            assert row["parent_id"] is None
            continue
        parent = PLACES[row["parent_id"]]
        assert LEVELS.index(parent["level"]) < LEVELS.index(row["level"]), row
        assert row["locality_id"].startswith(stem(parent)), row


def test_counts() -> None:
    counts = Counter((row["level"], row["code_standard"]) for row in ROWS)
    assert counts == {
        ("province", "GB/T 2260"): 34,
        ("prefecture", "GB/T 2260"): 333,
        ("county", "GB/T 2260"): 2842,  # the Ministry's 2844 less 西沙区 and 南沙区, which NBS does not code
        ("county", "statistical"): 132,
        ("township", "statistical"): 41340,  # 41352 less 12 pseudo townships
        ("village", "statistical"): len(read(CODELISTS / "named_villages.csv")),
    }


def test_no_pseudo_places() -> None:
    assert [row for row in ROWS if row["name_zh"] in PSEUDO or "直辖" in row["name_zh"]] == []


def test_no_county_repeats_its_prefecture() -> None:
    counties = [row for row in ROWS if row["level"] == "county"]
    assert [row for row in counties if row["name_zh"] == PLACES[row["parent_id"]]["name_zh"]] == []


@pytest.mark.parametrize("code", ["441900", "442000", "460400", "620200"])
def test_prefectures_without_counties_hold_townships(code: str) -> None:
    children = {row["level"] for row in ROWS if row["parent_id"] == code}
    assert PLACES[code]["level"] == "prefecture"
    assert children == {"township"}


@pytest.mark.parametrize(
    ("county", "province"),
    [("110101", "110000"), ("419001", "410000"), ("500230", "500000"), ("659012", "650000")],
)
def test_counties_of_pseudo_prefectures_hang_under_the_province(county: str, province: str) -> None:
    assert PLACES[county]["parent_id"] == province


def test_code_standards_of_counties() -> None:
    statistical = {"130171", "320576", "340176", "620171", "232761", "460321", "632857"}
    official = {"419001", "429021", "469030", "659012", "500156", "230751", "330383"}
    assert {PLACES[code]["code_standard"] for code in statistical} == {"statistical"}
    assert {PLACES[code]["code_standard"] for code in official} == {"GB/T 2260"}


def test_names_are_clean() -> None:
    assert [row for row in ROWS if not row["name_zh"] or row["name_zh"] != row["name_zh"].strip()] == []
    english = re.compile(r"[A-ZÜ][A-Za-z0-9üÜ' .,-]*[A-Za-z0-9ü]")
    assert [row for row in ROWS if not english.fullmatch(row["name_en"])] == []


def test_offices_of_subdistricts_are_cut() -> None:
    assert [row for row in ROWS if row["name_zh"].endswith("街道办事处")] == []


@pytest.mark.parametrize("code", GOLDEN)
def test_golden_names(code: str) -> None:
    assert (PLACES[code]["name_zh"], PLACES[code]["name_en"]) == GOLDEN[code]


def test_reviewed_english_names_are_used() -> None:
    reviewed = {row["locality_id"]: row["name_en"] for row in read(NAMES_EN)}
    assert {code: PLACES[code]["name_en"] for code in reviewed} == reviewed
    assert all(row["reason"] for row in read(NAMES_EN))


def test_named_villages_are_all_present() -> None:
    named = {row["locality_id"]: row["name_zh"] for row in read(CODELISTS / "named_villages.csv")}
    listed = {row["locality_id"]: row["name_zh"] for row in ROWS if row["level"] == "village"}
    assert named == listed
    assert all(row["reason"] for row in read(CODELISTS / "named_villages.csv"))


def test_aliases_point_at_places_within_their_area() -> None:
    aliases = read(CODELISTS / "aliases.csv")
    assert len({(row["alias"], row["within"]) for row in aliases}) == len(aliases)
    for row in aliases:
        assert row["alias"]
        assert row["reason"]
        assert row["locality_id"] in PLACES
        assert not row["within"] or is_within(row["locality_id"], row["within"]), row


def test_aliases_do_not_hide_a_place_of_that_name() -> None:
    for alias in read(CODELISTS / "aliases.csv"):
        same = [row["locality_id"] for row in ROWS if row["name_zh"] == alias["alias"]]
        assert [code for code in same if not alias["within"] or is_within(code, alias["within"])] == []
