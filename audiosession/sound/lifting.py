"""How much louder or softer beds play where nobody speaks, so that they are as loud there as they are meant to be.

A bed has one gain, by its loudness as a whole, but it moves: where it plays alone for a second or for half a minute, it
may be 4 LU under that or over it. So each such stretch has a level of its own, by what is heard of the bed in it. It
stays for as long as the stretch does: nothing within is evened, and no swell is added.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from audiosession.sound.ducking import MusicAlone, music_alone
from audiosession.sound.loudness import K_PRE_ROLL, loudness_of, weighted_hops
from audiosession.sound.mixing import fade
from audiosession.sound.recipes import BED_LUFS
from audiosession.sound.segments import Samples
from audiosession.timing.timeline import BedSpan, Timeline
from audiosession.units import FRAMES_PER_MS, Ms, db_to_gain

BedSound: TypeAlias = Callable[[str, int, int], Samples]
"""Returns so many frames of the bed with a digest from a frame on; see `audiosession.sound.mixing.Sources`."""

MOST_DB = 6.0
"""A bed plays so much louder or softer at the most: what is missing beyond that, its maker left out."""
STEP_DB = 0.5
"""It does in such steps, so that classes whose gaps differ by a little have the same windows around them."""
NEAREST_LUFS = -25.0
"""No 3 s of a bed come above that by a lift: 9 LU under the voice."""
_SHORT_TERM = Ms(3_000)
_LEAST = Ms(800)
"""So much of a stretch is measured at least, be it in a fade."""
_IN_ONE_GO = Ms(20_000)


def lifts_db(timeline: Timeline, beds: Mapping[str, tuple[str, float]], read: BedSound) -> tuple[float, ...]:
    """Return by how many decibels the beds of `timeline` play louder in each stretch that `music_alone` returns.

    A bed that is wanted louder or softer is so still. Without music there is nothing to lift.

    Args:
        timeline: What sounds when.
        beds: The digest of each bed, and its loudness as it comes.
        read: Where the sound of a bed comes from.
    """
    if not timeline.beds:
        return ()
    lifting = _Lifting(beds=timeline.beds, known=beds, read=read)
    return tuple(lifting.lift_db(one) for one in music_alone(timeline))


@dataclass(frozen=True, kw_only=True)
class _Lifting:
    """The beds of a timeline, what is known of each, and where their sound comes from."""

    beds: tuple[BedSpan, ...]
    known: Mapping[str, tuple[str, float]]
    read: BedSound

    def lift_db(self, stretch: MusicAlone) -> float:
        first, last = self.beds[0], self.beds[-1]
        start, end = Ms(max(stretch.start, first.start)), Ms(min(stretch.end, last.end))
        if start >= end:
            return 0.0
        heard = self._heard(start, end)
        whole_from = max(start, min(first.start + first.fade_in, end - _LEAST))
        whole_to = max(last.end - last.fade_out, whole_from + _LEAST)
        level = loudness_of(float(np.mean(heard[whole_from - start : whole_to - start])))
        lift = min(BED_LUFS - level, NEAREST_LUFS - stretch.level_db - loudness_of(_loudest(heard)))
        return round(min(max(lift, -MOST_DB), MOST_DB) / STEP_DB) * STEP_DB

    def _heard(self, start: Ms, end: Ms) -> NDArray[np.float64]:
        """Return the energy of each millisecond of all beds from `start` to `end`, with their fades, not ducked."""
        heard = np.zeros(end - start)
        for bed in self.beds:
            first, last = Ms(max(start, bed.start)), Ms(min(end, bed.end))
            if first < last:
                heard[first - start : last - start] += self._alone(bed, first, last)
        return heard

    def _alone(self, bed: BedSpan, first: Ms, last: Ms) -> NDArray[np.float64]:
        digest, lufs = self.known[bed.name]
        gain = np.full(last - first, db_to_gain(BED_LUFS - lufs))
        fade(gain, first - bed.start, bed.fade_in)
        fade(gain[::-1], bed.end - last, bed.fade_out)
        energies = []
        for at in range(first, last, _IN_ONE_GO):
            begin, length = at - K_PRE_ROLL, min(_IN_ONE_GO, last - at) + K_PRE_ROLL
            sound = self.read(digest, (begin - bed.anchor + bed.begins) * FRAMES_PER_MS, length * FRAMES_PER_MS)
            energies.append(weighted_hops(sound, Ms(1))[K_PRE_ROLL:])
        return np.asarray(gain**2 * np.concatenate(energies))


def _loudest(heard: NDArray[np.float64]) -> float:
    """Return the mean energy of the loudest 3 s; what is shorter has silence around it."""
    sums = np.concatenate([np.zeros(1), np.cumsum(heard)])
    n = min(len(heard), _SHORT_TERM)
    return float(np.max(sums[n:] - sums[:-n])) / _SHORT_TERM
