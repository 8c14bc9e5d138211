"""The text of a translation, parted into what it states, so that one part is written anew and the rest stays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from audiosession.writing.levels import FORMS
from audiosession.writing.translating.lines import SECTIONS

NOTE = "#. "
"""What a comment of ours begins with; it goes when what it tells of is written anew or done."""
LEFT_OVER = "#~ "
"""What a comment begins with that keeps words for which there is no line any more."""
_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
    |(?P<string>\"{3}(?:\\.|[^\\])*?\"{3,5}|'{3}.*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*')
    |(?P<open>[\[{])|(?P<close>[\]}])|(?P<end>\n)|[^\#"'\[\]{}\n]+|.""",
    re.VERBOSE | re.DOTALL,
)
_HEADER = re.compile(r"\s*\[{1,2}([^\]]+)\]{1,2}")
_NAME = re.compile(r"\"(?:\\.|[^\"\\])*\"|'[^']*'|[\w-]+")
_KEY = re.compile(rf"\s*((?:{_NAME.pattern})(?:\s*\.\s*(?:{_NAME.pattern}))*)\s*=")
_OURS = "\0"
"""What no text holds."""
SLOTS = ("", "tables", "easier", "easier.", "harder", "harder.", SECTIONS, "exercise", "source", "end")
"""In which order the parts of a file stand: keys of its own, its tables, each form with its own, and so on."""


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A key with its value, or the head of a table, or the end of the file, where both are empty.

    Args:
        above: The comments and blank lines before it.
        text: It, with what stands behind it on its line.
        group: The part of the definition that it belongs to, as `audiosession.writing.translating.lines.group_of`.
        slot: Where in the file it stands, one of `SLOTS`.
    """

    above: str = ""
    text: str = ""
    group: str = ""
    slot: str = ""

    def own_comments(self) -> list[str]:
        """Return the comments in it and above it that a person wrote."""
        found = [token.rstrip() for token in _comments(self.above + self.text)]
        return [one for one in found if not one.startswith(NOTE.strip())]


def statements(text: str) -> list[Statement]:
    """Return what `text`, which is TOML, states, in its order; put together again it is `text`.

    What the file begins with, comments and all, is the first of them, the rest behind its last key the last one.
    """
    found: list[Statement] = []
    above, slot = "", ""
    table: tuple[str, ...] = ()
    for piece in logical_lines(text):
        stripped = piece.lstrip()
        if not stripped or stripped.startswith("#"):
            above += piece
            continue
        if not found:
            found.append(Statement(above=above))
            above = ""
        if header := _HEADER.match(piece):
            table = _names(header[1])
            slot = _slot(table, is_list=stripped.startswith("[["))
            found.append(Statement(above=above, text=piece, group=_group(table), slot=slot))
        else:
            key = _KEY.match(piece)
            found.append(
                Statement(above=above, text=piece, group=_group((*table, *_names(key[1] if key else ""))), slot=slot)
            )
        above = ""
    return [*(found or [Statement(above=above)]), Statement(above=above if found else "", slot="end")]


def without_notes(text: str) -> str:
    """Return `text` without the comments that are ours, each of which has its lines for itself."""
    kept, line = "", ""
    for token in _TOKEN.finditer(text):
        is_ours = token.lastgroup == "comment" and token[0].startswith(NOTE.strip()) and not line.strip()
        line = line + token[0] if not is_ours else _OURS
        if token.lastgroup == "end":
            kept += "" if line.startswith(_OURS) else line
            line = ""
    return kept + ("" if line.startswith(_OURS) else line)


def whole_text(parts: list[Statement]) -> str:
    """Return the text that `parts` are of."""
    return "".join(one.above + one.text for one in parts)


def in_slots(parts: list[Statement]) -> list[Statement]:
    """Return `parts` in the order of a file; those of one slot stay as they stand."""
    return sorted(parts, key=lambda one: SLOTS.index(one.slot))


def without_above(one: Statement) -> Statement:
    """Return it without what stands before it."""
    return replace(one, above="")


def logical_lines(text: str) -> Iterator[str]:
    """Yield the lines of `text`; a value of several lines is one with its key."""
    piece, depth = "", 0
    for token in _TOKEN.finditer(text):
        piece += token[0]
        depth += (token.lastgroup == "open") - (token.lastgroup == "close")
        if token.lastgroup == "end" and depth <= 0:
            yield piece
            piece = ""
    if piece:
        yield piece


def _comments(text: str) -> Iterator[str]:
    return (token[0] for token in _TOKEN.finditer(text) if token.lastgroup == "comment")


def _names(dotted: str) -> tuple[str, ...]:
    return tuple(name.strip("\"'") for name in _NAME.findall(dotted))


def _group(names: tuple[str, ...]) -> str:
    return ".".join(names[: 2 if names[0] in FORMS else 1]) if names else ""


def _slot(table: tuple[str, ...], *, is_list: bool) -> str:
    if table[0] in FORMS:
        return table[0] if len(table) == 1 and not is_list else f"{table[0]}."
    return table[0] if table[0] in SLOTS else "tables"
