"""Windows of a mix are stretches of one long mix, and a recipe's address stands for its sound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from support.scheduling import schedule
from support.signals import limited
from support.sounds_in_memory import BED_SECONDS, LEAD, TAIL, Shelf, bed, desk, rings, spoken, timeline
from support.sounds_in_memory import tones as guide

from audiosession.sound.ducking import UNDER_DB
from audiosession.sound.mixing import HEADROOM_DB, bed_in_parts, bells, fade, mix, mixed_samples, tones, voice
from audiosession.sound.recipes import BED_LUFS, SHORTEST, WINDOW, BedPart, Desk, Recipe, windows
from audiosession.sound.segments import AudioSegment, Samples, to_samples, to_segment
from audiosession.timing.ringing import LET_GO
from audiosession.timing.schedule import AHEAD, SETTLED
from audiosession.timing.timeline import Clip, Kind, Timeline, TimelineSection, Track
from audiosession.units import FRAMES_PER_MS, MP3_FRAME_MS, SAMPLE_RATE, Ms, db_to_gain
from audiosession.writing.text.reading import parse

WHOLE = Ms(1 << 40)
SHORT = Ms(2_400)

CLASS = timeline(
    16_800,
    spoken((700, "hello-900"), (2_300, "over a seam-400"), (4_600, "long-2700"), (10_000, "far-800")),
    guide((2_000, 1_500, "rise"), (3_500, 2_000, "fall"), (4_780, 60, "tick"), (9_560, 60, "tick")),
    (bed(0, 9_240, name="first", fade_in=900, fade_out=1_000), bed(8_600, 16_800, name="second", fade_in=1_000)),
    rings((1_000, 4_100, "bell-6000"), (4_600, 5_200, "bell-5200")),
)


def mixed(recipe: Recipe, shelf: Shelf | None = None) -> Samples:
    return mixed_samples(recipe, shelf or Shelf())


def own(sound: Samples, recipe: Recipe) -> Samples:
    """Return the window itself, without what sounds before and behind it."""
    return sound[recipe.lead * FRAMES_PER_MS :][: recipe.length * FRAMES_PER_MS]


def test_a_window_is_the_same_stretch_of_one_long_mix_to_the_bit() -> None:
    (whole,) = desk(replace(CLASS, beds=CLASS.beds[:1])).recipes(WHOLE)
    long = mixed(whole)
    at = 0
    for recipe in desk(replace(CLASS, beds=CLASS.beds[:1])).recipes(SHORT):
        stretch = long[(at - recipe.lead) * FRAMES_PER_MS : (at + recipe.length + recipe.tail) * FRAMES_PER_MS]
        assert np.array_equal(mixed(recipe), stretch)
        at += recipe.length
    assert at == CLASS.length


def test_beds_that_pass_into_one_another_are_the_same_in_windows_as_at_once() -> None:
    recipes = list(desk(CLASS).recipes(SHORT))
    joined = np.concatenate([own(mixed(recipe), recipe) for recipe in recipes])
    one, two = desk(CLASS).recipes(WHOLE)
    at_once = np.concatenate([own(mixed(one), one), own(mixed(two), two)])

    assert np.array_equal(joined, at_once)


def test_a_limited_window_is_the_same_stretch_of_the_whole_limited_to_the_bit() -> None:
    loud = Shelf(level_db=0.0)
    one_bed = replace(CLASS, beds=CLASS.beds[:1])
    (whole,) = desk(one_bed).recipes(WHOLE)
    mastered = limited(mixed(whole, loud), ceiling_db=-6.0)
    assert np.abs(mixed(whole, loud)).max() > db_to_gain(-5)

    for index, recipe in enumerate(desk(one_bed).recipes(SHORT)):
        window = own(limited(mixed(recipe, loud), ceiling_db=-6.0), recipe)
        assert np.array_equal(window, mastered[index * SHORT * FRAMES_PER_MS :][: len(window)])


def test_windows_are_whole_mp3_frames_but_the_last_and_begin_anew_with_each_bed() -> None:
    found = windows(CLASS, SHORT)

    assert [start for start, _ in found] == [0, *(end for _, end in found[:-1])]
    assert found[-1][1] == CLASS.length
    assert all((end - start) % MP3_FRAME_MS == 0 for start, end in found[:-1])
    assert CLASS.beds[0].end + SETTLED in {start for start, _ in found}
    assert all(end - start >= SHORTEST for start, end in found[:-1])


def test_the_last_two_windows_are_cut_in_halves_so_that_no_core_waits_long_for_another() -> None:
    lengths = [end - start for start, end in windows(timeline(16_800, beds=(bed(0, 16_800),)), Ms(4_800))]

    assert lengths == [4_800, 4_800, 2_400, 2_400, 2_400]


def test_before_another_bed_a_window_and_what_is_left_is_cut_in_halves() -> None:
    two = timeline(33_600, beds=(bed(0, 16_800 - SETTLED), bed(16_000, 33_600, name="second")))

    first = [end - start for start, end in windows(two, Ms(4_800)) if end <= 16_800]

    assert first == [4_800, 4_800, 2_400, 2_400, 2_400]


def test_the_lanes_of_a_mix_sum_linearly() -> None:
    # Lanes of whole numbers: each rounds once, by half a step of 32 bits under the headroom, and once to float32.
    step = 4 * 2.0**-24
    for recipe in desk(CLASS).recipes(SHORT):
        lanes = [
            replace(recipe, takes=(), tones=(), sounds=()),
            replace(recipe, takes=(), beds=(), sounds=()),
            replace(recipe, tones=(), beds=(), sounds=()),
            replace(recipe, takes=(), tones=(), beds=()),
        ]
        summed = sum((mixed(lane) for lane in lanes), np.zeros_like(mixed(recipe)))
        assert np.abs(summed - mixed(recipe)).max() <= step


def test_a_take_is_heard_where_it_lies_at_its_own_level_to_the_bit() -> None:
    shelf = Shelf()
    (recipe,) = desk(timeline(4_800, spoken((1_000, "line-500")))).recipes()
    sound = mixed(recipe, shelf)
    take = to_samples(shelf.take("line-500"))

    assert np.array_equal(sound[1_000 * FRAMES_PER_MS :][: len(take)], np.repeat(take, 2, axis=1))
    assert not sound[: 1_000 * FRAMES_PER_MS].any()
    assert not sound[1_500 * FRAMES_PER_MS :].any()


class Loud(Shelf):
    """Everything at full scale, all peaks at once."""

    def take(self, digest: str) -> AudioSegment:
        return to_segment(np.ones((int(digest.rpartition("-")[2]) * FRAMES_PER_MS, 1), np.float32), SAMPLE_RATE)

    def sound(self, digest: str) -> AudioSegment:
        return self.take(digest)

    def bed(self, digest: str, position: int, n_frames: int) -> Samples:
        return np.ones((n_frames, 2), np.float32)


def test_nothing_clips_where_four_lanes_are_at_full_scale() -> None:
    full = to_segment(np.ones((480, 2), np.float32), SAMPLE_RATE).set_sample_width(4).apply_gain(-HEADROOM_DB)
    summed = to_samples(full.overlay(full).overlay(full).overlay(full))
    assert summed.max() <= 1.0

    plan = timeline(2_400, spoken((0, "line-2400")), (), (bed(0, 2_400, fade_in=0, fade_out=0),))
    (recipe,) = desk(plan).recipes()
    # The take is at 1 but for its last step of 16 bits, the bed ducked: the sum is over full scale, and whole.
    assert mixed(replace(recipe, duck=()), Loud()).max() == pytest.approx(2.0, abs=2**-14)
    assert mixed(recipe, Loud()).max() == pytest.approx(1 + db_to_gain(UNDER_DB), abs=2**-14)


def test_two_sounds_a_voice_and_a_bed_at_full_scale_do_not_clip() -> None:
    two = rings((0, 2_400, "bell-2400"), (0, 2_400, "gong-2400"))  # no more than two sound at once: timing/ringing.py
    plan = timeline(2_400, spoken((0, "line-2400")), (), (bed(0, 2_400, fade_in=0, fade_out=0),), two)
    (recipe,) = desk(plan).recipes()
    loudest = tuple((at, n, which, 0.0) for at, n, which, _ in recipe.sounds)  # level_db at its most undoes the -6 dB

    assert mixed(replace(recipe, duck=(), sounds=loudest), Loud()).max() == pytest.approx(4.0, abs=2**-12)


def test_a_sound_is_heard_where_it_lies_at_its_gain_and_one_that_is_cut_fades() -> None:
    shelf = Shelf()
    (recipe,) = desk(timeline(4_800, sounds=rings((700, 900, "bell-900"), (2_000, 1_200, "bell-3000")))).recipes()
    sound = mixed(recipe, shelf)
    whole = to_samples(shelf.sound("bell-900")) * np.float32(db_to_gain(-6.0))
    cut = to_samples(shelf.sound("bell-3000")) * np.float32(db_to_gain(-6.0))

    here = sound[700 * FRAMES_PER_MS :][: len(whole)]
    assert np.allclose(here, np.repeat(whole, 2, axis=1), atol=2**-28)
    assert not sound[: 700 * FRAMES_PER_MS].any()
    assert not sound[1_600 * FRAMES_PER_MS : 2_000 * FRAMES_PER_MS].any()
    rung = sound[2_000 * FRAMES_PER_MS :][: 1_200 * FRAMES_PER_MS, 0]
    full = (1_200 - LET_GO) * FRAMES_PER_MS
    assert np.allclose(rung[:full], cut[:full, 0], atol=2**-28)
    assert np.abs(rung[-480:]).max() < np.abs(cut).max() * 1e-3  # 10 ms before the end of a raised cosine of 500 ms
    assert np.abs(np.diff(rung[full:])).max() <= np.abs(np.diff(cut[:, 0])).max()
    assert not sound[3_200 * FRAMES_PER_MS :].any()


def test_a_window_without_a_sound_keeps_its_address() -> None:
    quiet = list(desk(replace(CLASS, tracks=CLASS.tracks[:2])).recipes(SHORT))
    rung = list(desk(CLASS).recipes(SHORT))

    alike = [a.address == b.address for a, b in zip(quiet, rung, strict=True)]
    assert alike == [not recipe.sounds for recipe in rung]
    assert any(alike)
    assert not all(alike)


def test_a_window_where_nothing_sounds_is_silent() -> None:
    (recipe,) = desk(timeline(2_400)).recipes()

    silent = mix(recipe, Shelf(), bed_in_parts(recipe, Shelf()))
    assert (silent.channels, silent.sample_width, silent.frame_rate, len(silent)) == (1, 4, SAMPLE_RATE, 2_400)
    assert not mixed(recipe).any()
    assert list(voice(recipe, Shelf())) == list(tones(recipe)) == list(bells(recipe, Shelf())) == []


@pytest.mark.parametrize("length", [9, 71, 141, 1_152, 1_153])
def test_silence_is_whole_to_the_frame(length: int) -> None:
    """pydub's own silence lacks the last frame of some lengths, which then held whatever memory held before."""
    recipe = Recipe(length=Ms(length), lead=Ms(0), tail=Ms(0), takes=(), tones=(), beds=(), duck=())

    assert mix(recipe, Shelf(), None).frame_count() == length * FRAMES_PER_MS


