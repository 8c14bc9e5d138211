"""Build a part of a class: an MP3 of its own, to hear a minute of it in seconds.

It is cut from the windows of the whole, between two MP3 frames of theirs: what is heard is to the sample what the built
class has there, and the windows that are made for it need not be made again. Beside it stands no session: it is never
an episode.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from audiosession.building.gather import Inputs
from audiosession.building.mix import open_beds
from audiosession.building.place import place_by
from audiosession.building.render import Renderer
from audiosession.building.speak import Speaker
from audiosession.building.sure import Sure, sure_up_to
from audiosession.codecs.mp3 import DECODE_PRE_ROLL_FRAMES, DECODER_DELAY, ENCODER_DELAY, FRAME_BYTES
from audiosession.codecs.mp3_file import Chunk, music_crc, write_mp3
from audiosession.codecs.tags import UNDETERMINED, Tags, id3_tag
from audiosession.errors import DefinitionError, OutputError
from audiosession.files.whole import refuse_unwritable, whole_file
from audiosession.formats import USUAL, stem
from audiosession.naming import file_slug, within_name
from audiosession.progress import Teller, Watcher
from audiosession.project.project import Project
from audiosession.project.sessions import session_path
from audiosession.project.stores import sharing, window_store
from audiosession.sound.recipes import Recipe
from audiosession.timing.spots import find_chapter, find_spot, read_time
from audiosession.timing.timeline import Clip, Timeline
from audiosession.units import FRAMES_PER_MS, MP3_FRAME, MP3_FRAME_MS, Ms, clock

_REACH = Ms(3 * MP3_FRAME_MS)
"""So far behind a part lie MP3 frames that a decoder must have read to hear its end."""


@dataclass(frozen=True, kw_only=True)
class Passage:
    """What of a class is wanted: from one spot to another, see `timing.spots.find_spot`, or the chapter `section`.

    Without `start` it begins with the class, without `end` it ends with it.

    Raises:
        DefinitionError: It ends before it begins.
    """

    start: str | None = None
    end: str | None = None
    section: str | None = None

    def __post_init__(self) -> None:
        first, last = read_time(self.start or "0"), read_time(self.end or "")
        if first is not None and last is not None:
            _refuse_backwards(first, last)

    def span(self, timeline: Timeline) -> tuple[Ms, Ms]:
        """Return where it starts and ends on `timeline`, be it behind the end.

        Raises:
            DefinitionError: Nothing in the class is called so, or several chapters are.
        """
        if self.section is not None:
            chapter = find_chapter(timeline, self.section)
            return chapter.start, chapter.end
        start = Ms(0) if self.start is None else find_spot(timeline, self.start)
        return start, timeline.length if self.end is None else find_spot(timeline, self.end)

    def title(self, timeline: Timeline) -> str:
        """Return what it is called: a chapter as that is, any other by its times."""
        if self.section is not None:
            return find_chapter(timeline, self.section).title
        return "–".join(map(clock, self.span(timeline)))

    def label(self, timeline: Timeline) -> str:
        """Return what its file is called behind the name of the class: ``part-3m00s-4m00s``, ``part-set-up``."""
        if self.section is not None:
            return "part-" + file_slug(find_chapter(timeline, self.section).title).replace(".", "-")
        return "part-" + "-".join(map(_moment, self.span(timeline)))


@dataclass(frozen=True, kw_only=True)
class BuiltPart:
    """A part of a class in the file at `path`: what lies from `start` to `end` of the whole.

    `is_exact` is as a preview has it; `made` of its `windows` are new.
    """

    path: Path
    title: str
    part: str
    voice: str
    start: Ms
    end: Ms
    cues: tuple[Clip, ...] = field(repr=False)
    is_exact: bool
    windows: int
    made: int


def build_part(project: Project, inputs: Inputs, passage: Passage, watch: Watcher, tell: Teller) -> BuiltPart:
    """Build the `passage` of the class that `inputs` are for, beside the files of the class or as they name it.

    Lines that were never spoken are spoken as far as the part needs them, as for a preview.

    Raises:
        DefinitionError: There is no such part.
        OutputError: The file would be no MP3, or take the place of a built class; or it can't be written.
        AudioSessionError: The class can't be placed or spoken.
    """
    _refuse_output(inputs)
    with sharing(project, tell):
        return _built(project, inputs, passage, watch, tell)


def _built(project: Project, inputs: Inputs, passage: Passage, watch: Watcher, tell: Teller) -> BuiltPart:
    speaker, beds = Speaker(project, inputs, watch), open_beds(project, inputs)
    for note in beds.notes:
        tell(f"warning: {note}")
    passage.span(_roughly(project, inputs, speaker))  # what is not there is told before a word is spoken
    sure = sure_up_to(lambda one: Ms(passage.span(one)[1] + _REACH), project, inputs, speaker, beds, tell)
    start, end = _within(sure.timeline, passage)
    renderer = Renderer(sure.sources, window_store(project), watch, inputs.defaults.loudness)
    gain_db = renderer.settled_trim(sure.recipes) if sure.is_whole else renderer.trim(sure.recipes)
    cut = Cut.of(start, end)
    number, recipes = cut.windows(sure.recipes)
    rendered = renderer.render_part(recipes, gain_db)
    path = inputs.path if inputs.named else _beside(inputs.path, passage.label(sure.timeline))
    with whole_file(path) as file:
        frames = cut.frames(renderer.chunks(rendered, recipes), number)
        tag = id3_tag(_tags(inputs, sure, passage))
        write_mp3(file, frames, n_sound_frames=cut.n_sound, tag=tag, delay=cut.delay)
    return BuiltPart(
        path=path,
        title=sure.title,
        part=passage.title(sure.timeline),
        voice=sure.spoken.name,
        start=start,
        end=end,
        cues=tuple(clip for clip in sure.timeline.clips() if clip.start < end and clip.end > start),
        is_exact=sure.is_whole or renderer.knows_its_gain,
        windows=len(recipes),
        made=rendered.made,
    )


@dataclass(frozen=True, kw_only=True)
class Cut:
    """What of a programme's MP3 frames is taken: `n_frames` from number `first` on, of which `delay` is not heard."""

    first: int
    n_frames: int
    delay: int
    n_sound: int

    @classmethod
    def of(cls, start: Ms, end: Ms) -> Cut:
        """Return what holds the sound from `start` to `end`, and what a decoder must have read before it."""
        first = max(0, start // MP3_FRAME_MS - DECODE_PRE_ROLL_FRAMES)
        n_sound, before = (end - start) * FRAMES_PER_MS, start * FRAMES_PER_MS - first * MP3_FRAME
        delay = before + ENCODER_DELAY
        n_frames = -(-(delay + n_sound + DECODER_DELAY) // MP3_FRAME)
        return cls(first=first, n_frames=n_frames, delay=delay, n_sound=n_sound)

    def windows(self, recipes: Sequence[Recipe]) -> tuple[int, list[Recipe]]:
        """Return the windows in which it lies, and the number of the first MP3 frame in them."""
        taken: list[Recipe] = []
        at = number = 0
        for recipe in recipes:
            n_own = -(-recipe.length // MP3_FRAME_MS)
            if at + n_own > self.first and at < self.first + self.n_frames:
                number = at if not taken else number
                taken.append(recipe)
            at += n_own
        return number, taken

    def frames(self, chunks: Iterator[Chunk], number: int) -> Iterator[Chunk]:
        """Yield its MP3 frames from those of its windows, of which the first one has that `number`."""
        at, end = number, self.first + self.n_frames
        for chunk in chunks:
            n_held = len(chunk.frames) // FRAME_BYTES
            own = chunk.frames[max(0, self.first - at) * FRAME_BYTES : max(0, end - at) * FRAME_BYTES]
            yield chunk if len(own) == len(chunk.frames) else Chunk(own, music_crc(own))
            at += n_held


def _beside(whole: Path, label: str) -> Path:
    return whole.with_name(within_name(f"{stem(whole)}.{label}") + USUAL.suffix)


def _roughly(project: Project, inputs: Inputs, speaker: Speaker) -> Timeline:
    """Return about how the class is placed; in its own time, for a guess can't tell whether it can have another."""
    choices, written = replace(inputs.choices, length=None), replace(inputs.written, plan=None)
    own_time = replace(inputs, choices=choices, written=written)
    return place_by(project, own_time, lambda lines: speaker.estimate(lines).lengths)[1]


def _within(timeline: Timeline, passage: Passage) -> tuple[Ms, Ms]:
    """Return where `passage` starts and ends, once that is sure."""
    start, end = passage.span(timeline)
    lasts = f"the class lasts {clock(timeline.length)}"
    for spot in (start, end):
        if spot > timeline.length:
            raise DefinitionError(f"{clock(spot)} lies behind the end", hint=lasts)
    if start == timeline.length:
        raise DefinitionError(f"nothing comes after {clock(start)}", hint=lasts)
    _refuse_backwards(start, end)
    return start, end


def _refuse_backwards(start: Ms, end: Ms) -> None:
    if start == end:
        raise DefinitionError(f"a part from {clock(start)} to {clock(end)} has no length", hint="say a later end")
    if start > end:
        raise DefinitionError(
            f"a part from {clock(start)} to {clock(end)} ends before it begins", hint="change them round"
        )


def _refuse_output(inputs: Inputs) -> None:
    if inputs.form is not USUAL:
        raise OutputError(
            f"a part of a class is an MP3, not {inputs.form.title}", hint="a preview is a WAV of any spot"
        )
    if inputs.named and session_path(inputs.path).exists():
        raise OutputError(
            "is a built class, of which a part would take the place", path=inputs.path, hint="name another file"
        )
    refuse_unwritable(inputs.path)


def _tags(inputs: Inputs, sure: Sure, passage: Passage) -> Tags:
    own = inputs.written.words.language.files if inputs.written.words else None
    return Tags(
        title=f"{sure.title}, {passage.title(sure.timeline)}",
        artist=inputs.defaults.artist,
        album=inputs.defaults.album or (own.album if own else ""),
        genre="Fitness",
        comment=own.part if own else "",
        language=own.code if own else UNDETERMINED,
    )


def _moment(position: Ms) -> str:
    """Return a position as it stands in the name of a file.

    >>> _moment(Ms(180_000)), _moment(Ms(65_400))
    ('3m00s', '1m05.4s')
    """
    minutes, rest = divmod(position, 60_000)
    seconds, ms = divmod(rest, 1000)
    return f"{minutes}m{seconds:02}" + (f".{ms:03}".rstrip("0") if ms else "") + "s"
