"""The breath laws: a phase lasts its counts, whatever is said in it; a line fits, gives way, or is left unsaid."""

from __future__ import annotations

from itertools import pairwise

import pytest

from audiosession.timing.blocks import GUARD
from audiosession.timing.layout import GAP, lay_out
from audiosession.timing.pieces import Block, Layout, Start, Stretch
from audiosession.timing.timeline import Clip, Kind
from audiosession.units import Ms, to_ms
from audiosession.writing.exercise import DEFAULT_REST
from audiosession.writing.text.reading import parse

COUNT = Ms(1_000)


def laid(text: str, *, count: Ms = COUNT, tones: bool = False, **takes: int) -> Layout:
    """Lay out a narration; takes not given last 100 ms."""
    narration = parse(text, "x", "T")
    lengths = {line: Ms(takes.get(line, 100)) for line in narration.lines()}
    return lay_out(narration, lengths, count=count, tones=tones)


def phase(text: str, *, count: Ms = COUNT, tones: bool = False, **takes: int) -> Block:
    (block,) = (item for item in laid(text, count=count, tones=tones, **takes).items if isinstance(item, Block))
    return block


def said(block: Block) -> list[tuple[int, str]]:
    return [(clip.start, clip.text) for clip in block.tracks["voice"]]


@pytest.mark.parametrize("count", [500, 800, 950, 1_000, 1_300, 2_500])
@pytest.mark.parametrize("counts", [1, 3, 20])
def test_a_phase_of_n_counts_is_n_counts_long(count: int, counts: int) -> None:
    block = phase(f"[exhale {counts}] out", count=Ms(count))

    assert block.length == counts * count
    assert [clip.length for clip in block.tracks["breath"]] == [counts * count]


def test_each_part_of_a_line_begins_on_its_count_and_each_pulse_fills_its_own() -> None:
    block = phase("[exhale 4 left pulse 2 4] a / b / - / d")

    assert said(block) == [(0, "a"), (1_000, "b"), (3_000, "d")]
    assert [(clip.start, clip.end, clip.side) for clip in block.tracks["pulses"]] == [
        (1_000, 2_000, "left"),
        (3_000, 4_000, "left"),
    ]


def test_the_longest_form_that_fits_is_said() -> None:
    text = "[inhale 2] full | short | bare"

    assert said(phase(text, full=2_000 - GUARD)) == [(0, "full")]
    assert said(phase(text, full=2_001 - GUARD)) == [(0, "short")]
    assert said(phase(text, full=9_000, short=9_000)) == [(0, "bare")]


def test_a_line_that_gives_way_is_noted_with_its_place() -> None:
    layout = laid("# remark\n[inhale 2] full | short", full=3_000)

    (note,) = layout.notes
    assert (note.line, note.wanted, note.became, note.is_unsaid, note.remedy) == (2, "full", "short", False, "")


def test_a_line_that_fits_is_not_noted() -> None:
    assert laid("[inhale 2] full | short").notes == ()


def test_a_part_must_be_over_before_the_next_begins() -> None:
    text = "[exhale 3] one / two | bare"

    assert said(phase(text, one=1_000 - GUARD)) == [(0, "one"), (1_000, "two")]
    assert said(phase(text, one=1_001 - GUARD)) == [(0, "bare")]


@pytest.mark.parametrize(
    ("form", "lasts", "counts"),
    [
        ("", 0, [(0, "one"), (1_000, "two"), (2_000, "three"), (3_000, "four")]),
        ("In.", 900, [(1_000, "two"), (2_000, "three"), (3_000, "four")]),
        ("In.", 941, [(2_000, "three"), (3_000, "four")]),
        ("In.", 3_900, []),
        ("In. / - / and", 300, [(1_000, "two"), (3_000, "four")]),
    ],
)
def test_a_count_is_said_on_its_beat_where_no_line_is_in_the_way(
    form: str, lasts: int, counts: list[tuple[int, str]]
) -> None:
    words = {"one": 400, "two": 400, "three": 400, "four": 400}
    block = phase(f"[inhale 4 count one / two / three / four] {form}", **words, **{"In.": lasts, "and": 300})

    assert [one for one in said(block) if one[1] in words] == counts
    assert block.length == 4_000


