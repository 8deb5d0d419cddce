"""The cubes hold what `standing` states, cell by cell; a bound stays one, and of figures that differ none is chosen."""

from __future__ import annotations

import json
from functools import cache
from itertools import product
from math import prod
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from export_files import dataset, exported, hostile, own, written

import civstats
from civstats.analysis import queries
from civstats.analysis.standing import Standing, records
from civstats.catalogue import LANGUAGES
from civstats.errors import UsageError
from civstats.export.cube import METRICS, definition_code, time_code
from civstats.export.jsonstat_labels import DIMENSIONS, apart

_ALL: dict[str, object] = {"year": None, "indicators": None, "places": None, "beginning": ""}


@cache
def collection(folder: Path, lang: str = "zh") -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / f"civstats.{lang}.jsonstat.json").read_text(encoding="utf-8"))
    return found


def cells(one: dict[str, Any]) -> dict[tuple[str, ...], tuple[float | None, str]]:
    """Value and status of the cells of a dataset by the codes of their categories, as the format defines it."""
    codes = [one["dimension"][name]["category"]["index"] for name in one["id"]]
    places = enumerate(product(*codes))
    said = {int(number) for number in (*one["value"], *one["status"])}
    return {
        place: (one["value"].get(str(number)), one["status"].get(str(number), ""))
        for number, place in places
        if number in said
    }


def stated(ds: civstats.Dataset) -> list[Standing]:
    return [Standing(**row) for row in records(ds.sql, queries.standing(), _ALL)]


def place(one: Standing, metric: str) -> tuple[str, ...]:
    time = time_code(one.year, one.part_of_year)
    return (one.locality_id, time, one.residence, one.breakdown, one.kind, definition_code(one), metric)


def test_every_level_is_in_its_cell_and_nothing_else_is() -> None:
    found = {
        (one["extension"]["indicator_id"], one["extension"]["unit_id"], *where): cell
        for one in collection(exported())["link"]["item"]
        for where, cell in cells(one).items()
    }
    expected = {}
    for one in stated(dataset()):
        for metric, value in zip(METRICS, (one.value, one.lower, one.upper), strict=True):
            status = (
                (one.bound if one.bound != "eq" else "") if metric == "value" else "unbounded" if value is None else ""
            )
            if one.merged == "disputed" and metric == "value":
                status = "disputed"
            expected[one.indicator_id, one.unit, *place(one, metric)] = (value, status)
    assert len(expected) == 3 * len(stated(dataset()))
    assert found == {where: cell for where, cell in expected.items() if cell != (None, "")}


def test_the_observations_of_a_cell_are_named() -> None:
    for one in collection(exported())["link"]["item"][:40]:
        said = one["extension"]["observations"]
        assert {int(number) % len(METRICS) for number in said} == {0}
        assert {number for number in one["value"] if int(number) % len(METRICS) == 0} <= said.keys()
        for ids in said.values():
            known = dataset().rows(
                "select indicator_id from observations where observation_id in (select unnest($ids))",
                {"ids": ids.split()},
            )
            assert {indicator for (indicator,) in known} == {one["extension"]["indicator_id"]}
            assert len(known) == len(ids.split())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_files_keep_to_the_format(lang: str) -> None:
    found = collection(exported(), lang)
    assert (found["version"], found["class"]) == ("2.0", "collection")
    for one in found["link"]["item"]:
        assert (one["version"], one["class"]) == ("2.0", "dataset")
        assert one["id"] == list(one["dimension"]) == list(DIMENSIONS)
        assert one["size"] == [len(one["dimension"][name]["category"]["index"]) for name in one["id"]]
        assert {name for names in one["role"].values() for name in names} <= set(one["id"])
        assert all(0 <= int(number) < prod(one["size"]) for number in (*one["value"], *one["status"]))
        assert all(isinstance(value, int | float) for value in one["value"].values())
        assert set(one["status"].values()) <= one["extension"]["status"]["label"].keys()
        for dimension in one["dimension"].values():
            category = dimension["category"]
            assert list(category["label"]) == category["index"]
            assert len(set(category["index"])) == len(category["index"])
            assert all(category["label"].values())
        assert one["dimension"]["metric"]["category"]["unit"].keys() == set(METRICS)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_two_categories_of_a_dimension_have_one_label(lang: str) -> None:
    """Tools take labels for keys."""
    for one in collection(exported(), lang)["link"]["item"]:
        for name, dimension in one["dimension"].items():
            labels = list(dimension["category"]["label"].values())
            assert len(set(labels)) == len(labels), (one["label"], name)


