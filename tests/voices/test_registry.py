"""Voices enter by entry points, the built-in ones too."""

from __future__ import annotations

import pytest

from audiosession.cli.remedies import hint_of
from audiosession.errors import VoiceError
from audiosession.voices.registry import choose_voice, engines, open_voice


def test_the_built_in_voices_and_a_stranger_s_stand_in_one_list() -> None:
    assert {"espeak", "gtts", "tone"} <= set(engines())


def test_a_spec_is_an_engine_and_its_argument() -> None:
    assert open_voice("espeak:de").name == "espeak:de"
    assert open_voice("gtts:en:co.uk").name == "gtts:en:co.uk"
    assert open_voice("tone").name == "tone:en"


def test_an_engine_reads_its_own_table_of_settings() -> None:
    settings = {"espeak": {"rate": 130}, "tone": {"level": 0.5}}

    assert "rate=130" in open_voice("espeak", settings).address


@pytest.mark.parametrize(
    ("spec", "hint"),
    [
        ("espaek", 'did you mean "espeak"?'),
        ("espeak:en-uk", 'did you mean "en-us"?'),
        ("gtts:enn", 'did you mean "en"?'),
        ("gtts:en:co.ukk", 'did you mean "co.uk"?'),
        ("gtts:German", 'did you mean "de"?'),
        ("gtts:Klingon", "voices --json"),
        ("espeak:Klingon", "voices --json"),
        ("", "auto"),
    ],
)
def test_a_wrong_spec_is_refused_with_the_near_miss(spec: str, hint: str) -> None:
    with pytest.raises(VoiceError) as caught:
        open_voice(spec)

    assert hint in hint_of(caught.value)


def test_a_voice_that_is_named_needs_no_word_about_it() -> None:
    voice, note = choose_voice("espeak:en-gb")

    assert (voice.name, note) == ("espeak:en-gb", "")
