"""Serve a folder on this machine as a good host would: HEAD, byte ranges, right types, ETag, CORS.

To try a feed in an app or on a phone, on purpose. It is no server for the public: no TLS, no limits.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from email.utils import formatdate
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote, urlsplit

from audiosession.errors import Act, PublishError, Remedy
from audiosession.feed.places.target import TYPES, type_of

_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
_CHUNK = 1 << 18
_FOLDERS = ("media", "art", "assets", "episodes")
_FEED = re.compile(r"feed(\.[a-z0-9-]+)?\.xml")
_LONGEST_LINE = 500
_PRIVATE = (".session.json", "feed.json")
_CONTROLS = {number: f"\\x{number:02x}" for number in (*range(0x20), *range(0x7F, 0xA0), ord("\\"))}


class Host(ThreadingHTTPServer):
    """A server for the files below `root`."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, root: Path, host: str = "127.0.0.1", port: int = 8000, *, quiet: bool = False) -> None:
        self.root = root.resolve()
        self.quiet = quiet
        try:
            super().__init__((host, port), _Visitor)
        except (OSError, OverflowError, TypeError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise PublishError(f"can't listen on {host}:{port}: {reason}", remedy=Remedy(act=Act.OTHER_PORT)) from error

    @property
    def url(self) -> str:
        """The address of the folder."""
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}"

    def file_at(self, target: str) -> Path | None:
        """Return the file that the request for `target` means; what publish does not put there is not there."""
        try:
            parts = [part for part in unquote(urlsplit(target).path).split("/") if part] or ["index.html"]
            path = self.root.joinpath(*parts)
            is_there = _is_published(parts) and path.is_file() and path.resolve().is_relative_to(self.root)
        except (OSError, ValueError, RuntimeError):  # no address, a name that is too long, links that go round
            return None
        return path if is_there else None

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A reader that hangs up is no fault of ours: players do when they seek."""


def _is_published(parts: list[str]) -> bool:
    """Tell whether publish puts files at such a place: a folder of output holds more, such as sessions."""
    name = parts[-1]
    if any(part.startswith(".") or re.search(r"[\\:\0-\x1f]", part) for part in parts) or name.endswith(_PRIVATE):
        return False
    if len(parts) == 1:
        return _FEED.fullmatch(name) is not None or name.endswith(".html")
    return parts[0] in _FOLDERS and len(parts) == 2 and type_of(name) in TYPES.values()


class _Visitor(BaseHTTPRequestHandler):
    server: Host
    protocol_version = "HTTP/1.1"
    default_request_version = "HTTP/1.0"  # of a request that can't be read: 0.9 would be answered without a status
    server_version = "audiosession"
    sys_version = ""
    timeout = 60
    raw_requestline: bytes

    def parse_request(self) -> bool:
        """Read the request; one of HTTP/0.9, which has no version, would wait for a head that never comes."""
        words = self.raw_requestline.split()
        if len(words) == 2:
            self.requestline, self.command, self.close_connection = "", "", True
            self.request_version = self.default_request_version
            self.send_error(HTTPStatus.HTTP_VERSION_NOT_SUPPORTED)
            return False
        return super().parse_request()

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def do_OPTIONS(self) -> None:
        """Answer a browser that asks whether a player on another site may read the file."""
        self.send_response(HTTPStatus.NO_CONTENT)
        self._share()
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _answer(self, *, with_body: bool) -> None:
        path = self.server.file_at(self.path)
        if path is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        try:
            file = path.open("rb")
        except OSError:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        with file:
            self._send(path, file, with_body=with_body)

    def _send(self, path: Path, file: IO[bytes], *, with_body: bool) -> None:
        status = os.fstat(file.fileno())
        size, tag = status.st_size, f'"{status.st_mtime_ns:x}-{status.st_size:x}"'
        if self._has_it(tag):
            self.send_response(HTTPStatus.NOT_MODIFIED)
            self._describe(path, tag, status.st_mtime)
            self.end_headers()
            return
        part = self._range(size, tag)
        if part == (0, 0):
            self.send_response(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
            self.send_header("Content-Range", f"bytes */{size}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        first, end = part or (0, size)
        self.send_response(HTTPStatus.PARTIAL_CONTENT if part else HTTPStatus.OK)
        if part:
            self.send_header("Content-Range", f"bytes {first}-{end - 1}/{size}")
        self.send_header("Content-Type", type_of(path.name))
        self.send_header("Content-Length", str(end - first))
        self._describe(path, tag, status.st_mtime)
        self.end_headers()
        if with_body:
            self._copy(file, first, end)

    def _copy(self, file: IO[bytes], first: int, end: int) -> None:
        file.seek(first)
        while first < end and (chunk := file.read(min(_CHUNK, end - first))):
            self.wfile.write(chunk)
            first += len(chunk)

    def _describe(self, path: Path, tag: str, changed: float) -> None:
        self.send_header("ETag", tag)
        self.send_header("Last-Modified", formatdate(changed, usegmt=True))
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        self._share()

    def _share(self) -> None:
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS")
        self.send_header("Access-Control-Allow-Headers", "Range, If-None-Match")
        self.send_header("Access-Control-Expose-Headers", "Content-Range, ETag, Accept-Ranges")

    def _has_it(self, tag: str) -> bool:
        asked = self.headers.get("If-None-Match", "")
        return asked.strip() == "*" or tag in [one.strip().removeprefix("W/") for one in asked.split(",")]

    def _range(self, size: int, tag: str) -> tuple[int, int] | None:
        """Return the first byte and the one after the last that are asked for; None: all; (0, 0): what is not there.

        Several ranges at once are answered with all, which RFC 9110 (14.2) allows.
        """
        found = _RANGE.fullmatch(self.headers.get("Range", "").strip())
        if not size or not found or found[0] == "bytes=-" or self.headers.get("If-Range", tag) != tag:
            return None
        if not found[1]:
            length = min(int(found[2]), size)
            return (size - length, size) if length else (0, 0)
        first, last = int(found[1]), int(found[2] or size - 1)
        if found[2] and last < first:
            return None
        return (first, min(last, size - 1) + 1) if first < size else (0, 0)

    def log_message(self, format: str, *args: Any) -> None:
        """Print one line for each request, without its time; what a terminal would obey is written out."""
        if not self.server.quiet:
            line = f"{self.address_string()} {format % args}".translate(_CONTROLS)
            with suppress(OSError, ValueError):  # nobody reads it any more: the file is answered all the same
                print(line.encode("ascii", "backslashreplace").decode()[:_LONGEST_LINE], flush=True)
