"""An expectation's verdict made an outcome: what is wrong, the first failing rows with their tokens, what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from civstats import codelists
from civstats.relate.violations import Violation
from civstats.validation import conditions
from civstats.validation.report import NOTHING, SHOWN, Example, Outcome, Sentence, Verdict
from civstats.validation.tables import EngineError, Tables, key_of

_COLUMNS = "expect_table_columns_to_match_ordered_list"
_ROWS = "expect_table_row_count_to_be_between"
_REBUILD = Sentence("以 civstats build 重建，或补正各列", "rebuild it with civstats build, or mend the columns")
_TODO = {
    _COLUMNS: _REBUILD,
    conditions.TYPES: _REBUILD,
    _ROWS: Sentence("核对数据集是否完整", "check whether the dataset is whole"),
    conditions.FILLED: Sentence("补上所缺的值", "fill in what is missing"),
    conditions.BETWEEN: Sentence("核对该值", "check the value"),
    conditions.PATTERN: Sentence("核对代码的写法", "check how the code is written"),
    conditions.CODES: Sentence("改用代码表中的代码", "take a code of the list"),
    conditions.UNIQUE: Sentence("去掉重复的行", "drop the rows that repeat"),
    conditions.REFERS: Sentence("核对代码，或在所引表中补上", "check the code, or add it to the table referred to"),
}
_TOKENS = "select observation_id, printed, source_id, locator from observations where observation_id in ({})"


def explained(tables: Tables, table: str, expectation: Mapping[str, Any], verdict: Verdict | Sentence) -> Outcome:
    """The outcome of ``expectation``, given its verdict or the reason why it could not be asked."""
    kind, kwargs = expectation["type"], expectation["kwargs"]
    rule = str((expectation.get("meta") or {}).get("rule") or kind)
    severity, sentence = expectation.get("severity", "critical"), _sentence(expectation)
    if isinstance(verdict, Sentence):
        return Outcome(table, rule, severity, sentence, False, problems=(verdict,), todo=_REBUILD)
    if verdict.holds:
        return Outcome(table, rule, severity, sentence, True)
    problems = _problems(kind, kwargs, tables.columns[table], verdict)
    examples: tuple[Example, ...] = ()
    if not verdict.problem:
        try:
            examples = _examples(tables, table, kind, kwargs)
        except EngineError as error:
            problems = (*problems, Sentence("", str(error)))
    todo = _TODO.get(kind, NOTHING)
    if kind == conditions.RULE:
        row = codelists.by_code("rules")[kwargs["rule"]]
        todo = Sentence(row["todo_zh"], row["todo_en"])
    return Outcome(table, rule, severity, sentence, False, verdict.failing, problems, examples, todo)


def _sentence(expectation: Mapping[str, Any]) -> Sentence:
    """The notes of an expectation, or what it is where somebody left them out."""
    notes = expectation.get("notes") or []
    said = [notes] if isinstance(notes, str) else [str(note) for note in notes]
    if not said:
        said = [f"{expectation['type']} {expectation.get('kwargs', {})}"]
    return Sentence(said[0], " ".join(said[1:]))


def _problems(
    kind: str, kwargs: Mapping[str, Any], columns: Mapping[str, str], verdict: Verdict
) -> tuple[Sentence, ...]:
    """What is wrong with the table as a whole, or why it could not be asked."""
    if verdict.problem:
        return (Sentence(f"无从校验：{verdict.problem}", "it could not be asked"),)
    if kind == _COLUMNS:
        wanted = list(kwargs.get("column_list") or ())
        missing, extra = (
            [name for name in wanted if name not in columns],
            [name for name in columns if name not in wanted],
        )
        found = [Sentence(f"缺列 {', '.join(missing)}", "missing")] if missing else []
        found += [Sentence(f"多列 {', '.join(extra)}", "not declared")] if extra else []
        return tuple(found) or (Sentence("各列次序不符", "the columns stand in another order"),)
    if kind == conditions.TYPES:
        wrong = conditions.wrong_types(kwargs["types"], columns)
        return tuple(
            Sentence(f"{name} 的类型为 {found}，应为 {declared}", f"{name} is {found}, declared {declared}")
            for name, (declared, found) in wrong.items()
        )
    if kind == _ROWS and verdict.failing is not None:
        return (Sentence(f"有 {verdict.failing} 行", f"has {verdict.failing} rows"),)
    return ()


def _examples(tables: Tables, table: str, kind: str, kwargs: Mapping[str, Any]) -> tuple[Example, ...]:
    """The first rows that fail; raises EngineError where they cannot be read."""
    key = key_of(tables, table)
    asked = conditions.ask(kind, kwargs, table, key, tables.dialect)
    if asked is None:
        return ()
    rows = tables.named(asked.rows, SHOWN)
    tokens = _tokens(tables, [row["observation_id"] for row in rows if row.get("observation_id")])
    return tuple(_example(row, tokens, kind, kwargs, key) for row in rows)


def _tokens(tables: Tables, observation_ids: list[str]) -> dict[str, tuple[str, str, str]]:
    """Printed token, document and place of the observations, as far as the dataset can tell."""
    if not observation_ids or not {"printed", "source_id", "locator"} <= tables.columns.get("observations", {}).keys():
        return {}
    found = tables.rows(_TOKENS.format(", ".join(map(conditions.literal, observation_ids))))
    return {row[0]: (row[1] or "", row[2] or "", row[3] or "") for row in found}


def _example(
    row: Mapping[str, Any],
    tokens: Mapping[str, tuple[str, str, str]],
    kind: str,
    kwargs: Mapping[str, Any],
    key: tuple[str, ...],
) -> Example:
    printed, source_id, locator = tokens.get(row.get("observation_id") or "", ("", "", ""))
    if kind == conditions.RULE:
        shown = {"observation_id": row["observation_id"]}
        broken = Violation(kwargs["rule"], row["observation_id"], row["beside_id"], row["found"], row["wanted"])
        detail = Sentence(broken.detail("zh"), broken.detail("en"))
        if row["beside_id"]:
            shown["beside_id"] = row["beside_id"]
    else:
        names = kwargs["columns"] if kind == conditions.UNIQUE else key
        shown, found = {name: row[name] for name in names}, row["found"]
        detail = Sentence(f"出现 {found} 次", f"occurs {found} times")
        if kind != conditions.UNIQUE:
            value = "空" if found is None else f"{found}"
            detail = Sentence(f"{kwargs['column']} = {value}", "null" if found is None else "")
    return Example(shown, detail, printed, source_id, locator)
