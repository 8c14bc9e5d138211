"""Cues and the lengths of their takes into blocks and rests: what is fixed in a class, and what may stretch.

Here the laws of breath are kept: a phase of n counts is n counts long, a line fits its phase or gives way to a
shorter one, and where none fits it is left unsaid. Nothing has a position yet.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count as count_from
from itertools import zip_longest
from typing import NamedTuple, TypeAlias, TypeGuard

from audiosession.errors import Where
from audiosession.timing.timeline import Clip, Kind
from audiosession.units import Ms
from audiosession.writing.cues import Cue, Narration, PauseCue, SayCue, Section
from audiosession.writing.mirroring import mirror_words
from audiosession.writing.phases.cue import MAX_COUNTS, Form, PhaseCue, written_form
from audiosession.writing.sounds.cue import SoundCue
from audiosession.writing.values import Side

GUARD = Ms(60)
"""The least silence between a line in a phase and whatever comes next."""
GAP = PauseCue(least=Ms(350), usual=Ms(700), most=Ms(2_000))
"""The rest after a line where the narration writes none."""
STRIKE = Ms(500)
"""How long a sound is alone before a word may follow. It holds nothing up between two breaths, which are locked."""
TICK = Ms(60)
"""How long the tick of a pulse sounds."""


@dataclass(frozen=True, kw_only=True)
class Block:
    """A stretch of fixed length; the clips in it are placed from its beginning."""

    length: Ms
    tracks: Mapping[str, tuple[Clip, ...]]


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A rest that may take from `least` to `most`.

    In a `loaded` one the body is held under load; in one `at_ease` it lies, or has done its work: it stretches first.
    """

    least: Ms
    usual: Ms
    most: Ms
    exercise: str
    loaded: bool = False
    at_ease: bool = False


@dataclass(frozen=True, kw_only=True)
class Start:
    """Where a section begins; `afresh` where its bed does too, or goes on `music_level_db` louder than it is."""

    title: str
    exercise: str
    music: str | None
    afresh: bool
    music_level_db: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Clock:
    """A sound that is heard each `every` from here on; 0 where that ends."""

    clip: Clip
    every: Ms


Piece: TypeAlias = Block | Stretch | Start | Clock


@dataclass(frozen=True, kw_only=True)
class Note:
    """A line that gave way in a phase: its place in the narration, what was wanted, what is said in its place.

    `exercise` is the one that it belongs to, by name, ``""`` where it belongs to none. `path` is the file that `line`
    is counted in, where that is another than the narration's.

    Where no form fits nothing is said, and `became` is empty: `nearest` is then the part, of the form that is nearest
    to fitting, that is `over` too long, and `counts` is what the phase would need for that form; 0 where no more
    counts would help.
    """

    line: int
    wanted: str
    became: str
    exercise: str = ""
    path: Where | None = None
    nearest: str = ""
    over: Ms = Ms(0)
    counts: int = 0

    @property
    def is_unsaid(self) -> bool:
        """Whether nothing is said in its place."""
        return not self.became

    @property
    def remedy(self) -> str:
        """What would let it be said, the least first; empty where something is."""
        if not self.is_unsaid:
            return ""
        shorter = f"shorten “{self.nearest}” by {-(-self.over // 100) / 10:g} s"
        return shorter + (f", or give the phase {self.counts} counts" if self.counts else "")


@dataclass(frozen=True, kw_only=True)
class Layout:
    """A class in order, before anything has a position."""

    title: str
    items: tuple[Piece, ...]
    notes: tuple[Note, ...]

    @property
    def range(self) -> tuple[Ms, Ms, Ms]:
        """The shortest, the usual and the longest that the items take together."""
        fixed = sum(item.length for item in self.items if isinstance(item, Block))
        rests = [item for item in self.items if isinstance(item, Stretch)]
        return (
            Ms(fixed + sum(rest.least for rest in rests)),
            Ms(fixed + sum(rest.usual for rest in rests)),
            Ms(fixed + sum(rest.most for rest in rests)),
        )


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
        phases = _Phases(takes=takes, count=section.count or count, exercise=section.exercise, tones=tones, notes=notes)
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


def sound_key(name: str) -> str:
    """Return what the sound called `name` is called among takes; no line begins so."""
    return f"[sound {name}]"


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


