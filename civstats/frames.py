"""Arrow tables as DataFrames."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


def frame(table: pa.Table) -> pd.DataFrame:
    """A DataFrame of ``table``: nullable integers stay integers, days become datetime64."""
    import pandas as pd
    import pyarrow as pa

    nullable = {pa.int32(): pd.Int32Dtype()}
    made: pd.DataFrame = table.to_pandas(types_mapper=nullable.get, date_as_object=False)
    return made
