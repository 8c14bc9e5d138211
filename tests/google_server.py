"""Google Translate's speech on the loopback: a proxy that takes CONNECT, TLS behind it, gTTS's protocol behind that.

The real gTTS package talks to it through ``https_proxy``. It speaks with the embedded voice, as MP3 at 24 kHz like
Google's own, and fails in the ways that hosts fail.
"""

from __future__ import annotations

import base64
import datetime
import io
import json
import socketserver
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs

import av
import numpy as np
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from audiosession.voices.espeak import open_voice


@dataclass
class GoogleServer(socketserver.ThreadingTCPServer):
    """`asked` holds the text of every request; `faults` names the trouble of the nth one.

    From request `broken_from` on the host is down. Faults: a status such as ``429``, and ``slow``, ``cut``, ``empty``,
    ``silent``, ``truncated``, ``noise``, ``short``.
    """

    certificate: Path
    faults: Mapping[int, str] = field(default_factory=dict)
    broken_from: int | None = None
    asked: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def __post_init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Proxy)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(self.certificate)
        self.lock = threading.Lock()

    __hash__ = object.__hash__

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def trouble(self, text: str, language: str) -> str:
        with self.lock:
            self.asked.append(text)
            self.languages.append(language)
            number = len(self.asked)
        broken = self.broken_from is not None and number >= self.broken_from
        return "503" if broken else self.faults.get(number, "")

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that go: they are told to, by the faults."""


class _Proxy(socketserver.StreamRequestHandler):
    server: GoogleServer

    def handle(self) -> None:
        method, target, _ = self.rfile.readline().decode().split()
        while self.rfile.readline().strip():
            pass
        assert method == "CONNECT"
        self.server.hosts.append(target)
        self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        with (
            suppress(OSError, ssl.SSLError),
            self.server.context.wrap_socket(self.request, server_side=True) as tunnel,
        ):
            _Speech(tunnel, self.client_address, self.server)


class _Speech(BaseHTTPRequestHandler):
    server: GoogleServer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        [[[name, escaped, _, _]]] = json.loads(parse_qs(body)["f.req"][0])
        text, language, *_ = json.loads(escaped)
        if self.path != "/_/TranslateWebserverUi/data/batchexecute" or name != "jQ1olc":
            self.send_error(404)
            return
        trouble = self.server.trouble(text, language)
        if trouble.isdecimal():
            self.send_response(int(trouble))
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if trouble == "slow":
            time.sleep(1.0)
        self._answer(_answer(text, trouble), cut=trouble == "cut")

    def _answer(self, content: bytes, *, cut: bool) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[: len(content) // 2] if cut else content)

    def log_message(self, format: str, *arguments: object) -> None:
        """Print nothing."""


def _answer(text: str, trouble: str) -> bytes:
    """Return the envelope that Google wraps the sound in."""
    mp3 = speech_mp3("No." if trouble == "short" else text)
    if trouble == "truncated":
        mp3 = mp3[: len(mp3) // 2 + 7]
    if trouble == "noise":
        mp3 = b"<html>not today</html>" * 40
    sound = "" if trouble == "silent" else base64.b64encode(mp3).decode()
    payload = None if trouble == "empty" else json.dumps([sound], separators=(",", ":"))
    envelope = [["wrb.fr", "jQ1olc", payload, None, None, None, "generic"], ["di", 41], ["af.httprm", 41, "-1", 9]]
    return (")]}'\n\n" + json.dumps(envelope, separators=(",", ":")) + "\n").encode()


@cache
def speech_mp3(text: str) -> bytes:
    """Return `text` spoken, as MP3 at 24 kHz, mono, 32 kbit/s, with no tag before its frames."""
    segment = open_voice("", {}).speak(text).set_frame_rate(24_000)
    file = io.BytesIO()
    with av.open(file, "w", format="mp3", options={"write_xing": "0", "id3v2_version": "0"}) as container:
        stream = container.add_stream("libmp3lame", rate=24_000, layout="mono")
        stream.bit_rate = 32_000
        stream.options = {"compression_level": "9"}  # the fastest
        pcm = np.frombuffer(segment.raw_data, np.int16)[None, :]
        frame = av.AudioFrame.from_ndarray(pcm, format="s16", layout="mono")
        frame.sample_rate = 24_000
        for each in (frame, None):
            container.mux(stream.encode(each))
    return file.getvalue()


def make_certificate(path: Path) -> Path:
    """Write a key and a certificate of its own for Google's host, and return `path`."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "translate.google.com")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path


@contextmanager
def google_on_loopback(certificate: Path) -> Iterator[GoogleServer]:
    """Serve until the block ends."""
    with GoogleServer(certificate) as server:
        serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        serving.start()
        try:
            yield server
        finally:
            server.shutdown()
            serving.join()
