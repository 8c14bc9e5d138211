"""What a text becomes: the exercises of an article, an exercise of a breath app's pattern, or a class of a list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audiosession.errors import DefinitionError
from audiosession.importing.article import Page
from audiosession.importing.breath_apps import is_json
from audiosession.importing.class_lists import ClassList, read_class_list
from audiosession.importing.imported import Imported, Request, import_page
from audiosession.importing.pages import read_html
from audiosession.importing.plain import read_plain
from audiosession.progress import Teller
from audiosession.project.project import Project
from audiosession.project.reading.glanced import titles
from audiosession.studio.importing.books import books
from audiosession.studio.importing.breaths import breath_drafts
from audiosession.studio.importing.lists import list_draft
from audiosession.studio.importing.results import DraftKind
from audiosession.studio.importing.sources import SourceText
from audiosession.writing.exercise import SLUG
from audiosession.writing.words.tags import read_language_tag

if TYPE_CHECKING:
    from audiosession.studio.translating.model import LanguageModel


@dataclass(frozen=True, kw_only=True)
class ImportAsked:
    """What is asked of an import.

    `language` is the tag of the drafts' words, empty for that of the text; `name` what the one draft is called, empty
    for what it is called itself; with `keep_words` sentences stay as they are; `model` drafts in place of the rules.
    """

    language: str = ""
    name: str = ""
    keep_words: bool = False
    model: LanguageModel | None = None


def drafts_from(project: Project, source: SourceText, asked: ImportAsked, tell: Teller) -> tuple[DraftKind, Imported]:
    """Return what `source` becomes as drafts of a kind; nothing is written.

    Raises:
        DefinitionError: It holds nothing that could be one; or a name is asked for, and there are several.
        ModelError: The model can't be asked.
    """
    if is_json(source.text):
        return "exercises", _named(_breaths(project, source, asked), asked.name)
    page, known = page_of(source), titles(project, "exercises")
    if (listed := _listed(source, page, known)) is not None:
        language = _tag(asked.language)
        return "classes", list_draft(project, listed, name=asked.name, called=source.called, language=language)
    return "exercises", _named(_article(page, known, asked, tell), asked.name)


def drafted_exercises(project: Project, source: SourceText, asked: ImportAsked, tell: Teller) -> Imported:
    """Return the exercises that `source` becomes, whatever else it could be; see `drafts_from`."""
    if is_json(source.text):
        return _breaths(project, source, asked)
    return _article(page_of(source), titles(project, "exercises"), asked, tell)


def page_of(source: SourceText) -> Page:
    """Return the page that a text is."""
    return read_html(source.text) if source.is_html else read_plain(source.text)


def _article(page: Page, known: Mapping[str, str], asked: ImportAsked, tell: Teller) -> Imported:
    request = Request(books=books(), titles=known, language=_tag(asked.language), keep_words=asked.keep_words)
    if asked.model is None:
        return import_page(page, request)
    from audiosession.studio.importing.by_model import import_by_model

    return import_by_model(page, request, asked.model, tell)


def _breaths(project: Project, source: SourceText, asked: ImportAsked) -> Imported:
    return breath_drafts(project, source.text, name=asked.name, language=_tag(asked.language))


def _listed(source: SourceText, page: Page, known: Mapping[str, str]) -> ClassList | None:
    """Return the list of exercises that a text is; of a page, what it shows, a block on a line."""
    text = "\n".join(block.text for block in page.blocks) if source.is_html else source.text
    return read_class_list(text, known)


def _named(imported: Imported, name: str) -> Imported:
    if not name:
        return imported
    if len(imported.drafts) > 1:
        names = ", ".join(draft.name for draft in imported.drafts)
        message = f"holds {len(imported.drafts)} exercises, which can't all be called {name}: {names}"
        raise DefinitionError(message, hint="let each have its own name, or cut out the one that is meant")
    if not SLUG.fullmatch(name):
        raise DefinitionError(f'an exercise can\'t be called "{name}"', hint="small letters, digits and hyphens")
    return replace(imported, drafts=tuple(replace(draft, name=name) for draft in imported.drafts))


def _tag(language: str) -> str:
    return read_language_tag(language) if language else ""
