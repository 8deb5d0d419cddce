"""One DuckDB database: tables with comments, keys and references, and a view with names in both languages.

It is written so that every DuckDB since 1.2 opens it, in small blocks: keys would fill large ones with air. A primary
key is declared for every table, a reference to another table where every row of it leads somewhere. References of a
table to itself (a place above, a total) are not declared: DuckDB looks for what they lead to only among the rows of
earlier inserts, so that the rows could not stand in their order.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from civstats.errors import DatasetError
from civstats.export.data import Data, quoted
from civstats.export.named_view import VIEW, described, view
from civstats.schema import TABLES

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

FILE = "civstats.duckdb"
STORAGE = "v1.2.0"
"""The oldest DuckDB that opens the file."""
BLOCK = 16_384  # bytes


def write(data: Data, folder: Path) -> None:
    """The tables and the view as ``civstats.duckdb``.

    Raises DatasetError where a table breaks its own rules (a key twice), OSError where the file cannot be written.
    """
    import duckdb

    try:
        _write(data, folder / FILE)
    except (duckdb.IOException, duckdb.TransactionException) as error:
        raise OSError(_cause(str(error))) from None


def _write(data: Data, path: Path) -> None:
    import duckdb

    from civstats.duck import connect

    with connect() as connection:
        connection.execute(f"attach {_text(str(path))} as out (storage_version '{STORAGE}', block_size {BLOCK})")
        connection.execute("use out")
        for name in _order(list(data.rows)):
            try:
                _table(connection, data, name)
            except duckdb.ConstraintException as error:
                text = str(error).splitlines()[0][:200]
                raise DatasetError(f"the table {name} breaks its own rules: {text} -> see civstats validate") from None
        connection.execute("begin")  # each comment by itself would be written to the disk and waited for
        for name in data.rows:
            _comment(connection, name, data.schema(name))
        _view(connection, {name: data.schema(name).names for name in data.rows})
        connection.execute("commit")
        connection.execute("use memory")
        connection.execute("detach out")


def _order(names: list[str]) -> list[str]:
    """The tables such that what a table refers to comes before it."""
    ordered: list[str] = []

    def add(name: str, within: tuple[str, ...]) -> None:
        for _, other in _references(name):
            if other in names and other not in within:
                add(other, (*within, other))
        if name not in ordered:
            ordered.append(name)

    for name in names:
        add(name, (name,))
    return ordered


def _references(name: str) -> Iterator[tuple[str, str]]:
    """The columns of a table that refer to another table, with that table."""
    if name in TABLES:
        for column in TABLES[name].fields:
            other = TABLES[name].references(column)
            if other and other != name:
                yield column.name, other


def _table(connection: duckdb.DuckDBPyConnection, data: Data, name: str) -> None:
    schema = data.schema(name)
    table = TABLES.get(name)
    filled = {column.name for column in table.fields} - table.nullable if table else set()
    kinds = connection.from_arrow(schema.empty_table()).types
    lines = [
        f"{quoted(column)} {kind}{' not null' if column in filled else ''}"
        for column, kind in zip(schema.names, kinds, strict=True)
    ]
    key = table.key if table else ()
    if key and set(key) <= set(schema.names):
        lines.append(f"primary key ({', '.join(key)})")
    for column, other in _references(name):
        if column in schema.names and _has_key(data, other) and _holds(data, name, column, other):
            lines.append(f'foreign key ("{column}") references "{other}"')
    connection.execute(f'create table "{name}" ({", ".join(lines)})')
    for batch in data.batches(name):
        connection.register("_batch", batch)  # no table of a dataset has a name that begins so
        connection.execute(f'insert into "{name}" select * from _batch')
        connection.unregister("_batch")


def _has_key(data: Data, name: str) -> bool:
    return name in data.rows and set(TABLES[name].key) <= set(data.schema(name).names)


def _holds(data: Data, name: str, column: str, other: str) -> bool:
    """Whether every value of the column is a key of the other table."""
    (key,) = TABLES[other].key
    query = f'select 1 from "{name}" t anti join "{other}" o on o."{key}" = t."{column}" where t."{column}" is not null'
    return not data.dataset.rows(f"{query} limit 1")


def _comment(connection: duckdb.DuckDBPyConnection, name: str, schema: pa.Schema) -> None:
    table = TABLES.get(name)
    if table is None:
        return
    connection.execute(f'comment on table "{name}" is {_text(f"{table.zh} / {table.en}")}')
    for column in table.fields:
        if column.name in schema.names:
            said = _text(described(name, column.name))
            connection.execute(f'comment on column "{name}"."{column.name}" is {said}')


def _view(connection: duckdb.DuckDBPyConnection, present: dict[str, list[str]]) -> None:
    statement, comments = view(present)
    connection.execute(statement)
    said = "观测，附中英文名称 / Figures with their names in both languages"
    connection.execute(f"comment on view {VIEW} is {_text(said)}")
    for column, comment in comments.items():
        connection.execute(f"comment on column {VIEW}.{column} is {_text(comment)}")


def _cause(error: str) -> str:
    """What DuckDB says went wrong: at the end of the work it says so last."""
    return error.partition("Original error: ")[2] or error.splitlines()[0]


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
