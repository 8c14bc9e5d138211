"""The lexicon: how words are said that a voice gets wrong. It changes what is spoken, never what is shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, RootModel, StringConstraints

from audiosession.definitions import read_definition, toml_table
from audiosession.errors import Fault, FaultsError, Where
from audiosession.sayable import hidden_letter, markup, wordless
from audiosession.spelling import alike, composed, sounded
from audiosession.value_words import RefusedError

ALL = "all"
"""The table whose words are meant for every voice."""


def _seen(text: str) -> str:
    if wrong := hidden_letter(text):
        raise RefusedError(wrong.message, wrong.hint)
    return composed(text)


def _said(text: str) -> str:
    if wrong := markup(text, phonemes=True) or wordless(text):
        raise RefusedError(wrong.message, wrong.hint)
    return text


_Spelling = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(_seen)
]


class LexiconTables(RootModel[dict[str, dict[_Spelling, Annotated[_Spelling, AfterValidator(_said)]]]]):
    """Voice, or part of its name from the left → word → how to say it."""


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """Tables of words, each for the voices whose name begins as the table's does.

    The table ``espeak:en`` holds for ``espeak:en-us`` and ``espeak:en-gb`` and not for ``espeak:es``; where two
    tables know a word, the longer name wins. ``all`` holds for every voice.
    """

    tables: Mapping[str, Mapping[str, str]]

    def spoken(self, text: str, voice: str) -> str:
        """Return `text` as `voice` is to be given it; see `respelling`, which does it for many lines.

        >>> Lexicon(tables={"all": {"psoas": "so-us"}}).spoken("Psoas, iliopsoas.", "espeak:en-us")
        'so-us, iliopsoas.'
        """
        return self.respelling(voice)(text)

    def respelling(self, voice: str, borrows: str = "", borrowed: Callable[[str], str] = str) -> Callable[[str], str]:
        """Return what gives a line to `voice`.

        What the lexicon tells the voice that it `borrows` from holds for it as well, as `borrowed` has it; what is told
        to itself goes before.

        Whole words are replaced, whatever their case and whichever apostrophe, hyphen or space was typed, and of two
        entries that both fit the longer one; what has been replaced is not looked at again. The rest of the line is
        given as it sounds, see `spelling.sounded`.
        """
        others = self._told(borrows) if borrows else {}
        words = self._told(ALL) | others | self._told(voice)
        if not words:
            return sounded
        lent = others.keys() - self._told(voice).keys()

        def said(word: str) -> str:
            return borrowed(words[word]) if word in lent else words[word]

        longest_first = sorted(words, key=lambda word: (-len(word), word))
        pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(_pattern, longest_first)) + r")(?!\w)")

        def respell(line: str) -> str:
            line, pieces, done = sounded(line), [], 0
            for found in pattern.finditer(alike(line)):
                pieces += [line[done : found.start()], said(" ".join(found[0].split()))]
                done = found.end()
            return "".join([*pieces, line[done:]])

        return respell

    def words(self, voice: str) -> dict[str, str]:
        """Return word, as it is compared with others → how `voice` is to say it."""
        return self._told(ALL) | self._told(voice)

    def _told(self, voice: str) -> dict[str, str]:
        """Return what the tables say that are called as `voice` begins, the longest name last."""
        found: dict[str, str] = {}
        for name in sorted(self.tables, key=len):
            if begins_so(voice, name):
                found |= {" ".join(alike(word).split()): said for word, said in self.tables[name].items()}
        return found


def _pattern(word: str) -> str:
    return " +".join(map(re.escape, word.split()))


def begins_so(voice: str, name: str) -> bool:
    """Tell whether the name of `voice` begins with `name`, whole words of it: what is told of that holds for it.

    >>> begins_so("espeak:en-us", "espeak:en"), begins_so("espeak:enm", "espeak:en")
    (True, False)
    """
    return re.match(rf"{re.escape(name)}(?![A-Za-z0-9])", voice) is not None


NO_LEXICON = Lexicon(tables={})


def read_lexicon(text: str, path: Where) -> Lexicon:
    """Return the lexicon that TOML `text` holds.

    Raises:
        FaultsError: All that is wrong with it, with lines.
    """
    loose = [name for name, value in toml_table(text, path).items() if not isinstance(value, dict)]
    if loose:
        raise FaultsError(_loose(name, text, path) for name in loose)
    return Lexicon(tables=read_definition(text, path, LexiconTables).root)


def _loose(key: str, text: str, path: Where) -> Fault:
    return Fault(
        path=path,
        line=_line(text, key),
        message=f'"{key}" stands in no table',
        hint=f"write it under [{ALL}], or under the voice that it is meant for, such as [espeak]",
    )


def _line(text: str, key: str) -> int:
    """Return the line on which `key`, which stands before any table, is written."""
    written = re.compile(rf"""\s*["']?{re.escape(key)}["']?\s*[.=]""")
    return next((number for number, line in enumerate(text.split("\n"), 1) if written.match(line)), 1)
