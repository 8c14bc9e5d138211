"""Beds go round without a seam: loop points, crossfades, and what beds.toml may say."""

from __future__ import annotations

import numpy as np
import pytest
from support.signals import frames, noise, sine

from audiosession.beds.bed import FOREIGN_SEAM, OWN_SEAM, Bed, find_loop, read_beds
from audiosession.errors import FaultsError
from audiosession.sound.blending import blend
from audiosession.units import FRAMES_PER_MS


def test_a_loop_goes_round_between_its_points() -> None:
    loop = find_loop(Bed(file="x.flac", loop_start_ms=1_000, loop_end_ms=9_000), frames(10))

    assert (loop.start, loop.end, loop.alike) == (frames(1), frames(9), True)
    assert loop.seam == OWN_SEAM * FRAMES_PER_MS


def test_a_loop_up_to_the_last_frame_has_no_room_for_a_seam() -> None:
    assert find_loop(Bed(file="x.flac", loop_start_ms=0, loop_end_ms=10_000), frames(10)).seam == 0


def test_a_recording_without_points_passes_into_its_own_beginning() -> None:
    long, short = find_loop(Bed(file="x.mp3"), frames(60)), find_loop(Bed(file="x.mp3"), frames(8))

    assert (long.start, long.end, long.seam, long.alike) == (0, frames(56), FOREIGN_SEAM * FRAMES_PER_MS, False)
    assert short.seam == frames(2)


@pytest.mark.parametrize(
    ("bed", "n_frames", "message"),
    [
        (Bed(file="x.mp3"), 40_000, "a bed of 0.83 s; it takes a second at least"),
        (Bed(file="x.mp3", loop_start_ms=0, loop_end_ms=9_000), 96_000, "the loop ends at 9000 ms of 2000 ms"),
    ],
)
def test_what_can_not_loop_is_refused(bed: Bed, n_frames: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        find_loop(bed, n_frames)


def test_sounds_that_are_alike_pass_into_one_another_unchanged() -> None:
    sound = sine(0.05, hz=300)

    assert blend(sound, sound, alike=True) == pytest.approx(sound, abs=1e-6)


def test_sounds_that_are_not_alike_keep_their_power() -> None:
    head, tail = noise(4, seed=1), noise(4, seed=2)
    blended = blend(head, tail, alike=False)

    power = np.square(blended).reshape(40, -1).mean(axis=1) / np.square(head).mean()
    # 9600 samples of noise: their mean power is within 6 % (4 sigma) of the truth.
    assert power == pytest.approx(1.0, abs=0.06)
    assert blended[0] == pytest.approx(tail[0])
    assert blended[-1] == pytest.approx(head[-1], abs=1e-3)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("loop_start_ms = 5", "loop_start_ms and loop_end_ms go together"),
        ("loop_start_ms = 5\nloop_end_ms = 5", "a loop from 5 to 5 ms"),
        ("loop_start_ms = -5\nloop_end_ms = 5", "loop_start_ms"),
        ("parts_ms = [0, 9000, 18000, 27000]", "lacks overlap_ms: parts_ms and overlap_ms go together"),
        ("overlap_ms = 500", "lacks parts_ms: parts_ms and overlap_ms go together"),
        ("parts_ms = [0, 9000]\noverlap_ms = 0", "parts_ms"),
        ("parts_ms = [0, 9000, 9000, 27000]\noverlap_ms = 0", "a part from 9000 to 9000 ms"),
        ("parts_ms = [0, 9000, 18000, 27000]\noverlap_ms = 4600", "of parts that overlap by 4600 ms"),
        (
            "loop_start_ms = 0\nloop_end_ms = 9000\nparts_ms = [0, 9000, 18000, 27000]\noverlap_ms = 500",
            "has a loop and parts",
        ),
        ("level_lufs = nan", "level_lufs"),
        ("level_lufs = 3", "level_lufs"),
        ("loud = 3", "loud"),
    ],
)
def test_a_fault_in_beds_toml_is_told_with_its_place(line: str, message: str) -> None:
    with pytest.raises(FaultsError) as caught:
        read_beds(f'[sea]\nfile = "sea.opus"\n{line}\n', "beds.toml")

    assert message in str(caught.value)
    assert caught.value.faults[0].path == "beds.toml"


def test_a_file_of_a_bed_lies_beside_beds_toml() -> None:
    with pytest.raises(FaultsError):
        read_beds('[sea]\nfile = "../sea.opus"\n', "beds.toml")
