"""Places: a name means the nearest place of that name, or it is refused with the candidates."""

from __future__ import annotations

import random
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import pytest

from civstats import codelists
from civstats.codelists.localities import ancestors, localities, path
from civstats.errors import UnreadableError
from civstats.reading.place import area_of, resolve
from civstats.reading.text import normalise

LIMIT = 2.0
HOHHOT, XINCHENG, ORDOS, WUSHEN, XUANZHOU, XIAN = "150100", "150102", "150600", "150626", "341802", "610100"


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Stop what takes longer: a hostile name can take minutes."""

    def stop(signum: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"not done within {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def changes(code: str) -> bool:
    """Whether normalising the path changes it: 乾安县 becomes 干安县, full-width brackets become half-width."""
    return normalise(path(code)) != path(code)


@pytest.mark.parametrize(
    ("name", "issuer", "code"),
    [
        ("图克镇", WUSHEN, "150626102"),
        ("图克镇", "150626102", "150626102"),
        ("乌审旗", WUSHEN, WUSHEN),
        ("乌审旗", ORDOS, WUSHEN),
        ("鄂尔多斯市", WUSHEN, ORDOS),
        ("内蒙古自治区", WUSHEN, "150000"),
        ("宣城市", XUANZHOU, "341800"),
        ("泾县", XUANZHOU, "341823"),
        ("新城区", XINCHENG, XINCHENG),
        ("新城区", HOHHOT, XINCHENG),
        ("新城区", "150102101", XINCHENG),
        ("新城区", XIAN, "610102"),
        ("呼和浩特市新城区", None, XINCHENG),
        ("陕西省新城区", XINCHENG, "610102"),
        ("无定河镇排子湾村", WUSHEN, "150626104202"),
        ("无定河镇排子湾村", None, "150626104202"),
        ("寒亭镇通津村", XUANZHOU, "341802105204"),
        ("通津村", XUANZHOU, "341802105204"),
        ("保合少镇", XINCHENG, "150102101"),
        ("保合少鎮", XINCHENG, "150102101"),
        (" 无定河镇\n排子湾村 ", WUSHEN, "150626104202"),
        ("150626", XUANZHOU, WUSHEN),
        ("150626104202", None, "150626104202"),
    ],
)
def test_a_name_means_the_nearest_place(name: str, issuer: str | None, code: str) -> None:
    assert resolve(name, issuer) == code


@pytest.mark.parametrize("issuer", [None, ORDOS, WUSHEN, XUANZHOU])
def test_a_name_that_is_not_unique_lists_all_candidates(issuer: str | None) -> None:
    with pytest.raises(UnreadableError) as refused:
        resolve("新城区", issuer)
    for candidate in ("内蒙古自治区呼和浩特市新城区 (150102)", "陕西省西安市新城区 (610102)"):
        assert candidate in str(refused.value)


@pytest.mark.parametrize(("name", "issuer", "code"), [("朝阳区", "110108", "110105"), ("新城区", "150000", XINCHENG)])
def test_the_province_comes_before_the_country(name: str, issuer: str, code: str) -> None:
    assert resolve(name, issuer) == code


@pytest.mark.parametrize(
    ("alias", "issuer", "code"),
    [
        ("鄂旗", WUSHEN, "150624"),
        ("鄂旗", ORDOS, "150624"),
        ("鄂尔多斯市鄂旗", None, "150624"),
        ("海东路街道", XINCHENG, "150102001"),
        ("萨拉乌苏村", WUSHEN, "150626104207"),
        ("无定河镇萨拉乌苏村", WUSHEN, "150626104207"),
        ("长乐市", None, "350112"),
        ("长乐市", XUANZHOU, "350112"),
    ],
)
def test_an_alias_holds_in_its_area(alias: str, issuer: str | None, code: str) -> None:
    assert resolve(alias, issuer) == code


@pytest.mark.parametrize(
    ("alias", "issuer"),
    [
        ("鄂旗", None),
        ("鄂旗", XUANZHOU),
        ("鄂旗", HOHHOT),
        ("海东路街道", XUANZHOU),
        ("萨拉乌苏村", None),
        ("巴音温都", XINCHENG),
    ],
)
def test_an_alias_does_not_hold_outside_its_area(alias: str, issuer: str | None) -> None:
    with pytest.raises(UnreadableError, match="is in no locality list"):
        resolve(alias, issuer)


def test_every_alias_resolves_for_an_issuer_of_its_area() -> None:
    rows = codelists.rows("aliases")
    assert {row["alias"]: resolve(row["alias"], row["within"] or None) for row in rows} == {
        row["alias"]: row["locality_id"] for row in rows
    }


@pytest.mark.parametrize(
    ("name", "area"),
    [("兰州市五区", "urban_districts"), ("蘭州市五區", "urban_districts"), ("鄂旗", ""), ("乌审旗", "")],
)
def test_a_name_may_mean_a_part_of_its_place(name: str, area: str) -> None:
    assert area_of(name) == area


@pytest.mark.parametrize(
    ("name", "issuer", "message"),
    [
        ("图可镇", WUSHEN, "nearest: 图克镇"),
        ("图克", WUSHEN, "nearest: 图克镇"),
        ("乌审其", None, "nearest: 乌审旗"),
        ("无定河镇排子弯村", WUSHEN, "nearest: "),
        ("1506260", None, "is not a code"),
        ("999999", WUSHEN, "is not a code"),
        ("", WUSHEN, "known: "),
        ("全国", None, "is in no locality list"),
        ("乌审旗\0", WUSHEN, "is in no locality list"),
        ("乌审旗👍", WUSHEN, "is in no locality list"),
        ("\u202e乌审旗", WUSHEN, "is in no locality list"),
        ("乌审旗图克", WUSHEN, "is in no locality list"),
        ("图克镇乌审旗", WUSHEN, "is in no locality list"),
        ("西安市乌审旗", WUSHEN, "is in no locality list"),
        ("城关镇", XUANZHOU, "is not unique"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest(name: str, issuer: str | None, message: str) -> None:
    with pytest.raises(UnreadableError, match=message):
        resolve(name, issuer)


def test_the_full_path_of_a_place_means_that_place() -> None:
    sample = random.Random(2023).sample([code for code in sorted(localities()) if not changes(code)], 2_000)
    assert [code for code in sample if resolve(path(code)) != code] == []


def test_a_name_that_normalising_changes_still_means_its_place() -> None:
    assert [code for code in sorted(localities()) if changes(code) and resolve(path(code)) != code] == []


def test_a_name_means_one_place_in_its_county() -> None:
    townships = [code for code in sorted(localities()) if len(code) == 9 and not changes(code)]
    sample = random.Random(2024).sample(townships, 500)
    assert [code for code in sample if resolve(localities()[code].name_zh, ancestors(code)[1]) != code] == []


@pytest.mark.parametrize("name", ["1" * 20_000, " " * 20_000, "乌审旗" * 20, "((" * 50])
def test_a_long_name_is_refused(name: str) -> None:
    with within(LIMIT), pytest.raises(UnreadableError):
        resolve(name, WUSHEN)


@pytest.mark.parametrize("unit", ["乌审旗", "新城区", "市", "👍"])
def test_a_hostile_name_is_refused_quickly_and_in_short(unit: str) -> None:
    with within(LIMIT), pytest.raises(UnreadableError) as refused:
        resolve(unit * 20_000, WUSHEN)
    assert len(str(refused.value)) < 400
