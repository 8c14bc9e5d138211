"""The lexicon changes what is spoken: whole words, for the voices that it is meant for."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiosession.errors import FaultsError
from audiosession.writing.lexicon import NO_LEXICON, Lexicon, read_lexicon

ROOT = Path(__file__).parents[2]
LEXICON = Lexicon(
    tables={
        "all": {"psoas": "so-us", "rond": "ron", "rond de jambe": "ron duh jom"},
        "espeak": {"psoas": "[[s'oU@s]]"},
        "espeak:en": {"Saw": "sore"},
    }
)


def test_whole_words_are_replaced_whatever_their_case() -> None:
    assert LEXICON.spoken("PSOAS, iliopsoas, psoas.", "gtts:en") == "so-us, iliopsoas, so-us."


def test_the_longer_entry_wins_and_nothing_is_replaced_twice() -> None:
    assert LEXICON.spoken("A rond de jambe, a rond.", "gtts:en") == "A ron duh jom, a ron."


def test_the_table_of_a_voice_wins_over_that_of_all() -> None:
    assert LEXICON.spoken("psoas", "espeak:de") == "[[s'oU@s]]"


@pytest.mark.parametrize(
    ("voice", "spoken"),
    [("espeak:en-us", "sore"), ("espeak:en", "sore"), ("espeak:eno", "saw"), ("espeak:es", "saw"), ("gtts:en", "saw")],
)
def test_a_table_holds_for_the_voices_whose_name_begins_as_its_own(voice: str, spoken: str) -> None:
    assert LEXICON.spoken("saw", voice) == spoken


def test_without_words_the_text_stays_as_it_is() -> None:
    assert NO_LEXICON.spoken("Hold [your] pose (please).", "espeak:en-us") == "Hold [your] pose (please)."


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ('\n"psoas" = "so-us"\n', '"psoas" stands in no table', 2),
        ('[espeak]\n"a" = "b"\n"psoas" = 3\n', "psoas 3", 3),
        ("[espeak\n", "not TOML", 1),
        ('[espeak]\n"psoas" = ""\n', "at least 1 character", 2),
    ],
)
def test_a_fault_has_its_line(text: str, message: str, line: int) -> None:
    with pytest.raises(FaultsError) as caught:
        read_lexicon(text, "lexicon.toml")

    assert message in caught.value.message
    assert caught.value.line == line


def test_every_word_of_our_own_lexicon_is_said_otherwise_than_the_voice_would() -> None:
    from audiosession.voices.espeak import open_voice

    voice = open_voice("en-us", {})
    lexicon = read_lexicon((ROOT / "scripts" / "lexicon.toml").read_text(encoding="utf-8"), "lexicon.toml")
    words = lexicon.words(voice.name)

    assert words
    for word, said in words.items():
        assert voice.phonemes(said) != voice.phonemes(word), word


@pytest.mark.parametrize(
    ("word", "ipa"),
    [
        ("Pilates", "pɪlˈɑːɾiːz"),
        ("Close your eyes.", "klˈoʊz jʊɹ ˈaɪz"),
        ("Elbows close", "ˈɛlboʊz klˈoʊs"),
        ("quadriceps", "kwˈɑːdɹɪsɛps"),
        ("scissors", "sˈɪzɚz"),
        ("abdominis", "æbdˈɑːmɪnɪs"),
    ],
)
def test_words_that_the_embedded_voice_gets_wrong_are_said_as_they_should(word: str, ipa: str) -> None:
    from audiosession.voices.espeak import open_voice

    voice = open_voice("en-us", {})
    lexicon = read_lexicon((ROOT / "scripts" / "lexicon.toml").read_text(encoding="utf-8"), "lexicon.toml")

    assert voice.phonemes(lexicon.spoken(word, voice.name)) == ipa
