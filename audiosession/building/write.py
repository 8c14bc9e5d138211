"""From a name or a narration file to a narration: plan the class, and let the templates write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from audiosession.errors import Act, DefinitionError, Fault, FaultsError, NotFoundError, Remedy, Where
from audiosession.files.named import on_disk
from audiosession.naming import MOST_NAME, file_slug
from audiosession.project.languages import words_of
from audiosession.project.library import is_breath, plan_named
from audiosession.project.names import text_slug
from audiosession.project.origins import traced
from audiosession.project.project import Project, read_text
from audiosession.project.reading.definitions import read_exercise
from audiosession.project.settings import read_defaults, usual_language
from audiosession.writing.choices import Choices
from audiosession.writing.classes import with_ways
from audiosession.writing.cues import Narration
from audiosession.writing.exercise import Exercise
from audiosession.writing.language import LanguageWords
from audiosession.writing.narration import narrate
from audiosession.writing.plan import About, Plan, about, eased, too_hard
from audiosession.writing.safety import beyond_limits, spare
from audiosession.writing.text.reading import parse
from audiosession.writing.values import Detail


@dataclass(frozen=True, kw_only=True)
class Written:
    """A class as text.

    `slug` names its files, `path` its narration in messages, `source` what it was written from, as a session tells it.
    `plan` is None for a narration made by hand. `exercises` are those it is made of, by name.
    """

    slug: str
    title: str
    text: str
    path: Where
    source: str
    narration: Narration = field(repr=False)
    plan: Plan | None = field(repr=False)
    about: About = field(repr=False)
    asked_language: str | None = None
    words: LanguageWords | None = field(default=None, repr=False)
    """Those of its language; None where nobody has written them."""
    changes: tuple[str, ...] = ()
    """What was changed in the class to spare somebody something, line by line."""

    @property
    def language(self) -> str | None:
        """The language that is said; the project's where None."""
        return self.plan.language if self.plan else self.asked_language

    @property
    def exercises(self) -> Mapping[str, Exercise]:
        """The exercises that the class is made of, by name."""
        return {item.exercise.name: item.exercise for item in self.plan.exercises} if self.plan else {}


def write(project: Project, target: str, choices: Choices) -> Written:
    """Return the narration of an exercise, a class, a breath pattern or a narration file.

    Raises:
        DefinitionError: A definition, a template or the file is at fault.
        NotFoundError: Nothing is called `target`.
    """
    if is_text(target):
        return _from_file(project, on_disk(Path(target)), choices)
    plan, spared = _spared(project, plan_named(project, target, choices), choices)
    plan, changes = eased(plan, choices.pace.count)
    return write_plan(project, plan, choices, (*spared, *too_hard(plan), *changes))


def write_plan(project: Project, plan: Plan, choices: Choices, changes: tuple[str, ...] = ()) -> Written:
    """Return the narration that the templates make of `plan`.

    Raises:
        DefinitionError: A template or the words of the language are at fault.
    """
    words = words_of(project, plan.language or choices.language or usual_language(project))
    plan = with_ways(replace(plan, seed=choices.seed, two_voices=choices.count_voice is not None), words.language.ways)
    sounds = {"tones": choices.tones.heard, "count_in": choices.count_in}
    text = narrate(plan, project.templates(), words, paths=project.template_paths(), **sounds)
    path = f"the narration of {plan.name}"
    try:
        narration = parse(text, path, title=plan.title)
    except FaultsError as error:
        raise traced(project, plan, text, error) from None
    return Written(
        slug=file_slug(plan.name),
        title=plan.title,
        text=text,
        path=path,
        source=plan.source or f"{'class' if plan.is_class else 'exercise'}:{plan.name}",
        narration=in_voices(narration, choices, words),
        plan=plan,
        words=words,
        about=about(plan),
        changes=changes,
    )


def in_voices(narration: Narration, choices: Choices, words: LanguageWords | None) -> Narration:
    """Return `narration`, in the language of `words`, as the voices that were chosen say it, one or two."""
    narration = replace(narration, mirror=words.mirror if words else None)
    if choices.count_voice is None:
        return narration.by_one_voice()
    return narration.by_two_voices(words.language.numbers if words else ())


def _spared(project: Project, plan: Plan, choices: Choices) -> tuple[Plan, tuple[str, ...]]:
    if not choices.avoid:
        return plan, ()
    known = dict(_exercises_in(project, plan.language))
    return spare(plan, choices.avoid, known)


def _exercises_in(project: Project, language: str | None) -> Iterator[tuple[str, Exercise]]:
    """Yield the exercises that have words in `language`, by name: the others can't stand in the place of one."""
    for name in project.names("exercises"):
        with suppress(NotFoundError):
            yield name, read_exercise(project, name, language)


def is_text(target: str) -> bool:
    """Tell whether `target` means a narration file, and no exercise, class or breath pattern."""
    if is_breath(target):
        return False
    if "/" in target or "\\" in target or target.endswith(".txt"):
        return True
    return len(target.encode("utf-8", "replace")) <= MOST_NAME and on_disk(Path(target)).is_file()


def refuse_definition(path: Path) -> None:
    """Refuse to read a definition as a narration.

    Raises:
        DefinitionError: `path` is one.
    """
    if path.suffix == ".toml":
        hint = f"name the exercise or class: {path.stem}" if path.absolute().parent.parent.name == "scripts" else ""
        hint = hint or "it belongs into scripts/exercises"
        raise DefinitionError("is a definition, not a narration", path=path, hint=hint)


def _from_file(project: Project, path: Path, choices: Choices) -> Written:
    if not path.exists():
        raise NotFoundError("no such file", path=path, remedy=Remedy(act=Act.NARRATE, to="my.txt"))
    refuse_definition(path)
    if settled := _settled(choices, read_defaults(project).detail):
        remedy = Remedy(act=Act.NARRATE_WITH, to=settled)
        raise DefinitionError(f"{settled} stands in the narration itself", path=path, remedy=remedy)
    text, source = read_text(path), f"text:{project.told(path)}"
    words = _words_if_any(project, choices.language or usual_language(project))
    narration = parse(text, path, title=path.stem.replace("-", " ").title())
    if faults := [
        Fault(path=path, line=line, message=told) for line, told in beyond_limits(narration, choices.pace.count)
    ]:
        raise FaultsError(faults)
    return Written(
        slug=text_slug(project, path, source),
        title=narration.title,
        text=text,
        path=path,
        source=source,
        narration=in_voices(narration, choices, words),
        plan=None,
        asked_language=choices.language,
        words=words,
        about=About(),
    )


def _words_if_any(project: Project, tag: str) -> LanguageWords | None:
    """Return the words of a language; None of one that nobody has written: a narration has its own."""
    try:
        return words_of(project, tag)
    except NotFoundError:
        return None


def _settled(choices: Choices, usual: Detail) -> str:
    """Return the first choice that only templates could obey, so that none is passed over in silence."""
    asked = {
        "reps": choices.reps is not None,
        "detail": choices.detail != usual,
        "side": choices.side is not None,
        "level": choices.level is not None,
        "avoid": bool(choices.avoid),
        "seed": choices.seed is not None,
        "count-in": choices.count_in,
    }
    return next((name for name, wanted in asked.items() if wanted), "")
