"""Parts of a bed: any stretch of their round is the sum of those that sound, however it is asked for."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from support.signals import frames, joined, noise, silence

from audiosession.beds.bed import Bed
from audiosession.beds.loops import LoopStore, StoredLoop
from audiosession.beds.parts import Parts
from audiosession.errors import CodecError
from audiosession.sound.loudness import blocks_of, hop_energies, integrated_loudness, k_weighted, weighted_hops
from audiosession.sound.segments import Samples, to_segment
from audiosession.units import FRAMES_PER_MS, SAMPLE_RATE, Ms

pytestmark = pytest.mark.slow

BED = Bed(file="bed.wav", parts_ms=(500, 3_500, 6_000, 9_200), overlap_ms=1_000)
"""Three parts of 3, 2.5 and 3.2 s behind half a second that is none; each goes on for a second under the next."""


def parts() -> list[Samples]:
    """Return the parts of `BED`, each with an attack and a tail of a second."""
    found = []
    for seed, (start, end) in enumerate(pairwise(BED.parts_ms or ())):
        n = (end - start) * FRAMES_PER_MS
        rise = np.minimum(1, np.minimum(np.arange(n), n - 1 - np.arange(n)) / SAMPLE_RATE)
        found.append((noise((end - start) / 1000, level_db=-20, seed=seed) * rise[:, None]).astype(np.float32))
    return found


def stored(folder: Path, bed: Bed = BED) -> tuple[LoopStore, StoredLoop]:
    store, path = LoopStore(folder / "loops"), folder / "bed.wav"
    to_segment(joined(noise(0.5), *parts(), silence(0.3)), SAMPLE_RATE).export(path, format="wav").close()
    return store, store.open(path, bed)


def laid_out(n_turns: int) -> Samples:
    """Return `n_turns` of the round of `BED`, summed part by part."""
    cut, sounds = BED.parts, parts()
    assert cut is not None
    whole = np.zeros(((n_turns * cut.round.length + 1_000) * FRAMES_PER_MS, 2), np.float32)
    for turn in range(n_turns):
        for part, start in zip(cut.round.parts, cut.round.starts, strict=True):
            at = (turn * cut.round.length + start) * FRAMES_PER_MS
            whole[at : at + len(sounds[part])] += sounds[part]
    return whole


def turn_frames(loop: StoredLoop) -> int:
    assert loop.parts is not None
    return loop.parts.round.length * FRAMES_PER_MS


@pytest.mark.parametrize(
    "position", [0, 1, frames(1.9), frames(2), frames(2.5), frames(11.7), -frames(7), -1, 10**7 + 1]
)
def test_any_stretch_is_the_sum_of_the_parts_that_sound(tmp_path: Path, position: int) -> None:
    store, loop = stored(tmp_path)
    turn = turn_frames(loop)
    endless = laid_out(3)[turn:]

    played = store.read(loop.digest, position, turn)

    # Each part is rounded to 16 bits once, and two sound at a time.
    assert np.abs(played - endless[position % turn :][:turn]).max() <= 1.01 / 32_768


@pytest.mark.parametrize("cut", [1, 48, frames(0.7), frames(4)])
def test_stretches_join_to_the_bit(tmp_path: Path, cut: int) -> None:
    store, loop = stored(tmp_path)
    whole = store.read(loop.digest, -frames(1), frames(9))

    apart = [store.read(loop.digest, -frames(1) + at, min(cut, len(whole) - at)) for at in range(0, frames(0.2), cut)]
    assert np.array_equal(np.concatenate(apart), whole[: sum(map(len, apart))])


@pytest.mark.parametrize("position", [0, frames(1.7), -frames(40.3)])
def test_the_energies_of_a_stretch_are_those_of_its_sound(tmp_path: Path, position: int) -> None:
    store, loop = stored(tmp_path)
    length = Ms(8_000)

    known = store.energies(loop.digest, position, length).reshape(-1, 200).mean(axis=1)

    before = 200 * FRAMES_PER_MS
    heard = k_weighted(store.read(loop.digest, position - before, before + length * FRAMES_PER_MS))[before:]
    # Where parts overlap their energies are added; noises of 200 ms agree by chance to a few percent.
    assert known == pytest.approx(hop_energies(heard, Ms(200)), rel=0.1)


def test_a_bed_of_parts_is_as_loud_as_it_plays(tmp_path: Path) -> None:
    store, loop = stored(tmp_path)
    played = store.read(loop.digest, 0, turn_frames(loop))

    assert loop.lufs == pytest.approx(integrated_loudness(blocks_of(weighted_hops(played))), abs=0.1)


def test_parts_are_kept_and_found_again(tmp_path: Path) -> None:
    _, made = stored(tmp_path)
    found = LoopStore(tmp_path / "loops").open(tmp_path / "bed.wav", BED)
    other = LoopStore(tmp_path / "loops").open(tmp_path / "bed.wav", BED.model_copy(update={"overlap_ms": 900}))

    assert made == found
    assert made.parts == Parts(edges=(0, 3_000, 5_500, 8_700), overlap=1_000)
    assert other.digest != made.digest


def test_parts_beyond_the_recording_are_told(tmp_path: Path) -> None:
    with pytest.raises(CodecError, match="the last part ends at 20000 ms of 9500 ms") as caught:
        stored(tmp_path, BED.model_copy(update={"parts_ms": (0, 3_000, 6_000, 20_000)}))

    assert caught.value.path == tmp_path / "bed.wav"


def test_parts_of_which_more_than_two_would_sound_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="a part of 1900 ms, parts overlap by 1000 ms"):
        Parts(edges=(0, 3_000, 4_900), overlap=1_000)
