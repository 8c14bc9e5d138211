"""Recipes into MP3 frames: measured, levelled, encoded and heard again, window by window, on all cores.

Each window is made once: what it measures is stored under its recipe's address, and its MP3 frames under that and the
programme's gain. A build makes only the windows that no build has made before.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import NamedTuple, Protocol

import av
import numpy as np
from numpy.typing import NDArray

from audiosession.building.window import make_window, master, onsets
from audiosession.codecs.lame import BIT_RATE
from audiosession.codecs.mp3 import encoder
from audiosession.codecs.mp3_file import Chunk, music_crc
from audiosession.digests import digest_of
from audiosession.files.blobs import BlobStore
from audiosession.machine.side_by_side import side_by_side
from audiosession.progress import Progress, Watcher
from audiosession.sound.forecast import KnownEnergies, foretold_hops
from audiosession.sound.hearing import Heard
from audiosession.sound.leading import tone_over_bed_db
from audiosession.sound.loudness import BLOCK_HOP_MS, blocks_of, integrated_loudness
from audiosession.sound.mastering import CEILING_DB
from audiosession.sound.mixing import Sources
from audiosession.sound.recipes import Recipe
from audiosession.sound.segments import Samples
from audiosession.sound.verdict import TARGET_LUFS, TOLERANCE_LU
from audiosession.versions import VERSIONS
from audiosession.writing.values import Loudness

SPEECH_TRIM_DB = 0.0
"""The gain of a programme whose speech stands at −16 LUFS, as its takes do."""
TRIM_STEP_DB = 0.5
"""The programme's gain moves in steps of this, so that a small edit rarely moves it and every other window stays."""
LIMITER_TAKES = 0.2
"""How much of a rise the limiter takes back: speech peaks about 15 dB over its loudness (measured, some voices)."""
_MORE_ROUNDS, _FEW = 3, 4
_HOP_BYTES = 8


