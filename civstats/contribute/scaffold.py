"""A folder for a new document: `source.toml` with every key explained, and `figures.csv` with its columns.

What must be filled in is written as an empty text, which `civstats.contribute.review` reports key by key.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from civstats.contribute import text as texts
from civstats.errors import LocationError, UsageError
from civstats.reading.raw import SHEET_FILE, SOURCE_FILE, SOURCE_ID
from civstats.reading.sheet import COLUMNS
from civstats.reading.source_schema import DIRECTIVE, Key, keys

_HEAD = f"""\
{DIRECTIVE}
# 空着的 "" 须填写；civstats check-source 逐项指出尚未填写的。
# Fill in what is ""; civstats check-source names what is not filled in yet.
"""
_OPTIONAL = """\
# ---- 以下可省；知道的，去掉行首的 #。 Optional: where you know one, take away the # before it.
"""


def new_source(source_id: str, raw: Path, text: Path | None = None) -> Path:
    """Make the folder of the document ``source_id`` in the folder ``raw``; returns it.

    With the ``text`` of the document its hash is filled in, and its script where the characters tell it.

    Raises UsageError for a code that is none, for a folder ``raw`` that is not there and for a text that cannot be
    read, LocationError where the document is there already or the folder cannot be written. Nothing is left half made.
    """
    if not SOURCE_ID.fullmatch(source_id):
        raise UsageError(
            f"{source_id[:60]!r} is no code of a document -> small letters, digits and hyphens, place-year-kind: "
            "wushen-2023-tasks"
        )
    if not raw.is_dir():
        raise UsageError(f"{raw} is not a folder; name the folder of the raw documents with --raw")
    folder = raw / source_id
    if os.path.lexists(folder):
        raise LocationError(f"{folder} is there already; nothing was changed -> choose another code, or edit that one")
    known = _known(text) if text else {}
    partial = raw / f".{source_id}.{os.getpid()}.part"
    try:
        partial.mkdir()
        (partial / SOURCE_FILE).write_text(facts(known), encoding="utf-8")
        # With the byte order mark a spreadsheet takes the file for what it is: UTF-8.
        (partial / SHEET_FILE).write_text(",".join(COLUMNS) + "\n", encoding="utf-8-sig")
        partial.rename(folder)
    except OSError as error:
        with suppress(OSError):
            shutil.rmtree(partial)
        raise LocationError(f"cannot make {folder}: {error.strerror}; nothing was changed") from None
    return folder


def _known(path: Path) -> dict[str, str]:
    """The facts that the text itself tells."""
    text = texts.read(path)
    found = {"text_sha256": text.sha256, "script": texts.script_of(text.characters)}
    return {key: value for key, value in found.items() if value}


def facts(known: dict[str, str]) -> str:
    """The text of a new ``source.toml``; ``known`` are the keys that are filled in, as text."""
    required = [_entry(key, known) for key in keys() if key.required]
    optional = [_entry(key, known) for key in keys() if not key.required]
    return "\n".join([_HEAD, *required, _OPTIONAL, *optional])


def _entry(key: Key, known: dict[str, str]) -> str:
    lines = [f"# {key.zh} / {key.en}"]
    lines += [f"#   {code}{f'  {names}' if names else ''}" for code, names in key.codes.items()]
    example = key.example if key.is_date else f'"{key.example}"'
    if key.name in known:
        lines.append(f'{key.name} = "{known[key.name]}"')
    elif key.required:
        if not key.codes:
            lines.append(f"#   例 e.g. {example}")
        lines.append(f'{key.name} = ""')
    else:
        lines.append(f'# {key.name} = "{key.default}"' if key.default else f"# {key.name} = {example}")
    return "\n".join(lines) + "\n"
