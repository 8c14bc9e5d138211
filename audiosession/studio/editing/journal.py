"""What was changed in one sitting, change by change, to be undone and done again. In memory, and bounded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from audiosession.errors import NotFoundError
from audiosession.project.editing.texts import FileChange, content_of, make_changes
from audiosession.project.project import Project

_MOST_ENTRIES = 500
_MOST_BYTES = 100_000_000
"""How much of what was changed is kept; of a longer one, that one alone."""


@dataclass(frozen=True, kw_only=True)
class JournalEntry:
    """One change: its number, what it was in words, such as ``Swan: reps 4 → 5``, and the files before and after.

    `paths` tell these files as the project does.
    """

    number: int
    label: str
    paths: tuple[str, ...]
    changes: tuple[FileChange, ...] = field(repr=False)
    is_undone: bool = False

    @property
    def n_bytes(self) -> int:
        """How much it keeps."""
        return sum(one.n_bytes for one in self.changes)


class Journal:
    """The changes of one sitting. Whoever holds it lets one thread at a time into it."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._done: list[JournalEntry] = []
        self._undone: list[JournalEntry] = []
        self._number = 0

    def make(self, label: str, changes: Sequence[FileChange]) -> JournalEntry:
        """Make `changes` and keep them; what was undone before can't be done again then.

        Raises:
            ConflictError: A file is not what it was; nothing is changed.
            OutputError: A file can't be written.
        """
        real = tuple(one for one in changes if one.before != one.after)
        if real:
            make_changes(self._project, real)
        return self.note(label, real)

    def note(self, label: str, changes: Sequence[FileChange]) -> JournalEntry:
        """Keep `changes` that somebody else has just made; where nothing is another now, nothing is kept."""
        real = tuple(one for one in changes if one.before != one.after)
        paths = tuple(self._project.told(one.path) for one in real)
        entry = JournalEntry(number=self._number + 1, label=label, paths=paths, changes=real)
        if real:
            self._number += 1
            self._undone.clear()
            self._done.append(entry)
            self._forget()
        return entry

    def undo(self) -> JournalEntry:
        """Bring back what the last change found, unless somebody has changed it since.

        Raises:
            NotFoundError: There is nothing to undo.
            ConflictError: A file is not what that change made of it; nothing is changed.
        """
        if not self._done:
            raise NotFoundError("there is nothing to undo")
        entry = self._done[-1]
        make_changes(self._project, [one.back for one in reversed(entry.changes)])
        self._undone.append(self._done.pop())
        return entry

    def undo_over(self) -> JournalEntry:
        """Bring back what the last change found, over what somebody has made of its files since.

        What they made is a change of the journal now, so that nothing is lost: the next `undo` brings it back.

        Raises:
            NotFoundError: There is nothing to undo.
        """
        if not self._done:
            raise NotFoundError("there is nothing to undo")
        entry = self._done[-1]
        found = dict[Path, bytes | None]((one.path, one.before) for one in reversed(entry.changes))
        changes = [FileChange(path=path, before=content_of(path), after=before) for path, before in found.items()]
        make_changes(self._project, changes)
        self._done.pop()
        return self.note(entry.label, changes)

    def let_go(self, path: str) -> None:
        """Forget all changes of the file at `path`, told as the project does: what somebody made of it stands."""
        self._done = [one for one in self._done if path not in one.paths]
        self._undone = [one for one in self._undone if path not in one.paths]

    def redo(self) -> JournalEntry:
        """Make the change again that was undone last; see `undo`."""
        if not self._undone:
            raise NotFoundError("there is nothing to do again")
        entry = self._undone[-1]
        make_changes(self._project, entry.changes)
        self._done.append(self._undone.pop())
        return entry

    def entries(self) -> tuple[JournalEntry, ...]:
        """Return all changes, the oldest first; those that were undone come last, the next to do again first."""
        from dataclasses import replace

        return (*self._done, *(replace(one, is_undone=True) for one in reversed(self._undone)))

    def _forget(self) -> None:
        while len(self._done) > 1 and (
            len(self._done) > _MOST_ENTRIES or sum(one.n_bytes for one in self._done) > _MOST_BYTES
        ):
            del self._done[0]
