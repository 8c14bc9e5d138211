"""Blocks and rests into a timeline: the breath stays as it is, and rests stretch or shrink to the length asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import NamedTuple

from audiosession.errors import DefinitionError, Fault, FaultsError, Where
from audiosession.timing.pieces import Block, Clock, Layout, Note, Start, Stretch
from audiosession.timing.ringing import ClockRun, rung
from audiosession.timing.rounds import Loops, Play, begins
from audiosession.timing.shares import rest_lengths
from audiosession.timing.swells import one_a_breath
from audiosession.timing.timeline import BedSpan, Clip, Kind, Timeline, TimelineSection, Track
from audiosession.units import MP3_FRAME_MS, Ms, clock

SETTLED = Ms(360)
"""How long before an edge the bed before it is gone, so that a window after the edge hears none of it."""
AHEAD = Ms(8 * MP3_FRAME_MS)
"""How long before its first word an exercise has its edge, so that a window before the edge hears none of that word."""
TRACKS = ("voice", "breath", "pulses", "rests", "tones", "sounds")


@dataclass(frozen=True, kw_only=True)
class Edges:
    """What surrounds the words: the bed alone at both ends, and the crossfade from one bed to the next.

    The lead-in holds the sound `intro` with its length, after which the bed begins; the lead-out ends with `outro`,
    before which the bed is gone.
    """

    lead_in: Ms
    lead_out: Ms
    fade_in: Ms = Ms(0)
    fade_out: Ms = Ms(0)
    crossfade: Ms = Ms(0)
    intro: tuple[str, Ms] | None = None
    outro: tuple[str, Ms] | None = None

    @property
    def bed_in(self) -> Ms:
        """How long after the beginning the bed begins."""
        return _whole(self.intro)

    @property
    def bed_out(self) -> Ms:
        """How long before the end the bed is gone."""
        return _whole(self.outro)

    def framed(self, intro: tuple[str, Ms] | None, outro: tuple[str, Ms] | None) -> Edges:
        """Return these edges with a sound before, and one behind; None for none."""
        lead_in, lead_out = Ms(self.lead_in + _whole(intro)), Ms(self.lead_out + _whole(outro))
        return replace(self, lead_in=lead_in, lead_out=lead_out, intro=intro, outro=outro)

    def fading(self, fade_out: Ms) -> Edges:
        """Return these edges with a bed that fades over `fade_out` after the last word."""
        return replace(self, lead_out=fade_out, fade_out=fade_out)


def _whole(sound: tuple[str, Ms] | None) -> Ms:
    """Return the MP3 frames that hold a sound at one end, so that all else lies on them as it does without."""
    return Ms(-(-sound[1] // MP3_FRAME_MS) * MP3_FRAME_MS) if sound else Ms(0)


WITH_MUSIC = Edges(lead_in=Ms(3_000), lead_out=Ms(6_000), fade_in=Ms(1_500), fade_out=Ms(4_000), crossfade=Ms(3_000))
WITHOUT_MUSIC = Edges(lead_in=Ms(480), lead_out=Ms(720))


def refuse_unsaid(notes: tuple[Note, ...], path: Where) -> None:
    """Raise the lines of the narration at `path` that fit their phases in no form as faults, each once."""
    faults = [
        Fault(
            path=note.path or path,
            line=note.line,
            message=f"“{note.nearest}” does not fit its phase, nor does any other form of its line",
            hint=note.remedy,
        )
        for note in notes
        if note.is_unsaid
    ]
    if faults:
        raise FaultsError(dict.fromkeys(faults))


def place(
    layout: Layout,
    *,
    edges: Edges,
    music: str | None = None,
    loops: Loops = Loops(),  # noqa: B008 (it is frozen)
    levels_db: Mapping[str, float] = MappingProxyType({}),
    length: Ms | None = None,
) -> Timeline:
    """Return the timeline of `layout`; its rests take what is usual, or what makes the whole `length` long.

    A section whose bed starts afresh begins on an MP3 frame (24 ms), the first breath in it too, and the whole ends on
    one, so that a player that counts MP3 frames shows the true length: what lies before gives way by 12 ms at the most.

    Args:
        layout: The class in order.
        edges: What surrounds it.
        music: The bed where a section names none; None for no music at all.
        loops: The beds that are made to loop. Such a loop begins with the first breath over it, so that what is said
            before that may change and leave the music under all that follows alone; if it has parts, each exercise
            begins with another one. Others play from their beginning.
        levels_db: How much louder than the house mixes it a bed plays throughout, by its name.
        length: How long the whole is to be, if it matters.

    Raises:
        DefinitionError: The rests can't make it `length` long; the message gives the shortest and the longest.
    """
    rests = _rest_ends(layout, edges, length)
    placing = _Placing(at=edges.lead_in, music=music, edges=edges, loops=loops, levels_db=levels_db)
    for item in layout.items:
        match item:
            case Block():
                placing.block(item)
            case Stretch():
                placing.rest(Ms(next(rests)), item)
            case Clock():
                placing.clock(item)
            case Start():
                placing.start(item)
    return placing.finish()


def _rest_ends(layout: Layout, edges: Edges, length: Ms | None) -> _Positions:
    least, usual, most = layout.range
    wanted = usual if length is None else Ms(on_grid(length) - edges.lead_in - edges.lead_out)
    if not least - MP3_FRAME_MS <= wanted <= most + MP3_FRAME_MS:
        shortest, asked, longest = (clock(Ms(one + edges.lead_in + edges.lead_out)) for one in (least, wanted, most))
        raise DefinitionError(f"can't be {asked} long: only {shortest} to {longest}")
    wanted = min(max(wanted, least), most)
    if length is None:
        lengths = [float(rest.usual) for rest in layout.items if isinstance(rest, Stretch)]
    else:
        lengths = rest_lengths(layout.items, wanted)
    return _Positions(layout, edges.lead_in, lengths, exact=length is not None)


class _Positions:
    """The positions at which the rests end: rounded as positions, so that no error adds up.

    What begins afresh is counted from its own edge, so that it is the same wherever it moves to; not where the whole
    must be of an `exact` length, for then every rest moves with every edit.
    """

    def __init__(self, layout: Layout, start: Ms, lengths: list[float], *, exact: bool) -> None:
        self._ends: list[int] = []
        ideal, at, spare = float(start), int(start), iter(lengths)
        fresh = _fresh(layout)
        for index, item in enumerate(layout.items):
            if isinstance(item, Block):
                ideal += item.length
                at += item.length
            elif isinstance(item, Stretch):
                ideal += next(spare)
                afresh = index + 1 in fresh
                at = self._loaded_end(ideal, at, item, afresh) if item.loaded else self._end(ideal, at, afresh=afresh)
                ideal = float(at) if afresh and not exact else ideal
                self._ends.append(at)
        self._next = iter(self._ends)

    @staticmethod
    def _end(ideal: float, start: int, *, afresh: bool) -> int:
        """Return where a rest ends that begins at `start`: not before that, even if the rest is a moment only."""
        if not afresh:
            return max(start, round(ideal))
        return max(on_grid(round(ideal)), -(-start // MP3_FRAME_MS) * MP3_FRAME_MS)

    @staticmethod
    def _loaded_end(ideal: float, start: int, rest: Stretch, afresh: bool) -> int:
        """Return where a loaded rest ends: no rounding makes it longer than usual, but where it is a moment only."""
        end = min(round(ideal), start + rest.usual)
        first_frame = -(-start // MP3_FRAME_MS) * MP3_FRAME_MS
        return max(first_frame, end // MP3_FRAME_MS * MP3_FRAME_MS) if afresh else max(start, end)

    def __next__(self) -> int:
        return next(self._next)


def on_grid(position: int) -> Ms:
    """Return the MP3 frame nearest to `position`."""
    return Ms((position + MP3_FRAME_MS // 2) // MP3_FRAME_MS * MP3_FRAME_MS)


def _fresh(layout: Layout) -> frozenset[int]:
    """Return the numbers of the items where something begins afresh: a section's bed, and the first breath over it.

    Where that breath opens a section, the section begins there too.
    """
    found, breathes, at = [], True, 0
    for number, item in enumerate(layout.items):
        at = at if number and isinstance(layout.items[number - 1], Start) else number
        if isinstance(item, Start) and item.afresh:
            breathes = False
            found.append(number)
        elif isinstance(item, Block) and "breath" in item.tracks and not breathes:
            breathes = True
            found.append(at)
    return frozenset(found)


class _BedStart(NamedTuple):
    """Where a bed begins, and for which exercise; one that `goes_on` is the one before at another level."""

    edge: Ms
    name: str
    exercise: str
    level_db: float
    goes_on: bool


class _Placing:
    """The timeline so far."""

    def __init__(
        self, *, at: Ms, music: str | None, edges: Edges, loops: Loops, levels_db: Mapping[str, float]
    ) -> None:
        self.at = at
        self.music = music
        self.edges = edges
        self.loops = loops
        self.levels_db = levels_db
        self.clips: dict[str, list[Clip]] = {name: [] for name in TRACKS}
        self.sections: list[TimelineSection] = []
        self.begun: Start | None = None
        self.section_start = Ms(0)
        self.bed_starts: list[_BedStart] = []
        self.first_breaths: dict[int, Ms] = {}
        self.clocks: list[tuple[Ms, Clock]] = []
        self.clock_runs: list[ClockRun] = []

    def block(self, block: Block) -> None:
        if "breath" in block.tracks:
            self.first_breaths.setdefault(len(self.bed_starts), self.at)
        for name, clips in block.tracks.items():
            self.clips[name].extend(clip.moved(self.at) for clip in clips)
        self.at = Ms(self.at + block.length)

    def rest(self, end: Ms, rest: Stretch) -> None:
        clip = Clip(kind=Kind.PAUSE, start=self.at, end=end, exercise=rest.exercise, loaded=rest.loaded or None)
        self.clips["rests"].append(clip)
        self.at = end

    def clock(self, clock: Clock) -> None:
        if clock.every:
            self.clocks.append((self.at, clock))
        else:
            self._stop(next(one for one in reversed(self.clocks) if one[1].clip.text == clock.clip.text))

    def _stop(self, begun: tuple[Ms, Clock]) -> None:
        self.clocks.remove(begun)
        start, clock = begun
        self.clock_runs.append(ClockRun(clip=clock.clip, every=clock.every, start=start, end=self.at))

    def start(self, start: Start) -> None:
        self._close_section(self.at)
        begin = self.at if self.sections else Ms(0)
        before, self.begun, self.section_start = self.begun, start, begin
        name = start.music or self.music
        if start.afresh and self.music and name:
            goes_on = before is not None and (before.exercise, before.music) == (start.exercise, start.music)
            level_db = start.music_level_db + self.levels_db.get(name, 0.0)
            edge = Ms(max(0, begin - AHEAD))
            self.bed_starts.append(_BedStart(edge, name, start.exercise, level_db, goes_on))

    def _close_section(self, end: Ms) -> None:
        if self.begun is not None:
            self.sections.append(
                TimelineSection(title=self.begun.title, exercise=self.begun.exercise, start=self.section_start, end=end)
            )

    def finish(self) -> Timeline:
        length = on_grid(self.at + self.edges.lead_out)
        self._close_section(length)
        for begun in list(self.clocks):
            self._stop(begun)
        self.clips["sounds"] = list(rung([*self._ends(length), *self.clips["sounds"]], self.clock_runs, length))
        self.clips["tones"] = list(one_a_breath(self.clips["tones"]))
        tracks = tuple(Track(name=name, clips=tuple(clips)) for name, clips in self.clips.items() if clips)
        return Timeline(length=length, tracks=tracks, sections=tuple(self.sections), beds=self._beds(length))

    def _ends(self, length: Ms) -> Iterator[Clip]:
        """Yield the sounds before and behind the class."""
        for sound, at in ((self.edges.intro, Ms(0)), (self.edges.outro, Ms(length - self.edges.bed_out))):
            if sound is not None:
                yield Clip(kind=Kind.SOUND, start=at, end=Ms(at + sound[1]), text=sound[0])

    def _beds(self, length: Ms) -> tuple[BedSpan, ...]:
        """Return the beds: each comes in before its section's edge and is alone from the edge on.

        So the sound from the edge on depends on nothing that came before, wherever the section moves to; but where a
        bed goes on at another level.
        """
        spans: list[BedSpan] = []
        plays: list[Play] = []
        cross = self.edges.crossfade
        for index, (edge, name, exercise, level_db, goes_on) in enumerate(self.bed_starts):
            last = index + 1 == len(self.bed_starts)
            start = Ms(max(0, edge - cross)) if index else self.edges.bed_in
            end = Ms(length - self.edges.bed_out if last else self.bed_starts[index + 1].edge - SETTLED)
            anchor = self.first_breaths.get(index + 1, start) if name in self.loops else start
            anchor = spans[-1].anchor if goes_on and spans else anchor
            plays.append(Play(bed=name, exercise=exercise, anchor=anchor, start=start, end=end, goes_on=goes_on))
            spans.append(
                BedSpan(
                    name=name,
                    start=start,
                    end=end,
                    fade_in=cross if index else self.edges.fade_in,
                    fade_out=self.edges.fade_out if last else cross,
                    anchor=anchor,
                    level_db=level_db,
                )
            )
        return tuple(replace(span, begins=at) for span, at in zip(spans, begins(self.loops, plays), strict=True))
