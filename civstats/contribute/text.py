"""The text of a document as a contributor has it at hand: a UTF-8 file, whose code points are the positions."""

from __future__ import annotations

import hashlib
import shlex
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from civstats.errors import UsageError

if TYPE_CHECKING:
    from opencc import OpenCC

_CLEARLY = 5
"""So many times more characters of one script than of the other tell which it is."""


@dataclass(frozen=True)
class Text:
    """A text file: its characters as they are in the file, line ends included, and the SHA-256 of its bytes."""

    path: Path
    characters: str
    sha256: str


def read(path: Path) -> Text:
    """The text at ``path``; raises UsageError where it cannot be read, is empty, or is not UTF-8."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read the text {path}: {error.strerror}") from None
    try:
        characters = content.decode("utf-8")
    except UnicodeDecodeError:
        raise UsageError(
            f"{path} is not UTF-8 text -> save it as plain text in UTF-8, or convert it: "
            f"iconv -f GB18030 -t UTF-8 {shlex.quote(str(path))} > new.txt"
        ) from None
    if not characters.strip():
        raise UsageError(f"{path} is empty -> it must hold the text of the document")
    return Text(path, characters, hashlib.sha256(content).hexdigest())


def script_of(text: str) -> str:
    """``Hans`` or ``Hant``, or nothing where the characters do not tell."""
    traditional, simplified = (_changed(text, way) for way in ("t2s", "s2t"))
    if simplified > _CLEARLY * traditional:
        return "Hans"
    return "Hant" if traditional > _CLEARLY * simplified else ""


def _changed(text: str, way: str) -> int:
    """How many characters a conversion changes: those that the other script does not have."""
    converted = _converter(way).convert(text)
    return sum(one != other for one, other in zip(text, converted, strict=False))


@cache
def _converter(way: str) -> OpenCC:
    from opencc import OpenCC

    return OpenCC(way)
