"""What a person says about a publish: which classes, where to, with which wishes, as of which moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from audiosession.feed.dates import as_date
from audiosession.publishing.decide import Wishes
from audiosession.publishing.ready import Destination
from audiosession.publishing.select import ALL, Meant

__all__ = ["ALL", "Destination", "Meant", "SeenFile", "Wishes", "moment"]


@dataclass(frozen=True, kw_only=True)
class SeenFile:
    """A file of a publish before it is put: its media type, and where its content is or what makes it."""

    type: str
    content: bytes | Path | Callable[[], bytes]


def moment(text: str = "now", now: datetime | None = None) -> datetime:
    """Return the moment that a person wrote: ``now``, ``2026-12-01`` or ``2026-12-01T07:00+01:00``.

    Raises:
        PublishError: It is no date.
    """
    return as_date(text, now or datetime.now().astimezone().replace(microsecond=0))
