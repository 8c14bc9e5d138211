"""Sound that goes round: whatever is made here can follow itself without a seam.

A loop is one turn of a sound with no beginning. Notes that run past its end go on at its start, curves and
noise are built from whole turns, and filters, reverberation and resampling act on its Fourier series, which
knows no edges. Nothing is above half the sample rate, so nothing folds back. Chance comes from the generator
that the caller seeds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Curve: TypeAlias = NDArray[np.float64]
"""One number for each frame: an envelope, a gain, a pitch bend."""
LoopSound: TypeAlias = NDArray[np.float64]
"""One turn of stereo sound, shape ``(n_frames, 2)``."""
Response: TypeAlias = Callable[[Curve], Curve]
"""A filter with no phase shift: frequencies in Hz to linear gain."""

_SEMITONES = {"C": -9, "D": -7, "E": -5, "F": -4, "G": -2, "A": 0, "B": 2}
_ACCIDENTALS = {"#": 1, "b": -1}


def pitch_hz(name: str) -> float:
    """Return the pitch of a note such as ``"F#3"``, equally tempered, A4 = 440 Hz.

    >>> round(pitch_hz("A3")), round(pitch_hz("Bb2"), 2)
    (220, 116.54)
    """
    semitones = _SEMITONES[name[0]] + sum(_ACCIDENTALS[sign] for sign in name[1:-1]) + 12 * (int(name[-1]) - 4)
    return float(440.0 * 2.0 ** (semitones / 12))


def silence(seconds: float, rate: int) -> LoopSound:
    """Return an empty loop. `seconds` must be a whole number of frames."""
    n_frames = round(seconds * rate)
    if abs(n_frames - seconds * rate) > 1e-6:
        raise ValueError(f"{seconds} s is not a whole number of frames at {rate} Hz")
    return np.zeros((n_frames, 2))


def lay(loop: LoopSound, sound: NDArray[np.float64], start: float, rate: int) -> None:
    """Add stereo `sound` to `loop` in place, `start` seconds into the turn; what runs over goes on at the start."""
    at = round(start * rate) % len(loop)
    while len(sound):
        room = min(len(sound), len(loop) - at)
        loop[at : at + room] += sound[:room]
        sound, at = sound[room:], 0


def swell(n_frames: int, attack: int, release: int) -> Curve:
    """Return an envelope that rises over `attack` frames and falls over `release`, as quarter sines.

    Where one note falls as the next rises, the power of the two together stays level.
    """
    envelope = np.ones(n_frames)
    envelope[:attack] *= np.sin(np.linspace(0, np.pi / 2, attack, endpoint=False))
    envelope[n_frames - release :] *= np.cos(np.linspace(0, np.pi / 2, release, endpoint=False))
    return envelope


def wander(n_frames: int, rng: np.random.Generator, *, turns: int, slowest: int = 1) -> Curve:
    """Return a smooth curve of chance within ±1 that ends where it began.

    It is a sum of whole turns, from `slowest` to `turns` of them, slower ones larger.
    """
    spectrum = np.zeros(n_frames // 2 + 1, np.complex128)
    count = np.arange(slowest, turns + 1)
    spectrum[count] = np.exp(2j * np.pi * rng.uniform(size=len(count))) / np.sqrt(count)
    curve = np.fft.irfft(spectrum, n_frames)
    return np.asarray(curve / np.abs(curve).max())


def panned(sound: NDArray[np.floating], position: float | Curve) -> NDArray[np.float64]:
    """Return mono `sound` in stereo at equal power; -1 is left, 1 is right."""
    angle = (np.asarray(position) + 1) * (np.pi / 4)
    return np.asarray(np.stack([sound * np.cos(angle), sound * np.sin(angle)], axis=1), np.float64)


def roll_off(cutoff_hz: float, order: int = 2) -> Response:
    """Return a low-pass with a Butterworth magnitude: -3 dB at `cutoff_hz`, then 6 dB an octave for each order."""
    return lambda hz: np.asarray(1 / np.sqrt(1 + (hz / cutoff_hz) ** (2 * order)))


def roll_on(cutoff_hz: float, order: int = 2) -> Response:
    """Return a high-pass, the mirror of `roll_off`. It lets no DC through."""
    return lambda hz: np.asarray(1 / np.sqrt(1 + (cutoff_hz / np.maximum(hz, 1e-9)) ** (2 * order)))


def band(low_hz: float, high_hz: float, order: int = 2) -> Response:
    """Return a band-pass: `roll_on` at `low_hz`, then `roll_off` at `high_hz`."""
    rise, fall = roll_on(low_hz, order), roll_off(high_hz, order)
    return lambda hz: rise(hz) * fall(hz)


def filtered(loop: LoopSound, response: Response, rate: int) -> LoopSound:
    """Return `loop` through a filter that runs on round the turn."""
    hz = np.asarray(np.fft.rfftfreq(len(loop), 1 / rate), np.float64)
    return np.fft.irfft(np.fft.rfft(loop, axis=0) * response(hz)[:, None], len(loop), axis=0)


def noise(n_frames: int, response: Response, rate: int, rng: np.random.Generator, *, width: float = 1.0) -> LoopSound:
    """Return stereo noise of RMS 1 with the colour of `response`.

    The channels share all of it at `width` 0 and nothing at 1; their correlation is ``1 - width``.
    """
    shared, *own = rng.standard_normal((3, n_frames))
    both = np.stack([np.sqrt(1 - width) * shared + np.sqrt(width) * side for side in own], axis=1)
    coloured = filtered(both, response, rate)
    return np.asarray(coloured / np.sqrt(np.mean(coloured**2)))


def resampled(loop: LoopSound, factor: int) -> LoopSound:
    """Return `loop` at `factor` times its sample rate, exactly: its Fourier series is read at more points."""
    n_frames = len(loop) * factor
    spectrum = np.fft.rfft(loop, axis=0)
    spectrum[len(loop) // 2 :] = 0
    return np.fft.irfft(spectrum, n_frames, axis=0) * factor


def at_lower_rate(loop: LoopSound, factor: int) -> LoopSound:
    """Return `loop` at a sample rate that is lower by `factor`, less what lies above half of that."""
    n_frames = len(loop) // factor
    spectrum = np.fft.rfft(loop, axis=0)[: n_frames // 2 + 1]
    return np.fft.irfft(spectrum, n_frames, axis=0) / factor


@dataclass(frozen=True, kw_only=True)
class Timbre:
    """The colour of a harmonic tone: partial *k* weighs ``k ** -slope``, then passes a low-pass.

    Partials beyond `highest_hz` are left out, so that vibrato carries none over half the sample rate.
    """

    slope: float
    cutoff_hz: float
    highest_hz: float = 5_000.0

    def weights(self, hz: float, rng: np.random.Generator) -> NDArray[np.complex64]:
        """Return the partials' weights, from the first up, each at a phase of chance."""
        k = np.arange(1.0, max(1, int(self.highest_hz / hz)) + 1)
        size = k**-self.slope * roll_off(self.cutoff_hz)(k * hz)
        return np.asarray(size * np.exp(2j * np.pi * rng.uniform(size=len(k))), np.complex64)


