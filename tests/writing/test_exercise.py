"""The exercise: its sides take the same time, its words are mirrored, its breath stays safe."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from support.starter_content import EXERCISES, english, exercise, mirror_words

from audiosession.units import Ms, to_ms
from audiosession.writing.exercise import Exercise
from audiosession.writing.mirroring import has_ways
from audiosession.writing.phases.cue import Breath
from audiosession.writing.phases.limits import Sized, longest_cycle
from audiosession.writing.phases.phase import Phase, mirrored
from audiosession.writing.phases.rep import Sides, sized
from audiosession.writing.plan import check_reps, plan_exercise
from audiosession.writing.spoken import Rest
from audiosession.writing.values import MAX_COUNT_S, Side

PLAIN: dict[str, Any] = {
    "name": "sway",
    "title": "Sway",
    "position": "standing",
    "level": "beginner",
    "purpose": ["It is a start."],
    "caution": [{"say": "Stop if it hurts."}],
    "set_up": ["Stand tall."],
    "ready": {"say": "Ready."},
    "reps": {"default": 3, "max": 5},
    "release": ["Rest."],
}


def sway(*phases: tuple[str, int] | tuple[str, int, str], **more: Any) -> Exercise:
    written = [dict(zip(("breath", "counts", "side"), phase, strict=False)) for phase in phases]
    return Exercise.model_validate({**PLAIN, "phase": written, **more})


def refused(*phases: tuple[str, int] | tuple[str, int, str], **more: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        sway(*phases, **more)
    return str(caught.value)


ONE_SIDED: tuple[Any, ...] = (("inhale", 4), ("exhale", 3, "left"), ("exhale", 2))


def test_an_alternating_rep_holds_both_sides() -> None:
    phases = sway(*ONE_SIDED, sides="alternate").rep_phases()

    assert [(phase.counts, phase.side) for phase in phases] == [(4, None), (3, "left"), (3, "right"), (2, None)]


def test_the_other_side_may_begin() -> None:
    phases = sway(*ONE_SIDED, sides="alternate").rep_phases(first=Side.RIGHT)

    assert [phase.side for phase in phases] == [None, Side.RIGHT, Side.LEFT, None]


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize("sides", ["alternate", "in-turn"])
def test_one_side_alone_may_be_practised(side: Side, sides: str) -> None:
    phases = sway(*ONE_SIDED, sides=sides).rep_phases(only=side)

    assert [phase.side for phase in phases] == [None, side, None]


@pytest.mark.parametrize("name", [name for name in EXERCISES if exercise(name).sides is Sides.ALTERNATE])
def test_sides_take_the_same_time_and_the_same_pulses(name: str) -> None:
    phases = exercise(name).rep_phases()
    left, right = ([(p.breath, p.counts, p.pulses) for p in phases if p.side is side] for side in Side)

    assert left == right != []


@given(
    st.lists(st.integers(1, 2), min_size=1, max_size=2),
    st.sampled_from(["left", "right"]),
    st.sampled_from([None, Side.LEFT, Side.RIGHT]),
)
def test_sides_agree_whatever_is_written(counts: list[int], side: str, first: Side | None) -> None:
    phases = sway(("inhale", 2), *(("exhale", n, side) for n in counts), sides="alternate").rep_phases(first=first)

    assert [p.counts for p in phases if p.side is Side.LEFT] == [p.counts for p in phases if p.side is Side.RIGHT]


def test_words_are_mirrored_in_every_form() -> None:
    phase = Phase(
        breath=Breath.EXHALE,
        counts=3,
        side=Side.LEFT,
        full=("Left heel in, right leg long.",),
        short=("LEFT",),
        bare=("Left.",),
    )

    other = mirrored(phase, english().mirror)

    assert (other.side, other.full, other.bare) == ("right", ("Right heel in, left leg long.",), ("Right.",))
    assert mirrored(other, english().mirror).full == phase.full


@pytest.mark.parametrize(
    "text", ["Make a right angle.", "Right away.", "Right now, breathe.", "Bright and upright.", "Leftover breath."]
)
def test_other_meanings_of_the_words_stay(text: str) -> None:
    assert mirror_words(text) == text


@given(st.lists(st.sampled_from(["left", "Right", "heel", "the", "in,", "right."]), max_size=12))
def test_a_mirror_of_a_mirror_is_the_original(words: list[str]) -> None:
    assert mirror_words(mirror_words(" ".join(words))) == " ".join(words)


@pytest.mark.parametrize("name", EXERCISES)
def test_a_phase_that_names_a_side_has_one_so_that_it_is_mirrored(name: str) -> None:
    for phase in exercise(name).phases:
        for text in (*phase.full, *phase.short, *phase.bare):
            assert phase.side or has_ways(text) or mirror_words(text) == text


def test_one_side_without_the_other_is_refused() -> None:
    assert "only one side has phases" in refused(*ONE_SIDED)
    assert "wants phases of one side" in refused(("inhale", 4), sides="alternate")
    assert "wants phases of one side" in refused(("exhale", 4, "left"), ("exhale", 4, "right"), sides="in-turn")


def test_a_second_side_that_is_too_much_is_told_at_its_first_phase() -> None:
    with pytest.raises(ValidationError) as caught:
        sway(("inhale", 1), ("exhale", 1, "left"), ("inhale", 1, "right"), ("exhale", 1, "right"), sides="in-turn")

    assert [fault["loc"] for fault in caught.value.errors()] == [("phase", 2, "side")]


def test_a_breath_cycle_has_its_limit() -> None:
    assert "at 1 s a count a breath cycle of 21 s; at most 20 s" in refused(("inhale", 11), ("exhale", 10))
    both = refused(("inhale", 11), ("exhale", 5, "left"), sides="alternate")
    assert "a breath cycle of 21 s" in both
    assert sway(("inhale", 10), ("exhale", 10))


def test_a_breath_out_has_its_limit_however_many_phases_it_takes() -> None:
    assert "a breath out of 11 s; at most 10 s" in refused(("inhale", 4), ("exhale", 11))
    assert "a breath out of 12 s" in refused(("inhale", 2), ("exhale", 6, "left"), sides="alternate")
    assert sway(("inhale", 2), ("exhale", 5, "left"), sides="alternate")
    reason = {"exhale": 12.0, "reason": "It is for singers."}
    assert sway(("inhale", 4), ("exhale", 12), safety=reason).excesses(Ms(1_000)) == []


@pytest.mark.parametrize(
    ("breaths", "longest"),
    [
        ("i4 e4 i3 e3", 8),
        ("e4 i4", 8),
        ("e2 i4 e3", 9),
        ("i3 h3 e3 h3", 12),
        ("i2 h1 i2 e4", 9),
        ("h2 i4 e4 h1", 11),
        ("i5 i5", 10),
        ("e3 h4", 7),
        ("h3", 3),
        ("i3 e5 i4 e6 h2 i1 e1", 12),
    ],
)
def test_a_cycle_goes_from_one_breath_in_to_the_next(breaths: str, longest: int) -> None:
    kinds = {"i": Breath.INHALE, "e": Breath.EXHALE, "h": Breath.HOLD}
    phases = [Sized(kinds[one[0]], Ms(int(one[1:])), at) for at, one in enumerate(breaths.split())]

    assert longest_cycle(phases) == longest


def test_reps_that_go_round_have_the_same_longest_cycle_wherever_they_begin() -> None:
    phases = sized(exercise("saw").rep(), Ms(1_000))

    assert {longest_cycle(phases[n:] + phases[:n]) for n in range(len(phases))} == {longest_cycle(phases)}


@pytest.mark.parametrize(("level", "most"), [("beginner", 5), ("intermediate", 8), ("advanced", 10)])
def test_a_hold_has_its_limit_by_level(level: str, most: int) -> None:
    assert sway(("inhale", 1), ("hold", most), ("exhale", 1), level=level)
    told = refused(("inhale", 1), ("hold", most + 1), ("exhale", 1), level=level)
    assert f"a breath held of {most + 1} s; at most {most} s" in told


@pytest.mark.parametrize("name", EXERCISES)
def test_at_the_slowest_pace_that_is_allowed_every_breath_is_within_its_limits_and_no_slower(name: str) -> None:
    subject = exercise(name)
    quickest, slowest = subject.paces_allowed()

    assert not subject.excesses(quickest)
    assert not subject.excesses(slowest)
    most = to_ms(subject.paces[1] if subject.paces else MAX_COUNT_S)
    assert slowest == most or subject.excesses(Ms(slowest + 1))


@pytest.mark.parametrize("pulses", [[0], [4], [2, 1], [1, 1], [-1]])
def test_pulses_rise_within_their_phase(pulses: list[int]) -> None:
    with pytest.raises(ValidationError, match="must rise within the 3 counts"):
        Phase(breath=Breath.EXHALE, counts=3, pulses=tuple(pulses))


@pytest.mark.parametrize(
    "reps", [{"default": 6, "max": 5}, {"default": 1, "min": 2, "max": 5}, {"default": 3, "max": 101}]
)
def test_reps_lie_within_their_range(reps: dict[str, int]) -> None:
    refused(("inhale", 4), ("exhale", 4), reps=reps)


@pytest.mark.parametrize("name", ["../sway", "Sway", "a.b", "", "-a", "a--b", "a/b", "é", "x" * 61])
def test_a_name_leads_nowhere_else(name: str) -> None:
    refused(("inhale", 4), ("exhale", 4), name=name)


def test_reps_are_the_exercises_own_where_none_are_asked_for() -> None:
    assert check_reps(exercise("swan"), None) == exercise("swan").reps.default
    assert len(plan_exercise(exercise("swan"), reps=2).exercises) == 1


@pytest.mark.parametrize("seconds", [0.1, 2, 59.5, 60, 61, 120])
def test_a_rest_of_one_number_bends_from_half_to_double_and_never_over_two_minutes(seconds: float) -> None:
    rest = Rest.model_validate(seconds)

    assert (rest.least, rest.usual, rest.most) == (seconds / 2, seconds, min(2 * seconds, 120))


@pytest.mark.parametrize("rest", [[2.0, 1.0, 3.0], [1.0, 3.0, 2.0], [1.0, 2.0], [1.0, 2.0, 3.0, 4.0], True, "2"])
def test_a_rest_is_in_order(rest: Any) -> None:
    with pytest.raises(ValidationError):
        Rest.model_validate(rest)
    assert Rest.model_validate([2.0, 2.0, 2.0]).usual == 2.0


def test_the_rests_of_a_definition_that_says_none_bend_both_ways() -> None:
    plain = sway(("inhale", 4), ("exhale", 4))

    rest = plain.ready.rest
    assert rest.least <= rest.usual / 2
    assert rest.most >= 2 * rest.usual
    assert not plain.ready.optional


def test_a_cycle_that_goes_over_the_end_of_a_rep_counts_in_full() -> None:
    phases = [Sized(breath, Ms(counts), 0) for breath, counts in (
        (Breath.EXHALE, 2), (Breath.INHALE, 1), (Breath.EXHALE, 1), (Breath.INHALE, 4), (Breath.EXHALE, 5)
    )]  # fmt: skip

    assert longest_cycle(phases) == 4 + 5 + 2
