"""A line that brings a page in small parts, as a phone in a train gets it."""

import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PART_BYTES = 300
PAUSE_SECONDS = 0.05


@contextmanager
def slow_line(base_url: str) -> Iterator[str]:
    """Serve the site at `base_url` slowly; yield the address to ask instead."""

    class ChecklistMessage(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            request = urllib.request.Request(  # noqa: S310
                base_url + self.path, headers={"Host": base_url.partition("://")[2]}
            )
            with urllib.request.urlopen(request) as answer:  # noqa: S310
                body, kind = answer.read(), answer.headers["Content-Type"]
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            size = PART_BYTES if kind.startswith("text/html") else len(body)
            for start in range(0, len(body), size):
                self.wfile.write(body[start : start + size])
                time.sleep(PAUSE_SECONDS)

        def log_message(self, *arguments: object) -> None:
            """Say nothing: a request is no news."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), ChecklistMessage)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
