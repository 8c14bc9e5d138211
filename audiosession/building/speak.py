"""Choose the voice of a class and have every line spoken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from audiosession.building.gather import Inputs
from audiosession.errors import Act, Fault, FaultsError, Remedy
from audiosession.progress import Progress, Watcher, unwatched
from audiosession.project.project import Project
from audiosession.project.stores import take_store
from audiosession.units import Ms
from audiosession.voices.recorded import RecordedVoice
from audiosession.voices.registry import Choose, choose_voice
from audiosession.voices.speaking import takes_for
from audiosession.voices.store import Take, TakeStore
from audiosession.voices.tempo import PacedVoice
from audiosession.voices.voice import BorrowingVoice, CreditedVoice, NotingVoice, Voice
from audiosession.writing.lexicon import Lexicon
from audiosession.writing.values import USUAL_WORDS_PER_MINUTE

_MS_PER_LETTER = 75.0
"""How long a letter takes at the usual tempo, where no line was ever spoken by a voice."""
_LETTERS_A_LINE = 3
"""How many letters more a line lasts than it has: the first and the last of it are drawn out."""


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """The takes of a class, by line.

    All are in one voice, unless the user let a second one fill what is not recorded; `name` tells both, and `credit`
    whose they are, as far as they tell. `note` says why this voice, where it chose itself, and what was filled.
    """

    voice: Voice
    name: str
    credit: str = ""
    note: str
    takes: Mapping[str, Take]
    store: TakeStore


class Speaker:
    """One class's voice: chosen once, and asked for each line once."""

    def __init__(self, project: Project, inputs: Inputs, watch: Watcher, choose: Choose = choose_voice) -> None:
        self.voice, self.note = choose(inputs.voice, inputs.voices, inputs.language, inputs.tempo)
        self.store = take_store(project)
        self._project = project
        self._inputs = inputs
        self._choose = choose
        self._lexicon = inputs.lexicon.read()
        self._watch = watch
        self._takes: dict[str, Take] = {}
        self._fill: Voice | None = None

    def speak(self, lines: Sequence[str]) -> Spoken:
        """Return the takes of `lines`, and of all that were spoken before.

        Raises:
            VoiceError: The voice could not speak a line.
            FaultsError: Lines are not recorded, and no voice was named to fill them.
        """
        wanted = [line for line in lines if line not in self._takes]
        lacking = self.voice.lacks(wanted) if isinstance(self.voice, RecordedVoice) else []
        own = [line for line in wanted if line not in set(lacking)]
        self._ask(self.voice, own, before=len(lines) - len(wanted), total=len(lines))
        if lacking and isinstance(self.voice, RecordedVoice):
            self._fill = self._fill or self._filling(self.voice, lacking)
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
        return Spoken(
            voice=self.voice,
            name="+".join(voice.name for voice in voices),
            credit="; ".join(voice.credit for voice in voices if isinstance(voice, CreditedVoice) and voice.credit),
            note=self.note,
            takes=dict(self._takes),
            store=self.store,
        )

    def estimate(self, lines: Sequence[str]) -> tuple[dict[str, Ms], int]:
        """Return how long each line lasts without asking for any, and how many of these lengths are guesses."""
        return estimate(lines, self.voice, self.store, self._lexicon)

    def listener(self) -> Speaker:
        """Return another one of the same voice, which nobody watches, to find out what this one has spoken."""
        return Speaker(self._project, self._inputs, unwatched, lambda *asked: (self.voice, self.note))

    def glance(self, lines: Sequence[str]) -> None:
        """Take those of `lines` for spoken that are in the store, unread: for a class that nobody is to hear."""
        self._takes |= _looked_up(lines, self.voice, self._lexicon, self.store.glance)

    def missing(self, lines: Sequence[str]) -> list[str]:
        """Return those of `lines` that were never spoken by the voice; the takes of the others are found for it."""
        unknown = [line for line in lines if line not in self._takes]
        self._takes |= _looked_up(unknown, self.voice, self._lexicon, self.store.find)
        return [line for line in lines if line not in self._takes]

    def _filling(self, voice: RecordedVoice, lacking: Sequence[str]) -> Voice:
        spec = self._inputs.choices.fill or voice.settings.fill
        if spec:
            filling, _ = self._choose(spec, self._inputs.voices, self._inputs.language, self._inputs.tempo)
            return filling
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
        self._takes |= takes_for(
            voice,
            lines,
            self.store,
            lambda done, _: self._watch(Progress(stage="speaking", done=before + done, total=total)),
            respell=respelling(self._lexicon, voice),
        )


def estimate(lines: Sequence[str], voice: Voice, store: TakeStore, lexicon: Lexicon) -> tuple[dict[str, Ms], int]:
    """Return how long each line lasts in `voice` without asking for any, and how many of these lengths are guesses.

    A line that was never spoken is guessed from its letters at the pace of those that were.
    """
    known = {line: take.duration for line, take in _looked_up(lines, voice, lexicon, store.glance).items()}
    letters = sum(len(line) + _LETTERS_A_LINE for line in known)
    a_letter = sum(known.values()) / letters if letters else _MS_PER_LETTER * _slower(voice)
    guessed = {line: Ms(round((len(line) + _LETTERS_A_LINE) * a_letter)) for line in lines if line not in known}
    return {**known, **guessed}, len(guessed)


def _slower(voice: Voice) -> float:
    """Return how much longer `voice` takes for a line than one at the usual tempo."""
    asked = voice.words_per_minute if isinstance(voice, PacedVoice) else None
    return USUAL_WORDS_PER_MINUTE / asked if asked else 1.0


def _looked_up(
    lines: Iterable[str], voice: Voice, lexicon: Lexicon, look: Callable[..., Take | None]
) -> dict[str, Take]:
    """Return the takes of those of `lines` that `look` finds, which is `find` or `glance` of a store."""
    respell, address, noted = respelling(lexicon, voice), voice.address, isinstance(voice, NotingVoice)
    found = {line: look(text=line, spoken=respell(line), address=address, noted=noted) for line in lines}
    return {line: take for line, take in found.items() if take is not None}


def respelling(lexicon: Lexicon, voice: Voice) -> Callable[[str], str]:
    """Return what gives each line to `voice` as the lexicon has it; recordings are found by the line itself."""
    if isinstance(voice, RecordedVoice):
        return lambda line: line
    if isinstance(voice, BorrowingVoice) and voice.borrows:
        return lexicon.respelling(voice.name, voice.borrows, voice.borrowed)
    return lexicon.respelling(voice.name)
