"""Choose the voice of a class and have every line spoken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from audiosession.building.cast import Cast
from audiosession.building.gather import Inputs
from audiosession.errors import Act, Fault, FaultsError, Remedy, VoiceError
from audiosession.progress import Progress, Watcher, unwatched
from audiosession.project.project import Project
from audiosession.project.stores import take_store
from audiosession.units import Ms
from audiosession.voices.chosen.another import OwnRecording
from audiosession.voices.chosen.rows import ChosenTake, ChosenTakes
from audiosession.voices.languages import speaks
from audiosession.voices.recorded import RecordedVoice
from audiosession.voices.registry import Choose, choose_voice
from audiosession.voices.speaking import takes_for
from audiosession.voices.store import Take, TakeStore, take_digest
from audiosession.voices.tempos.tempo import PacedVoice
from audiosession.voices.voice import CreditedVoice, NotingVoice, Voice
from audiosession.writing.values import USUAL_WORDS_PER_MINUTE

_MS_PER_LETTER = 75.0
"""How long a letter takes at the usual tempo, where no line was ever spoken by a voice."""
_LETTERS_A_LINE = 3
"""How many letters more a line lasts than it has: the first and the last of it are drawn out."""


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """The takes of a class, by line.

    All are in one voice, unless the user let another one fill what is not recorded; `name` tells both. `second` says
    counts, call-outs and lines of its own, if there is one; `credit` tells whose all of them are, as far as they tell.
    `note` says why this voice, where it chose itself, and what was filled. `otherwise` are the lines of which another
    take was chosen, or a recording.
    """

    voice: Voice
    name: str
    credit: str = ""
    note: str
    takes: Mapping[str, Take]
    store: TakeStore
    otherwise: Mapping[str, ChosenTake] = field(default_factory=dict)
    second: Voice | None = None

    @property
    def recording_notes(self) -> tuple[tuple[Path, str], ...]:
        """What a person should know of recordings that are heard: the folder of each, and what it is."""
        found: list[tuple[Path, str]] = []
        for line, take in self.takes.items():
            way = self.otherwise[line].way if line in self.otherwise else None
            folder = way.parent if isinstance(way, Path) else getattr(self.voice, "folder", None)
            found += [(folder, note) for note in take.notes if folder is not None]
        return tuple(dict.fromkeys(found))


class Speaker:
    """One class's voice: chosen once, and asked for each line once; `store` is the project's where none is given."""

    def __init__(
        self,
        project: Project,
        inputs: Inputs,
        watch: Watcher,
        choose: Choose = choose_voice,
        store: TakeStore | None = None,
    ) -> None:
        self.store = store or take_store(project)
        self._project = project
        self._inputs = inputs
        self._choose = choose
        self.voice, self.note = self._open(inputs.voice)
        second = self._open(inputs.count_voice)[0] if inputs.count_voice else None
        self.cast = Cast(chosen=inputs.takes, lexicon=inputs.lexicon.read(), second=second)
        self._watch = watch
        self._takes: dict[str, Take] = {}
        self._fill: Voice | None = None
        self._filled: set[str] = set()

    def _open(self, spec: str) -> tuple[Voice, str]:
        """Open the voice that `spec` names, and say why it is the one, in one line.

        Raises:
            VoiceError: It can't be had, or speaks another language than the class is in, and nobody said that it may.
        """
        inputs = self._inputs
        voice, why = self._choose(spec, inputs.voices, inputs.language, inputs.tempo)
        if not inputs.choices.any_voice and not speaks(voice.language, inputs.language):
            message = f'{voice.name} speaks "{voice.language}", and the class is in "{inputs.language}"'
            raise VoiceError(message, remedy=Remedy(act=Act.ANY_VOICE))
        return voice, why

    def speak(self, lines: Sequence[str]) -> Spoken:
        """Return the takes of `lines`, and of all that were spoken before.

        Raises:
            VoiceError: The voice could not speak a line.
            FaultsError: Lines are not recorded, and no voice was named to fill them.
        """
        wanted = [line for line in lines if line not in self._takes]
        lacking = self._lacking(wanted)
        own = [line for line in wanted if line not in set(lacking)]
        self._ask(self.voice, own, before=len(lines) - len(wanted), total=len(lines))
        if lacking and isinstance(self.voice, RecordedVoice):
            self._fill = self._fill or self._filling(self.voice, lacking)
            self._filled.update(lacking)
            self._ask(self._fill, lacking, before=len(lines) - len(lacking), total=len(lines))
            self.note = (
                f"voice: {self.voice.name}; {len(lacking)} of {len(lines)} lines are not recorded, "
                f"{self._fill.name} speaks them"
            )
        return self.spoken

    @property
    def spoken(self) -> Spoken:
        """The takes of all lines that were spoken or found so far."""
        voices = [self.voice, self._fill] if self._fill else [self.voice]
        all_voices = [*voices, self.cast.second] if self.cast.second else voices
        credits = [voice.credit for voice in all_voices if isinstance(voice, CreditedVoice) and voice.credit]
        return Spoken(
            voice=self.voice,
            name="+".join(voice.name for voice in voices),
            credit="; ".join(dict.fromkeys(credits)),
            note=self.note,
            takes=dict(self._takes),
            store=self.store,
            otherwise=self._otherwise(),
            second=self.cast.second,
        )

    @property
    def voices(self) -> tuple[Voice, ...]:
        """All that may say something."""
        return tuple(voice for voice in (self.voice, self.cast.second, self._fill) if voice is not None)

    def _otherwise(self) -> dict[str, ChosenTake]:
        found = self.cast.otherwise([line for line in self._takes if line not in self._filled], self.voice)
        return found | (self.cast.otherwise(self._filled, self._fill) if self._fill else {})

    def estimate(self, lines: Sequence[str]) -> Estimate:
        """Return how long each line lasts without asking for any; see `estimate`."""
        return estimate(lines, self.voice, self.store, self.cast)

    def digests(self, lines: Iterable[str]) -> dict[str, str]:
        """Return the name in the store that the take of each line has, or will have once it is spoken."""
        return {
            line: take_digest(spoken=role.respell(text), address=role.voice.address)
            for role in self.cast.roles(lines, self.voice)
            for line, text in role.lines.items()
        }

    def listener(self) -> Speaker:
        """Return another one of the same voice, which nobody watches, to find out what this one has spoken."""
        return self.watched(unwatched)

    def watched(self, watch: Watcher) -> Speaker:
        """Return another one of the same voice, which tells `watch` how many lines are spoken."""
        return self._again(self._inputs, watch)

    def with_takes(self, takes: ChosenTakes) -> Speaker:
        """Return another one of the same voice, which nobody watches, where these takes are chosen."""
        return self._again(replace(self._inputs, takes=takes), unwatched)

    def _again(self, inputs: Inputs, watch: Watcher) -> Speaker:
        second = self.cast.second

        def known(spec: str, *others: object) -> tuple[Voice, str]:
            return (second, "") if second is not None and spec == self._inputs.count_voice else (self.voice, self.note)

        return Speaker(self._project, inputs, watch, known)

    def who_says(self, line: str) -> Voice:
        """Return the voice that says `line`: one of the class's two, or the one that fills what nobody recorded.

        Raises:
            FaultsError: The line is not recorded, and no voice was named to fill it.
        """
        if isinstance(self.voice, RecordedVoice) and self._lacking([line]):
            return self._filling(self.voice, [line])
        return self.cast.who_says(line, self.voice)

    def glance(self, lines: Sequence[str]) -> None:
        """Take those of `lines` for spoken that are in the store, unread: for a class that nobody is to hear."""
        self._takes |= _looked_up(lines, self.voice, self.cast, self.store.glance)

    def missing(self, lines: Sequence[str]) -> list[str]:
        """Return those of `lines` that were never spoken by the voice; the takes of the others are found for it."""
        unknown = [line for line in lines if line not in self._takes]
        self._takes |= _looked_up(unknown, self.voice, self.cast, self.store.find)
        return [line for line in lines if line not in self._takes]

    def _lacking(self, lines: Sequence[str]) -> list[str]:
        """Return those of `lines` that the instructor's own voice would say, and nobody recorded."""
        if not isinstance(self.voice, RecordedVoice):
            return []
        own = [line for line in lines if self.cast.who_says(line, self.voice) is self.voice]
        return self.voice.lacks(line for line in own if not self.cast.is_recorded(line, self.voice))

    def _filling(self, voice: RecordedVoice, lacking: Sequence[str]) -> Voice:
        spec = self._inputs.choices.fill or voice.settings.fill
        if spec:
            return self._open(spec)[0]
        files = {row.text: row.file for row in voice.rows.values()}
        raise FaultsError(
            Fault(
                path=voice.folder,
                message=f"“{line}” is not recorded" + (f" ({files[line]})" if line in files else ""),
                remedy=Remedy(act=Act.FILL, to="espeak") if line == lacking[-1] else None,
            )
            for line in lacking
        )

    def _ask(self, voice: Voice, lines: Sequence[str], *, before: int, total: int) -> None:
        for role in self.cast.roles(lines, voice):
            ready = before + sum(line in self._takes for line in lines)
            try:
                takes = takes_for(
                    role.voice,
                    role.lines.values(),
                    self.store,
                    self._telling(ready, total),
                    respell=role.respell,
                )
            except VoiceError as error:
                raise error.at(role.voice.path) if isinstance(role.voice, OwnRecording) else error from None
            self._takes |= {line: takes[text] for line, text in role.lines.items()}

    def _telling(self, ready: int, total: int) -> Callable[[int, int], None]:
        return lambda done, _: self._watch(Progress(stage="speaking", done=ready + done, total=total))


