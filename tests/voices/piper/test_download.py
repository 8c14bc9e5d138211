"""A voice of Piper is added by Piper's own downloader, from a host on the loopback in the real one's place."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.request import install_opener

import pytest
from support.piper_model import make_voice
from support.tls_proxy import TlsProxy, make_certificate, running

from audiosession.errors import OutputError, VoiceError
from audiosession.voices.piper.download import add_voice
from audiosession.voices.piper.voice import open_voice

NAME = "en_XX-hum-low"
FOLDER = f"en/en_XX/hum/low/{NAME}"


class VoiceHost(TlsProxy):
    """Holds one voice; `damage` changes what is sent of the model."""

    def __init__(self, certificate: Path, model: Path) -> None:
        super().__init__(certificate, _Files)
        self.files = {path.name: path.read_bytes() for path in (model, Path(f"{model}.json"))}
        self.damage = ""

    def catalogue(self) -> bytes:
        files = {
            f"{FOLDER}{name.removeprefix(NAME)}": {
                "size_bytes": len(content),
                "md5_digest": hashlib.md5(content, usedforsecurity=False).hexdigest(),
            }
            for name, content in self.files.items()
        }
        return json.dumps({NAME: {"key": NAME, "files": files}}).encode()


class _Files(BaseHTTPRequestHandler):
    server: VoiceHost

    def do_GET(self) -> None:
        path = self.path.partition("?")[0].rpartition("/")[2]
        content = self.server.catalogue() if path == "voices.json" else self.server.files[path]
        damaged = path.endswith(".onnx") and self.server.damage
        self.send_response(500 if damaged == "status" else 200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if damaged == "cut":
            content = content[:100]
        if damaged == "flip":
            content = content[:-1] + bytes([content[-1] ^ 1])
        self.wfile.write(content)

    def log_message(self, format: str, *arguments: object) -> None:
        """Print nothing."""


@pytest.fixture(autouse=True)
def read_the_environment_anew() -> Iterator[None]:
    """Let urllib, which reads proxy and certificates once in a process, read them for each test."""
    install_opener(None)  # type: ignore[arg-type]
    yield
    install_opener(None)  # type: ignore[arg-type]


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[VoiceHost]:
    certificate = make_certificate(tmp_path / "host.pem", "huggingface.co")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    monkeypatch.setenv("AUDIOSESSION_VOICES", str(tmp_path / "voices"))
    with running(VoiceHost(certificate, make_voice(tmp_path / "host", NAME))) as server:
        monkeypatch.setenv("https_proxy", server.url)
        yield server


def test_a_voice_is_fetched_and_speaks_offline_afterwards(
    host: VoiceHost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[int, int]] = []
    path = add_voice(NAME, tmp_path / "voices", lambda done, total: told.append((done, total)))
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")

    assert path == tmp_path / "voices" / f"{NAME}.onnx"
    assert told[-1] == (sum(map(len, host.files.values())),) * 2
    assert set(host.hosts) == {"huggingface.co:443"}
    assert len(open_voice(NAME, {}).speak("Hold.")) > 100


@pytest.mark.parametrize("damage", ["cut", "flip", "status"])
def test_what_comes_damaged_does_not_enter_the_folder(host: VoiceHost, tmp_path: Path, damage: str) -> None:
    host.damage = damage

    with pytest.raises(VoiceError) as caught:
        add_voice(NAME, tmp_path / "voices", lambda done, total: None)

    assert "try again" in caught.value.hint
    assert list((tmp_path / "voices").iterdir()) == []


def test_a_voice_that_is_there_stays_whole_when_it_comes_damaged_anew(host: VoiceHost, tmp_path: Path) -> None:
    path = add_voice(NAME, tmp_path / "voices", lambda done, total: None)
    before = path.read_bytes()
    host.damage = "flip"

    with pytest.raises(VoiceError):
        add_voice(NAME, tmp_path / "voices", lambda done, total: None)

    assert path.read_bytes() == before


def test_a_voice_that_does_not_exist_is_refused_with_the_near_miss(host: VoiceHost, tmp_path: Path) -> None:
    with pytest.raises(VoiceError) as caught:
        add_voice("en_XX-hum-lo", tmp_path / "voices", lambda done, total: None)

    assert caught.value.hint == f'did you mean "{NAME}"?'


def test_no_network_is_told_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")

    with pytest.raises(VoiceError, match="can't be fetched"):
        add_voice(NAME, tmp_path, lambda done, total: None)


def test_a_host_whose_certificate_is_not_trusted_is_not_believed(
    host: VoiceHost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(make_certificate(tmp_path / "other.pem", "huggingface.co")))

    with pytest.raises(VoiceError, match="certificate"):
        add_voice(NAME, tmp_path / "voices", lambda done, total: None)


def test_a_folder_that_can_not_be_made_is_told_by_name(host: VoiceHost, tmp_path: Path) -> None:
    (tmp_path / "voices").write_text("a file")

    with pytest.raises(OutputError, match="voices"):
        add_voice(NAME, tmp_path / "voices", lambda done, total: None)
