"""Piper, the real package, with a tiny voice of its own format."""

from __future__ import annotations

import gc
import tempfile
import weakref
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from support.piper_model import RATE, make_voice

from audiosession.cli.remedies import hint_of
from audiosession.errors import VoiceError
from audiosession.sound.segments import to_samples
from audiosession.voices import espeak
from audiosession.voices.piper.found import added_voices, voice_for
from audiosession.voices.piper.voice import open_voice
from audiosession.voices.registry import choose_voice
from audiosession.voices.take import prepare

LINE = "Hold the pose."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AUDIOSESSION_VOICES", str(tmp_path))
    return tmp_path


def pitch_hz(samples: np.ndarray, rate: int) -> float:
    return float(np.abs(np.fft.rfft(samples[:, 0])).argmax() * rate / len(samples))


def test_a_voice_that_was_added_speaks_by_its_name(folder: Path) -> None:
    make_voice(folder)
    voice = open_voice("en_XX-hum-low", {})

    sound = voice.speak(LINE)

    assert (voice.name, voice.language) == ("piper:en_XX-hum-low", "en-US")
    assert sound.frame_rate == RATE
    # A symbol and a pad for each letter, with the marks of begin and end: 30 ms each.
    assert len(sound) == pytest.approx(30 * (2 * len(LINE) + 3), abs=70)


def test_a_voice_speaks_by_its_path_too(tmp_path: Path) -> None:
    model = make_voice(tmp_path / "elsewhere")

    assert len(open_voice(str(model), {}).speak(LINE)) > 500


def test_the_length_scale_stretches_and_is_part_of_the_address(folder: Path) -> None:
    make_voice(folder)
    usual, slower = open_voice("", {}), open_voice("", {"length_scale": 1.5})

    assert len(slower.speak(LINE)) == pytest.approx(1.5 * len(usual.speak(LINE)), abs=2)
    assert usual.address != slower.address


def test_a_voice_of_chance_says_a_line_in_the_same_way_whatever_was_spoken_before_and_beside_it(folder: Path) -> None:
    make_voice(folder, noise=True)
    lines = [LINE, "Breathe out.", "Kick left.", LINE, "Kick right. And down. And rest."]
    alone = {line: open_voice("", {}).speak(line).raw_data for line in lines}

    voice = open_voice("", {})
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda line: voice.speak(line).raw_data, 5 * lines))

    assert together == 5 * [alone[line] for line in lines]
    assert [voice.speak(line).raw_data for line in reversed(lines)] == [alone[line] for line in reversed(lines)]


def test_the_chance_of_a_line_is_another_with_other_words_and_in_another_voice(folder: Path) -> None:
    make_voice(folder, noise=True)
    heard = [to_samples(open_voice("", {}).speak(line)) for line in ("Hold the pose.", "Hold the rose.")]
    other = to_samples(open_voice("", {"noise_scale": 0.6}).speak("Hold the pose."))

    n = min(map(len, heard))
    assert not np.allclose(heard[0][:n], heard[1][:n], atol=1e-3)
    assert not np.allclose(heard[0], other * (0.667 / 0.6), atol=1e-3)


def test_a_voice_that_rests_has_let_go_of_its_model_and_speaks_on_as_one_that_was_opened_anew(folder: Path) -> None:
    make_voice(folder, noise=True)
    voice = open_voice("", {})
    first = voice.speak(LINE)
    model = weakref.ref(voice._loaded)

    voice.rest()
    gc.collect()

    assert model() is None
    assert voice.speak(LINE) == first
    voice.rest()
    voice.rest()


def test_where_the_disk_has_no_room_for_the_model_a_voice_speaks_all_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_voice(folder, noise=True)
    usual = open_voice("", {}).speak(LINE)

    monkeypatch.setattr(tempfile, "tempdir", str(folder / "no such folder"))

    assert open_voice("", {}).speak(LINE) == usual


@pytest.mark.parametrize("speaker", ["speaker-1", 1, "1"])
def test_a_speaker_is_chosen_by_name_or_number(folder: Path, speaker: str | int) -> None:
    make_voice(folder, speakers=3)
    sound = open_voice("", {"speaker": speaker}).speak(LINE)

    assert pitch_hz(to_samples(sound), RATE) == pytest.approx(440, abs=5)


def test_the_first_sound_is_the_onset(folder: Path) -> None:
    make_voice(folder)
    samples = to_samples(prepare(open_voice("", {}).speak(LINE), text=LINE))

    assert np.abs(samples[: 48 * 10]).max() > 10 ** (-50 / 20)


def test_the_embedded_voice_stays_the_same_bytes_beside_piper_s_own_copy_of_it(folder: Path) -> None:
    embedded = espeak.open_voice("", {})
    before = embedded.speak(LINE).raw_data
    make_voice(folder)

    open_voice("", {}).speak(LINE)

    assert embedded.speak(LINE).raw_data == before


def test_auto_is_an_added_voice_of_the_language_before_any_other(folder: Path) -> None:
    assert voice_for("en") == ("", "")
    make_voice(folder, "de_DE-hum-low")
    make_voice(folder, "en_GB-hum-low")

    assert added_voices() == ["de_DE-hum-low", "en_GB-hum-low"]
    voice, note = choose_voice("auto", language="en")
    assert voice.name == "piper:en_GB-hum-low"
    assert "piper:en_GB-hum-low" in note


@pytest.mark.parametrize(
    ("argument", "settings", "told"),
    [
        ("en_XX-hum-loww", {}, 'did you mean "en_XX-hum-low"?'),
        ("fr_FR-nobody-high", {}, "audiosession voices add fr_FR-nobody-high"),
        ("missing.onnx", {}, "name the .onnx file"),
        ("", {"speaker": "nobody"}, "numbers from 0 to 0"),
        ("", {"length_scale": 0}, "over 0.2, to 5"),
    ],
)
def test_what_is_not_there_is_told_with_the_cure(
    folder: Path, argument: str, settings: dict[str, object], told: str
) -> None:
    make_voice(folder)

    with pytest.raises(VoiceError) as caught:
        open_voice(argument, settings)

    assert told in hint_of(caught.value)


def test_a_model_that_is_gone_when_it_should_speak_is_told(folder: Path) -> None:
    model = make_voice(folder)
    voice = open_voice("", {})
    model.unlink()

    with pytest.raises(VoiceError, match=r"hum-low\.onnx: is no voice of Piper"):
        voice.speak(LINE)


def test_files_that_are_no_voice_are_told_by_name(folder: Path) -> None:
    model = make_voice(folder)
    model.write_bytes(b"not a model")
    with pytest.raises(VoiceError, match=r"hum-low\.onnx: is no voice of Piper"):
        open_voice("", {}).speak(LINE)

    Path(f"{model}.json").write_text("{}")
    with pytest.raises(VoiceError, match=r"json: does not describe"):
        open_voice("", {})
