"""Options of the suite."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from audiosession.codecs.lame import Lame
from audiosession.codecs.mp3 import encoder
from audiosession.voices.piper import found

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[1]

# How fast a machine is decides nothing here: no deadlines, no check of the clock, and the same examples every time.
settings.register_profile("suite", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="record the golden files instead of comparing them")
    parser.addoption("--steps", type=int, default=3, help="how many lengths of each class to ask for (the figure: 30)")
    parser.addoption("--without-lameenc", action="store_true", help="let PyAV's LAME encode")


def pytest_configure(config: pytest.Config) -> None:
    # A shell has its background jobs ignore Ctrl-C, and tests that press it would wait in vain.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if config.getoption("--without-lameenc"):
        sys.modules["lameenc"] = None  # type: ignore[assignment]  # Python's own way to say that it is not there


@pytest.fixture(params=["lameenc", "PyAV"])
def lame(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lame]:
    """Have each LAME encode in turn."""
    if request.param == "PyAV":
        monkeypatch.setitem(sys.modules, "lameenc", None)
    encoder.cache_clear()
    if request.param not in encoder().name:
        pytest.skip(f"without {request.param}: {encoder().instead}")
    yield encoder()
    encoder.cache_clear()


@pytest.fixture(autouse=True)
def _no_packaged_voice(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let ``auto`` be the same voice on every machine; a test that asks for `packaged_voice` has the real one."""
    if "packaged_voice" not in request.fixturenames:
        monkeypatch.setattr(found, "PACKAGED", ())


@pytest.fixture
def packaged_voice() -> found.PackagedVoice:
    """The neural voice that comes as a package."""
    voice = found.PACKAGED[0]
    if voice.path is None:
        pytest.skip(f"without {voice.package}")
    return voice


@pytest.fixture(scope="session")
def opened_beds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache in which all beds and bells that come with the project are open: seconds of work, done once."""
    from audiosession.project.beds import beds
    from audiosession.project.project import Project
    from audiosession.project.sounds.found import sounds
    from audiosession.project.sounds.opened import open_sounds
    from audiosession.project.stores import loop_store

    cache = tmp_path_factory.mktemp("opened")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDIOSESSION_CACHE", str(cache))
        project = Project(tmp_path_factory.mktemp("empty"))
        for found in beds(project).values():
            loop_store(project).open(found.path, found.bed)
        open_sounds(project, sounds(project))
    return cache


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, which is there for all tests of a module."""
    from support.chromium import opened  # with Playwright, for whoever opens a page

    with opened() as browser:
        yield browser


@pytest.fixture
def beds_at_hand(opened_beds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own, in which the beds and bells that come with the project are open already."""
    cache = tmp_path / "cache"
    shutil.copytree(opened_beds, cache, copy_function=os.link, dirs_exist_ok=True)
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(cache))
    return cache


@pytest.fixture
def steps(request: pytest.FixtureRequest) -> int:
    """How many lengths, from the shortest to the longest possible, are asked for."""
    return int(request.config.getoption("--steps"))


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are recorded in this run."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(scope="session")
def small_starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What comes along, cut down to two classes and their exercises in two languages."""
    scripts, small = ROOT / "scripts", tmp_path_factory.mktemp("small")
    (small / "music").symlink_to(ROOT / "music", target_is_directory=True)
    shutil.copytree(scripts, small / "scripts", ignore=shutil.ignore_patterns("exercises", "classes", "languages"))
    kicks, breaths = ("saw", "spine-twist", "swan"), ("settling-breath", "box-breathing", "coherent-breathing")
    kept = {
        "exercises": (*kicks, "single-leg-kick", *breaths, "longer-exhale"),
        "classes": ("back-body", "breathing"),
    }
    files = [f"{kind}/{name}{tag}.toml" for kind, names in kept.items() for name in names for tag in ("", ".de")]
    for file in (*files, "languages/en.toml", "languages/de.toml"):
        (small / "scripts" / file).parent.mkdir(exist_ok=True)
        shutil.copy(scripts / file, small / "scripts" / file)
    return small


@pytest.fixture
def few_definitions(small_starter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let little come along: for tests that read all there is, and are not about what that says."""
    from audiosession.project.project import Project

    monkeypatch.setattr(Project, "starter", small_starter)
