"""What holding a big table against its suite costs, against the same checks without Great Expectations, and against
Great Expectations as it is used out of the box.

    python benchmarks/validation.py [--observations 1000000 10000000] [--rounds 1]

The table is `observations`, with the documents, places and units that it refers to. The sides, each in a process of its
own that imports what it needs and is timed as a whole:

- civstats: `civstats.validate`, with the structural expectations of the suite, and with the domain rules as well;
- DuckDB: the same checks as bare SQL: one scan for all that tells row by row, a query for each key, reference, rule;
- GX pandas: the structural expectations with GX's own classes on a frame, results as detailed as GX gives them unasked.

A rule costs what its SQL costs, on the first two sides alike; so the structural expectations tell what GX adds.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import synthetic
from build import apart

TABLE = "observations"


@dataclass(frozen=True)
class Cost:
    """What one side took: seconds of the whole and of its imports, CPU seconds, peak memory; and how many checks."""

    seconds: float
    importing: float
    cpu: float
    peak_mib: float
    checks: int

    @property
    def working(self) -> float:
        return self.seconds - self.importing


class Clock:
    """Measures this process from here on."""

    def __init__(self) -> None:
        self._start, self._cpu, self._imported = time.perf_counter(), time.process_time(), 0.0

    def imported(self) -> None:
        self._imported = time.perf_counter() - self._start

    def cost(self, checks: int) -> Cost:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
        return Cost(time.perf_counter() - self._start, self._imported, time.process_time() - self._cpu, peak, checks)


def by_civstats(folder: Path, suite: Path) -> Cost:
    clock = Clock()
    import civstats
    import civstats.validation.gx

    clock.imported()
    validation = civstats.validate(folder, suite)
    for one in (*validation.failures, *validation.warnings):
        print(f"civstats: {one.rule} does not hold", file=sys.stderr)
    return clock.cost(len(validation.outcomes))


def by_duckdb(folder: Path, suite: Path) -> Cost:
    clock = Clock()
    import duckdb

    from civstats.schema import TABLES
    from civstats.validation.conditions import DuckDB, ask
    from civstats.validation.suites import load

    clock.imported()
    connection = duckdb.connect(":memory:")
    for file in folder.glob("*.parquet"):
        connection.execute(f"create view {file.stem} as select * from read_parquet('{file}')")
    scanned, queries, others = [], [], 0
    for expectation in load(suite)[TABLE].expectations:
        asked = ask(expectation["type"], expectation["kwargs"], TABLE, TABLES[TABLE].key, DuckDB())
        if asked is None:
            others += 1
        elif asked.where:
            scanned.append(f"count(*) filter (where {asked.where})")
        else:
            queries.append(asked.count)
    connection.execute(f"describe {TABLE}").fetchall()  # columns and types
    for query in (f"select {', '.join(scanned)} from {TABLE}", *queries):
        if any(connection.execute(query).fetchall()[0]):
            print(f"DuckDB: a check does not hold: {query[:100]}", file=sys.stderr)
    return clock.cost(len(scanned) + len(queries) + others)


def by_gx_pandas(folder: Path, suite: Path) -> Cost:
    clock = Clock()
    import pandas as pd

    from civstats import codelists
    from civstats.validation.quiet import quiet_import
    from civstats.validation.suites import load

    with quiet_import():
        import great_expectations as gx

    clock.imported()
    expect, made = gx.expectations, []
    for one in load(suite)[TABLE].expectations:
        column, kwargs = one["kwargs"].get("column"), one["kwargs"]
        match one["type"]:
            case "expect_table_columns_to_match_ordered_list":
                made.append(expect.ExpectTableColumnsToMatchOrderedList(**kwargs))
            case "expect_table_row_count_to_be_between":
                made.append(expect.ExpectTableRowCountToBeBetween(**kwargs))
            case "expect_columns_to_have_types":
                types = {"string": "str", "int32": "int32", "float64": "float64", "bool": "bool"}
                made += [
                    expect.ExpectColumnValuesToBeOfType(column=name, type_=types[type_])
                    for name, type_ in kwargs["types"].items()
                    if type_ in types and name not in ("char_start", "char_end")  # integers with gaps are floats there
                ]
            case "expect_column_values_to_not_be_null":
                made.append(expect.ExpectColumnValuesToNotBeNull(**kwargs))
            case "expect_column_values_to_be_between":
                made.append(expect.ExpectColumnValuesToBeBetween(**kwargs))
            case "expect_column_values_to_match_pattern":
                regex = f"^(?:{kwargs['pattern']})$".replace("(-", "(?:-")  # pandas warns of groups
                made.append(expect.ExpectColumnValuesToMatchRegex(column=column, regex=regex))
            case "expect_column_values_to_be_in_code_list":
                codes = list(codelists.codes(kwargs["code_list"]))
                made.append(expect.ExpectColumnValuesToBeInSet(column=column, value_set=codes))
            case "expect_key_to_be_unique":
                made.append(expect.ExpectColumnValuesToBeUnique(column=kwargs["columns"][0]))
            case "expect_column_values_to_refer_to" if kwargs["table"] != TABLE:
                known = pd.read_parquet(folder / f"{kwargs['table']}.parquet")[kwargs["key"]].tolist()
                made.append(expect.ExpectColumnValuesToBeInSet(column=column, value_set=known))
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    asset = context.data_sources.add_pandas("frames").add_dataframe_asset(TABLE)
    frame = pd.read_parquet(folder / f"{TABLE}.parquet")
    batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame})
    result = batch.validate(gx.ExpectationSuite(name=TABLE, expectations=made))
    if not result.success:
        failed = [one.expectation_config.kwargs for one in result.results if not one.success]
        print(f"GX pandas: {len(failed)} do not hold: {failed[:3]}", file=sys.stderr)
    return clock.cost(len(made))


def write_suites(folder: Path) -> tuple[Path, Path]:
    """The suite of the table in two folders: its structural expectations, and all of them."""
    from civstats.validation.suites import derived

    written = []
    for name, rules in (("structure", False), ("all", True)):
        suite: dict[str, Any] = derived()[TABLE]
        suite["expectations"] = [one for one in suite["expectations"] if rules or one["type"] != "expect_rule_to_hold"]
        (folder / name).mkdir()
        (folder / name / f"{TABLE}.json").write_text(json.dumps(suite), encoding="utf-8")
        written.append(folder / name)
    return written[0], written[1]


def compare(count: int, rounds: int) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        structure, everything = write_suites(folder)
        apart(synthetic.write_observations, folder / "dataset", count)
        print(f"\n{count:,} observations           checks  seconds (import)   CPU s  peak MiB")
        sides = {
            "structure, DuckDB": (by_duckdb, structure),
            "structure, civstats": (by_civstats, structure),
            "structure, GX pandas": (by_gx_pandas, structure),
            "with rules, DuckDB": (by_duckdb, everything),
            "with rules, civstats": (by_civstats, everything),
        }
        found = {name: _median([apart(side, folder / "dataset", suite) for _ in range(rounds)])
                 for name, (side, suite) in sides.items()}  # fmt: skip
    for name, cost in found.items():
        print(
            f"{name:<32} {cost.checks:>6} {cost.seconds:>8.1f} {f'({cost.importing:.1f})':>8} {cost.cpu:>7.1f} "
            f"{cost.peak_mib:>9,.0f}"
        )
    for ours, theirs in (
        ("structure, civstats", "structure, DuckDB"),
        ("with rules, civstats", "with rules, DuckDB"),
        ("structure, civstats", "structure, GX pandas"),
        ("with rules, civstats", "structure, GX pandas"),
    ):
        a, b = found[ours], found[theirs]
        print(
            f"{ours} / {theirs}: {a.seconds / b.seconds:.2f} in time, {a.working / b.working:.2f} without imports, "
            f"{a.cpu / b.cpu:.2f} in CPU time, {a.peak_mib / b.peak_mib:.2f} in memory"
        )


def _median(runs: list[Cost]) -> Cost:
    return sorted(runs, key=lambda run: abs(run.seconds - median(one.seconds for one in runs)))[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--observations", type=int, nargs="+", default=[1_000_000, 10_000_000])
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    for count in options.observations:
        compare(count, options.rounds)


if __name__ == "__main__":
    main()
