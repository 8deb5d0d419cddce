"""A difference as JSON: complete, and of a form that stays (``civstats-diff/1``); docs/versions.md describes it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

from civstats.release.compare import Change, Diff
from civstats.release.version import required_bump

FORMAT = "civstats-diff/1"


def lines(diff: Diff) -> Iterator[str]:
    """The JSON text line by line, one changed row a line, so that a million of them need no memory."""
    head = {
        "format": FORMAT,
        "old": {"version": diff.versions[0], "schema_version": diff.schema_versions[0]},
        "new": {"version": diff.versions[1], "schema_version": diff.schema_versions[1]},
        "differs": diff.differs,
        "required_bump": required_bump(diff),
        "totals": {"changes": diff.total(primary=True), "consequences": diff.total(primary=False)},
        "rows": {name: {"old": old, "new": new} for name, (old, new) in diff.rows.items()},
        "not_compared": list(diff.not_compared),
        "uncompared_rows": {name: {"added": new, "withdrawn": old} for name, (new, old) in diff.bags.items()},
        "counts": [
            {"table": table, "kind": kind, "primary": primary, "rows": count}
            for (primary, table, kind), count in diff.counts.items()
        ],
        "schema": [
            {
                "what": change.what,
                "tables": list(change.tables),
                "column": change.column,
                "old": change.old,
                "new": change.new,
                "level": change.level,
            }
            for change in diff.schema
        ],
    }
    yield "{\n"
    for name, part in head.items():
        yield f'"{name}": {_json(part)},\n'
    for name, primary, last in (("changes", True, ",\n"), ("consequences", False, "\n")):
        yield f'"{name}": ['
        between = "\n"
        for change in diff.changes(primary=primary):
            yield between + _json(_row(change))
            between = ",\n"
        yield "]" + last
    yield "}\n"


def _row(change: Change) -> dict[str, Any]:
    row: dict[str, Any] = {
        "table": change.table,
        "kind": change.kind,
        "key": change.key,
        "columns": {name: [_plain(value) for value in pair] for name, pair in change.values.items()},
    }
    if not change.primary:
        return row | {"because": list(change.because)}
    if change.kind == "moved":
        row |= {"moved_from": change.moved_from, "number_reused": change.reused}
    if change.kind != "added":
        row |= {"reason": change.reason or None, "reason_from": change.reason_from or None}
    return row


def _json(part: object) -> str:
    return json.dumps(part, ensure_ascii=False, allow_nan=False)


def _plain(value: Any) -> Any:
    """``value`` with each number that JSON does not know, however deep in it, as a text."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return {name: _plain(part) for name, part in value.items()} if isinstance(value, dict) else value
