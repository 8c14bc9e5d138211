"""The session of a class: all that was chosen, all that happens in it, and nothing of the machine it was made on."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from support.figures import write_wav_file
from support.signals import sine
from support.starter_content import page_words

from audiosession.building.gather import gather
from audiosession.building.place import place_class
from audiosession.building.record import audio_row, record
from audiosession.building.sound_file import Finished
from audiosession.feed.show_notes import show_notes
from audiosession.progress import unwatched
from audiosession.project.project import Project
from audiosession.session import Audio, Session, Settings
from audiosession.sound.verdict import Figures
from audiosession.timing.schedule import WITH_MUSIC, WITHOUT_MUSIC
from audiosession.timing.timeline import Timeline
from audiosession.units import Ms
from audiosession.writing.choices import Choices, Defaults, choose

pytestmark = pytest.mark.slow

TEXT = "[class Short]\n[exercise one]\n[section One]\nHello, you.\n[rep 1]\n[exhale 2 left pulse 1] Out.\n"
EXERCISE = """\
title = "Short Reach"
position = "standing"
level = "beginner"
sides = "alternate"
purpose = ["A reach."]
set_up = ["Stand."]
release = ["Rest."]
reps = { default = 1, max = 3 }
ready = "Go."

[[caution]]
say = "Go gently."

[[phase]]
breath = "exhale"
counts = 2
side = "left"
full = "Left."
"""

BEDS = '[hum]\nfile = "hum.wav"\ntitle = "Hum"\ncredit = "Ada"\nlicence = "CC0"\n'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    root = tmp_path / "mine"
    (root / "scripts" / "exercises").mkdir(parents=True)
    (root / "scripts" / "exercises" / "short-reach.toml").write_text(EXERCISE)
    (root / "texts").mkdir()
    (root / "texts" / "short.txt").write_text(TEXT)
    (root / "music").mkdir()
    (root / "music" / "beds.toml").write_text(
        '[hum]\nfile = "hum.wav"\ntitle = "Hum"\ncredit = "Ada"\nlicence = "CC0"\n'
    )
    write_wav_file(root / "music" / "hum.wav", sine(1.5, level_db=-20))
    monkeypatch.chdir(root)
    return Project(root)


AUDIO = {"file": "short.mp3", "bytes": 1, "sha256": "0" * 64, "duration": 9.0}


def session(project: Project, target: str, **wanted: Any) -> Session:
    """Return the session of a class that is placed, as if its sound had been made."""
    inputs = gather(project, target, choose(Defaults(voice="tone", music="none"), **wanted))
    return record(project, inputs, place_class(project, inputs, unwatched, lambda line: None), AUDIO)


def written(built: Session) -> str:
    return json.dumps(built.model_dump(mode="json", by_alias=True), ensure_ascii=False)


CHOSEN: dict[str, tuple[dict[str, Any], Callable[[Settings], object], object]] = {
    "pace": ({"pace": "0.95"}, lambda told: (told.pace, told.seconds_per_count), ("0.95", 0.95)),
    "detail": ({"detail": "full"}, lambda told: told.detail, "full"),
    "voice": ({"voice": "tone:en"}, lambda told: (told.voice, told.voice_asked), ("tone:en", "tone:en")),
    "music": ({"music": "hum"}, lambda told: told.music, "hum"),
    "tones": ({"tones": False}, lambda told: told.tones, False),
    "reps": ({"reps": 2}, lambda told: (told.reps, told.reps_asked), (2, 2)),
    "length": ({"length": "30s"}, lambda told: told.length, 30.0),
    "side": ({"side": "right"}, lambda told: told.side, "right"),
    "level": ({"level": "advanced"}, lambda told: told.level, "advanced"),
    "avoid": ({"avoid": "wrists,neck"}, lambda told: told.avoid, ("neck", "wrists")),
    "seed": ({"seed": 5}, lambda told: told.seed, 5),
    "strict": ({"strict": True}, lambda told: told.strict, True),
    "count_in": ({"count_in": True}, lambda told: told.count_in, True),
    "music_level_db": ({"music_level_db": -4.5}, lambda told: told.music_level_db, -4.5),
    "words_per_minute": ({"words_per_minute": 120}, lambda told: told.words_per_minute_asked, 120),
    "count_voice": (
        {"count_voice": "tone:varied"},
        lambda told: (told.count_voice, told.count_voice_asked),
        ("tone:varied", "tone:varied"),
    ),
    "fill": ({"fill": "espeak:en-gb"}, lambda told: told.fill, "espeak:en-gb"),
    "language": ({"language": "en-gb"}, lambda told: told.language_asked, "en-gb"),
    "any_voice": ({"any_voice": True}, lambda told: told.any_voice, True),
}
"""Choice → what is asked for, where the session's settings tell of it, what they say."""


