"""What growth and targets cost, against bare DuckDB SQL of the same question, polars and pandas.

    python benchmarks/analysis.py [--observations 10000000] [--rounds 3]

Each side answers in a process of its own, which reads the Parquet file and ends with the rows in memory: for growth
both levels of each pair of years with their observations, and the change as intervals; for targets the result at the
deadline and the verdict. All give the same number of rows and the same sums, else the run ends. civstats does more than
the others: it looks for documents that disagree, for equal periods and units, for progress, a base and the place above.
Times are the least of the rounds, in which the sides take turns: by the clock, and of all processors (which other work
on the machine disturbs less), each with its ratio to DuckDB, imports counted. Peak memory is that of the whole process.
Half of the observations of the targets' file are targets. A side whose package is not installed is left out.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

KEY = ["locality_id", "indicator_id", "residence", "breakdown"]
SIDES = ("duckdb", "civstats", "polars", "pandas")
QUESTIONS = ("growth", "targets")

BARE_GROWTH = """
with levels as (
    select locality_id, indicator_id, residence, breakdown, year, min(observation_id) as observation_id,
        min(lower) as lower, max(upper) as upper
    from observations where measure = 'actual' group by all
)
select l.locality_id, l.indicator_id, l.residence, l.breakdown, l.year, l.observation_id,
    e.observation_id as previous_observation_id, e.lower as previous_lower, e.upper as previous_upper, l.lower, l.upper,
    l.lower - e.upper as change_lower, l.upper - e.lower as change_upper,
    if(e.lower > 0, (l.lower / e.upper - 1) * 100, null) as computed_growth_lower,
    if(e.lower > 0, (l.upper / e.lower - 1) * 100, null) as computed_growth_upper
from levels l
join levels e on e.locality_id = l.locality_id and e.indicator_id = l.indicator_id and e.residence = l.residence
    and e.breakdown = l.breakdown and e.year = l.year - 1
"""
BARE_TARGETS = """
with levels as (
    select locality_id, indicator_id, residence, breakdown, year, min(observation_id) as observation_id,
        min(lower) as lower, max(upper) as upper
    from observations where measure = 'actual' group by all
)
select t.observation_id, t.locality_id, t.indicator_id, t.residence, t.breakdown, t.due, t.lower as goal_lower,
    l.observation_id as actual_observation_ids, l.lower as actual_lower, l.upper as actual_upper,
    l.lower - t.lower as difference_lower, l.upper - t.lower as difference_upper,
    case when l.lower >= t.lower then 'met' when l.upper < t.lower then 'not_met' else 'cannot_tell' end as attainment
from observations t
left join levels l on l.locality_id = t.locality_id and l.indicator_id = t.indicator_id and l.residence = t.residence
    and l.breakdown = t.breakdown and l.year = year(t.due)
