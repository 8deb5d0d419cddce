"""The checks catch what they must: at least thirty kinds of fault, each in real figures, and none breaks the build."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from mutation.choice import EACH, SEED, Mutation, choose
from mutation.faults import FAULTS, TABLE_FAULTS
from mutation.harness import batches, judge, run
from mutation.results import FILE, Count, counts, to_csv
from mutation.world import World

LEAST_KINDS, LEAST_EACH = 30, 20
OF_RELATED, OF_ALL = 0.95, 0.60
"""The share of the mutations that must be caught: of figures that take part in a relation, and of all figures."""

SINGLE = 12
"""How many mutations are built by themselves, to prove that a batch judges each as if it were alone."""


@pytest.fixture(scope="module")
def world() -> World:
    return World()


@pytest.fixture(scope="module")
def mutations(world: World) -> list[Mutation]:
    """All mutations, each with what catches it."""
    chosen = choose(world)
    run(world, chosen)
    return chosen


@pytest.fixture(scope="module")
def found(world: World, mutations: list[Mutation]) -> list[Count]:
    return counts(world, mutations)


def test_there_are_thirty_kinds_and_each_has_its_own_name() -> None:
    names = [fault.name for fault in FAULTS] + [fault.name for fault in TABLE_FAULTS]
    assert len(names) == len(set(names)) >= LEAST_KINDS


def test_each_kind_is_put_into_twenty_figures(found: list[Count]) -> None:
    assert [count.kind for count in found if count.mutations < LEAST_EACH] == []


def test_no_mutation_breaks_the_build(mutations: list[Mutation]) -> None:
    assert [(mutation.kind, mutation.observation_id, mutation.crash) for mutation in mutations if mutation.crash] == []


def test_what_takes_part_in_a_relation_is_caught(found: list[Count]) -> None:
    caught, of = sum(count.related_caught for count in found), sum(count.related for count in found)
    assert caught >= OF_RELATED * of


def test_most_of_all_mutations_are_caught(found: list[Count]) -> None:
    caught, of = sum(count.caught for count in found), sum(count.mutations for count in found)
    assert caught >= OF_ALL * of


def test_the_choice_is_the_same_every_time(world: World, mutations: list[Mutation]) -> None:
    again = [(mutation.kind, mutation.observation_id, mutation.rows) for mutation in choose(world)]
    assert again == [(mutation.kind, mutation.observation_id, mutation.rows) for mutation in mutations]
    assert len(again) <= EACH * (len(FAULTS) + len(TABLE_FAULTS))


def test_a_batch_judges_each_as_if_it_were_alone(world: World, mutations: list[Mutation]) -> None:
    whole = [mutation for mutation in mutations if not mutation.structure]
    built = [mutation for batch in batches(world, whole) if len(batch) > 1 for mutation in batch]
    for mutation in Random(SEED).sample(built, SINGLE):
        alone = replace(mutation, rules=[])
        judge(world, [alone])
        assert (alone.kind, alone.observation_id, alone.caught) == (alone.kind, alone.observation_id, mutation.caught)


def test_the_counts_in_the_documentation_are_those(found: list[Count]) -> None:
    assert FILE.read_text(encoding="utf-8") == to_csv(found), "run `make mutations` and `make docs`"
