"""The code lists: complete, unique, and in agreement with each other and with the readers."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from importlib.resources import files
from itertools import combinations

import pytest

from civstats import codelists
from civstats.errors import UnreadableError
from civstats.reading import quantity, units
from civstats.schema.tables import TABLES

# `terms` is a table of words, not a list of codes.
LISTS = sorted(
    {file.name[:-4] for file in files("civstats.codelists").iterdir() if file.name.endswith(".csv")} - {"terms"}
)
MAY_BE_EMPTY = {
    *("within", "area", "before", "after", "dimension", "table", "topic", "role", "per"),
    *("compare_with", "not_comparable_with", "why_not"),
    *("numerator_breakdown", "denominator_breakdown", "short_zh", "parameters", "needs"),
}
CODED = {  # a column of this name holds codes of that list
    "indicator": "indicators",
    "unit": "units",
    "theme": "themes",
    "topic": "topics",
    "residence": "residences",
    "breakdown": "breakdowns",
    "measure": "measures",
    "status": "statuses",
    "area": "areas",
    **dict.fromkeys(("ratio", "numerator", "denominator"), "indicators"),
    **dict.fromkeys(("numerator_breakdown", "denominator_breakdown"), "breakdowns"),
}
UNITS = codelists.rows("units")
INDICATORS = codelists.rows("indicators")
SIDES = {"before": "{}12人", "after": "12人{}"}
WORDS = [
    (s, word, row["bound"]) for row in codelists.rows("bounds") for s in SIDES for word in row[s].split("|") if word
]


@pytest.mark.parametrize("name", LISTS)
def test_every_cell_is_filled_without_idle_spaces(name: str) -> None:
    for row in codelists.rows(name):
        assert None not in row, row  # more cells than columns
        for column, cell in row.items():
            assert cell is not None, row  # fewer cells than columns
            assert cell == cell.strip()
            assert cell or column in MAY_BE_EMPTY, row


@pytest.mark.parametrize("name", [name for name in LISTS if name != "aliases"])  # one alias may hold in two areas
def test_every_code_stands_once(name: str) -> None:
    assert len(codelists.codes(name)) == len(codelists.rows(name))


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("column", ["name_zh", "name_en"])
def test_names_tell_the_codes_of_one_dimension_apart(name: str, column: str) -> None:
    # 街道 is a level and a type of division, 个 counts facilities and places.
    named = Counter((row.get("dimension", row.get("quantity")), row.get(column)) for row in codelists.rows(name))
    assert [key for key, count in named.items() if count > 1 and key[1] is not None] == []


@pytest.mark.parametrize("name", LISTS)
def test_every_reference_to_another_list_resolves(name: str) -> None:
    for column in codelists.rows(name)[0].keys() & CODED.keys():
        assert {row[column] for row in codelists.rows(name) if row[column]} <= set(codelists.codes(CODED[column]))


def test_indicators_that_do_not_compare_name_each_other_and_say_why() -> None:
    pairs = {(row["indicator_id"], other) for row in INDICATORS for other in row["not_comparable_with"].split()}
    assert {other for _, other in pairs} <= set(codelists.codes("indicators"))
    assert {(b, a) for a, b in pairs} == pairs
    assert [row for row in INDICATORS if bool(row["not_comparable_with"]) != bool(row["why_not"])] == []


def test_indicators_have_a_direction_and_may_be_summed_or_not() -> None:
    assert {row["direction"] for row in INDICATORS} <= {"more", "less", "neither"}
    assert {row["summable"] for row in INDICATORS} <= {"yes", "no"}


def test_shares_rates_and_quotas_are_never_summed() -> None:
    summable = {row["unit"] for row in INDICATORS if row["summable"] == "yes"}
    assert [code for code in summable if "/" in code or code in ("percent", "permille", "working_days")] == []


def test_an_indicator_of_a_thematic_table_has_its_topic_and_role() -> None:
    thematic = [row for row in INDICATORS if row["table"] or row["topic"] or row["role"]]
    assert [row for row in thematic if not (row["table"] and row["topic"] and row["role"])] == []
    assert {row["table"] for row in thematic} <= set(TABLES)


def test_a_unit_factor_is_a_positive_fraction_and_each_quantity_has_one_base() -> None:
    assert [row["unit_id"] for row in UNITS if Fraction(row["factor"]) <= 0] == []
    bases = Counter(row["quantity"] for row in UNITS if Fraction(row["factor"]) == 1)
    assert bases == Counter({row["quantity"] for row in UNITS})


def test_only_a_count_may_stand_without_its_unit() -> None:
    assert {row["bare"] for row in UNITS} <= {"yes", "no"}
    assert [row["unit_id"] for row in UNITS if row["bare"] == "yes" and "元" in row["printed"]] == []


def test_a_printed_form_means_one_unit_of_a_quantity() -> None:
    for a, b in combinations(UNITS, 2):
        if (a["quantity"], sorted(a["per"].split("|"))) == (b["quantity"], sorted(b["per"].split("|"))):
            assert not set(a["printed"].split("|")) & set(b["printed"].split("|")), (a, b)


@pytest.mark.parametrize("row", UNITS, ids=codelists.codes("units"))
def test_every_printed_form_of_a_unit_is_read_as_that_unit(row: codelists.Row) -> None:
    slash = "/" + "·".join(row["per"].split("|")) if row["per"] else ""
    tokens = [f"3{form}{slash}" for form in row["printed"].split("|")]
    read = {token: units.resolve(quantity.read(token).unit, row["quantity"]) for token in tokens}
    assert read == dict.fromkeys(tokens, row["unit_id"])


def test_a_word_of_a_bound_means_one_bound() -> None:
    assert [word for word, count in Counter(word for _, word, _ in WORDS).items() if count > 1] == []


@pytest.mark.parametrize(("side", "word", "bound"), WORDS)
def test_a_word_of_a_bound_is_read_on_its_side_only(side: str, word: str, bound: str) -> None:
    assert quantity.read(SIDES[side].format(word)).bound == bound
    with pytest.raises(UnreadableError):
        quantity.read(SIDES["after" if side == "before" else "before"].format(word))


@pytest.mark.parametrize(
    ("wanted", "known", "text"),
    [
        ("dibao_standart", ["dibao_standard", "care_homes"], "nearest: dibao_standard"),
        ("person", ["persons", "person_times", "households"], "nearest: persons, person_times"),
        ("a1", ["a2", "a3", "a4", "a5"], "nearest: a5, a4, a3"),
        ("旗", ["嘎查", "鄂托克前旗", "杭锦旗镇社区"], "nearest: 鄂托克前旗, 杭锦旗镇社区"),
        ("zzz", list("abcdefgh"), "known: a, b, c, d, e, f, g, h"),
        ("zzz", ["plan", "notice"], "known: plan, notice"),
        ("", ["plan", "notice"], "known: plan, notice"),
        ("zzz", list("abcdefghi"), "known: a, b, c, d, e, f, g, h, …"),
        ("plan", [], "known: "),
    ],
)
def test_an_unknown_code_names_the_nearest_or_some_known_ones(wanted: str, known: list[str], text: str) -> None:
    assert codelists.nearest(wanted, known) == text
