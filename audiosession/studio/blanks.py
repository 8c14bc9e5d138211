"""The text of an exercise with its words taken out, so that another one like it can be written. Pure text."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator

BLANK = '"…"'
"""What stands in the place of words: `check` tells each that is left, since there is nothing to say in it."""
_WORDS = frozenset({
    "title", "encouragement", "reason", "say", "or_say", "one_side", "full", "short", "bare", "purpose", "warm_up_note",
    "caution", "set_up", "modification", "preparation", "tip", "into_place", "ready", "practice", "change_way",
    "change_sides", "release",
})  # fmt: skip
"""The keys of an exercise that hold what is said or told, alone or in lists."""
_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
    |(?P<string>\"{3}(?:\\.|[^\\])*?\"{3,5}|'{3}.*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*')(?![ \t]*=)
    |(?P<key>[\w-]+|"[^"\n]*"|'[^'\n]*')(?=[ \t]*=)
    |(?P<open>\{)|(?P<close>\})|(?P<end>\n)|.""",
    re.VERBOSE | re.DOTALL,
)


def with_blanks(text: str, title: str, head: str) -> str:
    """Return `text`, that of a good exercise, for one called `title`: all words are blanks, each below what it was.

    What the file begins with is the comment `head` in place of its own; all else stays as it is written.
    """
    lines = list(_lines(text.replace("\r\n", "\n").rstrip("\n") + "\n", title))
    first = next(n for n, line in enumerate(lines) if line and not line.startswith("#"))
    return "\n".join([head, *lines[first:], ""])


def _lines(text: str, title: str) -> Iterator[str]:
    """Yield the lines of the new text; a string of several lines is one."""
    keys, line = [""], ""
    was: list[str] = []
    for token in _TOKEN.finditer(text):
        piece = token[0]
        match token.lastgroup:
            case "key":
                keys[-1] = piece.strip("\"'")
            case "open":
                keys.append("")
            case "close":
                keys.pop()
            case "string" if keys[-1] == "title" and title:
                piece, title = json.dumps(title), ""
            case "string" if keys[-1] in _WORDS:
                was.append(" ".join(tomllib.loads(f"x = {piece}")["x"].split()))
                piece = BLANK
            case "end":
                indent = line[: len(line) - len(line.lstrip())]
                yield from (f"{indent}# {one}" for one in was)
                yield line
                line, was = "", []
                continue
        line += piece
