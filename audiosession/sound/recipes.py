"""A timeline into windows, and what sounds in each of them as a recipe.

A recipe is all that the mix reads, so its address stands for the sound: two windows with one recipe are the same bytes,
wherever on the timeline they lie.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from audiosession.digests import digest_of
from audiosession.sound.ducking import DuckPoints, duck_points, give_way_points, points_within
from audiosession.sound.tones import SPOKEN_OVER_DB, softer_db
from audiosession.timing.schedule import AHEAD, SETTLED
from audiosession.timing.timeline import BedSpan, Clip, Timeline
from audiosession.units import MP3_FRAME_MS, Ms
from audiosession.versions import VERSIONS
from audiosession.writing.values import Tones

BED_LUFS = -27.5
"""The loudness of a bed before the first word and after the last: 11.5 LU under the voice, which stands at -16.

In longer gaps it is 17.5 under it, under words and tones 23.5: see `audiosession.sound.ducking`."""
WINDOW = Ms(20_400)
"""The usual length of a window: 850 MP3 frames."""
SHORTEST = Ms(2_400)
"""What is left over below this length is part of the window before it."""


@dataclass(frozen=True, kw_only=True)
class BedPart:
    """One bed in a window: where it starts and ends from the window's start, and its fades.

    `anchor` is where its round begins, which says what part of it is heard. A fade that lies outside the window is 0, a
    `start` or `end` beyond it is the window's, so that nothing is said of what sounds elsewhere.
    """

    bed: str
    anchor: Ms
    start: Ms
    end: Ms
    fade_in: Ms
    fade_out: Ms
    gain_db: float


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """Everything that sounds in a window; positions count from the window's start.

    `lead` and `tail` are mixed too, before and behind the window: filters and the encoder want to hear them.
    `takes`, `beds` and `sounds` are addressed by what they sound like, never by name. `sounds` tells where each begins,
    for how long it is heard, which it is and its gain in decibels. `duck` is the level of the beds, `give_way`
    that of the tones. Of sounds and tones that there are not, nothing is said in the address.
    """

    length: Ms
    lead: Ms
    tail: Ms
    takes: tuple[tuple[Ms, str], ...]
    tones: tuple[tuple[Ms, Ms, str], ...]
    beds: tuple[BedPart, ...]
    duck: DuckPoints
    version: int = VERSIONS.mix
    sounds: tuple[tuple[Ms, Ms, str, float], ...] = field(default=(), repr=False)
    give_way: DuckPoints = field(default=(), repr=False)

    @cached_property
    def address(self) -> str:
        """The SHA-256 of everything in the recipe, in hexadecimal."""
        return digest_of(repr(self) + "".join(repr(more) for more in (self.sounds, self.give_way) if more))


def windows(timeline: Timeline, length: Ms = WINDOW) -> list[tuple[Ms, Ms]]:
    """Return the windows of `timeline`: whole MP3 frames, and anew where a bed comes in, is alone or is anchored.

    The last ones before such a place, and before the end, are cut in halves, so that cores that work side by side are
    done at about the same time, be it with all windows or with those that an edit moved. Before a bed that comes in
    they are not: its way in is short enough. Only the very last one may end between MP3 frames.
    """
    edges = _edges(timeline)
    half = max(SHORTEST, length // MP3_FRAME_MS // 2 * MP3_FRAME_MS)
    in_halves = {timeline.length: 2 * length} | dict.fromkeys(_ways_in(timeline), 0)
    found: list[tuple[Ms, Ms]] = []
    for start, end in pairwise(edges):
        n_whole = max(0, -(-(end - start - in_halves.get(end, length + half)) // length))
        middle = start + n_whole * length
        cuts = [*range(start, min(middle, end), length), *range(middle, end, half), end]
        if len(cuts) > 2 and cuts[-1] - cuts[-2] < SHORTEST:
            del cuts[-2]
        found += [(Ms(a), Ms(b)) for a, b in pairwise(cuts)]
    return found


def _ways_in(timeline: Timeline) -> list[Ms]:
    """Return where windows before the ways in of beds end, but of the first: they hear nothing of them."""
    return [Ms(bed.start - AHEAD) for bed in timeline.beds[1:]]


def _edges(timeline: Timeline) -> list[Ms]:
    """Return both ends of `timeline`, and between them where windows begin anew.

    That is where a bed is alone; and, if far from others, where it comes in, for it sounds otherwise there when a line
    before its first breath is edited, and where its round begins. Without beds, these are just before another exercise
    begins and where its first breath does, if on MP3 frames.
    """
    if timeline.beds:
        alone = [bed.end + SETTLED for bed in timeline.beds[:-1]]
        anchors = [bed.anchor for bed in timeline.beds if bed.anchor > bed.start]
        anchors += _ways_in(timeline)
    else:
        changes = [b.start for a, b in pairwise(timeline.sections) if a.exercise != b.exercise]
        alone = [Ms(start - AHEAD) for start in changes if start % MP3_FRAME_MS == 0 and start > AHEAD]
        breaths = [clip.start for clip in timeline.track("breath")]
        anchors = [breaths[at] for start in (0, *alone) if (at := bisect_left(breaths, start)) < len(breaths)]
    edges = [0, *sorted(alone), timeline.length]
    for anchor in sorted(anchor for anchor in anchors if anchor % MP3_FRAME_MS == 0):
        place = bisect_left(edges, anchor)
        if 0 < place < len(edges) and edges[place - 1] + SHORTEST <= anchor <= edges[place] - SHORTEST:
            edges.insert(place, anchor)
    return [Ms(edge) for edge in edges]


class _Lane:
    """The clips of a track, which are in the order of their starts, looked up by where they sound."""

    def __init__(self, clips: Sequence[Clip]) -> None:
        self.clips = clips
        self._starts = [clip.start for clip in clips]
        self._longest = max((clip.length for clip in clips), default=0)

    def between(self, start: Ms, end: Ms) -> Iterator[Clip]:
        """Yield the clips of which something is heard from `start` to `end`, at the price of those near."""
        first, last = bisect_left(self._starts, start - self._longest), bisect_left(self._starts, end)
        return (clip for clip in self.clips[first:last] if clip.end > start)


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What turns windows of one timeline into recipes.

    Args:
        timeline: What sounds when.
        takes: The digest of the take of each line.
        beds: The digest of each bed, and its loudness as it comes.
        sounds: The digest of each sound, and its gain in decibels.
        tones: How far those on the timeline stand out.
        lifts_db: How much louder the beds play where nobody speaks; see `audiosession.sound.lifting`.
    """

    timeline: Timeline
    takes: dict[str, str]
    beds: dict[str, tuple[str, float]]
    lead: Ms
    tail: Ms
    sounds: dict[str, tuple[str, float]] = field(default_factory=dict)
    tones: Tones = Tones.CLEAR
    lifts_db: tuple[float, ...] = ()

    def recipes(self, length: Ms = WINDOW) -> Iterator[Recipe]:
        """Yield the recipe of each window in turn; `length` is that of most."""
        lanes = {name: _Lane(self.timeline.track(name)) for name in ("voice", "tones", "sounds")}
        points = duck_points(self.timeline, self.lifts_db)
        give_way = give_way_points(self.timeline, level_db=softer_db(self.tones), under_db=SPOKEN_OVER_DB)
        for start, end in windows(self.timeline, length):
            yield self._recipe(start, end, lanes, points, give_way)

    def _recipe(
        self, start: Ms, end: Ms, lanes: Mapping[str, _Lane], points: DuckPoints, give_way: DuckPoints
    ) -> Recipe:
        lead = Ms(min(self.lead, start))
        tail = Ms(min(self.tail, self.timeline.length - end))
        a, b = Ms(start - lead), Ms(end + tail)
        beds = tuple(self._part(bed, start, a, b) for bed in self.timeline.beds if bed.start < b and bed.end > a)
        near = points_within(points, a, b) if beds else ()
        tones = tuple((Ms(c.start - start), c.length, c.text) for c in lanes["tones"].between(a, b))
        given = points_within(give_way, a, b) if tones else ()
        return Recipe(
            length=Ms(end - start),
            lead=lead,
            tail=tail,
            takes=tuple((Ms(c.start - start), self.takes[c.line]) for c in lanes["voice"].between(a, b)),
            tones=tones,
            beds=beds,
            duck=tuple((Ms(at - lead), level) for at, level in near),
            give_way=tuple((Ms(at - lead), level) for at, level in given),
            sounds=tuple((Ms(c.start - start), c.length, *self.sounds[c.text]) for c in lanes["sounds"].between(a, b)),
        )

    def _part(self, bed: BedSpan, start: Ms, heard_from: Ms, heard_to: Ms) -> BedPart:
        digest, lufs = self.beds[bed.name]
        enters = heard_from < bed.start + bed.fade_in
        leaves = heard_to > bed.end - bed.fade_out
        return BedPart(
            bed=digest,
            anchor=Ms(bed.anchor - bed.begins - start),
            start=Ms((bed.start if enters else heard_from) - start),
            end=Ms((bed.end if leaves else heard_to) - start),
            fade_in=bed.fade_in if enters else Ms(0),
            fade_out=bed.fade_out if leaves else Ms(0),
            gain_db=round(BED_LUFS - lufs + bed.level_db, 3),
        )