class Window(NamedTuple):
    """What is known of a window beside its MP3 frames: how it sounds once decoded, and their checksums.

    `crc` is their `music_crc`, which the whole file's is made of. `check` is their CRC-32, which is told in a fraction
    of the time whether frames in the store are these.
    """

    heard: Heard
    crc: int
    check: int


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

    def __init__(
        self, sources: SoundsAndEnergies, store: BlobStore, watch: Watcher, loudness: Loudness = Loudness.SPEECH
    ) -> None:
        self.sources = sources
        self.store = store
        self.watch = watch
        self.loudness = loudness
        self._made: list[str] = []

    @property
    def knows_its_gain(self) -> bool:
        """Whether the gain of a programme is the same whatever is in it."""
        return self.loudness is Loudness.SPEECH

    def render(self, recipes: Sequence[Recipe]) -> Rendered:
        """Return the programme that `recipes` make up, its speech or all of it at −16 LUFS.

        Takes are that loud as they come, so by speech nothing has to be found out about the rest of the class: a window
        is the same in every variant of it.
        """
        if self.knows_its_gain:
            return self._rendered(recipes, SPEECH_TRIM_DB, self._all_made(recipes, SPEECH_TRIM_DB))
        trim_db, windows = self._settled(recipes)
        for _ in range(_MORE_ROUNDS):
            if (more_db := _still_missing(windows)) == 0:
                break
            trim_db += more_db
            windows = self._all_made(recipes, trim_db)
        return self._rendered(recipes, trim_db, windows)

    def render_part(self, recipes: Sequence[Recipe], trim_db: float) -> Rendered:
        """Return a few windows of a programme, in a row, at the gain that the whole of it has."""
        return self._rendered(recipes, trim_db, self._all_made(recipes, trim_db))

    def _rendered(self, recipes: Sequence[Recipe], trim_db: float, windows: Sequence[Window]) -> Rendered:
        addresses = tuple(_address(recipe, trim_db) for recipe in recipes)
        return Rendered(addresses=addresses, windows=tuple(windows), trim_db=trim_db, made=len(self._made))

    def settled_trim(self, recipes: Sequence[Recipe]) -> float:
        """Return the gain in decibels that `render` gives `recipes`, having no more than a few windows made for it.

        What only a whole programme tells is known where a build made all of it: `render` rarely moves the gain by it.
        """
        if self.knows_its_gain:
            return SPEECH_TRIM_DB
        if len(recipes) <= _FEW:
            return self.render(recipes).trim_db
        missing_db = TARGET_LUFS - self._foretold_loudness(recipes)
        trim_db, few = _foretold_trim(missing_db), [recipes[number] for number in _few_of(recipes)]
        for _ in range(_MORE_ROUNDS):
            right_db = self._put_right(few, trim_db, missing_db, self._all_made(few, trim_db))
            if right_db == trim_db:
                break
            trim_db = right_db
        for _ in range(_MORE_ROUNDS):
            windows = [window for one in recipes if (window := self._known(one, trim_db)) is not None]
            if len(windows) < len(recipes) or (more_db := _still_missing(windows)) == 0:
                break
            trim_db += more_db
        return trim_db

    def trim(self, recipes: Sequence[Recipe]) -> float:
        """Return the gain in decibels that brings `recipes` to −16 LUFS, as far as that can be foretold."""
        if self.knows_its_gain:
            return SPEECH_TRIM_DB
        return _foretold_trim(TARGET_LUFS - self._foretold_loudness(recipes))

    def _settled(self, recipes: Sequence[Recipe]) -> tuple[float, list[Window]]:
        """Make all windows at the gain that `trim` tells, put right by how a few of them come out.

        The limiter takes loudness from a voice, and the encoder from a bed that hisses. The few are chosen by their
        addresses, so that they are others only where an edit made them so. They are made first, and the rest right
        behind them: in most builds the gain stays, and no core has waited to hear so.
        """
        missing_db = TARGET_LUFS - self._foretold_loudness(recipes)
        trim_db = _foretold_trim(missing_db)
        few = _few_of(recipes)
        for _ in range(_MORE_ROUNDS if len(recipes) > _FEW else 0):
            known = [window for number in few if (window := self._known(recipes[number], trim_db)) is not None]
            if len(known) == len(few):
                right_db = self._put_right([recipes[number] for number in few], trim_db, missing_db, known)
                if right_db != trim_db:  # an earlier build found so: nothing is made at this gain
                    trim_db = right_db
                    continue
            with self._making(recipes, trim_db, first=few) as jobs:
                made = [jobs[number].result() for number in few]
                right_db = self._put_right([recipes[number] for number in few], trim_db, missing_db, made)
                if right_db == trim_db:
                    return trim_db, [job.result() for job in jobs]
            trim_db = right_db
        return trim_db, self._all_made(recipes, trim_db)

    def _put_right(self, few: Sequence[Recipe], trim_db: float, missing_db: float, made: Sequence[Window]) -> float:
        """Return the gain that suits by how a few windows come out at `trim_db`: the same where that is near enough."""
        lost_db = self._foretold_loudness(few) + trim_db - _loudness([window.heard.hops for window in made])
        near = abs(missing_db + lost_db - trim_db) <= 0.7 * TRIM_STEP_DB
        return trim_db if near else _step(missing_db + lost_db)

    def _all_made(self, recipes: Sequence[Recipe], trim_db: float) -> list[Window]:
        with self._making(recipes, trim_db) as jobs:
            return [job.result() for job in jobs]

    def _foretold_loudness(self, recipes: Sequence[Recipe]) -> float:
        self.store.fetch(_named("hops", recipe.address) for recipe in recipes)
        with side_by_side(recipes, self._known_hops, self._foretold, _in_turn(recipes)) as jobs:
            return _loudness([job.result().tolist() for job in jobs])

    def chunks(self, rendered: Rendered, recipes: Sequence[Recipe]) -> Iterator[Chunk]:
        """Yield the MP3 frames of each window; one that left the store meanwhile is made again."""
        for address, window, recipe in zip(rendered.addresses, rendered.windows, recipes, strict=True):
            frames = self.store.get(address)
            if frames is None or zlib.crc32(frames) != window.check:
                frames, _ = make_window(recipe, rendered.trim_db, self.sources)
                self.store.put(address, frames)
            yield Chunk(frames, window.crc)

    @contextmanager
    def _making(
        self, recipes: Sequence[Recipe], trim_db: float, first: Collection[int] = ()
    ) -> Iterator[list[Future[Window]]]:
        """Have all windows made at one gain unless the store knows them; those numbered `first` before the others."""
        told = _Counts(self.watch, len(recipes))
        self.store.fetch(_named("heard", _address(recipe, trim_db)) for recipe in recipes)
        self.store.fetch(_address(recipe, trim_db) for recipe in recipes if self._known(recipe, trim_db) is not None)

        def known(recipe: Recipe) -> Window | None:
            window = self._known(recipe, trim_db)
            if window is not None:
                told.one_more("mixing", "encoding")
            return window

        def make(recipe: Recipe) -> Window:
            told.one_more("mixing")
            frames, heard = make_window(recipe, trim_db, self.sources)
            window, address = Window(heard, music_crc(frames), zlib.crc32(frames)), _address(recipe, trim_db)
            self.store.put(address, frames)
            self.store.put(_named("heard", address), _told(window))
            self._made.append(address)
            told.one_more("encoding")
            return window

        with side_by_side(recipes, known, make, _in_turn(recipes, first)) as jobs:
            yield jobs

    def has(self, recipe: Recipe, trim_db: float) -> bool:
        """Tell whether a window seems to be ready at a gain, by a glance at the store: nothing of it is read."""
        return all(self.store.length(one) is not None for one in stored_as(recipe, trim_db))

    def _known(self, recipe: Recipe, trim_db: float) -> Window | None:
        stored = self.store.get(_named("heard", _address(recipe, trim_db)))
        return None if stored is None else _window_from(stored)

    def _known_hops(self, recipe: Recipe) -> NDArray[np.float64] | None:
        stored = self.store.get(_named("hops", recipe.address))
        if stored is None or len(stored) != recipe.length // BLOCK_HOP_MS * _HOP_BYTES:
            return None
        return np.frombuffer(stored, np.float64)

    def _foretold(self, recipe: Recipe) -> NDArray[np.float64]:
        """Return what each 100 ms of a window's mix will measure."""
        hops = foretold_hops(recipe, self.sources)
        self.store.put(_named("hops", recipe.address), hops.tobytes())
        return hops

    def master(self, recipe: Recipe, trim_db: float, ceiling_db: float = CEILING_DB) -> Samples:
        """Return a window ready to be encoded; see `building.window.master`."""
        return master(recipe, trim_db, self.sources, ceiling_db)

    def onsets(self, recipe: Recipe, decoded: Samples) -> tuple[float, ...]:
        """Return how late each line is heard in a decoded window; see `building.window.onsets`."""
        return onsets(recipe, decoded, self.sources)

    def tone_over_bed_db(self, recipe: Recipe) -> float:
        """Return how far tones lead in a window; see `audiosession.sound.leading`."""
        return tone_over_bed_db(recipe, self.sources)


