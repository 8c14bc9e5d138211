"""Every bed that beds.toml tells of, decoded and measured as it plays for ten minutes: what a person must bear."""

from __future__ import annotations

import importlib.util
import tomllib
from dataclasses import dataclass
from functools import cached_property
from itertools import cycle, pairwise, permutations
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray

from audiosession.beds.arranging import Joins
from audiosession.beds.bed import Bed, read_beds
from audiosession.beds.loops import LoopStore
from audiosession.beds.synthesis import at_lower_rate
from audiosession.codecs.decode import decode
from audiosession.sound.leading import tone_over_bed_db
from audiosession.sound.loudness import blocks_of, integrated_loudness, weighted_hops
from audiosession.sound.peaks import true_peak
from audiosession.sound.recipes import Desk
from audiosession.sound.segments import AudioSegment, Samples
from audiosession.timing.timeline import BedSpan, Clip, Kind, Timeline, Track
from audiosession.units import FRAMES_PER_MS, SAMPLE_RATE, Ms, gain_to_db
from audiosession.writing.values import Tones

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
TABLES = read_beds((MUSIC / "beds.toml").read_text(encoding="utf-8"), "beds.toml")
BEDS = {name: TABLES[name] for name in compose.PIECES}  # not what a user has dropped beside them


MINUTES = 10
SIZE = 20e6


