"""What the door shows at a glance, cheap enough for a page of hundreds: cards, lengths, voices, projects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiosession.studio.verbs.opened import Opened

if TYPE_CHECKING:
    from audiosession.studio.glances.cards import Card
    from audiosession.studio.glances.projects import ProjectRow
    from audiosession.units import Ms
    from audiosession.voices.voice import ReadyVoice


@dataclass(frozen=True)
class Glances(Opened):
    """The verbs of `audiosession.studio.studio.Studio` that tell what there is without reading all of it."""

    def cards(self) -> tuple[Card, ...]:
        """Return all exercises and classes as cards, faulty ones too, by title."""
        from audiosession.studio.glances.cards import cards

        return cards(self.project)

    def last(self, names: Sequence[str]) -> dict[str, Ms | str]:
        """Return about how long each of `names` lasts, in milliseconds, without a word spoken; or why nobody knows.

        What was found out once is kept until something that it hangs on is changed.
        """
        from audiosession.studio.glances.cards import last

        return last(self.project, names)

    def ready_voices(self, language: str) -> tuple[ReadyVoice, ...]:
        """Return the voices that can speak `language` as things stand, the best first."""
        from audiosession.studio.glances.ready_voices import ready_voices

        return ready_voices(self.project, language)

    def projects_in(self, folder: Path) -> tuple[ProjectRow, ...]:
        """Return the projects that stand right in `folder`."""
        from audiosession.studio.glances.projects import projects_in

        return projects_in(folder)
