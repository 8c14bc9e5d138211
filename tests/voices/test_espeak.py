"""The embedded voice, for real: it is in the wheel that we depend on."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from audiosession.errors import VoiceError
from audiosession.voices.espeak import open_voice
from audiosession.voices.speaking import takes_for
from audiosession.voices.store import TakeStore
from audiosession.voices.take import prepare
from audiosession.writing.lexicon import NO_LEXICON

KICK = "Kick your left heel to the centre of your buttock, two short pulses."
HOLD = "Shhh, breathe out. Hold."


def test_a_line_is_the_same_bytes_whatever_was_spoken_before() -> None:
    voice = open_voice("", {})
    first = voice.speak(KICK).raw_data

    voice.speak(HOLD)

    assert voice.speak(KICK).raw_data == first


def test_a_line_is_the_same_bytes_in_another_process() -> None:
    program = (
        "import hashlib; from audiosession.voices.espeak import open_voice;"
        f"print(hashlib.sha256(open_voice('', {{}}).speak({KICK!r}).raw_data).hexdigest())"
    )

    def run() -> str:
        return subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout

    assert run() == run() != ""


def test_lines_spoken_from_several_threads_do_not_mix() -> None:
    voice = open_voice("en-us", {})
    alone = {text: voice.speak(text).raw_data for text in (KICK, HOLD)}

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda text: (text, voice.speak(text).raw_data), [KICK, HOLD] * 6))

    assert all(sound == alone[text] for text, sound in together)


def test_whole_sentences_come_at_a_pace_that_a_moving_person_can_follow() -> None:
    lines = [
        "Lie face down, with your legs together and the tops of your feet on the mat.",
        "Breathe in, and grow long through the crown of your head.",
        "Keep your thighs and knees pressed together, and your chest lifted.",
        "Lower the left leg, fully straight, and change to the right.",
        "Kick your left heel to the centre of your buttock, with two short pulses.",
        "Stop if your lower back hurts, and come down to rest.",
    ]
    voice = open_voice("", {})
    minutes = sum(len(prepare(voice.speak(line), text=line)) for line in lines) / 60_000

    assert 140 <= sum(len(line.split()) for line in lines) / minutes <= 155


def test_the_language_and_the_variant_are_part_of_the_name_and_the_address() -> None:
    german, whisper = open_voice("de", {}), open_voice("en-us+whisper", {})

    assert (german.name, german.language) == ("espeak:de", "de")
    assert whisper.name == "espeak:en-us+whisper"
    assert len({german.address, whisper.address, open_voice("de", {"rate": 130}).address}) == 3


def test_english_of_great_britain_is_found_though_the_library_does_not_know_it_by_that_name() -> None:
    assert open_voice("en-gb", {}).speak("Bath").raw_data != open_voice("en-us", {}).speak("Bath").raw_data


def test_the_rest_at_a_comma_can_be_longer() -> None:
    text = "Breathe in, grow long, & lift <slowly>."
    lengths = [len(open_voice("", {"comma_pause": pause}).speak(text)) for pause in (300, 800)]

    # Two commas of 500 ms more each; the voice rounds to whole cycles of its pitch.
    assert lengths[1] - lengths[0] == pytest.approx(1000, abs=60)


@pytest.mark.parametrize(
    ("argument", "settings", "hint"),
    [
        ("en-uk", {}, 'did you mean "en-us"?'),
        ("en-us+wisper", {}, 'did you mean "whisper"?'),
        ("", {"rat": 120}, 'did you mean "rate"?'),
        ("", {"rate": 10}, "from 80 to 300"),
    ],
)
def test_what_does_not_exist_is_refused_with_the_near_miss(
    argument: str, settings: dict[str, object], hint: str
) -> None:
    with pytest.raises(VoiceError) as caught:
        open_voice(argument, settings)

    assert hint in caught.value.hint


@pytest.mark.parametrize("text", ["", " ", "…"])
def test_a_line_without_words_is_refused_rather_than_spoken_as_silence(text: str) -> None:
    with pytest.raises(VoiceError, match="nothing"):
        open_voice("", {}).speak(text)


@pytest.mark.parametrize(
    "line", ["77", "2026", "42", "115", "9,999,999", "½", "№ 5", "50 %", "+5", "WWW", "12:30", "👏"]
)
def test_numbers_and_signs_are_spoken_and_take_their_time(tmp_path: Path, line: str) -> None:
    assert takes_for(open_voice("en-us", {}), [line], TakeStore(tmp_path))[line].duration > 100


@pytest.mark.parametrize("typed", ["Don’t hold.", "Don\u02bct hold.", "Don\uff07t hold.", "Don`t hold."])
def test_an_apostrophe_is_one_whichever_was_typed(typed: str) -> None:
    voice = open_voice("en-us", {})

    assert voice.phonemes(NO_LEXICON.spoken(typed, voice.name)) == voice.phonemes("Don't hold.")


def test_phonemes_tell_how_a_word_is_pronounced() -> None:
    assert open_voice("en-us", {}).phonemes("kick, kick") == "kˈɪk kˈɪk"
