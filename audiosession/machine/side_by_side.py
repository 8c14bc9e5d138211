"""Work on several cores: the one place that counts them."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

_MOST = 8
_AHEAD = 2
"""How many results may be ready in turn before anybody has taken them, beside one for each core."""
T = TypeVar("T")
R = TypeVar("R")


def n_cores() -> int:
    """Return how many pieces of work go on side by side: the cores that this process may use, eight at the most."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(_MOST, usable))


@contextmanager
def side_by_side(
    items: Sequence[T],
    known: Callable[[T], R | None],
    make: Callable[[T], R],
    in_turn: Callable[[list[int]], list[int]],
) -> Iterator[list[Future[R]]]:
    """Lend what is `known` of each item, and what `make` makes of the others, on all cores.

    `in_turn` returns the numbers of those others in the order in which they are begun. Whoever leaves early waits for
    what is under way; nothing else is begun then.
    """
    jobs: list[Future[R]] = [Future() for _ in items]
    lacking = []
    for number, item in enumerate(items):
        if (found := known(item)) is None:
            lacking.append(number)
        else:
            jobs[number].set_result(found)
    with ThreadPoolExecutor(n_cores(), thread_name_prefix="window") as pool:
        try:
            for number in in_turn(lacking):
                jobs[number] = pool.submit(make, items[number])
            yield jobs
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def in_order(items: Iterable[T], work: Callable[[T], R]) -> Iterator[R]:
    """Yield what `work` makes of each item in turn, while the next ones are made on the other cores."""
    workers = n_cores()
    with ThreadPoolExecutor(workers, thread_name_prefix="ahead") as pool:
        waiting: deque[Future[R]] = deque()
        try:
            for item in items:
                waiting.append(pool.submit(work, item))
                if len(waiting) >= workers + _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for job in waiting:
                job.cancel()


def one_ahead(items: Iterable[T], work: Callable[[T], R]) -> Generator[Callable[[], R], None, None]:
    """Yield what returns what `work` makes of each item in turn; the next is worked at while a result is used.

    Whoever leaves early waits for what is under way.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="ahead") as pool:
        ahead: Future[R] | None = None
        try:
            for item in items:
                job, ahead = ahead, pool.submit(work, item)
                if job is not None:
                    yield job.result
            if ahead is not None:
                yield ahead.result
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
