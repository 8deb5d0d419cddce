"""The tables beside the observations: code lists, documents, and the thematic ones, which SQL derives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from fractions import Fraction
from importlib.resources import files
from typing import TYPE_CHECKING

from civstats import codelists
from civstats.codelists.localities import Locality, ancestors, localities
from civstats.reading.source import Source
from civstats.schema import TABLES
from civstats.schema.arrow import schema_of

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

THEMATIC = ("subsidy_standards", "facility_counts", "remediation", "assistance")
_LISTED_LEVELS = ("province", "prefecture", "county")


def build(sources: Iterable[Source], observations: pa.Table) -> dict[str, pa.Table]:
    """All tables of the dataset by name, each sorted by its key."""
    derived = {
        "sources": _sources(sources, observations),
        "localities": _localities(sources, observations),
        "indicators": _codelist("indicators"),
        "units": _codelist("units"),
        "observations": observations,
        **_thematic(observations),
    }
    return {name: derived[name] for name in TABLES}


def _rows(name: str, rows: Iterable[Mapping[str, object]]) -> pa.Table:
    import pyarrow as pa

    table, schema = TABLES[name], schema_of(TABLES[name])
    wanted = [{field.name: row[field.name] for field in table.fields} for row in rows]
    return pa.Table.from_pylist(wanted, schema).sort_by([(column, "ascending") for column in table.key])


def _codelist(name: str) -> pa.Table:
    return _rows(name, ({**row, "summable": row.get("summable") == "yes"} for row in codelists.rows(name)))


def _sources(sources: Iterable[Source], observations: pa.Table) -> pa.Table:
    counted = observations.group_by("source_id").aggregate([("figure_no", "count")]).to_pydict()
    counts = dict(zip(counted["source_id"], counted["figure_no_count"], strict=True))
    rows = []
    for source in sources:
        facts = {field.name: getattr(source, field.name) or None for field in fields(Source)}
        span = source.span
        derived = {
            "locality_id": source.locality,
            "period_start": span.start,
            "period_end": span.end,
            "figure_count": counts.get(source.source_id, 0),
        }
        rows.append(facts | derived)
    return _rows("sources", rows)


def _localities(sources: Iterable[Source], observations: pa.Table) -> pa.Table:
    """Every province, prefecture and county, and of the smaller places those that are spoken of."""
    used = {*observations["locality_id"].unique().to_pylist(), *(source.locality for source in sources)}
    needed = {code for place in used for code in ancestors(place)}
    chosen = [place for place in localities().values() if place.level in _LISTED_LEVELS or place.locality_id in needed]
    return _rows("localities", ({name: getattr(place, name) for name in Locality.__slots__} for place in chosen))


def _thematic(observations: pa.Table) -> dict[str, pa.Table]:
    import duckdb
    import pyarrow as pa

    indicators = codelists.rows("indicators")
    factors = {row["unit_id"]: Fraction(row["factor"]) for row in codelists.rows("units")}
    with duckdb.connect(":memory:") as connection:
        connection.register("observations", observations)
        roles = {"indicator_id": "indicator_id", "in_table": "table", "topic": "topic", "role": "role"}
        tables = {
            "indicator_roles": {name: [row[column] for row in indicators] for name, column in roles.items()},
            "unit_factors": {
                "unit_id": list(factors),
                "numerator": [factor.numerator for factor in factors.values()],
                "denominator": [factor.denominator for factor in factors.values()],
            },
            "breakdowns": {
                name: [row[name] for row in codelists.rows("breakdowns")] for name in ("breakdown", "dimension")
            },
        }
        for name, columns in tables.items():
            connection.register(name, pa.table(columns))
        return {name: _derive(connection, name) for name in THEMATIC}


def _derive(connection: duckdb.DuckDBPyConnection, name: str) -> pa.Table:
    ordered = f"select * from ({_text(name)}) order by {', '.join(TABLES[name].key)}"
    return connection.sql(ordered).to_arrow_table()


def _text(name: str) -> str:
    return files(__package__).joinpath(f"{name}.sql").read_text(encoding="utf-8")
