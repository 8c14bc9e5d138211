"""A voice that hums: each line is one tone, as long as its text, at a pitch of its own.

It obeys the Protocol and enters by an entry point like any voice, so that tests need neither mocks nor an engine:
``--voice tone`` works wherever this folder is on the path. ``tone:varied`` has takes of a line to choose from.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from audiosession.errors import VoiceError
from audiosession.sound.segments import AudioSegment, to_segment

RATE = 24_000


@dataclass(frozen=True)
class ToneVoice:
    """Speaks any text; `asked` holds every line it was asked for, `fails_on` the lines that it can't speak."""

    seconds_per_letter: float = 0.06
    level: float = 0.25
    lead_in_s: float = 0.05
    fails_on: frozenset[str] = frozenset()
    name: str = "tone:en"
    language: str = "en"
    at_a_time: int = 2
    seconds_per_character: tuple[float, float] = (0.01, 1.0)
    asked: list[str] = field(default_factory=list, compare=False)

    @property
    def address(self) -> str:
        return f"tone 1 {self.seconds_per_letter} {self.level} {self.lead_in_s}"

    def speak(self, text: str) -> AudioSegment:
        self.asked.append(text)
        if text in self.fails_on:
            raise VoiceError(f"no tone for {text!r}", hint="ask for another line")
        n_frames = round(RATE * max(0.15, self.seconds_per_letter * len(text)))
        pitch_hz = 200 + zlib.crc32(text.encode()) % 400
        tone = self.level * np.sin(2 * np.pi * pitch_hz * np.arange(n_frames) / RATE)
        silence = np.zeros(round(RATE * self.lead_in_s))
        return to_segment(np.concatenate([silence, tone, silence])[:, None].astype(np.float32), RATE)


@dataclass(frozen=True)
class VariedToneVoice(ToneVoice):
    """A tone that can be another: each further take of a line is a tenth of a second longer."""

    name: str = "tone:varied"

    @property
    def address(self) -> str:
        return f"varied {super().address}"

    def speak_take(self, text: str, number: int) -> AudioSegment:
        longer = text + "." * round(0.1 * (number - 1) / self.seconds_per_letter)
        return ToneVoice.speak(self, longer)


def open_voice(argument: str, settings: Mapping[str, object]) -> ToneVoice:
    unknown = set(settings) - {"seconds_per_letter", "level", "lead_in_s"}
    if argument not in ("", "en", "varied") or unknown:
        raise VoiceError(f'the tone voice knows no "{argument or unknown.pop()}"', hint='did you mean "tone"?')
    kind = VariedToneVoice if argument == "varied" else ToneVoice
    return kind(**settings)  # type: ignore[arg-type]
