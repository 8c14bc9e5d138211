"""What is published stays in the shared store: each episode is a pin there, which names all that it was made of."""

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
from audiosession.publishing.publish import Published, PublishedEpisode

_GUID_LETTERS, _SOUND_LETTERS = 24, 12


def with_pins(project: Project, published: Published) -> Published:
    """Pin the episodes that are out, and no more those that are gone; return `published` with what could not be.

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
            _pin_all(project, shared, published.episodes)
    except StoreError as error:
        return replace(published, notices=(*published.notices, error.as_fault()))
    lines = (Fault(message=line) for line in shared.told())
    return replace(published, notices=(*published.notices, *lines))


def _pin_all(project: Project, shared: SharedStore, episodes: Iterable[PublishedEpisode]) -> None:
    from audiosession.files.sharing.evicting import pins, unpin

    there = pins(shared.objects)
    for one in episodes:
        begins = f"episode.{digest_of(one.guid)[:_GUID_LETTERS]}."
        old = {name for name in there if name.startswith(begins)}
        sound = "" if one.state == "gone" else _sound(project, one.name)
        name = f"{begins}{sound[:_SOUND_LETTERS]}"
        if one.state != "gone" and (not sound or not (name in old or _is_pinned(project, shared, name, sound))):
            continue  # what was pinned of it before stays so
        for other in old - {name}:
            unpin(shared.objects, other)


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
    digests = [digest for each in asked_at_once(partial(_digests, shared), parts) for digest in each]
    if digests:
        pin(shared.objects, name, digests)
    return bool(digests)


def _digests(shared: SharedStore, part: tuple[str, str]) -> tuple[str, ...]:
    """Return the digests of the content of a part, as pins name them; none where the store has it not."""
    action = shared.action(*part)
    if action is None:
        return ()
    return tuple(piece.sha256 for piece in action.pieces) or (action.digest,)
