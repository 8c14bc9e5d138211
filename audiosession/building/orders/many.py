"""Build many classes in one go: each line is spoken once, each window made once, and one that fails stops no other.

The next class is begun, which is to speak, while the windows of one are made: voices that are waited for leave the
cores alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from audiosession.building.build import begin, finish
from audiosession.building.built import Built
from audiosession.building.gather import Inputs
from audiosession.errors import AudioSessionError, OutputError
from audiosession.machine.side_by_side import one_ahead
from audiosession.progress import Progress, StoppedError, Teller, Watcher
from audiosession.project.project import Project
from audiosession.project.stores import end_sharing

if TYPE_CHECKING:
    from audiosession.building.make import Begun
    from audiosession.building.place import Rehearsed
    from audiosession.voices.registry import Choose, VoiceTables
    from audiosession.voices.tempos.tempo import Tempo
    from audiosession.voices.voice import Voice

Gather = Callable[[str], Inputs]
"""Returns what building the class of a name depends on."""


@dataclass(frozen=True, kw_only=True)
class Failed:
    """A class that could not be built, by the name it was asked for, and why."""

    name: str
    error: AudioSessionError


@dataclass(frozen=True, kw_only=True)
class Many:
    """What became of several classes, in the order in which they were asked for."""

    outcomes: tuple[Built | Rehearsed | Failed, ...]

    @property
    def failed(self) -> tuple[Failed, ...]:
        """Those that could not be built."""
        return tuple(one for one in self.outcomes if isinstance(one, Failed))


def build_many(
    project: Project, names: Sequence[str], gather: Gather, *, force: bool, watch: Watcher, tell: Teller
) -> Many:
    """Build every class of `names`, each once, in one process with one voice.

    Args:
        project: Where their definitions stand.
        names: What to build.
        gather: Returns what each depends on.
        force: Build even what has not changed.
        watch: Told how far the work is, and on which class.
        tell: Told lines that a person should see at once, each once, however many classes it is about.
    """
    built = build_in_turn(project, names, gather, force=force, watch=watch, tell=tell)
    return Many(outcomes=tuple(outcome for _, outcome in built))


def build_in_turn(
    project: Project, names: Sequence[str], gather: Gather, *, force: bool, watch: Watcher, tell: Teller
) -> Iterator[tuple[str, Built | Failed]]:
    """Yield what became of each of `names` as soon as it is known; none is held here. See `build_many`.

    A name is whatever `gather` knows a class by. Whoever leaves early waits for what is under way.
    """
    run = _Run(project, gather, watch, tell)
    made = False
    with closing(one_ahead(dict.fromkeys(names), lambda name: run.begun(name, force=force))) as ahead:
        try:
            for begun in ahead:
                name, one = begun()
                outcome = run.finished(name, one)
                made = made or (isinstance(outcome, Built) and not outcome.unchanged)
                yield name, outcome
        finally:
            run.stopped.set()
    if made:
        end_sharing(project, tell)


def rehearse_many(project: Project, names: Sequence[str], gather: Gather) -> Many:
    """Place every class of `names` without a word spoken."""
    from audiosession.building.place import rehearse

    outcomes: list[Rehearsed | Failed] = []
    for name in dict.fromkeys(names):
        try:
            outcomes.append(rehearse(project, gather(name)))
        except AudioSessionError as error:
            outcomes.append(Failed(name=name, error=error))
    return Many(outcomes=tuple(outcomes))


class _Run:
    """One run over many classes: the voice that speaks them, what was told, which files are taken."""

    def __init__(self, project: Project, gather: Gather, watch: Watcher, tell: Teller) -> None:
        self.stopped = Event()
        self._project = project
        self._gather = gather
        self._watch = watch
        self._tell = tell
        self._opens: Choose | None = None
        self._told: set[str] = set()
        self._taken: dict[Path, str] = {}

    def begun(self, name: str, *, force: bool) -> tuple[str, Built | Begun | Failed]:
        """Return the class `name` begun, or why it can't be."""
        try:
            inputs = self._gather(name)
            self._refuse_taken(inputs.path, name)
            watch = self._watching(name)
            return name, begin(self._project, inputs, force=force, watch=watch, tell=self._once, choose=self._choose)
        except AudioSessionError as error:
            return name, Failed(name=name, error=error)

    def finished(self, name: str, begun: Built | Begun | Failed) -> Built | Failed:
        """Return the class `name` built, or why it could not be."""
        if isinstance(begun, Failed):
            return begun
        try:
            return finish(self._project, begun, self._watching(name))
        except AudioSessionError as error:
            return Failed(name=name, error=error)

    def _choose(self, spec: str, settings: VoiceTables, language: str, tempo: Tempo) -> tuple[Voice, str]:
        from audiosession.voices.registry import choosing_once  # for whoever has something to speak

        self._opens = self._opens or choosing_once()
        return self._opens(spec, settings, language, tempo)

    def _refuse_taken(self, path: Path, name: str) -> None:
        """Refuse what would take the place of another class of this run."""
        if path in self._taken:
            message = f"is what {self._taken[path]} becomes, and {name} would take its place"
            raise OutputError(message, path=path, hint="build them one by one, each to a file of its own")
        self._taken[path] = name

    def _watching(self, name: str) -> Watcher:
        def watch(step: Progress) -> None:
            if self.stopped.is_set():
                raise StoppedError
            self._watch(replace(step, about=name))

        return watch

    def _once(self, line: str) -> None:
        if line not in self._told:
            self._told.add(line)
            self._tell(line)
