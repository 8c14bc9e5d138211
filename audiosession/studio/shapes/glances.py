"""What there is at a glance, as JSON values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from audiosession.studio.shapes.faults import fault_shape

if TYPE_CHECKING:
    from audiosession.studio.as_json import Json, Words
    from audiosession.studio.results import Card, ProjectRow, ReadyVoice


def _card(card: Card, words: Words) -> Json:
    return {
        "kind": card.kind,
        "name": card.name,
        "title": card.title,
        "description": card.description,
        "level": card.level,
        "positions": list(card.positions),
        "focus": list(card.focus),
        "languages": list(card.languages),
        "exercises": list(card.exercises),
        "own": card.is_own,
        "lasts_ms": card.lasts,
        "trouble": fault_shape(card.trouble, words) if card.trouble else None,
    }


def _ready_voice(voice: ReadyVoice) -> Json:
    engine, _, own = voice.spec.partition(":")
    return {
        "voice": voice.spec,
        "engine": engine,
        "title": " ".join(filter(None, (engine, own.replace("_", "-")))),
        "language": voice.language,
    }


def _project_row(row: ProjectRow) -> Json:
    return {"name": row.name, "exercises": row.n_exercises, "classes": row.n_classes}


GLANCE_SHAPES: Mapping[str, Callable[[Any], Json]] = {
    "ProjectRow": _project_row,
    "ReadyVoice": _ready_voice,
}
"""What makes JSON values of each result, by the name of its type."""
GLANCE_WORDED: Mapping[str, Callable[[Any, Words], Json]] = {"Card": _card}
"""Those in which something is told in the words of a face."""
