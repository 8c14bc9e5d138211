"""What the door does with the files that a person writes: read them, check them while she types, change them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiosession.studio.verbs.opened import Opened

if TYPE_CHECKING:
    from audiosession.project.editing.stamps import ChangedFiles, Stamp
    from audiosession.studio.editing.checked import CheckedText
    from audiosession.studio.editing.notes import OwnNotes
    from audiosession.studio.editing.sitting import Sitting
    from audiosession.studio.editing.songs import SongPeaks
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

    def check_text(self, kind: str, name: str, text: str, *, is_brief: bool = True) -> CheckedText:
        """Return what a file would be told of if it held `text`; a sitting does it over and over, and faster."""
        return self.sitting().check_text(kind, name, text, is_brief=is_brief)

    def song_peaks(self, name: str, points: int = 2_000) -> SongPeaks:
        """Return the waveform of a bed in so many parts, 2,000 at the most."""
        from audiosession.studio.editing.songs import song_peaks

        return song_peaks(self.project, name, points)

    def notes(self, name: str) -> OwnNotes:
        """Return what somebody wrote for the show notes of the built class `name`; a sitting changes it."""
        from audiosession.studio.editing.notes import read_notes

        return read_notes(self.project, name)

    def stamp(self) -> Stamp:
        """Return the stamp of this project's files: definitions, music and sessions, as the disk tells of them."""
        from audiosession.project.editing.stamps import stamp_of

        return stamp_of(self.project)

    def changed_since(self, stamp: Stamp) -> ChangedFiles:
        """Return which of these files are new, changed or gone since `stamp`, and the stamp of now."""
        from audiosession.project.editing.stamps import changed_files

        return changed_files(self.project, stamp)

    def sitting(self) -> Sitting:
        """Return a new sitting: what is changed in it can be undone in it. A face keeps one as long as it is open."""
        from audiosession.studio.editing.sitting import Sitting

        return Sitting(self.project)
