"""Heavy packages are loaded by whoever needs them: asking what there is, and when, neither decodes nor fetches."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_RUN = """\
import sys
from audiosession.cli.app import run
try:
    run(sys.argv[1:])
except SystemExit as left:
    assert not left.code, left.code
print(*sys.modules, file=sys.stderr)
"""
_MAKES_OR_FETCHES = {"av", "onnxruntime", "requests", "gtts"}
_SHAPES_OR_DRAWS = {"numpy", "pydub", "lxml", "PIL", "mutagen", "matplotlib"}


pytestmark = [pytest.mark.usefixtures("beds_at_hand"), pytest.mark.slow]


def loaded(words: str, folder: Path) -> set[str]:
    """Return the modules that a command has loaded when it is done, run for the second time."""
    command = [sys.executable, "-c", _RUN, *words.split()]
    for _ in range(2):  # what is spoken or decoded once for all is in the caches then
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder, timeout=60)
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize(
    "words",
    [
        "list exercises",
        "list voices",
        "check saw",
        "timeline saw --voice espeak",
        "build saw --voice espeak --dry-run",
        "build saw --voice gtts:en:co.uk --dry-run",
        "build back-body --voice gtts --length 16m --dry-run",
        "narrate saw",
    ],
)
def test_nothing_is_loaded_that_has_to_do_with_sound_or_pictures(words: str, tmp_path: Path) -> None:
    assert loaded(words, tmp_path) & (_MAKES_OR_FETCHES | _SHAPES_OR_DRAWS) == set()


@pytest.mark.parametrize("words", ["check", "check still-water"])
def test_a_look_at_beds_that_were_made_to_go_round_decodes_and_fetches_nothing(words: str, tmp_path: Path) -> None:
    assert loaded(words, tmp_path) & _MAKES_OR_FETCHES == set()


def test_a_build_loads_what_shapes_sound_and_nothing_that_draws_fetches_or_reads_pages(tmp_path: Path) -> None:
    found = loaded("build saw --reps 1 --voice espeak --force", tmp_path)

    assert found & (_MAKES_OR_FETCHES | _SHAPES_OR_DRAWS) == {"av", "numpy", "pydub"}
