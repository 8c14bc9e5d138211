"""Any host of the world on the loopback: a proxy that takes CONNECT and answers itself, in TLS, in that host's place.

Real clients talk to it through ``https_proxy``, so that what they send and verify is what they would send and verify.
"""

from __future__ import annotations

import datetime
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import TypeVar

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class TlsProxy(socketserver.ThreadingTCPServer):
    """Lets `inner` answer in the place of every host; `hosts` holds the names that were asked for."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def __init__(self, certificate: Path, inner: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(("127.0.0.1", 0), _Connect)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(certificate)
        self.inner = inner
        self.hosts: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that go: they are told to, by the faults."""


class _Connect(socketserver.StreamRequestHandler):
    server: TlsProxy

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
            self.server.inner(tunnel, self.client_address, self.server)  # type: ignore[arg-type]


Server = TypeVar("Server", bound=socketserver.BaseServer)


@contextmanager
def running(server: Server) -> Iterator[Server]:
    """Serve until the block ends."""
    with server:
        serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        serving.start()
        try:
            yield server
        finally:
            server.shutdown()
            serving.join()


def make_certificate(path: Path, *hosts: str) -> Path:
    """Write a key and a certificate of its own for `hosts`, and return `path`: ``SSL_CERT_FILE`` makes it trusted."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, hosts[0])])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path
