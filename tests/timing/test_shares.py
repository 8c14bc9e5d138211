"""Exercises share the time that a class must last: each rest within its bounds, all together to the millisecond."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiosession.timing.layout import lay_out
from audiosession.timing.pieces import Block, Layout, Piece, Start, Stretch
from audiosession.timing.schedule import WITHOUT_MUSIC, place
from audiosession.timing.shares import rest_lengths
from audiosession.timing.timeline import Clip, Kind
from audiosession.units import Ms
from audiosession.writing.text.reading import parse


def line(length: int) -> Block:
    clip = Clip(kind=Kind.SPEECH, start=Ms(0), end=Ms(length))
    return Block(length=Ms(length), tracks={"voice": (clip,)})


def rest(least: int, usual: int, most: int, *, at_ease: bool = False) -> Stretch:
    return Stretch(least=Ms(least), usual=Ms(usual), most=Ms(most), exercise="", at_ease=at_ease)


def start(exercise: str) -> Start:
    return Start(title=exercise, exercise=exercise, music=None, afresh=True)


@st.composite
def classes(draw: st.DrawFn) -> list[Piece]:
    items: list[Piece] = []
    for number in range(draw(st.integers(1, 4))):
        items.append(start(f"exercise-{number}"))
        for _ in range(draw(st.integers(1, 4))):
            bounds = sorted(draw(st.lists(st.integers(1, 9_000), min_size=3, max_size=3)))
            items += [line(draw(st.integers(200, 6_000))), rest(*bounds, at_ease=draw(st.booleans()))]
    return items


@given(classes(), st.floats(0, 1))
def test_all_rests_lie_within_their_bounds_and_add_up(items: list[Piece], share: float) -> None:
    rests = [item for item in items if isinstance(item, Stretch)]
    fixed = sum(item.length for item in items if isinstance(item, Block))
    least, most = (fixed + sum(getattr(one, edge) for one in rests) for edge in ("least", "most"))
    length = least + share * (most - least)

    lengths = rest_lengths(items, length)

    assert fixed + sum(lengths) == pytest.approx(length, abs=1e-6)
    assert all(one.least - 1e-6 <= found <= one.most + 1e-6 for one, found in zip(rests, lengths, strict=True))


def text_of(second: str) -> str:
    lines = ("Lie down.", second, "Rest here.")
    parts = [
        f"[exercise exercise-{number}]\n[section Part {number}]\n{said}\n[pause 4 from 1 to 20]\nBreathe.\n"
        f"[pause 2 from 1 to 9]\n[rep 1]\n[inhale 4] In.\n[exhale 4] Out.\n"
        for number, said in enumerate(lines, 1)
    ]
    return "".join(parts)


def laid(text: str) -> Layout:
    narration = parse(text, "x", "T")
    takes = {said: Ms(120 * len(said)) for said in narration.lines()}
    return lay_out(narration, takes, count=Ms(1_000))


@pytest.mark.parametrize("length", [54_000, 60_000, 90_000])
@pytest.mark.parametrize("said", ["Sit up and grow long.", "Sit.", "Sit up, grow long, and look ahead of you."])
def test_who_words_a_line_otherwise_moves_nothing_of_the_other_exercises(said: str, length: int) -> None:
    before, after = (
        place(laid(text_of(second)), edges=WITHOUT_MUSIC, length=Ms(length)) for second in ("Sit tall and easy.", said)
    )

    assert before.length == after.length
    assert [(one.start, one.end) for one in before.sections] == [(one.start, one.end) for one in after.sections]
    for name in ("exercise-1", "exercise-3"):
        assert [one for one in before.clips() if one.exercise == name] == [
            one for one in after.clips() if one.exercise == name
        ]


def test_what_can_not_be_so_long_leaves_its_share_to_the_others() -> None:
    short = [start("a"), line(1_000), rest(500, 1_000, 1_500), start("b"), line(1_000), rest(500, 1_000, 60_000)]

    assert rest_lengths(short, 20_000) == pytest.approx([1_500, 16_500])
    assert rest_lengths(short, 4_000) == pytest.approx([1_000, 1_000])
    assert rest_lengths(short, 3_000) == pytest.approx([500, 500])


def test_without_rests_or_exercises_nothing_is_shared() -> None:
    assert rest_lengths([], 0) == rest_lengths([line(900)], 900) == []
