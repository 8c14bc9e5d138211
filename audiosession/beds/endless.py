"""A recording made endless: decoded, its seam closed or its parts cut out, and measured."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from audiosession.beds.bed import Bed, find_loop
from audiosession.beds.parts import Parts
from audiosession.beds.raw_sound import RawSound
from audiosession.errors import Act, CodecError, Remedy
from audiosession.sound.blending import blend
from audiosession.sound.forecast import Energies
from audiosession.sound.hearing import DEAD_DBFS, QUIET_HOP, silences
from audiosession.sound.loudness import BLOCK_HOP_MS, K_PRE_ROLL, blocks_of, integrated_loudness, weighted_hops
from audiosession.units import FRAMES_PER_MS, SAMPLE_RATE, Ms, clock
from audiosession.writing.safety import MOST_SILENCE_S

_MOST_FRAMES = 3 * 3600 * SAMPLE_RATE
"""A class is shorter, and a bed goes round; some small files hold silence for days."""
_HOP_FRAMES = QUIET_HOP * FRAMES_PER_MS
"""The grid on which a song's first and last sound is looked for."""
_MEASURED_IN_ONE_GO = 20 * SAMPLE_RATE


@dataclass(frozen=True, kw_only=True)
class Endless:
    """A recording made endless.

    Args:
        sound: What of it is kept: one turn of a loop, or its parts side by side.
        n_frames: How much that is.
        parts: Where its parts lie in that; None for a loop.
        energies: The K-weighted energy of each of its milliseconds, channels summed.
        lufs: How loud it is as it plays, to the hundredth.
        notes: What a person should know of it.
    """

    sound: RawSound
    n_frames: int
    parts: Parts | None
    energies: Energies
    lufs: float
    notes: tuple[str, ...]


def make_endless(path: Path, bed: Bed, sound: RawSound) -> Endless:
    """Write what is kept of the recording at `path` to `sound`, and measure it.

    Raises:
        CodecError: It can't be decoded, is silent or too short, or its loop points or parts lie outside it.
    """
    notes: list[str] = []
    sound, n_recorded = _decoded(path, sound, notes)
    if bed.parts is None:
        sound, n_frames = _close_loop(path, bed, sound, n_recorded)
        parts, energies = None, _measured(sound, n_frames)
        played = energies
    else:
        parts = _cut(path, bed.parts, sound, n_recorded)
        n_frames = parts.edges[-1] * FRAMES_PER_MS
        energies = np.concatenate([_measured_alone(sound, *edges) for edges in pairwise(parts.edges)])
        played = summed_energies(energies, parts, Ms(0), parts.round.length)
    lufs = _loudness(played) if bed.level_lufs is None else bed.level_lufs
    if not np.isfinite(lufs):
        raise _silent(path)
    notes += _long_pauses(played)
    return Endless(
        sound=sound, n_frames=n_frames, parts=parts, energies=energies, lufs=round(lufs, 2), notes=tuple(notes)
    )


def summed_energies(known: Energies, parts: Parts, position: Ms, length: Ms) -> Energies:
    """Return the energy of each of `length` milliseconds of a round from `position` on.

    `known` are those of the recording; where two parts overlap they have nothing to do with one another, and add up.
    """
    heard = np.zeros(length, np.float32)
    for here, there in parts.sounding(position, length):
        heard[here] += known[there]
    return heard


def _decoded(path: Path, sound: RawSound, notes: list[str]) -> tuple[RawSound, int]:
    """Write the recording at `path` to `sound`; return it and its length in frames."""
    from audiosession.codecs.decode import decode_blocks  # FFmpeg, for whoever has a bed that is not in the store

    n_recorded = 0
    with closing(decode_blocks(path, channels=2, warn=notes.append)) as blocks:
        for block in blocks:
            sound = sound.with_room(block, n_recorded)
            sound.write(n_recorded, block)
            n_recorded += len(block)
            if n_recorded >= _MOST_FRAMES:
                notes.append(f"is used up to {n_recorded // SAMPLE_RATE // 3600} hours; what follows is left out")
                break
    return sound, n_recorded


