"""Voices: the engines, a line to hear, a voice to add, and the cache of what was spoken."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from audiosession.building.cast import respelling
from audiosession.codecs.wav import write_wav
from audiosession.errors import AudioSessionError
from audiosession.files.whole import write_whole
from audiosession.naming import file_slug
from audiosession.progress import Progress, Teller, Watcher, untold, unwatched
from audiosession.project.languages import tempo_of
from audiosession.project.library import project_lexicon
from audiosession.project.project import Project
from audiosession.project.settings import read_defaults, usual_speech, voice_settings
from audiosession.project.stores import take_store
from audiosession.project.telling import told_voice
from audiosession.sound.segments import to_samples
from audiosession.spelling import composed
from audiosession.studio.glances.ready_voices import sample_line
from audiosession.units import Ms
from audiosession.voices.registry import choose_voice, engine_facts, open_voice
from audiosession.voices.speaking import takes_for
from audiosession.voices.store import TakeStore
from audiosession.voices.tempos.heard import HeardTempo, heard_tempos
from audiosession.voices.tempos.tempo import ANY_TEMPO, Tempo
from audiosession.voices.voice import EngineFacts
from audiosession.writing.choices import choose
from audiosession.writing.wanted import Wanted
from audiosession.writing.words.tags import read_language_tag

if TYPE_CHECKING:
    from audiosession.studio.retaking import LineTakes, ToRetake

SAMPLE_LINE = "Breathe in, and grow long. Breathe out, and kick your left heel, two short pulses."


@dataclass(frozen=True, kw_only=True)
class Engine:
    """An engine of voices, what its author tells of it, and how fast it speaks.

    `words_per_minute` is what its voices are to speak where neither a class nor its exercises say so, None where their
    tempo can't be set, or `pace`, a setting in a measure of their own, sets it. `heard` is how fast those were heard to
    speak that have spoken enough.
    """

    name: str
    facts: EngineFacts
    words_per_minute: int | None = None
    pace: float | None = None
    heard: tuple[HeardTempo, ...] = ()

    @property
    def is_ready(self) -> bool:
        """Whether it can be used as it is."""
        return not self.facts.cure


@dataclass(frozen=True, kw_only=True)
class Tried:
    """A line that was spoken to a file; `note` says why by this voice, where it chose itself."""

    voice: str
    note: str
    path: Path
    duration: Ms


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A line that was spoken to be heard at once, as a WAV; see `Tried`."""

    voice: str
    note: str
    sound: bytes = field(repr=False)
    duration: Ms


@dataclass(frozen=True, kw_only=True)
class AddedVoice:
    """A voice that was downloaded: the spec to build with, and its model."""

    spec: str
    path: Path


@dataclass(frozen=True, kw_only=True)
class TakeCache:
    """The cache of spoken lines: how many it holds, and how many were just removed."""

    folder: Path
    n_takes: int
    n_bytes: int
    n_removed: int = 0
    removed_bytes: int = 0