def test_no_choice_is_forgotten_here() -> None:
    assert set(CHOSEN) == {field.name for field in fields(Choices)}


@pytest.mark.parametrize("name", CHOSEN)
def test_a_session_tells_what_was_chosen(project: Project, name: str) -> None:
    wanted, told, value = CHOSEN[name]

    assert told(session(project, "short-reach", **wanted).settings) == value


def test_where_nothing_was_asked_for_the_session_says_so(project: Project) -> None:
    settings = session(project, "short-reach").settings

    assert (settings.reps, settings.reps_asked, settings.length, settings.side) == (1, None, None, None)
    assert (settings.music, settings.avoid, settings.seed, settings.strict, settings.fill) == (
        None,
        (),
        None,
        False,
        "",
    )
    assert (settings.voice, settings.language) == ("tone:en", "en")


@pytest.mark.parametrize(("music", "edges"), [("none", WITHOUT_MUSIC), ("hum", WITH_MUSIC)])
def test_a_session_tells_what_surrounds_the_words(project: Project, music: str, edges: Any) -> None:
    built = session(project, "short-reach", music=music)

    assert (built.settings.lead_in, built.settings.fade_out) == (edges.lead_in / 1000, edges.fade_out / 1000)
    assert min(event.start for event in built.events if event.kind == "speech") == pytest.approx(edges.lead_in / 1000)


@pytest.mark.parametrize(
    ("target", "source"), [("short-reach", "exercise:short-reach"), ("texts/short.txt", "text:texts/short.txt")]
)
def test_a_session_tells_what_it_was_built_from(project: Project, target: str, source: str) -> None:
    assert session(project, target).source == source
    assert session(project, str(project.root / "texts" / "short.txt")).source == "text:texts/short.txt"


def test_a_session_tells_each_thing_that_happens_with_what_belongs_to_it(project: Project) -> None:
    built = session(project, "short-reach")
    kinds = {event.kind for event in built.events}
    (breath,) = [event for event in built.events if event.kind == "exhale" and event.side == "left"]

    assert {"speech", "exhale", "pause", "tone"} <= kinds
    assert (breath.counts, breath.rep, breath.exercise) == (2, 1, "short-reach")
    assert breath.end - breath.start == pytest.approx(2.0)
    assert {section.exercise for section in built.sections} == {"short-reach"}
    assert [one.end for one in built.sections[:-1]] == [one.start for one in built.sections[1:]]


def test_a_session_tells_what_show_notes_say(project: Project) -> None:
    built = session(project, "short-reach", music="hum")

    assert (built.description, built.position, built.cautions) == ("A reach.", "standing", ("Go gently.",))
    assert (built.music_title, built.music_credit, built.music_licence) == ("Hum", "Ada", "CC0")
    assert "music_title" not in session(project, "short-reach").model_fields_set


def test_a_session_tells_nothing_of_the_machine(project: Project, tmp_path: Path) -> None:
    """Whatever was named by its whole path: the narration, the bed, the recordings, what is built."""
    takes = project.root / "my takes"
    takes.mkdir()
    (takes / "recording-list.csv").write_text('number,file,text\n1,001,"Hello, you."\n')
    write_wav_file(takes / "001.wav", sine(0.6, level_db=-20, channels=1))
    wanted = {"voice": f"recorded:{takes}", "fill": "tone", "music": str(project.root / "music" / "hum.wav")}

    built = session(project, str(project.root / "texts" / "short.txt"), **wanted)

    assert str(tmp_path) not in written(built)
    assert built.settings.voice_asked == "recorded:my takes"
    assert built.settings.voice == "recorded:my takes+tone:en"
    assert built.settings.music == "music/hum.wav"


