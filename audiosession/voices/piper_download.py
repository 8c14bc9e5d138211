"""Add a voice of Piper: its own downloader fetches it, and what came is checked before it takes its place."""

from __future__ import annotations

import hashlib
import http.client
import json
import tempfile
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from audiosession.errors import OutputError, VoiceError, near_miss
from audiosession.files.web import through
from audiosession.files.whole import write_whole
from audiosession.voices.piper import INSTALL

TIMEOUT_S = 30.0
_HOST = "https://huggingface.co/"
"""Where Piper keeps its voices."""
_GLANCE_S = 0.1

Report = Callable[[int, int], None]
"""Told how many bytes have come, and of how many."""


@dataclass(frozen=True, kw_only=True)
class _Promise:
    """What the catalogue says of a file: its size in bytes and its MD5."""

    name: str
    size: int
    md5: str


def add_voice(name: str, folder: Path, report: Report) -> Path:
    """Download the voice `name` to `folder` and return its model.

    Piper's catalogue tells size and checksum of each file; nothing enters the folder that does not agree.

    Raises:
        VoiceError: Piper is missing, there is no such voice, or what came is not what was promised.
        OutputError: The folder can't be written.
    """
    try:
        from piper.download_voices import VOICES_JSON
    except ImportError:
        raise VoiceError("Piper is not installed", hint=INSTALL) from None
    promised = _promised(name, _catalogue(VOICES_JSON))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".adding-", dir=folder) as scratch:
            _download(name, Path(scratch), sum(each.size for each in promised), report)
            for each in promised:
                _check(Path(scratch) / each.name, each)
            # The model comes last: where it stands, its description does.
            for each in sorted(promised, key=lambda each: each.name.endswith(".onnx")):
                write_whole(folder / each.name, Path(scratch) / each.name)
    except OSError as error:
        hint = "set AUDIOSESSION_VOICES to a folder that you may write to"
        raise OutputError(f"can't be written: {error.strerror or error}", path=folder, hint=hint) from error
    return folder / f"{name}.onnx"


def _catalogue(url: str) -> Mapping[str, Mapping[str, object]]:
    try:
        with urlopen(url, timeout=TIMEOUT_S) as answer:
            return dict(json.load(answer))
    except (URLError, http.client.HTTPException, TimeoutError, ConnectionError, ValueError) as error:
        raise _unreachable(error) from error


def _promised(name: str, catalogue: Mapping[str, Mapping[str, object]]) -> list[_Promise]:
    if name not in catalogue:
        hint = near_miss(name, catalogue, "python -m piper.download_voices lists them all")
        raise VoiceError(f'Piper has no voice "{name}"', hint=hint)
    files = catalogue[name].get("files", {})
    assert isinstance(files, Mapping)
    rows = [
        _Promise(name=PurePosixPath(path).name, size=int(told["size_bytes"]), md5=str(told["md5_digest"]))
        for path, told in files.items()
    ]
    return [row for row in rows if row.name in (f"{name}.onnx", f"{name}.onnx.json")]


def _download(name: str, folder: Path, size: int, report: Report) -> None:
    """Run Piper's downloader in a thread and look at what has come: it tells nothing itself."""
    from piper.download_voices import download_voice

    failed: list[Exception] = []

    def work() -> None:
        try:
            download_voice(name, folder)
        except (URLError, http.client.HTTPException, OSError, ValueError) as error:
            failed.append(error)

    working = threading.Thread(target=work, name="download", daemon=True)
    working.start()
    while working.is_alive():
        working.join(_GLANCE_S)
        report(min(size, sum(path.stat().st_size for path in folder.iterdir())), size)
    if failed:
        raise _unreachable(failed[0]) from failed[0]


def _check(path: Path, promised: _Promise) -> None:
    content = path.read_bytes() if path.is_file() else b""
    if len(content) != promised.size or hashlib.md5(content, usedforsecurity=False).hexdigest() != promised.md5:
        raise VoiceError(
            f"{promised.name} came damaged: {len(content):,} of {promised.size:,} bytes, or another checksum",
            hint="try again",
        )


def _unreachable(error: Exception) -> VoiceError:
    by = through(_HOST)
    if isinstance(error, HTTPError):
        error.close()  # it is the answer, too, and holds the connection
        by = ""
    reason = getattr(error, "reason", None) or error
    hint = "check the connection, and try again"
    if "certificate" in str(reason).lower():
        hint = "set SSL_CERT_FILE to the file of certificates that your network goes by"
    elif by:
        hint = "check https_proxy, or name the host in no_proxy"
    return VoiceError(f"Piper's voices can't be fetched{by}: {reason}", hint=hint)
