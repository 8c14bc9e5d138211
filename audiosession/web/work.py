"""Work that takes long, one piece after the other behind what the ear waits for: a queue that outlives the studio.

What is asked for is kept as plain values. A studio that is opened again after it was killed finds them, and whoever
goes on with one loses nothing: takes and windows that were made are in the stores.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import count
from threading import Condition, Thread, get_native_id
from typing import TYPE_CHECKING, Any, TypeAlias

from audiosession.errors import AudioSessionError
from audiosession.progress import Progress, StoppedError, Teller, Watcher
from audiosession.web.answers import PROGRAM_FAULT, told_error, told_trouble

if TYPE_CHECKING:
    from audiosession.studio.as_json import Json

_MOST_KEPT = 50
_NICE = 10
"""How much the queue gives way to what the ear waits for, where a thread has a niceness of its own (Linux)."""


class State(StrEnum):
    """How far a piece of work is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"
    INTERRUPTED = "interrupted"
    """The studio ended while it was waiting or running."""


OPEN = (State.WAITING, State.RUNNING)


@dataclass(frozen=True, kw_only=True)
class Job:
    """A piece of work: of which `kind`, what was `asked` for it, how far it is, and what came of it."""

    id: int
    kind: str
    title: str
    asked: Mapping[str, Any] = field(default_factory=dict)
    state: State = State.WAITING
    progress: Progress | None = None
    notes: tuple[str, ...] = ()
    result: Json = None
    error: Json = None

    def told(self) -> dict[str, Json]:
        """Return it as JSON values."""
        at = self.progress
        return {
            "id": self.id,
            "kind": self.kind,
            "title": self.title,
            "asked": dict(self.asked),
            "state": str(self.state),
            "progress": None
            if at is None
            else {"stage": at.stage, "done": at.done, "total": at.total, "item": at.item},
            "notes": list(self.notes),
            "result": self.result,
            "error": self.error,
        }


Does: TypeAlias = "Callable[[Mapping[str, Any], Watcher, Teller], Json]"
"""Does a piece of work of one kind, by what was asked; returns what came of it."""


class Queue:
    """Does one piece of work after the other, in the order in which they were asked for.

    Args:
        does: What does each kind of work.
        tell: Told each job whenever something about it changed.
        keep: Given all that is waiting or running, to be kept beyond the end of this process.
        kept: What an earlier process kept.
    """

    def __init__(
        self,
        does: Mapping[str, Does],
        tell: Callable[[Job], None],
        keep: Callable[[list[Json]], None],
        kept: list[dict[str, Any]],
    ) -> None:
        self._does = does
        self._tell = tell
        self._keep = keep
        self._ids = count(1)
        self._jobs: dict[int, Job] = {}
        self._stopping: set[int] = set()
        self._changed = Condition()
        self._thread: Thread | None = None
        self._is_closed = False
        self.take_up(kept)

    def take_up(self, kept: list[dict[str, Any]]) -> None:
        """Offer what an earlier process kept, to go on with."""
        with self._changed:
            for row in kept:
                if isinstance(kind := row.get("kind"), str) and kind in self._does:
                    job = Job(id=next(self._ids), kind=kind, title=str(row.get("title", "")), asked=row["asked"])
                    self._jobs[job.id] = replace(job, state=State.INTERRUPTED)

    def jobs(self) -> list[Job]:
        """Return all that is known of, the newest last."""
        with self._changed:
            return list(self._jobs.values())

    def ask(self, kind: str, title: str, asked: Mapping[str, Any]) -> Job:
        """Have something done; return its job. What is waiting already in the same words is not asked for twice."""
        with self._changed:
            for job in self._jobs.values():
                if (job.kind, job.asked, job.state) == (kind, asked, State.WAITING):
                    return job
            job = Job(id=next(self._ids), kind=kind, title=title, asked=asked)
            self._jobs[job.id] = job
            for old in [one.id for one in self._jobs.values() if one.state not in OPEN][: -_MOST_KEPT or None]:
                del self._jobs[old]
            self._begin()
            self._keep_open()
            self._changed.notify()
        self._tell(job)
        return job

    def stop(self, number: int) -> bool:
        """Stop a job that is waiting or running; False where there is none."""
        with self._changed:
            job = self._jobs.get(number)
            if job is None or job.state not in OPEN:
                return False
            self._stopping.add(number)
            if job.state is State.WAITING:
                self._set(replace(job, state=State.STOPPED))
        return True

    def go_on(self, number: int) -> Job | None:
        """Do again what was stopped, interrupted or failed; None where there is no such job."""
        with self._changed:
            job = self._jobs.get(number)
            if job is None or job.state in (*OPEN, State.DONE):
                return None
            del self._jobs[number]
        return self.ask(job.kind, job.title, job.asked)

    def forget(self, number: int) -> None:
        """Take a job that is over off the list."""
        with self._changed:
            job = self._jobs.get(number)
            if job is not None and job.state not in OPEN:
                del self._jobs[number]
                self._keep_open()

    def close(self) -> None:
        """Stop what is running; what is waiting or was running is interrupted, and stays kept."""
        with self._changed:
            self._is_closed = True
            self._changed.notify()
        if self._thread:
            self._thread.join(30)

    def _begin(self) -> None:
        if self._thread is None or not self._thread.is_alive():
            self._thread = Thread(target=self._run, name="queue", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        if sys.platform == "linux":
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, get_native_id(), _NICE)  # the threads that it begins are as patient
        while (job := self._next()) is not None:
            self._do(job)

    def _next(self) -> Job | None:
        with self._changed:
            while not self._is_closed:
                for job in self._jobs.values():
                    if job.state is State.WAITING:
                        return self._set(replace(job, state=State.RUNNING))
                self._changed.wait()
        return None

    def _do(self, job: Job) -> None:
        def watch(progress: Progress) -> None:
            if self._is_closed or job.id in self._stopping:
                raise StoppedError
            self._update(job.id, progress=progress)

        def tell(line: str) -> None:
            self._update(job.id, notes=(*self._jobs[job.id].notes, line))

        try:
            result = self._does[job.kind](job.asked, watch, tell)
        except AudioSessionError as error:
            self._update(job.id, state=State.FAILED, error=told_error(error))
        except StoppedError:
            self._update(job.id, state=State.INTERRUPTED if self._is_closed else State.STOPPED)
        except OSError as error:
            self._update(job.id, state=State.FAILED, error=told_trouble(error))
        else:
            self._update(job.id, state=State.DONE, result=result)
        finally:
            self._close_job(job.id)

    def _close_job(self, number: int) -> None:
        """See to it that a job ends whatever happened in it: what is wrong in the program is told in the terminal."""
        job = self._jobs.get(number)
        if job is not None and job.state is State.RUNNING:
            told: Json = dict(PROGRAM_FAULT)
            self._update(number, state=State.FAILED, error=told)

    def _update(self, number: int, **changes: Any) -> None:
        with self._changed:
            self._set(replace(self._jobs[number], **changes))

    def _set(self, job: Job) -> Job:
        self._jobs[job.id] = job
        if job.state not in OPEN:
            self._stopping.discard(job.id)
        if job.progress is None or job.state not in OPEN:
            self._keep_open()
        self._tell(job)
        return job

    def _keep_open(self) -> None:
        open_too = (*OPEN, State.INTERRUPTED)
        kept = [job for job in self._jobs.values() if job.state in open_too]
        with suppress(AudioSessionError, OSError):  # a full disk keeps nothing; the work on it says so, and ends
            self._keep([{"kind": job.kind, "title": job.title, "asked": dict(job.asked)} for job in kept])
