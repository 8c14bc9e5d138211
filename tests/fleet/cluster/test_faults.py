"""Errors that come from a worker: the same facts, with places in the project of whoever asked."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from audiosession.errors import (
    Act,
    AudioSessionError,
    DefinitionError,
    Fault,
    FaultsError,
    OutputError,
    Remedy,
    VoiceError,
)
from audiosession.fleet.cluster.faults import received_error, sent_error
from audiosession.project.project import Project

THERE, HERE = Project(Path("/worker/space/abc")), Project(Path("/home/ada/mat"))


def sent(error: AudioSessionError) -> AudioSessionError:
    return received_error(pickle.loads(pickle.dumps(sent_error(error, THERE))), HERE)


@pytest.mark.parametrize(
    ("there", "here"),
    [
        (THERE.root / "scripts/exercises/saw.toml", HERE.root / "scripts/exercises/saw.toml"),
        (THERE.starter / "scripts/exercises/saw.toml", HERE.starter / "scripts/exercises/saw.toml"),
        (Path("/worker/cache/takes"), "takes"),
        ("the narration of saw", "the narration of saw"),
        (None, None),
    ],
)
def test_a_place_is_that_of_whoever_asked(there: Path | str | None, here: Path | str | None) -> None:
    error = DefinitionError("is wrong", path=there, line=14, hint="mend it", remedy=Remedy(act=Act.NARRATE, to="saw"))

    found = sent(error)

    assert type(found) is DefinitionError
    assert (found.message, found.path, found.line, found.hint) == ("is wrong", here, 14, "mend it")
    assert found.remedy == error.remedy


def test_a_message_names_no_folder_of_a_worker() -> None:
    found = sent(VoiceError(f"no file {THERE.root}/voice/1.wav", hint=f"put it into {THERE.root}/voice"))

    assert (found.message, found.hint) == ("no file voice/1.wav", "put it into voice")


def test_several_faults_stay_several() -> None:
    faults = [Fault(message=f"fault {line}", path=THERE.root / "scripts/a.toml", line=line) for line in (3, 5)]

    found = sent(FaultsError(faults))

    assert isinstance(found, FaultsError)
    assert [(one.path, one.line) for one in found.faults] == [(HERE.root / "scripts/a.toml", line) for line in (3, 5)]


def test_an_error_that_is_not_known_here_is_told_all_the_same() -> None:
    class PluginError(OutputError):
        pass

    assert str(sent(PluginError("is full"))) == "is full"
