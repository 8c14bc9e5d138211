"""A timeline for video and audio editors, in the format of OpenTimelineIO.

The package comes with the extra ``editors``; without it there is no such file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import Any

from audiosession.timing.telling.labels import clip_label
from audiosession.timing.timeline import Clip, Kind, Timeline
from audiosession.units import SAMPLE_RATE, Ms, to_frames

_COLOURS = {
    Kind.INHALE: "CYAN",
    Kind.EXHALE: "BLUE",
    Kind.HOLD: "YELLOW",
    Kind.FREE: "GREEN",
    Kind.PULSE: "PINK",
    Kind.SOUND: "ORANGE",
}


def otio_is_installed() -> bool:
    """Return whether the package is there."""
    return find_spec("opentimelineio") is not None


def otio_document(timeline: Timeline, title: str, files: Mapping[str, str]) -> str:
    """Return `timeline` as an .otio document, one audio track for each stem, in frames at 48 kHz.

    The voice is cut into its lines, so that each can be moved; the other stems are one clip each. Sections, breath
    phases, pulses and sounds are markers.

    Args:
        timeline: What sounds when.
        title: The name of the document.
        files: The file of each stem, relative to the document; ``voice`` is the one that is cut.
    """
    import opentimelineio as otio

    document = otio.schema.Timeline(name=title)
    for name, file in files.items():
        track = otio.schema.Track(name=name, kind=otio.schema.TrackKind.Audio)
        cuts = _lines(timeline) if name == "voice" else [(Ms(0), timeline.length, name)]
        _fill(track, cuts, _reference(file, timeline.length), timeline.length)
        document.tracks.append(track)
    document.tracks.markers.extend(_markers(timeline))
    text: str = document.to_json_string()
    return text + "\n"


def _lines(timeline: Timeline) -> list[tuple[Ms, Ms, str]]:
    return [(clip.start, clip.end, clip.text) for clip in timeline.track("voice")]


def _fill(track: Any, cuts: Sequence[tuple[Ms, Ms, str]], reference: Any, length: Ms) -> None:
    """Lay the stretches `cuts` of one file where they are in it, gaps between them."""
    import opentimelineio as otio

    at = Ms(0)
    for start, end, name in cuts:
        if start > at:
            track.append(otio.schema.Gap(source_range=_range(Ms(0), Ms(start - at))))
        track.append(otio.schema.Clip(name=name, media_reference=reference.clone(), source_range=_range(start, end)))
        at = end
    if at < length:
        track.append(otio.schema.Gap(source_range=_range(Ms(0), Ms(length - at))))


def _reference(file: str, length: Ms) -> Any:
    import opentimelineio as otio

    return otio.schema.ExternalReference(target_url=file, available_range=_range(Ms(0), length))


def _markers(timeline: Timeline) -> list[Any]:
    import opentimelineio as otio

    found = [
        otio.schema.Marker(name=s.title, marked_range=_range(s.start, s.end), color="GREEN") for s in timeline.sections
    ]
    for clip in timeline.clips():
        if colour := _COLOURS.get(clip.kind):
            marked = _range(clip.start, clip.end)
            found.append(
                otio.schema.Marker(name=clip_label(clip), marked_range=marked, color=colour, metadata=_about(clip))
            )
    return found


def _about(clip: Clip) -> dict[str, Any]:
    """Return what the marker of a clip says of it to programs, in the names of the session file."""
    told = {"kind": str(clip.kind), "counts": clip.counts, "seconds": clip.seconds, "rep": clip.rep, "side": clip.side}
    return {"audiosession": {key: value for key, value in told.items() if value is not None}}


def _range(start: Ms, end: Ms) -> Any:
    import opentimelineio as otio

    first, last = to_frames(start), to_frames(end)
    return otio.opentime.TimeRange(
        otio.opentime.RationalTime(first, SAMPLE_RATE), otio.opentime.RationalTime(last - first, SAMPLE_RATE)
    )
