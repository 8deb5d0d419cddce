"""Methods that read tables: where one cannot be read to its end, a DatasetError says so, however deep the query."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from civstats.errors import DatasetError
from civstats.location import Location, damaged

if TYPE_CHECKING:
    import duckdb


class Reader:
    """What has tables that lie somewhere and can be asked in SQL."""

    _where: Location

    def sql(self, query: str, params: object = None) -> duckdb.DuckDBPyRelation:
        """One SELECT over the tables."""
        raise NotImplementedError


P = ParamSpec("P")
R = TypeVar("R")
Asked = TypeVar("Asked", bound=Reader)


def reads(method: Callable[Concatenate[Asked, P], R]) -> Callable[Concatenate[Asked, P], R]:
    """``method``, which raises DatasetError for a table that DuckDB cannot read."""

    @wraps(method)
    def told(self: Asked, /, *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return method(self, *args, **kwargs)
        except Exception as error:
            if (what := unreadable(error, self._where)) is None:
                raise
            raise what from None

    return told


def unreadable(error: Exception, where: Location) -> DatasetError | None:
    """What to say of ``error`` where it is DuckDB's for a table that cannot be read; None of any other.

    A failure of Arrow below a query comes as InvalidInputException.
    """
    if not type(error).__module__.endswith("duckdb"):  # asked first: DuckDB need not have been imported
        return None
    import duckdb

    if not isinstance(error, duckdb.InvalidInputException | duckdb.IOException):
        return None
    return damaged(where, "a table", error)
