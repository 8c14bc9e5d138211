"""Every class that comes with the project: what it is made of, and at three lengths how it is spread over its time."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest
from support.starter_content import CLASSES, EACH_CLASS, EXERCISES, SCRIPTS

from audiosession.building.gather import gather
from audiosession.building.place import Placed, place_class
from audiosession.definitions import read_definition
from audiosession.progress import unwatched
from audiosession.project.project import Project
from audiosession.studio.check import check_project
from audiosession.timing.load import beyond_held
from audiosession.timing.timeline import Kind, Timeline
from audiosession.units import Ms, to_ms
from audiosession.voices.piper.found import PackagedVoice
from audiosession.writing.choices import Defaults, choose
from audiosession.writing.classes import ClassDefinition
from audiosession.writing.cues import SayCue

MAT = [
    "hundred", "roll-up", "roll-over", "single-leg-circle", "rolling-back", "single-leg-stretch",
    "double-leg-stretch", "spine-stretch", "open-leg-rocker", "corkscrew", "saw", "swan", "single-leg-kick",
    "double-leg-kick", "neck-pull", "scissors", "bicycle", "shoulder-bridge", "spine-twist", "jack-knife",
    "side-kick", "teaser", "hip-twist", "swimming", "leg-pull-front", "leg-pull", "side-kick-kneeling", "side-bend",
    "boomerang", "seal", "crab", "rocking", "control-balance", "push-up",
]  # fmt: skip
REST = [
    "natural-breath", "lateral-breathing", "belly-breathing", "longer-exhale", "coherent-breathing", "box-breathing",
    "four-seven-eight", "cyclic-sigh", "pursed-lips", "humming", "body-scan", "tense-and-release",
]  # fmt: skip
COURSE = [f"course-week-{week}" for week in (1, 2, 3, 4)]
LIBRARY = [
    "mat-beginner-20", "mat-beginner-40", "mat-intermediate-30", "mat-intermediate-50", "full-mat", "back-care", "hips",
    "morning-ten", "desk-break-five", "evening-rest", "sleep", "breath-foundations", *COURSE,
]  # fmt: skip
SHARES = (0.92, 1.0, 1.2)
"""The lengths of a class that are looked at, each a share of the one that it names."""
MOST_TALK = 0.25
MOST_REST = Ms(12_500)
"""A rest of 12 s and the moment before what follows."""


@cache
def definition(name: str) -> ClassDefinition:
    path = SCRIPTS / "classes" / f"{name}.toml"
    return read_definition(path.read_text(encoding="utf-8"), path.name, ClassDefinition, name=name)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return Project(tmp_path_factory.mktemp("classes"))


def placed(project: Project, name: str, share: float = 1.0, voice: str = "tone") -> Placed:
    usual = definition(name).length
    length = f"{round(usual * share / 1000)}s" if usual else None
    inputs = gather(project, name, choose(Defaults(), voice=voice, length=length))
    return place_class(project, inputs, unwatched, lambda line: None)


def rests(timeline: Timeline) -> list[tuple[Ms, Ms, str]]:
    """Return where nothing is said, breathed or struck: from where to where, and after which line."""
    tracks = ("voice", "breath", "sounds")
    heard = sorted((c.start, c.end, c.text) for name in tracks for c in timeline.track(name))
    found, at, last = [], Ms(0), ""
    for start, end, text in heard:
        if start > at:
            found.append((at, start, last))
        at, last = max(at, end), text or last
    return found


def test_the_library_holds_the_whole_mat_breath_and_rest_and_its_classes() -> None:
    assert (len(MAT), len(REST), len(LIBRARY)) == (34, 12, 16)
    assert set(MAT) | set(REST) <= set(EXERCISES)
    assert set(LIBRARY) <= set(CLASSES)


def test_the_full_mat_is_the_mat_in_its_order_after_what_prepares_for_it() -> None:
    used = [entry.use for entry in definition("full-mat").exercises]

    assert used[-34:] == MAT
    assert used[:-34] == ["lateral-breathing", "spine-twist", "shoulder-bridge"]


def test_the_course_is_a_season_of_its_own() -> None:
    seasons = {name: definition(name).season for name in CLASSES}

    (course,) = {seasons[name] for name in COURSE}
    assert course is not None
    assert [name for name, season in seasons.items() if season == course] == COURSE


def test_whoever_sleeps_is_not_woken() -> None:
    asleep = definition("sleep")

    assert asleep.fade_out is not None
    assert asleep.fade_out >= to_ms(300)
    assert asleep.closing == ()


def test_nothing_is_said_of_any_class(project: Project) -> None:
    report = check_project(project, list(CLASSES))

    assert [fault.message for fault in (*report.faults, *report.warnings)] == []


@pytest.mark.parametrize("name", EACH_CLASS)
def test_a_class_keeps_its_time_and_its_quiet(project: Project, name: str) -> None:
    """The share of talk, what is held and every rest, in numbers, as somebody on the mat would notice them."""
    keeps(placed(project, name), definition(name).length)


@pytest.mark.peers
@pytest.mark.parametrize("voice", ["espeak:en-us", "piper:en_US-joe-medium"])
@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize("name", CLASSES)
def test_a_class_keeps_its_time_and_its_quiet_at_three_lengths(
    project: Project, name: str, share: float, voice: str, packaged_voice: PackagedVoice
) -> None:
    usual = definition(name).length

    keeps(placed(project, name, share, voice), usual and Ms(round(usual * share)))


def keeps(class_: Placed, length: Ms | None) -> None:
    timeline, plan = class_.timeline, class_.written.plan
    assert plan is not None
    assert [note.wanted for note in class_.notes if note.is_unsaid] == []
    if length is not None:
        assert abs(timeline.length - length) < 1_024
    practice = {line.say for item in plan.exercises for line in item.exercise.practice}
    moves = [clip.start for clip in timeline.track("breath")]
    moves += [clip.start for clip in timeline.track("voice") if clip.text in practice]
    assert min(moves) <= MOST_TALK * timeline.length

    cues = [cue for section in class_.written.narration.sections for cue in section.cues]
    silent = {cue.text for cue in cues if isinstance(cue, SayCue) and cue.silence}
    long = [(start, last) for start, end, last in rests(timeline) if end - start > MOST_REST]
    assert [one for one in long if one[1] not in silent | practice] == []

    exercises = {item.exercise.name: item.exercise for item in plan.exercises}
    assert [said for _, said in beyond_held(timeline.held(), exercises)] == []
    assert all(a.end <= b.start for a, b in pairwise(timeline.track("voice")))
    assert Kind.SPEECH in {clip.kind for clip in timeline.track("voice")}
