"""A dataset in one or several formats, written into a folder all at once or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from civstats.errors import UsageError
from civstats.export.data import Data
from civstats.export.kinds import check
from civstats.export.staging import staged

if TYPE_CHECKING:
    from civstats.dataset import Dataset

FORMATS = ("csv", "xlsx", "duckdb", "sdmx-csv", "json-stat")
_MODULES = {"csv": "csvfiles", "xlsx": "xlsx", "duckdb": "duckdbfile", "sdmx-csv": "sdmx", "json-stat": "jsonstat"}


def write(dataset: Dataset, formats: str | Sequence[str], folder: str | Path) -> list[Path]:
    """Write ``dataset`` in each of the ``formats`` into ``folder``, which is made if need be; returns the files.

    Files of the same names are replaced, all other files in the folder stay, and after an error all are as they were.
    Raises UsageError for an unknown format, and for data that a format cannot hold (it says which and what to take
    instead), MissingExtraError where a format needs an extra that is not installed, LocationError where nothing can be
    written, and DatasetError where a table cannot be read to its end or lacks what a format cannot do without.
    """
    writers = [_writer(name) for name in _names(formats)]  # before any work: a format may need an extra
    out = _folder(folder)
    data = _data(dataset)
    check(data)
    with staged(out) as stage:
        for write_one in writers:
            write_one(data, stage.folder)
    return [out / name for name in stage.names]


def _names(formats: object) -> list[str]:
    given = [formats] if isinstance(formats, str) else list(formats) if isinstance(formats, Iterable) else [formats]
    unknown = [str(name) for name in given if name not in FORMATS]
    if unknown or not given:
        raise UsageError(f"unknown format {', '.join(unknown) or 'none'}; known: {', '.join(FORMATS)}")
    return list(dict.fromkeys(map(str, given)))


def _folder(folder: object) -> Path:
    if not isinstance(folder, str | Path) or folder == "":
        raise UsageError(f"{folder!r} is no folder to export into -> name one, as out")
    return Path(folder)


def _data(dataset: object) -> Data:
    from civstats.dataset import Dataset

    if not isinstance(dataset, Dataset):
        raise UsageError(f"{dataset!r:.80} is no dataset -> give what civstats.open gives")
    return Data(dataset)


def _writer(name: str) -> Callable[[Data, Path], None]:
    found: Callable[[Data, Path], None] = import_module(f"civstats.export.{_MODULES[name]}").write
    return found
