"""How long a build takes and how much memory it needs, and how both grow with the number of figures.

    python benchmarks/build.py [--figures 10000 100000 1000000] [--rounds 3]

Each build runs in a fresh process, which measures itself; making the documents up is not counted.
"""

from __future__ import annotations

import argparse
import itertools
import math
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields
from pathlib import Path
from statistics import median
from typing import TypeVar

import synthetic

T = TypeVar("T")


def apart(function: Callable[..., T], *arguments: object) -> T:
    """Call ``function`` in a fresh process: its imports and its memory are its own."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as processes:
        return processes.submit(function, *arguments).result()


@dataclass(frozen=True)
class Run:
    """What one build took, its imports included."""

    figures: int
    seconds: float
    cpu_seconds: float
    peak_mib: float


def timed_build(raw: Path, out: Path) -> Run:
    start, cpu_start = time.perf_counter(), time.process_time()
    from civstats.curate.build import build

    summary = build(raw, out)
    seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu_start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    per_mib = 2**20 if sys.platform == "darwin" else 2**10
    return Run(summary.rows["observations"], seconds, cpu_seconds, peak / per_mib)


def measure(documents: int, figures: int, rounds: int) -> Run:
    """Print one row of the table; returns the medians."""
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw"
        distinct = apart(synthetic.write_documents, raw, documents, figures)
        runs = [apart(timed_build, raw, Path(folder) / f"out-{number}") for number in range(rounds)]
    middle = Run(*(median(getattr(run, field.name) for run in runs) for field in fields(Run)))
    print(
        f"{middle.figures:>9,} {documents:>9,} {distinct / middle.figures:>8.0%} {middle.seconds:>8.1f} "
        f"{middle.cpu_seconds:>8.1f} {middle.figures / middle.seconds:>9,.0f} {middle.peak_mib:>8,.0f}",
        flush=True,
    )
    return middle


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--figures", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    each = synthetic.FIGURES_PER_DOCUMENT
    print("  figures documents distinct  seconds    (CPU) figures/s peak MiB")
    found = [measure(count // each, each, options.rounds) for count in options.figures]
    measure(1, options.figures[-1], options.rounds)
    for few, many in itertools.pairwise(found):
        size = math.log(many.figures / few.figures)
        exponents = [
            math.log(after / before) / size
            for before, after in ((few.seconds, many.seconds), (few.cpu_seconds, many.cpu_seconds))
        ]
        print(
            f"from {few.figures:,} to {many.figures:,} figures: seconds grow as n^{exponents[0]:.2f}, "
            f"CPU seconds as n^{exponents[1]:.2f}"
        )


if __name__ == "__main__":
    main()
