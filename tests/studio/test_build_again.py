"""A class built again from its session: the same bytes, from any folder; what has changed or is not there is named."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest
from support.signals import sine

from audiosession import open_studio
from audiosession.building.built import Built
from audiosession.codecs.mp3 import encoder
from audiosession.codecs.wav import write_wav
from audiosession.errors import Act, DefinitionError, NotFoundError, SessionError
from audiosession.voices.registry import open_voice
from audiosession.writing.wanted import CHOICES, Wanted

pytestmark = pytest.mark.peers

EXERCISE = """\
title = "Small Kick"
position = "prone"
level = "beginner"
reps = { default = 1, max = 3 }
sides = "alternate"
purpose = ["It wakes the back of your legs."]
ready = { say = "Let the air go.", or_say = ["Breathe out.", "Empty your lungs.", "Let go."] }
release = [{ say = "Rest.", rest = [1, 2, 60] }]
avoid = ["knees"]
instead = "small-breath"
[[set_up]]
say = "Lie on your front."
rest = [1, 2, 60]
[[caution]]
say = "Stop if it hurts."
[[phase]]
breath = "exhale"
counts = 2
side = "left"
full = "Kick your left heel."
bare = "Kick."
[harder]
reps = 2
"""
BREATH = """\
title = "Small Breath"
position = "prone"
level = "beginner"
reps = { default = 1, max = 3 }
purpose = ["It is good."]
set_up = ["Lie down."]
ready = { say = "Now." }
release = ["Done."]
[[caution]]
say = "Stop if it hurts."
[[phase]]
breath = "inhale"
counts = 2
bare = "In."
"""
CLASS = """\
title = "Small Class"
opening = ["Welcome."]
closing = [{ say = "Thank you.", rest = [1, 2, 90] }]
[[exercise]]
use = "small-kick"
[[exercise]]
use = "small-breath"
"""
NARRATION = "[class Mine]\nSit.\n[pause 0.5 from 0.5 to 60]\n[inhale 2] In.\n[exhale 2 left pulse 1] Out.\n"


@pytest.fixture(scope="module")
def caches(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Lend two caches, so that what is built again may be made from nothing."""
    return tmp_path_factory.mktemp("cache"), tmp_path_factory.mktemp("another")


@pytest.fixture
def root(tmp_path: Path, caches: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "project"
    for folder in ("scripts/exercises", "scripts/classes", "music", "texts"):
        (root / folder).mkdir(parents=True)
    (root / "scripts/exercises/small-kick.toml").write_text(EXERCISE, encoding="utf-8")
    (root / "scripts/exercises/small-breath.toml").write_text(BREATH, encoding="utf-8")
    (root / "scripts/classes/small-class.toml").write_text(CLASS, encoding="utf-8")
    (root / "texts/mine.txt").write_text(NARRATION, encoding="utf-8")
    with (root / "music/rain.wav").open("w+b") as file:
        write_wav(file, [sine(3, level_db=-20, hz=300)])
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(caches[0]))
    monkeypatch.chdir(root)
    return root


def session_of(built: Built) -> Path:
    name = built.path.stem if built.path.suffix == ".mp3" else built.path.name
    return built.path.with_name(f"{name}.session.json")


def files(built: Built) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in built.path.parent.iterdir() if path.name != ".gitkeep"}


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("small-kick", Wanted(seed=7, side="right", pace="0.95", reps=2, music="none", tones=False)),
        ("small-kick", Wanted(length="30s", detail="cues", music="none", strict=True, count_in=True)),
        ("small-kick", Wanted(level="advanced", music="none")),
        (
            "breath:2-2.5x2",
            Wanted(pace="slow", music="none", tones="soft", count_voice="tone:varied", words_per_minute=110),
        ),
        pytest.param(
            "small-class",
            Wanted(avoid="knees,neck", pace="slow", music="rain", music_level_db=-3.0),
            marks=pytest.mark.peers,
        ),
        ("texts/mine.txt", Wanted(pace="brisk", music="./music/rain.wav", length="16s")),
        ("breath:2-2.5x2", Wanted(language="de", any_voice=True, music="none")),
    ],
    ids=["exercise", "length", "harder", "breath", "class", "narration", "german"],
)
def test_a_session_builds_the_same_bytes_again_from_any_folder(
    root: Path, caches: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, name: str, wanted: Wanted
) -> None:
    first = open_studio().build(name, **(wanted | Wanted(voice="tone")))
    before = files(first)
    for path in first.path.parent.iterdir():
        if path != session_of(first):
            path.unlink()
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(caches[1]))
    monkeypatch.chdir(root.parent)

    again = open_studio().build_again(session_of(first))

    assert not again.unchanged
    assert len(before) == 4
    assert files(again) == before


