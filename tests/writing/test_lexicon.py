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


def test_what_a_voice_borrows_from_goes_before_all_and_behind_its_own() -> None:
    tables = {"all": {"psoas": "all", "saw": "all"}, "espeak:en": {"psoas": "[[x]]", "swan": "[[y]]"}}
    lexicon = Lexicon(tables={**tables, "piper": {"swan": "own"}})

    def spoken(line: str, borrows: str) -> str:
        return lexicon.respelling("piper:en_GB-ada", borrows, lambda said: f"({said})")(line)

    assert spoken("Psoas, saw, swan.", "espeak:en-us") == "([[x]]), all, own."
    assert spoken("Psoas, saw, swan.", "espeak:de") == "all, all, own."
    assert spoken("Psoas, saw, swan.", "") == "all, all, own."


def test_without_words_the_text_stays_as_it_is() -> None:
    assert NO_LEXICON.spoken("Hold [your] pose (please).", "espeak:en-us") == "Hold [your] pose (please)."


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ('\n"psoas" = "so-us"\n', '"psoas" stands in no table', 2),
        ('[espeak]\n"a" = "b"\n"psoas" = 3\n', "psoas 3", 3),
        ("[espeak\n", "not TOML", 1),
        ('[espeak]\n"psoas" = ""\n', "psoas of espeak is empty", 2),
        ('psoas.left = 1\n"p\\u0073oas2" = "so-us"\n', '"psoas2" stands in no table', 1),
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
        ("Separate your legs", "sˈɛpɚɹˌeɪt jʊɹ lˈɛɡz"),
        ("Use less", "jˈuːz lˈɛs"),
        ("osteoporosis", "ˌɑːstioʊpɚɹˈoʊsɪs"),
        ("1/2", "wˈʌn hˈæf"),
        ("No. 5", "nˈʌmbɚ fˈaɪv"),
    ],
)
def test_words_that_the_embedded_voice_gets_wrong_are_said_as_they_should(word: str, ipa: str) -> None:
    from audiosession.voices.espeak import open_voice

    voice = open_voice("en-us", {})
    lexicon = read_lexicon((ROOT / "scripts" / "lexicon.toml").read_text(encoding="utf-8"), "lexicon.toml")

    assert voice.phonemes(lexicon.spoken(word, voice.name)) == ipa


@pytest.mark.parametrize("typed", ["Don't", "don’t", "DONʼT", "don‘t", "don`t"])
def test_a_word_is_found_whichever_apostrophe_was_typed(typed: str) -> None:
    assert Lexicon(tables={"all": {"don’t": "dohnt"}}).spoken(f"{typed} hold.", "x") == "dohnt hold."


@pytest.mark.parametrize("typed", ["l’étiré", "l'e\u0301tire\u0301", "LʼÉTIRÉ"])
@pytest.mark.parametrize("word", ["l'étiré", "l’e\u0301tire\u0301"])
def test_a_word_is_found_in_any_form_that_a_person_types(typed: str, word: str) -> None:
    assert Lexicon(tables={"all": {word: "stretched"}}).spoken(f"Now {typed}.", "x") == "Now stretched."


@pytest.mark.parametrize("typed", ["side-lying", "Side\u2011lying", "side\u2010lying", "SIDE–LYING"])
def test_a_word_is_found_whichever_hyphen_was_typed(typed: str) -> None:
    assert Lexicon(tables={"all": {"side-lying": "side lying"}}).spoken(f"Now {typed}.", "x") == "Now side lying."


@pytest.mark.parametrize("typed", ["plié", "plie\u0301", "PLIÉ"])
@pytest.mark.parametrize("word", ["plié", "plie\u0301"])
def test_a_word_is_found_in_either_form_of_unicode(typed: str, word: str) -> None:
    assert Lexicon(tables={"all": {word: "plee-ay"}}).spoken(f"A {typed}, {typed}.", "x") == "A plee-ay, plee-ay."


@pytest.mark.parametrize(("word", "typed"), [("Fußgelenk", "FUẞGELENK"), ("Straße", "straße"), ("ὀδός", "ὈΔΌΣ")])
def test_letters_whose_large_form_is_another_are_found(word: str, typed: str) -> None:
    assert Lexicon(tables={"all": {word: "so"}}).spoken(typed, "x") == "so"


@pytest.mark.parametrize("space", [" ", "  ", "\u00a0", "\u202f"])
def test_words_are_found_over_any_space(space: str) -> None:
    assert LEXICON.spoken(f"A rond{space}de jambe.", "gtts:en") == "A ron duh jom."


def test_words_around_an_entry_are_given_as_they_sound() -> None:
    assert LEXICON.spoken("Don\u02bct, psoas \uff17.", "gtts:en") == "Don't, so-us 7."


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ('"psoas" = "so\u200bus"', "U+200B"),
        ('"pso\u2028as" = "so us"', "U+2028"),
        ('"psoas" = "*so* us"', "markup"),
        ('"psoas" = "<b>so</b>"', "markup"),
        ('"psoas" = "..."', "nothing to say"),
    ],
)
def test_an_entry_that_can_not_be_said_is_told_with_its_line(entry: str, message: str) -> None:
    with pytest.raises(FaultsError, match=message.replace("+", r"\+")) as caught:
        read_lexicon(f"[all]\n\n{entry}\n", "lexicon.toml")

    assert caught.value.line == 3
