"""Cues and the lengths of their takes into blocks and rests: what is fixed in a class, and what may stretch.

Nothing has a position yet.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count as count_from
from typing import TypeGuard

from audiosession.timing.blocks import Phases, spoken_clips
from audiosession.timing.pieces import Block, Layout, Note, Piece, Start, Stretch
from audiosession.timing.timeline import Clip, Kind
from audiosession.units import Ms
from audiosession.writing.cues import Cue, Narration, PauseCue, SayCue, Section
from audiosession.writing.phases.cue import PhaseCue
from audiosession.writing.sounds.cue import SoundCue

GAP = PauseCue(least=Ms(350), usual=Ms(700), most=Ms(2_000))
"""The rest after a line where the narration writes none."""


def lay_out(
    narration: Narration,
    takes: Mapping[str, Ms],
    *,
    count: Ms,
    tones: bool = True,
    without: Collection[int] = (),
    lying: Collection[str] = (),
) -> Layout:
    """Return `narration` as blocks and rests.

    Args:
        narration: The class.
        takes: How long the take of every line lasts, and every sound, by `sound_key`.
        count: What one count takes where a section has no pace of its own.
        tones: Whether guide tones sound.
        without: Which optional lines to leave out, numbered from 0 through the whole narration.
        lying: The exercises in which the body lies.
    """
    notes: list[Note] = []
    items: list[Piece] = []
    before: Section | None = None
    numbers = count_from(0)
    for section in narration.sections:
        items.append(_start(section, before))
        cues = _kept(section.cues, numbers, without)
        phases = Phases(
            takes=takes,
            count=section.count or count,
            exercise=section.exercise,
            tones=tones,
            notes=notes,
            mirror=narration.mirror,
        )
        items.extend(_section_items(cues, section.exercise, phases))
        before = section
    return Layout(title=narration.title, items=tuple(_at_ease(items, lying)), notes=tuple(notes))


def _at_ease(items: Sequence[Piece], lying: Collection[str]) -> list[Piece]:
    """Return `items` with the rests marked in which the body lies, or that come after the last phase of their exercise.

    What comes after the last exercise of all comes after its phases too.
    """
    runs: list[int] = []
    last_phases: dict[int, int] = {}
    run, exercise = 0, ""
    for number, item in enumerate(items):
        if isinstance(item, Start) and item.exercise != exercise:
            run, exercise = run + 1, item.exercise
        runs.append(run)
        if _breathes(item):
            last_phases[run] = number
    last = max(last_phases.values(), default=len(items))
    return [
        replace(item, at_ease=not item.loaded and (item.exercise in lying or last_phases.get(of, last) < number))
        if isinstance(item, Stretch)
        else item
        for number, (item, of) in enumerate(zip(items, runs, strict=True))
    ]


def _breathes(item: Piece) -> bool:
    return isinstance(item, Block) and "breath" in item.tracks


def _start(section: Section, before: Section | None) -> Start:
    own = (section.exercise, section.music, section.music_level_db)
    return Start(
        title=section.title,
        exercise=section.exercise,
        music=section.music,
        afresh=before is None or own != (before.exercise, before.music, before.music_level_db),
        music_level_db=section.music_level_db,
    )


def _kept(cues: tuple[Cue, ...], numbers: Iterator[int], without: Collection[int]) -> tuple[Cue, ...]:
    """Leave out the optional lines whose numbers are in `without`, each with the rest that follows it."""
    kept: list[Cue] = []
    dropping = False
    for cue in cues:
        if isinstance(cue, SayCue) and cue.optional:
            dropping = next(numbers) in without
        else:
            dropping = dropping and isinstance(cue, PauseCue)
        if not dropping:
            kept.append(cue)
    return tuple(kept)


def _section_items(cues: tuple[Cue, ...], exercise: str, phases: Phases) -> Iterator[Piece]:
    before: Cue | None = None
    for cue, following in zip(cues, _followers(cues), strict=True):
        if _is_clock(cue):
            yield phases.clock(cue)
            continue
        between = isinstance(before, PhaseCue) and isinstance(following, PhaseCue)
        before = cue
        if isinstance(cue, PauseCue):
            most = cue.usual if cue.loaded else cue.most
            yield Stretch(least=cue.least, usual=cue.usual, most=most, exercise=exercise, loaded=cue.loaded)
            continue
        if isinstance(cue, SoundCue):
            yield phases.sound(cue, holds_up=not between)
        elif isinstance(cue, SayCue):
            clip = Clip(kind=Kind.SPEECH, start=Ms(0), end=Ms(0), exercise=exercise, at_line=cue.line)
            clips = spoken_clips(cue.text, phases.takes, Ms(0), clip)
            yield Block(length=clips[-1].end, tracks={"voice": clips})
        else:
            yield phases.block(cue)
        breathes = isinstance(cue, PhaseCue) or (isinstance(cue, SoundCue) and between)
        into_breath = breathes and isinstance(following, PhaseCue | SoundCue)
        if not into_breath and not isinstance(following, PauseCue):
            loaded = isinstance(cue, PhaseCue) and cue.loaded
            most = GAP.usual if loaded else GAP.most
            yield Stretch(least=GAP.least, usual=GAP.usual, most=most, exercise=exercise, loaded=loaded)


def _is_clock(cue: Cue) -> TypeGuard[SoundCue]:
    """Tell whether `cue` takes no place in time: it says what will be heard later."""
    return isinstance(cue, SoundCue) and cue.every is not None


def _followers(cues: tuple[Cue, ...]) -> list[Cue | None]:
    """Return what comes after each of `cues`; what takes no place in time does not count."""
    found: list[Cue | None] = []
    following: Cue | None = None
    for cue in reversed(cues):
        found.append(following)
        following = following if _is_clock(cue) else cue
    return found[::-1]
