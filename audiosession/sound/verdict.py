"""The verdict on a finished programme: what was heard in it against what its timeline promises."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, islice

import numpy as np
from numpy.typing import NDArray

from audiosession.sound.hearing import DEAD_AIR, Heard, silences
from audiosession.sound.loudness import BLOCK_HOP_MS, blocks_of, integrated_loudness
from audiosession.units import FRAMES_PER_MS, MP3_FRAME_MS, Ms, clock, gain_to_db
from audiosession.writing.values import Loudness

TARGET_LUFS = -16.0
TOLERANCE_LU = 0.5
LOUDEST_LUFS = -14.0
"""The most that a whole programme may have whose speech stands at the target: what plays with it never adds so much."""
QUIETEST_LUFS = -20.0
"""Below this a whole programme is quiet beside others whose speech is as loud: it is told, and is no fault."""
PEAK_AIM_DBTP = -1.0
"""The true peak that a decoded file is brought under, where its encoder has added to the master's."""
PEAK_DBTP = -0.7
"""The most true peak that a file may have which could not be brought under the aim in a few rounds."""
_LEAST_SPEECH = Ms(5_000)
"""How much speech has a loudness of its own."""
STRUCK = Ms(2_000)
"""How long a sound is loud enough to count in the loudness of what is said with it."""
LATE_MS = 30.0
"""How far from its place a line may be heard; 95 of 100 lines must be nearer."""


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What a whole programme measures: a length, LUFS, dBTP, samples at full scale, dead air, lateness in ms.

    `speech_lufs` is the loudness of the stretches in which somebody speaks, ``-inf`` where it is not known: a few words
    are too little to gate, and each is as loud as all by itself. `tone_over_bed_db` is the least by which a breath's
    tone stands over the music where nobody speaks, ``inf`` where there is nothing to compare.
    """

    length: Ms
    lufs: float
    true_peak_dbtp: float
    clipped: int
    dead_air: tuple[tuple[Ms, Ms], ...]
    onset_p95_ms: float | None
    speech_lufs: float = -math.inf
    tone_over_bed_db: float = math.inf

    def level(self, loudness: Loudness) -> float:
        """Return the loudness of what is to stand at −16 LUFS."""
        return self.speech_lufs if loudness is Loudness.SPEECH else self.lufs


def figures(parts: Sequence[Heard], speech: Sequence[tuple[Ms, Ms]] = ()) -> Figures:
    """Return the figures of a programme whose windows, in order, were heard as `parts`.

    `speech` are the start and end of each line, in order.
    """
    hops = np.array([energy for part in parts for energy in part.hops], np.float64)
    late = [abs(onset) for part in parts for onset in part.onsets]
    return Figures(
        length=Ms(round(sum(part.n_frames for part in parts) / FRAMES_PER_MS)),
        lufs=round(integrated_loudness(blocks_of(hops)), 2),
        true_peak_dbtp=round(gain_to_db(max((part.peak for part in parts), default=0.0)), 2),
        clipped=sum(part.clipped for part in parts),
        dead_air=tuple(silences(tuple(quiet for part in parts for quiet in part.quiet))),
        onset_p95_ms=round(float(np.percentile(late, 95)), 1) if late else None,
        speech_lufs=_speech_loudness(parts, speech),
        tone_over_bed_db=round(min((part.tone_over_bed_db for part in parts), default=math.inf), 1),
    )


def spoken_alone(speech: Sequence[tuple[Ms, Ms]], sounds: Sequence[tuple[Ms, Ms]]) -> list[tuple[Ms, Ms]]:
    """Return what of `speech` is no struck sound's too: of each of `sounds` the first `STRUCK` do not count as speech.

    Both are starts and ends in order.
    """
    struck = [(start, Ms(min(end, start + STRUCK))) for start, end in sounds]
    found: list[tuple[Ms, Ms]] = []
    first = 0
    for start, end in speech:
        at = start
        while first < len(struck) and struck[first][1] <= start:
            first += 1
        for begin, over in islice(struck, first, None):
            if begin >= end:
                break
            if begin > at:
                found.append((at, begin))
            at = max(at, over)
        if at < end:
            found.append((at, end))
    return found


def _speech_loudness(parts: Sequence[Heard], speech: Sequence[tuple[Ms, Ms]]) -> float:
    if sum(end - start for start, end in speech) < _LEAST_SPEECH:
        return -math.inf
    return round(integrated_loudness(blocks_of(_spoken(parts, speech))), 2)


def _spoken(parts: Sequence[Heard], speech: Sequence[tuple[Ms, Ms]]) -> NDArray[np.float64]:
    """Return the energies of each 100 ms of speech in a row, as if nothing were between the lines.

    What a hop holds that a line fills in part is the line's, spread over the time that is spoken in it: a word that
    lies over three hops counts for as long as it lasts, wherever in them it begins.
    """
    starts, ends = (np.array([line[edge] for line in speech], np.float64) for edge in (0, 1))
    spoken, energy = [np.zeros(1)], [np.zeros(1)]
    begin = 0.0
    for part in parts:
        hops = begin + BLOCK_HOP_MS * np.arange(len(part.hops) + 1, dtype=np.float64)
        lasts = np.diff(_said_until(hops, starts, ends))
        spoken.append(lasts[lasts > 0])
        energy.append(BLOCK_HOP_MS * np.array(part.hops, np.float64)[lasts > 0])
        begin += part.n_frames / FRAMES_PER_MS
    until = np.cumsum(np.concatenate(spoken))
    grid = np.arange(0.0, until[-1] + 1e-6, BLOCK_HOP_MS)
    each: NDArray[np.float64] = np.diff(np.interp(grid, until, np.cumsum(np.concatenate(energy)))) / BLOCK_HOP_MS
    return each


def _said_until(
    positions: NDArray[np.float64], starts: NDArray[np.float64], ends: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return how many milliseconds are spoken before each of `positions`."""
    if not len(starts):
        return np.zeros(len(positions))
    before = np.concatenate(([0.0], np.cumsum(ends - starts)))
    line = np.searchsorted(starts, positions, side="right") - 1
    inside = np.clip(positions - starts[line], 0.0, (ends - starts)[line])
    said: NDArray[np.float64] = np.where(line >= 0, before[line] + inside, 0.0)
    return said