def test_all_choices_have_been_tried_above() -> None:
    """Whoever adds a choice adds it to the builds that are built again."""
    assert set(CHOICES) - {"fill", "voice"} == {
        "pace", "reps", "detail", "length", "side", "level", "avoid", "seed", "music", "tones", "strict", "count_in",
        "music_level_db", "count_voice", "words_per_minute", "language", "any_voice",
    }  # fmt: skip


def test_a_class_in_another_format_is_built_again_where_it_is_asked_for(root: Path) -> None:
    first = open_studio().build("texts/mine.txt", form="wav", voice="tone", music="none")

    again = open_studio().build_again(session_of(first), output=root / "copy.wav")

    assert again.path == root / "copy.wav"
    assert again.path.read_bytes()[:4] == b"RIFF"
    assert again.session.audio.duration == first.session.audio.duration


def test_recordings_and_who_fills_them_are_found_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root / "texts")
    studio = open_studio()
    made = studio.recording_list(str(root / "texts/mine.txt"), root / "takes")
    open_voice("tone").speak("a line of some length").export(root / f"takes/{made.needed[0].file}.wav", "wav").close()
    first = studio.build(str(root / "texts/mine.txt"), voice="recorded:../takes", fill="tone", music="none")
    before = files(first)
    assert first.session.settings.voice == "recorded:takes+tone:en"
    first.path.unlink()

    assert files(studio.build_again(session_of(first))) == before


