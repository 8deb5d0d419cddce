"""What the writers read: the tables of a dataset, piece by piece, with what is declared of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from civstats.errors import DatasetError
from civstats.schema import TABLES
from civstats.schema.arrow import schema_of

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import pyarrow as pa

    from civstats.dataset import Dataset

BATCH = 50_000
"""Rows that are held at a time."""


class Data:
    """The tables of a dataset.

    A dataset of another minor version may have tables and columns that are not declared here, and lack declared ones:
    what it has is exported, undescribed where nothing is declared.
    """

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset

    @cached_property
    def rows(self) -> dict[str, int]:
        """The number of rows of each table, in the order of the dataset."""
        tables = self.dataset.tables()
        return dict(zip(tables["table"], map(int, tables["rows"]), strict=True))

    def columns(self, name: str) -> list[str]:
        """The columns of a table under the names that they have in its file."""
        return list(self._codebooks[name]["column"])

    def found(self, name: str) -> pa.Schema:
        """Columns and types of a table as they are read."""
        import pyarrow as pa

        return pa.schema([pa.field(one.name, _plain(one.type)) for one in self._found[name]])

    def schema(self, name: str) -> pa.Schema:
        """Columns and types of a table: declared columns as they are declared, others as they come.

        Each may be null: what must not be empty is for the validation to say.
        """
        import pyarrow as pa

        declared = schema_of(TABLES[name]) if name in TABLES else pa.schema([])
        types = {one.name: one.type for one in declared}
        return pa.schema([pa.field(one.name, types.get(one.name) or one.type) for one in self.found(name)])

    def need(self, name: str, columns: Iterable[str]) -> None:
        """Raises DatasetError where the table, or one of the columns, is lacking that a format cannot do without."""
        has = self.schema(name).names if name in self.rows else None
        lacking = [name] if has is None else [named(name, column) for column in columns if column not in has]
        if lacking:
            raise DatasetError(
                f"this dataset (schema version {self.dataset.schema_version}) lacks {', '.join(lacking)}, without "
                "which this format cannot be made -> export it as csv, or open a newer release of the dataset"
            )

    @cached_property
    def _found(self) -> dict[str, pa.Schema]:
        empty = {name: self.dataset.sql(f'select * from "{name}" limit 0') for name in self.rows}
        return {name: relation.to_arrow_table().schema for name, relation in empty.items()}

    @cached_property
    def _codebooks(self) -> dict[str, pd.DataFrame]:
        return {name: self.dataset.codebook(name) for name in self.rows}

    @cached_property
    def _reading(self) -> duckdb.DuckDBPyConnection:
        """A connection for one reader at a time: another query would end what it reads."""
        return self.dataset.connect()

    def batches(self, name: str) -> Iterator[pa.RecordBatch]:
        """The rows of a table in their order, with its schema; raises DatasetError where they cannot all be read.

        One table is read at a time: to its end, before the next.
        """
        return self.selected(f'select * from "{name}"', self.schema(name), name)

    def selected(self, query: str, schema: pa.Schema, name: str) -> Iterator[pa.RecordBatch]:
        """The rows that a query selects from the table ``name``, as `batches` gives those of a table."""
        import duckdb
        import pyarrow as pa

        try:
            for batch in self._reading.sql(query).to_arrow_reader(BATCH):
                yield batch.cast(schema)
        except (duckdb.Error, pa.ArrowException) as error:
            text = str(error).splitlines()[0][:200]
            raise DatasetError(f"the table {name} cannot be read to its end: {text}") from None

    def codebook(self) -> pd.DataFrame:
        """The columns of all tables, one row each: see `Dataset.codebook`."""
        import pandas as pd

        return pd.concat(self._codebooks, names=["table"]).reset_index("table").reset_index(drop=True)

    def records(self, name: str, *needed: str) -> list[dict[str, Any]]:
        """A small table as a list of rows; raises DatasetError where it has not the columns ``needed``."""
        self.need(name, needed)
        found: list[dict[str, Any]] = self.dataset.arrow(name).to_pylist()
        return found


def _plain(kind: pa.DataType) -> pa.DataType:
    """A type without the coding that DuckDB reads it with, and without the time zone of this machine."""
    import pyarrow as pa

    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    if pa.types.is_timestamp(kind) and kind.tz:
        return pa.timestamp(kind.unit, "UTC")
    return pa.string() if pa.types.is_large_string(kind) else kind


def named(table: str, column: str) -> str:
    """A column as messages name it."""
    return f"{table}.{column}" if column.isprintable() and column else f"{table}.{column!r}"


def quoted(name: str) -> str:
    """A name as an identifier of SQL."""
    return '"' + name.replace('"', '""') + '"'
