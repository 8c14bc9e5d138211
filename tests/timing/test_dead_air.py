"""A class in which nothing sounds for too long is refused; music or tones keep it alive."""

from __future__ import annotations

import pytest
from support.scheduling import schedule
from support.starter_content import takes_of

from audiosession.errors import DefinitionError
from audiosession.timing.dead_air import refuse_dead
from audiosession.timing.timeline import Clip, Kind, Timeline, Track
from audiosession.units import Ms
from audiosession.writing.text.reading import parse


def scheduled(text: str, *, music: str | None, tones: bool) -> Timeline:
    narration = parse(text, "a class")
    return schedule(narration, takes_of(narration), count=Ms(1_000), music=music, tones=tones)[0]


def test_nothing_is_dead_for_longer_than_45_seconds() -> None:
    long = "Rest.\n[pause 50 from 50 to 50]\nWake up.\n"

    refuse_dead(scheduled(long, music="sea-waves", tones=False))
    refuse_dead(scheduled(long.replace("50", "40"), music=None, tones=False))
    with pytest.raises(DefinitionError, match="nothing sounds for 0:50 from 0:0"):
        refuse_dead(scheduled(long, music=None, tones=True))


def with_lines(*spans: tuple[int, int]) -> Timeline:
    clips = tuple(Clip(kind=Kind.SPEECH, start=Ms(start), end=Ms(end)) for start, end in spans)
    return Timeline(length=Ms(600_000), tracks=(Track(name="voice", clips=clips),), sections=())


def test_forty_five_seconds_are_borne_and_a_millisecond_more_is_not_wherever_they_lie() -> None:
    refuse_dead(with_lines((0, 1_000), (46_000, 47_000), (90_000, 91_000), (120_000, 125_000)))

    with pytest.raises(DefinitionError, match="nothing sounds for 0:45 from 2:05 on"):
        refuse_dead(with_lines((0, 1_000), (45_000, 125_000), (170_001, 171_000)))
