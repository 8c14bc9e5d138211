"""Where a definition wants sounds: at its start and end, on a change, at each rep, every so many minutes."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, model_validator

from audiosession.definitions import Model
from audiosession.units import Ms
from audiosession.value_kinds import NAME, Called
from audiosession.value_words import KeyPath, RefusedError, refuse
from audiosession.writing.spoken import OneLine, Rest
from audiosession.writing.values import Length

MIN_EVERY_S, MAX_EVERY_S = 15, 3_600
"""How often a sound of the clock may be heard, in seconds."""
_RING = Rest(least=1.0, usual=2.5, most=6.0)
_FORBIDDEN = "[]:/\\"


def _named(name: str) -> str:
    if not name.strip() or any(one in _FORBIDDEN for one in name):
        raise RefusedError(f'no sound is called "{name}"', "name a file in music/sounds, without its ending")
    return name


def _often(every: Ms) -> Ms:
    if not MIN_EVERY_S * 1000 <= every <= MAX_EVERY_S * 1000:
        raise RefusedError(f"a sound every {every / 1000:g} s", f"from {MIN_EVERY_S} s to {MAX_EVERY_S // 60} minutes")
    return every


SoundName = Annotated[OneLine, AfterValidator(_named), NAME]
"""The name of a bell, or of a recording in `music/sounds/`."""


class Ring(Model):
    """A sound and when it is heard."""

    called: ClassVar[Called] = Called("a table [[sound]]", "tables [[sound]]", '{ use = "bell", at = "start" }')

    use: SoundName
    """The sound, by name."""
    at: Literal["start", "end", "change", "rep"] | None = None
    """When it is heard. In an exercise: `start` right before the first breath, or the practice in words, `end`
    right after the last, `change` between the sides, `rep` with the first breath of each rep but the first. In a class:
    `start` before the first word, `end` after the last, `change` before each exercise but the first."""
    every: Annotated[Length, AfterValidator(_often)] | None = None
    """In place of `at`: how often it is heard from the start to the end, such as `5m`."""
    rest: Rest | None = None
    """The pause after it; `[1.0, 2.5, 6.0]` where nothing is said. One at each rep or on the clock has none."""

    @model_validator(mode="after")
    def _one_time(self) -> Self:
        if (self.at is None) == (self.every is None):
            refused = RefusedError("a sound says either at or every", 'write at = "start", or every = "5m"')
            refuse([(("use",), refused)])
        if self.rest is not None and (self.every or self.at == "rep"):
            when = "on the clock" if self.every else "at a rep"
            refuse([(("rest",), RefusedError(f"a sound {when} holds nothing up", "take the rest out"))])
        return self

    @property
    def pause(self) -> Rest:
        """The rest after it."""
        return self.rest or _RING


def _once(rings: tuple[Ring, ...]) -> tuple[Ring, ...]:
    """Refuse two sounds at one moment, and the same one twice on the clock."""
    refused: list[tuple[KeyPath, RefusedError]] = []
    seen: set[object] = set()
    for index, ring in enumerate(rings):
        when = ring.at or ring.use
        if when in seen:
            said = f"another sound at the {ring.at}" if ring.at else f"{ring.use} on the clock again"
            refused.append(((index, "at" if ring.at else "every"), RefusedError(said, "choose one of the two")))
        seen.add(when)
    refuse(refused)
    return rings


Rings = Annotated[tuple[Ring, ...], AfterValidator(_once)]
"""The sounds of an exercise or a class."""