def test_what_chose_itself_speaks_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Piper or Google may be there or gone: whoever spoke then is asked, not whoever would be chosen now."""
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("AUDIOSESSION_VOICES", str(root / "no voices"))
    studio = open_studio()
    first = studio.build("texts/mine.txt", music="none", voice="auto")
    before = files(first)
    first.path.unlink()
    told: list[str] = []

    again = studio.build_again(session_of(first), tell=told.append)

    assert (first.session.settings.voice_asked, first.session.settings.voice) == ("auto", "espeak:en-us")
    assert files(again) == before
    assert told == []


def test_what_is_there_as_it_was_is_left_alone(root: Path) -> None:
    studio = open_studio()
    first = studio.build("texts/mine.txt", voice="tone", music="none")

    assert studio.build_again(session_of(first)).unchanged
    assert not studio.build_again(session_of(first), force=True).unchanged


def test_another_encoder_is_named_where_the_file_is_to_be_made_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio = open_studio()
    first = studio.build("texts/mine.txt", voice="tone", music="none")
    if "lameenc" not in first.session.audio.encoder:
        pytest.skip(f"there is no other: {first.session.audio.encoder}")
    monkeypatch.setitem(sys.modules, "lameenc", None)
    encoder.cache_clear()

    assert studio.build_again(session_of(first)).unchanged
    first.path.unlink()
    with pytest.raises(DefinitionError, match=r"has changed: the encoder$"):
        studio.build_again(session_of(first))
    anyway = studio.build_again(session_of(first), anyway=True)
    encoder.cache_clear()

    assert anyway.session.audio.encoder != first.session.audio.encoder


def test_what_has_changed_is_named_and_built_anyway_where_that_is_wanted(root: Path) -> None:
    studio = open_studio()
    first = studio.build("small-kick", form="wav", voice="tone", music="rain")
    sound = first.path.read_bytes()
    (root / "scripts/exercises/small-kick.toml").write_text(EXERCISE.replace("Kick.", "Go."), encoding="utf-8")
    (root / "scripts/show.toml").write_text("[voices.tone]\nlevel = 0.2\n", encoding="utf-8")
    with (root / "music/rain.wav").open("w+b") as file:
        write_wav(file, [sine(3, level_db=-20, hz=400)])

    with pytest.raises(DefinitionError) as caught:
        studio.build_again(session_of(first))

    told = "the narration, exercise small-kick, [voices] of show.toml, the bed rain, the voice"
    assert caught.value.message == f"what it was built from has changed: {told}"
    assert caught.value.path == session_of(first)
    assert caught.value.remedy is not None
    assert caught.value.remedy.act == Act.BUILD_ANYWAY
    assert first.path.read_bytes() == sound
    assert studio.build_again(session_of(first), anyway=True).path.read_bytes() != sound


@pytest.fixture
def elsewhere(tmp_path: Path, root: Path) -> Path:
    """Lend a folder outside of the project, with a narration, a sound and recordings."""
    folder = tmp_path / "elsewhere"
    shutil.copytree(root / "texts", folder)
    shutil.copy(root / "music/rain.wav", folder / "wind.wav")
    return folder


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("music", "the music that it was built with, wind.wav, is not in the project"),
        ("narration", "the narration that it was built with, mine.txt, is not in the project"),
        ("voice", "the voice that it was built with, recorded:takes, is not in the project"),
    ],
)
def test_what_lay_elsewhere_is_not_told_and_not_found_again(root: Path, elsewhere: Path, what: str, told: str) -> None:
    studio = open_studio()
    wanted = Wanted(voice="tone", music="none")
    name = "texts/mine.txt"
    if what == "music":
        wanted["music"] = str(elsewhere / "wind.wav")
    if what == "narration":
        name = str(elsewhere / "mine.txt")
    if what == "voice":
        studio.recording_list(name, elsewhere / "takes")
        wanted |= Wanted(voice=f"recorded:{elsewhere / 'takes'}", fill="tone")
    first = studio.build(name, output=root / "output.mp3", **wanted)

    assert str(root.parent) not in session_of(first).read_text(encoding="utf-8")
    with pytest.raises(NotFoundError) as caught:
        studio.build_again(session_of(first))
    assert caught.value.message == told
    assert caught.value.path == session_of(first)


def test_no_folder_of_this_machine_stands_in_a_session(root: Path) -> None:
    (root / "takes").mkdir()
    (root / "takes/recording-list.csv").write_text("number,file,text\n", encoding="utf-8")
    built = open_studio().build(
        str(root / "texts/mine.txt"),
        output=root / "mine.mp3",
        voice=f"recorded:{root / 'takes'}",
        fill="tone",
        music=str(root / "music/rain.wav"),
    )
    text = session_of(built).read_text(encoding="utf-8")

    assert str(root) not in text
    settings = json.loads(text)["settings"]
    assert [settings[key] for key in ("voice", "voice_asked", "music")] == [
        "recorded:takes+tone:en",
        "recorded:takes",
        "music/rain.wav",
    ]
    assert json.loads(text)["source"] == "text:texts/mine.txt"


def test_the_words_of_a_program_that_speaks_are_not_told_and_taken_from_the_project(root: Path) -> None:
    """A key may stand among them."""
    speaking = root / "speak.py"
    speaking.write_text(
        "import sys, wave\n"
        "with wave.open(sys.argv[1], 'wb') as file:\n"
        "    file.setparams((1, 2, 24000, 0, 'NONE', ''))\n"
        "    file.writeframes((b'\\0\\0' * 20 + b'\\0\\x20' * 20) * 100 * len(sys.stdin.read()))\n"
    )
    spec = f"command:python3 {speaking} {{wav}} --key s3cr3t"
    studio = open_studio()
    first = studio.build("texts/mine.txt", output=root / "kick.mp3", voice=spec, music="none")
    before = first.path.read_bytes(), session_of(first).read_bytes()

    assert b"s3cr3t" not in before[1]
    assert first.session.settings.voice == "command:python3 …"
    with pytest.raises(NotFoundError, match="the voice that it was built with, command:python3 …, is not"):
        studio.build_again(session_of(first))
    (root / "scripts/show.toml").write_text(f"[defaults]\nvoice = '{spec}'\n", encoding="utf-8")
    first.path.unlink()
    again = studio.build_again(session_of(first), anyway=True)  # for show.toml has changed
    assert again.path.read_bytes() == before[0]


def test_a_session_of_an_older_version_can_not_be_built_again(root: Path) -> None:
    studio = open_studio()
    first = studio.build("texts/mine.txt", voice="tone", music="none")
    values = json.loads(session_of(first).read_bytes())
    del values["source"]
    session_of(first).write_text(json.dumps(values), encoding="utf-8")

    with pytest.raises(SessionError, match="does not tell what it was built from") as caught:
        studio.build_again(session_of(first))
    assert caught.value.path == session_of(first)


def test_without_definitions_the_folder_around_the_output_is_the_project(
    tmp_path: Path, caches: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(caches[0]))
    folder = tmp_path / "plain"
    folder.mkdir()
    (folder / "mine.txt").write_text(NARRATION, encoding="utf-8")
    monkeypatch.chdir(folder)
    first = open_studio().build("mine.txt", voice="tone", music="none")
    before = files(first)
    first.path.unlink()
    monkeypatch.chdir(tmp_path)

    assert files(open_studio().build_again(session_of(first))) == before
