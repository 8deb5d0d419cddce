"""A curated dataset opened for use: tables, SQL, look-ups, and the way back from a value to its printed token."""

from __future__ import annotations

import hashlib
from functools import cached_property
from html import escape
from pathlib import Path
from threading import local
from typing import TYPE_CHECKING, Any

from civstats import compatible, location, parquet, recorded
from civstats.analysis.comparing import Comparing
from civstats.analysis.methods import Analyses
from civstats.errors import DatasetError, QueryError, UsageError
from civstats.reads import reads
from civstats.schema import SCHEMA_VERSION, TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb
    import pandas as pd
    import pyarrow as pa
    import pyarrow.dataset as pads

    from civstats.explain import Explanation


def open(where: str | Path | None = None) -> Dataset:  # noqa: A001  (civstats.open is the name that users expect)
    """Open the packaged dataset, or the one at ``where``: a folder or URL of curated Parquet, or the zip of a release.

    A URL may be http, https, s3 or what else fsspec has a file system for; of a table only what a query needs is read.
    Raises DatasetError where there is none, where a table is damaged, or where it is of a newer major schema.
    """
    return Dataset(location.locate(where))


class Dataset(Analyses, Comparing):
    """A dataset of curated tables. Nothing of it can be changed through this object.

    ``table`` gives a DataFrame, ``arrow`` an Arrow table, ``sql`` a DuckDB relation over views of all tables.
    """

    def __init__(self, where: location.Location, own: Mapping[str, pads.Dataset] | None = None) -> None:
        self._where, self._of_thread = where, local()
        self._is_own = own is not None
        self._manifest = {} if own else location.manifest(where)
        self._tables = own or parquet.open_all(where, location.files(self._manifest), recorded.rows(self._manifest))
        if "observations" not in self._tables:
            raise DatasetError(f"{where.label} has no table observations; fetch the dataset again or rebuild it")

    @classmethod
    def of(cls, tables: Mapping[str, pd.DataFrame | pa.Table]) -> Dataset:
        """A dataset of your own tables, by name; ``observations`` at least. What is lacking is made from them.

        See `civstats.own` for the columns that may be left out. Raises UsageError, which says what to change, for
        tables, columns or codes that are not those of the dataset.
        """
        from civstats import own

        return cls(own.where(), own.complete(tables))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled, a dataset is where it lies, to be opened again there; tables of your own go with it."""
        if self._is_own:
            return Dataset.of, ({name: self.arrow(name) for name in self._tables},)
        return open, (self._where.address,)

    @property
    def version(self) -> str:
        """The dataset's version."""
        return str(self._manifest.get("version", ""))

    @property
    def descriptor(self) -> dict[str, Any]:
        """The dataset's ``datapackage.json``; empty for tables of your own."""
        return self._manifest

    @property
    def fingerprint(self) -> str:
        """One SHA-256 over the hashes of all tables that the manifest records: what this dataset holds; or empty."""
        hashes = sorted(f"{row['name']} {row['hash']}" for row in self._manifest.get("resources", ()) if "hash" in row)
        return hashlib.sha256("\n".join(hashes).encode()).hexdigest() if hashes else ""

    @property
    def schema_version(self) -> str:
        """The version of the structure of its tables."""
        return str(self._manifest.get("civstats:schemaVersion", SCHEMA_VERSION))

    def _table(self, name: str) -> pads.Dataset:
        if name not in self._tables:
            raise UsageError(f"no table {name!r}; the tables are {', '.join(self._tables)}")
        return self._tables[name]

    def arrow(self, name: str) -> pa.Table:
        """The table ``name`` as an Arrow table; raises UsageError, which lists the tables, for an unknown one."""
        import pyarrow as pa

        data = self._table(name)
        try:
            return data.to_table()
        except (OSError, pa.ArrowInvalid) as error:
            raise location.damaged(self._where, name, error) from None

    def table(self, name: str) -> pd.DataFrame:
        """The table ``name`` as a DataFrame, days as datetime64; raises UsageError as `arrow` does."""
        from civstats.frames import frame

        return frame(self.arrow(name))

    def tables(self) -> pd.DataFrame:
        """The tables: ``table``, ``rows``, ``description_zh``, ``description_en``."""
        import pandas as pd

        known = {name: TABLES.get(name) for name in self._tables}
        return pd.DataFrame(
            {
                "table": list(known),
                "rows": [self._tables[name].count_rows() for name in known],
                "description_zh": [table.zh if table else "" for table in known.values()],
                "description_en": [table.en if table else "" for table in known.values()],
            }
        )

    def connect(self) -> duckdb.DuckDBPyConnection:
        """A new DuckDB connection with a view for each table, described by comments, and locked.

        It reads the dataset through Arrow and has no access of its own to files, network or extensions; its
        configuration cannot be changed. What is created in it lives in its memory only.
        """
        from civstats import views

        return views.connect(self._where, self._tables)

    @property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        """The connection of this thread: DuckDB refuses a query on one that another thread is reading from."""
        if not hasattr(self._of_thread, "connection"):
            self._of_thread.connection = self.connect()
        connection: duckdb.DuckDBPyConnection = self._of_thread.connection
        return connection

    def sql(self, query: str, params: object = None) -> duckdb.DuckDBPyRelation:
        """One SELECT over the tables, as a DuckDB relation (``.df()``, ``.arrow()``, ``.show()``).

        ``params`` fill ``?`` or ``$name`` in the query. Raises QueryError for anything else than one SELECT, and for a
        query that DuckDB refuses.
        """
        import duckdb

        try:
            statements = duckdb.extract_statements(query)
        except duckdb.Error as error:
            raise QueryError(f"not a query: {error}") from None
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise QueryError("only one SELECT is run here; the dataset is read-only")
        try:
            return self._connection.sql(query, params=params)
        except (duckdb.BinderException, duckdb.CatalogException) as error:
            has = {name: data.schema.names for name, data in self._tables.items()}
            raise QueryError(compatible.told(str(error), self.schema_version, has)) from None
        except duckdb.Error as error:
            raise QueryError(str(error)) from None

    @reads
    def indicators(self, q: str = "") -> pd.DataFrame:
        """The indicators whose code, name, theme or definition holds ``q``, with the number of their observations."""
        return self._found(
            "indicators", "indicator_id", q, "indicator_id name_zh name_en theme definition_zh definition_en"
        )

    @reads
    def localities(self, q: str = "") -> pd.DataFrame:
        """The places of the dataset whose code or name holds ``q``, with the number of their observations."""
        return self._found("localities", "locality_id", q, "locality_id name_zh name_en")

    def _found(self, table: str, key: str, q: str, searched: str) -> pd.DataFrame:
        from civstats.reading.text import simplify

        hits = " or ".join(f"contains(lower(t.{column}), $q)" for column in searched.split())
        found = self.sql(
            f"select t.*, coalesce(n.observations, 0) as observations from {table} t "
            f"left join (select {key}, count(*) as observations from observations group by all) n using ({key}) "
            f"where {hits} order by {key}",
            {"q": simplify(q).lower()},
        )
        frame: pd.DataFrame = found.df()
        return frame

    @reads
    def codebook(self, name: str = "", q: str = "") -> pd.DataFrame:
        """What the dataset's words mean, one row each.

        With ``name``, the columns of that table: type, unit, descriptions, permitted codes. Without it, the whole code
        book: tables, columns, indicators, units, codes, with what documents call them; see `civstats.codebook.book`.
        ``q`` keeps the rows that hold each of its words (Chinese in either script, English, a code). Raises UsageError
        for an unknown table.
        """
        from civstats import codebook

        found = codebook.columns(self._table(name).schema, TABLES.get(name)) if name else codebook.book(self)
        return codebook.search(found, q)

    @reads
    def rows(self, query: str, params: object = None) -> list[tuple[Any, ...]]:
        """The rows of one SELECT; raises as `sql` does, and DatasetError where a table cannot be read to its end."""
        return self.sql(query, params).fetchall()

    @reads
    def explain(self, observation_id: str) -> Explanation:
        """How the value of an observation came about: token, place in the text, each step of the reading, relations.

        Raises UsageError, naming the nearest ones, for an unknown ``observation_id``.
        """
        from civstats.explain import explain

        return explain(self.sql, observation_id)

    @reads
    def findings(self, locality: str = "", severity: str = "", verdict: str = "", kind: str = "") -> pd.DataFrame:
        """What the documents say of each other and of themselves, checked: rows of the table ``findings``.

        ``locality`` (name or code) chooses a place and all places below it, ``severity`` warn or info, ``verdict`` and
        ``kind`` a code of their lists. Raises UsageError for an unknown name or code.
        """
        from civstats.findings import choose

        return choose(self.sql, locality, severity, verdict, kind)

    @cached_property
    def _facts(self) -> dict[str, Any]:
        [(observations, places, first, last)] = self.rows(
            "select count(*), count(distinct locality_id), min(year), max(year) from observations"
        )
        return {"observations": observations, "localities": places, "first": first, "last": last}

    def _headline(self) -> str:
        facts = self._facts
        return (
            f"civstats dataset {self.version} (schema {self.schema_version}) from {self._where.label}: "
            f"{facts['observations']} observations, {facts['localities']} localities, "
            f"{facts['first']}–{facts['last']}"
        )

    def __repr__(self) -> str:
        tables = self.tables()
        width = max(map(len, tables["table"]))
        lines = [
            f"  {name:<{width}} {rows:>8}  {description}"
            for name, rows, description in zip(tables["table"], tables["rows"], tables["description_en"], strict=True)
        ]
        return "\n".join([self._headline(), *lines])

    def _repr_html_(self) -> str:
        return f"<p>{escape(self._headline())}</p>{self.tables().to_html(index=False)}"
