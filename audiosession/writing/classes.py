"""The class definition: an opening, exercises in order with the ways into them, a closing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, BeforeValidator, Field, Strict, WithJsonSchema, model_validator

from audiosession.definitions import Model
from audiosession.errors import DefinitionError, near_miss
from audiosession.sayable import hidden_letter
from audiosession.spelling import composed, name_key
from audiosession.units import Ms
from audiosession.value_kinds import NAME, Called
from audiosession.value_words import KeyPath, RefusedError, refuse
from audiosession.writing.exercise import Exercise, Name, Named
from audiosession.writing.language import Ways
from audiosession.writing.levels import harder_by
from audiosession.writing.plan import Plan, PlannedExercise, check_reps, refuse_no_sides
from audiosession.writing.positions import way
from audiosession.writing.safety import refuse_cold
from audiosession.writing.sounds.ring import Rings
from audiosession.writing.spoken import OneLine, Say, SpokenLine, Truth
from audiosession.writing.values import (
    MAX_MUSIC_DB,
    MIN_MUSIC_DB,
    PACE_SCHEMA,
    Detail,
    Length,
    Level,
    MusicLevel,
    Side,
    WordsPerMinute,
    no_music_level,
    read_pace,
)
from audiosession.writing.words.tags import Tag


def _pace_text(value: object) -> object:
    return f"{value:g}" if isinstance(value, int | float) and not isinstance(value, bool) else value


def _pace(text: str) -> str:
    try:
        read_pace(text)
    except DefinitionError as error:
        raise RefusedError(error.message, error.hint) from None
    return text


_SHORTEST_FADE, _LONGEST_FADE = Ms(10_000), Ms(30 * 60_000)


def _fade(length: Ms) -> Ms:
    if not _SHORTEST_FADE <= length <= _LONGEST_FADE:
        raise RefusedError(f"a fade of {length / 1000:g} s", "from 10 s to 30 minutes")
    return length


_Pace = Annotated[
    str,
    BeforeValidator(_pace_text),
    AfterValidator(_pace),
    Called("slow, steady, brisk or a number of seconds", "paces"),
    WithJsonSchema(PACE_SCHEMA),
]


def _bed_name(text: str) -> str:
    if wrong := hidden_letter(text):
        raise RefusedError(wrong.message, wrong.hint)
    if not name_key(text):
        raise RefusedError("the name of a bed is empty", "write one that the list of music shows")
    if "/" in text or "\\" in text:
        raise RefusedError(
            f'"{text}" is a path, not the name of a bed', "put the file into music/ and write its name alone"
        )
    return composed(text)


BedName = Annotated[str, AfterValidator(_bed_name), NAME]
"""The name of a bed as somebody typed it; where it is sought is told whether there is one."""


class ClassExercise(Model):
    """One exercise in its place; what is None is the exercise's own, or the whole class's."""

    called: ClassVar[Called] = Called("a table [[exercise]]", "tables [[exercise]]", '{ use = "saw" }')

    use: Named
    """The exercise, by name."""
    section: OneLine = ""
    """What stands before its title in the chapter: `Warm-up: Saw`."""
    reps: Annotated[int, Strict(), Field(ge=1, le=100)] | None = None
    """How often, within the exercise's own range; its default where nothing is said."""
    pace: _Pace | None = None
    """What one count takes here: `slow`, `steady`, `brisk`, or seconds from 0.5 to 2.5."""
    detail: Detail | None = None
    """How much is said here as the reps go on."""
    music: BedName | None = None
    """The bed from here on, to the next exercise, by the name that `audiosession list music` shows."""
    music_level_db: MusicLevel = 0.0
    """How much louder the music is here than the house mixes it, in decibels; added to what the class and the bed
    say."""
    side: Side | None = None
    """The one side that works."""
    level: Level | None = None
    """For whom it is here: the form of the exercise that is not harder; as the `level` of the class where nothing is
    said."""
    optional: Truth = False
    """Whether it may be left out where a class must be short."""
    transition: tuple[Say, ...] = ()
    """The way into it from the exercise before; one of our own is said where the position changes and none is
    written."""


