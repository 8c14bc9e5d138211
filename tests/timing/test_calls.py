"""What is called out begins at its moment to the millisecond, or is left unsaid; all else makes way for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.starter_content import english, templates

from audiosession.definitions import read_definition
from audiosession.timing.blocks import GUARD, TICK
from audiosession.timing.layout import lay_out
from audiosession.timing.pieces import Block, Layout
from audiosession.timing.schedule import WITHOUT_MUSIC, place
from audiosession.timing.timeline import Kind
from audiosession.units import Ms
from audiosession.writing.cues import Narration
from audiosession.writing.exercise import Exercise
from audiosession.writing.narration import narrate
from audiosession.writing.plan import plan_exercise
from audiosession.writing.text.reading import parse

GOLDEN = Path(__file__).parents[1] / "golden" / "narration"


def laid(text: str, *, tones: bool = False, count: int = 1_000, **takes: int) -> Layout:
    narration = parse(text, "x", "T")
    lengths = {line: Ms(takes.get(line, 400)) for line in narration.lines()}
    return lay_out(narration, lengths, count=Ms(count), tones=tones)


def said(layout: Layout) -> list[tuple[int, str, bool | None]]:
    (block,) = (item for item in layout.items if isinstance(item, Block))
    return [(clip.start, clip.text, clip.call) for clip in block.tracks["voice"]]


def test_a_call_begins_where_it_is_written_to_begin() -> None:
    layout = laid("[free 30s] Hold.\n[call 5] a\n[call middle] b\n[call -10] c\n[call -1.5] d")

    assert said(layout) == [(0, "Hold.", None), (5_000, "a", True), (15_000, "b", True), (20_000, "c", True),
                            (28_500, "d", True)]  # fmt: skip
    assert layout.notes == ()


@pytest.mark.parametrize("count", [600, 800, 1_300, 2_500])
def test_in_a_phase_of_counts_the_end_moves_with_the_pace_and_the_call_with_the_end(count: int) -> None:
    layout = laid("[free 12]\n[call -3] Three.\n[call middle] Half.", count=count)

    assert said(layout) == [(6 * count, "Half.", True), (12 * count - 3_000, "Three.", True)]
    assert layout.items[1].length == 12 * count  # type: ignore[union-attr]


def test_a_call_that_does_not_fit_before_the_next_one_or_the_end_is_left_unsaid() -> None:
    layout = laid("[free 10s]\n[call -3] long\n[call -2] Two.\n[call -1] One.", long=1_000 - GUARD + 1, One=900)

    assert [text for _, text, _ in said(layout)] == ["Two.", "One."]
    (note,) = layout.notes
    assert (note.line, note.wanted, note.became, note.nearest, note.over) == (2, "long", "", "long", 1)
    assert note.remedy == "shorten “long” by 0.1 s"


def test_of_the_forms_of_a_call_the_first_that_fits_is_said() -> None:
    layout = laid("[free 10s]\n[call -2] long | short", long=2_000, short=1_900)

    assert said(layout) == [(8_000, "short", True)]
    assert [(note.wanted, note.became) for note in layout.notes] == [("long", "short")]


def test_a_call_outside_a_phase_that_a_pace_made_too_short_is_left_unsaid() -> None:
    layout = laid("[free 4]\n[call -10] Ten.\n[call 5] Five.\n[call 1] One.")

    assert said(layout) == [(1_000, "One.", True)]
    assert sorted(note.wanted for note in layout.notes) == ["Five.", "Ten."]


def test_a_line_gives_way_to_what_is_called_out_in_it() -> None:
    text = "[free 10s] full | short\n[call 3] Call."

    assert said(laid(text, full=3_000 - GUARD))[0] == (0, "full", None)
    assert said(laid(text, full=3_001 - GUARD))[0] == (0, "short", None)
    assert said(laid(text, full=3_001, short=3_001)) == [(3_000, "Call.", True)]


def test_a_part_of_a_line_lies_between_calls() -> None:
    text = "[free 8s] a / - / - / b / - / - / c\n[call 1] Call."

    assert said(laid(text)) == [(0, "a", None), (1_000, "Call.", True), (3_000, "b", None), (6_000, "c", None)]
    assert [text for _, text, _ in said(laid(text, **{"Call.": 2_000}))] == ["Call."]


def test_a_call_without_words_is_a_tick_where_tones_sound() -> None:
    layout = laid("[free 10s]\n[call -2]\n[call -1]", tones=True)

    (block,) = (item for item in layout.items if isinstance(item, Block))
    assert [(clip.kind, clip.text, clip.start, clip.end) for clip in block.tracks["tones"]] == [
        (Kind.TONE, "tick", 8_000, 8_000 + TICK), (Kind.TONE, "tick", 9_000, 9_000 + TICK)
    ]  # fmt: skip
    assert block.tracks["voice"] == ()


def narration_of(name: str) -> Narration:
    text = (GOLDEN / name / "exercise.toml").read_text("utf-8")
    exercise = read_definition(text, name, Exercise, name=name)
    return parse(narrate(plan_exercise(exercise), templates(), english()), name)


@pytest.mark.parametrize("name", ["plank", "intervals", "sun-salutation"])
@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_whatever_length_a_class_must_have_phases_in_seconds_and_their_calls_stay(name: str, share: float) -> None:
    narration = narration_of(name)
    takes = {line: Ms(300 + 20 * len(line)) for line in narration.lines()}
    layout = lay_out(narration, takes, count=Ms(1_300))
    least, _, most = (edge + WITHOUT_MUSIC.lead_in + WITHOUT_MUSIC.lead_out for edge in layout.range)
    length = Ms(int(least + share * (most - least)) // 24 * 24 + (24 if share == 0.0 else 0))

    timeline = place(layout, edges=WITHOUT_MUSIC, length=length)

    breaths = [clip for clip in timeline.track("breath") if clip.seconds is not None]
    assert all(clip.length == 1_000 * (clip.seconds or 0) for clip in breaths)
    last = [clip for clip in timeline.track("voice") if clip.call and clip.text == "One."]
    ends = {clip.end for clip in breaths}
    assert all(clip.start + 1_000 in ends for clip in last)
    assert len(last) == sum(cue.calls[-1].at == -1_000 and bool(cue.calls[-1].forms) for section in narration.sections
                            for cue in section.cues if getattr(cue, "calls", ()))  # fmt: skip
