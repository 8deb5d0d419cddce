"""Claims: sentences that are provably true of the intervals, each with the query that proves it.

A sentence such as 已公布的5个县区中，甲县最高 is made only where no value that the intervals leave open could make it
false. So widening an interval can take a claim away and never adds one that is more certain. The sentence carries its
qualifier (of how many, 至少 at least, 约 about) with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

Sql = Callable[[str, object], "duckdb.DuckDBPyRelation"]


@dataclass(frozen=True)
class Claim:
    """A sentence in both languages, with the SELECT over the dataset's tables that proves it.

    ``query`` with its ``params`` (``$name``) returns one row of one boolean column, which is true exactly where the
    claim holds. ``holds_if`` says in words what the query asks.
    """

    zh: str
    en: str
    query: str
    params: Mapping[str, object] = field(default_factory=dict)
    holds_if: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "params", MappingProxyType(dict(self.params)))

    def __hash__(self) -> int:
        return hash((self.zh, self.en, self.query))

    def __str__(self) -> str:
        return f"{self.zh}\n{self.en}"

    def proven(self, sql: Sql) -> bool:
        """Whether ``query`` says so of the dataset that ``sql`` (such as ``Dataset.sql``) reads."""
        rows = sql(self.query, dict(self.params)).fetchall()
        return len(rows) == 1 and rows[0] == (True,)
