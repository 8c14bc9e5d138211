"""What is published stays in the shared store: each episode is a pin there, which names its lines and windows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from audiosession.digests import digest_of
from audiosession.errors import AudioSessionError, Fault, StoreError
from audiosession.files.sharing.many import asked_at_once
from audiosession.files.sharing.parts import read_parts
from audiosession.files.sharing.shared import SharedStore
from audiosession.project.project import Project
from audiosession.project.sessions import read_head, session_path
from audiosession.project.stores import parts_store, shared_store
from audiosession.publishing.published import Published, PublishedEpisode

_GUID_LETTERS, _SOUND_LETTERS = 24, 12
_PARTIAL = "partial"
"""Stands in a pin's name for the sound where not all that it was made of was found."""


def with_pins(project: Project, published: Published, retired: Iterable[str]) -> Published:
    """Pin the episodes that are out, and no more those that are gone; return `published` with what could not be.

    GUIDs that are `retired` are never given again: a pin that an earlier run left behind goes, too.

    A show is out by now, so that trouble with a store is told and stops nobody. Without a store nothing is done; of a
    class that was built without one, nobody knows what it was made of.
    """
    if published.rehearsal or not published.episodes:
        return published
    try:
        shared = shared_store(project)
        if shared is None:
            return published
        shared.begin()
        if not shared.read_only:
            _pin_all(project, shared, published.episodes, retired)
    except StoreError as error:
        return replace(published, notices=(*published.notices, error.as_fault()))
    lines = (Fault(message=line) for line in shared.told())
    return replace(published, notices=(*published.notices, *lines))


def _pin_all(
    project: Project, shared: SharedStore, episodes: Iterable[PublishedEpisode], retired: Iterable[str]
) -> None:
    from audiosession.files.sharing.evicting import pins, unpin

    there = pins(shared.objects)
    by_episode: dict[str, set[str]] = {}
    for name in there:
        by_episode.setdefault(name.rpartition(".")[0], set()).add(name)
    for one in episodes:
        if one.state == "gone":
            continue  # its GUID is retired
        begins = _episode(one.guid)
        old, sound = by_episode.get(begins, set()), _sound(project, one.name)
        name = f"{begins}.{sound[:_SOUND_LETTERS]}"
        if not sound or not (name in old or _is_pinned(project, shared, name, sound)):
            continue  # what was pinned of it before stays so
        for other in old - {name}:
            unpin(shared.objects, other)
    for guid in retired if there else ():
        for name in by_episode.get(_episode(guid), ()):
            unpin(shared.objects, name)


def _episode(guid: str) -> str:
    """Return what the pins of an episode begin with; the sound that they are of follows."""
    return f"episode.{digest_of(guid)[:_GUID_LETTERS]}"


def _sound(project: Project, name: str) -> str:
    """Return the digest of a built class, empty where it is not here any more."""
    try:
        return read_head(session_path(project.output / f"{name}.mp3")).audio.sha256
    except AudioSessionError:
        return ""


def _is_pinned(project: Project, shared: SharedStore, name: str, sound: str) -> bool:
    """Pin what the class with this `sound` was made of, and tell whether that is known."""
    from audiosession.files.sharing.evicting import pin

    parts = read_parts(parts_store(project).get(sound) or b"")
    found = asked_at_once(partial(_digests, shared), parts)
    if not any(found):
        return False
    # What can't be found just now is looked for at the next publish; what is there stays until then.
    is_whole = all(found)
    under = name if is_whole else f"{name.rpartition('.')[0]}.{_PARTIAL}"
    pin(shared.objects, under, [digest for each in found for digest in each])
    return is_whole


def _digests(shared: SharedStore, part: tuple[str, str]) -> tuple[str, ...]:
    """Return the digests of the content of a part, as pins name them; none where the store has it not."""
    action = shared.action(*part)
    if action is None:
        return ()
    return tuple(piece.sha256 for piece in action.pieces) or (action.digest,)
