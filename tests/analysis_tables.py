"""A few made-up observations before DuckDB, with the macros of the analysis: what its queries need and no more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from civstats import codelists
from civstats.analysis import queries
from civstats.analysis.attainment import parameters
from civstats.analysis.claims import Sql
from civstats.curate.tables import listed
from civstats.schema import TABLES
from civstats.schema.arrow import schema_of

Row = Mapping[str, Any]
PLAIN: Row = {
    "source_id": "a", "locator": "", "printed": "", "verbal": False, "locality_id": "150626", "residence": "total",
    "breakdown": "total", "measure": "actual", "bound": "eq", "precision": 0.0, "status": "as_printed",
    "evidence": "position", "corroborations": 0, "indicator_id": "care_beds", "unit": "beds",
}  # fmt: skip
DIBAO: Row = {"indicator_id": "dibao_standard", "unit": "CNY/person/month", "measure": "standard", "residence": "rural"}
YEARLY: Row = {**DIBAO, "unit": "CNY/person/year"}
SHARE: Row = {"indicator_id": "nursing_bed_share", "unit": "percent"}
GRAVES: Row = {"indicator_id": "burial_site_graves", "unit": "graves"}
STANDARDS = {row["indicator_id"] for row in codelists.rows("indicators") if row["table"] == "subsidy_standards"}
LISTED = listed(["150626", "150600", "341802"])


def level(year: int, value: float | None = None, **cells: Any) -> dict[str, Any]:
    """An observation of a year: ``value``, or ``lower`` and ``upper`` with their ``bound``."""
    exact = {} if value is None else {"value": float(value), "lower": float(value), "upper": float(value)}
    whole = {"period_start": date(year, 1, 1), "period_end": date(year, 12, 31)}
    return {**PLAIN, "year": year, **exact, **whole, **cells}


def between(year: int, lower: float | None, upper: float | None, bound: str = "range", **cells: Any) -> dict[str, Any]:
    """An observation of a year that is known as an interval."""
    return level(year, bound=bound, lower=lower, upper=upper, **cells)


def target(due: date | None, value: float, bound: str = "eq", **cells: Any) -> dict[str, Any]:
    """A target of the year 2023, or of the year in which it is due."""
    year = due.year if due else 2023
    ends = {"ge": (value, None), "gt": (value, None), "le": (None, value), "lt": (None, value)}
    lower, upper = ends.get(bound, (value, value))
    asked = {"measure": "target", "due": due, "bound": bound, "value": value, "lower": lower, "upper": upper}
    return {**level(year), **asked, **cells}


def database(rows: Iterable[Row], sources: Iterable[Row] = ()) -> Sql:
    """The observations ``rows``, numbered from 1, and the documents, as the function that asks them."""
    observations = [{"observation_id": f"a:{number}", "figure_no": number, **row} for number, row in enumerate(rows, 1)]
    standards = [_standard(row) for row in observations if row["indicator_id"] in STANDARDS]
    connection = duckdb.connect(":memory:")
    schema = schema_of(TABLES["observations"])
    connection.register("observations", _table(observations, schema))
    known = schema_of(TABLES["subsidy_standards"])
    connection.register("subsidy_standards", _table(standards, pa.schema([known.field(name) for name in _STANDARD])))
    connection.register("sources", _table(sources, schema_of(TABLES["sources"])))
    connection.register("findings", schema_of(TABLES["findings"]).empty_table())
    for name, table in LISTED.items():
        connection.register(name, table)
    queries.install(connection)

    def ask(query: str, params: object = None) -> duckdb.DuckDBPyRelation:
        return connection.sql(query, params=params)

    return ask


_STANDARD = ("observation_id", "set_kind", "set_by")


def _standard(row: Row) -> dict[str, Any]:
    kind = row.get("set_kind") or ("floor" if row["bound"] in ("ge", "gt") else "own")
    return {"observation_id": row["observation_id"], "set_kind": kind, "set_by": row.get("set_by", row["locality_id"])}


def _table(rows: Iterable[Row], schema: pa.Schema) -> pa.Table:
    loose = pa.schema([field.with_nullable(True) for field in schema])
    return pa.Table.from_pylist([{name: row.get(name) for name in schema.names} for row in rows], loose)


def growth(rows: Iterable[Row], span: int = 1, rule: str = "year_end") -> pd.DataFrame:
    """The pairs of levels of ``rows``, by later observation."""
    query = f"select * from ({queries.growth(rule)}) order by observation_id"
    found: pd.DataFrame = database(rows)(query, {"span": span, "rule": rule}).df()
    return found


def targets(rows: Iterable[Row], as_of: date | None = date(2030, 1, 1), sources: Iterable[Row] = ()) -> pd.DataFrame:
    """The targets of ``rows`` with their verdicts, by observation."""
    query = f"select * from ({queries.targets()}) order by observation_id"
    found: pd.DataFrame = database(rows, sources)(query, parameters(as_of)).df()
    return found
