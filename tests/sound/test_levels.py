"""The level of the music as it is drawn is the one that it is mixed at."""

from __future__ import annotations

import pytest

from audiosession.sound.levels import SILENT_DB, bed_levels
from audiosession.timing.timeline import BedSpan
from audiosession.units import Ms

POINTS = ((Ms(2_000), 0.0), (Ms(3_000), -12.0), (Ms(8_000), -12.0), (Ms(10_000), -6.0))


def bed(start: int, end: int, fade_in: int = 0, fade_out: int = 0, level_db: float = 0.0) -> BedSpan:
    return BedSpan(
        name="sea", start=Ms(start), end=Ms(end), fade_in=Ms(fade_in), fade_out=Ms(fade_out), anchor=Ms(start),
        level_db=level_db,
    )  # fmt: skip


def test_a_bed_comes_in_from_silence_gives_way_and_leaves() -> None:
    (level,) = bed_levels((bed(0, 12_000, fade_in=1_000, fade_out=1_500),), POINTS)

    assert level.corners == (
        (0, SILENT_DB), (1_000, 0.0), (2_000, 0.0), (3_000, -12.0), (8_000, -12.0), (10_000, -6.0), (10_500, -6.0),
        (12_000, SILENT_DB),
    )  # fmt: skip


@pytest.mark.parametrize(("at", "level_db"), [(2_500, -6.0), (2_250, -3.0), (5_000, -12.0), (9_000, -9.0), (500, 0.0)])
def test_what_begins_within_a_ramp_begins_on_its_line(at: int, level_db: float) -> None:
    (level,) = bed_levels((bed(at, 12_000),), POINTS)

    assert level.corners[0] == (at, pytest.approx(level_db))


def test_a_louder_bed_is_louder_throughout() -> None:
    (usual,), (louder,) = (bed_levels((bed(0, 12_000, level_db=more),), POINTS) for more in (0.0, 2.5))

    assert [b - a for (_, a), (_, b) in zip(usual.corners, louder.corners, strict=True)] == [2.5] * len(usual.corners)


def test_without_speech_it_is_flat() -> None:
    (level,) = bed_levels((bed(0, 5_000),), ())

    assert level.corners == ((0, 0.0), (5_000, 0.0))
