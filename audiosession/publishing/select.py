"""Select the built classes that a publish means: those that are named, all, or those that are episodes already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final, Literal, TypeAlias

from audiosession.errors import Act, PublishError, Remedy
from audiosession.feed.facts import Facts, read_facts
from audiosession.project.project import Project
from audiosession.project.sessions import built_sessions
from audiosession.session import SessionHead

_MOST_NAMED = 5


class _Every(Enum):
    BUILT = "built"


ALL: Final = _Every.BUILT
"""Every class that is built, but those that were taken out of the feed."""
Meant: TypeAlias = "Sequence[str] | Literal[_Every.BUILT]"
"""The classes that a publish means: names, `ALL`, or none, for those that are episodes already."""


@dataclass(frozen=True, kw_only=True)
class Candidates:
    """What is built: `known` are episodes already, published or scheduled, and `new` would become some.

    A class that was taken out of the feed is neither: it comes back when it is named.
    """

    known: tuple[SessionHead, ...]
    new: tuple[SessionHead, ...]


@dataclass(frozen=True, kw_only=True)
class Selected:
    """The classes that are meant, and by name those that are built too and were `left_out`, for nobody named them."""

    sessions: tuple[SessionHead, ...]
    left_out: tuple[str, ...] = ()


def candidates(output: Path, facts: Facts) -> Candidates:
    """Return what is built in `output`, as far as podcast apps play it.

    Raises:
        SessionError: A session file that can't be read.
    """
    known, withdrawn = facts.every_episode(), facts.all_withdrawn()
    built = [one for one in built_sessions(output) if one.slug not in withdrawn]
    return Candidates(
        known=tuple(one for one in built if one.slug in known),
        new=tuple(one for one in built if one.slug not in known),
    )


def published_slugs(project: Project) -> frozenset[str]:
    """Return the names of all classes that are episodes, published or scheduled.

    Raises:
        PublishError: What was decided about the show can't be read.
    """
    return frozenset(read_facts(project.scripts / "feed.json").every_episode())


def select(output: Path, facts: Facts, meant: Meant) -> Selected:
    """Return the classes that are `meant`.

    Raises:
        NotFoundError: A name that was not built.
        PublishError: Nothing is built, or nobody is named and nothing built is an episode yet.
    """
    if meant is not ALL and meant:
        return Selected(sessions=tuple(built_sessions(output, meant)))
    found = candidates(output, facts)
    if not found.known and not found.new:
        raise PublishError("nothing is built yet", path=output, remedy=Remedy(act=Act.BUILD_SOMETHING))
    if meant is ALL:
        return Selected(sessions=tuple(sorted((*found.known, *found.new), key=lambda one: one.slug)))
    left_out = tuple(one.slug for one in found.new)
    if not found.known:
        message = f"nothing that is built is an episode yet: {in_short(left_out)}"
        raise PublishError(message, remedy=Remedy(act=Act.NAME_EPISODES))
    return Selected(sessions=found.known, left_out=left_out)


def in_short(names: Sequence[str]) -> str:
    """Return the first of `names`, and how many more there are.

    >>> in_short(["saw", "swan"]), in_short("abcdefg")
    ('saw, swan', 'a, b, c, d, e and 2 more')
    """
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more
