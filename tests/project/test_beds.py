"""Beds by name and by path: the project's own first, listed or just lying there."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiosession.errors import FaultsError, NotFoundError
from audiosession.project.beds import beds, find_bed
from audiosession.project.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Lend a project with two recordings, of which its table lists one, and a listed one that is not there."""
    music = tmp_path / "music"
    music.mkdir()
    for name in ("rain.wav", "Hall Organ.FLAC", "notes.txt"):
        (music / name).write_bytes(b"sound")
    (music / "beds.toml").write_text('[soft-rain]\nfile = "rain.wav"\ntitle = "Rain"\n\n[lost]\nfile = "lost.wav"\n')
    return Project(tmp_path)


def test_listed_beds_and_recordings_that_just_lie_there_stand_beside_the_starter_s(project: Project) -> None:
    found = beds(project)

    assert {"soft-rain", "lost", "Hall Organ", "still-water"} <= set(found)
    assert not {"rain", "notes"} & set(found)
    assert found["soft-rain"].bed.title == "Rain"
    assert found["Hall Organ"].path == project.music / "Hall Organ.FLAC"


def test_a_bed_of_its_own_takes_the_name_of_the_starter_s(project: Project) -> None:
    (project.music / "still-water.ogg").write_bytes(b"sound")

    assert find_bed(project, "still-water").path == project.music / "still-water.ogg"


def test_a_recording_anywhere_is_found_by_its_path(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "elsewhere.opus"
    path.write_bytes(b"sound")

    found = find_bed(project, str(path))

    assert (found.path, found.bed.file, found.bed.made_to_loop) == (path, "elsewhere.opus", False)


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("soft-ran", 'no bed is called "soft-ran"', 'did you mean "soft-rain"?'),
        ("nnone", 'no bed is called "nnone"', 'did you mean "none"?'),
        ("", 'no bed is called ""', "known: Hall Organ"),
        ("none", "no part of a class can be without its bed", "name another bed for it"),
        ("lost", 'the bed "lost" has no file', "see music/beds.toml"),
        ("sounds/rain.wav", "no such bed", "give a sound file, or a name of: soft-rain"),
        ("sounds\\rain.wav", "no such bed", "give a sound file, or a name of: soft-rain"),
    ],
)
def test_what_is_no_bed_is_refused_with_what_there_is(project: Project, name: str, message: str, hint: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        find_bed(project, name)

    assert caught.value.message == message
    assert caught.value.hint.startswith(hint)


def test_a_folder_is_no_bed(project: Project) -> None:
    with pytest.raises(NotFoundError, match="is a folder, not a sound file"):
        find_bed(project, str(project.music))


def test_a_table_at_fault_is_refused_with_its_line(project: Project) -> None:
    (project.music / "beds.toml").write_text('[soft-rain]\nfile = "rain.wav"\ncredits = "me"\n')

    with pytest.raises(FaultsError) as caught:
        beds(project)
    assert (caught.value.line, caught.value.hint) == (3, 'did you mean "credit"?')
