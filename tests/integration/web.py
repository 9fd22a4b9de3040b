"""A small web server whose paths answer, or do not answer, as a test says."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from wirewatch.configured import Listing, Politeness, Source

Way = Callable[["Handler"], None]


@dataclass
class Web:
    """A server whose paths answer as the test says; `seen` holds (time, path, headers) of every request."""

    ways: dict[str, Way] = field(default_factory=dict)
    seen: list[tuple[float, str, dict[str, str]]] = field(default_factory=list)
    url: str = ""

    @property
    def paths(self) -> list[str]:
        return [path for _, path, _ in self.seen]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    web: Web
    body: bytes = b""

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        self.web.seen.append((time.monotonic(), path, dict(self.headers.items())))
        try:
            self.web.ways.get(path, answer(404, b"nothing here"))(self)
        except ConnectionError:
            self.close_connection = True

    def do_POST(self) -> None:
        self.body = self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def head(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""


def answer(status: int, body: bytes = b"", **headers: str) -> Way:
    """One whole answer; `retry_after="1"` becomes the header Retry-After."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    def way(handler: Handler) -> None:
        handler.head(status, {**named, "Content-Length": str(len(body))})
        handler.wfile.write(body)

    return way


def in_turn(*ways: Way) -> Way:
    """The first answer to the first request, and so on; the last one ever after."""
    left = list(ways)

    def way(handler: Handler) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(handler)

    return way


def hang_up(handler: Handler) -> None:
    handler.close_connection = True
    handler.connection.close()


def half(handler: Handler) -> None:
    handler.head(200, {"Content-Length": "1000"})
    handler.wfile.write(b"x" * 500)
    hang_up(handler)


def half_chunked(handler: Handler) -> None:
    handler.head(200, {"Transfer-Encoding": "chunked"})
    handler.wfile.write(b"5\r\nhello\r\nff\r\n")
    hang_up(handler)


def source_at(base_url: str) -> Source:
    """A source on a server, asked without a delay."""
    manners = Politeness(delay_seconds=0, user_agent="Wirewatch/0.1 (desk@newsroom.example)")
    listing = Listing(method="more_articles", id=1)
    return Source(key="x-en", label="X", base_url=base_url, listing=listing, politeness=manners, enabled=True)


@contextmanager
def serve() -> Iterator[Web]:
    """A server of the test's own on loopback."""
    web = Web()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"web": web}))
    server.daemon_threads = True
    web.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield web
    server.shutdown()
    server.server_close()
