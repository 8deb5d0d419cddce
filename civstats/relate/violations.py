"""The rows of a dataset that break a domain rule, and what is said of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from civstats import codelists
from civstats.interval import plain
from civstats.relate.rules import Rule

if TYPE_CHECKING:
    import duckdb

_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Violation:
    """One figure that breaks one rule: the number ``found``, and the number ``wanted`` that it was held against."""

    rule: str
    observation_id: str
    beside_id: str | None
    found: float | None
    wanted: float | None

    def detail(self, lang: Literal["zh", "en"]) -> str:
        """What is wrong with the figure, as half a sentence to stand behind its place, year and indicator."""
        template = codelists.by_code("rules")[self.rule][f"detail_{lang}"]
        return template.format(found=_shown(self.found), wanted=_shown(self.wanted))

    def todo(self) -> tuple[str, str]:
        """What to do about it, in Chinese and in English."""
        rule = codelists.by_code("rules")[self.rule]
        return rule["todo_zh"], rule["todo_en"]


def violations(connection: duckdb.DuckDBPyConnection, rules: Iterable[Rule]) -> list[Violation]:
    """Every row that breaks one of ``rules``, in the order of the rules and of the observations.

    ``connection`` has the curated tables as tables or views.
    """
    found = []
    for rule in rules:
        query = f"select observation_id, beside_id, found, wanted from ({rule.sql()}) order by observation_id"
        found += [Violation(rule.rule, *row) for row in connection.execute(query).fetchall()]
    return found


def _shown(number: float | None) -> str:
    return "" if number is None else plain(Decimal(repr(round(number, _DECIMALS))))