def faults(
    measured: Figures,
    *,
    length: Ms,
    music: tuple[Ms, Ms] | None,
    loudness: Loudness = Loudness.SPEECH,
    pauses: Sequence[tuple[Ms, Ms]] = (),
) -> list[str]:
    """Return what is wrong with a programme, each as one line; none where it keeps its promises.

    Args:
        measured: Its figures.
        length: How long the timeline says it is.
        music: From where to where beds play and do not fade for the last time, so that nothing may be dead but for
            their own `pauses`.
        loudness: What is to stand at −16 LUFS.
        pauses: Where the music is silent by itself; see `audiosession.sound.forecast.music_pauses`.
    """
    found = []
    if abs(measured.length - length) > MP3_FRAME_MS:
        found.append(f"lasts {measured.length / 1000:.3f} s where {length / 1000:.3f} s were planned")
    level = measured.level(loudness)
    if np.isfinite(level) and abs(level - TARGET_LUFS) > TOLERANCE_LU:
        what = "speaks" if loudness is Loudness.SPEECH else "is"
        found.append(f"{what} at {level:.1f} LUFS, not {TARGET_LUFS:g} ± {TOLERANCE_LU:g}")
    if loudness is Loudness.SPEECH and measured.lufs > LOUDEST_LUFS:
        found.append(f"is at {measured.lufs:.1f} LUFS in all, over {LOUDEST_LUFS:g}")
    if measured.true_peak_dbtp > PEAK_DBTP:
        found.append(f"peaks at {measured.true_peak_dbtp:.1f} dBTP, over {PEAK_DBTP:g}")
    if measured.clipped:
        found.append(f"has {measured.clipped} clipped samples")
    if music:
        playing = [(max(a, music[0]), min(b, music[1])) for a, b in measured.dead_air]
        dead = _without([(a, b) for a, b in playing if b - a >= DEAD_AIR], pauses)
        found += [f"is silent from {clock(a)} to {clock(b)} in spite of its music" for a, b in dead]
    if measured.onset_p95_ms is not None and measured.onset_p95_ms > LATE_MS:
        found.append(f"has lines heard {measured.onset_p95_ms:.0f} ms from their place")
    return found


def remarks(measured: Figures, *, loudness: Loudness = Loudness.SPEECH) -> list[str]:
    """Return what a publisher should know of a programme in which nothing is wrong, each as one line."""
    if loudness is Loudness.SPEECH and np.isfinite(measured.speech_lufs) and measured.lufs < QUIETEST_LUFS:
        level = f"{measured.lufs:.1f} LUFS in all, under {QUIETEST_LUFS:g}"
        return [f'{level}: little is said in it; where a host goes by all that is heard, loudness = "programme"']
    return []


def _without(dead: Sequence[tuple[Ms, Ms]], pauses: Sequence[tuple[Ms, Ms]]) -> list[tuple[Ms, Ms]]:
    """Return what is left of stretches of dead air without `pauses`, which are in order, where it is dead air still."""
    left: list[tuple[Ms, Ms]] = []
    for start, end in dead:
        within = [(max(a, start), min(b, end)) for a, b in pauses if a < end and b > start]
        edges = [start, *chain.from_iterable(within), end]
        left += [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a >= DEAD_AIR]
    return left
