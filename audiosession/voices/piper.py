"""Piper: neural voices that are downloaded once and speak offline, by the package piper-tts."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, Field

from audiosession.digests import digest_of
from audiosession.errors import Act, OutputError, Remedy, VoiceError, near_miss, nearest
from audiosession.files.digests import digest_of_file
from audiosession.files.homes import expanded, home_folder
from audiosession.files.reading import TEXT_BYTES, read_at_most
from audiosession.json_text import read_json
from audiosession.voices.languages import primary
from audiosession.voices.settings import VoiceSettings, read_settings
from audiosession.voices.voice import EngineFacts

if TYPE_CHECKING:
    from audiosession.sound.segments import AudioSegment

_SEED = 1
INSTALL = 'pip install "audiosession[piper]"'


class _Sound(BaseModel):
    sample_rate: int = Field(ge=8_000, le=192_000)


class _Language(BaseModel):
    code: str = Field(default="", max_length=40)


class _Espeak(BaseModel):
    voice: str = Field(default="", max_length=40)


class _Described(BaseModel):
    """What we read of a voice's description; the rest is for Piper."""

    audio: _Sound
    language: _Language = _Language()
    espeak: _Espeak = _Espeak()
    num_speakers: int = Field(default=1, ge=0, le=100_000)
    speaker_id_map: dict[str, int] = {}


class PiperSettings(VoiceSettings):
    """How a voice of Piper speaks; what is not set here is as the voice's author set it."""

    speaker: str | int | None = None
    """The name or number of one speaker, for voices that have several."""
    length_scale: float | None = Field(default=None, gt=0.2, le=5)
    """How long sounds last: 1.2 is slower, 0.9 quicker than the voice's own pace."""
    noise_scale: float | None = Field(default=None, ge=0, le=2)
    """Liveliness; at 0, together with the next, the same line is the same sound each time that it is made."""
    noise_w_scale: float | None = Field(default=None, ge=0, le=2)
    """Liveliness of lengths."""
    sentence_pause: int = Field(default=250, ge=0, le=2000)
    """Milliseconds between the sentences of one line; the voices themselves leave next to none."""


@dataclass(frozen=True, kw_only=True)
class PiperVoice:
    """One voice of Piper, loaded when it speaks its first line."""

    name: str
    model: Path
    config: Mapping[str, Any]
    speaker: int | None
    settings: PiperSettings
    at_a_time: int = 1

    @property
    def language(self) -> str:
        tag = self.config.get("language", {}).get("code") or self.config.get("espeak", {}).get("voice") or "en"
        return str(tag).replace("_", "-")

    @property
    def address(self) -> str:
        chosen = self.settings.model_dump(exclude={"speaker"})
        return f"piper {version('piper-tts')} {self._digest} speaker={self.speaker} {chosen}"

    @property
    def seconds_per_character(self) -> tuple[float, float]:
        scale = self.settings.length_scale or 1.0
        return 0.02 * scale, 0.3 * scale

    @cached_property
    def _digest(self) -> str:
        described = json.dumps(self.config, sort_keys=True).encode()
        return digest_of(bytes.fromhex(digest_of_file(self.model)) + described)

    @cached_property
    def _lock(self) -> threading.Lock:
        return threading.Lock()

    @cached_property
    def _loaded(self) -> Any:
        """Load the model with its chance seeded: the same lines in the same order are then the same sound.

        As `piper.PiperVoice.load` does it, but without a plan of its memory for each length that a line has had: those
        took 50 MB, and next to no line is as long as another.
        """
        import onnxruntime
        from piper import PiperConfig
        from piper import PiperVoice as Model

        onnxruntime.set_seed(_SEED)
        options = onnxruntime.SessionOptions()
        options.enable_mem_pattern = False
        with self._told():
            session = onnxruntime.InferenceSession(str(self.model), options, providers=["CPUExecutionProvider"])
            return Model(session=session, config=PiperConfig.from_dict(dict(self.config)))

    def rest(self) -> None:
        """Let go of the model: it takes more memory than all else while a class is mixed."""
        with self._lock:
            vars(self).pop("_loaded", None)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Tell what Piper and its runtime make of files that are no voice, or of one that is damaged."""
        from onnxruntime.capi import onnxruntime_pybind11_state as runtime

        broken: tuple[type[Exception], ...] = (
            *(kind for kind in vars(runtime).values() if isinstance(kind, type) and issubclass(kind, Exception)),
            *(ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError),
        )
        try:
            yield
        except broken as error:
            raise VoiceError(
                "is no voice of Piper", path=self.model, remedy=Remedy(act=Act.ADD_VOICE, to=self.model.stem)
            ) from error

    def speak(self, text: str) -> AudioSegment:
        """Return `text` at the rate of the voice, the sentences one after another."""
        import numpy as np
        from piper import SynthesisConfig

        from audiosession.sound.segments import to_segment

        chosen = self.settings
        wishes = SynthesisConfig(
            speaker_id=self.speaker,
            length_scale=chosen.length_scale,
            noise_scale=chosen.noise_scale,
            noise_w_scale=chosen.noise_w_scale,
        )
        with self._lock, self._told():
            sentences = [chunk.audio_float_array for chunk in self._loaded.synthesize(text, wishes)]
        if not sum(map(len, sentences)):
            raise VoiceError(f"Piper finds nothing to speak in {text!r}", hint="give the line words")
        rate = int(self.config["audio"]["sample_rate"])
        rest = np.zeros(rate * chosen.sentence_pause // 1000, np.float32)
        spoken = [piece for sentence in sentences for piece in (rest, sentence)][1:]
        return to_segment(np.concatenate(spoken).astype(np.float32)[:, None], rate)


def open_voice(argument: str, settings: Mapping[str, object]) -> PiperVoice:
    """Open ``piper:NAME``, a voice that was added, or ``piper:PATH.onnx``; without either the first that was added.

    Raises:
        VoiceError: Piper or the voice is not installed, its files are no voice, or a setting is wrong.
    """
    if not _is_installed():
        raise VoiceError("Piper is not installed", hint=INSTALL)
    model = _find(argument)
    config = _read_config(Path(f"{model}.json"))
    chosen = read_settings(PiperSettings, "piper", settings)
    return PiperVoice(
        name=f"piper:{argument or model.stem}",
        model=model,
        config=config,
        speaker=_speaker(config, chosen.speaker),
        settings=chosen,
    )


_ADD_ONE = Remedy(act=Act.ADD_VOICE, to="en_US-lessac-medium")


def facts() -> EngineFacts:
    """Tell what there is to know of this engine."""
    cure: str | Remedy = "" if added_voices() else _ADD_ONE
    return EngineFacts(
        summary="Piper: neural voices, downloaded once" + "".join(f", {name}" for name in added_voices()),
        spec="piper:NAME or piper:PATH.onnx",
        privacy="the text stays on this machine",
        cost="free; each voice has a licence of its own",
        languages=tuple(sorted({name.partition("-")[0].replace("_", "-") for name in added_voices()})),
        cure=cure if _is_installed() else INSTALL,
    )


def voices_folder() -> Path:
    """Return where added voices stand: ``AUDIOSESSION_VOICES``, else where the system keeps a user's data."""
    if chosen := os.environ.get("AUDIOSESSION_VOICES"):
        return Path(chosen)
    from platformdirs import user_data_path

    return home_folder(
        lambda: user_data_path("audiosession", appauthor=False) / "piper", variable="AUDIOSESSION_VOICES"
    )


