"""The verdict on a finished programme: what was heard in it against what its timeline promises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from audiosession.sound.hearing import Heard, silences
from audiosession.sound.loudness import blocks_of, integrated_loudness
from audiosession.units import FRAMES_PER_MS, MP3_FRAME_MS, Ms, clock, gain_to_db

TARGET_LUFS = -16.0
TOLERANCE_LU = 0.5
PEAK_AIM_DBTP = -1.0
"""The true peak that a decoded file is brought under, where its encoder has added to the master's."""
PEAK_DBTP = -0.7
"""The most true peak that a file may have which could not be brought under the aim in a few rounds."""
LATE_MS = 30.0
"""How far from its place a line may be heard; 95 of 100 lines must be nearer."""


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What a whole programme measures: a length, LUFS, dBTP, samples at full scale, dead air, lateness in ms."""

    length: Ms
    lufs: float
    true_peak_dbtp: float
    clipped: int
    dead_air: tuple[tuple[Ms, Ms], ...]
    onset_p95_ms: float | None


def figures(parts: Sequence[Heard]) -> Figures:
    """Return the figures of a programme whose windows, in order, were heard as `parts`."""
    hops = np.array([energy for part in parts for energy in part.hops], np.float64)
    late = [abs(onset) for part in parts for onset in part.onsets]
    return Figures(
        length=Ms(round(sum(part.n_frames for part in parts) / FRAMES_PER_MS)),
        lufs=round(integrated_loudness(blocks_of(hops)), 2),
        true_peak_dbtp=round(gain_to_db(max((part.peak for part in parts), default=0.0)), 2),
        clipped=sum(part.clipped for part in parts),
        dead_air=tuple(silences(tuple(quiet for part in parts for quiet in part.quiet))),
        onset_p95_ms=round(float(np.percentile(late, 95)), 1) if late else None,
    )


def faults(measured: Figures, *, length: Ms, music: bool) -> list[str]:
    """Return what is wrong with a programme, each as one line; none where it keeps its promises.

    Args:
        measured: Its figures.
        length: How long the timeline says it is.
        music: Whether a bed plays, so that nothing may be dead.
    """
    found = []
    if abs(measured.length - length) > MP3_FRAME_MS:
        found.append(f"lasts {measured.length / 1000:.3f} s where {length / 1000:.3f} s were planned")
    if np.isfinite(measured.lufs) and abs(measured.lufs - TARGET_LUFS) > TOLERANCE_LU:
        found.append(f"is at {measured.lufs:.1f} LUFS, not {TARGET_LUFS:g} ± {TOLERANCE_LU:g}")
    if measured.true_peak_dbtp > PEAK_DBTP:
        found.append(f"peaks at {measured.true_peak_dbtp:.1f} dBTP, over {PEAK_DBTP:g}")
    if measured.clipped:
        found.append(f"has {measured.clipped} clipped samples")
    if music:
        found += [f"is silent from {clock(a)} to {clock(b)} in spite of its music" for a, b in measured.dead_air]
    if measured.onset_p95_ms is not None and measured.onset_p95_ms > LATE_MS:
        found.append(f"has lines heard {measured.onset_p95_ms:.0f} ms from their place")
    return found
