"""Any server that speaks by OpenAI's API: OpenAI's own, Kokoro-FastAPI, LocalAI and others."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr

from audiosession.digests import digest_of
from audiosession.errors import CodecError, VoiceError
from audiosession.voices.patience import PassingError, patiently
from audiosession.voices.settings import LINE_BYTES, HostSettings, read_settings
from audiosession.voices.tempos.tempo import ANY_TEMPO, Aim
from audiosession.voices.voice import EngineFacts
from audiosession.writing.values import WordsPerMinute

if TYPE_CHECKING:
    from audiosession.sound.segments import AudioSegment

DEFAULT_URL = "https://api.openai.com/v1"
DEFAULT_VOICE = "alloy"
_CALM = 0.9
_URL_VARIABLES = ("AUDIOSESSION_OPENAI_BASE_URL", "OPENAI_BASE_URL")
_KEY_VARIABLES = ("AUDIOSESSION_OPENAI_API_KEY", "OPENAI_API_KEY")


class OpenAISettings(HostSettings):
    """Which server, which model, and how it speaks.

    What the settings leave empty comes from the environment: ``OPENAI_BASE_URL`` and ``OPENAI_API_KEY``, or the same
    with ``AUDIOSESSION_`` before it, which wins.
    """

    base_url: str = ""
    """The address of the server, such as `http://localhost:8880/v1`; OpenAI's own where nothing is said."""
    api_key: SecretStr = SecretStr("")
    """The key; better kept in the environment, as `OPENAI_API_KEY`."""
    model: str = "tts-1"
    """The model that speaks."""
    words_per_minute: WordsPerMinute | None = None
    """How many words a minute it speaks, whatever `[defaults]` says; a class may ask for others."""
    speed: float | None = Field(default=None, ge=0.25, le=4.0)
    """Its pace in place of all words a minute: 1.0 is its own, which is quick for a class."""
    instructions: str = ""
    """How to speak, for models that take it."""
    format: Literal["wav", "flac", "mp3", "opus", "aac"] = "wav"
    """What the server is asked to send."""
    language: str = ""
    """What it speaks."""


@dataclass(frozen=True, kw_only=True)
class OpenAIVoice:
    """One voice of a server."""

    voice: str
    base_url: str = field(repr=False)
    api_key: SecretStr
    settings: OpenAISettings = field(repr=False)
    aim: Aim = field(default_factory=Aim)
    seconds_per_character: tuple[float, float] = (0.02, 0.3)

    @property
    def name(self) -> str:
        return f"openai:{self.voice}"

    @property
    def language(self) -> str:
        return self.settings.language

    @property
    def at_a_time(self) -> int:
        return self.settings.at_a_time

    @property
    def address(self) -> str:
        chosen = self.settings
        server = digest_of(self.base_url)[:16]
        pace = self.aim.address if self.measured_by else self.speed
        return f"openai {server} {chosen.model} {self.voice} {pace} {chosen.format} {chosen.instructions!r}"

    @property
    def speed(self) -> float:
        """What the server is asked for: the speed of the settings, or a calm one where nothing can be measured."""
        return _CALM if self.settings.speed is None else self.settings.speed

    @property
    def words_per_minute(self) -> int | None:
        """What it is to speak; None where its speed is set."""
        return self.aim.words_per_minute if self.settings.speed is None else None

    @property
    def measured_by(self) -> tuple[str, ...]:
        """The lines of its aim, unless its speed is set: nobody knows a server's own tempo before it has spoken."""
        return self.aim.lines if self.settings.speed is None else ()

    def aimed(self, aim: Aim) -> OpenAIVoice:
        """Return it speaking at the tempo of `aim`, unless its speed is set."""
        return replace(self, aim=aim)

    def at_scale(self, scale: float) -> OpenAIVoice:
        """Return it asking for sounds that last `scale` times as long as the server's own."""
        speed = min(max(round(1 / scale, 2), 0.25), 4.0)
        return replace(self, settings=self.settings.model_copy(update={"speed": speed}))

    def speak(self, text: str) -> AudioSegment:
        """Ask the server for `text`, again with growing waits where the trouble can pass."""
        return patiently(
            lambda: self._ask(text),
            self.settings,
            trouble=VoiceError(
                f"{self._host} did not speak {text!r}", hint="see whether the server runs, or choose another voice"
            ),
        )

    def speak_take(self, text: str, number: int) -> AudioSegment:
        """Ask the server once more: such models never say a line twice in the same way."""
        return self.speak(text)

    def _ask(self, text: str) -> AudioSegment:
        import requests

        from audiosession.files.fetching import Question, TooLongError, ask, why_not
        from audiosession.files.web import StandingError, reason, through
        from audiosession.voices.take import decode_line, unclipped

        chosen, key = self.settings, self.api_key.get_secret_value()
        body = {
            "model": chosen.model,
            "voice": self.voice,
            "input": text,
            "response_format": chosen.format,
            "speed": self.speed,
        }
        body |= {"instructions": chosen.instructions} if chosen.instructions else {}
        question = Question(
            url=f"{self.base_url}/audio/speech",
            method="POST",
            headers={"Content-Type": "application/json"} | ({"Authorization": f"Bearer {key}"} if key else {}),
            body=json.dumps(body).encode(),
            most_bytes=LINE_BYTES,
            within_s=chosen.timeout,
            silent_s=chosen.timeout,
            stays=True,
        )
        try:
            answer = ask(question)
        except StandingError as error:
            raise VoiceError(f"{self._host} can't be asked: {error.reason}", hint=error.hint) from None
        except requests.exceptions.InvalidURL:
            raise _no_url() from None
        except requests.exceptions.InvalidHeader:
            raise _no_key() from None
        except TooLongError as error:
            raise PassingError(f"the answer {why_not(error)}") from None
        except requests.exceptions.RequestException as error:
            raise PassingError(reason(error) + through(question.url)) from None
        if answer.status != 200:
            raise self._refused(answer.status, answer.headers.get("Retry-After", ""))
        try:
            return unclipped(decode_line(answer.content, text))
        except CodecError as error:
            raise PassingError(f"the answer is no sound ({error.message})") from error

    @property
    def _host(self) -> str:
        """The server without what may be secret in its URL."""
        return urlsplit(self.base_url).hostname or "the server"

    def _refused(self, status: int, later: str) -> Exception:
        if status == 429 or status >= 500:
            return PassingError(f"status {status}", retry_after=later)
        hints = {
            401: "set OPENAI_API_KEY, or api_key under [voices.openai]",
            403: "this key may not speak; check OPENAI_API_KEY",
            404: "check base_url (it ends in /v1) and model under [voices.openai]",
        }
        return VoiceError(
            f"{self._host} refuses to speak ({status})",
            hint=hints.get(status, f'check the voice "{self.voice}" and the model "{self.settings.model}"'),
        )


