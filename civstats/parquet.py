"""The Parquet files of a dataset as Arrow datasets: opening one reads its footer, a query what it needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from civstats.errors import DatasetError
from civstats.location import Location, damaged
from civstats.schema import TABLES
from civstats.schema.datapackage import FILE_NAME

if TYPE_CHECKING:
    import pyarrow.dataset as pads

_AT_ONCE = 8
"""Files that are opened side by side where they lie elsewhere, since each waits for its answers."""
_FEW_GROUPS = 16
"""Row groups (two million rows) up to which reading all of them costs less than reading codes as texts."""


def open_all(where: Location, files: Mapping[str, str], rows: Mapping[str, int]) -> dict[str, pads.Dataset]:
    """The tables in ``files`` (file by table).

    Raises DatasetError for one that is missing or damaged, or has not the number of ``rows`` recorded for it: then the
    files are not all of one dataset, as while a new release is being copied over an old one.
    """
    with ThreadPoolExecutor(_AT_ONCE if where.store else 1) as pool:
        tables = dict(zip(files, pool.map(lambda file: _open(where, file), files.values()), strict=True))
    for name, data in tables.items():
        if name in rows and (count := data.count_rows()) != rows[name]:
            raise DatasetError(
                f"{files[name]} in {where.label} is not the one that {FILE_NAME} records: it has {count} rows, "
                f"recorded are {rows[name]} -> fetch the dataset again or rebuild it with civstats build"
            )
    return tables


def read_whole(where: Location, file: str) -> None:
    """Read the table in ``file`` to its end, holding each page against its checksum; raises DatasetError."""
    import pyarrow as pa

    try:
        for _ in _open(where, file).to_batches():
            pass
    except (OSError, pa.ArrowInvalid) as error:
        raise damaged(where, file, error) from None


def coded(where: Location, name: str, data: pads.Dataset) -> pads.Dataset:
    """``data``, the table ``name``, as DuckDB reads it fastest: columns of codes, which repeat, as dictionaries.

    But a filter on a dictionary skips no row group. Where there are many groups, the columns of the order stay as they
    are, so that one series is read without the rest; from elsewhere, where bytes cost most, all columns do.
    """
    import pyarrow.dataset as pads

    table = TABLES.get(name)
    if table is None or not isinstance(data, pads.FileSystemDataset) or where.store is not None:
        return data
    groups = sum(fragment.num_row_groups for fragment in data.get_fragments())
    plain = table.order if groups > _FEW_GROUPS else ()
    repeated = [column.name for column in table.fields if column.codes or table.references(column)]
    return _open(where, f"{name}.parquet", [column for column in repeated if column not in plain])


def _open(where: Location, file: str, dictionaries: Sequence[str] = ()) -> pads.Dataset:
    import pyarrow as pa
    import pyarrow.dataset as pads
    from pyarrow.fs import LocalFileSystem

    format_ = pads.ParquetFileFormat(
        read_options=pads.ParquetReadOptions(dictionary_columns=dictionaries),
        # Without it a flipped bit gives another figure, and no error.
        default_fragment_scan_options=pads.ParquetFragmentScanOptions(page_checksum_verification=True),
    )
    try:
        source = where.source(file)
        fragment = format_.make_fragment(source, LocalFileSystem() if isinstance(source, str) else None)
        fragment.ensure_complete_metadata()
    except (OSError, pa.ArrowInvalid) as error:
        raise damaged(where, file, error) from None
    return pads.FileSystemDataset([fragment], fragment.physical_schema, format_)
