"""What it costs to open a dataset of many observations and to read one series of it, here and from a web server.

    python benchmarks/afar.py [--observations 10000000] [--rounds 7]

The peers read the same file: DuckDB alone (its own Parquet reader) here, and pyarrow over fsspec, as it comes, from a
web server on this machine. The sides take turns; times are medians, bytes are what the server sent in one reading.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

import duckdb
import fsspec
import pyarrow.compute as pc
import pyarrow.dataset as pads

import civstats

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import many_rows  # noqa: E402  (the tests and this script read the same dataset)
from web_server import serving  # noqa: E402

PLACE, INDICATOR = "440100", "dibao_standard"
SERIES = f"from observations where locality_id = '{PLACE}' and indicator_id = '{INDICATOR}'"
ASKED = {"one series, all columns": "*", "one series, year and value": "year, value"}


def seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def compare(name: str, peer: Callable[[], int], ours: Callable[[], int], rounds: int) -> None:
    """Time both in turns; both tell how many rows they found."""
    if peer() != ours():
        sys.exit(f"{name}: the two do not agree")
    pairs = [(seconds(peer), seconds(ours)) for _ in range(rounds)]
    theirs, own = (median(side) * 1e3 for side in zip(*pairs, strict=True))
    print(f"{name:<46} {theirs:>9.1f} {own:>9.1f} {own / theirs:>6.2f}", flush=True)


def here(folder: Path, rounds: int) -> None:
    """Opening, and one series, from the disk."""
    opened = civstats.open(folder)
    view = f"import duckdb; duckdb.sql(\"create view o as from '{folder}/observations.parquet'\")"
    own = f"import civstats; civstats.open({str(folder)!r})"
    compare("open, whole process (peer: DuckDB, one view)", partial(_run, view), partial(_run, own), rounds)
    alone = median(seconds(partial(civstats.open, folder)) for _ in range(rounds))
    print(f"{'open, imports done':<46} {'':>9} {alone * 1e3:>9.1f}")
    bare = duckdb.connect(":memory:")
    bare.execute(f"create view observations as from read_parquet('{folder}/observations.parquet')")
    for name, columns in ASKED.items():
        query = f"select {columns} {SERIES}"
        compare(f"{name} (peer: DuckDB)", partial(_count, bare.sql, query), partial(_count, opened.sql, query), rounds)


def _run(code: str) -> int:
    return subprocess.run([sys.executable, "-c", code], check=True).returncode


def _count(sql: Callable[[str], duckdb.DuckDBPyRelation], query: str) -> int:
    return len(sql(query).fetchall())


def afar(folder: Path, rounds: int) -> None:
    """One series from a web server; the bytes are those of the file of observations alone."""
    size = (folder / "observations.parquet").stat().st_size
    with serving(folder) as served:
        address = f"{served.url}/observations.parquet"

        def pyarrow() -> int:
            data = pads.dataset(address, filesystem=fsspec.filesystem("http", skip_instance_cache=True))
            chosen = (pc.field("locality_id") == PLACE) & (pc.field("indicator_id") == INDICATOR)
            return len(data.to_table(columns=columns, filter=chosen))

        def ours() -> int:
            return _count(civstats.open(served.url).sql, query)

        for name, wanted in ASKED.items():
            columns = None if wanted == "*" else wanted.split(", ")
            query = f"select {wanted} {SERIES}"
            compare(f"open and {name} (peer: pyarrow)", pyarrow, ours, rounds)
            for side in (pyarrow, ours):
                served.sent.clear()
                side()
                print(f"  bytes, {side.__name__}: {served.bytes('observations.parquet') / size:.2%} of the file")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--observations", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "dataset"
        many_rows.write(ROOT / "data" / "curated", folder, options.observations)
        size = (folder / "observations.parquet").stat().st_size
        print(f"{options.observations} observations, {size / 1e6:.0f} MB")
        print(f"{'milliseconds':<46} {'peer':>9} {'civstats':>9} {'ratio':>6}")
        here(folder, options.rounds)
        afar(folder, options.rounds)


if __name__ == "__main__":
    main()
