"""Speak the lines of a class, and do nothing else: ``python -m tests.benchmarks.speaking NAME VOICE [nothing]``.

With ``nothing`` all is ready to speak, and left at that: what a process costs that has no line to speak.
"""

from __future__ import annotations

import sys
from pathlib import Path

from audiosession.building.gather import gather
from audiosession.building.speak import Speaker
from audiosession.progress import unwatched
from audiosession.project.project import Project
from audiosession.writing.choices import Defaults, choose
from tests.benchmarks.planned import CHOSEN


def main(name: str, voice: str, *nothing: str) -> None:
    """Have `voice` speak each line of the class called `name` once, and keep the takes."""
    project = Project(Path.cwd())
    inputs = gather(project, name, choose(Defaults(), **(CHOSEN | {"voice": voice})))
    speaker = Speaker(project, inputs, unwatched)
    _ = speaker.voice.address  # of a voice of Piper that is the digest of its model
    speaker.speak([] if nothing else inputs.written.narration.lines())


if __name__ == "__main__":
    main(*sys.argv[1:])
