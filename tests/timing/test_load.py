"""Load: what is held is never held longer for a length, is counted in one go, and is let go before anybody praises."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.random_narrations import narrations
from support.scheduling import schedule
from support.starter_content import CLASSES, class_narration, exercise, exercise_narration, takes_of

from audiosession.errors import FaultsError
from audiosession.timing.layout import lay_out
from audiosession.timing.length import held_at_most
from audiosession.timing.load import Held, beyond_held
from audiosession.timing.pieces import Stretch
from audiosession.timing.rounds import Loops, Round
from audiosession.timing.schedule import WITH_MUSIC, WITHOUT_MUSIC, place
from audiosession.timing.timeline import from_event, to_events, to_json
from audiosession.units import MP3_FRAME_MS, Ms
from audiosession.writing.cues import Narration, PauseCue
from audiosession.writing.text.reading import parse

pytestmark = pytest.mark.slow

COUNT = Ms(1_000)
LINE = Ms(2_000)
PROPPED = """
[exercise prop]
Lie down.
[pause 2 from 1 to 20]
Come up.
[pause 2 from 1 to 2 loaded]
Elbows down.
[pause 1 from 0.5 to 1 loaded]
[rep 1]
[inhale 4 loaded]
[exhale 6 loaded]
Legs down.
[pause 1.5 from 1 to 1.5 loaded]
Down you come.
[pause 3 from 2 to 9]
Well done.
[pause 1 from 0.5 to 3]
"""


def timed(text: str, length: int | None = None, lying: tuple[str, ...] = ()) -> list[tuple[int, bool]]:
    """Return how long the rests of `text` are, in order, and whether each is loaded; a line takes two seconds."""
    narration = parse(text, "x", "T")
    layout = lay_out(narration, dict.fromkeys(narration.lines(), LINE), count=COUNT, lying=lying)
    wanted = None if length is None else Ms(length)
    return [(c.length, bool(c.loaded)) for c in place(layout, edges=WITHOUT_MUSIC, length=wanted).track("rests")]


def longest_held(narration: Narration, count: Ms = COUNT) -> list[Held]:
    return schedule(narration, dict.fromkeys(narration.lines(), LINE), count=count)[0].held()


def test_what_is_held_goes_from_behind_the_line_that_leads_up_to_the_last_that_is_loaded() -> None:
    [held] = longest_held(parse(PROPPED, "x", "T"))

    # 2 s, "Elbows down.", 1 s, a breath of 10 s, a gap of 0.7 s, "Legs down.", 1.5 s.
    # The first breath begins on an MP3 frame, and what is loaded gives way for it, downwards.
    assert held.exercise == "prop"
    assert 0 <= 2_000 + 2_000 + 1_000 + 10_000 + 700 + 2_000 + 1_500 - held.length < MP3_FRAME_MS


@pytest.mark.parametrize("between", ["[pause 2]", "[free 5s] Rest."])
def test_a_rest_or_a_phase_without_load_begins_anew(between: str) -> None:
    text = f"[exercise plank]\nUp.\n[rep 1]\n[free 30s loaded] Hold.\n{between}\n[free 20s loaded] Hold."

    held = longest_held(parse(text, "x", "T"))

    assert [round(one.length, -4) for one in held] == [30_000, 20_000]


def test_the_session_and_the_timeline_tell_what_is_held() -> None:
    narration = parse(PROPPED, "x", "T")
    timeline, _ = schedule(narration, dict.fromkeys(narration.lines(), LINE), count=COUNT)

    loaded = [row["kind"] for row in to_events(timeline.clips()) if row.get("loaded")]
    assert loaded == ["pause", "pause", "inhale", "exhale", "pause", "pause"]
    assert [from_event(row) for row in to_events(timeline.clips())] == timeline.clips()
    [told] = to_json(timeline)["held"]
    [held] = timeline.held()
    assert told == {"exercise": "prop", "start": held.start / 1_000, "end": held.end / 1_000}


@pytest.mark.parametrize("name", CLASSES)
def test_no_loaded_rest_is_a_millisecond_longer_than_usual_at_any_of_20_lengths(name: str) -> None:
    narration = class_narration(name)
    layout = lay_out(narration, takes_of(narration), count=COUNT, lying=("swan", "single-leg-kick"))
    rests = [item for item in layout.items if isinstance(item, Stretch)]
    least, _, most = (one + WITH_MUSIC.lead_in + WITH_MUSIC.lead_out for one in layout.range)

    loops = Loops(rounds={"sea": Round()})
    for step in range(20):
        length = Ms(least + (most - least) * step // 19)
        clips = place(layout, edges=WITH_MUSIC, music="sea", loops=loops, length=length).track("rests")
        over = [clip.length - rest.usual for clip, rest in zip(clips, rests, strict=True) if rest.loaded]
        assert all(one <= 0 for one in over)
    written = [isinstance(cue, PauseCue) and cue.loaded for section in narration.sections for cue in section.cues]
    assert any(rest.loaded for rest in rests) is any(written)


@settings(max_examples=40)
@given(narrations(), st.floats(0, 1))
def test_whatever_the_narration_a_loaded_rest_never_stretches(narration: Narration, share: float) -> None:
    layout = lay_out(narration, takes_of(narration), count=COUNT)
    _, usual, most = layout.range
    wanted = Ms(round(usual + share * (most - usual)) + WITHOUT_MUSIC.lead_in + WITHOUT_MUSIC.lead_out)

    rests = [item for item in layout.items if isinstance(item, Stretch)]
    clips = place(layout, edges=WITHOUT_MUSIC, length=wanted).track("rests")
    assert all(c.length <= r.usual for c, r in zip(clips, rests, strict=True) if r.loaded and r.usual > 24)


def test_rests_after_the_last_rep_stretch_first_and_those_before_it_once_these_are_full() -> None:
    usual = sum(length for length, _ in timed(PROPPED))

    def lengths(more: int) -> list[int]:
        fixed = 10_000 + 6 * LINE + WITHOUT_MUSIC.lead_in + WITHOUT_MUSIC.lead_out
        return [round(length, -2) for length, _ in timed(PROPPED, fixed + usual + more)]

    assert lengths(0) == [2_000, 2_000, 1_000, 700, 1_500, 3_000, 1_000]
    assert lengths(4_000) == [2_000, 2_000, 1_000, 700, 1_500, 6_000, 2_000]
    assert lengths(8_000) == [2_000, 2_000, 1_000, 700, 1_500, 9_000, 3_000]
    assert lengths(14_000) == [8_000, 2_000, 1_000, 700, 1_500, 9_000, 3_000]


def test_where_the_body_lies_a_rest_stretches_as_early_as_those_of_the_release() -> None:
    fixed = 10_000 + 6 * LINE + WITHOUT_MUSIC.lead_in + WITHOUT_MUSIC.lead_out
    lengths = [round(one, -2) for one, _ in timed(PROPPED, fixed + 11_200 + 13_000, lying=("prop",))]

    assert lengths == [11_000, 2_000, 1_000, 700, 1_500, 6_000, 2_000]


def test_a_loaded_pause_that_would_stretch_is_refused_with_what_to_write() -> None:
    with pytest.raises(FaultsError) as refused:
        parse("Up.\n[pause 2 from 1 to 6 loaded]", "x")

    assert refused.value.faults[0].hint.endswith("write [pause 2 from 1 to 2 loaded]")


def test_the_longest_that_anything_is_held_is_known_before_it_has_a_place() -> None:
    narration = exercise_narration("single-leg-kick")
    layout = lay_out(narration, takes_of(narration), count=COUNT)
    [at_most] = held_at_most(layout)

    least, usual, most = (one + 1_200 for one in layout.range)
    placed = [place(layout, edges=WITHOUT_MUSIC, length=Ms(one)).held()[0].length for one in (least, usual, most)]
    assert placed[0] < at_most.length - 1_000
    assert all(0 <= at_most.length - one < MP3_FRAME_MS for one in placed[1:])


def test_what_is_held_for_too_long_is_told_by_the_limit_of_its_level() -> None:
    kick = exercise("single-leg-kick")

    def told(seconds: float, name: str = kick.name) -> list[str]:
        held = Held(name, Ms(0), Ms(round(1_000 * seconds)))
        return [said for _, said in beyond_held([held], {kick.name: kick})]

    assert told(90) == told(120, "somebody-elses") == []
    assert told(90.001) == ["Single Leg Kick is held under load for 91 s in one go; at most 90 s"]
    assert told(121, "somebody-elses") == ["somebody-elses is held under load for 121 s in one go; at most 120 s"]


def test_praise_waits_until_nothing_is_held() -> None:
    lines = exercise_narration("single-leg-kick").lines()

    down = lines.index("Breathe out, and slowly let your chest and your forehead come down.")
    assert lines[down + 1] == "Well done. That took control."
