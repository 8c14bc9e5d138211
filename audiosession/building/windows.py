"""Recipes into MP3 frames: measured, levelled, encoded and heard again, window by window, on all cores.

Each window is made once: what it measures is stored under its recipe's address, and its MP3 frames under that and the
programme's gain. A build makes only the windows that no build has made before.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from threading import Lock
from typing import NamedTuple, Protocol, TypeVar

import av
import numpy as np
from numpy.typing import NDArray

from audiosession.building.window import EncodedWindow
from audiosession.codecs.mp3 import BIT_RATE, POST_ROLL_FRAMES, PRE_ROLL_FRAMES
from audiosession.codecs.mp3_file import Chunk, music_crc
from audiosession.digests import digest_of
from audiosession.files.blobs import BlobStore
from audiosession.sound.forecast import KnownEnergies, foretold_hops
from audiosession.sound.hearing import Heard, hear, onset
from audiosession.sound.loudness import K_PRE_ROLL, blocks_of, integrated_loudness
from audiosession.sound.mastering import CEILING_DB, LIMITER_SUPPORT_MS, limit
from audiosession.sound.mixing import Recipe, Sources, mixed_samples
from audiosession.sound.segments import Samples, to_samples
from audiosession.sound.verdict import PEAK_AIM_DBTP, TARGET_LUFS, TOLERANCE_LU
from audiosession.units import FRAMES_PER_MS, MP3_FRAME_MS, Ms, gain_to_db

TRIM_STEP_DB = 0.5
"""The programme's gain moves in steps of this, so that a small edit rarely moves it and every other window stays."""
LIMITER_TAKES = 0.2
"""How much of a rise the limiter takes back: speech peaks about 15 dB over its loudness (measured, some voices)."""
_MASTER_VERSION = 5
_MORE_ROUNDS = 3
_FEW = 4


