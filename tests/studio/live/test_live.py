"""A class that nobody has built is looked at, its lines are heard and replaced, through the one door."""

from __future__ import annotations

import io
import json
import wave
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from tone_voice import ToneVoice

from audiosession import Studio, as_json, open_studio
from audiosession.codecs.decode import decode
from audiosession.errors import AudioSessionError, CodecError, NotFoundError, OutputError, VoiceError
from audiosession.studio.live.live import LiveClass
from audiosession.studio.live.narrated import LiveNarration, LiveRow, LiveSource
from audiosession.voices.store import ENVELOPE_MS
from tests.benchmarks.long_class import narration

pytestmark = pytest.mark.slow

KICK = """\
title = "My Kick"
position = "prone"
level = "beginner"
sides = "alternate"

[reps]
default = 4
min = 1
max = 6

[[purpose]]
say = "This is my kick."

[[caution]]
say = "If your back hurts, stop."

[[set_up]]
say = "Lie down on your front, the {left} of the mat beside you."
optional = true

[[phase]]
breath = "inhale"
side = "left"
counts = 4
full = ["Breathe in, left leg long.", "Breathe in, neck long."]
short = "In, left leg."
bare = "In."

[[phase]]
breath = "exhale"
side = "left"
counts = 3
pulses = [1, 2]
full = "Out, and kick with all the strength that your left leg has, and then some more of it."
short = "Kick. / - / {next}."
bare = "Kick."

[[release]]
say = "Let go."
"""
CLASS = """\
title = "My Class"
level = "beginner"

[[opening]]
say = "Welcome to my class."

[[exercise]]
use = "my-kick"

[[closing]]
say = "That was all."
"""


@pytest.fixture
def studio(tmp_path: Path, beds_at_hand: Path, few_definitions: None) -> Studio:
    for kind, name, text in (("exercises", "my-kick", KICK), ("classes", "mine", CLASS)):
        (tmp_path / "scripts" / kind).mkdir(parents=True)
        (tmp_path / "scripts" / kind / f"{name}.toml").write_text(text, encoding="utf-8")
    return open_studio(tmp_path)


def opened(studio: Studio, name: str = "mine", **wanted: Any) -> LiveClass:
    return studio.live(name, **{"voice": "tone:varied", "music": "still-water", **wanted})


def lines(class_: LiveClass) -> dict[str, LiveRow]:
    return {row.text: row for row in reversed(class_.narration().rows)}


def source_of(narration: LiveNarration, row: LiveRow) -> LiveSource:
    return narration.sources[row.source]


def test_to_open_a_class_speaks_and_makes_nothing(studio: Studio) -> None:
    class_ = opened(studio)
    drawn = class_.timeline()
    class_.narration()
    class_.peaks(0, drawn.length, 100)

    assert drawn.n_guessed > 0
    assert not class_.is_spoken
    assert drawn.windows == ()
    assert not list(studio.project.cache.glob("takes/**/*.take"))
    assert not list(studio.project.cache.glob("windows/**/*.window"))


def test_what_is_drawn_is_the_timeline_that_the_door_tells_once_it_is_spoken(studio: Studio) -> None:
    class_ = opened(studio)
    told = class_.timeline(spoken=True)
    placed = studio.timeline("mine", voice="tone:varied", music="still-water").timeline

    assert class_.is_spoken
    assert told.n_guessed == 0
    assert told.length == placed.length
    assert [row[:2] for row in told.speech] == placed.spans("voice")
    assert [row[1:3] for row in told.breaths] == placed.spans("breath")
    assert [row[:2] for row in told.pulses] == placed.spans("pulses")
    assert told.sections == tuple(
        (one.title, told.exercises.index(one.exercise), one.start, one.end) for one in placed.sections
    )
    assert [bed.name for bed in told.beds] == [bed.name for bed in placed.beds]


def test_windows_are_told_as_ready_when_they_were_heard(studio: Studio) -> None:
    class_ = opened(studio)
    before = class_.timeline(spoken=True).windows
    for _ in class_.sound(0).pieces:
        pass

    assert [window[:2] for window in before] == [window[:2] for window in class_.timeline().windows]
    assert {window[2] for window in before} == {0}
    assert {window[2] for window in class_.timeline().windows} == {1}
    assert class_.n_made == len(before)
    assert before[0][0] == 0
    assert before[-1][1] == class_.timeline().length


