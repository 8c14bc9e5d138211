"""How sound becomes a take: trimmed so that its first sound is its start, at the loudness of all the others."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from audiosession.codecs.skipped import Warn
from audiosession.errors import CodecError, VoiceError
from audiosession.sound.loudness import k_weighted, weighted_speech_loudness
from audiosession.sound.mastering import CEILING_DB, limit
from audiosession.sound.peaks import true_peak
from audiosession.sound.segments import AudioSegment, Samples, to_samples, to_segment
from audiosession.units import FRAMES_PER_MS, SAMPLE_RATE, Ms, db_to_gain, gain_to_db, to_frames

SPEECH_LUFS = -16.0
AUDIBLE_DBFS = -46.0
"""What a block of 5 ms must reach, at the final loudness, to count as heard."""
OVER_NOISE_DB = 12.0
"""What it must reach over the quietest 30 ms of the sound, where that is noise: a recording is never silent."""
LOUDEST_NOISE_DBFS = -44.0
"""What counts as noise; anything louder that goes on is a voice."""
MARGIN = Ms(6)
"""Kept before the first audible block and after the last, under a short fade."""

_LONGEST_LINE_S, _LONGEST_CHARACTER_S = 60.0, 1.0
_BLOCK_HOPS = 5
_NOISE_HOPS = 30
_HOP = FRAMES_PER_MS
_ROUNDS = 5
_HARDLY_DB, _MOST_DB = 0.05, 6.0
_LEAST_GAIN = 0.2
"""How much louder a decibel makes what is limited, at the least that is reckoned with."""
_STRAY_PEAK, _STRAYS = 1.26, 1e-4
_FADE = to_frames(Ms(4))


def unclipped(samples: Samples) -> AudioSegment:
    """Return a voice's `samples` at 48 kHz as a segment: turned down where they go on beyond full scale.

    How loud a take comes does not matter. Stray peaks, which resampling and encoders add, are cut.
    """
    peak = max(float(samples.max()), -float(samples.min())) if len(samples) else 0.0
    goes_beyond = peak > _STRAY_PEAK or np.mean(np.abs(samples) > 1.0) > _STRAYS if peak > 1.0 else False
    return to_segment(samples / np.float32(peak) if goes_beyond else samples, SAMPLE_RATE)


def decode_line(source: Path | bytes, text: str, warn: Warn | None = None) -> Samples:
    """Return the sound that was made of the line `text`, in mono, at 48 kHz.

    Some kilobytes may decode into days of silence: what is longer than anybody takes for the line is not decoded.
    `warn` is told what was left out.

    Raises:
        CodecError: It is no sound, damaged, or far too long.
    """
    from audiosession.codecs.decode import decode_blocks  # FFmpeg, for whoever has sound that is not in the store

    longest_s = _LONGEST_LINE_S + _LONGEST_CHARACTER_S * len(text)
    blocks, n_frames = [], 0
    for block in decode_blocks(source, sample_rate=SAMPLE_RATE, channels=1, warn=warn):
        blocks.append(block)
        n_frames += len(block)
        if n_frames > longest_s * SAMPLE_RATE:
            path = source if isinstance(source, Path) else None
            raise CodecError(f"is longer than {longest_s:g} s, for {len(text)} characters", path=path)
    return np.concatenate(blocks)


def prepare(segment: AudioSegment, *, text: str) -> AudioSegment:
    """Return a voice's sound as a take: mono, 48 kHz, 16 bits, trimmed, at −16 LUFS, a whole number of milliseconds.

    Loudness is that of the take heard from both channels. The threshold of trimming holds at that loudness, so that
    quiet engines keep as much as loud ones, and lies above the noise of a room. Peaks that a master would not hold are
    limited, and what that takes from the loudness is given back: a class has one gain, whoever speaks in it.

    Raises:
        VoiceError: Nothing is to be heard.
    """
    samples = resample(_mono(segment), segment.frame_rate)
    weighted = k_weighted(samples)
    heard = _audible(samples * _gain(weighted, text))
    if heard is None:
        raise VoiceError(f"nothing is heard in the take of {text!r}", hint="try another voice")
    here = slice(*heard)
    samples = _faded(_whole_milliseconds(samples[here] * _gain(weighted[here], text)))
    return to_segment(_held(samples), SAMPLE_RATE)


def resample(samples: Samples, sample_rate: int) -> Samples:
    """Return mono `samples` at 48 kHz, limited to the band that both rates hold.

    The spectrum is cut to length, with the last twentieth of the band faded so that an onset does not ring ahead.
    The same samples give the same result on every machine to float32's last bits.
    """
    if sample_rate == SAMPLE_RATE or not len(samples):
        return samples
    common = math.gcd(sample_rate, SAMPLE_RATE)
    down, up = sample_rate // common, SAMPLE_RATE // common
    n_units = _smooth(math.ceil(len(samples) / down) + 16)
    spectrum = np.fft.rfft(samples[:, 0], n_units * down)
    band = min(len(spectrum), n_units * up // 2 + 1)
    edge = max(1, band // 20)
    spectrum = spectrum[:band]
    spectrum[-edge:] *= 0.5 + 0.5 * np.cos(np.pi * (np.arange(edge) + 1) / edge)
    resampled = np.fft.irfft(spectrum, n_units * up) * (up / down)
    n_frames = math.ceil(len(samples) * up / down)
    return resampled[:n_frames, None].astype(np.float32)


def _smooth(number: int) -> int:
    """Return the least number from `number` on with no prime factor over 5: a fast length for the FFT."""
    while True:
        rest = number
        for factor in (2, 3, 5):
            while rest % factor == 0:
                rest //= factor
        if rest == 1:
            return number
        number += 1


def _mono(segment: AudioSegment) -> Samples:
    wide = segment if segment.sample_width in (2, 4) else segment.set_sample_width(4)
    mixed: Samples = to_samples(wide).mean(axis=1, keepdims=True)
    return mixed


def _gain(weighted: Samples, text: str) -> np.float32:
    """Return the gain that brings a line, given K-weighted, to the loudness of all."""
    loudness = weighted_speech_loudness(weighted)
    if not math.isfinite(loudness):
        raise VoiceError(f"the take of {text!r} is silent", hint="try again, or try another voice")
    return np.float32(db_to_gain(SPEECH_LUFS - loudness))


def _held(samples: Samples) -> Samples:
    """Return a line of the right loudness with its peaks held, turned up by as much as that costs it.

    Of each decibel more the limiter takes a part again, so the next step is as long as the last one fell short.
    """
    held = _limited(samples, 0.0)
    raised_db, gains = 0.0, 1.0
    loudness = weighted_speech_loudness(k_weighted(held))
    for _ in range(_ROUNDS if true_peak(samples) > db_to_gain(CEILING_DB) else 0):
        step_db = min((SPEECH_LUFS - loudness) / gains, _MOST_DB - raised_db)
        if step_db < _HARDLY_DB:
            break
        raised_db += step_db
        held, before = _limited(samples, raised_db), loudness
        loudness = weighted_speech_loudness(k_weighted(held))
        gains = min(1.0, max(_LEAST_GAIN, (loudness - before) / step_db))
    return held


def _limited(samples: Samples, gain_db: float) -> Samples:
    held = samples * np.float32(db_to_gain(gain_db))
    limit(held)
    return held


def _audible(samples: Samples) -> tuple[int, int] | None:
    """Return the first and last frame of what is heard, with the margin; None where nothing is."""
    n_hops = len(samples) // _HOP
    hops = samples[: n_hops * _HOP].reshape(n_hops, _HOP)
    energy = np.concatenate([np.zeros(_BLOCK_HOPS), np.einsum("ij,ij->i", hops, hops), np.zeros(_BLOCK_HOPS)])
    blocks = np.convolve(energy, np.ones(_BLOCK_HOPS), "valid")
    threshold = db_to_gain(max(AUDIBLE_DBFS, _noise_dbfs(hops) + OVER_NOISE_DB))
    loud = np.flatnonzero(blocks > _BLOCK_HOPS * _HOP * threshold**2)
    if not len(loud):
        return None
    # Sound has come in only in the last hop of the first loud block, and goes in the first hop of the last one.
    first = (int(loud[0]) - 1 - MARGIN) * _HOP
    last = (int(loud[-1]) - _BLOCK_HOPS + 1 + MARGIN) * _HOP
    return max(0, first), min(len(samples), last)


def _noise_dbfs(hops: Samples) -> float:
    """Return the level of the quietest stretch of `hops`, and of nothing louder than noise may be."""
    if len(hops) < _NOISE_HOPS:
        return -math.inf
    energy = np.convolve(np.einsum("ij,ij->i", hops, hops), np.ones(_NOISE_HOPS), "valid")
    quietest = gain_to_db(math.sqrt(max(0.0, float(energy.min())) / (_NOISE_HOPS * _HOP)))
    return min(quietest, LOUDEST_NOISE_DBFS)


def _whole_milliseconds(samples: Samples) -> Samples:
    missing = -len(samples) % _HOP
    return np.concatenate([samples, np.zeros((missing, samples.shape[1]), np.float32)])


def _faded(samples: Samples) -> Samples:
    ramp = np.sin(0.5 * np.pi * np.arange(_FADE) / _FADE)[:, None].astype(np.float32) ** 2
    shaped = samples.copy()
    n_frames = min(_FADE, len(shaped) // 2)
    shaped[:n_frames] *= ramp[:n_frames]
    shaped[len(shaped) - n_frames :] *= ramp[:n_frames][::-1]
    return shaped
