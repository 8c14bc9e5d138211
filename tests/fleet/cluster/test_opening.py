"""What is no cluster, or can't be one: told in one line before any work, with what to do about it."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.s3_hosts import free_port
from support.short_catalogue import write_short_catalogue

from audiosession.errors import AudioSessionError
from audiosession.studio.studio import open_studio


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("AUDIOSESSION_STORE", raising=False)
    monkeypatch.delenv("DASK_SCHEDULER_ADDRESS", raising=False)
    folder = write_short_catalogue(tmp_path / "project", classes=1, paces=("slow",))
    monkeypatch.chdir(folder)
    return folder


def refused(folder: Path, on: str, store: str | None) -> AudioSessionError:
    with pytest.raises(AudioSessionError) as caught:
        open_studio(folder, store=store).build_catalogue(on=on)
    return caught.value


def test_a_cluster_needs_a_store_that_its_workers_share(folder: Path) -> None:
    for store in (None, "none", "memory://here"):
        error = refused(folder, "tcp://127.0.0.1:1", store)
        assert (str(error), "s3://" in error.hint) == ("a cluster needs a store that its workers share", True)


def test_a_store_that_may_only_be_read_is_of_no_use(folder: Path, tmp_path: Path) -> None:
    (folder / "scripts" / "show.toml").write_text(f'[store]\naddress = "{tmp_path}/store"\nread_only = true\n')

    assert "may only be read" in str(refused(folder, "tcp://127.0.0.1:1", None))


@pytest.mark.parametrize("on", ["there", "nothing.json", "127.0.0.1:8786"])
def test_what_names_no_scheduler_is_told(on: str, folder: Path, tmp_path: Path) -> None:
    error = refused(folder, on, str(tmp_path / "store"))

    assert (str(error), "tcp://HOST:8786" in error.hint) == (f'"{on}" is no scheduler', True)


def test_a_configuration_without_a_scheduler_is_told(folder: Path, tmp_path: Path) -> None:
    error = refused(folder, "dask", str(tmp_path / "store"))

    assert "DASK_SCHEDULER_ADDRESS" in error.hint


@pytest.mark.peers
def test_a_scheduler_that_is_not_there_is_told(folder: Path, tmp_path: Path) -> None:
    address = f"tcp://127.0.0.1:{free_port()}"

    error = refused(folder, address, str(tmp_path / "store"))

    assert (str(error), error.hint) == (f"no scheduler answers at {address}", "start one: dask scheduler")
