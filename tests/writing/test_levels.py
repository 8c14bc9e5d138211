"""Easier and harder: forms laid over one exercise, and which of them a level chooses."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.starter_content import EXERCISES, SCRIPTS, exercise

from audiosession.definitions import locate, read_definition
from audiosession.errors import Fault, FaultsError
from audiosession.toml_text import toml_table
from audiosession.writing.classes import ClassDefinition, ClassExercise, level_of_entry, plan_class
from audiosession.writing.exercise import Exercise
from audiosession.writing.levels import harder_by, whole_forms
from audiosession.writing.plan import plan_exercise, too_hard
from audiosession.writing.spoken import Say
from audiosession.writing.values import LEVELS, Detail

SWAY = """\
title = "Sway"
position = "standing"
level = "intermediate"
purpose = ["It is a start."]
caution = ["Stop if it hurts."]
set_up = ["Stand tall.", "Soften your knees."]
reps = { default = 4, max = 6 }
release = ["Rest."]
[[phase]]
breath = "inhale"
counts = 4
[[phase]]
breath = "hold"
counts = 5
[[phase]]
breath = "exhale"
counts = 4
"""
EASIER = """\
[easier]
set_up = ["Sit down."]
reps = { default = 2 }
[[easier.phase]]
breath = "inhale"
counts = 3
[[easier.phase]]
breath = "exhale"
counts = 3
"""
HARDER = "[harder]\nreps = 9\n"


def sway(text: str) -> Exercise:
    return read_definition(
        text.replace('"Stop if it hurts."', '{ say = "Stop if it hurts." }'), "sway.toml", Exercise, name="sway"
    )


def faults(text: str) -> list[Fault]:
    with pytest.raises(FaultsError) as caught:
        sway(text)
    return list(caught.value.faults)


def test_a_form_has_its_own_in_place_and_all_else_of_the_exercise() -> None:
    easier, plain, harder = sway(SWAY + EASIER + HARDER).forms()

    assert [form.level for form in (easier, plain, harder)] == list(LEVELS)
    assert [line.say for line in easier.set_up] == ["Sit down."]
    assert (easier.reps.default, easier.reps.max, harder.reps.default) == (2, 6, 9)
    assert [phase.counts for phase in easier.phases] == [3, 3]
    assert harder.phases == plain.phases
    assert plain == sway(SWAY)


@pytest.mark.parametrize("name", EXERCISES)
def test_a_form_is_as_if_it_had_been_written_whole(name: str) -> None:
    table = toml_table((SCRIPTS / "exercises" / f"{name}.toml").read_text("utf-8"), name)
    forms = {form.level: form for form in exercise(name).forms()}

    for whole in whole_forms(table).values():
        assert forms[whole["level"]] == Exercise.model_validate({**whole, "name": name})


forms_written = st.tuples(st.sampled_from(LEVELS), st.booleans(), st.booleans()).filter(
    lambda one: not (one[1] and one[0] == "beginner") and not (one[2] and one[0] == "advanced")
)


@given(forms_written, st.sampled_from(LEVELS))
def test_a_level_chooses_the_hardest_form_that_is_not_harder(written: tuple[str, bool, bool], asked: Any) -> None:
    level, easier, harder = written
    text = SWAY.replace("intermediate", level)
    whole = sway(text + EASIER * easier + HARDER * harder)
    chosen, levels = whole.for_level(asked), [form.level for form in whole.forms()]

    kind = [one for one in levels if harder_by(one, asked) <= 0]
    assert chosen.level == (kind[-1] if kind else levels[0])
    assert bool(too_hard(plan_exercise(whole, level=asked))) is not bool(kind)
    assert whole.for_level(None).level == level


def test_what_an_exercise_holds_is_laid_under_as_it_was_read() -> None:
    text = (
        SWAY + '[[sound]]\nuse = "bell"\nevery = "5m"\n' + EASIER.replace("[easier]", "[easier]\nready = { rest = 9 }")
    )
    whole = sway('ready = { say = "Ready.", rest = 3 }\nquiet = { after = 2, say = "Now quiet." }\n' + text)
    easier = whole.for_level("beginner")

    assert (easier.sounds, easier.quiet) == (whole.sounds, whole.quiet)
    assert easier.ready is not None
    assert (easier.ready.say, easier.ready.rest.usual) == ("Ready.", 9)


def test_a_copy_has_forms_of_its_own() -> None:
    whole = sway(SWAY + EASIER)
    longer = whole.model_copy(update={"title": "Sway on"})

    assert {form.title for form in whole.forms()} == {whole.title}
    assert {form.title for form in longer.forms()} == {"Sway on"}


def test_a_line_of_a_form_stands_for_the_whole_line() -> None:
    """What was held up above is not held in a form that only says other words."""
    held = 'ready = { say = "Up you are.", rest = 1.0, loaded = true }\n'

    easier = sway(held + SWAY + EASIER.replace("[easier]", '[easier]\nready = { say = "Lie still." }')).forms()[0]

    assert easier.ready == Say(say="Lie still.")


def test_what_is_harder_than_asked_in_every_form_is_told() -> None:
    assert too_hard(plan_exercise(sway(SWAY), level="beginner")) == (
        "Sway is intermediate: it has no form that is beginner",
    )
    assert too_hard(plan_exercise(sway(SWAY))) == ()


def test_a_class_and_an_exercise_in_it_choose_forms() -> None:
    def levels(asked: Any = None, *, of_class: Any = None, of_entry: Any = None) -> str:
        entry = ClassExercise(use="sway", level=of_entry)
        definition = ClassDefinition.model_validate(
            {"name": "one", "title": "One", "level": of_class, "exercise": [entry.model_dump()]}
        )
        plan = plan_class(definition, {"sway": sway(SWAY + EASIER + HARDER)}, detail=Detail.FADE, level=asked)
        assert plan.exercises[0].level == level_of_entry(definition.exercises[0], definition, asked)
        return plan.exercises[0].exercise.level

    assert levels() == "intermediate"
    assert levels(of_class="beginner") == "beginner"
    assert levels(of_class="beginner", of_entry="advanced") == "advanced"
    assert levels("intermediate", of_class="beginner") == "intermediate"
    assert levels("intermediate", of_entry="advanced") == "intermediate"
    assert levels("advanced", of_entry="beginner") == "beginner"


@pytest.mark.parametrize(
    ("text", "at", "message"),
    [
        (EASIER.replace("counts = 3", "counts = 0", 1), ("easier", "phase", 0, "counts"), "in [easier]: "),
        (EASIER.replace("set_up", "setup"), ("easier", "setup"), 'in [easier]: unknown key "setup"'),
        (HARDER.replace("9", "{ default = 9 }"), ("harder", "reps", "default"), "in [harder]: reps: 9 reps by default"),
        ('[harder]\nlevel = "beginner"\n', ("harder", "level"), "beginner is not harder than intermediate"),
        ('[easier]\nlevel = "beginer"\n', ("easier", "level"), "in [easier]: "),
        ("[easier]\neasier = { reps = 1 }\n", ("easier", "easier"), 'a form has no "easier" of its own'),
        ("easier = 3\n", ("easier",), "easier"),
    ],
)
def test_a_fault_of_a_form_is_told_where_it_is_written(text: str, at: tuple[str, ...], message: str) -> None:
    whole = text + SWAY if text.startswith("easier =") else SWAY + text
    found = faults(whole)

    assert [fault.line for fault in found] == [locate(whole, at)]
    assert message in found[0].message


def test_a_held_breath_is_judged_by_the_level_of_its_form() -> None:
    text = SWAY.replace("counts = 5", "counts = 6") + "[easier]\nreps = 2\n"
    (fault,) = faults(text)

    assert fault.line == locate(text, ("easier",))
    assert "in [easier]: phase 2: at 1 s a count a breath held of 6 s; at most 5 s" in fault.message


def test_what_is_wrong_with_the_exercise_itself_is_told_once() -> None:
    found = faults((SWAY + EASIER + HARDER).replace('"standing"', '"stading"'))

    assert [fault.line for fault in found] == [2]


def test_nothing_is_easier_than_what_is_for_beginners() -> None:
    (fault,) = faults(SWAY.replace("intermediate", "beginner") + EASIER)

    assert fault.message.endswith("no level is easier than beginner")
