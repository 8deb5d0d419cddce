"""The difference between two versions of the dataset: what people changed, why, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeAlias

from civstats import duck
from civstats.errors import DatasetError
from civstats.release import bags, causes, intact, moved, reasons, rows
from civstats.release.plain import line
from civstats.release.reasons import Reason
from civstats.release.shape import SchemaChange, changes, shapes

if TYPE_CHECKING:
    import pyarrow as pa

    from civstats.dataset import Dataset

KINDS = ("added", "revised", "moved", "withdrawn")
Values: TypeAlias = "dict[str, tuple[Any, Any]]"


@dataclass(frozen=True)
class Change:
    """One row of one table that is not what it was.

    ``values`` holds, by column, the value before and after; of an added row every value that it has, of a withdrawn
    one every value that it had. ``because`` names the changes that a consequence follows from, as ``table key``.
    """

    table: str
    kind: str
    key: str
    values: Values
    primary: bool
    reason: str
    reason_from: str
    """Where the reason stands: ``revisions``, ``reason``, ``note``, ``document``; empty where none is given."""
    because: tuple[str, ...]
    moved_from: str
    reused: bool
    """Whether the number that a moved figure had is now another figure's, or the one that it has was another's."""


@dataclass(frozen=True)
class Diff:
    """What differs between two versions of the dataset.

    ``schema`` are changes of the structure. ``changed`` is an Arrow table with a row for each row that differs, in the
    order of tables and keys; `changes` reads it. ``rows`` holds, by table, how many rows there were and are. ``bags``
    holds, by table, how many rows were added and withdrawn where no key tells one row from another.
    """

    versions: tuple[str, str]
    schema_versions: tuple[str, str]
    schema: tuple[SchemaChange, ...]
    changed: pa.Table
    rows: dict[str, tuple[int, int]]
    bags: dict[str, tuple[int, int]]
    unused: tuple[Reason, ...] = ()
    """Reasons given for the newer version that explain no change."""

    @property
    def differs(self) -> bool:
        schemas = self.schema_versions
        return bool(self.schema or self.changed.num_rows or self.bag_rows or schemas[0] != schemas[1])

    @property
    def not_compared(self) -> tuple[str, ...]:
        """The tables of ``bags``."""
        return tuple(self.bags)

    @property
    def bag_rows(self) -> int:
        """How many rows were added and withdrawn in all tables of ``bags``."""
        return sum(map(sum, self.bags.values()))

    @cached_property
    def counts(self) -> dict[tuple[bool, str, str], int]:
        """How many rows changed, by (primary, table, kind), in the order of the tables."""
        grouped = self.changed.group_by(["primary", "name", "kind"], use_threads=False).aggregate([("key", "count")])
        found = {(row["primary"], row["name"], row["kind"]): row["key_count"] for row in grouped.to_pylist()}
        return {key: found[key] for key in sorted(found, key=lambda key: (-key[0], self._place(key[1]), key[2]))}

    def _place(self, table: str) -> int:
        return list(self.rows).index(table)

    def total(self, *, primary: bool) -> int:
        """The number of changes that people made (of rows and of the structure), or of consequences."""
        of_rows = sum(count for (is_primary, _, _), count in self.counts.items() if is_primary == primary)
        return of_rows + (len(self.schema) if primary else 0)

    def changes(self, *, primary: bool | None = None, table: str = "", kind: str = "") -> Iterator[Change]:
        """The changed rows, chosen by whether people made them, by table, and by kind; read as they are asked for."""
        import pyarrow.compute as pc

        chosen = self.changed
        for name, wanted in (("primary", primary), ("name", table or None), ("kind", kind or None)):
            if wanted is not None:
                chosen = chosen.filter(pc.equal(chosen[name], wanted))
        for batch in chosen.to_batches(max_chunksize=10_000):
            yield from map(_change, batch.to_pylist())

    def unexplained(self) -> Iterator[Change]:
        """Figures and documents that were revised, moved or withdrawn without a word of why."""
        for table in ("sources", "observations"):
            for change in self.changes(primary=True, table=table):
                if change.kind != "added" and not change.reason:
                    yield change

    def levels(self) -> set[tuple[str, str, frozenset[str], bool, bool, bool]]:
        """The sorts of changed rows: table, kind, columns, primary, whether a cause is known, whether an id is reused.

        See `civstats.release.version`, which weighs them.
        """
        from civstats.release.origin import PRIMARY

        found = set()
        for batch in self.changed.select(["name", "kind", "columns", "primary", "because", "reused"]).to_batches():
            for row in batch.to_pylist():
                revised = row["columns"] if row["kind"] == "revised" else []
                columns = frozenset(cell["column"] for cell in revised)
                traced = bool(row["because"]) or row["name"] in PRIMARY
                found.add((row["name"], row["kind"], columns, row["primary"], traced, row["reused"]))
        return found


def diff(old: Dataset, new: Dataset, revisions: Sequence[Reason] | None = None) -> Diff:
    """Compare two versions of the dataset, row by row on the key of each table.

    ``revisions`` are the reasons given for revisions (see `civstats.release.reasons`); without them, those that come
    with ``new``. Raises DatasetError where a row has no key, or that of another one, where a table cannot be read, and
    where a file of this machine is not what its manifest records.
    """
    for dataset in filter(intact.is_local, (old, new)):
        intact.refuse_damaged(dataset)
    if revisions is None:
        revisions = reasons.coming_with(new)
    given = reasons.between(revisions, old.version, new.version)
    before, after = shapes(old), shapes(new)
    names = list(dict.fromkeys([*after, *before]))
    loose = {}
    with TemporaryDirectory() as spill, duck.connect() as connection, _damage_explained(old, new):
        connection.execute(f"set temp_directory = '{Path(spill).as_posix()}'")
        connection.execute(rows.CHANGED)
        connection.execute(moved.MOVED)
        for dataset, side in ((old, "old"), (new, "new")):
            for name, data in dataset._tables.items():
                connection.register(f"{side}_{name}", data)
        for place, name in enumerate(names):
            if name not in before or name not in after:
                continue  # the change of the schema tells of the whole table
            if not rows.comparable(before[name], after[name]):
                loose[name] = bags.compare(connection, name, before[name], after[name])
                continue
            pair, relations = (before[name], after[name]), (f"old_{name}", f"new_{name}")
            for relation in relations:
                rows.refuse_keys(connection, relation, name, pair[1].key)
            if name == "observations" and moved.find(connection, *pair):
                moved.renumber(connection, place)
                rows.compare(connection, place, name, pair, ("displaced_observations", moved.NOTHING))
                relations = ("renumbered_observations", "new_observations")
            rows.compare(connection, place, name, pair, relations)
        rows.refuse_unreadable(connection)
        traced = "observations" not in loose and {*after["observations"].columns} >= causes.TRACED
        causes.trace(connection, figures=traced)
        unused = reasons.give(connection, given, after)
        changed = connection.sql(_RESULT).to_arrow_table()
        changed.validate(full=True)  # here, not while it is written: a key may hold what is no text
        counted = {name: (_count(old, name), _count(new, name)) for name in names}
    return Diff(
        (old.version, new.version),
        (old.schema_version, new.schema_version),
        tuple(changes(old, new)),
        changed,
        counted,
        loose,
        unused,
    )


@contextmanager
def _damage_explained(old: Dataset, new: Dataset) -> Iterator[None]:
    import duckdb
    import pyarrow as pa

    def told(what: str, error: Exception) -> DatasetError:
        versions = " or ".join(dict.fromkeys(line(dataset.version) for dataset in (old, new)))
        first = line((str(error).splitlines() or [""])[0][:120])
        return DatasetError(f"a table of civstats {versions} {what} -> fetch the dataset again or rebuild it ({first})")

    try:
        yield
    except (duckdb.InvalidInputException, duckdb.IOException, pa.ArrowInvalid, UnicodeDecodeError) as error:
        raise told("cannot be read to its end", error) from None
    except duckdb.Error as error:
        raise told("is not of a form that can be compared", error) from None


_RESULT = """select name, kind, key, columns, "primary", because, coalesce(reason, '') as reason,
    coalesce(reason_from, '') as reason_from, coalesce(moved_from, '') as moved_from, reused
    from changed order by place, not "primary", number, kind"""


def _count(dataset: Dataset, name: str) -> int:
    return int(dataset._tables[name].count_rows()) if name in dataset._tables else 0


def _change(row: dict[str, Any]) -> Change:
    return Change(
        row["name"],
        row["kind"],
        row["key"],
        {cell["column"]: (_read(cell["old"]), _read(cell["new"])) for cell in row["columns"]},
        row["primary"],
        row["reason"],
        row["reason_from"],
        tuple(row["because"]),
        row["moved_from"],
        row["reused"],
    )


def _read(text: str | None) -> Any:
    import json

    return None if text is None else json.loads(text)
