"""The shape of a dataset, its tables, columns, types, keys and units, and what changed in it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from civstats.schema import TABLES

if TYPE_CHECKING:
    from civstats.dataset import Dataset

Level = Literal["major", "minor", "patch", "none"]


@dataclass(frozen=True)
class ColumnShape:
    """A column as readers meet it. ``codes`` is its code list, ``required`` whether it is never null."""

    type: str
    unit: str = ""
    codes: str = ""
    required: bool = False
    title: str = ""
    description: str = ""


@dataclass(frozen=True)
class TableShape:
    columns: Mapping[str, ColumnShape]
    key: tuple[str, ...]
    words: str = ""

    def type_of(self, column: str) -> str:
        """The type of a column; empty where there is none."""
        return self.columns[column].type if column in self.columns else ""


@dataclass(frozen=True)
class SchemaChange:
    """One change of the structure: of the licence, of a table, or of a column; a column is one in all its tables.

    ``level`` is the least part of the version number that has to rise for it (see `civstats.release.version`).
    """

    what: str
    """``table_added``, ``table_removed``, ``key``, ``order``, ``column_added``, ``column_removed``, ``type``,
    ``unit``, ``codes``, ``required``, ``words``, ``licence``."""
    tables: tuple[str, ...]
    column: str
    old: str
    new: str
    level: Level


_PART_LEVEL: dict[str, Level] = {"type": "major", "unit": "major", "codes": "major", "words": "patch"}


def shapes(dataset: Dataset) -> dict[str, TableShape]:
    """The shape of every table of ``dataset``: types from its files, the rest from its ``datapackage.json``.

    A user's own tables have none; their keys are the declared ones.
    """
    resources = map(_mapping, _listed(dataset._manifest.get("resources")))
    described = {str(resource.get("name")): resource for resource in resources}
    return {name: _shape(name, data.schema, described.get(name, {})) for name, data in dataset._tables.items()}


def _shape(name: str, schema: Any, resource: Mapping[str, Any]) -> TableShape:
    import pyarrow as pa

    said = _mapping(resource.get("schema"))  # it may be a path or a URL, which says nothing here
    fields = {str(field.get("name")): field for field in map(_mapping, _listed(said.get("fields")))}
    columns = {}
    for field in schema:
        type_ = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
        about = fields.get(field.name, {})
        columns[field.name] = ColumnShape(
            "string" if pa.types.is_large_string(type_) or pa.types.is_string_view(type_) else str(type_),
            _text(about.get("unit")),
            _text(about.get("civstats:codeList")),
            bool(_mapping(about.get("constraints")).get("required", False)),
            _text(about.get("title")),
            _text(about.get("description")),
        )
    key = _key(said.get("primaryKey")) or (TABLES[name].key if name in TABLES else ())
    words = " / ".join(filter(None, (_text(resource.get("title")), _text(resource.get("description")))))
    return TableShape(columns, tuple(key), words)


# A manifest is JSON that others may have written: what is not of the expected form counts as not said, or as its text.


def _mapping(said: object) -> Mapping[str, Any]:
    return said if isinstance(said, dict) else {}


def _listed(said: object) -> list[Any]:
    return said if isinstance(said, list) else []


def _text(said: object) -> str:
    if said is None or isinstance(said, str):
        return said or ""
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


def _key(said: object) -> list[str]:
    names = [said] if isinstance(said, str) else _listed(said)
    return names if all(isinstance(name, str) for name in names) else []


def changes(old: Dataset, new: Dataset) -> list[SchemaChange]:
    """What changed in structure between two datasets, table by table in the order of the newer one."""
    before, after = shapes(old), shapes(new)
    found = [_licence(old, new)] if _licences(old) != _licences(new) else []
    for name in dict.fromkeys([*after, *before]):
        if name not in before:
            found.append(SchemaChange("table_added", (name,), "", "", " ".join(after[name].columns), "minor"))
        elif name not in after:
            found.append(SchemaChange("table_removed", (name,), "", " ".join(before[name].columns), "", "major"))
        else:
            found.extend(_table(name, before[name], after[name]))
    return _declared_once(found)


def _declared_once(found: list[SchemaChange]) -> list[SchemaChange]:
    """A column is declared once for all tables that have it: what changes there is one change."""
    merged: dict[SchemaChange, list[str]] = {}
    for change in found:
        merged.setdefault(replace(change, tables=() if change.column else change.tables), []).extend(change.tables)
    return [replace(change, tables=tuple(tables)) for change, tables in merged.items()]


def _licences(dataset: Dataset) -> str:
    return json.dumps(dataset._manifest.get("licenses", []), ensure_ascii=False, sort_keys=True)


def _licence(old: Dataset, new: Dataset) -> SchemaChange:
    return SchemaChange("licence", (), "", _licences(old), _licences(new), "major")


def _table(name: str, old: TableShape, new: TableShape) -> Iterator[SchemaChange]:
    if old.key != new.key:
        yield SchemaChange("key", (name,), "", " ".join(old.key), " ".join(new.key), "major")
    if old.words != new.words:
        yield SchemaChange("words", (name,), "", old.words, new.words, "patch")
    common = [column for column in new.columns if column in old.columns]
    if common != [column for column in old.columns if column in new.columns]:
        yield SchemaChange("order", (name,), "", " ".join(old.columns), " ".join(new.columns), "patch")
    for column in dict.fromkeys([*new.columns, *old.columns]):
        if column not in old.columns:
            yield SchemaChange("column_added", (name,), column, "", new.columns[column].type, "minor")
        elif column not in new.columns:
            yield SchemaChange("column_removed", (name,), column, old.columns[column].type, "", "major")
        else:
            yield from _column(name, column, old.columns[column], new.columns[column])


def _column(table: str, column: str, old: ColumnShape, new: ColumnShape) -> Iterator[SchemaChange]:
    def words(shape: ColumnShape) -> str:
        return " / ".join(filter(None, (shape.title, shape.description)))

    pairs = {
        "type": (old.type, new.type),
        "unit": (old.unit, new.unit),
        "codes": (old.codes, new.codes),
        "words": (words(old), words(new)),
    }
    for what, (before, after) in pairs.items():
        if before != after:
            yield SchemaChange(what, (table,), column, before, after, _PART_LEVEL[what])
    if old.required != new.required:
        # A column that may now be null breaks a query that did not look; one that no longer is breaks none.
        level: Level = "major" if old.required else "patch"
        yield SchemaChange("required", (table,), column, _required(old), _required(new), level)


def _required(shape: ColumnShape) -> str:
    return "required" if shape.required else "may be null"
