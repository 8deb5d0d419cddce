"""A dataset put before an engine: curated files or pandas frames before DuckDB, Spark frames before Spark.

Whatever the engine, a table is seen alike: "not a number" is null, and types have the names of the declarations
(string, int32, float64, date, bool; any other type has the engine's own name for it).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from civstats import duck, location
from civstats.schema import COLUMNS, TABLES
from civstats.validation.conditions import Dialect, DuckDB, Spark, literal

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import pyarrow as pa

Row = tuple[Any, ...]


class EngineError(Exception):
    """A question that the engine could not answer, with the first line of what it said."""


_DUCKDB_TYPES = {"VARCHAR": "string", "INTEGER": "int32", "DOUBLE": "float64", "DATE": "date", "BOOLEAN": "bool"}
_SPARK_TYPES = {"string": "string", "int": "int32", "double": "float64", "date": "date", "boolean": "bool"}


class Tables:
    """Tables that can be asked in SQL under their own names.

    ``columns`` holds the columns of each table with their types, ``frames`` what Great Expectations is handed as the
    table (nothing where it asks the engine by the table's name), ``damaged`` the tables that cannot be opened, with the
    reason.
    """

    engine = ""
    dialect: Dialect

    def __init__(self) -> None:
        self.columns: dict[str, dict[str, str]] = {}
        self.frames: dict[str, Any] = {}
        self.damaged: dict[str, str] = {}

    def rows(self, sql: str) -> list[Row]:
        """The rows of one SELECT; raises EngineError."""
        raise NotImplementedError

    def named(self, sql: str, limit: int) -> list[dict[str, Any]]:
        """The first ``limit`` rows of one SELECT, each by the names of its columns; raises EngineError."""
        raise NotImplementedError

    def read_whole(self, name: str) -> None:
        """Read every value of a table; raises EngineError where one cannot be read."""
        self.rows(f"select {', '.join(f'max({self.dialect.name(c)})' for c in self.columns[name])} from {name}")

    def lose(self, name: str, reason: str) -> None:
        """Count a table that cannot be read to its end among the damaged ones."""
        del self.columns[name]
        self.damaged[name] = reason

    def close(self) -> None:
        """Leave nothing behind in the engine."""


class DuckTables(Tables):
    """Tables before DuckDB: a view each."""

    dialect = DuckDB()

    def __init__(self) -> None:
        super().__init__()
        self.connection: duckdb.DuckDBPyConnection = duck.connect()
        # Statistics of Parquet know nothing of "not a number"; by them DuckDB would take isnan() to be false.
        self.connection.execute("set disabled_optimizers = 'statistics_propagation'")

    def rows(self, sql: str) -> list[Row]:
        return self.run(sql)[1]

    def named(self, sql: str, limit: int) -> list[dict[str, Any]]:
        names, rows = self.run(f"select * from ({sql}) asked limit {limit}")
        return [dict(zip(names, row, strict=True)) for row in rows]

    def run(self, sql: str, parameters: Sequence[Any] = ()) -> tuple[list[str], list[Row]]:
        """The names of the columns and the rows of one statement; raises EngineError."""
        import duckdb

        try:
            found = self.connection.execute(sql, list(parameters) or None)
            return [str(column[0]) for column in found.description or ()], found.fetchall()
        except duckdb.Error as error:
            raise EngineError(first_line(error)) from None

    def close(self) -> None:
        self.connection.close()

    def _add(self, name: str, source: str) -> None:
        """A view ``name`` of the SQL ``source``, in which "not a number" is null."""
        described = self.connection.execute(f"describe select * from {source}").fetchall()
        self.columns[name] = {row[0]: _duckdb_type(row[1]) for row in described}
        listed = ", ".join(map(self._column, self.columns[name].items()))
        self.connection.execute(f"create view {self.dialect.name(name)} as select {listed} from {source}")

    def _column(self, column: tuple[str, str]) -> str:
        name = self.dialect.name(column[0])
        return f"case when not isnan({name}) then {name} end as {name}" if column[1] == "float64" else name


def _duckdb_type(name: str) -> str:
    return "string" if name.startswith("ENUM") else _DUCKDB_TYPES.get(name, name.lower())


class CuratedTables(DuckTables):
    """The tables of a curated folder or URL, as its manifest lists them."""

    engine = "duckdb"

    def __init__(self, where: location.Location, files: Mapping[str, str]) -> None:
        super().__init__()
        import duckdb
        import pyarrow as pa

        for name, file in files.items():
            try:
                self._add(name, self._source(where, name, file))
            except (duckdb.Error, OSError, pa.ArrowInvalid) as error:
                self.damaged[name] = f"{file}: {first_line(error)}"

    def _source(self, where: location.Location, name: str, file: str) -> str:
        if where.folder:
            path = f"{where.folder}/{file}"
            return f"read_parquet({literal(_no_wildcards(path))}, hive_partitioning = false)"
        import pyarrow as pa
        import pyarrow.parquet as pq

        self.connection.register(f"__{name}", pq.read_table(pa.BufferReader(where.read_whole(file))))
        return f'"__{name}"'


def _no_wildcards(path: str) -> str:
    """``path`` so that DuckDB takes ``*``, ``?`` and ``[`` in it for themselves."""
    return re.sub(r"([*?[])", r"[\1]", path)


class PandasTables(DuckTables):
    """pandas frames: Great Expectations is handed the frames, and the same SQL runs over them in DuckDB."""

    engine = "pandas"

    def __init__(self, frames: Mapping[str, pd.DataFrame]) -> None:
        super().__init__()
        for name, frame in frames.items():
            self.frames[name] = frame
            self.connection.register(f"__{name}", _arrow(frame))
            self._add(name, f'"__{name}"')


def _arrow(frame: pd.DataFrame) -> pa.Table:
    import pyarrow as pa

    columns = {str(name): _arrow_column(str(name), frame[name]) for name in frame.columns}
    return pa.table(columns)


def _arrow_column(name: str, values: pd.Series[Any]) -> pa.Array:
    """A column of a frame with the type that it stands for.

    pandas has no days and, of old, no integers with gaps: a `datetime64` is a date, and a column declared an integer
    that came as whole floats with gaps is one. A column of mixed objects is of no declared type.
    """
    import pyarrow as pa

    try:
        found = pa.Array.from_pandas(values)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError):
        return pa.array([None if value is None else str(value).encode() for value in values], pa.binary())
    declared = COLUMNS[name].type if name in COLUMNS else ""
    if isinstance(found, pa.ChunkedArray):
        found = found.combine_chunks()
    if pa.types.is_dictionary(found.type):
        found = found.cast(found.type.value_type)
    if pa.types.is_timestamp(found.type):
        return found.cast(pa.date32(), safe=False)
    if pa.types.is_null(found.type) and declared in ("string", "date", "bool"):
        return found.cast({"string": pa.string(), "date": pa.date32(), "bool": pa.bool_()}[declared])
    if pa.types.is_float64(found.type) and declared == "int32" and found.null_count:
        try:
            return found.cast(pa.int32())
        except pa.ArrowInvalid:
            return found
    return found


class SparkTables(Tables):
    """Spark frames, asked in their own session; the session's views of the same names stay as they are."""

    engine = "spark"
    dialect = Spark()

    def __init__(self, frames: Mapping[str, Any]) -> None:
        super().__init__()
        self._session = next(iter(frames.values())).sparkSession
        for name, frame in frames.items():
            self.columns[name] = {column: _SPARK_TYPES.get(kind, kind) for column, kind in frame.dtypes}
            self.frames[name] = frame.selectExpr(*map(self._column, self.columns[name].items()))
            self.frames[name].createOrReplaceTempView(_view(name))

    def _column(self, column: tuple[str, str]) -> str:
        name = self.dialect.name(column[0])
        return f"case when not isnan({name}) then {name} end as {name}" if column[1] == "float64" else name

    def _asked(self, sql: str) -> Any:
        used = [name for name in self.frames if re.search(rf"\b{re.escape(name)}\b", sql)]
        named = ", ".join(f"{self.dialect.name(name)} as (select * from {_view(name)})" for name in used)
        return self._session.sql(f"with {named} select * from ({sql}) asked")

    def rows(self, sql: str) -> list[Row]:
        return [tuple(row) for row in self._collected(sql)]

    def named(self, sql: str, limit: int) -> list[dict[str, Any]]:
        return [row.asDict() for row in self._collected(sql, limit)]

    def _collected(self, sql: str, limit: int | None = None) -> list[Any]:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        try:
            found = self._asked(sql)
            collected: list[Any] = (found if limit is None else found.limit(limit)).collect()
        except (PySparkException, Py4JError) as error:
            raise EngineError(first_line(error)) from None
        return collected

    def close(self) -> None:
        for name, frame in self.frames.items():
            frame.unpersist()  # GX keeps a table in memory while it is asked
            self._session.catalog.dropTempView(_view(name))


def key_of(tables: Tables, table: str) -> tuple[str, ...]:
    """The key of ``table`` as far as its columns are there."""
    declared = TABLES[table].key if table in TABLES else ()
    return tuple(name for name in declared if name in tables.columns[table])


def _view(name: str) -> str:
    return f"civstats_validation_{name}"


def first_line(error: BaseException, length: int = 300) -> str:
    """The first line of what ``error`` says, or its kind where it says nothing."""
    lines = str(error).strip().splitlines()
    return lines[0][:length] if lines else type(error).__name__
