"""Check everything that a person wrote, and find all faults in one run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from audiosession.building.write import is_text, refuse_definition
from audiosession.errors import AudioSessionError, Fault, NotFoundError
from audiosession.files.named import on_disk
from audiosession.fleet.variants import variants_of
from audiosession.progress import Progress, Watcher, unwatched
from audiosession.project.beds import FoundBed, beds, find_bed
from audiosession.project.catalogue.found import has_catalogue, read_catalogue
from audiosession.project.covers import check_covers
from audiosession.project.languages import read_language
from audiosession.project.library import is_breath, not_found, project_lexicon
from audiosession.project.project import Project, read_text
from audiosession.project.reading.definitions import read_either, written_in
from audiosession.project.reading.translations import translation_for
from audiosession.project.settings import read_defaults, usual_language, voice_settings
from audiosession.project.sounds.found import FoundSound, find_sound, sounds
from audiosession.project.sounds.opened import open_sounds
from audiosession.project.strays import strays
from audiosession.project.takes.found import FILE, chosen_takes
from audiosession.sayable import hidden_letter
from audiosession.spelling import composed
from audiosession.studio.checking.definitions import (
    Check,
    check_bed,
    check_class,
    check_exercise,
    check_music,
    check_narration,
)
from audiosession.studio.checking.fit import Estimates
from audiosession.studio.checking.show import is_out
from audiosession.studio.checking.takes import hearable, left_over
from audiosession.voices.chosen.rows import ChosenTakes
from audiosession.voices.languages import primary
from audiosession.voices.recorded import RecordedVoice
from audiosession.voices.registry import choose_voice
from audiosession.writing.choices import Choices, Defaults, choose
from audiosession.writing.cues import Narration
from audiosession.writing.text.reading import parse


@dataclass(frozen=True, kw_only=True)
class CheckReport:
    """What a check found: `n_read` files read, their faults, and what is allowed but better otherwise."""

    n_read: int
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]


def check_project(project: Project, names: Sequence[str], watch: Watcher = unwatched) -> CheckReport:
    """Read the exercises, classes, beds and narration files called `names`.

    Where none is named, all but narration files are read, with show.toml and templates.

    Raises:
        NotFoundError: A name that nothing carries.
    """
    check = Check(project=project, is_whole=not names)
    found: dict[str, FoundBed] = {}
    check.collect(lambda: found.update(beds(project)))
    known = [*project.names("exercises"), *project.names("classes"), *found]
    names = [composed(name) if composed(name) in known else name for name in names]
    texts = [name for name in names if name not in known and is_text(name)]
    breaths = [name for name in names if is_breath(name)]
    for name in names:
        if name not in (*known, *texts, *breaths):
            raise not_found(project, name, found, "nothing")
    _check_show(check, whole=not names)
    choices = _choices(check)
    check.estimates = Estimates(project, choices)
    _check_usual_bed(check, choices.music)
    if not names:
        _check_strays(check)
        _check_sounds(check)
        _check_catalogue(check)
        for tag in project.names("languages"):
            check.collect(partial(read_language, project, tag))
    _check_licences(check, {name: bed for name, bed in found.items() if not names or name in names})
    work: list[tuple[str, Callable[[], object]]] = []
    work += [(name, partial(check_exercise, check, name, choices)) for name in project.names("exercises")]
    work += [(name, partial(check_class, check, name, choices)) for name in project.names("classes")]
    work += [(name, partial(check_bed, check, bed)) for name, bed in found.items()]
    work += [(name, partial(_check_text, check, on_disk(Path(name)))) for name in texts]
    work += [(name, partial(check_narration, check, name, choices)) for name in breaths]
    silent = set() if names else set(_not_in_its_language(project))
    wanted = [(name, look) for name, look in work if (not names or name in names) and name not in silent]
    for number, (name, look) in enumerate(wanted, 1):
        look()
        watch(Progress(stage="reading", done=number, total=len(wanted), item=name))
    _check_takes(check, whole=not names)
    faults, warnings = (tuple(dict.fromkeys(found)) for found in (check.faults, check.warnings))
    return CheckReport(n_read=check.n_read, faults=faults, warnings=warnings)


def _not_in_its_language(project: Project) -> Iterator[str]:
    """Yield what comes with the program and has no words in the project's language: no fault of who does not use it."""
    usual = usual_language(project)
    for kind in ("exercises", "classes"):
        for name in project.names(kind):
            path = project.definition(kind, name)
            if not project.is_own or not path.is_relative_to(project.starter) or project.starter == project.root:
                continue
            with suppress(AudioSessionError):
                own = written_in(project, read_either(project, kind, name))
                if primary(own) != primary(usual) and not translation_for(project, kind, name, usual):
                    yield name


def _check_text(check: Check, path: Path) -> None:
    def read() -> None:
        refuse_definition(path)
        narration = parse(read_text(path), path)
        check.faults.extend(_unknown_sounds(check.project, narration, path))
        check.warnings.extend(check.estimates.unsaid(narration, path))
        for name in dict.fromkeys(section.music for section in narration.sections if section.music):
            check_music(check, name, partial(_fault_of, path))

    check.collect(read)


