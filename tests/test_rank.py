"""Partial ranks: what is certain of an order of intervals, and nothing else."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from own_figures import falls

import civstats
from civstats.analysis.claims import Claim
from civstats.analysis.order import Ends, ends, ranks
from civstats.analysis.rank import rank
from civstats.dataset import Dataset
from civstats.errors import IncomparableError, UsageError

PROVE = settings(derandomize=True, max_examples=50, deadline=None)
CONNECTION = duckdb.connect(":memory:")
Figure = tuple[float | None, float | None, str]


def frame(figures: Sequence[Figure], **same: object) -> pd.DataFrame:
    rows = [{"place_zh": f"{number}县", "lower": low, "upper": high, "bound": bound, "unit": "persons",
             "state": "published", **same}
            for number, (low, high, bound) in enumerate(figures)]  # fmt: skip
    made = pd.DataFrame(rows)
    return made.astype({"lower": "float64", "upper": "float64"})


def proven(claim: Claim, params: dict[str, object] | None = None) -> bool:
    [row] = CONNECTION.sql(claim.query, params={**claim.params, **(params or {})}).fetchall()
    return row == (True,)


@st.composite
def figure(draw: st.DrawFn) -> Figure:
    low, width = draw(st.integers(0, 12)), draw(st.integers(0, 3))
    bound = draw(st.sampled_from(["eq", "ge", "gt", "le", "lt", "range", "more_than"]))
    return {
        "eq": (low, low, "eq"), "ge": (low, None, "ge"), "gt": (low, None, "gt"), "le": (None, low, "le"),
        "lt": (None, low, "lt"), "range": (low, low + width, "range"), "more_than": (low, low + 1 + width, "more_than"),
    }[bound]  # fmt: skip


FIGURES = st.lists(figure(), min_size=2, max_size=5)


def open_ends(one: Figure) -> tuple[float, float, bool, bool]:
    low, high, bound = one
    lower_open, upper_open = bound in ("gt", "more_than"), bound in ("lt", "more_than")
    return -math.inf if low is None else low, math.inf if high is None else high, lower_open, upper_open


def by_place(figures: Sequence[Figure], direction: str) -> list[tuple[int, int]]:
    """The ranks of every place over all ways in which the values may fall."""
    found = []
    all_ways = list(falls([open_ends(one) for one in figures]))
    for place in range(len(figures)):
        sign = -1 if direction == "less" else 1
        better = min(sum(sign * other > sign * way[place] for other in way) for way in all_ways)
        as_good = max(sum(sign * other >= sign * way[place] for other in way) for way in all_ways)
        found.append((better + 1, as_good))
    return found


@PROVE
@given(FIGURES, st.sampled_from(["more", "less", "neither"]))
def test_a_rank_is_what_some_way_of_falling_gives(figures: list[Figure], direction: str) -> None:
    assert ranks([ends(*one) for one in figures], direction) == by_place(figures, direction)


@PROVE
@given(FIGURES)
def test_a_claim_of_an_end_is_made_exactly_where_every_way_of_falling_makes_it_true(figures: list[Figure]) -> None:
    found = rank(frame(figures), direction="more")
    claims = [claim for claim in found.claims() if "named" in claim.params]
    said = {("highest" if "the highest" in claim.en else "lowest"): set(claim.params["named"]) for claim in claims}  # type: ignore[call-overload]
    ways = list(falls([open_ends(one) for one in figures]))
    for name, best in (("highest", max), ("lowest", min)):
        ends_of = [{f"{number}县" for number, value in enumerate(way) if value == best(way)} for way in ways]
        certain = ends_of[0] if all(one == ends_of[0] for one in ends_of) else set()
        everywhere = len(certain) == len(figures)
        assert said.get(name, set()) == (set() if everywhere else certain)
    assert all(proven(claim) for claim in found.claims())


@PROVE
@given(FIGURES, st.data())
def test_a_wider_interval_never_makes_a_claim_or_a_rank_more_certain(
    figures: list[Figure], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(figures) - 1))
    low, high, _ = figures[place]
    down, up = data.draw(st.integers(0, 5)), data.draw(st.sampled_from([0, 2, None]))
    wide = list(figures)
    wide[place] = (None if low is None else low - down, None if high is None or up is None else high + up, "range")
    before, after = rank(frame(figures), direction="more"), rank(frame(wide), direction="more")
    narrow = before.set_index("place_zh")
    for row in after.to_dict("records"):
        inside = narrow.loc[row["place_zh"]]
        assert row["rank_from"] <= inside["rank_from"] <= inside["rank_to"] <= row["rank_to"]
    for claim in after.claims():
        if {"named", "place"} & claim.params.keys():
            kept = ("lows", "highs", "low_opens", "high_opens", "ids")
            assert proven(claim, {name: before.params[name] for name in kept}), claim


@PROVE
@given(FIGURES, st.randoms(use_true_random=False))
def test_neither_the_order_of_rows_nor_the_unit_changes_a_result(figures: list[Figure], chance: random.Random) -> None:
    made = frame(figures, unit="CNY/person/month")
    order = list(range(len(made)))
    chance.shuffle(order)
    yearly = made.assign(lower=made["lower"] * 12, upper=made["upper"] * 12, unit="CNY/person/year")
    plain, shuffled, converted = (rank(one) for one in (made, made.iloc[order], yearly))
    for other in (shuffled, converted):
        assert other["place_zh"].tolist() == plain["place_zh"].tolist()
        assert other["rank_zh"].tolist() == plain["rank_zh"].tolist()
    assert [str(claim) for claim in shuffled.claims()] == [str(claim) for claim in plain.claims()]


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        # The mock-up of the reference page: 乙县 760 is not provably above 丙县 with 740 or more.
        ([(760, 760, "eq"), (740, None, "ge")], ["第1—2位", "第1—2位"]),
        ([(5, 5, "eq"), (7, 7, "eq"), (7, 7, "eq")], ["第3位", "并列第1位", "并列第1位"]),
        ([(1200, 1300, "more_than"), (1300, 1300, "eq")], ["第2位", "第1位"]),
        ([(1200, 1300, "range"), (1300, 1300, "eq")], ["第1—2位", "第1—2位"]),
        ([(None, 700, "lt"), (700, 700, "eq")], ["第2位", "第1位"]),
        ([(1, 2, "range"), (1, 2, "range"), (5, 5, "eq")], ["第2—3位", "第2—3位", "第1位"]),
    ],
)
def test_ranks_in_words(figures: list[Figure], words: list[str]) -> None:
    assert rank(frame(figures)).set_index("place_zh")["rank_zh"].sort_index().tolist() == words


def test_a_shortened_number_stands_for_all_that_it_may_have_been() -> None:
    made = frame([(92, 92, "eq"), (92.3, 92.3, "eq"), (93, 93, "eq")], unit="percent").assign(precision=[1, 0.1, 1])
    found = rank(made).set_index("place_zh")["rank_zh"]
    # 92 % may have been 92.9 % before it was cut, and 93 % may have been 92.5 % before it was rounded.
    assert found.to_dict() == {"2县": "第1—2位", "0县": "第1—3位", "1县": "第2—3位"}
    assert ends(2.68, 2.68, "eq", 0.01) == Ends((2.68 - 0.005, 0), (2.68 + 0.01, 0))


MIXED = [
    ("unit", {"unit": "CNY/person/year"}, {"unit": "CNY/person/month"}),
    ("level", {"level": "prefecture"}, {"level": "county"}),
    ("kind", {"measure": "target"}, {"measure": "standard"}),
    ("definition", {"indicator_id": "dibao_average_standard"}, {"indicator_id": "dibao_standard"}),
    ("definition", {"set_kind": "average"}, {"set_kind": "own"}),
    ("definition", {"residence": "rural"}, {"residence": "urban"}),
    ("period", {"year": 2022}, {"year": 2023}),
]


@pytest.mark.parametrize(("difference", "other", "most"), MIXED)
def test_unlike_rows_are_refused_and_named_with_the_way_out(
    difference: str, other: dict[str, object], most: dict[str, object]
) -> None:
    rows = [{"locality_id": f"15060{n}", "value": 700.0 + n, "unit": "persons", **most} for n in (1, 2, 3)]
    made = pd.DataFrame([*rows[:2], rows[2] | other])
    with pytest.raises(IncomparableError, match=f"150603.*differs in {difference}") as caught:
        rank(made)
    assert caught.value.allow == (difference,)
    assert len(caught.value.rows) == 1
    [found] = [row for row in rank(made, allow=difference).to_dict("records") if row["locality_id"] == "150603"]
    if difference == "unit":
        assert (found["state"], found["value"]) == ("converted", round(703 / 12, 6))
    else:
        assert found["state"] == ("other_level" if difference == "level" else "not_comparable")
        assert pd.isna(found["rank_from"])


def test_units_of_two_quantities_are_never_converted() -> None:
    units = ["persons", "persons", "households"]
    made = pd.DataFrame({"locality_id": ["1", "2", "3"], "value": [5.0, 6, 7], "unit": units})
    assert rank(made, allow="unit")["state"].tolist()[-1] == "not_comparable"


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (pd.DataFrame({"locality_id": ["1"], "value": [1.0]}), "needs the columns"),
        (pd.DataFrame({"locality_id": ["1", "1"], "value": [1.0, 2], "unit": "persons"}), "more than one row"),
        (
            pd.DataFrame({"locality_id": ["1"], "value": [1.0], "unit": "persons", "bound": "gee"}),
            "unknown bound.*nearest: ge",
        ),
    ],
)
def test_a_frame_that_cannot_be_ranked_is_an_error_that_helps(made: pd.DataFrame, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        rank(made)


def test_rows_without_figure_stay_without_rank() -> None:
    made = pd.DataFrame({"locality_id": ["1", "2"], "value": [None, 3.0], "unit": "persons"})
    assert rank(made)[["locality_id", "state", "rank_zh"]].to_numpy().tolist() == [
        ["2", "published", "第1位"],
        ["1", "not_published", ""],
    ]


def test_many_rows_are_ranked_at_once() -> None:
    chance = random.Random(7)
    figures = [
        ends(float(low := chance.randrange(10**6)), float(low + chance.randrange(9)), "range") for _ in range(200_000)
    ]
    assert min(first for first, _ in ranks(figures)) == 1


def test_a_dataset_ranks_its_places(ds: Dataset) -> None:
    found = ds.rank("dibao_standard", 2023, residence="urban", level="prefecture")
    words = {row["place_zh"]: (row["rank_zh"], row["rank_en"]) for row in found.to_dict("records")}
    assert words["鄂尔多斯市"] == ("第1位", "rank 1")
    assert words["萍乡市"] == words["新余市"] == ("并列第4位", "rank 4 (tied)")
    claims = found.claims()
    assert claims[0].zh.endswith("鄂尔多斯市最高，为950元/人·月。")
    assert all(claim.proven(ds.sql) for claim in claims)
    assert civstats.Dataset is Dataset
