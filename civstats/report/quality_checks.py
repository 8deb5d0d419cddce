"""What the checks found, in the data-quality report: rules that are broken, with examples, and relations by verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from civstats import codelists
from civstats.analysis.standing import records
from civstats.dataset import Dataset
from civstats.report.model import Block, Cell, Column, Prose, Table, Text
from civstats.report.shown import code, count_cell, table, text_cell
from civstats.report.words import joined, say

WRONG = "verdict = 'conflict' or severity = 'warn'"
"""The findings that every report lists as contradictions."""
_EXAMPLES = 2


def checks(ds: Dataset) -> tuple[Block, ...]:
    """How many rules hold, the broken ones, and the findings by kind and verdict."""
    whole = len(codelists.rows("rules"))
    [(broken,)] = ds.rows("select count(distinct rule) from findings")
    [(wrong,)] = ds.rows(f"select count(*) from findings where {WRONG}")
    counts = {"whole": whole, "kept": whole - broken, "broken": broken}
    said = say("quality_rules_line", **{name: count_cell(count).text for name, count in counts.items()})
    told = say("quality_rules_gate" if ds.version else "quality_rules_own")
    listed = say("quality_contradictions_line", count=count_cell(wrong).text)
    return Prose((said, told)), _rules(ds), _kinds(ds), Prose((listed,))


def contradicting(ds: Dataset) -> list[str]:
    """The observations in any finding that does not hold or is to be looked at."""
    found = ds.rows(
        f"select distinct unnest(string_split(observation_ids, ' ')) as one from findings where {WRONG} order by one"
    )
    return [one for (one,) in found]


def _rules(ds: Dataset) -> Table:
    """The broken rules, those broken most often first, each with the tokens of its first cases."""
    rows = records(
        ds.sql,
        "select rule, count(*) as cases, "
        "list(observation_ids order by finding_id)[:$most] as examples from findings where rule is not null "
        "group by rule order by cases desc, rule",
        {"most": _EXAMPLES},
    )
    declared = codelists.by_code("rules")
    lines = []
    for row in rows:
        rule = declared[row["rule"]]
        lines.append(
            (
                text_cell(Text(rule["sentence_zh"], rule["sentence_en"])),
                text_cell(say(f"quality_{rule['severity']}")),
                count_cell(row["cases"]),
                _examples(ds, row["examples"]),
                text_cell(Text(rule["todo_zh"], rule["todo_en"])),
            )
        )
    return table("quality_rules", "rule severity cases:number examples todo", lines)


def _examples(ds: Dataset, cases: Sequence[str]) -> Cell:
    """The printed tokens of some cases, each once, and where they stand."""
    ids = list(dict.fromkeys(one for case in cases for one in case.split()))
    query = "select observation_id, printed from observations where list_contains($ids::varchar[], observation_id)"
    printed = dict(ds.rows(query, {"ids": ids}))
    tokens = list(dict.fromkeys(printed[one] for one in ids))
    return text_cell(joined([Text.same(token) for token in tokens]), ids)


def _kinds(ds: Dataset) -> Table:
    """How many findings of each kind have each verdict."""
    verdicts = codelists.by_code("verdicts")
    counted = ds.rows("select finding_kind, verdict, count(*) from findings group by all")
    numbers = {(kind, verdict): number for kind, verdict, number in counted}
    sums = {kind: sum(numbers.get((kind, verdict), 0) for verdict in verdicts) for kind, *_ in counted}
    lines = [
        (
            text_cell(code("finding_kinds", kind)),
            count_cell(sums[kind]),
            *(count_cell(numbers.get((kind, verdict), 0)) for verdict in verdicts),
        )
        for kind in sorted(sums, key=lambda kind: (-sums[kind], kind))
    ]
    made = table("quality_kinds", "kind all:number", lines)
    named = (Column(verdict, code("verdicts", verdict), "number") for verdict in verdicts)
    return replace(made, columns=(*made.columns, *named))
