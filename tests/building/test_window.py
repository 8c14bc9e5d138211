"""A window's MP3 frames: where decoding raised a peak they are made anew, and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest
from support.signals import faded, limited, sine, speech_like

from audiosession.building.window import EncodedWindow
from audiosession.codecs.mp3 import FRAME_BYTES
from audiosession.sound.mastering import LIMITER_SUPPORT_MS
from audiosession.sound.peaks import true_peak
from audiosession.sound.recipes import Recipe
from audiosession.sound.segments import Samples
from audiosession.units import FRAMES_PER_MS, MP3_FRAME, MP3_FRAME_MS, Ms, db_to_gain

pytestmark = [pytest.mark.usefixtures("lame"), pytest.mark.slow]
LENGTH, LEAD, TAIL = 4_800, 336, 216
AIM_DB = -3.0
AROUND = LIMITER_SUPPORT_MS // MP3_FRAME_MS + 2
"""MP3 frames that a peak may reach to either side: as far as the limiter turns down, and what overlaps that."""


def recipe(tail: int = TAIL) -> Recipe:
    return Recipe(length=Ms(LENGTH), lead=Ms(LEAD), tail=Ms(tail), takes=(), tones=(), beds=(), duck=())


def master(*loud_at: int, tail: int = TAIL) -> Samples:
    """Return a window's master of soft speech, with 20 ms that reach over `AIM_DB` from each of `loud_at` on."""
    sound = 0.2 * speech_like((LEAD + LENGTH + tail) / 1000)
    for at in loud_at:
        place = sound[(LEAD + at) * FRAMES_PER_MS :][: 20 * FRAMES_PER_MS]
        place += faded(sine(0.02, hz=400, level_db=0))[: len(place)]
    return limited(sound, ceiling_db=AIM_DB + 1)


def changed(before: bytes, after: bytes) -> list[int]:
    """Return the numbers of the MP3 frames that are others."""
    assert len(before) == len(after)
    frames = (np.frombuffer(each, np.uint8).reshape(-1, FRAME_BYTES) for each in (before, after))
    return np.flatnonzero(np.any(next(frames) != next(frames), axis=1)).tolist()


def hears(at: int) -> set[int]:
    """Return the MP3 frames that tell of what sounds at `at`: a decoder is about one behind."""
    return {at // MP3_FRAME_MS, at // MP3_FRAME_MS + 1, at // MP3_FRAME_MS + 2}


@pytest.mark.parametrize("tail", [TAIL, 0], ids=["", "the last one"])
@pytest.mark.parametrize("loud_at", [0, 5, 1_000, 2_345, LENGTH - 100, LENGTH - 20])
def test_a_peak_that_is_too_high_is_held_wherever_it_lies_in_the_window(loud_at: int, tail: int) -> None:
    encoded = EncodedWindow(recipe(tail), master(loud_at, tail=tail))
    assert true_peak(encoded.decode()) > db_to_gain(AIM_DB)

    for _ in range(3):
        encoded.hold_peaks(encoded.decode(), AIM_DB)

    assert true_peak(encoded.decode()) <= db_to_gain(AIM_DB)


def test_only_the_mp3_frames_that_hear_of_it_are_made_anew() -> None:
    encoded = EncodedWindow(recipe(), master(2_345))
    before = encoded.own_frames

    encoded.hold_peaks(encoded.decode(), AIM_DB)

    anew = changed(before, encoded.own_frames)
    assert hears(2_345) & set(anew)
    assert min(hears(2_345)) - AROUND <= anew[0] <= anew[-1] <= max(hears(2_345)) + AROUND


def test_what_is_made_anew_joins_as_well_as_one_encode_of_the_same_master() -> None:
    sound = master(2_345)
    encoded = EncodedWindow(recipe(), sound)
    encoded.hold_peaks(encoded.decode(), AIM_DB)  # turns `sound` down too
    in_parts, at_once = encoded.decode(), EncodedWindow(recipe(), sound).decode()

    own = sound[LEAD * FRAMES_PER_MS :][: LENGTH * FRAMES_PER_MS]
    for frame in range(LENGTH // MP3_FRAME_MS):
        here = slice(frame * MP3_FRAME, (frame + 1) * MP3_FRAME)
        error, usual = (np.sum((own[here] - heard[here]) ** 2) for heard in (in_parts, at_once))
        assert error <= 10**0.15 * usual + 1e-9  # 1.5 dB: LAME's own spread from one start to another


def test_peaks_far_from_one_another_leave_what_lies_between() -> None:
    encoded = EncodedWindow(recipe(), master(800, 4_000))
    before = encoded.own_frames

    encoded.hold_peaks(encoded.decode(), AIM_DB)

    anew = changed(before, encoded.own_frames)
    assert hears(800) & set(anew)
    assert hears(4_000) & set(anew)
    assert not set(range(max(hears(800)) + AROUND + 1, min(hears(4_000)) - AROUND)) & set(anew)
