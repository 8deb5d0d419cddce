"""The Chinese README says what the English one says: same blocks, sections, tables, links, names, numbers."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from doc_blocks import ROOT, blocks

EN, ZH = "README.md", "README.zh.md"
OTHER = {EN: ZH, ZH: EN}
_BLOCK = re.compile(r"^```.*?^```$", re.M | re.S)
_CODE = re.compile(r"`[^`]*`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_NUMBER = re.compile(r"\d+(?:[,.]\d+)*")

pytestmark = pytest.mark.skipif(not (ROOT / ZH).exists(), reason=f"there is no {ZH} yet")


def prose(page: str) -> str:
    """A page without its blocks of code."""
    return _BLOCK.sub("", (ROOT / page).read_text(encoding="utf-8"))


def links(page: str) -> Counter[str]:
    """Where the links and pictures of a page lead; that of each to the other is its own."""
    return Counter(target for target in _LINK.findall(prose(page)) if target != OTHER[page])


def numbers(page: str) -> list[list[str]]:
    """The numbers in the words of each section of a page; within one, languages put them in different orders."""
    words = _LINK.sub("]", _CODE.sub("", prose(page)))
    return [sorted(_NUMBER.findall(section)) for section in re.split(r"^#+ ", words, flags=re.M)]


def headings(page: str) -> list[int]:
    return [len(marks) for marks in re.findall(r"^(#+) ", prose(page), re.M)]


def tables(page: str) -> list[int]:
    """The number of cells of each row of a table."""
    return [row.count(" | ") for row in re.findall(r"^\|.*\|$", _CODE.sub("", prose(page)), re.M)]


def names(page: str) -> Counter[str]:
    """The names in code that stand in the words of a page."""
    return Counter(_CODE.findall(prose(page)))


def test_the_blocks_are_the_same_to_the_last_byte() -> None:
    one, other = ([(block.language, block.text) for block in blocks(page)] for page in (EN, ZH))
    assert len(one) > 10
    assert other == one


def test_they_have_the_same_sections_and_tables() -> None:
    assert headings(ZH) == headings(EN)
    assert tables(ZH) == tables(EN)


def test_they_lead_to_the_same_places_and_to_each_other() -> None:
    assert links(ZH) == links(EN)
    for page, other in OTHER.items():
        assert other in _LINK.findall(prose(page))


def test_they_name_the_same_things() -> None:
    assert set(names(ZH)) == set(names(EN))


def test_they_state_the_same_numbers() -> None:
    assert sum(map(len, numbers(EN))) > 10
    assert numbers(ZH) == numbers(EN)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("有 176 份文件的 2,545 个数字", ["176", "2,545"]),
        ("`x1` holds 5.56, not 5", ["5.56", "5"]),
        ("see [3](docs/4.md).", ["3"]),
        ("```sh\nsleep 9\n```\n1、2", ["1", "2"]),
    ],
)
def test_numbers_are_those_of_the_words(
    words: str, found: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "page.md").write_text(words, encoding="utf-8")
    monkeypatch.setattr("test_readme_zh.ROOT", tmp_path)
    assert numbers("page.md") == [sorted(found)]
