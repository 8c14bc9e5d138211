"""A short line is said behind other words and cut off them, where the voice rests."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from support.piper_model import make_voice
from support.signals import silence, sine

from audiosession.sound.segments import to_samples
from audiosession.voices.listening.recognising import Ear, ear_version
from audiosession.voices.piper.carrier import cut_out, is_short, said_before
from audiosession.voices.piper.found import PackagedVoice
from audiosession.voices.piper.voice import open_voice
from audiosession.voices.take import prepare
from tests.benchmarks.short_words import recognised

pytestmark = pytest.mark.slow

RATE = 48_000
SYMBOLS = np.array([5, 5, 1, 1, 2, 1, 4, 4], np.float32)
"""How long each symbol is, in 20 ms: the first two are the other words, the next four the rest, the last two the line.
"""


def said(rest_db: float) -> np.ndarray:
    """Other words, a rest that is that loud, and the line."""
    parts = [sine(0.2, level_db=-10), sine(0.1, level_db=rest_db), sine(0.16, level_db=-10)]
    return np.concatenate(parts)[:, 0]


@pytest.mark.parametrize("phonemes", ["kˈɪk.", "lˈoʊɚ", "ɐɡˈɛn.", "ˈɪn", "bɹˈiːð ˈɪn"])
def test_a_word_is_short(phonemes: str) -> None:
    assert is_short(list(phonemes))


@pytest.mark.parametrize("phonemes", ["bɹˈiːð ˈaʊt.", "tˈɜːn lˈɛft.", "...", ""])
def test_several_words_or_none_are_not(phonemes: str) -> None:
    assert not is_short(list(phonemes))


def test_other_words_lose_their_end_and_the_line_keeps_its_own() -> None:
    assert said_before(list("nˈaʊ!")) == ["n", "ˈ", "a", "ʊ", ",", " "]


def test_the_line_is_cut_out_within_the_rest_before_it() -> None:
    sound = said(-80)
    line = cut_out(sound, SYMBOLS, 6, RATE)

    assert line is not None
    assert 0.16 * RATE <= len(line) < 0.26 * RATE
    assert np.array_equal(line, sound[-len(line) :])


@pytest.mark.parametrize("rest_db", [-30, -10])
def test_where_there_is_no_rest_nothing_is_cut(rest_db: float) -> None:
    assert cut_out(said(rest_db), SYMBOLS, 6, RATE) is None


def test_silence_within_the_line_is_no_rest_before_it() -> None:
    left = np.concatenate([said(-80), silence(0.08)[:, 0], sine(0.08, level_db=-10)[:, 0]])
    line = cut_out(left, np.array([*SYMBOLS, 4, 4], np.float32), 6, RATE)

    assert line is not None
    assert len(line) >= 0.32 * RATE


def test_a_voice_that_does_not_tell_its_lengths_says_a_short_line_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOSESSION_VOICES", str(tmp_path))
    make_voice(tmp_path)

    assert open_voice("", {"carrier": "and now"}).speak("Kick.") == open_voice("", {}).speak("Kick.")


def test_the_real_voice_says_a_word_behind_others_of_which_nothing_is_left(packaged_voice: PackagedVoice) -> None:
    carried, alone = (open_voice(packaged_voice.name, asked) for asked in ({}, {"carrier": ""}))
    words = ("Kick.", "two", "Hold.", "Up.", "lower.", "Left")

    takes = [[len(prepare(voice.speak(word), text=word)) for word in words] for voice in (carried, alone)]

    # Of "and now" nothing is heard: with it each were some 500 ms longer.
    assert carried.address != alone.address
    assert takes[0] == pytest.approx(takes[1], abs=200)
    assert takes[0] != takes[1]


@pytest.mark.peers
@pytest.mark.skipif(not ear_version(), reason="without pocketsphinx")
@pytest.mark.parametrize("settings", [{}, {"length_scale": 1.0}])
def test_a_machine_s_ear_takes_nine_of_ten_short_words_for_what_they_are(
    settings: dict[str, object], packaged_voice: PackagedVoice
) -> None:
    assert recognised(open_voice(packaged_voice.name, settings), Ear()) >= 52  # of 57


def test_a_line_that_is_long_is_said_as_it_is(packaged_voice: PackagedVoice) -> None:
    lines = ["Breathe out, and kick.", "Turn your left heel."]
    settings = {"noise_scale": 0.0, "noise_w_scale": 0.0}  # chance hangs on the settings, which differ
    carried, alone = (open_voice(packaged_voice.name, settings | asked) for asked in ({}, {"carrier": ""}))

    for line in lines:
        assert np.array_equal(to_samples(carried.speak(line)), to_samples(alone.speak(line)))
