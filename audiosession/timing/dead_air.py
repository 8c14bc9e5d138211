"""A class in which nothing sounds for too long: people think that it has stopped."""

from __future__ import annotations

from itertools import accumulate

from audiosession.errors import DefinitionError
from audiosession.timing.timeline import Timeline
from audiosession.units import Ms, clock
from audiosession.writing.safety import MOST_SILENCE_S


def refuse_dead(timeline: Timeline) -> None:
    """Refuse a class in which nothing at all sounds for longer than `MOST_SILENCE_S`.

    Raises:
        DefinitionError: The first such silence.
    """
    if timeline.beds:
        return
    sounding = sorted((c.start, c.end) for name in ("voice", "tones", "sounds") for c in timeline.track(name))
    ends = accumulate((end for _, end in sounding), max)  # a bell may ring on under a line
    for end, (start, _) in zip(ends, sounding[1:], strict=False):
        if start - end > MOST_SILENCE_S * 1000:
            raise DefinitionError(
                f"nothing sounds for {clock(Ms(start - end))} from {clock(end)} on",
                hint=f"after {MOST_SILENCE_S} s people think it has stopped: choose a bed, or shorten the pause",
            )
