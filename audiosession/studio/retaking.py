"""The takes of one line of a class: to hear which there are, to speak another, and to choose the one that is heard."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from audiosession.building.cast import respelling
from audiosession.building.speak import Speaker
from audiosession.codecs.wav import write_wav
from audiosession.errors import Act, NotFoundError, OutputError, Remedy, VoiceError, nearest
from audiosession.files.whole import refuse_unwritable, write_whole
from audiosession.formats import FORMATS
from audiosession.progress import Teller, unwatched
from audiosession.project.project import Project
from audiosession.project.takes.found import chosen_takes
from audiosession.project.takes.written import choose_number, choose_recording
from audiosession.sound.segments import to_samples
from audiosession.spelling import line_key
from audiosession.units import Ms
from audiosession.voices.chosen.another import OwnRecording, another_take
from audiosession.voices.chosen.rows import MOST_TAKES, USUAL, Way
from audiosession.voices.speaking import takes_for
from audiosession.voices.store import Take
from audiosession.voices.voice import VaryingVoice, Voice
from audiosession.writing.phases.voices import said_by

if TYPE_CHECKING:
    from audiosession.building.gather import Inputs

_MOST_SHOWN = 5
_WAV = FORMATS["wav"]


@dataclass(frozen=True, kw_only=True)
class OneTake:
    """One take of a line, by its number or as the name of the recording in its place, and how long it lasts."""

    number: int | None = None
    recording: str = ""
    duration: Ms
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class LineTakes:
    """What there is of the line `text`: the takes that `voice` has spoken of it, and a recording that stands for it.

    `new` is the number of the take that was just spoken. `path` is the file that was written of the one that is
    chosen, to hear it; None where none was asked for.
    """

    voice: str
    text: str
    takes: tuple[OneTake, ...]
    new: int | None = None
    path: Path | None = None


@dataclass(frozen=True, kw_only=True)
class ToRetake:
    """A line of a class, and the voice that says it there unless a recording stands in its place."""

    project: Project
    speaker: Speaker
    voice: Voice
    text: str

    def told(self, output: Path | None = None) -> LineTakes:
        """Return what there is of it; the take that is chosen is written to the WAV `output`, if one is named."""
        chosen = self._chosen
        if output is not None:
            write_whole(output, self._wav(self._take(chosen)))
        takes = [
            OneTake(number=number, duration=take.duration, is_chosen=number == chosen)
            for number, take in self._spoken().items()
        ]
        if isinstance(chosen, Path):
            takes.append(OneTake(recording=chosen.name, duration=self._take(chosen).duration, is_chosen=True))
        return LineTakes(voice=self.voice.name, text=self.text, takes=tuple(takes), path=output)

    def sound(self, number: int) -> bytes:
        """Return take `number` of it as a WAV; it is spoken first where it is not kept.

        Raises:
            VoiceError: There are no so many takes, or it can't be spoken.
        """
        _refuse_number(number)
        return self._wav(self._take(number))

    def another(self) -> int:
        """Speak one more take, have it heard from now on, and return its number; the usual one is there beside it.

        Raises:
            VoiceError: The voice says a line in the same way each time, or can't speak it.
        """
        chosen = self._chosen
        numbers = [USUAL, *self._spoken(), *([chosen] if isinstance(chosen, int) else [])]
        self.choose(max(numbers) + 1)
        self._take(USUAL)
        return max(numbers) + 1

    def choose(self, number: int) -> None:
        """Have take `number` heard from now on in every class in which the voice says the line; it is spoken first.

        Raises:
            VoiceError: As `another`, or there are no so many takes.
        """
        _refuse_number(number)
        refuse_no_project(self.project)
        self._take(number)
        choose_number(self.project, self.text, self.voice.name, number)

    def record(self, file: Path) -> None:
        """Have the recording `file` heard in its place from now on; it is copied into the project.

        Raises:
            AudioSessionError: It can't be heard, or another recording has its name.
        """
        refuse_no_project(self.project)
        self._take(file)
        choose_recording(self.project, self.text, self.voice.name, file)

    @property
    def _chosen(self) -> Way:
        return chosen_takes(self.project).way(self.text, self.voice.name)

    def _take(self, way: Way) -> Take:
        store = self.speaker.store
        if isinstance(way, int):
            respell = respelling(self.speaker.cast.lexicon, self.voice)
            return takes_for(another_take(self.voice, way), [self.text], store, respell=respell)[self.text]
        try:
            return takes_for(OwnRecording(path=way), [self.text], store)[self.text]
        except VoiceError as error:
            raise error.at(way) from None

    def _spoken(self) -> dict[int, Take]:
        """Return the takes that are kept, by number."""
        spoken, found = respelling(self.speaker.cast.lexicon, self.voice)(self.text), {}
        most = MOST_TAKES if isinstance(self.voice, VaryingVoice) else USUAL
        for number in range(USUAL, most + 1):
            address = another_take(self.voice, number).address
            if take := self.speaker.store.glance(text=self.text, spoken=spoken, address=address):
                found[number] = take
        return found

    def _wav(self, take: Take) -> bytes:
        sound = io.BytesIO()
        write_wav(sound, [to_samples(self.speaker.store.load(take))], channels=1)
        return sound.getvalue()


def _refuse_number(number: int) -> None:
    if not 1 <= number <= MOST_TAKES:
        raise VoiceError(f"there is no take {number} of a line", hint=f"from 1 to {MOST_TAKES}")


def open_line(project: Project, inputs: Inputs, asked: str, output: Path | None, tell: Teller) -> ToRetake:
    """Return the line of the class that `inputs` are for which `asked` means; see `find_line`.

    Raises:
        NotFoundError: There is no such line, or several are meant.
        OutputError: Nothing could be written to `output`, or it is no WAV.
    """
    if output is not None:
        if output.suffix.lower() != _WAV.suffix:
            remedy = Remedy(act=Act.NAME_OUTPUT, to=str(output.with_suffix(_WAV.suffix)))
            raise OutputError(f"is no name for {_WAV.title}", path=output, remedy=remedy)
        refuse_unwritable(output)
    line = find_line(inputs.written.narration.lines(), asked)
    speaker = Speaker(project, replace(inputs, takes=chosen_takes(project)), unwatched)
    if speaker.note:
        tell(speaker.note)
    return ToRetake(project=project, speaker=speaker, voice=speaker.who_says(line), text=said_by(line).text)


def find_line(lines: Sequence[str], asked: str) -> str:
    """Return the line that is `asked` for, or the one that holds it, however it is typed.

    What two voices say is meant in the first, unless the mark of the second is `asked` for too.

    Raises:
        NotFoundError: There is none, or several hold it.
    """
    key = line_key(asked)
    if same := [line for line in lines if line_key(line) == key] or [
        line for line in lines if line_key(said_by(line).text) == key
    ]:
        return same[0]
    holding = [line for line in lines if key and key in line_key(line)]
    if len(holding) == 1:
        return holding[0]
    if not holding:
        hint = nearest(asked, lines) or "its narration shows all that is said"
        raise NotFoundError(f"nothing that is said holds “{asked}”", hint=hint)
    shown = ", ".join(f"“{line}”" for line in holding[:_MOST_SHOWN])
    more = f" and {len(holding) - _MOST_SHOWN} more" if len(holding) > _MOST_SHOWN else ""
    raise NotFoundError(f"“{asked}” is in {len(holding)} lines: {shown}{more}", hint="write more of the one you mean")


def refuse_no_project(project: Project) -> None:
    """Refuse to choose a take where there is no project that could hold the choice.

    Raises:
        NotFoundError: There is none.
    """
    if not project.is_own:
        remedy = Remedy(act=Act.NEW_PROJECT, to="my-classes")
        raise NotFoundError("there is no project here to write to", remedy=remedy)
