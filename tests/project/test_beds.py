"""Beds by name and by path: the project's own first, listed or just lying there."""

from __future__ import annotations

from pathlib import Path

import pytest
from mutagen.flac import FLAC
from support.encoded import encoded
from support.signals import sine

from audiosession.errors import DefinitionError, FaultsError, NotFoundError
from audiosession.project.beds import beds, find_bed, named_bed, refuse_loud
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


@pytest.fixture
def song(project: Project) -> Path:
    """Lend a song as people call theirs, whose tags tell more."""
    path = project.music / "Müde  Füße – live [1] 👩‍🚀☀️.flac"
    path.write_bytes(encoded(sine(0.5, hz=300), "flac", "flac"))
    file = FLAC(path)
    file["title"], file["artist"] = "Nachtmix", "Jörg"
    file.save()
    return path


@pytest.mark.parametrize(
    "typed",
    [
        "Müde  Füße – live [1] 👩‍🚀☀️",
        "Mu\u0308de Fu\u0308ße – live [1] 👩‍🚀☀️",
        "Müde\u00a0Füße - live [1] 👩🚀☀",
        " Müde Füße - live [1] 👩‍🚀\u2600\u200e ",
    ],
    ids=["as it is", "NFD", "spaces and hyphens", "what nobody sees"],
)
def test_a_bed_is_found_by_its_name_however_it_is_typed(project: Project, song: Path, typed: str) -> None:
    assert named_bed(project, typed).path == find_bed(project, typed).path == song


@pytest.mark.parametrize("typed", ["müde füße - live [1] 👩‍🚀☀️", "Müde Füße", "Müde  Füße – live [1] 👩‍🚀☀️.flac"])
def test_a_near_miss_of_such_a_name_is_told(project: Project, song: Path, typed: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        named_bed(project, typed)

    assert caught.value.hint == f'did you mean "{song.stem}"?'


def test_a_part_of_a_class_names_no_path(project: Project, song: Path) -> None:
    assert find_bed(project, str(song)).path == song
    with pytest.raises(NotFoundError, match="no bed is called"):
        named_bed(project, str(song))


def test_title_and_maker_are_those_of_beds_toml_then_of_the_tags_then_the_files_own(
    project: Project, song: Path
) -> None:
    found = beds(project)
    assert (found[song.stem].title, found[song.stem].credit) == ("Nachtmix", "Jörg")
    assert (found["soft-rain"].title, found["soft-rain"].credit) == ("Rain", "")
    assert (found["Hall Organ"].title, found["Hall Organ"].credit) == ("Hall Organ", "")

    (project.music / "beds.toml").write_text(f'["mine"]\nfile = "{song.name}"\ntitle = "Mine"\ncredit = "Me"\n')
    assert (beds(project)["mine"].title, beds(project)["mine"].credit) == ("Mine", "Me")


def test_what_a_disk_puts_beside_a_song_is_no_bed(project: Project) -> None:
    (project.music / "._rain.mp3").write_bytes(b"Mac OS X")

    assert "._rain" not in beds(project)


def test_levels_add_up_to_what_may_be(project: Project) -> None:
    (project.music / "beds.toml").write_text('[soft-rain]\nfile = "rain.wav"\nlevel_db = 4\n')
    found = find_bed(project, "soft-rain")

    refuse_loud(found, 2.0)
    refuse_loud(found, 6.0, -4.0)
    with pytest.raises(DefinitionError) as caught:
        refuse_loud(found, 3.5, -1.0)
    assert caught.value.message == "the bed \"soft-rain\" at +6.5 dB (its own +4, the class's +3.5, the build's -1)"