def _few_of(recipes: Sequence[Recipe]) -> list[int]:
    """Return the numbers of the few windows that are heard before all others."""
    return sorted(range(len(recipes)), key=lambda number: recipes[number].address)[:_FEW]


def _still_missing(windows: Sequence[Window]) -> float:
    """Return by how much the gain of a whole programme must move, in its steps; 0 where it is loud enough."""
    missing_db = TARGET_LUFS - _loudness([window.heard.hops for window in windows])
    return 0.0 if abs(missing_db) <= 0.9 * TOLERANCE_LU else _step(missing_db)


def _in_turn(recipes: Sequence[Recipe], first: Collection[int] = ()) -> Callable[[list[int]], list[int]]:
    """Return what puts numbers of windows in the order in which they are best made: those `first`, then the longest.

    Only the very shortest goes before all. Cores that begin long windows together go on to mix together and to encode
    together, and wait for each other while they mix: 3 % of an edit (measured).
    """

    def ordered(numbers: list[int]) -> list[int]:
        in_turn = sorted(numbers, key=lambda number: (number not in first, -recipes[number].length))
        return in_turn[-1:] + in_turn[:-1]

    return ordered


class _Counts:
    """How many windows are through each stage, told from several threads."""

    def __init__(self, watch: Watcher, total: int) -> None:
        self._watch = watch
        self._total = total
        self._done = {"mixing": 0, "encoding": 0}
        self._lock = Lock()
        for stage in self._done:
            watch(Progress(stage=stage, done=0, total=total))

    def one_more(self, *stages: str) -> None:
        with self._lock:
            for stage in stages:
                self._done[stage] += 1
                self._watch(Progress(stage=stage, done=self._done[stage], total=self._total))


def stored_as(recipe: Recipe, trim_db: float) -> tuple[str, str]:
    """Return under which addresses a window is kept: its MP3 frames, and what is known of them."""
    return (address := _address(recipe, trim_db)), _named("heard", address)


def _address(recipe: Recipe, trim_db: float) -> str:
    """Return the address of a window's MP3 frames: of all that sounds in it, of the master and of both codecs."""
    codecs = f"{BIT_RATE} {encoder().name} {av.library_versions['libavcodec']}"
    return digest_of(f"{recipe.address} {trim_db:.1f} {codecs} {CEILING_DB} {VERSIONS.master}")


def _named(what: str, address: str) -> str:
    """Return the address of what is kept beside the blob at `address`."""
    return digest_of(f"{what} {address}")


def _told(window: Window) -> bytes:
    return json.dumps({"crc": window.crc, "check": window.check, **vars(window.heard)}).encode()


def _window_from(told: bytes) -> Window | None:
    """Return what `_told` wrote, None where it is something else."""
    try:
        values = json.loads(told)
        crc, check = values.pop("crc"), values.pop("check")
        for key in ("hops", "quiet", "onsets"):
            values[key] = tuple(values[key])
        return Window(Heard(**values), crc, check)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _loudness(parts: Sequence[Sequence[float]]) -> float:
    """Return the integrated loudness of windows in a row from their hops; −16 LUFS where nothing sounds."""
    hops = np.array([energy for part in parts for energy in part], np.float64)
    loudness = integrated_loudness(blocks_of(hops))
    return loudness if np.isfinite(loudness) else TARGET_LUFS


def _foretold_trim(missing_db: float) -> float:
    return _step(missing_db * (1 + LIMITER_TAKES if missing_db > 0 else 1))


def _step(level_db: float) -> float:
    return round(level_db / TRIM_STEP_DB) * TRIM_STEP_DB
