"""Built classes as they stand in the output folder: each sound file with its session beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from audiosession.errors import Act, NotFoundError, Remedy, SessionError, near_miss
from audiosession.files.reading import DOCUMENT_BYTES, read_at_most
from audiosession.formats import USUAL, beside
from audiosession.session import SUFFIX, Session, SessionHead, parse_head, parse_session
from audiosession.spelling import composed


def session_path(audio: Path) -> Path:
    """Return where the session file of a sound file stands."""
    return beside(audio, SUFFIX)


def read_session(path: Path) -> Session:
    """Read the session file at `path`.

    Raises:
        SessionError: It is missing, no session file, or of a schema that this version does not know.
    """
    return parse_session(_content(path), path)


def read_head(path: Path) -> SessionHead:
    """Read what the session file at `path` says of the class as a whole; see `read_session`."""
    return parse_head(_content(path), path)


def _content(path: Path) -> bytes:
    try:
        return read_at_most(path, DOCUMENT_BYTES)
    except OSError as error:
        raise SessionError(
            f"can't be read: {error.strerror or error}", path=path, hint="build the class again"
        ) from None


def built_sessions(output: Path, names: Sequence[str] = ()) -> list[SessionHead]:
    """Return the classes built in `output`, by name: those in `names`, or without names all that are MP3s.

    Of each the head alone: what happens when in all classes of a catalogue would fill the memory.

    Raises:
        NotFoundError: A name that was not built.
        SessionError: A session file that can't be read.
    """
    known = {composed(path.name.removesuffix(SUFFIX)): path for path in sorted(output.glob(f"*{SUFFIX}"))}
    names = [composed(name) for name in names]
    for name in names:
        if name not in known:
            hint = near_miss(name, known)
            remedy = None if hint else Remedy(act=Act.BUILD, to=name)
            raise NotFoundError(f'no built class is called "{name}"', hint=hint, remedy=remedy, path=output)
    paths = [known[name] for name in dict.fromkeys(names or known)]
    found = [parse_head(_content(path), path) for path in paths]
    return [session for session in found if names or session.audio.file.lower().endswith(USUAL.suffix)]