def _unknown_sounds(project: Project, narration: Narration, path: Path) -> Iterator[Fault]:
    for name, line in narration.sounds().items():
        try:
            find_sound(project, name)
        except NotFoundError as error:
            yield error.at(path, line).as_fault()


def _fault_of(path: Path, message: str, hint: str) -> Fault:
    return Fault(path=path, message=message, hint=hint)


def _check_usual_bed(check: Check, name: str | None) -> None:
    """Check the bed that plays where none is named; one that comes with the program is known to be good."""
    with suppress(AudioSessionError):  # told of show.toml
        if name is not None and not (found := find_bed(check.project, name)).path.is_relative_to(check.project.starter):
            check_bed(check, found)


def _check_licences(check: Check, found: Mapping[str, FoundBed]) -> None:
    """Warn of beds of the project's own of which nobody knows whether they may be published, where a show is."""
    with suppress(AudioSessionError):  # told of show.toml, or whoever publishes is told
        if not is_out(check.project):
            return
        for name, bed in found.items():
            if not bed.bed.licence:
                message = f'nothing tells under which licence "{bed.title}" may be published'
                hint = f'write licence = "…" under ["{name}"] in music/beds.toml, with file = "{bed.bed.file}"'
                check.warnings.append(Fault(path=bed.path, message=message, hint=hint))


def _check_sounds(check: Check) -> None:
    """Look at every sound: whether its recording can be heard."""
    found: dict[str, FoundSound] = {}
    check.collect(lambda: found.update(sounds(check.project)))
    for one in found.values():
        check.collect(partial(_check_sound, check, one))


def _check_catalogue(check: Check) -> None:
    """Look at the catalogue, if there is one: what only a class itself tells is found out where it is planned."""
    if has_catalogue(check.project):
        check.n_read += 1
        check.collect(lambda: variants_of(check.project, read_catalogue(check.project)))


def _check_sound(check: Check, found: FoundSound) -> None:
    opened = open_sounds(check.project, {found.name: found})
    check.warnings.extend(Fault(path=path, message=note) for path, note in opened.notes)


def _choices(check: Check) -> Choices:
    project = check.project
    check.collect(lambda: project_lexicon(project))
    check.collect(lambda: check_covers(project))
    check.faults.extend(_hidden_in_templates(project))
    defaults = Defaults()
    try:
        defaults = read_defaults(project)
    except AudioSessionError:
        check.collect(lambda: read_defaults(project))
    return choose(defaults)


def _check_show(check: Check, *, whole: bool) -> None:
    """Look at show.toml, at what builds read in it where a check is not of the `whole` project."""
    check.n_read += 1
    if whole:
        from audiosession.studio.checking.show import check_show  # what a feed is read with, too

        faults, warnings = check_show(check.project)
    else:
        from audiosession.project.show_faults import build_faults

        faults, warnings = build_faults(check.project), ()
    check.faults.extend(faults)
    check.warnings.extend(warnings)
    with suppress(AudioSessionError):  # told above
        voice = read_defaults(check.project).voice
        if voice.strip().partition(":")[0] == "recorded":
            check.collect(lambda: _check_recordings(check, voice))


def _hidden_in_templates(project: Project) -> list[Fault]:
    """Return what nobody sees in templates: it would come into each class that they write."""
    faults = []
    for path in project.template_paths().values():
        try:
            lines = read_text(path).split("\n")
        except AudioSessionError:
            continue  # told where a class is written
        found = [(number, hidden_letter(line.rstrip("\r"))) for number, line in enumerate(lines, 1)]
        faults += [Fault(path=path, line=n, message=one.message, hint=one.hint) for n, one in found if one]
    return faults


def _check_recordings(check: Check, spec: str) -> None:
    voice, _ = choose_voice(spec, voice_settings(check.project))
    if isinstance(voice, RecordedVoice):
        for found in voice.check():
            if isinstance(found, Fault):
                check.warnings.append(found)
            else:
                check.faults.append(found.as_fault())


def _check_takes(check: Check, *, whole: bool) -> None:
    """Look at the takes that were chosen: whether they can be heard; in the `whole` project, whether they are said."""
    if check.project.script(FILE) is None:
        return
    found: list[ChosenTakes] = []
    check.collect(lambda: found.append(chosen_takes(check.project)))
    for chosen in found:
        usable, faults, warnings = hearable(check.project, chosen, check.estimates.voice)
        check.faults.extend(faults)
        check.warnings.extend([*warnings, *(left_over(usable, check.said) if whole else ())])


def _check_strays(check: Check) -> None:
    """Tell of files that nobody reads: as a fault where they surely should be, else as a warning."""
    for stray in strays(check.project):
        (check.faults if stray.sure else check.warnings).append(stray.fault)
