"""Files that come into a folder together: all of them, or none."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from civstats.errors import LocationError
from civstats.schema.datapackage import FILE_NAME, NAME


@dataclass
class Stage:
    """Where the files are written first; ``names`` are those that were put in their place, in order."""

    folder: Path
    names: list[str] = field(default_factory=list)


@contextmanager
def staged(out: Path) -> Iterator[Stage]:
    """An empty folder whose files take their place in ``out`` at the end of the block, if nothing failed till then.

    Where one of them cannot, those before it are taken back and what they replaced returns. Raises LocationError for a
    place where nothing can be written, and for the folder of a dataset itself, whose descriptor has the same name.
    """
    made = [folder for folder in (out, *out.parents) if not folder.exists()]
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".civstats-", dir=out) as temporary:
            stage = Stage(Path(temporary) / "new")
            stage.folder.mkdir()
            yield stage
            _check(out, stage.folder)
            stage.names = _put(stage.folder, out, Path(temporary) / "old")
    except OSError as error:
        _remove(made)
        raise LocationError(f"cannot write into {out}: {error.strerror or error} -> choose another folder") from None
    except BaseException:
        _remove(made)
        raise


def _check(out: Path, new: Path) -> None:
    """The manifest of a dataset of Parquet files is not overwritten by that of its CSV files."""
    old = out / FILE_NAME
    if not (new / FILE_NAME).exists() or not old.is_file():
        return
    with suppress(ValueError, RecursionError):
        content = json.loads(old.read_bytes())
        if isinstance(content, dict) and content.get("name") == NAME:
            raise LocationError(f"{out} holds a dataset, whose {FILE_NAME} would be lost -> choose another folder")


def _put(new: Path, out: Path, old: Path) -> list[str]:
    """Move the files of ``new`` into ``out``, what they replace into ``old``; back again if one cannot be moved."""
    old.mkdir()
    names = sorted(file.name for file in new.iterdir())
    done: list[str] = []
    try:
        for name in names:
            if (out / name).is_dir():
                raise IsADirectoryError(21, f"{name} is a folder there")
            done.append(name)
            if (out / name).exists() or (out / name).is_symlink():
                (out / name).replace(old / name)
            (new / name).replace(out / name)
    except BaseException:
        for name in done:
            if (old / name).exists() or (old / name).is_symlink():
                (old / name).replace(out / name)
            elif not (new / name).exists():
                (out / name).unlink()
        raise
    return names


def _remove(folders: list[Path]) -> None:
    """Remove the folders that were made for nothing, the inner ones first."""
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()
