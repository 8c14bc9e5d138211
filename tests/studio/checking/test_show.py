"""What a check tells of show.toml: a new project is no fault, what is half filled in is."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.built_classes import SHOW, make_project

from audiosession.project.project import Project, starter_folder
from audiosession.studio.checking.show import check_show
from audiosession.studio.publishing import ALL, Destination
from audiosession.studio.studio import Studio

pytestmark = [pytest.mark.usefixtures("few_definitions"), pytest.mark.slow]

NEW = (starter_folder() / "scripts" / "new" / "show.toml").read_text("utf-8")


def test_a_new_project_is_warned_and_not_refused(tmp_path: Path) -> None:
    faults, warnings = check_show(make_project(tmp_path, show=NEW))

    assert faults == ()
    assert [one.line for one in warnings] == [5, 6, 7, 8]
    assert warnings[0].message == 'title is still the example, "Your classes"'


def test_nobody_who_does_not_publish_is_asked_for_a_show(tmp_path: Path) -> None:
    assert check_show(Project(tmp_path)) == ((), ())
    assert check_show(make_project(tmp_path, show='[defaults]\nmusic = "none"\n')) == ((), ())


def test_an_example_is_a_fault_once_the_show_is_out(tmp_path: Path) -> None:
    project = make_project(tmp_path, "saw")
    Studio(project).publish(ALL)
    assert check_show(project) == ((), ())
    (project.scripts / "show.toml").write_text(SHOW.replace("ada@adas.studio", "you@example.com"), encoding="utf-8")

    [fault], warnings = check_show(project)

    assert 'email "you@example.com"' in fault.message
    assert warnings == ()


def test_a_trial_puts_nothing_out(tmp_path: Path) -> None:
    project = make_project(tmp_path, "saw", show=NEW)
    Studio(project).publish(ALL, Destination(base_url="http://127.0.0.1:8000"))

    assert check_show(project)[0] == ()


def test_the_whole_check_tells_each_fault_of_show_toml_once(tmp_path: Path) -> None:
    project = make_project(
        tmp_path, show='[show]\ntitle = ""\ncover = "x.jpg"\n[defaults]\nvoice = "x"\ntones = "yes"\n'
    )

    report = Studio(project).check()

    told = [fault.line for fault in report.faults if fault.path == project.scripts / "show.toml"]
    assert told.count(2) == told.count(3) == told.count(5) == told.count(6) == 1
    assert [fault.line for fault in Studio(project).check(["saw"]).faults if fault.line == 3] == []


def test_a_show_in_another_language_than_its_classes_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    scripts = tmp_path / "scripts"
    scripts.mkdir()
    show = '[show]\ntitle = "Ruhe"\ndescription = "Atem."\nauthor = "Ada"\nemail = "ada@ruhe.de"\nlanguage = "de"\n'
    (scripts / "show.toml").write_text(show, encoding="utf-8")
    [told] = [one for one in Studio(Project(tmp_path)).check().warnings if one.path == scripts / "show.toml"]

    assert (told.line, told.message) == (6, 'the show is in "de", and classes are in "en"')
    for more in ('\n[defaults]\nlanguage = "de"\n', '\n[show.en]\ntitle = "Calm"\n'):
        (scripts / "show.toml").write_text(show + more, encoding="utf-8")
        assert not [one for one in Studio(Project(tmp_path)).check().warnings if "the show is in" in one.message]
