"""Another site, on a port of this machine, that answers as a test wants it to."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ssl import SSLContext

# A status, headers and a body; a function that takes the handler writes what it likes.
Reply = tuple[int, dict[str, str], bytes] | Callable[[BaseHTTPRequestHandler], None]


@dataclass
class OtherSite:
    """What the site answers by path, or by method and path, and what it was asked."""

    port: int
    replies: dict[str, Reply] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        """Return the address of a path."""
        return f"http://{host}:{self.port}{path}"

    def says(self, path: str, status: int = 200, body: bytes = b"", **headers: str) -> str:
        """Have the site answer so from now on; return the address."""
        self.replies[path] = (status, headers, body)
        return self.url(path.split(" ")[-1])

    def redirects(self, path: str, to: str, status: int = 301) -> str:
        """Have the site redirect from a path; return the address."""
        return self.says(path, status, Location=to)

    def visits(self, path: str) -> int:
        """Return how often a path was asked for, with whatever method."""
        return sum(line.split(" ")[1] == path for line in self.asked)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:  # noqa: N802
        site = self.server.site
        site.asked.append(f"{self.command} {self.path}")
        site.times.append(time.monotonic())
        site.headers.append(dict(self.headers))
        replies = site.replies
        reply = replies.get(f"{self.command} {self.path}") or replies.get(self.path)
        if callable(reply):
            reply(self)
            return
        status, headers, body = reply or (404, {}, b"")
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    do_HEAD = do_GET  # noqa: N815

    def log_message(self, *args: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *args: object) -> None:
        """Say nothing of visitors who hang up."""


@contextmanager
def other_site(tls: SSLContext | None = None) -> Iterator[OtherSite]:
    """Serve another site in a thread, under TLS if asked to."""
    server = _Server(("127.0.0.1", 0), _Handler)
    if tls:
        server.socket = tls.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
    server.site = OtherSite(server.server_port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