@dataclass(frozen=True)
class Voices:
    """What can be done with voices in a project."""

    project: Project

    def engines(self) -> tuple[Engine, ...]:
        """Return every engine that an installed package offers."""
        settings: Mapping[str, object] = {}
        tempo, heard = ANY_TEMPO, tuple[HeardTempo, ...]()
        with suppress(AudioSessionError):  # whoever builds is told what is wrong with show.toml, or with a language
            settings = voice_settings(self.project)
            tempo = tempo_of(self.project, usual_speech(self.project))
        with suppress(AudioSessionError):  # whoever speaks is told what is wrong with the cache
            heard = heard_tempos(self._store())
        return tuple(
            _engine(self.project, name, facts, settings.get(name), tempo, heard)
            for name, facts in engine_facts().items()
        )

    def try_(self, spec: str, text: str | None = None, output: Path | None = None) -> Tried:
        """Speak a line, as the lexicon has it, to a WAV at the loudness of a class.

        Args:
            spec: The voice.
            text: What it says; by default a line of a class.
            output: The file to write; by default one named after the voice, in the working folder.

        Raises:
            AudioSessionError: The voice can't be had or can't speak, or the file can't be written.
        """
        made = self.sample(spec, SAMPLE_LINE if text is None else text)
        path = output or Path(f"{file_slug(made.voice)}.wav")
        write_whole(path, made.sound)
        return Tried(voice=made.voice, note=made.note, path=path, duration=made.duration)

    def sample(self, spec: str, text: str = "", language: str | None = None) -> Sample:
        """Return a line as a voice says it, as the lexicon has it, at the loudness of a class.

        Args:
            spec: The voice.
            text: What it says; by default a line of a class in `language`.
            language: That of the line, where `spec` names none; the project's own by default.

        Raises:
            AudioSessionError: The voice can't be had or can't speak, or nobody has written a line to try.
        """
        usual = usual_speech(self.project)
        usual = usual if language is None else usual.model_copy(update={"language": read_language_tag(language)})
        line = composed(text) or sample_line(self.project, usual.language) or SAMPLE_LINE
        voice, note = choose_voice(
            composed(spec), voice_settings(self.project), usual.language, tempo_of(self.project, usual)
        )
        store = self._store()
        take = takes_for(voice, [line], store, respell=respelling(project_lexicon(self.project), voice))[line]
        sound = io.BytesIO()
        write_wav(sound, [to_samples(store.load(take))], channels=1)
        return Sample(voice=voice.name, note=note, sound=sound.getvalue(), duration=take.duration)

    def refuse_unready(self, spec: str) -> None:
        """Refuse a voice that can't be had as things stand; nothing is spoken, and no host is asked.

        Raises:
            VoiceError: It can't.
        """
        if spec != "auto":
            open_voice(composed(spec), voice_settings(self.project))

    def takes(
        self, name: str, line: str, output: Path | None = None, *, tell: Teller = untold, **wanted: Unpack[Wanted]
    ) -> LineTakes:
        """Return what there is of a line of a class: its takes, and which of them is heard.

        Args:
            name: The class, as `audiosession.studio.studio.Studio.build` has it.
            line: The line, or a part of it that no other line holds.
            output: The WAV to write of the take that is heard, if any.
            tell: Told which voice speaks, where it chose itself.
            wanted: The choices, as for a build.

        Raises:
            AudioSessionError: There is no such line, or its voice can't be had.
        """
        return self._line(name, line, output, tell, **wanted).told(output)

    def retake(
        self, name: str, line: str, output: Path | None = None, *, tell: Teller = untold, **wanted: Unpack[Wanted]
    ) -> LineTakes:
        """Speak another take of a line, which is the one that is heard from now on; see `takes`.

        Raises:
            VoiceError: The voice says a line in the same way each time, or can't speak it.
        """
        one = self._line(name, line, output, tell, **wanted)
        number = one.another()
        return replace(one.told(output), new=number)

    def choose_take(
        self,
        name: str,
        line: str,
        take: int | Path,
        output: Path | None = None,
        *,
        tell: Teller = untold,
        **wanted: Unpack[Wanted],
    ) -> LineTakes:
        """Have the `take` of that number, or that recording, heard of a line from now on; see `takes`.

        Raises:
            AudioSessionError: The voice has no such take, or the recording can't be heard.
        """
        one = self._line(name, line, output, tell, **wanted)
        if isinstance(take, int):
            one.choose(take)
        else:
            one.record(take)
        return one.told(output)

    def _line(self, name: str, line: str, output: Path | None, tell: Teller, **wanted: Unpack[Wanted]) -> ToRetake:
        from audiosession.building.gather import gather
        from audiosession.studio.retaking import open_line

        inputs = gather(self.project, name, choose(read_defaults(self.project), **wanted))
        return open_line(self.project, inputs, line, output, tell)

    def add(self, name: str, watch: Watcher = unwatched) -> AddedVoice:
        """Download the voice `name` of Piper; it speaks offline afterwards.

        Raises:
            VoiceError: Piper is missing, there is no such voice, or what came is not what was promised.
            OutputError: The folder of voices can't be written.
        """
        from audiosession.voices.piper.download import add_voice
        from audiosession.voices.piper.found import voices_folder

        def report(done: int, total: int) -> None:
            watch(Progress(stage="downloading", done=done, total=total, item=name))

        path = add_voice(name, voices_folder(), report)
        return AddedVoice(spec=f"piper:{name}", path=path)

    def cache(self) -> TakeCache:
        """Return what the cache of spoken lines holds."""
        kept = self._store().takes()
        return TakeCache(folder=self._store().folder, n_takes=len(kept), n_bytes=sum(take.size for take in kept))

    def prune_cache(self, limit: int | None = None) -> TakeCache:
        """Remove spoken lines, oldest use first, until at most `limit` bytes are left; return what is.

        Without `limit`, as many are left as the cache keeps by itself.
        """
        removed = self._store().prune(limit)
        return replace(self.cache(), n_removed=len(removed), removed_bytes=sum(take.size for take in removed))

    def _store(self) -> TakeStore:
        return take_store(self.project)


def _engine(
    project: Project,
    name: str,
    facts: EngineFacts,
    settings: object,
    tempo: Tempo,
    heard: Iterable[HeardTempo],
) -> Engine:
    own = settings.get(facts.pace) if isinstance(settings, Mapping) and facts.pace else None
    pace = own if isinstance(own, int | float) else None
    return Engine(
        name=name,
        facts=facts,
        words_per_minute=tempo.aim(settings).words_per_minute if facts.pace and pace is None else None,
        pace=pace,
        heard=tuple(
            one.model_copy(update={"voice": told_voice(project, one.voice)})
            for one in heard
            if one.voice.partition(":")[0] == name
        ),
    )
