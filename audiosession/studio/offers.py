"""What faces offer to choose from, told once and cheap to load: choices, wishes, formats, kinds of lists."""

from __future__ import annotations

from audiosession.formats import FORMATS
from audiosession.writing.sequencing.wish import WISHES, WishWanted
from audiosession.writing.wanted import CHOICES, Choice, Wanted

__all__ = [
    "CHOICES",
    "EDITED",
    "FORMAT_NAMES",
    "LISTS",
    "MOST_SONG_BYTES",
    "SCHEMAS",
    "WISHES",
    "Choice",
    "Wanted",
    "WishWanted",
]

FORMAT_NAMES = tuple(FORMATS)
"""The formats that a class can be built in."""
EDITED = ("exercise", "class", "language", "translation", "show", "lexicon", "beds", "takes")
"""The kinds of files that can be edited; see `audiosession.studio.verbs.editing.Editing`."""
LISTS = ("exercises", "classes", "languages", "voices", "music", "sounds", "paces", "episodes")
"""What can be listed; see `audiosession.studio.listing.Lists.of`."""
SCHEMAS = (
    "exercise",
    "class",
    "show",
    "lexicon",
    "takes",
    "catalogue",
    "beds",
    "sounds",
    "language",
    "exercise-words",
    "class-words",
)
"""The kinds of files that editors can complete and check; see `audiosession.studio.studio.Studio.schema`."""
MOST_SONG_BYTES = 200_000_000
"""How large a song may be that somebody brings."""
