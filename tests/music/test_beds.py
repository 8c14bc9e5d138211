"""Every bed that beds.toml tells of, decoded and measured: what a person must bear for an hour."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from audiosession.beds.synthesis import at_half_rate
from audiosession.codecs.decode import decode
from audiosession.sound.loudness import blocks_of, integrated_loudness, weighted_hops
from audiosession.sound.peaks import true_peak
from audiosession.sound.segments import Samples
from audiosession.units import SAMPLE_RATE, Ms, gain_to_db, to_frames

pytestmark = pytest.mark.peers

MUSIC = Path(__file__).parents[2] / "music"
PIECE = 2**18
HZ = np.fft.rfftfreq(PIECE, 1 / SAMPLE_RATE)


def program(path: Path) -> ModuleType:
    """Return a program that lies outside the package, as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


compose = program(MUSIC / "compose.py")
TABLES: dict[str, dict[str, Any]] = tomllib.loads((MUSIC / "beds.toml").read_text(encoding="utf-8"))
BEDS = {name: TABLES[name] for name in compose.PIECES}  # not what a user has dropped beside them


@dataclass(frozen=True, kw_only=True)
class Heard:
    """A bed as it sounds: the whole file, its loop, and what beds.toml says of it."""

    table: dict[str, Any]
    whole: Samples
    start: int
    end: int

    @property
    def loop(self) -> Samples:
        return self.whole[self.start : self.end]

    @cached_property
    def energies(self) -> NDArray[np.float64]:
        """The gating blocks of the loudness meter, one for each 100 ms."""
        return blocks_of(weighted_hops(self.loop))

    @cached_property
    def power(self) -> NDArray[np.float64]:
        """The power at each frequency of `HZ`, both channels together, of total 1."""
        pieces = self.loop[: len(self.loop) // PIECE * PIECE].reshape(-1, PIECE, 2) * np.hanning(PIECE)[:, None]
        power = (np.abs(np.fft.rfft(pieces.astype(np.float32), axis=1)) ** 2).sum(axis=(0, 2))
        return np.asarray(power / power.sum())

    def level_db(self, low_hz: float, high_hz: float) -> float:
        """Return how much of the power lies in a band."""
        return float(10 * np.log10(self.power[(low_hz <= HZ) & (high_hz > HZ)].sum() + 1e-15))


@pytest.fixture(scope="module", params=BEDS)
def bed(request: pytest.FixtureRequest) -> Heard:
    table = BEDS[request.param]
    start, end = to_frames(Ms(table["loop_start_ms"])), to_frames(Ms(table["loop_end_ms"]))
    return Heard(table=table, whole=decode(MUSIC / table["file"], channels=2), start=start, end=end)


def test_there_are_at_least_five_beds_and_they_weigh_at_most_12_mb() -> None:
    assert len(BEDS) >= 5
    assert sum((MUSIC / table["file"]).stat().st_size for table in BEDS.values()) <= 12e6


@pytest.mark.parametrize("table", BEDS.values(), ids=BEDS)
def test_every_bed_says_who_may_use_it_and_what_it_is(table: dict[str, Any]) -> None:
    assert table["licence"] == "CC0-1.0"
    assert table["credit"]
    assert table["title"]
    assert table["description"].endswith(".")
    assert isinstance(table["seed"], int)


def test_a_bed_lasts_a_minute_and_goes_on_past_both_loop_points(bed: Heard) -> None:
    assert len(bed.loop) >= 60 * SAMPLE_RATE
    assert bed.start >= SAMPLE_RATE // 2
    assert len(bed.whole) - bed.end >= SAMPLE_RATE // 2


def test_the_sound_around_both_loop_points_is_the_same(bed: Heard) -> None:
    around = SAMPLE_RATE // 4
    difference = bed.whole[bed.end - around : bed.end + around] - bed.whole[bed.start - around : bed.start + around]

    assert gain_to_db(float(np.abs(difference).max())) < -66  # ten bits under full scale: a codec may round, not differ


def test_the_step_over_the_join_is_an_ordinary_step(bed: Heard) -> None:
    near = SAMPLE_RATE // 20
    joined = np.concatenate([bed.loop[-near:], bed.loop[:near]])
    steps = np.abs(np.diff(joined, axis=0)).max(axis=1)
    curves = np.abs(np.diff(joined, 2, axis=0)).max(axis=1)

    assert steps[near - 1] <= np.delete(steps, near - 1).max()
    assert curves[near - 2 : near].max() <= 1.1 * np.delete(curves, [near - 2, near - 1]).max()


def test_a_bed_is_as_loud_as_its_table_says_and_has_room_to_its_peaks(bed: Heard) -> None:
    assert integrated_loudness(bed.energies) == pytest.approx(bed.table["level_lufs"], abs=0.3)
    assert gain_to_db(true_peak(bed.loop)) < -3.0


def test_a_bed_moves_yet_never_stops(bed: Heard) -> None:
    three_seconds = 10 * np.log10(np.convolve(bed.energies, np.ones(30) / 30, "valid"))

    assert 2.0 < np.ptp(three_seconds) < 11.0
    assert 10 * np.log10(bed.energies.min()) - three_seconds.mean() > -12.0


def test_a_bed_is_wide_balanced_and_survives_mono(bed: Heard) -> None:
    (left, both), (_, right) = bed.loop.T @ bed.loop / len(bed.loop)

    assert 0.1 < both / np.sqrt(left * right) < 0.9
    assert 10 * np.log10(left / right) == pytest.approx(0, abs=1.5)
    assert 10 * np.log10((left + 2 * both + right) / (2 * (left + right))) > -3.0


def test_a_bed_leaves_the_speech_band_and_the_highs_free(bed: Heard) -> None:
    assert bed.level_db(1_000, 4_000) < -9.0
    assert bed.level_db(8_000, 24_000) < -40.0
    assert bed.level_db(250, 1_000) > -12.0  # a telephone's speaker plays nothing lower
    assert bed.level_db(0, 40) < -18.0
    assert np.abs(bed.loop.mean(axis=0)).max() < 1e-3


@pytest.mark.parametrize("mains_hz", [50, 60, 100, 120])
def test_a_bed_does_not_hum(bed: Heard, mains_hz: int) -> None:
    distance = np.abs(HZ - mains_hz)

    assert bed.power[distance < 0.4].mean() < 4 * bed.power[(distance > 1) & (distance < 12)].mean()


@pytest.mark.parametrize("bed", [name for name, table in BEDS.items() if "tempo_bpm" in table], indirect=True)
def test_a_pulse_is_on_the_beat_and_its_loop_is_whole_bars(bed: Heard) -> None:
    beat = SAMPLE_RATE * 60 // bed.table["tempo_bpm"]
    level = np.square(bed.loop.astype(np.float64)).sum(axis=1).reshape(-1, SAMPLE_RATE // 20).sum(axis=1)
    attack = np.maximum(np.diff(np.log(level), prepend=np.log(level[-1])), 0).reshape(-1, beat * 20 // SAMPLE_RATE)
    by_place = attack.mean(axis=0)  # in each twentieth of a second after the beat

    assert len(bed.loop) % (4 * beat) == 0
    assert by_place.argmax() in (0, 1)
    assert by_place[:2].sum() > 2 * by_place[4:18].reshape(-1, 2).sum(axis=1).max()


def test_a_bed_composed_anew_is_the_recorded_one() -> None:
    table = BEDS["low-drone"]
    anew = at_half_rate(compose.compose("low-drone", table["seed"]))
    recorded = decode(MUSIC / table["file"], sample_rate=SAMPLE_RATE // 2)
    start = to_frames(Ms(table["loop_start_ms"]), SAMPLE_RATE // 2)

    assert np.abs(anew - recorded[start : start + len(anew)]).max() < 1.5 / 32_768  # rounded to 16 bits


def test_composing_twice_writes_the_same_bytes(tmp_path: Path) -> None:
    loop = np.random.default_rng(1).normal(0, 0.1, (2 * SAMPLE_RATE, 2))
    for suffix in compose.FORMATS:
        for name in ("one", "two"):
            compose.write_audio(loop, tmp_path / f"{name}{suffix}")
        assert (tmp_path / f"one{suffix}").read_bytes() == (tmp_path / f"two{suffix}").read_bytes()
    assert len(list(tmp_path.iterdir())) == 2 * len(compose.FORMATS)


def test_only_the_level_of_the_bed_in_question_is_rewritten() -> None:
    text = (MUSIC / "beds.toml").read_text(encoding="utf-8")
    changed = compose.with_level(text, "sea-waves", -31.234)

    assert tomllib.loads(changed) == {**TABLES, "sea-waves": {**TABLES["sea-waves"], "level_lufs": -31.23}}
    assert len(re.findall("-31.23", changed)) == 1


def test_an_unknown_piece_is_refused_and_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leaving:
        compose.main(["sea-shanty", "--to", str(tmp_path / "beds")])

    assert leaving.value.code == 2
    assert "sea-shanty" in capsys.readouterr().err
    assert not (tmp_path / "beds").exists()
