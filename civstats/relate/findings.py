"""The table of findings: every relation with its verdict and arithmetic, and every row that breaks a rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from civstats.relate import wording
from civstats.relate.figure import Figure
from civstats.relate.relations import Relation, figures, relations
from civstats.relate.rules import rules
from civstats.relate.suggest import suggestions
from civstats.relate.verdict import CONFLICT, UNVERIFIABLE
from civstats.relate.violations import violations
from civstats.schema import TABLES
from civstats.schema.arrow import schema_of

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

Row = dict[str, Any]
_UNMET_IS_NO_CONTRADICTION = "target_answered"


def findings(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """The findings of the dataset whose tables ``connection`` holds, sorted by their key."""
    import pyarrow as pa

    rows = [*map(_of_relation, relations(connection)), *_of_rules(connection)]
    table = pa.Table.from_pylist(rows, schema_of(TABLES["findings"]))
    return table.sort_by([(column, "ascending") for column in TABLES["findings"].key])


def _of_relation(relation: Relation) -> Row:
    result = relation.figures[0]
    name = f"{relation.kind.name}:{result.observation_id}"
    warns = relation.verdict == CONFLICT and relation.kind.name != _UNMET_IS_NO_CONTRADICTION
    return _row(
        finding_id=f"{name}:{relation.way}" if relation.way else name,
        finding_kind=relation.kind.name,
        verdict=relation.verdict,
        severity="warn" if warns else "info",
        arithmetic=wording.arithmetic(relation),
        suggestion=_suggestion(relation),
        figures=relation.figures,
    )


def _suggestion(relation: Relation) -> wording.Sentence | None:
    if relation.verdict == CONFLICT:
        if relation.kind.arithmetic is None:
            return None
        said = [wording.suggestion(found) for found in suggestions(relation.kind.arithmetic, relation.figures)]
    elif relation.verdict == UNVERIFIABLE:
        return None
    else:
        said = [wording.supported(figure) for figure in relation.corrected()]
    return ("；".join(zh for zh, _ in said), "; ".join(en for _, en in said)) if said else None


def _of_rules(connection: duckdb.DuckDBPyConnection) -> Iterator[Row]:
    """The rows that break a rule of severity ``warn``; those of severity ``fail`` are never published."""
    broken = violations(connection, [rule for rule in rules().values() if rule.severity == "warn"])
    known = figures(connection, {name for found in broken for name in (found.observation_id, found.beside_id) if name})
    for found in broken:
        involved = [known[name] for name in (found.observation_id, found.beside_id) if name]
        zh, en = wording.label(involved[0].row)
        tokens = [figure.token for figure in involved]
        yield _row(
            finding_id=f"{found.rule}:{found.observation_id}",
            finding_kind="domain_rule",
            rule=found.rule,
            verdict=CONFLICT,
            severity="warn",
            arithmetic=(
                f"{zh}印{'、'.join(tokens)}：{found.detail('zh')}",
                f"{en}, printed {', '.join(tokens)}: {found.detail('en')}",
            ),
            suggestion=found.todo(),
            figures=involved,
        )


def _row(
    arithmetic: wording.Sentence, suggestion: wording.Sentence | None, figures: Sequence[Figure], **columns: str
) -> Row:
    about = figures[0].row
    return {
        **{name: about[name] for name in ("locality_id", "indicator_id", "year")},
        **dict(zip(("arithmetic_zh", "arithmetic_en"), arithmetic, strict=True)),
        **dict(zip(("suggestion_zh", "suggestion_en"), suggestion or (None, None), strict=True)),
        "observation_ids": " ".join(dict.fromkeys(figure.observation_id for figure in figures)),
        "source_ids": " ".join(sorted({figure.row["source_id"] for figure in figures})),
        **columns,
    }
