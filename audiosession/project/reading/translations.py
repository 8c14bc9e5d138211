"""Where translations stand: beside a definition, under its name and the tag of their language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

from audiosession.definitions import KeyPath, locate, toml_table
from audiosession.errors import Fault
from audiosession.project.project import Project, read_text, translation_of
from audiosession.voices.languages import plain_tag, primary
from audiosession.writing.translating.translation import Lack, Translation


@dataclass(frozen=True, kw_only=True)
class TranslationFile:
    """The words of one language for a definition, and where they stand."""

    language: str
    path: Path
    text: str = field(repr=False)
    translation: Translation

    @classmethod
    def read(cls, text: str, path: Path, below: str, original: Path, language: str) -> Self:
        """Return the translation that `text`, the file at `path`, is of the text `below`, its original's."""
        translation = Translation(original=_table(below, original), words=_table(text, path))
        return cls(language=language, path=path, text=text, translation=translation)

    def fault(self, lack: Lack) -> Fault:
        """Return what is wrong with it as a fault of its file, with its line."""
        return self.placed(lack.keys, lack.message, lack.hint)

    def placed(self, keys: KeyPath, message: str, hint: str = "") -> Fault:
        """Return a fault of the line to which `keys` lead."""
        return Fault(
            path=self.path, line=locate(self.text, self.translation.stands_at(keys)), message=message, hint=hint
        )


@lru_cache(maxsize=8)
def _table(text: str, path: Path) -> Mapping[str, Any]:
    """Return the table that `text` holds: of a definition with its translations, one after the other, read once."""
    return toml_table(text, path)


def translation_path(project: Project, kind: str, name: str, tag: str) -> Path | None:
    """Return the file that says in `tag` what the definition called `name` does; None where there is none.

    A project's own stands before the one that comes with the program; that one is for the definition beside it alone.
    """
    own = project.scripts / kind / f"{name}.{tag}.toml"
    if own.is_file():
        return own
    original = project.find(kind, name)
    beside = None if original is None else original.with_name(f"{name}.{tag}.toml")
    return beside if beside is not None and beside.is_file() else None


def translation_for(project: Project, kind: str, name: str, language: str) -> Path | None:
    """Return the file that says in `language`, or in what that is a kind of, what a definition does; None without."""
    tags = dict.fromkeys((plain_tag(language), primary(language)))
    return next((path for tag in tags if (path := translation_path(project, kind, name, tag))), None)


def translated_into(project: Project, kind: str, name: str) -> list[str]:
    """Return the languages that the definition called `name` has a file for beside its own."""
    original = project.find(kind, name)
    folders = [project.scripts / kind, *([original.parent] if original else [])]
    found = {
        meant[1]
        for folder in folders
        for path in folder.glob(f"{name}.*.toml")
        if (meant := translation_of(path)) and meant[0] == name
    }
    return sorted(found)


def read_translation(project: Project, kind: str, name: str, tag: str, path: Path | None = None) -> TranslationFile:
    """Return what the definition called `name` says in `tag`; `path` is where that stands, if it is known.

    Raises:
        NotFoundError: There is no such definition.
        DefinitionError: One of the two files is no TOML.
    """
    original = project.definition(kind, name)
    path = path or translation_path(project, kind, name, tag) or original.with_name(f"{name}.{tag}.toml")
    return TranslationFile.read(read_text(path), path, read_text(original), original, tag)
