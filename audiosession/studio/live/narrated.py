"""The rows of a class as somebody edits them: what is said, how it fits, in which other forms, and where its words are.

What rows share, the forms of a phase and the places of words, stands once and is named by its number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from audiosession.building.gather import Inputs
from audiosession.building.place import Rehearsed
from audiosession.building.speak import Speaker
from audiosession.definitions import KeyPath
from audiosession.project.project import Project
from audiosession.project.reading.sources import Source, SourceKind, WordSources
from audiosession.studio.live.forms import PhaseForm, PhaseKey, phase_forms, phase_key
from audiosession.studio.live.lanes import FORM_NAMES
from audiosession.studio.live.numbers import RowNumbers
from audiosession.timing.telling.rows import NarrationRow, RowKind, rows_of
from audiosession.timing.timeline import Clip
from audiosession.units import Ms
from audiosession.voices.chosen.rows import ChosenTake

LEFT_OUT = "left out for the length"


@dataclass(frozen=True, kw_only=True)
class LiveForm:
    """One form of a phase's line, and how it fits; see `audiosession.studio.live.forms.PhaseForm`.

    `form` is ``full``, ``short`` or ``bare``; `source` is the number of the place of its words.
    """

    form: str
    text: str
    source: int
    lasts: Ms
    room: Ms
    over: Ms
    is_guess: bool


@dataclass(frozen=True, kw_only=True)
class LiveRow:
    """One row of the narration; `number` is its own as long as the digest of the class is the same.

    `lasts` of `room` is how it fits, `room` being None of what is said at leisure. `chosen` tells of another take or a
    recording that is heard, empty where the usual one is. Where `is_unsaid`, `remedy` says in words what would help.
    `forms` and `source` are numbers of a `LiveNarration`'s; `forms` is None outside a phase.
    """

    number: int
    kind: RowKind
    start: Ms
    end: Ms
    text: str
    form: str
    phase: Clip | None
    lasts: Ms
    room: Ms | None
    is_guess: bool
    exercise: str
    section: int
    rep: int | None
    side: str | None
    parts: tuple[tuple[Ms, Ms, str], ...]
    chosen: str
    is_unsaid: bool
    is_optional: bool
    remedy: str
    source: int
    forms: int | None


@dataclass(frozen=True, kw_only=True)
class LiveSource:
    """A place of words, as a face shows it: `path` lies in the project, or is a name alone where it comes with the
    program. Where they can't be edited there, `why_not` says so in words."""

    source: Source
    path: str
    why_not: str


@dataclass(frozen=True, kw_only=True)
class LiveNarration:
    """All rows of a class, in order, and what they share."""

    digest: str
    rows: tuple[LiveRow, ...] = field(repr=False)
    forms: tuple[tuple[LiveForm, ...], ...] = field(repr=False)
    sources: tuple[LiveSource, ...] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Told:
    """A placed class with its rows, their numbers by the lines of its narration, and where the words of each stand."""

    laid: Rehearsed
    rows: tuple[NarrationRow, ...]
    numbers: Mapping[int, int]
    places: Mapping[int, Source]

    def row(self, clip: Clip) -> tuple[int, int]:
        """Return the number of the row that a spoken clip belongs to, and that of its form; see `FORM_NAMES`."""
        number = self.numbers.get(clip.at_line, 0)
        if clip.call:
            return number, FORM_NAMES.index("call")
        if clip in self._counts.get(clip.at_line, ()):
            return number, FORM_NAMES.index("count")
        source = self.places.get(clip.at_line)
        return number, FORM_NAMES.index(source.form) if source else 0

    @cached_property
    def _counts(self) -> Mapping[int, Sequence[Clip]]:
        return {row.line: row.counts for row in self.rows if row.counts}


def told_class(project: Project, laid: Rehearsed, numbers: RowNumbers) -> Told:
    """Return `laid` with the rows of its narration, and the places of their words."""
    rows = rows_of(laid.written.narration, laid.timeline)
    places = dict(_places(project, laid, rows))
    return Told(laid=laid, rows=rows, numbers=numbers.of(laid.written.narration), places=places)


def _places(project: Project, laid: Rehearsed, rows: Sequence[NarrationRow]) -> Iterator[tuple[int, Source]]:
    """Yield where the words of the row on each line of the narration stand; in it, where somebody wrote it himself."""
    plan, path = laid.written.plan, laid.written.path
    if plan is None:
        for row in rows:
            yield (
                row.line,
                Source(
                    kind=SourceKind.NARRATION, name=laid.written.slug, path=Path(path), line=row.line, text=row.text
                ),
            )
        return
    sources = WordSources(project, plan)
    after: KeyPath = ()
    before: tuple[object, ...] = ()
    for row in rows:
        if row.cue is None:
            yield row.line, sources.said(row.text, row.exercise)
            continue
        here = (row.section, row.cue.rep, row.cue.round)
        after, before = (after if here == before else ()), here
        source = sources.in_phase(row.text, row.cue, row.exercise, after)
        after = source.phase if row.kind is RowKind.PHASE else after
        yield row.line, source


