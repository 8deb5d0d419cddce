"""The domain rules: what a figure of civil affairs cannot be, each a SELECT of the rows that break it.

A rule is declared in the code list ``rules`` (its table, severity, sentences, parameters, the further tables it needs)
and stands as SQL in the folder ``rules``. The SQL is in the words that DuckDB and Spark share, so that one text serves
the build, the expectation suites and a user's cluster. It names the curated tables, holds ``{parameter}`` for each
declared parameter, and gives four columns:

``observation_id``  the figure that breaks the rule
``beside_id``       the figure that it was compared with; may be null
``found``           the number that breaks the rule
``wanted``          the number that it was held against; may be null

A rule of severity ``fail`` says that a figure was certainly misread: nothing is published until it is mended. A rule of
severity ``warn`` says that a figure is worth a second look; each row that breaks it becomes a finding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from civstats import codelists


@dataclass(frozen=True)
class Rule:
    """A declared rule. ``parameters`` are its numbers by name, ``needs`` the tables beside ``table`` that it reads."""

    rule: str
    table: str
    severity: str
    parameters: Mapping[str, float]
    needs: tuple[str, ...]

    def sql(self, **parameters: float) -> str:
        """The SELECT of the rows that break the rule; ``parameters`` take the place of the declared ones.

        Raises KeyError for a parameter that the rule does not have.
        """
        unknown = set(parameters) - set(self.parameters)
        if unknown:
            raise KeyError(f"{self.rule} has no parameter {', '.join(sorted(unknown))}")
        text = files(__package__).joinpath("rules", f"{self.rule}.sql").read_text(encoding="utf-8")
        return text.format(**{**self.parameters, **parameters})


@cache
def rules() -> Mapping[str, Rule]:
    """All rules by name, in the order of the code list."""
    found = (
        Rule(row["rule"], row["table"], row["severity"], _parameters(row["parameters"]), tuple(row["needs"].split()))
        for row in codelists.rows("rules")
    )
    return {rule.rule: rule for rule in found}


def _parameters(text: str) -> dict[str, float]:
    """``factor=1.3 share=40`` as numbers by name."""
    return {name: float(number) for name, number in (pair.split("=") for pair in text.split())}
