"""How much the caches keep stands beside them, for all projects; doctor tells what each holds and keeps."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from audiosession.digests import digest_of
from audiosession.errors import FaultsError
from audiosession.project.limits import Limits, read_limits
from audiosession.project.project import Project
from audiosession.project.stores import STORES, limits_file, loop_store, store_use, take_store, window_store
from audiosession.studio.doctor import Examined, examine


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    (tmp_path / "cache").mkdir()
    return Project(tmp_path / "studio")


def row(project: Project, name: str) -> Examined:
    return next(one for one in examine(project) if one.name == name)


def test_a_catalogue_of_200_classes_in_three_paces_fits_by_default() -> None:
    an_hour_of_mp3 = 128_000 / 8 * 3_600
    assert Limits().of("windows").n_bytes > 1.5 * 200 * 3 * 0.25 * an_hour_of_mp3  # a class is a quarter of an hour
    assert all(0 < Limits().of(store).share < 1 for store in STORES)


def test_every_store_has_a_limit() -> None:
    assert set(Limits.model_fields) == {f"{store}_gb" for store in STORES}


def test_what_a_person_says_holds_for_all_projects_and_as_it_stands(project: Project) -> None:
    limits_file(project).write_text("windows_gb = 0.5\nbeds_gb = 900_000\n")
    other = Project(project.root.parent / "another")

    for one in (project, other):
        assert (window_store(one).limit, window_store(one).share) == (500_000_000, 1.0)
        assert (loop_store(one).limit, loop_store(one).share) == (900_000_000_000_000, 1.0)
        assert (take_store(one).limit, take_store(one).share) == (10_000_000_000, 0.25)


def test_by_default_a_store_leaves_three_quarters_of_the_room_to_others(project: Project) -> None:
    free = shutil.disk_usage(project.cache).free

    assert store_use(project, "windows").most == pytest.approx(min(20e9, free / 4), rel=0.05)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("windows_gb = -1\n", "windows_gb"),
        ('takes_gb = "much"\n', "takes_gb"),
        ("window_gb = 1\n", "window_gb"),
        ("windows_gb\n", "not TOML"),
    ],
)
def test_a_fault_is_named_with_its_line(project: Project, text: str, message: str) -> None:
    limits_file(project).write_text("# mine\n" + text)

    with pytest.raises(FaultsError, match=message) as caught:
        window_store(project)
    assert (caught.value.faults[0].path, caught.value.faults[0].line) == (limits_file(project), 2)

    told = row(project, "limits")
    assert not told.ok
    assert told.needed
    assert message in told.found


def test_doctor_tells_what_each_store_holds_and_keeps(project: Project) -> None:
    limits_file(project).write_text("windows_gb = 0.5\n")
    window_store(project).put(digest_of("a"), bytes(20_000_000))

    told = row(project, "kept windows")

    assert (told.ok, told.found) == (True, "0.02 GB of at most 0.50 GB")
    assert {f"kept {store}" for store in STORES} <= {one.name for one in examine(project)}
    assert row(project, "limits").found == str(limits_file(project))


def test_no_file_is_no_fault(tmp_path: Path) -> None:
    assert read_limits(tmp_path / "limits.toml") == Limits()
