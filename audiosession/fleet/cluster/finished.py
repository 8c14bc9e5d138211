"""Finished classes in the store: each file for itself, the session last, so that whoever finds that finds all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from audiosession.building.gather import Inputs
from audiosession.digests import digest_of_everything
from audiosession.files.digests import digest_of_file, digest_of_pieces
from audiosession.files.sharing.actions import PIECE_BYTES, MissedError
from audiosession.files.sharing.salt import salt_of
from audiosession.files.sharing.shared import SharedStore
from audiosession.files.whole import whole_file
from audiosession.fleet.cluster.orders import SentFile
from audiosession.formats import beside
from audiosession.project.sessions import session_path

_KIND = "finished"
_SESSION, _SOUND = "session", "sound"


class LostError(Exception):
    """A finished file that can't be had out of the store just now."""


def paths_of(sound: Path) -> dict[str, Path]:
    """Return the four files of a class by what each is, the session first; `sound` is where its sound file is.

    The first one that is opened is the last one to take its name.
    """
    return {
        _SESSION: session_path(sound),
        "captions": beside(sound, ".vtt"),
        "chapters": beside(sound, ".chapters.json"),
        _SOUND: sound,
    }


def send_finished(
    shared: SharedStore, inputs: Inputs, speakers: tuple[str, ...], *, by_hand: bool
) -> dict[str, SentFile]:
    """Put the files of a class that was built into the store, or return them with their content."""
    sent: dict[str, SentFile] = {}
    for what, path in reversed(paths_of(inputs.path).items()):
        address = _address(inputs, speakers, what)
        content = path.read_bytes() if by_hand else None
        sent[what] = SentFile(sha256=digest_of_file(path), address=address, content=content)
        if not by_hand:
            if what == _SESSION:
                shared.flush()
            shared.send(_KIND, address, partial(_pieces, path))
    shared.flush()
    return sent


def find_finished(shared: SharedStore, inputs: Inputs, speakers: tuple[str, ...]) -> dict[str, SentFile] | None:
    """Return the files of a class that somebody has finished of the same inputs; None where nobody has."""
    if shared.action(_KIND, _address(inputs, speakers, _SESSION)) is None:
        return None
    found: dict[str, SentFile] = {}
    for what in paths_of(inputs.path):
        address = _address(inputs, speakers, what)
        try:
            sha256, n_bytes = digest_of_pieces(shared.read(_KIND, address))
        except MissedError:
            return None
        if not n_bytes:
            return None
        found[what] = SentFile(sha256=sha256, address=address)
    return found


def receive(shared: SharedStore, sound: Path, files: Mapping[str, SentFile]) -> str:
    """Write the files of a class, its sound file at `sound`, each whole; return the digest of that.

    None takes its name before all are there; the session is the last one, as in a build.

    Raises:
        LostError: One is not to be had as it was sent; nothing was written then.
        OutputError: The folder can't be written.
    """
    with ExitStack() as opened:
        for what, path in paths_of(sound).items():
            file = opened.enter_context(whole_file(path))
            sent = files[what]
            pieces = iter([sent.content]) if sent.content is not None else shared.read(_KIND, sent.address)
            try:
                sha256, _ = digest_of_pieces(pieces, file.write)
            except MissedError as error:
                raise LostError(what) from error
            if sha256 != sent.sha256:
                raise LostError(what)
    return files[_SOUND].sha256


def _address(inputs: Inputs, speakers: tuple[str, ...], what: str) -> str:
    """Return where a file of a class is in the store: whoever asks may be another machine than whoever made it."""
    return digest_of_everything([inputs.digest, list(speakers), salt_of("window"), what])


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE_BYTES):
            yield piece
