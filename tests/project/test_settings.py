"""What show.toml says is read in one way, and what is wrong in it is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiosession.errors import AudioSessionError, FaultsError, PublishError
from audiosession.project.project import Project
from audiosession.project.settings import read_look, read_show, voice_settings

WHOLE = '[show]\ntitle = "Breath"\ndescription = "Slow."\nauthor = "Ada"\nemail = "ada@example.org"\n'


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "scripts").mkdir()
    return Project(tmp_path)


def say(project: Project, text: str) -> None:
    (project.scripts / "show.toml").write_text(text, encoding="utf-8")


def test_without_a_file_everything_has_its_usual_value(project: Project) -> None:
    assert read_look(project).title == "Audio classes"
    assert read_look(project, "de").title == "Stunden zum Hören"
    assert voice_settings(project) == {}
    with pytest.raises(PublishError, match="there is no show to publish") as raised:
        read_show(project)
    assert raised.value.remedy


def test_a_show_that_lacks_what_publishing_needs_is_enough_to_build_with(project: Project) -> None:
    say(project, '[show]\ntitle = " Breath  and line "\nmotif = "hills"\nsomething = 3\n')
    look = read_look(project)
    assert (look.title, look.motif, look.colour) == ("Breath and line", "hills", None)
    with pytest.raises(FaultsError):
        read_show(project)


def test_a_whole_show_looks_the_same_to_a_build_and_to_a_publish(project: Project) -> None:
    say(project, WHOLE + 'colour = "tide"\ncover = "cover.jpg"\n')
    assert read_look(project) == read_show(project).look


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("show = 3", 'show.toml:1: "show" is no table'),
        ("[defaults]\n[show]\ntitle = 3", "show.toml:3: title is a number, not a text"),
        ('[show]\n\ntitle = ""', "show.toml:3: title is empty"),
        ("[show", "show.toml:1: not TOML"),
    ],
)
def test_what_no_cover_can_follow_is_told_with_its_line(project: Project, text: str, says: str) -> None:
    say(project, text)
    with pytest.raises(FaultsError) as raised:
        read_look(project)
    assert says in str(raised.value.faults[0])


def test_a_file_without_a_show_is_named(project: Project) -> None:
    say(project, "[defaults]\n")
    with pytest.raises(AudioSessionError, match=r"show\.toml: has no table \[show\]"):
        read_show(project)
