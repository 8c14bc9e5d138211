"""Numbers, signs and units are spoken: a take is held against the words that are said, not against the characters."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.said_numbers import LINES

from audiosession.sayable import unsayable
from audiosession.spelling import sounded
from audiosession.voices import espeak
from audiosession.voices.piper.found import PackagedVoice
from audiosession.voices.piper.voice import open_voice
from audiosession.voices.speaking import takes_for
from audiosession.voices.store import TakeStore
from audiosession.voices.voice import Voice

pytestmark = pytest.mark.slow


def said(voice: Voice, folder: Path) -> list[str]:
    return list(takes_for(voice, LINES, TakeStore(folder), respell=sounded))


@pytest.mark.parametrize("line", LINES)
def test_a_line_of_numbers_can_be_said(line: str) -> None:
    assert unsayable(line) is None


@pytest.mark.parametrize("rate", [80, 300])
@pytest.mark.parametrize("language", ["en-us", "de", "pl", "cmn"])
def test_the_embedded_voice_says_them_at_any_rate(language: str, rate: int, tmp_path: Path) -> None:
    assert said(espeak.open_voice(language, {"rate": rate}), tmp_path) == LINES


def test_the_rest_between_words_is_no_fault_of_a_line(tmp_path: Path) -> None:
    assert said(espeak.open_voice("", {"rate": 80, "word_gap": 50}), tmp_path) == LINES


@pytest.mark.peers  # a minute of speech, ten times as much as the embedded voice needs
@pytest.mark.parametrize("words_per_minute", [80, 260])
def test_a_neural_voice_says_them_at_any_pace(
    packaged_voice: PackagedVoice, words_per_minute: int, tmp_path: Path
) -> None:
    assert said(open_voice(packaged_voice.name, {"words_per_minute": words_per_minute}), tmp_path) == LINES
