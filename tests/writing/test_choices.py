"""Choices are told once: rows, options, labels, the API and the session name the same ones."""

from __future__ import annotations

from dataclasses import fields
from typing import get_args, get_type_hints

import pytest
from pydantic import ValidationError
from typer.main import get_command

from audiosession.cli.app import app
from audiosession.errors import DefinitionError
from audiosession.session import Settings
from audiosession.writing.choices import Choices, Defaults, choose, variant
from audiosession.writing.values import CONDITIONS, PACES, Condition, Detail, Side, Tones
from audiosession.writing.wanted import CHOICES, Wanted

NAMES = {field.name for field in fields(Choices)}
COMMANDS = get_command(app).commands  # type: ignore[attr-defined]


def test_rows_and_what_the_api_takes_are_the_choices() -> None:
    assert set(CHOICES) == set(get_type_hints(Wanted)) == NAMES


@pytest.mark.parametrize("command", ["build", "narrate", "timeline"])
def test_every_choice_is_an_option_and_is_told_there_in_the_same_words(command: str) -> None:
    options = {option.name: option for option in COMMANDS[command].params}

    assert set(options) >= NAMES
    for name, choice in CHOICES.items():
        assert options[name].opts == [f"--{name.replace('_', '-')}"]
        assert options[name].help == choice.help
        assert options[name].is_flag == (not choice.written)
        assert options[name].metavar == (choice.written or None)


def test_a_session_tells_every_choice_and_what_came_of_it() -> None:
    measured = {"seconds_per_count", "lead_in", "fade_out", "loudness"}
    measured |= {"intro", "outro", "music_from", "music_to"}
    # where what was asked for is not what it became
    asked = {f"{name}_asked" for name in ("reps", "voice", "tones", "words_per_minute", "count_voice", "language")}

    assert set(Settings.model_fields) == NAMES | asked | measured


def test_what_show_toml_may_set_is_chosen_where_nobody_asks_for_more() -> None:
    assert set(Defaults.model_fields) - NAMES == {"artist", "album", "loudness", "intro", "outro"}
    usual = choose(Defaults(pace=1.3, detail=Detail.CUES, voice="espeak", music="none", tones=False))

    assert (usual.pace.name, usual.detail, usual.voice, usual.music, usual.tones) == (
        "slow", Detail.CUES, "espeak", None, Tones.OFF
    )  # fmt: skip
    nothing = Wanted(pace=None, detail=None, voice=None, music=None, tones=None, length=None, avoid=None, fill=None)
    assert choose(Defaults(), **nothing) == choose(Defaults())


def test_the_rows_name_all_values_that_there_are() -> None:
    assert CHOICES["pace"].values == tuple(PACES)
    assert CHOICES["detail"].values == tuple(Detail)
    assert CHOICES["side"].values == tuple(Side)
    assert CHOICES["avoid"].values == CONDITIONS == get_args(Condition)
    for name in ("pace", "detail", "side", "avoid"):
        for value in CHOICES[name].values:
            CHOICES[name].read(value)


@pytest.mark.parametrize(
    ("wanted", "label"),
    [
        (Wanted(), ""),
        (Wanted(pace="slow", reps=3), "slow-3"),
        (Wanted(pace="0.95"), "0.95"),
        (Wanted(language="de"), "de"),
        (Wanted(language="en", pace="slow"), "slow"),
        (Wanted(language="pt_BR", pace="slow", any_voice=True), "pt-br-slow"),
        (Wanted(pace="1.0"), ""),
        (Wanted(detail="full", voice="espeak:en-us+f3"), "full-espeak-en-us-f3"),
        (Wanted(voice="recorded:my takes"), "recorded-my-takes"),
        (Wanted(music="none", tones=False), "no-music-no-tones"),
        (Wanted(music="./loops/Sea Waves.ogg"), "sea-waves"),
        (Wanted(length="12m", side="left"), "12m-left"),
        (Wanted(length="1:05:30"), "65m30s"),
        (Wanted(avoid="wrists, knees", seed=3), "without-wrists-knees-seed3"),
        (Wanted(strict=True, fill="espeak"), ""),
        (Wanted(count_voice="espeak:en-gb"), "counts-espeak-en-gb"),
        (Wanted(count_voice="none"), ""),
        (
            Wanted(seed=1, avoid="neck", side="right", length="90s", reps=2, tones=False, music="rain", voice="gtts",
                   detail="cues", pace="brisk"),
            "brisk-cues-gtts-rain-no-tones-2-1m30s-right-without-neck-seed1",
        ),
    ],
)  # fmt: skip
def test_files_are_labelled_by_what_differs(wanted: Wanted, label: str) -> None:
    assert variant(choose(Defaults(), **wanted), Defaults()) == label


