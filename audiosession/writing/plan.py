"""The plan of a class: which exercises, in which form, how often, how fast, with how many words and over which bed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from audiosession.errors import DefinitionError
from audiosession.units import Ms
from audiosession.writing.exercise import Exercise
from audiosession.writing.levels import harder_by
from audiosession.writing.phases.rep import Reverse, Sides
from audiosession.writing.phases.voices import unmarked
from audiosession.writing.sounds.ring import Ring
from audiosession.writing.spoken import Say
from audiosession.writing.values import Detail, Level, Side


@dataclass(frozen=True, kw_only=True)
class PlannedExercise:
    """An exercise in its place in a class. What is None is as in the whole class.

    `level` is for whom it is to be; the form of the exercise was chosen by it. `side` is the one side that works, both
    where None; `first` the one that begins. `follows` names the exercise that `transition` was written to come after,
    `arrived` tells that one is in its position before it begins, or has been told how to come into it.
    `music_level_db` is how much louder its bed is than the house mixes it.
    """

    exercise: Exercise
    reps: int
    level: Level | None = None
    detail: Detail = Detail.FADE
    count: Ms | None = None
    music: str | None = None
    section: str = ""
    side: Side | None = None
    first: Side | None = None
    transition: tuple[Say, ...] = ()
    follows: str = ""
    arrived: bool = False
    optional: bool = False
    music_level_db: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A class before a word of it is written. Its `language` is the project's where it is None; its `words_per_minute`
    are those of its exercises, or else the project's.

    `source` is what a session tells that it was made from, where that is no file of its name. `music_level_db` is for
    what is said around its exercises. With `two_voices` the second one says counts.
    """

    name: str
    title: str
    exercises: tuple[PlannedExercise, ...]
    is_class: bool = False
    source: str = ""
    description: str = ""
    opening: tuple[Say, ...] = ()
    closing: tuple[Say, ...] = ()
    seed: int | None = None
    length: Ms | None = None
    language: str | None = None
    words_per_minute: int | None = None
    season: int | None = None
    music_level_db: float = 0.0
    sounds: tuple[Ring, ...] = ()
    fade_out: Ms | None = None
    two_voices: bool = False

    @property
    def asked_words_per_minute(self) -> int | None:
        """How fast it is to be spoken: what the class says, or all its exercises; None where neither does."""
        said = {item.exercise.words_per_minute for item in self.exercises}
        return self.words_per_minute or (said.pop() if len(said) == 1 else None)

    @property
    def is_breath_practice(self) -> bool:
        """Whether breath is all that is practised."""
        return all(item.exercise.is_breath_practice for item in self.exercises)


def plan_exercise(
    exercise: Exercise,
    *,
    reps: int | None = None,
    detail: Detail = Detail.FADE,
    side: Side | None = None,
    level: Level | None = None,
) -> Plan:
    """Return the plan of one exercise on its own, in its form for `level`.

    Raises:
        DefinitionError: `reps` is outside the exercise's range, or it has no sides to choose from.
    """
    exercise = exercise.for_level(level)
    if side is not None:
        refuse_no_sides([exercise], exercise.title)
    item = PlannedExercise(exercise=exercise, reps=check_reps(exercise, reps), level=level, detail=detail, side=side)
    return Plan(name=exercise.name, title=exercise.title, exercises=(item,))


def check_reps(exercise: Exercise, reps: int | None) -> int:
    """Return `reps`, the exercise's default where None.

    Raises:
        DefinitionError: `reps` is outside the exercise's range; the message gives the exercise's own reason.
    """
    limits = exercise.reps
    if reps is None:
        return limits.default
    if not limits.min <= reps <= limits.max:
        reason = f": {limits.reason}" if limits.reason and reps > limits.max else ""
        some = f"choose from {limits.min} to {limits.max}"
        hint = some if limits.min < limits.max else f"leave the reps out: it is always done {limits.max} times"
        raise DefinitionError(f"{reps} reps of {exercise.title}{reason}", hint=hint)
    return reps


