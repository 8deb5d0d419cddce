"""The structural expectations, asked of the observations with a fault: types, codes, keys, references, patterns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from civstats.schema import TABLES
from civstats.validation import conditions, suites
from civstats.validation.conditions import DuckDB

if TYPE_CHECKING:
    from mutation.choice import Mutation
    from mutation.world import World

_TABLE = "observations"


def structural(world: World, mutations: Sequence[Mutation]) -> None:
    """Give each mutation the expectations of the table ``observations`` that its document breaks."""
    import duckdb
    import pyarrow as pa

    numbered = [
        mutation.made.append_column("mutation", pa.repeat(pa.scalar(number, pa.int32()), mutation.made.num_rows))
        for number, mutation in enumerate(mutations)
    ]
    with duckdb.connect(":memory:") as connection:
        for name, table in world.made.items():
            connection.register(name if name != _TABLE else "known", table)
        connection.register(_TABLE, pa.concat_tables(numbered))
        for name, sql in _questions():
            for (number,) in connection.execute(sql).fetchall():
                mutations[number].structure.append(name)


def _questions() -> Iterator[tuple[str, str]]:
    """Each expectation as the SELECT of the mutations that break it."""
    key = TABLES[_TABLE].key
    for expectation in suites.derived()[_TABLE]["expectations"]:
        kind, kwargs, name = expectation["type"], expectation["kwargs"], expectation["meta"]["rule"]
        if kwargs.get("column") == "corroborations":
            continue  # counted when the tables are derived
        if kind == conditions.UNIQUE:
            columns = ", ".join(kwargs["columns"])
            yield name, f"select distinct mutation from {_TABLE} group by mutation, {columns} having count(*) > 1"
        elif kind == conditions.REFERS:
            yield name, _refers(kwargs)
        elif kind != conditions.RULE:
            asked = conditions.ask(kind, kwargs, _TABLE, key, DuckDB())
            if asked is not None and asked.where:
                yield name, f"select distinct mutation from {_TABLE} where {asked.where}"


def _refers(kwargs: Any) -> str:
    column, table, key = kwargs["column"], kwargs["table"], kwargs["key"]
    own = f"(select mutation, {key} from {_TABLE})"
    other = own if table == _TABLE else f"(select null as mutation, {key} from {table})"
    return (
        f"select distinct o.mutation from {_TABLE} o where o.{column} is not null and not exists "
        f"(select 1 from {other} k where k.{key} = o.{column} and coalesce(k.mutation, o.mutation) = o.mutation)"
    )
