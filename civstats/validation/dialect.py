"""The tables before DuckDB as a database of SQLAlchemy, which is how Great Expectations reads SQL. Reading only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from sqlalchemy import types
from sqlalchemy.dialects import registry
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.sql.compiler import IdentifierPreparer

from civstats.validation.tables import DuckTables, EngineError, Row

URL = "civstats://"
"""The address of such a database; which tables it has says the connection."""

_TYPES: Mapping[str, Any] = {
    "string": types.String(),
    "int32": types.Integer(),
    "float64": types.Float(),
    "date": types.Date(),
    "bool": types.Boolean(),
}


class Connection:
    """A connection to ``tables`` as Python's database interface has it (PEP 249); there are no transactions."""

    def __init__(self, tables: DuckTables) -> None:
        self.tables: DuckTables | None = tables

    def cursor(self) -> Cursor:
        return Cursor(self)

    def commit(self) -> None: ...

    def rollback(self) -> None: ...

    def close(self) -> None:
        self.tables = None


class Cursor:
    """A cursor that takes all rows at once: GX gives a connection back first, which would end a query of DuckDB."""

    arraysize = 1
    rowcount = -1
    lastrowid = None

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.description: list[tuple[Any, ...]] | None = None
        self._rows: list[Row] = []

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        if self.connection.tables is None:
            raise EngineError("the connection is closed")
        names, self._rows = self.connection.tables.run(sql, parameters)
        self.description = [(name, *[None] * 6) for name in names]

    def fetchone(self) -> Row | None:
        return self._rows.pop(0) if self._rows else None

    def fetchmany(self, size: int = 1) -> list[Row]:
        taken, self._rows = self._rows[:size], self._rows[size:]
        return taken

    def fetchall(self) -> list[Row]:
        return self.fetchmany(len(self._rows))

    def close(self) -> None: ...


class _Quoting(IdentifierPreparer):
    """Every name is quoted: a table of others may have any."""

    def _requires_quotes(self, value: str) -> bool:
        return bool(value)


class TablesDialect(DefaultDialect):
    """SQLAlchemy's standard SQL, and the columns as `DuckTables` knows them."""

    name = "duckdb"
    driver = "civstats"
    default_paramstyle = "qmark"
    preparer = _Quoting
    supports_statement_cache = True
    supports_native_boolean = True

    @classmethod
    def import_dbapi(cls) -> Any:
        return SimpleNamespace(paramstyle="qmark", Error=EngineError)

    def initialize(self, connection: Any) -> None:
        """Nothing is to be found out of the database."""

    def has_table(self, connection: Any, table_name: str, schema: str | None = None, **_: Any) -> bool:  # noqa: ARG002
        return table_name in _tables(connection).columns

    def get_columns(self, connection: Any, table_name: str, schema: str | None = None, **_: Any) -> Any:  # noqa: ARG002
        found = _tables(connection).columns[table_name]
        return [{"name": name, "type": _TYPES.get(type_, types.NullType()), "nullable": True, "default": None}
                for name, type_ in found.items()]  # fmt: skip


def _tables(connection: Any) -> DuckTables:
    tables: DuckTables = connection.connection.dbapi_connection.tables
    return tables


registry.register("civstats", __name__, "TablesDialect")
