"""A class that nobody has built is heard from any spot as its built file is, and no more is made than is heard."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.whole_builds import build

from audiosession.building.gather import Inputs, gather
from audiosession.building.orders.live import LiveSound, LiveStream
from audiosession.building.window import LEAD, TAIL
from audiosession.codecs.decode import decode
from audiosession.errors import DefinitionError, VoiceError
from audiosession.progress import Progress, StoppedError, untold, unwatched
from audiosession.project.project import Project
from audiosession.sound.ducking import UNLIFTED
from audiosession.sound.segments import Samples
from audiosession.timing.schedule import AHEAD, SETTLED
from audiosession.timing.timeline import Timeline
from audiosession.units import FRAMES_PER_MS, Ms
from audiosession.writing.choices import Choices, Defaults, choose
from tests.benchmarks.long_class import edits, narration

pytestmark = pytest.mark.slow

TEXT = narration(3, exercises=3)


def choices(**wanted: Any) -> Choices:
    return choose(Defaults(voice="tone", music="still-water"), **wanted)


def order(project: Project, **wanted: Any) -> Inputs:
    return gather(project, str(project.root / "class.txt"), choices(**wanted))


def opened(project: Project, **wanted: Any) -> LiveSound:
    return LiveSound(project, order(project, **wanted), unwatched, untold)


def played(stream: LiveStream) -> Samples:
    return decode(b"".join(stream.pieces))


def written(folder: Path, opened_beds: Path) -> Project:
    shutil.copytree(opened_beds, folder / "cache", copy_function=os.link)
    (folder / "class.txt").write_text(TEXT, encoding="utf-8")
    (folder / "scripts").mkdir()
    return Project(folder)


@pytest.fixture
def project(tmp_path: Path, opened_beds: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    return written(tmp_path, opened_beds)


@pytest.fixture(scope="module", params=["none", "still-water"])
def whole(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, opened_beds: Path
) -> Iterator[tuple[str, Project, Samples]]:
    """Yield a class that is built, with the name of its bed and what is heard in it."""
    folder = tmp_path_factory.mktemp("whole")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDIOSESSION_CACHE", str(folder / "cache"))
        project = written(folder, opened_beds)
        path = build(project, str(folder / "class.txt"), choices(music=request.param)).path
        yield request.param, project, decode(path)


@pytest.mark.parametrize("start", [0, 1, 23, 24, 25, 20_399, 20_400, 20_401, 20_424, 33_333, 77_777, 130_000])
def test_from_any_spot_it_is_the_built_file_to_the_sample(whole: tuple[str, Project, Samples], start: int) -> None:
    music, project, sound = whole
    live = opened(project, music=music)

    stream = live.stream(Ms(start))

    assert stream.starts_at == start
    assert stream.ends_at == len(sound) // FRAMES_PER_MS
    assert np.array_equal(played(stream), sound[start * FRAMES_PER_MS :])
    assert live.made == 0


@pytest.mark.parametrize("start", [0, 50_000])
def test_of_a_class_that_nobody_heard_one_window_is_made_before_the_first_byte(project: Project, start: int) -> None:
    opened(project).speak(unwatched)
    live = opened(project)

    stream = live.stream(Ms(start))
    first = next(stream.pieces)
    made = live.made
    stream.pieces.close()

    assert len(first) > 384
    assert made == 1


def test_what_was_made_to_be_heard_is_not_made_again_by_a_build(project: Project) -> None:
    live = opened(project)

    heard = played(live.stream(Ms(0)))
    again = build(project, str(project.root / "class.txt"), choices())

    assert live.made == again.windows
    assert again.made == 0
    assert np.array_equal(heard[: len(decode(again.path))], decode(again.path))


def test_who_goes_away_has_nothing_more_made(project: Project) -> None:
    live = opened(project)
    live.speak(unwatched)

    stream = live.stream(Ms(0))
    next(stream.pieces)
    stream.pieces.close()
    made = live.made

    assert made == 1
    assert len(list(project.cache.glob("windows/**/*.window"))) == 2 * made, "its frames, and what was heard in it"


def test_lines_far_behind_are_not_spoken_before_the_first_byte(project: Project) -> None:
    (project.root / "class.txt").write_text(narration(12), encoding="utf-8")
    lines = order(project).written.narration.lines()
    live = opened(project)

    stream = live.stream(Ms(0))
    spoken = len(list(project.cache.glob("takes/**/*.take")))
    heard = played(stream)

    assert spoken < len(lines)
    assert stream.ends_at is None, "what is not spoken may still move the end"
    sound = decode(build(project, str(project.root / "class.txt"), choices()).path)
    assert np.array_equal(heard[: len(sound)], sound)
    assert len(heard) - len(sound) < 1152


def windows_made(project: Project, **wanted: Any) -> int:
    live = opened(project, **wanted)
    for _ in live.stream(Ms(0)).pieces:
        pass
    return live.made


@pytest.mark.parametrize("music", ["none", "still-water"])
def test_after_an_edited_line_no_window_outside_its_exercise_is_made(project: Project, music: str) -> None:
    windows_made(project, music=music)

    for edit in list(edits(TEXT))[::3]:
        (project.root / "class.txt").write_text(edit.text, encoding="utf-8")
        live = opened(project, music=music)
        start, end = sounds_from_to(live.sure(Ms(10_000_000)).timeline, edit.exercise)
        new = [(begins, ends) for begins, ends, is_ready in live.ready() if not is_ready]

        assert new
        assert all(start < ends and begins < end for begins, ends in new)


def test_a_window_before_an_exercise_hears_nothing_of_its_first_word() -> None:
    assert TAIL <= AHEAD
    assert LEAD <= SETTLED
    assert LEAD + AHEAD <= UNLIFTED, "nor does the window of the exercise hear how loud the gap before it was"


def sounds_from_to(timeline: Timeline, exercise: int) -> tuple[Ms, Ms]:
    """Return where an exercise begins to sound, its bed before its first word, and where the next one's word does."""
    section = timeline.sections[exercise]
    bed = timeline.beds[exercise].start if timeline.beds else section.start
    return Ms(max(0, bed - AHEAD) if exercise else 0), Ms(section.end - AHEAD)


