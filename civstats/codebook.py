"""The code book of a table: what its columns mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civstats import codelists
from civstats.schema import Table

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


def codebook(schema: pa.Schema, table: Table | None) -> pd.DataFrame:
    """A row for each column of ``schema``, described where ``table`` declares it."""
    import pandas as pd

    described = {column.name: column for column in table.fields} if table else {}
    rows = []
    for field in schema:
        column = described.get(field.name)
        rows.append(
            {
                "column": field.name,
                "type": str(field.type),
                "unit": column.unit if column else "",
                "description_zh": column.zh if column else "",
                "description_en": column.en if column else "",
                "codes": ", ".join(codelists.codes(column.codes)) if column and column.codes else "",
                "refers_to": table.references(column) if table and column else "",
                "may_be_empty": field.nullable,
            }
        )
    return pd.DataFrame(rows)
