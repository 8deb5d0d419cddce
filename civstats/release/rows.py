"""Two versions of a table compared row by row on their key, in DuckDB.

All differences go into one table ``changed``: a row for each row that was added, revised or withdrawn, with the values
that differ, old and new, as JSON text. Floating-point numbers compare exactly; NaN equals NaN, and minus zero is zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from civstats.errors import DatasetError
from civstats.release.origin import PRIMARY
from civstats.release.plain import line
from civstats.release.shape import TableShape

if TYPE_CHECKING:
    import duckdb

CHANGED = """create temp table changed (
    place integer, number bigint, name varchar, kind varchar, key varchar,
    columns struct("column" varchar, "old" varchar, "new" varchar)[],
    "primary" boolean, because varchar[], reason varchar, reason_from varchar, moved_from varchar, reused boolean,
    tokens varchar[])"""
"""``place`` is the table's place in the order of tables, ``number`` that of the row in the order of the table, ``name``
the table, ``key`` the values of its key joined by a slash; ``tokens`` say of what the row speaks, as ``table key``.
Name, kind and key tell one row from all others."""


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def comparable(old: TableShape, new: TableShape) -> bool:
    """Whether rows can be told by one key in both versions."""
    same = all(column in new.columns and old.type_of(column) == new.type_of(column) for column in new.key)
    return bool(new.key) and old.key == new.key and same


def refuse_keys(connection: duckdb.DuckDBPyConnection, relation: str, name: str, key: Sequence[str]) -> None:
    """Raise DatasetError where a row of ``relation`` has no key, or that of another row."""
    by = ", ".join(map(quoted, key))
    lacking = " or ".join(f"{quoted(column)} is null" for column in key)
    twice = connection.sql(
        f"select {by} from {relation} group by all having count(*) > 1 or {lacking} order by all limit 1"
    )
    for row in twice.fetchall():
        has = "a row without a key" if None in row else "two rows with the key"
        shown = line("/".join("null" if part is None else str(part) for part in row))
        raise DatasetError(
            f"{name} has {has} {shown}, so its rows cannot be compared -> hold the dataset against its rules with "
            "civstats validate, and rebuild it"
        )


def refuse_unreadable(connection: duckdb.DuckDBPyConnection) -> None:
    """Raise DatasetError where a value that differs is no text: DuckDB makes empty JSON of what is not UTF-8."""
    broken = connection.sql(
        """select name, cell."column" from (select place, name, unnest(columns) as cell from changed)
        where cell."old" = '' or cell."new" = '' order by place limit 1"""
    )
    for name, column in broken.fetchall():
        raise DatasetError(f"{name}.{column} holds what is not UTF-8 -> fetch the dataset again or rebuild it")


def compare(
    connection: duckdb.DuckDBPyConnection,
    place: int,
    name: str,
    shapes: tuple[TableShape, TableShape],
    relations: tuple[str, str],
) -> None:
    """Add to ``changed`` what differs between two ``relations`` of the shapes ``shapes``, the older one first."""
    old, new = shapes
    key = [quoted(column) for column in new.key]
    first = key[0]
    differs = {column: _differs(column, old, new, first) for column in dict.fromkeys([*new.columns, *old.columns])}
    cells = ",\n".join(
        f"case when {differs[column]} then {{'column': {literal(column)}, "
        f"'old': {_json('o', column, old)}, 'new': {_json('n', column, new)}}} end"
        for column in differs
    )
    values = ", ".join(f"coalesce(n.{column}, o.{column})::varchar" for column in key)
    # Figures of a document go by their number, not by the text of their code, in which 10 stands before 9.
    common = {column for column in new.columns if old.type_of(column) == new.type_of(column)}
    order = ("source_id", "figure_no") if {"source_id", "figure_no"} <= common else ()
    sorting = ", ".join(f"coalesce(n.{column}, o.{column})" for column in [*map(quoted, order), *key])
    connection.execute(
        f"""insert into changed
        select {place}, row_number() over (order by {sorting}), {literal(name)},
            case when o.{first} is null then 'added' when n.{first} is null then 'withdrawn' else 'revised' end,
            concat_ws('/', {values}),
            list_filter([{cells}], lambda cell: cell is not null),
            {str(name in PRIMARY or not _derived(name)).lower()}, [], null, null, null, false,
            {_tokens(name, old, new)}
        from {relations[0]} o full join {relations[1]} n
            on {" and ".join(f"o.{column} = n.{column}" for column in key)}
        where {" or ".join(differs.values())}"""
    )


def _derived(name: str) -> bool:
    """Whether a table is known to be derived; one that this version does not know counts as somebody's work."""
    from civstats.schema import TABLES

    return name in TABLES and name not in PRIMARY


def _differs(column: str, old: TableShape, new: TableShape, first: str) -> str:
    """Whether a column belongs to what differs. Of a row in both versions only columns of one type in both count:
    what else there is, the change of the schema tells."""
    name = quoted(column)
    if column in new.columns and old.type_of(column) == new.type_of(column):
        return f"o.{name} is distinct from n.{name}"
    sides = []
    if column in new.columns:
        sides.append(f"(o.{first} is null and n.{name} is not null)")
    if column in old.columns:
        sides.append(f"(n.{first} is null and o.{name} is not null)")
    return f"({' or '.join(sides)})"


def _json(side: str, column: str, shape: TableShape) -> str:
    """A value as JSON; numbers that JSON does not know are texts."""
    if column not in shape.columns:
        return "null"
    name = f"{side}.{quoted(column)}"
    if shape.columns[column].type in ("double", "float"):
        return f"case when isfinite({name}) then to_json({name})::varchar else to_json({name}::varchar)::varchar end"
    return f"to_json({name})::varchar"


def _tokens(name: str, old: TableShape, new: TableShape) -> str:
    """What a row speaks of in either version, as a list of ``table key`` in SQL."""
    parts = []
    for side, shape in (("o", old), ("n", new)):
        for column in shape.columns:
            value = f"{side}.{quoted(column)}"
            if column.endswith(("observation_id", "observation_ids")):
                parts.append(_each("observations", value))
            elif column in ("source_id", "source_ids", "previous_source_ids") and name != "observations":
                parts.append(_each("sources", value))
            elif column == "indicator_id" and name not in PRIMARY:
                parts.append(_each("indicators", value))
        if {"locality_id", "indicator_id", "year"} <= set(shape.columns):
            spot = f"concat_ws('/', {side}.locality_id, {side}.indicator_id, {side}.year)"
            parts.append(f"case when {side}.year is not null then ['spot ' || {spot}] else [] end")
        if "source_id" in shape.columns and name in ("sources", "observations"):
            parts.append(_each("document", f"{side}.source_id"))
        if "locality_id" in shape.columns and name in ("sources", "observations", "localities"):
            parts.append(_each("place", f"{side}.locality_id"))
        if "locality_id" in shape.columns and name in ("sources", "coverage"):
            parts.append(_each("searched", f"{side}.locality_id"))
    if name in PRIMARY and new.key:
        keys = ", ".join(f"coalesce(n.{quoted(column)}, o.{quoted(column)})::varchar" for column in new.key)
        parts.append(_each(name, f"concat_ws('/', {keys})", several=False))
    return f"list_distinct(flatten([{', '.join(parts)}]))" if parts else "[]::varchar[]"


def _each(table: str, value: str, *, several: bool = True) -> str:
    items = f"string_split({value}::varchar, ' ')" if several else f"[{value}::varchar]"
    return (
        f"case when {value} is null then [] else "
        f"list_transform({items}, lambda item: {literal(table + ' ')} || item) end"
    )
