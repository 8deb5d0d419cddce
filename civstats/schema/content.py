"""The content hash: what a table says, whatever file it is written in.

The SHA-256 of a Parquet file changes with the writer's version, the compression, the order of rows. The content hash
changes with the values only. It is defined so that it can be computed again in any language:

1.  A **value** is a text: a string is itself, with each ``\\`` written ``\\\\`` and each line feed written ``\\n``; an
    integer is its decimal digits; a floating-point number is what C's ``printf("%.17g")`` makes of it, with ``0`` for
    minus zero, and ``nan``, ``inf``, ``-inf``; a day is ``2023-07-01``; a boolean is ``true`` or ``false``.
2.  A **row** is a text: for each column whose value is not null, in the order of the names of the columns (by code
    point), the line ``name TAB value LF``. A null has no line; an empty string has one. The **digest** of the row is
    the SHA-256 of that text in UTF-8, as 64 small hexadecimal digits.
3.  The **content hash** is ``sha256:`` and the SHA-256 of all digests of rows, sorted, one behind the other.

So it does not depend on the order of rows and columns, on integers being stored as 5 or 5.0, or on dictionaries and
chunks; two rows that are equal count twice; and a column that is null in every row counts as none.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from civstats import duck
from civstats.schema.arrow import schema_of
from civstats.schema.tables import Table

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.dataset as pads

_MEMORY = "500MB"
"""What DuckDB may hold of the digests while it sorts them; the rest goes to the disk."""


def content_hash(data: pa.Table | pads.Dataset, table: Table | None = None) -> str:
    """The content hash of ``data``, as ``sha256:…``; the definition stands above.

    Only the columns that ``table`` declares count, in their declared types; without ``table`` all columns of ``data``.
    Raises ValueError for a column whose type has no place in the definition.
    """
    import pyarrow as pa

    if table is not None:
        declared = schema_of(table)
        names = [name for name in declared.names if name in data.schema.names]
        if isinstance(data, pa.Table):
            data = data.select(names).cast(pa.schema([pa.field(name, declared.field(name).type) for name in names]))
    else:
        names = list(data.schema.names)
    lines = [_line(data.schema.field(name)) for name in sorted(names)]
    digest = hashlib.sha256()
    if not lines:
        return f"sha256:{digest.hexdigest()}"
    with TemporaryDirectory() as spill, duck.connect() as connection:
        connection.execute(f"set temp_directory = '{Path(spill).as_posix()}'")
        connection.execute(f"set memory_limit = '{_MEMORY}'")
        connection.execute("set preserve_insertion_order = false")
        connection.register("data", data)
        # concat leaves nulls out, which is what the definition says of them.
        rows = connection.sql(f"select sha256(concat({', '.join(lines)})) as digest from data order by digest")
        for batch in rows.to_arrow_reader(1_000_000):
            for column in batch.columns:
                digest.update("".join(column.to_pylist()).encode("ascii"))
    return f"sha256:{digest.hexdigest()}"


def _line(field: pa.Field) -> str:
    """The line of one column in SQL; null where the value is."""
    name = '"' + field.name.replace('"', '""') + '"'
    label = field.name.replace("'", "''")
    return f"'{label}' || chr(9) || {_text(name, field)} || chr(10)"


def _text(name: str, field: pa.Field) -> str:
    import pyarrow as pa

    type_ = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
    if pa.types.is_string(type_) or pa.types.is_large_string(type_) or pa.types.is_string_view(type_):
        return rf"replace(replace({name}, '\', '\\'), chr(10), '\n')"
    if pa.types.is_floating(type_):
        # The sum of minus zero and zero is zero; C may print the sign of NaN, which says nothing.
        return f"if(isnan({name}), 'nan', printf('%.17g', {name}::double + 0.0))"
    if pa.types.is_null(type_):
        return "null"
    if pa.types.is_integer(type_) or pa.types.is_boolean(type_) or pa.types.is_date(type_):
        return f"{name}::varchar"
    raise ValueError(f"{field.name}: a content hash is not defined for the type {field.type}")