def _section_items(cues: tuple[Cue, ...], exercise: str, phases: _Phases) -> Iterator[Piece]:
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
            length = phases.takes[cue.text]
            clip = Clip(kind=Kind.SPEECH, start=Ms(0), end=length, text=cue.text, exercise=exercise)
            yield Block(length=length, tracks={"voice": (clip,)})
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


@dataclass(frozen=True, kw_only=True)
class _Phases:
    """What it takes to turn a phase of one section into a block."""

    takes: Mapping[str, Ms]
    count: Ms
    exercise: str
    tones: bool
    notes: list[Note]

    def block(self, cue: PhaseCue) -> Block:
        length = cue.length(self.count)
        base = Clip(
            kind=Kind(cue.breath),
            start=Ms(0),
            end=length,
            exercise=self.exercise,
            rep=cue.rep,
            round=cue.round,
            side=cue.side,
            counts=cue.counts,
            loaded=cue.loaded or None,
            seconds=None if cue.fixed is None else cue.fixed / 1000,
        )
        within = replace(base, counts=None, seconds=None, loaded=None)
        called = self._called(cue)
        pulses = tuple(
            replace(within, kind=Kind.PULSE, start=self._at(cue, beat), end=min(self._at(cue, beat + 1), length))
            for beat in cue.pulses
        )
        ticks = tuple(call.start(length) for call in cue.calls if not call.forms and 0 <= call.start(length) < length)
        tracks = {"voice": self._voice(cue, within, called), "breath": (base,), "pulses": pulses}
        if self.tones:
            tracks["tones"] = self._tones(base, within, sorted((*(p.start for p in pulses), *ticks)))
        return Block(length=length, tracks=tracks)

    def sound(self, cue: SoundCue, *, holds_up: bool) -> Block:
        """Return the block of a sound; it rings on behind its end, unless it is waited for."""
        clip = self._ringing(cue)
        held = clip.length if cue.waits else min(STRIKE, clip.length) if holds_up else Ms(0)
        return Block(length=held, tracks={"sounds": (clip,)})

    def clock(self, cue: SoundCue) -> Clock:
        return Clock(clip=self._ringing(cue), every=cue.every or Ms(0))

    def _ringing(self, cue: SoundCue) -> Clip:
        end = self.takes[sound_key(cue.name)]
        return Clip(kind=Kind.SOUND, start=Ms(0), end=end, text=cue.name, exercise=self.exercise)

    def _voice(self, cue: PhaseCue, within: Clip, called: Sequence[tuple[Ms, str]]) -> tuple[Clip, ...]:
        """Return what is said in a phase, in order: its line, and what is called out."""
        line = self._fit(cue, called)
        counts = self._counts(cue, [*line, *called])
        said = [(at, text, None) for at, text in (*line, *counts)] + [(at, text, True) for at, text in called]
        return tuple(
            replace(within, kind=Kind.SPEECH, start=at, end=Ms(at + self.takes[text]), text=text, call=call)
            for at, text, call in sorted(said, key=lambda one: one[0])
        )

    def _tones(self, breath: Clip, within: Clip, ticks: Sequence[Ms]) -> tuple[Clip, ...]:
        shapes = {Kind.INHALE: "rise", Kind.EXHALE: "fall"}
        swell = (replace(within, kind=Kind.TONE, text=shapes[breath.kind]),) if breath.kind in shapes else ()
        return swell + tuple(
            replace(within, kind=Kind.TONE, text="tick", start=at, end=Ms(at + TICK)) for at in dict.fromkeys(ticks)
        )

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
        taken = [(at, Ms(at + self.takes[text] + GUARD)) for at, text in said]
        counts = [(self._at(cue, beat), self._at(cue, beat + 1), text) for beat, text in enumerate(cue.count, 1)]
        return [
            (at, text)
            for at, following, text in counts
            if at + self.takes[text] + GUARD <= following
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

    def _lasts(self, text: str, side: Side | None) -> Ms:
        """Return how long `text` takes on either side of the body: a longer "right" must not part the sides."""
        return max(self.takes[text], self.takes.get(mirror_words(text), Ms(0)) if side else Ms(0))

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
