"""Drafts of articles as JSON values: each line with the sentences that it is from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from audiosession.importing.article import Sentence
    from audiosession.importing.draft import Draft
    from audiosession.importing.imported import Imported
    from audiosession.studio.as_json import Json, Words
    from audiosession.studio.importing.results import ImportedArticle


def _imported(imported: Imported) -> Json:
    """Return what was drafted in memory: no draft has a path."""
    return {
        "language": imported.language,
        "exercises": [_draft(draft) for draft in imported.drafts],
        "sentences": [_sentence(one) for one in imported.sentences],
    }


def _imported_article(made: ImportedArticle, words: Words) -> Json:
    rows: dict[str, list[Json]] = {"exercises": [], "classes": []}
    for one in made.drafts:
        path = None if one.path is None else words.path(one.path)
        rows[one.kind].append({"path": path, **_draft(one.draft)})
    return {
        "language": made.language,
        "exercises": rows["exercises"],
        "classes": rows["classes"],
        "sentences": [_sentence(one) for one in made.sentences],
    }


def _draft(draft: Draft) -> dict[str, Json]:
    return {
        "name": draft.name,
        "title": draft.title,
        "language": draft.language,
        "text": draft.text,
        "guessed": sum(bool(one.guessed) for one in draft.sourced),
        "missing": list(draft.missing),
        "unplaced": list(draft.unplaced),
        "lines": [
            {"line": one.line, "sentences": list(one.sentences), "guessed": one.guessed} for one in draft.sourced
        ],
    }


def _sentence(one: Sentence) -> Json:
    return {"number": one.number, "text": one.text, "place": one.place}


IMPORTING_SHAPES: Mapping[str, Callable[[Any], Json]] = {"Imported": _imported}
"""What makes JSON values of each result, by the name of its type."""
IMPORTING_WORDED: Mapping[str, Callable[[Any, Words], Json]] = {"ImportedArticle": _imported_article}
"""Those in which something is told in the words of a face."""
