"""One tempo for all voices: how fast each is to speak, and how it finds out what it has to do for it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from audiosession.digests import digest_of_everything
from audiosession.spelling import n_words
from audiosession.voices.chosen.another import AnotherTake
from audiosession.voices.voice import Voice
from audiosession.writing.values import USUAL_WORDS_PER_MINUTE

if TYPE_CHECKING:
    from audiosession.voices.store import Take

Speak = Callable[[Voice, Sequence[str]], Collection["Take"]]
"""Returns the takes of lines that a voice is to say."""

LONG_LINE = 12
"""So many words a line has at the least by which a tempo is measured."""
_SLOWER = 1.4
"""How much longer sounds last when a voice is measured for the second time: about as much as most have to."""
_HEEDED = 0.3
"""How much of that must be heard of a voice that heeds it."""
_SCALES = (0.4, 3.0)
_WAY = 1
"""The way in which a tempo is found: another one may speak another take."""


@dataclass(frozen=True, kw_only=True)
class Aim:
    """The tempo that a voice is to speak at: words a minute, and sentences of its language to find out how by."""

    words_per_minute: int = USUAL_WORDS_PER_MINUTE
    lines: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """What stands in the address of a voice that finds out how, in place of what it found."""
        return f"tempo={self.words_per_minute} by {_WAY} {digest_of_everything(list(self.lines))[:16]}"


@dataclass(frozen=True, kw_only=True)
class Tempo:
    """How fast a class is to be spoken.

    `asked` is what the class itself says, if anything; `usual` what holds where the settings of the voice say nothing
    either; `lines` are sentences of its language, by which a voice is measured whose own tempo nobody knows.
    """

    usual: int = USUAL_WORDS_PER_MINUTE
    asked: int | None = None
    lines: tuple[str, ...] = ()

    def aim(self, settings: object) -> Aim:
        """Return what a voice with these `settings` is to speak at."""
        own = settings.get("words_per_minute") if isinstance(settings, Mapping) else None
        return Aim(words_per_minute=self.asked or own or self.usual, lines=self.lines)


ANY_TEMPO = Tempo()
"""The tempo where nobody knows for which class, in which language."""


@runtime_checkable
class PacedVoice(Voice, Protocol):
    """A voice whose tempo can be set: how long its sounds last, against its own length of them."""

    @property
    def words_per_minute(self) -> int | None:
        """What it is to speak; None where its settings say how fast in a measure of their own."""

    @property
    def measured_by(self) -> tuple[str, ...]:
        """The lines that it has to speak before it knows how; none where it knows, or nobody says how fast."""

    def aimed(self, aim: Aim) -> Voice:
        """Return it speaking at the tempo of `aim`, unless its settings say how fast.

        Where it is `measured_by` lines, the address tells that of `aim` and nothing that is measured, so that a line
        stands under the same name whoever measured it.
        """

    def at_scale(self, scale: float) -> Voice:
        """Return it speaking so that its sounds last `scale` times as long as its own; it is measured by nothing."""


def tuned(voice: Voice, speak: Speak) -> Voice:
    """Return `voice` as it has to speak; it is measured first where that is needed, by takes that `speak` returns.

    How long a line lasts goes straight with the scale, so that two measurements tell all others. A voice that takes no
    notice of it speaks at its own tempo.

    Raises:
        VoiceError: It could not speak.
    """
    if isinstance(voice, AnotherTake):
        return replace(voice, voice=tuned(voice.voice, speak))
    if not isinstance(voice, PacedVoice) or not voice.measured_by or not voice.words_per_minute:
        return voice
    own, slower = (seconds_a_word(speak(voice.at_scale(scale), voice.measured_by)) for scale in (1.0, _SLOWER))
    gained = (slower - own) / (_SLOWER - 1)
    if gained < _HEEDED * own:
        return voice.at_scale(1.0)
    least, most = _SCALES
    return voice.at_scale(round(min(max(1 + (60 / voice.words_per_minute - own) / gained, least), most), 2))


def seconds_a_word(takes: Collection[Take]) -> float:
    """Return how long a word of `takes` lasts, with the rests around it, in seconds."""
    return sum(take.duration for take in takes) / 1000 / sum(n_words(take.text) for take in takes)
