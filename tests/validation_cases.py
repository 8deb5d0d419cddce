"""Datasets with something wrong in them, and suites for them, shared by the tests of validation."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from civstats.schema import TABLES
from civstats.validation import suites
from civstats.validation.report import Validation

Edit = Callable[[pa.Table], pa.Table]


def changed(folder: Path, into: Path, edits: Mapping[str, Edit]) -> Path:
    """A copy of the dataset ``folder`` in ``into`` with some tables edited; its manifest knows nothing of that.

    An edit finds the rows of a table in the order of its key.
    """
    shutil.copytree(folder, into)
    for table, edit in edits.items():
        by_key = [(name, "ascending") for name in TABLES[table].key]
        rows = pq.read_table(folder / f"{table}.parquet").sort_by(by_key)
        pq.write_table(edit(rows), into / f"{table}.parquet")
    return into


def of_suites(folder: Path, *tables: str) -> Path:
    """The packaged suites of some tables alone, copied to ``folder``."""
    folder.mkdir(exist_ok=True)
    for table in tables:
        shutil.copyfile(suites.folder() / f"{table}.json", folder / f"{table}.json")
    return folder


def own_suite(folder: Path, table: str, *expectations: Mapping[str, Any]) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / f"{table}.json").write_text(json.dumps({"name": table, "expectations": expectations}), encoding="utf-8")
    return folder


def put(column: str, value: object, row: int = 1) -> Edit:
    """The edit that puts ``value`` into one cell; the row 1 of the observations is the first of wushen-2023-test."""

    def edit(table: pa.Table) -> pa.Table:
        values = table[column].to_pylist()
        values[row] = value
        return table.set_column(table.schema.get_field_index(column), column, pa.array(values, table[column].type))

    return edit


def cast(column: str, type_: pa.DataType) -> Edit:
    def edit(table: pa.Table) -> pa.Table:
        return table.set_column(table.schema.get_field_index(column), column, table[column].cast(type_))

    return edit


def verdicts(validation: Validation) -> dict[tuple[str, str], object]:
    """What was found by table and rule; ``recorded`` is asked of files only."""
    return {
        (one.table, one.rule): (one.holds, one.failing, [str(example) for example in one.examples])
        for one in validation.outcomes
        if one.rule != "recorded"
    }


BROKEN: Mapping[str, Edit] = {
    "observations": lambda table: put("value", 1.04)(
        put("measure", "guess", 0)(put("locality_id", "15O626", 2)(put("precision", float("nan"))(table)))
    ),
    "codes": lambda table: put("code", None, 5)(pa.concat_tables([table, table.slice(3, 2)])),
    "units": lambda table: table.drop(["name_en"]),
    "coverage": cast("figure_count", pa.float64()),
    "subsidy_standards": put("cny_per_person_month", 9000.0, 0),
    "sources": cast("issued", pa.string()),
}
