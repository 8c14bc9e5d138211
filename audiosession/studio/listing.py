"""What there is to build with and to hear, as rows for people and machines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from audiosession.errors import NotFoundError, near_miss
from audiosession.project.beds import FoundBed, beds
from audiosession.project.project import Project
from audiosession.project.reading.definitions import read_class, read_exercise, read_shown
from audiosession.project.sounds.found import FoundSound, sounds
from audiosession.writing.values import PACES

if TYPE_CHECKING:
    from audiosession.publishing.decide import KnownEpisode
    from audiosession.studio.translating.languages import LanguageRow


@dataclass(frozen=True, kw_only=True)
class ListRow:
    """One of what is listed: the name to ask for it by, and what it is, in a line."""

    name: str
    summary: str


@dataclass(frozen=True, kw_only=True)
class ExerciseRow(ListRow):
    """An exercise, with the least, the usual and the most reps, what it works and what the spine does.

    `forms` are the levels that it has forms for, its own among them, the easiest first.
    """

    title: str
    position: str
    level: str
    reps: int
    min_reps: int
    max_reps: int
    warm_ups: tuple[str, ...]
    focus: tuple[str, ...]
    spine: str | None
    forms: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ClassRow(ListRow):
    """A class, with its exercises by name."""

    title: str
    description: str
    exercises: tuple[str, ...]
    season: int | None


@dataclass(frozen=True, kw_only=True)
class MusicRow(ListRow):
    """A bed; `path` is None where no music is meant."""

    title: str
    path: Path | None = None
    licence: str = ""
    tempo_bpm: float | None = None


@dataclass(frozen=True, kw_only=True)
class SoundRow(ListRow):
    """A bell or another sound."""

    title: str
    path: Path
    licence: str = ""


@dataclass(frozen=True, kw_only=True)
class PaceRow(ListRow):
    """A pace that has a name."""

    seconds_per_count: float


@dataclass(frozen=True, kw_only=True)
class EpisodeRow(ListRow):
    """An episode, published, scheduled or decided; one that is only built has neither GUID nor date."""

    title: str
    state: str
    date: str | None
    is_built: bool
    guid: str | None = None
    season: int | None = None
    number: int | None = None
    kind: str | None = None


@dataclass(frozen=True)
class Lists:
    """All lists of a project."""

    project: Project

    def of(self, kind: str) -> Sequence[ListRow]:
        """Return what there is of `kind`, one of `audiosession.studio.offers.LISTS`.

        Raises:
            NotFoundError: There is no such list.
            DefinitionError: A definition is at fault.
        """
        lists: Mapping[str, Callable[[], Sequence[ListRow]]] = {
            "exercises": self.exercises,
            "classes": self.classes,
            "languages": self.languages,
            "voices": self.voices,
            "music": self.music,
            "sounds": self.sounds,
            "paces": self.paces,
            "episodes": self.episodes,
        }
        if kind not in lists:
            raise NotFoundError(f'there are no "{kind}" to list', hint=near_miss(kind, lists))
        return lists[kind]()

    def exercises(self) -> tuple[ExerciseRow, ...]:
        """Return the project's exercises and those of the starter content."""
        return tuple(_exercise(self.project, name) for name in self.project.names("exercises"))

    def classes(self) -> tuple[ClassRow, ...]:
        """Return the project's classes and those of the starter content."""
        return tuple(_class(self.project, name) for name in self.project.names("classes"))

    def languages(self) -> tuple[LanguageRow, ...]:
        """Return all languages, with how much of each is written, and who speaks it."""
        from audiosession.studio.translating.languages import languages

        return languages(self.project)

    def music(self) -> tuple[MusicRow, ...]:
        """Return all beds, and last that of no music."""
        none = MusicRow(name="none", title="No music", summary="the voice and the guide tones alone")
        return (*(_music(name, found) for name, found in beds(self.project).items()), none)

    def sounds(self) -> tuple[SoundRow, ...]:
        """Return all bells and own recordings in `music/sounds`."""
        return tuple(_sound(found) for found in sounds(self.project).values())

    def voices(self) -> tuple[ListRow, ...]:
        """Return all engines, ``auto`` first; `audiosession.studio.voices.Voices.engines` knows more of them."""
        from audiosession.voices.registry import engine_facts

        auto = "a voice of Piper that speaks the language, else gTTS if Google answers, else the embedded one"
        told = {"auto": auto} | {name: facts.summary for name, facts in engine_facts().items()}
        return tuple(ListRow(name=name, summary=summary) for name, summary in told.items())

    def paces(self) -> tuple[PaceRow, ...]:
        """Return the paces that have names."""
        return tuple(
            PaceRow(name=name, seconds_per_count=seconds, summary=f"{seconds:g} s a count")
            for name, seconds in PACES.items()
        )

    def episodes(self) -> tuple[EpisodeRow, ...]:
        """Return all episodes, the newest first, then the classes that are built and not published."""
        from audiosession.publishing.decide import episodes

        return tuple(_episode(row) for row in episodes(self.project, datetime.now().astimezone()))


def _exercise(project: Project, name: str) -> ExerciseRow:
    exercise = read_shown(project, name, read_exercise)
    reps = exercise.reps
    return ExerciseRow(
        name=name,
        title=exercise.title,
        position=exercise.position,
        level=exercise.level,
        reps=reps.default,
        min_reps=reps.min,
        max_reps=reps.max,
        warm_ups=tuple(exercise.warm_ups),
        focus=exercise.focus,
        spine=exercise.spine,
        forms=tuple(form.level for form in exercise.forms()),
        summary=f"{exercise.title}: {exercise.position}, {exercise.level}, {reps.min} to {reps.max} reps",
    )


def _class(project: Project, name: str) -> ClassRow:
    definition = read_shown(project, name, read_class)
    uses = tuple(entry.use for entry in definition.exercises)
    return ClassRow(
        name=name,
        title=definition.title,
        description=definition.description,
        exercises=uses,
        season=definition.season,
        summary=f"{definition.title}: {', '.join(uses)}",
    )


def _music(name: str, found: FoundBed) -> MusicRow:
    from audiosession.feed.show_notes import title_and_maker  # lxml, for whoever asks for music

    bed = found.bed
    licence = f" ({bed.licence})" if bed.licence else ""
    return MusicRow(
        name=name,
        title=found.title,
        path=found.path,
        licence=bed.licence,
        tempo_bpm=bed.tempo_bpm,
        summary=f"{bed.description or title_and_maker(found.title, found.credit)}{licence}",
    )


def _sound(found: FoundSound) -> SoundRow:
    sound = found.sound
    licence = f" ({sound.licence})" if sound.licence else ""
    return SoundRow(
        name=found.name,
        title=sound.title or sound.file,
        path=found.path,
        licence=sound.licence,
        summary=f"{sound.description or sound.file}{licence}",
    )


def _episode(known: KnownEpisode) -> EpisodeRow:
    date = known.date.isoformat() if known.date else None
    return EpisodeRow(
        name=known.name,
        title=known.title,
        state=known.state,
        date=date,
        is_built=known.built,
        guid=known.guid or None,
        season=known.season,
        number=known.number,
        kind=known.kind if known.guid else None,
        summary=f"{known.title}: {known.state}" + (f" {date[:16]}" if date else ""),
    )