@pytest.mark.parametrize(("tag", "label"), [(None, ""), ("en-gb", ""), ("EN-GB", ""), ("en", "en"), ("de_AT", "de-at")])
def test_the_project_s_own_language_is_unmarked_however_its_tag_is_typed(tag: str | None, label: str) -> None:
    british = Defaults(language="en-GB")

    assert british.language == "en-gb"
    assert variant(choose(british, language=tag), british) == label


def test_what_turns_tones_on_is_labelled_where_they_are_off() -> None:
    quiet = Defaults(tones=False, music="none")

    assert variant(choose(quiet, tones=True, music="rain"), quiet) == "rain-tones"


@pytest.mark.parametrize(
    ("wanted", "message", "hint"),
    [
        (Wanted(pace="stedy"), 'no pace is called "stedy"', 'did you mean "steady"?'),
        (Wanted(pace="1,3"), 'no pace is called "1,3"', "write seconds with a point: 1.3"),
        (Wanted(pace="9"), "a count of 9 s", "from 0.5 to 2.5 s, or slow, steady, brisk"),
        (Wanted(detail="fad"), 'no detail is called "fad"', 'did you mean "fade"?'),
        (Wanted(length="soon"), 'no length is written "soon"', "write it like 12m, 12m30s or 12:30"),
        (Wanted(length="7h"), "a length of 7h", "up to six hours"),
        (Wanted(side="up"), 'no side is called "up"', "known: left, right"),
        (Wanted(avoid="knees,nek"), 'nothing that can be avoided is called "nek"', 'did you mean "neck"?'),
    ],
)
def test_what_can_not_be_chosen_is_refused_in_our_words(wanted: Wanted, message: str, hint: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        choose(Defaults(), **wanted)

    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_nothing_but_what_must_be_is_chosen_where_nobody_chooses() -> None:
    usual = choose(Defaults())

    assert usual == Choices(
        pace=usual.pace, detail=usual.detail, voice=usual.voice, music=usual.music, tones=usual.tones
    )
    assert (usual.strict, usual.reps, usual.length, usual.avoid, usual.fill) == (False, None, None, (), "")
    assert variant(usual, Defaults()) == ""


@pytest.mark.parametrize("key", ["artist", "album"])
def test_a_name_in_the_tags_is_neither_empty_nor_longer_than_two_hundred_letters(key: str) -> None:
    for name in ("x", "x" * 200):
        assert getattr(Defaults.model_validate({key: name}), key) == name
    for name in ("", "x" * 201):
        with pytest.raises(ValidationError):
            Defaults.model_validate({key: name})


def test_the_names_of_files_tell_each_choice_that_differs_in_the_order_of_choices() -> None:
    wanted = Wanted(pace="1.25", reps=3, detail="cues", length="12m30s", side="left", avoid="knees,neck", seed=0)
    found = choose(Defaults(), **wanted, music="none", tones=False, strict=True)

    assert variant(found, Defaults()) == "1.25-cues-no-music-no-tones-3-12m30s-left-without-neck-knees-seed0"
    assert variant(choose(Defaults(tones=False), tones=True, length="65s"), Defaults(tones=False)) == "tones-1m5s"
    assert variant(choose(Defaults(), music="C:\\my beds\\Sea Waves.v2.mp3", length="2m"), Defaults()) == (
        "sea-waves.v2-2m"
    )


@pytest.mark.parametrize("pace", [True, False, None, [1.0], {"count": 1.0}])
def test_a_pace_of_another_kind_is_told_what_a_pace_may_be(pace: object) -> None:
    with pytest.raises(ValidationError) as caught:
        Defaults.model_validate({"pace": pace})

    (fault,) = caught.value.errors()
    assert str(fault["ctx"]["error"]) == "pace is a word or a number of seconds"
    assert fault["ctx"]["error"].hint == "write slow, steady, brisk, or 0.5 to 2.5"
