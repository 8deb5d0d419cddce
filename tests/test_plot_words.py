"""The words of the charts: alternative texts, labels in both languages, numbers, line breaks, glyphs."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from string import Formatter

import pandas as pd
import plot_frames as frames
import pytest
from matplotlib.axes import Axes

import civstats.plot
from civstats import plot
from civstats.catalogue import LANGUAGES, Lang
from civstats.codelists.localities import localities
from civstats.dataset import Dataset
from civstats.errors import UsageError
from civstats.plot import fonts, measure, words
from civstats.plot.frame import Level
from civstats.plot.layout import Chart

CHARTS: dict[str, tuple[Callable[[], Axes], str, str]] = {
    "compare": (lambda: plot.compare(frames.every_state()), "条形图", "Bar chart"),
    "compare one": (lambda: plot.compare(frames.values(1)), "条形图", "Bar chart"),
    "compare none": (lambda: plot.compare(frames.every_state().tail(4)), "条形图", "Bar chart"),
    "change": (lambda: plot.change(frames.odd_pairs()), "哑铃图", "Dumbbell chart"),
    "growth": (lambda: plot.growth(frames.series(4)), "折线图", "Line chart"),
    "attainment": (lambda: plot.attainment(frames.targets(16)), "目标完成图", "Bullet chart"),
    "coverage": (lambda: plot.coverage(frames.coverage(12)), "矩阵图", "Matrix of tiles"),
    "multiples": (lambda: plot.small_multiples(frames.values(6), by="place"), "小图组", "Small multiples"),
}


@pytest.mark.parametrize("chart", CHARTS)
def test_the_alternative_text_is_of_the_length_that_readers_take(chart: str) -> None:
    make, zh, en = CHARTS[chart]
    ax = make()
    for lang, kind in (("zh", zh), ("en", en)):
        text = plot.alt(ax, lang)
        assert text.startswith(kind)
        assert 40 <= len(text) <= 300
        assert not text.endswith("…"), "nothing is cut"
        assert not re.search(r"\b(nan|None|NaT)\b", text)
    assert not re.search(r"[\u4e00-\u9fff]", plot.alt(ax, "en").replace("特", "")) or chart == "attainment"


def test_the_alternative_text_names_subject_extremes_and_rows_without_a_mark() -> None:
    gone = pd.DataFrame([{**frames.ROW, **frames.place(9), **frames.NOTHING, "state": "not_published"}])
    ax = plot.compare(pd.concat([frames.values(3), gone]))
    zh, en = plot.alt(ax), plot.alt(ax, "en")
    assert "2023年农村最低生活保障标准（元/人·月），4个地区中3个可比" in zh
    assert "最高积石山保安族东乡族撒拉族自治县，774。最低甲县，700。郧阳9区未公布" in zh
    assert "Highest: Jishishan Bonan, Dongxiang and Salar Autonomous County, 774. Lowest: Jia County, 700." in en
    assert "Yunyang District 9: not published" in en
    figure = ax.get_figure(root=True)
    assert plot.alt(ax) == figure.civstats_alt["zh"]  # type: ignore[union-attr]
    with pytest.raises(UsageError, match="no chart"):
        plot.alt(frames)  # type: ignore[arg-type]


def test_a_notebook_shows_the_chart_with_its_alternative_text() -> None:
    ax = plot.compare(frames.values(2), lang="en")
    assert isinstance(ax, Chart)
    data, metadata = ax._repr_mimebundle_()
    assert data["image/png"].startswith("iVBOR")
    assert metadata["image/png"]["alt"] == plot.alt(ax, "en")


def test_labels_say_the_same_in_both_languages_and_each_is_used() -> None:
    for key, row in words.labels().items():
        fields = [{name for _, name, _, _ in Formatter().parse(row[lang]) if name} - {"s"} for lang in LANGUAGES]
        missing = fields[0] ^ fields[1]
        assert missing <= {"unit", "others", "count", "names"}, f"{key}: {missing}"
        assert not re.search(r"[\u4e00-\u9fff]", row["en"]), key
    code = "".join(path.read_text(encoding="utf-8") for path in Path(civstats.plot.__file__).parent.glob("*.py"))
    code = code.replace("'", '"')
    starts = re.findall(r'f"([a-z_]+_){', code)  # keys that are made: f"state_{row.state}"
    unused = [key for key in words.labels() if f'"{key}"' not in code and not key.startswith(tuple(starts))]
    assert unused == []


@pytest.mark.parametrize(
    ("value", "lang", "unit", "shown"),
    [
        (735.0, "zh", "", "735"),
        (1200.0, "zh", "", "1200"),
        (1200.0, "en", "", "1,200"),
        (268e6, "zh", "", "268,000,000"),
        (616.665, "en", "", "616.67"),
        (0.5, "zh", "", "0.5"),
        (0.000345, "zh", "", "0.00035"),
        (-3.0, "en", "percent", "−3%"),
        (0.0, "en", "", "0"),
    ],
)
def test_numbers_are_shown_in_full_and_rounded_half_up(value: float, lang: Lang, unit: str, shown: str) -> None:
    assert words.number(value, lang, unit) == shown


def test_large_numbers_at_an_axis_have_words() -> None:
    assert words.tick(1e8, "zh") == "1亿"
    assert words.tick(2e5, "zh") == "20万"
    assert words.tick(5e4, "zh") == "50,000"
    assert words.tick(2.5e6, "en") == "2.5 million"


def test_rates_and_changes() -> None:
    assert words.rate(5.55) == "+5.6%"
    assert words.rate(-0.04) == "0.0%"
    assert words.rate(14900.0) == "+14,900%"
    assert words.floored(99.96) == "99.9", "never 100 before it is reached"
    assert words.signed(40, 60, "zh") == "+40至+60"
    assert words.signed(40, None, "en") == "at least +40"
    assert words.signed(None, 0, "zh") == "至多0"
    assert words.signed(None, None, "zh") == ""


def test_bounds_are_said_as_bounds() -> None:
    said = {
        "ge": ("≥735", "≥735"),
        "gt": (">735", ">735"),
        "le": ("≤735", "≤735"),
        "lt": ("<735", "<735"),
        "more_than": ("735余", "just over 735"),
        "nearly": ("近735", "nearly 735"),
        "approx": ("约735", "about 735"),
    }
    for bound, texts in said.items():
        assert tuple(words.bounded(Level(735.0, 735.0, 735.0, bound), lang) for lang in LANGUAGES) == texts
    assert words.amount(Level(None, 4.0, 6.0, "range"), "zh", "beds") == "4—6张"
    assert words.bounded(Level(None, 4.0, None, "range"), "en") == "≥4"


def test_lines_break_where_they_may() -> None:
    lines = measure.wrap("2023年农村最低生活保障标准（元/人·月），12个地区中8个可比", 9, 100)
    assert "".join(lines) == "2023年农村最低生活保障标准（元/人·月），12个地区中8个可比"
    assert all(measure.width(line, 9) <= 100 for line in lines)
    assert not any(line[0] in "，。）、" or line[-1] in "（" for line in lines)
    assert measure.wrap("Jishishan Bonan and Salar", 9, 60) == ["Jishishan", "Bonan and", "Salar"]
    assert measure.wrap("Donaudampfschiffahrtsgesellschaft", 9, 60)[0].startswith("Donau"), "a word that is too long"
    assert measure.wrap("不可比：只公布：不分城乡793元/人·月；农村", 9, 120)[1] == "793元/人·月；农村", (
        "an amount stays whole"
    )
    lengths = [len(line) for line in measure.balanced("积石山保安族东乡族撒拉族自治县", 9, 130)]
    assert max(lengths) - min(lengths) <= 2


def test_the_font_draws_every_place_name_and_the_words_of_the_charts() -> None:
    assert fonts.missing("".join(place.name_zh + place.name_en for place in localities().values())) == ""
    assert fonts.missing("".join(row["zh"] + row["en"] for row in words.labels().values())) == ""
    assert fonts.missing("違建墓地臺灣國語 𠮷 郧竹堉 ≥≤●○◐◇▶") == "", "traditional and rare characters"
    assert fonts.missing("\U0010ffff") == "\U0010ffff"


def test_the_font_draws_every_text_of_the_dataset(ds: Dataset) -> None:
    texts = ds.rows("select string_agg(concat_ws(' ', title_zh, title_en, issuer), ' ') from sources")
    texts += ds.rows("select string_agg(concat_ws(' ', printed, subject_zh), ' ') from observations")
    assert fonts.missing("".join(text for (text,) in texts)) == ""
