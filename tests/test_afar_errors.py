"""Addresses far away that cannot be read: each tells why, what to do, and no password."""

from __future__ import annotations

import socket
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import fsspec
import pytest
from places import refused, zipped_to
from web_server import Served, serving

import civstats
from civstats import location, web
from civstats.errors import DatasetError
from civstats.schema.datapackage import FILE_NAME


@pytest.fixture
def served(curated: Path, small: Path, tmp_path: Path) -> Iterator[Served]:
    """A small dataset as the folder ``data`` and as ``s.zip``; ``large`` is not brought whole by a look at its end."""
    (tmp_path / "data").symlink_to(small)
    (tmp_path / "large").symlink_to(curated)
    zipped_to(tmp_path / "s.zip", small)
    with serving(tmp_path) as server:
        yield server


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "CONNECT_SECONDS", 0.5)
    monkeypatch.setattr(web, "READ_SECONDS", 1)


# Servers


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    ("path", "faulty"),
    [
        ("data", f"GET .*{FILE_NAME}"),
        ("data", "GET .*units.parquet"),
        ("data", "units.parquet"),
        ("s.zip", "GET"),
        ("s.zip", "s.zip"),
    ],
)
def test_a_server_that_says_nothing(served: Served, path: str, faulty: str) -> None:
    served.stalls, served.faulty = True, faulty
    begun = time.monotonic()
    message = refused(f"{served.url}/{path}")
    assert time.monotonic() - begun < 10
    assert "cannot be read: no answer within 1 s -> check the address and the connection" in message


@pytest.mark.usefixtures("impatient")
def test_a_server_that_cannot_be_reached() -> None:
    with socket.socket() as server, socket.socket() as first, socket.socket() as second:
        server.bind(("127.0.0.1", 0))
        server.listen(0)  # the queue of those who wait is full with these two
        for other in (first, second):
            other.setblocking(False)
            other.connect_ex(server.getsockname())
        assert "no connection within 0.5 s" in refused(f"http://127.0.0.1:{server.getsockname()[1]}/x")


@pytest.mark.usefixtures("impatient")
def test_a_slow_download_is_no_silence(served: Served) -> None:
    served.pause, served.faulty = 0.4, FILE_NAME
    begun = time.monotonic()
    assert civstats.open(f"{served.url}/data").version
    assert time.monotonic() - begun > 1.5


def test_the_limits_of_time_replace_nothing_that_is_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(fsspec.config.conf, "https", {"client_kwargs": {"trust_env": True}})
    client = web._patience()["client_kwargs"]
    assert (client["trust_env"], client["timeout"].total, client["timeout"].sock_read) == (True, None, 60)


@pytest.mark.parametrize("path", ["data", "s.zip"])
@pytest.mark.parametrize("status", [401, 403, 404, 429, 500, 503])
def test_the_answer_of_a_server_is_told(served: Served, path: str, status: int) -> None:
    served.status = status
    message = refused(f"{served.url}/{path}")
    if status != 404:
        assert f"cannot be read: {status}, message=" in message
        assert message.endswith("-> check the address and the connection")
    elif path == "data":
        assert f"holds no {FILE_NAME}; is it a dataset of civstats?" in message
    else:
        assert message.endswith("s.zip cannot be read: there is no such file -> check the address and the connection")


@pytest.mark.parametrize("path", ["data", "s.zip"])
def test_a_connection_that_breaks(served: Served, path: str) -> None:
    served.resets = True
    for served.faulty in ("GET", ""):
        message = refused(f"{served.url}/{path}")
        assert "is not a zip" not in message
        assert message.endswith("-> check the address and the connection")
    assert "Cannot connect to host" in refused("http://127.0.0.1:9/s.zip")


@pytest.mark.parametrize("status", [403, 500])
def test_a_table_that_a_server_refuses_is_not_called_damaged(served: Served, status: int) -> None:
    served.faulty = "units.parquet"
    served.status = status
    message = refused(f"{served.url}/data")
    assert f"units.parquet in {served.url}/data cannot be read: {status}, message=" in message
    served.status = 404
    assert f"units.parquet in {served.url}/data is missing or damaged: fetch" in refused(f"{served.url}/data")


@pytest.mark.parametrize("path", ["large", "s.zip"])
def test_a_server_that_goes_away_while_a_table_is_read(served: Served, path: str) -> None:
    ds = civstats.open(f"{served.url}/{path}")
    served.status = 503
    for ask in (lambda: ds.arrow("observations"), lambda: ds.rows("select * from observations")):
        with pytest.raises(DatasetError, match=r"cannot be read: 503, message=.* -> check the address"):
            ask()


