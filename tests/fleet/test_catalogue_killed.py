"""A catalogue whose build is killed again and again: it goes on where it was, and ends as one that nobody killed."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.peers,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows can't kill so"),
]
SHOW = '[defaults]\nvoice = "espeak"\nmusic = "none"\n'
CATALOGUE = """\
[[classes]]
names = ["breath:4-7-8x4", "breath:4-4x6"]
axes = { pace = ["usual", "slow", "brisk"], tones = ["usual", "off"] }
"""
KILLS = 8


def project_in(folder: Path) -> Path:
    (folder / "scripts").mkdir(parents=True)
    (folder / "scripts" / "show.toml").write_text(SHOW, encoding="utf-8")
    (folder / "scripts" / "catalogue.toml").write_text(CATALOGUE, encoding="utf-8")
    return folder


def command(*verb: str) -> list[str]:
    return [sys.executable, "-m", "audiosession", "catalogue", *verb]


def environment(project: Path) -> dict[str, str]:
    return {**os.environ, "AUDIOSESSION_CACHE": str(project / "cache")}


def finished(project: Path, *verb: str) -> str:
    """Run a command to its end, and return what it printed."""
    ran = subprocess.run(
        command(*verb), cwd=project, env=environment(project), capture_output=True, text=True, check=True
    )
    return ran.stdout


def is_killed(project: Path, after_s: float) -> bool:
    """Begin to build, kill that so long after its first line, and tell whether it was alive still."""
    with subprocess.Popen(
        command("build"), cwd=project, env=environment(project), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
    ) as process:
        assert process.stderr is not None
        process.stderr.readline()
        time.sleep(after_s)
        process.send_signal(signal.SIGKILL)
        process.wait()
    return process.returncode == -signal.SIGKILL


def digests(project: Path) -> dict[str, str]:
    files = [path for path in (project / "output").iterdir() if not path.name.startswith(".")]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_killed_again_and_again_it_ends_as_one_that_nobody_killed(tmp_path: Path) -> None:
    undisturbed, killed = project_in(tmp_path / "undisturbed"), project_in(tmp_path / "killed")
    finished(undisturbed, "build")
    draw = random.Random(7)

    n_killed = sum(is_killed(killed, draw.uniform(0.0, 0.5)) for _ in range(KILLS))
    finished(killed, "build")

    assert n_killed >= KILLS // 2
    assert digests(killed) == digests(undisturbed)
    assert finished(killed, "status", "--json").count('"up to date"') == 12
