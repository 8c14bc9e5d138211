"""Sounds in time: where they begin, what they hold up, and how one gives way to the next."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiosession.timing.blocks import STRIKE, sound_key
from audiosession.timing.layout import GAP, lay_out
from audiosession.timing.length import held_at_most
from audiosession.timing.ringing import CLEAR, LET_GO, ClockRun, rung
from audiosession.timing.schedule import WITH_MUSIC, WITHOUT_MUSIC, Edges, place
from audiosession.timing.timeline import Clip, Kind, Timeline, from_json, to_json
from audiosession.units import MP3_FRAME_MS, Ms
from audiosession.writing.cues import Narration
from audiosession.writing.text.reading import parse

LONG, SHORT = Ms(8_000), Ms(300)
TAKES = {"One.": Ms(1_000), "Two.": Ms(700), sound_key("bell"): LONG, sound_key("click"): SHORT}
AT = WITHOUT_MUSIC.lead_in


def placed(text: str, edges: Edges = WITHOUT_MUSIC, music: str | None = None) -> Timeline:
    narration: Narration = parse(text, "x", title="T")
    return place(lay_out(narration, TAKES, count=Ms(1_000)), edges=edges, music=music)


def sounds(of: Timeline) -> list[tuple[int, int, str]]:
    return [(clip.start, clip.end, clip.text) for clip in of.track("sounds")]


def speech(of: Timeline) -> list[int]:
    return [clip.start for clip in of.track("voice")]


def test_a_sound_is_alone_for_half_a_second_and_rings_on_under_the_pause_behind_it() -> None:
    of = placed("[sound bell]\n[pause 2]\nOne.")

    assert sounds(of)[0][0] == AT
    assert speech(of) == [AT + STRIKE + 2_000]


def test_without_a_pause_behind_it_a_sound_has_the_usual_rest() -> None:
    assert speech(placed("[sound bell]\nOne.")) == [AT + STRIKE + GAP.usual]
    assert speech(placed("[sound click]\nOne.")) == [AT + SHORT + GAP.usual]


def test_what_follows_a_sound_that_is_waited_for_begins_when_it_has_rung_out() -> None:
    assert speech(placed("[sound bell wait]\n[pause 1]\nOne.")) == [AT + LONG + 1_000]


def test_a_sound_after_a_breath_begins_exactly_where_that_ends() -> None:
    of = placed("[rep 1]\n[inhale 2]\n[exhale 3]\n[sound bell]\n[pause 1]\nOne.")

    end = of.track("breath")[-1].end
    assert sounds(of)[0][0] == end
    assert speech(of) == [end + STRIKE + 1_000]


def test_between_two_breaths_a_sound_holds_nothing_up() -> None:
    lines = "[rep 1]\n[inhale 2] One.\n{}[exhale 3] Two.\n{}[inhale 4]\n"
    silent, loud = (placed(lines.format(one, one)) for one in ("", "[sound bell]\n"))

    assert loud.track("breath") == silent.track("breath")
    assert loud.track("voice") == silent.track("voice")
    assert [start for start, _, _ in sounds(loud)] == [clip.end for clip in loud.track("breath")][:2]


def test_a_sound_of_the_clock_holds_nothing_up_and_lies_on_it_to_the_millisecond_whatever_is_said() -> None:
    text = "{}One.\n[pause 100]\nTwo.\n[pause 60]\n{}One."
    silent, loud = placed(text.format("", "")), placed(text.format("[sound bell every 20]\n", "[sound bell off]\n"))

    assert loud.track("voice") == silent.track("voice")
    off = speech(loud)[-1]
    wanted = list(range(AT + 20_000, off - CLEAR, 20_000))
    assert [start for start, _, _ in sounds(loud)] == wanted
    assert len(wanted) == 7


def test_a_sound_of_the_clock_goes_on_to_the_end_and_gives_way_to_one_that_is_written() -> None:
    of = placed("[sound bell every 30]\nOne.\n[pause 58]\n[sound click]\n[pause 40]")

    assert [(start - AT, name) for start, _, name in sounds(of)] == [
        (30_000, "bell"),
        (59_000, "click"),
        (90_000, "bell"),
    ]


def test_a_sound_fades_under_the_next_one_and_ends_with_the_class() -> None:
    of = placed("[sound bell]\n[pause 3]\n[sound bell]\n[pause 1]\nOne.")

    first, second = sounds(of)
    assert first[1] == second[0] + LET_GO
    assert second[1] == of.length


def clip(start: int, length: int) -> Clip:
    return Clip(kind=Kind.SOUND, start=Ms(start), end=Ms(start + length), text="bell")


@given(
    written=st.lists(st.tuples(st.integers(0, 400_000), st.integers(100, 120_000)), max_size=8),
    every=st.integers(15_000, 120_000),
    start=st.integers(0, 200_000),
    lasts=st.integers(0, 400_000),
)
def test_whatever_rings_no_more_than_two_sound_at_once(
    written: list[tuple[int, int]], every: int, start: int, lasts: int
) -> None:
    apart = sorted({at // 850 * 850: long for at, long in written}.items())  # half a second, and the least rest
    run = ClockRun(clip=clip(0, 9_000), every=Ms(every), start=Ms(start), end=Ms(start + lasts))
    found = rung([clip(at, long) for at, long in apart], [run], Ms(700_000))

    starts = [one.start for one in found]
    assert starts == sorted(starts)
    assert {at for at, _ in apart} <= set(starts)
    of_the_clock = [at for at in starts if at not in dict(apart)]
    assert all((at - start) % every == 0 and start < at < start + lasts - CLEAR for at in of_the_clock)
    assert all(abs(at - other) >= CLEAR for at in of_the_clock for other, _ in apart)
    assert max((sum(one.start <= at < one.end for one in found) for at in starts), default=0) <= 2


JINGLE = ("intro: jingle", Ms(4_001))
CODA = ("outro: gong", Ms(2_390))


def test_an_intro_moves_all_behind_it_by_whole_mp3_frames_and_the_bed_begins_after_it() -> None:
    plain = placed("One.\n[pause 2]\nTwo.", WITH_MUSIC, "rain")
    framed = placed("One.\n[pause 2]\nTwo.", WITH_MUSIC.framed(JINGLE, CODA), "rain")

    before, behind = 4_008, 2_400
    assert before % MP3_FRAME_MS == behind % MP3_FRAME_MS == 0
    assert framed.length == plain.length + before + behind
    assert speech(framed) == [at + before for at in speech(plain)]
    assert sounds(framed) == [
        (0, 4_001, "intro: jingle"),
        (framed.length - behind, framed.length - behind + 2_390, "outro: gong"),
    ]
    (bed,) = framed.beds
    assert (bed.start, bed.end, bed.anchor) == (before, framed.length - behind, before)
    assert framed.music == (before, framed.length - behind)
    assert framed.sections[0].start == 0


def test_a_class_may_be_as_long_as_asked_with_all_that_frames_it() -> None:
    narration = parse("One.\n[pause 5 from 1 to 60]\nTwo.\n[pause 5 from 1 to 60]", "x", title="T")
    edges = WITH_MUSIC.fading(Ms(60_000)).framed(JINGLE, None)
    of = place(lay_out(narration, TAKES, count=Ms(1_000)), edges=edges, music="rain", length=Ms(120_000))

    assert of.length == 120_000
    (bed,) = of.beds
    assert (bed.end, bed.fade_out) == (120_000, 60_000)
    assert of.track("rests")[-1].end == 60_000


def test_sounds_survive_the_way_to_json_and_back() -> None:
    of = placed("[sound bell]\nOne.")

    assert from_json(to_json(of)) == of


@pytest.mark.parametrize("gone", ["[sound bell off]\nOne.", "[sound bell every 30]\nOne.\n[sound click off]"])
def test_what_does_not_ring_can_not_end(gone: str) -> None:
    with pytest.raises(Exception, match="is not heard"):
        parse(gone, "x")


@pytest.mark.parametrize("between", ["", "[sound bell]\n", "[sound bell every 60]\n"])
def test_a_sound_between_two_phases_ends_no_load(between: str) -> None:
    narration = parse(f"[rep 1]\n[free 4s loaded] One.\n{between}[free 4s loaded] Two.\n", "x", title="T")

    assert [held.length for held in held_at_most(lay_out(narration, TAKES, count=Ms(1_000)))] == [8_000 + GAP.usual]
