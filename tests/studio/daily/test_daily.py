"""The class of a date, built and published once: a second run, a crash, a missed day, another machine, two at once.

A class of the project's own that is called as the day's files are stands in for the one from the wish: it is short.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.built_classes import SHOW

from audiosession.errors import AudioSessionError, FaultsError, NotFoundError
from audiosession.feed.live import read_live
from audiosession.files.sharing.evicting import pins
from audiosession.files.sharing.opening import open_objects
from audiosession.fleet.prune import prune_catalogue
from audiosession.progress import Progress, StoppedError, unwatched
from audiosession.project.project import Project
from audiosession.studio.as_json import as_json
from audiosession.studio.daily.daily import DailyMade, DailyState, make_daily
from audiosession.studio.daily.order import DailyOrder
from audiosession.studio.studio import open_studio

pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)
DEFAULTS = '[defaults]\nvoice = "tone"\nmusic = "none"\ntones = false\n'
CATALOGUE = '[[daily]]\nname = "morning"\nlength = "9m"\n'
OWN = """\
title = "Breath of the day"
[[exercise]]
use = "box-breathing"
reps = 2
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    root = tmp_path / "project"
    (root / "scripts/classes").mkdir(parents=True)
    (root / "scripts/show.toml").write_text(SHOW.replace('cover = "cover.jpg"\n', "") + DEFAULTS, encoding="utf-8")
    (root / "scripts/catalogue.toml").write_text(CATALOGUE, encoding="utf-8")
    for day in ("2026-11-25", "2026-11-26", "2026-11-27"):
        (root / f"scripts/classes/morning-{day}.toml").write_text(OWN, encoding="utf-8")
    return Project(root)


def made(project: Project, date: str | None = None, *, now: datetime = NOW, **order: object) -> DailyMade:
    return make_daily(project, DailyOrder(date=date, **order), now, unwatched, lambda line: None)  # type: ignore[arg-type]


def states(run: DailyMade) -> list[str]:
    return [str(row.state) for row in run.rows]


def in_feed(folder: Path, feed: str = "feed.xml") -> list[tuple[str, datetime]]:
    """Return the names of the classes in a feed with their dates, in its order."""
    every = read_live((folder / feed).read_bytes()).episodes.values()
    return [(one.entry.page.rpartition("/")[2], one.entry.published.astimezone(UTC)) for one in every]


