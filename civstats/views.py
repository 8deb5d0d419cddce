"""DuckDB over the tables of a dataset: a view for each, described by comments, and locked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from civstats import duck, parquet
from civstats.analysis import queries
from civstats.location import Location
from civstats.schema import TABLES

if TYPE_CHECKING:
    import duckdb
    import pyarrow.dataset as pads

_LOCKED = (
    "enable_external_access = false",
    "autoinstall_known_extensions = false",
    "autoload_known_extensions = false",
    "allow_community_extensions = false",
    "python_enable_replacements = false",
    "lock_configuration = true",
)


def connect(where: Location, tables: Mapping[str, pads.Dataset]) -> duckdb.DuckDBPyConnection:
    """A new connection that reads ``tables``, which lie at ``where``, through Arrow and reaches nothing else."""
    connection = duck.connect()
    for name, data in tables.items():
        connection.register(f"__{name}", parquet.coded(where, name, data))
        connection.execute(f'create view "{name}" as select * from "__{name}"')
        _comment(connection, name, data.schema.names)
    queries.install(connection)
    for setting in _LOCKED:
        connection.execute(f"set {setting}")
    return connection


def _comment(connection: duckdb.DuckDBPyConnection, name: str, present: list[str]) -> None:
    def quoted(text: str) -> str:
        return "'" + text.replace("'", "''") + "'"

    table = TABLES.get(name)
    if table is None:
        return
    connection.execute(f'comment on view "{name}" is {quoted(f"{table.zh} / {table.en}")}')
    for column in table.fields:
        if column.name in present:
            text = quoted(f"{column.zh} / {column.en}")
            connection.execute(f'comment on column "{name}"."{column.name}" is {text}')
