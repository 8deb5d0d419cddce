"""A web server of one folder that counts what it sends; S3 speaks the same GET and HEAD."""

from __future__ import annotations

import re
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote


@dataclass
class Served:
    """What is served below ``url``, how, and what was sent."""

    url: str
    folder: Path
    ranges: bool = True
    lengths: bool = True
    status: int = 0
    """An error to answer with; 0 for none."""
    stalls: bool = False
    """Take what is asked, and say nothing."""
    resets: bool = False
    """Take what is asked, and break the connection."""
    pause: float = 0
    """Seconds before each quarter of a body."""
    asked: list[str] = field(default_factory=list)
    """Method and path, with the query, of each request."""
    faulty: str = ""
    """A pattern of those requests that the faults above are for."""
    over: threading.Event = field(default_factory=threading.Event)
    sent: list[tuple[str, int]] = field(default_factory=list)

    def bytes(self, name: str) -> int:
        """The bytes of the file ``name`` that were sent."""
        return sum(count for file, count in self.sent if file == name)


@contextmanager
def serving(folder: Path, prefix: str = "") -> Iterator[Served]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def do_HEAD(self) -> None:
            self._answer(with_body=False)

        def do_GET(self) -> None:
            self._answer(with_body=True)

        def _answer(self, with_body: bool) -> None:
            served.asked.append(f"{self.command} {self.path}")
            fault = re.search(served.faulty, served.asked[-1])
            if fault and served.stalls:
                served.over.wait()
            if fault and (served.stalls or served.resets):
                # Closed with nothing left to linger for, a socket sends a reset.
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.close_connection = True
                return
            status = served.status if fault else 0
            file = served.folder / unquote(self.path.partition("?")[0]).removeprefix(prefix).lstrip("/")
            content = file.read_bytes() if file.is_file() and file.stat().st_size < 10**6 else b""
            size = file.stat().st_size if file.is_file() else 0
            asked = re.fullmatch(r"bytes=(\d*)-(\d*)", self.headers.get("Range", ""))
            start, end = 0, size
            if status or not file.is_file():
                self.send_response(status or 404)
                size = end = 0
            elif asked and served.ranges:
                start = int(asked[1]) if asked[1] else size - int(asked[2])
                end = min(int(asked[2]) + 1, size) if asked[1] and asked[2] else size
                self.send_response(206)
                self.send_header("Content-Range", f"bytes {start}-{end - 1}/{size}")
            else:
                self.send_response(200)
            if served.ranges:
                self.send_header("Accept-Ranges", "bytes")
            if served.lengths or not size:
                self.send_header("Content-Length", str(end - start))
            else:
                self.send_header("Connection", "close")
                self.close_connection = True
            self.end_headers()
            if with_body and end > start:
                served.sent.append((file.name, end - start))
                # A reader may go before it has all.
                with file.open("rb") as opened, suppress(ConnectionError):
                    opened.seek(start)
                    body = content[start:end] or opened.read(end - start)
                    quarter = -(-len(body) // 4) if served.pause else len(body)
                    for at in range(0, len(body), quarter):
                        served.over.wait(served.pause)
                        self.wfile.write(body[at : at + quarter])

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """Say nothing of a connection that a reader has cut."""

    with Server(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        served = Served(f"http://127.0.0.1:{server.server_port}{prefix}", folder)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield served
        finally:
            served.over.set()
            server.shutdown()
