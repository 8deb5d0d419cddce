"""The observations as SDMX-CSV 2.0, with their structure as SDMX-JSON 2.0 beside them.

A row of the data is an observation; nothing is chosen, merged or left out, since document and number of the figure are
dimensions: several documents that print the same quantity stand beside each other. Every declared column of the table
comes along, so that it can be made again from the file.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from civstats.export.csvfiles import write_table
from civstats.export.data import Data
from civstats.export.sdmx_concepts import NEEDED, Component, components
from civstats.export.sdmx_structure import Structure

if TYPE_CHECKING:
    import pyarrow as pa

FILE, STRUCTURE_FILE = "civstats.sdmx.csv", "civstats.sdmx.json"


def write(data: Data, folder: Path) -> None:
    """The data as ``civstats.sdmx.csv``, the structure as ``civstats.sdmx.json``.

    Raises UsageError for a code that cannot be an id of SDMX, DatasetError for a column that it cannot do without.
    """
    data.need("observations", NEEDED)
    columns = components(data.schema("observations").names)
    structure = Structure(data, columns)
    text = json.dumps(structure.message(), ensure_ascii=False, indent=1)
    (folder / STRUCTURE_FILE).write_text(text + "\n", encoding="utf-8", newline="\n")
    head = f"select 'dataflow' as \"STRUCTURE\", '{structure.id}' as \"STRUCTURE_ID\", 'I' as \"ACTION\", "
    query = head + ", ".join(f'{one.sql} as "{one.id}"' for one in columns) + " from observations"
    schema = _schema(columns)
    # Tools of SDMX ask for UTF-8 as it is, without a mark before it.
    write_table(schema, data.selected(query, schema, "observations"), folder / FILE, bom=b"")


def _schema(columns: list[Component]) -> pa.Schema:
    import pyarrow as pa

    kinds = {
        "string": pa.string(), "int32": pa.int32(), "float64": pa.float64(), "date": pa.date32(), "bool": pa.bool_(),
    }  # fmt: skip
    head = [pa.field(name, pa.string()) for name in ("STRUCTURE", "STRUCTURE_ID", "ACTION")]
    return pa.schema([*head, *(pa.field(one.id, kinds[one.type]) for one in columns)])
