"""The counts by kind of fault, kept in ``results.csv``, from which the page docs/data-quality.md is made."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from mutation.choice import Mutation
from mutation.faults import FAULTS, TABLE_FAULTS
from mutation.world import World

FILE = Path(__file__).with_name("results.csv")


class Count(NamedTuple):
    """What came of the mutations of one kind; the ``related`` ones are of figures that take part in a relation."""

    kind: str
    name_zh: str
    name_en: str
    table: str
    mutations: int
    caught_before: int
    caught: int
    related: int
    related_caught_before: int
    related_caught: int
    crashed: int


def counts(world: World, mutations: Sequence[Mutation]) -> list[Count]:
    """The counts of each kind, in the order of the kinds."""
    kinds = [(fault.name, fault.zh, fault.en, "figures.csv") for fault in FAULTS]
    kinds += [(fault.name, fault.zh, fault.en, fault.table) for fault in TABLE_FAULTS]
    found = []
    for name, zh, en, table in kinds:
        own = [mutation for mutation in mutations if mutation.kind == name]
        related = [mutation for mutation in own if mutation.observation_id in world.related]
        crashed = sum(bool(mutation.crash) for mutation in own)
        found.append(Count(name, zh, en, table, *_caught(own), *_caught(related), crashed))
    return found


def _caught(mutations: Sequence[Mutation]) -> tuple[int, int, int]:
    """How many there are, how many are caught by reading and structure, and how many by all checks."""
    before, after = (sum(getattr(one, name) for one in mutations) for name in ("caught_before", "caught"))
    return len(mutations), before, after


def to_csv(found: Sequence[Count]) -> str:
    """The counts as the text of the file."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(Count._fields)
    writer.writerows(found)
    return out.getvalue()
