"""A voice of Piper, which the package piper-tts has speak on this machine."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiosession.digests import digest_of
from audiosession.errors import Act, Remedy, VoiceError
from audiosession.machine.side_by_side import n_cores
from audiosession.voices.piper.described import read_config, speaker_number
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
from audiosession.voices.piper.settings import PiperSettings
from audiosession.voices.settings import read_settings
from audiosession.voices.tempos.tempo import ANY_TEMPO, Aim
from audiosession.voices.voice import EngineFacts, ReadyVoice

if TYPE_CHECKING:
    from audiosession.sound.segments import AudioSegment
    from audiosession.voices.piper.loaded import Loaded

_NOISE = 1
"""The way in which noise is made of a line."""
_OF_DAMAGE = (ArithmeticError, AttributeError, LookupError, OSError, RuntimeError, TypeError, ValueError)
"""What Piper raises beside its runtime where a file is no voice, is damaged, or gone."""


class _Shared:
    """What a voice shares with those that differ from it in tempo alone: the model, loaded once and let go of once."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.loaded: Loaded | None = None


@dataclass(frozen=True, kw_only=True)
class PiperVoice:
    """One voice of Piper, loaded when it speaks its first line."""

    name: str
    model: Path
    config: Mapping[str, Any]
    speaker: int | None
    settings: PiperSettings
    aim: Aim = field(default_factory=Aim)
    _shared: _Shared = field(default_factory=_Shared, repr=False, compare=False)

    @property
    def at_a_time(self) -> int:
        """Two, where there are two cores: one thread works at a line, and each takes memory meanwhile."""
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
        return f"{voice.name} ({voice.licence})" if voice else ""

    @property
    def language(self) -> str:
        tag = self.config.get("language", {}).get("code") or self.config.get("espeak", {}).get("voice") or "en"
        return str(tag).replace("_", "-")

    @property
    def address(self) -> str:
        told = self.settings
        pace = self.aim.address if self.measured_by else self.length_scale
        chosen = f"{pace} {told.noise_scale} {told.noise_w_scale} {told.sentence_pause}"
        way = f"noise={_NOISE} speaker={self.speaker} {chosen} carrier={self.carrier}"
        return f"piper {version('piper-tts')} {self._digest} {way}"

    @property
    def length_scale(self) -> float | None:
        """How long its sounds last, in its own lengths; None where that is as its author would have it."""
        if self.settings.length_scale is not None:
            return self.settings.length_scale
        known = packaged(self.model)
        return None if known is None else round(known.length_scale(self.aim.words_per_minute), 2)

    @property
    def words_per_minute(self) -> int | None:
        """What it is to speak; None where its length scale is set."""
        return self.aim.words_per_minute if self.settings.length_scale is None else None

    @property
    def measured_by(self) -> tuple[str, ...]:
        """The lines of its aim where its own tempo is not known: that of a package's is, with usual rests."""
        chosen, usual = self.settings, PiperSettings()
        as_usual = (chosen.sentence_pause, chosen.noise_w_scale) == (usual.sentence_pause, usual.noise_w_scale)
        known = as_usual and packaged(self.model) is not None
        return () if chosen.length_scale is not None or known else self.aim.lines

    def aimed(self, aim: Aim) -> PiperVoice:
        """Return it speaking at the tempo of `aim`, unless its length scale is set."""
        return replace(self, aim=aim)

    def at_scale(self, scale: float) -> PiperVoice:
        """Return it speaking so that its sounds last `scale` times as long as its own; the model is loaded once."""
        return replace(self, settings=self.settings.model_copy(update={"length_scale": scale}))

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

    @property
    def _loaded(self) -> Loaded:
        """The model, which is loaded where it is not."""
        self._shared.loaded = self._shared.loaded or self._load()
        return self._shared.loaded

    def _load(self) -> Loaded:
        from audiosession.voices.piper.loaded import load  # numpy and a runtime, for whoever has a line spoken

        if (pinned := packaged(self.model)) and (trouble := pinned.trouble):
            raise VoiceError(trouble, hint=pinned.cure)
        with self._told():
            return load(self.model, self.config)

    def _speaking(self, text: str, number: int) -> Any:
        """Return Piper's own voice for a take of one line, with the noise of that: whatever was spoken before it."""
        from piper import PiperVoice as Model

        from audiosession.voices.piper.noise import Noise, SeededSession

        with self._shared.lock:
            loaded = self._loaded
        noise = Noise(f"{self.address}\0{text}" + (f"\0take {number}" if number > 1 else ""))
        return Model(
            session=SeededSession(loaded.session, loaded.inputs, noise, _runtime_errors()), config=loaded.config
        )

    def rest(self) -> None:
        """Let go of the model: it takes more memory than all else while a class is mixed."""
        with self._shared.lock:
            self._shared.loaded = None

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
        return self.speak_take(text, 1)

    def speak_take(self, text: str, number: int) -> AudioSegment:
        """Return a take of `text`: each has noise of its own, so that its lengths and its melody are others."""
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
            model = self._speaking(text, number)
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
    config = read_config(Path(f"{model}.json"))
    chosen = read_settings(PiperSettings, "piper", settings)
    return PiperVoice(
        name=f"piper:{model.stem}",
        model=model,
        config=config,
        speaker=speaker_number(config, chosen.speaker),
        settings=chosen,
        aim=ANY_TEMPO.aim(settings),
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
        languages=tuple(sorted({_language(name) for name in names})),
        pace="length_scale",
        cure=cure if is_installed() else INSTALL,
        voices=tuple(ReadyVoice(spec=f"piper:{name}", language=_language(name)) for name in names),
    )


def _language(name: str) -> str:
    """Return the language that a voice says in its name: of ``de_DE-thorsten-medium``, ``de-DE``."""
    return name.partition("-")[0].replace("_", "-")
