"""The page docs/data-quality.md: the domain rules, what was found, what is covered, and what the checks catch."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import civstats
from civstats import codelists
from civstats.dataset import Dataset

ROOT = Path(__file__).parent.parent
MUTATIONS = ROOT / "tests" / "mutation" / "results.csv"
_COVERED = ("published", "not_published", "not_searched")


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table in Markdown."""
    lines: list[Sequence[object]] = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")


def data_quality() -> str:
    """The whole page."""
    dataset = civstats.open(ROOT / "data" / "curated")
    parts = [
        "# 数据质量 Data quality",
        "Made by `tools/build_docs.py` from the code lists, the dataset and the results of the mutation tests; "
        "do not edit.",
        *_rules(),
        *_findings(dataset),
        *_coverage(dataset),
        *_mutations(),
    ]
    return "\n\n".join(parts) + "\n"


def _rules() -> Iterable[str]:
    yield "## 业务规则 Domain rules"
    yield (
        "`fail`：违反者不予发布。`warn`：违反者列为发现，供核对。 "
        "`fail`: nothing is published until it is mended. `warn`: the row becomes a finding, to be looked at."
    )
    yield table(
        ("rule", "severity", "规则", "Rule", "parameters"),
        (
            (f"`{row['rule']}`", row["severity"], row["sentence_zh"], row["sentence_en"], row["parameters"])
            for row in codelists.rows("rules")
        ),
    )


def _findings(dataset: Dataset) -> Iterable[str]:
    verdicts = codelists.by_code("verdicts")
    counted = dataset.rows("select finding_kind, verdict, count(*) from findings group by all")
    numbers = {(kind, verdict): number for kind, verdict, number in counted}
    yield "## 发现 Findings"
    yield table(
        ("kind", "种类", "Kind", *(f"{row['name_zh']} {code}" for code, row in verdicts.items())),
        (
            (f"`{kind}`", row["name_zh"], row["name_en"], *(numbers.get((kind, verdict), 0) for verdict in verdicts))
            for kind, row in codelists.by_code("finding_kinds").items()
        ),
    )
    yield "### 不成立者 What does not hold"
    yield "所列各数照录原文，未作改动。 The figures stand as they are printed; none was changed."
    yield table(
        ("severity", "finding", "所印 Printed", "算式", "Arithmetic"), map(_conflict(dataset), _conflicts(dataset))
    )


def _conflicts(dataset: Dataset) -> list[tuple[Any, ...]]:
    return dataset.rows(
        "select severity, finding_id, observation_ids, arithmetic_zh, arithmetic_en from findings "
        "where verdict = 'conflict' order by severity desc, finding_id"
    )


def _conflict(dataset: Dataset) -> Any:
    printed = dict(dataset.rows("select observation_id, coalesce(read_as, printed) from observations"))

    def row(found: tuple[Any, ...]) -> Sequence[str]:
        severity, name, observations, zh, en = found
        tokens = "<br>".join(f"{printed[one]} ({one})" for one in observations.split())
        return severity, f"`{name}`", tokens, zh, en

    return row


def _coverage(dataset: Dataset) -> Iterable[str]:
    yield "## 覆盖 Coverage"
    yield (
        "核心指标：公布数值的地区数和年份，以及各状态的“地区×年份”数。 For each core indicator: the places that "
        "publish it and the years, and how many pairs of place and year are in each state."
    )
    states = codelists.by_code("coverages")
    sums = ", ".join(f"sum((coverage = '{state}')::integer)" for state in _COVERED)
    rows = dataset.rows(
        "select i.name_zh, i.name_en, count(distinct c.locality_id) filter (coverage = 'published'), "
        "min(year) filter (coverage = 'published'), max(year) filter (coverage = 'published'), "
        f"{sums} from coverage c join indicators i using (indicator_id) group by all order by 3 desc, 2"
    )
    header = ("指标", "Indicator", "地区 places", "年份 years")
    yield table(
        (*header, *(f"{states[state]['name_zh']} {state}" for state in _COVERED)),
        ((zh, en, places, _years(first, last), *numbers) for zh, en, places, first, last, *numbers in rows),
    )


def _years(first: int | None, last: int | None) -> str:
    return "" if first is None else f"{first}–{last}"


def _mutations() -> Iterable[str]:
    with MUTATIONS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    yield "## 查错试验 Proof that it catches things"
    yield (
        "逐一在真实数据中置入一处差错，看能否查出。“仅结构”为读数与结构检查（类型、代码、主键、引用、格式、位置），"
        "“全部”另加关系与业务规则。“在关系中”为参与可核对关系（合计、同一数、增幅、比例等）的数字。"
    )
    yield (
        "One fault at a time was put into real figures. *Structure* is what reading and the structural checks catch "
        "(types, codes, keys, references, patterns, positions), *all* what relations and domain rules catch too. "
        "*Related* are the figures that take part in a relation from which one follows from the others (sums, the same "
        "quantity twice, growth, shares). A fault counts as caught only by a problem, a broken rule of severity `fail` "
        "or a finding of severity `warn` that was not there in these words before, and names the figure or one that it "
        "was exchanged with."
    )
    yield table(
        (
            "差错",
            "Fault",
            "in",
            "n",
            "仅结构 structure",
            "全部 all",
            "在关系中 related",
            "仅结构 structure",
            "全部 all",
        ),
        [*map(_mutation, rows), _mutation(_total(rows))],
    )


def _mutation(row: Mapping[str, str]) -> Sequence[str]:
    def share(name: str, of: str) -> str:
        return f"{100 * int(row[name]) / int(row[of]):.0f}%" if int(row[of]) else "–"

    before, after = share("caught_before", "mutations"), share("caught", "mutations")
    related = share("related_caught_before", "related"), share("related_caught", "related")
    where = f"`{row['table']}`" if row["table"] else ""
    return row["name_zh"], row["name_en"], where, row["mutations"], before, after, row["related"], *related


def _total(rows: Sequence[Mapping[str, str]]) -> Mapping[str, str]:
    numbers = ("mutations", "caught_before", "caught", "related", "related_caught_before", "related_caught")
    sums = {name: str(sum(int(row[name]) for row in rows)) for name in numbers}
    return {"name_zh": "合计", "name_en": "All", "table": "", **sums}
