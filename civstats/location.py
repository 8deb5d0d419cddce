"""Where a dataset lies: the packaged one, a folder, a zip, or a URL; and its manifest, checked."""

from __future__ import annotations

import errno
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from civstats import address, afar
from civstats.afar import Store
from civstats.errors import DatasetError
from civstats.schema import SCHEMA_VERSION, TABLES
from civstats.schema.datapackage import FILE_NAME, NAME
from civstats.web import NoAnswerError

if TYPE_CHECKING:
    import pyarrow as pa

_TABLE_FILE = re.compile(r"([a-z][a-z0-9_]*)\.parquet")
_FETCH = "fetch the dataset again or rebuild it with civstats build"
_NAMED = "name a folder, a zip or a URL"
_NO_ANSWER = f"{NoAnswerError.__name__}: "
"""How DuckDB, which has an error of Arrow as text only, begins the line that says why there was no answer."""


@dataclass(frozen=True)
class Location:
    """A place that holds a dataset: the name to show, and a folder of this machine or a store of files elsewhere."""

    label: str
    folder: str = ""
    """The path of a folder of this machine, with ``/``; empty for any other place."""
    store: Store | None = None
    address: str | Path | None = field(default=None, repr=False)
    """What `locate` was given, to find the place again; a URL may hold a password. None for the packaged dataset."""

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
    if where == "":  # which Path takes for the current folder
        raise DatasetError(f"the address of the dataset is empty -> {_NAMED}, or leave it out for the packaged dataset")
    text = address.normal(str(packaged() if where is None else where))
    label = address.shown(text)
    try:
        if "://" in text and not text.startswith("file://"):
            return Location(label, store=afar.store(text, FILE_NAME), address=where)
        path = address.local(text) if "://" in text else Path(text)
        if where is not None and path.is_file():
            return Location(str(path), store=afar.store(str(path), FILE_NAME), address=where)
        if not path.is_dir():
            from civstats.publish import settle

            settle(path)  # a killed build may have left the dataset beside its place
        if path.is_dir():
            return Location(str(path), path.resolve().as_posix(), address=where)
    except (OSError, ValueError) as error:
        raise _unreadable(label, error, text) from None
    raise DatasetError(
        f"{path} is not a folder or file; civstats.open() takes a folder or URL of curated Parquet, or the zip "
        f"of a release"
    )


def manifest(location: Location) -> dict[str, Any]:
    """The dataset's ``datapackage.json``.

    Raises DatasetError where it is missing, damaged, of something else, or of a newer major schema version.
    """
    try:
        content = json.loads(location.read_whole(FILE_NAME))
    except (FileNotFoundError, NotADirectoryError):
        raise DatasetError(f"{location.label} holds no {FILE_NAME}; is it a dataset of civstats?") from None
    except OSError as error:
        raise damaged(location, FILE_NAME, error) from None
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
    for table, path in _elsewhere(content).items():
        raise DatasetError(
            f"{FILE_NAME} in {location.label} has the table {table} in {path}, and only Parquet files beside it are "
            f"read -> {_FETCH}"
        )
    return content


def damaged(location: Location, what: str, error: Exception) -> DatasetError:
    """The error for a table or file of a dataset that cannot be read to its end, be it the file or the way to it.

    ``error`` is Arrow's, or DuckDB's, in whose text Arrow's stands.
    """
    if _is_distant(error) or (isinstance(error, OSError) and error.errno not in {None, errno.ENOENT}):
        return _unreadable(f"{what} in {location.label}", error)
    return DatasetError(f"{what} in {location.label} is missing or damaged: {_FETCH} ({address.said(error)})")


def _unreadable(what: str, error: Exception, place: str = "") -> DatasetError:
    """The error for what is perhaps whole, but out of reach, or is nothing that a dataset can be read from."""
    if _is_distant(error) or ("://" in place and isinstance(error, FileNotFoundError)):
        todo = "check the address and the connection"
    elif isinstance(error, PermissionError):
        todo = "check its permissions"
    else:
        todo = _NAMED
    return DatasetError(f"{what} cannot be read: {_reason(error, place)} -> {todo}")


def _reason(error: Exception, place: str) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror  # without the path, which is named already
    told = str(error).rpartition(_NO_ANSWER)[2]
    return address.said(OSError(told), place) if told else address.said(error, place)


def _is_distant(error: Exception) -> bool:
    """Whether a server could not be asked. Arrow has an OSError without a number for that, as for damaged pages."""
    return isinstance(error, NoAnswerError) or any(sign in str(error) for sign in (_NO_ANSWER, "AWS Error"))


def files(content: dict[str, Any]) -> dict[str, str]:
    """Table name to file name, from a manifest; only plain file names beside the manifest are taken."""
    names = [str(resource.get("path", "")) for resource in _resources(content)]
    return {match[1]: name for name in names if (match := _TABLE_FILE.fullmatch(name))}


def _elsewhere(content: dict[str, Any]) -> dict[str, str]:
    """The tables of the dataset that a manifest has in no plain file beside it, each with the path that it gives."""
    given = [(str(resource.get("name")), repr(resource.get("path"))[:100]) for resource in _resources(content)]
    named = {table: path for name, path in given for table in (name, *_TABLE_FILE.findall(path)) if table in TABLES}
    return {table: path for table, path in named.items() if table not in files(content)}


def _resources(content: dict[str, Any]) -> list[dict[str, Any]]:
    return [resource for resource in content["resources"] if isinstance(resource, dict)]
