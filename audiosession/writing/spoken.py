"""What may stand in a line that is said: the types of texts in definitions, each with its own checks."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator

from audiosession.sayable import hidden_letter, unsayable
from audiosession.spelling import composed


def _one_line(text: str) -> str:
    if any(ord(c) < 32 for c in text):
        raise ValueError("a spoken line is one line, without line breaks or control characters")
    if hidden := hidden_letter(text):
        raise ValueError(f"{hidden.message}; {hidden.hint}")
    return composed(text)


def _spoken(text: str) -> str:
    if text != text.strip() or not text:
        raise ValueError("a spoken line is neither empty nor padded with spaces")
    if text[0] in "[#":
        raise ValueError(f'a spoken line can\'t begin with "{text[0]}": directions and comments do')
    if len(text) > 300:
        raise ValueError(f"a spoken line of {len(text)} characters; break it up at 300")
    return text


def _sayable(text: str) -> str:
    if wrong := unsayable(text):
        raise ValueError(f"{wrong.message}; {wrong.hint}")
    return text


def _sayable_by_counts(text: str) -> str:
    """Check a phase's line: of its parts, each on a count of its own, ``-`` is a silent one."""
    for part in re.split(r"(?<!\S)/(?!\S)", text):
        if part.strip() not in ("", "-"):
            _sayable(part.strip())
    return text


def _no_alternatives(text: str) -> str:
    if " | " in text:
        raise ValueError('a spoken line can\'t hold " | ": it parts the forms of a line')
    return text


def _as_many(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


OneLine = Annotated[str, AfterValidator(_one_line)]
"""Text in NFC, without line breaks or anything else that nobody sees."""
_Line = Annotated[OneLine, AfterValidator(_spoken), AfterValidator(_no_alternatives)]
SpokenLine = Annotated[_Line, AfterValidator(_sayable)]
"""One line that is said."""
Variants = Annotated[tuple[SpokenLine, ...], BeforeValidator(_as_many)]
"""One line, or several that take turns."""
PhaseLines = Annotated[tuple[Annotated[_Line, AfterValidator(_sayable_by_counts)], ...], BeforeValidator(_as_many)]
"""One line of a phase, or several that take turns over the reps; ``" / "`` moves what follows to the next count."""
