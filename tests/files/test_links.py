"""A link that leads nowhere is named, wherever a project or a person has it: nothing is left out for it in silence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from audiosession.errors import AudioSessionError, NotFoundError, OutputError
from audiosession.files.links import lost_link
from audiosession.files.lock import alone
from audiosession.files.whole import refuse_unwritable, whole_file
from audiosession.project.beds import beds
from audiosession.project.covers import class_cover
from audiosession.project.project import Project, open_project, read_text
from audiosession.project.settings import read_defaults, read_look


def test_the_link_that_leads_nowhere_is_found_on_the_way(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "good").symlink_to("there")
    (tmp_path / "lost").symlink_to("nowhere")

    assert lost_link(tmp_path / "good" / "file") is None
    assert lost_link(tmp_path / "lost") == lost_link(tmp_path / "lost/deep/file") == tmp_path / "lost"


def test_an_output_folder_that_leads_nowhere_is_named_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "output").symlink_to("nowhere")

    for write in (lambda path: refuse_unwritable(path), lambda path: whole_file(path).__enter__()):
        with pytest.raises(OutputError, match="is a link to nowhere, which is not there") as caught:
            write(tmp_path / "output" / "saw.mp3")
        assert caught.value.path == tmp_path / "output"
        assert "remove the link" in caught.value.hint
    with pytest.raises(OutputError, match="is a link to nowhere"), alone(tmp_path / "output"):
        pass


def test_a_file_where_the_output_folder_belongs_is_named(tmp_path: Path) -> None:
    (tmp_path / "output").write_bytes(b"")

    with pytest.raises(OutputError, match="it is a file, not a folder") as caught:
        refuse_unwritable(tmp_path / "output" / "saw.mp3")
    with pytest.raises(OutputError, match="it is a file, not a folder"), alone(tmp_path / "output"):
        pass

    assert caught.value.path == tmp_path / "output"


@pytest.mark.parametrize(
    "place",
    ["scripts", "scripts/exercises", "scripts/classes", "scripts/show.toml", "scripts/exercises/mine.toml", "music"],
)
def test_what_a_person_wrote_is_not_left_out_for_a_link_that_leads_nowhere(tmp_path: Path, place: str) -> None:
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / place).symlink_to("unmounted")

    with pytest.raises(NotFoundError, match="is a link to unmounted, which is not there") as caught:
        read_everything(open_project(tmp_path))

    assert caught.value.path == tmp_path / place


def read_everything(project: Project) -> None:
    read_defaults(project)
    beds(project)
    for kind in ("exercises", "classes"):
        for name in project.names(kind):
            read_text(project.definition(kind, name))


@pytest.mark.parametrize("what", ["a link to nothing", "a folder"])
def test_a_cover_of_one_s_own_that_can_not_be_read_is_not_drawn_instead(tmp_path: Path, what: str) -> None:
    cover = tmp_path / "scripts/covers/saw.jpg"
    cover.parent.mkdir(parents=True)
    if what == "a folder":
        cover.mkdir()
    else:
        cover.symlink_to("saw-final.jpg")
    project = Project(tmp_path)

    with pytest.raises(AudioSessionError) as caught:
        class_cover(project, read_look(project), "saw.slow", "Saw")

    assert caught.value.path == cover


def test_a_working_folder_that_is_gone_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()

    with pytest.raises(NotFoundError, match="the working folder is not there any more"):
        open_project()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may become somebody else")
def test_a_user_without_a_home_is_asked_where_the_cache_may_lie(tmp_path: Path) -> None:
    nobody = "import os; os.setreuid(54321, 0); from audiosession.project.project import cache_folder; cache_folder()"
    unset = ("HOME", "XDG_CACHE_HOME", "AUDIOSESSION_CACHE")
    environment = {name: value for name, value in os.environ.items() if name not in unset}

    done = subprocess.run(
        [sys.executable, "-c", nobody], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )

    assert "OutputError: this user has no home folder" in done.stderr
