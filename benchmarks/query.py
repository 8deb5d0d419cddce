"""What a query costs through `Dataset.sql`, against the same query in DuckDB alone; and what an import costs.

    python benchmarks/query.py [--observations 1000000] [--rounds 15]

Both sides read the same Parquet file. They take turns, so that both share what else the machine does; all times are
medians. The imports are timed as whole processes.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import duckdb
import synthetic

import civstats

GROWTH = """
with series as (
    select locality_id, indicator_id, residence, breakdown, year, value, lag(year) over w as py, lag(value) over w as pv
    from observations
    where measure = 'actual' and bound = 'eq'
    window w as (partition by locality_id, indicator_id, residence, breakdown order by year)
)
select indicator_id, residence, year, count(*) as pairs, round(avg((value / pv - 1) * 100), 3) as growth_percent
from series
where py = year - 1 and pv > 0
group by all
order by all
"""
ONE_SERIES = """
select year, value
from observations
where locality_id = '110101001' and indicator_id = 'care_beds' and residence = 'urban' and breakdown = 'total'
order by year
"""
QUERIES = {"growth of every series": GROWTH, "one series": ONE_SERIES}
IMPORTS = ("import duckdb", "import civstats", "import civstats; civstats.open()")
IMPORT_ROUNDS = 9


def seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def compare(name: str, peer: Callable[[], object], ours: Callable[[], object], rounds: int) -> None:
    """Time both in turns and print the medians and their ratio."""
    pairs = [(seconds(peer), seconds(ours)) for _ in range(rounds)]
    theirs, own = (median(side) * 1e3 for side in zip(*pairs, strict=True))
    print(f"{name:<40} {theirs:>8.1f} {own:>8.1f} {own / theirs:>6.2f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--observations", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    print(f"{'milliseconds':<40} {'DuckDB':>8} {'civstats':>8} {'ratio':>6}")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "dataset"
        synthetic.write_observations(folder, options.observations)
        dataset, bare = civstats.open(folder), duckdb.connect(":memory:")
        bare.execute(f"create view observations as select * from read_parquet('{folder}/observations.parquet')")
        for name, query in QUERIES.items():

            def peer(query: str = query) -> object:
                return bare.sql(query).fetchall()

            def ours(query: str = query) -> object:
                return dataset.sql(query).fetchall()

            if peer() != ours() or not peer():  # this also warms both up
                sys.exit(f"{name}: the two do not agree")
            compare(name, peer, ours, options.rounds)
    first = IMPORTS[0]
    for statement in IMPORTS[1:]:
        runs = [[sys.executable, "-c", text] for text in (first, statement)]
        theirs, own = (lambda run=run: subprocess.run(run, check=True) for run in runs)
        compare(statement, theirs, own, IMPORT_ROUNDS)


if __name__ == "__main__":
    main()
