"""Everything that is raised on purpose: facts, and a hint on what to do.

Errors cross process boundaries, so each one survives pickling: all state is in the keyword arguments.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any


class AudioSessionError(Exception):
    """The base of all errors that a user can cause or cure.

    Args:
        message: What is wrong, in one line, without the place.
        hint: What to do about it, in one line; may be empty.
        path: The file that is at fault.
        line: The line in it, from 1.
    """

    def __init__(
        self, message: str, *, hint: str = "", path: Path | str | None = None, line: int | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.path = path
        self.line = line

    def __str__(self) -> str:
        place = "" if self.path is None else f"{self.path}:" + (f"{self.line}:" if self.line else "") + " "
        return place + self.message

    def __reduce__(self) -> tuple[Any, ...]:
        return partial(type(self), hint=self.hint, path=self.path, line=self.line), (self.message,)


class DefinitionError(AudioSessionError):
    """An exercise, class, template, lexicon, bed list or narration file says something that can't be done."""


class NotFoundError(AudioSessionError):
    """A name that nothing in the project carries."""


class VoiceError(AudioSessionError):
    """A voice that can't be had, or a line that it could not speak."""


class CodecError(AudioSessionError):
    """Sound that can't be decoded or encoded."""


class OutputError(AudioSessionError):
    """A file that can't be written."""


class VerifyError(AudioSessionError):
    """A finished file that does not measure as it should."""


class PublishError(AudioSessionError):
    """A show, an episode or a host that stops a publish."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing wrong in one place; `line` counts from 1, 0 where no line is known."""

    message: str
    path: str = ""
    line: int = 0
    hint: str = ""

    def __str__(self) -> str:
        place = f"{self.path}:" + (f"{self.line}:" if self.line else "") + " " if self.path else ""
        return place + self.message


class FaultsError(DefinitionError):
    """Several faults found in one reading; the message is the first, `faults` holds all."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        first = self.faults[0]
        super().__init__(first.message, hint=first.hint, path=first.path or None, line=first.line or None)

    def __reduce__(self) -> tuple[Any, ...]:
        return FaultsError, (self.faults,)


def near_miss(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return ``did you mean "X"?``; where none is near, `otherwise`, or all known names if that is empty.

    >>> near_miss("exale", ["inhale", "exhale"])
    'did you mean "exhale"?'
    """
    names = sorted(known)
    close = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    if close:
        return f'did you mean "{close[0]}"?'
    if otherwise:
        return otherwise
    return "known: " + ", ".join(names) if names else ""
