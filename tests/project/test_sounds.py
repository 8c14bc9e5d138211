"""The sounds of a project: which files are one, and which of them a name means."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiosession.errors import NotFoundError
from audiosession.project.project import Project
from audiosession.project.sounds.found import find_sound, sounds


@pytest.fixture
def own(tmp_path: Path) -> Project:
    project = Project(tmp_path)
    folder = project.music / "sounds"
    folder.mkdir(parents=True)
    for file in ("Mia\u2019s Gong.wav", "drum.WAV", "listed.wav", "notes.txt"):
        (folder / file).write_bytes(b"")
    (folder / "sounds.toml").write_text('[chime]\nfile = "listed.wav"\n[lost]\nfile = "nowhere.wav"\n')
    return project


def test_what_lies_beside_the_table_is_a_sound_once_by_the_name_that_the_table_gives_it(own: Project) -> None:
    found = sounds(own)

    assert {"chime", "drum", "Mia\u2019s Gong"} <= set(found)
    assert not {"listed", "notes"} & set(found)


@pytest.mark.parametrize("file", ["._drum.wav", ".drum.wav.part.wav"])
def test_what_is_hidden_or_still_on_its_way_is_no_sound(own: Project, file: str) -> None:
    before = set(sounds(own))
    (own.music / "sounds" / file).write_bytes(b"Mac OS X")

    assert set(sounds(own)) == before


@pytest.mark.parametrize("typed", ["Mia\u2019s Gong", "Mia's Gong", "Mia's\u00a0Gong"])
def test_a_sound_is_found_however_its_name_is_typed(own: Project, typed: str) -> None:
    assert find_sound(own, typed).path.name == "Mia\u2019s Gong.wav"


def test_a_sound_without_its_file_and_one_that_nobody_has_are_told(own: Project) -> None:
    with pytest.raises(NotFoundError, match='the sound "lost" has no file'):
        find_sound(own, "lost")
    with pytest.raises(NotFoundError, match='no sound is called "drumm"') as caught:
        find_sound(own, "drumm")
    assert "drum" in caught.value.hint
