"""What a difference is said with, Chinese and English, and how its values and rows are put."""

from __future__ import annotations

import json
from typing import Any

from civstats.release.compare import Change, Diff
from civstats.release.plain import line
from civstats.release.shape import SchemaChange
from civstats.schema import COLUMNS, TABLES

KINDS = {
    "added": ("新增", "added"),
    "revised": ("修订", "revised"),
    "moved": ("换号", "renumbered"),
    "withdrawn": ("撤回", "withdrawn"),
}
SCHEMA = {
    "table_added": ("新增表", "table added"),
    "table_removed": ("删去表", "table removed"),
    "column_added": ("新增列", "column added"),
    "column_removed": ("删去列", "column removed"),
    "key": ("主键变更", "key changed"),
    "order": ("列序变更", "order of columns changed"),
    "type": ("类型变更", "type changed"),
    "unit": ("单位变更", "unit changed"),
    "codes": ("代码表变更", "code list changed"),
    "required": ("是否可空变更", "whether it may be null changed"),
    "words": ("说明文字变更", "description changed"),
    "licence": ("许可变更", "licence changed"),
}
LEVELS = {
    "major": ("主版本", "major"),
    "minor": ("次版本", "minor"),
    "patch": ("修订号", "patch"),
    "none": ("不变", "none"),
}
FROM = {
    "revisions": ("revisions.csv", "revisions.csv"),
    "document": ("随文件撤回", "with its document"),
    "reason": ("改读理由", "column reason"),
    "note": ("备注", "column note"),
}
NO_REASON = ("未说明理由", "no reason given")

_TOLD = {
    "sources": ("title_zh", "issued"),
    "localities": ("name_zh", "level"),
    "indicators": ("name_zh", "unit"),
    "units": ("name_zh", "quantity"),
    "codes": ("name_zh", "name_en"),
    "observations": ("printed", "indicator_id", "residence", "locality_id", "year"),
}
"""What a row that was added or withdrawn is told by; of other tables its key has to do."""


def value(found: Any) -> str:
    """A value as one line: a null as ∅, a whole number without its point, control characters as spaces."""
    if found is None:
        return "∅"
    if isinstance(found, str):
        return line(found) or '""'
    if isinstance(found, float) and found.is_integer() and abs(found) < 2**53:
        return str(int(found))
    return line(json.dumps(found, ensure_ascii=False))


def told(change: Change) -> str:
    """What an added or withdrawn row is, in a few values."""
    side = 0 if change.kind == "withdrawn" else 1
    values = [change.values[name][side] for name in _TOLD.get(change.table, ()) if name in change.values]
    return " · ".join(value(found) for found in values if found != "total")


def key(change: Change) -> str:
    """The row; of one that has another number, both."""
    return f"{value(change.moved_from)} → {value(change.key)}" if change.kind == "moved" else value(change.key)


def shown_values(change: Change) -> list[tuple[str, str, str]]:
    """Column, old and new value of a revised row, in the order of the declared columns."""
    order = {name: number for number, name in enumerate(TABLES[change.table].columns.split())} if (
        change.table in TABLES
    ) else {}  # fmt: skip
    found = sorted(change.values.items(), key=lambda item: order.get(item[0], len(order)))
    return [(name, value(old), value(new)) for name, (old, new) in found]


def table(name: str) -> tuple[str, str]:
    """The table's short Chinese name, and its name."""
    return (TABLES[name].zh.partition("，")[0].partition("：")[0], name) if name in TABLES else (name, name)


def column(name: str) -> str:
    """The column's Chinese description; its name where it is not known here."""
    return COLUMNS[name].zh if name in COLUMNS else name


def place(change: SchemaChange) -> str:
    """Where a change of the structure is: ``growth.unit``, in several tables joined by a comma."""
    return ", ".join(f"{name}.{change.column}" if change.column else name for name in change.tables) or "datapackage"


def from_to(diff: Diff) -> str:
    return " → ".join(map(line, diff.versions))


def schema_from_to(diff: Diff) -> str:
    return " → ".join(map(line, dict.fromkeys(diff.schema_versions)))


def bag(diff: Diff, name: str) -> tuple[str, str]:
    """What is known of a table whose rows no key tells from each other."""
    (added, withdrawn), (old, new) = diff.bags[name], diff.rows[name]
    return (
        f"两版没有共同的主键，按整行比较：新增 {added} 行，撤回 {withdrawn} 行（{old} → {new}）",
        f"no key in common, compared by whole rows: {added} added, {withdrawn} withdrawn ({old} → {new})",
    )
