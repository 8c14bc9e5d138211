"""The pattern of a breath app as an exercise: written as every breath pattern is, and held to what is good."""

from __future__ import annotations

import json
import re
import tomllib

from audiosession.errors import DefinitionError
from audiosession.importing.breath_apps import AppBreath, read_breaths
from audiosession.importing.draft import Draft
from audiosession.importing.imported import Imported
from audiosession.naming import plain_name
from audiosession.project.library import breath_definition, good_pattern
from audiosession.project.project import Project
from audiosession.project.settings import usual_language
from audiosession.sayable import hidden_letter
from audiosession.voices.languages import primary

_TITLE = re.compile(r"^title = .*\n", re.MULTILINE)


def breath_drafts(project: Project, text: str, *, name: str = "", language: str = "") -> Imported:
    """Return the exercises that `text`, JSON of a breath app, becomes; one alone is called `name`, if that is anything.

    Raises:
        DefinitionError: It holds no pattern, or one that is not good for people.
    """
    tag = language or usual_language(project)
    found = read_breaths(text)
    drafts = tuple(_draft(project, one, name if len(found) == 1 else "", tag) for one in found)
    return Imported(language=tag, sentences=(), drafts=drafts)


def _draft(project: Project, breath: AppBreath, name: str, tag: str) -> Draft:
    pattern = good_pattern(project, breath.written)
    own = name or plain_name(breath.title) or pattern.name
    text = breath_definition(project, pattern, own, tag)
    title = "" if hidden_letter(breath.title) else breath.title
    if title:
        text = _TITLE.sub(lambda _: f"title = {json.dumps(title, ensure_ascii=False)}\n", text, count=1)
    if primary(tag) != primary(usual_language(project)):
        text = _TITLE.sub(rf'\g<0>written_in = "{tag}"\n', text, count=1)
    try:
        title = str(tomllib.loads(text)["title"])
    except (tomllib.TOMLDecodeError, KeyError):
        raise DefinitionError(f'the title of the pattern is none: "{title[:60]}"', hint="write another one") from None
    return Draft(name=own, title=title, language=tag, text=text, sourced=(), unplaced=(), missing=())