class ClassDefinition(Model):
    """A class as an instructor writes it down; `length` holds where nobody asks for another."""

    name: Name
    """What it is called in commands: its file's name."""
    title: SpokenLine
    """What people hear and see."""
    description: str = Field(default="", max_length=2_000)
    """What it is, in a few sentences, for show notes."""
    level: Level | None = None
    """For whom it is."""
    language: Tag | None = None
    """The language that is said in it, such as `en` or `pt-br`; the project's where it is left out."""
    written_in: Tag | None = None
    """The language of its words, where that is another than is said in it; see [translations](#translations)."""
    words_per_minute: WordsPerMinute | None = None
    """How fast it is spoken; where nothing is said, as all its exercises are, or else as the project or its language
    has it."""
    season: Annotated[int, Strict(), Field(ge=1, le=1_000)] | None = None
    """The season of the show that it belongs to, where nothing else is decided when it is published."""
    length: Length | None = None
    """How long it lasts where no `--length` is asked for, such as `15m`, `12m30s` or `12:30`."""
    opening: tuple[Say, ...] = ()
    """What is said first; nothing where it is left out."""
    exercises: Annotated[tuple[ClassExercise, ...], Field(min_length=1, max_length=200, alias="exercise")]
    """The exercises, in order."""
    closing: tuple[Say, ...] = ()
    """What is said last; nothing where it is left out."""
    music_level_db: MusicLevel = 0.0
    """How much louder the music of the whole class is than the house mixes it, in decibels; softer, if below 0."""
    sounds: Annotated[Rings, Field(alias="sound")] = ()
    """Bells and other sounds; see [sounds](#sounds)."""
    fade_out: Annotated[Length, AfterValidator(_fade)] | None = None
    """An ending to fall asleep in, such as `5m`: after the last exercise the music fades for so long, to silence; there
    are no closing words, no sound at the end and no outro."""

    @model_validator(mode="after")
    def _levels_add_up(self) -> Self:
        wrong: list[tuple[KeyPath, RefusedError]] = []
        for index, entry in enumerate(self.exercises):
            level_db = self.music_level_db + entry.music_level_db
            if not MIN_MUSIC_DB <= level_db <= MAX_MUSIC_DB:
                error = no_music_level(level_db)
                message = f"with the {self.music_level_db:+g} dB of the class this is {error.message}"
                wrong.append((("exercise", index, "music_level_db"), RefusedError(message, error.hint)))
        if wrong:
            refuse(wrong)
        return self

    @model_validator(mode="after")
    def _ends_once(self) -> Self:
        """Check that nothing is heard at the end of a class that fades."""
        if self.fade_out is None:
            return self
        hint = "take one of the two out"
        refused: list[tuple[KeyPath, RefusedError]] = []
        if self.closing:
            refused.append((("closing",), RefusedError("closing words in a class that fades out", hint)))
        late = [index for index, ring in enumerate(self.sounds) if ring.at == "end"]
        refused += [(("sound", at), RefusedError("a sound at the end of a class that fades out", hint)) for at in late]
        refuse(refused)
        return self


def plan_class(
    definition: ClassDefinition, exercises: Mapping[str, Exercise], *, detail: Detail, level: Level | None = None
) -> Plan:
    """Return the plan of a class.

    Args:
        definition: The class.
        exercises: At least the exercises it uses, by name.
        detail: How much is said where an exercise has no detail of its own.
        level: For whom it is to be; for whom the class says where None. See `level_of_entry`.

    Raises:
        DefinitionError: An exercise that does not exist or comes before its warm-ups, or reps or a pace that can't be.
    """
    items: list[PlannedExercise] = []
    for entry in definition.exercises:
        if entry.use not in exercises:
            raise DefinitionError(f'no exercise is called "{entry.use}"', hint=near_miss(entry.use, exercises))
        follows = items[-1].exercise.name if items else ""
        level_here = level_of_entry(entry, definition, level)
        item = plan_entry(entry, exercises[entry.use], detail=detail, follows=follows, level=level_here)
        items.append(replace(item, music_level_db=definition.music_level_db + entry.music_level_db))
    plan = Plan(
        name=definition.name,
        title=definition.title,
        description=definition.description,
        length=definition.length,
        language=definition.language,
        words_per_minute=definition.words_per_minute,
        season=definition.season,
        exercises=tuple(items),
        is_class=True,
        opening=definition.opening,
        closing=definition.closing,
        music_level_db=definition.music_level_db,
        sounds=definition.sounds,
        fade_out=definition.fade_out,
    )
    refuse_cold(plan)
    return plan