class _Sharing:
    """What rows share, each once."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.sources: list[LiveSource] = []
        self.forms: list[tuple[LiveForm, ...]] = []
        self._sources: dict[tuple[object, ...], int] = {}
        self._forms: dict[PhaseKey, int] = {}

    def source(self, one: Source) -> int:
        """Return the number of a place of words."""
        key = (one.path, one.line, one.keys, one.mirrored, one.reversed)
        if key not in self._sources:
            self._sources[key] = len(self.sources)
            path = self.project.told(one.path)
            self.sources.append(LiveSource(source=one, path=path, why_not=_why_not(self.project, one)))
        return self._sources[key]

    def form(self, key: PhaseKey, forms: Sequence[PhaseForm]) -> int:
        """Return the number of the forms of a phase."""
        if key not in self._forms:
            self._forms[key] = len(self.forms)
            self.forms.append(
                tuple(
                    LiveForm(
                        form=one.place.form, text=one.text, source=self.source(one.place), lasts=one.lasts,
                        room=one.room, over=one.over, is_guess=one.is_guess,
                    )
                    for one in forms
                )
            )  # fmt: skip
        return self._forms[key]


def _why_not(project: Project, source: Source) -> str:
    """Return why the words at `source` can't be edited there; empty where they can."""
    if source.kind is SourceKind.TEMPLATE:
        return "a template writes it, for every exercise"
    if source.kind is SourceKind.NARRATION:
        return "it stands in a narration written by hand"
    if not project.is_own:
        return "there is no project here to change it in"
    return ""


class Narrator:
    """Tells the rows of one placed class."""

    def __init__(self, project: Project, inputs: Inputs, reckoner: Speaker, class_: Told) -> None:
        self._digest = inputs.digest
        self._class = class_
        self._laid = class_.laid
        self._sharing = _Sharing(project)
        plan = class_.laid.written.plan
        sources = WordSources(project, plan) if plan else None
        self._forms = phase_forms(class_.laid, class_.rows, class_.places, sources, reckoner)
        self._otherwise = reckoner.cast.otherwise(class_.laid.written.narration.lines(), reckoner.voice)
        self._remedies = {(note.exercise, note.wanted): note.remedy for note in class_.laid.notes if note.is_unsaid}

    def narration(self) -> LiveNarration:
        """Return all rows."""
        rows = tuple(self._row(row) for row in self._class.rows)
        return LiveNarration(
            digest=self._digest,
            rows=rows,
            forms=tuple(self._sharing.forms),
            sources=tuple(self._sharing.sources),
        )

    def _row(self, row: NarrationRow) -> LiveRow:
        source, phase = self._class.places[row.line], row.phase
        in_phase = row.kind is RowKind.PHASE
        begins = phase.start if phase and in_phase else row.start
        return LiveRow(
            number=self._class.numbers[row.line],
            kind=row.kind,
            start=row.start,
            end=row.end,
            text=row.text,
            form=source.form if in_phase else "",
            phase=phase,
            lasts=Ms(row.end - begins if row.clips else 0),
            room=phase.length if phase and in_phase else None,
            is_guess=any(clip.line in self._laid.guessed for clip in row.clips),
            exercise=row.exercise,
            section=row.section,
            rep=phase.rep if phase else None,
            side=phase.side if phase else None,
            parts=tuple((clip.start, clip.end, clip.text) for clip in row.clips),
            chosen=", ".join(dict.fromkeys(filter(None, (self._chosen(clip.line) for clip in row.clips)))),
            is_unsaid=row.unsaid,
            is_optional=row.is_optional,
            remedy=self._remedy(row) if row.unsaid else "",
            source=self._sharing.source(source),
            forms=self._form_number(row, source) if in_phase else None,
        )

    def _chosen(self, line: str) -> str:
        row: ChosenTake | None = self._otherwise.get(line)
        if row is None:
            return ""
        return f"take {row.way}" if isinstance(row.way, int) else f"recording {row.way.name}"

    def _remedy(self, row: NarrationRow) -> str:
        if row.kind is RowKind.SAY:
            return LEFT_OUT
        return self._remedies.get((row.exercise, row.forms[0]), "")

    def _form_number(self, row: NarrationRow, source: Source) -> int:
        """Return the number of all forms of the line of the phase that `row` is said in."""
        key = phase_key(row, source)
        return self._sharing.form(key, self._forms[key])
