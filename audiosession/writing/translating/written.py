"""A translation as the text of its file: what is still to be written under what it stands for, the rest as it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from audiosession.value_words import KeyPath
from audiosession.writing.levels import FORMS
from audiosession.writing.translating.following import Followed
from audiosession.writing.translating.lines import SECTIONS, Said, group_of
from audiosession.writing.translating.statements import (
    LEFT_OVER,
    NOTE,
    Statement,
    in_slots,
    statements,
    whole_text,
    without_notes,
)
from audiosession.writing.translating.translation import DRAFT, SOURCE
from audiosession.writing.translating.tree import source_table, toml_key, toml_value, transitions, tree_of

_INDENT = "    "
_OTHERWISE = {"or_say": "or: ", "one_side": "on one side alone: "}
_STALE = "changed since it was translated; now it is:"
_GONE = "stands for nothing in the original any more:"


@dataclass(frozen=True, kw_only=True)
class SourceFacts:
    """What whoever translates should know of the original.

    Args:
        seconds: How long its lines last, by the line.
        places: What a phase is, by the keys that lead to it: its breath, its counts, its side.
    """

    seconds: Mapping[str, float] = field(default_factory=dict)
    places: Mapping[KeyPath, str] = field(default_factory=dict)


class _Leaf(NamedTuple):
    """A line in its place, with the keys that lead to it."""

    keys: KeyPath
    words: Said


def written(text: str, found: Followed, facts: SourceFacts, *, draft: bool | None = None) -> str:
    """Return `text`, a translation's file, as it is to be with the words of `found`.

    Parts that are as they were stay to the letter; the others are written anew with a note above each line. Comments
    of a person stay. `draft` is whether it is to be marked as one; None leaves that as it is.
    """
    parts = statements(text)
    for group in _groups_to_write(parts, found):
        parts = _rewritten(parts, group, found, facts)
    if draft is not None:
        parts, comments = _taken_out(parts, DRAFT)
        mark = Statement(above=comments, text=f"{DRAFT} = true\n" if draft else "", group=DRAFT)
        parts = _put(parts, mark, [])
    rest = [f"{LEFT_OVER}{place} {_GONE} {toml_value(words)}" for place, words in found.left_over]
    parts, comments = _taken_out(parts, SOURCE)
    source = (
        Statement(text=source_table(found.kept, found.translation.original), slot=SOURCE) if found.kept else Statement()
    )
    parts[-1] = replace(parts[-1], above=comments + parts[-1].above + "".join(f"{line}\n" for line in rest))
    whole = whole_text(in_slots([*parts[:-1], source, parts[-1]]))
    return whole.rstrip("\n") + "\n"


def done(text: str, found: Followed) -> str:
    """Return `text` as what says all that the original says now: no draft, without notes once nothing is missing."""
    bare = text if found.missing else without_notes(text)
    return written(bare, replace(found, changed=frozenset()), SourceFacts(), draft=False)


def _groups_to_write(parts: list[Statement], found: Followed) -> list[str]:
    """Return which parts of the definition are written anew, in their order."""
    every = list(dict.fromkeys(group_of(keys) for keys in found.words))
    inline = {one.group for one in parts if one.group in FORMS and one.slot == ""}
    return [group for group in every if group in found.changed or group.split(".")[0] in inline] + [
        *(group for group in found.changed if group not in every),
        *inline,
    ]


def _rewritten(parts: list[Statement], group: str, found: Followed, facts: SourceFacts) -> list[Statement]:
    at = next((n for n, one in enumerate(parts) if one.group == group), len(parts))
    slot = parts[at].slot if at < len(parts) else None
    kept, comments = _taken_out(parts, group)
    new = _written_group(group, found, facts)
    if new is None:
        kept[-1] = replace(kept[-1], above=comments + kept[-1].above)
        return kept
    new = replace(new, above=comments)
    if new.slot in FORMS and not any((one.group, one.slot) == (new.slot, new.slot) for one in kept):
        head = Statement(above="\n", text=f"[{new.slot}]\n", group=new.slot, slot=new.slot)
        kept = _put(kept, head, [])
    if slot == new.slot:
        return [*kept[:at], new, *kept[at:]]
    return _put(kept, new, list(dict.fromkeys(group_of(keys) for keys in found.words)))


def _put(parts: list[Statement], new: Statement, order: list[str]) -> list[Statement]:
    """Return `parts` with `new` in its slot, behind what stands before it in `order`."""
    rank = {group: number for number, group in enumerate(["", *FORMS, DRAFT, *order])}
    before = [
        n
        for n, one in enumerate(parts)
        if one.slot == new.slot and rank.get(one.group, 0) <= rank.get(new.group, len(rank))
    ]
    if not before and new.slot == "":
        return [parts[0], new, *parts[1:]]
    at = before[-1] + 1 if before else len(parts) - 1
    return [*parts[:at], new, *parts[at:]]


def _taken_out(parts: list[Statement], group: str) -> tuple[list[Statement], str]:
    """Return `parts` without those of `group`, and the comments of a person in these."""
    gone = [one for one in parts if one.group == group and not (group in FORMS and one.slot == group)]
    comments = "".join(f"{line}\n" for one in gone for line in one.own_comments())
    return [one for one in parts if one not in gone], comments


def _written_group(group: str, found: Followed, facts: SourceFacts) -> Statement | None:
    """Return a part of a definition with its notes; None where nothing is said in it."""
    form, _, name = group.rpartition(".")
    depth = 2 if form else 1
    own = [(keys, words) for keys, words in found.words.items() if group_of(keys) == group]
    if not own:
        return None
    writer = _Writer(found=found, facts=facts)
    if group == SECTIONS:
        rows = "".join(writer.key(str(keys[1]), _Leaf(keys, words)) for keys, words in own)
        return Statement(text=f"\n[{SECTIONS}]\n{rows}", group=group, slot=SECTIONS)
    if group == "exercise":
        return Statement(text="".join(writer.transitions()), group=group, slot=group)
    value = tree_of((keys[depth:], _Leaf(keys, words)) for keys, words in own)
    if _is_table(value):
        text = "".join(writer.blocks(group, value if isinstance(value, list) else None, value))
        return Statement(text=text, group=group, slot=f"{form}." if form else "tables")
    return Statement(text=writer.key(name, value), group=group, slot=form)


def _is_table(value: Any) -> bool:
    """Tell whether `value` is written as tables: what holds more than lines."""
    if isinstance(value, _Leaf):
        return False
    return any(set(one) - {"say"} for one in (value if isinstance(value, list) else [value]))


@dataclass(frozen=True, kw_only=True)
class _Writer:
    """Writes keys with their values, each line under what it stands for."""

    found: Followed
    facts: SourceFacts

    def blocks(self, group: str, entries: list[Any] | None, alone: Any) -> Iterator[str]:
        """Yield tables: one for each of `entries`, or one `alone`."""
        for number, entry in enumerate([alone] if entries is None else entries):
            yield f"\n[{group}]\n" if entries is None else f"\n[[{group}]]\n"
            place: KeyPath = (*group.split("."), number)
            yield from (f"{NOTE}{told}\n" for told in filter(None, [self.facts.places.get(place)]))
            yield from (self.key(str(key), value) for key, value in entry.items())

    def transitions(self) -> Iterator[str]:
        """Yield the tables of the ways into exercises."""
        leaves = {keys: _Leaf(keys, words) for keys, words in self.found.words.items()}
        for index, entry in transitions(self.found.words, self.found.translation.original):
            own = [(keys[3:], leaf) for keys, leaf in leaves.items() if keys[:2] == ("exercise", index)]
            if own:
                yield f"\n[[exercise]]\nuse = {toml_value(entry['use'])}\n{self.key('transition', tree_of(own))}"

    def key(self, name: str, value: Any) -> str:
        """Return a key, its value and its notes."""
        value = value["say"] if isinstance(value, Mapping) and set(value) == {"say"} else value
        if isinstance(value, _Leaf) and isinstance(value.words, str):
            return "".join(self._notes(value)) + f"{toml_key(name)} = {toml_value(value.words)}\n"
        rows = self._variants(value) if isinstance(value, _Leaf) else self._lines(value)
        return f"{toml_key(name)} = [\n" + "".join(f"{_INDENT}{row}" for row in rows) + "]\n"

    def _variants(self, leaf: _Leaf) -> Iterator[str]:
        """Yield lines that take turns, each under one of the original's."""
        said = self.found.translation.said.get(leaf.keys, [])
        sources = list(said) if isinstance(said, list) else [said]
        yield from self._stale(leaf.keys)
        for number in range(max(len(leaf.words), len(sources))):
            yield from (f"{NOTE}{self._told(one)}\n" for one in sources[number : number + 1])
            yield from (f"{toml_value(one)},\n" for one in list(leaf.words)[number : number + 1])

    def _lines(self, entries: list[Any]) -> Iterator[str]:
        for entry in entries:
            for leaf in entry.values():
                yield from self._notes(leaf)
            words = {key: leaf.words for key, leaf in entry.items()}
            yield f"{toml_value(words['say'] if set(words) == {'say'} else words)},\n"

    def _notes(self, leaf: _Leaf) -> Iterator[str]:
        said = self.found.translation.said.get(leaf.keys, [])
        yield from self._stale(leaf.keys)
        for one in said if isinstance(said, list) else [said]:
            yield f"{NOTE}{_OTHERWISE.get(str(leaf.keys[-1]), '')}{self._told(one)}\n"

    def _stale(self, keys: KeyPath) -> Iterator[str]:
        if keys in self.found.stale:
            yield f"{NOTE}{_STALE}\n"

    def _told(self, line: str) -> str:
        seconds = self.facts.seconds.get(line)
        return " ".join(line.split()) + (f" ({seconds:.1f} s)" if seconds else "")
