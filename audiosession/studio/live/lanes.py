"""The lanes of a class to draw: sections, speech, breaths, pulses, sounds, the music's level, and which windows ready.

Arrays of whole milliseconds and of numbers of names, so that hours of it stay small.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from audiosession.sound.ducking import duck_points
from audiosession.sound.levels import BedLevel, bed_levels
from audiosession.timing.timeline import BREATHS, Clip, Timeline
from audiosession.units import Ms
from audiosession.writing.values import Side

FORM_NAMES = ("", "full", "short", "bare", "count", "call")
"""What a spoken clip is: a line at leisure or one that a template wrote, a form of a phase's line, a count, a call."""
SIDES = ("", *(str(side) for side in Side))
KINDS = tuple(str(kind) for kind in BREATHS)


@dataclass(frozen=True, kw_only=True)
class LiveTimeline:
    """What happens when in a class, to draw; each lane is rows of numbers, as `lanes` tells.

    `n_guessed` lines have lengths that are guesses. `asked` is the length that the class must have, None where it is as
    long as it takes. `windows` are those that are sure by now: start, end, and whether they are ready.
    """

    digest: str
    title: str
    length: Ms
    asked: Ms | None
    n_guessed: int
    exercises: tuple[str, ...]
    sections: tuple[tuple[str, int, int, int], ...] = field(repr=False)
    speech: tuple[tuple[int, ...], ...] = field(repr=False)
    breaths: tuple[tuple[int | None, ...], ...] = field(repr=False)
    pulses: tuple[tuple[int, ...], ...] = field(repr=False)
    sounds: tuple[tuple[int, int, str], ...] = field(repr=False)
    beds: tuple[BedLevel, ...] = field(repr=False)
    windows: tuple[tuple[int, int, int], ...] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """What is drawn beside the timeline itself: `row` tells of a clip which row it belongs to and its form's number."""

    row: Callable[[Clip], tuple[int, int]]
    guessed: frozenset[str]
    lifts_db: Sequence[float] = ()
    windows: Sequence[tuple[Ms, Ms, bool]] = ()


def live_timeline(digest: str, title: str, asked: Ms | None, timeline: Timeline, drawn: Drawn) -> LiveTimeline:
    """Return the lanes of `timeline`."""
    names = tuple(dict.fromkeys(section.exercise for section in timeline.sections))
    numbers = {name: number for number, name in enumerate(names)}
    return LiveTimeline(
        digest=digest,
        title=title,
        length=timeline.length,
        asked=asked,
        n_guessed=len(drawn.guessed),
        exercises=names,
        sections=tuple((one.title, numbers[one.exercise], one.start, one.end) for one in timeline.sections),
        speech=tuple(
            (clip.start, clip.end, *drawn.row(clip), int(clip.line in drawn.guessed))
            for clip in timeline.track("voice")
        ),
        breaths=tuple(_breath(clip, numbers) for clip in timeline.track("breath")),
        pulses=tuple((clip.start, clip.end, SIDES.index(clip.side or "")) for clip in timeline.track("pulses")),
        sounds=tuple((clip.start, clip.end, clip.text) for clip in timeline.track("sounds")),
        beds=bed_levels(timeline.beds, duck_points(timeline, drawn.lifts_db)) if timeline.beds else (),
        windows=tuple((start, end, int(ready)) for start, end, ready in drawn.windows),
    )


def _breath(clip: Clip, numbers: Mapping[str, int]) -> tuple[int | None, ...]:
    side = SIDES.index(clip.side or "")
    return KINDS.index(clip.kind), clip.start, clip.end, clip.counts, side, clip.rep, numbers.get(clip.exercise, 0)
