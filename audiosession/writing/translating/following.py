"""How a translation follows its original: where each of its lines goes when lines were inserted, moved or taken out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any

from audiosession.value_words import KeyPath
from audiosession.writing.translating.lines import SECTIONS, Said, digest_of_words, group_of, told_place
from audiosession.writing.translating.translation import Translation, is_blank

_Entry = frozenset[tuple[KeyPath, str]]
"""An entry of a list, by the digests of what it says."""


@dataclass(frozen=True, kw_only=True)
class Followed:
    """A translation in the places that its original has now.

    Args:
        translation: It, as its file has it.
        words: All that it is to say, in the original's order; what is still to be written is empty. Behind them stand
            other forms of a line, which the original has not.
        kept: The digest of each line that was translated, as far as it is known; of one still to be written, as it is.
        left_over: What stands for nothing any more: where it stood, and its words.
        changed: The parts that are not in their file as they are here.
    """

    translation: Translation
    words: Mapping[KeyPath, Said]
    kept: Mapping[KeyPath, str]
    left_over: tuple[tuple[str, Any], ...] = ()
    changed: frozenset[str] = frozenset()

    @cached_property
    def missing(self) -> tuple[KeyPath, ...]:
        """The lines that are still to be written."""
        return tuple(keys for keys in self.translation.said if is_blank(self.words[keys]))

    @cached_property
    def stale(self) -> frozenset[KeyPath]:
        """The lines whose original was changed since."""
        said = self.translation.said
        return frozenset(
            keys
            for keys, words in said.items()
            if not is_blank(self.words[keys]) and keys in self.kept and self.kept[keys] != digest_of_words(words)
        )

    def filled(self, found: Mapping[KeyPath, Said]) -> Followed:
        """Return it with the words `found` in their places."""
        words, changed = {**self.words, **found}, self.changed | {group_of(keys) for keys in found}
        return Followed(
            translation=self.translation,
            words=words,
            kept=self.kept,
            left_over=self.left_over,
            changed=frozenset(changed),
        )


def followed(translation: Translation) -> Followed:
    """Return `translation` with each line where the line is now that it was made from, as far as digests tell.

    Without digests, lines stay where they are. What was changed in its place is stale; nothing is dropped.
    """
    own, said = translation.own, translation.said
    place = _places(translation)
    words: dict[KeyPath, Said] = {}
    left_over: list[tuple[str, Any]] = []
    changed: set[str] = set()
    for keys, line in own.items():
        there = place(keys)
        if there is not None and there not in words and (there in said or translation.is_more(there)):
            words[there] = line
            changed |= {group_of(keys), group_of(there)} if there != keys else set()
        elif line:
            changed.add(group_of(keys))
            left_over += [(told_place(keys), line)] if any(line) else []
    left_over += [
        (told_place(keys), _at(translation.words, keys)) for keys in translation.no_words() if group_of(keys) in changed
    ]
    kept = {there: digest for keys, digest in translation.kept.items() if (there := place(keys)) in said and there}
    blanks = {keys: _blank(line) for keys, line in said.items() if keys not in words}
    changed |= {group_of(keys) for keys in blanks}
    more = {keys: line for keys, line in words.items() if keys not in said}
    ordered = {keys: words.get(keys, blanks.get(keys, "")) for keys in said}
    kept |= {keys: digest_of_words(said[keys]) for keys, line in ordered.items() if is_blank(line)}
    known = {keys: digest for keys, digest in kept.items() if keys[0] != SECTIONS}
    found = Followed(
        translation=translation, words=ordered | more, kept=known, left_over=(*left_over,), changed=frozenset(changed)
    )
    stale = frozenset(map(group_of, found.stale))
    return Followed(
        translation=translation,
        words=found.words,
        kept=known,
        left_over=found.left_over,
        changed=found.changed | stale,
    )


def _at(table: Any, keys: KeyPath) -> Any:
    for key in keys:
        table = table[key]
    return table


def _blank(line: Said) -> Said:
    return [""] * len(line) if isinstance(line, list) else ""


def _places(translation: Translation) -> Callable[[KeyPath], KeyPath | None]:
    """Return what tells where a line goes: of the keys to it in the file those that lead to it now, None for none."""
    before = _lists(translation.kept)
    now = _lists({keys: digest_of_words(line) for keys, line in translation.said.items()})
    moves = {part: _pairs(entries, now.get(part, [])) for part, entries in before.items()}

    def place(keys: KeyPath) -> KeyPath | None:
        depth = _depth(keys)
        if depth is None or keys[:depth] not in moves:
            return keys
        pairs, index = moves[keys[:depth]], int(keys[depth])
        if index in pairs:
            return (*keys[:depth], pairs[index], *keys[depth + 1 :])
        known = index < len(before[keys[:depth]])
        return None if known or index in pairs.values() else keys

    return place


def _depth(keys: KeyPath) -> int | None:
    """Return how many keys lead to the list that a line stands in; None where it stands in none."""
    first = 2 if keys[0] == "exercise" else 0
    return next((depth for depth, key in enumerate(keys) if depth >= first and isinstance(key, int)), None)


def _lists(digests: Mapping[KeyPath, str]) -> dict[KeyPath, list[_Entry]]:
    """Return each list of lines as its entries, by the keys that lead to it; an entry without words is empty."""
    found: dict[KeyPath, dict[int, set[tuple[KeyPath, str]]]] = {}
    for keys, digest in digests.items():
        if (depth := _depth(keys)) is not None:
            entries = found.setdefault(keys[:depth], {})
            entries.setdefault(int(keys[depth]), set()).add((keys[depth + 1 :], digest))
    return {
        part: [frozenset(entries.get(index, set())) for index in range(max(entries) + 1)]
        for part, entries in found.items()
    }


def _pairs(before: list[_Entry], now: list[_Entry]) -> dict[int, int]:
    """Return which entry of `now` each one `before` has become; one that was taken out is not in it."""
    pairs: dict[int, int] = {}
    blocks: list[tuple[range, range]] = []
    for kind, start, end, there, last in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if kind == "equal":
            pairs |= dict(zip(range(start, end), range(there, last), strict=True))
        else:
            blocks.append((range(start, end), range(there, last)))
    old, new = [i for block, _ in blocks for i in block], [j for _, block in blocks for j in block]
    _pair(pairs, old, new, lambda one, other: one == other and bool(one), before, now)  # moved
    for olds, news in blocks:
        _pair(pairs, olds, news, lambda one, other: bool(one & other), before, now)
        taken = set(pairs.values())
        pairs |= dict(zip((i for i in olds if i not in pairs), (j for j in news if j not in taken), strict=False))
    return pairs


def _pair(
    pairs: dict[int, int],
    olds: list[int] | range,
    news: list[int] | range,
    alike: Callable[[_Entry, _Entry], bool],
    before: list[_Entry],
    now: list[_Entry],
) -> None:
    """Add to `pairs` those of `olds` and `news` that are `alike`, each with the first that is free."""
    for i in olds:
        free: Iterator[int] = (j for j in news if j not in pairs.values() and alike(before[i], now[j]))
        if i not in pairs and (j := next(free, None)) is not None:
            pairs[i] = j
