"""What one running studio holds: the project, who listens, what is worked at. Nothing of it is state that gets lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from secrets import token_urlsafe
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Any, TypeAlias

from audiosession.errors import AudioSessionError
from audiosession.progress import Progress, Teller, Watcher
from audiosession.studio.studio import Studio, open_studio
from audiosession.web.events import Hub
from audiosession.web.hearing.ear import ListenersFirst
from audiosession.web.hearing.lives import Lives
from audiosession.web.work import Job, Queue

if TYPE_CHECKING:
    from audiosession.studio.as_json import Json
    from audiosession.studio.editing.sitting import Sitting
    from audiosession.studio.live.live import LiveClass
    from audiosession.studio.offers import Wanted
    from audiosession.studio.publishing import SeenFile

_GLANCE_S = 1.0
"""So often it is looked whether another program changed a file, while a page is open."""

Works: TypeAlias = "Callable[[Studio, Mapping[str, Any], Watcher, Teller], Json]"
"""Does a piece of work of one kind in a project, by what was asked for; returns what came of it as JSON values."""


class FrontDesk:
    """The studio of the project in `folder`, and all that goes on in it.

    `seen` are the files of the pages that somebody looks at before they are published, under an address with `look`
    in it. Who begins or opens a project holds `moving`, so that of two at once one is refused.

    Args:
        folder: Where the project is, or is to be made.
        does: What does each kind of work in the queue, in a project.
    """

    def __init__(self, folder: Path, does: Mapping[str, Works]) -> None:
        self.folder = folder
        self.studio: Studio = open_studio(folder)
        self._sitting: Sitting | None = None
        self.hub = Hub()
        self.ear = ListenersFirst()
        self._lives = self._new_lives()
        self.seen: dict[str, SeenFile] = {}
        self.look = token_urlsafe(24)
        self._lock = Lock()
        self.moving = Lock()
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
            def patient(progress: Progress) -> None:
                watch(progress)
                self.ear.give_way()

            return work(self.studio, asked, patient, tell)

        return does

    @property
    def sitting(self) -> Sitting:
        """What is changed in the project since the studio was opened, and can be undone."""
        with self._lock:
            if self._sitting is None:
                self._sitting = self.studio.sitting()
            return self._sitting

    def live(self, name: str, wanted: Wanted) -> LiveClass:
        """Return a class to be heard and looked at as the files are now; those that were opened last stay open.

        Raises:
            AudioSessionError: It can't be opened.
        """
        return self._lives.get(name, wanted)

    def _new_lives(self) -> Lives[LiveClass]:
        studio = self.studio

        def opens(name: str, wanted: Mapping[str, Any]) -> LiveClass:
            def watch(progress: Progress) -> None:
                told: Json = {"name": name, "stage": progress.stage, "done": progress.done, "total": progress.total}
                self.hub.tell("live", told)

            return studio.live(name, watch=watch, **wanted)

        return Lives(opens, lambda name, wanted: studio.live_digest(name, **wanted), studio.stamp)

    def _tell_job(self, job: Job) -> None:
        self.hub.tell("job", job.told())

    def move_to(self, folder: Path) -> None:
        """Go on in another project, which was just made."""
        with self._lock:
            self.folder = folder
            self.studio = open_studio(folder)
            self._sitting = None
            self._lives = self._new_lives()
        self.queue.take_up(self.studio.kept_queue())
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
            with suppress(AudioSessionError, OSError):  # a name that is no text is told where the file is read
                found = studio.changed_since(stamp)
                stamp = found.stamp
                if found.any:
                    self.hub.tell("changed", {"files": [*found.new, *found.changed, *found.gone]})

    def close(self) -> None:
        """End everything that goes on; what was made stays."""
        self._ended.set()
        self.hub.close()
        self.queue.close()
