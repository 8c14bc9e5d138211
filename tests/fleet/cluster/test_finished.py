"""Finished classes on their way through a store: whole, or asked for once more; never half written."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from audiosession.building.build import build
from audiosession.building.gather import Inputs, gather
from audiosession.files.sharing.actions import PIECE_BYTES
from audiosession.files.sharing.shared import SharedStore, shared_store_at
from audiosession.fleet.cluster.finished import LostError, find_finished, paths_of, receive, send_finished
from audiosession.project.project import Project
from audiosession.project.settings import read_defaults
from audiosession.writing.choices import choose

pytestmark = pytest.mark.slow

_NUMBERS = count()
SPEAKERS = ("a voice",)


@pytest.fixture
def inputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Inputs:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    project = Project(tmp_path / "project", "none")
    inputs = gather(project, "breath:4-4x2", choose(read_defaults(project), voice="tone", music="none"))
    build(project, inputs)
    return inputs


@pytest.fixture
def store() -> SharedStore:
    return shared_store_at(f"memory://finished {next(_NUMBERS)}")


def contents(sound: Path) -> dict[str, bytes]:
    return {what: path.read_bytes() for what, path in paths_of(sound).items()}


@pytest.mark.parametrize("by_hand", [False, True])
def test_what_is_received_is_what_was_sent(by_hand: bool, inputs: Inputs, store: SharedStore, tmp_path: Path) -> None:
    there = tmp_path / "there" / inputs.path.name
    there.parent.mkdir()

    sent = send_finished(store, inputs, SPEAKERS, by_hand=by_hand)
    receive(store, there, sent)

    assert contents(there) == contents(inputs.path)
    assert [one.content is not None for one in sent.values()] == [by_hand] * 4


def test_a_sound_of_several_pieces_comes_whole(inputs: Inputs, store: SharedStore, tmp_path: Path) -> None:
    inputs.path.write_bytes(bytes(range(256)) * (PIECE_BYTES // 256 + 10))

    receive(store, tmp_path / "there.mp3", send_finished(store, inputs, SPEAKERS, by_hand=False))

    assert contents(tmp_path / "there.mp3") == contents(inputs.path)


def test_what_somebody_finished_is_found_by_the_same_inputs_and_voices_alone(
    inputs: Inputs, store: SharedStore
) -> None:
    sent = send_finished(store, inputs, SPEAKERS, by_hand=False)

    assert find_finished(store, inputs, SPEAKERS) == sent
    assert find_finished(store, inputs, ("another voice",)) is None
    assert find_finished(store, replace(inputs, made_from={**inputs.made_from, "x": "y"}), SPEAKERS) is None


@pytest.mark.parametrize("spoilt", ["sha256", "address"])
def test_of_what_is_lost_or_is_something_else_nothing_is_written(
    spoilt: str, inputs: Inputs, store: SharedStore, tmp_path: Path
) -> None:
    there = tmp_path / "there" / inputs.path.name
    there.parent.mkdir()
    there.write_bytes(b"of before")
    sent = send_finished(store, inputs, SPEAKERS, by_hand=False)
    sent["sound"] = replace(sent["sound"], **{spoilt: "0" * 64})

    with pytest.raises(LostError):
        receive(store, there, sent)

    assert [path.name for path in there.parent.iterdir()] == [there.name]
    assert there.read_bytes() == b"of before"
