"""The embedded voice: espeak-ng inside this process, from the library and data that `espeakng_loader` carries."""

from __future__ import annotations

import _ctypes
import ctypes
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import espeakng_loader
from pydantic import Field

from audiosession.errors import VoiceError, near_miss, nearest
from audiosession.voices.ipa import in_espeak_names
from audiosession.voices.languages import plain_tag, primary, unspoken
from audiosession.voices.settings import VoiceSettings, read_settings
from audiosession.voices.tempos.tempo import ANY_TEMPO, Aim
from audiosession.voices.voice import EngineFacts, ReadyVoice
from audiosession.writing.values import WordsPerMinute

if TYPE_CHECKING:
    from audiosession.sound.segments import AudioSegment

DEFAULT_LANGUAGE = "en-us"
"""It comes with every espeak-ng, which takes ten times as long to tell its languages as to be loaded."""

# espeak-ng 1.52, src/include/espeak-ng/speak_lib.h
_SYNCHRONOUS = 0x02
_DONT_EXIT = 0x8000
_UTF8 = 0x01
_SSML = 0x10
_PHONEMES = 0x100
_RATE, _PITCH, _RANGE, _WORD_GAP = 1, 3, 4, 7
_IPA = 0x02

_OWN_RATE, _RATES = 175, (80, 300)
_WORDS_A_RATE = 1.17
"""How many words a minute are heard for one on espeak-ng's own scale, in English: 1.16 to 1.18 at any rate from 90 to
250, measured over the lines of `scripts/languages/en.toml`."""

_ONE_LINE = threading.Lock()
"""The library keeps its whole state in globals, so that one line at a time is spoken in a process."""


class EspeakSettings(VoiceSettings):
    """How the embedded voice speaks.

    The defaults are slower, a little deeper and flatter than espeak-ng's own (175, 50, 50): a person who moves can
    follow, and they are less rough (harmonics to noise 12.5 dB for 10.8).
    """

    words_per_minute: WordsPerMinute | None = None
    """How many words a minute this voice speaks, whatever `[defaults]` says; a class may ask for others."""
    rate: int | None = Field(default=None, ge=80, le=300)
    """espeak-ng's own scale, in place of all words a minute: 120 is heard as 140 of them in English."""
    pitch: int = Field(default=45, ge=0, le=99)
    """How high the voice is."""
    pitch_range: int = Field(default=40, ge=0, le=99)
    """How much its melody moves; 0 is a monotone."""
    word_gap: int = Field(default=0, ge=0, le=50)
    """Added between words, in units of 10 ms at the normal rate."""
    comma_pause: int | None = Field(default=None, ge=0, le=2000)
    """Milliseconds of rest at a comma; espeak-ng's own rest there is about 290."""


