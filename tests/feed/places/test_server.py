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

CONTENT = bytes(range(256)) * 40


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    site = tmp_path / "site"
    (site / "media").mkdir(parents=True)
    (site / "media" / "a.mp3").write_bytes(CONTENT)
    for name in (
        "feed.xml",
        "index.html",
        "a.vtt",
        "a.srt",
        "a.chapters.json",
        "a.json",
        "a.jpg",
        ".hidden",
        "empty.mp3",
    ):
        (site / name).write_text("" if name.startswith("empty") else name, encoding="utf-8")
    (tmp_path / "secret.txt").write_text("no", encoding="utf-8")
    (site / "out.txt").symlink_to(tmp_path / "secret.txt")
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
    [("feed.xml", "application/rss+xml"), ("a.vtt", "text/vtt"), ("a.srt", "application/x-subrip"), ("", "text/html"),
     ("a.chapters.json", "application/json+chapters"), ("a.json", "application/json"), ("a.jpg", "image/jpeg")],
)  # fmt: skip
def test_each_file_has_its_own_type_and_may_be_read_by_web_players(url: str, name: str, kind: str) -> None:
    got = requests.get(f"{url}/{name}", timeout=5)
    assert got.headers["Content-Type"].partition(";")[0] == kind
    assert got.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", ["/../secret.txt", "/%2e%2e/secret.txt", "/media/..%2f..%2fsecret.txt", "/out.txt",
                                  "/.hidden", "/media", "/none", "/a%00.vtt", "/..%5csecret.txt"])  # fmt: skip
def test_what_lies_outside_or_is_hidden_is_not_there(url: str, path: str) -> None:
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), 5) as raw:
        raw.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: raw.recv(4096), b""))
    assert answer.startswith(b"HTTP/1.1 404")
    assert answer[-2:] != b"no"


def test_an_empty_file_is_served_as_one(url: str) -> None:
    got = requests.get(f"{url}/empty.mp3", headers={"Range": "bytes=0-1"}, timeout=5)
    assert (got.status_code, got.content) == (200, b"")


def test_a_port_that_is_taken_is_said_plainly(url: str, tmp_path: Path) -> None:
    with pytest.raises(PublishError, match=r"can't listen on 127\.0\.0\.1") as raised:
        Host(tmp_path, port=int(url.rpartition(":")[2]))
    assert raised.value.remedy == Remedy(act=Act.OTHER_PORT)
