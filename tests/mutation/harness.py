"""The run: faults put into real figures, many at once where they cannot meet, and what the checks say of each.

Reading is one pass: every document with a fault is a document of its own there. Building is a few passes: a batch holds
mutations of programmes, places and peer groups that have nothing to do with each other, so each finding that is new
belongs to the one mutation whose figures it involves.
"""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from civstats.curate import observations, tables
from civstats.reading.raw import Raw
from mutation.choice import Mutation
from mutation.structure import structural
from mutation.world import RAW, Observation, World, family_of, said

if TYPE_CHECKING:
    import pyarrow as pa

_AT_ONCE = 2
_PEERS = 4
"""Fewer places have no median, even with one that a fault adds."""
_WHOLE = 1_000
"""All of a scope; no batch has as many mutations in one province."""
_FAR = 100_000
"""More than the lines of any sheet."""

Scope = tuple[str, ...]


def run(world: World, mutations: Sequence[Mutation]) -> None:
    """Say of each mutation what catches it."""
    _read(world, [mutation for mutation in mutations if not mutation.table])
    for mutation in mutations:
        if mutation.table == "observations":
            mutation.made = _spoiled(world.of_document(mutation.document), mutation)
    structural(world, [mutation for mutation in mutations if mutation.made is not None])
    whole = [mutation for mutation in mutations if not mutation.structure and not mutation.crash]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(partial(judge, world), batches(world, whole)))


def _read(world: World, mutations: Sequence[Mutation]) -> None:
    """Read the sheets with a fault: the observations of each, or what the reader says against it."""
    try:
        problems = observations.build(_raw(world, mutations))[1]
    except Exception:  # whatever the reader raises is a failed mutation
        if len(mutations) == 1:
            mutations[0].crash = traceback.format_exc()
            return
        half = len(mutations) // 2
        _read(world, mutations[:half])
        _read(world, mutations[half:])
        return
    for problem in problems:
        mutations[problem.line // _FAR].structure.append(problem.what.partition(":")[0])
    clean = [mutation for mutation in mutations if not mutation.structure]
    if not clean:
        return
    table, _ = observations.build(_raw(world, clean))
    assert table is not None
    start = 0
    for mutation in clean:
        mutation.made = table.slice(start, len(mutation.rows))
        start += len(mutation.rows)


def _raw(world: World, mutations: Sequence[Mutation]) -> Raw:
    """The mutated documents as one raw folder; the lines tell them apart."""
    import pyarrow as pa

    names = list(mutations[0].rows[0])
    rows = [(index, mutation.rows) for index, mutation in enumerate(mutations)]
    columns: dict[str, object] = {name: [row[name] for _, sheet in rows for row in sheet] for name in names}
    columns["line"] = pa.array(
        [index * _FAR + line for index, sheet in rows for line in range(2, len(sheet) + 2)], pa.int32()
    )
    columns["source"] = pa.array([index for index, sheet in rows for _ in sheet], pa.int32())
    return Raw(RAW, [mutation.document.source for mutation in mutations], pa.table(columns))


def _spoiled(table: pa.Table, mutation: Mutation) -> pa.Table:
    """``table`` with the cells of the mutation's row changed."""
    import pyarrow as pa
    import pyarrow.compute as pc

    here = pc.equal(table["observation_id"], mutation.observation_id)
    for name, value in mutation.cells.items():
        at = table.schema.get_field_index(name)
        column = pc.if_else(here, pa.scalar(value, table.schema.field(name).type), table[name])
        table = table.set_column(at, table.schema.field(name), column)
    return table


def batches(world: World, mutations: Iterable[Mutation]) -> list[list[Mutation]]:
    """The mutations in groups within which none can influence another."""
    scoped = [(mutation, _scopes(world, mutation)) for mutation in mutations]
    load: Counter[Scope] = Counter()
    for _, scopes in scoped:
        load.update(scopes)
    # The most contested first, which makes fewer batches.
    scoped.sort(key=lambda pair: -max(load[scope] for scope in pair[1]))
    found: list[tuple[list[Mutation], Counter[Scope]]] = []
    for mutation, scopes in scoped:
        fitting = (pair for pair in found if all(pair[1][name] + share <= _WHOLE for name, share in scopes.items()))
        batch, taken = next(fitting, ([], Counter()))
        if not batch:
            found.append((batch, taken))
        batch.append(mutation)
        taken.update(scopes)
    return [batch for batch, _ in found]


def _scopes(world: World, mutation: Mutation) -> dict[Scope, int]:
    """What a mutation may have an effect on, and the share of it that the mutation takes in a batch.

    A figure that stands in a finding with it, or a programme of a prefecture, it takes whole; so does a province's own
    figure with the programme in the province, beside which those below it take next to nothing. Of the places that are
    held against each other's median it takes an eighth of their number, which does not move that far.
    """
    beside = frozenset().union(*(world.beside[name] for name in mutation.touched if name in world.beside))
    scopes: dict[Scope, int] = {("figure", name): _WHOLE for name in mutation.touched | beside}
    for row in _involved(world, mutation):
        place, family = row["locality_id"], family_of(row["indicator_id"])
        scopes["prefecture", place[:4], family] = _WHOLE
        scopes["province", place[:2], family] = _WHOLE if place[2:6] == "0000" else 1
        peers = (row["indicator_id"], row["residence"], row["breakdown"])
        if (places := world.places.get(peers, 0)) >= _PEERS:
            scopes["peers", *peers] = _WHOLE // max(1, places // 8)
    return scopes


def _involved(world: World, mutation: Mutation) -> Iterator[Observation]:
    """The observations that a mutation touches, before and behind it."""
    yield from (world.by_id[name] for name in mutation.touched if name in world.by_id)
    if mutation.made is not None:
        yield from (row for row in mutation.made.to_pylist() if row["observation_id"] in mutation.touched)
    elif mutation.table:
        yield world.by_id[mutation.observation_id] | dict(mutation.cells)


def judge(world: World, batch: Sequence[Mutation]) -> None:
    """Build the dataset with the mutations of ``batch`` in it, and give each what is newly said of its figures."""
    try:
        new = said(_build(world, batch)).beyond(world.said)
    except Exception:  # whatever the build raises is a failed mutation
        if len(batch) == 1:
            batch[0].crash = traceback.format_exc()
            return
        half = len(batch) // 2
        judge(world, batch[:half])
        judge(world, batch[half:])
        return
    for mutation in batch:
        mutation.rules = sorted({name.partition(":")[0] for name, involved in new if involved & mutation.touched})


def _build(world: World, batch: Sequence[Mutation]) -> dict[str, pa.Table]:
    import pyarrow as pa
    import pyarrow.compute as pc

    made, read = world.made, [mutation for mutation in batch if mutation.made is not None]
    if read:
        touched = pa.array([name for mutation in read for name in mutation.touched])
        kept = world.observed.filter(pc.invert(pc.is_in(world.observed["observation_id"], value_set=touched)))
        own = [
            mutation.made.filter(pc.is_in(mutation.made["observation_id"], value_set=pa.array(mutation.touched)))
            for mutation in read
        ]
        made = tables.build(world.sources, pa.concat_tables([kept, *own]))
    for mutation in batch:
        if mutation.made is None:
            made = {**made, mutation.table: _spoiled(made[mutation.table], mutation)}
    return made
