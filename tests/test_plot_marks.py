"""What a mark says: each state and bound has its own, bars begin at zero, rows without a value stand in the figure."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import plot_frames as frames
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Annotation, Text

from civstats import plot
from civstats.analysis.claims import Claim
from civstats.errors import UsageError
from civstats.plot import style


@pytest.fixture(scope="module")
def states() -> Axes:
    return plot.compare(frames.every_state(), highlight="确县")


def _row(ax: Axes, name: str) -> float:
    """The height of the row with this name, in points from the top."""
    for text in ax.texts:
        if text.get_text().removeprefix("▶ ").startswith(name):
            return float(text.get_position()[1])
    raise AssertionError(f"no row {name}")


def _marks(ax: Axes, name: str) -> Iterator[str]:
    """What is drawn in a row."""
    y = _row(ax, name)
    for patch in ax.patches:
        if isinstance(patch, Rectangle) and abs(patch.get_y() + patch.get_height() / 2 - y) < 1:
            hatch = "/" if patch.get_hatch() else ""
            yield f"{str(patch.get_label())[1:]}{hatch} {patch.get_x():g}-{patch.get_x() + patch.get_width():g}"
    for line in ax.lines:
        middle = np.mean(np.asarray(line.get_ydata(), dtype=float))
        if str(line.get_label()) in ("_tick", "_joined", "_zero") and abs(middle - y) < 1:
            yield str(line.get_label())[1:]
    for text in ax.texts:
        if isinstance(text, Annotation) and abs(text.xy[1] - y) < 1:
            yield "arrow right" if text.get_position()[0] > 0 else "arrow left"


@pytest.mark.parametrize(
    ("name", "marks"),
    [
        ("确县", ["solid 0-735"]),
        ("下县", ["solid 0-740", "arrow right"]),
        ("上县", ["hollow 0-780", "arrow left"]),
        ("余县", ["solid 0-600", "pale 600-700"]),
        ("近县", ["solid 0-790", "pale 790-800"]),
        ("约县", ["solid 0-650", "pale 650-750"]),
        ("区县", ["pale 400-600", "joined", "tick", "tick"]),
        ("零县", ["solid 0-0", "zero"]),
        ("换县", ["solid 0-650"]),
        ("争县", ["joined", "tick", "tick"]),
        ("划县", ["hatched/ 0-720"]),
        ("标县", ["hatched/ 0-720", "arrow right"]),
        ("子市", ["solid 0-690"]),
        ("缺县", []),
    ],
)
def test_a_state_is_told_by_its_mark(states: Axes, name: str, marks: list[str]) -> None:
    assert list(_marks(states, name)) == marks


def test_a_state_is_told_in_words_too(states: Axes) -> None:
    said = [text.get_text() for text in states.texts]
    for label in (
        "735",
        "≥740",
        "≤780",
        "600余",
        "近800",
        "约700",
        "400—600",
        "0",
        "650〔7800元/人·年÷12〕",
        "720（计划）",
    ):
        assert label in said
    assert "735 / 790〔两来源〕" in said
    assert "690〔层级不同，不比〕" in said
    assert "子市（市级）" in said
    assert "▶ 确县" in said
    assert "单位：元/人·月" in said


def test_rows_without_a_value_stand_in_the_figure_with_their_reason(states: Axes) -> None:
    said = [text.get_text() for text in states.texts]
    assert {"不可比：城乡合并", "未检索", "不适用：无农村"} <= set(said)
    assert any(text.startswith("未公布：已查政府网站") for text in said)
    bottom = max(_row(states, name) for name in ("确县", "子市", "标县"))
    assert all(_row(states, name) > bottom for name in ("异县", "缺县", "未县", "免县")), "below what is drawn"


def test_rows_are_sorted_and_plans_and_other_levels_stand_apart(states: Axes) -> None:
    ranked = [_row(states, name) for name in ("近县", "上县", "下县", "确县", "约县", "零县")]
    assert ranked == sorted(ranked)
    assert _row(states, "零县") < _row(states, "划县") < _row(states, "子市") < _row(states, "未县")


def test_many_rows_of_one_reason_share_a_line() -> None:
    frame = pd.DataFrame(
        [{**frames.ROW, **frames.place(at), **frames.NOTHING, "state": "not_searched"} for at in range(9)]
    )
    ax = plot.compare(pd.concat([frames.values(2).assign(place_zh=["丙县", "丁县"]), frame]))
    said = "".join(text.get_text() for text in ax.texts)
    assert "9行" in said
    assert "未检索：乌审8旗、乌审旗、乙6县、" in said


def test_bars_begin_at_zero_and_the_axis_holds_it() -> None:
    ax = plot.compare(frames.values(numbers=[950.0, 940.0, 930.0]))
    assert ax.get_xlim()[0] == 0
    assert all(patch.get_x() == 0 for patch in ax.patches if isinstance(patch, Rectangle))
    below = plot.compare(frames.values(numbers=[5.0, -3.0]).assign(unit="percent"))
    assert below.get_xlim()[0] < -3


def test_the_palette_stands_out_from_white() -> None:
    def luminance(color: str) -> float:
        parts = [int(to_hex(color)[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(color: str) -> float:
        return 1.05 / (luminance(color) + 0.05)

    assert min(contrast(color) for color in (*style.PALETTE, style.OTHER)) >= 3
    assert min(contrast(color) for color in (style.TEXT, style.MUTED, style.OTHER)) >= 4.5


def test_a_headline_says_only_what_is_certain() -> None:
    def headline(frame: pd.DataFrame) -> str:
        return _first(plot.compare(frame))

    assert (
        headline(frames.values(3))
        == "3个可比地区中，积石山保安族东乡族撒拉族自治县最高（774），甲县最低（700元/人·月）"
    )
    open_end = frames.values(3)
    open_end.loc[0, ["upper", "bound"]] = [None, "ge"]
    assert headline(open_end) == "3个地区可比，高低次序不能确定", (
        "700 or more may be the highest, and need not be the lowest"
    )
    wide = frames.values(2)
    wide = wide.assign(value=[float("nan"), 737.0], lower=[700.0, 737.0], upper=[760.0, 737.0], bound=["range", "eq"])
    assert headline(wide) == "2个可比地区在700—760元/人·月之间"
    shortened = frames.values(numbers=[268e6, 267.6e6]).assign(unit="CNY", precision=[1e6, 1e5])
    assert "之间" in headline(shortened), "2.68亿, when rounded, may be less than 2.676亿"
    assert headline(frames.values(1).assign(state="not_published")) == "没有可比的数值"


def _first(ax: Axes) -> str:
    size = max(text.get_fontsize() for text in ax.texts)
    return "".join(text.get_text() for text in ax.texts if text.get_fontsize() == size)


def test_a_headline_can_be_given_as_text_or_claim() -> None:
    frame = frames.values(2)
    assert _first(plot.compare(frame, headline="甲县低于乙县")) == "甲县低于乙县"
    claim = Claim("乙县最高。", "Yi County is highest.", "select true")
    assert _first(plot.compare(frame, headline=claim, lang="en")) == "Yi County is highest."


def test_dumbbells_label_both_ends_and_tell_contradictions() -> None:
    ax = plot.change(frames.odd_pairs())
    said = [text.get_text() for text in ax.texts]
    assert {"+50（+8.3%）", "公布+5.5%", "600—640", "≥623", "2022年", "2023年"} <= set(said)
    assert "缺2022年数据（2023年为650）" in said
    assert "不可比：2023年起按户计算" in said
    kinds = {str(line.get_label()): line for line in ax.lines}
    assert to_hex(str(kinds["_earlier"].get_markerfacecolor())) == "#ffffff"
    assert to_hex(str(kinds["_later"].get_markerfacecolor())) == style.BLUE.lower()


def test_lines_join_pairs_alone() -> None:
    frame = frames.series(1, (2017, 2018, 2020, 2021))
    broken = frame[frame["to_year"] != 2018]
    ax = plot.growth(broken)
    pairs = {tuple(np.asarray(line.get_xdata(), dtype=int)): line for line in ax.lines if line.get_label() == "_pair"}
    assert set(pairs) == {(2018, 2020), (2020, 2021)}
    assert pairs[2018, 2020].is_dashed()
    assert not pairs[2020, 2021].is_dashed()
    assert ax.get_ylim()[0] == 0
    markers = {str(line.get_marker()) for line in plot.growth(frames.series(4)).lines if line.get_label() == "_level"}
    assert len(markers) == 4, "series are told apart by their markers"
    with pytest.raises(UsageError, match="small_multiples"):
        plot.growth(frames.series(5))
    with pytest.raises(UsageError, match="2 rows for 2019 to 2020"):
        plot.growth(pd.concat([frames.series(1), frames.series(1)]))


def test_verdicts_are_shapes_and_words() -> None:
    ax = plot.attainment(frames.targets())
    said = [text.get_text() for text in ax.texts]
    assert {"已达标，完成100.8%", "已达标，完成152.1%", "未达标，完成50%", "无法判断", "未到期，完成89.7%"} <= set(said)
    assert "完成率" in "".join(said), "a note says how it is cut"
    shapes = {str(line.get_label()): (line.get_marker(), line.get_fillstyle()) for line in ax.lines}
    told = [shapes[f"_{name}"] for name in ("met", "not_met", "cannot_tell", "not_yet_due")]
    assert told == [("o", "full"), ("o", "none"), ("o", "left"), ("D", "none")]
    goals = [line for line in ax.lines if isinstance(line, Line2D) and line.get_label() == "_target"]
    solid = [patch for patch in ax.patches if patch.get_label() == "_solid" and isinstance(patch, Rectangle)]
    beds = next(patch for patch in solid if patch.get_width() == max(bar.get_width() for bar in solid))
    places = [float(np.asarray(goal.get_xdata(), dtype=float)[0]) for goal in goals]
    assert any(0 < place < beds.get_width() * 0.7 for place in places), "350 of 230 goes past the tick"
    assert 0.0 in places, "a target of nothing is a tick at zero"
    assert {patch.get_label() for patch in ax.patches} >= {"_hatched", "_pale"}, "no result; just over"


def test_tiles_are_told_by_letter_fill_and_edge() -> None:
    ax = plot.coverage(frames.coverage())
    tiles = {str(patch.get_label())[1:]: patch for patch in ax.patches if isinstance(patch, Rectangle)}
    assert {"有", "缺", "未"} <= {text.get_text() for text in ax.texts if isinstance(text, Text)}
    looks = {(patch.get_facecolor(), patch.get_edgecolor(), str(patch.get_linestyle())) for patch in tiles.values()}
    assert len(looks) == 3
    with pytest.raises(UsageError, match="twice"):
        plot.coverage(pd.concat([frames.coverage(), frames.coverage()]))
