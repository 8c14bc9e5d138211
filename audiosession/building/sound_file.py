"""A programme into one sound file of the format that was asked for, and what is heard in that file.

An MP3 comes from windows that are stored between builds. The other formats are encoded in one go, from masters that
are made a few windows ahead, so that memory does not grow with the length of a class.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

import numpy as np

from audiosession.building.render import Rendered, Renderer, stored_as
from audiosession.codecs.decode import decode_blocks
from audiosession.codecs.encode import encode, encoder_of
from audiosession.codecs.file_tags import write_file_tags
from audiosession.codecs.lame import BIT_RATE
from audiosession.codecs.mp3_file import write_mp3
from audiosession.codecs.tags import Tags, id3_tag
from audiosession.codecs.wav import write_wav
from audiosession.codecs.wav_chunks import append_chunks
from audiosession.formats import Format
from audiosession.machine.side_by_side import in_order
from audiosession.progress import Progress, Watcher
from audiosession.sound.hearing import Heard, hear
from audiosession.sound.mastering import CEILING_DB
from audiosession.sound.recipes import Recipe
from audiosession.sound.segments import Samples
from audiosession.sound.verdict import PEAK_AIM_DBTP, TARGET_LUFS, Figures, figures
from audiosession.units import FRAMES_PER_MS, SAMPLE_RATE, Ms
from audiosession.writing.values import Loudness

WAV_BITS = 16
_LOUDNESS_SLACK_LU = 0.45
_ROUNDS = 3


@dataclass(frozen=True, kw_only=True)
class Finished:
    """A file that is written: what was heard in it, its bits a second, its encoder, the windows made for it.

    `kept` are the addresses of what the store of windows has of it.
    """

    measured: Figures
    bit_rate: int
    encoder: str
    made: int
    kept: tuple[str, ...] = ()


class Sound(Protocol):
    """A programme that is ready to be written."""

    def write(self, file: IO[bytes], tags: Tags) -> Finished:
        """Write the whole sound file with `tags` into `file`, which is empty, seekable and has a name."""
        ...


class Masters(Protocol):
    """What makes windows ready to be encoded; `audiosession.building.render.Renderer` does."""

    watch: Watcher
    loudness: Loudness

    def trim(self, recipes: Sequence[Recipe]) -> float:
        """Return the gain in decibels that should bring the mix to −16 LUFS."""
        ...

    def master(self, recipe: Recipe, trim_db: float, ceiling_db: float = ...) -> Samples:
        """Return a window with its lead and tail at that gain, its true peaks held under the ceiling."""
        ...

    def onsets(self, recipe: Recipe, decoded: Samples) -> tuple[float, ...]:
        """Return how late each line is heard in a decoded window, in ms."""
        ...

    def tone_over_bed_db(self, recipe: Recipe) -> float:
        """Return by how much the tones of breaths in a window stand over its beds."""
        ...


def make_sound(form: Format, renderer: Renderer, recipes: Sequence[Recipe], speech: Sequence[tuple[Ms, Ms]]) -> Sound:
    """Return the programme of `recipes` as `form`; `speech` are the start and end of each line in it."""
    if form.name == "mp3":
        return _Windows(renderer=renderer, recipes=recipes, speech=speech, rendered=renderer.render(recipes))
    return Stream(form=form, masters=renderer, recipes=recipes, speech=speech)


@dataclass(frozen=True, kw_only=True)
class _Windows:
    """MP3, joined from its windows; each was heard when it was made."""

    renderer: Renderer
    recipes: Sequence[Recipe]
    speech: Sequence[tuple[Ms, Ms]]
    rendered: Rendered

    def write(self, file: IO[bytes], tags: Tags) -> Finished:
        chunks = self.renderer.chunks(self.rendered, self.recipes)
        write_mp3(file, chunks, n_sound_frames=_n_frames(self.recipes), tag=id3_tag(tags))
        measured, made = figures(self.rendered.heard, self.speech), self.rendered.made
        kept = tuple(one for recipe in self.recipes for one in stored_as(recipe, self.rendered.trim_db))
        return Finished(measured=measured, bit_rate=BIT_RATE, encoder=encoder_of("mp3"), made=made, kept=kept)


@dataclass(frozen=True, kw_only=True)
class Stream:
    """Any other format, in one go; then it is decoded, and made again where loudness or peaks are off."""

    form: Format
    masters: Masters
    recipes: Sequence[Recipe]
    speech: Sequence[tuple[Ms, Ms]]

    def write(self, file: IO[bytes], tags: Tags) -> Finished:
        trim_db, ceiling_db = self.masters.trim(self.recipes), CEILING_DB
        for _ in range(_ROUNDS):
            n_bytes = self._encode(file, tags, trim_db, ceiling_db)
            measured = figures(list(self._heard(Path(file.name))), self.speech)
            level, over_db = measured.level(self.masters.loudness), measured.true_peak_dbtp - PEAK_AIM_DBTP
            missing_db = TARGET_LUFS - level
            loud_enough = not np.isfinite(level) or abs(missing_db) <= _LOUDNESS_SLACK_LU
            if loud_enough and over_db <= 0:
                break
            trim_db += 0.0 if loud_enough else missing_db
            ceiling_db -= max(0.0, over_db + 0.1)
        bit_rate = round(8 * n_bytes * SAMPLE_RATE / _n_frames(self.recipes))
        made, encoder = len(self.recipes), encoder_of(self.form.name)
        return Finished(measured=measured, bit_rate=bit_rate, encoder=encoder, made=made)

    def _encode(self, file: IO[bytes], tags: Tags, trim_db: float, ceiling_db: float) -> int:
        """Write the file anew; return the bytes of its sound alone."""
        file.seek(0)
        file.truncate()
        masters = in_order(self._told(), lambda recipe: self._master(recipe, trim_db, ceiling_db))
        n_frames = _n_frames(self.recipes)
        if self.form.name == "wav":
            write_wav(file, masters, bits=WAV_BITS)
            append_chunks(file, tags)
            n_bytes = n_frames * 2 * WAV_BITS // 8
        else:
            n_bytes = encode(file, masters, self.form.name, n_frames=n_frames, chapters=tags.chapters)
            write_file_tags(file, self.form.name, tags)
        file.flush()
        return n_bytes

    def _told(self) -> Iterator[Recipe]:
        for number, recipe in enumerate(self.recipes):
            self.masters.watch(Progress(stage="encoding", done=number, total=len(self.recipes)))
            yield recipe
        self.masters.watch(Progress(stage="encoding", done=len(self.recipes), total=len(self.recipes)))

    def _master(self, recipe: Recipe, trim_db: float, ceiling_db: float) -> Samples:
        master = self.masters.master(recipe, trim_db, ceiling_db)
        return master[recipe.lead * FRAMES_PER_MS :][: recipe.length * FRAMES_PER_MS]

    def _heard(self, path: Path) -> Iterator[Heard]:
        """Yield what is heard in each window of the decoded file."""
        lengths = [recipe.length * FRAMES_PER_MS for recipe in self.recipes]
        parts = cut(decode_blocks(path, channels=2), lengths)
        for recipe, part in zip(self.recipes, parts, strict=True):
            yield hear(part, self.masters.onsets(recipe, part), self.masters.tone_over_bed_db(recipe))


def cut(blocks: Iterable[Samples], lengths: Sequence[int]) -> Iterator[Samples]:
    """Yield the sound of `blocks` in as many parts as there are `lengths`; the last has what is left, be it none."""
    held = np.zeros((0, 2), np.float32)
    source = iter(blocks)
    for length in lengths[:-1]:
        pieces = [held]
        n_held = len(held)
        while n_held < length and (block := next(source, None)) is not None:
            pieces.append(block)
            n_held += len(block)
        joined = np.concatenate(pieces)
        yield joined[:length]
        held = joined[length:]
    yield np.concatenate([held, *source])


def _n_frames(recipes: Sequence[Recipe]) -> int:
    return sum(recipe.length for recipe in recipes) * FRAMES_PER_MS
