"""A class to be played and looked at before anybody builds it."""

from __future__ import annotations

from dataclasses import replace
from threading import RLock

from audiosession.building.gather import Inputs
from audiosession.building.orders.live import LiveSound, LiveStream
from audiosession.building.place import Rehearsed, length_of, reckoner, rehearse_by
from audiosession.errors import NotFoundError
from audiosession.progress import Teller, Watcher, unwatched
from audiosession.project.project import Project
from audiosession.studio.live.findings import LiveFinding, findings
from audiosession.studio.live.lanes import Drawn, LiveTimeline, live_timeline
from audiosession.studio.live.lines import lines_of, record_line, row_wav, to_retake
from audiosession.studio.live.narrated import LiveNarration, Narrator, Told, told_class
from audiosession.studio.live.numbers import RowNumbers
from audiosession.studio.live.peaks import VoiceWave
from audiosession.studio.retaking import LineTakes, ToRetake
from audiosession.timing.telling.rows import NarrationRow
from audiosession.units import Ms

_SETTLES = 8
"""So often a row may move while what stands before it is spoken; guesses are mostly right at the first look."""


class LiveClass:
    """One class as its files are now; when one of them changes, another one is opened.

    `digest` is that of its inputs: as long as `audiosession.studio.studio.Studio.live_digest` says the same, it holds.
    Opening it speaks nothing and makes nothing. Lines without a take are placed by guesses, and as they are spoken,
    everything here goes by their takes. Positions and lengths are whole milliseconds. Safe for several threads.

    Args:
        project: Where its definitions stand.
        name: What it was asked for by.
        inputs: What it is made of.
        watch: Told how many lines are spoken.
        tell: Told what a person should see at once, such as which voice speaks.

    Raises:
        AudioSessionError: The class can't be placed.
    """

    def __init__(self, project: Project, name: str, inputs: Inputs, watch: Watcher, tell: Teller) -> None:
        self.name = name
        self.digest = inputs.digest
        self.title = inputs.written.title
        self._project = project
        self._inputs = inputs
        self._sound = LiveSound(project, inputs, watch, tell)
        self._numbers = RowNumbers(inputs.written.narration)
        self._reckoner = reckoner(project, inputs)
        self._lock = RLock()
        self._told: Told | None = None
        self._narration: LiveNarration | None = None
        self._wave: VoiceWave | None = None
        self._placed()

    @property
    def n_made(self) -> int:
        """How many windows were made since it was opened; those that were ready do not count."""
        return self._sound.made

    @property
    def is_spoken(self) -> bool:
        """Whether every line has its take, so that all positions are true."""
        return not self._placed().laid.guessed

    def timeline(self, *, spoken: bool = False) -> LiveTimeline:
        """Return what happens when, to draw; if it is to be `spoken`, what is lacking is spoken first.

        Raises:
            AudioSessionError: What is lacking can't be spoken; a bed can't be opened.
        """
        if spoken:
            self.speak()
        class_ = self._placed()
        laid = class_.laid
        is_whole = not laid.guessed and self._sound.is_spoken(laid.written.narration.lines())
        if is_whole:
            self._sound.sure(laid.timeline.length)
        drawn = Drawn(
            row=class_.row,
            guessed=laid.guessed,
            lifts_db=self._sound.lifts_db(laid.timeline) if is_whole else (),
            windows=self._sound.ready(),
        )
        return live_timeline(self.digest, self.title, length_of(self._inputs), laid.timeline, drawn)

    def narration(self) -> LiveNarration:
        """Return its rows: what is said, how it fits, in which other forms, and where its words stand."""
        with self._lock:
            class_ = self._placed()
            if self._narration is None:
                self._narration = Narrator(self._project, self._inputs, self._reckoner, class_).narration()
            return self._narration

    def sound(self, start: int = 0, first_byte: int = 0) -> LiveStream:
        """Return its mastered sound from `start` to its end, as the built file has it to the sample: an MP3.

        Windows that are ready are taken as they are; of the others one is made before this returns, and each of the
        rest when it is asked for. Close its pieces to have nothing more made. A player that has its beginning already
        may ask for the rest of it from `first_byte` on, where its length is known.

        Raises:
            DefinitionError: `start` lies behind the end.
            AudioSessionError: A line can't be spoken, a bed can't be opened.
        """
        return self._sound.stream(Ms(start), first_byte)

    def peaks(self, start: int, end: int, points: int) -> list[int]:
        """Return how far the voice swings in each of so many parts from `start` to `end`, 0 to 255, to draw.

        Raises:
            ValueError: `start` is not before `end`, or there are no points, or far too many.
        """
        with self._lock:
            class_ = self._placed()
            if self._wave is None:
                self._reckoner.glance(class_.laid.written.narration.lines())
                self._wave = VoiceWave(class_.laid.timeline, self._reckoner.spoken)
            return self._wave.peaks(Ms(start), Ms(end), points)

    def findings(self) -> tuple[LiveFinding, ...]:
        """Return what `check` says of it and its exercises, what gave way, is left unsaid or was changed."""
        return findings(self._project, self.name, self._placed())

    def speak(self, watch: Watcher = unwatched) -> None:
        """Have all that is lacking spoken.

        Raises:
            AudioSessionError: A line can't be spoken.
        """
        self._sound.speak(watch)

    def line_sound(self, number: int, words: str | None = None) -> bytes:
        """Return the row of a number as a WAV, each of its parts on its beat; other `words` in its place, if given.

        Raises:
            NotFoundError: There is no such row.
            AudioSessionError: It can't be spoken.
        """
        row = self._row(number)
        return self._sound.using(lambda speaker: row_wav(row, words, speaker))

    def start_of(self, number: int) -> Ms:
        """Return where the row of a number begins, once all that bears on its place is spoken.

        Raises:
            NotFoundError: There is no such row.
            AudioSessionError: What is lacking can't be spoken.
        """
        start = self._row(number).start
        for _ in range(_SETTLES):
            self._sound.sure(Ms(start + 1))
            known, start = start, self._row(number).start
            if known == start:
                break
        return start

    def takes(self, number: int, part: int = 0) -> LineTakes:
        """Return which takes there are of a row, or of one of the parts that are said on beats of their own."""
        return self._line(number, part).told()

    def take_sound(self, number: int, take: int, part: int = 0) -> bytes:
        """Return a take of a row, or of one of its parts, as a WAV, whether it is heard or not; see `takes`.

        Raises:
            VoiceError: There are no so many takes, or it can't be spoken.
        """
        return self._line(number, part).sound(take)

    def retake(self, number: int, part: int = 0) -> LineTakes:
        """Speak one more take of a line, and have it heard from now on; see `takes`.

        Raises:
            VoiceError: The voice says a line in the same way each time, or can't speak it.
        """
        line = self._line(number, part)
        new = line.another()
        return replace(line.told(), new=new)

    def choose(self, number: int, take: int, part: int = 0) -> LineTakes:
        """Have a take of a line heard from now on; see `takes`.

        Raises:
            VoiceError: There are no so many takes.
        """
        line = self._line(number, part)
        line.choose(take)
        return line.told()

    def record(self, number: int, sound: bytes, part: int = 0) -> LineTakes:
        """Have a recording, in any format, heard in the place of a line; it is kept in the project. See `takes`.

        Raises:
            AudioSessionError: It can't be heard, or can't be written; nothing was.
        """
        return record_line(self._line(number, part), sound)

    def _placed(self) -> Told:
        """Return the class as it is placed by what is spoken now."""
        with self._lock:
            if self._told is None or self._has_news(self._told.laid):
                laid = rehearse_by(self._project, self._inputs, self._reckoner)
                self._told = told_class(self._project, laid, self._numbers)
                self._narration = self._wave = None
            return self._told

    def _has_news(self, laid: Rehearsed) -> bool:
        """Tell whether any line was spoken whose length was a guess."""
        return bool(laid.guessed) and self._reckoner.estimate(list(laid.guessed)).guessed != laid.guessed

    def _row(self, number: int) -> NarrationRow:
        class_ = self._placed()
        for row in class_.rows:
            if class_.numbers[row.line] == number:
                return row
        raise NotFoundError(f"the class has no row {number}", hint="it was changed meanwhile")

    def _line(self, number: int, part: int) -> ToRetake:
        lines = lines_of(self._row(number))
        if not 0 <= part < len(lines):
            raise NotFoundError(f"row {number} has no part {part}", hint=f"from 0 to {len(lines) - 1}")
        return self._sound.using(lambda speaker: to_retake(self._project, lines[part], speaker))
