"""Files that lie in a zip, behind a URL or in S3; of a large one only the parts that are asked for are read.

A `Store` holds files by name. What pyarrow opens of it reads ranges of bytes: the footer of a Parquet file, then the
row groups and columns that a query needs.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

from civstats.errors import DatasetError

if TYPE_CHECKING:
    import pyarrow as pa

EXTRA = "pip install 'civstats[remote]'"
_LOCAL_HEADER = 30
"""Length of the fixed part of a zip member's own header (APPNOTE.TXT 4.3.7); two lengths stand at its end."""


class Store(Protocol):
    """Files by name. Both methods raise OSError, FileNotFoundError where there is no such file."""

    def whole(self, name: str) -> bytes:
        """The content of a file."""
        ...

    def file(self, name: str) -> pa.NativeFile:
        """A file to read parts of."""
        ...


class Readable(Protocol):
    """What a zip is read from."""

    def seek(self, offset: int, whence: int = ..., /) -> int: ...

    def read(self, size: int = ..., /) -> bytes: ...


class Ranges(io.RawIOBase):
    """A file of ``size`` bytes of which ``fetch(start, end)`` brings parts, unbuffered: Arrow asks for all at once."""

    def __init__(self, fetch: Callable[[int, int], bytes], size: int) -> None:
        self._fetch, self._size, self._at = fetch, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = offset + (0, self._at, self._size)[whence]
        return self._at

    def read(self, size: int | None = -1) -> bytes:
        end = self._size if size is None or size < 0 else min(self._at + size, self._size)
        content = self._fetch(self._at, end) if end > self._at else b""
        self._at += len(content)
        return content

    def readinto(self, buffer: Any) -> int:
        content = self.read(len(buffer))
        buffer[: len(content)] = content
        return len(content)


def _native(file: io.RawIOBase) -> pa.NativeFile:
    import pyarrow as pa

    return pa.PythonFile(file, mode="r")


class Web:
    """The files below an address that fsspec reads: http, https and whatever else it has a file system for."""

    def __init__(self, url: str) -> None:
        try:
            import fsspec
        except ImportError:
            raise DatasetError(f"reading from a URL needs an extra: {EXTRA}") from None
        try:
            self._system, self._folder = fsspec.core.url_to_fs(url)
        except ImportError as error:
            raise DatasetError(f"reading {url} needs an extra: {EXTRA} ({error})") from None
        except ValueError as error:
            raise DatasetError(f"cannot read {url}: {error}") from None

    def _ask(self, method: str, name: str, **options: int) -> Any:
        try:
            return getattr(self._system, method)(f"{self._folder}/{name}".rstrip("/"), **options)
        except OSError:
            raise
        except Exception as error:
            # Each file system of fsspec has errors of its own, with no base in common.
            raise OSError(f"{type(error).__name__}: {error}") from error

    def whole(self, name: str) -> bytes:
        content: bytes = self._ask("cat_file", name)
        return content

    def file(self, name: str) -> pa.NativeFile:
        return _native(self.ranges(name))

    def ranges(self, name: str) -> Ranges:
        """The file ``name`` (empty: the address itself) to read parts of."""
        size = self._ask("info", name)["size"]
        if size is None:  # a server that does not tell
            return _in_memory(self.whole(name))
        kept: list[bytes] = []

        def fetch(start: int, end: int) -> bytes:
            if not kept:
                content: bytes = self._ask("cat_file", name, start=start, end=end)
                if len(content) != size:
                    return content
                kept.append(content)  # the whole file was asked for, or the server gives no parts
            return kept[0][start:end]

        return Ranges(fetch, size)


class S3:
    """The files below an ``s3://`` address, read by Arrow with the credentials that the AWS tools would take."""

    def __init__(self, url: str) -> None:
        import pyarrow as pa
        from pyarrow import fs

        try:
            self._system, self._folder = fs.FileSystem.from_uri(url)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as error:
            raise DatasetError(f"cannot read {shown(url)}: {error}") from None

    def whole(self, name: str) -> bytes:
        with self.file(name) as file:
            content: bytes = file.read()
        return content

    def file(self, name: str) -> pa.NativeFile:
        return self._system.open_input_file(f"{self._folder}/{name}".rstrip("/"))


class Zip:
    """The files of a zip that stand beside its ``datapackage.json``, at its top or in one folder.

    A member that is stored is read in parts; one that is compressed as a whole. ``base`` is the zip itself.
    """

    def __init__(self, base: Readable, beside: str) -> None:
        self._base, self._lock = base, Lock()  # the members share one place in one file
        try:
            with zipfile.ZipFile(base) as members:
                self._members = {info.filename: info for info in members.infolist()}
        except zipfile.BadZipFile as error:
            raise OSError(f"is not a zip, or a damaged one ({error})") from None
        found = min((name for name in self._members if f"/{name}".endswith(f"/{beside}")), key=len, default=beside)
        self._folder = found.removesuffix(beside)

    def whole(self, name: str) -> bytes:
        try:
            with self._lock, zipfile.ZipFile(self._base) as members:
                return members.read(self._member(name))
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            raise OSError(str(error)) from None

    def file(self, name: str) -> pa.NativeFile:
        member = self._member(name)
        if member.compress_type != zipfile.ZIP_STORED:
            return _native(_in_memory(self.whole(name)))
        header = self._read(member.header_offset, _LOCAL_HEADER)
        name_length, extra_length = (int.from_bytes(header[at : at + 2], "little") for at in (26, 28))
        first = member.header_offset + _LOCAL_HEADER + name_length + extra_length
        return _native(Ranges(lambda start, end: self._read(first + start, end - start), member.file_size))

    def _read(self, offset: int, size: int) -> bytes:
        with self._lock:
            self._base.seek(offset)
            return self._base.read(size)

    def _member(self, name: str) -> zipfile.ZipInfo:
        try:
            return self._members[self._folder + name]
        except KeyError:
            raise FileNotFoundError(name) from None


def _in_memory(content: bytes) -> Ranges:
    return Ranges(lambda start, end: content[start:end], len(content))


def store(where: str, beside: str) -> Store:
    """The store that ``where`` names: a URL, or the path of a zip; ``beside`` is the file that a dataset has in it.

    Raises DatasetError where the scheme cannot be read or an extra is lacking, OSError where the zip cannot be.
    """
    if "://" not in where:
        import pyarrow as pa

        return Zip(pa.OSFile(where), beside)
    if where.startswith("s3://"):
        amazon = S3(where)
        return Zip(amazon.file(""), beside) if _is_zip(where) else amazon
    web = Web(where)
    return Zip(web.ranges(""), beside) if _is_zip(where) else web


def _is_zip(url: str) -> bool:
    return url.partition("?")[0].lower().endswith(".zip")


def shown(url: str) -> str:
    """``url`` as messages may show it: without a user, password or key."""
    return re.sub("://[^/]*@", "://", url)
