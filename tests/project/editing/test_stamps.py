"""A stamp of a project's files tells which of them are new, changed or gone, whoever changed them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from support.counted_calls import counted_calls

from audiosession import open_studio

pytestmark = pytest.mark.slow


def test_what_is_new_changed_or_gone_is_told_and_nothing_else(tmp_path: Path) -> None:
    open_studio(tmp_path).new(tmp_path / "mine")
    studio = open_studio(tmp_path / "mine")
    root, before = studio.project.root, studio.stamp()
    assert not studio.changed_since(before).any

    (root / "scripts/exercises/new.toml").write_text("x", encoding="utf-8")
    (root / "scripts/exercises/.hidden").write_text("x", encoding="utf-8")
    (root / "scripts/show.toml").write_text("x", encoding="utf-8")
    (root / "music/README.txt").unlink()
    (root / "output/x.session.json").write_text("{}", encoding="utf-8")
    (root / "output/x.mp3").write_bytes(b"x")
    found = studio.changed_since(before)

    assert found.new == ("output/x.session.json", "scripts/exercises/new.toml")
    assert (found.changed, found.gone) == (("scripts/show.toml",), ("music/README.txt",))
    assert not studio.changed_since(found.stamp).any


def test_a_file_in_the_place_of_another_is_another_even_with_its_length_and_time(tmp_path: Path) -> None:
    open_studio(tmp_path).new(tmp_path / "mine")
    studio = open_studio(tmp_path / "mine")
    path, before = studio.project.scripts / "show.toml", studio.stamp()
    times, content = path.stat(), path.read_bytes()
    other = path.with_name("other")
    other.write_bytes(content[::-1])
    os.utime(other, ns=(times.st_atime_ns, times.st_mtime_ns))
    other.replace(path)

    assert studio.changed_since(before).changed == ("scripts/show.toml",)


def test_a_look_reads_no_file_and_lists_each_folder_once(tmp_path: Path) -> None:
    open_studio(tmp_path).new(tmp_path / "mine", full=True)
    studio = open_studio(tmp_path / "mine")
    stamp = studio.stamp()
    with counted_calls() as calls:
        studio.changed_since(stamp)

    assert len(stamp.files) > 200
    assert [event for event, _ in calls if event == "open"] == []
    assert len(calls) == len({path for _, path in calls}) < 12