def harmonics(phase: Curve, weights: NDArray[np.complex64]) -> NDArray[np.float32]:
    """Return a sum of harmonics of `phase` (radians) with complex `weights`, by Horner's rule."""
    turning = np.asarray(np.exp(1j * phase), np.complex64)
    total = np.zeros_like(turning)
    for weight in weights[::-1]:
        total += weight
        total *= turning
    return np.asarray(total.imag)


def steady(n_frames: int, turns: Sequence[int], weights: Sequence[float], rng: np.random.Generator) -> Curve:
    """Return partials that never end: each makes a whole number of `turns` in the loop, from a phase of chance."""
    spectrum = np.zeros(n_frames // 2 + 1, np.complex128)
    for count, weight in zip(turns, weights, strict=True):
        spectrum[count] += weight * n_frames / 2 * np.exp(2j * np.pi * rng.uniform())
    return np.asarray(np.fft.irfft(spectrum, n_frames))


def phase_of(hz: float, cents: ArrayLike, n_frames: int, rate: int) -> Curve:
    """Return the running phase in radians of a pitch bent by `cents`, a number or a curve."""
    steps = np.broadcast_to(hz / rate * 2.0 ** (np.asarray(cents, np.float64) / 1200), (n_frames,))
    return np.asarray(2 * np.pi * np.cumsum(steps))


@dataclass(frozen=True, kw_only=True)
class Ensemble:
    """Several players on one note, each a little out of tune, in its own place, never quite still."""

    timbre: Timbre
    players: int = 5
    detune_cents: float = 7.0
    drift_cents: float = 2.0
    vibrato_cents: float = 0.0
    width: float = 0.8

    def note(self, hz: float, envelope: Curve, rate: int, rng: np.random.Generator) -> NDArray[np.float64]:
        """Return one note in stereo, as loud whatever the number of players. Under 200 Hz they move together."""
        sound = np.zeros((len(envelope), 2))
        width = self.width * min(1.0, hz / 200)
        for place in rng.permutation(np.linspace(-width, width, self.players)):
            cents = self._bend(len(envelope), rate, rng)
            played = harmonics(phase_of(hz, cents, len(envelope), rate), self.timbre.weights(hz, rng))
            sway = 1 + 0.3 * wander(len(envelope), rng, turns=4)
            sound += panned(played * sway, float(place))
        return np.asarray(sound * envelope[:, None] / np.sqrt(self.players))

    def _bend(self, n_frames: int, rate: int, rng: np.random.Generator) -> Curve:
        seconds = n_frames / rate
        bend = rng.uniform(-self.detune_cents, self.detune_cents) + self.drift_cents * wander(n_frames, rng, turns=3)
        if self.vibrato_cents:
            time = np.arange(n_frames) / rate
            speed = rng.uniform(4.4, 5.4) * (1 + 0.03 * wander(n_frames, rng, turns=max(2, int(seconds))))
            depth = self.vibrato_cents * rng.uniform(0.6, 1.0) * np.clip((time - 0.6) / 1.5, 0, 1)
            bend = bend + depth * np.sin(2 * np.pi * np.cumsum(speed) / rate + rng.uniform(0, 2 * np.pi))
        return np.asarray(bend)


def struck(
    hz: float, partials: Sequence[tuple[float, float, float]], seconds: float, rate: int, *, attack: float
) -> NDArray[np.float64]:
    """Return a struck or plucked note, mono: it rises over `attack` seconds, then each partial dies away.

    `partials` are (multiple of `hz`, weight, seconds to fall by 60 dB). The last tenth is faded to nothing.
    """
    n_frames = round(seconds * rate)
    time = np.arange(n_frames) / rate
    sound = np.zeros(n_frames)
    for multiple, weight, decay in partials:
        sound += weight * np.sin(2 * np.pi * hz * multiple * time) * 10 ** (-3 * time / decay)
    rise = np.sin(np.clip(time / attack, 0, 1) * np.pi / 2) ** 2
    return np.asarray(sound * rise * swell(n_frames, 1, n_frames // 10))


def jvari(hz: float, seconds: float, rate: int, rng: np.random.Generator, *, highest_hz: float = 3_500.0) -> Curve:
    """Return a string plucked over a tanpura's curved bridge, mono: the higher a partial, the later it blooms."""
    time = np.arange(round(seconds * rate)) / rate
    sound = np.zeros(len(time))
    for k in range(1, int(highest_hz / hz) + 1):
        bloom = np.sin(np.pi / 2 * np.clip(time / (0.05 + 0.09 * k), 0, 1)) ** 2
        decay = 10 ** (-3 * time / (9 / (1 + 0.05 * k)))
        partial = np.sin(phase_of(hz * k, 0, len(time), rate) + rng.uniform(0, 2 * np.pi))
        sound += k**-0.6 * bloom * decay * partial
    return np.asarray(sound * swell(len(time), 1, len(time) // 4))


def room(seconds: float, rate: int, rng: np.random.Generator, *, damping_hz: float = 2_000.0) -> NDArray[np.float64]:
    """Return a room's stereo impulse response of energy 1 that dies by 60 dB in `seconds`.

    The higher, the sooner: above `damping_hz` sound lives half as long, above twice that a quarter.
    """
    n_frames = round(seconds * rate)
    time = np.arange(n_frames) / rate
    edges = [80.0, damping_hz / 2, damping_hz, damping_hz * 2, rate / 2]
    response = np.zeros((n_frames, 2))
    for low, high, life in zip(edges, edges[1:], (1.0, 0.75, 0.5, 0.25), strict=False):
        colour = noise(n_frames, band(low, high), rate, rng) * np.sqrt((high - low) / rate)
        response += colour * 10 ** (-3 * time / (seconds * life))[:, None]
    response *= np.clip((time - 0.012) / 0.05, 0, 1)[:, None]
    return np.asarray(response / np.sqrt(np.sum(response**2, axis=0)))


def reverberated(loop: LoopSound, response: NDArray[np.float64], *, wet: float) -> LoopSound:
    """Return `loop` in a room: the tail of its end sounds at its start. `wet` is the reverberation's share."""
    there = np.fft.rfft(response, len(loop), axis=0)
    echo = np.fft.irfft(np.fft.rfft(loop, axis=0) * there, len(loop), axis=0)
    return (1 - wet) * loop + wet * echo


def stirred(
    loop: LoopSound, edges_hz: Sequence[float], rate: int, rng: np.random.Generator, *, depth: float, turns: int
) -> LoopSound:
    """Return `loop` with its bands, parted at `edges_hz`, rising and falling on their own, in each channel too.

    The bands add up to the whole; each one's gain stays within ``1 ± depth``.
    """
    rest, result = loop, np.zeros_like(loop)
    for edge in [*edges_hz, None]:
        below = filtered(rest, roll_off(edge), rate) if edge else rest
        rest = rest - below
        together = wander(len(loop), rng, turns=turns)
        for side in (0, 1):
            apart = wander(len(loop), rng, turns=turns)
            result[:, side] += below[:, side] * (1 + depth * (0.6 * together + 0.4 * apart))
    return result
