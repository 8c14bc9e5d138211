"""Publish what is built: where to, with which wishes, as of which moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from audiosession.feed.facts import as_date
from audiosession.progress import Progress, Watcher
from audiosession.project.project import Project
from audiosession.publishing import decide
from audiosession.publishing import publish as publishing
from audiosession.publishing.publish import Place, Published


@dataclass(frozen=True, kw_only=True)
class Destination:
    """Where a show goes, and whether really.

    Args:
        to: A folder, or ``s3://BUCKET/PREFIX``; the output folder by default.
        base_url: The public address of that place, if it is not the show's own.
        rehearsal: Look at everything and change nothing.
    """

    to: str | None = None
    base_url: str | None = None
    rehearsal: bool = False


@dataclass(frozen=True, kw_only=True)
class Wishes(decide.Wishes):
    """What the user says about the episodes of this run; None leaves what was said before.

    `notes` is a file with the user's own words for the show notes of one class.
    """

    notes: Path | None = None


def moment(text: str = "now", now: datetime | None = None) -> datetime:
    """Return the moment that a person wrote: ``now``, ``2026-12-01`` or ``2026-12-01T07:00+01:00``.

    Raises:
        PublishError: It is no date.
    """
    return as_date(text, now or datetime.now().astimezone().replace(microsecond=0))


def publish(
    project: Project,
    names: Sequence[str],
    destination: Destination,
    wishes: Wishes,
    now: datetime,
    watch: Watcher,
) -> Published:
    """Publish the classes in `names`; see `audiosession.publishing.publish.publish`."""
    place = Place(to=destination.to, base_url=destination.base_url)
    return publishing.publish(
        project,
        names,
        place,
        wishes,
        now,
        notes=wishes.notes,
        rehearsal=destination.rehearsal,
        progress=lambda total: _telling(watch, total),
    )


def unpublish(project: Project, name: str, destination: Destination, now: datetime) -> Published:
    """Take an episode out; see `audiosession.publishing.publish.unpublish`."""
    place = Place(to=destination.to, base_url=destination.base_url)
    return publishing.unpublish(project, name, place, now, rehearsal=destination.rehearsal)


def _telling(watch: Watcher, total: int) -> Callable[[str, int], None]:
    """Return what tells `watch` of each file when it is done with."""
    done = 0

    def tell(key: str, size: int) -> None:
        nonlocal done
        done += size
        watch(Progress(stage="publishing", done=done, total=total, item=key))

    return tell