def most_reps(item: PlannedExercise, count: Ms) -> int:
    """Return how often an exercise may be done in its place: its own most, and no longer than its minutes.

    Args:
        item: The exercise, with its own count where it has one.
        count: What one count takes in the class.
    """
    exercise = item.exercise
    rep = sum(one.phase.length(item.count or count) for one in exercise.rep(only=item.side))
    if exercise.most_minutes is None or not rep:
        return exercise.reps.max
    sides = 2 if exercise.sides is Sides.IN_TURN and item.side is None else 1
    ways = 2 if exercise.reverse is Reverse.IN_TURN else 1
    return max(1, min(exercise.reps.max, int(60_000 * exercise.most_minutes // (rep * sides * ways))))


def too_hard(plan: Plan) -> tuple[str, ...]:
    """Return which exercises of `plan` are harder than asked even in their easiest form."""
    return tuple(
        f"{item.exercise.title} is {item.exercise.level}: it has no form that is {item.level}"
        for item in plan.exercises
        if item.level is not None and harder_by(item.exercise.level, item.level) > 0
    )


def eased(plan: Plan, count: Ms) -> tuple[Plan, tuple[str, ...]]:
    """Return `plan` with each exercise at a pace and as often as is good for who does it, and what was changed.

    Args:
        plan: The class.
        count: What one count takes where an exercise has no pace of its own.
    """
    items, changes = [], []
    for item in plan.exercises:
        exercise, asked = item.exercise, item.count or count
        kind = exercise.nearest_pace(asked)
        if kind != asked:
            bound = "no slower than is good for it" if kind < asked else "no quicker than is good for it"
            changes.append(f"{exercise.title} at {kind / 1000:g} s a count, {bound}")
            item = replace(item, count=kind)
        if item.reps > (most := most_reps(item, count)):
            changes.append(
                f"{exercise.title} {most} times in place of {item.reps}: {exercise.most_minutes:g} minutes at most"
            )
            item = replace(item, reps=most)
        items.append(item)
    return replace(plan, exercises=tuple(items)), tuple(changes)


def one_sided(plan: Plan, side: Side) -> Plan:
    """Return `plan` for practice on one side alone; an exercise in it that has no sides stays as it is.

    Raises:
        DefinitionError: None of its exercises has sides.
    """
    refuse_no_sides([item.exercise for item in plan.exercises], plan.title)
    return replace(plan, exercises=tuple(replace(item, side=side) for item in plan.exercises))


def refuse_no_sides(exercises: Sequence[Exercise], title: str) -> None:
    """Refuse to choose a side where none of `exercises` has sides; `title` names them.

    Raises:
        DefinitionError: None has.
    """
    if all(exercise.sides is Sides.NONE for exercise in exercises):
        raise DefinitionError(f"{title} has no sides to choose from", hint="leave the side out")


@dataclass(frozen=True, kw_only=True)
class About:
    """What a class is for, the positions it is done in, its cautions; `reps` are those of the one exercise it has.

    Why a limit is raised is one of the cautions.
    """

    description: str = ""
    position: str = ""
    cautions: tuple[str, ...] = ()
    reps: int | None = None
    season: int | None = None


def about(plan: Plan) -> About:
    """Return what there is to tell of the class that `plan` is for."""
    exercises = [item.exercise for item in plan.exercises]
    return About(
        description=plan.description or " ".join(unmarked(cue.say) for cue in exercises[0].purpose),
        position=", ".join(dict.fromkeys(exercise.position for exercise in exercises)),
        cautions=tuple(dict.fromkeys(line for exercise in exercises for line in _cautions(exercise))),
        reps=None if plan.is_class else plan.exercises[0].reps,
        season=plan.season,
    )


def _cautions(exercise: Exercise) -> Iterator[str]:
    yield from (caution.say for caution in exercise.cautions)
    if exercise.safety is not None and exercise.raised:
        yield exercise.safety.reason
