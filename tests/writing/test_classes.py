"""The class definition and its plan: what it says of an exercise holds, the rest is the exercise's own."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError
from support.starter_content import english, exercise, templates

from audiosession.errors import DefinitionError
from audiosession.writing.classes import ClassDefinition, ClassExercise, plan_class, refused_entry, with_ways
from audiosession.writing.exercise import Exercise
from audiosession.writing.narration import narrate
from audiosession.writing.plan import Plan, PlannedExercise
from audiosession.writing.positions import way
from audiosession.writing.text.reading import parse
from audiosession.writing.values import Detail, Side

WAYS = english().language.ways
KNOWN = {name: exercise(name) for name in ("saw", "spine-twist", "swan", "single-leg-kick", "longer-exhale")}


def written(*entries: str | dict[str, Any], **more: Any) -> ClassDefinition:
    rows = [{"use": one} if isinstance(one, str) else one for one in entries]
    whole = {"name": "mine", "title": "Mine", "opening": [{"say": "Hello."}], "closing": [{"say": "Bye."}]}
    return ClassDefinition.model_validate({**whole, "exercise": rows, **more})


def planned(*entries: str | dict[str, Any]) -> Plan:
    return plan_class(written(*entries), KNOWN, detail=Detail.CUES)


def test_an_entry_that_says_nothing_leaves_all_to_the_exercise_and_the_class() -> None:
    (item,) = planned("saw").exercises

    assert item.reps == KNOWN["saw"].reps.default
    assert (item.detail, item.count, item.music, item.side, item.transition) == (Detail.CUES, None, None, None, ())
    assert not item.optional


def test_what_an_entry_says_holds() -> None:
    entry = {"use": "saw", "reps": 2, "pace": 1.25, "detail": "full", "side": "left", "optional": True, "music": "sea"}
    (item,) = planned(entry).exercises

    assert (item.reps, item.count, item.detail, item.music) == (2, 1_250, Detail.FULL, "sea")
    assert (item.side, item.optional) == (Side.LEFT, True)


@pytest.mark.parametrize(("pace", "count"), [(1, 1_000), (0.5, 500), (2.5, 2_500), ("slow", 1_300), ("1.25", 1_250)])
def test_a_pace_is_a_number_or_a_word(pace: Any, count: int) -> None:
    assert planned({"use": "saw", "pace": pace}).exercises[0].count == count


@pytest.mark.parametrize("pace", [True, False, [1.0]])
def test_what_is_no_number_is_no_pace(pace: Any) -> None:
    with pytest.raises(ValidationError):
        written({"use": "saw", "pace": pace})


@pytest.mark.parametrize("reps", [0, 101, True, 2.0])
def test_reps_of_an_entry_are_whole_and_few(reps: Any) -> None:
    with pytest.raises(ValidationError):
        written({"use": "saw", "reps": reps})


def test_reps_of_an_entry_may_be_one_or_a_hundred() -> None:
    assert [written({"use": "saw", "reps": reps}).exercises[0].reps for reps in (1, 100)] == [1, 100]


def test_a_length_is_written_as_a_choice_is() -> None:
    assert written("saw", length="12:30").length == 750_000
    assert written("saw").length is None
    with pytest.raises(ValidationError, match="no length is written"):
        written("saw", length="soon")


def test_a_class_has_an_exercise_and_may_go_without_opening_and_closing() -> None:
    assert written("saw", opening=[], closing=[]).opening == ()
    with pytest.raises(ValidationError):
        written("saw", exercise=[])


@pytest.mark.parametrize(("key", "most"), [("description", "x" * 2_000), ("exercise", [{"use": "saw"}] * 200)])
def test_a_class_has_its_limits(key: str, most: Any) -> None:
    assert written("saw", **{key: most})
    with pytest.raises(ValidationError):
        written("saw", **{key: most + most[:1]})


def test_each_exercise_knows_the_one_that_it_was_written_after() -> None:
    plan = planned("saw", "spine-twist", "longer-exhale")

    assert [item.follows for item in plan.exercises] == ["", "saw", "spine-twist"]


def test_what_is_written_on_the_way_is_said_as_long_as_it_comes_after_the_same_exercise() -> None:
    own = {"use": "swan", "transition": [{"say": "Turn over, now."}]}
    plan = planned("saw", "spine-twist", own)
    without = Plan(name="x", title="x", exercises=(plan.exercises[0], plan.exercises[2]))

    assert [item.transition for item in with_ways(plan, WAYS).exercises[:2]] == [(), ()]
    assert with_ways(plan, WAYS).exercises[2].transition[0].say == "Turn over, now."
    assert with_ways(without, WAYS).exercises[1].transition == way(KNOWN["saw"].position, "prone", WAYS)


def test_where_nothing_is_written_the_way_leads_from_the_exercise_right_before() -> None:
    plan = planned("spine-twist", "swan", "saw", "spine-twist")
    ways = [item.transition for item in with_ways(plan, WAYS).exercises]

    seated = KNOWN["saw"].position
    assert ways == [(), way(seated, "prone", WAYS), way("kneeling", seated, WAYS), ()]


def test_an_exercise_that_is_not_there_is_told_with_its_near_one() -> None:
    with pytest.raises(DefinitionError, match='no exercise is called "swam"') as caught:
        planned("swam")
    assert "swan" in caught.value.hint


@pytest.mark.parametrize(
    ("length", "hint"),
    [
        ("20", 'write "20m" or "20s"'),
        (20, 'write "20m" or "20s"'),
        ("1 h 5 minutes", 'write "1h5m"'),
        ("7h", "up to six hours"),
    ],
)
def test_a_hint_writes_a_length_as_a_file_needs_it_in_quotes_and_nothing_else(length: object, hint: str) -> None:
    with pytest.raises(ValidationError) as caught:
        written("saw", length=length)

    (fault,) = caught.value.errors()
    assert fault["ctx"]["error"].hint == hint


def test_all_that_an_exercise_can_not_do_is_told_with_its_key_and_a_side_only_where_one_is_asked_for() -> None:
    def refused(**asked: Any) -> list[str]:
        entry = ClassExercise.model_validate({"use": "longer-exhale", **asked})
        return [key for key, _ in refused_entry(entry, KNOWN["longer-exhale"])]

    most = KNOWN["longer-exhale"].reps.max
    assert refused() == refused(reps=most) == []
    assert refused(side="left") == ["side"]
    assert refused(reps=most + 1, side="left") == ["reps", "side"]


def test_levels_of_a_class_and_of_its_parts_add_up() -> None:
    definition = written("saw", {"use": "spine-twist", "music": "My Song", "music_level_db": -4.5}, music_level_db=-2)
    plan = plan_class(definition, KNOWN, detail=Detail.CUES)

    assert plan.music_level_db == -2.0
    assert [(item.music, item.music_level_db) for item in plan.exercises] == [(None, -2.0), ("My Song", -6.5)]


@pytest.mark.parametrize(
    ("whole", "part", "message"),
    [
        (4, 3, "music at +7 dB"),
        (-15, -10, "music at -25 dB"),
        (7, 0, "less than or equal to 6"),
        (0, -21, "greater than or equal to -20"),
    ],
)
def test_a_level_beyond_what_may_be_is_refused(whole: float, part: float, message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        written({"use": "saw", "music_level_db": part}, music_level_db=whole)
    assert message in str(caught.value)


@pytest.mark.parametrize("name", ["", " ", "a/b", "..\\x", "My\u200bSong"])
def test_what_is_no_name_of_a_bed_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        written({"use": "saw", "music": name})


def test_a_narration_tells_beds_and_levels_where_they_are_asked_for() -> None:
    definition = written(
        "saw", {"use": "spine-twist", "music": "Müde Füße 🌙", "music_level_db": -1}, music_level_db=-2
    )
    plan = plan_class(definition, KNOWN, detail=Detail.CUES)

    text = narrate(plan, templates(), english())

    told = [line for line in text.splitlines() if line.startswith("[music")]
    assert told == ["[music at -2 dB]", "[music at -2 dB]", "[music Müde Füße 🌙 at -3 dB]", "[music at -2 dB]"]
    assert [(one.music, one.music_level_db) for one in parse(text, "x").sections] == [
        (None, -2.0), (None, -2.0), ("Müde Füße 🌙", -3.0), (None, -2.0)
    ]  # fmt: skip
    assert "[music" not in narrate(planned("saw"), templates(), english())


def said_in_set_up(*entries: str) -> list[str]:
    """Return which lines of their set-ups are said in a class of `entries`."""
    plan = with_ways(planned(*entries), WAYS)
    said = parse(narrate(plan, templates(), english()), "x").lines()
    return [one.say for item in plan.exercises for one in item.exercise.set_up if one.say in said]


def test_a_way_begins_where_the_exercise_before_ends() -> None:
    plan = with_ways(planned("saw", "spine-twist", "swan", "longer-exhale"), WAYS)

    assert KNOWN["swan"].end_position == "kneeling"
    assert [item.transition for item in plan.exercises[1:]] == [
        (), way("seated", "prone", WAYS), way("kneeling", "seated", WAYS)
    ]  # fmt: skip


def test_one_seat_serves_all_that_is_done_in_it_and_so_does_the_way_into_it() -> None:
    seat, hand, belly = (one.say for one in KNOWN["longer-exhale"].set_up)

    assert said_in_set_up("longer-exhale") == [seat, hand, belly]
    told = said_in_set_up("saw", "longer-exhale")
    assert {hand, belly} < set(told)
    assert seat not in told
    led = said_in_set_up("spine-twist", "swan", "longer-exhale")
    assert {hand, belly} < set(led)
    assert seat not in led


def test_who_ends_elsewhere_arrives_by_the_way_that_is_told() -> None:
    lying = KNOWN["swan"].model_copy(update={"name": "prone-rest", "warm_ups": (), "ends_in": None})
    first = lying.set_up[0].model_copy(update={"when": "arriving"})
    again = lying.model_copy(update={"name": "again", "set_up": (first, *lying.set_up[1:])})
    kneels = lying.model_copy(update={"name": "kneels", "ends_in": "kneeling"})

    def planned(*names: str) -> tuple[PlannedExercise, ...]:
        known = {one.name: one for one in (lying, again, kneels)}
        return with_ways(plan_class(written(*names), known, detail=Detail.FADE), WAYS).exercises

    def arrived(*names: str) -> list[bool]:
        return [item.arrived for item in planned(*names)]

    assert arrived("prone-rest", "again") == [False, True]
    assert arrived("kneels", "again") == [False, True]
    assert [bool(item.transition) for item in planned("kneels", "again")] == [False, True]


def test_when_is_a_word_of_a_set_up_alone() -> None:
    values = KNOWN["swan"].model_dump(by_alias=True, exclude_none=True)
    with pytest.raises(ValidationError, match="when"):
        Exercise.model_validate({**values, "preparation": [{"say": "Lie down.", "when": "arriving"}]})
