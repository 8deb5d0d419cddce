"""Text made comparable: script, width and white space change, positions do not."""

from __future__ import annotations

import string
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civstats.reading import text
from civstats.reading.text import normalise, simplify, squeeze

PROVE = settings(derandomize=True, max_examples=200, deadline=None)
LIMIT = 2.0

IDEOGRAPHS = [range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x323B0)]
CHARACTERS = st.characters(exclude_categories=["Cs"])
TEXTS = st.text(CHARACTERS | st.sampled_from("萬億張餘覆蓋乾後裏著鎮👍𠀀𪚥🇨🇳％．，"))


def test_every_ideograph_stays_one_character() -> None:
    characters = [chr(code) for block in IDEOGRAPHS for code in block]
    assert [c for c in characters if len(simplify(c)) != 1] == []


@PROVE
@given(st.text(st.sampled_from([chr(code) for block in IDEOGRAPHS for code in block]), max_size=60))
def test_ideographs_in_a_row_keep_their_number(token: str) -> None:
    assert len(simplify(token)) == len(token)


@PROVE
@given(TEXTS)
def test_what_is_no_ideograph_stays_where_it_is(token: str) -> None:
    simplified = simplify(token)
    assert len(simplified) == len(token)
    others = [i for i, c in enumerate(token) if not any(ord(c) in block for block in IDEOGRAPHS)]
    assert [simplified[i] for i in others] == [token[i] for i in others]


@pytest.mark.parametrize(
    ("printed", "simplified"),
    [
        ("485張床位", "485张床位"),
        ("社工站“全覆蓋”", "社工站“全覆盖”"),
        ("👍𠀀國\0萬1,000元", "👍𠀀国\0万1,000元"),
        ("保合少鎮", "保合少镇"),
        ("8000余万元", "8000余万元"),
        ("《％》，", "《％》，"),
        ("plain ASCII", "plain ASCII"),
        ("", ""),
    ],
)
def test_traditional_characters_become_simplified_and_nothing_else_changes(printed: str, simplified: str) -> None:
    assert simplify(printed) == simplified


def test_a_conversion_that_moves_positions_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    class Shortening:
        def convert(self, token: str) -> str:
            return token[1:]

    monkeypatch.setattr(text, "_converter", Shortening)
    with pytest.raises(ValueError, match="length"):
        simplify("國家")


def test_full_width_becomes_half_width_except_the_comma() -> None:
    half = string.digits + string.ascii_letters + string.punctuation
    full = "".join(chr(ord(c) + 0xFEE0) for c in half)
    assert normalise(full) == half.replace(",", "，")


@pytest.mark.parametrize(
    ("token", "normal"),
    [
        (" 2 - 3\n個 ", "2-3个"),
        ("30 平\u3000米\t", "30平米"),
        ("不低于55．5％", "不低于55.5%"),
        ("100，200", "100，200"),
        ("元／人·月", "元/人·月"),
        ("\u3000\xa0 \u2028", ""),
    ],
)
def test_a_token_loses_white_space_width_and_script(token: str, normal: str) -> None:
    assert normalise(token) == normal


@PROVE
@given(TEXTS)
def test_squeezing_drops_white_space_and_only_that(token: str) -> None:
    assert squeeze(token) == "".join(c for c in token if not c.isspace())


@PROVE
@given(TEXTS, TEXTS)
def test_white_space_between_two_parts_never_matters(left: str, right: str) -> None:
    assert normalise(f"{left} \n\u3000{right}") == normalise(left + right)


@pytest.mark.parametrize("unit", ["\0", "國", " ", "\u202e", "👍", "％", "葡萄", "⿰"])
def test_a_hostile_text_is_normalised_quickly(unit: str) -> None:
    start = time.perf_counter()
    assert len(normalise(unit * 20_000)) in (0, 20_000 * len(unit))
    assert time.perf_counter() - start < LIMIT
