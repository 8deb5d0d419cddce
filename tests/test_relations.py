"""Each kind of relation, found in small made-up documents: a case that holds and one that does not."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

import pytest
from conftest import MakeRaw
from relation_documents import CITY, DIBAO, HOMES, REPORT, WAS, Document, findings, growth, of_kind, rows, with_parts

from civstats import codelists
from civstats.relate import relations, wording

BEDS = {"indicator": "care_beds", "measure": "actual"}


def share(token: str) -> list[dict[str, str]]:
    made = rows(BEDS, "200张", {"printed": "110张", "indicator": "nursing_beds"})
    return [*made, {**BEDS, "printed": token, "indicator": "nursing_bed_share"}]


def target(asked: str, reached: str) -> tuple[Document, Document]:
    plan = Document([{**DIBAO, "printed": asked, "measure": "target"}])
    return plan, Document([{**DIBAO, "printed": reached}], REPORT)


def two_residences(total: str, urban: str, rural: str) -> list[dict[str, str]]:
    kinds = {"indicator": "dibao_beneficiaries", "measure": "actual"}
    return rows(kinds, total, {"printed": urban, "residence": "urban"}, {"printed": rural, "residence": "rural"})


def with_towns(mean: str) -> Document:
    """A mean standard of a county, and those of its towns."""
    towns = {"嘎鲁图镇": "660元/人·月", "图克镇": "640元/人·月"}
    below = [{"printed": token, "part_of": "1", "place": place} for place, token in towns.items()]
    return Document(rows(DIBAO, mean, *below))


def with_subset(whole: str, part: str) -> Document:
    return Document(rows(HOMES, whole, {"printed": part, "subset_of": "1"}))


def documents(*some: list[dict[str, str]]) -> list[Document]:
    return [Document(made) for made in some]


DISTRICTS = ("海勃湾区", "海南区", "乌达区")
WUHAI = {"locality": "内蒙古自治区乌海市", "issuer": "乌海市民政局"}


def districts(total: str, *counts: str) -> Document:
    """A city's care homes, and those of its three districts as far as they are printed."""
    below = [{"printed": count, "place": place} for count, place in zip(counts, DISTRICTS, strict=False)]
    return Document(rows(HOMES, total, *below), WUHAI)


