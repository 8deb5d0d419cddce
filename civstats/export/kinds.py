"""The kinds of values that every format holds, and what no format could: told before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civstats.errors import DatasetError, UsageError
from civstats.export.data import Data, named
from civstats.schema import TABLES
from civstats.schema.arrow import schema_of

if TYPE_CHECKING:
    import pyarrow as pa

TAKEN = {
    "about": "a sheet that the workbook has already",
    "codebook": "a table that every export makes itself",
    "observations_named": "a view that the database has already",
}
"""Names that no table of a dataset may have, and what has them."""
_UNNAMEABLE = '",\r\n'
"""No header of a CSV file holds them without quotes, which not every reader takes from a header."""


def kind(type_: pa.DataType) -> str:
    """What a value is, as a Table Schema calls it; empty for a type that not every format holds."""
    from pyarrow import types

    tests = {
        "string": (types.is_string, types.is_large_string, types.is_null), "boolean": (types.is_boolean,),
        "integer": (types.is_integer,), "number": (types.is_floating, types.is_decimal), "date": (types.is_date,),
        "datetime": (types.is_timestamp,), "time": (types.is_time,),
    }  # fmt: skip
    return next((name for name, known in tests.items() if any(test(type_) for test in known)), "")


def check(data: Data) -> None:
    """Raises UsageError for a table or column that not every format holds, DatasetError for one of a wrong type."""
    for name in data.rows:
        if name in TAKEN:
            raise UsageError(f"the table {name} has the name of {TAKEN[name]} -> give it another one")
        found = data.found(name)
        _check_names(name, data.columns(name), found.names)
        declared = schema_of(TABLES[name]) if name in TABLES else None
        for field in found:
            if declared is not None and field.name in declared.names:
                _check_declared(name, field, declared.field(field.name).type)
            elif not kind(field.type):
                raise UsageError(
                    f"{named(name, field.name)}: values of type {field.type} are held by no format of export -> make "
                    "them text, numbers, days or booleans, or leave the column out"
                )


def _check_names(table: str, columns: list[str], read: list[str]) -> None:
    for column, as_read in zip(columns, read, strict=True):
        if not column or set(column) & set(_UNNAMEABLE):
            raise UsageError(
                f"{named(table, column)}: the name of a column is not empty and has no quote, comma or line break "
                "-> rename the column"
            )
        if column != as_read:
            raise UsageError(
                f"{named(table, column)}: another column has this name but for capitals, which DuckDB does not tell "
                "apart -> rename one of them"
            )


def _check_declared(table: str, field: pa.Field, declared: pa.DataType) -> None:
    import pyarrow as pa

    given = kind(field.type)
    if given == kind(declared) or pa.types.is_null(field.type) or (given, kind(declared)) == ("integer", "number"):
        return
    raise DatasetError(
        f"{named(table, field.name)} is of type {field.type}, declared is {declared} -> fetch the dataset again or "
        "rebuild it with civstats build"
    )
