"""The words of pages in each language that a publish needs, and which languages have none."""

from __future__ import annotations

from dataclasses import dataclass, field

from audiosession.errors import Fault, NotFoundError
from audiosession.project.languages import KIND, read_language
from audiosession.project.project import Project
from audiosession.voices.languages import primary
from audiosession.writing.words.pages import PageWords

_STANDS_IN = "en"
"""The language whose words are read where another has none."""


@dataclass(frozen=True, kw_only=True)
class PageWordsOf:
    """Tells the words of pages by a language's tag; where a language has none those of English, which is told."""

    project: Project
    _found: dict[str, PageWords | None] = field(default_factory=dict, init=False)

    def __call__(self, tag: str) -> PageWords:
        """Return the words of pages in the language that `tag` names.

        Raises:
            DefinitionError: The language's file is at fault.
        """
        if tag not in self._found:
            self._found[tag] = self._read(tag)
        return self._found[tag] or self._english()

    def notices(self) -> list[Fault]:
        """Say of which languages the words were asked for, and are not there."""
        lacking = sorted({primary(tag) for tag, words in self._found.items() if words is None})
        return [
            Fault(
                message=f"pages and show notes of classes in {tag} have English words beside those of the class",
                hint=f"write [pages] in scripts/{KIND}/{tag}.toml",
            )
            for tag in lacking
        ]

    def _read(self, tag: str) -> PageWords | None:
        try:
            return read_language(self.project, tag).pages
        except NotFoundError:
            return None

    def _english(self) -> PageWords:
        if (words := read_language(self.project, _STANDS_IN).pages) is None:
            raise ValueError("the English that comes with the program has no words of pages")
        return words
