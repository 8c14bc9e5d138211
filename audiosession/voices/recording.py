"""One of the instructor's own recordings as it is heard: refused where it is overdriven, without rumble."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from audiosession.codecs.skipped import Warn
from audiosession.errors import VoiceError
from audiosession.sound.segments import AudioSegment, Samples
from audiosession.units import SAMPLE_RATE
from audiosession.voices.take import decode_line, unclipped

_CLIPPED, _NEVER_CLIPPED = 0.999, 1.41
"""Sound that is overdriven stays at full scale, but for what an encoder adds; beyond that, it never met it."""
_RUMBLE_HZ, _VOICE_HZ = 40.0, 90.0
"""All is taken out below the one, nothing above the other; deep voices begin at 80 Hz."""
_MIRRORED = SAMPLE_RATE // 5
_MAX_CLIPPED = 0.001
"""The share of samples at full scale above which a recording is refused."""


def hear_recording(path: Path, text: str) -> tuple[AudioSegment, tuple[str, ...]]:
    """Return the recording of `text` at `path`, and what had to be left out of it, each with the file's name.

    Raises:
        CodecError: It is no sound, damaged, or far too long.
        VoiceError: It is overdriven.
    """
    notes: list[str] = []
    samples = hear_own(path, text, notes.append)
    return unclipped(_without_rumble(samples)), tuple(f"{path.name}: {note}" for note in notes)


def hear_own(source: Path | bytes, text: str, warn: Warn | None = None) -> Samples:
    """Return what was recorded of `text`, in mono, at 48 kHz, as it is in the file; see `hear_recording`."""
    samples = decode_line(source, text, warn)
    peak = max(float(samples.max()), -float(samples.min()))
    if peak < _NEVER_CLIPPED and np.mean(np.abs(samples) >= _CLIPPED) > _MAX_CLIPPED:
        path = source if isinstance(source, Path) else None
        raise VoiceError("is overdriven", path=path, hint="record it again, quieter or further away")
    return samples


def _without_rumble(samples: Samples) -> Samples:
    """Return `samples` with what lies under a voice taken out: offset, steps, traffic, the hum of the mains.

    The filter has no delay. Its ends see the sound mirrored, so that a recording which begins in a hum does not begin
    with a click.
    """
    margin = min(_MIRRORED, len(samples) - 1)
    padded = np.pad(samples, ((margin, margin), (0, 0)), mode="reflect", reflect_type="odd")
    size = 1 << len(padded).bit_length()
    spectrum = np.fft.rfft(padded, size, axis=0)
    hz = np.fft.rfftfreq(size, 1 / SAMPLE_RATE)
    rise = np.clip((hz - _RUMBLE_HZ) / (_VOICE_HZ - _RUMBLE_HZ), 0.0, 1.0)
    spectrum *= (0.5 - 0.5 * np.cos(np.pi * rise))[:, None]
    return np.fft.irfft(spectrum, size, axis=0)[margin : margin + len(samples)].astype(np.float32)
