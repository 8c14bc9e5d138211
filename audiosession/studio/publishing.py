"""What a person says about a publish: which classes, where to, with which wishes, as of which moment."""

from __future__ import annotations

from datetime import datetime

from audiosession.feed.dates import as_date
from audiosession.publishing.decide import Wishes
from audiosession.publishing.ready import Destination
from audiosession.publishing.select import ALL, Meant

__all__ = ["ALL", "Destination", "Meant", "Wishes", "moment"]


def moment(text: str = "now", now: datetime | None = None) -> datetime:
    """Return the moment that a person wrote: ``now``, ``2026-12-01`` or ``2026-12-01T07:00+01:00``.

    Raises:
        PublishError: It is no date.
    """
    return as_date(text, now or datetime.now().astimezone().replace(microsecond=0))