def refused_entry(entry: ClassExercise, exercise: Exercise) -> list[tuple[str, DefinitionError]]:
    """Return all that `entry` asks of `exercise` and can't have, each with its key."""
    checks: dict[str, Callable[[], object]] = {"reps": lambda: check_reps(exercise, entry.reps)}
    if entry.pace is not None:
        checks["pace"] = lambda: check_pace(exercise, entry.pace or "")
    if entry.side is not None:
        checks["side"] = lambda: refuse_no_sides([exercise], exercise.title)
    refused = []
    for key, check in checks.items():
        try:
            check()
        except DefinitionError as error:
            refused.append((key, error))
    return refused


def check_pace(exercise: Exercise, pace: str) -> Ms:
    """Return what one count of `pace` takes.

    Raises:
        DefinitionError: It is slower or quicker than is good for who does the exercise.
    """
    count, (quickest, slowest) = read_pace(pace).count, exercise.paces_allowed()
    if not quickest <= count <= slowest:
        told = next((f": {one.told}" for one in exercise.excesses(count)), "")
        hint = f"from {quickest / 1000:g} to {slowest / 1000:g} s a count"
        raise DefinitionError(f"{exercise.title} at {count / 1000:g} s a count{told}", hint=hint)
    return count


def level_of_entry(entry: ClassExercise, definition: ClassDefinition, asked: Level | None = None) -> Level | None:
    """Return for whom the exercise of an `entry` is to be; None where nobody says.

    The level that is asked for stands in place of the class's, and in place of the entry's own where that is harder.
    """
    if asked is None:
        return entry.level or definition.level
    return entry.level if entry.level is not None and harder_by(asked, entry.level) > 0 else asked


def plan_entry(
    entry: ClassExercise, exercise: Exercise, *, detail: Detail, follows: str = "", level: Level | None = None
) -> PlannedExercise:
    """Return `exercise`, in its form for `level`, in the place that `entry` gives it, after the one called `follows`.

    Raises:
        DefinitionError: Reps, a pace or a side that can't be.
    """
    exercise = exercise.for_level(level)
    if entry.side is not None:
        refuse_no_sides([exercise], exercise.title)
    return PlannedExercise(
        exercise=exercise,
        reps=check_reps(exercise, entry.reps),
        level=level,
        detail=entry.detail or detail,
        count=check_pace(exercise, entry.pace) if entry.pace else None,
        music=entry.music,
        section=entry.section,
        side=entry.side,
        transition=entry.transition,
        follows=follows,
        optional=entry.optional,
    )


def with_ways(plan: Plan, ways: Ways) -> Plan:
    """Return `plan` with something said, and given its time, wherever a position changes; `ways` are the words for it.

    Where it does not, the exercise is told that one is there already; so it is where that was said on the way.

    What the class says on the way into an exercise holds as long as that follows the exercise it was written after.
    """
    items: list[PlannedExercise] = []
    for item in plan.exercises:
        before = items[-1].exercise if items else None
        written = item.transition and item.follows == (before.name if before else "")
        there = before.end_position if before else None
        if not written and there is not None:
            item = replace(item, transition=way(there, item.exercise.position, ways))
        items.append(replace(item, arrived=there == item.exercise.position or bool(item.transition)))
    return replace(plan, exercises=tuple(items))
