"""Figures that got another number within their document, and are otherwise what they were.

Whoever inserts a row into a sheet and counts on gives every later figure a new ``observation_id``. By the key alone,
all of them would look revised, and the last one added. A figure counts as moved only where this is certain: in the
same document exactly one changed row of the older version and one of the newer are equal in everything but their
number, and in the figures they are part of, whose numbers may have changed as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from civstats.release.origin import COUNTED
from civstats.release.rows import quoted
from civstats.release.shape import TableShape

if TYPE_CHECKING:
    import duckdb

_NAMES = ("observation_id", "figure_no", "part_of", "subset_of", *COUNTED["observations"])
_NEEDED = {"observation_id", "source_id", "figure_no"}

MOVED = "create temp table moved (old_id varchar, new_id varchar, old_no integer, new_no integer)"

NOTHING = "(select * from new_observations where false)"
"""What the displaced figures are compared with: they are withdrawn."""


def find(connection: duckdb.DuckDBPyConnection, old: TableShape, new: TableShape) -> int:
    """Fill the table ``moved`` and return how many there are.

    It reads ``old_observations`` and ``new_observations``.
    """
    if not set(old.columns) & set(new.columns) >= _NEEDED or not all(map(_is_numbered, (old, new))):
        return 0
    same = [name for name, column in new.columns.items() if name not in _NAMES and old.type_of(name) == column.type]
    content = f"hash({', '.join(map(quoted, same))})"
    equal = " and ".join(f"o.{quoted(name)} is not distinct from n.{quoted(name)}" for name in same)
    for side in ("old", "new"):
        connection.execute(
            f"create temp table {side}_said as "
            f"select observation_id, {content} as said, source_id from {side}_observations"
        )
    for side, other in (("old", "new"), ("new", "old")):
        connection.execute(
            f"create temp table {side}_left as select *, count(*) over (partition by source_id, said) as alike "
            f"from {side}_said anti join {other}_said using (observation_id, said)"
        )
    # Equal hashes only find the pairs; the values themselves decide.
    connection.execute(
        f"""insert into moved
        select o.observation_id, n.observation_id, o.figure_no, n.figure_no
        from old_left ol join new_left nl using (source_id, said)
            join old_observations o on o.observation_id = ol.observation_id
            join new_observations n on n.observation_id = nl.observation_id
        where ol.alike = 1 and nl.alike = 1 and o.observation_id <> n.observation_id and {equal}"""
    )
    for name in ("old_said", "new_said", "old_left", "new_left"):
        connection.execute(f"drop table {name}")
    [(count,)] = connection.sql("select count(*) from moved").fetchall()
    return int(count)


def renumber(connection: duckdb.DuckDBPyConnection, place: int) -> None:
    """Report what moved, and make ``renumbered_observations`` (older figures under their new numbers) and
    ``displaced_observations`` (older figures whose number another one took, and that are nowhere else)."""
    connection.execute(
        """insert into changed
        select $place, row_number() over (order by split_part(new_id, ':', 1), new_no), 'observations', 'moved', new_id,
            [{'column': 'observation_id', 'old': to_json(old_id)::varchar, 'new': to_json(new_id)::varchar},
             {'column': 'figure_no', 'old': old_no::varchar, 'new': new_no::varchar}],
            true, [], null, null, old_id,
            old_id in (select observation_id from new_observations)
                or new_id in (select observation_id from old_observations),
            ['observations ' || old_id, 'observations ' || new_id]
        from moved""",
        {"place": place},
    )
    connection.execute(
        """create temp view displaced_observations as select * from old_observations
        where observation_id in (select new_id from moved) and observation_id not in (select old_id from moved)"""
    )
    connection.execute(
        """create temp view renumbered_observations as
        select o.* replace (coalesce(m.new_id, o.observation_id) as observation_id,
                            coalesce(m.new_no, o.figure_no) as figure_no)
        from old_observations o left join moved m on m.old_id = o.observation_id
        where o.observation_id not in (select observation_id from displaced_observations)"""
    )


def _is_numbered(shape: TableShape) -> bool:
    return shape.type_of("observation_id") == "string" and shape.type_of("figure_no").startswith(("int", "uint"))
