"""Errors carry facts, and come through a process boundary whole."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from audiosession import errors
from audiosession.errors import (
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


def test_nothing_known_is_no_hint() -> None:
    assert near_miss("x", []) == ""
