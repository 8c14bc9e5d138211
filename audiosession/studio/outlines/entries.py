"""The exercises of a class beside what became of them: where each stands in its file, and where on the timeline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from audiosession.building.place import Rehearsed
from audiosession.timing.load import Held
from audiosession.timing.timeline import Clip, TimelineSection
from audiosession.units import Ms
from audiosession.writing.classes import ClassDefinition, ClassExercise, level_of_entry
from audiosession.writing.exercise import Exercise
from audiosession.writing.phases.rep import Sides
from audiosession.writing.plan import PlannedExercise
from audiosession.writing.values import Side


@dataclass(frozen=True, kw_only=True)
class WayIn:
    """What is said on the way into an exercise, and how long it takes with its rests."""

    text: str
    lasts: Ms


@dataclass(frozen=True, kw_only=True)
class OutlineEntry:
    """One exercise of a class. Times are None where the class could not be placed.

    Args:
        at: The number of its table in the file of the class, from 0; None where it stands in none.
        use: The exercise, by name.
        title: What it is called; its name where there is no such exercise.
        exercise: The exercise, None where there is none, or where it can't be read.
        written: Its table; None where it stands in no file.
        reps: How often it is done: less than is written where it gave way to a length.
        start: Where it begins.
        end: Where it ends.
        held: The longest stretch of it in which the body is held under load; 0 where none is.
        way: What is said on the way into it.
        is_left_out: Whether it gave way altogether.
    """

    at: int | None
    use: str
    title: str
    exercise: Exercise | None = None
    written: ClassExercise | None = None
    reps: int | None = None
    side: Side | None = None
    start: Ms | None = None
    end: Ms | None = None
    held: Ms = Ms(0)
    way: WayIn | None = None
    is_left_out: bool = False

    @property
    def has_sides(self) -> bool:
        """Whether it can be done on one side alone."""
        return self.exercise is not None and self.exercise.sides is not Sides.NONE


def written_entries(definition: ClassDefinition, known: Mapping[str, Exercise | None]) -> list[OutlineEntry]:
    """Return the exercises of a class that could not be placed, as far as they are `known` by name."""
    found = []
    for at, entry in enumerate(definition.exercises):
        exercise = known.get(entry.use)
        exercise = exercise and exercise.for_level(level_of_entry(entry, definition))
        usual = exercise.reps.default if exercise else None
        title = exercise.title if exercise else entry.use
        reps = entry.reps or usual
        found.append(
            OutlineEntry(
                at=at, use=entry.use, title=title, exercise=exercise, written=entry, reps=reps, side=entry.side
            )
        )
    return found


def placed_entries(
    definition: ClassDefinition | None, rehearsed: Rehearsed, known: Mapping[str, Exercise | None]
) -> list[OutlineEntry]:
    """Return the exercises of a class as they are placed; those that gave way stand where they are written."""
    written = definition.exercises if definition else ()
    everything = written_entries(definition, known) if definition else []
    plan = rehearsed.written.plan
    planned = list(plan.exercises) if plan else []
    spans = _spans(rehearsed.timeline.sections, [one.exercise.name for one in planned])
    found: list[OutlineEntry] = []
    for at, number in _beside([one.use for one in written], [one.exercise.name for one in planned]):
        if number is None:
            found.append(replace(everything[at or 0], is_left_out=True))
            continue
        item, (start, end) = planned[number], spans[number]
        found.append(
            OutlineEntry(
                at=at,
                use=item.exercise.name,
                title=item.exercise.title,
                exercise=item.exercise,
                written=None if at is None else written[at],
                reps=item.reps,
                side=item.side,
                start=start,
                end=end,
                held=_held(rehearsed.timeline.held(), item.exercise.name, start, end),
                way=_way(item, rehearsed.timeline.track("voice"), start, end),
            )
        )
    return found


def _beside(written: Sequence[str], planned: Sequence[str]) -> Iterator[tuple[int | None, int | None]]:
    """Yield the numbers of what belongs together, in order; None for what the other side does not have."""
    for kind, a, b, c, d in SequenceMatcher(None, written, planned, autojunk=False).get_opcodes():
        both = min(b - a, d - c) if kind in ("equal", "replace") else 0
        yield from ((a + n, c + n) for n in range(both))
        yield from ((at, None) for at in range(a + both, b))
        yield from ((None, number) for number in range(c + both, d))


def _spans(sections: Sequence[TimelineSection], names: Sequence[str]) -> list[tuple[Ms, Ms]]:
    """Return from where to where each exercise, of `names` in order, goes: one that stands alone has several sections.

    A class has a section for each of its exercises, and no two of them are one.
    """
    own = [one for one in sections if one.exercise]
    if len(names) == 1 and own:
        return [(own[0].start, own[-1].end)]
    return [(one.start, one.end) for one in own]


def _held(held: Sequence[Held], name: str, start: Ms, end: Ms) -> Ms:
    return max((one.length for one in held if one.exercise == name and start <= one.start < end), default=Ms(0))


def _way(item: PlannedExercise, voice: Sequence[Clip], start: Ms, end: Ms) -> WayIn | None:
    """Return what is said on the way into an exercise, up to where its own words begin."""
    lines = [line.say for line in item.transition]
    said = [clip for clip in voice if start <= clip.start < end][: len(lines) + 1]
    if not lines or len(said) <= len(lines):
        return None
    return WayIn(text=" ".join(clip.text or "" for clip in said[:-1]), lasts=Ms(said[-1].start - said[0].start))
