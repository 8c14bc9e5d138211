"""Tasks at work on a cluster: handed to Dask, and taken from it as they end; what they tell meanwhile is passed on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from audiosession.errors import AudioSessionError, ClusterError
from audiosession.fleet.cluster.events import progress_of, topic_of
from audiosession.fleet.cluster.orders import Workplace
from audiosession.progress import Progress, Watcher

if TYPE_CHECKING:
    from distributed import Client, Future

_RETRIES = 2
_GLANCE_S = 0.5
"""So often a thread that waits is there for Ctrl-C, where the system does not wake it."""


class Fleet:
    """The tasks of one run. Which worker does which, and again where one is lost, is Dask's own affair."""

    def __init__(self, client: Client, place: Workplace, watch: Watcher) -> None:
        self._client = client
        self._place = place
        self._watch = watch
        self._ended: SimpleQueue[Future[Any] | Progress] = SimpleQueue()
        self._under_way: dict[str, Future[Any]] = {}
        self._n = 0
        client.subscribe_topic(topic_of(place.run), self._heard)

    def __len__(self) -> int:
        """How many tasks have not ended yet."""
        return len(self._under_way)

    def submit(self, work: Callable[..., object], order: object, after: Sequence[Future[Any]] = ()) -> Future[Any]:
        """Have `work` done for an `order`, once the tasks in `after` have ended."""
        self._n += 1
        future = self._client.submit(
            work,
            self._place,
            order,
            list(after),
            key=f"{work.__name__}-{self._place.run}-{self._n}",
            pure=False,
            retries=_RETRIES,
            priority=-self._n,  # as they come: what others wait for goes first
        )
        self._under_way[str(future.key)] = future
        future.add_done_callback(self._ended.put)
        return future

    def answers(self, futures: Sequence[Future[Any]]) -> list[Any]:
        """Wait for tasks, and return the answers of those that have any."""
        for future in futures:
            self._under_way.pop(str(future.key), None)
        return list(self._client.gather(list(futures), errors="skip"))

    def ended(self, *, wait: bool = True) -> Iterator[Future[Any]]:
        """Yield tasks that have ended, until none is under way; those that have ended by now where nobody would `wait`.

        Raises:
            StoppedError: Whoever watches wants no more.
        """
        while self._under_way:
            try:
                one = self._ended.get(timeout=_GLANCE_S) if wait else self._ended.get_nowait()
            except Empty:
                if wait:
                    continue
                return
            if isinstance(one, Progress):
                self._watch(one)
            elif self._under_way.pop(str(one.key), None) is not None:
                yield one

    def cancel(self) -> None:
        """Have nothing begun any more."""
        self._client.unsubscribe_topic(topic_of(self._place.run))
        self._client.cancel(list(self._under_way.values()))

    def _heard(self, event: Any) -> None:
        if (step := progress_of(event)) is not None:
            self._ended.put(step)


def trouble_of(future: Future[Any]) -> AudioSessionError | None:
    """Return why a task ended without an answer; None where it has one."""
    if future.status == "finished":
        return None
    error = future.exception() if future.status == "error" else None
    if isinstance(error, AudioSessionError):
        return error
    if error is None:
        return ClusterError("the scheduler let go of it", hint="see that it is there still, and build again")
    if type(error).__name__ == "KilledWorker":
        hint = "see whether they have the memory for it; build again for another try"
        return ClusterError("every worker that was to build it died", hint=hint)
    told = str(error).splitlines() or [""]
    return ClusterError(f"a worker could not do it: {type(error).__name__}: {told[0][:200]}", hint="please report it")
