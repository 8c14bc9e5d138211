"""A phase as it is written: one length, in counts or seconds, and call-outs that lie within it."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError
from support.starter_content import english

from audiosession.units import Ms
from audiosession.writing.phases.cue import Breath
from audiosession.writing.phases.phase import LENGTHS, CallOut, Phase, mirrored
from audiosession.writing.phases.rep import Sides, come_round, n_lengths, one_rep, sized
from audiosession.writing.values import Side


def phase(**written: Any) -> Phase:
    return Phase.model_validate({"breath": "free", **written})


def refused(**written: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        phase(**written)
    return str(caught.value)


def test_a_phase_has_one_length() -> None:
    assert "a phase without a length" in refused()
    for one in LENGTHS:
        for other in LENGTHS[LENGTHS.index(one) + 1 :]:
            many = {key: [4] if key.endswith("by_rep") else 4 for key in (one, other)}
            assert f"{one} and {other} are two lengths" in refused(**many)


@pytest.mark.parametrize(
    ("written", "lengths"),
    [
        ({"counts": 4}, [(4, None)] * 3),
        ({"seconds": 5.5}, [(None, 5_500)] * 3),
        ({"counts_by_rep": [2, 4]}, [(2, None), (4, None), (4, None)]),
        ({"seconds_by_rep": [10, 20.5, 30]}, [(None, 10_000), (None, 20_500), (None, 30_000)]),
    ],
)
def test_its_length_in_each_rep_is_the_next_and_the_last_one_goes_on(
    written: dict[str, Any], lengths: list[tuple[int | None, int | None]]
) -> None:
    subject = phase(**written)

    assert [subject.size(rep) for rep in (1, 2, 3)] == lengths
    assert [subject.length(Ms(1_300), rep) for rep in (1, 2, 3)] == [
        fixed if counts is None else 1_300 * counts for counts, fixed in lengths
    ]
    assert n_lengths([phase(counts=1), subject]) == subject.n_lengths == len({*lengths})


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"counts": 241}, "less than or equal to 240"),
        ({"counts": 0}, "greater than or equal to 1"),
        ({"seconds": 600.5}, "less than or equal to 600"),
        ({"seconds": 0}, "greater than 0"),
        ({"breath": "inhale", "counts": 21}, "a phase of 21 counts"),
        ({"breath": "inhale", "counts_by_rep": [4, 21]}, "a phase of 21 counts"),
        ({"breath": "hold", "seconds": 50.5}, "a phase of 50.5 s"),
        ({"seconds": 3, "pulses": [4]}, "must rise within the 3 counts"),
        ({"counts_by_rep": [2, 4], "pulses": [3]}, "must rise within the 2 counts"),
        ({"seconds": 2, "full": "a / b / c"}, 'more " / " than the phase has counts (2)'),
    ],
)
def test_a_length_that_can_not_be_is_refused(written: dict[str, Any], said: str) -> None:
    assert said in refused(**written)


def test_a_free_phase_may_be_as_long_as_a_sit_and_a_breath_as_long_as_it_ever_was() -> None:
    assert phase(seconds=600).length(Ms(1_000)) == 600_000
    assert phase(counts=240).size() == (240, None)
    assert phase(breath="inhale", counts=20).size() == (20, None)
    assert phase(breath="exhale", seconds=50).size() == (None, 50_000)
    assert phase(seconds=2.5, full="a / b / c", pulses=[3]).pulses == (3,)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ({}, "a call-out without a moment"),
        ({"say": "Now."}, "a call-out without a moment"),
        ({"at": 3}, "a call-out is a line or a tick"),
        ({"at": 3, "say": "Now.", "tick": True}, "a call-out is a line or a tick"),
        ({"count": 3, "at": 3}, "a count has its own moments and words"),
        ({"count": 3, "say": "Now."}, "a count has its own moments and words"),
        ({"count": 11}, "less than or equal to 10"),
        ({"at": "end", "say": "Now."}, "at is a number of seconds, or “middle”"),
        ({"at": True, "say": "Now."}, "at is a number of seconds, or “middle”"),
        ({"at": 30, "say": "Now."}, "a call-out at 30 in a phase of 30 s"),
        ({"at": -30.5, "say": "Now."}, "a call-out at -30.5 in a phase of 30 s"),
    ],
)
def test_a_call_out_is_one_thing_at_a_moment_within_its_phase(call: dict[str, Any], said: str) -> None:
    assert said in refused(seconds=30, call=[call])


@pytest.mark.parametrize(
    "call", [{"at": 0, "say": "a"}, {"at": -30, "say": "a"}, {"at": "middle", "tick": True}, {"count": 3, "tick": True}]
)
def test_a_call_out_may_lie_at_either_end(call: dict[str, Any]) -> None:
    (found,) = phase(seconds=30, call=[call]).calls

    assert (found.at, found.count, found.tick) == (call.get("at"), call.get("count"), call.get("tick", False))


def test_what_is_called_out_is_mirrored_with_the_side() -> None:
    subject = phase(seconds=30, side="left", call=[{"say": "Left heel.", "at": 3}, {"count": 2}])

    other = mirrored(subject, english().mirror)

    assert other.side is Side.RIGHT
    assert other.calls == (CallOut(say="Right heel.", at=3.0), CallOut(count=2))
    assert mirrored(other, english().mirror) == subject


DOWN, UP = (phase(breath=breath, counts=2, times=3) for breath in ("inhale", "exhale"))
LEFT = phase(breath="exhale", counts=3, side="left", times=2)


def test_neighbours_that_come_equally_often_come_round_together() -> None:
    alone = phase(counts=4)

    rep = come_round((alone, DOWN, UP, alone))

    assert [(one.place, one.round) for one in rep] == [
        (0, None), (1, 1), (2, 1), (1, 2), (2, 2), (1, 3), (2, 3), (3, None)
    ]  # fmt: skip
    assert [one.phase.breath for one in rep][1:3] == [Breath.INHALE, Breath.EXHALE]


def test_what_comes_round_does_so_on_one_side_before_the_other() -> None:
    rep = one_rep((phase(counts=1), LEFT), Sides.ALTERNATE)

    assert [(one.phase.side, one.round, one.place) for one in rep] == [
        (None, None, 0), ("left", 1, 1), ("left", 2, 1), ("right", 1, 1), ("right", 2, 1)
    ]  # fmt: skip


def test_limits_see_each_phase_at_its_length_in_the_rep() -> None:
    grows = phase(breath="hold", counts_by_rep=[1, 2])

    assert [one.length for one in sized(one_rep((grows, DOWN), Sides.NONE), Ms(900), 2)] == [1_800, *[1_800] * 3]
    assert sized(one_rep((grows,), Sides.NONE), Ms(900))[0].length == 900
