"""Machines that share a store: what one made, the others neither speak nor make; and nothing spoils a class."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from support.flaky_proxy import FAULTS, flaky_proxy
from support.s3_hosts import KEYS, make_bucket, moto
from support.whole_builds import build

from audiosession.building.built import Built
from audiosession.errors import StoreError
from audiosession.files.sharing import shared
from audiosession.files.sharing.objects import Objects
from audiosession.files.sharing.opening import open_objects
from audiosession.progress import Progress
from audiosession.project.project import Project
from audiosession.writing.choices import Defaults, choose

pytestmark = pytest.mark.slow

LINES = ["Sit down on your mat.", "Roll your shoulders once.", "Look ahead."]
CLASS = "[class Short]\n[exercise sit]\n" + "".join(
    f"[section Part {number}]\n{line}\n[inhale 4] In.\n[exhale 6] Out.\n[inhale 4]\n[exhale 6]\n"
    for number, line in enumerate(LINES, 1)
)
_NUMBERS = count()


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A class that a machine built: its bytes, how many lines it spoke, what it said."""

    built: Built
    sound: bytes
    spoken: int
    told: list[str]


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Outcome]:
    """Return what builds the class on a machine that has made nothing yet."""

    def run(store: str = "none", *, settings: str = "") -> Outcome:
        folder = tmp_path / f"machine {next(_NUMBERS)}"
        (folder / "scripts").mkdir(parents=True)
        (folder / "scripts" / "show.toml").write_text(settings)
        (folder / "short.txt").write_text(CLASS)
        monkeypatch.setenv("AUDIOSESSION_CACHE", str(folder / "cache"))
        monkeypatch.setattr(shared, "_OPENED", {})  # nor has it asked any store
        monkeypatch.chdir(folder)
        steps: list[Progress] = []
        told: list[str] = []
        chosen = choose(Defaults(voice="espeak", music="none"))
        project = Project(folder, store)
        built = build(project, "short.txt", chosen, watch=steps.append, tell=told.append)
        speaking = [step for step in steps if step.stage == "speaking"]
        spoken = speaking[-1].total - speaking[0].done
        told = [line for line in told if "shared store" in line]
        return Outcome(built=built, sound=built.path.read_bytes(), spoken=spoken, told=told)

    return run


@pytest.fixture(params=["memory", "folder"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return f"memory://class-{next(_NUMBERS)}/p" if request.param == "memory" else str(tmp_path / "shared")


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    with moto() as url:
        yield url


@pytest.fixture
def bucket(s3: str, monkeypatch: pytest.MonkeyPatch) -> str:
    for name, value in {**KEYS, "AWS_ENDPOINT_URL": s3}.items():
        monkeypatch.setenv(name, value)
    name = f"shared-{next(_NUMBERS)}"
    make_bucket(s3, name)
    return f"s3://{name}/classes"


def test_a_second_machine_speaks_no_line_and_makes_no_window(machine: Callable[..., Outcome], store: str) -> None:
    alone, first = machine(), machine(store)
    second = machine(store)

    assert alone.spoken == first.spoken == len(LINES) + 2
    assert first.built.made >= first.built.windows > 2
    assert (second.spoken, second.built.made) == (0, 0)
    assert alone.sound == first.sound == second.sound
    assert first.told == second.told == []


def damaged(objects: Objects, how: str) -> None:
    every = sorted((one.path for one in objects.listed("")), key=lambda path: path.rpartition("/")[2])
    contents = [objects.get(path, most=10**8) or b"" for path in every]
    for number, (path, content) in enumerate(zip(every, contents, strict=True)):
        at = len(content) * 2 // 3
        if how == "missing":
            objects.delete([path])
        else:
            flipped = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
            objects.put(path, {"flipped": flipped, "truncated": content[:at], "swapped": contents[number - 1]}[how])


@pytest.mark.parametrize("how", ["flipped", "truncated", "swapped", "missing"])
def test_a_poisoned_store_spoils_no_class_and_is_healed(
    machine: Callable[..., Outcome], tmp_path: Path, how: str
) -> None:
    store = str(tmp_path / "shared")
    first = machine(store)
    damaged(open_objects(store), how)
    second = machine(store)
    third = machine(store)

    assert (second.spoken, second.built.made) == (first.spoken, first.built.made)
    assert (third.spoken, third.built.made) == (0, 0)
    assert first.sound == second.sound == third.sound
    assert second.told == []


def test_show_toml_names_the_store_as_seen_from_the_project(machine: Callable[..., Outcome], tmp_path: Path) -> None:
    first = machine("", settings='[store]\naddress = "../shared"\n')
    second = machine("", settings='[store]\naddress = "../shared"\nread_only = true\n')

    assert (tmp_path / "shared" / "actions").is_dir()
    assert (second.spoken, second.built.made) == (0, 0)
    assert first.sound == second.sound


def test_an_address_that_makes_no_sense_is_an_error_before_any_work(machine: Callable[..., Outcome]) -> None:
    with pytest.raises(StoreError, match='no store is at "ftp://"'):
        machine("ftp://somewhere/else")
    with pytest.raises(StoreError, match="is not there"):
        machine("/no/such/disk")


def test_a_store_that_nobody_reaches_fails_no_build(
    machine: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {**KEYS, "AWS_ENDPOINT_URL": "http://127.0.0.1:1"}.items():
        monkeypatch.setenv(name, value)
    built = machine("s3://nowhere/classes")

    assert built.sound == machine().sound
    assert 1 <= len(built.told) <= 3
    assert all("nobody answers there" in line for line in built.told)


@pytest.mark.peers
def test_two_machines_share_a_bucket(machine: Callable[..., Outcome], bucket: str) -> None:
    first, second = machine(bucket), machine(bucket)

    assert (second.spoken, second.built.made) == (0, 0)
    assert first.sound == second.sound == machine().sound
    assert first.told == second.told == []


@pytest.mark.peers
def test_a_bucket_that_is_not_there_is_an_error_before_any_work(machine: Callable[..., Outcome], bucket: str) -> None:
    with pytest.raises(StoreError, match="names no bucket that is there"):
        machine("s3://no-such-bucket/classes")


@pytest.mark.peers
@pytest.mark.parametrize("seed", range(3))
def test_a_bucket_that_fails_by_chance_spoils_no_class(
    machine: Callable[..., Outcome], bucket: str, s3: str, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = machine()
    with flaky_proxy(s3, seed=seed) as proxy:
        monkeypatch.setenv("AWS_ENDPOINT_URL", proxy.url)
        settings = f'[store]\naddress = "{bucket}"\ntimeout_s = {1.0 + seed / 10}\n'
        built = [machine("", settings=settings) for _ in range(3)]

    assert {one.sound for one in built} == {alone.sound}
    assert sum(proxy.faults[fault] for fault in FAULTS) >= 5
    assert built[-1].spoken < alone.spoken / 2


@pytest.mark.peers
def test_two_processes_that_build_at_once_into_one_store_are_both_right(tmp_path: Path, bucket: str) -> None:
    processes = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "short.txt").write_text(CLASS)
        words = ["build", "short.txt", "--voice", "espeak", "--music", "none", "--store", bucket]
        command = [sys.executable, "-m", "audiosession", *words]
        environment = {**os.environ, "AUDIOSESSION_CACHE": str(folder / "cache")}
        processes.append(subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.PIPE, text=True))
    for process in processes:
        _, said = process.communicate(timeout=120)
        assert process.returncode == 0, said
        assert "shared store" not in said

    one, two = ((tmp_path / name / "output" / "short.espeak-no-music.mp3").read_bytes() for name in ("one", "two"))
    assert one == two
