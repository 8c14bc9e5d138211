"""Values as people write them: paces, lengths, conditions, sides."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiosession.errors import DefinitionError
from audiosession.writing.values import (
    CONDITIONS,
    MAX_COUNT_S,
    MAX_LENGTH,
    MIN_COUNT_S,
    PACES,
    Detail,
    Side,
    read_conditions,
    read_detail,
    read_length,
    read_pace,
    read_side,
)


@pytest.mark.parametrize("name", PACES)
def test_a_pace_by_name_and_in_seconds_is_the_same(name: str) -> None:
    by_name, in_seconds = read_pace(name), read_pace(str(PACES[name]))

    assert by_name == in_seconds
    assert (by_name.name, by_name.count) == (name, round(1_000 * PACES[name]))


def test_paces_are_in_the_order_of_their_names_and_within_what_one_may_ask_for() -> None:
    assert MIN_COUNT_S < PACES["brisk"] < PACES["steady"] == 1.0 < PACES["slow"] < MAX_COUNT_S


@given(st.integers(500, 2_500))
def test_any_whole_millisecond_within_the_limits_is_a_pace(count: int) -> None:
    assert read_pace(f"{count / 1000:g}").count == count
    assert read_pace(read_pace(f"{count / 1000:g}").name).count == count


@pytest.mark.parametrize("text", ["0.499", "2.501", "0", "-1", "nan", "inf", "1e9", "fast", "", "1,3", "slow "])
def test_all_else_is_no_pace(text: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        read_pace(text)
    assert caught.value.hint


@given(st.integers(0, 5), st.integers(0, 59), st.integers(0, 59))
def test_a_length_may_be_written_as_a_clock_or_by_its_units(hours: int, minutes: int, seconds: int) -> None:
    total = 1_000 * (3_600 * hours + 60 * minutes + seconds)
    written = [f"{hours}:{minutes:02}:{seconds:02}", f"{60 * hours + minutes}:{seconds:02}", f"{total // 1000}s"]
    written.append(f"{hours}h{minutes}m{seconds}s")
    if total:
        assert {read_length(text) for text in written} == {total}
    else:
        for text in written:
            with pytest.raises(DefinitionError):
                read_length(text)


def test_a_length_is_up_to_six_hours() -> None:
    assert read_length("6h") == read_length("360m") == MAX_LENGTH == 6 * 3_600_000
    for text in ("6h1s", "361m", "7:00:00", "21601s"):
        with pytest.raises(DefinitionError):
            read_length(text)


@pytest.mark.parametrize("text", ["", "12", "m", "12:5", "12:60", "-5m", "5m3h", "1.5m", "h5", "12 m"])
def test_all_else_is_no_length(text: str) -> None:
    with pytest.raises(DefinitionError):
        read_length(text)


@given(st.lists(st.sampled_from(CONDITIONS), unique=True), st.randoms(use_true_random=False))
def test_conditions_are_read_in_any_order_with_spaces_and_each_once(names: list[str], random: object) -> None:
    shuffled = [*names, *names]
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert set(read_conditions(" , ".join(shuffled))) == set(names)
    assert list(read_conditions(",".join(shuffled))) == [one for one in CONDITIONS if one in names]


def test_what_nobody_can_spare_is_told_with_its_near_one() -> None:
    with pytest.raises(DefinitionError) as caught:
        read_conditions("neck,kness")
    assert '"kness"' in caught.value.message
    assert '"knees"' in caught.value.hint


def test_sides_and_details_are_read_by_their_names_alone() -> None:
    assert [read_side(side) for side in ("left", "right")] == [Side.LEFT, Side.RIGHT]
    assert [read_detail(detail) for detail in ("fade", "full", "cues")] == list(Detail)
    assert [side.other for side in (Side.LEFT, Side.RIGHT)] == [Side.RIGHT, Side.LEFT]
    for read, wrong in ((read_side, "lift"), (read_detail, "cue")):
        with pytest.raises(DefinitionError) as caught:
            read(wrong)
        assert "did you mean" in caught.value.hint
