"""A host with articles on the loopback: whatever it is asked for, it answers as a test has it."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class ArticleHost(ThreadingHTTPServer):
    """`content` is sent as `kind` with `status`; `asked` holds the paths that were asked for."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Host)
        self.content = b""
        self.kind = "text/html"
        self.status = 200
        self.asked: list[str] = []

    def at(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/{path}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that go."""


class _Host(BaseHTTPRequestHandler):
    server: ArticleHost

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.send_response(self.server.status)
        if self.server.kind:
            self.send_header("Content-Type", self.server.kind)
        self.send_header("Content-Length", str(len(self.server.content)))
        self.end_headers()
        self.wfile.write(self.server.content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""
