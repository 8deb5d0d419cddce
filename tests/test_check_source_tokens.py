"""Where a token stands in a text: whole, in the order of the sheet, with the words of its bound."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import MakeRaw
from hypothesis import given, settings
from hypothesis import strategies as st
from reviewing import Check, checker

from civstats.contribute import tokens
from civstats.contribute.bounds import dropped
from civstats.contribute.order import placed
from civstats.contribute.tokens import Token

ORDER = "甲建成站点9个。乙新增站点6个。丙新增床位7张。丁建成中心8个。戊新增站点6个。"


@pytest.fixture
def check(make_raw: MakeRaw, small: Path, tmp_path: Path) -> Check:
    return checker(make_raw, small, tmp_path)


@settings(deadline=None)
@given(
    text=st.text("16个三十 \n，站", max_size=40),
    printed=st.text("16个三十，", min_size=1, max_size=3),
)
def test_a_token_is_found_wherever_it_stands(text: str, printed: str) -> None:
    found = tokens.occurrences(text, printed, whole=False)
    for span in found:
        assert tokens.reads(text, Token(0, printed, span))
    slow = {
        start
        for start in range(len(text))
        for end in range(start + 1, len(text) + 1)
        if "".join(text[start:end].split()) == printed and not text[start].isspace()
    }
    assert {start for start, _ in found} == slow
    assert set(tokens.occurrences(text, printed, whole=True)) <= set(found)


@settings(deadline=None)
@given(
    figures=st.lists(st.sampled_from(["6个", "16个", "三个", "6家"]), min_size=1, max_size=6),
    between=st.lists(st.sampled_from(["，", "站", "\n", "、共"]), min_size=7, max_size=7),
    given_=st.sets(st.integers(0, 5)),
)
def test_what_is_filled_in_is_where_the_figure_stands(figures: list[str], between: list[str], given_: set[int]) -> None:
    """A text made of its figures only: each position that is found is the true one."""
    text, spans = between[0], []
    for figure, behind in zip(figures, between[1:], strict=False):
        spans.append((len(text), len(text) + len(figure)))
        text += figure + behind
    listed = [Token(row, figure, spans[row] if row in given_ else None) for row, figure in enumerate(figures)]
    found = placed(text, listed)
    assert found.astray is None
    assert found.spans == {row: span for row, span in enumerate(spans) if row not in given_}


@pytest.mark.parametrize(
    ("text", "printed", "longer"),
    [
        ("共16个", "6个", "16个"),
        ("拨付8632.5万元", "632.5万元", "8632.5万元"),
        ("拨付8632.5万元", "5万元", "8632.5万元"),
        ("拨付8632.5万元", "8632", "8632.5万"),
        ("拨付25万6千元", "6千元", "25万6千元"),
        ("拨付25万6千元", "25万", "25万6千"),
        ("共1,234人", "234人", "1,234人"),
        ("共1,234人", "1", "1,234"),
        ("共１６个", "６个", "１６个"),
        ("共二十三个", "三个", "二十三个"),
        ("共二十三个", "二十", "二十三"),
        ("一、6个", "6个", ""),
        ("第一16个", "16个", ""),
        ("统一三个标准", "三个", ""),
        ("新建6,8个", "8个", ""),
        ("1.新建6个", "新建6个", ""),
        ("至2023.6个", "6个", "2023.6个"),
        ("6", "6", ""),
    ],
)
def test_a_part_of_a_number_is_no_token(text: str, printed: str, longer: str) -> None:
    [span] = tokens.occurrences(text, printed, whole=False)
    assert tokens.stands(text, Token(0, printed, span)) == (not longer)
    assert tokens.occurrences(text, printed, whole=True) == [] if longer else [span]
    assert tokens.longer(text, span) == (longer or printed)


@pytest.mark.parametrize("cells", [{}, {"start": "4", "end": "10"}])
def test_a_number_cut_out_of_a_longer_one_is_told(check: Check, cells: dict[str, str]) -> None:
    text = "全年拨8632.5万元。"
    start = text.index("632.5")
    positions = {"start": str(start), "end": str(start + 7)} if cells else {}
    found = check([{"printed": "632.5万元", "indicator": "dibao_funds", "measure": "actual", **positions}], text)
    assert (found.proven, found.ok) == (0, False)
    assert ["inside the longer number 8632.5万元" in problem.what for problem in found.problems] == [True]


@pytest.mark.parametrize(
    ("text", "printed", "bound", "words"),
    [
        ("约2.6万人", "2.6万人", "eq", ["约"]),
        ("约 2.6万人", "2.6万人", "eq", ["约"]),
        ("約2.6萬人", "2.6萬人", "eq", ["约"]),
        ("达到95%以上。", "95%", "eq", ["以上"]),
        ("不低于6720元/年", "6720元/年", "eq", ["不低于"]),
        ("不超过6天", "6天", "eq", ["不超过"]),
        ("约6个左右", "6个", "eq", ["约", "左右"]),
        ("约2.6万人", "约2.6万人", "approx", []),
        ("至少6个以上", "6个以上", "ge", []),
        ("节约6万元", "6万元", "eq", []),
        ("附近6个", "6个", "eq", []),
        ("6个内设机构", "6个", "eq", []),
        ("建成6个。", "6个", "eq", []),
    ],
)
def test_a_bound_that_was_left_out_is_noticed(text: str, printed: str, bound: str, words: list[str]) -> None:
    [span] = tokens.occurrences(text, printed, whole=True)
    assert dropped(text, span, bound) == words


def test_a_bound_that_was_left_out_is_a_remark(check: Check) -> None:
    text = "全旗约6个站，另有约8个。"
    rows = [{"printed": "6个", "start": "3", "end": "5"}, {"printed": "8个", "subject": "甲"}]
    found = check([*rows, {"printed": "6个", "read_as": "约6个", "reason": "context"}], text)
    told = [(problem.line, problem.what) for problem in found.remarks if "stands beside" in problem.what]
    assert [line for line, _ in told] == [2, 3]
    assert all("beside 约" in what for _, what in told)


@pytest.mark.parametrize(
    ("text", "listed", "spans", "astray"),
    [
        pytest.param(ORDER, ["8个", "9个", "6个"], {0: "8个", 1: "9个"}, 1, id="a row that belongs before another"),
        pytest.param(ORDER, ["9个", "6个", "6个"], {0: "9个", 1: "6个", 2: "6个"}, None, id="in order"),
        pytest.param(ORDER, ["9个", "9个", "7张"], {2: "7张"}, 1, id="one figure in two rows"),
        pytest.param(ORDER, ["8个", "5个", "6个"], {0: "8个", 2: "6个"}, None, id="one that stands nowhere"),
        pytest.param("每人6元，每人6元", ["6元", "每人6元", "6元"], {}, 2, id="one inside another"),
        pytest.param("甲7元，乙每户8元", ["每户8元", "8元", "7元"], {2: "7元"}, 1, id="two that share a character"),
    ],
)
def test_the_order_of_the_sheet_tells_where_a_token_stands(
    text: str, listed: list[str], spans: dict[int, str], astray: int | None
) -> None:
    found = placed(text, [Token(row, printed, None) for row, printed in enumerate(listed)])
    assert {row: text[slice(*span)] for row, span in found.spans.items()} == spans
    assert found.astray == astray


def test_positions_that_do_not_ascend_are_no_order() -> None:
    first, second = ORDER.index("9个"), ORDER.index("8个")
    given = [Token(0, "8个", (second, second + 2)), Token(1, "9个", (first, first + 2))]
    found = placed(ORDER, [*given, Token(2, "6个", None), Token(3, "7张", None)])
    assert (found.astray, list(found.spans)) == (1, [3])


def test_rows_that_are_not_in_the_order_of_the_text_are_told(check: Check) -> None:
    found = check([{"printed": "8个"}, {"printed": "9个"}, {"printed": "6个"}], ORDER, fill=True)
    assert [row["position"] is None for row in found.figures] == [False, False, True]
    told = [(problem.line, "not in the order of the text" in problem.what) for problem in found.remarks]
    assert (3, True) in told
    [places] = [problem.what for problem in found.remarks if problem.line == 4 and "no position" in problem.what]
    assert places.count("新增站点[6个]") == 2
