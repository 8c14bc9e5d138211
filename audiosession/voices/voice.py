"""What a voice is, and how to write one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from audiosession.errors import Remedy

if TYPE_CHECKING:
    from audiosession.sound.segments import AudioSegment


class Voice(Protocol):
    """One engine with its settings, ready to speak.

    To add an engine:

    1. Write a class with the members below; it need not inherit from this one.
    2. `speak` returns the sound of one line as pydub's `AudioSegment`: any rate, width and number of channels. Don't
       trim it, level it or add silence: every take of every voice is trimmed, levelled and cached by the caller.
    3. Keep chance out where the engine lets you: a take is spoken once and kept, but two machines should make the
       same class.
    4. When a line can't be spoken, raise `audiosession.errors.VoiceError` with a hint; never return silence in its
       place. Try again yourself where trouble can pass (a host that is busy), and give up on what can't pass.
    5. Put into `address` every input but the text that changes the sound, and no secret.
    6. Write ``open_voice(argument: str, settings: Mapping[str, object]) -> Voice``: `argument` is what follows the
       first colon of ``engine:argument``, `settings` the table ``[voices.engine]`` of ``show.toml``. Refuse
       at once what will not work: an unknown language, a setting that does not exist.
    7. Name the function in your package's entry points, in the group ``audiosession.voices``, under the engine's
       name. That is all; the built-in voices enter the same way.
    8. If you like, put a function ``facts() -> EngineFacts`` beside it, for those who choose a voice; the studio lets
       them hear each of its `voices`.
    9. If you use sound of which something had to be left out, be a `NotingVoice` too.
    10. If you load something large to speak, be a `RestingVoice` too.
    11. If your voice is somebody's, under a licence that show notes should tell, be a `CreditedVoice`.
    12. If it is another engine that tells how yours pronounces, be a `BorrowingVoice`.
    13. If its tempo can be set, be a `audiosession.voices.tempos.tempo.PacedVoice`.
    14. If there is chance in your voice, so that it can say a line in another way, be a `VaryingVoice`.
    15. Start programs with ``env=os.environ``. The command line keeps OpenBLAS, which numpy brings, to one thread in
        its own process; nobody else is to inherit that.
    """

    @property
    def name(self) -> str:
        """The full spec, with nothing left to a default, such as ``espeak:en-us``."""

    @property
    def address(self) -> str:
        """Everything but the text that changes the sound: engine, version, language, rate, pitch."""

    @property
    def language(self) -> str:
        """The language that is spoken, as a BCP 47 tag."""

    @property
    def at_a_time(self) -> int:
        """How many lines may be asked for side by side, at least 1; `speak` is then called from that many threads."""

    @property
    def seconds_per_character(self) -> tuple[float, float]:
        """The least and the most that a take, trimmed, can last per character of its text, half a second aside."""

    def speak(self, text: str) -> AudioSegment:
        """Return the sound of `text`.

        Raises:
            VoiceError: It can't be spoken.
        """


@runtime_checkable
class NotingVoice(Protocol):
    """A voice that has something to tell of a line that it spoke."""

    def notes(self, text: str) -> tuple[str, ...]:
        """Return what was left out of the sound of `text` when it was last spoken, in a line each."""


@runtime_checkable
class RestingVoice(Protocol):
    """A voice that has loaded something large to speak."""

    def rest(self) -> None:
        """Let go of it until the next line, which may never come."""


@runtime_checkable
class BorrowingVoice(Protocol):
    """A voice that pronounces by the rules of another engine: what the lexicon tells that one holds for it, too."""

    @property
    def borrows(self) -> str:
        """The name of a voice of that engine, such as ``espeak:en-us``; empty where it goes by rules of its own."""

    def borrowed(self, said: str) -> str:
        """Return what the lexicon has that voice say as this one is to be given it."""


@runtime_checkable
class CreditedVoice(Protocol):
    """A voice of which a publisher should know whose it is."""

    @property
    def credit(self) -> str:
        """Whose it is and under which licence, for show notes; empty where nobody knows."""


@runtime_checkable
class VaryingVoice(Protocol):
    """A voice that can say a line in another way: take by take, of which a person chooses one."""

    def speak_take(self, text: str, number: int) -> AudioSegment:
        """Return take `number` of `text`, from 2 on; the first is what `speak` returns.

        One number is to be one sound, as far as the engine lets you: it is a part of the take's address.

        Raises:
            VoiceError: It can't be spoken.
        """


@dataclass(frozen=True, kw_only=True)
class ReadyVoice:
    """A voice that can be chosen as it is: its spec, and its language as a BCP 47 tag, empty where nobody can say."""

    spec: str
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class EngineFacts:
    """What a person wants to know of an engine before choosing it."""

    summary: str
    spec: str
    """How to write it."""
    privacy: str
    """Who hears the text."""
    cost: str
    languages: tuple[str, ...]
    """As BCP 47 tags; empty where the engine can't say."""
    pace: str = ""
    """The setting that says how fast it speaks in a measure of its own, in place of its words a minute; empty where its
    tempo can't be set."""
    cure: str | Remedy = ""
    """What to do before it can be used; empty where it is ready."""
    voices: tuple[ReadyVoice, ...] = ()
    """Its voices that are on this machine or can be asked for as they are; empty where it can't tell."""
