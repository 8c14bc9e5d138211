"""All of the classical mat, and twelve practices of breath and rest: each is said in a definition, without a trick.

`mat.toml` and `breath.toml` hold how each of them moves and breathes. The sentences of a teacher are elsewhere.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.starter_content import english, templates
from support.whole_library import written

from audiosession.building.gather import gather
from audiosession.building.place import rehearse
from audiosession.definitions import read_definition
from audiosession.project.project import Project
from audiosession.studio.check import check_project
from audiosession.timing.load import beyond_held
from audiosession.units import Ms
from audiosession.writing.choices import Defaults, choose
from audiosession.writing.exercise import Exercise
from audiosession.writing.narration import narrate
from audiosession.writing.phases.cue import PhaseCue
from audiosession.writing.phases.rep import Reverse, Sides
from audiosession.writing.plan import plan_exercise
from audiosession.writing.text.reading import parse
from audiosession.writing.values import Detail, Side

ROWS = written("mat.toml") | written("breath.toml")


def subject(name: str) -> Exercise:
    return read_definition(ROWS[name], name, Exercise, name=name)


COUNT = Ms(1_000)
FORMS = [(name, form) for name in ROWS for form in subject(name).forms()]
EACH_FORM = pytest.mark.parametrize(("name", "form"), FORMS, ids=[f"{name}-{form.level}" for name, form in FORMS])


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project whose exercises are all rows, written as anybody writes them."""
    root = tmp_path_factory.mktemp("library")
    exercises = root / "scripts" / "exercises"
    exercises.mkdir(parents=True)
    for name, row in ROWS.items():
        (exercises / f"{name}.toml").write_text(row, encoding="utf-8")
    return Project(root)


@pytest.mark.parametrize(("file", "n_rows"), [("mat.toml", 34), ("breath.toml", 12)])
def test_all_of_them_are_here(file: str, n_rows: int) -> None:
    assert len(written(file)) == n_rows


@EACH_FORM
@settings(max_examples=25)
@given(pace=st.floats(0, 1))
def test_no_breath_goes_beyond_its_limit_at_any_pace_that_is_allowed(name: str, form: Exercise, pace: float) -> None:
    quickest, slowest = form.paces_allowed()

    assert form.excesses(Ms(round(quickest + pace * (slowest - quickest)))) == []


@EACH_FORM
@pytest.mark.parametrize("detail", list(Detail))
def test_every_rep_is_narrated_phase_by_phase(name: str, form: Exercise, detail: Detail) -> None:
    narration = parse(narrate(plan_exercise(form, detail=detail), templates(), english()), name)
    narrated = [cue for section in narration.sections for cue in section.cues if isinstance(cue, PhaseCue)]

    backs = (False, True) if form.reverse is Reverse.IN_TURN else (False,)
    lengths = [
        one.phase.length(COUNT)
        for side in ((Side.LEFT, Side.RIGHT) if form.sides is Sides.IN_TURN else (None,))
        for back in backs
        for _ in range(form.reps.default if form.phases else 0)
        for one in form.rep(only=side, back=back)
    ]
    assert [cue.length(COUNT) for cue in narrated] == lengths


@EACH_FORM
@pytest.mark.parametrize("asked", ["quickest", "slowest"])
def test_at_its_most_it_is_placed_and_never_held_for_too_long(
    name: str, form: Exercise, asked: str, project: Project
) -> None:
    """The most reps, at the ends of the paces that are allowed: nothing is refused, and load stays within its limit."""
    quickest, slowest = form.paces_allowed()
    pace = {"quickest": quickest, "slowest": slowest}[asked] / 1000
    reps = form.reps.max if form.phases else None

    wanted = choose(Defaults(), pace=f"{pace:g}", reps=reps, level=form.level)
    rehearsed = rehearse(project, gather(project, name, wanted))

    assert beyond_held(rehearsed.timeline.held(), {name: form}) == []


def test_check_has_nothing_to_say_of_any_of_them(project: Project) -> None:
    report = check_project(project, list(ROWS))

    assert report.faults == ()
    assert report.warnings == ()