@dataclass(frozen=True, kw_only=True)
class EspeakVoice:
    """espeak-ng in one language, perhaps with one of its variants (``en-us+f4``)."""

    spoken: str
    variant: str
    settings: EspeakSettings
    aim: Aim = field(default_factory=Aim)
    at_a_time: int = 2
    seconds_per_character: tuple[float, float] = (0.02, 0.25)

    @property
    def name(self) -> str:
        return f"espeak:{self.spoken}" + (f"+{self.variant}" if self.variant else "")

    @property
    def language(self) -> str:
        return self.spoken

    @property
    def address(self) -> str:
        chosen = self.settings.model_dump(exclude={"words_per_minute", "rate"})
        told = " ".join(f"{key}={value}" for key, value in chosen.items())
        return f"{self.name} {_version()} {self.aim.address if self.measured_by else f'rate={self.rate}'} {told}"

    @property
    def rate(self) -> int:
        """How fast it speaks on espeak-ng's own scale; where it has to be measured first, as if it were English."""
        slowest, quickest = _RATES
        return self.settings.rate or min(max(round(self.aim.words_per_minute / _WORDS_A_RATE), slowest), quickest)

    @property
    def words_per_minute(self) -> int | None:
        """What it is to speak; None where `rate` is set."""
        return None if self.settings.rate else self.aim.words_per_minute

    @property
    def measured_by(self) -> tuple[str, ...]:
        """The lines of its aim where its rate in words a minute is not known: it is for English, with usual rests."""
        chosen = self.settings
        known = primary(self.spoken) == "en" and not chosen.word_gap and chosen.comma_pause is None
        return () if chosen.rate or known else self.aim.lines

    def aimed(self, aim: Aim) -> EspeakVoice:
        """Return it speaking at the tempo of `aim`, unless its rate is set."""
        return replace(self, aim=aim)

    def at_scale(self, scale: float) -> EspeakVoice:
        """Return it speaking `scale` times as slowly as espeak-ng does by itself."""
        slowest, quickest = _RATES
        rate = min(max(round(_OWN_RATE / scale), slowest), quickest)
        return replace(self, settings=self.settings.model_copy(update={"rate": rate}))

    def speak(self, text: str) -> AudioSegment:
        """Return `text` as mono sound at 22.05 kHz; in ``[[ ]]`` stand espeak-ng's phoneme names, or English IPA."""
        from audiosession.sound.segments import AudioSegment  # pydub and numpy, for whoever has a line spoken

        text = in_espeak_names(text)
        identifier = self._identifier
        with _library() as library:
            sample_rate = self._set_up(library, identifier)
            if self.settings.comma_pause is None:
                sound = _synthesize(library, text)
            else:
                sound = _synthesize(library, _with_pauses(text, self.settings.comma_pause), markup=_SSML)
        if not sound.strip(b"\0"):
            raise VoiceError(f"espeak-ng finds nothing to speak in {text!r}", hint="give the line words")
        return AudioSegment(data=sound, sample_width=2, frame_rate=sample_rate, channels=1)

    def phonemes(self, text: str) -> str:
        """Return how `text` is pronounced, in the International Phonetic Alphabet."""
        clauses: list[str] = []
        identifier = self._identifier
        with _library() as library:
            self._set_up(library, identifier)
            _synthesize(library, " ")  # there is no other way to tell it of [[ ]]
            library.espeak_TextToPhonemes.restype = ctypes.c_char_p
            rest = ctypes.c_char_p(in_espeak_names(text).encode())
            while rest.value is not None:
                clauses.append((library.espeak_TextToPhonemes(ctypes.byref(rest), _UTF8, _IPA) or b"").decode())
        return " ".join(clause.strip() for clause in clauses).strip()

    @property
    def _identifier(self) -> str:
        """What espeak-ng calls the voice, which has to be asked before the library is taken for a line."""
        return _languages()[self.spoken] + (f"+{self.variant}" if self.variant else "")

    def _set_up(self, library: ctypes.CDLL, identifier: str) -> int:
        sample_rate = _start(library)
        if library.espeak_SetVoiceByName(identifier.encode()) != 0:
            raise VoiceError(f'espeak-ng can\'t load the voice "{self.name}"', hint="install espeakng-loader again")
        chosen = self.settings
        for parameter, value in (
            (_RATE, self.rate),
            (_PITCH, chosen.pitch),
            (_RANGE, chosen.pitch_range),
            (_WORD_GAP, chosen.word_gap),
        ):
            library.espeak_SetParameter(parameter, value, 0)
        return sample_rate


def open_voice(argument: str, settings: Mapping[str, object]) -> EspeakVoice:
    """Open ``espeak[:LANGUAGE[+VARIANT]]``, American English by default.

    Raises:
        VoiceError: espeak-ng has no such language or variant, or a setting is wrong.
    """
    language, _, variant = (argument or DEFAULT_LANGUAGE).partition("+")
    language = plain_tag(language)
    if language != DEFAULT_LANGUAGE and language not in _languages():
        raise unspoken("espeak-ng", language, nearest(language, _languages()))
    if variant and variant not in variants():
        hint = near_miss(variant, variants(), "such as f4 or m3")
        raise VoiceError(f'espeak-ng has no variant "{variant}"', hint=hint)
    chosen = read_settings(EspeakSettings, "espeak", settings)
    return EspeakVoice(spoken=language, variant=variant, settings=chosen, aim=ANY_TEMPO.aim(settings))


def facts() -> EngineFacts:
    """Tell what there is to know of this engine."""
    return EngineFacts(
        summary="espeak-ng, embedded: plain, clear, always there",
        spec="espeak[:LANG[+VARIANT]]",
        privacy="the text stays on this machine",
        cost="free",
        languages=tuple(espeak_languages()),
        pace="rate",
        voices=tuple(ReadyVoice(spec=f"espeak:{tag}", language=tag) for tag in espeak_languages()),
    )


