"""A narration onto the timeline in one call, as the build does it where no length is asked for."""

from __future__ import annotations

from collections.abc import Mapping

from audiosession.timing.layout import lay_out
from audiosession.timing.pieces import Note
from audiosession.timing.rounds import Loops, Round
from audiosession.timing.schedule import WITH_MUSIC, WITHOUT_MUSIC, place
from audiosession.timing.timeline import Timeline
from audiosession.units import Ms
from audiosession.writing.cues import Narration


def schedule(
    narration: Narration, takes: Mapping[str, Ms], *, count: Ms, music: str | None = None, tones: bool = True
) -> tuple[Timeline, tuple[Note, ...]]:
    """Return where everything in `narration` is, over `music` that is made to loop, and what had to give way."""
    layout = lay_out(narration, takes, count=count, tones=tones)
    edges, loops = WITH_MUSIC if music else WITHOUT_MUSIC, Loops(rounds={music: Round()} if music else {})
    return place(layout, edges=edges, music=music, loops=loops), layout.notes