def test_places_of_one_name_have_the_place_above_in_every_cube() -> None:
    found: dict[str, set[str]] = {}
    for one in collection(exported(), "en")["link"]["item"]:
        for code, label in one["dimension"]["locality"]["category"]["label"].items():
            found.setdefault(code, set()).add(label)
    assert found["320500"] == {"Suzhou City (Jiangsu Province)"}
    assert found["341300"] == {"Suzhou City (Anhui Province)"}
    assert found["150626"] == {"Wushen Banner"}


@pytest.mark.parametrize(
    ("labels", "more", "lang", "told"),
    [
        ({"1": "a", "2": "b"}, {"1": "x", "2": "y"}, "en", {"1": "a", "2": "b"}),
        ({"1": "a", "2": "a"}, {"1": "x", "2": "y"}, "en", {"1": "a (x)", "2": "a (y)"}),
        ({"1": "a", "2": "a", "3": "b"}, {"1": "x", "2": "", "3": "z"}, "zh", {"1": "a（x）", "2": "a", "3": "b"}),
    ],
)
def test_labels_that_repeat_are_told_apart(
    labels: dict[str, str], more: dict[str, str], lang: str, told: dict[str, str]
) -> None:
    assert apart(labels, more, lang) == told


def test_the_languages_have_the_same_numbers_under_other_names() -> None:
    zh, en = (collection(exported(), lang)["link"]["item"] for lang in LANGUAGES)
    for one, other in zip(zh, en, strict=True):
        for key in ("id", "size", "value", "status"):
            assert one[key] == other[key]
    [found] = [one for one in zh if one["extension"]["indicator_id"] == "dibao_standard"]
    assert found["dimension"]["locality"]["category"]["label"]["150626"] == "乌审旗"
    assert found["label"] == "最低生活保障标准 (元/人·月)"
    assert found["dimension"]["residence"]["category"]["label"]["urban"] == "城市（城镇）"


def test_figures_that_exclude_each_other_are_all_held_and_none_is_chosen() -> None:
    day = pa.array([None, None], pa.date32())
    ds = own({"value": [10.0, 12.0], "source_id": ["one", "two"], "period_start": day, "period_end": day})
    [one] = collection(written(ds, ["json-stat"]))["link"]["item"]
    said = {where[-1]: cell for where, cell in cells(one).items()}
    assert said == {"value": (None, "disputed"), "lower": (10.0, ""), "upper": (12.0, "")}
    assert list(one["extension"]["observations"].values()) == ["own:1 own:2"]
    assert "不符" in one["extension"]["status"]["label"]["disputed"]


def test_a_bound_stays_a_bound() -> None:
    ends = {"lower": [5.0], "upper": pa.array([None], pa.float64()), "value": [5.0], "bound": ["ge"]}
    [one] = collection(written(own(ends), ["json-stat"]))["link"]["item"]
    said = {where[-1]: cell for where, cell in cells(one).items()}
    assert said == {"value": (5.0, "ge"), "lower": (5.0, ""), "upper": (None, "unbounded")}


def test_hostile_texts_are_codes_like_others() -> None:
    ds = hostile()
    found = collection(written(ds, ["json-stat"]))["link"]["item"]
    assert sum(len(one["extension"]["observations"]) for one in found) == len(stated(ds))


def test_a_number_that_json_does_not_know_is_told(tmp_path: Path) -> None:
    ends = {"lower": [1.0], "upper": [float("inf")], "value": [1.0], "bound": ["ge"]}
    with pytest.raises(UsageError, match="inf is no number for JSON"):
        civstats.export.write(own(ends), "json-stat", tmp_path / "out")
    assert not (tmp_path / "out").exists()
