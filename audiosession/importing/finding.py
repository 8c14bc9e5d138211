"""Phrases that are found in a sentence, whatever small words stand between theirs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "´": "'", "“": '"', "”": '"', "„": '"', "\u00a0": " "})
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


def plainly(text: str) -> str:
    """Return `text` in small letters with plain apostrophes, letter for letter as long as it was.

    >>> plainly("Don’t SINK")
    "don't sink"
    """
    small = text.translate(_APOSTROPHES)
    lowered = small.lower()
    return lowered if len(lowered) == len(small) else "".join(a if len(a.lower()) != 1 else a.lower() for a in small)


def words_of_text(text: str) -> list[str]:
    """Return the words of `text` in small letters, without signs between them.

    >>> words_of_text("Lift, don’t drop - 8 times.")
    ['lift', "don't", 'drop', '8', 'times']
    """
    return _WORD.findall(plainly(text))


@dataclass(frozen=True)
class FoundPhrase:
    """A phrase that was found: what it stands for, and where it begins and ends."""

    key: str
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Phrases:
    """Phrases by what they stand for; ``*`` ends a word in any way, ``~`` is up to three words or none.

    Between two words of a phrase one of `between` may stand, such as *your*. The longest phrase at a place counts.
    """

    table: Mapping[str, Iterable[str]]
    between: tuple[str, ...] = ()

    @cached_property
    def _rows(self) -> list[tuple[str, str]]:
        rows = [(phrase, key) for key, phrases in self.table.items() for phrase in phrases]
        return sorted(rows, key=lambda row: (-len(row[0].split()), -len(row[0].rstrip("*")), row))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        gap = r"[\s,]+"
        if self.between:
            gap += rf"(?:(?:{'|'.join(map(re.escape, sorted(self.between, key=len, reverse=True)))})\s+)?"
        return re.compile(rf"(?<![\w'-])(?:{'|'.join(_as_regex(phrase, gap) for phrase, _ in self._rows)})(?![\w'])")

    def find(self, text: str) -> Iterator[FoundPhrase]:
        """Yield the phrases in `text`, which is plain (see `plainly`), in order and apart from one another."""
        if not self._rows:
            return
        for match in self._pattern.finditer(text):
            yield self._found(match)

    def _found(self, match: re.Match[str]) -> FoundPhrase:
        return FoundPhrase(self._rows[(match.lastindex or 1) - 1][1], match.start(), match.end(), match[0])

    def first(self, text: str) -> FoundPhrase | None:
        """Return the first of them in `text`; None where there is none."""
        return next(self.find(text), None)

    def keys_in(self, text: str) -> tuple[str, ...]:
        """Return what those in `text` stand for, each once, in order."""
        return tuple(dict.fromkeys(one.key for one in self.find(text)))

    def at(self, text: str, start: int = 0) -> FoundPhrase | None:
        """Return the phrase with which `text` begins at `start`; None where it begins otherwise."""
        match = self._pattern.match(text, start) if self._rows else None
        return (
            FoundPhrase(self._rows[(match.lastindex or 1) - 1][1], match.start(), match.end(), match[0])
            if match
            else None
        )


def _as_regex(phrase: str, gap: str) -> str:
    """Return `phrase` as one group of a regular expression."""
    made, joined = "", False
    for word in phrase.split():
        if word == "~":
            made += r"[\s,]+(?:[\w'-]+[\s,]+){0,3}"
            joined = True
            continue
        body = re.escape(word[:-1]) + r"[\w'-]*" if word.endswith("*") and len(word) > 1 else re.escape(word)
        made += body if not made or joined else gap + body
        joined = False
    return f"({made})"
