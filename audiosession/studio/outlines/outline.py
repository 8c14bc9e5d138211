"""The outline of a class: what its page shows before anything is spoken, and where it can't be placed too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from audiosession.building.gather import Inputs, gather
from audiosession.building.place import Rehearsed, length_of, possible_lengths, rehearse
from audiosession.errors import AudioSessionError, Fault, FaultsError
from audiosession.project.languages import tempo_of
from audiosession.project.library import not_found
from audiosession.project.project import Project, read_text
from audiosession.project.reading.definitions import read_class, read_exercise, read_shown
from audiosession.project.reading.translations import translated_into
from audiosession.project.settings import read_defaults, usual_language
from audiosession.studio.outlines.entries import OutlineEntry, placed_entries, written_entries
from audiosession.studio.outlines.mends import PlanFinding, entry_findings, length_mends
from audiosession.timing.pieces import Note
from audiosession.timing.timeline import TimelineSection
from audiosession.toml_text import toml_table
from audiosession.units import Ms, Span
from audiosession.writing.choices import Choices, Defaults
from audiosession.writing.classes import ClassDefinition
from audiosession.writing.exercise import Exercise


@dataclass(frozen=True, kw_only=True)
class Outline:
    """A class, an exercise on its own or a breath pattern, as it is planned with what was wanted.

    Args:
        name: What it is called in the project.
        kind: ``class`` or ``exercise``.
        title: What people see.
        path: Its file, as told in the project; empty for a breath pattern.
        entries: Its exercises, in order.
        parts: What it is made of on the timeline; nothing where it could not be placed.
        length: How long it would be; None where it could not be placed.
        asked: How long it has to be, if that was asked for or is written.
        span: How long it can be; None where nobody knows.
        n_lines: How many lines are said in it.
        n_guessed: Of how many of them the length is a guess, as nobody has spoken them.
        findings: What is at fault, what gave way.
        written: What the class says itself of what may be chosen.
        usual: What holds where nothing is chosen, by name.
        languages: The languages that it has words in.
        is_empty: Whether it is a class that nobody has put an exercise into yet.
    """

    name: str
    kind: str
    title: str
    path: str
    entries: tuple[OutlineEntry, ...] = ()
    parts: tuple[TimelineSection, ...] = ()
    length: Ms | None = None
    asked: Ms | None = None
    span: Span | None = None
    n_lines: int = 0
    n_guessed: int = 0
    findings: tuple[PlanFinding, ...] = ()
    written: Mapping[str, object]
    usual: Mapping[str, object]
    languages: tuple[str, ...] = ()
    is_empty: bool = False


def outline(project: Project, name: str, choices: Choices) -> Outline:
    """Return the outline of what is called `name`; whatever keeps it from being placed is told in it.

    Raises:
        NotFoundError: Nothing is called so.
        AudioSessionError: The settings of the project are at fault.
    """
    definition, faults = _definition(project, name)
    known = _exercises(project, definition)
    blank = _blank(project, name, definition, read_defaults(project))
    try:
        inputs = gather(project, name, choices)
        blank = replace(blank, asked=length_of(inputs), title=inputs.written.title)
    except AudioSessionError as error:
        return _unplaced(project, blank, definition, known, [*faults, *_told(error)])
    try:
        rehearsed = rehearse(project, inputs)
    except AudioSessionError as error:
        return _unplaced(project, blank, definition, known, [*faults, *_told(error)], inputs)
    return _placed(project, blank, definition, known, rehearsed, inputs)


def _definition(project: Project, name: str) -> tuple[ClassDefinition | None, list[Fault]]:
    """Return the class called `name`, None where it is an exercise or can't be read, and why that is so."""
    if project.find("classes", name) is None:
        if project.find("exercises", name) is None and ":" not in name:
            raise not_found(project, name)
        return None, []
    try:
        return read_shown(project, name, read_class), []
    except AudioSessionError:
        return None, []  # told when its inputs are gathered