def _cut(path: Path, parts: Parts, sound: RawSound, n_recorded: int) -> Parts:
    """Move the parts of a recording to its beginning; return where they lie then."""
    first, last = parts.edges[0], parts.edges[-1]
    if last * FRAMES_PER_MS > n_recorded:
        message = f"the last part ends at {last} ms of {n_recorded * 1000 // SAMPLE_RATE} ms"
        raise CodecError(message, path=path, hint="see music/beds.toml")
    sound.move(first * FRAMES_PER_MS, 0, (last - first) * FRAMES_PER_MS)
    return Parts(edges=tuple(edge - first for edge in parts.edges), overlap=parts.overlap)


def _close_loop(path: Path, bed: Bed, sound: RawSound, n_recorded: int) -> tuple[RawSound, int]:
    """Make one turn of the loop of a recording; return it and its length in frames."""
    try:
        found = find_loop(bed, n_recorded, None if bed.made_to_loop else _sounding(sound, n_recorded, path))
    except ValueError as error:
        hint = "see music/beds.toml" if bed.made_to_loop else "choose a longer recording"
        raise CodecError(str(error), path=path, hint=hint) from None
    n_frames = found.end - found.start
    head, tail = sound.read(found.start, found.seam), sound.read(found.end, found.seam)
    sound.move(found.start, 0, n_frames)
    if found.seam:
        seam = blend(head, tail, alike=found.alike)
        sound = sound.with_room(seam, n_frames)
        sound.write(0, seam)
    return sound, n_frames


def _sounding(sound: RawSound, n_frames: int, path: Path) -> tuple[int, int]:
    """Return the first frame of a recording that is not silent, and the one behind its last.

    Raises:
        CodecError: All of it is silent.
    """
    n_hops = -(-n_frames // _HOP_FRAMES)
    first = next((hop for hop in range(n_hops) if not _is_silent(sound, hop)), None)
    if first is None:
        raise _silent(path)
    last = next(hop for hop in reversed(range(n_hops)) if not _is_silent(sound, hop))
    return first * _HOP_FRAMES, min(n_frames, (last + 1) * _HOP_FRAMES)


def _is_silent(sound: RawSound, hop: int) -> bool:
    samples = sound.read(hop * _HOP_FRAMES, _HOP_FRAMES)
    return float(np.mean(np.square(samples))) < 10 ** (DEAD_DBFS / 10)


def _silent(path: Path) -> CodecError:
    return CodecError("is silent", path=path, hint="choose another bed", remedy=Remedy(act=Act.NO_MUSIC))


def _long_pauses(energies: Energies) -> Iterator[str]:
    """Yield what a person should know of pauses in a loop that are so long that people think it has stopped."""
    n_hops = len(energies) // QUIET_HOP
    hops = energies[: n_hops * QUIET_HOP].reshape(n_hops, QUIET_HOP).mean(axis=1)
    for start, end in silences(tuple((hops < 2 * 10 ** (DEAD_DBFS / 10)).tolist()), Ms(MOST_SILENCE_S * 1000)):
        yield f"makes a pause of {clock(Ms(end - start))}, {clock(start)} after its loop begins"


def _measured(sound: RawSound, n_frames: int) -> Energies:
    """Return the energy of each millisecond of a loop as it goes round."""
    before, step, end = K_PRE_ROLL * FRAMES_PER_MS, _MEASURED_IN_ONE_GO, whole_ms(n_frames) * FRAMES_PER_MS
    energies = [
        weighted_hops(sound.read_round(start - before, before + min(step, end - start), n_frames), Ms(1))[K_PRE_ROLL:]
        for start in range(0, end, step)
    ]
    return np.concatenate(energies).astype(np.float32)


def _measured_alone(sound: RawSound, start: int, end: int) -> Energies:
    """Return the energy of each millisecond of a part, before which there is silence."""
    before = K_PRE_ROLL * FRAMES_PER_MS
    part = sound.read(start * FRAMES_PER_MS, (end - start) * FRAMES_PER_MS)
    alone = np.concatenate([np.zeros((before, 2), np.float32), part])
    return weighted_hops(alone, Ms(1))[K_PRE_ROLL:].astype(np.float32)


def _loudness(energies: Energies) -> float:
    n_hops = len(energies) // BLOCK_HOP_MS
    hops = energies[: n_hops * BLOCK_HOP_MS].reshape(-1, BLOCK_HOP_MS).mean(axis=1, dtype=np.float64)
    return integrated_loudness(blocks_of(hops))


def whole_ms(n_frames: int) -> int:
    """Return how many milliseconds hold `n_frames`; the last one of a loop goes on into its next turn."""
    return -(-n_frames // FRAMES_PER_MS)
