"""A catalogue: what it names, what is built of it and how often, what of it is told, and what is taken away."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiosession.errors import FaultsError
from audiosession.fleet.builds import CatalogueBuilt, build_catalogue
from audiosession.fleet.plan import plan_catalogue
from audiosession.fleet.prune import prune_catalogue
from audiosession.fleet.status import catalogue_status
from audiosession.fleet.variants import variants_of
from audiosession.progress import StoppedError, unwatched
from audiosession.project.catalogue.found import read_catalogue
from audiosession.project.catalogue.record import read_record
from audiosession.project.project import Project

pytestmark = pytest.mark.slow

DEFAULTS = '[defaults]\nvoice = "tone"\nmusic = "none"\ntones = false\n'
TWO = """\
[[classes]]
names = ["breath:4-7-8x4"]
axes = { pace = ["usual", "slow"] }
"""
BAD = """\
[[classes]]
names = ["breath:4-4x4"]
axes = { length = ["1s", "usual"] }
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts/show.toml").write_text(DEFAULTS, encoding="utf-8")
    return Project(tmp_path)


def write(project: Project, text: str) -> None:
    (project.scripts / "catalogue.toml").write_text(text, encoding="utf-8")


def keys(project: Project, text: str) -> list[str]:
    write(project, text)
    return [one.key for one in variants_of(project, read_catalogue(project))]


def faults(project: Project, text: str) -> list[tuple[int, str]]:
    write(project, text)
    with pytest.raises(FaultsError) as caught:
        variants_of(project, read_catalogue(project))
    return [(fault.line, fault.message) for fault in caught.value.faults]


def built(project: Project) -> CatalogueBuilt:
    return build_catalogue(project, unwatched, lambda line: None)


def states(project: Project) -> list[str]:
    return [str(row.state) for row in catalogue_status(project)]


def sounds(project: Project) -> list[str]:
    return sorted(path.name for path in project.output.glob("*.mp3"))


def test_every_value_is_built_with_every_other_but_what_the_rules_leave_out(project: Project) -> None:
    text = """\
[[classes]]
names = ["saw", "swan"]
axes = { pace = ["usual", "slow"], level = ["usual", "beginner"] }
except = [{ class = "s*n", pace = "slow" }, { class = "swan", level = "beginner" }]
formats = ["mp3", "flac"]
"""

    assert keys(project, text)[:4] == ["saw", "saw (flac)", "saw (level beginner)", "saw (level beginner, flac)"]
    assert keys(project, text)[8:] == ["swan", "swan (flac)"]
    assert keys(project, text.replace("except", "only"))[::2] == [
        "swan (level beginner)",
        "swan (pace slow)",
        "swan (pace slow, level beginner)",
    ]


def test_each_table_of_classes_has_variants_of_its_own(project: Project) -> None:
    assert keys(project, TWO + '[[classes]]\nnames = "saw"\n') == [
        "breath:4-7-8x4",
        "breath:4-7-8x4 (pace slow)",
        "saw",
    ]


def test_all_that_is_wrong_is_told_with_its_line(project: Project) -> None:
    text = """\
[[classes]]
names = ["saw"]
formats = ["mp4"]
except = [{ level = "beginner" }]
[classes.axes]
pace = ["slwo", "slow", "slow"]
lenght = "20m"
reps = ["three"]
voice = ["espaek", "usual"]
count_voice = ["none", "espeak"]
"""

    assert faults(project, text) == [
        (3, 'no format is called "mp4"'),
        (4, 'the rule names "level", which is no axis of its table'),
        (6, 'no pace is called "slwo"'),
        (6, 'pace is "slow" twice'),
        (7, 'nothing that can be chosen is called "lenght"'),
        (8, 'reps can\'t be "three"'),
        (9, 'there is no voice "espaek"'),
    ]


def test_names_that_nothing_carries_are_told(project: Project) -> None:
    assert faults(project, '[[classes]]\nnames = ["nobody", "x-*"]\n') == [
        (2, 'no exercise or class is called "nobody"'),
        (2, 'no class of the project is called "x-*"'),
    ]


def test_two_variants_that_become_one_file_are_told_with_both_places(project: Project) -> None:
    text = '[[classes]]\nnames = ["saw"]\n[[classes]]\nnames = ["saw"]\naxes = { pace = "steady" }\n'

    assert faults(project, text) == [(4, "saw (pace steady) becomes the same file as saw of line 2")]


