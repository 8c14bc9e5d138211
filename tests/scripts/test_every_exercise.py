"""Every exercise that comes with the project in all its forms: at each pace, detail and side, and for all to spare."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, product
from pathlib import Path

import pytest
from support.scheduling import schedule
from support.starter_content import (
    EXERCISES,
    SCRIPTS,
    exercise,
    form_text,
    forms,
    sides_of,
    takes_of,
    told_at,
)

from audiosession.building.gather import gather
from audiosession.building.place import rehearse
from audiosession.project.project import Project
from audiosession.studio.check import check_project
from audiosession.timing.load import beyond_held
from audiosession.timing.timeline import Timeline
from audiosession.units import Ms, to_ms
from audiosession.writing.choices import Defaults, choose
from audiosession.writing.levels import harder_by
from audiosession.writing.phases.rep import Reverse, Sides
from audiosession.writing.plan import Detail, PlannedExercise, plan_exercise
from audiosession.writing.safety import spare
from audiosession.writing.text.reading import parse
from audiosession.writing.values import CONDITIONS, PACES, Condition, Side

pytestmark = pytest.mark.slow

GOLDEN = Path(__file__).parents[1] / "golden" / "library"
MOST_HELD_BEFORE = Ms(20_000)
"""How long a place that is held may be held before the first breath in it."""


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """A project of nothing but what comes along, for which nothing was spoken yet: how long lines are is reckoned.

    Where some were spoken by another test, they are as long as they are, and the others as that voice usually is.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDIOSESSION_CACHE", str(tmp_path_factory.mktemp("nothing-spoken")))
        yield Project(tmp_path_factory.mktemp("bare"))


def breaths(item: PlannedExercise, count: Ms) -> Iterator[Ms]:
    """Yield how long each phase lasts, in order, as the definition says it."""
    form, count = item.exercise, item.count or count
    in_turn = form.sides is Sides.IN_TURN and item.side is None
    for side in Side if in_turn else (item.side,):
        for back in (False, True) if form.reverse is Reverse.IN_TURN else (False,):
            rep = form.rep(only=side, back=back) if form.phases else ()
            for number in range(1, item.reps + 1):
                for one in rep:
                    if not (one.phase.between and number == item.reps):
                        yield one.phase.length(count, number)


def said_too_long(timeline: Timeline) -> list[str]:
    """Return what is said into the next line, or over the end of the phase in which it begins."""
    voice, phases = timeline.track("voice"), timeline.track("breath")
    into = [a.text for a, b in pairwise(voice) if a.end > b.start]
    over = [a.text for a in voice for p in phases if p.start <= a.start < p.end < a.end]
    return into + over


@pytest.mark.parametrize("name", EXERCISES)
def test_each_breath_lasts_what_is_written_and_each_line_fits_at_any_pace_detail_and_side(name: str) -> None:
    for form in forms(name):
        for side, detail, pace in product(sides_of(form), Detail, PACES):
            count = to_ms(PACES[pace])
            item, narration = told_at(form, detail, side, count)
            timeline, notes = schedule(narration, takes_of(narration), count=count)
            asked = f"{name}, {form.level}, {detail}, {pace}, {side or 'both sides'}"

            assert [clip.length for clip in timeline.track("breath")] == list(breaths(item, count)), asked
            assert [f"{note.wanted}: {note.remedy}" for note in notes if note.is_unsaid] == [], asked
            assert said_too_long(timeline) == [], asked


@pytest.mark.parametrize("name", EXERCISES)
def test_nothing_is_held_for_long_before_the_first_breath(name: str) -> None:
    for form in forms(name):
        narration = parse(form_text(name, form.level), name)
        timeline, _ = schedule(narration, takes_of(narration), count=to_ms(PACES["steady"]))
        first = next((clip.start for clip in timeline.track("breath")), timeline.length)

        assert all(first - held.start <= MOST_HELD_BEFORE for held in timeline.held()), form.level


@pytest.mark.parametrize("name", EXERCISES)
def test_whatever_somebody_spares_there_is_something_kind_in_its_place(name: str) -> None:
    known = {one: exercise(one) for one in EXERCISES}
    spared: list[tuple[Condition, ...]] = [*((one,) for one in CONDITIONS), CONDITIONS]
    for form, avoid in product(forms(name), spared):
        plan, changes = spare(plan_exercise(form, level=form.level), avoid, known)
        given = plan.exercises[0].exercise

        assert not set(avoid) & set(given.avoid)
        assert bool(changes) == bool(set(avoid) & set(form.avoid))
        assert harder_by(given.level, form.level) <= 0, f"{given.name} is harder than {name}"


def test_check_has_nothing_to_say_of_what_comes_with_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    report = check_project(Project(SCRIPTS.parent), EXERCISES)

    assert report.faults == ()
    assert report.warnings == ()


@pytest.mark.parametrize("name", EXERCISES)
def test_each_exercise_is_narrated_as_recorded_in_all_its_forms(name: str, update_golden: bool) -> None:
    text = "\n".join(f"# {form.level}\n\n{form_text(name, form.level)}" for form in forms(name))
    golden = GOLDEN / f"{name}.txt"
    if update_golden:
        golden.write_text(text, encoding="utf-8")
    recorded = golden.read_text(encoding="utf-8") if golden.exists() else ""

    assert text == recorded, "record it with pytest tests/scripts --update-golden, and read the difference"


def test_no_narration_is_recorded_of_what_is_gone(update_golden: bool) -> None:
    gone = [path for path in GOLDEN.glob("*.txt") if path.stem not in EXERCISES]
    if update_golden:
        for path in gone:
            path.unlink()

    assert not [path for path in gone if path.exists()], "pytest tests/scripts --update-golden takes them away"


@pytest.mark.parametrize("name", EXERCISES)
def test_at_the_ends_of_its_paces_no_breath_goes_beyond_its_limit_and_nothing_is_held_for_too_long(
    name: str, bare: Project
) -> None:
    """The most reps at the quickest and the slowest count that are allowed: all of it is placed."""
    for form in forms(name):
        for count in form.paces_allowed():
            assert form.excesses(count) == []
            reps = form.reps.max if form.phases else None
            wanted = choose(Defaults(), pace=f"{count / 1000:g}", reps=reps, level=form.level)
            rehearsed = rehearse(bare, gather(bare, name, wanted))

            assert beyond_held(rehearsed.timeline.held(), {name: form}) == [], (form.level, count)
