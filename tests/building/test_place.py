"""A class placed in time: rehearsed without a word spoken, then as it is spoken."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from support.counted_calls import counted_calls
from support.records import FOLDER

from audiosession.building.gather import Inputs, gather
from audiosession.building.place import place_class, rehearse, time_class
from audiosession.errors import FaultsError
from audiosession.progress import Progress, unwatched
from audiosession.project.project import Project, starter_folder
from audiosession.timing.schedule import WITH_MUSIC, WITHOUT_MUSIC
from audiosession.timing.timeline import Kind
from audiosession.units import MP3_FRAME_MS
from audiosession.writing.choices import Defaults, choose

pytestmark = pytest.mark.slow

PROJECT = Project(FOLDER / "project")


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))


def inputs(target: str = "heel-beat", project: Project = PROJECT, **wanted: Any) -> Inputs:
    return gather(project, target, choose(Defaults(voice="tone", music="none"), **wanted))


def told(line: str) -> None:
    raise AssertionError(f"nothing is to be told of a voice that was asked for: {line}")


def test_a_rehearsal_asks_for_no_take_and_leaves_nothing_behind(tmp_path: Path) -> None:
    order = inputs()
    rehearsed = rehearse(PROJECT, order)

    assert rehearsed.n_guessed == len(order.written.narration.lines())
    assert not list((tmp_path / "cache").glob("**/*.take"))


def test_a_rehearsal_guesses_lengths_and_never_breath() -> None:
    order = inputs(pace="slow")
    guessed = rehearse(PROJECT, order).timeline
    spoken = place_class(PROJECT, order, unwatched, told).timeline

    breaths = [[(clip.kind, clip.length, clip.rep) for clip in each.track("breath")] for each in (guessed, spoken)]
    assert breaths[0] == breaths[1]
    assert {clip.length for clip in guessed.track("breath")} == {2 * 1_300, 3 * 1_300}
    assert [section.title for section in guessed.sections] == [section.title for section in spoken.sections]


def test_once_a_class_is_spoken_its_rehearsal_is_exact() -> None:
    order = inputs()
    placed = place_class(PROJECT, order, unwatched, told)
    rehearsed = rehearse(PROJECT, order)

    assert (rehearsed.n_guessed, rehearsed.timeline) == (0, placed.timeline)


def test_a_class_that_is_timed_is_placed_as_one_that_is_played_and_no_take_is_read() -> None:
    order = inputs()
    placed = place_class(PROJECT, order, unwatched, told)

    with counted_calls() as calls:
        timed = time_class(PROJECT, order, unwatched, told)

    assert (timed.timeline, timed.spoken.takes) == (placed.timeline, placed.spoken.takes)
    assert [path for event, path in calls if path.endswith(".take")] == []


def test_a_rehearsal_with_a_voice_that_chooses_itself_asks_no_network() -> None:
    assert rehearse(PROJECT, inputs(voice="auto")).timeline.length > 0


@pytest.mark.parametrize(("music", "edges"), [("none", WITHOUT_MUSIC), ("still-water", WITH_MUSIC)])
def test_the_edges_are_those_of_music_or_of_none(tmp_path: Path, music: str, edges: object) -> None:
    placed = place_class(PROJECT, inputs("tall-reach", music=music), unwatched, told)

    assert placed.edges == edges
    assert bool(placed.timeline.beds) == (music != "none")


@pytest.mark.parametrize("wanted", ["130s", "3m"])
def test_a_class_takes_the_length_asked_for_and_tells_what_it_changed(wanted: str) -> None:
    order = inputs("small-class", length=wanted)
    assert order.choices.length is not None
    placed = place_class(PROJECT, gather(PROJECT, "small-class", order.choices), unwatched, told)

    assert abs(placed.timeline.length - order.choices.length) <= MP3_FRAME_MS // 2
    assert placed.timeline.length == rehearse(PROJECT, order).timeline.length


def test_a_class_has_the_length_that_its_definition_tells_unless_another_is_asked_for(tmp_path: Path) -> None:
    shutil.copytree(FOLDER / "project" / "scripts", tmp_path / "scripts")
    definition = tmp_path / "scripts" / "classes" / "small-class.toml"
    definition.write_text(f'length = "130s"\n{definition.read_text()}')
    project = Project(tmp_path)

    for wanted, length in ({}, 130_000), ({"length": "150s"}, 150_000):
        rehearsed = rehearse(project, inputs("small-class", project, **wanted))
        assert abs(rehearsed.timeline.length - length) <= MP3_FRAME_MS // 2


NO_ROOM = "[class No Room]\n[section One]\nHello.\n[inhale 1] Far too long for one count of breath, whatever is done.\n"


def test_a_line_that_fits_nowhere_is_left_unsaid_or_where_that_is_asked_for_refused(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(NO_ROOM)
    project = Project(tmp_path)
    target = str(tmp_path / "one.txt")

    placed = place_class(project, inputs(target, project), unwatched, told)
    assert [(note.line, note.is_unsaid) for note in placed.notes] == [(4, True)]
    assert [clip.text for clip in placed.timeline.track("voice")] == ["Hello."]
    with pytest.raises(FaultsError) as caught:
        place_class(project, inputs(target, project, strict=True), unwatched, told)
    assert [(fault.path, fault.line) for fault in caught.value.faults] == [(tmp_path / "one.txt", 4)]


def test_a_line_that_is_left_unsaid_is_told_where_it_was_written(tmp_path: Path) -> None:
    exercises = tmp_path / "scripts" / "exercises"
    exercises.mkdir(parents=True)
    text = (starter_folder() / "scripts" / "exercises" / "saw.toml").read_text("utf-8")
    spoken = next(line for line in text.split("\n") if line.startswith("bare = "))
    long = 'bare = "Far too long for any breath that somebody would want to take, and for another one after it."'
    (exercises / "saw.toml").write_text(text.replace(spoken, long, 1), encoding="utf-8")
    project, number = Project(tmp_path), text.split("\n").index(spoken) + 1

    quick = {"pace": "0.5", "reps": 5}
    placed = place_class(project, inputs("saw", project, **quick), unwatched, told)

    unsaid = [note for note in placed.notes if note.is_unsaid and note.nearest.startswith("Far")]
    assert {(note.path, note.line) for note in unsaid} == {(exercises / "saw.toml", number)}
    with pytest.raises(FaultsError) as caught:
        place_class(project, inputs("saw", project, strict=True, **quick), unwatched, told)
    lines = [fault.line for fault in caught.value.faults if "Far" in fault.message]
    assert lines == [number]  # once, in however many reps


def test_whoever_watches_hears_of_every_line() -> None:
    steps: list[Progress] = []
    placed = place_class(PROJECT, inputs(), steps.append, told)

    assert {step.stage for step in steps} == {"speaking"}
    assert max(step.done for step in steps) == steps[-1].total == len(placed.spoken.takes)
    assert {clip.text for clip in placed.timeline.track("voice")} <= set(placed.spoken.takes)
    assert all(
        clip.length == placed.spoken.takes[clip.text].duration
        for clip in placed.timeline.track("voice")
        if clip.kind is Kind.SPEECH
    )
