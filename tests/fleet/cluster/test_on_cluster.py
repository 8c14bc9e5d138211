"""A catalogue on a real cluster over a real store: the bytes of a build by hand, each line and window made once.

Workers are processes with caches of their own. They are killed, their store fails, others build into it meanwhile:
then a class is the same, or an error tells why there is none.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from support.clusters import LoopbackCluster, loopback_cluster
from support.flaky_proxy import FAULTS, flaky_proxy
from support.s3_hosts import KEYS, client, make_bucket, moto
from support.short_catalogue import built_files, write_short_catalogue

from audiosession.files.sharing import shared
from audiosession.fleet.builds import CatalogueBuilt
from audiosession.progress import StoppedError
from audiosession.studio.studio import open_studio

pytestmark = [
    pytest.mark.peers,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows can't kill so"),
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]
STORE = "s3://fleet/store"
KILLS = 10
COMMAND = (sys.executable, "-m", "audiosession", "catalogue", "build", "--json")


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    for key, value in KEYS.items():
        monkeypatch.setenv(key, value)
    with moto() as url:
        make_bucket(url, "fleet")
        monkeypatch.setenv("AWS_ENDPOINT_URL", url)
        yield url


@pytest.fixture
def cluster(host: str, tmp_path: Path) -> Iterator[LoopbackCluster]:
    with loopback_cluster(tmp_path / "cluster") as cluster:
        yield cluster


def on_cluster(folder: Path, cluster: LoopbackCluster, monkeypatch: pytest.MonkeyPatch) -> CatalogueBuilt:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(folder / "cache"))
    monkeypatch.chdir(folder)
    monkeypatch.setattr(shared, "_OPENED", {})  # as another machine, which asked nobody yet
    return open_studio(folder, store=STORE).build_catalogue(on=cluster.address)


def by_hand(folder: Path, monkeypatch: pytest.MonkeyPatch) -> CatalogueBuilt:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(folder / "cache"))
    monkeypatch.chdir(folder)
    return open_studio(folder, store="none").build_catalogue()


def states(built: CatalogueBuilt) -> set[str]:
    return {str(row.state) for row in built.rows}


def test_sixty_variants_are_the_bytes_of_a_build_by_hand_and_each_line_and_window_is_made_once(
    tmp_path: Path, cluster: LoopbackCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = write_short_catalogue(tmp_path / "here"), write_short_catalogue(tmp_path / "there")

    local, far = by_hand(here, monkeypatch), on_cluster(there, cluster, monkeypatch)
    again = on_cluster(there, cluster, monkeypatch)

    assert (len(far.rows), states(far)) == (60, {"built"})
    assert built_files(there) == built_files(here)
    lines, windows = cluster.counted("line"), cluster.counted("window")
    assert (set(lines.values()), set(windows.values())) == ({1}, {1})
    assert (len(lines), len(windows)) == (local.spoken, local.windows)
    assert (far.spoken, far.windows) == (local.spoken, local.windows)
    assert (states(again), again.spoken, again.windows) == ({"up to date"}, 0, 0)


def test_what_can_not_be_is_told_with_its_place_here_and_the_others_are_built(
    tmp_path: Path, cluster: LoopbackCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = '[[classes]]\nnames = "breath:4-4x4"\naxes = { length = ["1s", "2m"] }\n'
    folder = write_short_catalogue(tmp_path / "there", classes=1, paces=("slow",), more=more)
    (folder / "narrations" / "short-1.txt").write_text(
        "[class Short]\n[exercise sit]\n[bell no-such-bell]\nSit down.\n"
    )

    far = on_cluster(folder, cluster, monkeypatch)
    again = on_cluster(folder, cluster, monkeypatch)

    assert [str(row.state) for row in far.rows] == ["failed", "failed", "failed", "built"]
    assert {str(row.error.path) for row in far.failed[:2] if row.error} == {"narrations/short-1.txt"}
    assert [str(row.state) for row in again.rows] == ["failed", "failed", "failed", "up to date"]


def test_whoever_has_nothing_but_the_store_gets_what_others_finished(
    tmp_path: Path, cluster: LoopbackCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (write_short_catalogue(tmp_path / name, classes=1) for name in ("first", "second"))
    on_cluster(first, cluster, monkeypatch)
    n_windows = cluster.counted("window").total()

    found = on_cluster(second, cluster, monkeypatch)

    assert (states(found), found.spoken, found.windows) == ({"built"}, 0, 0)
    assert cluster.counted("window").total() == n_windows
    assert built_files(second) == built_files(first)


def test_what_is_ready_when_somebody_stops_it_is_kept(
    tmp_path: Path, cluster: LoopbackCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_short_catalogue(tmp_path / "there", classes=1)
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(folder / "cache"))
    monkeypatch.chdir(folder)
    monkeypatch.setattr(shared, "_OPENED", {})

    def stop_after_two(step: object) -> None:
        if getattr(step, "stage", "") == "classes" and getattr(step, "done", 0) == 2:
            raise StoppedError

    with pytest.raises(StoppedError):
        open_studio(folder, store=STORE).build_catalogue(on=cluster.address, watch=stop_after_two)
    after = on_cluster(folder, cluster, monkeypatch)

    assert sorted(str(row.state) for row in after.rows).count("up to date") >= 2
    assert states(after) <= {"up to date", "built"}
    assert max(cluster.counted("window").values()) == 1


def test_a_worker_that_is_killed_costs_one_more_of_each_at_the_most_and_nothing_is_lost(
    tmp_path: Path, cluster: LoopbackCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = (write_short_catalogue(tmp_path / name, classes=4) for name in ("here", "there"))
    by_hand(here, monkeypatch)
    over = threading.Event()
    killed: list[int] = []
    killer = threading.Thread(target=_kill_now_and_then, args=(cluster, over, killed))

    killer.start()
    try:
        far = on_cluster(there, cluster, monkeypatch)
    finally:
        over.set()
        killer.join()

    assert states(far) == {"built"}
    assert built_files(there) == built_files(here)
    assert len(killed) == KILLS
    for kind in ("line", "window"):
        counts = cluster.counted(kind)
        assert counts.total() - len(counts) <= len(killed), kind


def _kill_now_and_then(cluster: LoopbackCluster, over: threading.Event, killed: list[int]) -> None:
    """Kill a worker each time that some windows more are made, so that each kill meets work that is under way."""
    from distributed import Client

    draw, due = random.Random(11), 3
    with Client(cluster.address, timeout=20, set_as_default=False) as asked:
        while len(killed) < KILLS and not over.wait(0.05):
            made = cluster.counted("line").total() + cluster.counted("window").total()
            if made < due:
                continue
            found = sorted(one for one in asked.run(os.getpid, on_error="return").values() if isinstance(one, int))
            if found:
                chosen = draw.choice(found)
                os.kill(chosen, signal.SIGKILL)
                killed.append(chosen)
                due = made + draw.randrange(5, 15)


def test_a_store_that_fails_now_and_then_makes_no_other_class(
    tmp_path: Path, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = (write_short_catalogue(tmp_path / name, classes=2) for name in ("here", "there"))
    by_hand(here, monkeypatch)
    with ExitStack() as stack:
        proxy = stack.enter_context(flaky_proxy(host, share=0.1, seed=3, late_s=1.5))
        monkeypatch.setenv("AWS_ENDPOINT_URL", proxy.url)
        show = '[defaults]\nvoice = "espeak"\nmusic = "none"\n[store]\naddress = "s3://fleet/store"\ntimeout_s = 1\n'
        (there / "scripts" / "show.toml").write_text(show)
        cluster = stack.enter_context(loopback_cluster(tmp_path / "cluster"))
        on_cluster(there, cluster, monkeypatch)
        for _ in range(3):
            last = on_cluster(there, cluster, monkeypatch)
            if not last.failed:
                break

    assert states(last) <= {"built", "up to date"}
    assert built_files(there) == built_files(here)
    assert set(proxy.faults) == {"", *FAULTS}


def test_two_catalogues_at_once_into_one_store_are_what_each_is_alone(
    tmp_path: Path, cluster: LoopbackCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, one, two = (write_short_catalogue(tmp_path / name, classes=2) for name in ("here", "one", "two"))
    by_hand(here, monkeypatch)

    both = [
        subprocess.Popen(
            [*COMMAND, "--on", cluster.address, "--store", STORE],
            cwd=folder,
            env={**os.environ, "AUDIOSESSION_CACHE": str(folder / "cache")},
            stdout=subprocess.PIPE,
        )
        for folder in (one, two)
    ]
    told = [json.loads(process.communicate()[0]) for process in both]

    assert [process.returncode for process in both] == [0, 0]
    assert {row["state"] for each in told for row in each["variants"]} == {"built"}
    assert built_files(one) == built_files(two) == built_files(here)


def test_content_that_was_poisoned_is_made_again(
    tmp_path: Path, host: str, cluster: LoopbackCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (write_short_catalogue(tmp_path / name, classes=1, paces=("slow",)) for name in ("first", "second"))
    on_cluster(first, cluster, monkeypatch)
    s3 = client(host)
    for found in s3.list_objects_v2(Bucket="fleet", Prefix="store/content")["Contents"]:
        s3.put_object(Bucket="fleet", Key=found["Key"], Body=b"of somebody else")

    on_cluster(second, cluster, monkeypatch)

    assert built_files(second) == built_files(first)
