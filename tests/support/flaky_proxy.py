"""A proxy before an S3 host that does not do as it should: by chance, in a share of the requests, as a seed has it."""

from __future__ import annotations

import http.client
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

FAULTS = ("500", "late", "cut", "truncated", "swapped")
"""An answer of 500; none in time; one that ends too soon; one that is whole and too short; that of another request."""


class FlakyProxy(ThreadingHTTPServer):
    """Passes requests on to `host`; `share` of the answers are at fault, each by one of `FAULTS`, and counted.

    What it `refuses`, such as ``PUT``, is never passed on.
    """

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, host: str, *, share: float, seed: int, late_s: float, refuses: str = "") -> None:
        super().__init__(("127.0.0.1", 0), _Passing)
        self.host = urlsplit(host).netloc
        self.late_s = late_s
        self.refuses = refuses
        self.faults: Counter[str] = Counter()
        self.last = b"of nobody"
        self._share = share
        self._chance = random.Random(seed)
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def fault(self) -> str:
        """Return what is wrong with the next answer; empty where nothing is."""
        with self._lock:
            fault = self._chance.choice(FAULTS) if self._chance.random() < self._share else ""
            self.faults[fault] += 1
        return fault

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever waited long enough hangs up; that is what this is for."""


class _Passing(BaseHTTPRequestHandler):
    server: FlakyProxy
    protocol_version = "HTTP/1.1"
    timeout = 30

    def _pass(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.command == self.server.refuses:
            return self._answer(403, b"<Error><Code>AccessDenied</Code></Error>", {})
        fault = self.server.fault()
        if fault == "500":
            return self._answer(500, b"<Error><Code>InternalError</Code></Error>", {})
        if fault == "late":
            time.sleep(self.server.late_s)
        with closing(http.client.HTTPConnection(self.server.host, timeout=30)) as connection:
            headers = {k: v for k, v in self.headers.items() if k.lower() not in ("expect", "connection")}
            connection.request(self.command, self.path, body or None, headers)
            response = connection.getresponse()
            content = response.read()
        left_out = ("connection", "transfer-encoding", "date", "server", "content-length")
        told = {name: value for name, value in response.getheaders() if name.lower() not in left_out}
        sent = content
        if self.command == "GET" and response.status == 200:
            sent = {"truncated": content[: len(content) // 2], "swapped": self.server.last}.get(fault, content)
            self.server.last = content
        if fault == "cut":
            self.close_connection = True
            return self._answer(response.status, content, told, cut=len(content) // 2)
        length = response.getheader("Content-Length", "0") if self.command == "HEAD" else None
        return self._answer(response.status, sent, told, length=length)

    def _answer(
        self, status: int, content: bytes, told: dict[str, str], *, cut: int | None = None, length: str | None = None
    ) -> None:
        with suppress(OSError):
            self.send_response(status)
            for name, value in told.items():
                self.send_header(name, value)
            self.send_header("Content-Length", length or str(len(content)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content if cut is None else content[:cut])

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _pass  # noqa: N815 -- the names that http.server calls

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def flaky_proxy(
    host: str, *, share: float = 0.1, seed: int = 1, late_s: float = 1.5, refuses: str = ""
) -> Iterator[FlakyProxy]:
    with FlakyProxy(host, share=share, seed=seed, late_s=late_s, refuses=refuses) as proxy:
        threading.Thread(target=proxy.serve_forever, args=(0.02,), daemon=True).start()
        yield proxy
        proxy.shutdown()