where t.measure = 'target'
"""
COLUMNS = {
    "growth": "locality_id indicator_id residence breakdown year observation_id previous_observation_id previous_lower "
    "previous_upper lower upper change_lower change_upper computed_growth_lower computed_growth_upper",
    "targets": "observation_id locality_id indicator_id residence breakdown due goal_lower actual_observation_ids "
    "actual_lower actual_upper difference_lower difference_upper attainment",
}
Answer = tuple[int, float]
"""Rows, and the sum that all sides must agree on: of all changes, or of all differences."""


def duckdb_answer(folder: Path, question: str) -> Answer:
    import duckdb
    import pyarrow.compute as pc

    connection = duckdb.connect(":memory:")
    connection.execute(f"create view observations as select * from read_parquet('{folder}/observations.parquet')")
    table = connection.sql(BARE_GROWTH if question == "growth" else BARE_TARGETS).to_arrow_table()
    return table.num_rows, pc.sum(table["change_lower" if question == "growth" else "difference_lower"]).as_py()


def civstats_answer(folder: Path, question: str) -> Answer:
    from datetime import date

    import pyarrow.compute as pc

    import civstats
    from civstats.analysis import growth, targets

    query, params = growth.relation() if question == "growth" else targets.relation(as_of=date(2030, 1, 1))
    columns = ", ".join(COLUMNS[question].split())
    table = civstats.open(folder).sql(f"select {columns} from ({query})", params).to_arrow_table()
    return table.num_rows, pc.sum(table["change_lower" if question == "growth" else "difference_lower"]).as_py()


def polars_answer(folder: Path, question: str) -> Answer:
    import polars as pl

    figures = pl.scan_parquet(folder / "observations.parquet")
    levels = (
        figures.filter(pl.col("measure") == "actual")
        .group_by([*KEY, "year"])
        .agg(pl.col("observation_id").min(), pl.col("lower").min(), pl.col("upper").max())
    )
    if question == "growth":
        earlier = levels.with_columns(pl.col("year") + 1)
        found = levels.join(earlier, on=[*KEY, "year"], suffix="_before").with_columns(
            change_lower=pl.col("lower") - pl.col("upper_before"),
            change_upper=pl.col("upper") - pl.col("lower_before"),
            growth_lower=pl.when(pl.col("lower_before") > 0).then((pl.col("lower") / pl.col("upper_before") - 1) * 100),
            growth_upper=pl.when(pl.col("lower_before") > 0).then((pl.col("upper") / pl.col("lower_before") - 1) * 100),
        )
        table = found.collect()
        return table.height, float(table["change_lower"].sum())
    aims = figures.filter(pl.col("measure") == "target").select(
        *KEY, "observation_id", "due", goal="lower", year=pl.col("due").dt.year()
    )
    table = (
        aims.join(levels, on=[*KEY, "year"], how="left", suffix="_actual")
        .with_columns(
            difference_lower=pl.col("lower") - pl.col("goal"),
            difference_upper=pl.col("upper") - pl.col("goal"),
            attainment=pl.when(pl.col("lower") >= pl.col("goal"))
            .then(pl.lit("met"))
            .when(pl.col("upper") < pl.col("goal"))
            .then(pl.lit("not_met"))
            .otherwise(pl.lit("cannot_tell")),
        )
        .collect()
    )
    return table.height, float(table["difference_lower"].sum())


def pandas_answer(folder: Path, question: str) -> Answer:
    import numpy as np
    import pandas as pd

    columns = [*KEY, "year", "observation_id", "lower", "upper", "measure", "due"]
    figures = pd.read_parquet(folder / "observations.parquet", columns=columns)
    actual = figures[figures["measure"] == "actual"]
    levels = actual.groupby([*KEY, "year"], as_index=False, sort=False).agg(
        observation_id=("observation_id", "min"), lower=("lower", "min"), upper=("upper", "max")
    )
    if question == "growth":
        found = levels.merge(levels.assign(year=levels["year"] + 1), on=[*KEY, "year"], suffixes=("", "_before"))
        found["change_lower"] = found["lower"] - found["upper_before"]
        found["change_upper"] = found["upper"] - found["lower_before"]
        positive = found["lower_before"].where(found["lower_before"] > 0)
        found["growth_lower"] = (found["lower"] / found["upper_before"].where(positive.notna()) - 1) * 100
        found["growth_upper"] = (found["upper"] / positive - 1) * 100
        return len(found), float(found["change_lower"].sum())
    aims = figures[figures["measure"] == "target"].rename(columns={"lower": "goal"})
    aims["year"] = pd.to_datetime(aims["due"]).dt.year.astype("int32")
    found = aims[[*KEY, "year", "observation_id", "due", "goal"]].merge(
        levels, on=[*KEY, "year"], how="left", suffixes=("", "_actual")
    )
    found["difference_lower"] = found["lower"] - found["goal"]
    found["difference_upper"] = found["upper"] - found["goal"]
    verdicts = [found["lower"] >= found["goal"], found["upper"] < found["goal"]]
    found["attainment"] = np.select(verdicts, ["met", "not_met"], "cannot_tell")
    return len(found), float(found["difference_lower"].sum())


ANSWERS: dict[str, Callable[[Path, str], Answer]] = {
    "duckdb": duckdb_answer, "civstats": civstats_answer, "polars": polars_answer, "pandas": pandas_answer,
}  # fmt: skip


def write(folder: Path, count: int, question: str) -> None:
    """A dataset of ``count`` observations with the code lists; for targets, one group of two becomes targets."""
    import duckdb
    import synthetic

    from civstats.curate.tables import listed
    from civstats.schema import TABLES
    from civstats.schema.arrow import write as write_table

    synthetic.write_observations(folder, count)
    for name, table in listed([]).items():
        write_table(table, TABLES[name], folder / f"{name}.parquet")
    if question == "targets":
        path, made = folder / "observations.parquet", folder / "observations.made"
        group = "breakdown = 'institutional'"
        duckdb.sql(
            f"copy (select * replace (if({group}, 'target', measure) as measure, 'total' as breakdown, "
            f"if({group}, make_date(year, 12, 31), null) as due) from read_parquet('{path}')) to '{made}' "
            "(format parquet, compression zstd)"
        )
        made.replace(path)


Run = tuple[float, float, float, Answer]
"""Seconds by the clock, seconds of all processors, peak memory in GB, and the answer."""


def measure(side: str, folder: Path, question: str) -> Run:
    """One side in a process of its own."""
    command = [sys.executable, __file__, "--side", side, "--folder", str(folder), "--question", question]
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    found = json.loads(run.stdout)
    return found["seconds"], found["cpu"], found["peak"], (found["rows"], found["sum"])


def answer(side: str, folder: Path, question: str) -> None:
    """Answer once and print what it took."""
    import resource
    import time

    start = time.perf_counter()
    rows, total = ANSWERS[side](folder, question)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(json.dumps({"seconds": seconds, "cpu": time.process_time(), "peak": peak, "rows": rows, "sum": total}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--observations", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--side", choices=SIDES, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--question", choices=QUESTIONS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.side:
        answer(options.side, options.folder, options.question)
        return
    sides = [side for side in SIDES if find_spec(side)]
    for question in QUESTIONS:
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary) / "dataset"
            write(folder, options.observations, question)
            runs = [{side: measure(side, folder, question) for side in sides} for _ in range(options.rounds)]
        answers = {(rows, round(total)) for run in runs for *_, (rows, total) in run.values()}
        if len(answers) != 1:
            sys.exit(f"{question}: the sides do not agree: {sorted(answers)}")
        print(f"{question}, {options.observations:,} observations, {next(iter(answers))[0]:,} rows")
        least = {
            side: [min(figures[at] for run in runs for figures in [run[side][:3]]) for at in (0, 1, 2)]
            for side in sides
        }
        base, base_cpu, _ = least["duckdb"]
        for side, (seconds, cpu, peak) in least.items():
            print(
                f"  {side:<10} {seconds:>8.2f} s {seconds / base:>6.2f}   {cpu:>8.2f} s of processors "
                f"{cpu / base_cpu:>6.2f} {peak:>8.2f} GB",
                flush=True,
            )


if __name__ == "__main__":
    main()
