"""What a person asks of the classes a day: which ones, of which date, and where they go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class DailyOrder:
    """What is wanted: which classes a day, none being all; of which date, such as ``2026-12-01`` and today's
    where None, and where they go.

    `to` and `base_url` stand in place of what the catalogue says. Without `publishes` all ends with the sound files;
    a `rehearsal` changes nothing.
    """

    names: Sequence[str] = ()
    date: str | None = None
    to: str | None = None
    base_url: str | None = None
    publishes: bool = True
    rehearsal: bool = False
