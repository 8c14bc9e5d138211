"""What whoever translates should know of a definition: how long its lines last, and what its phases are."""

from __future__ import annotations

from collections.abc import Iterator

from audiosession.project.project import Project
from audiosession.project.reading.definitions import written_in
from audiosession.project.settings import read_defaults
from audiosession.studio.checking.fit import Estimates
from audiosession.units import Ms, to_ms
from audiosession.value_words import KeyPath
from audiosession.writing.choices import choose
from audiosession.writing.classes import ClassDefinition
from audiosession.writing.exercise import Exercise
from audiosession.writing.levels import FORMS, harder_by
from audiosession.writing.mirroring import one_way, without_marks
from audiosession.writing.phases.phase import Phase
from audiosession.writing.translating.lines import SECTIONS
from audiosession.writing.translating.translation import Translation
from audiosession.writing.translating.written import SourceFacts
from audiosession.writing.values import PACES

_STEADY = "steady"
_UNSPOKEN = ("title", "description", "reason")


def facts_of(project: Project, definition: Exercise | ClassDefinition, translation: Translation) -> SourceFacts:
    """Return what there is to know of a definition's lines, in the voice that the project has for their language."""
    exercise = definition if isinstance(definition, Exercise) else None
    said = translation.said.items()
    lines = [
        one
        for keys, words in said
        if keys[-1] not in _UNSPOKEN and keys[0] != SECTIONS
        for one in (words if isinstance(words, list) else [words])
    ]
    estimates = Estimates(project, choose(read_defaults(project)))
    spoken = {line: without_marks(one_way(line, back=False)) for line in lines}
    lasts = estimates.seconds(list(dict.fromkeys(spoken.values())), exercise, written_in(project, definition))
    return SourceFacts(
        seconds={line: lasts[text] for line, text in spoken.items()},
        places=dict(_places(exercise)) if exercise else {},
    )


def is_sided(definition: Exercise | ClassDefinition) -> bool:
    """Tell whether anything in it is said of one side of the body, and mirrored for the other."""
    forms = definition.forms() if isinstance(definition, Exercise) else ()
    return any(phase.side for form in forms for phase in form.phases)


def _places(exercise: Exercise) -> Iterator[tuple[KeyPath, str]]:
    for form in exercise.forms():
        above = next((key for key, step in FORMS.items() if harder_by(form.level, exercise.level) * step > 0), None)
        count = form.nearest_pace(to_ms(PACES[_STEADY]))
        for number, phase in enumerate(form.phases):
            keys: KeyPath = ("phase", number) if above is None else (above, "phase", number)
            yield keys, _told(phase, count)


def _told(phase: Phase, count: Ms) -> str:
    """Return what a phase is, and how long what is said in it may last: ``inhale, left: 2 counts, 2.0 s at steady``."""
    counts, _ = phase.size()
    pace = _STEADY if count == to_ms(PACES[_STEADY]) else f"{count / 1_000:g} s a count"
    what = [str(phase.breath)]
    what += [f"{phase.side} side"] if phase.side else []
    what += [f"the other side from count {_listed(phase.switch)}"] if phase.switch else []
    what += [f"pulses on {_listed(phase.pulses)}"] if phase.pulses else []
    seconds = phase.length(count) / 1_000
    size = f"{counts} count{'s' * (counts != 1)}, {seconds:.1f} s at {pace}" if counts else f"{seconds:g} s"
    return f"{', '.join(what)}: {size}"


def _listed(numbers: tuple[int, ...]) -> str:
    return ", ".join(map(str, numbers))
