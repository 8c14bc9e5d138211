"""Errors carry facts, and come through a process boundary whole."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from audiosession import errors
from audiosession.errors import (
    MOST_FAULTS,
    Act,
    AudioSessionError,
    DefinitionError,
    Fault,
    FaultsError,
    Remedy,
    VoiceError,
    near_miss,
)

NO_BED = Remedy(act=Act.NO_MUSIC)
KINDS = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, AudioSessionError) and kind is not FaultsError
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_error_survives_pickling(kind: type[AudioSessionError]) -> None:
    error = kind("no bed", hint="try another", remedy=NO_BED, path="music/beds.toml", line=3)

    back = pickle.loads(pickle.dumps(error))

    assert type(back) is kind
    assert str(back) == str(error) == "music/beds.toml:3: no bed"
    assert (back.message, back.hint, back.path, back.line) == ("no bed", "try another", "music/beds.toml", 3)
    assert back.remedy == NO_BED


def test_an_error_is_told_its_place_once() -> None:
    placed = VoiceError("gone", hint="look").at(Path("a.toml"), 3)

    assert (str(placed), placed.hint) == ("a.toml:3: gone", "look")
    assert placed.at("b.toml") is placed


def test_faults_are_told_the_place_that_they_lack() -> None:
    error = FaultsError([Fault(message="one"), Fault(message="two", path="b.toml", line=2)]).at("a.toml", 7)

    assert [str(fault) for fault in error.faults] == ["a.toml:7: one", "b.toml:2: two"]


def test_many_faults_survive_pickling_together() -> None:
    error = FaultsError([Fault(message="one", path="a.toml", line=2, hint="h"), Fault(message="two")])

    back = pickle.loads(pickle.dumps(error))

    assert back.faults == error.faults
    assert (str(back), back.hint) == ("a.toml:2: one", "h")
    assert isinstance(back, DefinitionError)


def test_a_place_is_only_as_precise_as_what_is_known() -> None:
    assert str(AudioSessionError("gone")) == "gone"
    assert FaultsError([Fault(message="gone", path="x")]).line is None
    assert str(AudioSessionError("gone", path="x.mp3")) == "x.mp3: gone"
    assert [str(Fault(message="gone", path=path, line=line)) for path, line in ((None, 0), ("x", 0), ("x", 4))] == [
        "gone",
        "x: gone",
        "x:4: gone",
    ]


@pytest.mark.parametrize(
    ("word", "hint"),
    [("exale", 'did you mean "exhale"?'), ("zzz", "known: exhale, inhale"), ("Inhale", 'did you mean "inhale"?')],
)
def test_a_hint_names_the_nearest_or_all(word: str, hint: str) -> None:
    assert near_miss(word, ["inhale", "exhale"]) == hint


@pytest.mark.parametrize("known", [["left_leg", "left-leg"], ["left-leg", "left_leg"]])
def test_of_names_that_differ_in_a_sign_the_first_by_name_is_meant_however_they_come(known: list[str]) -> None:
    assert near_miss("Left Leg", known) == 'did you mean "left-leg"?'


def test_a_word_of_two_letters_is_near_to_none_of_three() -> None:
    assert near_miss("ro", ["roll", "row"]) == "known: roll, row"
    assert near_miss("rol", ["roll", "saw"]) == 'did you mean "roll"?'
    assert near_miss("RO", ["ro", "row"]) == 'did you mean "ro"?'


def test_nothing_known_is_no_hint() -> None:
    assert near_miss("x", []) == ""


@pytest.mark.parametrize("line", [None, 4])
def test_an_error_told_with_others_keeps_what_it_knows_and_claims_no_line_that_it_does_not(line: int | None) -> None:
    fault = VoiceError("gone", hint="look", remedy=NO_BED, path="a.toml", line=line).as_fault()

    assert fault == Fault(message="gone", path="a.toml", line=line or 0, hint="look", remedy=NO_BED)
    assert str(fault) == ("a.toml:4: gone" if line else "a.toml: gone")
    assert FaultsError([fault]).line == line
    assert not fault.is_count


def test_faults_get_no_line_where_only_their_file_is_known() -> None:
    (fault,) = FaultsError([Fault(message="one")]).at("a.toml").faults

    assert (fault.line, str(fault)) == (0, "a.toml: one")


@pytest.mark.parametrize("number", [1, MOST_FAULTS, MOST_FAULTS + 1, MOST_FAULTS + 2, 3_000])
def test_as_many_faults_are_told_as_a_screen_holds_and_how_many_more_there_are(number: int) -> None:
    found = [Fault(message=f"fault {n}", path=f"{n}.toml", line=n) for n in range(number)]
    error = FaultsError(found)

    assert list(error.faults[:MOST_FAULTS]) == found[:MOST_FAULTS]
    assert 10 <= MOST_FAULTS <= 24  # lines on a terminal
    behind = error.faults[MOST_FAULTS:]
    if number <= MOST_FAULTS:
        assert behind == ()
    else:
        (count,) = behind
        assert (count.message, count.path, count.is_count) == (
            f"and {number - MOST_FAULTS:,} more", f"{number - 1}.toml", True
        )  # fmt: skip


def test_faults_that_were_counted_once_are_not_counted_again() -> None:
    once = FaultsError([Fault(message=f"fault {n}", path="a.toml", line=n + 1) for n in range(3_000)])

    assert FaultsError(once.faults).faults == once.at("b.toml").faults == once.faults
    assert pickle.loads(pickle.dumps(once)).faults == once.faults
    # A count that comes with more than it was told with counts as one of them.
    more = FaultsError([Fault(message="first"), *once.faults])
    assert more.faults[-1].message == "and 2 more"


def test_only_the_beginning_of_an_endless_word_is_compared() -> None:
    known = ["x" * 50]

    # Two thirds of what is compared are those of the name: near enough. Of the whole word, hardly one would be.
    assert near_miss("x" * 80 + "y" * 1_000_000, ["x" * 80]) == f'did you mean "{"x" * 80}"?'
    assert "did you mean" not in near_miss("x" * 30 + "y" * 1_000_000, known)


def test_a_hint_may_be_another_than_all_that_is_known() -> None:
    assert near_miss("zzz", ["inhale"], "look at the list") == "look at the list"
    assert near_miss("inhal", ["inhale"], "look at the list") == 'did you mean "inhale"?'
