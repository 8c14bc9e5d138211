"""What all parts of the benchmark share: a folder, the commands that are measured in it, and the table."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.planned import CHOSEN
from tests.benchmarks.processes import Cost, run
from tests.support.measured_runs import AUDIOSESSION


class Bench:
    """One part of the benchmark, in a folder of its own; `cache` is that of all parts.

    `lengths` are the minutes of the classes that are measured, `minutes` those of the longest. `piper` is the spec of
    a voice of Piper, empty where there is none.
    """

    def __init__(self, folder: Path, cache: Path, *, runs: int, quick: bool, piper: str) -> None:
        self.folder = folder
        self.cache = cache
        self.runs = runs
        self.quick = quick
        self.piper = piper
        self.lengths = (3.0,) if quick else (10.0, 30.0)
        folder.mkdir(exist_ok=True)

    @property
    def minutes(self) -> float:
        """How long the usual class is."""
        return self.lengths[-1]

    def write(self, name: str, text: str) -> str:
        """Write a narration, and return the name of its file."""
        (self.folder / name).write_text(text)
        return name

    def forget(self, *stores: str) -> None:
        """Empty stores, such as the one of windows."""
        for store in stores:
            shutil.rmtree(self.cache / store, ignore_errors=True)

    def audiosession(self, *words: str) -> Cost:
        """Run a command."""
        return run([*AUDIOSESSION, *words], self.folder)

    def module(self, name: str, *words: str) -> Cost:
        """Run a module of the benchmark."""
        return run([AUDIOSESSION[0], "-m", f"tests.benchmarks.{name}", *words], self.folder)

    def build(self, name: str, *more: str, cold: bool = True, voice: str = CHOSEN["voice"]) -> Cost:
        """Build a class; `cold` where no window of it was ever made."""
        if cold:
            self.forget("windows")
        options = [*chosen(voice), "-o", self.sound(name).name, *(["--force"] if cold else []), *more]
        return self.audiosession("build", name, *options)

    def first_build(self, name: str, *more: str, voice: str = CHOSEN["voice"]) -> Cost:
        """Build a class of which no line was ever spoken."""
        self.forget("takes")
        return self.build(name, *more, voice=voice)

    def sound(self, name: str) -> Path:
        """Return where a class stands that was built."""
        return self.folder / f"{Path(name).stem}.mp3"

    def real_minutes(self, name: str) -> float:
        """Return how long a class that was built lasts."""
        session = json.loads(self.sound(name).with_suffix(".session.json").read_text("utf-8"))
        return float(session["audio"]["duration"]) / 60


def chosen(voice: str = CHOSEN["voice"]) -> Sequence[str]:
    """Return the options by which a class is built as `planned.CHOSEN` says, in another voice if need be."""
    return "--voice", voice, "--music", CHOSEN["music"]


def say(what: str, found: str, wanted: str = "") -> None:
    """Print one row of the table."""
    print(f"{what:<90} {found:<58} {wanted}".rstrip(), flush=True)
