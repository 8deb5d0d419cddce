"""Tables whose rows cannot be told from each other by a key: they have none, or another one. They are bags of rows.

Two rows that are equal count twice; a row that was revised counts as one withdrawn and one added.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from civstats.release.rows import quoted
from civstats.release.shape import TableShape

if TYPE_CHECKING:
    import duckdb


def compare(connection: duckdb.DuckDBPyConnection, name: str, old: TableShape, new: TableShape) -> tuple[int, int]:
    """How many rows of the table ``name`` were added, and how many withdrawn.

    Only columns of one type in both versions count: what else there is, the change of the schema tells.
    """
    same = [quoted(column) for column in new.columns if old.type_of(column) == new.type_of(column)]
    before, after = (f"select {', '.join(same) or '1'} from {side}_{name}" for side in ("old", "new"))
    [(added, withdrawn)] = connection.sql(
        f"select (select count(*) from ({after} except all {before})),"
        f" (select count(*) from ({before} except all {after}))"
    ).fetchall()
    return int(added), int(withdrawn)
