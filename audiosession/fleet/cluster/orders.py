"""What is asked of workers and what they answer: plain values, in which nothing names a machine."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

from audiosession.building.gather import Inputs
from audiosession.building.write import is_text
from audiosession.errors import OutputError
from audiosession.files.homes import expanded
from audiosession.files.sharing.shared import Unsent
from audiosession.fleet.cluster.faults import SentError
from audiosession.fleet.variants import Variant
from audiosession.project.catalogue.rows import AxisValue
from audiosession.project.project import Project
from audiosession.units import Ms
from audiosession.voices.chosen.rows import Way
from audiosession.voices.tempos.tempo import Tempo
from audiosession.writing.wanted import Wanted

_ROOT = "<project>"
"""Stands for the folder of the project in what travels: it lies elsewhere on each machine."""
_VOICES = ("voice", "count_voice", "fill")


@dataclass(frozen=True, kw_only=True)
class Workplace:
    """What all tasks of a run share: the store, the digest of the project in it, and the name of the run."""

    store: str
    timeout_s: float
    snapshot: str
    run: str


@dataclass(frozen=True, kw_only=True)
class SpeakOrder:
    """Lines that one voice is to say in one way, each as text and as it is spoken; `address` is the voice's."""

    voice: str
    language: str
    tempo: Tempo
    way: Way
    address: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class ClassOrder:
    """A class to build: what is asked, who was chosen to speak it, and the digests of all that it is made of.

    `speakers` are the digests of the addresses of its voices: others of the same names won't do. `by_hand` asks for
    the files themselves, where the store would not have them.
    """

    key: str
    target: str
    asked: Mapping[str, AxisValue]
    form: str
    voice: str
    count_voice: str | None
    speakers: tuple[str, ...]
    made_from: Mapping[str, str] = field(repr=False)
    unseen: frozenset[str] = frozenset()
    """Parts of which a worker sees another digest, since keys stay at home."""
    by_hand: bool = False

    def wanted(self, project: Project) -> Wanted:
        """Return the choices as they hold in a worker's `project`."""
        return cast(Wanted, {name: here(value, project) for name, value in self.asked.items()})

    def target_in(self, project: Project) -> str:
        """Return what is to be built, as it is called in a worker's `project`."""
        return str(here(self.target, project))

    def handed(self) -> ClassOrder:
        """Return this order, with the files asked for by hand."""
        return replace(self, by_hand=True)


@dataclass(frozen=True, kw_only=True)
class LinesSpoken:
    """How long each take lasts by its name, and how many were not there before; or why they can't be spoken."""

    lengths: Mapping[str, Ms] = field(repr=False)
    new: int = 0
    told: tuple[str, ...] = ()
    unsent: tuple[Unsent, ...] = field(default=(), repr=False)
    error: SentError | None = None


@dataclass(frozen=True, kw_only=True)
class SentFile:
    """A finished file: its digest, and where it is in the store; or its `content`, where it was handed over."""

    sha256: str
    address: str
    content: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True)
class ClassBuilt:
    """A class that a worker built, by what its files end with; or why it can't be built."""

    key: str
    files: Mapping[str, SentFile] = field(default_factory=dict)
    made: int = 0
    told: tuple[str, ...] = ()
    unsent: tuple[Unsent, ...] = field(default=(), repr=False)
    error: SentError | None = None


def named_by(variant: Variant, inputs: Inputs, project: Project) -> tuple[str, dict[str, AxisValue], set[Path]]:
    """Return the target and the choices of a variant as they travel, and which files in the project they name.

    Raises:
        OutputError: They name what lies outside of the project.
    """
    target = away(variant.name, project) if is_text(variant.name) else variant.name
    asked = dict(variant.asked)
    for name in _VOICES:
        spec = getattr(inputs.choices, name)
        if spec and (told := away_voice(spec, project)) != spec:
            asked[name] = told
    music = inputs.choices.music
    if music is not None and (bed := inputs.beds.get(music)) is not None and bed.path == Path(bed.name):
        asked["music"] = away(music, project)
    named = [str(value) for value in (target, *asked.values()) if _ROOT in str(value)]
    return target, asked, {project.root / value.partition(f"{_ROOT}/")[2] for value in named}


def away_voice(spec: str, project: Project) -> str:
    """Return the spec of a voice as it travels: where it names a place in the project, as seen from there.

    Raises:
        OutputError: It names recordings outside of the project.
    """
    engine, _, argument = spec.strip().partition(":")
    if engine == "recorded":
        return f"{engine}:{away(argument, project)}"
    inside = argument.endswith(".onnx") and _absolute(argument).is_relative_to(_absolute(str(project.root)))
    return f"{engine}:{away(argument, project)}" if inside else spec


def away(path: str, project: Project) -> str:
    """Return a path in the project as it travels.

    Raises:
        OutputError: It lies outside of the project.
    """
    at, root = _absolute(path), _absolute(str(project.root))
    if not at.is_relative_to(root):
        message = "lies outside of the project, so that no worker has it"
        raise OutputError(message, path=at, hint="put it into the project")
    return f"{_ROOT}/{at.relative_to(root).as_posix()}"


def _absolute(path: str) -> Path:
    return Path(os.path.abspath(expanded(path)))  # noqa: PTH100 - `..` goes, links stay as they are


def here(value: AxisValue, project: Project) -> AxisValue:
    """Return a value that travelled as it holds in a worker's `project`."""
    return value.replace(_ROOT, str(project.root)) if isinstance(value, str) else value
