"""A bed from disk goes round without a seam, however long it plays, and is made once."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from support.encoded import encoded
from support.signals import frames, joined, noise, silence, sine

from audiosession.beds.bed import Bed
from audiosession.beds.loops import LoopStore, StoredLoop, loop_digest
from audiosession.errors import CodecError, OutputError
from audiosession.sound.loudness import hop_energies, k_weighted
from audiosession.sound.segments import Samples, to_segment
from audiosession.units import FRAMES_PER_MS, SAMPLE_RATE, Ms

POINTS = Bed(file="bed.wav", loop_start_ms=500, loop_end_ms=2_500)
"""Two seconds, with half a second of the same sound on either side."""


def recorded(folder: Path, sound: Samples, name: str = "bed.wav") -> Path:
    path = folder / name
    to_segment(sound, SAMPLE_RATE).export(path, format="wav").close()
    return path


def stored(folder: Path, sound: Samples, bed: Bed = POINTS) -> tuple[LoopStore, StoredLoop]:
    store = LoopStore(folder / "loops")
    return store, store.open(recorded(folder, sound), bed)


def files(store: LoopStore) -> list[Path]:
    return [path for path in store.folder.rglob("*") if path.is_file() and path.name != ".held"]  # the tally


def test_a_bed_that_was_made_to_loop_goes_on_as_if_it_had_no_end(tmp_path: Path) -> None:
    store, loop = stored(tmp_path, sine(3, hz=300, level_db=-12))

    played = store.read(loop.digest, 0, frames(9))

    endless = sine(9.5, hz=300, level_db=-12)[frames(0.5) :]
    assert loop.n_frames == frames(2)
    # 16 bits round to half a step, once when recorded and once when blended.
    assert np.abs(played - endless).max() <= 2.0**-15


def test_a_recording_that_was_not_made_to_loop_has_no_click_where_it_begins_again(tmp_path: Path) -> None:
    rising = sine(8, hz=100.7, level_db=-12) * np.linspace(0.2, 1, frames(8), dtype=np.float32)[:, None]
    store, loop = stored(tmp_path, rising, Bed(file="bed.wav"))

    played = store.read(loop.digest, 0, 3 * loop.n_frames)

    assert loop.n_frames == frames(6)
    steepest = 2 * np.pi * 100.7 / SAMPLE_RATE * 10 ** (-12 / 20)
    # Where two like tones cross at equal power they may stand in phase, 3 dB over either.
    assert np.abs(np.diff(played, axis=0)).max() <= 1.5 * steepest


@pytest.mark.parametrize("position", [-1_000_003, -1, 0, 1, 47_999, 95_999, 96_000, 1_000_003])
def test_any_stretch_is_that_of_the_endless_sound_to_the_bit(tmp_path: Path, position: int) -> None:
    store, loop = stored(tmp_path, noise(3))
    once = store.read(loop.digest, 0, loop.n_frames)

    stretch = store.read(loop.digest, position, 3 * loop.n_frames + 5)

    assert np.array_equal(stretch, once.take(np.arange(position, position + len(stretch)), axis=0, mode="wrap"))


@pytest.mark.parametrize("position", [frames(1.7), -frames(40.3)])
def test_the_energies_of_a_stretch_are_those_of_its_sound(tmp_path: Path, position: int) -> None:
    store, loop = stored(tmp_path, noise(3, seed=4))
    length = Ms(3_000)

    known = store.energies(loop.digest, position, length)

    before = 200 * FRAMES_PER_MS
    heard = k_weighted(store.read(loop.digest, position - before + loop.n_frames, before + frames(3)))[before:]
    assert known == pytest.approx(hop_energies(heard, Ms(1)), rel=1e-3)


def test_a_bed_without_a_level_is_measured_and_one_with_a_level_is_believed(tmp_path: Path) -> None:
    # BS.1770-4: a sine of 997 Hz at -20 dBFS on both channels is at -20 LUFS.
    _, measured = stored(tmp_path, sine(3, hz=1_000, level_db=-20))
    _, told = stored(tmp_path, sine(3, hz=1_000, level_db=-20), POINTS.model_copy(update={"level_lufs": -23.5}))

    assert measured.lufs == pytest.approx(-20.0, abs=0.05)
    assert told.lufs == -23.5


def test_a_loop_is_made_once_and_again_where_it_is_damaged(tmp_path: Path) -> None:
    store, loop = stored(tmp_path, noise(3))
    (kept,) = files(store)
    before = kept.stat().st_ino
    path = tmp_path / "bed.wav"

    assert store.open(path, POINTS) == loop
    assert kept.stat().st_ino == before
    whole = store.read(loop.digest, 0, loop.n_frames)
    for n_bytes in (0, 3, 10, 1_000, kept.stat().st_size - 7):
        kept.write_bytes(kept.read_bytes()[:n_bytes])
        assert store.open(path, POINTS) == loop
        assert np.array_equal(store.read(loop.digest, 0, loop.n_frames), whole)
    assert files(store) == [kept]


@pytest.mark.parametrize("ask", [LoopStore.read, LoopStore.energies])
def test_a_loop_that_leaves_the_store_while_it_plays_is_made_again(
    tmp_path: Path, ask: Callable[[LoopStore, str, int, Ms], object]
) -> None:
    store, loop = stored(tmp_path, noise(3))
    before = ask(store, loop.digest, 5_000, Ms(1_000))

    for path in files(store):
        path.unlink()
    assert np.array_equal(ask(store, loop.digest, 5_000, Ms(1_000)), before)

    recorded(tmp_path, noise(3, seed=2))
    for path in files(store):
        path.unlink()
    with pytest.raises(CodecError, match="gone from the cache"):
        ask(store, loop.digest, 5_000, Ms(1_000))


def test_loops_are_bounded_and_the_one_that_plays_is_the_last_to_go(tmp_path: Path) -> None:
    a, b, c = (recorded(tmp_path, noise(3, seed=seed), f"{seed}.wav") for seed in range(3))
    store = LoopStore(tmp_path / "loops", limit=1_000_000)  # two loops of two seconds
    first = store.open(a, POINTS)
    second = store.open(b, POINTS)
    for path in files(store):
        os.utime(path, (0, 0))
    store.read(first.digest, 0, 100)

    third = store.open(c, POINTS)

    assert sorted(path.parent.name + path.stem for path in files(store)) == sorted((first.digest, third.digest))
    assert second.digest not in (first.digest, third.digest)


def test_loops_as_they_were_kept_once_give_way(tmp_path: Path) -> None:
    folder = tmp_path / "loops"
    folder.mkdir()
    for name in (f"{'ab' * 32}.pcm", f"{'ab' * 32}.energies", f"{'ab' * 32}.json", ".xyz.partial", "mine.wav"):
        (folder / name).write_text("old")

    store, _ = stored(tmp_path, noise(3))

    assert sorted(path.suffix for path in files(store)) == [".bed", ".wav"]


def test_another_recording_or_other_loop_points_are_another_loop(tmp_path: Path) -> None:
    digests = {
        stored(tmp_path, noise(3, seed=1))[1].digest,
        stored(tmp_path, noise(3, seed=2))[1].digest,
        stored(tmp_path, noise(3, seed=2), POINTS.model_copy(update={"loop_end_ms": 2_400}))[1].digest,
    }
    assert len(digests) == 3


def test_silence_and_rubbish_are_no_beds_and_leave_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(CodecError, match="is silent"):
        stored(tmp_path, silence(3))
    rubbish = tmp_path / "rubbish.wav"
    rubbish.write_bytes(b"no sound at all" * 100)
    with pytest.raises(CodecError):
        LoopStore(tmp_path / "loops").open(rubbish, POINTS)
    with pytest.raises(CodecError, match="is a folder"):
        LoopStore(tmp_path / "loops").open(tmp_path, POINTS)
    assert files(LoopStore(tmp_path / "loops")) == []


def peak_of(store: LoopStore, loop: StoredLoop) -> float:
    return float(np.abs(store.read(loop.digest, 0, loop.n_frames)).max())


@pytest.mark.parametrize("over_db", [1.0, 6.0, 90.0])
@pytest.mark.parametrize("bed", [POINTS, Bed(file="bed.wav")], ids=["loop points", "none"])
def test_sound_beyond_full_scale_is_not_clipped(tmp_path: Path, over_db: float, bed: Bed) -> None:
    path = tmp_path / "bed.wav"
    rising = np.linspace(0.01, 1, frames(3), dtype=np.float32)[:, None]
    path.write_bytes(encoded(sine(3, hz=300, level_db=over_db) * rising, "wav", "pcm_f32le"))
    store = LoopStore(tmp_path / "loops")

    loop = store.open(path, bed)

    second = store.read(loop.digest, loop.n_frames - frames(1.2), frames(1))[:, 0] * np.hanning(frames(1))
    spectrum = np.abs(np.fft.rfft(second))
    assert 20 * np.log10(spectrum[850:950].max() / spectrum[250:350].max()) < -60
    assert loop == store.open(path, bed) == LoopStore(tmp_path / "loops").open(path, bed)
    assert loop.digest != loop_digest(path, bed)  # what was made of the clipped sound is not taken for it
    before = peak_of(store, loop)
    for kept in files(store):
        kept.unlink()
    assert peak_of(store, loop) == before


def test_ordinary_sound_is_stored_to_the_byte_as_ever(tmp_path: Path) -> None:
    full = np.array([[1.0, -1.0], [0.99999, 0.5], [1 / 32_768, -0.25]], np.float32)
    path = tmp_path / "bed.wav"
    path.write_bytes(encoded(np.tile(full, (SAMPLE_RATE, 1)), "wav", "pcm_f32le"))
    store = LoopStore(tmp_path / "loops")

    loop = store.open(path, POINTS)

    assert loop.digest == loop_digest(path, POINTS)
    played = store.read(loop.digest, frames(1), 3) * 32_768
    assert played.tolist() == [[32_767, -32_768], [32_767, 16_384], [1, -8_192]]


def test_what_a_person_should_know_of_a_recording_is_kept_with_its_loop(tmp_path: Path) -> None:
    whole = encoded(noise(4), "mp3", "libmp3lame")
    path = tmp_path / "bed.mp3"
    path.write_bytes(whole[: len(whole) // 2])
    bed = Bed(file="bed.mp3")

    made = LoopStore(tmp_path / "loops").open(path, bed)
    found = LoopStore(tmp_path / "loops").open(path, bed)

    assert made.notes == found.notes == ("is cut short: it holds 2.0 s of the 4.0 s it tells of",)


def test_a_bed_of_days_is_used_for_hours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audiosession.beds.endless._MOST_FRAMES", frames(3))  # so that the test need not decode hours
    path = tmp_path / "bed.flac"
    path.write_bytes(encoded(noise(9), "flac", "flac"))

    loop = LoopStore(tmp_path / "loops").open(path, Bed(file="bed.flac"))

    assert loop.n_frames <= frames(3)
    assert "what follows is left out" in loop.notes[0]


def test_a_store_that_can_not_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "loops").write_text("in the way")
    with pytest.raises(OutputError, match="the cache of beds can't be written"):
        stored(tmp_path, noise(3))


SONG = Bed(file="bed.wav")


def test_the_silence_at_the_head_and_the_tail_of_a_song_is_no_part_of_its_loop(tmp_path: Path) -> None:
    song = noise(10)
    silent = joined(silence(3), song, silence(4.51))

    bare = stored(tmp_path, song, SONG)
    trimmed = stored(tmp_path, silent, SONG)

    assert trimmed[1].n_frames == bare[1].n_frames
    assert np.array_equal(*(store.read(loop.digest, 0, loop.n_frames) for store, loop in (bare, trimmed)))
    assert trimmed[1].notes == ()


def test_a_pause_within_a_song_and_its_fade_in_are_its_own(tmp_path: Path) -> None:
    rising = noise(6) * np.linspace(0.001, 1, frames(6), dtype=np.float32)[:, None] ** 2
    _, loop = stored(tmp_path, joined(silence(1), rising, silence(3), noise(6)), SONG)

    assert loop.n_frames == pytest.approx(frames(15 - 3.75), abs=frames(0.3))  # a quarter goes into the seam
    assert loop.notes == ()


def test_a_bed_with_loop_points_is_left_alone(tmp_path: Path) -> None:
    store, loop = stored(tmp_path, joined(silence(1), noise(2)))

    assert loop.n_frames == frames(2)
    assert not store.read(loop.digest, frames(0.06), frames(0.4)).any()


@pytest.mark.parametrize(
    ("sound", "message"),
    [
        (joined(silence(5), sine(0.5, hz=300), silence(5)), "0.50 s, silence at its head and tail left out"),
        (sine(0.5, hz=300), "a bed of 0.50 s; it takes"),
        (silence(5), "is silent"),
        (sine(5, hz=300, level_db=-75), "is silent"),
    ],
    ids=["short within silence", "short", "silent", "all but silent"],
)
def test_a_song_that_can_not_play_is_told_by_its_name(tmp_path: Path, sound: Samples, message: str) -> None:
    with pytest.raises(CodecError, match=message) as caught:
        stored(tmp_path, sound, SONG)

    assert caught.value.path == tmp_path / "bed.wav"


def test_a_pause_in_which_people_think_that_it_has_stopped_is_told(tmp_path: Path) -> None:
    _, loop = stored(tmp_path, joined(noise(4), silence(50), noise(8)), SONG)

    assert loop.notes == ("makes a pause of 0:50, 0:04 after its loop begins",)
