"""Add a voice of Piper: it is fetched from where Piper's own downloader takes it, and checked before it is kept."""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

import requests
from pydantic import BaseModel, Field, ValidationError

from audiosession.errors import OutputError, VoiceError, near_miss
from audiosession.files.fetching import Asker, Question, ask, why_not
from audiosession.files.web import StandingError
from audiosession.files.whole import whole_file, write_whole
from audiosession.json_text import read_json
from audiosession.voices.piper.found import INSTALL

TIMEOUT_S = 30.0
_CATALOGUE_BYTES = 4_000_000
_WITHIN_S = 3_600.0
"""How long a file of a voice may take: an hour, at which the largest needs 40 kB a second."""
_GLANCE_S = 0.1

Report = Callable[[int, int], None]
"""Told how many bytes have come, and of how many."""


@dataclass(frozen=True, kw_only=True)
class _Promise:
    """What the catalogue says of a file: where it lies, its size in bytes and its MD5."""

    place: str
    size: int
    md5: str

    @property
    def name(self) -> str:
        return PurePosixPath(self.place).name


class _ListedFile(BaseModel):
    size_bytes: int = Field(ge=1, le=1_000_000_000)
    md5_digest: str = Field(max_length=100)


class _ListedVoice(BaseModel):
    files: dict[str, _ListedFile]


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
            _download(VOICES_JSON, promised, Path(scratch), report)
            for each in promised:
                _check(Path(scratch) / each.name, each)
            # The model comes last: where it stands, its description does.
            for each in sorted(promised, key=lambda each: each.name.endswith(".onnx")):
                write_whole(folder / each.name, Path(scratch) / each.name)
    except OSError as error:
        hint = "set AUDIOSESSION_VOICES to a folder that you may write to"
        raise OutputError(f"can't be written: {error.strerror or error}", path=folder, hint=hint) from error
    return folder / f"{name}.onnx"


def _catalogue(url: str) -> Mapping[str, Any]:
    try:
        with _session() as session:
            answer = ask(
                Question(url=url, most_bytes=_CATALOGUE_BYTES, within_s=2 * TIMEOUT_S, silent_s=TIMEOUT_S), session
            )
    except requests.RequestException as error:
        raise _unreachable(why_not(error), error) from error
    if answer.status != 200:
        raise _unreachable(f"the host answers {answer.status}")
    try:
        return dict(read_json(answer.content))
    except (ValueError, TypeError) as error:
        raise _unreachable("what came is no catalogue") from error


def _promised(name: str, catalogue: Mapping[str, Any]) -> list[_Promise]:
    if name not in catalogue:
        hint = near_miss(name, catalogue, "python -m piper.download_voices lists them all")
        raise VoiceError(f'Piper has no voice "{name}"', hint=hint)
    try:
        files = _ListedVoice.model_validate(catalogue[name]).files
    except ValidationError as error:
        raise _unreachable(f"what the catalogue says of {name} can't be") from error
    rows = [_Promise(place=place, size=told.size_bytes, md5=told.md5_digest) for place, told in files.items()]
    return [row for row in rows if row.name in (f"{name}.onnx", f"{name}.onnx.json")]


def _download(catalogue: str, promised: Sequence[_Promise], folder: Path, report: Report) -> None:
    """Fetch what is promised, no more, from beside the `catalogue`; a thread does it, so that this one can tell."""
    size = sum(each.size for each in promised)
    failed: list[Exception] = []

    def work() -> None:
        try:
            for each in promised:
                _fetch(f"{catalogue.rpartition('/')[0]}/{quote(each.place)}?download=true", each, folder)
        except (VoiceError, OutputError, OSError) as error:
            failed.append(error)

    working = threading.Thread(target=work, name="download", daemon=True)
    working.start()
    while working.is_alive():
        working.join(_GLANCE_S)
        report(min(size, sum(path.stat().st_size for path in folder.iterdir())), size)
    if failed:
        raise failed[0]


def _fetch(url: str, promised: _Promise, folder: Path) -> None:
    question = Question(url=url, most_bytes=promised.size, within_s=_WITHIN_S, silent_s=TIMEOUT_S)
    with whole_file(folder / promised.name) as file:
        try:
            with _session() as session:
                answer = ask(question, session, into=file)
        except requests.RequestException as error:
            raise _unreachable(why_not(error), error) from error
    if answer.status != 200:
        raise _unreachable(f"the host answers {answer.status}")


def _check(path: Path, promised: _Promise) -> None:
    content = path.read_bytes() if path.is_file() else b""
    if len(content) != promised.size or hashlib.md5(content, usedforsecurity=False).hexdigest() != promised.md5:
        raise VoiceError(
            f"{promised.name} came damaged: {len(content):,} of {promised.size:,} bytes, or another checksum",
            hint="try again",
        )


def _session() -> Asker:
    """Return a session with the certificates that Piper's own downloader goes by."""
    session = Asker()
    session.verify = os.environ.get("SSL_CERT_FILE") or True
    return session


def _unreachable(why: str, error: requests.RequestException | None = None) -> VoiceError:
    hint = error.hint if isinstance(error, StandingError) else "check the connection, and try again"
    told = error.reason if isinstance(error, StandingError) else why.removeprefix("can't be fetched: ")
    return VoiceError(f"Piper's voices can't be fetched: {told}", hint=hint)
