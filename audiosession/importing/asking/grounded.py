"""Whether a line says what its sentences say: what is invented, foreign or copied can't stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from pydantic import TypeAdapter, ValidationError

from audiosession.importing.article import Sentence
from audiosession.importing.asking.asked import heading_of
from audiosession.importing.book import Book
from audiosession.importing.finding import plainly, words_of_text
from audiosession.importing.understanding.numbers import number_words
from audiosession.importing.understanding.rewording.changes import MOST_IN_A_ROW
from audiosession.importing.understanding.rewording.copying import SourceWords, unlike
from audiosession.writing.spoken import SpokenLine

_FOREIGN = re.compile(
    r"""[<>*`#\[\]_{}|\\=$@~^"/]|https?:|www\.|\w\.(?:com|org|net|io|ai|app|dev|de|es|html?)\b""", re.IGNORECASE
)
"""What no line of a class holds: markup, code, links, addresses."""
_SHORTEST_OF_CONTENT, _STEM = 4, 4
"""Shorter words say little; words that begin alike are taken for one: `lift` and `lifted`."""


@dataclass(frozen=True, kw_only=True)
class Grounds:
    """What lines are held against: the sentences and titles that a model was given, and the book of their language.

    `library` has the names of the library's exercises by their titles in small letters. Where `keep_words`, what is
    said may be copied.
    """

    sentences: Mapping[int, Sentence]
    book: Book
    titles: Sequence[str] = ()
    library: Mapping[str, str] = field(default_factory=dict)
    keep_words: bool = False

    def known(self, numbers: Iterable[int]) -> tuple[int, ...]:
        """Return those of `numbers` that are sentences, rising, each once."""
        return tuple(sorted({one for one in numbers if one in self.sentences}))

    def in_other_words(self, line: str) -> str:
        """Return `line` so that it does not follow the article too long, where a small word does that."""
        if self.keep_words or self.unsayable(line) or self._article.run(line) < 0:
            return line
        lines = unlike(line, self._article, self.book)
        return lines[0] if len(lines) == 1 and self._core(lines[0]) == self._core(line) else line

    def _core(self, line: str) -> list[str]:
        small = {self.book.wording.the, *self.book.wording.swaps, *self.book.wording.swaps_back}
        return [word for word in words_of_text(line) if word not in small]

    def why_not(self, line: str, numbers: Sequence[int]) -> str:
        """Return why `line` can't stand with the sentences `numbers` as its source; empty where it can."""
        if wrong := self.unsayable(line):
            return wrong
        source = self.source(numbers)
        if invented := number_words(plainly(line), self.book) - number_words(source, self.book):
            return f"the number {min(invented)} is not in its source"
        if others := self._bodily(line) - self._bodily(source):
            return f'"{min(others)}" is not in its source'
        if not self.keep_words and self._article.run(line) >= 0:
            return f"it has {MOST_IN_A_ROW + 1} words in a row of the article"
        return "" if self._alike(line, source) else "its source says something else"

    @staticmethod
    def unsayable(line: str) -> str:
        """Return why `line` is no line of a class, whatever it says; empty where it is one."""
        foreign = _FOREIGN.search(line)
        return f'it holds "{foreign[0]}", which is nothing to say' if foreign else _unspoken(line)

    def source(self, numbers: Sequence[int]) -> str:
        """Return the sentences `numbers` as plain text, with what they stand below."""
        return plainly("\n".join(f"{heading_of(self.sentences[one])}\n{self.sentences[one].text}" for one in numbers))

    def is_title(self, text: str) -> bool:
        """Tell whether `text` is one of the titles, or words of one in their order."""
        named = f" {' '.join(words_of_text(text))} "
        return bool(named.strip()) and any(named in f" {' '.join(words_of_text(one))} " for one in self.titles)

    def in_library(self, text: str, numbers: Sequence[int]) -> str:
        """Return the name of the exercise that `text` and the sentences `numbers` call by its title; else nothing."""
        called, source = plainly(text), self.source(numbers)
        for title in sorted(self.library, key=lambda title: (-len(title), title)):
            if all(re.search(rf"(?<!\w){re.escape(title)}(?!\w)", one) for one in (called, source)):
                return self.library[title]
        return ""

    def says_number(self, number: float, numbers: Sequence[int]) -> bool:
        """Tell whether the sentences `numbers` hold `number`, in figures or in words."""
        return number in number_words(self.source(numbers), self.book)

    def turned(self, line: str, numbers: Sequence[int]) -> bool:
        """Tell whether one of `line` and the sentences `numbers` says no to something, and the other does not."""
        said, source = (self.book.found_negations.first(text) for text in (plainly(line), self.source(numbers)))
        return (said is None) is not (source is None)

    def _bodily(self, text: str) -> set[str]:
        """Return the parts of the body and the sides in `text`, one of several as they are called when alone."""
        plain = plainly(text)
        parts = {key.removesuffix("*").removesuffix("s") for key in self.book.found_parts.keys_in(plain)}
        return parts | set(self.book.found_sides.keys_in(plain))

    @cached_property
    def _article(self) -> SourceWords:
        return SourceWords(self.sentences[number].text for number in sorted(self.sentences))

    def _alike(self, line: str, source: str) -> bool:
        """Tell whether at least half of the words of `line` that say something begin as words of `source` do.

        What the book of the language says for words of the source is as good.
        """
        otherwise = " ".join(self.book.found_replaced.keys_in(source))
        known = {word[:_STEM] for word in words_of_text(f"{source} {otherwise}")}
        words = words_of_text(line)
        said = [word for word in words if len(word) >= _SHORTEST_OF_CONTENT] or words
        return 2 * sum(word[:_STEM] in known for word in said) >= len(said)


def _unspoken(line: str) -> str:
    try:
        _spoken().validate_python(line)
    except ValidationError as error:
        reason = error.errors(include_url=False)[0]
        return str(reason.get("ctx", {}).get("error") or reason["msg"])
    return ""


@cache
def _spoken() -> TypeAdapter[Any]:
    return TypeAdapter(SpokenLine)
