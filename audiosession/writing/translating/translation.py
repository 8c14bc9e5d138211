"""A translation: one language's words for the structure that a definition has, laid over it and held against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from audiosession.value_words import KeyPath
from audiosession.writing.translating.lines import (
    MORE,
    SECTIONS,
    Said,
    digest_of_words,
    is_said,
    lines_in,
    told_place,
)

SOURCE = "source"
"""The table that keeps a digest of each line that was translated, where a translation has its words."""
DRAFT = "draft"
"""The key that tells that nobody has read it yet."""


class Lack(NamedTuple):
    """Something wrong with a translation: the keys that lead there, what is wrong, and what to do."""

    keys: KeyPath
    message: str
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class Translation:
    """The words of one language, as their file has them, for a definition.

    Args:
        original: The table of the definition, whose words are another language's.
        words: The table of the translation's file.
    """

    original: Mapping[str, Any]
    words: Mapping[str, Any]

    @cached_property
    def said(self) -> Mapping[KeyPath, Said]:
        """What the original says."""
        return lines_in(self.original)

    @cached_property
    def own(self) -> Mapping[KeyPath, Said]:
        """What the translation says, each line under the keys of what it stands for."""
        found = lines_in({key: value for key, value in self.words.items() if key != "exercise"})
        sections = self.words.get(SECTIONS)
        if isinstance(sections, Mapping):
            found |= {(SECTIONS, str(name)): words for name, words in sections.items()}
        return found | dict(self._transitions())

    @property
    def is_draft(self) -> bool:
        """Whether nobody has read it yet."""
        return bool(self.words.get(DRAFT))

    def stands_at(self, keys: KeyPath) -> KeyPath:
        """Return the keys that lead, in its own file, to the words for what the original has at `keys`."""
        if keys[0] != "exercise" or len(keys) < 3:
            return keys
        if keys[2] == "section":
            return SECTIONS, str(self.original["exercise"][keys[1]]["section"])
        number = next((number for number, index in self._ways.items() if index == keys[1]), keys[1])
        return ("exercise", number, *keys[2:])

    @cached_property
    def _ways(self) -> Mapping[int, int]:
        """By the numbers of its entries, the ways into exercises they are for: the nth of a name for the nth of it."""
        entries = [one for one in self.original.get("exercise", []) if isinstance(one, Mapping)]
        waiting = [(index, one.get("use")) for index, one in enumerate(entries) if "transition" in one]
        found: dict[int, int] = {}
        for number, entry in self._entries():
            use = entry.get("use")
            index = next((index for index, name in waiting if name == use), len(entries) + number)
            waiting = [one for one in waiting if one[0] != index]
            found[number] = index
        return found

    def _entries(self) -> Iterator[tuple[int, Mapping[str, Any]]]:
        written = self.words.get("exercise")
        for number, entry in enumerate(written if isinstance(written, list) else []):
            if isinstance(entry, Mapping):
                yield number, entry

    def _transitions(self) -> Iterator[tuple[KeyPath, Said]]:
        """Yield what is said on the ways into exercises."""
        for number, entry in self._entries():
            for keys, words in lines_in({"transition": entry.get("transition", [])}).items():
                yield ("exercise", self._ways[number], *keys), words

    def missing(self) -> list[Lack]:
        """Return the lines of the original that have no words here."""
        return [Lack(keys, f"lacks {told_place(keys)}", f"for “{_first(words)}”") for keys, words in self._unsaid()]

    def _unsaid(self) -> Iterator[tuple[KeyPath, Said]]:
        return ((keys, words) for keys, words in self.said.items() if is_blank(self.own.get(keys)))

    def left_over(self) -> list[Lack]:
        """Return what stands here for nothing in the original."""
        found = [
            Lack(keys, f"{told_place(keys)} stands for nothing", "the original has no such line: take it out")
            for keys in self.own
            if keys not in self.said and not self.is_more(keys)
        ]
        return found + [
            Lack(keys, f'"{keys[-1]}" is no words', "a translation holds words alone; take it out")
            for keys in self.no_words()
        ]

    def no_words(self) -> Iterator[KeyPath]:
        """Yield the keys of what stands in its file and is not said."""
        return _no_words(self.words, ())

    def is_more(self, keys: KeyPath) -> bool:
        """Tell whether the line at `keys` is another form of a line that the original has."""
        return keys[-1] in MORE and any(one[:-1] == keys[:-1] for one in self.said)

    @cached_property
    def kept(self) -> Mapping[KeyPath, str]:
        """The digest of each line that was translated, as far as it is kept, by the keys of its words."""
        source = self.words.get(SOURCE)
        if not isinstance(source, Mapping):
            return {}
        own = Translation(original=self.original, words={**source, SECTIONS: None}).own
        return {keys: digest for keys, digest in own.items() if isinstance(digest, str)}

    def stale(self) -> list[Lack]:
        """Return the lines of the original that were changed since they were translated."""
        found = []
        for keys, words in self.said.items():
            if keys in self.kept and self.kept[keys] != digest_of_words(words) and not is_blank(self.own.get(keys)):
                found.append(Lack(keys, f"{told_place(keys)} is out of date: the original says “{_first(words)}” now"))
        return found

    @property
    def keeps_digests(self) -> bool:
        """Whether it tells of each of its lines what was translated."""
        return self.n_undigested == 0

    @property
    def n_undigested(self) -> int:
        """Of how many lines it does not tell what was translated; the title of a section tells it by itself."""
        own = (keys for keys in self.said if keys[0] != SECTIONS and not is_blank(self.own.get(keys)))
        return sum(keys not in self.kept for keys in own)

    @property
    def n_done(self) -> int:
        """How many lines of the original have words here."""
        return len(self.said) - sum(1 for _ in self._unsaid())

    def whole(self) -> dict[str, Any]:
        """Return the original's table with the words of the translation in place of its own."""
        table: dict[str, Any] = _copied(self.original)
        for keys, words in self.own.items():
            if keys[0] == SECTIONS:
                for entry in table.get("exercise", []):
                    if entry.get("section") == keys[1]:
                        entry["section"] = words
            elif not is_blank(words) and (keys in self.said or self.is_more(keys)):
                _put(table, keys, words)
        return table


def is_blank(words: Said | None) -> bool:
    """Tell whether `words` are still to be written, all of them or one of several."""
    return not words or (isinstance(words, list) and not all(words))


def _first(words: Said) -> str:
    text = str(words[0] if isinstance(words, list) and words else words)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _copied(value: Any) -> Any:
    """Return plain tables and lists anew, whatever stands in them as it is."""
    if isinstance(value, Mapping):
        return {key: _copied(inner) for key, inner in value.items()}
    return [_copied(inner) for inner in value] if isinstance(value, list) else value


def _put(table: dict[str, Any], keys: KeyPath, words: Said) -> None:
    """Put `words` where `keys` lead to; a line in place of its table becomes one."""
    here: Any = table
    for key in keys[:-1]:
        here[key] = {"say": here[key]} if isinstance(here[key], str) else here[key]
        here = here[key]
    here[keys[-1]] = words


def _no_words(value: Any, at: KeyPath) -> Iterator[KeyPath]:
    """Yield the keys under `at` of a translation that hold no words."""
    if at in ((SOURCE,), (DRAFT,), (SECTIONS,)):
        return
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _no_words(inner, (*at, key))
    elif isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
        for index, inner in enumerate(value):
            if isinstance(inner, Mapping):
                yield from _no_words(inner, (*at, index))
    elif not is_said(at) and not (at[0] == "exercise" and at[-1] == "use"):
        yield at
