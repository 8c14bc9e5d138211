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
print(*{"av", "onnxruntime", "requests", "gtts"} & set(sys.modules), file=sys.stderr)
"""


@pytest.mark.parametrize(
    "words",
    [
        "check saw",
        "check still-water",
        "timeline saw --voice espeak",
        "build saw --voice espeak --dry-run",
        "narrate saw",
    ],
)
def test_nothing_is_loaded_that_makes_or_fetches_sound(
    words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path))

    def loaded() -> list[str]:
        command = [sys.executable, "-c", _RUN, *words.split()]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path, timeout=60)
        return done.stderr.splitlines()[-1].split()

    loaded()  # what is decoded once for all is in the caches then

    assert loaded() == []