def test_each_line_is_spoken_once_and_a_second_run_makes_nothing(project: Project) -> None:
    write(project, TWO)
    plan = plan_catalogue(project)

    first, second = built(project), built(project)

    assert (plan.new_lines, first.spoken) == (plan.lines, plan.lines)
    assert [str(row.state) for row in first.rows] == ["built", "built"]
    assert 0 < first.windows == plan.windows.new
    assert [str(row.state) for row in second.rows] == ["up to date", "up to date"]
    assert (second.spoken, second.windows) == (0, 0)
    assert plan_catalogue(project).lines == 0
    assert len(sounds(project)) == 2


def test_the_files_are_called_as_a_build_by_hand_calls_them(project: Project) -> None:
    from audiosession.studio.studio import open_studio

    write(project, TWO)
    built(project)

    by_hand = [open_studio(project.root).build("breath:4-7-8x4", **wanted) for wanted in ({}, {"pace": "slow"})]

    assert [one.unchanged for one in by_hand] == [True, True]


def test_what_can_not_be_is_told_with_its_cause_and_the_others_are_built(project: Project) -> None:
    write(project, TWO + BAD)

    planned, run = plan_catalogue(project), built(project)

    assert [str(row.state) for row in planned.rows] == ["missing", "missing", "failed", "missing"]
    assert [str(row.state) for row in run.rows] == ["built", "built", "failed", "built"]
    assert run.failed[0].error is not None
    assert "breath" in run.failed[0].variant.key
    assert [str(row.state) for row in built(project).rows] == ["up to date", "up to date", "failed", "up to date"]


def test_what_was_ready_when_somebody_stopped_it_is_not_made_again(project: Project) -> None:
    write(project, TWO)
    done: list[int] = []

    def stop_after_one(step: object) -> None:
        if getattr(step, "stage", "") == "classes" and getattr(step, "done", 0) == 1:
            done.append(1)
            raise StoppedError

    with pytest.raises(StoppedError):
        build_catalogue(project, stop_after_one, lambda line: None)
    after = built(project)

    assert done == [1]
    assert [str(row.state) for row in after.rows] == ["up to date", "built"]
    assert after.spoken == 0


def test_status_tells_what_is_missing_changed_and_up_to_date(project: Project) -> None:
    write(project, TWO)
    assert states(project) == ["missing", "missing"]

    built(project)
    assert states(project) == ["up to date", "up to date"]

    (project.scripts / "show.toml").write_text(DEFAULTS + 'artist = "Somebody"\n', encoding="utf-8")
    assert states(project) == ["changed", "changed"]


def test_what_the_catalogue_names_no_more_goes_and_what_was_built_by_hand_stays(project: Project) -> None:
    from audiosession.studio.studio import open_studio

    write(project, TWO)
    built(project)
    open_studio(project.root).build("breath:4-4x4")
    write(project, TWO.replace(', "slow"', ""))

    rehearsed = prune_catalogue(project, rehearsal=True)
    there = sounds(project)
    pruned = prune_catalogue(project)

    assert len(there) == 3
    assert [path.name for path in pruned.removed] == [path.name for path in rehearsed.removed]
    assert ["slow" in path.name for path in pruned.removed] == [True]
    assert len(sounds(project)) == 2
    assert not [path for path in project.output.iterdir() if "slow" in path.name]
    assert prune_catalogue(project).removed == ()


def test_a_file_whose_variant_is_called_otherwise_by_now_goes(project: Project) -> None:
    write(project, '[[classes]]\nnames = ["breath:4-6x3"]\naxes = { pace = "slow" }\n')
    built(project)
    before = sounds(project)
    (project.scripts / "show.toml").write_text(DEFAULTS + 'pace = "slow"\n', encoding="utf-8")
    built(project)

    gone = prune_catalogue(project).removed

    assert [path.name for path in gone] == [Path(one).name for one in before]
    assert len(sounds(project)) == 1


def test_a_file_that_somebody_built_anew_by_hand_is_not_the_catalogues_any_more(project: Project) -> None:
    from audiosession.studio.studio import open_studio

    write(project, TWO)
    built(project)
    (project.scripts / "show.toml").write_text(DEFAULTS + 'artist = "Somebody"\n', encoding="utf-8")
    open_studio(project.root).build("breath:4-7-8x4", pace="slow")
    write(project, TWO.replace(', "slow"', ""))

    pruned = prune_catalogue(project)

    assert pruned.removed == ()
    assert ["slow" in path.name for path in pruned.others] == [True]


def test_the_record_of_thirty_thousand_files_is_read_again(project: Project) -> None:
    record = read_record(project)
    for number in range(30_000):
        record.built(f"a-class-{number}.espeak-en.slow.mp3", f"a-class-{number} (pace slow)", "a" * 64)
    record.path.parent.mkdir(exist_ok=True)
    record.keep()

    assert read_record(project).rows == record.rows