def test_a_count_that_is_longer_than_its_beat_is_left_unsaid_without_a_note() -> None:
    layout = laid("[inhale 2 count one / two]", one=400, two=1_000)
    (block,) = (item for item in layout.items if isinstance(item, Block))

    assert said(block) == [(0, "one")]
    assert not layout.notes


def test_a_part_may_last_over_silent_counts() -> None:
    assert said(phase("[exhale 3] one / - / two | bare", one=2_000 - GUARD)) == [(0, "one"), (2_000, "two")]


@pytest.mark.parametrize(
    ("length", "over", "counts"), [(941, 1, 2), (1_940, 1_000, 2), (1_941, 1_001, 3), (9_000, 8_060, 10)]
)
def test_a_line_that_fits_in_no_form_is_left_unsaid_and_the_breath_keeps_its_length(
    length: int, over: int, counts: int
) -> None:
    layout = laid("[inhale 1] long | word", long=20_000, word=length)

    (block,) = (item for item in layout.items if isinstance(item, Block))
    assert block.length == COUNT
    assert block.tracks["breath"][0].counts == 1
    assert said(block) == []
    (note,) = layout.notes
    assert (note.wanted, note.became, note.is_unsaid) == ("long", "", True)
    assert (note.nearest, note.over, note.counts) == ("word", over, counts)


def test_the_remedy_is_that_of_the_form_that_is_nearest_to_fitting() -> None:
    (note,) = laid("[inhale 4] a sentence | word", **{"a sentence": 4_400, "word": 4_100}).notes

    assert note.remedy == "shorten “word” by 0.2 s, or give the phase 5 counts"


def test_no_more_counts_are_named_than_a_phase_may_have() -> None:
    (note,) = laid("[inhale 20] word", word=20_000).notes

    assert note.remedy == "shorten “word” by 0.1 s"


def test_the_remedy_makes_the_line_fit() -> None:
    for length in range(950, 18_000, 333):
        (note,) = laid("[inhale 1] word", word=length).notes

        assert said(phase("[inhale 1] word", word=length - note.over)) == [(0, "word")]
        assert said(phase(f"[inhale {note.counts}] word", word=length)) == [(0, "word")]
        assert said(phase(f"[inhale {note.counts - 1}] word", word=length)) == []


@pytest.mark.parametrize(("a", "helps"), [(940, True), (941, False)])
def test_more_counts_are_named_only_where_every_part_before_the_last_fits_its_own(a: int, helps: bool) -> None:
    (note,) = laid("[exhale 2] a / word", a=a, word=2_500).notes

    assert (note.counts > 0) is helps
    assert said(phase("[exhale 4] a / word", a=a, word=2_500)) == ([(0, "a"), (1_000, "word")] if helps else [])


def test_a_rest_that_nobody_wrote_is_that_of_a_definition_that_says_none() -> None:
    rest = (DEFAULT_REST.least, DEFAULT_REST.usual, DEFAULT_REST.most)

    assert tuple(to_ms(seconds) for seconds in rest) == (GAP.least, GAP.usual, GAP.most)


def test_a_part_never_slips_off_its_count() -> None:
    layout = laid("[exhale 3] a / b / c", a=1_500, b=100, c=100)

    (block,) = (item for item in layout.items if isinstance(item, Block))
    assert said(block) == []
    assert layout.notes[0].remedy == "shorten “a” by 0.6 s"  # more counts at the end give it no more room


