"""A voice of Piper, which the package piper-tts has speak on this machine."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, Field

from audiosession.digests import digest_of
from audiosession.errors import Act, Remedy, VoiceError, near_miss
from audiosession.files.reading import TEXT_BYTES, read_at_most
from audiosession.json_text import read_json
from audiosession.machine.side_by_side import n_cores
from audiosession.voices.piper.found import (
    ADD_ONE,
    INSTALL,
    added_voices,
    find_model,
    is_installed,
    packaged,
    packaged_voices,
    voice_file_digest,
)
from audiosession.voices.settings import VoiceSettings, read_settings
from audiosession.voices.voice import EngineFacts

if TYPE_CHECKING:
    from audiosession.sound.segments import AudioSegment

_NOISE = 1
"""The way in which noise is made of a line."""
_OF_DAMAGE = (ArithmeticError, AttributeError, LookupError, OSError, RuntimeError, TypeError, ValueError)
"""What Piper raises beside its runtime where a file is no voice, is damaged, or gone."""


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
    words_per_minute: int = Field(default=140, ge=80, le=260)
    """About how many words a minute it speaks, if its own pace is known: that of `en_US-joe-medium` is, 208."""
    length_scale: float | None = Field(default=None, gt=0.2, le=5)
    """How long sounds last, whatever its words a minute: 1.2 is slower, 0.9 quicker than the voice's own pace."""
    noise_scale: float | None = Field(default=None, ge=0, le=2)
    """Liveliness of the sound, 0 to 2; the same line is the same sound each time in any case."""
    noise_w_scale: float | None = Field(default=None, ge=0, le=2)
    """Liveliness of lengths."""
    sentence_pause: int = Field(default=250, ge=0, le=2000)
    """Milliseconds between the sentences of one line; the voices themselves leave next to none."""
    carrier: str | None = Field(default=None, max_length=60)
    """Words said before a sentence of one short word and cut off again, since it is said more clearly within others;
    empty for none. `en_US-joe-medium` has "and now"; an added voice wants words of its language."""


