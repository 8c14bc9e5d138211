"""The queue of the studio: one piece of work after the other, stopped, gone on with, found again after a crash."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from audiosession.errors import OutputError, VoiceError
from audiosession.progress import Progress, Teller, Watcher
from audiosession.web.work import Job, Queue, State


class Bench:
    """A queue whose work waits until it is let go on, and what it told and kept."""

    def __init__(self, kept: list[dict[str, Any]] | None = None) -> None:
        self.told: list[tuple[int, State]] = []
        self.kept: list[Any] = []
        self.begun = threading.Semaphore(0)
        self.let_go = threading.Semaphore(0)
        self.over = threading.Semaphore(0)
        self.done: list[str] = []
        self.queue = Queue({"saw": self._saw, "fail": self._fail}, self._tell, self._keep, kept or [])

    def _tell(self, job: Job) -> None:
        self.told.append((job.id, job.state))
        if job.state not in (State.WAITING, State.RUNNING):
            self.over.release()

    def _keep(self, rows: list[Any]) -> None:
        self.kept = rows

    def _saw(self, asked: Mapping[str, Any], watch: Watcher, tell: Teller) -> str:
        self.begun.release()
        assert self.let_go.acquire(timeout=10)
        watch(Progress(stage="encoding", done=1, total=2))
        tell("half way")
        watch(Progress(stage="encoding", done=2, total=2))
        self.done.append(asked["name"])
        return f"{asked['name']}.mp3"

    def _fail(self, asked: Mapping[str, Any], watch: Watcher, tell: Teller) -> None:
        raise VoiceError("no voice", hint="take another")

    def job(self, number: int) -> Job:
        return next(job for job in self.queue.jobs() if job.id == number)

    def wait_over(self) -> None:
        assert self.over.acquire(timeout=10)


@pytest.fixture
def bench() -> Iterator[Bench]:
    bench = Bench()
    yield bench
    for _ in range(20):
        bench.let_go.release()
    bench.queue.close()


def test_work_is_done_in_the_order_in_which_it_was_asked_for(bench: Bench) -> None:
    for name in ("one", "two", "three"):
        bench.queue.ask("saw", name, {"name": name})
        bench.let_go.release()
    for _ in range(3):
        bench.wait_over()

    assert bench.done == ["one", "two", "three"]
    assert [job.state for job in bench.queue.jobs()] == [State.DONE] * 3
    assert bench.job(1).result == "one.mp3"
    assert bench.job(1).notes == ("half way",)
    assert bench.kept == []


def test_what_is_waiting_in_the_same_words_is_not_asked_for_twice(bench: Bench) -> None:
    bench.queue.ask("saw", "one", {"name": "one"})
    assert bench.begun.acquire(timeout=10)
    first, second = (bench.queue.ask("saw", "two", {"name": "two"}) for _ in range(2))

    assert first.id == second.id
    assert bench.queue.ask("saw", "one again, while it runs", {"name": "one"}).id not in (1, first.id)


def test_what_fails_says_why_and_stops_nothing_behind_it(bench: Bench) -> None:
    failing = bench.queue.ask("fail", "fails", {})
    bench.queue.ask("saw", "one", {"name": "one"})
    bench.let_go.release()
    for _ in range(2):
        bench.wait_over()

    assert bench.job(failing.id).state is State.FAILED
    assert bench.job(failing.id).error["message"] == "no voice"  # type: ignore[index, call-overload]
    assert bench.done == ["one"]


def test_what_waits_is_stopped_at_once_and_what_runs_at_its_next_step(bench: Bench) -> None:
    running, waiting = (bench.queue.ask("saw", name, {"name": name}) for name in ("one", "two"))
    assert bench.begun.acquire(timeout=10)

    assert bench.queue.stop(waiting.id)
    assert bench.job(waiting.id).state is State.STOPPED
    assert bench.queue.stop(running.id)
    bench.let_go.release()
    bench.wait_over()
    bench.wait_over()
    assert bench.job(running.id).state is State.STOPPED
    assert bench.done == []
    assert not bench.queue.stop(running.id), "it is over"

    again = bench.queue.go_on(running.id)
    bench.let_go.release()
    bench.wait_over()
    assert again is not None
    assert bench.done == ["one"]
    assert bench.queue.go_on(again.id) is None, "it is done"


def test_what_was_asked_for_outlives_the_process() -> None:
    before = Bench()
    for name in ("one", "two"):
        before.queue.ask("saw", name, {"name": name})
    assert before.begun.acquire(timeout=10)
    left = list(before.kept)  # the process is killed here: nothing more is told to the queue

    after = Bench([*left, {"kind": "gone", "title": "of another version", "asked": {}}])
    assert [(job.title, job.state) for job in after.queue.jobs()] == [
        ("one", State.INTERRUPTED),
        ("two", State.INTERRUPTED),
    ]
    for number in (1, 2):
        after.queue.go_on(number)
        after.let_go.release()
    for _ in range(2):
        after.wait_over()
    assert after.done == ["one", "two"]
    assert after.kept == []
    for bench in (before, after):
        _ended(bench.queue.close, bench)


def test_a_studio_that_closes_keeps_what_it_has_not_done(bench: Bench) -> None:
    bench.queue.ask("saw", "one", {"name": "one"})
    bench.queue.ask("saw", "two", {"name": "two"})
    assert bench.begun.acquire(timeout=10)
    _ended(bench.queue.close, bench)

    assert bench.done == []
    assert [row["title"] for row in bench.kept] == ["one", "two"]


def test_the_list_does_not_grow_for_ever(bench: Bench) -> None:
    for number in range(120):
        bench.queue.ask("fail", f"{number}", {"number": number})
        bench.wait_over()

    assert len(bench.queue.jobs()) <= 60
    assert bench.queue.jobs()[-1].title == "119"


def test_what_is_over_can_be_taken_off_the_list_and_what_runs_can_not(bench: Bench) -> None:
    bench.queue.ask("saw", "one", {"name": "one"})
    assert bench.begun.acquire(timeout=10)
    bench.queue.forget(1)
    assert bench.queue.jobs()
    bench.let_go.release()
    bench.wait_over()

    bench.queue.forget(1)
    assert bench.queue.jobs() == []


def _ended(close: Callable[[], None], bench: Bench) -> None:
    """Close a queue whose work goes on a moment after it was told to end."""
    closing = threading.Thread(target=close)
    closing.start()
    bench.let_go.release()
    closing.join(10)
    assert not closing.is_alive()


def test_work_goes_on_where_nothing_can_be_kept(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(rows: list[Any]) -> None:
        raise OutputError("the disk is full")

    monkeypatch.setattr(bench.queue, "_keep", full)
    first, second = (bench.queue.ask("saw", name, {"name": name}) for name in ("a", "b"))
    bench.let_go.release()
    bench.let_go.release()
    bench.wait_over()
    bench.wait_over()

    assert [bench.job(one.id).state for one in (first, second)] == [State.DONE, State.DONE]


def test_what_a_project_kept_is_offered_when_it_is_opened(bench: Bench) -> None:
    bench.queue.take_up([{"kind": "saw", "title": "a", "asked": {"name": "a"}}, {"kind": ["saw"], "asked": {}}])

    assert [(job.title, job.state) for job in bench.queue.jobs()] == [("a", State.INTERRUPTED)]