@dataclass(frozen=True, kw_only=True)
class Heard:
    """A bed as it sounds: its parts, ten minutes of it, and what beds.toml says of it."""

    name: str
    table: Bed
    parts: list[Samples]
    played: Samples

    @property
    def joins(self) -> Joins:
        assert self.table.parts is not None
        return Joins(step=len(self.parts[0]) // SAMPLE_RATE - self.overlap, overlap=self.overlap)

    @property
    def overlap(self) -> int:
        assert self.table.overlap_ms is not None
        return self.table.overlap_ms // 1_000

    @cached_property
    def energies(self) -> NDArray[np.float64]:
        """The K-weighted energy of each 100 ms, from where the second part begins."""
        return weighted_hops(self.played[self.joins.step * SAMPLE_RATE :])

    @cached_property
    def levels_db(self) -> NDArray[np.float64]:
        """The level over 3 s, beginning at each 100 ms."""
        return np.asarray(10 * np.log10(np.convolve(self.energies, np.ones(30) / 30, "valid")))

    @cached_property
    def power(self) -> NDArray[np.float64]:
        """The power at each frequency of `HZ`, both channels together, of total 1."""
        half = self.played[: len(self.played) // 2 // PIECE * PIECE]
        pieces = half.reshape(-1, PIECE, 2)
        total = sum((np.abs(np.fft.rfft(one * np.hanning(PIECE)[:, None], axis=0)) ** 2).sum(axis=1) for one in pieces)
        return np.asarray(total / np.sum(total))

    def level_db(self, low_hz: float, high_hz: float) -> float:
        """Return how much of the power lies in a band."""
        return float(10 * np.log10(self.power[(low_hz <= HZ) & (high_hz > HZ)].sum() + 1e-15))


@pytest.fixture(scope="module", params=BEDS)
def bed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Heard:
    """Lend a bed as the house plays it, from a place of its round that is another one for each."""
    name, table = request.param, BEDS[request.param]
    assert table.parts_ms is not None
    assert table.parts is not None
    whole = decode(MUSIC / table.file, channels=2)
    edges = [edge * FRAMES_PER_MS for edge in table.parts_ms]
    store = LoopStore(tmp_path_factory.mktemp("loops"))
    loop = store.open(MUSIC / table.file, table)
    start = table.parts.round.starts[len(name)] * FRAMES_PER_MS
    played = store.read(loop.digest, start, MINUTES * 60 * SAMPLE_RATE)
    return Heard(name=name, table=table, parts=[whole[a:b] for a, b in pairwise(edges)], played=played)


def correlations(levels: NDArray[np.float64], lags: range) -> NDArray[np.float64]:
    """Return how much `levels` are like themselves so many later: 1 is the same, 0 nothing in common."""
    around = levels - levels.mean(axis=0)
    return np.array(
        [
            (around[:-lag] * around[lag:]).sum() / np.sqrt((around[:-lag] ** 2).sum() * (around[lag:] ** 2).sum())
            for lag in lags
        ]
    )


def test_there_are_eight_beds_and_with_all_sounds_they_weigh_20_mb_at_the_most() -> None:
    assert len(BEDS) == 8
    assert sum(path.stat().st_size for path in MUSIC.rglob("*") if path.suffix in (".flac", ".opus")) <= SIZE


@pytest.mark.parametrize("table", BEDS.values(), ids=BEDS)
def test_every_bed_says_who_may_use_it_and_what_it_is(table: Bed) -> None:
    assert table.licence == "CC0-1.0"
    assert table.credit
    assert table.title
    assert table.description.endswith(".")
    assert table.seed is not None


@pytest.mark.parametrize("table", BEDS.values(), ids=BEDS)
def test_no_two_parts_come_in_the_same_order_within_ten_minutes_wherever_a_bed_begins(table: Bed) -> None:
    assert table.parts is not None
    order, starts = table.parts.round.parts, table.parts.round.starts
    edges, overlap = table.parts.edges, table.parts.overlap

    assert all(20_000 <= end - start - overlap <= 40_000 for start, end in pairwise(edges))
    assert 6 <= len(edges) - 1 <= 10
    assert table.parts.round.length >= MINUTES * 60_000
    assert len(set(pairwise((*order, order[0])))) == len(order) == len(starts)


def test_a_part_rises_out_of_nothing_and_falls_to_nothing(bed: Heard) -> None:
    for part in bed.parts:
        loud = np.sqrt(np.mean(np.square(part)))
        first, last = part[: SAMPLE_RATE // 1_000], part[-SAMPLE_RATE // 100 :]
        for edge in (first, last):
            assert gain_to_db(float(np.abs(edge).max()) + 1e-9) < gain_to_db(float(loud)) - 20


def test_no_join_of_any_two_parts_is_a_dip_or_a_bump(bed: Heard) -> None:
    step, length, around = bed.joins.step * SAMPLE_RATE, bed.joins.length * SAMPLE_RATE, 2 * SAMPLE_RATE
    middle = (around + bed.overlap * SAMPLE_RATE // 2) // (SAMPLE_RATE // 10)
    for one, other in permutations(range(len(bed.parts)), 2):
        joined = np.zeros((length - step + 2 * around, 2), np.float32)
        joined[: length - step + around] += bed.parts[one][step - around :]
        joined[around:] += bed.parts[other][: length - step + around]
        level_db = 10 * np.log10(weighted_hops(joined)[middle - 15 : middle + 15].mean())
        assert level_db == pytest.approx(bed.levels_db.mean(), abs=2.0), (
            one,
            other,
        )


def test_the_step_over_a_join_is_an_ordinary_step(bed: Heard) -> None:
    for at in range(bed.joins.step * SAMPLE_RATE, len(bed.played) - SAMPLE_RATE, bed.joins.step * SAMPLE_RATE):
        near = bed.played[at - SAMPLE_RATE // 20 : at + SAMPLE_RATE // 20]
        steps = np.abs(np.diff(near, axis=0)).max(axis=1)
        middle = len(steps) // 2
        assert steps[middle - 2 : middle + 2].max() <= 1.1 * np.delete(steps, np.arange(middle - 2, middle + 2)).max()


def test_a_bed_is_as_loud_as_its_table_says_and_has_room_to_its_peaks(bed: Heard) -> None:
    assert integrated_loudness(blocks_of(bed.energies)) == pytest.approx(bed.table.level_lufs, abs=0.5)
    assert max(gain_to_db(true_peak(part)) for part in bed.parts) < -3.0


def test_a_bed_moves_yet_never_stops(bed: Heard) -> None:
    assert 1.5 < np.ptp(bed.levels_db) < 6.0
    assert 10 * np.log10(blocks_of(bed.energies).min()) - bed.levels_db.mean() > -12.0


def test_a_bed_does_not_move_in_the_time_of_a_breath(bed: Heard) -> None:
    """From 3 to 14 s; over a second, where a bed beats once in each."""
    levels = 10 * np.log10(bed.energies)
    if bed.table.tempo_bpm:
        levels = 10 * np.log10(np.convolve(bed.energies, np.ones(10) / 10, "valid"))

    assert correlations(levels, range(30, 141)).max() <= 0.25


def test_a_part_does_not_repeat_itself(bed: Heard) -> None:
    """What lies in 24 bands each 200 ms is like nothing that comes 3 to 11 s later; a beat is, by its nature."""
    n_frames = SAMPLE_RATE // 5
    hz, edges = np.fft.rfftfreq(n_frames, 1 / SAMPLE_RATE), np.geomspace(60, 6_000, 25)
    for part in bed.parts if not bed.table.tempo_bpm else ():
        alone = part[bed.overlap * SAMPLE_RATE : bed.joins.step * SAMPLE_RATE].mean(axis=1)
        pieces = alone[: len(alone) // n_frames * n_frames].reshape(-1, n_frames) * np.hanning(n_frames)
        power = np.abs(np.fft.rfft(pieces, axis=1)) ** 2
        bands = [power[:, (hz >= low) & (hz < high)].sum(axis=1) for low, high in pairwise(edges)]
        found = correlations(10 * np.log10(np.stack(bands, axis=1) + 1e-9), range(14, 57))
        peaks = found[1:-1][(found[1:-1] > found[:-2]) & (found[1:-1] > found[2:])]
        assert max(peaks, default=0) <= 0.3


def test_a_bed_is_wide_balanced_and_survives_mono(bed: Heard) -> None:
    (left, both), (_, right) = bed.played.T @ bed.played / len(bed.played)

    assert 0.1 < both / np.sqrt(left * right) < 0.9
    assert 10 * np.log10(left / right) == pytest.approx(0, abs=1.5)
    assert 10 * np.log10((left + 2 * both + right) / (2 * (left + right))) > -3.0


def test_a_bed_lives_on_a_phone_and_leaves_the_speech_band_and_the_highs_free(bed: Heard) -> None:
    assert -25.0 < bed.level_db(1_000, 2_000) < -10.0
    assert -29.0 < bed.level_db(2_000, 4_000) < -15.0
    assert bed.level_db(1_000, 4_000) < -9.0
    assert bed.level_db(8_000, 24_000) < -40.0
    assert bed.level_db(250, 1_000) > -12.0  # a telephone's speaker plays nothing lower
    assert bed.level_db(0, 40) < -18.0
    assert np.abs(bed.played.mean(axis=0)).max() < 1e-3


@pytest.mark.parametrize("mains_hz", [50, 60, 100, 120])
def test_a_bed_does_not_hum(bed: Heard, mains_hz: int) -> None:
    distance = np.abs(HZ - mains_hz)

    assert bed.power[distance < 0.4].mean() < 4 * bed.power[(distance > 1) & (distance < 12)].mean()


@pytest.mark.parametrize("bed", [name for name, table in BEDS.items() if table.tempo_bpm], indirect=True)
def test_a_pulse_is_on_the_beat_and_its_parts_are_whole_bars(bed: Heard) -> None:
    assert bed.table.tempo_bpm is not None
    beat = round(SAMPLE_RATE * 60 / bed.table.tempo_bpm)
    level = np.square(bed.played.astype(np.float64)).sum(axis=1).reshape(-1, SAMPLE_RATE // 20).sum(axis=1)
    attack = np.maximum(np.diff(np.log(level), prepend=np.log(level[-1])), 0).reshape(-1, beat * 20 // SAMPLE_RATE)
    by_place = attack.mean(axis=0)  # in each twentieth of a second after the beat

    assert bed.joins.step * SAMPLE_RATE % (4 * beat) == 0
    assert by_place.argmax() in (0, 1)
    assert by_place[:2].sum() > 2 * by_place[4:18].reshape(-1, 2).sum(axis=1).max()


def test_a_bed_composed_anew_is_the_recorded_one() -> None:
    table = BEDS["low-drone"]
    assert table.seed is not None
    factor = SAMPLE_RATE // compose.LOW
    anew = at_lower_rate(np.concatenate(compose.compose("low-drone", table.seed)), factor)
    recorded = decode(MUSIC / table.file, sample_rate=compose.LOW)

    assert np.abs(anew - recorded).max() < 0.6 / 2 ** (compose.BED_BITS - 1)  # rounded to so many bits


def test_composing_twice_writes_the_same_bytes(tmp_path: Path) -> None:
    part = np.random.default_rng(1).normal(0, 0.1, (2 * SAMPLE_RATE, 2))
    for suffix in compose.FORMATS:
        for name in ("one", "two"):
            compose.write_audio([part, part], tmp_path / f"{name}{suffix}")
        assert (tmp_path / f"one{suffix}").read_bytes() == (tmp_path / f"two{suffix}").read_bytes()
    assert len(list(tmp_path.iterdir())) == 2 * len(compose.FORMATS)


def test_only_the_facts_of_the_bed_in_question_are_rewritten() -> None:
    text = (MUSIC / "beds.toml").read_text(encoding="utf-8")
    changed = tomllib.loads(compose.with_facts(text, "sea-waves", -31.234, Joins(step=30, overlap=10)))

    told = {"level_lufs": -31.23, "overlap_ms": 10_000, "parts_ms": [40_000 * part for part in range(8)]}
    before = tomllib.loads(text)
    assert changed == {**before, "sea-waves": {**before["sea-waves"], **told}}


def test_an_unknown_piece_is_refused_and_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leaving:
        compose.main(["sea-shanty", "--to", str(tmp_path / "beds")])

    assert leaving.value.code == 2
    assert "sea-shanty" in capsys.readouterr().err
    assert not (tmp_path / "beds").exists()


class Played:
    """A source whose bed is ten minutes of one as it plays; nobody speaks."""

    def __init__(self, played: Samples) -> None:
        self.played = played

    def bed(self, digest: str, position: int, n_frames: int) -> Samples:
        return self.played.take(np.arange(position, position + n_frames), axis=0, mode="wrap")

    def take(self, digest: str) -> AudioSegment:
        raise AssertionError("nobody speaks")

    sound = take


@pytest.mark.parametrize(("tones", "least_db"), [(Tones.CLEAR, 6.0), (Tones.SOFT, 3.0)])
def test_a_breaths_tone_leads_over_it_wherever_it_begins(bed: Heard, tones: Tones, least_db: float) -> None:
    assert bed.table.level_lufs is not None
    length = Ms(MINUTES * 60_000)
    span = BedSpan(
        name="bed", start=Ms(0), end=length, fade_in=Ms(0), fade_out=Ms(0), anchor=Ms(0), level_db=bed.table.level_db
    )
    guide = tuple(
        Clip(kind=Kind.TONE, start=Ms(at), end=Ms(at + 4_100), text=shape)
        for at, shape in zip(range(0, length - 4_100, 4_100), cycle(("rise", "fall")), strict=False)
    )
    of = Timeline(length=length, tracks=(Track(name="tones", clips=guide),), sections=(), beds=(span,))
    desk = Desk(timeline=of, takes={}, beds={"bed": ("", bed.table.level_lufs)}, lead=Ms(0), tail=Ms(240), tones=tones)

    found = [tone_over_bed_db(recipe, Played(bed.played)) for recipe in desk.recipes()]

    assert min(found) >= least_db
    assert sum(one < least_db + 3 for one in found) < len(found) / 2, "as a rule it leads by more"