def test_two_projects_in_two_places_make_the_same_session(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = Path(shutil.copytree(project.root, tmp_path / "elsewhere" / "deep"))
    here = written(session(project, "texts/short.txt", music="hum"))
    monkeypatch.chdir(elsewhere)

    assert written(session(Project(elsewhere), "texts/short.txt", music="hum")) == here


def test_each_part_that_a_class_is_made_of_has_its_digest(project: Project) -> None:
    built = session(project, "short-reach", music="hum")

    assert {"the program", "the narration", "exercise short-reach", "the bed hum", "the voice"} <= set(built.made_from)
    assert all(len(digest) == 64 for digest in (*built.made_from.values(), built.inputs, built.audio.sha256))


def test_the_row_of_the_sound_file_tells_what_was_measured(tmp_path: Path) -> None:
    figures = Figures(length=Ms(9_024), lufs=-16.1, true_peak_dbtp=-1.3, clipped=0, dead_air=(), onset_p95_ms=None)
    timeline = Timeline(length=Ms(9_000), tracks=(), sections=())
    finished = Finished(measured=figures, bit_rate=128_000, encoder="LAME 4.0", made=3)

    row = audio_row(tmp_path / "deep" / "short.mp3", n_bytes=7, sha256="ab", timeline=timeline, finished=finished)

    assert Audio.model_validate(row) == Audio(
        file="short.mp3",
        bytes=7,
        sha256="ab",
        duration=9.0,
        bitrate=128_000,
        encoder="LAME 4.0",
        integrated_lufs=-16.1,
        true_peak_dbtp=-1.3,
    )


def test_each_bed_that_is_heard_is_told_with_its_own_maker_and_licence(project: Project) -> None:
    (project.root / "music" / "beds.toml").write_text(
        BEDS + '["Müde Füße 🌙"]\nfile = "song.wav"\ncredit = "Jörg"\n[lost]\nfile = "hum.wav"\nlicence = "MIT"\n'
    )
    write_wav_file(project.root / "music" / "song.wav", sine(1.5, level_db=-20))
    text = (
        "[exercise one]\n[music Mu\u0308de Fu\u0308ße 🌙]\nA.\n[exercise two]\nB.\n[exercise three]\n[music hum]\nC.\n"
    )
    (project.root / "texts" / "short.txt").write_text(text)

    built = session(project, "texts/short.txt", music="hum")

    assert [bed.model_dump() for bed in built.beds] == [
        {"name": "Müde Füße 🌙", "title": "song", "credit": "Jörg", "licence": ""},
        {"name": "hum", "title": "Hum", "credit": "Ada", "licence": "CC0"},
    ]
    assert (built.music_title, built.music_credit) == ("song, Hum", "Jörg, Ada")
    assert built.music_licence == "licence not given, CC0"
    assert show_notes(built, "", is_html=False, words=page_words()).music == (
        "Music: song by Jörg (licence not given); Hum by Ada (CC0).",
    )


def test_a_bed_that_is_not_heard_is_not_told(project: Project) -> None:
    write_wav_file(project.root / "music" / "song.wav", sine(1.5, level_db=-20))
    (project.root / "texts" / "short.txt").write_text("[exercise one]\n[music song]\nA.\n")

    built = session(project, "texts/short.txt", music="hum")

    assert [bed.name for bed in built.beds] == ["song"]
    assert show_notes(built, "", is_html=False, words=page_words()).music == ("Music: song (licence not given).",)


def test_a_session_of_before_credits_no_bed_of_several(project: Project) -> None:
    one = session(project, "short-reach", music="hum").model_copy(update={"beds": ()})
    two = one.model_copy(update={"music_title": "Hum, Song", "made_from": {"the bed hum": "", "the bed song": ""}})

    assert show_notes(one, "", is_html=False, words=page_words()).music == ("Music: Hum by Ada (CC0).",)
    assert show_notes(two, "", is_html=False, words=page_words()).music == ("Music: Hum, Song.",)
