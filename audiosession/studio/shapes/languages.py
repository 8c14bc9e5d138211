"""Languages and translations as JSON values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from audiosession.studio.shapes.faults import fault_shape

if TYPE_CHECKING:
    from audiosession.studio.as_json import Json, Words
    from audiosession.studio.results import LanguageRow, Translated
    from audiosession.studio.translating.languages import Coverage


def _translated(made: Translated, words: Words) -> Json:
    return {
        "path": words.path(made.path),
        "language": made.language,
        "changed": made.is_changed,
        "draft": made.is_draft,
        "lines": made.n_lines,
        "drafted": made.n_filled,
        "undigested": made.n_undigested,
        "missing": [fault_shape(one, words) for one in made.missing],
        "stale": [fault_shape(one, words) for one in made.stale],
        "refused": [fault_shape(one, words) for one in made.refused],
        "left_over": list(made.left_over),
    }


def _language_row(row: LanguageRow) -> Json:
    return {
        "name": row.name,
        "has_words": row.has_words,
        "lacking": list(row.lacking),
        "exercises": _coverage(row.exercises),
        "classes": _coverage(row.classes),
        "voices": list(row.voices),
        "good_voices": list(row.good_voices),
        "summary": row.summary,
    }


def _coverage(found: Coverage) -> Json:
    return {
        "all": found.n_all,
        "done": found.n_done,
        "drafts": found.n_drafts,
        "lines": found.n_lines,
        "lines_done": found.n_lines_done,
        "lines_drafted": found.n_lines_drafted,
        "percent": found.percent,
    }


LANGUAGE_SHAPES: Mapping[str, Callable[[Any], Json]] = {"LanguageRow": _language_row}
"""What makes JSON values of each result, by the name of its type."""
LANGUAGE_WORDED: Mapping[str, Callable[[Any, Words], Json]] = {"Translated": _translated}
"""Those in which something is told in the words of a face."""
