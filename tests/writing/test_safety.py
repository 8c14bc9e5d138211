"""A class is safe: warm before it works, and without what a person wants to spare."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.starter_content import english, exercise, templates

from audiosession.errors import DefinitionError
from audiosession.units import Ms
from audiosession.writing.classes import with_ways
from audiosession.writing.exercise import Exercise
from audiosession.writing.narration import narrate
from audiosession.writing.phases.phase import Phase
from audiosession.writing.phases.rep import Sides
from audiosession.writing.plan import Detail, Plan, PlannedExercise, plan_exercise
from audiosession.writing.positions import way
from audiosession.writing.safety import MOST_SILENCE_S, longest_silence, refuse_cold, spare
from audiosession.writing.text.reading import parse
from audiosession.writing.values import Side

KNOWN = {name: exercise(name) for name in ("saw", "spine-twist", "swan", "single-leg-kick", "longer-exhale")}


def plan(*names: str) -> Plan:
    items = tuple(PlannedExercise(exercise=KNOWN[name], reps=1) for name in names)
    return Plan(name="a-class", title="A Class", exercises=items, is_class=True)


def names(of: Plan) -> list[str]:
    return [item.exercise.name for item in of.exercises]


def test_an_exercise_never_comes_before_its_warm_ups() -> None:
    refuse_cold(plan("saw", "spine-twist", "swan", "single-leg-kick"))

    with pytest.raises(DefinitionError, match="single-leg-kick comes before its warm-ups: swan"):
        refuse_cold(plan("saw", "spine-twist", "single-leg-kick", "swan"))


def test_what_strains_gives_way_to_what_it_names_in_its_place() -> None:
    spared, changes = spare(plan("single-leg-kick"), ["knees"], KNOWN)

    assert names(spared) == ["spine-twist"]
    assert changes == ("Spine Twist in the place of Single Leg Kick, to spare knees",)


def test_the_place_is_taken_by_something_that_spares_as_well() -> None:
    assert names(spare(plan("single-leg-kick"), ["lower-back"], KNOWN)[0]) == ["longer-exhale"]


def test_what_strains_in_one_way_of_several_gives_way_too() -> None:
    for avoid in (["knees", "dizziness"], ["dizziness", "knees"]):
        spared, (change,) = spare(plan("single-leg-kick"), avoid, KNOWN)
        assert names(spared) != ["single-leg-kick"]
        assert change.endswith(f"to spare {avoid[0]}, {avoid[1]}")


def test_what_has_lost_its_warm_up_is_left_out_too() -> None:
    spared, changes = spare(plan("saw", "spine-twist", "swan", "single-leg-kick"), ["wrists"], KNOWN)

    assert names(spared) == ["saw", "spine-twist"]
    assert any("nothing warms up for it" in change for change in changes)


def test_an_exercise_on_its_own_gives_way_to_one_that_tells_what_should_have_come_before_it() -> None:
    """As that one would be built on its own, too; no class is there that could warm anybody."""
    known = KNOWN | {"saw": KNOWN["saw"].model_copy(update={"instead": "swan"})}
    spared, (change,) = spare(plan_exercise(known["saw"], detail=Detail.FULL), ["osteoporosis"], known)

    assert names(spared) == ["swan"]
    assert change == "Swan in the place of Saw, to spare osteoporosis"
    assert KNOWN["swan"].warm_up_note[0].say in narrate(spared, templates(), english())


def test_a_class_that_strains_throughout_is_refused() -> None:
    with pytest.raises(DefinitionError, match="nothing of A Class is left for somebody who spares lower-back"):
        spare(plan("saw"), ["lower-back"], {})


def test_a_change_of_position_is_spoken_and_given_its_time() -> None:
    ways = [item.transition for item in with_ways(plan("saw", "swan"), english().language.ways).exercises]

    assert ways[0] == ()
    assert "lie down on your front" in ways[1][0].say
    assert ways[1][0].rest.usual >= 5


def one_sided() -> Exercise:
    work = Phase.model_validate({"breath": "exhale", "counts": 3, "side": "left", "bare": "Left."})
    return KNOWN["swan"].model_copy(update={"phases": (work,), "sides": Sides.IN_TURN})


def narrated(item: PlannedExercise) -> str:
    template = """[class x]
{% for e in plan.exercises %}{% for round in e.rounds %}{% for cue in round.change %}
{{ cue | say }}
{% endfor %}{% for rep in round.reps %}[rep {{ rep.number }}]
{% for phase in round.phases %}
[{{ phase | direction }}] {{ phase | line(rep) }}
{% endfor %}{% endfor %}{% endfor %}{% endfor %}
"""
    one = Plan(name="x", title="x", exercises=(item,))
    return narrate(one, {"class.j2": template}, english())


def test_sides_in_turn_take_the_same_reps_one_after_the_other() -> None:
    text = narrated(PlannedExercise(exercise=one_sided(), reps=2))

    assert text.count("[exhale 3 left] Left.") == text.count("[exhale 3 right] Right.") == 2
    assert text.index("Now the other side.") > text.rindex("[exhale 3 left]")
    assert text.index("Now the other side.") < text.index("[exhale 3 right]")


def test_practice_on_one_side_leaves_the_other_out() -> None:
    text = narrated(replace(PlannedExercise(exercise=one_sided(), reps=2), side=Side.RIGHT))

    assert "left" not in text.lower()
    assert "other side" not in text


def test_a_long_stretch_without_a_word_is_measured() -> None:
    quiet = "Now in silence.\n" + "[inhale 5]\n[exhale 5]\n" * 5 + "Back again.\n"

    assert longest_silence(parse(quiet, "a class").sections[0], Ms(1_000)).seconds == 50
    spoken = parse(quiet.replace("[exhale 5]\n", "[exhale 5] Out.\n"), "x")
    assert longest_silence(spoken.sections[0], Ms(1_000)).seconds == 5


def test_a_silence_is_measured_to_the_millisecond_from_word_to_word() -> None:
    silent = "Now.\n[pause 2]\n[inhale 3]\n[exhale 4]\n[pause 3.999]\nBack.\n[pause 12.999]\n"

    assert longest_silence(parse(silent, "x").sections[0], Ms(1_000)).seconds == 12
    assert longest_silence(parse("[pause 5]\nNow.\n[pause 4]\nBack.\n", "x").sections[0], Ms(1_000)).seconds == 5
    assert longest_silence(parse("[pause 0.999]\nNow.\n[pause 0.999]\n", "x").sections[0], Ms(1_000)).seconds == 0
    assert longest_silence(parse("[pace 2]\n[hold 4]\nNow.\n", "x").sections[0], Ms(1_000)).seconds == 8


def test_nobody_waits_a_minute_for_a_word_and_everybody_can_breathe_twice() -> None:
    longest_cycle_s = 15

    assert 2 * longest_cycle_s <= MOST_SILENCE_S < 60


def chain(length: int) -> dict[str, Exercise]:
    """Return exercises of which each names the next in its place, and only the last spares the neck."""
    rows = {}
    for number in range(length + 1):
        last = number == length
        changed = {"name": f"e{number}", "instead": None if last else f"e{number + 1}", "warm_ups": ()}
        rows[f"e{number}"] = KNOWN["saw"].model_copy(update=changed | {"avoid": () if last else ("neck",)})
    return rows


def test_the_nearest_in_a_chain_of_places_is_taken_and_a_ring_of_them_ends() -> None:
    for length in (1, 2, 5):
        known = chain(length)
        one = Plan(name="x", title="X", exercises=(PlannedExercise(exercise=known["e0"], reps=1),), is_class=True)
        assert names(spare(one, ["neck"], known)[0]) == [f"e{length}"]
    ring = {"a": known["e0"].model_copy(update={"name": "a", "instead": "a"})}
    with pytest.raises(DefinitionError):
        spare(replace(one, exercises=(PlannedExercise(exercise=ring["a"], reps=1),)), ["neck"], ring)


def test_a_class_keeps_its_title_and_an_exercise_takes_that_of_what_is_done() -> None:
    alone = replace(plan("single-leg-kick"), is_class=False, title="Single Leg Kick")

    assert spare(alone, ["knees"], KNOWN)[0].title == "Spine Twist"
    assert spare(plan("single-leg-kick"), ["knees"], KNOWN)[0].title == "A Class"


def test_getting_up_from_the_floor_takes_longer_than_rolling_over() -> None:
    ways = english().language.ways
    assert way("prone", "standing", ways)[0].rest.usual > way("supine", "prone", ways)[0].rest.usual
    assert way("seated", "seated", ways) == ()


def test_practice_on_one_side_speaks_of_no_other() -> None:
    item = PlannedExercise(exercise=KNOWN["saw"], reps=1, side=Side.RIGHT)

    text = narrate(Plan(name="x", title="x", exercises=(item,)), templates(), english())

    assert "other side" not in text
    assert "turn right from your waist" in text
    assert "turn left" not in text
