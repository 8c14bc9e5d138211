"""The content that comes with the project, read for tests; and takes that last as long as their text."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from audiosession.definitions import read_definition
from audiosession.project.languages import words_of
from audiosession.project.project import Project
from audiosession.timing.blocks import sound_key
from audiosession.units import Ms
from audiosession.writing.classes import ClassDefinition, plan_class
from audiosession.writing.cues import Narration
from audiosession.writing.exercise import Exercise
from audiosession.writing.language import LanguageWords
from audiosession.writing.narration import narrate
from audiosession.writing.phases.cue import Breath
from audiosession.writing.phases.rep import Sides
from audiosession.writing.plan import Detail, Plan, PlannedExercise, eased, plan_exercise
from audiosession.writing.text.reading import parse
from audiosession.writing.values import Level, Side
from audiosession.writing.words.pages import PageWords

SCRIPTS = Path(__file__).parents[2] / "scripts"
EXERCISES = sorted(path.stem for path in (SCRIPTS / "exercises").glob("*.toml") if "." not in path.stem)
CLASSES = sorted(path.stem for path in (SCRIPTS / "classes").glob("*.toml") if "." not in path.stem)


SOME_CLASSES = ("back-body", "breathing", "desk-break-five")
EACH_CLASS = [pytest.param(one, marks=() if one in SOME_CLASSES else pytest.mark.peers) for one in CLASSES]
"""All classes for tests that take long over each: the quick suite takes some of them."""


@cache
def exercise(name: str) -> Exercise:
    """Return the exercise that comes with the project as `name`."""
    path = SCRIPTS / "exercises" / f"{name}.toml"
    return read_definition(path.read_text(encoding="utf-8"), path.name, Exercise, name=name)


@cache
def forms(name: str) -> tuple[Exercise, ...]:
    """Return the exercise that comes with the project as `name` in all its forms, the easiest first."""
    return exercise(name).forms()


def is_practice(subject: Exercise) -> bool:
    """Whether breath or rest is all that is practised, and no movement."""
    return subject.is_breath_practice or all(phase.breath is Breath.FREE for phase in subject.phases)


PRACTICES = [name for name in EXERCISES if is_practice(exercise(name))]
MOVEMENTS = [name for name in EXERCISES if name not in PRACTICES]


@cache
def exercises() -> tuple[Exercise, ...]:
    """Return all exercises that come with the project."""
    return tuple(exercise(name) for name in EXERCISES)


@cache
def templates() -> dict[str, str]:
    """Return the templates that come with the project."""
    return {path.name: path.read_text(encoding="utf-8") for path in (SCRIPTS / "templates").glob("*.j2")}


LANGUAGES = sorted(path.stem for path in (SCRIPTS / "languages").glob("*.toml"))


@cache
def language(tag: str) -> LanguageWords:
    """Return the words that come with the project in the language that `tag` names."""
    return words_of(Project(SCRIPTS.parent), tag)


def english() -> LanguageWords:
    """Return the English words that come with the project."""
    return language("en")


def mirror_words(text: str) -> str:
    """Return an English line as it is said of the other side of the body."""
    mirror = english().mirror
    assert mirror is not None
    return mirror.mirrored(text)


def page_words(tag: str = "en") -> PageWords:
    """Return the words of pages that come with the project, whatever the language."""
    words = english().language.pages
    assert words is not None
    return words


def class_plan(name: str, detail: Detail = Detail.FADE) -> Plan:
    """Return the plan of the class that comes with the project as `name`."""
    path = SCRIPTS / "classes" / f"{name}.toml"
    definition = read_definition(path.read_text(encoding="utf-8"), path.name, ClassDefinition, name=name)
    return plan_class(definition, {one: exercise(one) for one in EXERCISES}, detail=detail)


@cache
def exercise_text(name: str, *, reps: int | None = None, detail: Detail = Detail.FADE, tones: bool = True) -> str:
    """Return the narration text of one exercise on its own."""
    return narrate(plan_exercise(exercise(name), reps=reps, detail=detail), templates(), english(), tones=tones)


@cache
def form_text(name: str, level: Level, detail: Detail = Detail.FADE, side: Side | None = None) -> str:
    """Return the narration text of the form of an exercise for `level`, on its own."""
    return narrate(plan_exercise(exercise(name), level=level, detail=detail, side=side), templates(), english())


def sides_of(subject: Exercise) -> tuple[Side | None, ...]:
    """Return the sides that may be asked for: both, where None, and each alone where it has sides."""
    return (None,) if subject.sides is Sides.NONE else (None, *Side)


def told_at(form: Exercise, detail: Detail, side: Side | None, count: Ms) -> tuple[PlannedExercise, Narration]:
    """Return a form as it is planned and narrated where one count takes `count`, if that is good for it."""
    plan = plan_exercise(form, detail=detail, side=side)
    kind, _ = eased(plan, count)
    text = narrate(kind, templates(), english()) if kind != plan else form_text(form.name, form.level, detail, side)
    return kind.exercises[0], parse(text, form.name)


def exercise_narration(name: str, *, reps: int | None = None) -> Narration:
    """Return the narration of one exercise on its own."""
    return parse(exercise_text(name, reps=reps), name)


@cache
def class_narration(name: str) -> Narration:
    """Return the narration of a class."""
    return parse(narrate(class_plan(name), templates(), english()), name)


def takes_of(narration: Narration, *, a_letter: int = 65, onset: int = 150) -> dict[str, Ms]:
    """Return how long the takes of a steady voice last: about what espeak-ng needs with the settings of the project.

    Sounds last as long as their names are, in seconds.
    """
    sounds = {sound_key(name): Ms(1_000 * len(name)) for name in narration.sounds()}
    return {line: Ms(onset + a_letter * len(line)) for line in narration.lines()} | sounds
