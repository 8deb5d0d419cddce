"""The files in a zip; those that are stored, as a release has them, are read in parts."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

from civstats.address import said
from civstats.errors import DatasetError
from civstats.ranges import Ranges, in_memory

if TYPE_CHECKING:
    import pyarrow as pa

MANIFEST_BYTES = 100_000_000
"""Unpacked, no dataset's manifest comes near to this; a few bytes in a zip can make far more than the memory holds."""
MAGIC = b"PK\x03\x04"
_LOCAL_HEADER = 30
"""Length of the fixed part of a zip member's own header (APPNOTE.TXT 4.3.7); two lengths stand at its end."""
_END_RECORD = 22
"""Length of what a zip without a comment ends with (4.3.16)."""


class Zip:
    """The files of a zip that stand beside its topmost ``beside``, the manifest.

    A member that is stored is read in parts; one that is compressed as a whole. ``base`` is the zip itself. Raises
    OSError for a file that is no zip, DatasetError, which calls it ``label``, for one with more than one dataset.
    """

    def __init__(self, base: Ranges, beside: str, label: str) -> None:
        self._base, self._lock = base, Lock()  # the members that are unpacked share one place in one file
        base.part(base.size - _END_RECORD, base.size)  # zipfile would take a failure of its first look for "no zip"
        with _told("is not a zip, or a damaged one"):
            self._zip = zipfile.ZipFile(base)
        self._members = {info.filename: info for info in self._zip.infolist()}
        self._folder = self._topmost(beside, label).removesuffix(beside)
        manifest = self._members.get(self._folder + beside)
        if manifest and manifest.file_size > MANIFEST_BYTES:
            raise OSError(f"its {manifest.filename} has {manifest.file_size} bytes, no manifest of a dataset has")

    def _topmost(self, beside: str, label: str) -> str:
        found = sorted(
            (name for name in self._members if f"/{name}".endswith(f"/{beside}")),
            key=lambda name: (name.count("/"), name),
        )
        if len(found) > 1 and found[0].count("/") == found[1].count("/"):
            raise DatasetError(
                f"{label} holds {found[0]} and {found[1]}: which of them is meant cannot be known "
                f"-> unzip it and name the folder"
            )
        return found[0] if found else beside

    def whole(self, name: str) -> bytes:
        member = self._member(name)
        with _told("cannot be unpacked"), self._lock, self._zip.open(member) as file:
            # The length is given lest a member that unpacks to more than it says fill the memory.
            return file.read(member.file_size)

    def file(self, name: str) -> pa.NativeFile:
        member = self._member(name)
        if member.compress_type != zipfile.ZIP_STORED:
            return in_memory(self.whole(name)).native()
        header = self._base.part(member.header_offset, member.header_offset + _LOCAL_HEADER)
        name_length, extra_length = (int.from_bytes(header[at : at + 2], "little") for at in (26, 28))
        first = member.header_offset + _LOCAL_HEADER + name_length + extra_length
        return Ranges(lambda start, end: self._base.part(first + start, first + end), member.file_size).native()

    def _member(self, name: str) -> zipfile.ZipInfo:
        try:
            return self._members[self._folder + name]
        except KeyError:
            raise FileNotFoundError(name) from None


@contextmanager
def _told(what: str) -> Iterator[None]:
    """Turn an error of zipfile into an OSError.

    They have no base in common: BadZipFile, NotImplementedError, RuntimeError (encrypted), EOFError, struct.error, and
    those of every way of compressing, of which a Python may lack some.
    """
    try:
        yield
    except OSError:
        raise
    except Exception as error:
        raise OSError(f"{what} ({said(error)})") from None
