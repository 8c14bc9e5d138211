"""The guides: texts that come with the program, to read in a terminal as in the repository."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import audiosession
from audiosession.errors import NotFoundError, near_miss
from audiosession.project.project import starter_folder

_GUIDES = Path(audiosession.__file__).parent / "guide"
_COMMENT = re.compile(r"^<!--.*?-->\n", re.M | re.S)
_WITHIN = re.compile(r"\[([^\]]+)\]\(#[^)]*\)")
"""A link to another place of the same text, which leads nowhere in a terminal."""


@dataclass(frozen=True, kw_only=True)
class Guide:
    """One guide: its topic, the title that it begins with, and its Markdown."""

    topic: str
    title: str
    text: str


def guides() -> list[Guide]:
    """Return all guides, by topic."""
    return [_read(topic, path) for topic, path in sorted(_paths().items())]


def find_guide(topic: str) -> Guide:
    """Return the guide about `topic`.

    Raises:
        NotFoundError: There is none; the hint names the nearest.
    """
    paths = _paths()
    if topic not in paths:
        raise NotFoundError(f'no guide is about "{topic}"', hint=near_miss(topic, paths))
    return _read(topic, paths[topic])


def _paths() -> dict[str, Path]:
    """Return topic → file; the two that stand beside the content they tell of are read there."""
    found = {path.stem: path for path in _GUIDES.glob("*.md")}
    return found | {
        "keys": starter_folder() / "scripts" / "README.md",
        "music": starter_folder() / "music" / "README.md",
    }


def _read(topic: str, path: Path) -> Guide:
    text = _WITHIN.sub(r"\1", _COMMENT.sub("", path.read_text(encoding="utf-8")))
    return Guide(topic=topic, title=text.partition("\n")[0].removeprefix("# "), text=text)