def _exercises(project: Project, definition: ClassDefinition | None) -> dict[str, Exercise | None]:
    found: dict[str, Exercise | None] = {}
    for use in dict.fromkeys(entry.use for entry in (definition.exercises if definition else ())):
        found[use] = None
        with suppress(AudioSessionError):  # told when the inputs of the class are gathered
            found[use] = read_shown(project, use, read_exercise)
    return found


def _blank(project: Project, name: str, definition: ClassDefinition | None, defaults: Defaults) -> Outline:
    kind = "classes" if project.find("classes", name) else "exercises"
    path = project.find(kind, name)
    usual: dict[str, object] = {
        **{key: getattr(defaults, key) for key in ("detail", "voice", "music", "tones", "language")},
        "pace": str(defaults.pace),
        "words_per_minute": tempo_of(project, defaults).usual,
        "music_level_db": 0.0,
    }
    keys = ("length", "language", "words_per_minute", "music_level_db", "level")
    table = _table(path) if definition is None and path is not None else {}
    title = table.get("title")
    return Outline(
        name=name,
        kind="class" if kind == "classes" else "exercise",
        title=definition.title if definition else title if isinstance(title, str) and title else name,
        is_empty=kind == "classes" and bool(table) and not table.get("exercise"),
        path="" if path is None else project.told(path),
        written={key: getattr(definition, key) for key in keys if definition and getattr(definition, key)},
        usual=usual,
        languages=tuple(_languages(project, kind, name)),
    )


def _table(path: Path) -> Mapping[str, object]:
    """Return what a file says that is at fault, as far as it is TOML."""
    with suppress(AudioSessionError):
        return toml_table(read_text(path), path)
    return {}


def _languages(project: Project, kind: str, name: str) -> Iterator[str]:
    yield usual_language(project)
    if project.find(kind, name):
        yield from (tag for tag in translated_into(project, kind, name) if tag != usual_language(project))


def _told(error: AudioSessionError) -> list[Fault]:
    return list(error.faults) if isinstance(error, FaultsError) else [error.as_fault()]


def _unplaced(
    project: Project,
    blank: Outline,
    definition: ClassDefinition | None,
    known: dict[str, Exercise | None],
    faults: list[Fault],
    inputs: Inputs | None = None,
) -> Outline:
    """Return the outline of what could not be placed; its faults come with what would mend them."""
    entries = written_entries(definition, known) if definition else []
    found = list(entry_findings(entries, project.names("exercises")))
    span = None
    if inputs is not None:
        with suppress(AudioSessionError):  # that is what keeps it from being placed, and told
            span = possible_lengths(project, inputs)
    if not found:
        mends = length_mends(blank.asked, span) if blank.asked and span else ()  # without one, something else is amiss
        found = [PlanFinding(kind="fault", fault=fault, mends=mends) for fault in faults]
    return replace(blank, entries=tuple(entries), span=span, findings=tuple(found))


def _placed(
    project: Project,
    blank: Outline,
    definition: ClassDefinition | None,
    known: dict[str, Exercise | None],
    rehearsed: Rehearsed,
    inputs: Inputs,
) -> Outline:
    entries = placed_entries(definition, rehearsed, known)
    changes = [PlanFinding(kind="change", fault=Fault(message=told)) for told in rehearsed.changes]
    return replace(
        blank,
        entries=tuple(entries),
        parts=rehearsed.chapters,
        length=rehearsed.timeline.length,
        span=possible_lengths(project, inputs),
        n_lines=len(rehearsed.written.narration.lines()),
        n_guessed=rehearsed.n_guessed,
        findings=(*(_unsaid(note, entries) for note in rehearsed.notes if note.is_unsaid), *changes),
    )


def _unsaid(note: Note, entries: list[OutlineEntry]) -> PlanFinding:
    entry = next((one for one in entries if one.use == note.exercise), None)
    fault = Fault(message=f"“{note.wanted}” is left unsaid", path=note.path, line=note.line, hint=note.remedy)
    return PlanFinding(kind="unsaid", fault=fault, at=entry.at if entry else None, start=entry.start if entry else None)
