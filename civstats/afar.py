"""Files that lie in a zip, behind a URL or in S3; of a large one only the parts that are asked for are read.

A `Store` holds files by name. What pyarrow opens of it reads ranges of bytes: the footer of a Parquet file, then the
row groups and columns that a query needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from civstats.address import is_zip, said, shown
from civstats.errors import DatasetError
from civstats.ranges import Ranges, of_native
from civstats.web import Web
from civstats.zipped import MAGIC, Zip

if TYPE_CHECKING:
    import pyarrow as pa


class Store(Protocol):
    """Files by name. Both methods raise OSError, FileNotFoundError where there is no such file."""

    def whole(self, name: str) -> bytes:
        """The content of a file."""
        ...

    def file(self, name: str) -> pa.NativeFile:
        """A file to read parts of."""
        ...


class Remote(Store, Protocol):
    """The files below an address."""

    def ranges(self, name: str) -> Ranges:
        """The file ``name`` (empty: the address itself) to read parts of."""
        ...


class S3:
    """The files below an ``s3://`` address, read by Arrow with the credentials that the AWS tools would take."""

    def __init__(self, url: str) -> None:
        import pyarrow as pa
        from pyarrow import fs

        try:
            self._system, self._folder = fs.FileSystem.from_uri(url)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as error:
            raise DatasetError(f"cannot read {shown(url)}: {said(error, url)} -> check the address") from None

    def whole(self, name: str) -> bytes:
        with self.file(name) as file:
            content: bytes = file.read()
        return content

    def file(self, name: str) -> pa.NativeFile:
        return self._system.open_input_file(f"{self._folder.rstrip('/')}/{name}".rstrip("/"))

    def ranges(self, name: str) -> Ranges:
        return of_native(self.file(name))


class FolderOrZip:
    """What lies at an address that does not say which it is: a folder, or, where that has no manifest, a zip."""

    def __init__(self, place: Remote, beside: str, label: str) -> None:
        self._place, self._beside, self._label = place, beside, label
        self._store: Store = place

    def whole(self, name: str) -> bytes:
        try:
            return self._store.whole(name)
        except FileNotFoundError:
            if name != self._beside or (base := self._zip()) is None:
                raise
        self._store = Zip(base, self._beside, self._label)
        return self._store.whole(name)

    def file(self, name: str) -> pa.NativeFile:
        return self._store.file(name)

    def _zip(self) -> Ranges | None:
        try:
            base = self._place.ranges("")
            return base if base.part(0, len(MAGIC)) == MAGIC else None
        except OSError:  # most servers give nothing at the address of a folder
            return None


def store(where: str, beside: str) -> Store:
    """The store that ``where`` names: a URL, or the path of a zip; ``beside`` is the file that a dataset has in it.

    Raises DatasetError where the scheme cannot be read or an extra is lacking, OSError where the zip cannot be.
    """
    label = shown(where)
    if "://" not in where:
        import pyarrow as pa

        return Zip(of_native(pa.OSFile(where)), beside, label)
    place: Remote = S3(where) if where.startswith("s3://") else Web(where)
    return Zip(place.ranges(""), beside, label) if is_zip(where) else FolderOrZip(place, beside, label)
