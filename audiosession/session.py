"""The session file: the contract between a build and whoever reads a built class. Values only.

Times are seconds with three decimals from the first sample. Keys may be added; none is dropped or renamed without a new
schema number.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, FailFast, Field, ValidationError
from pydantic_core import ErrorDetails

from audiosession.errors import SessionError, Where
from audiosession.json_text import read_json

SCHEMA = "audiosession/session/1"
SUFFIX = ".session.json"
"""How the name of a session file ends, behind that of its sound file."""
_LONGEST_NAME = 255
_MOST = 1_000
_ANEW = "build the class again"
_FAMILY = SCHEMA.rpartition("/")[0] + "/"


def _joined(value: object) -> object:
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else value


def _several(value: object) -> object:
    return _few(([value] if value else []) if isinstance(value, str) else value)


def _few(value: object) -> object:
    """Refuse a list or table that is far too long before each thing in it becomes an error of its own."""
    if isinstance(value, list | tuple | dict) and len(value) > _MOST:
        raise ValueError(f"has {len(value):,} entries; at most {_MOST:,} are read")
    return value


Text = Annotated[str, BeforeValidator(_joined)]
"""One text; several are read as one."""
Texts = Annotated[tuple[str, ...], BeforeValidator(_several)]
"""Several texts; one is read as one of them."""


def _name_of_a_file(text: str) -> str:
    """Let through what names a file in the folder of the session, and nothing that leads out of it."""
    bad = not text.strip() or text in (".", "..") or len(text.encode("utf-8", "replace")) > _LONGEST_NAME
    if bad or any(one in "/\\:" or ord(one) < 32 for one in text):
        raise ValueError(f"{text[:80]!r} is no name of a file beside it")
    return text


FileName = Annotated[str, AfterValidator(_name_of_a_file)]
"""The name of a file beside the session."""
_Seconds = Annotated[float, Field(ge=0, le=1_000_000)]
"""A place on the clock of the class, or a length."""
_Number = Annotated[int, Field(ge=0, le=10**15)]


class _Row(BaseModel):
    """What stands in the file. Keys that this version does not know are let be."""

    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True, allow_inf_nan=False)


class Settings(_Row):
    """Everything that was chosen, so that the class can be built again.

    `reps` is how often the one exercise is done, None where a class or a narration has its own; `reps_asked` is
    what somebody asked for. `language` is what is said, `language_asked` the tag that its words were found by.
    `voice` is who spoke, `voice_asked` the spec that was asked for; `tones` is whether guide tones sound,
    `tones_asked` how far they stand out. `length`, `lead_in` and `fade_out` are seconds; a `length` of None is as
    long as it takes. `loudness` is what was brought to −16 LUFS: ``speech``, or the whole ``programme``, as all
    classes were before it was told. `music_level_db` is how much louder the music was asked for than the house
    mixes it. `intro` and `outro` are the sounds before and behind the class; where there is one, the beds play from
    `music_from` to `music_to`. `words_per_minute` are what the voice was to speak, None where its tempo can't be
    set, or its settings say how fast; `words_per_minute_asked` what somebody asked for. `count_voice` is the second
    voice, which says all that has `voice` 2, and `count_voice_asked` the spec that was asked for; empty where one
    voice says all.
    """

    pace: str
    seconds_per_count: _Seconds
    reps: _Number | None
    detail: str
    voice: str
    music: str | None
    tones: bool
    language: str
    language_asked: str | None = None
    reps_asked: _Number | None = None
    voice_asked: str = ""
    tones_asked: str = ""
    length: _Seconds | None = None
    side: str | None = None
    level: str | None = None
    avoid: Annotated[tuple[str, ...], BeforeValidator(_few)] = ()
    seed: int | None = None
    strict: bool = False
    count_in: bool = False
    fill: str = ""
    any_voice: bool = False
    lead_in: _Seconds = 0.0
    fade_out: _Seconds = 0.0
    loudness: str = "programme"
    count_voice: str = ""
    count_voice_asked: str = ""
    music_level_db: float = 0.0
    intro: str | None = None
    outro: str | None = None
    music_from: _Seconds = 0.0
    music_to: _Seconds | None = None
    words_per_minute: _Number | None = None
    words_per_minute_asked: _Number | None = None


class Audio(_Row):
    """The finished sound file: `file` lies beside the session, `duration` is that of what is decoded, in seconds.

    `encoder` is the program that encoded it, with its version: another one makes other bytes of the same sound.
    `tone_over_bed_db` is the least by which a breath's tone stands over the music where nobody speaks.
    """

    file: FileName
    bytes: _Number
    sha256: str
    duration: _Seconds
    sample_rate: _Number = 48_000
    channels: _Number = 2
    bitrate: _Number = 0
    encoder: str = ""
    integrated_lufs: float | None = None
    true_peak_dbtp: float | None = None
    speech_lufs: float | None = None
    tone_over_bed_db: float | None = None


class SessionSection(_Row):
    """A stretch of the class, as chapters show it."""

    title: str
    exercise: str = ""
    start: _Seconds
    end: _Seconds


class Event(_Row):
    """One thing that happens: speech, inhale, exhale, hold, free, pulse, pause, tone or sound.

    What does not apply is left out. `counts` or `seconds` tell how long a phase was written, `call` is true of a line
    that is called out at its moment, `loaded` of a phase or a pause in which the body is held under load, `reversed`
    of all in a phase that goes the other way round. `voice` is 2 of a line that the second voice says. `take` is the
    number of the take that was chosen of a line, where that is not its usual one; `recording` is true of one that
    somebody recorded in its place.
    """

    kind: str
    start: _Seconds
    end: _Seconds
    text: str = ""
    exercise: str = ""
    rep: _Number | None = None
    side: str | None = None
    counts: _Number | None = None
    seconds: _Seconds | None = None
    round: _Number | None = None
    call: bool | None = None
    loaded: bool | None = None
    reversed: bool | None = None
    voice: _Number | None = None
    take: _Number | None = None
    recording: bool | None = None


class HeardBed(_Row):
    """A bed or a sound that is heard in the class: its name, what it is called, who made it, its licence if known."""

    name: str
    title: Text = ""
    credit: Text = ""
    licence: Text = ""


class SessionHead(_Row):
    """What a session says of a built class as a whole: all but the rows of what happens when.

    `source` says what it was built from: ``exercise:NAME``, ``class:NAME`` or ``text:FILE``, a path from the project.
    `inputs` is the digest of everything that the build depended on, `made_from` that of each part by its name.
    `description` to `beds` are what show notes tell, as far as there is something to tell. `beds` tells each bed by
    itself, in the order in which they are heard; `music_title`, `music_credit` and `music_licence` all of them at once;
    `sounds` tells each sound by itself, `sound_credit` whose they all are, `voice_credit` whose the voice is, `season`
    is the one that its class names.
    """

    document_schema: str = Field(alias="schema")
    slug: FileName
    title: str
    settings: Settings
    audio: Audio
    source: str = ""
    description: Text = ""
    position: Text = ""
    season: _Number | None = None
    cautions: Texts = ()
    music_title: Text = ""
    music_credit: Text = ""
    music_licence: Text = ""
    sound_credit: Text = ""
    voice_credit: Text = ""
    beds: Annotated[tuple[HeardBed, ...], BeforeValidator(_few)] = ()
    sounds: Annotated[tuple[HeardBed, ...], BeforeValidator(_few)] = ()
    inputs: str = ""
    made_from: Annotated[dict[str, str], BeforeValidator(_few)] = {}


class Session(SessionHead):
    """A built class: its head, and what happens when.

    `music_pauses` are stretches of a second or more in which nothing sounds since the music itself makes a pause.
    """

    sections: Annotated[tuple[SessionSection, ...], FailFast()] = ()
    events: Annotated[tuple[Event, ...], FailFast()] = ()
    music_pauses: Annotated[tuple[tuple[_Seconds, _Seconds], ...], FailFast()] = ()


def parse_session(content: bytes, path: Where) -> Session:
    """Return the session that `content`, the bytes of the file at `path`, holds.

    Raises:
        SessionError: It is no JSON, no session, of a schema that this version does not know, or lacks something.
    """
    return _parsed(Session, content, path)


def parse_head(content: bytes, path: Where) -> SessionHead:
    """Return what `content`, the bytes of the file at `path`, says of the class as a whole; see `parse_session`."""
    return _parsed(SessionHead, content, path)


_Read = TypeVar("_Read", bound=SessionHead)


def _parsed(model: type[_Read], content: bytes, path: Where) -> _Read:
    try:
        session = model.model_validate_json(content)
    except ValidationError as error:
        raise _refusal(error, content, path) from None
    if session.document_schema != SCHEMA:
        raise _of_another_schema(session.document_schema[:100], path)
    return session


def _of_another_schema(schema: str, path: Where) -> SessionError:
    if not schema.startswith(_FAMILY):
        return SessionError("is no session file", path=path, hint=_ANEW)
    hint = f"update audiosession, or {_ANEW}"
    return SessionError(f"has the schema {schema}; this version reads {SCHEMA}", path=path, hint=hint)


def _refusal(error: ValidationError, content: bytes, path: Where) -> SessionError:
    faults = error.errors(include_url=False)
    if faults[0]["type"] == "json_invalid":
        return SessionError(f"is no session file: {faults[0]['msg']}", path=path, hint=_ANEW)
    try:
        schema = str(read_json(content)["schema"])
    except (ValueError, KeyError, TypeError):
        return SessionError("is no session file", path=path, hint=_ANEW)
    schema = schema[:100]
    if schema != SCHEMA:
        return _of_another_schema(schema, path)
    reason = "; ".join(f"{'.'.join(map(str, one['loc']))[:100]}: {_said(one)}" for one in faults[:3])
    return SessionError(f"is no whole session file: {reason}", path=path, hint=_ANEW)


def _said(fault: ErrorDetails) -> str:
    told = fault.get("ctx", {}).get("error")
    return str(told) if isinstance(told, ValueError) else fault["msg"].lower()


def written_session(session: Session) -> bytes:
    """Return the file of `session`: what was given, with a line for each key and for each row of a list."""
    document = session.model_dump(by_alias=True, exclude_unset=True)
    first = {key: document.pop(key) for key in _FIRST if key in document}
    return json_lines({**first, **document})


_FIRST = ("schema", "slug", "title", "settings", "audio", "sections", "events")
"""What stands first in the file, in this order; the rest follows."""


_encode = json.JSONEncoder(ensure_ascii=False).encode


def json_lines(document: Mapping[str, Any]) -> bytes:
    """Return a document with a line for each key and for each row of a list: easy to read and to compare.

    With `indent`, the json module would encode in Python, which takes several times as long for thousands of rows.
    """
    lines = ",\n ".join(f"{_encode(key)}: {_rows(value)}" for key, value in document.items())
    return f"{{\n {lines}\n}}\n".encode()


def _rows(value: Any) -> str:
    if not isinstance(value, list | tuple) or not value:
        return _encode(value)
    return "[\n  " + ",\n  ".join(map(_encode, value)) + "\n ]"
