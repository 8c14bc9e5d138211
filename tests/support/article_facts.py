"""Articles with lists of the facts in them, and how much of a list a draft holds; see tests/importing/articles."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LINES = (
    "purpose", "warm_up_note", "caution", "set_up", "modification", "preparation", "tip", "into_place", "ready",
    "practice", "release", "change_sides",
)  # fmt: skip
"""The fields of a definition that hold lines."""
LISTS = ("focus", "avoid", "warm_ups")
SCALARS = ("title", "position", "ends_in", "level", "spine", "equipment", "sides", "reverse")
_BREATH_ALONE = 2
"""A line of a phase of so many words tells its breath, which has its own fact."""


@dataclass(frozen=True)
class Fact:
    """What an article says: where it belongs, and which value or words it has there."""

    at: tuple[str, ...]
    value: object = None
    says: tuple[str, ...] = ()

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> Fact:
        """Read a row of a list of facts."""
        at = (row["at"],) if isinstance(row["at"], str) else tuple(row["at"])
        return cls(at=at, value=row.get("is"), says=tuple(row.get("says", ())))

    def said_in(self, line: str) -> bool:
        """Tell whether `line` has all its words."""
        plain = line.lower().replace("’", "'")
        return all(
            re.search(rf"(?<!\w)(?:{'|'.join(map(re.escape, one.lower().split('|')))})", plain) for one in self.says
        )

    def held_by(self, filled: Sequence[Filled]) -> bool:
        """Tell whether one of the things that were filled in is it."""
        return any(self.covers(one) for one in filled)

    def covers(self, one: Filled) -> bool:
        """Tell whether `one` is it."""
        if not any(one.at == at or (one.at.startswith(f"{at}.") and at.startswith("phase")) for at in self.at):
            return False
        if self.says:
            return one.is_line and self.said_in(str(one.value))
        return not one.is_line and _plain(one.value) == _plain(self.value)


def _plain(value: object) -> str:
    return str(value).lower().replace("’", "'")


@dataclass(frozen=True)
class Filled:
    """What a draft fills in: where, what, and whether it is a line."""

    at: str
    value: object
    is_line: bool = False
    guessed: bool = False


@dataclass(frozen=True)
class Facts:
    """The facts of one exercise, and what else is right."""

    name: str
    facts: tuple[Fact, ...]
    also: tuple[Fact, ...]

    def missed(self, filled: Sequence[Filled]) -> list[Fact]:
        """Return the facts that nothing filled in is."""
        return [fact for fact in self.facts if not fact.held_by(filled)]

    def wrong(self, filled: Sequence[Filled]) -> list[Filled]:
        """Return what is filled in and covered by nothing; what is guessed does not count."""
        every = (*self.facts, *self.also)
        titles = [str(fact.value).lower() for fact in every if fact.at == ("title",)]
        return [
            one
            for one in filled
            if not one.guessed
            and not any(fact.covers(one) for fact in every)
            and not (one.at == "purpose" and any(title in str(one.value).lower() for title in titles))
        ]


@dataclass(frozen=True)
class Case:
    """An article, and what is in it."""

    folder: Path
    language: str
    refused: bool
    exercises: tuple[Facts, ...] = field(default=())

    @property
    def path(self) -> Path:
        """The article itself."""
        return next(path for path in sorted(self.folder.iterdir()) if path.stem == "article")

    @property
    def text(self) -> str:
        """Its text."""
        return self.path.read_text("utf-8")


def read_case(folder: Path) -> Case:
    """Read the case in `folder`."""
    table = tomllib.loads((folder / "facts.toml").read_text("utf-8"))
    exercises = tuple(
        Facts(
            name=one["name"],
            facts=tuple(map(Fact.read, one.get("fact", ()))),
            also=tuple(map(Fact.read, one.get("also", ()))),
        )
        for one in table.get("exercise", ())
    )
    return Case(folder=folder, language=table["language"], refused=table["refused"], exercises=exercises)


def filled_in(text: str) -> list[Filled]:
    """Return what a draft fills in, from its text: comments tell what is guessed."""
    return list(_filled(tomllib.loads(text), _guessed_keys(text)))


def _guessed_keys(text: str) -> set[tuple[str, int, str]]:
    """Return the table, its number among those of its name, and the key of each line that ends in a guess."""
    found, table, counts = set(), "", dict[str, int]()
    for line in text.splitlines():
        if head := re.match(r"\[\[?([\w.]+)\]\]?", line):
            table = head[1]
            counts[table] = counts.get(table, -1) + 1
            if "# guessed:" in line:
                found.add((table, counts[table], "*"))
        elif (key := re.match(r"([\w-]+)\s*=", line)) and "# guessed:" in line:
            found.add((table, counts.get(table, 0), key[1]))
    return found


def _filled(table: Mapping[str, Any], guessed: set[tuple[str, int, str]]) -> Iterator[Filled]:
    for key in SCALARS:
        if key in table:
            yield Filled(key, table[key], guessed=("", 0, key) in guessed)
    for key in LISTS:
        for one in table.get(key, ()):
            yield Filled(key, one, guessed=("", 0, key) in guessed)
    reps = table.get("reps", {})
    for key in ("default", "min", "max"):
        if isinstance(reps, Mapping) and key in reps:
            yield Filled(f"reps.{key}", reps[key], guessed=("reps", 0, key) in guessed or ("", 0, "reps") in guessed)
    for key in LINES:
        if key not in table:
            continue
        rows = table[key]
        for number, row in enumerate(rows if isinstance(rows, list) else [rows]):
            said = row["say"] if isinstance(row, Mapping) else row
            marks = {(key, number, "say"), (key, number, "*"), ("", 0, key)}
            yield Filled(key, said, is_line=True, guessed=bool(marks & guessed))
    for number, phase in enumerate(table.get("phase", ())):
        yield from _of_phase(phase, number, guessed)


def _of_phase(phase: Mapping[str, Any], number: int, guessed: set[tuple[str, int, str]]) -> Iterator[Filled]:
    at = f"phase.{number + 1}"
    for key in ("breath", "side", "counts", "seconds", "times"):
        if key in phase:
            yield Filled(f"{at}.{key}", phase[key], guessed=("phase", number, key) in guessed)
    if "pulses" in phase:
        yield Filled(f"{at}.pulses", len(phase["pulses"]), guessed=("phase", number, "pulses") in guessed)
    if "switch" in phase:
        yield Filled(f"{at}.switch", True, guessed=("phase", number, "switch") in guessed)
    rows = phase.get("full", ())  # the short form and the bare one are the same thought
    for line in [rows] if isinstance(rows, str) else rows:
        if len(line.split()) > _BREATH_ALONE:
            yield Filled(f"{at}.line", line, is_line=True, guessed=("phase", number, "full") in guessed)
