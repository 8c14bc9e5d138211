"""The timeline: breath to the millisecond, lines that never overlap, sides alike, and exactly the length asked for."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.random_narrations import narrations
from support.scheduling import schedule
from support.starter_content import (
    CLASSES,
    EXERCISES,
    class_narration,
    english,
    exercise,
    exercise_narration,
    exercise_text,
    mirror_words,
    takes_of,
    templates,
)

from audiosession.errors import DefinitionError, FaultsError
from audiosession.timing.layout import lay_out
from audiosession.timing.rounds import Loops, Round, round_of
from audiosession.timing.schedule import WITH_MUSIC, WITHOUT_MUSIC, place, refuse_unsaid
from audiosession.timing.timeline import Kind, Timeline, from_json, to_json
from audiosession.units import MP3_FRAME_MS, Ms
from audiosession.writing.cues import Narration
from audiosession.writing.narration import narrate
from audiosession.writing.phases.cue import PhaseCue
from audiosession.writing.plan import plan_exercise
from audiosession.writing.text.reading import parse
from audiosession.writing.values import PACES, Detail, Side, read_pace

ALL_PACES = [*PACES, "0.95"]
BREATHS = {Kind.INHALE, Kind.EXHALE, Kind.HOLD}


def scheduled(narration: Narration, *, count: int = 1_000, music: str | None = "still-water", **takes: int) -> Timeline:
    timeline, _ = schedule(narration, takes_of(narration, **takes), count=Ms(count), music=music)
    return timeline


def assert_lines_never_overlap(timeline: Timeline) -> None:
    assert all(one.end <= two.start for one, two in pairwise(timeline.track("voice")))


@pytest.mark.parametrize("pace", ALL_PACES)
@pytest.mark.parametrize("reps", range(1, 6))
def test_the_breath_of_the_single_leg_kick_is_0_ms_off(pace: str, reps: int) -> None:
    narration = exercise_narration("single-leg-kick", reps=reps)
    count = read_pace(pace).count

    breaths = scheduled(narration, count=count).track("breath")

    phases = exercise("single-leg-kick").rep_phases()
    # where the side changes inside a breath, the breath itself has none
    written = [(p.breath, p.counts, None if p.switch else p.side) for p in phases] * reps
    assert [(b.kind, b.counts, b.side) for b in breaths] == written
    assert [b.length for b in breaths] == [counts * count for _, counts, _ in written]
    assert all(one.end == two.start for one, two in pairwise(breaths))


@pytest.mark.parametrize("pace", ALL_PACES)
@pytest.mark.parametrize("name", EXERCISES)
def test_the_breath_of_every_exercise_is_0_ms_off(name: str, pace: str) -> None:
    count = read_pace(pace).count
    timeline = scheduled(exercise_narration(name), count=count)

    assert all(breath.length == breath.counts * count for breath in timeline.track("breath") if breath.counts)
    assert_lines_never_overlap(timeline)


@pytest.mark.parametrize("name", CLASSES)
def test_the_breath_of_every_class_is_0_ms_off(name: str) -> None:
    timeline = scheduled(class_narration(name), count=950)

    narrated = [(c, s.count) for s in class_narration(name).sections for c in s.cues if isinstance(c, PhaseCue)]
    assert [b.length for b in timeline.track("breath")] == [cue.length(own or Ms(950)) for cue, own in narrated]
    assert_lines_never_overlap(timeline)


@pytest.mark.parametrize("name", ["saw", "spine-twist"])
@pytest.mark.parametrize("a_letter", [20, 65, 90, 120, 150, 400])
def test_sides_take_the_same_time_though_right_is_longer_than_left(name: str, a_letter: int) -> None:
    for detail in Detail:
        timeline = scheduled(parse(exercise_text(name, detail=detail), name), a_letter=a_letter)
        left, right = ([b.length for b in timeline.track("breath") if b.side == side] for side in Side)
        assert left == right != []


@pytest.mark.parametrize("a_letter", [65, 75, 85, 95])
def test_both_sides_are_spoken_in_the_same_form_though_right_is_longer_than_left(a_letter: int) -> None:
    twist = exercise("spine-twist").model_copy(update={"counting": "off"})  # a number would lengthen one side's line
    narration = parse(narrate(plan_exercise(twist), templates(), english()), "twist")
    narration = replace(narration, mirror=english().mirror)
    voice = scheduled(narration, a_letter=a_letter).track("voice")

    left, right = ([clip.text for clip in voice if clip.side == side] for side in Side)
    assert [mirror_words(text) for text in left] == right != []


def test_pulses_and_spoken_counts_land_on_beats() -> None:
    timeline = scheduled(parse(exercise_text("single-leg-kick", detail=Detail.FULL), "slk"), a_letter=30)
    breaths = timeline.track("breath")

    for pulse in timeline.track("pulses"):
        around = next(b for b in breaths if b.start <= pulse.start < b.end)
        assert (pulse.start - around.start) % 1_000 == 0
        assert any(clip.start == pulse.start for clip in timeline.track("voice"))


@pytest.mark.parametrize("name", EXERCISES)
def test_none_of_the_projects_own_words_is_left_unsaid_at_an_ordinary_pace(name: str) -> None:
    narration = exercise_narration(name)

    for pace in ALL_PACES:
        _, notes = schedule(narration, takes_of(narration), count=read_pace(pace).count)
        assert not any(note.is_unsaid for note in notes)


def test_what_would_be_left_unsaid_is_refused_when_strict() -> None:
    narration = parse("[inhale 1] long\n[exhale 4] fine\n[inhale 1] longer", "my.txt", "T")

    _, notes = schedule(narration, {"long": Ms(1_500), "fine": Ms(500), "longer": Ms(2_500)}, count=Ms(1_000))

    with pytest.raises(FaultsError) as caught:
        refuse_unsaid(notes, "my.txt")

    first, second = caught.value.faults
    assert str(first) == "my.txt:1: “long” does not fit its phase, nor does any other form of its line"
    assert str(second) == "my.txt:3: “longer” does not fit its phase, nor does any other form of its line"
    assert first.hint == "shorten “long” by 0.6 s, or give the phase 2 counts"


@pytest.mark.parametrize("music", [None, "still-water"])
def test_any_length_in_the_range_is_met_to_the_mp3_frame_and_breath_stays(music: str | None) -> None:
    narration = exercise_narration("single-leg-kick")
    layout = lay_out(narration, takes_of(narration), count=Ms(1_000))
    edges = WITH_MUSIC if music else WITHOUT_MUSIC
    shortest, usual, longest = (Ms(one + edges.lead_in + edges.lead_out) for one in layout.range)
    breaths = [clip.length for clip in place(layout, edges=edges, music=music).track("breath")]

    for wanted in (shortest, usual, longest, *range(shortest, longest, 4_999)):
        timeline = place(layout, edges=edges, music=music, length=Ms(wanted))

        assert abs(timeline.length - wanted) <= MP3_FRAME_MS
        assert timeline.length % MP3_FRAME_MS == 0
        assert [clip.length for clip in timeline.track("breath")] == breaths
        assert_lines_never_overlap(timeline)


def test_rests_stay_within_their_bounds() -> None:
    narration = parse("A.\n[pause 2 from 1 to 4]\nB.\n[pause 4 from 2 to 5]", "x", "T")
    layout = lay_out(narration, takes_of(narration), count=Ms(1_000))

    for part, bounds in zip(layout.range, [(1_000, 2_000), (2_000, 4_000), (4_000, 5_000)], strict=True):
        length = Ms(part + WITHOUT_MUSIC.lead_in + WITHOUT_MUSIC.lead_out)
        rests = place(layout, edges=WITHOUT_MUSIC, length=length).track("rests")
        assert [rest.length for rest in rests] == pytest.approx(bounds, abs=MP3_FRAME_MS)


def test_a_length_a_frame_beyond_the_range_is_met_as_near_as_can_be_and_one_more_is_refused() -> None:
    narration = parse("A.\n[pause 20 from 10.008 to 40.008]", "x", "T")
    layout = lay_out(narration, {"A.": Ms(1_008)}, count=Ms(1_000))
    shortest, _, longest = (one + WITH_MUSIC.lead_in + WITH_MUSIC.lead_out for one in layout.range)
    assert shortest % MP3_FRAME_MS == longest % MP3_FRAME_MS == 0

    for edge, step in ((shortest, -MP3_FRAME_MS), (longest, MP3_FRAME_MS)):
        assert place(layout, edges=WITH_MUSIC, length=Ms(edge + step)).length == edge
        with pytest.raises(DefinitionError):
            place(layout, edges=WITH_MUSIC, length=Ms(edge + 2 * step))


@pytest.mark.parametrize("take", range(480, 504))
def test_what_begins_afresh_after_a_moment_begins_on_the_next_mp3_frame(take: int) -> None:
    narration = parse("[exercise a]\nA.\n[pause 0.001 from 0.001 to 0.001]\n[exercise b]\nB.", "x", "T")
    layout = lay_out(narration, {"A.": Ms(take), "B.": Ms(500)}, count=Ms(1_000))

    timeline = place(layout, edges=WITHOUT_MUSIC)

    (first, second), afresh = timeline.track("voice"), timeline.sections[1].start
    assert afresh == second.start
    assert afresh % MP3_FRAME_MS == 0
    assert 0 <= afresh - first.end <= MP3_FRAME_MS


@pytest.mark.parametrize("rest", ["2 from 2 to 4", "2 from 1 to 2", "2 from 2 to 2"])
def test_rests_that_give_in_one_way_alone_take_what_is_usual(rest: str) -> None:
    layout = lay_out(
        parse(f"A.\n[pause {rest}]\nB.\n[pause {rest}]", "x", "T"),
        dict.fromkeys(("A.", "B."), Ms(480)),
        count=Ms(1_000),
    )

    for length in (None, Ms(layout.range[1] + WITHOUT_MUSIC.lead_in + WITHOUT_MUSIC.lead_out)):
        rests = place(layout, edges=WITHOUT_MUSIC, length=length).track("rests")
        assert [rest.length for rest in rests] == pytest.approx([2_000, 2_000], abs=MP3_FRAME_MS)


def test_only_the_first_breath_of_what_begins_afresh_moves_to_an_mp3_frame() -> None:
    text = (
        "[exercise a]\nA.\n[pause 1.001]\n[inhale 1]\n[pause 1.003]\nB.\n[pause 1.007]\n[exhale 1]\n[pause 1.009]\nC."
    )
    layout = lay_out(parse(text, "x", "T"), {f"{one}.": Ms(507) for one in "ABC"}, count=Ms(997))

    rests = [rest.length for rest in place(layout, edges=WITHOUT_MUSIC).track("rests")]

    assert rests[1:4] == [1_003, 1_007, 1_009]
    assert abs(rests[0] - 1_001) <= MP3_FRAME_MS // 2


@pytest.mark.parametrize("off", [-1_000, 1_000])
def test_a_length_out_of_range_is_refused_with_the_range(off: int) -> None:
    narration = parse("A.\n[pause 20 from 10 to 40]", "x", "T")
    layout = lay_out(narration, {"A.": Ms(1_000)}, count=Ms(1_000))
    shortest, _, longest = layout.range
    edge = (shortest if off < 0 else longest) + WITH_MUSIC.lead_in + WITH_MUSIC.lead_out

    with pytest.raises(DefinitionError, match="only 0:20 to 0:50"):
        place(layout, edges=WITH_MUSIC, length=Ms(edge + off))


def test_what_begins_afresh_begins_on_an_mp3_frame() -> None:
    timeline = scheduled(class_narration("back-body"), count=950)

    starts = {section.exercise: section.start for section in reversed(timeline.sections)}
    assert len(starts) == 5
    assert all(start % MP3_FRAME_MS == 0 for start in starts.values())


@pytest.mark.parametrize("music", ["still-water", None])
def test_the_first_breath_of_what_begins_afresh_begins_on_an_mp3_frame(music: str | None) -> None:
    timeline = scheduled(class_narration("back-body"), count=950, music=music)

    breath = timeline.track("breath")
    first = {clip.exercise: clip.start for clip in reversed(breath)}
    assert len(first) >= 3
    assert all(start % MP3_FRAME_MS == 0 for start in first.values())


def test_a_first_breath_that_opens_a_section_is_on_an_mp3_frame_too() -> None:
    text = "[class One]\n[exercise one]\n[section Set-up]\nLie down.\n[section Reps]\n[rep 1]\n[inhale 3] In.\n"

    timeline = scheduled(parse(text, "a class"))

    first = timeline.track("breath")[0].start
    assert timeline.sections[1].start == first == timeline.beds[0].anchor
    assert first % MP3_FRAME_MS == 0


def test_the_loop_of_each_bed_begins_with_the_first_breath_over_it_or_with_the_bed() -> None:
    timeline = scheduled(class_narration("back-body"))
    edges = [section.start for one, section in pairwise(timeline.sections) if one.exercise != section.exercise]

    breathes = 0
    for bed, start, end in zip(timeline.beds, [0, *edges], [*edges, timeline.length], strict=True):
        over = [clip.start for clip in timeline.track("breath") if start <= clip.start < end]
        assert bed.anchor == (over[0] if over else bed.start)
        breathes += bool(over)
    assert 3 <= breathes < len(timeline.beds)


def test_a_recording_that_is_not_made_to_loop_plays_from_its_beginning() -> None:
    narration = class_narration("back-body")
    layout = lay_out(narration, takes_of(narration), count=Ms(1_000))

    timeline = place(layout, edges=WITH_MUSIC, music="song")

    assert [bed.anchor for bed in timeline.beds] == [bed.start for bed in timeline.beds]


def test_sections_lie_flush_from_the_first_sample_to_the_last() -> None:
    timeline = scheduled(class_narration("back-body"))

    assert timeline.sections[0].start == 0
    assert timeline.sections[-1].end == timeline.length
    assert all(one.end == two.start for one, two in pairwise(timeline.sections))


def test_each_bed_is_alone_from_its_edge_on() -> None:
    timeline = scheduled(class_narration("back-body"))
    edges = [section.start for one, section in pairwise(timeline.sections) if one.exercise != section.exercise]

    assert len(timeline.beds) == len(edges) + 1
    assert timeline.beds[0].start == 0
    assert timeline.beds[-1].end == timeline.length
    for bed, after, edge in zip(timeline.beds, timeline.beds[1:], edges, strict=False):
        assert bed.end <= edge
        assert after.start < bed.end, "one comes in while the other leaves"
        assert after.start + after.fade_in <= edge


def test_without_music_no_bed_plays() -> None:
    assert scheduled(class_narration("back-body"), music=None).beds == ()


def test_words_begin_once_the_bed_is_heard() -> None:
    timeline = scheduled(exercise_narration("saw"))

    assert timeline.track("voice")[0].start == WITH_MUSIC.lead_in
    assert timeline.length - timeline.track("voice")[-1].end >= WITH_MUSIC.lead_out


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(narrations(), st.sampled_from([500, 950, 1_300]), st.sampled_from([None, "sea"]), st.floats(0, 1))
def test_the_laws_hold_for_any_narration(narration: Narration, count: int, music: str | None, share: float) -> None:
    takes = takes_of(narration)
    edges = WITH_MUSIC if music else WITHOUT_MUSIC
    layout = lay_out(narration, takes, count=Ms(count))
    least, _, most = (one + edges.lead_in + edges.lead_out for one in layout.range)
    wanted = Ms(round(least + share * (most - least)))

    timeline = place(layout, edges=edges, music=music, length=wanted)

    assert abs(timeline.length - wanted) <= 100
    assert_lines_never_overlap(timeline)
    counts = [s.count or count for s in narration.sections for cue in s.cues if isinstance(cue, PhaseCue)]
    assert [b.length for b in timeline.track("breath")] == [
        (b.counts or 0) * count for b, count in zip(timeline.track("breath"), counts, strict=True)
    ]


def test_a_bed_plays_as_loud_as_it_the_class_and_the_section_say() -> None:
    text = "[section A]\nA.\n[exercise one]\n[music song at -3 dB]\nB.\n[exercise two]\n[music at -2 dB]\nC."
    narration = parse(text, "x", "T")
    layout = lay_out(narration, takes_of(narration), count=Ms(1_000))

    timeline = place(layout, edges=WITH_MUSIC, music="water", levels_db={"song": 4.0, "water": -1.0})

    assert [(bed.name, bed.level_db) for bed in timeline.beds] == [("water", -1.0), ("song", 1.0), ("water", -3.0)]
    assert from_json(to_json(timeline)) == timeline


@pytest.mark.parametrize(
    "rounds", [{}, {"song": Round()}, {"song": round_of((Ms(9_000),) * 5)}], ids=["a song", "a loop", "parts"]
)
def test_a_bed_that_becomes_softer_goes_on_where_it_is(rounds: dict[str, Round]) -> None:
    phases = "[rep 1]\n[inhale 4] In.\n"
    text = f"[exercise one]\n[section A]\n[music song]\nA.\n{phases}[section B]\n[music at -6 dB]\nB.\n{phases}"
    narration = parse(text, "x", "T")
    layout = lay_out(narration, takes_of(narration), count=Ms(1_000))

    first, second = place(layout, edges=WITH_MUSIC, music="water", loops=Loops(rounds=rounds)).beds

    assert (first.name, second.name, first.level_db, second.level_db) == ("song", "song", 0.0, -6.0)
    assert (first.anchor, first.begins) == (second.anchor, second.begins)


def test_each_exercise_begins_with_another_part_of_the_bed_wherever_it_stands() -> None:
    phases = "[rep 1]\n[inhale 4] In.\n"
    parts = round_of((Ms(9_000),) * 5)

    def begun(names: str, **chosen: Any) -> dict[str, Ms]:
        narration = parse("".join(f"[exercise {name}]\n[section {name}]\n{phases}" for name in names.split()), "x", "T")
        layout = lay_out(narration, takes_of(narration), count=Ms(1_000))
        timeline = place(layout, edges=WITH_MUSIC, music="sea", loops=Loops(rounds={"sea": parts}, **chosen))
        assert from_json(to_json(timeline)) == timeline
        return dict(zip(names.split(), (bed.begins for bed in timeline.beds), strict=True))

    usual = begun("swan saw roll")
    heard = [parts.parts[parts.starts.index(begins)] for begins in usual.values()]
    assert all(one != other for one, other in pairwise(heard))
    assert begun("swan saw")["swan"] == begun("swan roll saw")["swan"] == usual["swan"]
    assert begun("swan saw roll", seed=3) != usual
