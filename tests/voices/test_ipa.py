"""One entry in the IPA is said by the embedded voice and by voices of Piper alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.piper_model import make_voice

from audiosession.building.cast import respelling
from audiosession.errors import VoiceError
from audiosession.voices import espeak
from audiosession.voices.ipa import in_espeak_names
from audiosession.voices.piper.voice import open_voice
from audiosession.writing.lexicon import Lexicon

WORDS = (
    "breathe", "shoulder", "chair", "ears", "near", "floor", "arms", "bird", "measure", "jaw", "thing", "this", "year",
    "use", "boy", "now", "high", "care", "pure", "better", "world", "further", "judge", "above", "comma", "hurry",
    "father", "thought", "cat", "dress", "foot", "goose", "mouth", "power", "start", "fire", "Pilates", "psoas",
)  # fmt: skip


@pytest.mark.parametrize("word", WORDS)
def test_what_the_embedded_voice_tells_of_a_word_it_says_again(word: str) -> None:
    voice = espeak.open_voice("", {})
    ipa = voice.phonemes(word)

    assert voice.phonemes(f"[[{ipa}]]" if not ipa.isascii() else word) == ipa


@pytest.mark.parametrize("ipa", ["pɪˈlɑːtiːz", "pɪlˈɑːtiːz", "pɪˈlɑːɾiːz", "  pɪˈlɑːtiːz "])
def test_a_stress_stands_where_dictionaries_or_voices_write_it(ipa: str) -> None:
    assert espeak.open_voice("", {}).phonemes(f"[[{ipa}]]") == "pɪlˈɑːɾiːz"


def test_one_entry_serves_both_engines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOSESSION_VOICES", str(tmp_path))
    model = make_voice(tmp_path)
    config = Path(f"{model}.json")
    config.write_text(config.read_text().replace('"phoneme_type": "text"', '"phoneme_type": "espeak"'))
    lexicon = Lexicon(tables={"espeak:en": {"Pilates": "[[pɪˈlɑːtiːz]]"}})
    embedded, neural = espeak.open_voice("", {}), open_voice("", {})

    assert respelling(lexicon, embedded)("Pilates, now.") == "[[pɪˈlɑːtiːz]], now."
    assert embedded.phonemes("[[pɪˈlɑːtiːz]], now.") == "pɪlˈɑːɾiːz nˈaʊ"
    assert respelling(lexicon, neural)("Pilates, now.") == "[[ pɪlˈɑːɾiːz ]], now."


def test_names_of_the_embedded_voice_and_words_stay_as_they_are() -> None:
    line = "From [[s'oU@s]], über [x] ˈhere."

    assert in_espeak_names(line) == line


def test_a_sound_that_english_has_not_is_told() -> None:
    with pytest.raises(VoiceError, match='no sound is written "ʁ" in "ˈʁuː"'):
        espeak.open_voice("", {}).speak("A [[ˈʁuː]].")
