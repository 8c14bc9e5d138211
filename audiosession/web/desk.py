"""What one running studio holds: the project, who listens, what is worked at. Nothing of it is state that gets lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Any, TypeAlias

from audiosession.progress import Teller, Watcher
from audiosession.studio.studio import Studio, open_studio
from audiosession.web.events import Hub
from audiosession.web.work import Job, Queue

if TYPE_CHECKING:
    from audiosession.studio.as_json import Json
    from audiosession.studio.editing.sitting import Sitting
    from audiosession.studio.publishing import SeenFile

_GLANCE_S = 1.0
"""So often it is looked whether another program changed a file, while a page is open."""

Works: TypeAlias = "Callable[[Studio, Mapping[str, Any], Watcher, Teller], Json]"
"""Does a piece of work of one kind in a project, by what was asked for; returns what came of it as JSON values."""


class FrontDesk:
    """The studio of the project in `folder`, and all that goes on in it.

    `seen` are the files of the pages that somebody looks at before they are published.

    Args:
        folder: Where the project is, or is to be made.
        does: What does each kind of work in the queue, in a project.
    """

    def __init__(self, folder: Path, does: Mapping[str, Works]) -> None:
        self.folder = folder
        self.studio: Studio = open_studio(folder)
        self.hub = Hub()
        self._sitting: Sitting | None = None
        self.seen: dict[str, SeenFile] = {}
        self._lock = Lock()
        self._ended = Event()
        self._watching: Thread | None = None
        self.queue = Queue(
            {kind: self._doing(work) for kind, work in does.items()},
            self._tell_job,
            lambda rows: self.studio.keep_queue(rows),
            self.studio.kept_queue(),
        )

    def _doing(self, work: Works) -> Callable[[Mapping[str, Any], Watcher, Teller], Json]:
        """Return what does a piece of work in the project that is open then."""

        def does(asked: Mapping[str, Any], watch: Watcher, tell: Teller) -> Json:
            return work(self.studio, asked, watch, tell)

        return does

    def _tell_job(self, job: Job) -> None:
        self.hub.tell("job", job.told())

    @property
    def sitting(self) -> Sitting:
        """What is changed in the project since it was opened, to be undone."""
        with self._lock:
            if self._sitting is None:
                self._sitting = self.studio.sitting()
            return self._sitting

    def move_to(self, folder: Path) -> None:
        """Go on in another project, which was just made."""
        with self._lock:
            self.folder = folder
            self.studio = open_studio(folder)
            self._sitting = None
        self.hub.tell("project", {"title": folder.name})

    def watch_files(self) -> None:
        """Begin to tell what other programs change in the project."""
        with self._lock:
            if self._watching is None:
                self._watching = Thread(target=self._watch, name="files", daemon=True)
                self._watching.start()

    def _watch(self) -> None:
        studio, stamp = self.studio, self.studio.stamp()
        while not self._ended.wait(_GLANCE_S):
            if self.studio is not studio:
                studio, stamp = self.studio, self.studio.stamp()
            if not self.hub.is_heard:
                continue
            changed, stamp = studio.changed_since(stamp)
            if changed:
                self.hub.tell("changed", {"files": list(changed)})

    def close(self) -> None:
        """End everything that goes on; what was made stays."""
        self._ended.set()
        self.hub.close()
        self.queue.close()