# Addresses


def test_a_signed_folder(served: Served) -> None:
    assert civstats.open(f"{served.url}/data/?sig=a%2Bb/").arrow("units").num_rows
    assert set(served.asked) >= {f"GET /data/{FILE_NAME}?sig=a%2Bb/", "GET /data/units.parquet?sig=a%2Bb/"}


@pytest.mark.parametrize("path", ["s.zip?id=3", "content", "download?id=3", "S.ZIP/"])
def test_a_zip_whose_address_does_not_end_so(served: Served, path: str) -> None:
    for name in ("content", "download", "S.ZIP"):
        (served.folder / name).hardlink_to(served.folder / "s.zip")
    assert civstats.open(f"{served.url}/{path}").arrow("units").num_rows


def test_a_folder_without_a_dataset_is_no_zip(served: Served) -> None:
    (served.folder / "page").write_text("PK", encoding="utf-8")
    served.faulty = "refused$"
    served.status = 403
    for path in ("page", "nothing", "refused"):
        assert f"{path} holds no {FILE_NAME}; is it a dataset of civstats?" in refused(f"{served.url}/{path}")


def test_the_scheme_in_capitals(served: Served) -> None:
    assert civstats.open(f"{served.url.replace('http', 'HTTP')}/data").version
    assert "Unexpected query parameter" in refused("S3://bucket/x?nonsense=1")


@pytest.mark.parametrize("where", ["github://x", "reference://x", "dbfs://x", "jupyter://x", "generic://x", "dir://x"])
def test_a_file_system_that_needs_more_than_an_address(where: str) -> None:
    assert where in refused(where)


@contextmanager
def ftp(answer: bytes) -> Iterator[str]:
    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 ready\r\n")
            for _ in self.rfile:
                self.wfile.write(answer + b"\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # ftplib leaves its socket open
def test_an_ftp_server_that_refuses() -> None:
    with ftp(b"530 not for geheim") as server:
        assert "530 not for …" in refused(f"ftp://anna:geheim@{server}/x")


@pytest.mark.parametrize("scheme", ["oss", "gs", "hf", "sftp"])
def test_what_else_must_be_installed_is_told(scheme: str) -> None:
    message = refused(f"{scheme}://x/y")
    assert "needs another package: " in message
    assert "civstats[remote]" not in message


SECRET = "geheim"


@pytest.mark.parametrize(
    "where",
    [
        "s3://key:geheim@bucket/a b",
        "s3://key:ge/geheim@bucket/x",
        "s3://key:geheim@bucket/x?nonsense=geheim",
        *(f"{scheme}://key:geheim@bucket/x" for scheme in ("gs", "sftp", "abfs", "nosuch", "github", "ftp", "smb")),
        "http://anna:geheim@127.0.0.1:9/x.zip",
        "http://anna:geheim@127.0.0.1:9/x",
        "http://anna:1/geheim@127.0.0.1:9/x",
        "http://anna:geheim/2@127.0.0.1:9/x",
        "http://127.0.0.1:9/x.zip?token=geheim",
        "http://127.0.0.1:9/x?token=geheim&b=2",
        "http://[geheim:@x",
    ],
)
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_no_message_shows_a_key(where: str) -> None:
    assert SECRET not in refused(where)


def test_no_answer_of_a_server_shows_a_key(served: Served) -> None:
    place = served.url.replace("://", "://anna:geheim@")
    ds = civstats.open(f"{place}/large?token=geheim")
    shown = f"{served.url}/large?…"
    assert SECRET not in repr(ds) + repr(ds._where.label) + str(ds._where)
    assert ds._where.label == shown
    served.status = 403
    for path in ("data", "s.zip"):
        assert SECRET not in refused(f"{place}/{path}?token=geheim")
    with pytest.raises(DatasetError) as raised:
        ds.rows("select * from observations")
    assert SECRET not in str(raised.value)
    with pytest.raises(Exception, match="403") as inner:
        ds.sql("select * from observations").fetchall()
    assert SECRET not in str(inner.value)


def test_a_location_keeps_the_address_it_was_given(served: Served, small: Path) -> None:
    for where in (None, small, str(small), f"{served.url}/data", served.folder / "s.zip"):
        assert location.locate(where).address == where
