"""What a build returns."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from audiosession.session import Session

if TYPE_CHECKING:
    from audiosession.timing.pieces import Note  # a build of which nothing changed lays nothing out


@dataclass(frozen=True, kw_only=True)
class Built:
    """A finished class: its sound file, its session, and what there is to say about the making.

    `notes` tell what gave way in a phase, `changes` what was changed for a wish, `remarks` what a publisher should
    know.
    """

    path: Path
    session: Session = field(repr=False)
    notes: tuple[Note, ...] = ()
    changes: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    unchanged: bool = False
    windows: int = 0
    made: int = 0
