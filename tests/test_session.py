"""The session file: written and read without loss, open to new keys, and clear about what it lacks."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiosession.errors import SessionError
from audiosession.session import SCHEMA, Audio, Event, Session, SessionSection, Settings, parse_session, written_session

TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
NAMES = TEXT.filter(lambda text: text.strip() and not re.search(r"[/\\:\0-\x1f]", text) and text not in (".", ".."))
SECONDS = st.integers(0, 90_000_000).map(lambda ms: ms / 1000)
COUNTS = st.integers(0, 2**40)
LEVELS = st.floats(-70, 6) | st.none()
MAYBE_TEXT = TEXT | st.none()
MAYBE_COUNT = st.integers(1, 100) | st.none()


def optional(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Return some of `fields`: what a writer does not set is not in the file."""
    return st.fixed_dictionaries({}, optional=fields)


def rows(model: type[Any], needed: dict[str, Any], **more: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(lambda a, b: model(**a, **b), st.fixed_dictionaries(needed), optional(**more))


SETTINGS = rows(
    Settings,
    {"pace": TEXT, "seconds_per_count": SECONDS, "reps": MAYBE_COUNT, "detail": TEXT, "voice": TEXT,
     "music": MAYBE_TEXT, "tones": st.booleans(), "language": TEXT},
    reps_asked=MAYBE_COUNT, voice_asked=TEXT, length=SECONDS | st.none(), side=MAYBE_TEXT,
    avoid=st.lists(TEXT, max_size=3).map(tuple), seed=st.integers() | st.none(), strict=st.booleans(), fill=TEXT,
    lead_in=SECONDS, fade_out=SECONDS,
)  # fmt: skip
AUDIO = rows(
    Audio,
    {"file": NAMES, "bytes": COUNTS, "sha256": TEXT, "duration": SECONDS},
    sample_rate=COUNTS, channels=COUNTS, bitrate=COUNTS, encoder=TEXT, integrated_lufs=LEVELS, true_peak_dbtp=LEVELS,
)  # fmt: skip
SECTIONS = rows(SessionSection, {"title": TEXT, "start": SECONDS, "end": SECONDS}, exercise=TEXT)
EVENTS = rows(
    Event,
    {"kind": TEXT, "start": SECONDS, "end": SECONDS},
    text=TEXT, exercise=TEXT, rep=MAYBE_COUNT, side=MAYBE_TEXT, counts=MAYBE_COUNT,
)  # fmt: skip
SESSIONS = rows(
    Session,
    {"schema": st.just(SCHEMA), "slug": NAMES, "title": TEXT, "settings": SETTINGS, "audio": AUDIO},
    sections=st.lists(SECTIONS, max_size=3).map(tuple), events=st.lists(EVENTS, max_size=3).map(tuple),
    source=TEXT, description=TEXT, position=TEXT, cautions=st.lists(TEXT, max_size=3).map(tuple), music_title=TEXT,
    music_credit=TEXT, music_licence=TEXT, inputs=TEXT, made_from=st.dictionaries(TEXT, TEXT, max_size=3),
)  # fmt: skip

LEAST: dict[str, Any] = {
    "schema": SCHEMA,
    "slug": "saw",
    "title": "Saw",
    "settings": {"pace": "steady", "seconds_per_count": 1.0, "reps": 5, "detail": "fade", "voice": "tone:en",
                 "music": None, "tones": True, "language": "en"},
    "audio": {"file": "saw.mp3", "bytes": 7, "sha256": "ab", "duration": 9.5},
}  # fmt: skip


def read(**changed: Any) -> Session:
    return parse_session(json.dumps({**LEAST, **changed}).encode(), "saw.session.json")


def refused(content: bytes | dict[str, Any]) -> SessionError:
    with pytest.raises(SessionError) as caught:
        parse_session(content if isinstance(content, bytes) else json.dumps(content).encode(), "saw.session.json")
    assert caught.value.path == "saw.session.json"
    assert "build the class again" in caught.value.hint
    return caught.value


@given(SESSIONS)
def test_what_is_written_is_read_as_it_was(session: Session) -> None:
    content = written_session(session)

    assert parse_session(content, "one.session.json") == session
    assert written_session(parse_session(content, "one.session.json")) == content


def test_every_row_has_a_line_of_its_own_so_that_files_can_be_compared() -> None:
    events = [{"kind": "inhale", "start": 0.0, "end": 4.0}, {"kind": "exhale", "start": 4.0, "end": 9.5}]
    lines = written_session(read(events=events)).decode().splitlines()

    assert [json.loads(line.strip().rstrip(",")) for line in lines if '"kind"' in line] == events
    assert lines[0] == "{"
    assert lines[-1] == "}"


def test_the_least_that_a_session_tells_is_enough() -> None:
    session = read()

    assert (session.events, session.cautions, session.description, session.made_from) == ((), (), "", {})
    assert (session.audio.sample_rate, session.audio.channels) == (48_000, 2)


def test_keys_of_a_later_version_are_let_be_at_every_level() -> None:
    event = {"kind": "inhale", "start": 0.0, "end": 4.0}
    later = read(
        mood="calm",
        settings={**LEAST["settings"], "mood": 1},
        audio={**LEAST["audio"], "mood": [2]},
        events=[{**event, "mood": None}],
    )

    assert later == read(events=[event])


@pytest.mark.parametrize("key", ["description", "position", "music_title", "music_credit", "music_licence"])
def test_several_texts_where_one_is_meant_are_read_as_one(key: str) -> None:
    assert getattr(read(**{key: ["For the back.", "And the legs."]}), key) == "For the back. And the legs."
    assert getattr(read(**{key: "For the back."}), key) == "For the back."


@pytest.mark.parametrize(
    ("given", "meant"), [("Go slowly.", ("Go slowly.",)), ("", ()), ([], ()), (["Stop.", "Rest."], ("Stop.", "Rest."))]
)
def test_one_text_where_several_are_meant_is_read_as_one_of_them(given: object, meant: tuple[str, ...]) -> None:
    assert read(cautions=given).cautions == meant


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ("audiosession/session/2", f"has the schema audiosession/session/2; this version reads {SCHEMA}"),
        ("somebody/else/1", "is no session file"),
        ("", "is no session file"),
    ],
)
@pytest.mark.parametrize("whole", [True, False], ids=["whole", "with other keys"])
def test_another_schema_is_told_whatever_else_stands_in_the_file(schema: str, message: str, whole: bool) -> None:
    document = {**LEAST, "schema": schema} if whole else {"schema": schema, "talks": []}

    error = refused(document)

    assert error.message == message
    assert error.hint.startswith("update audiosession, or") == message.startswith("has the schema")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"7", b'"text"', b"null", b"\xff\xfe", b'{"title": "Saw"}'])
def test_what_is_no_session_is_refused(content: bytes) -> None:
    assert refused(content).message.startswith("is no session file")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"title": ...}, "title: field required"),
        ({"settings": {}}, "settings.pace: field required"),
        ({"audio": {**LEAST["audio"], "bytes": "many"}}, "audio.bytes: input should be a valid integer"),
        (
            {"events": [{"kind": "inhale", "start": 0.0, "end": 1.0}, {"kind": "hold"}]},
            "events.1.start: field required",
        ),
    ],
)
def test_what_a_session_lacks_is_named(changed: dict[str, Any], told: str) -> None:
    document = {key: value for key, value in {**LEAST, **changed}.items() if value is not ...}

    error = refused(document)

    assert error.message.startswith("is no whole session file: ")
    assert told in error.message


def test_only_the_first_three_things_that_are_lacking_are_named() -> None:
    assert refused({"schema": SCHEMA}).message.count("field required") == 3
