"""What does not depend on the words is made while they are spoken, and engines are loaded for new lines alone."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from support.figures import write_wav_file
from support.piper_model import make_voice
from support.still_sounds import rustle

from audiosession.building.build import begin
from audiosession.building.gather import Inputs, gather
from audiosession.errors import CodecError
from audiosession.progress import Progress
from audiosession.project.project import Project
from audiosession.project.stores import loop_store
from audiosession.writing.choices import Defaults, choose

TEXT = "[class Mine]\nSit down on your mat.\n[inhale 2] In.\n[exhale 2] Out.\n"
_PATIENCE_S = 60.0


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("AUDIOSESSION_VOICES", str(tmp_path / "voices"))
    (tmp_path / "scripts/exercises").mkdir(parents=True)
    (tmp_path / "mine.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "music").mkdir()
    write_wav_file(tmp_path / "music/rain.wav", rustle(1.5, level_db=-20.0))
    return Project(tmp_path)


def order(project: Project) -> Inputs:
    return gather(project, str(project.root / "mine.txt"), choose(Defaults(), voice="tone", music="rain"))


def test_the_bed_and_the_cover_are_ready_before_the_last_word_is_spoken(project: Project) -> None:
    waited = []

    def watch(step: Progress) -> None:
        """Let no line be ready before the bed and the cover are; without a bed it gives up, and the test fails."""
        until = time.monotonic() + _PATIENCE_S
        while not all(list(project.cache.glob(f"{kind}/*/*")) for kind in ("beds", "covers")):
            if time.monotonic() > until:
                waited.append(step)
                return
            time.sleep(0.01)

    begin(project, order(project), watch=watch)

    assert waited == []


def test_a_bed_that_is_at_fault_is_told_though_it_was_made_beside(project: Project) -> None:
    (project.root / "music/rain.wav").write_bytes(b"RIFF, and no more")

    with pytest.raises(CodecError):
        begin(project, order(project))

    assert len(list(project.cache.glob("takes/**/*.take"))) == 3, "what was spoken is kept"


def test_a_voice_that_fails_leaves_no_work_behind(project: Project) -> None:
    def stop(step: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        begin(project, order(project), watch=stop)

    assert not list(project.root.rglob("*.partial"))
    assert loop_store(project).open(project.root / "music/rain.wav", order(project).beds["rain"].bed).n_frames


def test_the_runtime_of_a_voice_is_loaded_only_where_a_line_is_new(project: Project) -> None:
    make_voice(project.root / "voices")
    heavy = "sorted({'onnxruntime', 'piper'} & set(sys.modules))"
    script = (
        "import sys; from audiosession import open_studio; "
        "open_studio().build('mine.txt', voice='piper', music='none', form='wav', force=True); "
        f"print({heavy})"
    )

    loaded = [
        subprocess.run([sys.executable, "-c", script], cwd=project.root, check=True, capture_output=True, text=True)
        for _ in range(2)
    ]

    assert [one.stdout.strip() for one in loaded] == ["['onnxruntime', 'piper']", "[]"]
