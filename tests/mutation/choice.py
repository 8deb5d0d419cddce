"""Which mutations there are: a sample of the figures that each kind of fault can be put into."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any

from mutation.faults import FAULTS, TABLE_FAULTS, Fault, TableFault
from mutation.world import Document, Observation, Row, Site, World, family_of

if TYPE_CHECKING:
    import pyarrow as pa

SEED = 2024
EACH = 30
"""How many figures get each kind of fault, where there are as many."""
MOST = 22
"""How many mutations a programme of a prefecture gets while others are left: no long document outweighs the rest."""


@dataclass
class Mutation:
    """One fault in one figure, and what came of it.

    ``touched`` are the observations that the fault may show in. A fault of a sheet has its ``rows``, a fault of a table
    the changed ``cells`` of the row of ``observation_id``; ``made`` are the document's observations with the fault.
    """

    kind: str
    observation_id: str
    document: Document
    touched: frozenset[str]
    table: str = ""
    rows: tuple[Row, ...] = ()
    cells: Mapping[str, Any] = field(default_factory=dict)
    made: pa.Table = None
    structure: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    crash: str = ""

    @property
    def caught_before(self) -> bool:
        """Whether reading and structure alone catch it."""
        return bool(self.structure)

    @property
    def caught(self) -> bool:
        """Whether reading, structure, relations and rules catch it."""
        return bool(self.structure or self.rules)


def choose(world: World, each: int = EACH) -> list[Mutation]:
    """The mutations: of each kind ``each``, or as many as there are figures that it could be put into."""
    sites, sample = list(world.sites()), _Sample(world, each)
    for fault in FAULTS:
        sample.add(fault.name, ((site.observation_id, _injector(fault, site)) for site in sites))
    for spoiled in TABLE_FAULTS:
        rows = world.made[spoiled.table].to_pylist()
        sample.add(spoiled.name, ((row["observation_id"], _spoiler(world, spoiled, row)) for row in rows))
    return sample.chosen


class _Sample:
    """The mutations chosen so far."""

    def __init__(self, world: World, each: int) -> None:
        self.chosen: list[Mutation] = []
        self._world, self._each = world, each
        self._taken: Counter[tuple[str, str]] = Counter()

    def add(self, kind: str, sites: Iterable[tuple[str, Callable[[], Mutation | None]]]) -> None:
        """Choose mutations of ``kind``; which, depends on each figure, so that new documents change few."""
        found: list[Mutation] = []
        spare: list[Mutation] = []
        for name, inject in sorted(sites, key=lambda site: _rank(kind, site[0])):
            if len(found) == self._each:
                break
            if (mutation := inject()) is not None:
                row = self._world.by_id[name]
                programme = row["locality_id"][:4], family_of(row["indicator_id"])
                if self._taken[programme] < MOST:
                    found.append(mutation)
                    self._taken[programme] += 1
                else:
                    spare.append(mutation)
        self.chosen += found + spare[: self._each - len(found)]


def _rank(kind: str, name: str) -> bytes:
    return hashlib.sha256(f"{SEED}:{kind}:{name}".encode()).digest()


def _injector(fault: Fault, site: Site) -> Callable[[], Mutation | None]:
    def inject() -> Mutation | None:
        change = fault.inject(site, Random(f"{SEED}:{fault.name}:{site.observation_id}"))
        if change is None:
            return None
        touched = frozenset(f"{site.document.source.source_id}:{number}" for number in change.touched)
        return Mutation(fault.name, site.observation_id, site.document, touched, rows=change.rows)

    return inject


def _spoiler(world: World, fault: TableFault, row: Observation) -> Callable[[], Mutation | None]:
    def spoil() -> Mutation | None:
        name = row["observation_id"]
        cells = fault.spoil(row, Random(f"{SEED}:{fault.name}:{name}"))
        if cells is None:
            return None
        touched = frozenset(row[key] for key in row if key.endswith("observation_id") and row[key])
        return Mutation(fault.name, name, world.document(row["source_id"]), touched, fault.table, cells=cells)

    return spoil
