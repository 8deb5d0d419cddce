"""A difference as text for the terminal: counts complete, of the rows the first ones."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from civstats.release import words
from civstats.release.compare import KINDS, Change, Diff
from civstats.release.plain import line
from civstats.release.version import required_bump

_ROWS, _FOLLOWING = 20, 5
"""So many rows of a table and kind are shown: of changes, of consequences."""


def text(diff: Diff) -> str:
    """The difference in lines, Chinese and English side by side."""
    return "\n".join(map(line, "\n".join(_lines(diff)).split("\n"))) + "\n"


def _lines(diff: Diff) -> Iterator[str]:
    yield f"civstats {words.from_to(diff)} (schema {words.schema_from_to(diff)})"
    if not diff.differs:
        yield "无差异 / no difference"
        return
    made, following = diff.total(primary=True), diff.total(primary=False)
    level = required_bump(diff)
    yield f"改动 {made} 处，由此引起 {following} 行变动 / changes: {made}, consequences: {following} rows"
    yield f"版本号至少升：{words.LEVELS[level][0]} / least rise of the version: {level}"
    for name in diff.not_compared:
        zh, en = words.bag(diff, name)
        yield f"! {name}: {zh} / {en}"
    if diff.schema:
        yield f"\n结构 / schema: {len(diff.schema)}"
        for change in diff.schema:
            zh, en = words.SCHEMA[change.what]
            yield f"  {zh} / {en}: {words.place(change)} ({change.level})"
            if change.what not in ("table_added", "table_removed"):
                yield f"      {words.value(change.old or None)} → {words.value(change.new or None)}"
    yield from _group(diff, primary=True)
    if following:
        yield f"\n由此引起 / consequences: {following}"
        yield from _group(diff, primary=False)


def _group(diff: Diff, *, primary: bool) -> Iterator[str]:
    most, indent = (_ROWS, "") if primary else (_FOLLOWING, "  ")
    for table in diff.rows:
        for kind in KINDS:
            count = diff.counts.get((primary, table, kind), 0)
            if not count:
                continue
            zh, en = words.KINDS[kind]
            yield f"{'' if indent else chr(10)}{indent}{table} {zh} / {en}: {count}"
            for change in islice(diff.changes(primary=primary, table=table, kind=kind), most):
                yield from (indent + line for line in (_change(change) if primary else _following(change)))
            if count > most:
                rest = count - most
                yield f"{indent}  … 另有 {rest} 行，全部见 / and {rest} more, all of them in: --format json"


def _change(change: Change) -> Iterator[str]:
    mark = {"added": "+", "withdrawn": "-", "revised": "~", "moved": ">"}[change.kind]
    told = words.told(change) if change.kind in ("added", "withdrawn") else ""
    yield f"  {mark} {words.key(change)}{'  ' if told else ''}{told}"
    if change.kind == "revised":
        for name, old, new in words.shown_values(change):
            yield f"      {name}: {old} → {new}"
    if change.kind != "added":
        reason = f"{change.reason} ({change.reason_from})" if change.reason else " / ".join(words.NO_REASON)
        yield f"      理由 / reason: {words.value(reason)}"


def _following(change: Change) -> Iterator[str]:
    names = "" if change.kind != "revised" else f" ({', '.join(name for name, _, _ in words.shown_values(change))})"
    because = f" ← {', '.join(change.because[:3])}{' …' if len(change.because) > 3 else ''}" if change.because else ""
    yield f"  {words.key(change)}{names}{because}"