class Estimate(NamedTuple):
    """How long each line lasts, and those of which that is a guess."""

    lengths: dict[str, Ms]
    guessed: frozenset[str]


def estimate(lines: Sequence[str], voice: Voice, store: TakeStore, cast: Cast) -> Estimate:
    """Return how long each line lasts in `voice` without asking for any.

    A line that was never spoken is guessed from its letters at the pace of those that were. Recordings are heard.
    """
    takes = _looked_up(lines, voice, cast, store.glance)
    for role in cast.roles([line for line in lines if line not in takes and cast.is_recorded(line, voice)], voice):
        heard = takes_for(role.voice, role.lines.values(), store)
        takes |= {line: heard[text] for line, text in role.lines.items()}
    known = {line: take.duration for line, take in takes.items()}
    letters = sum(len(line) + _LETTERS_A_LINE for line in known)
    a_letter = sum(known.values()) / letters if letters else _MS_PER_LETTER * _slower(voice)
    others = {line: _guessed(line, a_letter) for line in lines if line not in known}
    return Estimate({**known, **others}, frozenset(others))


def guessed(line: str, words_per_minute: int = USUAL_WORDS_PER_MINUTE) -> Ms:
    """Return about how long `line` lasts in a voice that nobody has heard yet, at a tempo."""
    return _guessed(line, _MS_PER_LETTER * USUAL_WORDS_PER_MINUTE / words_per_minute)


def _guessed(line: str, a_letter: float) -> Ms:
    return Ms(round((len(line) + _LETTERS_A_LINE) * a_letter))


def _slower(voice: Voice) -> float:
    """Return how much longer `voice` takes for a line than one at the usual tempo."""
    asked = voice.words_per_minute if isinstance(voice, PacedVoice) else None
    return USUAL_WORDS_PER_MINUTE / asked if asked else 1.0


def _looked_up(lines: Iterable[str], voice: Voice, cast: Cast, look: Callable[..., Take | None]) -> dict[str, Take]:
    """Return the takes of those of `lines` that `look` finds, which is `find` or `glance` of a store."""
    found: dict[str, Take] = {}
    for role in cast.roles(lines, voice):
        address, noted = role.voice.address, isinstance(role.voice, NotingVoice)
        for line, text in role.lines.items():
            take = look(text=text, spoken=role.respell(text), address=address, noted=noted)
            if take is not None:
                found[line] = take
    return found
