"""The server on this machine answers as podcast apps and players expect of a host."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from audiosession.errors import Act, PublishError, Remedy
from audiosession.feed.places.server import Host

ENDINGS = (".vtt", ".srt", ".chapters.json", ".transcript.json", ".jpg")
PRIVATE = (
    "saw.session.json",
    "saw.mp3",
    "saw.vtt",
    "feed.json",
    ".hidden",
    "notes.txt",
    "media/saw.session.json",
    "media/.hidden.mp3",
    "media/run.sh",
    "media/more/a.mp3",
    "scripts/show.toml",
)
"""What a folder of output may hold besides what is published."""
CONTENT = bytes(range(256)) * 40


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    site = tmp_path / "site"
    (site / "media").mkdir(parents=True)
    (site / "media" / "a.mp3").write_bytes(CONTENT)
    for name in ("feed.xml", "index.html", *(f"media/a{ending}" for ending in ENDINGS), *PRIVATE, "media/empty.mp3"):
        path = site / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("" if path.stem == "empty" else name, encoding="utf-8")
    (tmp_path / "secret.vtt").write_text("no", encoding="utf-8")
    (site / "media" / "out.vtt").symlink_to(tmp_path / "secret.vtt")
    with Host(site, port=0, quiet=True) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server.url
        server.shutdown()


@pytest.mark.parametrize(
    ("asked", "status", "first", "end"),
    [("bytes=0-99", 206, 0, 100), ("bytes=10-", 206, 10, 10240), ("bytes=-5", 206, 10235, 10240),
     ("bytes=10000-99999", 206, 10000, 10240), ("bytes=5-2", 200, 0, 10240), ("bytes=0-1,4-5", 200, 0, 10240),
     ("lines=1-2", 200, 0, 10240), ("bytes=-", 200, 0, 10240), ("bytes=-99999", 206, 0, 10240)],
)  # fmt: skip
def test_a_range_gives_its_bytes_and_no_other(url: str, asked: str, status: int, first: int, end: int) -> None:
    got = requests.get(f"{url}/media/a.mp3", headers={"Range": asked}, timeout=5)

    assert (got.status_code, got.content) == (status, CONTENT[first:end])
    if status == 206:
        assert got.headers["Content-Range"] == f"bytes {first}-{end - 1}/{len(CONTENT)}"


@pytest.mark.parametrize("asked", ["bytes=10240-", "bytes=99999-", "bytes=-0"])
def test_a_range_past_the_end_is_refused(url: str, asked: str) -> None:
    got = requests.get(f"{url}/media/a.mp3", headers={"Range": asked}, timeout=5)
    assert (got.status_code, got.headers["Content-Range"]) == (416, "bytes */10240")


def test_head_tells_what_get_gives_without_it(url: str) -> None:
    head = requests.head(f"{url}/media/a.mp3", timeout=5)
    assert (head.status_code, head.headers["Content-Length"], head.content) == (200, "10240", b"")
    assert head.headers["Accept-Ranges"] == "bytes"


def test_who_has_the_file_is_told_so(url: str) -> None:
    tag = requests.get(f"{url}/feed.xml", timeout=5).headers["ETag"]

    assert requests.get(f"{url}/feed.xml", headers={"If-None-Match": tag}, timeout=5).status_code == 304
    assert requests.get(f"{url}/feed.xml", headers={"If-None-Match": '"other"'}, timeout=5).status_code == 200
    old = {"Range": "bytes=0-1", "If-Range": '"other"'}
    assert requests.get(f"{url}/media/a.mp3", headers=old, timeout=5).status_code == 200


@pytest.mark.parametrize(
    ("name", "kind"),
    [("feed.xml", "application/rss+xml"), ("media/a.vtt", "text/vtt"), ("media/a.srt", "application/x-subrip"),
     ("", "text/html"), ("media/a.chapters.json", "application/json+chapters"),
     ("media/a.transcript.json", "application/json"), ("media/a.jpg", "image/jpeg")],
)  # fmt: skip
def test_each_file_has_its_own_type_and_may_be_read_by_web_players(url: str, name: str, kind: str) -> None:
    got = requests.get(f"{url}/{name}", timeout=5)
    assert got.headers["Content-Type"].partition(";")[0] == kind
    assert got.headers["Access-Control-Allow-Origin"] == "*"


def said(url: str, request: bytes) -> bytes:
    """Return all that the server says to `request`, until it hangs up."""
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), 5) as raw:
        raw.sendall(request)
        return b"".join(iter(lambda: raw.recv(4096), b""))


OUTSIDE = [
    "/../secret.vtt", "/%2e%2e/secret.vtt", "/media/..%2f..%2fsecret.vtt", "/media/out.vtt", "/media", "/none",
    "/media/a%00.vtt", "/media/..%5csecret.vtt", "/media/a.vtt::$DATA", "//[", "/" + "a" * 300 + ".html",
    "/media/" + "a/" * 2000 + "a.mp3", "/%ff.html", "*", "http://[::1", *(f"/{name}" for name in PRIVATE),
]  # fmt: skip


@pytest.mark.parametrize("path", OUTSIDE)
def test_what_lies_outside_or_was_not_published_is_not_there(url: str, path: str) -> None:
    answer = said(url, f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())

    assert answer.startswith(b"HTTP/1.1 404")
    assert answer[-2:] != b"no"


CLOSE = b"Host: x\r\nConnection: close\r\n"
ODD = [
    (b"GET /feed.xml\r\n", b"505"),
    (b"GET http://host/feed.xml HTTP/1.1\r\n" + CLOSE, b"200"),
    (b"GET /feed.xml?a=b#c HTTP/1.0\r\n", b"200"),
    (b"OPTIONS * HTTP/1.1\r\n" + CLOSE, b"204"),
    (b"BREW /feed.xml HTTP/1.1\r\n" + CLOSE, b"501"),
    (b"POST /feed.xml HTTP/1.1\r\nContent-Length: 5\r\n" + CLOSE + b"\r\nhello", b"501"),
    (b"GET /feed.xml HTTP/9.9\r\n" + CLOSE, b"505"),
    (b"GET /feed.xml HTTX\r\n" + CLOSE, b"400"),
    (b"GET\r\n" + CLOSE, b"400"),
    (b"\x16\x03\x01\x02\x00\x01\xfc\x03\x03 \xff\xfe \x1b[31m x\r\n", b"400"),
    (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n" + CLOSE, b"414"),
    (b"GET / HTTP/1.1\r\nX: " + b"a" * 70_000 + b"\r\n" + CLOSE, b"431"),
    (b"GET / HTTP/1.1\r\n" + b"X: a\r\n" * 200 + CLOSE, b"431"),
    (b"GET /media/a.mp3 HTTP/1.1\r\nRange: bytes=" + b"9" * 5_000 + b"-\r\n" + CLOSE, b"200"),
    ("GET /media/a.mp3 HTTP/1.1\r\nRange: bytes=\u0661-\u0662\r\n".encode() + CLOSE, b"200"),
    (b"GET /media/a.mp3 HTTP/1.1\r\nIf-None-Match: \xff\xfe, ,,W/\r\n" + CLOSE, b"200"),
]


@pytest.mark.parametrize(("request_", "status"), ODD, ids=range(len(ODD)))
def test_an_odd_request_is_answered(
    url: str, request_: bytes, status: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    assert said(url, request_ + b"\r\n").split(b" ", 2)[1] == status
    assert capfd.readouterr() == ("", "")


def test_what_a_visitor_sends_does_not_reach_the_terminal_as_it_is(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with Host(tmp_path, port=0) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        said(server.url, b"GET /\x1b[31m\xff HTTP/1.0\r\n\r\n")
        server.shutdown()

    printed = capfd.readouterr().out
    assert r"GET /\x1b[31m\xff HTTP/1.0" in printed
    assert printed.isascii()
    assert "\x1b" not in printed


def test_an_empty_file_is_served_as_one(url: str) -> None:
    got = requests.get(f"{url}/media/empty.mp3", headers={"Range": "bytes=0-1"}, timeout=5)
    assert (got.status_code, got.content) == (200, b"")


def test_a_port_that_is_taken_is_said_plainly(url: str, tmp_path: Path) -> None:
    with pytest.raises(PublishError, match=r"can't listen on 127\.0\.0\.1") as raised:
        Host(tmp_path, port=int(url.rpartition(":")[2]))
    assert raised.value.remedy == Remedy(act=Act.OTHER_PORT)
