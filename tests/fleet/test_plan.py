"""A catalogue's plan: what a build will make, counted before it, and what it takes in time, room and money."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from audiosession.fleet.builds import CatalogueBuilt, build_catalogue
from audiosession.fleet.plan import plan_catalogue
from audiosession.progress import Progress, unwatched
from audiosession.project.catalogue.costs import read_costs
from audiosession.project.project import Project

pytestmark = pytest.mark.slow

SHOW = '[defaults]\nvoice = "tone"\nmusic = "still-water"\n'
CATALOGUE = """\
[[classes]]
names = ["breath:4-7-8x4", "breath:4-4x4"]
axes = { pace = ["usual", "slow"], tones = ["usual", "off"] }

[[classes]]
names = "breath:4-4x4"
formats = ["wav"]
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    return project_in(tmp_path / "here", monkeypatch)


def project_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return a project in a `folder` whose cache is its own."""
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(folder / "cache"))
    (folder / "scripts").mkdir(parents=True)
    monkeypatch.chdir(folder)
    (folder / "scripts/show.toml").write_text(SHOW, encoding="utf-8")
    write(Project(folder), CATALOGUE)
    return Project(folder)


def write(project: Project, text: str) -> None:
    (project.scripts / "catalogue.toml").write_text(text, encoding="utf-8")


def built(project: Project) -> CatalogueBuilt:
    return build_catalogue(project, unwatched, lambda line: None)


def test_once_all_is_spoken_the_windows_of_a_plan_are_those_that_the_build_makes(project: Project) -> None:
    built(project)
    shutil.rmtree(project.output)
    shutil.rmtree(project.cache / "windows")

    plan = plan_catalogue(project)
    run = built(project)

    assert (plan.is_exact, plan.new_lines) == (True, 0)
    assert plan.windows.new == run.windows == plan.windows.n
    assert 0 < plan.windows.streamed < plan.windows.n


def test_windows_that_are_there_are_not_made_again_but_those_of_formats_that_keep_none(project: Project) -> None:
    built(project)
    shutil.rmtree(project.output)

    plan = plan_catalogue(project)

    assert plan.windows.new == plan.windows.streamed == built(project).windows


def test_where_nothing_was_spoken_it_is_about_so(project: Project) -> None:
    plan = plan_catalogue(project)
    run = built(project)

    assert not plan.is_exact
    assert (plan.new_lines, plan.lines) == (run.spoken, run.spoken)
    assert plan.windows.new == pytest.approx(run.windows, rel=0.2)


def test_a_plan_of_what_is_up_to_date_takes_nothing(project: Project) -> None:
    built(project)

    plan = plan_catalogue(project)

    assert (plan.lines, plan.windows.n, plan.length, plan.room.files, plan.time.cpu_s) == (0, 0, 0, 0, 0)


def test_room_is_told_by_format_within_a_tenth(project: Project) -> None:
    built(project)
    sizes = {form: sum(path.stat().st_size for path in project.output.glob(f"*.{form}")) for form in ("mp3", "wav")}
    shutil.rmtree(project.output)

    formats = plan_catalogue(project).room.formats

    assert formats == {form: pytest.approx(size, rel=0.1) for form, size in sizes.items()}


def test_time_is_as_usual_until_a_build_was_measured_here(project: Project) -> None:
    before = plan_catalogue(project)
    built(project)
    shutil.rmtree(project.output)
    shutil.rmtree(project.cache / "windows")
    after = plan_catalogue(project)

    assert (before.time.is_measured, before.time.unknown) == (False, (before.voices[0].name,))
    assert after.time.is_measured
    measured = read_costs(project).classes
    assert after.time.cpu_s == pytest.approx(measured.cpu_s * 9 / measured.n, rel=0.5)


def test_money_is_only_what_somebody_wrote(project: Project) -> None:
    without = plan_catalogue(project)
    priced = CATALOGUE + '[[prices]]\nvoice = "t*"\nper_million = 20\ncurrency = "EUR"\nas_of = 2026-01-31\n'
    write(project, priced)

    plan = plan_catalogue(project)

    assert (without.money, without.voices[0].money) == ({}, None)
    assert without.voices[0].cost
    assert plan.money == {"EUR": pytest.approx(plan.new_characters * 20 / 1e6)}
    assert str(plan.voices[0].price and plan.voices[0].price.as_of) == "2026-01-31"


def test_what_another_machine_made_is_neither_new_nor_fetched_for_a_plan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("obstore")
    store = str(tmp_path / "store")
    there = replace(project_in(tmp_path / "there", monkeypatch), store=store)
    write(there, CATALOGUE.partition("\n\n")[0])
    run = built(there)

    here = replace(project_in(tmp_path / "here", monkeypatch), store=store)
    write(here, CATALOGUE.partition("\n\n")[0])
    plan = plan_catalogue(here)

    assert (plan.shares, plan.is_exact, plan.new_lines, plan.windows.new) == (True, True, 0, 0)
    assert plan.windows.n == run.windows
    assert plan.room.store_up == 0 < plan.room.store_down
    assert not list((here.cache / "takes").rglob("*.take"))
    assert not list((here.cache / "windows").rglob("*.window"))


def test_a_plan_tells_how_many_variants_it_has_looked_at(project: Project) -> None:
    steps: list[Progress] = []

    plan_catalogue(project, steps.append)

    assert [step.done for step in steps] == list(range(9))
    assert {(step.stage, step.total) for step in steps} == {("variants", 9)}
