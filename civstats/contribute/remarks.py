"""What the figures of one document say of each other and of the published ones: rules, relations, figures that differ.

The document is looked at as a build would: its figures take the place of those published of it, if any, and all
relations and rules are asked of the whole. What concerns the document comes back, each with its first figure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from civstats.curate.tables import documents
from civstats.dataset import Dataset
from civstats.relate import verdict
from civstats.relate.rules import rules
from civstats.relate.violations import violations

if TYPE_CHECKING:
    import pyarrow as pa

    from civstats.reading.source import Source

_NOT_AGAIN = "corroborations"
"""A column of the observations that is counted anew."""


@dataclass(frozen=True)
class Remark:
    """What is to be said of the figure ``figure_no``; ``breaks`` marks what a build refuses."""

    figure_no: int
    what: str
    todo: str
    breaks: bool = False


def remarks(source: Source, observed: pa.Table, published: Dataset) -> tuple[list[Remark], int]:
    """The remarks on the figures ``observed`` of ``source``, and how many relations hold that they take part in."""
    together = Dataset.of(_merged(source, observed, published))
    found = [*_broken(together, source.source_id), *_unlikely(together, source.source_id)]
    return found, _holding(together, source.source_id)


def _merged(source: Source, observed: pa.Table, published: Dataset) -> dict[str, pa.Table]:
    """The published observations and documents with those of ``source``."""
    new = {"observations": observed, "sources": documents([source], observed)}
    return {name: _replaced(published.arrow(name), table, source.source_id) for name, table in new.items()}


def _replaced(published: pa.Table, new: pa.Table, source_id: str) -> pa.Table:
    import pyarrow as pa
    import pyarrow.compute as pc

    kept = published.filter(pc.not_equal(published["source_id"], source_id))
    if _NOT_AGAIN in kept.column_names:
        kept = kept.drop_columns([_NOT_AGAIN])
    names = [name for name in kept.column_names if name in new.column_names]
    return pa.concat_tables([kept.select(names), new.select(names).cast(kept.select(names).schema)])


def _number(observation_id: str) -> int:
    return int(observation_id.rpartition(":")[2])


def _broken(together: Dataset, source_id: str) -> Iterator[Remark]:
    """The figures that break a rule with which nothing is published."""
    with together.connect() as connection:
        for found in violations(connection, [rule for rule in rules().values() if rule.severity == "fail"]):
            if found.observation_id.rpartition(":")[0] == source_id:
                zh, en = found.todo()
                what = f"{found.rule}: {found.detail('zh')} / {found.detail('en')}"
                yield Remark(_number(found.observation_id), what, f"{zh} / {en}", breaks=True)


def _of(together: Dataset, source_id: str, condition: str) -> list[dict[str, Any]]:
    query = f"""select * from findings where {condition}
        and list_contains(string_split(source_ids, ' '), $source) order by finding_id"""
    rows: list[dict[str, Any]] = together.sql(query, {"source": source_id}).to_arrow_table().to_pylist()
    return rows


def _unlikely(together: Dataset, source_id: str) -> Iterator[Remark]:
    """The relations that do not hold and the rules that are broken, which is worth a second look."""
    for row in _of(together, source_id, "severity = 'warn'"):
        observation_ids = row["observation_ids"].split()
        own = [name for name in observation_ids if name.rpartition(":")[0] == source_id]
        others = [name for name in observation_ids if name != own[0]]
        beside = f" [{' '.join(others)}]" if others else ""
        what = f"{row['arithmetic_zh']} / {row['arithmetic_en']}{beside}"
        todo = "对照原文；确如所印则不改 / compare with the text; leave it if it is so printed"
        if row["suggestion_zh"]:
            todo = f"{row['suggestion_zh']} / {row['suggestion_en']}"
        yield Remark(_number(own[0]), what, todo)


def _holding(together: Dataset, source_id: str) -> int:
    """How many relations hold, be it when rounded or truncated."""
    return len(_of(together, source_id, f"verdict not in ('{verdict.CONFLICT}', '{verdict.UNVERIFIABLE}')"))