RECIPE = Recipe(
    length=Ms(4_800),
    lead=LEAD,
    tail=TAIL,
    takes=((Ms(-100), "line-500"), (Ms(2_000), "other-900")),
    tones=((Ms(1_000), Ms(2_000), "rise"),),
    beds=(
        BedPart(
            bed="bed", anchor=Ms(900), start=Ms(-700), end=Ms(5_000), fade_in=Ms(1_500), fade_out=Ms(600), gain_db=-4.0
        ),
    ),
    duck=((Ms(2_000), 0.0), (Ms(2_300), -12.0), (Ms(3_200), -12.0), (Ms(4_100), 0.0)),
    sounds=((Ms(1_500), Ms(900), "bell-2000", -6.0),),
)


def bed_with(**changed: object) -> Callable[[Recipe], Recipe]:
    return lambda recipe: replace(recipe, beds=(replace(recipe.beds[0], **changed),))  # type: ignore[arg-type]


CHANGES: dict[str, Callable[[Recipe], Recipe]] = {
    "another length": lambda r: replace(r, length=Ms(4_824)),
    "another lead": lambda r: replace(r, lead=Ms(LEAD - 24)),
    "another tail": lambda r: replace(r, tail=Ms(TAIL + 24)),
    "another take": lambda r: replace(r, takes=(r.takes[0], (r.takes[1][0], "another-900"))),
    "a take a millisecond later": lambda r: replace(r, takes=(r.takes[0], (Ms(2_001), "other-900"))),
    "a take less": lambda r: replace(r, takes=r.takes[:1]),
    "no tones": lambda r: replace(r, tones=()),
    "a falling tone": lambda r: replace(r, tones=((Ms(1_000), Ms(2_000), "fall"),)),
    "a longer tone": lambda r: replace(r, tones=((Ms(1_000), Ms(2_001), "rise"),)),
    "no bed": lambda r: replace(r, beds=()),
    "another bed": bed_with(bed="sea"),
    "another stretch of the bed": bed_with(anchor=Ms(901)),
    "another start of the bed": bed_with(start=Ms(-701)),
    "another end of the bed": bed_with(end=Ms(4_999)),
    "another fade in": bed_with(fade_in=Ms(1_501)),
    "another fade out": bed_with(fade_out=Ms(601)),
    "another level of the bed": bed_with(gain_db=-4.1),
    "no sound": lambda r: replace(r, sounds=()),
    "another sound": lambda r: replace(r, sounds=((Ms(1_500), Ms(900), "bell-800", -6.0),)),
    "a sound a millisecond later": lambda r: replace(r, sounds=((Ms(1_501), Ms(900), "bell-2000", -6.0),)),
    "a sound cut later": lambda r: replace(r, sounds=((Ms(1_500), Ms(901), "bell-2000", -6.0),)),
    "a softer sound": lambda r: replace(r, sounds=((Ms(1_500), Ms(900), "bell-2000", -6.5),)),
    "another duck": lambda r: replace(r, duck=((Ms(2_000), 0.0), (Ms(2_300), -11.9), *r.duck[2:])),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_whatever_changes_the_sound_changes_the_address(change: Callable[[Recipe], Recipe]) -> None:
    changed = change(RECIPE)

    assert changed.address != RECIPE.address
    a, b = mixed(changed), mixed(RECIPE)
    assert a.shape != b.shape or not np.array_equal(a, b)


def test_equal_recipes_have_one_address_and_another_way_of_mixing_another() -> None:
    assert replace(RECIPE).address == RECIPE.address
    assert replace(RECIPE, version=RECIPE.version + 1).address != RECIPE.address


WORDS = """[class Two]
[exercise one]
[section One]
{first}
[pause 14 from 10 to 20]
Rest here for a while.
[pause 3 from 2 to 4]
[exercise two]
[section Two]
[music second]
{second}
[pause 25 from 20 to 40]
{third}
"""
TAKE_OF = {"Lie down.": 900, "Lie down on your front, please.": 2_317, "Rest here for a while.": 1_500}


def placed(first: str = "Lie down.", second: str = "Breathe.", third: str = "And rest.") -> Timeline:
    """Return two exercises, each with a bed of its own, whose lines are `first`, `second` and `third`."""
    narration = parse(WORDS.format(first=first, second=second, third=third), "a class")
    takes = {line: Ms(TAKE_OF.get(line, 1_100)) for line in narration.lines()}
    return schedule(narration, takes, count=Ms(1_000), music="first")[0]


def addresses(of: Timeline) -> list[str]:
    lines = {clip.text: clip.text for clip in of.track("voice")}
    beds = {"first": ("first", -20.0), "second": ("second", -24.0)}
    recipes = Desk(timeline=of, takes=lines, beds=beds, lead=LEAD, tail=TAIL).recipes(Ms(4_800))
    return [recipe.address for recipe in recipes]


def test_an_exercise_that_moves_on_the_timeline_keeps_its_windows() -> None:
    before, after = placed(), placed(first="Lie down on your front, please.")

    assert after.sections[1].start - before.sections[1].start == 1_416  # 1417 ms, on the grid of MP3 frames
    ahead = [sum(start < one.sections[1].start for start, _ in windows(one, Ms(4_800))) for one in (before, after)]
    assert addresses(before)[ahead[0] :] == addresses(after)[ahead[1] :]
    assert addresses(before)[0] != addresses(after)[0]


def test_an_edit_before_the_first_breath_leaves_all_from_that_breath_on_as_it_was() -> None:
    def of(line: str) -> Timeline:
        text = f"[class One]\n[exercise one]\n{line}\n[pause 4]\n[rep 1]\n[inhale 8] In.\n[exhale 8]\n[pause 9]\nRest."
        narration = parse(text, "a class")
        takes = {said: Ms(TAKE_OF.get(said, 1_100)) for said in narration.lines()}
        return schedule(narration, takes, count=Ms(1_000), music="first")[0]

    before, after = of("Lie down."), of("Lie down on your front, please.")

    (bed,) = after.beds
    assert bed.anchor - before.beds[0].anchor == 1_416  # 1417 ms, on the grid of MP3 frames
    ahead = [[start for start, _ in windows(one, Ms(4_800))].index(one.beds[0].anchor) for one in (before, after)]
    assert addresses(before)[ahead[0] :] == addresses(after)[ahead[1] :]
    assert len(addresses(before)[ahead[0] :]) >= 4
    assert addresses(before)[: ahead[0]] != addresses(after)[: ahead[1]]


def test_before_its_anchor_a_bed_plays_what_comes_before_its_loop_goes_round() -> None:
    length, anchor = 4_800, 1_700
    (recipe,) = desk(timeline(length, beds=(bed(0, length, anchor=anchor, fade_in=0, fade_out=0),))).recipes()
    loop = Shelf().bed("bed", 0, BED_SECONDS * SAMPLE_RATE)

    sound = mixed(recipe)

    gain = 1 / 2**20  # rounding to 32 bits with headroom
    np.testing.assert_allclose(sound[anchor * FRAMES_PER_MS :][: len(loop)], loop, atol=gain)
    np.testing.assert_allclose(sound[: anchor * FRAMES_PER_MS], loop[-anchor * FRAMES_PER_MS :], atol=gain)


def test_windows_begin_anew_at_an_anchor_unless_that_is_close_to_another_edge() -> None:
    def starts(anchor: int) -> list[int]:
        return [start for start, _ in windows(timeline(24_000, beds=(bed(0, 24_000, anchor=anchor),)), Ms(4_800))]

    assert 7_200 in starts(7_200)
    assert starts(SHORTEST - MP3_FRAME_MS) == starts(24_000 - MP3_FRAME_MS) == starts(7_201) == starts(0)


def test_an_edit_leaves_the_windows_before_it_as_they_were() -> None:
    before, after = placed(), placed(third="Lie down on your front, please.")

    same = [a == b for a, b in zip(addresses(before), addresses(after), strict=False)]
    edit = next(clip.start for clip in after.track("voice") if clip.text == "Lie down on your front, please.")
    ahead = [end < edit - 300 - TAIL for _, end in windows(after, Ms(4_800))]  # 300 ms: the bed goes down before it
    assert same[: ahead.count(True)] == [True] * ahead.count(True)
    assert ahead.count(True) >= len(ahead) // 2
    assert not all(same)


def test_a_window_mixed_at_once_is_what_it_is_mixed_in_stretches() -> None:
    for recipe in desk(CLASS).recipes(SHORT):
        bed = bed_in_parts(recipe, Shelf())
        assert bed is not None
        gain = db_to_gain(HEADROOM_DB) / 2**31
        middle = np.frombuffer(mix(recipe, Shelf(), bed).raw_data, np.int32) * gain
        # Where stretches are cut the bed rounds once more, by half a step of 32 bits under the headroom.
        apart = mixed(recipe) - np.stack((middle + gain * bed[1], middle - gain * bed[1]), axis=1)
        assert np.abs(apart).max() <= 4 * 2.0**-24


def test_voice_and_tones_are_as_loud_on_both_sides_whatever_the_bed_does() -> None:
    for recipe in desk(CLASS).recipes(SHORT):
        left, right = mixed(recipe).T.astype(np.float64)
        bed_left, bed_right = mixed(replace(recipe, takes=(), tones=())).T.astype(np.float64)
        # Both sides are rounded to float32 twice, of at most 1.
        assert np.abs((left - right) - (bed_left - bed_right)).max() <= 4 * 2.0**-24


def test_a_sound_that_fades_in_as_another_fades_out_keeps_the_sum() -> None:
    n = 480
    rise, fall = np.ones(n), np.ones(n)
    fade(rise, 0, n)
    fade(fall[::-1], 0, n)

    np.testing.assert_allclose(rise + fall, 1.0, atol=1e-12)
    assert (np.diff(rise) > 0).all()
    # A raised cosine is flat at both ends and steepest in its middle, by pi / 2 of an even rise.
    assert rise[0] < 1e-5
    assert np.diff(rise).max() == pytest.approx(np.pi / 2 / n, rel=1e-3)


@pytest.mark.parametrize("position", [0, 100, 479, 480, 900])
def test_a_fade_that_began_before_goes_on_and_leaves_what_is_behind_it_alone(position: int) -> None:
    whole, rest = np.ones((2, 1_000), np.float32), np.ones((2, 1_000 - position), np.float32)
    fade(whole, 0, 480)
    fade(rest, position, 480)

    np.testing.assert_array_equal(rest, whole[:, position:])
    assert (whole[:, 480:] == 1.0).all()
    np.testing.assert_array_equal(*whole)


@pytest.mark.parametrize("length", [Ms(2_400), Ms(4_800), WINDOW])
def test_windows_cover_a_class_of_any_length_and_none_is_a_remnant(length: Ms) -> None:
    for total in [*range(24, 2 * SHORTEST, 24), *range(SHORTEST, 90_000, 1_001)]:
        for found in (windows(timeline(total), length), windows(timeline(total, beds=(bed(0, total),)), length)):
            assert [start for start, _ in found] == [0, *(end for _, end in found[:-1])]
            assert found[-1][1] == total
            assert all(end - start >= min(SHORTEST, total) for start, end in found)
            assert all(end - start < length + SHORTEST for start, end in found)


def test_a_usual_window_is_whole_mp3_frames_and_short_beside_a_class() -> None:
    assert WINDOW % MP3_FRAME_MS == SHORTEST % MP3_FRAME_MS == 0
    assert 5 * SHORTEST < WINDOW < 30_000


def test_without_beds_windows_begin_anew_just_before_each_exercise_and_with_its_first_breath() -> None:
    parts = [("one", 0, 12_000), ("one", 12_000, 24_000), ("two", 24_000, 48_000), ("", 48_010, 60_000)]
    sections = tuple(TimelineSection(title=t, exercise=t, start=Ms(a), end=Ms(b)) for t, a, b in parts)
    breath = [Clip(kind=Kind.INHALE, start=Ms(at), end=Ms(at + 100)) for at in (4_800, 9_600, 31_200, 33_600)]
    plain = timeline(60_000)
    found = windows(replace(plain, sections=sections, tracks=(Track(name="breath", clips=tuple(breath)),)), Ms(60_000))

    # The fourth part does not begin on an MP3 frame; 9600 and 33600 are no first breaths.
    starts = {start for start, _ in found}
    assert {0, 4_800, 24_000 - AHEAD, 31_200} <= starts
    assert starts.isdisjoint({9_600, 12_000, 33_600, 48_010, 48_010 - AHEAD})


def test_nothing_is_said_of_a_fade_that_is_over_where_a_window_is_first_heard() -> None:
    def second(**fades: int) -> BedPart:
        of = timeline(9_600, beds=(bed(0, 9_600, **fades),))
        return list(desk(of).recipes(SHORT))[1].beds[0]

    heard_from, heard_to = SHORT - LEAD, 2 * SHORT + TAIL
    quiet = second(fade_in=0, fade_out=0)
    assert second(fade_in=heard_from, fade_out=9_600 - heard_to) == quiet
    assert (quiet.start, quiet.end, quiet.anchor) == (-LEAD, SHORT + TAIL, -SHORT)
    assert second(fade_in=heard_from + 1, fade_out=0) == replace(quiet, start=Ms(-SHORT), fade_in=Ms(heard_from + 1))
    leaving = 9_600 - heard_to + 1
    assert second(fade_in=0, fade_out=leaving) == replace(quiet, end=Ms(9_600 - SHORT), fade_out=Ms(leaving))


def test_a_bed_is_brought_to_the_loudness_of_beds_whatever_its_own() -> None:
    of = timeline(2_400, beds=(bed(0, 2_400),))

    for lufs in (-10.0, -24.0, -31.2344):
        lines = Desk(timeline=of, takes={}, beds={"bed": ("bed", lufs)}, lead=LEAD, tail=TAIL).recipes()
        (gain_db,) = {part.gain_db for recipe in lines for part in recipe.beds}
        assert lufs + gain_db == pytest.approx(BED_LUFS, abs=0.0005)
