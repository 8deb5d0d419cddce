"""Where a dataset lies: the packaged one, a folder, or a URL; and its manifest, checked."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from civstats.errors import DatasetError
from civstats.schema import SCHEMA_VERSION
from civstats.schema.datapackage import FILE_NAME, NAME

if TYPE_CHECKING:
    import pyarrow.fs as pafs

_TABLE_FILE = re.compile(r"([a-z][a-z0-9_]*)\.parquet")


@dataclass(frozen=True)
class Location:
    """A place that holds a dataset: a file system, the folder in it, and the name to show."""

    filesystem: pafs.FileSystem
    folder: str
    label: str
    remote: Any = None
    """The fsspec file system of a URL."""

    def read_whole(self, name: str) -> bytes:
        """A file in one piece, also from a server that gives no parts of files."""
        if self.remote is not None:
            whole: bytes = self.remote.cat_file(f"{self.folder}/{name}")
            return whole
        return self.read(name)

    def read(self, name: str) -> bytes:
        with self.filesystem.open_input_file(f"{self.folder}/{name}") as file:
            content: bytes = file.read()
        return content


def packaged() -> Path:
    """The folder of the dataset that comes with the package (in a checkout: ``data/curated``)."""
    package = Path(__file__).parent
    installed = package / "data"
    return installed if installed.is_dir() else package.parent / "data" / "curated"


def locate(where: str | Path | None) -> Location:
    """The location that ``where`` names: None (the packaged dataset), a folder, or a URL.

    Raises DatasetError where there is no such folder or the URL's scheme cannot be read.
    """
    from pyarrow import fs as pafs

    text = str(where) if where is not None else ""
    if "://" in text:
        return _remote(text.rstrip("/"))
    folder = Path(where) if where is not None else packaged()
    if not folder.is_dir():
        from civstats.publish import settle

        settle(folder)  # a killed build may have left the dataset beside its place
    if not folder.is_dir():
        raise DatasetError(f"{folder} is not a folder; civstats.open() takes a folder or URL of curated Parquet")
    return Location(pafs.LocalFileSystem(), folder.resolve().as_posix(), str(folder))


def _remote(url: str) -> Location:
    from pyarrow import fs as pafs

    try:
        import fsspec
    except ImportError:
        raise DatasetError("reading from a URL needs an extra: pip install 'civstats[remote]'") from None
    try:
        filesystem, folder = fsspec.core.url_to_fs(url)
    except ImportError as error:
        raise DatasetError(f"reading {url} needs an extra: pip install 'civstats[remote]' ({error})") from None
    except ValueError as error:
        raise DatasetError(f"cannot read {url}: {error}") from None
    return Location(pafs.PyFileSystem(pafs.FSSpecHandler(filesystem)), folder, url, filesystem)


def manifest(location: Location) -> dict[str, Any]:
    """The dataset's ``datapackage.json``.

    Raises DatasetError where it is missing, damaged, of something else, or of a newer major schema version.
    """
    try:
        content = json.loads(location.read_whole(FILE_NAME))
    except OSError:
        raise DatasetError(f"{location.label} holds no {FILE_NAME}; is it a dataset of civstats?") from None
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


def files(content: dict[str, Any]) -> dict[str, str]:
    """Table name to file name, from a manifest; only plain file names beside the manifest are taken."""
    names = [str(resource.get("path", "")) for resource in content["resources"] if isinstance(resource, dict)]
    return {match[1]: name for name in names if (match := _TABLE_FILE.fullmatch(name))}
