"""Work on several cores: results keep their order, nothing more is begun than is wanted, and no error is lost."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Generator, Iterator
from concurrent.futures import CancelledError, Future
from random import Random
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiosession.machine.side_by_side import in_order, n_cores, side_by_side

PATIENCE_S = 30.0
"""How long a test waits for another thread before it gives up."""


class WorkError(Exception):
    """Something that went wrong in a worker."""


def as_they_come(numbers: list[int]) -> list[int]:
    return numbers


def nothing_known(item: int) -> None:
    return None


def test_the_cores_that_this_process_may_use_are_counted_and_eight_at_the_most() -> None:
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

    assert n_cores() == min(usable, 8)


@given(st.lists(st.integers(), max_size=20), st.randoms(use_true_random=False))
def test_results_lie_as_their_items_do_whatever_is_begun_first(items: list[int], chance: Random) -> None:
    def in_any_turn(numbers: list[int]) -> list[int]:
        chance.shuffle(numbers)
        return numbers

    with side_by_side(items, nothing_known, lambda item: item + 1, in_any_turn) as jobs:
        assert [job.result() for job in jobs] == [item + 1 for item in items]


def test_what_is_known_is_not_made() -> None:
    made: list[int] = []

    def make(item: int) -> str:
        made.append(item)
        return f"made {item}"

    def known(item: int) -> str | None:
        return f"known {item}" if item % 2 else None

    with side_by_side([1, 2, 3, 4], known, make, as_they_come) as jobs:
        assert [job.result() for job in jobs] == ["known 1", "made 2", "known 3", "made 4"]
    assert sorted(made) == [2, 4]


def test_only_what_is_not_known_is_put_in_turn_and_begun_in_that_turn() -> None:
    turns: list[list[int]] = []
    begun: list[int] = []
    lock = threading.Lock()

    def backwards(numbers: list[int]) -> list[int]:
        turns.append(numbers)
        return numbers[::-1]

    def make(item: int) -> int:
        with lock:
            begun.append(item)
        return item

    with side_by_side([10, 11, 12, 13, 14], lambda item: item if item == 12 else None, make, backwards) as jobs:
        assert [job.result() for job in jobs] == [10, 11, 12, 13, 14]
    assert turns == [[0, 1, 3, 4]]
    assert begun[0] == 14 or n_cores() > 1
    assert sorted(begun) == [10, 11, 13, 14]


def test_the_error_of_a_worker_reaches_whoever_asks_for_its_result() -> None:
    def make(item: int) -> int:
        if item == 2:
            raise WorkError("no two")
        return item

    with side_by_side([1, 2, 3], nothing_known, make, as_they_come) as jobs:
        assert jobs[0].result() == 1
        with pytest.raises(WorkError, match="no two"):
            jobs[1].result()


def test_whoever_leaves_early_waits_for_what_is_under_way_and_nothing_else_is_begun() -> None:
    begun, ended = [], []
    first_is_on, go_on = threading.Event(), threading.Event()

    def make(item: int) -> int:
        begun.append(item)
        first_is_on.set()
        assert go_on.wait(PATIENCE_S)
        ended.append(item)
        return item

    def leave_early() -> list[Future[int]]:
        with side_by_side(range(100), nothing_known, make, as_they_come) as jobs:
            assert first_is_on.wait(PATIENCE_S)
            threading.Timer(0.05, go_on.set).start()
            return jobs

    jobs = leave_early()

    assert sorted(begun) == sorted(ended), "what was begun was waited for"
    assert len(begun) <= 2 * n_cores(), "a core that was free at that moment may have taken one more"
    with pytest.raises(CancelledError):
        jobs[-1].result()


def test_work_in_order_yields_each_result_in_its_turn() -> None:
    def work(item: int) -> int:
        time.sleep(0.002 * (item % 3))  # the later ones are often ready first
        return item * item

    assert list(in_order(range(30), work)) == [item * item for item in range(30)]
    assert list(in_order([], work)) == []


def test_no_more_is_made_ahead_than_memory_is_meant_for() -> None:
    taken = 0
    most_ahead = 0

    def told() -> Iterator[int]:
        nonlocal most_ahead
        for item in range(50):
            most_ahead = max(most_ahead, item + 1 - taken)
            yield item

    for _result in in_order(told(), lambda item: item):
        taken += 1
    assert taken == 50
    assert most_ahead <= n_cores() + 2


def test_an_error_in_order_reaches_the_caller_in_its_turn() -> None:
    def work(item: int) -> int:
        if item == 3:
            raise WorkError
        return item

    results = in_order(range(100), work)

    assert [next(results) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(WorkError):
        next(results)


def test_who_takes_no_more_ends_the_work() -> None:
    begun = []

    def work(item: int) -> int:
        begun.append(item)
        return item

    results = cast("Generator[int]", in_order(range(1_000), work))
    assert next(results) == 0
    results.close()
    n_begun = len(begun)

    time.sleep(0.02)
    assert len(begun) == n_begun <= n_cores() + 3
