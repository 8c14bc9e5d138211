"""Phrases that are found in a sentence, whatever small words stand between theirs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "´": "'", "“": '"', "”": '"', "„": '"', "\u00a0": " "})
_STARTS = re.compile(r"(?<![\w'-])\S")
_HEAD = 5
_WHOLE_WORD = re.compile(r"(?<![\w'-])[\w'-]+")
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


@lru_cache(maxsize=4096)
def _word(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")


def find_word(plain: str, word: str) -> re.Match[str] | None:
    """Return where `word`, or several with blanks between them, stands in `plain`; None where it does not."""
    return _word(word).search(plain)


def each_phrase(phrase: str) -> list[str]:
    """Return the phrases that `phrase` is: one for each choice of words between ``|``.

    >>> each_phrase("when|while you lift|raise")
    ['when you lift', 'when you raise', 'while you lift', 'while you raise']
    """
    return [" ".join(words) for words in product(*(word.split("|") for word in phrase.split()))]


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

    ``|`` stands between words of which each may be there; ``.`` at its end is the end of a clause: a sign, or nothing.
    Between two words of a phrase one of `between` may stand, such as *your*. The longest phrase at a place counts.
    """

    table: Mapping[str, Iterable[str]]
    between: tuple[str, ...] = ()

    @cached_property
    def _groups(self) -> tuple[Mapping[str, _Group], Mapping[str, _Group]]:
        """The phrases by the word that they begin with, and by its first letters where it may end in other ways.

        So in each place only a few have to be tried.
        """
        rows = [(one, key) for key, phrases in self.table.items() for phrase in phrases for one in each_phrase(phrase)]
        rows.sort(key=lambda row: (-len(row[0].split()), -len(row[0].rstrip("*")), row))
        whole: dict[str, list[tuple[int, str, str]]] = {}
        begun: dict[str, list[tuple[int, str, str]]] = {}
        for rank, (phrase, key) in enumerate(rows):
            first = phrase.split()[0]
            if _WHOLE_WORD.fullmatch(first):
                whole.setdefault(first, []).append((rank, phrase, key))
            else:
                begun.setdefault(first.rstrip("*")[:_HEAD], []).append((rank, phrase, key))
        by_word, by_letters = ({head: _Group(rows, self._gap) for head, rows in one.items()} for one in (whole, begun))
        return by_word, by_letters

    @cached_property
    def _gap(self) -> str:
        if not self.between:
            return r"[\s,]+"
        words = "|".join(map(re.escape, sorted(self.between, key=len, reverse=True)))
        return rf"[\s,]+(?:(?:{words})\s+)?"

    def find(self, text: str) -> Iterator[FoundPhrase]:
        """Yield the phrases in `text`, which is plain (see `plainly`), in order and apart from one another."""
        end = 0
        for start in _STARTS.finditer(text) if self.table else ():
            if start.start() >= end and (found := self.at(text, start.start())) is not None:
                yield found
                end = found.end

    def first(self, text: str) -> FoundPhrase | None:
        """Return the first of them in `text`; None where there is none."""
        return next(self.find(text), None)

    def keys_in(self, text: str) -> tuple[str, ...]:
        """Return what those in `text` stand for, each once, in order."""
        return tuple(dict.fromkeys(one.key for one in self.find(text)))

    def all_keys_in(self, text: str) -> tuple[str, ...]:
        """Return what those in `text` stand for, also where they share words: “hip or neck injury”."""
        return tuple(key for key, phrases in self._of_each.items() if phrases.first(text) is not None)

    @cached_property
    def _of_each(self) -> Mapping[str, Phrases]:
        """The phrases of each key by themselves."""
        return {key: Phrases({key: phrases}, self.between) for key, phrases in self.table.items()}

    def at(self, text: str, start: int = 0) -> FoundPhrase | None:
        """Return the phrase with which `text` begins at `start`; None where it begins otherwise."""
        by_word, by_letters = self._groups
        word = _WHOLE_WORD.match(text, start)
        groups = [by_word.get(word[0]) if word is not None else None]
        groups += [by_letters.get(text[start : start + size]) for size in range(1, _HEAD + 1)] if by_letters else []
        found = [hit for group in groups if group is not None and (hit := group.at(text, start)) is not None]
        return min(found, key=lambda hit: hit[0])[1] if found else None


class _Group:
    """Phrases that begin with the same letters, each with its rank: of several at one place the first is meant.

    Those of one word are looked up, and only the others are a regular expression, which takes long to be made.
    """

    def __init__(self, rows: list[tuple[int, str, str]], gap: str) -> None:
        self._words: dict[str, tuple[int, str]] = {}
        self._rows: list[tuple[int, str, str]] = []
        self._gap = gap
        for rank, phrase, key in rows:
            if _WHOLE_WORD.fullmatch(phrase):
                self._words.setdefault(phrase, (rank, key))
            else:
                self._rows.append((rank, phrase, key))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        phrases = "|".join(_as_regex(phrase, self._gap) for _, phrase, _ in self._rows)
        return re.compile(rf"(?<![\w'-])(?:{phrases})(?![\w'-])")

    def at(self, text: str, start: int) -> tuple[int, FoundPhrase] | None:
        word = _WHOLE_WORD.match(text, start)
        found = None
        if word is not None and (told := self._words.get(word[0])) is not None:
            found = told[0], FoundPhrase(told[1], start, word.end(), word[0])
        match = self._pattern.match(text, start) if self._rows else None
        if match is None:
            return found
        rank, _, key = self._rows[(match.lastindex or 1) - 1]
        if found is not None and found[0] < rank:
            return found
        return rank, FoundPhrase(key, match.start(), match.end(), match[0])


def _as_regex(phrase: str, gap: str) -> str:
    """Return `phrase` as one group of a regular expression."""
    made, joined = "", False
    for word in phrase.split():
        if word == ".":
            made += r"(?=\s*(?:[.,;:!?)…]|$))"
            continue
        if word == "~":
            made += r"[\s,]+(?:[\w'-]+[\s,]+){0,3}"
            joined = True
            continue
        body = re.escape(word[:-1]) + r"[\w'-]*" if word.endswith("*") and len(word) > 1 else re.escape(word)
        made += body if not made or joined else gap + body
        joined = False
    return f"({made})"
