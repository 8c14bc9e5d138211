"""What may be set of a voice of Piper, under ``[voices.piper]`` of show.toml."""

from __future__ import annotations

from pydantic import Field

from audiosession.voices.settings import VoiceSettings
from audiosession.writing.values import WordsPerMinute


class PiperSettings(VoiceSettings):
    """How a voice of Piper speaks; what is not set here is as the voice's author set it."""

    speaker: str | int | None = None
    """The name or number of one speaker, for voices that have several."""
    words_per_minute: WordsPerMinute | None = None
    """How many words a minute it speaks, whatever `[defaults]` says; a class may ask for others."""
    length_scale: float | None = Field(default=None, gt=0.2, le=5)
    """How long sounds last, in place of all words a minute: 1.2 is slower, 0.9 quicker than the voice's own pace."""
    noise_scale: float | None = Field(default=None, ge=0, le=2)
    """Liveliness of the sound, 0 to 2; the same line is the same sound each time in any case."""
    noise_w_scale: float | None = Field(default=None, ge=0, le=2)
    """Liveliness of lengths."""
    sentence_pause: int = Field(default=250, ge=0, le=2000)
    """Milliseconds between the sentences of one line; the voices themselves leave next to none."""
    carrier: str | None = Field(default=None, max_length=60)
    """Words said before a sentence of one short word and cut off again, since it is said more clearly within others;
    empty for none. `en_US-joe-medium` has "and now"; an added voice wants words of its language."""
