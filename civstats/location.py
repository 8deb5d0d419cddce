"""Where a dataset lies: the packaged one, a folder, a zip, or a URL; and its manifest, checked."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from civstats import afar
from civstats.afar import Store
from civstats.errors import DatasetError
from civstats.schema import SCHEMA_VERSION
from civstats.schema.datapackage import FILE_NAME, NAME

if TYPE_CHECKING:
    import pyarrow as pa

_TABLE_FILE = re.compile(r"([a-z][a-z0-9_]*)\.parquet")


@dataclass(frozen=True)
class Location:
    """A place that holds a dataset: the name to show, and a folder of this machine or a store of files elsewhere."""

    label: str
    folder: str = ""
    """The path of a folder of this machine, with ``/``; empty for any other place."""
    store: Store | None = None

    def read_whole(self, name: str) -> bytes:
        """A file in one piece; raises OSError."""
        return Path(self.folder, name).read_bytes() if self.store is None else self.store.whole(name)

    def source(self, name: str) -> str | pa.NativeFile:
        """What Arrow opens a file from, a path or a file to read parts of; raises OSError."""
        return f"{self.folder}/{name}" if self.store is None else self.store.file(name)


def packaged() -> Path:
    """The folder of the dataset that comes with the package (in a checkout: ``data/curated``)."""
    package = Path(__file__).parent
    installed = package / "data"
    return installed if installed.is_dir() else package.parent / "data" / "curated"


def locate(where: str | Path | None) -> Location:
    """The location that ``where`` names: None (the packaged dataset), a folder, the zip of a release, or a URL.

    Raises DatasetError where there is no such folder or file, or the URL's scheme cannot be read.
    """
    text = str(where) if where is not None else ""
    if "://" in text or (where is not None and Path(where).is_file()):
        try:
            return Location(afar.shown(text), store=afar.store(text.rstrip("/"), FILE_NAME))
        except OSError as error:
            raise DatasetError(f"{afar.shown(text)} cannot be read: {error} -> name a folder, a zip or a URL") from None
    folder = Path(where) if where is not None else packaged()
    if not folder.is_dir():
        from civstats.publish import settle

        settle(folder)  # a killed build may have left the dataset beside its place
    if not folder.is_dir():
        raise DatasetError(
            f"{folder} is not a folder or file; civstats.open() takes a folder or URL of curated Parquet, or the zip "
            f"of a release"
        )
    return Location(str(folder), folder.resolve().as_posix())


def manifest(location: Location) -> dict[str, Any]:
    """The dataset's ``datapackage.json``.

    Raises DatasetError where it is missing, damaged, of something else, or of a newer major schema version.
    """
    try:
        content = json.loads(location.read_whole(FILE_NAME))
    except (FileNotFoundError, NotADirectoryError):
        raise DatasetError(f"{location.label} holds no {FILE_NAME}; is it a dataset of civstats?") from None
    except OSError as error:
        raise DatasetError(
            f"{FILE_NAME} in {location.label} cannot be read: {error} -> check the address and the connection"
        ) from None
    except (ValueError, RecursionError):
        raise DatasetError(
            f"{FILE_NAME} in {location.label} is damaged; fetch the dataset again or rebuild it"
        ) from None
    if not isinstance(content, dict) or content.get("name") != NAME or not isinstance(content.get("resources"), list):
        raise DatasetError(f"{FILE_NAME} in {location.label} does not describe a dataset of civstats")
    version = str(content.get("civstats:schemaVersion", ""))
    if version.partition(".")[0] != SCHEMA_VERSION.partition(".")[0]:
        raise DatasetError(
            f"{location.label} has schema version {version or 'unknown'}, this civstats reads "
            f"{SCHEMA_VERSION.partition('.')[0]}.x: install the civstats version that goes with the dataset"
        )
    return content


def damaged(location: Location, what: str, error: Exception) -> DatasetError:
    """The error for a table or file of a dataset that cannot be read to its end."""
    return DatasetError(
        f"{what} in {location.label} is missing or damaged: fetch the dataset again or rebuild it "
        f"with civstats build ({str(error).splitlines()[0][:120]})"
    )


def files(content: dict[str, Any]) -> dict[str, str]:
    """Table name to file name, from a manifest; only plain file names beside the manifest are taken."""
    names = [str(resource.get("path", "")) for resource in content["resources"] if isinstance(resource, dict)]
    return {match[1]: name for name in names if (match := _TABLE_FILE.fullmatch(name))}
