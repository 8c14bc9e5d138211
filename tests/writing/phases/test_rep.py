"""One rep: both sides and both ways take the same time, and what is said of them differs only where it is marked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from support.starter_content import english, templates

from audiosession.timing.layout import lay_out
from audiosession.timing.schedule import WITHOUT_MUSIC, place
from audiosession.timing.timeline import Kind, Timeline
from audiosession.units import Ms
from audiosession.writing.exercise import Exercise
from audiosession.writing.mirroring import has_ways, one_way, wrong_ways
from audiosession.writing.narration import narrate
from audiosession.writing.phases.cue import PhaseCue
from audiosession.writing.phases.phase import Phase
from audiosession.writing.phases.rep import RepPhase, Reverse, Sides, one_rep
from audiosession.writing.plan import plan_exercise
from audiosession.writing.text.reading import parse
from audiosession.writing.values import Side

REST = {"breath": "free", "seconds": 4, "between": True}
CIRCLE = (
    Phase.model_validate({"breath": "inhale", "counts": 2, "side": "left", "full": "In, left, {across|out}."}),
    Phase.model_validate({"breath": "exhale", "counts": 3, "side": "left", "full": "Out, lie back."}),
)


def turned(**more: Any) -> Exercise:
    written = {
        "name": "circle", "title": "Circle", "position": "supine", "level": "advanced", "purpose": ["Hips."],
        "caution": [{"say": "Stop."}], "set_up": ["Lie down."], "reps": {"default": 2, "max": 4},
        "phase": [phase.model_dump(by_alias=True, exclude_none=True, exclude_defaults=True) for phase in CIRCLE],
    }  # fmt: skip
    return Exercise.model_validate({**written, **more})


def refused(**more: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        turned(**more)
    return str(caught.value)


def timeline(exercise: Exercise, side: Side | None = None) -> Timeline:
    narration = parse(narrate(plan_exercise(exercise, side=side), templates(), english()), "x")
    layout = lay_out(narration, dict.fromkeys(narration.lines(), Ms(700)), count=Ms(1_000))
    return place(layout, edges=WITHOUT_MUSIC)


def told(rep: tuple[RepPhase, ...]) -> list[tuple[str, bool, str]]:
    return [(one.phase.full[0], one.reversed, str(one.phase.side or "")) for one in rep]


def test_both_ways_come_on_both_sides_within_a_rep() -> None:
    rep = one_rep(CIRCLE[:1], Sides.ALTERNATE, reverse=Reverse.ALTERNATE, mirror=english().mirror)

    assert told(rep) == [
        ("In, left, across.", False, "left"),
        ("In, right, across.", False, "right"),
        ("In, left, out.", True, "left"),
        ("In, right, out.", True, "right"),
    ]


def test_ways_in_turn_are_told_rep_by_rep() -> None:
    there, back = (one_rep(CIRCLE, Sides.IN_TURN, reverse=Reverse.IN_TURN, back=back) for back in (False, True))

    assert told(there) == [("In, left, across.", False, "left"), ("Out, lie back.", False, "left")]
    assert told(back) == [("In, left, out.", True, "left"), ("Out, lie back.", True, "left")]


def test_what_stands_between_reps_does_not_stand_between_the_ways_within_one() -> None:
    rep = one_rep((*CIRCLE, Phase.model_validate(REST)), Sides.NONE, reverse=Reverse.ALTERNATE)

    assert [one.phase.between for one in rep] == [False, False, False, False, True]
    assert [one.reversed for one in rep] == [False, False, True, True, False]


@pytest.mark.parametrize(
    ("sides", "reverse", "rounds"),
    [
        ("in-turn", "in-turn", [("left", None), ("left", True), ("right", None), ("right", True)]),
        ("alternate", "in-turn", [("left", None), ("right", None), ("left", True), ("right", True)]),
        ("in-turn", "alternate", [("left", None), ("left", True), ("right", None), ("right", True)]),
        ("alternate", "alternate", [("left", None), ("right", None), ("left", True), ("right", True)]),
    ],
)
def test_each_side_is_done_both_ways_and_all_take_the_same_time(
    sides: str, reverse: str, rounds: list[tuple[str, bool | None]]
) -> None:
    placed = timeline(turned(sides=sides, reverse=reverse))

    breaths = placed.track("breath")
    assert list(dict.fromkeys((clip.side, clip.reversed) for clip in breaths)) == rounds
    lasts = {one: sum(clip.length for clip in breaths if (clip.side, clip.reversed) == one) for one in rounds}
    assert set(lasts.values()) == {10_000}
    spoken = [clip for clip in placed.track("voice") if clip.rep]
    assert all(clip.reversed is ("out" in clip.text or None) for clip in spoken if "In, " in clip.text)


@given(
    st.lists(st.integers(1, 4), min_size=1, max_size=4),
    st.sampled_from(Sides),
    st.sampled_from(Reverse),
    st.sampled_from([None, *Side]),
)
def test_ways_and_sides_take_the_same_time_whatever_is_written(
    counts: list[int], sides: Sides, reverse: Reverse, only: Side | None
) -> None:
    side = None if sides is Sides.NONE else Side.LEFT
    phases = [Phase(breath="inhale", counts=n, side=side, full=("{in|out}",)) for n in counts]

    there, back = (one_rep(phases, sides, only, reverse, back=back) for back in (False, True))
    lengths: dict[tuple[str, bool], int] = {}
    for one in (*there, *back) if reverse is Reverse.IN_TURN else there:
        key = (str(one.phase.side), one.reversed)
        lengths[key] = lengths.get(key, 0) + one.phase.length(Ms(1_000))
    assert len(set(lengths.values())) == 1


def test_one_side_alone_is_still_done_both_ways() -> None:
    breaths = timeline(turned(sides="in-turn", reverse="in-turn"), Side.RIGHT).track("breath")

    assert list(dict.fromkeys((clip.side, clip.reversed) for clip in breaths)) == [("right", None), ("right", True)]


def lines_of(**more: Any) -> Iterator[str]:
    yield from narrate(plan_exercise(turned(**more)), templates(), english()).splitlines()


def test_the_change_is_said_between_the_ways_in_our_words_or_the_exercises_own() -> None:
    both = list(lines_of(sides="in-turn", reverse="in-turn"))
    own = list(lines_of(sides="in-turn", reverse="in-turn", change_way="And back."))

    assert [one for one in both if one.startswith("Now the other")] == [
        "Now the other way round.", "Now the other side.", "Now the other way round."
    ]  # fmt: skip
    assert own.count("And back.") == 2
    assert "Two rounds each way, on each side." in both
    assert "Two rounds each way." in list(lines_of(sides="alternate", reverse="in-turn"))
    assert "Two rounds." in list(lines_of(sides="alternate", reverse="alternate"))


def test_words_for_two_ways_are_refused_where_nothing_is_reversed() -> None:
    assert "nothing is reversed" in refused(sides="alternate")
    assert turned(sides="alternate", reverse="alternate")
    assert "a line that is said of both" in refused(reverse="in-turn", sides="in-turn", purpose=["Go {in|out}."])


@pytest.mark.parametrize("text", ["{in|out|up}", "Go {in|out"])
def test_words_for_more_than_two_ways_are_refused(text: str) -> None:
    assert wrong_ways(text)
    phase = {"breath": "inhale", "counts": 4, "full": text}
    assert "two words for two ways" in refused(phase=[phase], reverse="alternate")


@pytest.mark.parametrize("text", ["Lie back.", "Lower back long, {next}.", "Forward, and back."])
def test_only_what_is_marked_changes(text: str) -> None:
    assert not has_ways(text)
    assert not wrong_ways(text)
    assert one_way(text, back=False) == one_way(text, back=True) == text


def test_a_way_may_have_nothing_to_say() -> None:
    assert [one_way("Round {|once more}.", back=back) for back in (False, True)] == ["Round.", "Round once more."]
    assert [one_way("And up{| again}.", back=back) for back in (False, True)] == ["And up.", "And up again."]


# One exhale: kick, kick, switch, kick, kick, down.
KICK = {"breath": "exhale", "counts": 6, "side": "left", "switch": [4], "pulses": [1, 2, 4, 5],
        "full": "Kick / kick / switch / kick / kick / down."}  # fmt: skip


def test_the_side_changes_inside_one_breath_count_by_count() -> None:
    placed = timeline(turned(phase=[{"breath": "inhale", "counts": 4}, KICK], reps=1))

    _, out = placed.track("breath")
    assert (out.kind, out.length, out.side) == (Kind.EXHALE, 6_000, None)
    at = out.start
    assert [(one.start - at, one.side) for one in placed.track("pulses")] == [
        (0, "left"), (1_000, "left"), (3_000, "right"), (4_000, "right")
    ]  # fmt: skip
    said = [(one.start - at, one.text, one.side) for one in placed.track("voice") if one.rep]
    assert [side for _, _, side in said] == ["left"] * 3 + ["right"] * 3
    assert [start for start, _, _ in said] == [0, 1_000, 2_000, 3_000, 4_000, 5_000]
    assert [one.text for one in placed.track("tones") if one.start >= at and one.text != "tick"] == ["fall"]


def test_a_change_on_each_count_comes_back_to_the_first_side() -> None:
    cue = PhaseCue(breath="inhale", counts=5, side=Side.LEFT, switch=(2, 3, 4, 5))

    assert [str(cue.side_on(beat)) for beat in range(1, 6)] == ["left", "right", "left", "right", "left"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"side": None}, "the side changes, and there is none"),
        ({"switch": [1]}, "must rise from 2 to 6"),
        ({"switch": [7]}, "must rise from 2 to 6"),
        ({"switch": [4, 3]}, "must rise from 2 to 6"),
    ],
)
def test_a_change_of_side_that_can_not_be_is_refused(wrong: dict[str, Any], said: str) -> None:
    phase = {key: value for key, value in {**KICK, **wrong}.items() if value is not None}
    assert said in refused(phase=[phase])
