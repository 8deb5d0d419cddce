"""DuckDB databases in memory, as civstats uses them."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


def connect() -> duckdb.DuckDBPyConnection:
    """A new database in memory that draws no progress bar."""
    import duckdb

    connection = duckdb.connect(":memory:")
    # In a Jupyter kernel without ipywidgets there is none, and DuckDB refuses to turn it off (duckdb#7590).
    with suppress(duckdb.InvalidInputException):
        connection.execute("set enable_progress_bar = false")
    return connection
