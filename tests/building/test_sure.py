"""What is sure of a class before all of it is spoken is what it has in the end, whichever lines are lacking."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.figures import write_wav_file
from support.random_narrations import narrations
from support.records import FOLDER
from support.still_sounds import rustle

from audiosession.building.gather import Inputs, gather
from audiosession.building.mix import open_beds
from audiosession.building.speak import Speaker
from audiosession.building.sure import Sure, lines_up_to, sure_so_far
from audiosession.errors import DefinitionError
from audiosession.progress import unwatched
from audiosession.project.project import Project
from audiosession.project.sounds.found import find_sound
from audiosession.writing.choices import Defaults, choose
from audiosession.writing.cues import Narration

pytestmark = pytest.mark.slow

PROJECT = Project(FOLDER / "project")


def order(project: Project = PROJECT, target: str = "small-class", **wanted: str) -> Inputs:
    return gather(project, target, choose(Defaults(voice="tone", music="none"), **wanted))  # type: ignore[arg-type]


def sure(inputs: Inputs, lines: list[str], project: Project = PROJECT) -> Sure:
    """Return what is sure of a class of which `lines` are spoken, in a store of its own."""
    speaker = Speaker(project, inputs, unwatched)
    speaker.speak(lines)
    return sure_so_far(project, inputs, speaker, open_beds(project, inputs), lambda line: None)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path))
    return tmp_path


def test_more_is_sure_with_every_line_that_is_spoken_and_all_of_it_in_the_end(cache: Path) -> None:
    inputs = order()
    lines = [*inputs.written.narration.lines()]
    found = [sure(inputs, lines[:n_spoken]) for n_spoken in range(0, len(lines), 4)]
    whole = sure(inputs, lines)

    assert [one.until for one in found] == sorted(one.until for one in found)
    assert len({one.until for one in found[:-1]} - {0}) > 0
    assert all(one.recipes == whole.recipes[: len(one.recipes)] for one in found)
    assert (whole.is_whole, whole.until) == (True, whole.timeline.length)
    assert not found[0].is_whole


def test_of_a_gap_in_which_a_bed_plays_nothing_is_sure_before_its_end_is(cache: Path) -> None:
    """How loud the bed is in it hangs on all that it plays there."""
    root = cache / "rest"
    (root / "music").mkdir(parents=True)
    write_wav_file(root / "music" / "rain.wav", rustle(1.5, level_db=-20.0))
    (root / "rest.txt").write_text("[class Rest]\nOne.\n[pause 30]\nTwo.\n[pause 50]\nThree.\n", encoding="utf-8")
    project = Project(root)
    inputs = order(project, str(root / "rest.txt"), music="rain")

    found = [sure(inputs, ["One.", "Two.", "Three."][:n], project) for n in (1, 2, 3)]

    words = found[-1].timeline.track("voice")
    assert found[0].until == 0, "the first window hears the beginning of the first gap"
    assert words[0].end < found[1].until <= words[1].end
    assert all(one.recipes == found[-1].recipes[: len(one.recipes)] for one in found)


@pytest.mark.peers
@settings(max_examples=12)
@given(narration=narrations(st.sampled_from(["bell", "bowl"])), chance=st.randoms(use_true_random=False))
def test_whichever_lines_are_lacking_what_is_sure_stays(
    tmp_path_factory: pytest.TempPathFactory, narration: Narration, chance: st.DataObject
) -> None:
    lines = [*narration.lines()]
    some = [line for line in lines if chance.random() < 0.7]  # type: ignore[attr-defined]
    inputs = order()
    rung = {name: find_sound(PROJECT, name) for name in narration.sounds()}
    inputs = replace(inputs, written=replace(inputs.written, narration=narration, plan=None), sounds=rung)
    with pytest.MonkeyPatch.context() as patch:
        try:
            patch.setenv("AUDIOSESSION_CACHE", str(tmp_path_factory.mktemp("whole")))
            whole = sure(inputs, lines)
        except DefinitionError:  # nothing sounds for too long: a build refuses it
            return
        patch.setenv("AUDIOSESSION_CACHE", str(tmp_path_factory.mktemp("partly")))
        partly = sure(inputs, some)

    assert partly.recipes == whole.recipes[: len(partly.recipes)]
    before = [clip for clip in whole.timeline.clips() if clip.end <= partly.until]
    assert [clip for clip in partly.timeline.clips() if clip.end <= partly.until] == before


HOVER = """
title = "Hover"
position = "prone"
level = "intermediate"
purpose = ["This is the Hover, for the strength of the whole body."]
caution = [{ say = "Stop if your lower back hurts." }]
set_up = ["Lie on your front.", "Set your forearms down."]
into_place = [{ say = "Lift your hips.", loaded = true }]
reps = { default = 10, max = 10 }
release = ["And lower.", "Rest."]
phase = [
    { breath = "inhale", counts = 5, bare = "In.", loaded = true },
    { breath = "exhale", counts = 5, bare = "Out.", loaded = true },
]
"""


@pytest.fixture
def project(cache: Path) -> Project:
    """A project with an exercise that is held for too long in as many reps as it would have."""
    exercises = cache / "project" / "scripts" / "exercises"
    exercises.mkdir(parents=True)
    (exercises / "hover.toml").write_text(HOVER, encoding="utf-8")
    return Project(cache / "project")


@pytest.mark.parametrize("target", ["single-leg-kick", "hover"])
def test_of_what_is_held_so_much_is_sure_as_no_line_to_come_can_make_lighter(project: Project, target: str) -> None:
    """A long line may make a held exercise too long for its reps; how many it has is said in words of its own."""
    inputs = order(project, target)
    lines = [*inputs.written.narration.lines()]

    found = [sure(inputs, lines[:n_spoken], project) for n_spoken in range(len(lines) + 1)]

    whole = found[-1]
    assert whole.is_whole
    assert [one.until for one in found] == sorted(one.until for one in found)
    assert all(one.recipes == whole.recipes[: len(one.recipes)] for one in found)
    assert len({one.until for one in found}) > 1


def test_what_is_held_for_too_long_is_lighter_than_it_was_written(project: Project) -> None:
    inputs = order(project, "hover")
    whole = sure(inputs, [*inputs.written.narration.lines()], project)

    assert "Ten rounds." in inputs.written.narration.lines()
    assert max(clip.rep or 0 for clip in whole.timeline.track("breath")) < 10


@pytest.mark.parametrize("wanted", [{"length": "90s"}, {"strict": True}])
def test_where_each_line_bears_on_all_of_it_all_are_spoken(cache: Path, wanted: dict[str, str]) -> None:
    inputs = order(**wanted)

    found = sure(inputs, [])

    assert found.is_whole
    assert set(found.spoken.takes) >= {clip.text for clip in found.timeline.track("voice")}
    assert len(list(cache.glob("takes/**/*.take"))) >= len(found.spoken.takes)


def test_the_lines_up_to_a_spot_are_those_before_it_in_all_their_forms(cache: Path) -> None:
    inputs = order()
    whole = sure(inputs, [*inputs.written.narration.lines()])
    lines = inputs.written.narration.lines()
    [*_, last] = (clip for clip in whole.timeline.track("voice") if clip.start < whole.timeline.length // 2)

    found = lines_up_to(inputs, whole.timeline, whole.timeline.length // 2)  # type: ignore[arg-type]

    assert found[: lines.index(last.text) + 1] == lines[: lines.index(last.text) + 1]
    assert 0 < len(found) < len(lines)
