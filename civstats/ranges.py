"""Files of which parts are read, for Arrow and for `zipfile`."""

from __future__ import annotations

import errno
import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa


class Ranges(io.RawIOBase):
    """A file of ``size`` bytes of which ``fetch(start, end)`` brings parts, unbuffered: Arrow asks for all at once."""

    def __init__(self, fetch: Callable[[int, int], bytes], size: int) -> None:
        self._fetch, self.size, self._at = fetch, size, 0

    def part(self, start: int, end: int) -> bytes:
        """The bytes from ``start`` to before ``end``, as far as the file has them; raises OSError."""
        end = min(end, self.size)
        return self._fetch(start, end) if 0 <= start < end else b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        at = offset + (0, self._at, self.size)[whence]
        if at < 0:  # zipfile, which looks for its end that way in a file that is too short, awaits an OSError
            raise OSError(errno.EINVAL, "before the start of the file")
        self._at = at
        return at

    def read(self, size: int | None = -1) -> bytes:
        content = self.part(self._at, self.size if size is None or size < 0 else self._at + size)
        self._at += len(content)
        return content

    def readinto(self, buffer: Any) -> int:
        content = self.read(len(buffer))
        buffer[: len(content)] = content
        return len(content)

    def native(self) -> pa.NativeFile:
        """The file as Arrow takes it."""
        import pyarrow as pa

        return pa.PythonFile(self, mode="r")


def in_memory(content: bytes) -> Ranges:
    return Ranges(lambda start, end: content[start:end], len(content))


def of_native(file: pa.NativeFile) -> Ranges:
    """The parts of a file that Arrow has opened."""
    return Ranges(lambda start, end: file.read_at(end - start, start), file.size())