def snapshot(folder: Path) -> dict[str, tuple[str, int]]:
    """Return the digest of every file and when it was written."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {
        path.relative_to(folder).as_posix(): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in files
    }


def test_the_class_of_today_is_built_and_published_under_its_date(project: Project) -> None:
    run = made(project)

    assert states(run) == ["published"]
    assert run.rows[0].exercises == ("box-breathing",)
    assert in_feed(project.output) == [("morning-2026-11-27.html", datetime(2026, 11, 27, tzinfo=UTC))]


def test_a_second_run_writes_nothing(project: Project) -> None:
    made(project)
    before = snapshot(project.root)

    again = made(project, now=NOW.replace(hour=20))

    assert (states(again), again.published) == (["published already"], ())
    assert snapshot(project.root) == before


def test_a_missed_day_is_caught_up_and_stands_where_its_date_has_it(project: Project) -> None:
    made(project, "2026-11-25")
    made(project)

    late = made(project, "2026-11-26")

    assert states(late) == ["published"]
    assert [name for name, _ in in_feed(project.output)] == [
        "morning-2026-11-27.html",
        "morning-2026-11-26.html",
        "morning-2026-11-25.html",
    ]


def test_a_day_that_is_out_stays_as_it_is_whatever_has_changed(project: Project) -> None:
    made(project)
    before = snapshot(project.output)
    (project.scripts / "classes/morning-2026-11-27.toml").write_text(OWN.replace("2", "3"), encoding="utf-8")

    assert states(made(project)) == states(made(project, publishes=False)) == ["published already"]
    assert snapshot(project.output) == before


def test_a_run_that_was_stopped_before_the_feed_goes_on_where_it_was(project: Project) -> None:
    def stop_at_the_feed(step: Progress) -> None:
        if step.stage == "publishing":
            raise StoppedError

    with pytest.raises(StoppedError):
        make_daily(project, DailyOrder(), NOW, stop_at_the_feed, lambda line: None)
    sound = project.output / "morning-2026-11-27.mp3"
    written = sound.stat().st_mtime_ns
    assert not (project.output / "feed.xml").exists()

    assert states(made(project)) == ["published"]
    assert sound.stat().st_mtime_ns == written
    assert len(in_feed(project.output)) == 1


def test_another_machine_without_our_files_sees_what_is_out(project: Project, tmp_path: Path) -> None:
    feed = tmp_path / "feed"
    made(project, to=str(feed))
    other = Project(tmp_path / "other")
    shutil.copytree(project.scripts, other.scripts)
    (other.scripts / "feed.json").unlink()
    before = snapshot(feed)

    assert states(made(other, to=str(feed))) == ["published already"]
    assert snapshot(feed) == before
    assert not other.output.exists()
    assert states(made(other, "2026-11-26", to=str(feed))) == ["published"]
    assert len(in_feed(feed)) == 2


def test_two_machines_come_to_the_same_episode(project: Project, tmp_path: Path) -> None:
    other = Project(tmp_path / "other")
    shutil.copytree(project.scripts, other.scripts)
    folders = [tmp_path / "one", tmp_path / "two"]

    for which, folder in zip((project, other), folders, strict=True):
        made(which, to=str(folder))

    one, two = ({name: digest for name, (digest, _) in snapshot(folder).items()} for folder in folders)
    assert one == two


def test_what_was_taken_out_does_not_come_back(project: Project) -> None:
    made(project, "2026-11-26")
    made(project)
    open_studio(project.root).unpublish("morning-2026-11-27")

    assert states(made(project)) == ["taken out"]
    assert [name for name, _ in in_feed(project.output)] == ["morning-2026-11-26.html"]
    assert b"2026-11-27" not in (project.output / "calendar.ics").read_bytes()


def test_the_class_of_a_day_stays_in_the_shared_store_until_it_is_taken_out(project: Project, tmp_path: Path) -> None:
    pytest.importorskip("obstore")
    store = str(tmp_path / "shared")
    shared = replace(project, store=store)

    made(shared, "2026-11-26")
    made(shared)
    assert len(pins(open_objects(store))) == 2

    open_studio(project.root, store=store).unpublish("morning-2026-11-27")
    assert len(pins(open_objects(store))) == 1


def test_a_store_that_takes_no_pin_is_told_and_the_class_is_out(project: Project, tmp_path: Path) -> None:
    pytest.importorskip("obstore")
    store = tmp_path / "shared"
    shared = replace(project, store=str(store))
    made(shared, publishes=False)
    (store / "pins").write_text("no folder")

    run = made(shared)

    assert states(run) == ["published"]
    assert [notice.message for notice in run.published[0].notices if "pin" in notice.message]


def test_a_class_waits_for_its_time_of_day(project: Project) -> None:
    (project.scripts / "catalogue.toml").write_text(CATALOGUE + 'at = "18:00"\n', encoding="utf-8")

    early = made(project)
    assert states(early) == ["scheduled"]
    assert in_feed(project.output) == []

    assert states(made(project, now=NOW.replace(hour=18))) == ["published"]
    assert in_feed(project.output)[0][1] == datetime(2026, 11, 27, 18, tzinfo=UTC)


def test_without_publishing_it_is_built_and_a_second_run_finds_it_up_to_date(project: Project) -> None:
    assert states(made(project, publishes=False)) == ["built"]
    assert states(made(project, publishes=False)) == ["up to date"]
    assert not (project.output / "feed.xml").exists()
    assert states(made(project)) == ["published"]


def test_a_rehearsal_tells_of_the_class_and_changes_nothing(project: Project) -> None:
    (project.scripts / "classes/morning-2026-11-27.toml").unlink()
    (project.scripts / "catalogue.toml").write_text(CATALOGUE + "nothing_twice_within = 1\n", encoding="utf-8")
    before = snapshot(project.scripts)

    run = made(project, rehearsal=True)

    assert states(run) == ["due"]
    assert len(run.rows[0].exercises) > 2
    assert run.rows[0].title == "9 minutes for your whole body, 27 November 2026"
    assert snapshot(project.scripts) == before
    assert not project.output.exists()


def test_it_goes_where_its_table_says(project: Project) -> None:
    text = CATALOGUE + 'to = "public"\nbase_url = "https://other.example.org/daily"\n'
    (project.scripts / "catalogue.toml").write_text(text, encoding="utf-8")

    run = made(project)

    assert run.published[0].feed_url == "https://other.example.org/daily/feed.xml"
    assert len(in_feed(project.root / "public")) == 1
    assert states(made(project)) == ["published already"]


def test_a_language_that_fails_stops_no_other_and_no_other_class_a_day(project: Project) -> None:
    text = CATALOGUE + 'languages = ["en", "de"]\n[[daily]]\nname = "noon"\nlength = "5m"\nfocus = "back"\n'
    (project.scripts / "catalogue.toml").write_text(text, encoding="utf-8")

    run = made(project)

    assert states(run) == ["published", "failed", "failed"]
    assert [row.slug for row in run.rows] == ["morning-2026-11-27", "morning-2026-11-27-de", "noon-2026-11-27"]
    assert isinstance(run.rows[2].error, FaultsError)
    [fault] = run.rows[2].error.faults
    assert (fault.line, "minutes at the least, not 5m" in fault.message) == (5, True)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('languages = ["en", "xx"]\n', 4, 'there are no words in the language "xx"'),
        ('[daily.friday]\nunlike = "nobody"\n', 5, 'no class is called "nobody"'),
    ],
)
def test_what_the_catalogue_names_and_is_not_there_is_told_with_its_line(
    project: Project, text: str, line: int, message: str
) -> None:
    (project.scripts / "classes/morning-2026-11-27.toml").unlink()
    (project.scripts / "catalogue.toml").write_text(CATALOGUE + text, encoding="utf-8")

    error = made(project, publishes=False).rows[0].error

    assert isinstance(error, FaultsError)
    assert [(one.line, one.message) for one in error.faults] == [(line, message)]


def test_a_project_without_a_show_is_told_before_anything_is_built(project: Project) -> None:
    (project.scripts / "show.toml").write_text(DEFAULTS, encoding="utf-8")

    run = made(project)

    assert states(run) == ["failed"]
    assert "[show]" in str(run.rows[0].error)
    assert not project.output.exists()


def test_a_voice_that_can_not_speak_is_told_and_nothing_is_published(project: Project) -> None:
    (project.scripts / "catalogue.toml").write_text(CATALOGUE + 'voice = "espeak:xx"\n', encoding="utf-8")

    run = made(project)

    assert states(run) == ["failed"]
    assert "xx" in str(run.rows[0].error)
    assert not (project.output / "feed.xml").exists()


@pytest.mark.parametrize("order", [{"names": ["evening"]}, {"date": "2026-02-30"}])
def test_what_is_asked_for_and_can_not_be_is_refused(project: Project, order: dict[str, object]) -> None:
    with pytest.raises(AudioSessionError):
        made(project, **order)  # type: ignore[arg-type]


def test_a_catalogue_without_a_class_a_day_says_how_one_is_written(project: Project) -> None:
    (project.scripts / "catalogue.toml").write_text('[[classes]]\nnames = "saw"\n', encoding="utf-8")

    with pytest.raises(NotFoundError) as caught:
        made(project)

    assert "[[daily]]" in caught.value.hint


def test_its_result_is_told_as_json(project: Project) -> None:
    told = as_json(made(project))

    assert isinstance(told, dict)
    assert told["feeds"] == ["https://adas.studio/classes/feed.xml"]
    [row] = told["classes"]  # type: ignore[misc,union-attr]
    assert row["state"] == str(DailyState.PUBLISHED)
    assert row["from"] == "2026-11-27T00:00:00+00:00"


def test_two_runs_at_once_make_one_episode(project: Project) -> None:
    command = [sys.executable, "-m", "audiosession", "catalogue", "daily", "--date", "2026-11-27"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    runs = [
        subprocess.Popen(command, cwd=project.root, env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [run.communicate()[0] for run in runs]

    assert [run.returncode for run in runs] == [0, 0]
    assert sorted(line.split("  ")[1] for one in said for line in one.splitlines() if "morning-" in line) == [
        "published",
        "published already",
    ]
    assert len(in_feed(project.output)) == 1


def test_a_rehearsal_tells_the_class_before_anything_can_be_published(project: Project) -> None:
    show = project.scripts / "show.toml"
    show.write_text(show.read_text("utf-8").replace("base_url", "# base_url"), encoding="utf-8")
    said: list[str] = []

    run = make_daily(project, DailyOrder(rehearsal=True), NOW, unwatched, said.append)

    assert run.rows[0].exercises == ("box-breathing",)
    assert [line.startswith("note: it can't be published yet: ") for line in said] == [True]
    assert states(made(project)) == ["failed"]


def test_pruning_the_catalogue_leaves_the_classes_of_days(project: Project) -> None:
    made(project, publishes=False)
    built = sorted(path.name for path in project.output.iterdir())

    assert prune_catalogue(project).removed == ()
    assert sorted(path.name for path in project.output.iterdir()) == built
