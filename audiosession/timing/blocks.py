"""Phases and sounds into blocks: what is said in each, and when.

Here the laws of breath are kept: a phase of n counts is n counts long, a line fits its phase or gives way to a shorter
one, where none fits it is left unsaid, and what is called out keeps its moment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import NamedTuple

from audiosession.timing.pieces import Block, Clock, Note
from audiosession.timing.swells import SHAPES
from audiosession.timing.timeline import Clip, Kind
from audiosession.units import Ms
from audiosession.writing.mirroring import Mirror
from audiosession.writing.phases.cue import MAX_COUNTS, Form, PhaseCue, written_form
from audiosession.writing.phases.voices import SECOND, voiced_in
from audiosession.writing.sounds.cue import SoundCue
from audiosession.writing.values import Side

GUARD = Ms(60)
"""The least silence between a line in a phase and whatever comes next."""
STRIKE = Ms(500)
"""How long a sound is alone before a word may follow. It holds nothing up between two breaths, which are locked."""
TICK, HOLD_TICK = Ms(60), Ms(200)
"""How long the tick of a pulse sounds, and that of a count in a hold."""


TURN = Ms(120)
"""How long a voice waits in a line before it goes on where another one ended."""


def spoken_clips(text: str, takes: Mapping[str, Ms], start: Ms, within: Clip) -> tuple[Clip, ...]:
    """Return the clips in which `text` is said from `start` on: one, unless two voices share it. They lie `within`."""
    clips, at = [], start
    for piece in voiced_in(text):
        end, voice = Ms(at + takes[piece.line]), piece.voice if piece.voice == SECOND else None
        clips.append(replace(within, kind=Kind.SPEECH, start=at, end=end, text=piece.text, voice=voice))
        at = Ms(end + TURN)
    return tuple(clips)


def said_over(text: str, takes: Mapping[str, Ms]) -> Ms:
    """Return how long `text` takes to be said, by whoever says it."""
    pieces = voiced_in(text)
    return Ms(sum(takes[piece.line] for piece in pieces) + TURN * (len(pieces) - 1))


def sound_key(name: str) -> str:
    """Return what the sound called `name` is called among takes; no line begins so."""
    return f"[sound {name}]"


class FormFit(NamedTuple):
    """How one form of a line fits its phase: it is said `lasts` after the phase began, and outlasts its room by `over`.

    Where it fits, `over` is 0 or less. The other side of the body has to fit too, so that a form whose own words would
    fit may be over.
    """

    form: Form
    lasts: Ms
    over: Ms


@dataclass(frozen=True, kw_only=True)
class Phases:
    """What it takes to turn a phase, or a sound, of one section into a block; `notes` is told what gave way."""

    takes: Mapping[str, Ms]
    count: Ms
    exercise: str
    tones: bool
    notes: list[Note]
    mirror: Mirror | None = None

    def block(self, cue: PhaseCue) -> Block:
        """Return the block of a phase: its breath, what is said and called out in it, its pulses and tones."""
        length = cue.length(self.count)
        base = Clip(
            kind=Kind(cue.breath),
            start=Ms(0),
            end=length,
            exercise=self.exercise,
            rep=cue.rep,
            round=cue.round,
            side=None if cue.switch else cue.side,
            counts=cue.counts,
            loaded=cue.loaded or None,
            reversed=cue.reversed or None,
            seconds=None if cue.fixed is None else cue.fixed / 1000,
            at_line=cue.line,
        )
        within = replace(base, counts=None, seconds=None, loaded=None)
        called = self._called(cue)
        pulses = tuple(
            replace(
                within,
                kind=Kind.PULSE,
                start=self._at(cue, beat),
                end=min(self._at(cue, beat + 1), length),
                side=cue.side_on(beat),
            )
            for beat in cue.pulses
        )
        ticks = tuple(call.start(length) for call in cue.calls if not call.forms and 0 <= call.start(length) < length)
        tracks = {"voice": self._voice(cue, within, called), "breath": (base,), "pulses": pulses}
        if self.tones:
            tracks["tones"] = self._tones(cue, within, sorted((*(p.start for p in pulses), *ticks)))
        return Block(length=length, tracks=tracks)

    def fits(self, cue: PhaseCue) -> tuple[FormFit, ...]:
        """Return how each form of a phase's line fits the phase beside what is called out in it."""
        taken = [(at, Ms(at + self._lasts(text, cue.side) + GUARD)) for at, text in self._called(cue)]
        found = []
        for form in cue.forms:
            beat, last = form[-1]
            ends = Ms(self._at(cue, beat) + said_over(last, self.takes))
            found.append(FormFit(form=form, lasts=ends, over=self._excess(form, cue, taken).over))
        return tuple(found)

    def sound(self, cue: SoundCue, *, holds_up: bool) -> Block:
        """Return the block of a sound; it rings on behind its end, unless it is waited for."""
        clip = self._ringing(cue)
        held = clip.length if cue.waits else min(STRIKE, clip.length) if holds_up else Ms(0)
        return Block(length=held, tracks={"sounds": (clip,)})

    def clock(self, cue: SoundCue) -> Clock:
        """Return a sound of the clock, or where that ends."""
        return Clock(clip=self._ringing(cue), every=cue.every or Ms(0))

    def _ringing(self, cue: SoundCue) -> Clip:
        end = self.takes[sound_key(cue.name)]
        return Clip(kind=Kind.SOUND, start=Ms(0), end=end, text=cue.name, exercise=self.exercise)

    def _voice(self, cue: PhaseCue, within: Clip, called: Sequence[tuple[Ms, str]]) -> tuple[Clip, ...]:
        """Return what is said in a phase, in order: its line, and what is called out."""
        line = self._fit(cue, called)
        counts = self._counts(cue, [*line, *called])
        said = [(at, text, None) for at, text in (*line, *counts)] + [(at, text, True) for at, text in called]
        calls_at = {call.start(within.end): call.line for call in cue.calls if call.forms}
        return tuple(
            replace(clip, call=call, side=self._side(cue, at), at_line=calls_at[at] if call else cue.line)
            for at, text, call in sorted(said, key=lambda one: one[0])
            for clip in spoken_clips(text, self.takes, at, within)
        )

    def _tones(self, cue: PhaseCue, within: Clip, ticks: Sequence[Ms]) -> tuple[Clip, ...]:
        """Return what is heard of a breath: a tone that rises or falls with it, or a tick on each count of a hold."""
        base, length, found = replace(within, kind=Kind.TONE), cue.length(self.count), []
        if within.kind in SHAPES:
            found.append(replace(base, text=SHAPES[within.kind]))
        if within.kind is Kind.HOLD:
            beats = (self._at(cue, beat) for beat in range(1, cue.beats + 1))
            found += [replace(base, text="hold", start=at, end=min(Ms(at + HOLD_TICK), length)) for at in beats]
        ticked = [replace(base, text="tick", start=at, end=Ms(at + TICK)) for at in dict.fromkeys(ticks)]
        return tuple(
            clip if clip.text in SHAPES.values() else replace(clip, side=self._side(cue, clip.start))
            for clip in (*found, *ticked)
        )

    def _side(self, cue: PhaseCue, at: Ms) -> Side | None:
        """Return the side that works at `at` in the phase."""
        return cue.side_on(at // cue.beat(self.count) + 1)

    def _at(self, cue: PhaseCue, beat: int) -> Ms:
        return Ms((beat - 1) * cue.beat(self.count))

    def _called(self, cue: PhaseCue) -> list[tuple[Ms, str]]:
        """Return what is called out in the phase, each at its moment; what does not fit there gives way."""
        length, found, free = cue.length(self.count), [], Ms(0)
        calls = sorted((call for call in cue.calls if call.forms), key=lambda call: call.start(length))
        for call, following in zip_longest(calls, calls[1:]):
            at = call.start(length)
            until = length if following is None else following.start(length)
            overs = [Ms(at + self._lasts(text, cue.side) + GUARD - until) for text in call.forms]
            fits = next((text for text, over in zip(call.forms, overs, strict=True) if over <= 0), None)
            if fits is None or not free <= at < length:
                over, nearest = min(
                    (max(over, Ms(free - at)), text) for text, over in zip(call.forms, overs, strict=True)
                )
                self._tell(call.line, call.forms[0], "", _Excess(over=over, text=nearest, counts=0))
                continue
            if fits != call.forms[0]:
                self._tell(call.line, call.forms[0], fits)
            found.append((at, fits))
            free = Ms(at + self._lasts(fits, cue.side) + GUARD)
        return found

    def _fit(self, cue: PhaseCue, called: Sequence[tuple[Ms, str]]) -> list[tuple[Ms, str]]:
        """Return what is said in the phase, and where in it each part begins: the first form that fits.

        What is `called` out keeps its moment; a form lies between such moments.
        """
        taken = [(at, Ms(at + self._lasts(text, cue.side) + GUARD)) for at, text in called]
        found = [self._excess(form, cue, taken) for form in cue.forms]
        fits = next((form for form, one in zip(cue.forms, found, strict=True) if one.over <= 0), None)
        if cue.forms and fits != cue.forms[0]:
            nearest = min(found, key=lambda one: one.over)
            self._tell(cue.line, written_form(cue.forms[0]), written_form(fits) if fits else "", nearest)
        return [(self._at(cue, beat), text) for beat, text in fits or ()]

    def _counts(self, cue: PhaseCue, said: Sequence[tuple[Ms, str]]) -> list[tuple[Ms, str]]:
        """Return the counts that are said in the phase, each on its beat, where nothing `said` is in the way."""
        taken = [(at, Ms(at + self._lasts(text) + GUARD)) for at, text in said]
        counts = [(self._at(cue, beat), self._at(cue, beat + 1), text) for beat, text in enumerate(cue.count, 1)]
        return [
            (at, text)
            for at, following, text in counts
            if at + self._lasts(text) + GUARD <= following
            and all(over <= at or start >= following for start, over in taken)
        ]

    def _excess(self, form: Form, cue: PhaseCue, taken: Sequence[tuple[Ms, Ms]]) -> _Excess:
        """Return by how much the longest part of `form` outlasts its room, 0 and less where all fit."""
        length, starts = cue.length(self.count), [self._at(cue, beat) for beat, _ in form]
        overs = []
        for (_, text), start, following in zip(form, starts, (*starts[1:], length), strict=True):
            inside = next((over for at, over in taken if at <= start < over), start)
            end = min((at for at, _ in taken if at > start), default=length)
            overs.append(Ms(max(start + self._lasts(text, cue.side) + GUARD - min(following, end), inside - start)))
        worst = overs.index(max(overs))
        alone = cue.counts is not None and not taken and all(over <= 0 for over in overs[:-1])
        needed = (cue.counts or 0) + -(-overs[-1] // self.count) if alone else 0
        return _Excess(over=overs[worst], text=form[worst][1], counts=needed if needed <= MAX_COUNTS else 0)

    def _lasts(self, text: str, side: Side | None = None) -> Ms:
        """Return how long `text` takes on either side of the body: a longer "right" must not part the sides."""
        lines = [piece.line for piece in voiced_in(text)]
        other = self.mirror.mirrored if self.mirror and side else str
        others = [self.takes.get(other(line), Ms(0)) for line in lines]
        longest = sum(max(self.takes[line], other) for line, other in zip(lines, others, strict=True))
        return Ms(longest + TURN * (len(lines) - 1))

    def _tell(self, line: int, wanted: str, said: str, nearest: _Excess | None = None) -> None:
        if said or nearest is None:
            self.notes.append(Note(line=line, wanted=wanted, became=said, exercise=self.exercise))
            return
        self.notes.append(
            Note(line=line, wanted=wanted, became="", exercise=self.exercise, nearest=nearest.text,
                 over=nearest.over, counts=nearest.counts)
        )  # fmt: skip


class _Excess(NamedTuple):
    """How far one form of a line is from fitting its phase; see `Note`."""

    over: Ms
    text: str
    counts: int