def _whole_frames(length: int) -> Ms:
    return Ms(-(-length // MP3_FRAME_MS) * MP3_FRAME_MS)


LEAD = _whole_frames(max(PRE_ROLL_FRAMES * MP3_FRAME_MS + LIMITER_SUPPORT_MS, K_PRE_ROLL))
"""What a window hears before its start: the encoder's pre-roll with the limiter's context."""
TAIL = _whole_frames((POST_ROLL_FRAMES + 1) * MP3_FRAME_MS + LIMITER_SUPPORT_MS)
"""What it hears after its end: the encoder's look-ahead, and one frame for the decoder that checks it."""

Report = Callable[[str, int, int], None]
"""Told the stage (``mixing``, ``encoding``), how many windows of it are ready, and of how many."""
T = TypeVar("T")


class Window(NamedTuple):
    """What is known of a window beside its MP3 frames: how it sounds once decoded, and their checksum."""

    heard: Heard
    crc: int


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """A programme as MP3 frames, window by window; `made` of them are new."""

    addresses: tuple[str, ...]
    windows: tuple[Window, ...]
    trim_db: float
    made: int

    @property
    def heard(self) -> list[Heard]:
        """What is heard in each window."""
        return [window.heard for window in self.windows]


class SoundsAndEnergies(Sources, KnownEnergies, Protocol):
    """All that a render wants to know of takes and beds."""


class Renderer:
    """Makes the windows of a programme, or finds them in its store."""

    def __init__(self, sources: SoundsAndEnergies, store: BlobStore, report: Report) -> None:
        self.sources = sources
        self.store = store
        self.report = report
        self._made: list[str] = []

    def render(self, recipes: Sequence[Recipe]) -> Rendered:
        """Return the programme that `recipes` make up, at −16 LUFS."""
        trim_db, windows = self._settled(recipes)
        for _ in range(_MORE_ROUNDS):
            missing_db = TARGET_LUFS - _loudness([window.heard.hops for window in windows])
            if abs(missing_db) <= 0.9 * TOLERANCE_LU:
                break
            trim_db += _step(missing_db)
            windows = self._all_made(recipes, trim_db)
        addresses = tuple(_address(recipe, trim_db) for recipe in recipes)
        return Rendered(addresses=addresses, windows=tuple(windows), trim_db=trim_db, made=len(self._made))

    def trim(self, recipes: Sequence[Recipe]) -> float:
        """Return the gain in decibels that brings the mix of `recipes` to −16 LUFS, as far as that can be foretold."""
        return _foretold_trim(TARGET_LUFS - self._foretold_loudness(recipes))

    def _settled(self, recipes: Sequence[Recipe]) -> tuple[float, list[Window]]:
        """Make all windows at the gain that `trim` tells, put right by how a few of them come out.

        The limiter takes loudness from a voice, and the encoder from a bed that hisses. The few are chosen by their
        addresses, so that they are others only where an edit made them so. They are made first, and the rest right
        behind them: in most builds the gain stays, and no core has waited to hear so.
        """
        missing_db = TARGET_LUFS - self._foretold_loudness(recipes)
        trim_db = _foretold_trim(missing_db)
        few = sorted(range(len(recipes)), key=lambda number: recipes[number].address)[:_FEW]
        for _ in range(_MORE_ROUNDS if len(recipes) > _FEW else 0):
            with self._making(recipes, trim_db, first=few) as jobs:
                lost_db = self._foretold_loudness([recipes[number] for number in few]) + trim_db
                lost_db -= _loudness([jobs[number].result().heard.hops for number in few])
                if abs(missing_db + lost_db - trim_db) <= 0.7 * TRIM_STEP_DB:
                    return trim_db, [job.result() for job in jobs]
            trim_db = _step(missing_db + lost_db)
        return trim_db, self._all_made(recipes, trim_db)

    def _all_made(self, recipes: Sequence[Recipe], trim_db: float) -> list[Window]:
        with self._making(recipes, trim_db) as jobs:
            return [job.result() for job in jobs]

    def _foretold_loudness(self, recipes: Sequence[Recipe]) -> float:
        with _side_by_side(recipes, self._known_hops, self._foretold) as jobs:
            return _loudness([job.result().tolist() for job in jobs])

    def chunks(self, rendered: Rendered, recipes: Sequence[Recipe]) -> Iterator[Chunk]:
        """Yield the MP3 frames of each window; one that left the store meanwhile is made again."""
        for address, window, recipe in zip(rendered.addresses, rendered.windows, recipes, strict=True):
            frames = self.store.get(address)
            if frames is None:
                frames, _ = self._made_and_heard(recipe, rendered.trim_db)
                self.store.put(address, frames)
            yield Chunk(frames, window.crc)

    @contextmanager
    def _making(
        self, recipes: Sequence[Recipe], trim_db: float, first: Collection[int] = ()
    ) -> Iterator[list[Future[Window]]]:
        """Have all windows made at one gain unless the store knows them; those numbered `first` before the others."""
        told = _Counts(self.report, len(recipes))

        def known(recipe: Recipe) -> Window | None:
            stored = self.store.get(_named("heard", _address(recipe, trim_db)))
            if stored is None:
                return None
            told.one_more("mixing", "encoding")
            return _window_from(stored)

        def make(recipe: Recipe) -> Window:
            told.one_more("mixing")
            frames, heard = self._made_and_heard(recipe, trim_db)
            window, address = Window(heard, music_crc(frames)), _address(recipe, trim_db)
            self.store.put(address, frames)
            self.store.put(_named("heard", address), _told(window))
            self._made.append(address)
            told.one_more("encoding")
            return window

        with _side_by_side(recipes, known, make, first) as jobs:
            yield jobs

    def _known_hops(self, recipe: Recipe) -> NDArray[np.float64] | None:
        stored = self.store.get(_named("hops", recipe.address))
        return None if stored is None else np.frombuffer(stored, np.float64)

    def _foretold(self, recipe: Recipe) -> NDArray[np.float64]:
        """Return what each 100 ms of a window's mix will measure."""
        hops = foretold_hops(recipe, self.sources)
        self.store.put(_named("hops", recipe.address), hops.tobytes())
        return hops

    def _made_and_heard(self, recipe: Recipe, trim_db: float) -> tuple[bytes, Heard]:
        """Encode a window and hear it; where it then peaks too high, turn it down there and hear it again."""
        encoded = EncodedWindow(recipe, self.master(recipe, trim_db))
        heard = self._heard(recipe, decoded := encoded.decode())
        for _ in range(_MORE_ROUNDS):
            if gain_to_db(heard.peak) <= PEAK_AIM_DBTP:
                break
            encoded.hold_peaks(decoded, PEAK_AIM_DBTP)
            heard = self._heard(recipe, decoded := encoded.decode())
        return encoded.own_frames, heard

    def _heard(self, recipe: Recipe, decoded: Samples) -> Heard:
        return hear(decoded, self.onsets(recipe, decoded))

    def master(self, recipe: Recipe, trim_db: float, ceiling_db: float = CEILING_DB) -> Samples:
        """Return a window with its lead and tail as it is to be encoded: at its final loudness, its peaks held."""
        mixed = mixed_samples(recipe, self.sources, gain_db=trim_db)
        limit(mixed, ceiling_db=ceiling_db)
        return mixed

    def onsets(self, recipe: Recipe, decoded: Samples) -> tuple[float, ...]:
        """Return how late each line is heard in the window `decoded`, in ms, as far as it can be told."""
        found = []
        for at, digest in recipe.takes:
            late = onset(decoded, to_samples(self.sources.take(digest)), at * FRAMES_PER_MS)
            if late is not None:
                found.append(round(late, 2))
        return tuple(found)


@contextmanager
def _side_by_side(
    recipes: Sequence[Recipe],
    known: Callable[[Recipe], T | None],
    make: Callable[[Recipe], T],
    first: Collection[int] = (),
) -> Iterator[list[Future[T]]]:
    """Lend what is `known` of each recipe, and what `make` makes of the others, on all cores.

    Whoever leaves early waits for what is under way; nothing else is begun then.
    """
    jobs: list[Future[T]] = [Future() for _ in recipes]
    lacking = []
    for number, recipe in enumerate(recipes):
        if (found := known(recipe)) is None:
            lacking.append(number)
        else:
            jobs[number].set_result(found)
    with ThreadPoolExecutor(_workers(), thread_name_prefix="window") as pool:
        try:
            for number in _in_turn(recipes, lacking, first):
                jobs[number] = pool.submit(make, recipes[number])
            yield jobs
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _in_turn(recipes: Sequence[Recipe], numbers: Sequence[int], first: Collection[int]) -> list[int]:
    """Return `numbers` in the order in which they are best made: those that are `first`, then the longest ones.

    Only the very shortest goes before all. Cores that begin long windows together go on to mix together and to encode
    together, and wait for each other while they mix: 3 % of an edit (measured).
    """
    in_turn = sorted(numbers, key=lambda number: (number not in first, -recipes[number].length))
    return in_turn[-1:] + in_turn[:-1]


class _Counts:
    """How many windows are through each stage, told from several threads."""

    def __init__(self, report: Report, total: int) -> None:
        self._report = report
        self._total = total
        self._done = {"mixing": 0, "encoding": 0}
        self._lock = Lock()
        for stage in self._done:
            report(stage, 0, total)

    def one_more(self, *stages: str) -> None:
        with self._lock:
            for stage in stages:
                self._done[stage] += 1
                self._report(stage, self._done[stage], self._total)


def _address(recipe: Recipe, trim_db: float) -> str:
    """Return the address of a window's MP3 frames: of all that sounds in it, of the master and of the encoder."""
    encoder = f"{BIT_RATE} {av.library_versions['libavcodec']} {CEILING_DB} {_MASTER_VERSION}"
    return digest_of(f"{recipe.address} {trim_db:.1f} {encoder}")


def _named(what: str, address: str) -> str:
    """Return the address of what is kept beside the blob at `address`."""
    return digest_of(f"{what} {address}")


def _told(window: Window) -> bytes:
    return json.dumps({"crc": window.crc, **asdict(window.heard)}).encode()


def _window_from(told: bytes) -> Window:
    values = json.loads(told)
    crc = values.pop("crc")
    for key in ("hops", "quiet", "onsets"):
        values[key] = tuple(values[key])
    return Window(Heard(**values), crc)


def _loudness(parts: Sequence[Sequence[float]]) -> float:
    """Return the integrated loudness of windows in a row from their hops; −16 LUFS where nothing sounds."""
    hops = np.array([energy for part in parts for energy in part], np.float64)
    loudness = integrated_loudness(blocks_of(hops))
    return loudness if np.isfinite(loudness) else TARGET_LUFS


def _foretold_trim(missing_db: float) -> float:
    return _step(missing_db * (1 + LIMITER_TAKES if missing_db > 0 else 1))


def _step(level_db: float) -> float:
    return round(level_db / TRIM_STEP_DB) * TRIM_STEP_DB


def _workers() -> int:
    """Return how many windows are made side by side: the cores that this process may use, eight at the most."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(8, usable))
