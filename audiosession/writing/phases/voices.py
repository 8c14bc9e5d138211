"""Who says what of a text: the voice of the class, or behind the mark ``[voice 2]`` the second one.

A text with marks is also what a line is called among takes: one text said by two voices is two lines.
"""

from __future__ import annotations

import re
from typing import NamedTuple

SECOND = 2
MARK = f"[voice {SECOND}] "
BACK = "[voice 1] "
_ANY = re.compile(r"\[\s*voice\s+([12])\s*\]\s*", re.IGNORECASE)


class Voiced(NamedTuple):
    """A stretch of a text that one voice says: the first of the class, or the second."""

    text: str
    voice: int = 1

    @property
    def line(self) -> str:
        """What it is called among takes."""
        return line_as(self.text, self.voice)


def line_as(text: str, voice: int | None) -> str:
    """Return what `text` is called among takes where `voice` says it."""
    return MARK + text if voice == SECOND else text


def voiced_in(text: str) -> tuple[Voiced, ...]:
    """Return who says what of `text`; neighbours in one voice are one piece.

    >>> voiced_in("[voice 2] Three. [voice 1] Breathe in.")
    (Voiced(text='Three.', voice=2), Voiced(text='Breathe in.', voice=1))
    """
    if "[" not in text:
        return (Voiced(text),)
    first, *marked = _ANY.split(text)
    found = [Voiced(first.strip())] if first.strip() or not marked else []
    for number, said in zip(marked[::2], marked[1::2], strict=True):
        voice, said = int(number), said.strip()
        if found and found[-1].voice == voice:
            said = f"{found.pop().text} {said}"
        found.append(Voiced(said, voice))
    return tuple(found)


def marked(text: str, voice: int = 1) -> str:
    """Return `text` with its marks as they are compared, where `voice` says what stands before the first of them.

    >>> marked("[Voice  2]Kick."), marked("Kick.", 2), marked("[voice 1] Kick.", 2)
    ('[voice 2] Kick.', '[voice 2] Kick.', 'Kick.')
    """
    pieces = voiced_in(line_as(text, voice) if voice == SECOND and not _ANY.match(text) else text)
    before, told = 1, []
    for piece in pieces:
        told.append(("" if piece.voice == before else MARK if piece.voice == SECOND else BACK) + piece.text)
        before = piece.voice
    return " ".join(told)


def unmarked(text: str) -> str:
    """Return `text` as one voice says all of it."""
    return text if "[" not in text else " ".join(piece.text for piece in voiced_in(text))


def said_by(line: str) -> Voiced:
    """Return the text of a `line` as it is called among takes, and who says it."""
    return Voiced(line.removeprefix(MARK), SECOND) if line.startswith(MARK) else Voiced(line)
