"""The verdicts on relations: tables of cases as documents print them, and what holds of any figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from relation_figures import figures

from civstats import codelists
from civstats.relate import verdict
from civstats.relate.arithmetic import DIFFERENCE, EQUAL, GROWTH, RATIO, SUM, Arithmetic
from civstats.relate.figure import Figure
from civstats.relate.relations import KINDS
from civstats.relate.verdict import at_most, judge, within

JUDGED: dict[str, Callable[[Sequence[Figure]], str]] = {kind.name: kind.verdict for kind in KINDS}


def of(arithmetic: Arithmetic, *tokens: str) -> str:
    return judge(arithmetic, figures(*tokens))


@pytest.mark.parametrize(
    ("rate", "earlier", "level", "expected"),
    [
        ("5.5%", "900元/人·月", "950元/人·月", "holds_truncated"),
        ("5.6%", "900元/人·月", "950元/人·月", "holds_rounded"),
        ("10.7%", "650元/人·月", "720元/人·月", "holds_truncated"),
        ("5.8%", "1700元/人·月", "1800元/人·月", "holds_truncated"),
        ("12.8%", "975元/人·月", "1100元/人·月", "holds"),
        ("6.3%", "1600元/人·月", "1700元/人·月", "holds_rounded"),
        ("6.25%", "1600元/人·月", "1700元/人·月", "holds"),
        ("7.1%", "840元/人·月", "900元/人·月", "holds"),
        ("8.3%", "7200元/人·年", "7800元/人·年", "holds"),
        ("8.3%", "600元/人·月", "7800元/人·年", "holds"),
        ("5.4%", "900元/人·月", "950元/人·月", "conflict"),
        ("5.7%", "900元/人·月", "950元/人·月", "conflict"),
        ("8.58%", "5520元/人·年", "6038元/人·年", "conflict"),
        ("0%", "900元/人·月", "900元/人·月", "holds"),
        ("-2.5%", "800元/人·月", "780元/人·月", "holds"),
        ("-2%", "800元/人·月", "780元/人·月", "holds_truncated"),
        ("-3%", "800元/人·月", "780元/人·月", "holds_rounded"),
        ("2.5%", "800元/人·月", "780元/人·月", "conflict"),
        ("10%", "1.71亿元", "1.88亿元", "holds_rounded"),
        # Bounds: whatever they leave open lies in the rate, or may, or cannot.
        ("不低于5%", "900元/人·月", "950元/人·月", "holds"),
        ("不低于5%", "900元/人·月", "不低于950元/人·月", "holds"),
        ("不低于6%", "900元/人·月", "950元/人·月", "conflict"),
        ("不低于6%", "900元/人·月", "不低于950元/人·月", "unverifiable"),
        ("5.5%", "900元/人·月", "不低于950元/人·月", "unverifiable"),
        ("5.4%", "900元/人·月", "不低于950元/人·月", "conflict"),
        ("5.5%", "不超过900元/人·月", "950元/人·月", "unverifiable"),
        ("5.5%", "0元/人·月", "950元/人·月", "unverifiable"),
        ("4%-6%", "900元/人·月", "950元/人·月", "holds"),
        ("5.5%", "8000余万元", "8440万元", "unverifiable"),
        ("5.6%", "8000余万元", "8440万元", "conflict"),
    ],
)
def test_growth(rate: str, earlier: str, level: str, expected: str) -> None:
    assert of(GROWTH, rate, level, earlier) == expected


@pytest.mark.parametrize(
    ("total", "parts", "expected"),
    [
        ("1226人", "100人 114人 67人 149人 540人 256人", "holds"),
        ("1225人", "100人 114人 67人 149人 540人 256人", "conflict"),
        ("2.68亿元", "1.71亿元 7403.72万元 2367.4万元", "holds_truncated"),
        ("2.69亿元", "1.71亿元 7403.72万元 2367.4万元", "holds_rounded"),
        ("2.67亿元", "1.71亿元 7403.72万元 2367.4万元", "conflict"),
        ("2.71亿元", "1.71亿元 7403.72万元 2367.4万元", "conflict"),
        ("4.29万人", "2.75万人 4981人 1.04万人次", "holds_rounded"),
        ("4.29万人", "2.75万人 4981人 1.04人次", "conflict"),
        ("81.85万元", "60.66万元 11.08万元 10.11万元", "holds"),
        ("4536.51万元", "3500万元 1536.5万元", "conflict"),
        ("3.3万人", "1.6万人 1.6万人", "holds_rounded"),
        ("3.4万人", "1.6万人 1.6万人", "conflict"),
        ("37人", "至少10人 至少8人 至少7人 至少3人 至少6人 至少3人", "holds"),
        ("38人", "至少10人 至少8人 至少7人 至少3人 至少6人 至少3人", "unverifiable"),
        ("36人", "至少10人 至少8人 至少7人 至少3人 至少6人 至少3人", "conflict"),
        ("不少于36人", "至少10人 至少27人", "holds"),
        ("6人", "2-3人 4人", "unverifiable"),
        ("8人", "2-3人 4人", "conflict"),
        ("6-7人", "2-3人 4人", "holds"),
        ("8000余万元", "4000万元 4500万元", "holds"),
        ("8000余万元", "4000万元 5500万元", "conflict"),
    ],
)
def test_sum(total: str, parts: str, expected: str) -> None:
    assert of(SUM, total, *parts.split()) == expected


@pytest.mark.parametrize(
    ("arithmetic", "tokens", "expected"),
    [
        (DIFFERENCE, "121元/人·月 1265元/人·月 1144元/人·月", "holds"),
        (DIFFERENCE, "120元/人·月 1265元/人·月 1144元/人·月", "conflict"),
        (DIFFERENCE, "-60元/人·月 840元/人·月 900元/人·月", "holds"),
        (DIFFERENCE, "0.25亿元 1.71亿元 1.46亿元", "holds"),
        (DIFFERENCE, "60元/人·月 不低于900元/人·月 840元/人·月", "unverifiable"),
        (RATIO, "55% 110人 200人", "holds"),
        (RATIO, "33.3% 1人 3人", "holds"),
        (RATIO, "66.6% 2人 3人", "holds_truncated"),
        (RATIO, "66.7% 2人 3人", "holds_rounded"),
        (RATIO, "66.8% 2人 3人", "conflict"),
        (RATIO, "不低于55% 110人 200人", "holds"),
        (RATIO, "不低于55% 110人 不超过200人", "unverifiable"),
        (RATIO, "50% 1人 0人", "unverifiable"),
        (EQUAL, "2.75万人 27518人", "holds"),
        (EQUAL, "2.75万人 27490人", "holds_rounded"),
        (EQUAL, "2.75万人 27590人", "holds_truncated"),
        (EQUAL, "2.75万人 27600人", "conflict"),
        (EQUAL, "27518人 2.75万人", "holds_rounded"),
    ],
)
def test_other_arithmetic(arithmetic: Arithmetic, tokens: str, expected: str) -> None:
    assert of(arithmetic, *tokens.split()) == expected


@pytest.mark.parametrize(
    ("kind", "tokens", "expected"),
    [
        ("year_of_months", "650元/人·月 7800元/人·年", "holds"),
        ("year_of_months", "629元/人·月 7544元/人·年", "holds_rounded"),
        ("year_of_months", "628元/人·月 7544元/人·年", "holds_truncated"),
        ("year_of_months", "630元/人·月 7544元/人·年", "conflict"),
        ("year_of_months", "628.67元/人·月 7544元/人·年", "holds_rounded"),
        ("year_of_months", "650元/人·月 不低于7800元/人·年", "holds"),
        ("year_of_months", "640元/人·月 不低于7800元/人·年", "conflict"),
        ("same_quantity", "900元/人·月 900元/人·月 900元/人·月", "holds"),
        ("same_quantity", "900元/人·月 900元/人·月 901元/人·月", "conflict"),
        ("same_quantity", "2.75万人 27518人 2.8万人", "holds_rounded"),
        # Each is near the coarsest, yet they contradict each other.
        ("same_quantity", "2.7万人 26600人 27400人", "conflict"),
        ("same_quantity", "1200余人 1234人", "holds"),
        ("same_quantity", "1234人 1200余人", "holds"),
        ("same_quantity", "1200余人 1234人 1250人", "conflict"),
        ("same_quantity", "1200余人 约1200人", "unverifiable"),
        ("same_quantity", "629元/人·月 630元/人·月 7544元/人·年", "conflict"),
        ("two_levels", "900元/人·月 900元/人·月", "holds"),
        ("two_levels", "7800元/人·年 650元/人·月", "holds"),
        ("two_levels", "910元/人·月 900元/人·月", "unverifiable"),
        ("implied_base", "6.3% 1700元/人·月 1600元/人·月", "holds_rounded"),
        ("implied_base", "6.3% 1700元/人·月 1650元/人·月", "conflict"),
        ("implied_base", "8.6% 2660元/人·月", "unverifiable"),
    ],
)
def test_kinds_that_compare(kind: str, tokens: str, expected: str) -> None:
    assert JUDGED[kind](figures(*tokens.split())) == expected


@pytest.mark.parametrize(
    ("direction", "target", "actual", "expected"),
    [
        ("more", "900人", "900人", "holds"),
        ("more", "900人", "950人", "holds"),
        ("more", "900人", "899人", "conflict"),
        ("less", "20人", "15人", "holds"),
        ("less", "20人", "21人", "conflict"),
        ("neither", "20人", "20人", "holds"),
        ("neither", "20人", "21人", "conflict"),
        ("more", "不低于55%", "60%", "holds"),
        ("more", "不低于55%", "54%", "conflict"),
        ("more", "900人", "850-950人", "unverifiable"),
        ("more", "900人", "900余人", "holds"),
        ("more", "2-3人", "5人", "holds"),
        ("more", "2-3人", "1人", "conflict"),
        ("less", "约20人", "5人", "holds"),
        ("neither", "2-3人", "5人", "conflict"),
    ],
)
def test_a_target_is_met_on_its_good_side(direction: str, target: str, actual: str, expected: str) -> None:
    asked, reached = figures(target, actual)
    asked = replace(asked, row={**asked.row, "direction": direction})
    assert JUDGED["target_answered"]([asked, reached]) == expected


@pytest.mark.parametrize(
    ("whole", "parts", "expected"),
    [
        ("100人", "多于100人", "conflict"),
        ("100人", "40人 60人", "holds"),
        ("100人", "40人 59人", "holds"),
        ("100人", "40人 61人", "conflict"),
        ("1万人", "10040人", "holds_rounded"),
        ("1万人", "16000人", "holds_truncated"),
        ("1万人", "20000人", "conflict"),
        ("1.2万人", "12400人", "holds_rounded"),
        ("1.2万人", "12600人", "holds_truncated"),
        ("1.2万人", "13000人", "conflict"),
        ("不低于100人", "90人", "holds"),
        ("不低于100人", "110人", "unverifiable"),
        ("不超过100人", "101人", "conflict"),
        ("100人", "不低于101人", "conflict"),
        ("100人", "不低于100人", "unverifiable"),
        ("1.2万人", "不低于12040人", "unverifiable"),
    ],
)
def test_parts_are_at_most_the_whole(whole: str, parts: str, expected: str) -> None:
    assert at_most(figures(whole, *parts.split())) == expected


@pytest.mark.parametrize(
    ("whole", "parts", "expected"),
    [
        ("55%", "50% 60%", "holds"),
        ("50%", "50% 60%", "holds"),
        ("61%", "50% 60%", "conflict"),
        ("60.3%", "50% 60%", "holds_rounded"),
        ("60.8%", "50% 60%", "holds_truncated"),
        ("875.0元/人·月", "917.0元/人·月", "conflict"),
        ("55%", "不低于50% 60%", "unverifiable"),
        ("65%", "不低于50% 60%", "unverifiable"),
        ("45%", "不低于50% 60%", "conflict"),
        ("60%", "不低于50% 60%", "holds"),
        ("60%", "不低于70% 60%", "holds"),
        ("90%", "不低于50% 不超过20%", "unverifiable"),
        ("30%", "不低于50% 不超过20%", "holds"),
        ("不低于55%", "50% 60%", "unverifiable"),
    ],
)
def test_a_rate_lies_within_those_of_its_parts(whole: str, parts: str, expected: str) -> None:
    assert within(figures(whole, *parts.split())) == expected


def test_the_verdicts_are_those_of_the_code_list() -> None:
    assert sorted(verdict.ORDER) == sorted(codelists.codes("verdicts"))
    assert verdict.worst(["holds", "unverifiable", "holds_rounded"]) == "unverifiable"
    assert verdict.worst(verdict.ORDER) == "conflict"
