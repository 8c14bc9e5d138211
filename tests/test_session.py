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


@pytest.mark.parametrize("name", ["saw.mp3", "x" * 255, "é" * 127, "...", ".saw", "a b", "утро.mp3"])
def test_a_file_beside_the_session_may_be_called_as_disks_allow(name: str) -> None:
    assert read(audio={**LEAST["audio"], "file": name}, slug=name).audio.file == name


@pytest.mark.parametrize(
    "name", ["", " ", ".", "..", "x" * 256, "é" * 128, "a/b", "/a", "..\\a", "C:a", "a\x1f", "a\nb", "\x00", "///"]
)
def test_no_name_leads_out_of_the_folder_or_is_longer_than_a_disk_takes(name: str) -> None:
    for changed in ({"slug": name}, {"audio": {**LEAST["audio"], "file": name}}):
        assert "is no name of a file beside it" in refused({**LEAST, **changed}).message


@pytest.mark.parametrize("seconds", [-0.001, 1_000_000.001, 1e300])
def test_a_place_on_the_clock_is_from_nought_to_eleven_days(seconds: float) -> None:
    assert read(audio={**LEAST["audio"], "duration": 1_000_000}).audio.duration == 1_000_000
    assert "audio.duration" in refused({**LEAST, "audio": {**LEAST["audio"], "duration": seconds}}).message


@pytest.mark.parametrize("number", [-1, 2**53 + 1, 10**18])
def test_a_count_is_a_number_that_every_reader_of_json_knows_exactly(number: int) -> None:
    assert read(audio={**LEAST["audio"], "bytes": 10**15}).audio.bytes == 10**15
    assert "audio.bytes" in refused({**LEAST, "audio": {**LEAST["audio"], "bytes": number}}).message


@pytest.mark.parametrize("number", [b"NaN", b"Infinity", b"-Infinity", b"1e999"])
def test_what_is_no_number_is_refused_where_any_number_may_stand(number: bytes) -> None:
    content = json.dumps({**LEAST, "audio": {**LEAST["audio"], "integrated_lufs": -16.5}}).encode()

    assert parse_session(content, "x").audio.integrated_lufs == -16.5
    refused(content.replace(b"-16.5", number))


def test_lists_of_a_thousand_are_read_and_longer_ones_are_refused_at_once() -> None:
    texts = [str(n) for n in range(1_001)]

    for key, most in (("cautions", texts[:1_000]), ("made_from", dict.fromkeys(texts[:1_000], "x"))):
        assert len(getattr(read(**{key: most}), key)) == 1_000
        more = [*most, "x"] if isinstance(most, list) else {**most, "one more": "x"}
        assert "has 1,001 entries; at most 1,000 are read" in refused({**LEAST, key: more}).message


def test_what_a_session_does_not_tell_is_nothing() -> None:
    settings = read().settings

    assert (settings.lead_in, settings.fade_out, settings.strict, settings.avoid) == (0.0, 0.0, False, ())
    assert read().audio.bitrate == 0
    assert (settings.length, settings.side, settings.seed, settings.voice_asked) == (None, None, None, "")


def test_letters_of_all_scripts_stand_in_the_file_as_they_are() -> None:
    assert "Übung — утро 朝" in written_session(read(title="Übung — утро 朝")).decode()


def test_what_is_told_of_a_stranger_s_file_is_cut() -> None:
    long = "x" * 5_000

    assert len(refused({**LEAST, "schema": f"audiosession/session/{long}"}).message) < 200
    assert len(refused({**LEAST, "schema": f"audiosession/session/{long}", "title": 7}).message) < 200
    assert len(refused({**LEAST, "slug": f"/{long}"}).message) < 200
    assert len(refused({**LEAST, "made_from": {long: 7}}).message) < 300
