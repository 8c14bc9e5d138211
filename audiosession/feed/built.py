"""A built class as it stands in the output folder: its session file, and the files beside it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from audiosession.errors import NotFoundError, PublishError, near_miss
from audiosession.files.digests import digest_of_file
from audiosession.formats import USUAL

SUFFIX = ".session.json"
SCHEMA = "audiosession/session/1"


class _Read(BaseModel):
    """What another program wrote: what we do not know is let be."""

    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True)


class Settings(_Read):
    """How the class was built."""

    language: str = "en"
    pace: str = ""
    seconds_per_count: float = 1.0
    reps: int | None = None
    voice: str = ""
    music: str | None = None


class Audio(_Read):
    """The sound file of the class; `duration` in seconds, of what is decoded."""

    file: str
    bytes: int
    sha256: str
    duration: float


class Section(_Read):
    """A stretch of the class; seconds from the first sample."""

    title: str
    start: float
    end: float
    exercise: str = ""


class Event(_Read):
    """One thing that happens, such as an exhale of three counts; seconds from the first sample."""

    kind: str
    start: float
    end: float
    text: str = ""
    counts: int | None = None


class Session(_Read):
    """The session file. `description` to `music_licence` may be missing: not every class has them."""

    slug: str
    title: str
    settings: Settings = Settings()
    audio: Audio
    sections: tuple[Section, ...] = ()
    events: tuple[Event, ...] = ()
    description: str | tuple[str, ...] = ()
    position: str | tuple[str, ...] = ()
    cautions: str | tuple[str, ...] = ()
    music_title: str | None = None
    music_credit: str | tuple[str, ...] | None = None
    music_licence: str | tuple[str, ...] | None = None


def as_lines(value: str | Sequence[str] | None) -> tuple[str, ...]:
    """Return what may be one text, several or none, as several."""
    if value is None or value == "":
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def read_session(path: Path) -> Session:
    """Read the session file at `path`.

    Raises:
        PublishError: It is missing, no session file, or of a schema that this version does not know.
    """
    try:
        table: Any = json.loads(path.read_text(encoding="utf-8"))
        schema = table.get("schema", "") if isinstance(table, dict) else ""
        if not str(schema).startswith(SCHEMA.rpartition("/")[0] + "/"):
            raise PublishError("is no session file", path=path, hint="build the class again")
        if schema != SCHEMA:
            hint = "update audiosession, or build the class again"
            raise PublishError(f"has the schema {schema}; this version reads {SCHEMA}", path=path, hint=hint)
        return Session.model_validate(table)
    except ValidationError as error:
        reason = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg'].lower()}" for one in error.errors()[:3])
        raise PublishError(f"is no whole session file: {reason}", path=path, hint="build the class again") from error
    except (OSError, ValueError) as error:
        raise PublishError(f"can't be read: {error}", path=path, hint="build the class again") from error


def built_sessions(output: Path, names: Sequence[str] = ()) -> list[Session]:
    """Return the classes built in `output`, by name: those in `names`, or without names all that are MP3s.

    Raises:
        NotFoundError: A name that was not built.
        PublishError: A session file that can't be read.
    """
    known = {path.name.removesuffix(SUFFIX): path for path in sorted(output.glob(f"*{SUFFIX}"))}
    for name in names:
        if name not in known:
            hint = (
                f"build it first: audiosession build {name}" if not near_miss(name, known) else near_miss(name, known)
            )
            raise NotFoundError(f'no built class is called "{name}"', hint=hint, path=output)
    found = [read_session(known[name]) for name in dict.fromkeys(names or known)]
    return [session for session in found if names or session.audio.file.lower().endswith(USUAL.suffix)]


def check_audio(output: Path, session: Session) -> Path:
    """Return the MP3 of `session` after checking that it is the very file that was built.

    Raises:
        PublishError: It is missing, cut short or changed.
    """
    path = output / session.audio.file
    if path.suffix != ".mp3":
        hint = f"build it as MP3 too: audiosession build {session.slug}"
        raise PublishError("is no MP3, which all podcast apps play", path=path, hint=hint)
    try:
        digest = digest_of_file(path)
        size = path.stat().st_size
    except OSError as error:
        hint = f"build it again: audiosession build {session.slug}"
        raise PublishError("the sound of the class is missing", path=path, hint=hint) from error
    if (size, digest) != (session.audio.bytes, session.audio.sha256):
        hint = f"build it again: audiosession build {session.slug} --force"
        raise PublishError(f"is not the file that was built ({size:,} bytes)", path=path, hint=hint)
    return path
