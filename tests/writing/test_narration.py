"""Plan and templates into text, held against recorded files.

Each folder in `golden/narration/` is a case: `case.toml` names an exercise or class that comes with the project, or
stands beside an `exercise.toml` of its own; its other keys are the choices of a build. `narration.txt` is what must
come out.
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.starter_content import CLASSES, EXERCISES, class_plan, english, exercise, exercise_text, templates

from audiosession.definitions import read_definition
from audiosession.errors import DefinitionError
from audiosession.writing.classes import with_ways
from audiosession.writing.cues import SayCue
from audiosession.writing.exercise import Exercise, Say
from audiosession.writing.narration import narrate
from audiosession.writing.phases.cue import PhaseCue
from audiosession.writing.plan import Detail, Plan, PlannedExercise, plan_exercise
from audiosession.writing.template_values import level
from audiosession.writing.text.reading import parse
from audiosession.writing.values import Side

CASES = sorted(path.parent for path in (Path(__file__).parents[1] / "golden" / "narration").glob("*/case.toml"))


def narrated(folder: Path) -> str:
    choices: dict[str, Any] = tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))
    detail = Detail(choices.get("detail", "fade"))
    if "class" in choices:
        plan = with_ways(class_plan(choices["class"], detail), english().language.ways)
    else:
        side = Side(choices["side"]) if "side" in choices else None
        asked: dict[str, Any] = {name: choices.get(name) for name in ("reps", "level")}
        plan = plan_exercise(subject(folder, choices), detail=detail, side=side, **asked)
    plan = replace(plan, seed=choices.get("seed"))
    chosen = {name: choices[name] for name in ("tones", "count_in") if name in choices}
    return narrate(plan, templates(), english(), **chosen)


def subject(folder: Path, choices: dict[str, Any]) -> Exercise:
    own = folder / "exercise.toml"
    if not own.exists():
        return exercise(choices["exercise"])
    return read_definition(own.read_text(encoding="utf-8"), own.name, Exercise, name=folder.name)


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_a_narration_is_as_recorded(folder: Path, update_golden: bool) -> None:
    text = narrated(folder)

    golden = folder / "narration.txt"
    if update_golden:
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8"), "record it with --update-golden, and read the difference"


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_a_recorded_narration_reads_and_is_tidy(folder: Path) -> None:
    text = (folder / "narration.txt").read_text(encoding="utf-8")

    assert parse(text, "narration.txt").lines()
    assert "\n\n\n" not in text
    assert text.endswith("\n")
    assert not any(line != line.rstrip() for line in text.splitlines())


@pytest.mark.parametrize(
    ("reps", "levels"),
    [
        (1, "full"),
        (2, "full short"),
        (5, "full full short short bare"),
        (10, "full full full full short short short short bare bare"),
    ],
)
def test_teaching_fades_over_the_reps(reps: int, levels: str) -> None:
    assert [level(n, reps, Detail.FADE) for n in range(1, reps + 1)] == levels.split()


@pytest.mark.parametrize(("detail", "form"), [(Detail.FULL, "full"), (Detail.CUES, "short")])
def test_the_other_details_stay_as_they_are(detail: Detail, form: str) -> None:
    assert {level(n, 9, detail, quiet_after=2) for n in range(1, 10)} == {form}


@pytest.mark.parametrize("name", [name for name in EXERCISES if exercise(name).quiet])
def test_a_breath_goes_quiet_after_the_first_rounds_and_says_when_it_ends(name: str) -> None:
    quiet = exercise(name).quiet
    assert quiet is not None
    text = exercise_text(name)
    phases = [cue for section in parse(text, name).sections for cue in section.cues if isinstance(cue, PhaseCue)]
    reps = exercise(name).reps.default

    assert {cue.rep for cue in phases if not cue.forms} == set(range(quiet.after + 1, reps))
    assert quiet.say in text
    assert "Last one." in text


@pytest.mark.parametrize("name", [name for name in EXERCISES if exercise(name).quiet])
def test_no_breath_goes_quiet_that_nothing_else_would_guide(name: str) -> None:
    quiet = exercise(name).quiet
    assert quiet is not None
    for text in (
        exercise_text(name, tones=False),
        exercise_text(name, detail=Detail.FULL),
        exercise_text(name, reps=4),
    ):
        phases = [cue for section in parse(text, name).sections for cue in section.cues if isinstance(cue, PhaseCue)]
        assert all(cue.forms for cue in phases)
        assert quiet.say not in text


@pytest.mark.parametrize("name", EXERCISES)
@pytest.mark.parametrize("detail", list(Detail))
def test_cautions_are_spoken_before_the_first_breath(name: str, detail: Detail) -> None:
    text = exercise_text(name, detail=detail)

    practice = [line.say for line in exercise(name).practice]
    first = text.index(practice[0] if practice else "[rep 1]")
    for caution in exercise(name).cautions:
        assert 0 < text.index(caution.say) < first


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_speaks_the_cautions_of_each_exercise_before_its_first_breath(name: str) -> None:
    plan = class_plan(name)
    for section in parse(narrate(plan, templates(), english()), name).sections:
        item = next((one for one in plan.exercises if one.exercise.name == section.exercise), None)
        if item is None or section.title == "Close":
            continue
        practice = [line.say for line in item.exercise.practice][:1]
        first = next(
            n for n, c in enumerate(section.cues) if isinstance(c, PhaseCue) or getattr(c, "text", "") in practice
        )
        before = [cue.text for cue in section.cues[:first] if isinstance(cue, SayCue) and not cue.optional]
        assert {caution.say for caution in item.exercise.cautions} <= set(before)


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_says_welcome_once(name: str) -> None:
    narration = narrate(class_plan(name), templates(), english())

    assert narration.count("[section Welcome]") == 1
    assert narration.count("elcome") <= 2, "once as a section's title, once spoken, where it is no other greeting"


def test_a_class_that_has_warmed_up_does_not_ask_for_it_again() -> None:
    (note,) = exercise("single-leg-kick").warm_up_note

    assert note.say in exercise_text("single-leg-kick")
    assert note.say not in narrate(class_plan("back-body"), templates(), english())


def test_six_reps_of_the_single_leg_kick_are_refused_with_the_reason() -> None:
    with pytest.raises(DefinitionError) as caught:
        plan_exercise(exercise("single-leg-kick"), reps=6)

    assert str(caught.value) == "6 reps of Single Leg Kick: the Single Leg Kick is done up to five times"
    assert "1 to 5" in caught.value.hint


@pytest.mark.parametrize("reps", [0, -1, 6, 10**9])
def test_reps_out_of_range_are_refused(reps: int) -> None:
    with pytest.raises(DefinitionError):
        plan_exercise(exercise("single-leg-kick"), reps=reps)


def test_nothing_is_counted_over_a_teaching_line() -> None:
    text = exercise_text("single-leg-kick", detail=Detail.FULL)

    assert not any(f"] {number}." in text for number in ("One", "Two", "Three", "Four", "Last one"))


def test_a_line_takes_turns_over_the_reps() -> None:
    text = exercise_text("swan", detail=Detail.FULL)

    assert [text.count(line) for line in exercise("swan").phases[0].full] == [1, 1, 1, 1]


def test_a_fault_in_a_template_of_ones_own_is_told_with_its_line() -> None:
    own = {**templates(), "rep.j2": "\n{{ rep.nope }}"}

    with pytest.raises(DefinitionError) as caught:
        narrate(
            plan_exercise(exercise("saw")), own, english(), paths={name: f"scripts/templates/{name}" for name in own}
        )

    assert (caught.value.path, caught.value.line) == ("scripts/templates/rep.j2", 2)


def test_a_class_without_opening_or_closing_says_nothing_there() -> None:
    whole = class_plan("breathing", Detail.FADE)
    text = narrate(replace(whole, opening=(), closing=()), templates(), english())

    assert "[section Welcome]" not in text
    assert "[section Close]" not in text
    exercises = [section.exercise for section in parse(text, "a class").sections]
    assert exercises == [item.exercise.name for item in whole.exercises]


def told(item: PlannedExercise, template: str) -> str:
    """Return what a template makes of a class of one exercise."""
    return narrate(Plan(name="x", title="x", exercises=(item,)), {"class.j2": template}, english())


@pytest.mark.parametrize(("quiet_after", "reps", "n_quiet"), [(2, 6, 3), (2, 4, 1), (2, 3, 0), (2, 2, 0), (1, 3, 1)])
def test_what_goes_quiet_says_the_last_rep_again(quiet_after: int, reps: int, n_quiet: int) -> None:
    levels = [level(n, reps, Detail.FADE, quiet_after=quiet_after) for n in range(1, reps + 1)]

    assert levels.count("quiet") == n_quiet
    assert levels[-1] != "quiet"
    assert "quiet" not in levels[:quiet_after]


def test_a_narration_begins_with_words_whatever_empty_lines_a_template_begins_with() -> None:
    item = PlannedExercise(exercise=exercise("saw"), reps=1)

    assert told(item, "\n  \n\n[class x]\n\n\n\nSit.  \n \n") == "[class x]\n\nSit.\n"
    with_tones = narrate(plan_exercise(exercise("longer-exhale")), templates(), english())
    assert with_tones == exercise_text("longer-exhale", tones=True) != exercise_text("longer-exhale", tones=False)


def test_each_rep_knows_its_number_and_how_many_are_left_with_it() -> None:
    counted = "{{ rep.number }} {{ rep.of }} {{ rep.left }} {{ rep.last }}"
    reps = f"{{% for rep in plan.exercises[0].rounds[0].reps %}}{counted}\n{{% endfor %}}"

    assert told(PlannedExercise(exercise=exercise("saw"), reps=3), reps).split("\n")[:3] == [
        "1 3 3 False", "2 3 2 False", "3 3 1 True"
    ]  # fmt: skip


@pytest.mark.parametrize("side", list(Side))
def test_on_one_side_each_wording_is_mirrored_and_one_for_that_side_wins(side: Side) -> None:
    kick = exercise("single-leg-kick")
    written = next(phase.side for phase in kick.phases if phase.side)
    lines = (
        Say(say="Left leg.", or_say=("The left.", "Your left one.")),
        Say(say="Both.", or_say=("All.",), one_side="The left alone."),
    )
    item = PlannedExercise(exercise=kick.model_copy(update={"set_up": lines}), reps=1, side=side)

    said = told(
        item, "{% for one in plan.exercises[0].set_up %}{{ one.say }}{{ one.or_say | join }}|{% endfor %}"
    ).strip()

    left = "Left leg.The left.Your left one.|The left alone.|"
    assert said == (left if side is written else left.replace("left", "right").replace("Left", "Right"))
