"""Datasets of other minor versions: an older one that lacks things, a newer one that has more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from release_datasets import describe, put, real

from civstats.schema import SCHEMA_VERSION, TABLES

MAJOR = SCHEMA_VERSION.partition(".")[0]


def newer(folder: Path, schema: str = f"{MAJOR}.99") -> Path:
    """A dataset with a table more, columns more, codes more, of a newer minor schema."""
    put(real(), folder, "1.9.0")
    observations = pq.read_table(folder / "observations.parquet")
    extra = observations.slice(0, 1).to_pylist()[0] | {
        "observation_id": f"{observations['source_id'][0]}:99999", "figure_no": 99999,
        "indicator_id": "future_indicator", "measure": "future_measure", "unit": "future_unit",
        "residence": "future_residence", "breakdown": "future_breakdown", "bound": "future_bound", "status": "future",
    }  # fmt: skip
    observations = pa.concat_tables([observations, pa.Table.from_pylist([extra], observations.schema)])
    confidence = pa.array([0.5] * observations.num_rows)
    pq.write_table(observations.append_column("confidence", confidence), folder / "observations.parquet")
    for name, key in (("codes", "code"), ("indicators", "indicator_id"), ("units", "unit_id")):
        table = pq.read_table(folder / f"{name}.parquet")
        row = table.slice(0, 1).to_pylist()[0] | {key: f"future_{key.removesuffix('_id')}"}
        table = pa.concat_tables([table, pa.Table.from_pylist([row], table.schema)])
        pq.write_table(table.append_column("added_later", table[key]), folder / f"{name}.parquet")
    pq.write_table(pa.table({"future_id": ["a"], "said": [["list", "of", "texts"]]}), folder / "future.parquet")

    def declare(descriptor: dict[str, Any]) -> None:
        descriptor["civstats:schemaVersion"] = schema
        descriptor["civstats:later"] = {"what": ["nobody", "knows"]}
        fields = [{"name": "future_id", "type": "string"}, {"name": "said", "type": "list"}]
        descriptor["resources"].append(
            {"name": "future", "path": "future.parquet", "schema": {"fields": fields, "primaryKey": ["future_id"]}}
        )
        for resource in descriptor["resources"]:
            if resource["name"] == "observations":
                resource["schema"]["fields"].append({"name": "confidence", "type": "number", "later": True})

    describe(folder, declare)
    return folder


LACKING = {
    "observations": ("precision", "subset_of", "evidence"),
    "sources": ("licence", "effective_from", "period_start", "period_end", "reliability"),
    "indicators": ("compare_with", "not_comparable_with", "why_not", "core"),
    "findings": ("suggestion_zh", "suggestion_en"),
}
"""Columns that the older dataset does not have yet, where this version declares them."""


def older(folder: Path, schema: str = f"{MAJOR}.0") -> Path:
    """A dataset without the last tables and columns, of an older minor schema."""
    put(real(), folder, "0.9.0")
    gone = ("growth", "targets")
    for name, columns in LACKING.items():
        table = pq.read_table(folder / f"{name}.parquet")
        declared = [column for column in columns if column in TABLES[name].columns.split()]
        pq.write_table(table.drop_columns(declared), folder / f"{name}.parquet")
    for name in gone:
        (folder / f"{name}.parquet").unlink()

    def declare(descriptor: dict[str, Any]) -> None:
        descriptor["civstats:schemaVersion"] = schema
        descriptor["resources"] = [one for one in descriptor["resources"] if one["name"] not in gone]
        for resource in descriptor["resources"]:
            lacking = LACKING.get(resource["name"], ())
            schema_ = resource["schema"]
            schema_["fields"] = [field for field in schema_["fields"] if field["name"] not in lacking]

    describe(folder, declare)
    return folder
