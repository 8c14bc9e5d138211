"""Whole builds: the same bytes again, only what changed made anew, and an old output that nothing can break."""

from __future__ import annotations

import _thread
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from support.whole_builds import build

from audiosession.building.built import Built
from audiosession.building.gather import gather
from audiosession.building.place import place_class
from audiosession.codecs.decode import decode
from audiosession.progress import Progress, StoppedError, unwatched
from audiosession.project.project import Project
from audiosession.studio.heard.verify import verify_file
from audiosession.timing.timeline import to_events
from audiosession.units import FRAMES_PER_MS
from audiosession.writing.choices import Choices, Defaults, choose

pytestmark = pytest.mark.peers

PLUGINS = Path(__file__).parents[1] / "plugins"
CLASS = """\
[class Four Breaths]
[exercise one]
[section One]
Sit down on your mat, and let both legs be long.
[rep 1]
[inhale 2] In.
[exhale 2 left pulse 1 2] Out.
[exercise two]
[section Two]
Stand up on your mat, and let both arms hang.
{line}
[rep 1]
[inhale 2] In, and grow.
[exhale 2 right pulse 1] Let go.
[exercise three]
[section Three]
Lie back on your mat, and let both arms be long.
[inhale 2] Once more.
[exhale 2] And rest.
[exercise four]
[section Four]
Well done, and thank you very much for being here.
"""


def choices(*, music: str = "none", tones: bool = False, pace: str | None = None, reps: int | None = None) -> Choices:
    return choose(Defaults(), voice="tone", music=music, tones=tones, pace=pace, reps=reps)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def project(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(cache))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.txt").write_text(CLASS.format(line="Stay here, and stay tall."))
    return Project(tmp_path)


def outcome(project: Project) -> dict[str, bytes]:
    """Return every file of the output folder."""
    return {path.name: path.read_bytes() for path in sorted(project.output.iterdir())}


def built(project: Project, wanted: Choices | None = None, **more: object) -> Built:
    return build(project, "mine.txt", wanted or choices(), **more)  # type: ignore[arg-type]


def test_two_builds_with_caches_of_their_own_are_the_same_bytes(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes = []
    for name in ("first", "second"):
        monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / name))
        built(project, choices(music="soft-pulse", tones=True), force=True)
        outcomes.append(outcome(project))

    assert len(outcomes[0]) == 4
    assert outcomes[0] == outcomes[1]


def test_a_build_whose_inputs_have_not_changed_says_so_and_touches_nothing(project: Project) -> None:
    first = built(project)
    stamps = {path: path.stat().st_mtime_ns for path in project.output.iterdir()}

    again = built(project)

    assert (first.unchanged, again.unchanged) == (False, True)
    assert again.session == first.session
    assert {path: path.stat().st_mtime_ns for path in project.output.iterdir()} == stamps


@pytest.mark.parametrize("suffix", [".mp3", ".vtt", ".session.json", ".chapters.json"])
def test_an_output_that_was_damaged_is_built_again(project: Project, suffix: str) -> None:
    first = built(project)
    whole = outcome(project)
    damaged = first.path.with_suffix(suffix)
    damaged.unlink() if suffix in (".vtt", ".chapters.json") else damaged.write_bytes(damaged.read_bytes()[:-9])

    again = built(project)

    assert (again.unchanged, again.made) == (False, 0)
    assert outcome(project) == whole


def test_an_edit_makes_only_the_windows_it_is_heard_in(project: Project) -> None:
    assert built(project).windows == 7  # three exercises to their first breath and from it on, and one without
    (project.root / "mine.txt").write_text(CLASS.format(line="Stay here, and stay very tall."))

    edited = built(project)

    assert (edited.windows, edited.made) == (7, 1)
    assert edited.session.sections[3].start > 0


def test_another_pace_makes_only_the_windows_that_are_breathed_in(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "of its own"))
    assert built(project).windows == 7

    slow = built(project, choices(pace="slow"))

    assert (slow.windows, slow.made) == (7, 3)


def test_stopping_a_build_loses_no_window_that_was_ready(project: Project, cache: Path) -> None:
    (project.root / "mine.txt").write_text(CLASS.format(line="A line for a build that is stopped."))

    def stop(step: Progress) -> None:
        if step.stage == "encoding" and step.done == 2:
            _thread.interrupt_main()  # what Ctrl-C does

    with pytest.raises(KeyboardInterrupt):
        built(project, choices(tones=True), watch=stop)

    assert not project.output.exists()
    finished = built(project, choices(tones=True))
    assert finished.made <= finished.windows - 2


def test_a_watcher_that_wants_no_more_stops_the_build(project: Project) -> None:
    (project.root / "mine.txt").write_text(CLASS.format(line="A line for a build that nobody waits for."))

    def stop(step: Progress) -> None:
        if step.stage == "encoding" and step.done == 2:
            raise StoppedError

    with pytest.raises(StoppedError):
        built(project, choices(tones=True), watch=stop)

    assert not project.output.exists()


