"""What of a class would have to be made: its takes and its windows by their addresses, with nothing spoken or mixed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from audiosession.building.gather import Inputs
from audiosession.building.mix import open_beds, recipes_of
from audiosession.building.place import Rehearsed, rehearse_by
from audiosession.building.render import SPEECH_TRIM_DB, stored_as
from audiosession.building.speak import Speaker
from audiosession.building.window import LEAD, TAIL
from audiosession.formats import USUAL
from audiosession.project.project import Project
from audiosession.sound.recipes import Desk, Recipe
from audiosession.timing.timeline import Timeline
from audiosession.units import Ms
from audiosession.writing.values import Loudness


class ForeseenTake(NamedTuple):
    """A line as it would be spoken: the name of the voice, how many characters it is given, about how long it lasts."""

    voice: str
    characters: int
    length: Ms


class ForeseenWindow(NamedTuple):
    """A window as it would be made: where the store keeps what is known of it, and its length."""

    heard: str
    length: Ms


@dataclass(frozen=True, kw_only=True)
class Foreseen:
    """A class as it would be made.

    `takes` are all that it says, by their names in the store, of which those that are `unspoken` are nowhere yet.
    `windows` are by the addresses of their MP3 frames; a class in another format keeps none, and makes all of its
    `n_windows` each time. They are what a build will find or make if the class `is_exact`: all of it is spoken, and
    its gain does not depend on how the whole of it comes out.
    """

    takes: Mapping[str, ForeseenTake] = field(repr=False)
    unspoken: frozenset[str] = field(repr=False)
    windows: Mapping[str, ForeseenWindow] = field(repr=False)
    n_windows: int
    length: Ms
    is_exact: bool


def foresee(project: Project, inputs: Inputs, speaker: Speaker) -> Foreseen:
    """Return what the class that `inputs` are for would be made of, by what `speaker` reckons with.

    Its beds are made to go round where they never were: windows are told apart by what is heard of them.

    Raises:
        AudioSessionError: It can't be placed, such as a length that is too short, or a bed can't be decoded.
    """
    speaker.store.learn(speaker.digests(inputs.written.narration.lines()).values())
    rehearsed = rehearse_by(project, inputs, speaker)
    lines = rehearsed.written.narration.lines()
    digests = speaker.digests(lines)
    takes = {digests[line]: take for line, take in _takes(speaker, rehearsed)}
    unspoken = frozenset(digests[line] for line in lines if line in rehearsed.guessed)
    windows, n_windows = dict[str, ForeseenWindow](), 0
    for recipe in _recipes(project, inputs, rehearsed.timeline, digests, guessed=len(unspoken) == len(takes)):
        n_windows += 1
        if inputs.form == USUAL:
            address, heard = stored_as(recipe, SPEECH_TRIM_DB)
            windows[address] = ForeseenWindow(heard=heard, length=recipe.length)
    return Foreseen(
        takes=takes,
        unspoken=unspoken,
        windows=windows,
        n_windows=n_windows,
        length=rehearsed.timeline.length,
        is_exact=not unspoken and inputs.defaults.loudness is Loudness.SPEECH,
    )


def _recipes(
    project: Project, inputs: Inputs, timeline: Timeline, takes: Mapping[str, str], *, guessed: bool
) -> Iterator[Recipe]:
    """Yield the recipe of each window; where no line was ever spoken, none is there yet, and they are only counted.

    Then nobody listens to how loud the beds are in each gap, which takes longer than all the rest.
    """
    beds, tones = open_beds(project, inputs), inputs.choices.tones
    if not guessed:
        return recipes_of(timeline, takes, beds, tones=tones, lead=LEAD, tail=TAIL)
    levels = {name: (loop.digest, loop.lufs) for name, loop in beds.loops.items()}
    desk = Desk(
        timeline=timeline,
        takes=dict(takes),
        beds=levels,
        lead=LEAD,
        tail=TAIL,
        sounds=beds.sounds.levels,
        tones=tones,
    )
    return desk.recipes()


def _takes(speaker: Speaker, rehearsed: Rehearsed) -> Iterator[tuple[str, ForeseenTake]]:
    """Yield each line of a class with what is to be spoken of it."""
    for role in speaker.cast.roles(rehearsed.written.narration.lines(), speaker.voice):
        for line, text in role.lines.items():
            characters, length = len(role.respell(text)), rehearsed.lengths[line]
            yield line, ForeseenTake(voice=role.voice.name, characters=characters, length=length)