@dataclass(frozen=True, kw_only=True)
class _Loaded:
    """A model that can speak: its session, what Piper has to know of it, and its inputs that want noise."""

    session: Any
    config: Any
    inputs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PiperVoice:
    """One voice of Piper, loaded when it speaks its first line."""

    name: str
    model: Path
    config: Mapping[str, Any]
    speaker: int | None
    settings: PiperSettings

    @property
    def at_a_time(self) -> int:
        """Two, where there are two cores: one thread works at a line, and a long one takes 300 MB meanwhile."""
        return min(2, n_cores())

    @property
    def borrows(self) -> str:
        own = self.config.get("phoneme_type", "espeak") == "espeak"
        return f"espeak:{self.config.get('espeak', {}).get('voice') or 'en-us'}" if own else ""

    def borrowed(self, said: str) -> str:
        """Return `said` with espeak-ng's phoneme names in ``[[ ]]`` as IPA, which Piper takes there.

        >>> _ipa("espeak:en-us", "pI2l'A:ti:z")
        'pɪlˈɑːɾiːz'
        """
        return re.sub(r"\[\[(.*?)\]\]", lambda found: f"[[ {_ipa(self.borrows, found[1].strip())} ]]", said)

    @property
    def credit(self) -> str:
        """Whose voice it is, as far as we know."""
        voice = packaged(self.model)
        return f"{voice.name}, a voice made by a computer: {voice.licence}" if voice else ""

    @property
    def language(self) -> str:
        tag = self.config.get("language", {}).get("code") or self.config.get("espeak", {}).get("voice") or "en"
        return str(tag).replace("_", "-")

    @property
    def address(self) -> str:
        told = self.settings
        chosen = f"{self.length_scale} {told.noise_scale} {told.noise_w_scale} {told.sentence_pause}"
        way = f"noise={_NOISE} speaker={self.speaker} {chosen} carrier={self.carrier}"
        return f"piper {version('piper-tts')} {self._digest} {way}"

    @property
    def length_scale(self) -> float | None:
        """How long its sounds last, in its own lengths; None where that is as its author would have it."""
        if self.settings.length_scale is not None:
            return self.settings.length_scale
        known = packaged(self.model)
        return None if known is None else round(known.length_scale(self.settings.words_per_minute), 2)

    @property
    def carrier(self) -> str:
        """The words before a short line; empty for none."""
        if self.settings.carrier is not None:
            return self.settings.carrier.strip()
        known = packaged(self.model)
        return known.carrier if known else ""

    @property
    def seconds_per_character(self) -> tuple[float, float]:
        scale = self.length_scale or 1.0
        return 0.02 * scale, 0.3 * scale

    @cached_property
    def _digest(self) -> str:
        described = json.dumps(self.config, sort_keys=True).encode()
        pinned = packaged(self.model)
        model = pinned.model if pinned else voice_file_digest(self.model)
        return digest_of(bytes.fromhex(model) + described)

    @cached_property
    def _lock(self) -> threading.Lock:
        return threading.Lock()

    @cached_property
    def _loaded(self) -> _Loaded:
        """Load the model.

        It is loaded without a plan of its memory for each length that a line has had: those took 50 MB, and next to no
        line is as long as another. One thread works at a line: two take 1.7 times as much of the processor for it.
        """
        import onnxruntime
        from piper import PiperConfig

        from audiosession.voices.piper.noise import without_chance  # numpy, for whoever has a line spoken

        options = onnxruntime.SessionOptions()
        options.enable_mem_pattern = False
        options.intra_op_num_threads = 1
        if (pinned := packaged(self.model)) and (trouble := pinned.trouble):
            raise VoiceError(trouble, hint=pinned.cure)
        with self._told():
            edited = without_chance(self.model.read_bytes())
            try:
                with TemporaryDirectory() as folder:  # given the bytes themselves, a session holds on to them
                    path = Path(folder) / "model.onnx"
                    path.write_bytes(edited.model)
                    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
            except OSError:  # there is no room for it
                session = onnxruntime.InferenceSession(edited.model, options, providers=["CPUExecutionProvider"])
            return _Loaded(session=session, config=PiperConfig.from_dict(dict(self.config)), inputs=edited.inputs)

    def _speaking(self, text: str) -> Any:
        """Return Piper's own voice for one line, with the noise of that line: whatever was spoken before it."""
        from piper import PiperVoice as Model

        from audiosession.voices.piper.noise import Noise, SeededSession

        with self._lock:
            loaded = self._loaded
        noise = Noise(f"{self.address}\0{text}")
        return Model(
            session=SeededSession(loaded.session, loaded.inputs, noise, _runtime_errors()), config=loaded.config
        )

    def rest(self) -> None:
        """Let go of the model: it takes more memory than all else while a class is mixed."""
        with self._lock:
            vars(self).pop("_loaded", None)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Tell what Piper and its runtime make of files that are no voice, or of one that is damaged."""
        broken: tuple[type[Exception], ...] = (*_runtime_errors(), *_OF_DAMAGE)
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
            length_scale=self.length_scale,
            noise_scale=chosen.noise_scale,
            noise_w_scale=chosen.noise_w_scale,
        )
        with self._told():
            model = self._speaking(text)
            sentences = [sound for part in _parts(text) for sound in self._sentences(model, part, wishes)]
        if not sum(map(len, sentences)):
            raise VoiceError(f"Piper finds nothing to speak in {text!r}", hint="give the line words")
        rate = int(self.config["audio"]["sample_rate"])
        rest = np.zeros(rate * chosen.sentence_pause // 1000, np.float32)
        spoken = [piece for sentence in sentences for piece in (rest, sentence)][1:]
        return to_segment(np.concatenate(spoken).astype(np.float32)[:, None], rate)

    def _sentences(self, model: Any, part: str, wishes: Any) -> Iterator[Any]:
        """Yield the sound of each sentence, with its highest peak at full scale."""
        import numpy as np

        for phonemes in filter(None, model.phonemize(part)):
            sound = self._carried(model, phonemes, wishes)
            if sound is None:
                sound = model.phoneme_ids_to_audio(model.phonemes_to_ids(phonemes), wishes)
            yield sound / max(1e-8, float(np.abs(sound).max(initial=0.0)))

    def _carried(self, model: Any, phonemes: list[str], wishes: Any) -> Any:
        """Return the sound of a sentence that is said behind other words; None where it is better said alone."""
        from audiosession.voices.piper.carrier import cut_out, is_short, said_before

        if not self.carrier or not is_short(phonemes):
            return None
        before = said_before([one for sentence in model.phonemize(self.carrier) for one in sentence])
        ids = model.phonemes_to_ids([*before, *phonemes])
        sound, lengths = model.phoneme_ids_to_audio(ids, wishes), model.session.lengths
        if lengths is None or len(lengths) != len(ids):
            return None
        n_before = len(model.phonemes_to_ids(before)) - 1  # without the mark of an end
        return cut_out(sound, lengths, n_before, int(self.config["audio"]["sample_rate"]))


def _runtime_errors() -> tuple[type[Exception], ...]:
    from onnxruntime.capi import onnxruntime_pybind11_state as runtime

    return tuple(kind for kind in vars(runtime).values() if isinstance(kind, type) and issubclass(kind, Exception))


def _parts(text: str) -> list[str]:
    """Return `text` in parts that Piper takes as sentences of their own: behind phonemes it hears no full stop.

    >>> _parts("From [[ pɪlˈɑːɾiːz ]]. Lie down.")
    ['From [[ pɪlˈɑːɾiːz. ]]', 'Lie down.']
    """
    inside = re.sub(r"\s*\]\]([.,;:!?]+)", r"\1 ]]", text)
    return re.split(r"(?<=[.!?] \]\])\s+", inside)


@cache
def _ipa(voice: str, names: str) -> str:
    """Return phonemes that `names` tells by espeak-ng's names for them, in the alphabet of the IPA."""
    from audiosession.voices.espeak import open_voice as open_espeak  # for words that the lexicon knows

    return open_espeak(voice.partition(":")[2], {}).phonemes(f"[[{names}]]")