def test_what_is_said_in_a_phase_never_overlaps_nor_leaves_it_whatever_its_length() -> None:
    for a in range(100, 4_000, 430):
        for b in range(100, 4_000, 410):
            block = phase("[exhale 3] a / b / c | a / - / c | a", a=a, b=b, c=700)
            clips = block.tracks["voice"]
            assert all(one.end + GUARD <= two.start for one, two in pairwise(clips))
            assert not clips or clips[-1].end + GUARD <= block.length
            assert block.length == 3 * COUNT


def test_a_phase_without_words_is_silent_and_as_long() -> None:
    block = phase("[hold 4]")

    assert (block.length, block.tracks["voice"]) == (4_000, ())


def test_a_section_may_have_its_own_pace() -> None:
    layout = laid("[exercise a]\n[pace 1.3]\n[inhale 4]\n[exercise b]\n[inhale 4]")

    assert [item.length for item in layout.items if isinstance(item, Block)] == [5_200, 4_000]


def test_breaths_follow_one_another_without_a_gap() -> None:
    items = laid("Breathe.\n[inhale 4]\n[exhale 4]\n[rep 2]\n[inhale 4]\nRest.").items

    assert [type(item) for item in items] == [Start, Block, Stretch, Block, Block, Block, Stretch, Block, Stretch]


def test_a_line_without_a_pause_gets_the_usual_one() -> None:
    _, _, rest, _, pause = laid("One.\nTwo.\n[pause 3 from 1 to 9]").items

    assert isinstance(rest, Stretch)
    assert isinstance(pause, Stretch)
    assert (rest.least, rest.usual, rest.most) == (GAP.least, GAP.usual, GAP.most)
    assert (pause.least, pause.usual, pause.most) == (1_000, 3_000, 9_000)


def test_an_optional_line_goes_with_its_pause() -> None:
    narration = parse("One.\n[pause 1]\n[optional] Two.\n[pause 5]\nThree.\n[pause 1]", "x", "T")
    takes = {line: Ms(100) for line in narration.lines()}

    kept = lay_out(narration, takes, count=COUNT).range
    dropped = lay_out(narration, takes, count=COUNT, without={0}).range

    assert [a - b for a, b in zip(kept, dropped, strict=True)] == [100 + 2_500, 100 + 5_000, 100 + 10_000]


def test_a_bed_begins_afresh_with_each_exercise_and_each_change() -> None:
    layout = laid(
        "[section A]\nHi.\n[section B]\nHi.\n[exercise x]\nHi.\n[section C]\n[music sea]\nHi.\n[section D]\nHi."
    )

    assert [(item.title, item.afresh) for item in layout.items if isinstance(item, Start)] == [
        ("A", True),
        ("B", False),
        ("T", True),
        ("C", True),
        ("D", False),
    ]


def test_guide_tones_follow_the_breath_and_tick_on_pulses_and_counts_of_a_hold() -> None:
    breath = phase("[exhale 3 pulse 2] out", tones=True)
    held = phase("[hold 3] hold", tones=True)

    assert [(clip.kind, clip.text, clip.start) for clip in breath.tracks["tones"]] == [
        (Kind.TONE, "fall", 0),
        (Kind.TONE, "tick", 1_000),
    ]
    assert breath.tracks["tones"][0].end == 3_000
    assert [(clip.text, clip.start, clip.length) for clip in held.tracks["tones"]] == [
        ("hold", 0, 200),
        ("hold", 1_000, 200),
        ("hold", 2_000, 200),
    ]
    assert "tones" not in phase("[inhale 3] in").tracks


def test_clips_know_their_exercise_rep_and_side() -> None:
    layout = laid("[exercise saw]\n[rep 2]\n[exhale 3 right] reach")

    (block,) = (item for item in layout.items if isinstance(item, Block))
    assert block.tracks["voice"] == (
        Clip(kind=Kind.SPEECH, start=Ms(0), end=Ms(100), text="reach", exercise="saw", rep=2, side="right"),
    )
