"""Putting a show out: each step is told, and whoever stops it at any of them leaves a feed that is whole."""

from __future__ import annotations

import re
import threading
from dataclasses import FrozenInstanceError, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.built_classes import build, make_project

from audiosession.errors import PublishError
from audiosession.progress import Progress, StoppedError
from audiosession.project.project import Project
from audiosession.publishing.decide import Wishes
from audiosession.publishing.publish import publish
from audiosession.publishing.ready import Destination
from audiosession.publishing.select import ALL

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@dataclass
class Watch:
    """Keeps what it is told; stops the work at step number `stop_at`."""

    stop_at: int | None = None
    steps: list[Progress] = field(default_factory=list)
    threads: set[int] = field(default_factory=set)

    def __call__(self, step: Progress) -> None:
        self.steps.append(step)
        self.threads.add(threading.get_ident())
        if len(self.steps) == self.stop_at:
            raise StoppedError


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path / "studio", "saw", "swan")


def put(project: Project, watch: Watch, now: datetime = NOW, *, rehearsal: bool = False) -> object:
    return publish(project, ALL, Destination(rehearsal=rehearsal), Wishes(), now, watch)


def whole_feed(project: Project) -> str:
    """Return the feed after looking that every file that it and its pages name is there; empty where there is none."""
    site = project.output
    if not (site / "feed.xml").exists():
        return ""
    feed = (site / "feed.xml").read_text(encoding="utf-8")
    pages = re.findall(r"episodes/[\w-]+\.html", feed)
    texts = [feed, *((site / page).read_text(encoding="utf-8") for page in pages)]
    named = {key for text in texts for key in re.findall(r"(?:media|art|assets)/[\w.-]+", text)}
    assert named
    assert [key for key in named if not (site / key).is_file()] == []
    return feed


@pytest.mark.parametrize("rehearsal", [False, True])
def test_every_byte_is_told_in_the_thread_of_the_caller(project: Project, *, rehearsal: bool) -> None:
    watch = Watch()
    put(project, watch, rehearsal=rehearsal)
    done = [step.done for step in watch.steps]

    assert {step.stage for step in watch.steps} == {"publishing"}
    assert done == sorted(done)
    assert (done[0], done[-1]) == (0, watch.steps[-1].total)
    assert {step.total for step in watch.steps} == {watch.steps[-1].total}
    assert {step.item.partition("/")[0] for step in watch.steps[1:]} == {"assets", "art", "media", "episodes"}
    assert watch.threads == {threading.get_ident()}


@pytest.mark.peers  # some twenty publishes of one class
def test_stopped_at_any_step_the_feed_is_the_old_one_and_the_next_publish_goes_on(project: Project) -> None:
    put(project, Watch())
    n_steps = 0
    for stop_at in range(1, 60):
        build(project, "saw", tone_hz=440 + stop_at, title=f"Saw, take {stop_at}")
        before, now = whole_feed(project), NOW + timedelta(days=stop_at)
        try:
            put(project, Watch(stop_at), now)
        except StoppedError:
            assert whole_feed(project) == before
        else:
            n_steps = stop_at - 1
            break
        put(project, Watch(), now)
        assert f"Saw, take {stop_at}<" in whole_feed(project)
    assert n_steps == 22  # the beginning, 19 files that never change, two pages
    assert not [path for path in project.output.rglob("*") if path.name.endswith(".partial")]


def test_stopped_the_first_time_there_is_no_feed_and_the_guids_stay(project: Project) -> None:
    with pytest.raises(StoppedError):
        put(project, Watch(stop_at=5))
    facts = (project.scripts / "feed.json").read_text(encoding="utf-8")
    guids = re.findall(r'"guid": "(.*)"', facts)

    assert whole_feed(project) == ""
    put(project, Watch(), NOW + timedelta(days=1))
    assert all(f">{guid}<" in whole_feed(project) for guid in guids)
    assert len(guids) == 3


def test_a_file_that_cannot_be_put_stops_the_rest(project: Project) -> None:
    said = publish(project, ALL, Destination(rehearsal=True), Wishes(), NOW)
    mp3 = project.output / next(one.key for one in said.files if one.key.endswith(".mp3"))
    mp3.parent.mkdir()
    mp3.write_bytes(b"mine")

    with pytest.raises(PublishError, match="another file stands under this name") as raised:
        put(project, Watch())
    assert raised.value.path == mp3
    assert whole_feed(project) == ""


def test_what_came_of_it_is_a_value(project: Project) -> None:
    said = publish(project, ALL, Destination(), Wishes(), NOW)
    with pytest.raises(FrozenInstanceError):
        said.warnings = ()  # type: ignore[misc]
    assert {type(part) for part in (said.episodes, said.files, said.notices, said.warnings)} == {tuple}
    assert [(one.name, one.title, one.state, one.date, one.duration_s) for one in said.episodes] == [
        ("saw", "Saw", "new", NOW - timedelta(seconds=1), 3.0),
        ("swan", "Swan", "new", NOW, 3.0),
    ]
