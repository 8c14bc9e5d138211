"""The project's documents: where they stand, the blocks and sections in them, the command lines that they print."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
GUIDES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "audiosession" / "guide").glob("*.md"))
DOCUMENTS = [
    "README.md",
    "CHANGELOG.md",
    ".github/CONTRIBUTING.md",
    "audiosession/README.md",
    "scripts/README.md",
    "music/README.md",
    "tests/README.md",
    *GUIDES,
]

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def read(document: str) -> str:
    """Return the text of a document, named from the root."""
    return (ROOT / document).read_text(encoding="utf-8")


def blocks(document: str, language: str) -> list[str]:
    """Return the fenced blocks of `language` in a document."""
    return [text for kind, text in _BLOCK.findall(read(document)) if kind == language]


def links(document: str) -> list[str]:
    """Return where the links of a document go, those in blocks aside."""
    return _LINK.findall(_BLOCK.sub("", read(document)))


def headings(document: str) -> set[str]:
    """Return the headings of a document as GitHub names them in addresses."""
    found = re.findall(r"^#+ (.*)$", _BLOCK.sub("", read(document)), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


def command_lines(document: str) -> list[str]:
    """Return every command line of `audiosession` that a document prints, in a block or in a line of text."""
    in_blocks = [
        line for kind in ("console", "bash") for block in blocks(document, kind) for line in block.splitlines()
    ]
    in_text = re.findall(r"`([^`\n]+)`", _BLOCK.sub("", read(document)))
    return [line for line in (*in_blocks, *in_text) if line.startswith("audiosession ")]


def section(document: str, name: str) -> str:
    """Return what stands between ``<!-- name -->`` and ``<!-- /name -->``."""
    return _split(document, name)[1].strip()


def write_section(document: str, name: str, content: str) -> None:
    """Replace what stands between ``<!-- name -->`` and ``<!-- /name -->``."""
    before, _, after = _split(document, name)
    (ROOT / document).write_text(f"{before}\n{content}\n{after}", encoding="utf-8")


def _split(document: str, name: str) -> tuple[str, str, str]:
    found = re.fullmatch(rf"(.*<!-- {name} -->)\n(.*)(<!-- /{name} -->.*)", read(document), re.S)
    assert found is not None, f"{document} has no section <!-- {name} -->"
    return found[1], found[2], found[3]
