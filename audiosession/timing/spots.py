"""A spot of a class as people name it: a time, a part of it, a rep; and a whole chapter by its title."""

from __future__ import annotations

import re

from audiosession.errors import DefinitionError, near_miss
from audiosession.spelling import composed
from audiosession.timing.telling.chapters import chapters
from audiosession.timing.timeline import Timeline, TimelineSection
from audiosession.units import Ms, clock, to_ms

_PARTS = re.compile(r"(?=\d)(?:(\d{1,2})h)?(?:(\d{1,3})m)?(?:(\d{1,5}(?:\.\d{1,3})?)s?)?")
_CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d(?:\.\d{1,3})?)")
_REP = re.compile(r"(?P<name>.*\S)\s*:\s*(?P<rep>\d{1,3})")


def find_spot(timeline: Timeline, at: str) -> Ms:
    """Return the position that `at` means: a time, an exercise, a section's title, ``saw:3`` for its rep 3.

    An exercise or section that comes more than once is meant where it comes first. A time may lie behind the end.

    Raises:
        DefinitionError: It is no time, and nothing in the class is called so.
    """
    if (time := read_time(at)) is not None:
        return time
    named = _REP.fullmatch(at)
    found = _part(timeline, at)
    if found is None and named and _part(timeline, named["name"]) is not None:
        found = _rep(timeline, named["name"], int(named["rep"]))
    if found is None:
        names = {name for section in timeline.sections for name in (section.exercise, section.title) if name}
        message = f'nothing in the class is called "{at}"'
        raise DefinitionError(message, hint=near_miss(at, names, "write a time like 2:30, an exercise or a section"))
    return found


def read_time(text: str) -> Ms | None:
    """Return the position that `text` is as a time; None where it is none.

    >>> [read_time(text) for text in ("2:30", "150", "2m30s", "1:00:00.5", "saw")]
    [150000, 150000, 150000, 3600500, None]
    """
    time = _PARTS.fullmatch(text) or _CLOCK.fullmatch(text)
    if time is None:
        return None
    hours, minutes, seconds = (float(part or 0) for part in time.groups())
    return to_ms((hours * 60 + minutes) * 60 + seconds)


def find_chapter(timeline: Timeline, title: str) -> TimelineSection:
    """Return the chapter called `title`, whatever its case; what stands before a colon in its title may be left out.

    Raises:
        DefinitionError: None is called so, or several are.
    """
    known, wanted = chapters(timeline.sections), _plain(title)
    found = [one for one in known if _plain(one.title) == wanted]
    found = found or [one for one in known if wanted and _plain(one.title.partition(": ")[2]) == wanted]
    if len(found) > 1:
        times = [f"{clock(one.start)} to {clock(one.end)}" for one in found]
        hint = f"say from when to when, about {', '.join(times[:-1])} or {times[-1]}"
        raise DefinitionError(f'{len(found)} chapters are called "{title}"', hint=hint)
    if not found:
        names = dict.fromkeys(name for one in known for name in (one.title, one.title.rpartition(": ")[2]))
        raise DefinitionError(f'no chapter is called "{title}"', hint=near_miss(title, names))
    return found[0]


def _part(timeline: Timeline, name: str) -> Ms | None:
    return next((section.start for section in _called(timeline, name)), None)


def _rep(timeline: Timeline, name: str, rep: int) -> Ms:
    exercises = {section.exercise for section in _called(timeline, name)}
    reps = {clip.rep: clip.start for clip in reversed(timeline.clips()) if clip.exercise in exercises and clip.rep}
    if rep not in reps:
        hint = f"it has {max(reps)} reps" if reps else "it has no reps"
        raise DefinitionError(f'"{name}" has no rep {rep}', hint=hint)
    return reps[rep]


def _called(timeline: Timeline, name: str) -> list[TimelineSection]:
    wanted = _plain(name)
    return [s for s in timeline.sections if wanted and wanted in (_plain(s.exercise), _plain(s.title))]


def _plain(name: str) -> str:
    return composed(name).strip().casefold()
