"""What is public: a list, loaded only when it is asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest

import audiosession
from audiosession.studio.studio import open_studio

HEAVY = ("pydub", "gtts", "typer", "numpy", "pydantic", "av", "lxml", "requests", "rich")


def test_what_is_public_is_a_list() -> None:
    assert audiosession.__all__ == [
        "AudioSegment",
        "AudioSessionError",
        "EngineFacts",
        "Progress",
        "Remedy",
        "StoppedError",
        "Studio",
        "Voice",
        "VoiceError",
        "Wanted",
        "__version__",
        "as_json",
        "open_project",
        "open_studio",
    ]
    assert dir(audiosession) == audiosession.__all__


@pytest.mark.parametrize("name", audiosession.__all__)
def test_what_is_listed_is_there(name: str) -> None:
    assert getattr(audiosession, name)


def test_the_older_name_opens_the_same_studio() -> None:
    assert audiosession.open_project is open_studio


def test_what_is_not_there_is_told_as_python_does() -> None:
    with pytest.raises(AttributeError, match="module 'audiosession' has no attribute 'open_box'"):
        audiosession.open_box  # noqa: B018


def test_importing_it_loads_nothing_heavy() -> None:
    code = f"import sys, audiosession; print(sorted(set({HEAVY}) & set(sys.modules)))"

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_a_build_of_which_nothing_has_changed_loads_nothing_that_makes_sound() -> None:
    """The look alone must be cheap: it is what a build of a whole catalogue does most."""
    code = (
        "import sys, audiosession.studio.studio, audiosession.building.gather, audiosession.building.build\n"
        "print(sorted({'numpy', 'av', 'pydub', 'PIL', 'lxml', 'mutagen'} & set(sys.modules)))"
    )

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