def espeak_languages() -> list[str]:
    """Return the languages that espeak-ng speaks, as BCP 47 tags."""
    return sorted(_languages())


@cache
def variants() -> list[str]:
    """Return the names of the voice variants that can follow a language."""
    folder = Path(espeakng_loader.get_data_path()) / "voices" / "!v"
    return sorted(p.name for p in folder.iterdir())


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)


class _VoiceRow(ctypes.Structure):
    """espeak_VOICE; only the first three fields are read."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_void_p),
        ("identifier", ctypes.c_char_p),
    )


@contextmanager
def _library() -> Iterator[ctypes.CDLL]:
    """Load the library for one line and unload it after.

    A line's sound depends on what the library spoke before it (phase and flutter live in globals that no call
    resets), so that a take would never be the same bytes twice. Loaded afresh it is, at a cost of 2 ms a line.
    """
    with _ONE_LINE:
        try:
            library = ctypes.CDLL(espeakng_loader.get_library_path())
        except OSError as error:
            raise VoiceError(
                f"espeak-ng can't be loaded: {error}", hint="install espeakng-loader again, or choose another voice"
            ) from error
        try:
            yield library
        finally:
            library.espeak_Terminate()
            _unload(library)


def _with_pauses(text: str, pause_ms: int) -> str:
    """Return `text` as SSML with a break of `pause_ms` at each comma that a space follows."""
    from html import escape

    return re.sub(r",(?=\s)", f',<break time="{pause_ms}ms"/>', escape(text, quote=False))


def _synthesize(library: ctypes.CDLL, text: str, *, markup: int = 0) -> bytes:
    """Return the sound of `text` as 16-bit integers."""
    pieces: list[bytes] = []

    def keep(samples: int | None, n_samples: int, _events: int | None) -> int:
        if samples and n_samples > 0:
            pieces.append(ctypes.string_at(samples, 2 * n_samples))
        return 0

    encoded = text.encode()
    callback = _Callback(keep)  # ctypes holds no reference of its own
    library.espeak_SetSynthCallback(callback)
    if library.espeak_Synth(encoded, len(encoded) + 1, 0, 1, 0, _UTF8 | _PHONEMES | markup, None, None) != 0:
        raise VoiceError(f"espeak-ng could not speak {text!r}", hint="report this line as a fault")
    return b"".join(pieces)


def _unload(library: ctypes.CDLL) -> None:
    release = getattr(_ctypes, "dlclose", None) or _ctypes.FreeLibrary  # type: ignore[attr-defined,unused-ignore]
    release(library._handle)


def _start(library: ctypes.CDLL) -> int:
    """Initialise the library and return its sample rate in Hz."""
    where = espeakng_loader.get_data_path().encode()
    sample_rate = int(library.espeak_Initialize(_SYNCHRONOUS, 0, where, _DONT_EXIT))
    if sample_rate <= 0:
        raise VoiceError("espeak-ng can't read its data", hint="install espeakng-loader again")
    return sample_rate


@cache
def _version() -> str:
    with _library() as library:
        library.espeak_Info.restype = ctypes.c_char_p
        found: bytes = library.espeak_Info(None)
    return found.decode()


@cache
def _languages() -> dict[str, str]:
    """Return language → espeak-ng's identifier of the voice that speaks it best."""
    best: dict[str, tuple[int, str]] = {}
    with _library() as library:
        _start(library)
        library.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_VoiceRow))
        rows = library.espeak_ListVoices(None)
        for row in iter(_non_null(rows)):
            for priority, language in _spoken_languages(row.languages):
                best[language] = min(best.get(language, (256, "")), (priority, row.identifier.decode()))
    return {language: identifier for language, (_, identifier) in best.items()}


def _non_null(rows: ctypes.Array[ctypes._Pointer[_VoiceRow]]) -> Iterator[_VoiceRow]:
    index = 0
    while rows[index]:
        yield rows[index].contents
        index += 1


def _spoken_languages(address: int) -> Iterator[tuple[int, str]]:
    """Read one voice's list: for each language a byte of priority (least is best) and its name, then a zero."""
    while priority := ctypes.string_at(address, 1)[0]:
        language = ctypes.string_at(address + 1)
        yield priority, language.decode()
        address += len(language) + 2
