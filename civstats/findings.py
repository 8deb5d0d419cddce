"""The findings of a dataset, chosen and shown: what its documents say of each other and of themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from civstats import codelists, lookup
from civstats.compatible import label

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

Sql = Callable[[str, dict[str, object]], "duckdb.DuckDBPyRelation"]
SEVERITIES = ("warn", "info")


def choose(
    sql: Sql, locality: str = "", severity: str = "", verdict: str = "", kind: str = "", observation: str = ""
) -> pd.DataFrame:
    """The chosen rows of the table ``findings``; see `civstats.dataset.Dataset.findings`."""
    conditions, values = [], {}
    if locality:
        conditions.append("starts_with(locality_id, $locality)")
        values["locality"] = _beginning(lookup.locality(locality))
    for column, what, given, known in (
        ("severity", "severity", severity, SEVERITIES),
        ("verdict", "verdict", verdict, codelists.codes("verdicts")),
        ("finding_kind", "kind of finding", kind, codelists.codes("finding_kinds")),
    ):
        if given:
            conditions.append(f"{column} = ${column}")
            values[column] = lookup.code(what, given, known)
    if observation:
        conditions.append("list_contains(string_split(observation_ids, ' '), $observation)")
        values["observation"] = observation
    where = f"where {' and '.join(conditions)}" if conditions else ""
    found: pd.DataFrame = sql(
        f"select * from findings {where} order by severity desc, locality_id, year, finding_id", dict(values)
    ).df()
    return found


def _beginning(locality_id: str) -> str:
    """What the codes of a place and of all places below it begin with: a province or prefecture less its zeros."""
    is_county_or_above = len(locality_id) == 6
    return locality_id.removesuffix("00").removesuffix("00") if is_county_or_above else locality_id


def shown(findings: pd.DataFrame) -> list[str]:
    """The findings as lines, each with its verdict, arithmetic and suggestion in both languages."""
    lines = []
    for row in findings.to_dict("records"):
        verdict = label("verdicts", row["verdict"])
        lines += [
            f"{verdict['name_zh']} / {verdict['name_en']}  [{row['observation_ids']}]",
            f"  {row['arithmetic_zh']}",
            f"  {row['arithmetic_en']}",
        ]
        if isinstance(row.get("suggestion_zh"), str):  # which an older dataset lacks
            lines += [f"  → {row['suggestion_zh']}", f"  → {row['suggestion_en']}"]
    return lines


def summary(findings: pd.DataFrame) -> list[str]:
    """How many findings there are of each kind and verdict, in the order of the kinds."""
    counts = Counter(zip(findings["finding_kind"], findings["verdict"], strict=True))
    kinds = dict.fromkeys([*codelists.codes("finding_kinds"), *(kind for kind, _ in counts)])
    verdicts = dict.fromkeys([*codelists.codes("verdicts"), *(verdict for _, verdict in counts)])
    names = {kind: label("finding_kinds", kind) for kind in kinds}
    return [
        f"  {counts[kind, verdict]:>6}  {names[kind]['name_zh']} {names[kind]['name_en']}: "
        f"{label('verdicts', verdict)['name_zh']} {verdict}"
        for kind in kinds
        for verdict in verdicts
        if (kind, verdict) in counts
    ]
