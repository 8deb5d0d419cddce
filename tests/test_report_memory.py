"""What reports remember of a dataset is what the dataset would answer."""

from __future__ import annotations

import gc
import sys
import weakref
from collections.abc import Mapping
from functools import cache

import pytest
from own_figures import ORDOS, own, places

from civstats.analysis import queries
from civstats.analysis.peers import peers
from civstats.analysis.rank import rank_standings
from civstats.analysis.standing import DIFFERENCES, scope
from civstats.dataset import Dataset
from civstats.report.memory import memory

MODULE = sys.modules[memory.__module__]
ASKED: list[dict[str, object]] = [
    {"year": None, "indicators": None, "places": None, "beginning": ""},
    {"year": 2022, "indicators": None, "places": None, "beginning": ""},
    {"year": 1950, "indicators": None, "places": None, "beginning": ""},
    {"year": 2023, "indicators": ["dibao_standard"], "places": None, "beginning": ""},
    {"year": None, "indicators": ["dibao_standard", "tekun_standard"], "places": None, "beginning": "15"},
    {"year": 2022, "indicators": ["dibao_standard"], "places": ["150626", "150602", "999999"], "beginning": ""},
    {"year": None, "indicators": None, "places": ["150626"], "beginning": ""},
    {"year": None, "indicators": [], "places": None, "beginning": ""},
    {"year": None, "indicators": None, "places": [], "beginning": ""},
    {"year": 2023, "indicators": None, "places": None, "beginning": "1506"},
    {"year": None, "indicators": ["no_such_indicator"], "places": None, "beginning": ""},
    {"year": None, "indicators": None, "places": ["150626"], "beginning": "50"},
]


@cache
def _answer(ds: Dataset, number: int) -> tuple[list[str], list[tuple[object, ...]]]:
    params = ASKED[number]
    found = ds.sql(queries.standing(), dict(params))
    return list(found.columns), found.fetchall()


def answer(ds: Dataset, params: Mapping[str, object]) -> tuple[list[str], list[tuple[object, ...]]]:
    return _answer(ds, next(number for number, one in enumerate(ASKED) if one == params))


@pytest.mark.parametrize("params", ASKED)
def test_the_levels_remembered_are_those_of_the_dataset(ds: Dataset, params: dict[str, object]) -> None:
    found = memory(ds)(queries.standing(), params)
    columns, rows = answer(ds, params)
    assert list(found.columns) == columns
    assert found.fetchall() == rows, "in the same order"
    assert found.fetchall() == rows, "twice"


def test_the_questions_are_no_empty_ones(ds: Dataset) -> None:
    assert sum(bool(answer(ds, params)[1]) for params in ASKED) >= 6


def test_other_questions_are_answered_once(ds: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    query = "select count(*) as n from observations where year = $year"
    fresh = MODULE._Memory(ds)
    asked: list[object] = []
    sql = ds.sql

    def noted(query: str, params: object = None) -> object:
        asked.append(params)
        return sql(query, params)

    monkeypatch.setattr(ds, "sql", noted)
    fresh("select 1 as a", None)  # and how large the dataset is
    asked.clear()
    for year in (2022, 2023, 2022, 2023):
        found = fresh(query, {"year": year})
        assert found.columns == ["n"]
        assert found.fetchall() == sql(query, {"year": year}).fetchall()
    assert asked == [{"year": 2022}, {"year": 2023}]
    fresh(queries.standing(), ASKED[1])
    fresh(queries.standing(), ASKED[3])
    assert len(asked) == 3, "all levels are read once"


def test_what_is_given_can_be_changed_without_harm(ds: Dataset) -> None:
    memory(ds)(queries.standing(), ASKED[3]).fetchall().clear()
    assert memory(ds)(queries.standing(), ASKED[3]).fetchall() == answer(ds, ASKED[3])[1]
    memory(ds)("select 1 as a", None).fetchall().append((2,))
    assert memory(ds)("select 1 as a", None).fetchall() == [(1,)]


def test_nothing_is_kept_of_a_large_dataset(ds: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MODULE, "_MOST", 2)
    large = MODULE._Memory(ds)
    for params in ASKED[3:6]:
        found = large(queries.standing(), params)
        assert not isinstance(found, MODULE._Rows)
        assert (list(found.columns), found.fetchall()) == answer(ds, params)
    assert large._asked == {}
    assert "_all" not in vars(large)


def test_a_dataset_at_the_limit_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    small = own(places(ORDOS[:2], [700.0, 800.0]))
    monkeypatch.setattr(MODULE, "_MOST", 2)
    assert isinstance(MODULE._Memory(small)("select 1 as a", None), MODULE._Rows)
    monkeypatch.setattr(MODULE, "_MOST", 1)
    assert not isinstance(MODULE._Memory(small)("select 1 as a", None), MODULE._Rows)


def test_each_dataset_has_its_own_memory_that_ends_with_it(ds: Dataset) -> None:
    small = own(places(ORDOS[:2], [700.0, 800.0]))
    assert memory(small) is memory(small)
    assert memory(small) is not memory(ds)
    assert memory(small)("select count(*) as n from observations", None).fetchall() == [(2,)]
    assert len(memory(small)(queries.standing(), ASKED[0]).fetchall()) == 2
    alive = weakref.ref(small)
    del small
    gc.collect()
    assert alive() is None


@pytest.mark.parametrize("year", [2022, 2023])
@pytest.mark.parametrize("residence", ["urban", "rural"])
def test_analyses_find_the_same(ds: Dataset, year: int, residence: str) -> None:
    about = ("dibao_standard", year, None, residence, "total", "county", None, None, DIFFERENCES)
    kept, asked = (rank_standings(sql, scope(sql, *about)) for sql in (memory(ds), ds.sql))
    assert kept.equals(asked)
    assert [claim.zh for claim in kept.claims()] == [claim.zh for claim in asked.claims()]
    near = ("150626", "dibao_standard", year, residence, "total", 10)
    assert peers(memory(ds), *near).equals(peers(ds.sql, *near))
