"""What the queue can do, kind by kind: each by the door, from plain values that were asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from audiosession.progress import Teller, Watcher
from audiosession.studio.as_json import as_json
from audiosession.web.asked import choices_of, destination_of, meant_classes, name_of, wishes_of
from audiosession.web.words import WORDS

if TYPE_CHECKING:
    from audiosession.studio.as_json import Json
    from audiosession.studio.studio import Studio
    from audiosession.web.desk import Works

_HOLDS_ALL = "session"
"""What of a build's result tells each moment of the class; it stands in the session file."""


def _build(studio: Studio, asked: Mapping[str, Any], watch: Watcher, tell: Teller) -> Json:
    force = bool(asked.get("force", False))
    form = asked.get("form")
    built = studio.build(name_of(asked), form=form, force=force, watch=watch, tell=tell, **choices_of(asked))
    told = as_json(built, WORDS)
    rest: dict[str, Json] = {key: value for key, value in dict(told).items() if key != _HOLDS_ALL}  # type: ignore[arg-type]
    return {**rest, "path": built.path.name, "duration": built.session.audio.duration}


def _stems(studio: Studio, asked: Mapping[str, Any], watch: Watcher, tell: Teller) -> Json:
    stems = studio.stems_beside(name_of(asked), watch=watch, tell=tell, **choices_of(asked))
    return {"files": [f"{path.parent.name}/{path.name}" for path in stems.files]}


def _speak(studio: Studio, asked: Mapping[str, Any], watch: Watcher, tell: Teller) -> Json:
    studio.live(name_of(asked), watch=watch, tell=tell, **choices_of(asked)).speak(watch)
    return None


def _add_voice(studio: Studio, asked: Mapping[str, Any], watch: Watcher, tell: Teller) -> Json:
    return {"voice": studio.voices.add(name_of(asked), watch).spec}  # where it lies on this disk is nobody's business


def _publish(studio: Studio, asked: Mapping[str, Any], watch: Watcher, tell: Teller) -> Json:
    done = studio.publish(meant_classes(asked), destination_of(asked, rehearsal=False), wishes_of(asked), watch=watch)
    return as_json(done, WORDS)


WORKS: Mapping[str, Works] = {
    "build": _build,
    "speak": _speak,
    "stems": _stems,
    "publish": _publish,
    "voice": _add_voice,
}
"""What does each kind of work."""
