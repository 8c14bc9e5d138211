"""What the door does with the files that a person writes: read them, check them while she types, change them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiosession.studio.verbs.opened import Opened

if TYPE_CHECKING:
    from audiosession.studio.editing.sitting import Sitting
    from audiosession.studio.editing.text import DefinitionText


@dataclass(frozen=True)
class Editing(Opened):
    """The verbs of `audiosession.studio.studio.Studio` that are about a project's files; see `sitting` to change one.

    A file is told by its kind, one of `audiosession.studio.offers.EDITED`, and by its name as the project lists it: a
    translation is called ``swan.de``; what there is one of in a project, such as the lexicon, needs no name.
    """

    def text(self, kind: str, name: str = "") -> DefinitionText:
        """Return the text of a file, with its version, its values and its faults."""
        from audiosession.studio.editing.text import definition_text

        return definition_text(self.project, kind, name)

    def sitting(self) -> Sitting:
        """Return a new sitting: what is changed in it can be undone in it. A face keeps one as long as it is open."""
        from audiosession.studio.editing.sitting import Sitting

        return Sitting(self.project)
