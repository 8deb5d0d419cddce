"""Whether the files of a dataset are those that its ``datapackage.json`` records, or say the same.

A file that another program wrote again has another hash and the same content hash: it is the same data. A file that has
neither was damaged, or edited by hand, and what differs in it is no revision.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from civstats import location
from civstats.errors import DatasetError
from civstats.recorded import is_recorded
from civstats.schema.content import content_hash
from civstats.schema.datapackage import FILE_NAME

if TYPE_CHECKING:
    from civstats.dataset import Dataset


def resources(dataset: Dataset) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Table and what the manifest says of it, for each table that is a file; none for a user's own tables."""
    if dataset._manifest:
        tables = {file: table for table, file in location.files(dataset._manifest).items()}
        for resource in dataset._manifest["resources"]:
            if isinstance(resource, dict) and str(resource.get("path", "")) in tables:
                yield tables[str(resource["path"])], resource


def is_local(dataset: Dataset) -> bool:
    """Whether its files can be read whole without fetching them from afar."""
    return "://" not in dataset._where.label


def refuse_damaged(dataset: Dataset) -> None:
    """Raise DatasetError where a table is not the recorded one; reads every file whole."""
    damaged = [str(resource["path"]) for name, resource in resources(dataset) if _is_damaged(dataset, name, resource)]
    if damaged:
        raise DatasetError(
            f"{', '.join(damaged)} in {dataset._where.label}: damaged or edited, not what {FILE_NAME} records -> fetch "
            f"the dataset again; if it was changed on purpose, rebuild it with civstats build, or remove hash and "
            f"civstats:contentHash of these tables from {FILE_NAME}"
        )


def _is_damaged(dataset: Dataset, name: str, resource: Mapping[str, Any]) -> bool:
    import duckdb
    import pyarrow as pa

    try:
        if is_recorded(dataset._where, resource):
            return False
    except OSError:
        pass  # a member of a zip that fails its checksum
    try:
        return content_hash(dataset._tables[name]) != resource.get("civstats:contentHash")
    except (OSError, ValueError, pa.ArrowException, duckdb.Error):
        return True  # not to be read to its end, or of a type that has no content hash