def open_voice(argument: str, settings: Mapping[str, object]) -> OpenAIVoice:
    """Open ``openai[:VOICE]``; nothing is asked of the server yet.

    Raises:
        VoiceError: A setting is wrong, the URL is none, or OpenAI's own server is meant and there is no key.
    """
    chosen = read_settings(OpenAISettings, "openai", settings)
    base_url = (chosen.base_url or _environment(_URL_VARIABLES) or DEFAULT_URL).rstrip("/")
    key = chosen.api_key if chosen.api_key.get_secret_value() else SecretStr(_environment(_KEY_VARIABLES))
    if not _is_url(base_url):
        raise _no_url()
    if not re.fullmatch(r"[\x21-\x7e]*", key.get_secret_value()):
        raise _no_key()
    if base_url == DEFAULT_URL and not key.get_secret_value():
        raise VoiceError("OpenAI's server needs a key", hint="set OPENAI_API_KEY, or base_url under [voices.openai]")
    return OpenAIVoice(
        voice=argument or DEFAULT_VOICE, base_url=base_url, api_key=key, settings=chosen, aim=ANY_TEMPO.aim(settings)
    )


def facts() -> EngineFacts:
    """Tell what there is to know of this engine; no server is asked."""
    ready = _environment(_URL_VARIABLES) or _environment(_KEY_VARIABLES)
    return EngineFacts(
        summary="any server with OpenAI's speech API: OpenAI, Kokoro-FastAPI, LocalAI",
        spec="openai:VOICE",
        privacy="each line is sent to that server, which may be your own",
        cost="what the server charges; OpenAI charges by the character",
        languages=(),
        pace="speed",
        cure="" if ready else "set OPENAI_BASE_URL or OPENAI_API_KEY, or base_url under [voices.openai] in show.toml",
    )


def _no_key() -> VoiceError:
    return VoiceError("the key of the voice openai is no key", hint="it holds a space or a line end")


def _is_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _no_url() -> VoiceError:
    return VoiceError("the base URL of the voice openai is no URL", hint="such as http://localhost:8880/v1")


def _environment(names: tuple[str, ...]) -> str:
    return next((os.environ[name] for name in names if os.environ.get(name)), "")
