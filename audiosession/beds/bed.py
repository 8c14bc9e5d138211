"""Beds: what music/beds.toml says of each, and how a recording becomes endless."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field, Strict, model_validator

from audiosession.beds.parts import Parts
from audiosession.definitions import Model, check_tables
from audiosession.errors import Where
from audiosession.timing.rounds import Round
from audiosession.units import FRAMES_PER_MS, SAMPLE_RATE, Ms
from audiosession.value_kinds import Called
from audiosession.value_words import RefusedError, refuse
from audiosession.writing.values import MusicLevel

OWN_SEAM = Ms(50)
"""How long the two sides of a seam are blended where loop points say that they are the same sound."""
FOREIGN_SEAM = Ms(4_000)
"""How long the end passes into the beginning where a recording was not made to loop."""

SHORTEST_STEP_MS = 1_000
"""How soon after a part the next may begin."""

Milliseconds = Annotated[int, Strict(), Field(ge=0)]
PartEdges = Annotated[tuple[Milliseconds, ...], Field(min_length=4, max_length=14)]


class Bed(Model):
    """One bed: its file beside beds.toml, its loop or its parts, its loudness and whose it is."""

    model_config = ConfigDict(
        json_schema_extra={
            "dependencies": {
                "loop_start_ms": ["loop_end_ms"],
                "loop_end_ms": ["loop_start_ms"],
                "parts_ms": ["overlap_ms"],
                "overlap_ms": ["parts_ms"],
            }
        }
    )

    called: ClassVar[Called] = Called("a table", "tables")

    file: Annotated[str, Field(pattern=r"^[^/\\]+$"), Called("the name alone of a file beside beds.toml", "names")]
    """The recording, beside beds.toml."""
    title: str = ""
    """What summaries and show notes call it; where nothing is said, what the recording's own tags say."""
    description: str = ""
    """What it sounds like, for `audiosession list music`."""
    loop_start_ms: Milliseconds | None = None
    """Where the loop begins, in milliseconds; a bed that tells it begins there with each exercise's first breath."""
    loop_end_ms: Milliseconds | None = None
    """Where it goes back to the beginning; goes with the one before."""
    parts_ms: PartEdges | None = None
    """In place of a loop: where each of 3 to 13 parts begins, in milliseconds, and where the last one ends. They follow
    one another in ever another order, and each exercise's first breath begins another one."""
    overlap_ms: Milliseconds | None = None
    """How long before a part ends the next begins: each rises out of nothing and falls to nothing, and they are summed;
    goes with the one before."""
    level_lufs: Annotated[float, Field(allow_inf_nan=False, ge=-70, le=0)] | None = None
    """Its loudness (ITU-R BS.1770); measured where nothing is said."""
    level_db: MusicLevel = 0.0
    """How much louder it plays than the house mixes it, in decibels; softer, if below 0."""
    tempo_bpm: Annotated[float, Field(allow_inf_nan=False, gt=0)] | None = None
    """Its beats a minute, for `audiosession list music --json`."""
    licence: str = ""
    """Under which licence it may be used; show notes say "licence not given" where nothing is said."""
    credit: str = ""
    """Who made it, for show notes and the licence's sake; where nothing is said, the artist in its tags."""
    seed: int | None = None
    """What `compose.py` makes it again from; for the beds that come with it."""

    @property
    def made_to_loop(self) -> bool:
        """Whether it has no beginning of its own: it tells where its loop or its parts begin and end."""
        return self.loop_start_ms is not None or self.parts is not None

    @property
    def parts(self) -> Parts | None:
        """The parts that it is made of; None where it is all one."""
        if self.parts_ms is None or self.overlap_ms is None:
            return None
        return Parts(edges=self.parts_ms, overlap=self.overlap_ms)

    @property
    def round(self) -> Round:
        """What it plays until it comes back to its beginning."""
        return self.parts.round if self.parts else Round()

    @model_validator(mode="after")
    def _loop_in_order(self) -> Bed:
        for one, other in (("loop_start_ms", "loop_end_ms"), ("parts_ms", "overlap_ms")):
            if (getattr(self, one) is None) != (getattr(self, other) is None):
                lacking = other if getattr(self, other) is None else one
                raise RefusedError(f"lacks {lacking}: {one} and {other} go together")
        if self.loop_start_ms is not None and self.parts_ms is not None:
            hint = "leave loop_start_ms and loop_end_ms out, or parts_ms and overlap_ms"
            raise RefusedError("has a loop and parts", hint)
        if self.loop_start_ms is not None and self.loop_end_ms is not None and self.loop_end_ms <= self.loop_start_ms:
            refuse([(("loop_end_ms",), RefusedError(f"a loop from {self.loop_start_ms} to {self.loop_end_ms} ms"))])
        refuse([(("parts_ms", number), error) for number, error in self._wrong_parts()])
        return self

    def _wrong_parts(self) -> Iterator[tuple[int, RefusedError]]:
        """Yield what is wrong with parts, each by the number of the edge that ends it."""
        overlap = self.overlap_ms or 0
        least = max(2 * overlap, overlap + SHORTEST_STEP_MS)
        for number, (start, end) in enumerate(pairwise(self.parts_ms or ()), start=1):
            if end - start < least:
                message = f"a part from {start} to {end} ms, of parts that overlap by {overlap} ms"
                yield number, RefusedError(message, f"make each at least {least} ms long")


def read_beds(text: str, path: Where) -> dict[str, Bed]:
    """Return the beds that `text`, a beds.toml, lists.

    Raises:
        FaultsError: What is wrong, line by line.
    """
    return dict(_read(text, path))


@lru_cache(maxsize=4)
def _read(text: str, path: Where) -> Mapping[str, Bed]:
    return check_tables(text, path, Bed)


@dataclass(frozen=True, kw_only=True)
class Loop:
    """Which frames of a recording go round, and how many of them at the beginning hide the seam.

    The `seam` frames from `start` on are blended with as many from `end` on: `alike` where both are the same sound.
    """

    start: int
    end: int
    seam: int
    alike: bool


def find_loop(bed: Bed, n_frames: int, sounding: tuple[int, int] | None = None) -> Loop:
    """Return how a recording of `n_frames` at 48 kHz goes round.

    Between loop points both sides of the seam are the same sound. A recording without them ends by passing into its
    own beginning over 4 s (a quarter of it, if it is short); `sounding` tells from where to where it is not silent, by
    default all of it, and the silence at its head and its tail is no part of the loop.

    Raises:
        ValueError: The loop points lie outside the recording, or it is shorter than a second.
    """
    first, last = (0, n_frames) if bed.made_to_loop or sounding is None else sounding
    if last - first < SAMPLE_RATE:
        sound = "" if last - first == n_frames else ", silence at its head and tail left out"
        long = f"{(last - first) / SAMPLE_RATE:.2f} s"
        raise ValueError(f"a bed of {long}{sound}; it takes a second at least, better a minute")
    if bed.loop_start_ms is not None and bed.loop_end_ms is not None:
        start, end = bed.loop_start_ms * FRAMES_PER_MS, bed.loop_end_ms * FRAMES_PER_MS
        if end > n_frames:
            raise ValueError(f"the loop ends at {bed.loop_end_ms} ms of {n_frames * 1000 // SAMPLE_RATE} ms")
        return Loop(start=start, end=end, seam=min(OWN_SEAM * FRAMES_PER_MS, n_frames - end, end - start), alike=True)
    seam = min(FOREIGN_SEAM * FRAMES_PER_MS, (last - first) // 4)
    return Loop(start=first, end=last - seam, seam=seam, alike=False)
