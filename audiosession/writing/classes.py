"""The class definition: an opening, exercises in order with the ways into them, a closing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, BeforeValidator, Field, Strict, model_validator

from audiosession.definitions import Model
from audiosession.errors import DefinitionError, near_miss
from audiosession.units import Ms
from audiosession.value_kinds import Called
from audiosession.value_words import KeyPath, RefusedError, refuse
from audiosession.writing.exercise import Exercise, Level, Name, Named
from audiosession.writing.plan import Plan, PlannedExercise, check_reps, refuse_no_sides
from audiosession.writing.positions import way
from audiosession.writing.safety import refuse_cold
from audiosession.writing.sounds import Rings
from audiosession.writing.spoken import OneLine, Say, SpokenLine, Truth
from audiosession.writing.values import Detail, Length, Side, read_pace


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


_PACE = Called("slow, steady, brisk or a number of seconds", "paces")


class ClassExercise(Model):
    """One exercise in its place; what is None is the exercise's own, or the whole class's."""

    called: ClassVar[Called] = Called("a table [[exercise]]", "tables [[exercise]]", '{ use = "saw" }')

    use: Named
    """The exercise, by name."""
    section: OneLine = ""
    """What stands before its title in the chapter: `Warm-up: Saw`."""
    reps: Annotated[int, Strict(), Field(ge=1, le=100)] | None = None
    """How often, within the exercise's own range; its default where nothing is said."""
    pace: Annotated[str, BeforeValidator(_pace_text), AfterValidator(_pace), _PACE] | None = None
    """What one count takes here: `slow`, `steady`, `brisk`, or seconds from 0.5 to 2.5."""
    detail: Detail | None = None
    """How much is said here as the reps go on."""
    music: Name | None = None
    """The bed from here on, to the next exercise."""
    side: Side | None = None
    """The one side that works."""
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
    length: Length | None = None
    """How long it lasts where no `--length` is asked for, such as `15m`, `12m30s` or `12:30`."""
    opening: tuple[Say, ...] = ()
    """What is said first; nothing where it is left out."""
    exercises: Annotated[tuple[ClassExercise, ...], Field(min_length=1, max_length=200, alias="exercise")]
    """The exercises, in order."""
    closing: tuple[Say, ...] = ()
    """What is said last; nothing where it is left out."""
    sounds: Annotated[Rings, Field(alias="sound")] = ()
    """Bells and other sounds; see [sounds](#sounds)."""
    fade_out: Annotated[Length, AfterValidator(_fade)] | None = None
    """An ending to fall asleep in, such as `5m`: after the last exercise the music fades for so long, to silence; there
    are no closing words, no sound at the end and no outro."""

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


def plan_class(definition: ClassDefinition, exercises: Mapping[str, Exercise], *, detail: Detail) -> Plan:
    """Return the plan of a class.

    Args:
        definition: The class.
        exercises: At least the exercises it uses, by name.
        detail: How much is said where an exercise has no detail of its own.

    Raises:
        DefinitionError: An exercise that does not exist or comes before its warm-ups, or reps or a pace that can't be.
    """
    items: list[PlannedExercise] = []
    for entry in definition.exercises:
        if entry.use not in exercises:
            raise DefinitionError(f'no exercise is called "{entry.use}"', hint=near_miss(entry.use, exercises))
        follows = items[-1].exercise.name if items else ""
        items.append(plan_entry(entry, exercises[entry.use], detail=detail, follows=follows))
    plan = Plan(
        name=definition.name,
        title=definition.title,
        description=definition.description,
        length=definition.length,
        exercises=tuple(items),
        is_class=True,
        opening=definition.opening,
        closing=definition.closing,
        sounds=definition.sounds,
        fade_out=definition.fade_out,
    )
    refuse_cold(plan)
    return plan


def refused_entry(entry: ClassExercise, exercise: Exercise) -> list[tuple[str, DefinitionError]]:
    """Return all that `entry` asks of `exercise` and can't have, each with its key."""
    checks: dict[str, Callable[[], object]] = {"reps": lambda: check_reps(exercise, entry.reps)}
    if entry.side is not None:
        checks["side"] = lambda: refuse_no_sides([exercise], exercise.title)
    refused = []
    for key, check in checks.items():
        try:
            check()
        except DefinitionError as error:
            refused.append((key, error))
    return refused


def plan_entry(entry: ClassExercise, exercise: Exercise, *, detail: Detail, follows: str = "") -> PlannedExercise:
    """Return `exercise` in the place that `entry` gives it, after the exercise called `follows`.

    Raises:
        DefinitionError: Reps, a pace or a side that can't be.
    """
    if entry.side is not None:
        refuse_no_sides([exercise], exercise.title)
    return PlannedExercise(
        exercise=exercise,
        reps=check_reps(exercise, entry.reps),
        detail=entry.detail or detail,
        count=read_pace(entry.pace).count if entry.pace else None,
        music=entry.music,
        section=entry.section,
        side=entry.side,
        transition=entry.transition,
        follows=follows,
        optional=entry.optional,
    )


def with_ways(plan: Plan) -> Plan:
    """Return `plan` with something said, and given its time, wherever a position changes.

    What the class says on the way into an exercise holds as long as that follows the exercise it was written after.
    """
    items: list[PlannedExercise] = []
    for item in plan.exercises:
        before = items[-1].exercise if items else None
        written = item.transition and item.follows == (before.name if before else "")
        ways = item.transition if written or before is None else way(before.position, item.exercise.position)
        items.append(replace(item, transition=ways))
    return replace(plan, exercises=tuple(items))
