"""About how long each definition lasts: found out once without a word spoken, and kept under all it was made from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from audiosession import __version__
from audiosession.digests import digest_of_everything
from audiosession.errors import AudioSessionError, Fault, FaultsError
from audiosession.project.project import Project
from audiosession.project.reading.glanced import Glanced, digest_of_texts
from audiosession.project.settings import usual_language
from audiosession.project.stores import length_store
from audiosession.units import Ms
from audiosession.versions import VERSIONS
from audiosession.voices.languages import primary


class KnownLengths:
    """What is known of the lengths of definitions of a `project`, whose `exercises` were glanced at."""

    def __init__(self, project: Project, exercises: Iterable[Glanced]) -> None:
        self._project = project
        self._exercises = {one.name: one for one in exercises}
        self._store = length_store(project)

    def known(self, one: Glanced, uses: Sequence[str] = ()) -> Ms | None:
        """Return about how long `one`, a class that `uses` exercises or an exercise, lasts; None if nobody knows."""
        if one.trouble:
            return None
        try:
            kept = self._store.get(self._address(one, uses))
        except AudioSessionError:  # without a cache, everything is found out anew
            return None
        return Ms(int(kept)) if kept and kept.isdigit() else None

    def of(self, one: Glanced, uses: Sequence[str] = ()) -> Ms | Fault:
        """Return about how long `one` lasts, found out if need be; or why that can't be told."""
        if one.trouble:
            return one.trouble
        if (known := self.known(one, uses)) is not None:
            return known
        try:
            length = self._rehearsed(one)
            self._store.put(self._address(one, uses), str(length).encode())
        except FaultsError as error:
            return error.faults[0]
        except AudioSessionError as error:
            return error.as_fault()
        return length

    def _rehearsed(self, one: Glanced) -> Ms:
        from audiosession.building.gather import gather
        from audiosession.building.place import rehearse
        from audiosession.project.settings import read_defaults
        from audiosession.writing.choices import choose

        spoken = {primary(tag) for tag in one.languages}
        foreign = None if primary(usual_language(self._project)) in spoken else one.languages[0]
        choices = choose(read_defaults(self._project), language=foreign)
        return rehearse(self._project, gather(self._project, one.name, choices)).timeline.length

    def _address(self, one: Glanced, uses: Sequence[str]) -> str:
        of_exercises = [self._exercises[use].digest for use in uses if use in self._exercises]
        return digest_of_everything([self._common, one.digest, of_exercises])

    @cached_property
    def _common(self) -> str:
        """What all of them hang on: the program, its words and templates, and what the project says of each build."""
        project = self._project
        paths = [path for kind in ("templates", "languages") for path in project.texts_of(kind)]
        show = project.script("show.toml")
        texts = digest_of_texts([*paths, *([show] if show else [])])
        return digest_of_everything([__version__, VERSIONS.build, VERSIONS.take, texts])
