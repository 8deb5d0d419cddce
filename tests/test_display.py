"""Tables to read: names for codes, a value and its ends in one cell, the unit where it belongs."""

from __future__ import annotations

import pandas as pd
import pytest

from civstats.dataset import Dataset
from civstats.display import show
from civstats.errors import UsageError

FIGURES = pd.DataFrame(
    {
        "locality_id": ["150626", "150600", "150000"],
        "indicator_id": "dibao_standard",
        "residence": ["rural", "urban", "urban"],
        "value": [650.0, None, 840.0],
        "lower": [650.0, 600.0, 840.0],
        "upper": [650.0, 700.0, None],
        "bound": ["eq", "range", "ge"],
        "unit": "CNY/person/month",
        "year": 2022,
    }
)


def test_a_value_and_its_ends_are_one_cell() -> None:
    assert show(FIGURES, "value").rows == (("650",), ("600—700",), ("不低于840",))
    assert show(FIGURES, "value", lang="en").rows == (("650",), ("600–700",), ("at least 840",))


def test_codes_are_shown_by_name() -> None:
    assert show(FIGURES, "place thing residence").rows[0] == ("乌审旗", "农村最低生活保障标准", "农村")
    assert show(FIGURES, "place", lang="en").rows[1] == ("Ordos City",)


def test_one_unit_stands_in_the_heading_and_several_in_the_cells() -> None:
    assert show(FIGURES, "value").headings == ("数值（元/人·月）",)
    mixed = FIGURES.assign(unit=["CNY/person/month", "CNY/person/year", "persons"])
    assert show(mixed, "value").headings == ("数值",)
    assert show(mixed, "value").rows == (("650元/人·月",), ("600—700元/人·年",), ("不低于840人",))


def test_nothing_is_shown_as_nothing() -> None:
    ranks, days = pd.array([None] * 3, dtype="Int32"), pd.Series([None] * 3, dtype="datetime64[s]")
    empty = FIGURES.assign(value=None, lower=None, upper=None, rank_from=ranks, rank_to=ranks, due=days)
    assert set(show(empty, "value rank due").rows) == {("", "", "")}


def test_ranks_may_be_wide() -> None:
    assert show(FIGURES.assign(rank_from=[1, 2, 2], rank_to=[1, 3, 3]), "rank").rows == (("1",), ("2—3",), ("2—3",))


def test_numbers_stand_at_the_right_and_years_do_not() -> None:
    assert show(FIGURES, "place year value").numeric == (False, False, True)


def test_html_escapes_and_has_a_head_and_a_caption() -> None:
    html = show(FIGURES.assign(printed="<b>"), "place printed", caption="1 < 2")._repr_html_()
    assert "<td" in html
    assert "&lt;b&gt;" in html
    assert "<caption>1 &lt; 2</caption>" in html
    assert html.count('scope="col"') == 2


def test_text_is_aligned_by_the_width_of_chinese_characters() -> None:
    lines = str(show(FIGURES, "place value")).splitlines()
    assert lines[0] == "地方          数值（元/人·月）"
    assert lines[1] == "乌审旗                     650"


def test_results_of_analyses_can_be_shown(ds: Dataset) -> None:
    rates = show(ds.growth("鄂尔多斯市", "dibao_standard"), "place thing previous value change growth growth_verdict")
    assert ("鄂尔多斯市", "城市最低生活保障标准", "900", "950", "50", "5.56", "截尾后成立") in rates.rows


@pytest.mark.parametrize(("columns", "lang"), [("nothing", "zh"), ("", "zh"), ("place", "fr")])
def test_what_cannot_be_shown_is_refused(columns: str, lang: str) -> None:
    with pytest.raises(UsageError):
        show(FIGURES, columns, lang=lang)
