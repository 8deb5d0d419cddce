"""Files behind a URL that fsspec reads: http, https and whatever else it has a file system for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from civstats.address import is_http, joined, said, shown
from civstats.errors import DatasetError
from civstats.ranges import Ranges, in_memory

if TYPE_CHECKING:
    import pyarrow as pa

EXTRA = "pip install 'civstats[remote]'"
CONNECT_SECONDS = 15
READ_SECONDS = 60
"""How long a server may send nothing; a download that goes on may take as long as it takes."""


class NoAnswerError(OSError):
    """A file could not be asked for, which says nothing of whether it is there and whole."""


class Web:
    """The files below an address. Raises DatasetError where nothing here reads such addresses, NoAnswerError."""

    def __init__(self, url: str) -> None:
        self._url = url
        try:
            import fsspec
        except ImportError:
            raise DatasetError(f"reading from a URL needs an extra: {EXTRA}") from None
        try:
            self._system, self._folder = fsspec.core.url_to_fs(url, **(_patience() if is_http(url) else {}))
        except ImportError as error:
            hint = said(error, url)
            needs = f"an extra: {EXTRA} ({hint})" if is_http(url) else f"another package: {hint}"
            raise DatasetError(f"reading {shown(url)} needs {needs}") from None
        except OSError as error:
            raise self._told(error) from None
        except Exception as error:  # a file system refuses an address that it cannot take apart in its own way
            raise DatasetError(f"cannot read {shown(url)}: {said(error, url)} -> check the address") from None

    def _ask(self, method: str, name: str, **options: int) -> Any:
        try:
            path = joined(self._url, name) if is_http(self._url) else f"{self._folder.rstrip('/')}/{name}".rstrip("/")
            return getattr(self._system, method)(path, **options)
        except Exception as error:
            # Each file system of fsspec has errors of its own, with no base in common. The error itself, which may
            # show a password, must not hang on: DuckDB writes all that it finds into its messages.
            raise self._told(error) from None

    def _told(self, error: Exception) -> OSError:
        """What to raise for an error of fsspec."""
        why: BaseException = error
        if is_http(self._url) and isinstance(error, FileNotFoundError | TimeoutError):
            why = error.__cause__ or error  # fsspec says "not found" of all that goes wrong before a file is read
        if isinstance(why, FileNotFoundError) or getattr(why, "status", 0) == 404:
            return FileNotFoundError("there is no such file")
        if is_http(self._url) and isinstance(why, TimeoutError):
            return NoAnswerError(_late(why))
        return NoAnswerError(said(why, self._url))

    def whole(self, name: str) -> bytes:
        content: bytes = self._ask("cat_file", name)
        return content

    def file(self, name: str) -> pa.NativeFile:
        return self.ranges(name).native()

    def ranges(self, name: str) -> Ranges:
        """The file ``name`` (empty: the address itself) to read parts of."""
        size = self._ask("info", name)["size"]
        if size is None:  # a server that does not tell
            return in_memory(self.whole(name))
        kept: list[bytes] = []

        def fetch(start: int, end: int) -> bytes:
            if not kept:
                content: bytes = self._ask("cat_file", name, start=start, end=end)
                if len(content) != size:
                    return content
                kept.append(content)  # the whole file was asked for, or the server gives no parts
            return kept[0][start:end]

        return Ranges(fetch, size)


def _patience() -> dict[str, Any]:
    """The options of an http file system with our limits of time; aiohttp's own cuts any download after 5 minutes."""
    import aiohttp
    from fsspec.config import conf

    client = {"timeout": aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS, sock_read=READ_SECONDS)}
    for scheme in ("http", "https"):  # what users have configured, a proxy say, which ours would replace
        client |= conf.get(scheme, {}).get("client_kwargs", {})
    return {"client_kwargs": client}


def _late(error: TimeoutError) -> str:
    import aiohttp

    if isinstance(error, aiohttp.ConnectionTimeoutError):
        return f"no connection within {CONNECT_SECONDS} s"
    return f"no answer within {READ_SECONDS} s"
