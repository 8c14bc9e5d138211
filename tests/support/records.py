"""What a way of making things makes, recorded together with the number of that way: neither changes without the other.

A record is a JSON file: the version it was made with, and what was found. Texts and whole numbers are compared as they
are, measurements within what processors may differ by.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pytest

from audiosession.versions import VERSIONS

HOME = "audiosession/versions.py"
FOLDER = Path(__file__).parents[1] / "golden" / "versions"


@dataclass(frozen=True, kw_only=True)
class Near:
    """Measurements, and how far each may lie from the recorded one."""

    values: tuple[float, ...]
    within: float

    @property
    def rounded(self) -> list[float]:
        """The values to a twentieth of what they may differ by, as they are recorded."""
        digits = len(f"{self.within / 20:.6f}".rstrip("0").partition(".")[2])
        return [round(value, digits) for value in self.values]


Found = Mapping[str, Any]
"""What a way makes, by the name of each part: a text, a whole number, lists of these, or a `Near`."""


@dataclass(frozen=True, kw_only=True)
class Record:
    """One file of the record.

    `wrong` says what has changed, as the beginning of a sentence. `ways` are the numbers that make it right: the first
    is the one to raise, and where another of them was raised, what is found may have changed with that. Without `ways`
    no number need be raised, since what is found is itself a part of what everything behind it is found by.
    """

    name: str
    wrong: str
    ways: tuple[str, ...] = ()
    folder: Path = field(default=FOLDER / "recorded", repr=False)
    versions: Mapping[str, int] = field(default_factory=lambda: asdict(VERSIONS), repr=False)

    def hold(self, found: Found, *, update: bool) -> None:
        """Compare what was `found` with the record; to `update` is to record it anew where that is allowed."""
        path = self.folder / f"{self.name}.json"
        now = {way: self.versions[way] for way in self.ways}
        if path.is_file():
            known = json.loads(path.read_text("utf-8"))
            different = list(_different(known["found"], found))
            if not different and known["versions"] == now:
                return
            raised = [f"`{way}`" for way in self.ways if now[way] > known["versions"].get(way, 0)]
            if not update or (self.ways and not raised):
                pytest.fail(self._told(different, raised), pytrace=False)
        elif not update:
            pytest.fail(f"{path.name} is not there yet: record it with --update-golden", pytrace=False)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_written(now, found), "utf-8")

    def _told(self, different: list[str], raised: list[str]) -> str:
        told = f"{self.wrong}: {'; '.join(different)}. " if different else ""
        if raised:
            return f"{told}{' and '.join(raised)} in {HOME} was raised: record it anew with --update-golden"
        if not self.ways:
            return f"{told}No number need be raised: read the difference, then record it with --update-golden"
        if different:
            return f"{told}If that is meant, raise `{self.ways[0]}` in {HOME}, then record it with --update-golden"
        return f"a number in {HOME} was lowered: what was made under the higher one may still be kept somewhere"


def _different(known: Mapping[str, Any], found: Found) -> Iterator[str]:
    for part in {**known, **found}:
        if part not in known or part not in found:
            yield f"{part} is {'not found any more' if part in known else 'new'}"
        elif isinstance(now := found[part], Near):
            yield from _apart(part, known[part], now)
        elif known[part] != json.loads(json.dumps(now)):
            yield f"{part} {_short(known[part])} is now {_short(now)}"


def _apart(part: str, known: list[float], now: Near) -> Iterator[str]:
    if len(known) != len(now.values):
        yield f"{part} has {len(now.values)} values, not {len(known)}"
        return
    off = [abs(a - b) for a, b in zip(known, now.values, strict=True)]
    far = [place for place, distance in enumerate(off) if not distance <= now.within]
    if far:
        worst = max(far, key=lambda place: off[place])
        yield (
            f"{part} is {now.values[worst]:.3f}, not {known[worst]:.3f}"
            + (f" (number {worst}; {len(far)} of {len(off)} are off)" if len(off) > 1 else "")
            + f", and may differ by {now.within:g}"
        )


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _written(versions: Mapping[str, int], found: Found) -> str:
    rows = {part: value.rounded if isinstance(value, Near) else value for part, value in found.items()}
    told = ",\n  ".join(f"{json.dumps(part)}: {json.dumps(value, ensure_ascii=False)}" for part, value in rows.items())
    return f'{{"versions": {json.dumps(versions)}, "found": {{\n  {told}\n}}}}\n'
