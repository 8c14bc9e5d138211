"""Make the first windows of a class while its later lines are spoken.

It takes a gain that does not depend on what is still to be spoken, and a class in which what comes first does not
either. Nothing but the clock is another for it: these are the windows that a build finds it has made already.
"""

from __future__ import annotations

import time
from threading import Event

from audiosession.building.gather import Inputs
from audiosession.building.mix import Beds
from audiosession.building.render import Renderer
from audiosession.building.speak import Speaker
from audiosession.building.sure import each_line_bears_on_all, sure_so_far
from audiosession.formats import USUAL
from audiosession.machine.memory import give_back
from audiosession.machine.side_by_side import n_cores
from audiosession.progress import untold, unwatched
from audiosession.project.project import Project
from audiosession.project.stores import window_store

_SHORTEST_S = 0.5
"""How long is waited at least before it is looked what is sure by then; who speaks from the store is done before."""
_SHARE = 30
"""To look takes a thirtieth of the time at the most."""


def make_ahead(project: Project, inputs: Inputs, listener: Speaker, beds: Beds, ended: Event) -> int:
    """Make the windows of a class as far as they are sure, until all is spoken and `ended` is set.

    Args:
        project: Where its definitions stand.
        inputs: What the class is made of.
        listener: Finds what is spoken meanwhile, and speaks nothing itself.
        beds: The beds of the class.
        ended: Set when nothing more is to be spoken.

    Returns:
        How many windows were made, all of which the class has in the end.
    """
    if inputs.form != USUAL or each_line_bears_on_all(inputs, listener):
        return 0
    made, n_windows, pause_s = 0, 0, _SHORTEST_S
    at_once = max(1, n_cores() - listener.voice.at_a_time)  # who speaks has cores to speak on
    while not ended.wait(pause_s) and listener.missing(inputs.written.narration.lines()):
        began = time.monotonic()
        sure = sure_so_far(project, inputs, listener, beds, untold)
        recipes, sources = sure.recipes[n_windows:], sure.sources
        del sure  # its timeline is large
        pause_s = max(_SHORTEST_S, _SHARE * (time.monotonic() - began))
        while recipes and not ended.is_set():
            renderer = Renderer(sources, window_store(project), unwatched, inputs.defaults.loudness)
            if not renderer.knows_its_gain:
                return made
            batch, recipes = recipes[:at_once], recipes[at_once:]
            made += renderer.render(batch).made
            n_windows += len(batch)
            give_back()
    return made
