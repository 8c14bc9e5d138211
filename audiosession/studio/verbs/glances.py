"""What the door shows at a glance, cheap enough for a page of hundreds: cards, lengths, voices, projects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiosession.errors import AudioSessionError, Fault
from audiosession.studio.verbs.opened import Opened

if TYPE_CHECKING:
    from audiosession.studio.glances.cards import Card
    from audiosession.studio.glances.projects import ProjectRow
    from audiosession.units import Ms
    from audiosession.voices.voice import ReadyVoice
    from audiosession.writing.choices import Defaults


@dataclass(frozen=True)
class Glances(Opened):
    """The verbs of `audiosession.studio.studio.Studio` that tell what there is without reading all of it."""

    def cards(self) -> tuple[Card, ...]:
        """Return all exercises and classes as cards, faulty ones too, by title."""
        from audiosession.studio.glances.cards import cards

        return cards(self.project)

    def last(self, names: Sequence[str]) -> dict[str, Ms | Fault]:
        """Return about how long each of `names` lasts, in milliseconds, without a word spoken; or why nobody knows.

        What was found out once is kept until something that it hangs on is changed.
        """
        from audiosession.studio.glances.cards import last

        return last(self.project, names)

    def ready_voices(self, language: str) -> tuple[ReadyVoice, ...]:
        """Return the voices that can speak `language` as things stand, the best first."""
        from audiosession.studio.glances.ready_voices import ready_voices

        return ready_voices(self.project, language)

    def spoken_languages(self) -> tuple[str, ...]:
        """Return the tags of the languages that the program itself has words in."""
        return tuple(self.project.names("languages"))

    def sample_line(self, language: str) -> str:
        """Return a line to hear a voice by in `language`; empty where nobody has written any."""
        from audiosession.studio.glances.ready_voices import sample_line

        return sample_line(self.project, language)

    def good_voices(self, language: str) -> tuple[str, ...]:
        """Return the voices that the file of `language` calls good, whether they are on this machine or not."""
        from audiosession.studio.glances.ready_voices import good_voices

        return good_voices(self.project, language)

    def usual_speech(self) -> Defaults:
        """Return what the project says of who speaks, in which language, how fast; the usual where it is at fault."""
        from audiosession.project.settings import read_defaults, usual_speech

        try:
            return read_defaults(self.project)
        except AudioSessionError:  # told where show.toml is checked
            return usual_speech(self.project)

    def place_for(self, folder: Path, title: str) -> Path:
        """Return the folder of a new project called `title` is to be made.

        Raises:
            DefinitionError: It is not called anything.
            OutputError: There is something in that folder.
        """
        from audiosession.studio.glances.projects import place_for

        return place_for(folder, title)

    def projects_in(self, folder: Path) -> tuple[ProjectRow, ...]:
        """Return the projects that stand right in `folder`."""
        from audiosession.studio.glances.projects import projects_in

        return projects_in(folder)
