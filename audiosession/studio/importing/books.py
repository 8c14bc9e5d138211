"""The phrase books that come with the package: how a draft says in each language what an article tells."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import audiosession
from audiosession.definitions import read_definition
from audiosession.importing.book import Book

_PHRASES = Path(audiosession.__file__).parent / "importing" / "phrases"


@lru_cache(maxsize=1)
def books() -> dict[str, Book]:
    """Return the phrase book of each language, by its tag."""
    return {path.stem: read_definition(path.read_text("utf-8"), path, Book) for path in sorted(_PHRASES.glob("*.toml"))}
