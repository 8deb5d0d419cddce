"""How the charts lie on the page: nothing overlaps or is cut at the printed size, however many rows there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

import pandas as pd
import plot_frames as frames
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from civstats import plot
from civstats.errors import UsageError

Chart = Callable[..., Axes]
DPI = 144


def _indicators() -> pd.DataFrame:
    beds = frames.values(3).assign(indicator_zh="养老床位", indicator_en="Care beds", unit="beds", residence="total")
    return pd.concat([frames.values(4), beds], ignore_index=True)


def _extremes() -> pd.DataFrame:
    frame = frames.values(numbers=[268e6, 0.5, 12345.678, 99999999.0]).assign(unit="CNY")
    frame.loc[3, ["upper", "bound"]] = [None, "ge"]
    return frame


CASES: dict[str, tuple[Chart, Callable[[], pd.DataFrame], dict[str, Any]]] = {
    "compare 1": (plot.compare, lambda: frames.values(1), {}),
    "compare 40": (plot.compare, lambda: frames.values(40), {"highlight": "乌审旗"}),
    "compare states": (plot.compare, frames.every_state, {}),
    "compare extremes": (plot.compare, _extremes, {}),
    "change 1": (plot.change, lambda: frames.pairs(1), {}),
    "change 40": (plot.change, lambda: frames.pairs(40), {}),
    "change odd": (plot.change, frames.odd_pairs, {}),
    "growth 1": (plot.growth, lambda: frames.series(1, (2022, 2023)), {}),
    "growth 4": (plot.growth, lambda: frames.series(4, (2015, 2018, 2019, 2020, 2021)), {}),
    "growth long": (plot.growth, lambda: frames.series(1, tuple(range(2006, 2025))), {}),
    "attainment 1": (plot.attainment, lambda: frames.targets(1), {}),
    "attainment 40": (plot.attainment, lambda: frames.targets(40), {}),
    "coverage 1": (plot.coverage, lambda: frames.coverage(1, (2023,)), {}),
    "coverage 40": (plot.coverage, lambda: frames.coverage(40), {}),
    "multiples": (plot.small_multiples, _indicators, {}),
    "multiples growth": (plot.small_multiples, lambda: frames.series(7), {"kind": "growth", "by": "place"}),
    "multiples two": (
        plot.small_multiples,
        lambda: (
            frames.series(4).assign(residence=lambda frame: ["urban", "rural"] * (len(frame) // 2)).drop(index=[0, 1])
        ),
        {"kind": "growth", "by": "residence"},
    ),
    "multiples change": (plot.small_multiples, lambda: frames.pairs(4), {"kind": "change", "by": "place"}),
}


def _boxes(figure: Figure) -> Iterator[tuple[str, Bbox]]:
    """Every text with its box, a little smaller than its line is high."""
    figure.set_dpi(DPI)
    renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]
    figure.draw_without_rendering()
    for text in figure.findobj(Text):
        assert isinstance(text, Text)
        if text.get_visible() and text.get_text().strip():
            box = text.get_window_extent(renderer)
            yield text.get_text(), Bbox.from_extents(box.x0 + 1, box.y0 + 3, box.x1 - 1, box.y1 - 3)


def _overlap(one: Bbox, other: Bbox) -> bool:
    return bool(one.x0 < other.x1 and other.x0 < one.x1 and one.y0 < other.y1 and other.y0 < one.y1)


BOTH = [(case, lang) for case in CASES for lang in ("zh", "en") if "40" not in case or lang == "en"]


@pytest.mark.parametrize(("case", "lang"), BOTH)
def test_texts_can_be_read_overlap_nothing_and_stay_within_the_figure(case: str, lang: str) -> None:
    chart, make, how = CASES[case]
    ax = chart(make(), lang=lang, notes=["一条说明" if lang == "zh" else "A remark"], **how)
    figure = ax.get_figure(root=True)
    assert figure is not None
    found = list(_boxes(figure))
    assert len(found) > 3
    assert figure.get_size_inches()[0] * 25.4 == pytest.approx(160), "the text width of an A4 page"
    sizes = [text.get_fontsize() for text in figure.findobj(Text) if isinstance(text, Text) and text.get_text().strip()]
    assert min(float(size) for size in sizes) >= 8.5
    wide, high = (side * DPI for side in figure.get_size_inches())
    assert [text for text, box in found if box.x0 < 0 or box.x1 > wide or box.y0 < 0 or box.y1 > high] == []
    assert [(one[0], other[0]) for one, other in combinations(found, 2) if _overlap(one[1], other[1])] == []
    marks = [] if chart is plot.coverage else figure.findobj(Rectangle)
    bars = [mark.get_window_extent() for mark in marks if str(mark.get_label()) in ("_solid", "_hatched", "_hollow")]
    assert [text for text, box in found for bar in bars if _overlap(box, bar)] == []


def test_a_figure_grows_with_its_rows() -> None:
    heights = []
    for count in (1, 5, 40):
        figure = plot.compare(frames.values(count)).get_figure(root=True)
        assert figure is not None
        heights.append(figure.get_size_inches()[1])
    assert heights == sorted(set(heights))


def test_panels_of_one_unit_share_their_scale_and_begin_at_zero() -> None:
    outer = plot.small_multiples(_indicators())
    assert len(outer.child_axes) == 2
    assert all(inner.get_xlim()[0] == 0 for inner in outer.child_axes)
    assert outer.child_axes[0].get_xlim() != outer.child_axes[1].get_xlim(), "yuan and beds have scales of their own"
    grown = plot.small_multiples(frames.series(5), kind="growth", by="place")
    assert len({inner.get_ylim() for inner in grown.child_axes}) == 1
    paired = plot.small_multiples(frames.pairs(3), kind="change", by="place", columns=2)
    assert len({tuple(inner.get_xlim()) for inner in paired.child_axes}) == 1


def test_axes_that_are_given_are_the_page() -> None:
    figure = Figure(figsize=(12, 5))
    left, right = figure.subplots(1, 2)
    boxes = [Bbox(ax.get_position().get_points() * [12 * DPI, 5 * DPI]) for ax in (left, right)]
    assert plot.compare(frames.every_state().head(9), ax=left) is left
    assert plot.growth(frames.series(2), ax=right, lang="en") is right
    assert plot.alt(left).startswith("条形图")
    assert plot.alt(right, "en").startswith("Line chart")
    found = list(_boxes(figure))
    assert [(one[0], other[0]) for one, other in combinations(found, 2) if _overlap(one[1], other[1])] == []
    assert [
        text for text, box in found if not any(page.x0 - 1 <= box.x0 <= box.x1 <= page.x1 + 1 for page in boxes)
    ] == []
    names = {text.get_text(): text for text in left.texts}
    height = names["确县"].get_window_extent().y0 - names["735"].get_window_extent().y0
    assert abs(height) < 4, "a name stands beside its bar, whatever the height of the axes"
    small = Figure(figsize=(6, 2)).subplots()
    with pytest.raises(UsageError, match=r"this chart needs .* leave ax out"):
        plot.compare(frames.values(20), ax=small)
