"""The real observations, copied to every prefecture and county of the list until there are as many as wanted.

All columns hold what real ones do, so that a row group weighs as much beside its file as it would in a dataset of that
size. Run by itself it writes a dataset to a folder, for the benchmarks:

    python tests/many_rows.py FOLDER [COUNT]
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from civstats.codelists.localities import localities
from civstats.schema import TABLES, arrow
from civstats.schema.datapackage import FILE_NAME

TABLE = TABLES["observations"]


def write(curated: Path, folder: Path, count: int) -> None:
    """Write the dataset at ``curated`` to ``folder`` with ``count`` observations, in the declared order."""
    shutil.copytree(curated, folder)
    file = folder / "observations.parquet"
    real = pq.read_table(file)
    places = sorted(code for code, place in localities().items() if place.level in ("prefecture", "county"))
    each = -(-count // len(places))
    chosen = np.sort(np.random.default_rng(7).choice(np.arange(real.num_rows).repeat(-(-each // real.num_rows)), each))
    of_one = real.take(pa.array(chosen)).sort_by([(name, "ascending") for name in TABLE.order[1:]])
    with pq.ParquetWriter(file, arrow.schema_of(TABLE), **arrow.WRITTEN) as writer:
        waiting: list[pa.Table] = []
        for number, place in enumerate(places):
            rows = of_one.slice(0, min(each, count - number * each))
            waiting.append(_moved(rows, place))
            if place == places[-1] or sum(table.num_rows for table in waiting) >= arrow.ROW_GROUP_ROWS:
                ready = pa.concat_tables(waiting)
                end = ready.num_rows if place == places[-1] else arrow.ROW_GROUP_ROWS
                writer.write_table(ready.slice(0, end), row_group_size=arrow.ROW_GROUP_ROWS)
                waiting = [ready.slice(end)]
    _record(folder, file, count)


def _moved(rows: pa.Table, place: str) -> pa.Table:
    """``rows`` as figures of ``place``, of documents of its own."""
    sources = pc.binary_join_element_wise(rows["source_id"], place, "-")
    numbers = pa.array(range(1, rows.num_rows + 1), pa.int32())
    changed = {
        "locality_id": pa.repeat(place, rows.num_rows),
        "source_id": sources,
        "figure_no": numbers,
        "observation_id": pc.binary_join_element_wise(sources, numbers.cast(pa.string()), ":"),
    }
    for name, column in changed.items():
        rows = rows.set_column(rows.schema.get_field_index(name), rows.schema.field(name), column)
    return rows


def _record(folder: Path, file: Path, rows: int) -> None:
    manifest = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
    [entry] = [entry for entry in manifest["resources"] if entry["name"] == TABLE.name]
    entry |= {"bytes": file.stat().st_size, "civstats:rows": rows}
    del entry["hash"]
    (folder / FILE_NAME).write_text(json.dumps(manifest), encoding="utf-8")


if __name__ == "__main__":
    write(Path(__file__).parent.parent / "data" / "curated", Path(sys.argv[1]), int((*sys.argv, "10000000")[2]))
