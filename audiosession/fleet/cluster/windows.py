"""Which windows a class has, reckoned from the lengths of its takes: no sound of it is read."""

from __future__ import annotations

from audiosession.building.fit import Lengths
from audiosession.building.gather import Inputs
from audiosession.building.mix import open_beds, recipes_of
from audiosession.building.place import place_by
from audiosession.building.speak import Speaker
from audiosession.building.window import LEAD, TAIL
from audiosession.formats import USUAL
from audiosession.project.project import Project


def windows_of(project: Project, inputs: Inputs, speaker: Speaker, lengths: Lengths) -> list[bytes]:
    """Return what tells each window of a class from all others; none where its format has no windows to share.

    A class that must have a length asks `lengths` for other lines, too, until it is fitted.

    Raises:
        AudioSessionError: It can't be placed, a line can't be spoken, or a bed can't be decoded.
    """
    _, timeline = place_by(project, inputs, lengths)
    if inputs.form != USUAL:
        return []
    digests = speaker.digests(dict.fromkeys(clip.line for clip in timeline.track("voice")))
    beds = open_beds(project, inputs)
    recipes = recipes_of(timeline, digests, beds, tones=inputs.choices.tones, lead=LEAD, tail=TAIL)
    return [bytes.fromhex(recipe.address) for recipe in recipes]
