"""The timeline: what sounds and what is breathed, placed to the millisecond; to and from JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from audiosession.timing.load import Held, Stay, held_over
from audiosession.units import Ms, to_ms, to_seconds
from audiosession.writing.phases.voices import line_as


class Kind(StrEnum):
    """What a clip is; the names are those of the session file."""

    SPEECH = "speech"
    INHALE = "inhale"
    EXHALE = "exhale"
    HOLD = "hold"
    FREE = "free"
    PULSE = "pulse"
    PAUSE = "pause"
    TONE = "tone"
    SOUND = "sound"


BREATHS = (Kind.INHALE, Kind.EXHALE, Kind.HOLD, Kind.FREE)
"""What the breath does: one of these after the other, and pulses lie upon them."""


@dataclass(frozen=True, kw_only=True)
class Clip:
    """Something placed: `start` and `end` are positions on the timeline, `end` is where it is over.

    Of a phase, `counts` or `seconds` tell how long it was written; `call` is true of a line that is called out in one,
    `loaded` of a phase or a rest in which the body is held under load, `reversed` of all in a phase that goes the other
    way round. `voice` is 2 of a line that the second voice says. Where the side changes in a phase, it is told of what
    is in it alone. `at_line` is the line of the narration that it comes from, 0 where it comes from none.
    """

    kind: Kind
    start: Ms
    end: Ms
    text: str = ""
    exercise: str = ""
    rep: int | None = None
    side: str | None = None
    counts: int | None = None
    seconds: float | None = None
    round: int | None = None
    call: bool | None = None
    loaded: bool | None = None
    reversed: bool | None = None
    voice: int | None = None
    at_line: int = field(default=0, compare=False, repr=False)

    @property
    def line(self) -> str:
        """What its text is called among takes."""
        return line_as(self.text, self.voice)

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a clip from {self.start} to {self.end} ms")

    @property
    def length(self) -> Ms:
        """How long it lasts."""
        return Ms(self.end - self.start)

    def moved(self, by: Ms) -> Clip:
        """Return it `by` later, which is not before 0: as `replace` would, in a fifth of the time."""
        clip = object.__new__(Clip)
        clip.__dict__.update(self.__dict__, start=Ms(self.start + by), end=Ms(self.end + by))
        return clip


@dataclass(frozen=True, kw_only=True)
class Track:
    """A lane of clips in the order of their starts."""

    name: str
    clips: tuple[Clip, ...]


@dataclass(frozen=True, kw_only=True)
class TimelineSection:
    """A titled stretch of the timeline: a chapter of the class."""

    title: str
    exercise: str
    start: Ms
    end: Ms


@dataclass(frozen=True, kw_only=True)
class BedSpan:
    """Where one bed plays; it comes in over `fade_in` and leaves over `fade_out`.

    Neighbouring spans overlap by their fades, so that one bed passes into the next. At `anchor`, a position on the
    timeline, it is `begins` into its round, and goes round before that as it does after it. It plays `level_db` louder
    than the house mixes it.
    """

    name: str
    start: Ms
    end: Ms
    fade_in: Ms
    fade_out: Ms
    anchor: Ms
    begins: Ms = Ms(0)
    level_db: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """A class, placed. Tracks are named voice, breath, pulses, rests, tones and sounds."""

    length: Ms
    tracks: tuple[Track, ...]
    sections: tuple[TimelineSection, ...]
    beds: tuple[BedSpan, ...] = ()

    def track(self, name: str) -> tuple[Clip, ...]:
        """Return the clips of the track called `name`; none where there is no such track."""
        return next((track.clips for track in self.tracks if track.name == name), ())

    def spans(self, name: str) -> list[tuple[Ms, Ms]]:
        """Return the start and end of each clip of a track."""
        return [(clip.start, clip.end) for clip in self.track(name)]

    @property
    def music(self) -> tuple[Ms, Ms] | None:
        """From where to where beds play; None where none does."""
        return (self.beds[0].start, self.beds[-1].end) if self.beds else None

    def clips(self) -> list[Clip]:
        """Return the clips of all tracks in the order of their starts."""
        return sorted((c for t in self.tracks for c in t.clips), key=lambda c: (c.start, list(Kind).index(c.kind)))

    def held(self) -> list[Held]:
        """Return the stretches in which the body is held under load, in order."""
        parts = sorted((*self.track("breath"), *self.track("rests")), key=lambda clip: (clip.start, clip.end))
        return held_over(Stay(clip.exercise, bool(clip.loaded), clip.start, clip.end) for clip in parts)


def to_events(clips: Iterable[Clip]) -> list[dict[str, Any]]:
    """Return clips as rows of a session file: seconds with three decimals, and only the keys that apply."""
    rows = []
    for clip in clips:
        row: dict[str, Any] = {"kind": str(clip.kind), "start": to_seconds(clip.start), "end": to_seconds(clip.end)}
        for key in (
            "text",
            "exercise",
            "rep",
            "round",
            "side",
            "reversed",
            "counts",
            "seconds",
            "call",
            "loaded",
            "voice",
        ):
            if (value := getattr(clip, key)) not in ("", None):
                row[key] = value
        rows.append(row)
    return rows


def from_event(row: Mapping[str, Any]) -> Clip:
    """Return the clip that a row of a session file stands for; ``from_event(to_events([c])[0]) == c``."""
    return Clip(
        kind=Kind(row["kind"]),
        start=to_ms(row["start"]),
        end=to_ms(row["end"]),
        text=row.get("text", ""),
        exercise=row.get("exercise", ""),
        rep=row.get("rep"),
        side=row.get("side"),
        counts=row.get("counts"),
        seconds=row.get("seconds"),
        round=row.get("round"),
        call=row.get("call"),
        loaded=row.get("loaded"),
        reversed=row.get("reversed"),
        voice=row.get("voice"),
    )


def to_json(timeline: Timeline) -> dict[str, Any]:
    """Return `timeline` as plain JSON values; `from_json` brings it back whole."""
    return {
        "length": to_seconds(timeline.length),
        "sections": [
            {"title": s.title, "exercise": s.exercise, "start": to_seconds(s.start), "end": to_seconds(s.end)}
            for s in timeline.sections
        ],
        **_told_held(timeline.held()),
        "tracks": [{"name": track.name, "events": to_events(track.clips)} for track in timeline.tracks],
        "beds": [
            {
                "name": bed.name,
                "start": to_seconds(bed.start),
                "end": to_seconds(bed.end),
                "fade_in": to_seconds(bed.fade_in),
                "fade_out": to_seconds(bed.fade_out),
                "anchor": to_seconds(bed.anchor),
                **({"begins": to_seconds(bed.begins)} if bed.begins else {}),
                **({"level_db": bed.level_db} if bed.level_db else {}),
            }
            for bed in timeline.beds
        ],
    }


def _told_held(held: Iterable[Held]) -> dict[str, Any]:
    rows = [{"exercise": one.exercise, "start": to_seconds(one.start), "end": to_seconds(one.end)} for one in held]
    return {"held": rows} if rows else {}


def from_json(values: Mapping[str, Any]) -> Timeline:
    """Return the timeline that `to_json` wrote."""
    times = ("start", "end", "fade_in", "fade_out", "anchor")
    return Timeline(
        length=to_ms(values["length"]),
        tracks=tuple(
            Track(name=track["name"], clips=tuple(from_event(row) for row in track["events"]))
            for track in values["tracks"]
        ),
        sections=tuple(
            TimelineSection(title=s["title"], exercise=s["exercise"], start=to_ms(s["start"]), end=to_ms(s["end"]))
            for s in values["sections"]
        ),
        beds=tuple(
            BedSpan(
                name=bed["name"],
                **{time: to_ms(bed[time]) for time in times},
                begins=to_ms(bed.get("begins", 0.0)),
                level_db=bed.get("level_db", 0.0),
            )
            for bed in values["beds"]
        ),
    )
