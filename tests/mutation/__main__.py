"""Run all mutations and write their counts: ``make mutations``. With ``--missed`` each that was missed is listed."""

from __future__ import annotations

import sys

from mutation.choice import choose
from mutation.harness import run
from mutation.results import FILE, counts, to_csv
from mutation.world import World


def main() -> None:
    """Write ``results.csv``."""
    world = World()
    mutations = choose(world)
    run(world, mutations)
    FILE.write_text(to_csv(counts(world, mutations)), encoding="utf-8")
    caught = sum(mutation.caught for mutation in mutations)
    sys.stdout.write(f"{caught} of {len(mutations)} mutations caught; written: {FILE.name}\n")
    if "--missed" in sys.argv:
        for missed in (mutation for mutation in mutations if not mutation.caught):
            related = " (in a relation)" if missed.observation_id in world.related else ""
            sys.stdout.write(f"{missed.kind} {missed.observation_id}{related}\n")


if __name__ == "__main__":
    main()
