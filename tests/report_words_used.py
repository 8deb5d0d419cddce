"""Which words the reports say, as their code and templates name them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from report_samples import sample

import civstats.report
from civstats import codelists
from civstats.report import contents, frame
from civstats.report.sheets import CONTENTS, COVER, NOTES, sheets

FOLDER = Path(civstats.report.__file__).parent
MADE = {
    "checks_{}": ("level", "definition", "unit", "period", "kind"),
    "contents_{}": ("targets", "quality"),
    "contents_{}_said": ("targets", "quality"),
    "states_{}": frame._STATES,
    "states_{}_means": frame._STATES,
    "terms_{}": frame._TERMS,
    "terms_{}_means": frame._TERMS,
    "profile_set_{}": ("average", "floor", "guidance"),
    "xlsx_{}": ("mark", "where", "said", "evidence", "sheet", "rows", "indicator", "value", "unit", "period", "state",
                "change", "rank"),
}  # fmt: skip
"""Keys that are put together: what stands in the place of the braces. `drifted` holds these against the code."""
ELSEWHERE = re.compile(r"(quality|scorecard)\w*\.py")
"""Modules whose own tests hold their words against what is said."""


@cache
def trees() -> dict[str, ast.Module]:
    return {path.name: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.py"))}


def called() -> Iterator[str]:
    """The keys that the code certainly asks for: the first argument of ``say``, and the words of ``table``."""
    for name, tree in trees().items():
        if ELSEWHERE.fullmatch(name):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                yield from _of_call(name, node.func.id, node)
    for path in sorted((FOLDER / "templates").glob("*.j2")):
        yield from re.findall(r'\bsay\("(\w+)"', path.read_text(encoding="utf-8"))


def _of_call(module: str, function: str, call: ast.Call) -> Iterator[str]:
    first = call.args[0]
    # The charts have words of their own, and `table` of `shown` puts the keys of all tables together.
    if function == "say" and module not in ("charts.py", "shown.py"):
        if isinstance(first, ast.Constant):
            yield str(first.value)
        elif isinstance(first, ast.IfExp):
            yield from (str(one.value) for one in (first.body, first.orelse) if isinstance(one, ast.Constant))
        elif isinstance(first, ast.JoinedStr):
            yield from made(pattern(first))
    elif function == "table" and isinstance(first, ast.Constant):
        has_caption = any(keyword.arg == "caption" for keyword in call.keywords)
        yield from () if has_caption else (str(first.value) + "_caption",)
        columns = call.args[1]
        # The columns of the data are made of the fields; see `test_report_words`.
        if isinstance(columns, ast.Constant):
            yield from (f"{first.value!s}_{column.partition(':')[0]}" for column in str(columns.value).split())


def given() -> Iterator[tuple[str, set[str]]]:
    """The keys that ``say`` is called with and the names of the fields given; ** for those that are given together."""
    for tree in trees().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say" and node.args:
                names = {keyword.arg or "**" for keyword in node.keywords}
                yield from ((str(one.value), names) for one in ast.walk(node.args[0]) if isinstance(one, ast.Constant))


def pattern(joined: ast.JoinedStr) -> str:
    """A text that is put together, with {} for what is put in."""
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in joined.values)


def made(template: str) -> Iterator[str]:
    """The keys of a family; raises KeyError for one that is not declared above."""
    yield from (template.format(name) for name in MADE[template])


def literals() -> set[str]:
    """Every text that stands in the code or, in quotes, in the templates."""
    found = {
        node.value
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    for path in sorted((FOLDER / "templates").glob("*.j2")):
        found |= set(re.findall(r'"(\w+)"', path.read_text(encoding="utf-8")))
    return found


def drifted() -> list[str]:
    """The families of `MADE` that are not what the code lists or the code itself say."""
    kinds = {row["role"] for row in codelists.rows("indicators")} & {"average", "floor", "guidance"}
    loops = {
        tuple(one.value for one in node.iter.elts if isinstance(one, ast.Constant))
        for node in ast.walk(trees()["peers.py"])
        if isinstance(node, ast.For) and isinstance(node.iter, ast.Tuple)
    }
    in_workbook = {
        column.key
        for sheet in sheets(sample(), "zh")
        if sheet.table.id in (COVER, CONTENTS, NOTES)
        for column in sheet.table.columns
    }
    is_so = {
        "checks_{}": MADE["checks_{}"] in loops,
        "contents_{}": set(MADE["contents_{}"]) == contents._WHOLE.keys(),
        "profile_set_{}": set(MADE["profile_set_{}"]) == kinds,
        "xlsx_{}": set(MADE["xlsx_{}"]) == in_workbook,
    }
    return [name for name, holds in is_so.items() if not holds]
