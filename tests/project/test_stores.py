"""Every store of a project has a folder of its own below the cache, and a limit; nobody else names one."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.signals import sine

import audiosession
from audiosession.beds.bed import Bed
from audiosession.digests import digest_of
from audiosession.project.project import Project
from audiosession.project.stores import cover_store, loop_store, take_store, window_store
from audiosession.sound.segments import to_segment
from audiosession.units import SAMPLE_RATE

PACKAGE = Path(audiosession.__file__).parent


def test_each_store_writes_to_the_folder_that_caches_know(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    project = Project(tmp_path)
    sound = to_segment(sine(3, hz=300, channels=1), SAMPLE_RATE)
    sound.export(tmp_path / "bed.wav", format="wav").close()

    window_store(project).put(digest_of("a"), b"x")
    cover_store(project).put(digest_of("a"), b"x")
    take_store(project).keep(sound, text="In.", spoken="In.", address="tone")
    loop_store(project).open(tmp_path / "bed.wav", Bed(file="bed.wav"))

    kept = [
        path.relative_to(tmp_path / "cache")
        for path in (tmp_path / "cache").rglob("*")
        if path.is_file() and path.suffix
    ]
    assert sorted((path.parts[0], path.suffix) for path in kept) == [
        ("beds", ".bed"),
        ("covers", ".cover"),
        ("takes", ".take"),
        ("windows", ".window"),
    ]


def test_nobody_else_knows_where_the_stores_stand() -> None:
    knowing = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if "cache /" in path.read_text(encoding="utf-8") or "cache_folder() /" in path.read_text(encoding="utf-8")
    }

    assert knowing == {"project/stores.py"}
