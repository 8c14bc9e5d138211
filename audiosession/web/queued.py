"""What the queue can do, kind by kind: each by the door, from plain values that were asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from audiosession.progress import Teller, Watcher

if TYPE_CHECKING:
    from audiosession.studio.results import AddedVoice, Built
    from audiosession.studio.studio import Studio


def _build(studio: Studio, asked: Mapping[str, Any], watch: Watcher, tell: Teller) -> Built:
    wanted = dict(asked.get("wanted", {}))
    return studio.build(
        asked["name"],
        form=asked.get("form"),
        force=bool(asked.get("force", False)),
        watch=watch,
        tell=tell,
        **wanted,
    )


def _add_voice(studio: Studio, asked: Mapping[str, Any], watch: Watcher, tell: Teller) -> AddedVoice:
    return studio.voices.add(asked["name"], watch)


WORKS: Mapping[str, Callable[..., Any]] = {
    "build": _build,
    "voice": _add_voice,
}
"""What does each kind of work."""
