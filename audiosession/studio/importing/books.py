"""The phrase books that come with the package: how a draft says in each language what an article tells."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import audiosession
from audiosession.definitions import read_definition
from audiosession.importing.book import Book
from audiosession.importing.evidence import Evidence

_PHRASES = Path(audiosession.__file__).parent / "importing" / "phrases"


@lru_cache(maxsize=1)
def books() -> dict[str, Book]:
    """Return the phrase book of each language, by its tag."""
    return {path.stem: _book(path) for path in sorted(_PHRASES.glob("*.toml"))}


def evidence_path(tag: str) -> Path:
    """Return where what was learned of a language stands, if anything was."""
    return _PHRASES / f"{tag}.evidence.json"


def _book(path: Path) -> Book:
    book = read_definition(path.read_text("utf-8"), path, Book)
    learned = evidence_path(path.stem)
    if not learned.is_file():
        return book
    return book.model_copy(update={"evidence": Evidence.model_validate_json(learned.read_bytes())})
