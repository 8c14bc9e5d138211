"""Hear a class that nobody has built: an MP3 from any spot on to its end, to the sample what the built file has there.

Windows that are ready are taken as they are. The others are made in the order in which they are heard, each when it is
asked for, and kept where a build finds them.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from threading import Lock, RLock
from typing import TypeVar

from audiosession.building.gather import Inputs
from audiosession.building.mix import Beds, open_beds
from audiosession.building.orders.part import Cut
from audiosession.building.place import place_spoken
from audiosession.building.render import SPEECH_TRIM_DB, Renderer
from audiosession.building.speak import Speaker
from audiosession.building.sure import Sure, sure_so_far, sure_up_to
from audiosession.codecs.mp3 import FRAME_BYTES
from audiosession.codecs.mp3_file import header_frame, open_header_frame
from audiosession.errors import DefinitionError
from audiosession.progress import Teller, Watcher, untold, unwatched
from audiosession.project.project import Project
from audiosession.project.stores import window_store
from audiosession.sound.lifting import lifts_db
from audiosession.sound.recipes import Recipe
from audiosession.timing.timeline import Timeline
from audiosession.units import MP3_FRAME_MS, Ms, clock
from audiosession.voices.voice import RestingVoice

T = TypeVar("T")
_IN_ONE_GO = 4
"""So many lines are spoken one after the other before somebody else may ask, for each that the voice speaks at once."""
_REACH = Ms(2 * MP3_FRAME_MS)
"""So far behind a spot must be sure what sounds before anything of it is heard."""


@dataclass(frozen=True, kw_only=True)
class LiveStream:
    """An MP3 of a class from `starts_at` on, the first sample that a player plays, to its end.

    `ends_at` is that end, and `n_bytes` is how long the whole is; None while lines are still to be spoken, for they may
    move it. `pieces` hold it from `first_byte` on; close them to have nothing more made.
    """

    starts_at: Ms
    ends_at: Ms | None
    n_bytes: int | None
    first_byte: int
    pieces: Generator[bytes, None, None] = field(repr=False, compare=False)


class LiveSound:
    """The sound of one class, made as far as somebody listens.

    Lines that were never spoken are spoken as far as they are needed: those before a spot, in all their forms; all
    of them where the class must have a length. Safe for several threads.

    Args:
        project: Where its definitions stand.
        inputs: What it is made of.
        watch: Told how many lines are spoken.
        tell: Told what a person should see at once.
    """

    def __init__(self, project: Project, inputs: Inputs, watch: Watcher, tell: Teller) -> None:
        self._project = project
        self._inputs = inputs
        self._watch = watch
        self._tell = tell
        self._store = window_store(project)
        self._lock = RLock()
        self._ear = RLock()
        self._counting = Lock()
        self._sure: Sure | None = None
        self._gains_db: dict[int, float] = {}
        self._made = 0

    @property
    def made(self) -> int:
        """How many windows were made; those that were ready do not count."""
        return self._made

    @cached_property
    def speaker(self) -> Speaker:
        """Who speaks its lines.

        Raises:
            VoiceError: The voice can't be had.
        """
        return Speaker(self._project, self._inputs, self._watch)

    @cached_property
    def beds(self) -> Beds:
        """Its music and its sounds."""
        return open_beds(self._project, self._inputs)

    def sure(self, until: Ms) -> Sure:
        """Return the class, sure up to `until` or to its end; what is lacking for it is spoken.

        Raises:
            AudioSessionError: The class can't be placed or spoken.
        """
        if (known := self._sure_up_to(until)) is not None:
            return known
        with self._ear, self._lock:
            if (known := self._sure_up_to(until)) is not None:
                return known
            now = sure_up_to(lambda _: until, self._project, self._inputs, self.speaker, self.beds, self._tell)
            return self._known_to_be(now)

    def _sure_up_to(self, until: Ms) -> Sure | None:
        now = self._sure
        return now if now is not None and (now.is_whole or until <= now.until) else None

    def _known_to_be(self, now: Sure) -> Sure:
        self._sure = now
        if now.is_whole:
            self._rest()
        return now

    def _rest(self) -> None:
        """Let go of what the voices loaded to speak: all is spoken."""
        for voice in self.speaker.voices:
            if isinstance(voice, RestingVoice):
                voice.rest()

    def speak(self, watch: Watcher) -> None:
        """Have all that is lacking spoken, and tell `watch` how many lines are.

        Whoever wants to hear something meanwhile does not wait for all of it.

        Raises:
            AudioSessionError: The class can't be placed or spoken.
        """
        lines = self._inputs.written.narration.lines()
        while due := self._next_lines(lines):
            missing, batch = due
            n_ready = len(lines) - len(missing)
            with self._ear:  # who listens goes first
                pass
            with self._lock:
                self.speaker.watched(_counting(watch, n_ready, len(lines))).speak(batch)
        with self._lock:
            if self._sure is None or not self._sure.is_whole:
                place_spoken(self._project, self._inputs, self.speaker.watched(watch), self._tell)
                self._known_to_be(sure_so_far(self._project, self._inputs, self.speaker, self.beds, untold))

    def _next_lines(self, lines: Sequence[str]) -> tuple[list[str], list[str]] | None:
        """Return what was never spoken of `lines`, and those of it that are spoken in one go; None where all is."""
        with self._lock:
            missing = self.speaker.missing(lines)
            n_batch = _IN_ONE_GO * self.speaker.voice.at_a_time
            return (missing, missing[:n_batch]) if missing else None

    def using(self, work: Callable[[Speaker], T]) -> T:
        """Return what `work` makes with who speaks the lines, which nobody else does meanwhile."""
        with self._ear, self._lock:
            return work(self.speaker)

    def is_spoken(self, lines: Sequence[str]) -> bool:
        """Tell whether all `lines` have takes; none is asked for."""
        with self._lock:
            return not self.speaker.missing(lines)

    def lifts_db(self, timeline: Timeline) -> tuple[float, ...]:
        """Return by how much its beds play louder where nobody speaks; see `audiosession.sound.lifting`."""
        loops = {name: (loop.digest, loop.lufs) for name, loop in self.beds.loops.items()}
        return lifts_db(timeline, loops, self.beds.store.read)

    def stream(self, start: Ms, first_byte: int = 0) -> LiveStream:
        """Return its sound from `start` on; the first window of it is made before this returns, if it is not ready.

        Of one whose length is known a player may have read the bytes before `first_byte`; nothing is made for those.

        Raises:
            DefinitionError: `start` lies behind the end.
            AudioSessionError: The class can't be placed or spoken.
        """
        start = max(Ms(0), start)
        sure = self.sure(Ms(start + _REACH))
        length = sure.timeline.length
        if sure.is_whole and start >= length:
            raise DefinitionError(f"{clock(start)} lies behind the end", hint=f"the class lasts {clock(length)}")
        cut = Cut.of(start, length)
        n_bytes = (cut.n_frames + 1) * FRAME_BYTES if sure.is_whole else None
        skip = first_byte if n_bytes and first_byte < n_bytes else 0
        n_read = max(0, min(skip // FRAME_BYTES, length // MP3_FRAME_MS - cut.first) - 1)
        frames = self._frames(cut.first + n_read)
        begin = next(frames)
        if not n_read:
            begin = _header(cut, is_whole=sure.is_whole) + begin
        begin = begin[skip - (n_read + 1 if n_read else 0) * FRAME_BYTES :]
        return LiveStream(
            starts_at=start,
            ends_at=length if sure.is_whole else None,
            n_bytes=n_bytes,
            first_byte=skip,
            pieces=_joined(begin, frames),
        )

    def ready(self) -> list[tuple[Ms, Ms, bool]]:
        """Return where each window that is sure by now starts and ends, and whether it is ready to be heard."""
        sure = self._sure
        if sure is None:
            return []
        renderer, spans, at = self._renderer(sure), [], Ms(0)
        gain_db = SPEECH_TRIM_DB if renderer.knows_its_gain else self._gains_db.get(len(sure.recipes))
        for recipe in sure.recipes:
            end = Ms(at + recipe.length)
            spans.append((at, end, gain_db is not None and renderer.has(recipe, gain_db)))
            at = end
        return spans

    def _frames(self, first: int) -> Generator[bytes, None, None]:
        """Yield the MP3 frames of the class from number `first` on, window by window."""
        at = Ms(0)
        for recipe in self._recipes(Ms(first * MP3_FRAME_MS)):
            if (end := Ms(at + recipe.length)) > first * MP3_FRAME_MS:
                frames = self._window(recipe)
                yield frames[max(0, first - at // MP3_FRAME_MS) * FRAME_BYTES :]
            at = end

    def _recipes(self, start: Ms) -> Iterator[Recipe]:
        """Yield the recipes of all windows in turn; where some are not sure, what they lack is spoken first."""
        sure, n_given = self.sure(start), 0
        while True:
            yield from sure.recipes[n_given:]
            n_given = len(sure.recipes)
            if sure.is_whole:
                break
            sure = self.sure(Ms(sure.until + 1))

    def _window(self, recipe: Recipe) -> bytes:
        sure = self._sure
        assert sure is not None
        renderer, gain_db = self._renderer(sure), self._gain_db(sure)
        rendered = renderer.render_part([recipe], gain_db)
        with self._counting:
            self._made += rendered.made
        return next(renderer.chunks(rendered, [recipe])).frames

    def _renderer(self, sure: Sure) -> Renderer:
        return Renderer(sure.sources, self._store, unwatched, self._inputs.defaults.loudness)

    def _gain_db(self, sure: Sure) -> float:
        """Return the gain of the windows of `sure`, found out once."""
        renderer, n_windows = self._renderer(sure), len(sure.recipes)
        if renderer.knows_its_gain:
            return SPEECH_TRIM_DB
        with self._lock:
            if n_windows not in self._gains_db:
                settle = renderer.settled_trim if sure.is_whole else renderer.trim
                self._gains_db[n_windows] = settle(sure.recipes)
            return self._gains_db[n_windows]


def _counting(watch: Watcher, n_ready: int, total: int) -> Watcher:
    """Return `watch` for some of a class's lines, told of all of them: `n_ready` were ready before."""
    return lambda progress: watch(replace(progress, done=n_ready + progress.done, total=total))


def _header(cut: Cut, *, is_whole: bool) -> bytes:
    if is_whole:
        return header_frame(cut.n_sound, cut.n_frames, 0, cut.delay)
    return open_header_frame((cut.n_frames + 1) * FRAME_BYTES, cut.delay)


def _joined(first: bytes, others: Generator[bytes, None, None]) -> Generator[bytes, None, None]:
    try:
        yield first
        yield from others
    finally:
        others.close()
