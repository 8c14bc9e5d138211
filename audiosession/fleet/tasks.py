"""One task is one class: what each variant of a catalogue is built from, and whether it is built already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from audiosession.building.build import is_up_to_date
from audiosession.building.gather import Inputs, gather
from audiosession.errors import AudioSessionError, FaultsError
from audiosession.files.known_digests import KnownDigests, digests_from
from audiosession.fleet.variants import Variant, same_file, variants_of
from audiosession.formats import FORMATS
from audiosession.project.catalogue.found import CatalogueFile, read_catalogue
from audiosession.project.project import Project
from audiosession.project.sessions import read_head, session_path
from audiosession.project.settings import read_defaults
from audiosession.project.stores import published_store
from audiosession.session import SessionHead
from audiosession.writing.choices import choose


class VariantState(StrEnum):
    """What there is of a variant."""

    CURRENT = "up to date"
    BUILT = "built"
    CHANGED = "changed"
    """There is a file, and it would be another one now."""
    MISSING = "missing"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class VariantRow:
    """What there is of one variant: its file where it is known, and why it can't be, where it failed."""

    variant: Variant
    state: VariantState
    path: Path | None = None
    error: AudioSessionError | None = None
    failed_before: str = ""
    """Why its last build failed, as far as it is not up to date."""
    is_published: bool = False


@dataclass(frozen=True, kw_only=True)
class Task:
    """A variant that can be built: all that it depends on, and the session of its last build, if there is any."""

    variant: Variant
    inputs: Inputs = field(repr=False)
    last: SessionHead | None = field(repr=False)
    is_current: bool


class Tasks:
    """The tasks of a catalogue, gathered one by one: none is held, however many there are."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.file: CatalogueFile = read_catalogue(project)
        self.variants: Sequence[Variant] = variants_of(project, self.file)
        self._by_key = {one.key: one for one in self.variants}
        self._known = KnownDigests(published_store(project))
        self._taken: dict[Path, Variant] = {}
        self._defaults = read_defaults(project)

    @property
    def hashed_bytes(self) -> int:
        """How many bytes of files were read to tell whether they have changed."""
        return self._known.hashed_bytes

    def keep(self) -> None:
        """Remember the digests of files, so that none is hashed again next time."""
        self._known.keep()

    def inputs_of(self, key: str) -> Inputs:
        """Return what the variant of this key is built from.

        Raises:
            AudioSessionError: It can't be built, or becomes the same file as another one.
        """
        variant = self._by_key[key]
        with digests_from(self._known):
            choices = choose(self._defaults, **variant.wanted)
            inputs = gather(self.project, variant.name, choices, form=FORMATS[variant.form])
        other = self._taken.setdefault(inputs.path, variant)
        if other is not variant:
            raise FaultsError([same_file(self.file, variant, other)])
        return inputs

    def task(self, variant: Variant) -> Task:
        """Return the task that a variant is.

        Raises:
            AudioSessionError: As `inputs_of`.
        """
        inputs = self.inputs_of(variant.key)
        try:
            last = read_head(session_path(inputs.path))
        except AudioSessionError:
            last = None
        with digests_from(self._known):
            current = last is not None and is_up_to_date(inputs, last)
        return Task(variant=variant, inputs=inputs, last=last, is_current=current)

    def all(self) -> Iterator[Task | VariantRow]:
        """Yield each variant's task, or the row that tells why it can't be."""
        for variant in self.variants:
            try:
                yield self.task(variant)
            except AudioSessionError as error:
                yield VariantRow(variant=variant, state=VariantState.FAILED, error=error)
