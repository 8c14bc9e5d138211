"""What comes with the project reads, is complete and safe, tells all of its source and none of its sentences."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from support.starter_content import (
    CLASSES,
    EXERCISES,
    MOVEMENTS,
    PRACTICES,
    class_plan,
    english,
    exercise,
    exercise_text,
    form_text,
    forms,
)

from audiosession.errors import DefinitionError
from audiosession.units import Ms
from audiosession.writing.classes import with_ways
from audiosession.writing.exercise import Exercise
from audiosession.writing.levels import FORMS
from audiosession.writing.phases.cue import Breath
from audiosession.writing.phases.rep import Sides
from audiosession.writing.plan import Detail, most_reps, plan_exercise
from audiosession.writing.spoken import Say
from audiosession.writing.text.reading import parse

BREATHS = [name for name in PRACTICES if exercise(name).phases]
SHINGLE = 6
SEED = frozenset((Path(__file__).parent / "seed-shingles.txt").read_text(encoding="utf-8").split())
"""Hashes of every run of six words in a sentence of the source, and of every shorter sentence as a whole."""

FACTS = {
    "it is a Pilates mat exercise": r"Pilates mat",
    "it strengthens the whole back of the body": r"strengthens the whole back of you",
    "namely buttocks, hamstrings and spine": r"(?=.*spine)(?=.*buttocks)(?=.*hamstrings)strengthens",
    "it tones the glutes and the backs of the thighs": r"tones the glutes and the backs of the thighs",
    "it stretches hip flexors and the fronts of the legs": r"hip flexors.*fronts of the legs.*stretch long",
    "resting on the forearms strengthens biceps and triceps": r"forearms.*strong.*biceps and triceps",
    "it asks for coordination and control": r"coordination and control",
    "done with grace": r"\bgrace",
    "it gives strength and stability": r"strength and stability",
    "one must be warm": r"only when you are truly warm",
    "by the Saw": r"warm.*\bSaw\b",
    "the Spine Twist": r"warm.*Spine Twist",
    "and the Swan": r"warm.*\bSwan\b",
    "stop when the lower back hurts": r"lower back hurts, stop",
    "lie face down": r"face down",
    "legs extended behind": r"legs long behind you",
    "legs together": r"legs together",
    "tops of the feet down": r"[Tt]ops of the feet down",
    "toes not tucked": r"toes not tucked",
    "bend the elbows": r"bend your elbows",
    "prop up on the forearms": r"up onto your forearms",
    "elbows beneath the shoulders": r"[Ee]lbows beneath your shoulders",
    "slightly wider than they": r"slightly wider",
    "hands in fists": r"two fists",
    "in line with the elbows": r"fists, in line with the elbows",
    "pointing ahead": r"pointing ahead",
    "chest lifted off the mat": r"[Ll]ift your chest away from the mat",
    "head not sinking": r"head floats.*[Nn]othing sinks",
    "shoulders not slouching": r"shoulders stay wide. Nothing sinks or slouches",
    "navel to the spine": r"navel to your spine",
    "pelvis slightly lifted": r"front of the pelvis lifts slightly",
    "pelvic floor engaged": r"pelvic floor",
    "the breath in makes the spine longer": r"breath in.*spine grows a little longer",
    "the toes point": r"toes point",
    "the breath out kicks": r"On the breath out, the left heel kicks in",
    "to the centre of the buttock": r"to the centre of the left buttock",
    "with two short pulses": r"[Tt]wo short pulses",
    "thighs and knees together, firmly, throughout": r"thighs and knees firmly together.*first kick to the last",
    "the lowered leg straight, to the mat": r"leg stretches back down to the mat, quite straight",
    "while the right heel kicks twice": r"As that leg stretches.*the right heel kicks in, and pulses twice",
    "the torso quite still": r"torso stays quite still",
    "propped up": r"propped up",
    "the abdomen lifted": r"belly lifted",
    "only the lower legs move": r"[Oo]nly the lower legs move",
    "arms anchored": r"arms anchor you",
    "the chest lifted and open": r"chest stays lifted and open",
    "a long neck, all the time": r"long neck all the way",
    "the crown lifting to the ceiling": r"crown of the head reaching for the ceiling",
    "slowly": r"Go slowly",
    "breath and movement together": r"Breath and movement keep together",
    "precise and controlled": r"precise and controlled",
    "release on a breath out": r"Breathe out, and slowly let your chest and your forehead come down",
    "hips back to the heels": r"hips back and sit on your heels",
    "the forehead still down": r"sit on your heels, your forehead on the mat",
}


def words(text: str) -> list[str]:
    plain = text.lower().replace("center", "centre").replace("practic", "practis").replace("’", "'")
    return re.findall(r"[a-z']+", plain)


def shingles(sentence: str) -> set[str]:
    spoken = words(sentence)
    runs = [spoken[n : n + SHINGLE] for n in range(max(1, len(spoken) - SHINGLE + 1))] if spoken else []
    return {hashlib.sha256(" ".join(run).encode()).hexdigest()[:12] for run in runs}


def all_lines(subject: Exercise) -> list[str]:
    said = [
        one.say for name in Exercise.model_fields for one in as_lines(getattr(subject, name)) if isinstance(one, Say)
    ]
    phases = [text for phase in subject.phases for text in (*phase.full, *phase.short, *phase.bare)]
    return [*said, *phases, *subject.encouragement, *(one.say for one in subject.cautions)]


def as_lines(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


@pytest.mark.parametrize("fact", FACTS)
def test_the_single_leg_kick_tells_each_fact_of_its_source(fact: str) -> None:
    lines = exercise_text("single-leg-kick", detail=Detail.FULL).splitlines()

    assert any(re.search(FACTS[fact], line) for line in lines), fact


def test_the_single_leg_kick_breathes_as_its_source_says() -> None:
    phases = exercise("single-leg-kick").rep_phases()

    assert [(p.breath, p.side, p.pulses) for p in phases] == [
        (Breath.INHALE, "left", ()),
        (Breath.EXHALE, "left", (1, 2, 4, 5)),
    ]
    assert phases[1].switch == (4,)


def test_the_single_leg_kick_is_done_up_to_five_times_and_six_is_refused_with_the_reason() -> None:
    reps = exercise("single-leg-kick").reps

    assert (reps.default, reps.max) == (5, 5)
    with pytest.raises(DefinitionError, match="up to five times"):
        plan_exercise(exercise("single-leg-kick"), reps=6)


@pytest.mark.parametrize("name", EXERCISES)
def test_no_sentence_of_the_source_is_said(name: str) -> None:
    said = {line for form in forms(name) for line in all_lines(form)}
    for form in forms(name):
        said.update(form_text(name, form.level, Detail.FULL).splitlines())
    for line in sorted(said):
        for sentence in re.split(r"(?<=[.!?])\s", line):
            assert not shingles(sentence) & SEED, sentence
        assert not shingles(line) & SEED, line


@pytest.mark.parametrize("name", MOVEMENTS)
def test_each_movement_is_complete(name: str) -> None:
    subject = exercise(name)
    optional = {
        "equipment", "quiet", "instead", "paces", "most_minutes", "safety", "practice", "sounds", "ends_in",
        "words_per_minute", "avoid", "into_place"
    } | set(FORMS)  # fmt: skip
    plain = {"sides", "counting", "change_sides", "reverse", "change_way"}
    if not subject.warm_ups:
        optional |= {"warm_ups", "warm_up_note"}

    lacking = {field for field in Exercise.model_fields if not getattr(subject, field)} - optional - plain

    assert not lacking
    assert subject.reps.reason
    assert len(subject.encouragement) >= 2
    assert any(one.optional for one in subject.modifications)


@pytest.mark.parametrize("name", PRACTICES)
def test_each_practice_is_complete_in_itself(name: str) -> None:
    subject = exercise(name)

    assert subject.sides is Sides.NONE
    assert subject.position in ("seated", "supine")
    assert subject.cautions
    assert subject.set_up


@pytest.mark.parametrize("name", PRACTICES)
def test_a_practice_that_warms_up_for_no_movement_speaks_of_none(name: str) -> None:
    serves = {warm_up for movement in MOVEMENTS for warm_up in exercise(movement).warm_ups}

    assert name in serves or not re.search(r"pilates|navel|kick", " ".join(all_lines(exercise(name))), re.IGNORECASE)


@pytest.mark.parametrize("name", BREATHS)
def test_each_breath_has_its_minutes_and_as_many_rounds_as_fit_them_at_any_pace(name: str) -> None:
    """Sixty rounds are ten minutes at one pace and fifteen at another: what is too much of it is told in minutes."""
    subject = exercise(name)
    quickest, slowest = subject.paces_allowed()

    assert subject.most_minutes
    for form in forms(name):
        item = plan_exercise(form, reps=form.reps.max).exercises[0]
        for count in (quickest, Ms(1_000), slowest):
            rounds = min(item.reps, most_reps(item, count))
            length = rounds * sum(one.phase.length(count) for one in form.rep())
            assert length <= 60_000 * subject.most_minutes


RATE = re.compile(r"(a|per|every|each) minute|minutes?\b.*\b(rounds|breaths|times)\b|\b(rounds|breaths)\b.*minutes?\b")


@pytest.mark.parametrize("name", EXERCISES)
def test_no_sentence_states_a_rate_that_another_pace_makes_untrue(name: str) -> None:
    for form in forms(name):
        for line in [*all_lines(form), form.reps.reason]:
            assert not RATE.search(line), line


def test_names_in_definitions_lead_to_definitions() -> None:
    for name in EXERCISES:
        subject = exercise(name)
        assert set(subject.warm_ups) | ({subject.instead} if subject.instead else set()) <= set(EXERCISES)


def test_the_swaps_of_one_who_spares_something_end_at_something_harmless() -> None:
    for name in EXERCISES:
        subject, seen = exercise(name), [name]
        while subject.instead:
            subject = exercise(subject.instead)
            assert subject.name not in seen
            seen.append(subject.name)
        assert not subject.avoid, f"{' → '.join(seen)} still strains"


@pytest.mark.parametrize("name", EXERCISES)
def test_every_caution_says_what_to_do(name: str) -> None:
    for caution in (caution for form in forms(name) for caution in form.cautions):
        assert re.search(r"\b[Ss]top\b|breathe|leave out", caution.say)
        assert caution.about


def test_the_back_body_class_is_the_order_that_the_source_advises() -> None:
    for name in ("back-body", "back-body-short"):
        plan = class_plan(name)
        assert [item.exercise.name for item in plan.exercises] == ["saw", "spine-twist", "swan", "single-leg-kick"]
        assert plan.closing


@pytest.mark.parametrize("name", CLASSES)
def test_in_a_class_a_change_of_position_is_spoken_and_given_its_time(name: str) -> None:
    plan = with_ways(class_plan(name), english().language.ways)
    for before, item in zip(plan.exercises, plan.exercises[1:], strict=False):
        if before.exercise.end_position != item.exercise.position:
            assert sum(one.rest.least for one in item.transition) >= 2.5


def test_every_line_of_every_narration_reads_back() -> None:
    for name in EXERCISES:
        assert parse(exercise_text(name), name).title == exercise(name).title
