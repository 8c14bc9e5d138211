"""The wheel holds the program and the content that comes with it, and is small enough to be had at once."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from support.starter_content import EXERCISES

ROOT = Path(__file__).parents[1]
PACKED = ("audiosession", "scripts", "music")
MOST_BYTES = 25_000_000


def test_what_goes_into_the_wheel_is_small_before_it_is_packed() -> None:
    every = [path for folder in PACKED for path in (ROOT / folder).rglob("*") if path.is_file()]
    files = [path for path in every if path.parent.name != "__pycache__"]

    assert sum(path.stat().st_size for path in files) < MOST_BYTES


@pytest.mark.peers  # pip fetches hatchling, and builds
def test_the_wheel_is_small_and_has_all_that_the_program_needs_in_any_folder(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--wheel-dir", str(tmp_path), str(ROOT)]
    subprocess.run(pip, check=True, stdout=subprocess.DEVNULL)
    (wheel,) = tmp_path.glob("audiosession-*.whl")

    assert wheel.stat().st_size < MOST_BYTES
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"audiosession/starter/scripts/exercises/{name}.toml" for name in EXERCISES} <= names
    beds = {f"audiosession/starter/music/{path.name}" for path in (ROOT / "music").iterdir() if path.is_file()}
    assert beds <= names
    assert not [name for name in names if name.startswith(("tests/", "output/")) or name.endswith(".pyc")]
