"""Have a language model tell which facts stand in an article, and draft exercises of those that can stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from audiosession.errors import DefinitionError, ModelError
from audiosession.importing.article import Page, Sentence
from audiosession.importing.asking.answered import Answered, answered
from audiosession.importing.asking.asked import EXERCISES_SCHEMA, question, sendable, titles_of, too_long
from audiosession.importing.asking.grounded import Grounds
from audiosession.importing.imported import TELLS, Imported, Request, book_for, draft_names, is_exercise
from audiosession.importing.outline import DraftOutline
from audiosession.importing.understanding.exercises import articles_of
from audiosession.importing.understanding.sentences import sentences_of
from audiosession.importing.understanding.titles import article_title
from audiosession.importing.written import draft_text
from audiosession.progress import Teller
from audiosession.studio.models.model import LanguageModel

_OTHERWISE = "try another model, or import it by the rules"
_MOST_TOLD = 20
"""How many of the facts that can't stand are told of, one by one."""


def import_by_model(page: Page, request: Request, model: LanguageModel, tell: Teller) -> Imported:
    """Return what `model` found in `page`, drafted as the rules do it; `tell` is told what is sent where, before it is.

    Sentences that speak to a machine are not sent. What the model says is held against the sentences that it names,
    whatever it was made to say; what can't stand is told.

    Raises:
        DefinitionError: There is no exercise in it, or it is too long to be asked about.
        ModelError: The model can't be asked, or says nothing that is of use.
    """
    if page.refused:
        raise DefinitionError(f"no exercise in it: {page.refused}", hint=TELLS)
    book = book_for(page, request)
    every = [one for section in sentences_of(page, book) for one in section.sentences]
    grounds = Grounds(
        sentences={one.number: one for one in sendable(every)},
        titles=titles_of(page),
        book=book,
        library=request.titles,
        keep_words=request.keep_words,
    )
    _tell_of_it(every, grounds, model, tell)
    found = _found(_answer(grounds, model), grounds, model)
    for one in found:
        _tell_what_is_refused(one, tell)
    outlines = _with_the_rest(_titled([one.outline for one in found], page, grounds), every)
    by_number = {one.number: one for one in every}
    named = zip(outlines, draft_names(outlines), strict=True)
    drafts = tuple(draft_text(one, name, by_number, book) for one, name in named)
    return Imported(language=book.language, sentences=tuple(every), drafts=drafts)


def _answer(grounds: Grounds, model: LanguageModel) -> str:
    sent = list(grounds.sentences.values())
    asked = question(sent, grounds.titles, grounds.book.language, keep_words=grounds.keep_words)
    return model.answer(asked, EXERCISES_SCHEMA, "exercises")


def _tell_of_it(every: Sequence[Sentence], grounds: Grounds, model: LanguageModel, tell: Teller) -> None:
    """Tell what leaves the machine and where it goes, and what stays; refuse an article that is empty or too long."""
    sent = list(grounds.sentences.values())
    if not sent:
        raise DefinitionError("there is nothing to read in it", hint=TELLS)
    if excess := too_long(sent):
        raise DefinitionError(f"it has {excess}", hint="import the part about one exercise, or all of it by the rules")
    if kept := len(every) - len(sent):
        tell(f"{kept} of {len(every)} sentences speak to a machine, not to a reader: no model is given them")
    n_characters = sum(len(one.text) for one in sent)
    if not model.name:
        tell(f"{model.host} is asked which models it has")
    tell(
        f"{len(sent)} sentences of the article, {n_characters} characters, are sent to {model.host}, "
        f"to the model {model.model}"
    )


def _found(answer: str, grounds: Grounds, model: LanguageModel) -> list[Answered]:
    found = answered(answer, grounds)
    if found is None:
        raise ModelError(f"{model.host} says nothing that could be read as an exercise", hint=_OTHERWISE)
    if not found:
        raise DefinitionError("the model finds no exercise in it", hint=TELLS)
    standing = [one for one in found if one.outline.items or one.outline.phases]
    if not standing:
        reason = next((why for one in found for why in one.refused), "it tells no fact")
        raise ModelError(f"nothing that {model.host} says of the article can stand: {reason}", hint=_OTHERWISE)
    whole = [one for one in standing if is_exercise(one.outline, grounds.book)]
    if not whole:
        raise DefinitionError("the model finds no exercise in it: too little of a movement", hint=TELLS)
    return whole


def _tell_what_is_refused(one: Answered, tell: Teller) -> None:
    called = f"{one.outline.title}: " if one.outline.title else ""
    for reason in one.refused[:_MOST_TOLD]:
        tell(f"{called}{reason}")
    if (more := len(one.refused) - _MOST_TOLD) > 0:
        tell(f"{called}{more} more are left out")


def _titled(outlines: Sequence[DraftOutline], page: Page, grounds: Grounds) -> list[DraftOutline]:
    """Return `outlines`, the page's title with the only one of them where the model gave it none."""
    (article, *_), _ = articles_of(page, grounds.book)
    if len(outlines) > 1 or outlines[0].title or article.title not in grounds.titles:
        return list(outlines)
    title, where = article_title(article, [], grounds.book)
    return [replace(outlines[0], title=title, title_from=where)]


def _with_the_rest(outlines: Sequence[DraftOutline], every: Sequence[Sentence]) -> list[DraftOutline]:
    """Return `outlines` with the sentences that none of them holds, each with the exercise that it stands in."""
    held = [_sources(one) for one in outlines]
    begins = [min(numbers) for numbers in held]
    rest: list[list[int]] = [[] for _ in outlines]
    for number in (one.number for one in every if not any(one.number in numbers for numbers in held)):
        before = [n for n, begun in enumerate(begins) if begun <= number]
        rest[max(before, key=lambda n: begins[n], default=0)].append(number)
    return [replace(one, unplaced=tuple(numbers)) for one, numbers in zip(outlines, rest, strict=True)]


def _sources(outline: DraftOutline) -> set[int]:
    sources = [one.sentences for one in outline.items] + [one.sentences for one in outline.phases]
    return {number for numbers in sources for number in numbers}
