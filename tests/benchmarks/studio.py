"""The studio in a process of its own, asked as a page asks: its start, a large library, from a click to the sound."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import httpx

from audiosession.studio.studio import open_studio
from tests.benchmarks.bench import Bench, say
from tests.benchmarks.live import live
from tests.benchmarks.long_class import narration
from tests.benchmarks.planned import CHOSEN
from tests.support import chromium
from tests.support.measured_runs import AUDIOSESSION

_SPOTS = 20
_DEFINITIONS = 300
_STARTS = 5
_TICKS_A_S = os.sysconf("SC_CLK_TCK")
_STARTER = Path(__file__).parents[2] / "scripts" / "exercises"


class _Server:
    """A studio that answers."""

    def __init__(self, process: subprocess.Popen[str], url: str) -> None:
        self.url = url
        self.origin, _, token = url.partition("/?token=")
        self._process = process
        headers = {"Authorization": f"Bearer {token}"}
        self.client = httpx.Client(base_url=self.origin, headers=headers, timeout=600, follow_redirects=True)

    def cpu_s(self) -> float:
        """Return what it has taken of all processors together since it was started (Linux)."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS_A_S

    def cost(self, work: Callable[[], object]) -> tuple[float, float]:
        """Return how long `work` takes by the clock, and how much CPU that is for the studio, in seconds."""
        began, cpu_s = time.perf_counter(), self.cpu_s()
        work()
        return time.perf_counter() - began, self.cpu_s() - cpu_s


def studio(bench: Bench) -> None:
    """All rows of the studio, those of the live class first."""
    live(bench)
    _starts(bench)
    _library(bench)
    _sounds(bench)


@contextmanager
def _served(folder: Path) -> Iterator[_Server]:
    command = [*AUDIOSESSION, "studio", "--port", "0", "--no-browser"]
    # Whoever has installed a package has it compiled.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found
        server = _Server(process, found[0])
        yield server
        server.client.close()
        process.terminate()


def _project(bench: Bench, name: str) -> Path:
    folder = bench.folder / name
    open_studio(bench.folder).new(folder)
    return folder


def _starts(bench: Bench) -> None:
    folder, opened, shown = _project(bench, "small"), [], []
    for _ in range(_STARTS):
        with _served(folder) as server:
            opened.append(server.cpu_s())
            assert server.client.get("/library").status_code == 200
            shown.append(server.cpu_s())
    told = f"{median(opened):.2f} / {median(shown):.2f} s of CPU"
    say("the studio, from its start until it listens / to the first page, its library", told, "0.6 s")


def _library(bench: Bench) -> None:
    """Tell what a library of many definitions of a person's own costs: the first time, and once it is warm."""
    folder = _project(bench, "large") / "scripts" / "exercises"
    folder.mkdir(exist_ok=True)
    sources = sorted(path for path in _STARTER.glob("*.toml") if "." not in path.stem)
    for number in range(_DEFINITIONS):
        shutil.copyfile(sources[number % len(sources)], folder / f"own-{number}.toml")
    with _served(bench.folder / "large") as server:
        for what in ("for the first time", "once more"):
            wall_s, cpu_s = server.cost(lambda: server.client.get("/library").raise_for_status())
            told = f"{wall_s:.2f} s, {cpu_s:.2f} s of CPU"
            say(f"the library of {_DEFINITIONS} definitions beside ours, {what}", told, "0.5 s of CPU")


def _sounds(bench: Bench) -> None:
    minutes = 2 * bench.minutes
    folder = _project(bench, "sounds")
    (folder / "hour.txt").write_text(narration(minutes))
    query = {"voice": CHOSEN["voice"], "music": "sea-waves"}  # not the one of `live`, whose windows are made by now
    draw = random.Random(1)
    with _served(folder) as server:
        lanes = server.client.get("/api/classes/hour.txt/timeline", params={**query, "spoken": "1"}).raise_for_status()
        spots = [draw.randrange(lanes.json()["length"] - 30_000) for _ in range(_SPOTS)]

        def heard(at: int) -> None:
            with server.client.stream("GET", "/api/classes/hour.txt/sound", params={**query, "from": at}) as answer:
                next(answer.raise_for_status().iter_bytes())

        for what in ("no window made", "windows there ready"):
            costs = [server.cost(lambda at=at: heard(at)) for at in spots]
            wall_s = [wall for wall, _ in costs]
            cpu_s = median(cpu for _, cpu in costs)
            told = f"{median(wall_s):.2f} s, at the worst {max(wall_s):.2f} s; {cpu_s:.2f} s of CPU"
            say(f"{minutes:g} minutes, by HTTP to the first byte at {_SPOTS} spots, {what}", told, "1 s")
        if chromium.CHROMIUM:
            _in_chromium(server, query, minutes, spots)


def _in_chromium(server: _Server, query: dict[str, str], minutes: float, spots: list[int]) -> None:
    """Tell how long a page needs from a click to the sound, as it measures it itself."""
    click = """([address, at]) => new Promise((done) => {
      const began = performance.now();
      const un = player.follow(({ isWaiting, isPlaying }) => {
        if (isPlaying && !isWaiting) { un(); done(performance.now() - began); }
      });
      player.play(address, "bench", { at });
    })"""
    with chromium.opened() as browser:
        page = browser.new_page()
        page.goto(server.url)
        page.goto(f"{server.origin}/library")
        page.evaluate("async () => { globalThis.player = await import('/static/player.js'); }")
        address = f"/api/classes/hour.txt/sound?voice={query['voice']}&music={query['music']}"
        found = [page.evaluate(click, [f"{address}&from={at}", at]) / 1000 for at in spots]
    told = f"{median(found):.2f} s, at the worst {max(found):.2f} s"
    say(f"{minutes:g} minutes, in Chromium from a click to the sound there, windows ready", told, "1 s")