def test_three_hours_are_drawn_from_less_than_400_kilobytes(studio: Studio, tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text(narration(180), encoding="utf-8")
    drawn = opened(studio, str(tmp_path / "long.txt")).timeline()

    assert drawn.length > 9_000_000
    assert len(json.dumps(as_json(drawn), separators=(",", ":"))) < 400_000


def test_a_row_stands_in_its_phase_and_tells_how_it_fits(studio: Studio) -> None:
    class_ = opened(studio)
    class_.speak()
    found = class_.narration()
    row = lines(class_)["Breathe in, left leg long."]

    assert row.phase is not None
    assert (row.phase.kind, row.phase.counts, row.phase.side, row.rep) == ("inhale", 4, "left", 1)
    assert (row.form, row.room, row.is_guess) == ("full", 4_000, False)
    assert row.lasts == row.end - row.start == pytest.approx(26 * 60, abs=30)
    assert row.forms is not None
    forms = [(one.form, one.text, one.over <= 0) for one in found.forms[row.forms]]
    assert forms == [
        ("full", "Breathe in, left leg long.", True),
        ("full", "Breathe in, neck long.", True),
        ("short", "In, left leg.", True),
        ("bare", "In.", True),
    ]


def test_words_of_the_other_side_are_found_where_they_are_written(studio: Studio) -> None:
    class_ = opened(studio)
    found = class_.narration()
    row = lines(class_)["Breathe in, right leg long."]
    source = source_of(found, row)

    assert source.source.mirrored
    assert source.source.text == "Breathe in, left leg long."
    assert source.source.keys == ("phase", 0, "full", 0)
    assert source.path == "scripts/exercises/my-kick.toml"
    assert KICK.split("\n")[source.source.line - 1].startswith('full = ["Breathe in, left leg long."')
    assert source.why_not == ""
    assert row.forms is not None
    assert [one.text for one in found.forms[row.forms]][2] == "In, right leg."


def test_each_kind_of_words_is_found_in_its_file(studio: Studio) -> None:
    class_ = opened(studio)
    found, rows = class_.narration(), lines(class_)

    def place(text: str) -> tuple[str, str, tuple[str | int, ...]]:
        source = source_of(found, rows[text])
        return source.source.kind, source.path, source.source.keys

    exercise, whole = "scripts/exercises/my-kick.toml", "scripts/classes/mine.toml"
    assert place("Welcome to my class.") == ("class", whole, ("opening", 0, "say"))
    assert place("That was all.") == ("class", whole, ("closing", 0, "say"))
    assert place("This is my kick.") == ("exercise", exercise, ("purpose", 0, "say"))
    marked = "Lie down on your front, the left of the mat beside you."
    assert place(marked) == ("exercise", exercise, ("set_up", 0, "say"))
    assert source_of(found, rows[marked]).source.text == marked.replace("left", "{left}")
    kind, _, keys = place("Four rounds.")
    assert (kind, keys) == ("language", ("rounds", "other"))
    # A change makes what comes with the program a part of the project.
    assert source_of(found, rows["Four rounds."]).why_not == ""


def test_a_count_before_a_line_and_the_next_rep_in_it_hide_no_words(studio: Studio) -> None:
    class_ = opened(studio)
    class_.speak()
    found = class_.narration()
    counted = next(row for row in found.rows if row.text.startswith("Last one. In"))
    following = next(row for row in found.rows if "number" in row.text)

    assert source_of(found, counted).source.keys[:2] == ("phase", 0)
    assert source_of(found, following).source.keys == ("phase", 1, "short")
    assert source_of(found, following).source.text == "Kick. / - / {next}."


def test_the_words_of_a_translation_are_found_in_it(studio: Studio) -> None:
    class_ = opened(studio, "back-body", language="de", voice="tone", any_voice=True)
    found = class_.narration()
    languages = {one.source.language for one in found.sources if one.source.kind == "exercise"}

    assert languages == {"de"}
    for row in found.rows:
        source = source_of(found, row).source
        if row.form:
            assert source.form == row.form
            assert source.path.name.endswith(".de.toml")


@pytest.mark.parametrize("name", ["back-body", "breathing"])
def test_the_words_of_every_row_that_comes_with_the_program_are_found(studio: Studio, name: str) -> None:
    found = opened(studio, name, voice="tone").narration()
    kinds = [source_of(found, row).source.kind for row in found.rows]

    assert "template" not in kinds
    assert all(row.form for row in found.rows if row.kind == "phase")


def test_an_easier_form_is_found_where_it_is_written(studio: Studio) -> None:
    found = opened(studio, "single-leg-kick", level="beginner", voice="tone").narration()
    keys = {source_of(found, row).source.keys[0] for row in found.rows if row.kind == "phase"}

    assert keys == {"easier"}


def test_a_line_that_fits_in_no_form_is_unsaid_with_its_remedy(studio: Studio, tmp_path: Path) -> None:
    path = tmp_path / "scripts/exercises/my-kick.toml"
    long = "Out, and kick with all the strength that your left leg has."
    path.write_text(KICK.replace('short = "Kick. / - / {next}."\nbare = "Kick."\n', "").replace("Out, and", long))
    class_ = opened(studio)
    unsaid = next(row for row in class_.narration().rows if row.is_unsaid and row.kind == "phase")
    findings = [one for one in class_.findings() if one.kind == "unsaid"]

    assert unsaid.remedy.startswith("shorten “Out")
    assert (unsaid.start, unsaid.end) == (unsaid.phase.start, unsaid.phase.end)  # type: ignore[union-attr]
    assert findings[0].row == unsaid.number
    assert findings[0].fault.hint == unsaid.remedy


def test_numbers_of_rows_stay_while_takes_change_what_is_said(studio: Studio) -> None:
    class_ = opened(studio, length="2m")
    before = {row.number: (row.kind, row.rep, row.exercise) for row in class_.narration().rows}
    class_.speak()
    after = {row.number: (row.kind, row.rep, row.exercise) for row in class_.narration().rows}

    assert {number: after[number] for number in before if number in after} == {
        number: told for number, told in before.items() if number in after
    }
    assert set(after) == set(
        opened(studio, length="2m").narration().rows
        and {row.number for row in opened(studio, length="2m").narration().rows}
    )


def test_the_digest_changes_with_a_file_and_with_nothing_else(studio: Studio, tmp_path: Path) -> None:
    wanted: dict[str, Any] = {"voice": "tone:varied", "music": "still-water"}
    class_ = opened(studio)
    class_.speak()
    same = studio.live_digest("mine", **wanted)
    path = tmp_path / "scripts/classes/mine.toml"
    path.write_text(CLASS.replace("Welcome", "Hello, and welcome"), encoding="utf-8")

    assert class_.digest == same
    assert studio.live_digest("mine", **wanted) != same
    assert opened(studio).digest == studio.live_digest("mine", **wanted)


def test_the_wave_is_as_loud_as_the_voice_in_the_class_and_silent_between_lines(studio: Studio) -> None:
    class_ = opened(studio)
    class_.speak()
    length = class_.timeline().length
    wave_ = class_.peaks(0, length, -(-length // ENVELOPE_MS))
    spoken = np.zeros(len(wave_), bool)
    for start, end, *_ in class_.timeline().speech:
        spoken[start // ENVELOPE_MS : -(-end // ENVELOPE_MS) + 1] = True

    assert max(np.array(wave_)[~spoken], default=0) == 0
    row = lines(class_)["Welcome to my class."]
    sound = decode(class_.line_sound(row.number))
    loudest = round(255 * float(np.abs(sound).max()))
    assert max(class_.peaks(row.start, row.end, 7)) == pytest.approx(loudest, abs=1)


@pytest.mark.parametrize(("start", "width", "points"), [(0, 10, 2_000), (3_001, 7, 3), (100, 20_000, 999)])
def test_a_wave_has_as_many_points_as_are_asked_for(studio: Studio, start: int, width: int, points: int) -> None:
    class_ = opened(studio)

    assert len(class_.peaks(start, start + width, points)) == points
    with pytest.raises(ValueError, match="points"):
        class_.peaks(start, start, points)


def test_the_parts_of_a_row_are_heard_on_their_beats_as_in_the_class(studio: Studio) -> None:
    class_ = opened(studio)
    class_.speak()
    row = next(row for row in class_.narration().rows if len(row.parts) == 2)
    sound = decode(class_.line_sound(row.number))[:, 0]
    second = row.parts[1][0] - row.start

    assert len(sound) == (row.end - row.start) * 48
    assert np.abs(sound[(second - 20) * 48 : second * 48]).max() < 0.01
    assert np.abs(sound[second * 48 : (second + 40) * 48]).max() > 0.05


def test_other_words_are_heard_in_the_place_of_a_row(studio: Studio) -> None:
    class_ = opened(studio)
    row = next(row for row in class_.narration().rows if row.kind == "phase")
    sound = decode(class_.line_sound(row.number, "Up. / - / and down."))

    assert len(sound) == pytest.approx((2_000 + 9 * 60) * 48, abs=30 * 48)
    with pytest.raises(AudioSessionError):
        class_.line_sound(row.number, " / ")
    with pytest.raises(NotFoundError, match="no row 9999"):
        class_.line_sound(9_999)


def test_another_take_is_spoken_and_chosen_again(studio: Studio) -> None:
    class_ = opened(studio)
    row = lines(class_)["Let go."]
    usual = class_.takes(row.number)
    other = class_.retake(row.number)
    changed = opened(studio)

    assert [one.number for one in usual.takes] == []
    assert other.new == 2
    assert changed.digest != class_.digest
    assert lines(changed)["Let go."].chosen == "take 2"
    back = changed.choose(row.number, 1)
    assert [(one.number, one.is_chosen) for one in back.takes] == [(1, True), (2, False)]
    assert opened(studio).digest == class_.digest


def recorded(suffix: str, level: float = 0.1) -> bytes:
    """Return a recording as browsers send one: streamed, so that its file does not tell its length."""
    sound = io.BytesIO()
    ToneVoice(level=level).speak("A kick of my own.").export(sound, format="wav")
    if suffix == "wav":
        return sound.getvalue()
    made = io.BytesIO()
    formats = {"webm": ("webm", "libopus", {"live": "1"}), "mp4": ("mp4", "aac", {"movflags": "frag_keyframe"})}
    name, codec, options = formats[suffix]
    with av.open(io.BytesIO(sound.getvalue())) as source, av.open(made, "w", name, options=options) as target:
        stream = target.add_stream(codec, rate=48_000)
        for frame in source.decode(audio=0):
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return made.getvalue()


@pytest.mark.parametrize("suffix", ["wav", "webm", "mp4"])
def test_a_recording_of_any_kind_is_heard_in_the_place_of_a_line(studio: Studio, tmp_path: Path, suffix: str) -> None:
    class_ = opened(studio)
    row = lines(class_)["Let go."]
    told = class_.record(row.number, recorded(suffix))
    path = tmp_path / "scripts/takes/let-go.wav"

    assert [one.recording for one in told.takes if one.is_chosen] == ["let-go.wav"]
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getframerate()) == (1, 48_000)
    changed = opened(studio)
    assert lines(changed)["Let go."].chosen == "recording let-go.wav"
    assert lines(changed)["Let go."].lasts == pytest.approx(17 * 60, abs=60)


def test_a_second_recording_of_a_line_leaves_the_first_where_it_is(studio: Studio, tmp_path: Path) -> None:
    class_ = opened(studio)
    row = lines(class_)["Let go."]
    class_.record(row.number, recorded("wav"))
    opened(studio).record(row.number, recorded("wav", level=0.2))
    opened(studio).record(row.number, recorded("wav", level=0.2))

    assert sorted(path.name for path in (tmp_path / "scripts/takes").iterdir()) == ["let-go-2.wav", "let-go.wav"]


@pytest.mark.parametrize(
    ("sound", "error"),
    [(b"", CodecError), (b"no sound at all" * 99, CodecError), (bytes(30_000_001), OutputError)],
)
def test_what_is_no_recording_is_refused_and_nothing_is_written(
    studio: Studio, tmp_path: Path, sound: bytes, error: type[AudioSessionError]
) -> None:
    class_ = opened(studio)

    with pytest.raises(error):
        class_.record(1, sound)
    with pytest.raises(VoiceError, match="the recording: is overdriven"):
        class_.record(1, recorded("wav", level=3.0))
    assert not (tmp_path / "scripts/takes").exists()
    assert not (tmp_path / "scripts/takes.toml").exists()


def test_findings_stand_at_their_rows_in_words(studio: Studio, tmp_path: Path) -> None:
    class_ = opened(studio)
    class_.speak()
    found = class_.findings()
    replaced = next(one for one in found if one.kind == "replaced")
    told = as_json(found)

    assert replaced.fault.message.startswith("“Kick. / - / number two.” is said in place of “Out, and kick")
    assert replaced.row is not None
    assert replaced.fault.path == tmp_path / "scripts/exercises/my-kick.toml"
    assert isinstance(told, list)
    assert {"kind", "row", "message", "path", "line", "hint"} <= set(told[0])  # type: ignore[arg-type]


def test_what_is_amiss_in_a_language_that_is_not_heard_is_no_finding(studio: Studio, tmp_path: Path) -> None:
    german = tmp_path / "scripts" / "exercises" / "my-kick.de.toml"
    german.write_text('title = ""\n', "utf-8")

    assert german not in [one.fault.path for one in opened(studio).findings()]
