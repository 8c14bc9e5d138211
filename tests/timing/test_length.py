"""The solver: lines first, then reps, then exercises; and never more than it takes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiosession.errors import DefinitionError
from audiosession.timing.layout import lay_out
from audiosession.timing.length import Flex, Solution, Span, extremes, section_flex, shifted, solve
from audiosession.units import Ms
from audiosession.writing.cues import Narration, SayCue, Section
from audiosession.writing.text.reading import parse


def span(least: int, usual: int, most: int) -> Span:
    return Span(least=least, usual=usual, most=most)


def exercise(*, optional: bool = False, first_line: int = 0) -> Flex:
    """Return a minute of exercise: five reps of 6 s, from 2 to 8 of them, and two lines of 4 s to leave out."""
    lines = tuple((first_line + n, span(4_000, 4_000, 4_000)) for n in range(2))
    whole = span(55_000, 60_000, 80_000)
    return Flex(whole=whole, lines=lines, rep=Ms(6_000), reps=5, least_reps=2, most_reps=8, optional=optional)


def taken(parts: list[Flex], solution: Solution) -> Span:
    """Return what the class takes as the solution leaves it, added up from nothing."""
    least = usual = most = 0
    for part, reps, present in zip(parts, solution.reps, solution.present, strict=True):
        if present:
            gone = [one for number, one in part.lines if number in solution.without]
            more = (reps - part.reps) * part.rep
            least += part.whole.least - sum(one.least for one in gone) + more
            usual += part.whole.usual - sum(one.usual for one in gone) + more
            most += part.whole.most - sum(one.most for one in gone) + more
    return span(least, usual, most)


def test_rests_alone_reach_what_they_can() -> None:
    for length in (55_000, 60_000, 80_000):
        assert solve([exercise()], length) == Solution(without=frozenset(), reps=(5,), present=(True,))


def test_lines_go_before_reps_do_and_the_last_line_first() -> None:
    assert solve([exercise()], 52_000).without == {1}
    assert solve([exercise()], 48_000).without == {0, 1}
    assert solve([exercise()], 48_000).reps == (5,)
    assert solve([exercise()], 46_000).reps == (4,)


def test_each_exercise_gives_up_its_last_line_before_any_gives_up_its_first() -> None:
    two = [exercise(), exercise(first_line=2)]

    assert solve(two, 103_000).without == {1, 3}


def test_reps_are_shared_out_over_the_exercises() -> None:
    three = [exercise(first_line=2 * n) for n in range(3)]

    assert solve(three, 3 * 80_000 + 3 * 6_000).reps == (6, 6, 6)
    assert solve(three, 3 * 80_000 + 1_000).reps == (6, 5, 5)


def test_an_optional_exercise_goes_last_of_all() -> None:
    two = [exercise(), exercise(optional=True, first_line=2)]

    assert solve(two, 58_500).present == (True, True)
    assert solve(two, 50_000).present == (True, False)


@pytest.mark.parametrize("length", [10_000, 200_000])
def test_what_nothing_can_reach_is_refused_with_the_shortest_and_the_longest(length: int) -> None:
    with pytest.raises(DefinitionError, match=r"from 0:29 to 1:38"):
        solve([exercise()], length)


def test_every_length_within_the_range_of_forty_exercises_is_reached() -> None:
    parts = [exercise(optional=n % 3 == 0, first_line=2 * n) for n in range(40)]

    for length in range(26 * 29_000, 40 * 98_000, 61_007):
        solution = solve(parts, length)
        assert all(2 <= reps <= 8 for reps in solution.reps)
        assert taken(parts, solution).holds(length)


SPANS = st.tuples(*[st.integers(0, 5_000)] * 3).map(lambda three: span(*sorted(three)))


@st.composite
def flexes(draw: st.DrawFn, first_line: int) -> Flex:
    lines = tuple((first_line + n, draw(SPANS)) for n in range(draw(st.integers(0, 3))))
    fixed, rep = draw(SPANS), draw(st.sampled_from([0, 1_500, 6_000]))
    least, reps, most = sorted(draw(st.tuples(*[st.integers(1, 6)] * 3))) if rep else (0, 0, 0)
    whole = sum((one for _, one in lines), fixed + span(*[reps * rep] * 3))
    return Flex(
        whole=whole, lines=lines, rep=Ms(rep), reps=reps, least_reps=least, most_reps=most,
        optional=draw(st.booleans()),
    )  # fmt: skip


@settings(max_examples=60)
@given(st.data())
def test_a_solution_takes_what_is_asked_for_and_changes_only_what_may_change(data: st.DataObject) -> None:
    parts = [data.draw(flexes(10 * n)) for n in range(data.draw(st.integers(1, 4)))]
    shortest, longest = extremes(parts)
    length = data.draw(st.integers(shortest - 10, longest + 10))

    try:
        solution = solve(parts, length)
    except DefinitionError as error:
        refusal = error.message
    else:
        refusal = ""
    if refusal:
        assert ("no choice" in refusal) == (shortest <= length <= longest)
        return
    assert taken(parts, solution).holds(length)
    assert solution.without <= {number for part in parts for number, _ in part.lines}
    for part, reps, present in zip(parts, solution.reps, solution.present, strict=True):
        assert part.least_reps <= reps <= part.most_reps
        assert present or part.optional
    if sum((part.whole for part in parts), Span()).holds(length):
        assert solution == Solution(reps=tuple(part.reps for part in parts), present=(True,) * len(parts))


@settings(max_examples=25)
@given(SPANS, SPANS)
def test_what_is_taken_from_a_part_and_given_back_leaves_it_as_it_was(one: Span, other: Span) -> None:
    assert one + other - other == one
    assert (one + other).usual == one.usual + other.usual
    assert one.holds(one.least) == one.holds(one.most) == one.holds(one.usual) is True
    assert one.holds(one.least - 1) == one.holds(one.most + 1) is False


def test_the_extremes_are_reached_and_nothing_beyond_them() -> None:
    parts = [exercise(), exercise(optional=True, first_line=2)]
    shortest, longest = extremes(parts)

    # Without both lines and three of its reps, and without the other one; with three more reps each, at their longest.
    assert shortest == 55_000 - 2 * 4_000 - 3 * 6_000
    assert longest == 2 * (80_000 + 3 * 6_000)
    assert solve(parts, shortest).present == (True, False)
    assert solve(parts, longest).reps == (8, 8)
    for beyond in (shortest - 1, longest + 1):
        with pytest.raises(DefinitionError, match="from 0:29 to 3:16"):
            solve(parts, beyond)


def test_the_shortest_and_the_longest_are_told_to_the_second_inwards() -> None:
    odd = Flex(whole=span(10_001, 12_000, 13_999))

    with pytest.raises(DefinitionError, match="can't be 1:00 long: from 0:11 to 0:13"):
        solve([odd], 60_000)


def test_a_gap_between_what_can_be_reached_is_told_as_such() -> None:
    stiff = Flex(whole=span(10_000, 10_000, 10_000), rep=Ms(5_000), reps=2, least_reps=1, most_reps=3)

    with pytest.raises(DefinitionError, match="no choice of lines, reps and exercises comes to 0:13"):
        solve([stiff], 13_000)
    assert [solve([stiff], length).reps for length in (5_000, 10_000, 15_000)] == [(1,), (2,), (3,)]


def test_what_is_left_out_gives_up_no_lines_of_its_own() -> None:
    """A line of an exercise that is not there saves nothing: those that remain must give up theirs."""
    two = [exercise(), exercise(optional=True, first_line=2)]
    solution = solve(two, 35_000)

    assert solution.present == (True, False)
    assert taken(two, solution).holds(35_000)


def test_the_exercise_whose_range_is_widest_changes_most() -> None:
    wide, narrow = replace(exercise(), most_reps=20), exercise(first_line=2)  # ranges of 18 reps and of 6

    assert solve([wide, narrow], 2 * 80_000 + 8 * 6_000).reps == (5 + 6, 5 + 2)


TEXT = """[exercise saw]
[section Saw]
Sit tall.
[optional] Long in the back.
[pause 3 from 1 to 9]
[optional] Breathe.
[rep 1]
[inhale 4] In.
[exhale 3] Out.
[rep 2]
[inhale 4] In.
[exhale 3] Out.
[optional] Rest.
[pause 2]
"""


def section(pace: str = "") -> Section:
    (one,) = parse(TEXT.replace("[section Saw]", f"[section Saw]\n{pace}"), "x").sections
    return one


@pytest.mark.parametrize(("pace", "count"), [("", 1_000), ("[pace 1.3]", 1_300)])
def test_the_flex_of_a_section_is_that_of_its_layout(pace: str, count: int) -> None:
    saw = section(pace)
    takes = {cue.text: Ms(40 * len(cue.text)) for cue in saw.cues if isinstance(cue, SayCue)} | {
        "In.": Ms(300), "Out.": Ms(300)
    }  # fmt: skip
    whole = Narration(title="", sections=(saw,))
    flex = section_flex(saw, takes, count=Ms(1_000), first_line=7, reps=(2, 1, 5), optional=True)

    def laid(*without: int) -> tuple[Ms, Ms, Ms]:
        return lay_out(whole, takes, count=Ms(1_000), without=without).range

    assert (flex.whole.least, flex.whole.usual, flex.whole.most) == laid()
    assert [number for number, _ in flex.lines] == [7, 8, 9]
    for number, line in flex.lines:
        saved = [a - b for a, b in zip(laid(), laid(number - 7), strict=True)]
        assert [line.least, line.usual, line.most] == saved
    assert (flex.rep, type(flex.rep)) == (7 * count, int)
    assert (flex.reps, flex.least_reps, flex.most_reps, flex.optional) == (2, 1, 5, True)


def test_a_section_whose_reps_are_given_does_not_change_them() -> None:
    takes = {line: Ms(100) for line in Narration(title="", sections=(section(),)).lines()}
    flex = section_flex(section(), takes, count=Ms(1_000), first_line=0)

    assert (flex.rep, flex.reps, flex.least_reps, flex.most_reps, flex.optional) == (0, 0, 0, 0, False)
    assert Flex(whole=flex.whole, lines=flex.lines) == flex


def test_the_bed_alone_at_both_ends_is_fixed_and_comes_once() -> None:
    parts = [exercise(), exercise(first_line=2)]
    with_bed = shifted(parts, Ms(9_000))

    assert with_bed[1:] == parts[1:]
    assert with_bed[0] == replace(parts[0], whole=span(64_000, 69_000, 89_000))
    assert solve(with_bed, 169_000) == solve(parts, 160_000)
