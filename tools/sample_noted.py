"""Draw a seeded sample of noted figures and print each observation beside the row that it was made from.

``python tools/sample_noted.py BATCH [--data DIR] [--count 60] [--seed 2026]``: for the second reading of an imported
batch by eye. Nothing is judged here but whether number and unit survived.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
from pathlib import Path

import civstats

_COLUMNS = (
    "observation_id, locator, printed, read_as, value, lower, upper, bound, unit, locality_id, area, indicator_id, "
    "residence, breakdown, measure, year, period_start, period_end, effective_from, subject_zh, note"
)


def main() -> None:
    """Print the sample, one block a figure."""
    parser = argparse.ArgumentParser(description="Draw a seeded sample of noted figures beside their rows.")
    parser.add_argument("batch", type=Path, help="folder of the noted figures")
    parser.add_argument("--data", default=None, help="dataset (default: the packaged one)")
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=2026)
    options = parser.parse_args()
    dataset = civstats.open(options.data)
    query = f"select {_COLUMNS} from observations where evidence <> 'position' order by source_id, figure_no"
    relation = dataset.sql(query)
    rows = [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]
    for number, row in enumerate(random.Random(options.seed).sample(rows, options.count), 1):
        source_id = row["observation_id"].partition(":")[0]
        line = int(re.sub(r"\D", "", row["locator"]))
        with (options.batch / f"{source_id}.csv").open(encoding="utf-8", newline="") as file:
            noted = list(csv.DictReader(file))[line - 2]
        print(f"{number}. noted:  {', '.join(f'{key}={value}' for key, value in noted.items() if value)}")
        print(f"   became: {', '.join(f'{key}={value}' for key, value in row.items() if value is not None)}")


if __name__ == "__main__":
    main()
