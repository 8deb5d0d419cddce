"""Tables of a user's own, made into a dataset: what is lacking is taken from the code lists or derived.

``observations`` must have ``locality_id``, ``indicator_id``, ``measure``, ``unit``, ``year``, and either ``value`` or
the ends ``lower`` and ``upper``; the other columns have a plain meaning where they are left out (both residences, no
breakdown, exact, one document). ``sources`` say which office issued a document and when; without them nothing is known
of either. Code lists come from civstats, all other tables are derived as in a build.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from civstats import codelists, location, lookup
from civstats.codelists.localities import localities
from civstats.errors import UsageError
from civstats.schema import TABLES, Table
from civstats.schema.arrow import schema_of

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    import pyarrow.dataset as pads

_PLAIN: Mapping[str, Mapping[str, object]] = {
    "observations": {
        "source_id": "own", "locator": "", "printed": "", "verbal": False, "residence": "total", "breakdown": "total",
        "bound": "eq", "precision": 0.0, "status": "as_printed", "evidence": "position", "corroborations": 0,
    },
    "sources": {
        "title_zh": "", "kind": "statistics", "origin_class": "official", "licence": "official_document",
        "script": "Hans", "evidence": "position", "excerpt": "whole", "reliability": "high", "figure_count": 0,
    },
}  # fmt: skip
"""What stands in a column that is left out and must not be empty."""


def where() -> location.Location:
    """The place that such a dataset has: none."""
    return location.Location("tables of your own")


def complete(given: Mapping[str, pd.DataFrame | pa.Table]) -> dict[str, pads.Dataset]:
    """All tables of the dataset by name, of those ``given``; raises UsageError as `Dataset.of` does."""
    import pyarrow.dataset as pads

    from civstats.curate.derive import derive
    from civstats.curate.tables import listed

    if "observations" not in given:
        raise UsageError("a dataset of your own needs the table observations")
    made = {lookup.code("table", name, TABLES): _table(TABLES[name], _columns(data)) for name, data in given.items()}
    _check_codes(made["observations"])
    if "sources" not in made:
        made["sources"] = _sources(made["observations"])
    made = listed(made["observations"]["locality_id"].unique().to_pylist()) | made
    if not TABLES.keys() <= made.keys():
        made = derive(made) | made
    return {name: pads.dataset(made[name]) for name in TABLES}


def _columns(data: pd.DataFrame | pa.Table) -> dict[str, Any]:
    """The columns as Arrow arrays; what pandas holds for a missing value is null."""
    import pyarrow as pa

    if isinstance(data, pa.Table):
        return {name: data[name] for name in data.column_names}
    return {str(name): pa.array(data[name], from_pandas=True) for name in data.columns}


def _table(table: Table, columns: dict[str, Any]) -> pa.Table:
    """The table with all its columns, of those given."""
    import pyarrow as pa

    schema = schema_of(table)
    for name in columns:
        lookup.code(f"column of {table.name}", name, schema.names)
    rows = len(next(iter(columns.values()))) if columns else 0
    if table.name == "observations":
        _complete_observations(columns, rows)
    plain = _PLAIN.get(table.name, {})
    made = []
    for field in schema:
        column = columns.get(field.name)
        if column is None and not field.nullable and field.name not in plain:
            raise UsageError(f"the table {table.name} lacks the column {field.name}")
        if column is None:
            column = pa.repeat(pa.scalar(plain.get(field.name), field.type), rows)
        try:
            made.append(column.cast(field.type))
        except pa.ArrowInvalid as error:
            raise UsageError(f"{table.name}.{field.name} must be of type {field.type}: {error}") from None
        if made[-1].null_count and not field.nullable:
            raise UsageError(f"{table.name}.{field.name} must not be empty")
    return pa.table(made, schema=schema)


def _complete_observations(columns: dict[str, Any], rows: int) -> None:
    import pyarrow as pa

    if "value" in columns and not columns.keys() & {"lower", "upper"}:
        if "bound" in columns:
            raise UsageError("observations with a bound need the columns lower and upper")
        columns |= {"lower": columns["value"], "upper": columns["value"]}
    columns.setdefault("figure_no", pa.array(range(1, rows + 1), pa.int32()))
    columns.setdefault("observation_id", pa.array([f"own:{number}" for number in range(1, rows + 1)], pa.string()))


def _check_codes(observations: pa.Table) -> None:
    """The codes that every query joins must be known."""
    known = {
        "indicator_id": codelists.codes("indicators"),
        "unit": codelists.codes("units"),
        "locality_id": localities(),
    }
    for column, codes in known.items():
        for given in observations[column].unique().to_pylist():
            lookup.code(column, given, codes)


def _sources(observations: pa.Table) -> pa.Table:
    """A row for each document that is spoken of: of the place that all its figures are of, if that is one."""
    import pyarrow as pa

    places = observations.group_by("source_id").aggregate(
        [("locality_id", "min"), ("locality_id", "max"), ("year", "min"), ("year", "max"), ("figure_no", "count")]
    )
    rows = [
        {
            **_PLAIN["sources"],
            "source_id": row["source_id"],
            "locality_id": row["locality_id_min"] if row["locality_id_min"] == row["locality_id_max"] else "000000",
            "period_start": date(row["year_min"], 1, 1),
            "period_end": date(row["year_max"], 12, 31),
            "figure_count": row["figure_no_count"],
        }
        for row in places.to_pylist()
    ]
    return pa.Table.from_pylist(rows, schema_of(TABLES["sources"]))
