"""Whoever watches is told each step, and may stop the work by it."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from support.records import FOLDER

from audiosession.building.gather import gather
from audiosession.building.place import Placed, place_class
from audiosession.progress import Progress, StoppedError, Watcher, unwatched
from audiosession.project.project import Project
from audiosession.writing.choices import Defaults, choose


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path))


def placed(watch: Watcher) -> Placed:
    """Have a class spoken and placed, in a voice that hums."""
    project = Project(FOLDER / "project")
    inputs = gather(project, "small-class", choose(Defaults(), voice="tone", music="none"))
    return place_class(project, inputs, watch, lambda line: None)


def test_every_step_is_told_and_none_goes_back() -> None:
    steps: list[Progress] = []
    n_lines = len(placed(steps.append).spoken.takes)

    assert [(step.stage, step.total) for step in steps] == [("speaking", n_lines)] * len(steps)
    assert [step.done for step in steps] == sorted(step.done for step in steps)
    assert (steps[0].done, steps[-1].done) == (0, n_lines)


def test_work_that_nobody_watches_is_done_all_the_same() -> None:
    steps: list[Progress] = []

    assert placed(unwatched).timeline == placed(steps.append).timeline


def test_a_watcher_stops_the_work_and_what_is_ready_is_kept(tmp_path: Path) -> None:
    def enough(step: Progress) -> None:
        if step.done >= 3:
            raise StoppedError

    with pytest.raises(StoppedError):
        placed(enough)

    kept = len(list(tmp_path.glob("takes/**/*.take")))
    steps: list[Progress] = []
    assert 3 <= kept < len(placed(steps.append).spoken.takes)
    assert steps[0].done == kept, "those lines are not asked for again"


def test_no_handler_of_trouble_takes_a_wish_for_trouble() -> None:
    assert not isinstance(StoppedError(), OSError | ValueError | RuntimeError)


def test_a_step_can_be_sent_to_another_process() -> None:
    step = Progress(stage="mixing", done=1, total=2, item="a window")

    assert pickle.loads(pickle.dumps(step)) == step
