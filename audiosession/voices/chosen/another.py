"""Who says a line that is not heard as usual: a voice in another take, or a recording of the instructor's own."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from audiosession.errors import VoiceError
from audiosession.files.digests import digest_of_file
from audiosession.voices.voice import VaryingVoice, Voice

if TYPE_CHECKING:
    from audiosession.sound.segments import AudioSegment


@dataclass(frozen=True, kw_only=True)
class AnotherTake:
    """A voice that says its lines in the take `number` of each."""

    voice: Voice
    number: int

    @property
    def name(self) -> str:
        return self.voice.name

    @property
    def language(self) -> str:
        return self.voice.language

    @property
    def at_a_time(self) -> int:
        return self.voice.at_a_time

    @property
    def seconds_per_character(self) -> tuple[float, float]:
        return self.voice.seconds_per_character

    @property
    def address(self) -> str:
        return f"{self.voice.address}\0take {self.number}"

    def speak(self, text: str) -> AudioSegment:
        """Return the take `number` of `text`."""
        assert isinstance(self.voice, VaryingVoice)
        return self.voice.speak_take(text, self.number)


def another_take(voice: Voice, number: int) -> Voice:
    """Return `voice` as it says its lines in the take `number`; the first is what it says anyway.

    Raises:
        VoiceError: There is no chance in it.
    """
    if number == 1:
        return voice
    if not isinstance(voice, VaryingVoice):
        message = f"{voice.name} says a line in the same way each time: there is no take {number}"
        raise VoiceError(message, hint="a recording of your own can stand in its place, or another voice")
    return AnotherTake(voice=voice, number=number)


@dataclass(frozen=True, kw_only=True)
class OwnRecording:
    """A recording of one line, whoever speaks the others."""

    path: Path
    name: str = "recording"
    language: str = ""
    at_a_time: int = 1
    seconds_per_character: tuple[float, float] = (0.0, 60.0)
    _notes: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def address(self) -> str:
        """What stands in the file."""
        try:
            return f"recording {digest_of_file(self.path)}"
        except OSError as error:
            raise VoiceError(f"can't be read: {error.strerror}", path=self.path) from error

    def speak(self, text: str) -> AudioSegment:
        """Return the recording, whatever it is to say."""
        from audiosession.voices.recording import hear_recording  # numpy, for whoever has it spoken

        segment, self._notes[text] = hear_recording(self.path, text)
        return segment

    def notes(self, text: str) -> tuple[str, ...]:
        """Return what was left out of the recording, each with the file's name."""
        return self._notes.get(text, ())
