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

from audiosession.building.build import begin, finish
from audiosession.building.built import Built
from audiosession.building.gather import Inputs, gather
from audiosession.building.place import place_class
from audiosession.errors import CodecError
from audiosession.progress import Progress, unwatched
from audiosession.project.project import Project
from audiosession.project.stores import loop_store
from audiosession.voices.piper.voice import PiperVoice
from audiosession.voices.registry import open_voice
from audiosession.voices.voice import RestingVoice
from audiosession.writing.choices import Defaults, choose

pytestmark = pytest.mark.slow

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


SPEAKER = """\
import array, math, pathlib, sys, time, wave

text, path = pathlib.Path(sys.argv[1]).read_text(), sys.argv[2]
until = time.monotonic() + {patience}
while "the last" in text and not list(pathlib.Path({cache!r}).glob("windows/*/*.window")):
    if time.monotonic() > until:
        sys.exit("no window was made")
    time.sleep(0.01)
with wave.open(path, "wb") as file:
    file.setparams((1, 2, 16000, 0, "NONE", ""))
    file.writeframes(array.array("h", [int(8000 * math.sin(n / 6)) for n in range(900 * len(text))]).tobytes())
"""
"""A voice that says the last line only when there is a window of the class that it belongs to."""


def long_order(project: Project, voice: str = "tone") -> Inputs:
    """Return what a class of many lines is made of."""
    parts = "".join(f"[exercise go-{n}]\n[section Go {n}]\nNow go on, {n}.\n[inhale 3] In, {n}.\n" for n in range(9))
    text = f"[class Long]\n{parts}[exercise end]\n[section End]\nThis is the last line.\n"
    (project.root / "long.txt").write_text(text, encoding="utf-8")
    wanted = choose(Defaults(), voice=voice, music="none", tones=False)
    return gather(project, str(project.root / "long.txt"), wanted)


def test_the_first_windows_are_made_before_the_last_word_is_spoken(project: Project) -> None:
    script = project.root / "speaker.py"
    script.write_text(SPEAKER.format(patience=_PATIENCE_S, cache=str(project.cache)), encoding="utf-8")
    voice = f"command:{sys.executable} {script} {{text}} {{wav}}"

    begun = begin(project, long_order(project, voice))
    assert not isinstance(begun, Built)
    built = finish(project, begun)

    assert begun.made > 0
    assert built.made == built.windows


def test_the_bytes_are_the_same_whether_windows_were_made_ahead_or_not(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(step: Progress) -> None:
        if step.stage == "speaking" and step.done < step.total:
            time.sleep(0.1)

    finish(project, begin(project, long_order(project), watch=slowly))
    ahead = {path.name: path.read_bytes() for path in project.output.iterdir()}

    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "another"))
    place_class(project, long_order(project), unwatched, lambda line: None)
    begun = begin(project, long_order(project), force=True)
    finish(project, begun)

    assert not isinstance(begun, Built)
    assert begun.made == 0
    assert {path.name: path.read_bytes() for path in project.output.iterdir()} == ahead


@pytest.mark.parametrize("shared", [False, True])
def test_a_voice_that_is_loaded_rests_when_its_one_class_is_spoken(project: Project, shared: bool) -> None:
    """One that speaks another class next would have to be loaded again for it."""
    voice = open_voice(f"piper:{make_voice(project.root / 'voices')}", {})

    choose_it = (lambda *asked: (voice, "")) if shared else None
    begun = begin(project, long_order(project, voice.name), choose=choose_it)

    assert not isinstance(begun, Built)
    spoke = begun.placed.spoken.voice
    assert isinstance(spoke, RestingVoice)
    assert isinstance(spoke, PiperVoice)
    assert (spoke._shared.loaded is not None) == shared


def test_a_bed_that_is_at_fault_is_told_though_it_was_made_beside(project: Project) -> None:
    (project.root / "music/rain.wav").write_bytes(b"RIFF, and no more")
    ready = [0]

    def watch(step: Progress) -> None:
        if step.stage == "speaking":
            ready.append(step.done)

    with pytest.raises(CodecError):
        begin(project, order(project), watch=watch)

    kept = len(list(project.cache.glob("takes/**/*.take")))
    assert ready[-1] <= kept <= 3, "what was spoken is kept, and the rest is not spoken"


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
