"""Hosts that send for ever, by drops, packed or in circles are left in time; what is whole comes whole."""

from __future__ import annotations

import gzip
import io
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests
from support.tls_proxy import running

from audiosession.files.fetching import Question, Reply, ask, why_not

HELLO = b"hello" * 1_000
BOMB = gzip.compress(bytes(300_000_000), 9)
MOST = 1_000_000


class Odd(BaseHTTPRequestHandler):
    """Does what the path says."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        with suppress(OSError):
            getattr(self, f"_{self.path.strip('/').partition('?')[0]}")()

    def _head(self, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Connection": "close", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.close_connection = True

    def _whole(self) -> None:
        self._head(Content_Length=str(len(HELLO)))
        self.wfile.write(HELLO)

    def _cut(self) -> None:
        self._head(Content_Length=str(2 * len(HELLO)))
        self.wfile.write(HELLO)

    def _endless(self) -> None:
        self._head()
        while True:
            self.wfile.write(HELLO * 20)

    def _endless_chunks(self) -> None:
        self._head(Transfer_Encoding="chunked")
        while True:
            self.wfile.write(b"1388\r\n" + HELLO + b"\r\n")

    def _endless_chunk_line(self) -> None:
        self._head(Transfer_Encoding="chunked")
        while True:
            self.wfile.write(b"0" * 100_000)

    def _endless_redirect(self) -> None:
        self._head(302, Location="/whole")
        while True:
            self.wfile.write(HELLO * 20)

    def _circle(self) -> None:
        self._head(302, Location="/circle?again", Content_Length="0")

    def _to_a_file(self) -> None:
        self._head(302, Location="file:///etc/passwd", Content_Length="0")

    def _told_too_long(self) -> None:
        self._head(Content_Length="9" * 5_000)

    def _drip(self) -> None:
        self._head()
        while True:
            self.wfile.write(b".")
            time.sleep(0.05)

    def _drip_of_a_head(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        while True:
            self.wfile.write(b".")
            time.sleep(0.05)

    def _packed(self) -> None:
        content = gzip.compress(HELLO)
        self._head(Content_Encoding="gzip", Content_Length=str(len(content)))
        self.wfile.write(content)

    def _deflated(self) -> None:
        content = zlib.compress(HELLO)
        self._head(Content_Encoding="deflate", Content_Length=str(len(content)))
        self.wfile.write(content)

    def _bomb(self) -> None:
        self._head(Content_Encoding="gzip", Content_Length=str(len(BOMB)))
        self.wfile.write(BOMB)

    def _twice_packed(self) -> None:
        self._head(Content_Encoding="gzip, gzip")

    def _no_gzip(self) -> None:
        self._head(Content_Encoding="gzip", Content_Length=str(len(HELLO)))
        self.wfile.write(HELLO)

    def _no_http(self) -> None:
        self.wfile.write(b"220 ftp\r\n\r\n")
        self.close_connection = True

    def _headers(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 1_000 + b"\r\n")
        self.close_connection = True

    def _missing(self) -> None:
        self._head(404)
        while True:
            self.wfile.write(HELLO * 20)

    def log_message(self, format: str, *arguments: object) -> None:
        """Print nothing."""


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Odd)
    server.daemon_threads, server.block_on_close = True, False
    with running(server):
        yield f"http://127.0.0.1:{server.server_address[1]}"


def asked(url: str, **bounds: float) -> Reply:
    return ask(Question(url=url, most_bytes=MOST, within_s=bounds.get("within_s", 20.0)))


@pytest.mark.parametrize("path", ["whole", "packed", "deflated"])
def test_what_is_whole_comes_whole(host: str, path: str) -> None:
    file = io.BytesIO()

    assert asked(f"{host}/{path}").content == HELLO
    assert ask(Question(url=f"{host}/{path}", most_bytes=len(HELLO), within_s=20), into=file).size == len(HELLO)
    assert file.getvalue() == HELLO


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("endless", "is over 1 MB"),
        ("endless_chunks", "is over 1 MB"),
        ("endless_chunk_line", "can't be fetched"),
        ("told_too_long", "is over 1 MB"),
        ("bomb", "is over 1 MB"),
        ("twice_packed", "'gzip, gzip'"),
        ("no_gzip", "can't be fetched"),
        ("cut", "can't be fetched"),
        ("circle", "from address to address"),
        ("to_a_file", "no web address"),
        ("no_http", "can't be fetched"),
        ("headers", "can't be fetched"),
    ],
)
def test_what_is_not_is_refused_in_a_moment_and_little_memory(host: str, path: str, why: str) -> None:
    started = time.process_time()
    tracemalloc.start()
    with pytest.raises(requests.RequestException) as caught:
        asked(f"{host}/{path}")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert why in why_not(caught.value)
    assert time.process_time() - started < 2
    assert most < 20 * MOST


@pytest.mark.parametrize("path", ["drip", "drip_of_a_head"])
def test_drops_are_not_waited_for(host: str, path: str) -> None:
    started = time.monotonic()
    with pytest.raises(requests.Timeout, match=r"not whole after 0\.5 s"):
        asked(f"{host}/{path}", within_s=0.5)

    assert time.monotonic() - started < 2


def test_of_a_refusal_and_of_a_redirect_nothing_but_the_head_is_read(host: str) -> None:
    assert asked(f"{host}/missing").status == 404
    assert asked(f"{host}/endless_redirect").content == HELLO
    stays = Question(url=f"{host}/endless_redirect", most_bytes=MOST, within_s=20, stays=True)
    assert ask(stays).status == 302


@pytest.mark.parametrize(
    "url",
    [
        "http://",
        "http://[::1",
        "http://a..b/",
        "http://" + "a" * 300,
        "http://h:99999/",
        "gopher://h/",
        "x",
        "http://\0",
    ],
)
def test_what_is_no_address_is_told_so(url: str) -> None:
    with pytest.raises(requests.RequestException) as caught:
        asked(url)

    assert why_not(caught.value)
