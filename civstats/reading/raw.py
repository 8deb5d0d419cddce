"""The folder of raw documents: every `source.toml` and `figures.csv` below it, as sources and one table of rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from civstats.errors import Problem, UsageError
from civstats.reading import sheet, source
from civstats.reading.source import Source
from civstats.schema import COLUMNS

if TYPE_CHECKING:
    import pyarrow as pa

SOURCE_FILE, SHEET_FILE = "source.toml", "figures.csv"
SOURCE_ID = re.compile(COLUMNS["source_id"].pattern)


@dataclass
class Raw:
    """All documents of a raw folder.

    ``rows`` holds the cells of all sheets as strings, with ``line`` and ``source``, the index into ``sources``.
    """

    root: Path
    sources: list[Source] = field(default_factory=list)
    rows: pa.Table = None
    problems: list[Problem] = field(default_factory=list)

    def sheet_path(self, index: int) -> Path:
        return self.root / self.sources[index].source_id / SHEET_FILE


def read(root: Path, progress: Callable[[str], None] = lambda _: None) -> Raw:
    """Read all documents of ``root``, in the order of their codes, with every problem found.

    Raises UsageError where ``root`` is no folder or holds no document.
    """
    if not root.is_dir():
        raise UsageError(f"{root} is not a folder; name the folder of the raw documents with --raw")
    folders = sorted(
        path for path in root.iterdir() if (path.is_dir() or path.is_symlink()) and not path.name.startswith(".")
    )
    if not folders:
        raise UsageError(f"{root} holds no document; each document has a folder with {SOURCE_FILE} and {SHEET_FILE}")
    raw = _gather(root, folders)
    progress(f"read {len(raw.sources)} of {len(folders)} documents")
    return raw


def read_document(folder: Path) -> Raw:
    """Read the one document of ``folder`` as `read` does, with every problem found."""
    return _gather(folder.parent, [folder])


def _gather(root: Path, folders: list[Path]) -> Raw:
    import pyarrow as pa

    raw, tables = Raw(root), []
    for folder in folders:
        table, document = _read_folder(raw, folder)
        if table is not None:
            index = pa.repeat(pa.scalar(len(raw.sources), pa.int32()), table.num_rows)
            tables.append(table.append_column("source", index))
            raw.sources.append(document or source.unread(folder.name))
    if tables:
        raw.rows = pa.concat_tables(tables)
    return raw


def _read_folder(raw: Raw, folder: Path) -> tuple[pa.Table | None, Source | None]:
    def problem(path: Path, what: str, todo: str) -> tuple[None, None]:
        raw.problems.append(Problem(path.as_posix(), 0, 0, what, todo))
        return None, None

    if not SOURCE_ID.fullmatch(folder.name):
        return problem(
            folder, "the folder's name is no source code", "small letters, digits and hyphens: wushen-2023-tasks"
        )
    for path in (folder, folder / SOURCE_FILE, folder / SHEET_FILE):
        if not path.resolve().is_relative_to(raw.root.resolve()):
            return problem(path, "is a link out of the raw folder", "put the file itself there")
        if not path.exists():
            return problem(path, "is missing", f"a document needs {SOURCE_FILE} and {SHEET_FILE}")
    document, problems = source.read(folder / SOURCE_FILE)
    table, more = sheet.read(folder / SHEET_FILE)
    raw.problems += problems + more
    return table, document
