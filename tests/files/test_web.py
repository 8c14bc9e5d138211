"""What stands between this machine and a host is named: the proxy, the certificates; loopback is asked directly."""

from __future__ import annotations

import os
import socket
import socketserver
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests
from support.tls_proxy import TlsProxy, make_certificate, running

from audiosession.files.web import StandingError, WebSession, is_loopback, proxy_for, reason, through

FAR = "https://speech.example/v1"


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.lower().endswith("_proxy") or "CA_BUNDLE" in name or name.startswith("SSL_CERT"):
            monkeypatch.delenv(name)


@pytest.fixture
def closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Hello(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(302 if self.path == "/on" else 200)
        if self.path == "/on":
            self.send_header("Location", "/there")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Print nothing."""


@pytest.fixture
def near() -> Iterator[str]:
    with running(ThreadingHTTPServer(("127.0.0.1", 0), Hello)) as server:
        yield f"http://127.0.0.1:{server.server_address[1]}"


def trouble(url: str = FAR) -> StandingError:
    with WebSession() as session, pytest.raises(StandingError) as caught:
        session.get(url, timeout=10)
    return caught.value


@pytest.mark.parametrize("name", ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"])
def test_a_dead_proxy_is_named_with_the_variable_that_names_it(
    monkeypatch: pytest.MonkeyPatch, closed_port: int, name: str
) -> None:
    monkeypatch.setenv(name, f"http://ada:secret@127.0.0.1:{closed_port}")

    told = trouble()

    assert told.reason == f"the proxy http://127.0.0.1:{closed_port} does not let us through"
    assert name in told.hint
    assert "speech.example in no_proxy" in told.hint
    assert "secret" not in reason(told) + str(told)


@pytest.mark.parametrize("scheme", ["socks4", "socks5", "socks5h"])
def test_a_socks_proxy_is_named_as_one(monkeypatch: pytest.MonkeyPatch, closed_port: int, scheme: str) -> None:
    monkeypatch.setenv("https_proxy", f"{scheme}://ada:secret@127.0.0.1:{closed_port}")

    told = trouble()

    assert f"the proxy {scheme}://127.0.0.1:{closed_port}" in told.reason
    assert "https_proxy" in told.hint


@pytest.mark.parametrize("proxy", ["::::", "http://", "ftp://127.0.0.1:9", "http://h:port", "http://[::1", "a" * 70])
def test_a_proxy_that_is_no_url_is_not_taken_for_the_hosts(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    monkeypatch.setenv("https_proxy", proxy)

    assert trouble().reason.startswith("the proxy ")


def test_a_loopback_host_is_asked_directly(monkeypatch: pytest.MonkeyPatch, closed_port: int, near: str) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{closed_port}")

    with WebSession() as session:
        assert session.get(near, timeout=10).status_code == 200
        assert session.get(f"{near}/on", timeout=10).url == f"{near}/there"
    assert through(near) == ""
    assert through(FAR) == f" through the proxy http://127.0.0.1:{closed_port}"


@pytest.mark.parametrize("name", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_certificates_that_are_not_there_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    monkeypatch.setenv(name, str(tmp_path / "none.pem"))

    told = trouble()

    assert told.reason == f"the certificates at {tmp_path / 'none.pem'} are not there"
    assert told.hint == f"check {name}, or unset it"


def test_certificates_that_are_none_and_a_host_that_is_not_trusted_are_told_apart(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "text.pem").write_text("no certificate\n", encoding="ascii")
    certificate = make_certificate(tmp_path / "own.pem", "speech.example")
    with running(TlsProxy(certificate, Hello)) as server:
        monkeypatch.setenv("https_proxy", server.url)
        untrusted = trouble()
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "text.pem"))
        unreadable = trouble()
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
        with WebSession() as session:
            assert session.get(FAR, timeout=10).status_code == 200

    assert untrusted.reason == "the certificate of speech.example is not one we trust"
    assert "REQUESTS_CA_BUNDLE" in untrusted.hint
    assert unreadable.reason == f"the certificates at {tmp_path / 'text.pem'} can't be read"


def test_trouble_that_may_pass_is_left_as_it_is(closed_port: int) -> None:
    with WebSession() as session, pytest.raises(OSError, match="refused") as caught:
        session.get(f"http://127.0.0.1:{closed_port}", timeout=10)

    assert not isinstance(caught.value, StandingError)
    assert reason(caught.value) == "nothing answers there"


def test_loopback_is_this_machine_alone() -> None:
    near = [
        "http://localhost",
        "http://api.localhost:1/x",
        "http://127.9.9.9",
        "http://[::1]:80",
        "http://0.0.0.0:8000",
    ]
    far = ["http://localhost.example.org", "http://10.0.0.1", "http://[fe80::1]", "https://example.org", "http://[", ""]

    assert all(map(is_loopback, near))
    assert not any(map(is_loopback, far))
    assert proxy_for(far[0]) == ""


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"", "the connection broke off"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nab", "the answer broke off"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nab", "can't be unpacked"),
        (b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", "on and on"),
        (None, "no answer in time"),
    ],
)
def test_what_a_host_does_is_told_in_words(answer: bytes | None, words: str) -> None:
    with running(socketserver.ThreadingTCPServer(("127.0.0.1", 0), answering(answer))) as server:
        told = why(f"http://127.0.0.1:{server.server_address[1]}/")

    assert words in told


def test_a_host_that_speaks_no_https_and_a_name_that_nobody_has_are_told_in_words(near: str) -> None:
    assert why(near.replace("http:", "https:")) == "it does not speak HTTPS as we do"
    assert why("http://nobody.invalid/") == "its name is not found, or there is no network"


def answering(answer: bytes | None) -> type[socketserver.BaseRequestHandler]:
    class Answering(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            asked = self.request.recv(4096)
            if answer:
                self.request.sendall(answer)
            elif asked and answer is None:
                self.request.recv(1)  # until the other side has had enough

    return Answering


def why(url: str) -> str:
    with WebSession() as session, pytest.raises(requests.RequestException) as caught:
        session.get(url, timeout=1)
    return reason(caught.value)
