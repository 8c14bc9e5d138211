"""Clusters that are found, staffed and allowed otherwise: each makes the bytes of a build by hand."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from support.clusters import LoopbackCluster, loopback_cluster, loopback_worker
from support.flaky_proxy import flaky_proxy
from support.s3_hosts import KEYS, make_bucket, moto
from support.short_catalogue import built_files, write_short_catalogue

pytestmark = [
    pytest.mark.peers,
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]


def catalogue(folder: Path, *, music: str = "none") -> Path:
    write_short_catalogue(folder, classes=1, paces=("slow",))
    (folder / "scripts" / "show.toml").write_text(f'[defaults]\nvoice = "espeak"\nmusic = "{music}"\n', "utf-8")
    return folder


def begun(folder: Path, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "audiosession", "catalogue", "build", "--json", *arguments],
        cwd=folder,
        env={**os.environ, "AUDIOSESSION_CACHE": str(folder / "cache"), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def made(process: subprocess.Popen[bytes]) -> Mapping[str, int]:
    """Return how many variants are in each state, when the build is over."""
    told, said = process.communicate(timeout=180)
    assert process.returncode == 0, said.decode()
    states = [row["state"] for row in json.loads(told)["variants"]]
    return {state: states.count(state) for state in states}


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[LoopbackCluster]:
    with loopback_cluster(tmp_path / "cluster", workers=1) as cluster:
        yield cluster


def test_a_scheduler_is_found_by_its_file_and_by_dasks_own_configuration(
    tmp_path: Path, cluster: LoopbackCluster
) -> None:
    by_hand, by_file, by_dask = (catalogue(tmp_path / name) for name in ("hand", "file", "dask"))

    made(begun(by_hand))
    one = made(begun(by_file, "--on", str(cluster.file), "--store", str(tmp_path / "one")))
    other = made(
        begun(by_dask, "--on", "dask", "--store", str(tmp_path / "other"), DASK_SCHEDULER_ADDRESS=cluster.address)
    )

    assert one == other == {"built": 2}
    assert built_files(by_file) == built_files(by_dask) == built_files(by_hand)
    assert set(cluster.counted("window").values()) == {1}, "the second store gets what its one worker has"


def test_music_is_the_same_on_workers(tmp_path: Path, cluster: LoopbackCluster) -> None:
    here, there = (catalogue(tmp_path / name, music="still-water") for name in ("here", "there"))

    made(begun(here))

    assert made(begun(there, "--on", cluster.address, "--store", str(tmp_path / "store"))) == {"built": 2}
    assert built_files(there) == built_files(here)


def test_a_worker_that_comes_late_gets_what_is_to_be_done(tmp_path: Path) -> None:
    here, there = catalogue(tmp_path / "here"), catalogue(tmp_path / "there")
    made(begun(here))

    with loopback_cluster(tmp_path / "cluster", workers=0) as cluster:
        process = begun(there, "--on", cluster.address, "--store", str(tmp_path / "store"))
        time.sleep(3)
        waits = process.poll() is None
        with loopback_worker(cluster, tmp_path / "late"):
            states = made(process)

    assert (waits, states) == (True, {"built": 2})
    assert built_files(there) == built_files(here)


def test_workers_that_may_only_read_hand_over_what_they_make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for key, value in KEYS.items():
        monkeypatch.setenv(key, value)
    here, there, later = (catalogue(tmp_path / name) for name in ("here", "there", "later"))
    made(begun(here))

    with moto() as host, flaky_proxy(host, share=0, refuses="PUT") as proxy:
        make_bucket(host, "fleet")
        monkeypatch.setenv("AWS_ENDPOINT_URL", host)
        with loopback_cluster(tmp_path / "cluster", workers=1, environment={"AWS_ENDPOINT_URL": proxy.url}) as cluster:
            states = made(begun(there, "--on", cluster.address, "--store", "s3://fleet/store"))
            counted = cluster.counted("window"), cluster.counted("line")
        again = json.loads(begun(later, "--store", "s3://fleet/store").communicate(timeout=180)[0])

    assert states == {"built": 2}
    assert built_files(there) == built_files(later) == built_files(here)
    assert [set(each.values()) for each in counted] == [{1}, {1}]
    assert (again["spoken"], again["windows"]) == (0, 0), "whoever asked has put it into the store"