def added_voices() -> list[str]:
    """Return the names of the voices that were added."""
    try:
        folder = voices_folder()
    except OutputError:  # no home, so nothing was added there
        return []
    return sorted(p.stem for p in folder.glob("*.onnx") if Path(f"{p}.json").is_file()) if folder.is_dir() else []


def voice_for(language: str) -> str:
    """Return the spec of an added voice that speaks `language`, empty where there is none or Piper is missing."""
    if not _is_installed():
        return ""
    return next((f"piper:{name}" for name in added_voices() if primary(name) == primary(language)), "")


def _is_installed() -> bool:
    try:
        version("piper-tts")
    except PackageNotFoundError:
        return False
    return True


def _find(argument: str) -> Path:
    if argument.endswith(".onnx"):
        path = expanded(argument)
        if not path.is_file():
            raise VoiceError("there is no such voice", path=path, hint="name the .onnx file of a voice of Piper")
        return path
    added = added_voices()
    name = argument or (added[0] if added else "")
    if name not in added:
        hint = nearest(name, added)
        raise VoiceError(
            f'no voice of Piper is called "{name}"' if name else "no voice of Piper was added",
            hint=hint,
            remedy=None if hint else replace(_ADD_ONE, to=name or _ADD_ONE.to),
        )
    return voices_folder() / f"{name}.onnx"


def _read_config(path: Path) -> Mapping[str, Any]:
    try:
        config = read_json(read_at_most(path, TEXT_BYTES))
        _Described.model_validate(config)
        return dict(config)
    except FileNotFoundError:
        raise VoiceError("is missing beside its voice", path=path, hint="each .onnx needs its .onnx.json") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise VoiceError("does not describe a voice of Piper", path=path, hint="download it again") from error


def _speaker(config: Mapping[str, Any], wanted: str | int | None) -> int | None:
    if wanted is None:
        return None
    speakers = {str(name): int(number) for name, number in config.get("speaker_id_map", {}).items()}
    if str(wanted) in speakers:
        return speakers[str(wanted)]
    n_speakers = int(config.get("num_speakers", 1))
    if str(wanted).isdecimal() and int(wanted) < n_speakers:
        return int(wanted)
    hint = near_miss(str(wanted), speakers) if speakers else f"numbers from 0 to {n_speakers - 1}"
    raise VoiceError(f'this voice of Piper has no speaker "{wanted}"', hint=hint)
