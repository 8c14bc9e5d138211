"""A proxy before an S3 host that counts requests, and does something once so many have been answered."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


class CountingProxy(ThreadingHTTPServer):
    """Passes requests on to `host`; `count` tells how many it answered since it was set to 0."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, host: str) -> None:
        super().__init__(("127.0.0.1", 0), _Passing)
        self.host = urlsplit(host).netloc
        self.count = 0
        self.then: Callable[[int], None] = lambda count: None
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def answered(self) -> None:
        with self.lock:
            self.count += 1
            self.then(self.count)

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever is killed hangs up; that is what this is for."""


class _Passing(BaseHTTPRequestHandler):
    server: CountingProxy
    protocol_version = "HTTP/1.1"
    timeout = 30

    def _pass(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with closing(http.client.HTTPConnection(self.server.host, timeout=30)) as connection:
            self._ask(connection, body)

    def _ask(self, connection: http.client.HTTPConnection, body: bytes) -> None:
        headers = {name: value for name, value in self.headers.items() if name.lower() not in ("expect", "connection")}
        connection.request(self.command, self.path, body or None, headers)
        response = connection.getresponse()
        content = response.read()
        # The host has done it; now the publisher may die before it hears so.
        self.server.answered()
        self.send_response(response.status)
        for name, value in response.getheaders():
            if name.lower() not in ("connection", "transfer-encoding", "date", "server", "content-length"):
                self.send_header(name, value)
        length = (
            response.getheader("Content-Length", str(len(content))) if self.command == "HEAD" else str(len(content))
        )
        self.send_header("Content-Length", length)
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(content)

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _pass  # noqa: N815 -- the names that http.server calls

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def counting_proxy(host: str) -> Iterator[CountingProxy]:
    with CountingProxy(host) as proxy:
        threading.Thread(target=proxy.serve_forever, args=(0.02,), daemon=True).start()
        yield proxy
        proxy.shutdown()
