"""What a validation found: an outcome for each expectation, and all of them as text or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

SHOWN = 5
"""How many failing rows of an expectation are shown."""

_MARKS = {"critical": "错误 FAIL", "warning": "警告 WARN", "info": "提示 INFO"}


@dataclass(frozen=True)
class Sentence:
    """The same said in Chinese and in English."""

    zh: str
    en: str

    def __str__(self) -> str:
        return " / ".join(dict.fromkeys(filter(None, (self.zh, self.en))))


NOTHING = Sentence("", "")


@dataclass(frozen=True)
class Verdict:
    """Whether an expectation holds, how many rows fail where that was counted, and why it could not be asked."""

    holds: bool
    failing: int | None = None
    problem: str = ""


@dataclass(frozen=True)
class Example:
    """A row that fails: its key, its printed token and document where it is a figure's, and what is wrong with it."""

    key: Mapping[str, Any]
    detail: Sentence
    printed: str = ""
    source_id: str = ""
    locator: str = ""

    def __str__(self) -> str:
        key = " ".join(f"{value}" for value in self.key.values())
        place = f"({self.source_id} {self.locator})" if self.source_id else ""
        return "  ".join(filter(None, (key, self.printed and f"“{self.printed}”", place, str(self.detail))))


@dataclass(frozen=True)
class Outcome:
    """Whether an expectation of ``table`` holds.

    ``failing`` is the number of failing rows (None where it was not counted), ``examples`` the first of them, and
    ``problems`` say what is wrong with the table as a whole, or why the expectation could not be asked.
    """

    table: str
    rule: str
    severity: str
    sentence: Sentence
    holds: bool
    failing: int | None = None
    problems: tuple[Sentence, ...] = ()
    examples: tuple[Example, ...] = ()
    todo: Sentence = NOTHING

    def lines(self) -> Iterator[str]:
        """The outcome as text: the rule, what is wrong, the first rows, what to do."""
        yield f"{_MARKS[self.severity]}  {self.table}  {self.rule}: {self.sentence}"
        yield from (f"    {line}" for line in self.wrong())

    def wrong(self) -> Iterator[str]:
        """What is wrong, the first rows, what to do, line by line; nothing where the expectation holds."""
        yield from map(str, self.problems)
        if self.examples:
            count = self.failing if self.failing is not None else len(self.examples)
            yield f"{count} 行不符 / {count} row{'' if count == 1 else 's'} fail{'s' if count == 1 else ''}"
            yield from (f"  {example}" for example in self.examples)
            if count > len(self.examples):
                yield f"  … {count - len(self.examples)} 行未列 / {count - len(self.examples)} more"
        if not self.holds and self.todo != NOTHING:
            yield f"→ {self.todo}"


@dataclass(frozen=True)
class Validation:
    """What validating a dataset found.

    ``ok`` is whether no expectation of severity critical failed; ``failures`` are those that did, ``warnings`` the
    failed ones of lesser severity. ``str()`` of it is a readable summary, `to_json` the same for machines.
    """

    label: str
    outcomes: tuple[Outcome, ...]
    without_suite: tuple[str, ...] = ()
    """Tables that are there but have no suite: nothing is known of them."""

    @property
    def failures(self) -> tuple[Outcome, ...]:
        return tuple(one for one in self.outcomes if not one.holds and one.severity == "critical")

    @property
    def warnings(self) -> tuple[Outcome, ...]:
        return tuple(one for one in self.outcomes if not one.holds and one.severity != "critical")

    @property
    def ok(self) -> bool:
        return not self.failures

    def __str__(self) -> str:
        lines = [line for one in (*self.failures, *self.warnings) for line in one.lines()]
        if self.without_suite:
            names = ", ".join(self.without_suite)
            lines.append(f"未校验（没有期望套件） / not validated, no suite: {names}")
        return "\n".join([*lines, self.closing()])

    def closing(self) -> str:
        """The last line: how much was asked, and how much failed."""
        tables, asked = len({one.table for one in self.outcomes}), len(self.outcomes)
        wrong, odd = len(self.failures), len(self.warnings)
        verdict = Sentence("通过", "valid") if self.ok else Sentence("未通过", "not valid")
        return (
            f"{self.label}: {verdict.zh}，{tables} 个表 {asked} 项期望，{wrong} 项错误，{odd} 项警告 / {verdict.en}: "
            f"{asked} expectations of {tables} tables, {wrong} failed, {odd} warn"
        )

    def to_dict(self) -> dict[str, Any]:
        return {
            "dataset": self.label,
            "ok": self.ok,
            "expectations": len(self.outcomes),
            "failures": [asdict(one) for one in self.failures],
            "warnings": [asdict(one) for one in self.warnings],
            "without_suite": list(self.without_suite),
        }

    def to_json(self) -> str:
        """`to_dict` as JSON; days as in ISO 8601."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2, default=str)
