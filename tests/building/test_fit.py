"""A class lasts as long as asked, to the MP3 frame; breath never gives way for it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from audiosession.building.gather import Inputs, gather
from audiosession.building.place import Placed, place_class, rehearse
from audiosession.errors import DefinitionError
from audiosession.progress import unwatched
from audiosession.project.project import Project, open_project
from audiosession.timing.layout import GAP
from audiosession.timing.timeline import Kind
from audiosession.units import MP3_FRAME_MS, Ms
from audiosession.writing.choices import Choices, Defaults, choose
from audiosession.writing.cues import Cue, PauseCue, SayCue
from audiosession.writing.phases.cue import PhaseCue

pytestmark = pytest.mark.slow

PROJECT = open_project(Path(__file__).parent)
CLASSES = PROJECT.names("classes")


@pytest.fixture(autouse=True, scope="module")
def _cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDIOSESSION_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


def chosen(**given: object) -> Choices:
    return choose(Defaults(), voice="tone", **given)  # type: ignore[arg-type]


def place(target: str, choices: Choices) -> Placed:
    return place_class(PROJECT, gather(PROJECT, target, choices), unwatched, lambda line: None)


def reach(target: str, choices: Choices) -> tuple[Ms, Ms]:
    """Return the shortest and the longest length that the error names."""
    from audiosession.writing.values import read_length

    with pytest.raises(DefinitionError, match="long: from") as refused:
        place(target, replace(choices, length=Ms(1_000)))
    words = refused.value.message.split()
    return read_length(words[-3]), read_length(words[-1])


@pytest.mark.peers
@pytest.mark.parametrize("pace", ["slow", "steady", "brisk"])
@pytest.mark.parametrize("name", CLASSES)
def test_every_length_between_the_shortest_and_the_longest_is_reached(name: str, pace: str, steps: int) -> None:
    choices = chosen(pace=pace)
    shortest, longest = reach(name, choices)
    longest = Ms(longest - 2_000 * (name == "full-mat"))  # of 37 exercises at their most reps, other lines are said

    for step in range(steps):
        wanted = Ms(shortest + (longest - shortest) * step // (steps - 1))
        placed = place(name, replace(choices, length=wanted))
        assert abs(placed.timeline.length - wanted) <= MP3_FRAME_MS // 2
        assert placed.written.plan is not None
        counts = {item.exercise.name: item.count or choices.pace.count for item in placed.written.plan.exercises}
        for clip in placed.timeline.track("breath"):
            assert clip.length == (clip.counts * counts[clip.exercise] if clip.counts else 1_000 * (clip.seconds or 0))


@pytest.mark.parametrize("length", ["4m30s", "5m", "6m", "8m"])
def test_a_class_that_is_counted_in_lasts_as_long_as_asked_and_counts_at_its_pace(length: str) -> None:
    choices = chosen(length=length, count_in=True, pace="slow")
    placed = place("longer-exhale", choices)

    assert choices.length is not None
    assert abs(placed.timeline.length - choices.length) <= MP3_FRAME_MS // 2
    counted_in, first = placed.timeline.track("breath")[:2]
    said = [clip for clip in placed.timeline.track("voice") if counted_in.start <= clip.start < counted_in.end]
    assert [(clip.text, clip.start - counted_in.start) for clip in said] == [
        ("Three", 0), ("two", 1_300), ("one.", 2_600)
    ]  # fmt: skip
    assert (counted_in.kind, counted_in.end, first.kind) == ("free", first.start, "inhale")


def test_a_length_out_of_reach_is_refused_with_the_lengths_that_are_not() -> None:
    with pytest.raises(DefinitionError, match=r"can't be 1:00:00:?.* long: from \d+:\d\d to \d+:\d\d"):
        place("back-body-short", chosen(length="1h"))


def test_a_rehearsal_asks_for_no_take_and_says_how_many_lengths_are_guesses(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "fresh"))
        order: Inputs = gather(PROJECT, "back-body", chosen(length="14m"))
        rehearsed = rehearse(PROJECT, order)

    assert rehearsed.n_guessed == len(rehearsed.written.narration.lines())
    assert not (tmp_path / "fresh").exists()
    assert abs(rehearsed.timeline.length - 14 * 60_000) <= MP3_FRAME_MS


def test_what_was_changed_for_the_length_is_told() -> None:
    placed = place("breathing", chosen(length="20m"))

    assert any("in place of" in change for change in placed.changes)


def test_one_exercise_can_be_fitted_too() -> None:
    assert place("single-leg-kick", chosen(length="6m")).timeline.length == 6 * 60_000


def test_reps_that_were_chosen_are_kept_for_the_length() -> None:
    placed = place("longer-exhale", chosen(length="4m", reps=9))

    assert {clip.rep for clip in placed.timeline.track("breath")} == set(range(1, 10))


@pytest.mark.parametrize("target", ["back-body", "back-body-short", "single-leg-kick"])
def test_at_no_length_is_a_rest_under_load_longer_than_it_usually_is(target: str, steps: int) -> None:
    """From the shortest length that can be to the longest."""
    choices = chosen()
    shortest, longest = reach(target, choices)

    for step in range(2 * steps):
        length = Ms(shortest + (longest - shortest) * step // (2 * steps - 1))
        rehearsed = rehearse(PROJECT, gather(PROJECT, target, replace(choices, length=length)))
        cues = [cue for section in rehearsed.written.narration.sections for cue in section.cues]
        usual = [most for pair in pairwise(cues) for most in usual_rest(*pair)]
        rests = [clip.length for clip in rehearsed.timeline.clips() if clip.kind is Kind.PAUSE and clip.loaded]
        assert usual
        assert all(rest <= most for rest, most in zip(rests, usual, strict=True)), length


def usual_rest(before: Cue, cue: Cue) -> list[Ms]:
    """Return how long the rest under load is that `cue` is, or that comes before it where it ends the phases."""
    if isinstance(cue, PauseCue) and cue.loaded:
        return [cue.usual]
    return [GAP.usual] if isinstance(before, PhaseCue) and before.loaded and isinstance(cue, SayCue) else []


SWIMMING = """
title = "Swimming"
position = "prone"
level = "intermediate"
purpose = ["This is Swimming."]
caution = [{ say = "Stop if your lower back hurts." }]
set_up = [{ say = "Lie on your front.", rest = [1.0, 2.0, 60.0] }]
into_place = [{ say = "Lift your chest, and float arms and legs.", rest = [1.0, 2.0, 9.0], loaded = true }]
reps = { default = 3, max = 10 }
release = [{ say = "And lower." }, { say = "Rest.", rest = [2.0, 5.0, 60.0] }]
phase = [
    { breath = "inhale", counts = 5, pulses = [1, 2, 3, 4, 5], bare = "In.", loaded = true },
    { breath = "exhale", counts = 5, pulses = [1, 2, 3, 4, 5], bare = "Out.", loaded = true },
]
"""


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project with the Swimming in it."""
    root = tmp_path_factory.mktemp("pool")
    (root / "scripts" / "exercises").mkdir(parents=True)
    (root / "scripts" / "exercises" / "swimming.toml").write_text(SWIMMING, encoding="utf-8")
    return Project(root)


