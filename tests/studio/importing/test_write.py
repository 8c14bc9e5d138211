"""Drafts are written all or none, and never over a file that is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiosession.errors import DefinitionError, NotFoundError, OutputError
from audiosession.importing.draft import Draft
from audiosession.project.project import Project
from audiosession.studio.importing import write
from audiosession.studio.importing.write import write_drafts


def draft(name: str, text: str = 'title = "A"\n') -> Draft:
    return Draft(name=name, title="A", language="en", text=text, sourced=(), unplaced=(), missing=())


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "scripts/exercises").mkdir(parents=True)
    return Project(tmp_path)


def written(project: Project) -> list[str]:
    return sorted(path.name for path in (project.scripts / "exercises").iterdir())


def test_each_draft_is_a_file_with_its_text_to_the_letter(project: Project) -> None:
    paths = write_drafts(project, "exercises", [draft("bend"), draft("roll", 'title = "Ü"\n')])

    assert [path.name for path in paths] == ["bend.toml", "roll.toml"]
    assert paths[1].read_bytes() == 'title = "Ü"\n'.encode()


def test_where_one_is_there_none_is_written(project: Project) -> None:
    (project.scripts / "exercises" / "roll.toml").write_text("mine", "utf-8")

    with pytest.raises(OutputError, match="is there already"):
        write_drafts(project, "exercises", [draft("bend"), draft("roll")])

    assert written(project) == ["roll.toml"]
    assert (project.scripts / "exercises" / "roll.toml").read_text("utf-8") == "mine"


def test_one_that_comes_about_meanwhile_takes_back_the_others(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(place: Project, kind: str, name: str) -> Path:
        return place.scripts / kind / f"{name}.toml"

    (project.scripts / "exercises" / "roll.toml").write_text("mine", "utf-8")
    monkeypatch.setattr(write, "new_place", slowly)

    with pytest.raises(OutputError, match="is there already"):
        write_drafts(project, "exercises", [draft("bend"), draft("roll")])
    assert written(project) == ["roll.toml"]


def test_two_of_one_name_a_name_that_is_none_and_no_project_are_refused(project: Project, tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match='would be called "bend"'):
        write_drafts(project, "exercises", [draft("bend"), draft("bend")])
    with pytest.raises(DefinitionError, match="can't be called"):
        write_drafts(project, "exercises", [draft("../bend")])
    with pytest.raises(NotFoundError):
        write_drafts(Project(tmp_path / "empty"), "exercises", [draft("bend")])
    assert written(project) == []
