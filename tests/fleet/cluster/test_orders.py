"""What is asked of workers names no folder of the machine that asks: places in the project are told from there."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiosession.building.gather import gather
from audiosession.errors import OutputError
from audiosession.fleet.cluster.orders import away_voice, here, named_by
from audiosession.fleet.variants import Variant
from audiosession.project.project import Project
from audiosession.project.settings import read_defaults
from audiosession.writing.choices import choose

NARRATION = "[class Short]\n[exercise sit]\n[section One]\nSit down.\n[inhale 4] In.\n[exhale 4] Out.\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    (tmp_path / "mat" / "texts").mkdir(parents=True)
    (tmp_path / "mat" / "texts" / "short.txt").write_text(NARRATION)
    monkeypatch.chdir(tmp_path / "mat")
    return Project(tmp_path / "mat", "none")


def test_a_narration_in_the_project_is_named_from_there_and_found_on_a_worker(project: Project) -> None:
    variant = Variant(name="texts/short.txt", asked={"music": "none"})
    inputs = gather(project, variant.name, choose(read_defaults(project), **variant.wanted))

    target, asked, others = named_by(variant, inputs, project)

    assert (str(project.root) in target, asked) == (False, {"music": "none"})
    assert here(target, Project(Path("/there"))) == "/there/texts/short.txt"
    assert others == {project.root / "texts" / "short.txt"}


def test_a_voice_of_recordings_in_the_project_is_named_from_there(project: Project) -> None:
    told = away_voice("recorded:recordings/ada", project)

    assert str(project.root) not in told
    assert here(told, Project(Path("/there"))) == "recorded:/there/recordings/ada"
    assert away_voice("espeak:en-us", project) == "espeak:en-us"
    assert away_voice("piper:/models/joe.onnx", project) == "piper:/models/joe.onnx"


@pytest.mark.parametrize("path", ["/elsewhere/ada", "{root}/../ada", "{root}/recordings/../../ada"])
def test_recordings_elsewhere_are_told(project: Project, path: str) -> None:
    with pytest.raises(OutputError, match="lies outside of the project"):
        away_voice(f"recorded:{path.format(root=project.root)}", project)


def test_a_way_round_within_the_project_is_told_straight(project: Project) -> None:
    told = away_voice(f"recorded:{project.root}/texts/../recordings/ada", project)

    assert here(told, Project(Path("/there"))) == "recorded:/there/recordings/ada"