def run(project: Project, *options: str, limit: int | None = None) -> subprocess.Popen[str]:
    """Start the real command on the class, allowed to write files up to `limit` bytes."""

    def limited() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    command = [sys.executable, "-c", "from audiosession.cli.app import run; run()"]
    return subprocess.Popen(
        [*command, "build", "mine.txt", "--voice", "tone", "--music", "none", *options],
        cwd=project.root,
        env={**os.environ, "PYTHONPATH": str(PLUGINS)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=limited,
    )


@pytest.fixture
def old(project: Project) -> Callable[[], bool]:
    """Lend a function that tells whether the output of an earlier build is still what it was."""
    built(project, choices(tones=True))
    before = outcome(project)
    (project.root / "mine.txt").write_text(CLASS.format(line="Another line, so that there is work."))
    return lambda: outcome(project) == before


@pytest.mark.parametrize(("sign", "later_s"), [("speaking", 0.0), ("encoding", 0.0), ("encoding", 0.35)])
def test_killed_at_any_moment_the_old_output_is_whole(
    project: Project, old: Callable[[], bool], monkeypatch: pytest.MonkeyPatch, sign: str, later_s: float
) -> None:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(project.root / "fresh"))
    with (project.root / "mine.txt").open("a") as narration:
        narration.write("[inhale 4] In.\n[exhale 6] Out.\n" * 12)  # so that it takes seconds
    process = run(project, "--tones", "clear")
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith(sign):
            break
    time.sleep(later_s)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL

    for partial in project.output.glob(".*.partial"):
        partial.unlink()  # hidden, and named so that nobody takes it for a class
    assert old()


@pytest.mark.parametrize(
    ("room", "fault"),
    [(20_000, "the cache of takes can't be written: File too large"), (200_000, "can't be written: File too large")],
)
def test_a_full_disk_leaves_the_old_output_whole_and_is_told_in_one_line(
    project: Project, old: Callable[[], bool], room: int, fault: str
) -> None:
    process = run(project, "--tones", "clear", limit=room)
    _, errors = process.communicate(timeout=60)

    assert process.returncode == 1
    faults = [line for line in errors.splitlines() if line.startswith("error:")]
    assert len(faults) == 1
    assert fault in faults[0]
    assert "Traceback" not in errors
    assert old()


@pytest.mark.parametrize("pace", ["slow", "steady", "brisk", "0.95"])
@pytest.mark.parametrize("reps", [1, 2, 3, 4, 5])
def test_every_breath_is_as_long_as_the_law_says_to_the_millisecond(project: Project, pace: str, reps: int) -> None:
    wanted = choices(pace=pace, reps=reps)
    order = gather(project, "single-leg-kick", wanted)
    placed = place_class(project, order, unwatched, lambda line: None)

    events = to_events(placed.timeline.clips())
    breaths = [event for event in events if event["kind"] in ("inhale", "exhale", "hold")]
    pulses = [event for event in events if event["kind"] == "pulse"]

    assert {event["rep"] for event in breaths} == set(range(1, reps + 1))
    for event in breaths:
        assert round(1000 * (event["end"] - event["start"])) == event["counts"] * wanted.pace.count
    for event in pulses:
        inside = next(b for b in breaths if b["start"] <= event["start"] < b["end"])
        assert round(1000 * (event["start"] - inside["start"])) % wanted.pace.count == 0
    left, right = ([e["end"] - e["start"] for e in pulses if e["side"] == side] for side in ("left", "right"))
    assert [round(1000 * s) for s in left] == [round(1000 * s) for s in right] != []


@pytest.mark.parametrize("pace", ["steady", "brisk"])
def test_every_line_is_heard_in_its_place_and_nothing_elsewhere(project: Project, pace: str) -> None:
    finished = built(project, choices(pace=pace))

    verified = verify_file(finished.path)
    assert verified.faults == ()
    assert verified.missing == ()
    assert verified.measured.onset_p95_ms is not None
    assert verified.measured.onset_p95_ms <= 30
    sound = np.abs(decode(finished.path)).max(axis=1)
    # MP3 smears a sound over a long block, 1152 frames, to either side.
    smear = 1_152 + 576
    for event in finished.session.events:
        if event.kind == "speech":
            first, last = (round(1000 * at) * FRAMES_PER_MS for at in (event.start, event.end))
            sound[max(0, first - smear) : last + smear] = 0
    assert sound.max() < 10 ** (-60 / 20)


def test_a_class_in_which_little_is_said_is_built_and_the_publisher_told(project: Project, tmp_path: Path) -> None:
    said = "Rest here, and let the mat carry you from your heels to the back of your head. " * 2
    (tmp_path / "mine.txt").write_text(f"[class Rest]\n[exercise rest]\n[section Rest]\n{said}\n[pause 40]\nRest on.\n")

    finished = built(project, choices(music="still-water"))

    assert finished.session.audio.integrated_lufs < -20
    assert [line.split(", under")[0] for line in finished.remarks] == [
        f"{finished.session.audio.integrated_lufs:.1f} LUFS in all"
    ]
    assert verify_file(finished.path).remarks == finished.remarks
