"""What an import gives: the drafts with where each was written, and the sentences that they are from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from audiosession.importing.article import Sentence
from audiosession.importing.draft import Draft

DraftKind = Literal["exercises", "classes"]


@dataclass(frozen=True, kw_only=True)
class ImportedDraft:
    """A draft of a `kind`, and where its file stands; `path` is None where none was written."""

    kind: DraftKind
    draft: Draft
    path: Path | None = None


@dataclass(frozen=True, kw_only=True)
class ImportedArticle:
    """What was imported: the language of its words, its drafts, and all its sentences by number."""

    language: str
    drafts: tuple[ImportedDraft, ...]
    sentences: tuple[Sentence, ...]