def test_under_a_length_an_edited_line_makes_the_windows_of_its_exercise_at_the_most(project: Project) -> None:
    length = f"{opened(project).sure(Ms(10_000_000)).timeline.length // 1000 + 20}s"
    n_windows = windows_made(project, length=length)

    counts = []
    for edit in list(edits(TEXT))[::25]:
        (project.root / "class.txt").write_text(edit.text, encoding="utf-8")
        counts.append(windows_made(project, length=length))

    assert max(counts) <= n_windows // 3 + 2


def test_a_spot_behind_the_end_is_refused_before_anything_is_heard(project: Project) -> None:
    with pytest.raises(DefinitionError, match="3:00:00 lies behind the end"):
        opened(project).stream(Ms(10_800_000))


def test_a_voice_that_fails_is_told_before_the_first_byte(project: Project) -> None:
    with pytest.raises(VoiceError):
        opened(project, voice="nobody").stream(Ms(0))


def test_whoever_speaks_all_of_it_tells_how_far_that_is(project: Project) -> None:
    seen: list[Progress] = []

    opened(project).speak(seen.append)

    assert {one.stage for one in seen} == {"speaking"}
    assert seen[-1].done == seen[-1].total == len(order(project).written.narration.lines())


def test_to_speak_may_be_stopped_and_goes_on_where_it_was(project: Project) -> None:
    live = opened(project)

    def watch(progress: Progress) -> None:
        if progress.done >= 3:  # several are ready at once where several speak
            raise StoppedError

    with pytest.raises(StoppedError):
        live.speak(watch)
    kept = len(list(project.cache.glob("takes/**/*.take")))
    live.speak(unwatched)

    assert kept >= 3
    assert live.stream(Ms(0)).ends_at is not None


def test_where_the_gain_is_that_of_the_programme_it_sounds_as_the_build_does(project: Project) -> None:
    (project.scripts / "show.toml").write_text('[defaults]\nloudness = "programme"\n', encoding="utf-8")
    by_programme = choose(Defaults(voice="tone", music="still-water", loudness="programme"))  # type: ignore[arg-type]
    inputs = gather(project, str(project.root / "class.txt"), by_programme)
    sound = decode(build(project, str(project.root / "class.txt"), by_programme).path)

    live = LiveSound(project, inputs, unwatched, untold)

    assert np.array_equal(played(live.stream(Ms(40_000))), sound[40_000 * FRAMES_PER_MS :])
    assert live.made == 0


def test_an_embedded_voice_is_heard_as_in_the_built_file_while_it_is_still_speaking(project: Project) -> None:
    (project.root / "class.txt").write_text(narration(4, exercises=2), encoding="utf-8")
    live = opened(project, voice="espeak")

    heard = played(live.stream(Ms(5_005)))

    sound = decode(build(project, str(project.root / "class.txt"), choices(voice="espeak")).path)[
        5_005 * FRAMES_PER_MS :
    ]
    assert np.array_equal(heard[: len(sound)], sound)
    assert len(heard) - len(sound) < 1152
