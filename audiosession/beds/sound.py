"""Sounds that are heard once, such as bells: what a sounds.toml says of each."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from audiosession.definitions import Model, check_tables
from audiosession.errors import Where
from audiosession.value_kinds import Called

RING_DB = -6.0
"""How far below speech the loudest 400 ms of a sound are within a class: clear over music; an intro is not lowered."""


class SoundEntry(Model):
    """One sound: its file beside sounds.toml, its level and whose it is."""

    called: ClassVar[Called] = Called("a table", "tables")

    file: Annotated[str, Field(pattern=r"^[^/\\]+$"), Called("the name alone of a file beside sounds.toml", "names")]
    """The recording, beside sounds.toml."""
    title: str = ""
    """What lists and show notes call it."""
    description: str = ""
    """What it sounds like, for `audiosession list sounds`."""
    level_db: Annotated[float, Field(allow_inf_nan=False, ge=-20, le=6)] = 0.0
    """How much louder it is heard than sounds are, in decibels."""
    licence: str = ""
    """Under which licence it may be used."""
    credit: str = ""
    """Who made it, for show notes and the licence's sake."""


def read_sounds(text: str, path: Where) -> dict[str, SoundEntry]:
    """Return the sounds that `text`, a sounds.toml, lists.

    Raises:
        FaultsError: What is wrong, line by line.
    """
    return check_tables(text, path, SoundEntry)
