"""What SQL derives: thematic tables, findings, coverage, and what the analysis says of all series and targets.

Each is the query of its name in the folder ``sql``, here or in `civstats.analysis`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from civstats import codelists, duck
from civstats.analysis import attainment, queries
from civstats.codelists.localities import localities
from civstats.relate.findings import findings
from civstats.relate.relations import prepare
from civstats.schema import TABLES

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

DERIVED = ("observations", "subsidy_standards", "facility_counts", "remediation", "assistance", "coverage")

_RATES = ("share", "share_change", "rank")
"""Quantities that do not add up, beside all units with a denominator."""

_MEMORY = "500MB"
"""What DuckDB may hold beside the tables themselves: a million observations stay under 2 GiB in all."""


def derive(tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """The derived tables, each in its declared order.

    ``tables`` are those that are not derived; the observations come back with their corroborations counted.
    """
    with TemporaryDirectory() as spill, duck.connect() as connection:
        connection.execute(f"set temp_directory = '{Path(spill).as_posix()}'")
        connection.execute(f"set memory_limit = '{_MEMORY}'")
        for name, table in {**tables, **_helpers()}.items():
            connection.register(name, table)
        connection.execute("set preserve_insertion_order = false")
        prepare(connection)
        made: dict[str, pa.Table] = {}
        for name in DERIVED:
            made[name] = _derive(connection, name, _query(name))
            connection.register(name, made[name])  # the next ones, and the rules, read it
        made["findings"] = findings(connection).sort_by([(name, "ascending") for name in TABLES["findings"].order])
        connection.register("findings", made["findings"])
        queries.install(connection)
        made["growth"] = _derive(connection, "growth", queries.growth(), queries.GROWTH_OF_A_YEAR)
        made["targets"] = _derive(connection, "targets", queries.targets(), attainment.parameters())
        return made


def _derive(
    connection: duckdb.DuckDBPyConnection, name: str, query: str, params: Mapping[str, object] | None = None
) -> pa.Table:
    ordered = f"select * from ({query}) order by {', '.join(TABLES[name].order)}"
    return connection.sql(ordered, params=dict(params) if params else None).to_arrow_table()


def _query(name: str) -> str:
    return files(__package__).joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")


def _helpers() -> dict[str, pa.Table]:
    """The parts of the code lists that the queries need beside the published tables."""
    import pyarrow as pa

    indicators = codelists.rows("indicators")
    factors = {row["unit_id"]: Fraction(row["factor"]) for row in codelists.rows("units")}
    below = Counter(place.parent_id for place in localities().values() if place.parent_id)
    columns: dict[str, dict[str, Sequence[object]]] = {
        "indicator_roles": {
            "indicator_id": [row["indicator_id"] for row in indicators],
            "in_table": [row["table"] for row in indicators],
            "topic": [row["topic"] for row in indicators],
            "role": [row["role"] for row in indicators],
        },
        "core_indicators": {"indicator_id": [row["indicator_id"] for row in indicators if row["core"] == "yes"]},
        "unit_factors": {
            "unit_id": list(factors),
            "quantity": [row["quantity"] for row in codelists.rows("units")],
            "numerator": [factor.numerator for factor in factors.values()],
            "denominator": [factor.denominator for factor in factors.values()],
            "is_rate": ["/" in unit or row["quantity"] in _RATES for unit, row in codelists.by_code("units").items()],
        },
        "ratios": {name: [row[name] for row in codelists.rows("ratios")] for name in codelists.rows("ratios")[0]},
        "child_counts": {"parent": list(below), "children": list(below.values())},
        "breakdowns": {
            "breakdown": list(codelists.codes("breakdowns")),
            "dimension": [row["dimension"] for row in codelists.rows("breakdowns")],
        },
    }
    return {name: pa.table(table) for name, table in columns.items()}