def open_voice(argument: str, settings: Mapping[str, object]) -> PiperVoice:
    """Open ``piper:NAME``, or ``piper:PATH.onnx``; without either the first voice that there is.

    Its name tells the file's and never where that lies.

    Raises:
        VoiceError: Piper or the voice is not installed, its files are no voice, or a setting is wrong.
    """
    if not is_installed():
        raise VoiceError("Piper is not installed", hint=INSTALL)
    model = find_model(argument)
    config = _read_config(Path(f"{model}.json"))
    chosen = read_settings(PiperSettings, "piper", settings)
    return PiperVoice(
        name=f"piper:{model.stem}",
        model=model,
        config=config,
        speaker=_speaker(config, chosen.speaker),
        settings=chosen,
    )


def facts() -> EngineFacts:
    """Tell what there is to know of this engine."""
    added = added_voices()
    packaged_too = [voice for voice in packaged_voices() if voice.name not in added]
    names = sorted([*added, *(voice.name for voice in packaged_too)])
    damaged = next((voice for voice in packaged_too if voice.trouble), None)
    cure: str | Remedy = damaged.cure if damaged else "" if names else ADD_ONE
    licences = ", ".join(f"{voice.name}: {voice.licence}" for voice in packaged_too)
    return EngineFacts(
        summary=", ".join(["Piper: neural voices", *names]) + (f" ({damaged.trouble})" if damaged else ""),
        spec="piper:NAME or piper:PATH.onnx",
        privacy="the text stays on this machine",
        cost="free; each voice has a licence of its own" + (f" ({licences})" if licences else ""),
        languages=tuple(sorted({name.partition("-")[0].replace("_", "-") for name in names})),
        cure=cure if is_installed() else INSTALL,
    )


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
