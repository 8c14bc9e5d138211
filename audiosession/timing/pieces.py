"""What a class is laid out in: blocks of fixed length, rests that stretch, where sections begin, and what gave way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from audiosession.errors import Where
from audiosession.timing.timeline import Clip
from audiosession.units import Ms


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
