"""Have a model draft what is still to be written, and keep of it what can stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from audiosession.definitions import toml_table
from audiosession.errors import AudioSessionError, ModelError
from audiosession.progress import Teller
from audiosession.project.languages import words_of
from audiosession.project.project import Project, read_text
from audiosession.project.reading.definitions import written_in
from audiosession.project.reading.translations import TranslationFile, translation_for
from audiosession.studio.models.model import LanguageModel
from audiosession.studio.translating.facts import is_sided
from audiosession.value_words import KeyPath
from audiosession.writing.classes import ClassDefinition
from audiosession.writing.exercise import Exercise
from audiosession.writing.mirroring import Mirror
from audiosession.writing.translating.draft import (
    ANSWER_SCHEMA,
    Into,
    OpenLine,
    asked_of,
    in_place,
    messages,
    read_answer,
    refused,
)
from audiosession.writing.translating.following import Followed, followed
from audiosession.writing.translating.written import SourceFacts, written

_AT_ONCE = 60
"""How many lines are asked for in one question: more, and answers break off."""
_QUESTIONS = 12


@dataclass(frozen=True, kw_only=True)
class Drafted:
    """A translation with what a model drafted in it, and which of its lines can't stand, and why."""

    text: str
    n_filled: int
    refused: list[tuple[KeyPath, str]]


def drafted(
    project: Project,
    file: TranslationFile,
    definition: Exercise | ClassDefinition,
    model: LanguageModel,
    facts: SourceFacts,
    tell: Teller,
) -> Drafted:
    """Return the translation `file` with all that `model` could draft of what it lacks, marked as a draft.

    Raises:
        ModelError: It can't be asked, or says nothing that is of use.
    """
    found = followed(file.translation)
    asked, into = asked_of(found), _into(project, definition, file.language)
    tell(f"{len(asked)} lines are sent to {model.host}, to the model {model.model}")
    texts, why = _answers(asked, found, into, facts, model)
    words = in_place(asked, texts, found)
    empty = {one.number: one.keys for one in asked if one.number not in texts}
    return Drafted(
        text=written(file.text, found.filled(words), facts, draft=True),
        n_filled=len(texts),
        refused=[(keys, why.get(number, "the model left it out")) for number, keys in empty.items()],
    )


def _answers(
    asked: list[OpenLine], found: Followed, into: Into, facts: SourceFacts, model: LanguageModel
) -> tuple[dict[int, str], dict[int, str]]:
    """Return the lines that can stand, by number, and why others can't; what is left out is asked for again."""
    texts: dict[int, str] = {}
    why: dict[int, str] = {}
    understood = False
    waiting = [asked[n : n + _AT_ONCE] for n in range(0, len(asked), _AT_ONCE)]
    for _ in range(_QUESTIONS):
        if not waiting:
            break
        batch, *waiting = waiting
        answer = read_answer(model.answer(messages(batch, found, into, facts), ANSWER_SCHEMA, "lines"))
        heard = [one for one in batch if one.number in answer]
        understood = understood or bool(heard)
        for one in heard:
            text = answer[one.number].strip()
            if reason := refused(one, text, into):
                why[one.number] = reason
            else:
                texts[one.number] = text
        rest = [one for one in batch if one.number not in answer]
        waiting = [rest, *waiting] if rest and heard else waiting
    if asked and not understood:
        raise ModelError(f"{model.host} says nothing that could be read as lines", hint="try another model")
    return texts, why


def _into(project: Project, definition: Exercise | ClassDefinition, language: str) -> Into:
    before = written_in(project, definition)
    return Into(
        before=before,
        language=language,
        titles=dict(_titles(project, language)),
        sided=is_sided(definition),
        mirror=_mirror(project, language),
        mirror_before=_mirror(project, before),
    )


def _mirror(project: Project, language: str) -> Mirror | None:
    try:
        return words_of(project, language).mirror
    except AudioSessionError:  # told where languages are checked
        return None


def _titles(project: Project, language: str) -> Iterator[tuple[str, str]]:
    """Yield what exercises are called, and what they are called in `language`, as far as that is written."""
    for name in project.names("exercises"):
        path, original = translation_for(project, "exercises", name, language), project.find("exercises", name)
        if path is None or original is None:
            continue
        try:
            titles = [toml_table(read_text(one), one).get("title") for one in (original, path)]
        except AudioSessionError:  # told where it is checked
            continue
        if all(isinstance(title, str) and title for title in titles):
            yield str(titles[0]), str(titles[1])