@pytest.mark.parametrize("pace", ["0.5", "brisk"])
def test_swimming_at_its_most_is_held_for_90_s_at_the_most(pool: Project, pace: str) -> None:
    placed = place_class(pool, gather(pool, "swimming", chosen(pace=pace, reps=10)), unwatched, lambda line: None)

    [held] = placed.timeline.held()
    assert 50_000 < held.length <= 90_000


@pytest.mark.parametrize("pace", ["steady", "slow", "2"])
def test_swimming_that_would_be_held_for_longer_is_refused_with_a_sentence(pool: Project, pace: str) -> None:
    order = gather(pool, "swimming", chosen(pace=pace, reps=10))

    with pytest.raises(
        DefinitionError, match=r"Swimming is held under load for \d+ s in one go; at most 90 s, from 0:"
    ):
        place_class(pool, order, unwatched, lambda line: None)


@pytest.mark.parametrize("length", ["2m", "3m", "4m"])
@pytest.mark.parametrize("pace", ["brisk", "slow"])
def test_no_length_adds_reps_to_what_is_held_until_it_is_held_too_long(pool: Project, pace: str, length: str) -> None:
    placed = place_class(pool, gather(pool, "swimming", chosen(pace=pace, length=length)), unwatched, lambda line: None)

    [held] = placed.timeline.held()
    assert held.length <= 90_000


def test_a_pace_that_makes_a_hold_too_long_takes_reps_away_and_tells_it(pool: Project) -> None:
    text = SWIMMING.replace("default = 3", "default = 9")
    (pool.scripts / "exercises" / "crawl.toml").write_text(text, encoding="utf-8")

    placed = place_class(pool, gather(pool, "crawl", chosen(pace="steady")), unwatched, lambda line: None)

    assert placed.changes == ("Swimming: 8 reps in place of 9",)
