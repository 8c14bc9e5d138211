"""A project as one tar: the same for everybody, without keys, and nothing but files comes out of it."""

from __future__ import annotations

import io
import os
import tarfile
from pathlib import Path

import pytest

from audiosession.errors import StoreError
from audiosession.fleet.cluster.snapshot import pack_project, unpack_project, unseen_parts
from audiosession.project.project import Project

KEY = '[voices.openai]\napi_key = "sk-1"\n'


@pytest.fixture
def project(tmp_path: Path) -> Project:
    root = tmp_path / "project"
    for name in ("scripts/exercises/a.toml", "scripts/.schemas/x.json", "music/bed.wav", "output/a.mp3", "own/1.wav"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)
    (root / "scripts" / "show.toml").write_text(KEY)
    return Project(root)


def packed(project: Project, *others: str) -> tuple[str, bytes]:
    file = io.BytesIO()
    digest = pack_project(project, [project.root / one for one in others], file)
    return digest, file.getvalue()


def unpacked(content: bytes, folder: Path) -> dict[str, str]:
    unpack_project(io.BytesIO(content), folder)
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_what_builds_read_is_packed_and_what_they_wrote_is_not(project: Project, tmp_path: Path) -> None:
    found = unpacked(packed(project)[1], tmp_path / "there")

    assert sorted(found) == ["music/bed.wav", "scripts/exercises/a.toml", "scripts/show.toml"]
    assert "own/1.wav" in unpacked(packed(project, "own")[1], tmp_path / "with recordings")


def test_keys_stay_at_home(project: Project, tmp_path: Path) -> None:
    for left in ("show.toml~", "show.toml.bak", "#show.toml#", ".show.toml.swp"):
        (project.scripts / left).write_text(KEY)

    content = packed(project, "scripts")[1]

    assert b"sk-1" not in content
    assert "kept secret" in unpacked(content, tmp_path / "there")["scripts/show.toml"]
    assert unseen_parts(project) == {"[voices] of show.toml"}
    assert unseen_parts(Project(tmp_path)) == frozenset()


def test_the_same_project_is_the_same_bytes_wherever_and_whenever_it_is_packed(
    project: Project, tmp_path: Path
) -> None:
    before = packed(project)
    elsewhere = project.root.rename(tmp_path / "moved")
    os.utime(elsewhere / "scripts" / "exercises" / "a.toml", (1, 1))
    (elsewhere / "scripts" / "show.toml").chmod(0o600)

    assert packed(Project(elsewhere)) == before


def test_links_that_go_round_end(project: Project) -> None:
    before = packed(project)[0]
    (project.music / "again").symlink_to(project.music, target_is_directory=True)

    assert packed(project)[0] == before


@pytest.mark.parametrize("name", ["../up", "/root", "a/../../up"])
def test_nothing_is_written_outside_of_the_folder(name: str, tmp_path: Path) -> None:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as tar:
        tar.addfile(tarfile.TarInfo(name), io.BytesIO())

    with pytest.raises(StoreError):
        unpack_project(io.BytesIO(file.getvalue()), tmp_path / "there")


@pytest.mark.skipif(os.name == "nt", reason="no such name is there")
def test_a_name_that_this_machine_may_have_is_packed_and_unpacked(project: Project, tmp_path: Path) -> None:
    (project.music / "Satie: Gymnopedie.flac").write_text("one")

    assert unpacked(packed(project)[1], tmp_path / "there")["music/Satie: Gymnopedie.flac"] == "one"


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE])
def test_nothing_but_files_comes_out(kind: bytes, tmp_path: Path) -> None:
    file, member = io.BytesIO(), tarfile.TarInfo("x")
    member.type, member.linkname = kind, "/etc"
    with tarfile.open(fileobj=file, mode="w") as tar:
        tar.addfile(member)

    with pytest.raises(StoreError):
        unpack_project(io.BytesIO(file.getvalue()), tmp_path / "there")
