"""What would mend a class: small, safe changes of its file or of what is wanted, each with its words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from audiosession.errors import Fault, nearest
from audiosession.studio.outlines.entries import OutlineEntry
from audiosession.units import Ms, Span, clock
from audiosession.writing.classes import refused_entry
from audiosession.writing.safety import missing_warm_ups, read_out


@dataclass(frozen=True, kw_only=True)
class Mend:
    """A change that mends something: changes of the file of the class, or other `wanted` choices.

    Args:
        label: What it does, as a button says it.
        changes: Edits as the verb `edit` takes them: ``{"at": ["exercise"], "insert": 2, "value": {"use": "saw"}}``.
        wanted: Choices by their names in `Wanted`; an empty text for what is usual.
    """

    label: str
    changes: tuple[Mapping[str, object], ...] = ()
    wanted: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PlanFinding:
    """What a person should know of a class: a fault, a warning, or what gave way.

    Args:
        kind: ``fault``, ``warning``, ``unsaid`` or ``change``.
        fault: Its words and its place.
        at: The number of the exercise in the file of the class that it is about; None where it is about none.
        start: Where on the timeline it is, if anywhere.
        mends: What would mend it, the best first.
    """

    kind: str
    fault: Fault
    at: int | None = None
    start: Ms | None = None
    mends: tuple[Mend, ...] = ()


def length_mends(asked: Ms, span: Span) -> tuple[Mend, ...]:
    """Return what to do about a length that can't be reached: the nearest that can, or as long as it takes."""
    free = Mend(label="As long as it takes", wanted={"length": ""})
    near = min(max(asked, -(-span.least // 1_000) * 1_000), span.most // 1_000 * 1_000)
    if near == asked:  # within what the rests can give, and still no sum of reps and rests: a little more has room
        return (free,)
    said = f"{near // 60_000}m{near // 1_000 % 60}s" if near % 60_000 else f"{near // 60_000}m"
    return (Mend(label=f"Let it last {clock(Ms(near))}", wanted={"length": said}), free)


def entry_findings(entries: Sequence[OutlineEntry], names: Sequence[str]) -> Iterator[PlanFinding]:
    """Yield what is at fault in the order and in the tables of a class, with what would mend it.

    Args:
        entries: The exercises of the class.
        names: Those that there are.
    """
    for entry in entries:
        if entry.written is None or entry.at is None:
            continue
        if entry.exercise is None and entry.use not in names:
            yield _unknown(entry, entry.at, names)
        elif entry.exercise is not None:
            for key, error in refused_entry(entry.written, entry.exercise):
                label = f"{entry.title} as it usually is: take its {key} out"
                mend = Mend(label=label, changes=({"at": ["exercise", entry.at, key], "remove": True},))
                yield PlanFinding(kind="fault", fault=error.as_fault(), at=entry.at, mends=(mend,))
    yield from _cold(entries)


def _unknown(entry: OutlineEntry, at: int, names: Sequence[str]) -> PlanFinding:
    hint = nearest(entry.use, names)
    meant = [name for name in names if hint == f'did you mean "{name}"?']
    mends = [
        *(Mend(label=f"Take {one}", changes=({"at": ["exercise", at, "use"], "value": one},)) for one in meant),
        Mend(label="Leave it out", changes=({"at": ["exercise", at], "remove": True},)),
    ]
    fault = Fault(message=f'no exercise is called "{entry.use}"', hint=hint)
    return PlanFinding(kind="fault", fault=fault, at=at, mends=tuple(mends))


def _cold(entries: Sequence[OutlineEntry]) -> Iterator[PlanFinding]:
    """Yield the exercises that come before warm-ups they ask for; these can be added, or brought forward."""
    own = [entry for entry in entries if entry.exercise is not None]
    for exercise, missing in missing_warm_ups([entry.exercise for entry in own if entry.exercise is not None]):
        entry = next(one for one in own if one.exercise is exercise)
        if entry.at is None:
            continue
        message = f"{exercise.title} comes before its warm-ups: {read_out(missing)}"
        added = tuple({"at": ["exercise"], "insert": entry.at, "value": {"use": name}} for name in reversed(missing))
        mends = (
            Mend(label=f"Add {read_out(missing)} before it", changes=added),
            Mend(label=f"Leave {exercise.title} out", changes=({"at": ["exercise", entry.at], "remove": True},)),
        )
        yield PlanFinding(kind="fault", fault=Fault(message=message), at=entry.at, mends=mends)
