"""Whoever is killed in the middle of a save leaves the old file or the new one, and nobody waits for the dead."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from audiosession import open_studio
from audiosession.project.project import starter_folder

SAVER = """
import sys
from audiosession import open_studio
studio = open_studio(sys.argv[1])
sitting = studio.sitting()
text = studio.text("exercise", "swan")
for number in range(1_000_000):
    long = f"{sys.argv[2]}# {sys.argv[3]} {number}\\n" + "# long\\n" * 500
    text = sitting.write_text("exercise", "swan", long, text.version).text
    if number == 0:
        print("ready", flush=True)
"""


@pytest.mark.peers
@pytest.mark.skipif(sys.platform == "win32", reason="nothing is killed like that there")
def test_a_text_is_never_torn_however_often_its_writer_is_killed(tmp_path: Path) -> None:
    open_studio(tmp_path).new(tmp_path / "mine")
    studio = open_studio(tmp_path / "mine")
    chance = random.Random(1)
    head = (starter_folder() / "scripts/exercises/swan.toml").read_text("utf-8")
    studio.sitting().write_text("exercise", "swan", head, "")
    n_changed, before = 0, studio.text("exercise", "swan").text
    for number in range(50):
        command = [sys.executable, "-c", SAVER, str(studio.project.root), head, str(number)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as running:
            assert running.stdout is not None
            assert running.stdout.readline() == b"ready\n"
            time.sleep(chance.uniform(0, 0.2))
            running.kill()
        text = studio.text("exercise", "swan").text
        rest = text.removeprefix(head)
        assert text.startswith(head)
        assert not rest or (rest.startswith("# ") and rest.endswith("# long\n") and rest.count("\n") == 501)
        n_changed += text != before
        before = text

    assert n_changed == 50  # each saved once at least before it was killed
    version = studio.text("exercise", "swan").version
    studio.sitting().write_text("exercise", "swan", head, version)  # the dead hold no lock
    left = [path.name for path in (studio.project.scripts / "exercises").iterdir() if "lock" in path.name]
    assert (left, json.loads(json.dumps(studio.text("exercise", "swan").faults))) == ([], [])
