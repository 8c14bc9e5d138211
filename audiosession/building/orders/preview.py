"""Preview a class: the mastered sound of any spot as the finished file has it there, without the rest being made.

The windows of the build are mastered, and none is decoded from the store: that costs no more, and is to the sample
what the encoder is given.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from audiosession.building.gather import Inputs
from audiosession.building.mix import open_beds
from audiosession.building.render import Renderer
from audiosession.building.speak import Speaker
from audiosession.building.sure import Sure, sure_up_to
from audiosession.codecs.wav import write_wav
from audiosession.errors import Act, DefinitionError, OutputError, Remedy
from audiosession.files.whole import refuse_unwritable, write_whole
from audiosession.formats import FORMATS, beside
from audiosession.progress import Teller, Watcher, unwatched
from audiosession.project.project import Project
from audiosession.project.stores import sharing, window_store
from audiosession.sound.segments import Samples
from audiosession.timing.spots import find_spot
from audiosession.timing.timeline import Clip, Timeline
from audiosession.units import FRAMES_PER_MS, Ms, clock, to_ms

MOST_SECONDS = 120
"""How much of a class may be heard in one go; it is held in memory."""
_WAV = FORMATS["wav"]


@dataclass(frozen=True, kw_only=True)
class Excerpt:
    """What of a class is to be heard: `seconds` from `at` on, a time or a name; see `timing.spots.find_spot`.

    Raises:
        DefinitionError: It is no stretch of time, or more than `MOST_SECONDS`.
    """

    at: str
    seconds: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.seconds) and 0.001 <= self.seconds <= MOST_SECONDS):
            hint = f"up to {MOST_SECONDS} seconds can be heard in one go; build the class to hear all of it"
            raise DefinitionError(f"a preview of {self.seconds:g} s", hint=hint)

    def span(self, timeline: Timeline) -> tuple[Ms, Ms]:
        """Return where it starts and ends on `timeline`, be it behind the end."""
        start = find_spot(timeline, self.at)
        return start, Ms(start + to_ms(self.seconds))


@dataclass(frozen=True, kw_only=True)
class Previewed:
    """The sound of a class from `start` to `end`: float32 at 48 kHz, stereo, full scale ±1; and what is in it.

    `is_exact` tells whether it is what a build makes of the class as it is. It is not where all that sounds is to be
    equally loud and the class has lines that were never spoken: they were not asked for, so the gain is a guess.
    """

    title: str
    voice: str
    start: Ms
    end: Ms
    cues: tuple[Clip, ...] = field(repr=False)
    gain_db: float
    is_exact: bool
    samples: Samples = field(repr=False, compare=False)

    @property
    def wav(self) -> bytes:
        """The sound as a WAV of 16 bits, which every browser and player takes."""
        file = io.BytesIO()
        write_wav(file, [self.samples])
        return file.getvalue()


@dataclass(frozen=True, kw_only=True)
class PreviewFile:
    """A preview that was written to the file at `path`."""

    path: Path
    previewed: Previewed


def preview(project: Project, inputs: Inputs, excerpt: Excerpt, watch: Watcher, tell: Teller) -> Previewed:
    """Return the sound of an `excerpt` of the class that `inputs` are for.

    Lines that were never spoken are spoken as far as the excerpt needs them: those before its end, in all their
    forms, for they say where everything lies; and all of them where the class must have a length.

    Raises:
        DefinitionError: Nothing in the class is called so, or the excerpt lies behind its end.
        AudioSessionError: The class can't be placed or spoken.
    """
    with sharing(project, tell):
        return _heard(project, inputs, excerpt, watch, tell)


def _heard(project: Project, inputs: Inputs, excerpt: Excerpt, watch: Watcher, tell: Teller) -> Previewed:
    speaker, beds = Speaker(project, inputs, watch), open_beds(project, inputs)
    sure = sure_up_to(lambda timeline: excerpt.span(timeline)[1], project, inputs, speaker, beds, tell)
    start, end = excerpt.span(sure.timeline)
    length = sure.timeline.length
    if start >= length:
        raise DefinitionError(f"{clock(start)} lies behind the end", hint=f"the class lasts {clock(length)}")
    end = min(end, length)
    renderer = Renderer(sure.sources, window_store(project), unwatched, inputs.defaults.loudness)
    gain_db = renderer.settled_trim(sure.recipes) if sure.is_whole else renderer.trim(sure.recipes)
    return Previewed(
        title=sure.title,
        voice=sure.spoken.name,
        start=start,
        end=end,
        cues=tuple(clip for clip in sure.timeline.clips() if clip.start < end and clip.end > start),
        gain_db=gain_db,
        is_exact=sure.is_whole or renderer.knows_its_gain,
        samples=np.concatenate(list(_masters(sure, renderer, gain_db, (start, end)))),
    )


def write_preview(
    project: Project, inputs: Inputs, excerpt: Excerpt, path: Path | None, watch: Watcher, tell: Teller
) -> PreviewFile:
    """Write a preview to the WAV at `path`, by default beside the files of the class; see `preview`.

    Raises:
        OutputError: Another kind of file is asked for, told before a word is spoken; or it can't be written.
        AudioSessionError: As `preview`.
    """
    file = path or beside(inputs.path, f".preview{_WAV.suffix}")
    if file.suffix.lower() != _WAV.suffix:
        remedy = Remedy(act=Act.NAME_OUTPUT, to=str(file.with_suffix(_WAV.suffix)))
        raise OutputError(f"is no name for {_WAV.title}", path=file, remedy=remedy)
    refuse_unwritable(file)
    previewed = preview(project, inputs, excerpt, watch, tell)
    write_whole(file, previewed.wav)
    return PreviewFile(path=file, previewed=previewed)


def _masters(sure: Sure, renderer: Renderer, gain_db: float, span: tuple[Ms, Ms]) -> Iterator[Samples]:
    """Yield the master of each window that lies in `span`, as far as it does."""
    at = 0
    for recipe in sure.recipes:
        first, last = max(span[0], at), min(span[1], at + recipe.length)
        if first < last:
            begin, end = (((edge - at) + recipe.lead) * FRAMES_PER_MS for edge in (first, last))
            yield renderer.master(recipe, gain_db)[begin:end]
        at += recipe.length
