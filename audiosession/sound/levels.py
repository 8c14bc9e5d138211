"""The level of each bed over a class as corners to draw: how it comes in, gives way, comes up and leaves."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from audiosession.sound.ducking import DuckPoints
from audiosession.timing.timeline import BedSpan
from audiosession.units import Ms

SILENT_DB = -60.0
"""What is drawn for silence: where a fade begins and where one ends."""


@dataclass(frozen=True, kw_only=True)
class BedLevel:
    """One bed from `start` to `end`; its `corners` are positions with decibels, straight lines between them.

    Decibels count from the level that a bed has before the first word.
    """

    name: str
    start: Ms
    end: Ms
    corners: DuckPoints


def bed_levels(beds: tuple[BedSpan, ...], points: DuckPoints) -> tuple[BedLevel, ...]:
    """Return the level of each of `beds`, where `points` are the corners that speech and tones give to all of them."""
    return tuple(
        BedLevel(name=bed.name, start=bed.start, end=bed.end, corners=tuple(_corners(bed, points))) for bed in beds
    )


def _corners(bed: BedSpan, points: DuckPoints) -> Iterator[tuple[Ms, float]]:
    whole_from, whole_to = Ms(bed.start + bed.fade_in), Ms(bed.end - bed.fade_out)
    if bed.fade_in:
        yield bed.start, SILENT_DB
    yield whole_from, _level_db(points, whole_from) + bed.level_db
    for at, level_db in points:
        if whole_from < at < whole_to:
            yield at, level_db + bed.level_db
    if whole_to > whole_from:
        yield whole_to, _level_db(points, whole_to) + bed.level_db
    if bed.fade_out:
        yield bed.end, SILENT_DB


def _level_db(points: DuckPoints, at: Ms) -> float:
    """Return the level at a position: on the line between the corners around it, that of the nearest beyond them."""
    if not points:
        return 0.0
    number = bisect_right(points, at, key=lambda point: point[0])
    (start, low), (end, high) = points[max(0, number - 1)], points[min(number, len(points) - 1)]
    return low if end <= start or at <= start else low + (high - low) * (at - start) / (end - start)
