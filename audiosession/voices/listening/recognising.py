"""A machine's ear: what pocketsphinx, by the model of American English that it brings, takes a spoken line for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from audiosession.spelling import alike

if TYPE_CHECKING:
    from audiosession.sound.segments import AudioSegment

INSTALL = 'pip install "audiosession[words]"'
LANGUAGE = "en"
_RATE = 16_000
_AROUND_S = 0.25
_ROOM = 3e-4
"""The noise of a quiet room that a line stands in: an ear that was trained in rooms makes words of pure silence."""
_SMALLEST = "FATAL"
"""What of its own doings it may print."""


def ear_version() -> str:
    """Return which pocketsphinx is installed; empty where none is."""
    try:
        return version("pocketsphinx")
    except PackageNotFoundError:
        return ""


def plain_words(text: str) -> tuple[str, ...]:
    """Return the words of `text` as they are compared with what was heard; what is written in digits is left out.

    >>> plain_words("Don’t hold, 5 more.")
    ("don't", 'hold', 'more')
    """
    return tuple(re.findall(r"[a-z]+(?:'[a-z]+)*", alike(text)))


class Ear:
    """Recognises one line at a time; it is no ear of several threads."""

    def knows(self, words: Sequence[str]) -> bool:
        """Tell whether all of `words` can be recognised, and there are any."""
        return bool(words) and all(self._free.lookup_word(word) for word in words)

    def heard(self, sound: AudioSegment) -> tuple[str, ...]:
        """Return the words that are heard in a take, whichever they may be."""
        return _decoded(self._free, sound)

    def chosen(self, sound: AudioSegment, lines: Sequence[str]) -> tuple[str, ...]:
        """Return the words of the one of `lines`, which it knows, that a take is taken for; none where for none."""
        if self._lines != tuple(lines):
            self._lines = tuple(lines)
            grammar = " | ".join(" ".join(plain_words(line)) for line in lines)
            self._choosing.add_jsgf_string("lines", f"#JSGF V1.0; grammar lines; public <line> = {grammar};")
            self._choosing.activate_search("lines")
        return _decoded(self._choosing, sound)

    _lines: tuple[str, ...] = ()

    @cached_property
    def _free(self) -> Any:
        from pocketsphinx import Decoder

        return Decoder(samprate=_RATE, loglevel=_SMALLEST)

    @cached_property
    def _choosing(self) -> Any:
        from pocketsphinx import Decoder

        return Decoder(samprate=_RATE, loglevel=_SMALLEST, lm=None)


def _decoded(decoder: Any, sound: AudioSegment) -> tuple[str, ...]:
    decoder.start_utt()
    decoder.process_raw(_in_a_room(sound), full_utt=True)
    decoder.end_utt()
    found = decoder.hyp()
    return plain_words(found.hypstr) if found else ()


def _in_a_room(sound: AudioSegment) -> bytes:
    """Return a take at 16 kHz with a quiet room around it, as 16-bit integers: the same for the same take."""
    import numpy as np

    from audiosession.sound.segments import to_samples
    from audiosession.units import SAMPLE_RATE

    thinner = SAMPLE_RATE // _RATE
    samples = to_samples(sound)[:, 0]
    samples = samples[: len(samples) // (2 * thinner) * (2 * thinner)]
    band = np.fft.rfft(samples)[: len(samples) // (2 * thinner) + 1]
    line = np.fft.irfft(band, len(samples) // thinner) / thinner
    around = np.zeros(round(_AROUND_S * _RATE))
    room = np.concatenate([around, line, around])
    room += _ROOM * np.random.default_rng(0).standard_normal(len(room))
    pcm: bytes = (np.clip(room, -1, 1) * 32_767).astype("<i2").tobytes()
    return pcm