CASES: list[tuple[str, str, Sequence[Document], str, str]] = [
    ("sum_of_parts", "parts", documents(with_parts("49家", "13家", "28家", "8家")), "holds", "a1 a2 a3 a4"),
    ("sum_of_parts", "parts", documents(with_parts("50家", "13家", "28家", "8家")), "conflict", "a1 a2 a3 a4"),
    ("subset_of_whole", "a part", [with_subset("9家", "8家")], "holds", "a1 a2"),
    ("subset_of_whole", "no part", [with_subset("9家", "10家")], "conflict", "a1 a2"),
    ("rate_of_parts", "a mean", [with_towns("650元/人·月")], "holds", "a1 a2 a3"),
    ("rate_of_parts", "above all parts", [with_towns("670元/人·月")], "conflict", "a1 a2 a3"),
    ("urban_and_rural", "together", documents(two_residences("1200人", "300人", "900人")), "holds", "a1 a2 a3"),
    ("urban_and_rural", "one short", documents(two_residences("1200人", "300人", "899人")), "conflict", "a1 a2 a3"),
    ("children_of_parent", "all", [districts("20家", "5家", "7家", "8家")], "holds", "a1 a2 a3 a4"),
    ("children_of_parent", "all, one short", [districts("20家", "5家", "7家", "7家")], "conflict", "a1 a2 a3 a4"),
    ("children_of_parent", "some", [districts("20家", "5家", "7家")], "holds", "a1 a2 a3"),
    ("children_of_parent", "some, too many", [districts("20家", "15家", "7家")], "conflict", "a1 a2 a3"),
    ("same_quantity", "equal", documents(rows(DIBAO, "650元/人·月"), rows(DIBAO, "7800元/人·年")), "holds", "a1 b1"),
    ("same_quantity", "unlike", documents(rows(HOMES, "49家"), rows(HOMES, "48家")), "conflict", "a1 b1"),
    (
        "two_levels", "agreed",
        [Document(rows(DIBAO, "7800元/人·年")), Document(rows(DIBAO, "650元/人·月"), CITY)], "holds", "a1 b1",
    ),
    (
        "two_levels", "a place may set its own",
        [Document(rows(DIBAO, "660元/人·月")), Document(rows(DIBAO, "650元/人·月"), CITY)], "unverifiable", "a1 b1",
    ),
    ("year_of_months", "twelve", documents(rows(DIBAO, "629元/人·月", "7544元/人·年")), "holds_rounded", "a1 a2"),
    ("year_of_months", "not twelve", documents(rows(DIBAO, "640元/人·月", "7544元/人·年")), "conflict", "a1 a2"),
    ("printed_change", "the rise", documents(growth("60元/人·月", "900元/人·月", "840元/人·月")), "holds", "a3 a1 a2"),
    ("printed_change", "no rise", documents(growth("50元/人·月", "90元/人·月", "30元/人·月")), "conflict", "a3 a1 a2"),
    ("printed_growth", "cut", documents(growth("5.5%", "950元/人·月", "900元/人·月")), "holds_truncated", "a3 a1 a2"),
    ("printed_growth", "wrong", documents(growth("5.4%", "950元/人·月", "900元/人·月")), "conflict", "a3 a1 a2"),
    (
        "implied_base", "printed elsewhere",
        [Document(growth("6.3%", "1700元/人·月")), Document([{**DIBAO, **WAS, "printed": "1600元/人·月"}], REPORT)],
        "holds_rounded", "a2 a1 b1",
    ),
    (
        "implied_base", "another elsewhere",
        [Document(growth("6.3%", "1700元/人·月")), Document([{**DIBAO, **WAS, "printed": "1650元/人·月"}], REPORT)],
        "conflict", "a2 a1 b1",
    ),
    ("implied_base", "printed nowhere", documents(growth("6.3%", "1700元/人·月")), "unverifiable", "a2 a1"),
    ("share_of_whole", "55 of 100", documents(share("55%")), "holds", "a3 a2 a1"),
    ("share_of_whole", "as a bound", documents(share("不低于60%")), "conflict", "a3 a2 a1"),
    ("target_answered", "reached", target("650元/人·月", "7920元/人·年"), "holds", "a1 b1"),
    ("target_answered", "missed", target("650元/人·月", "640元/人·月"), "conflict", "a1 b1"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "made", "verdict", "observations"),
    [pytest.param(kind, *case, id=f"{kind}: {what}") for kind, what, *case in CASES],
)
def test_a_relation_is_found_and_judged(
    make_raw: MakeRaw, kind: str, made: Sequence[Document], verdict: str, observations: str
) -> None:
    found = findings(make_raw, *made)
    assert of_kind(found, kind) == [(verdict, observations)]
    [row] = [row for row in found if row["finding_kind"] == kind]
    warns = verdict == "conflict" and kind != "target_answered"
    assert row["severity"] == ("warn" if warns else "info")
    tokens = {cell["printed"] for document in made for cell in document.rows}
    said = {token for token in tokens if token in row["arithmetic_zh"] and token in row["arithmetic_en"]}
    if kind == "children_of_parent":  # its parts may be many
        assert made[0].rows[0]["printed"] in said
    else:
        assert said == tokens


def test_every_kind_has_a_case_that_holds_and_one_that_does_not() -> None:
    for kind in relations.KINDS:
        verdicts = {verdict for name, _, _, verdict, _ in CASES if name == kind.name}
        assert any(verdict.startswith("holds") for verdict in verdicts)
        assert verdicts & {"conflict", "unverifiable"}


def test_every_kind_is_declared_and_has_its_query_and_sentence() -> None:
    kinds = [kind.name for kind in relations.KINDS]
    assert [*kinds, "domain_rule"] == list(codelists.codes("finding_kinds"))
    folder = files("civstats.relate").joinpath("sql")
    assert {file.name.removesuffix(".sql") for file in folder.iterdir()} == {*kinds, "comparable", "beside", "figures"}
    assert list(wording._SAID) == kinds
