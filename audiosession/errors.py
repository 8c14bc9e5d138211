"""Everything that is raised on purpose: facts, and what to do about them. Faces choose the words for it.

Errors cross process boundaries, so each one survives pickling: all state is in the keyword arguments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any, Self

Where = Path | str
"""A file at fault; a text where it is none, such as ``the narration of saw``, which nobody has saved."""


class Act(StrEnum):
    """What a person can do about a fault in any face: on the command line, in the studio, from Python."""

    BUILD = "build"
    """Build the class or exercise named."""
    BUILD_MP3 = "build-mp3"
    """Build it as an MP3."""
    BUILD_ANEW = "build-anew"
    """Build it even though nothing has changed."""
    BUILD_ANYWAY = "build-anyway"
    """Build it again with what is there now."""
    BUILD_AS_IT_WAS = "build-as-it-was"
    """Build it again, chosen as the session file named tells, with what is there now."""
    BUILD_SOMETHING = "build-something"
    """Build any class, then publish."""
    NARRATE = "narrate"
    """Have a narration written, for a start."""
    NARRATE_WITH = "narrate-with"
    """Leave the choice named out, or have the narration written anew with it."""
    LIST_NAMES = "list-names"
    """Look at the names of all exercises and classes."""
    NEW_PROJECT = "new-project"
    """Make the folder named a project."""
    NAME_OUTPUT = "name-output"
    """Write to the file named."""
    NO_MUSIC = "no-music"
    """Build without a bed."""
    CHOOSE_VOICE = "choose-voice"
    """Build with the voice named."""
    ADD_VOICE = "add-voice"
    """Add the voice of Piper that is named."""
    TRANSLATE = "translate"
    """Write what a definition says in another language."""
    TRANSLATION_DONE = "translation-done"
    """Say that what a translation says is what the original says now."""
    ANY_VOICE = "any-voice"
    """Take a voice of another language, or let one speak that is none."""
    LIST_LANGUAGES = "list-languages"
    """Look at the languages that each engine speaks."""
    FILL = "fill"
    """Let a voice, the one named if any is, speak what is not recorded."""
    HEAR_WORDS = "hear-words"
    """Listen which lines of the built class named may not be understood."""
    LIST_RECORDINGS = "list-recordings"
    """Make the list of what to record, in the folder named."""
    SHOW_EXAMPLE = "show-example"
    """Make a new project and look at its show.toml."""
    TRY_PUBLISH = "try-publish"
    """Publish to this machine alone, for a trial."""
    PUBLISH = "publish"
    """Publish what is built."""
    NAME_EPISODES = "name-episodes"
    """Name the classes that are meant to be published, or mean all that are built."""
    PUBLISH_AS_NEW = "publish-as-new"
    """Publish the class under a new GUID."""
    OTHER_PORT = "other-port"
    """Listen on another port."""


@dataclass(frozen=True, kw_only=True)
class Remedy:
    """Something to do about a fault, told as a fact: `act`, and what it is done to. Each face has its words for it."""

    act: Act
    to: str = ""
    into: str = ""
    """The language that it is done in."""


class AudioSessionError(Exception):
    """The base of all errors that a user can cause or cure.

    Args:
        message: What is wrong, in one line, without the place.
        hint: What to do about it, in one line that is true in every face; may be empty.
        remedy: What to do about it with the program itself.
        path: The file that is at fault.
        line: The line in it, from 1.
    """

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        remedy: Remedy | None = None,
        path: Where | None = None,
        line: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.remedy = remedy
        self.path = path
        self.line = line

    def at(self, path: Where, line: int | None = None) -> Self:
        """Return this error with its place, unless it knows one."""
        if self.path is not None:
            return self
        return type(self)(self.message, **{**self._facts(), "path": path, "line": line})

    def as_fault(self) -> Fault:
        """Return what is wrong, to be told with others."""
        return Fault(message=self.message, path=self.path, line=self.line or 0, hint=self.hint, remedy=self.remedy)

    def __str__(self) -> str:
        return _placed(self.path, self.line) + self.message

    def _facts(self) -> dict[str, Any]:
        """Return all that it knows beside its message, by the names of its arguments."""
        return {"hint": self.hint, "remedy": self.remedy, "path": self.path, "line": self.line}

    def __reduce__(self) -> tuple[Any, ...]:
        return partial(type(self), **self._facts()), (self.message,)


class DefinitionError(AudioSessionError):
    """An exercise, class, template, lexicon, bed list or narration file says something that can't be done."""


class NotFoundError(AudioSessionError):
    """A name that nothing in the project carries."""


class VoiceError(AudioSessionError):
    """A voice that can't be had, or a line that it could not speak."""


class ModelError(AudioSessionError):
    """A language model that can't be asked, or whose answers are of no use."""


class CodecError(AudioSessionError):
    """Sound that can't be decoded or encoded."""


class OutputError(AudioSessionError):
    """A file that can't be written."""


class ConflictError(AudioSessionError):
    """A file that is not what it was when it was read, so that nothing was written over it.

    Args:
        message: What is wrong, in one line, without the place.
        theirs: The text that stands there now; empty where there is no such file any more.
        version: The version of that text.
        yours: The text that was to be written.
        facts: What every error of ours has.
    """

    def __init__(self, message: str, *, theirs: str = "", version: str = "", yours: str = "", **facts: Any) -> None:
        super().__init__(message, **facts)
        self.theirs = theirs
        self.version = version
        self.yours = yours

    def _facts(self) -> dict[str, Any]:
        return {**super()._facts(), "theirs": self.theirs, "version": self.version, "yours": self.yours}


class VerifyError(AudioSessionError):
    """A finished file that does not measure as it should."""


class SessionError(AudioSessionError):
    """A session file that can't be read, or that does not describe what lies beside it."""


class PublishError(AudioSessionError):
    """A show, an episode or a host that stops a publish."""


class StoreError(AudioSessionError):
    """A shared store that can't be used as it was asked for."""


class ClusterError(AudioSessionError):
    """A cluster that can't be used as it was asked for, or a worker on which a task ended otherwise than it should."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing wrong in one place; `line` counts from 1, 0 where no line is known."""

    message: str
    path: Where | None = None
    line: int = 0
    hint: str = ""
    remedy: Remedy | None = None
    is_count: bool = False
    """Whether it only says how many others there are."""
    at: tuple[int | str, ...] = field(default=(), compare=False)
    """The keys that lead to it in the file, where they are known; the line tells the place as well."""

    def __str__(self) -> str:
        return _placed(self.path, self.line) + self.message


MOST_FAULTS = 20
"""How many faults of one reading are told; how many more there are is told behind them."""


class FaultsError(DefinitionError):
    """Several faults found in one reading; the message is the first.

    `faults` holds the first twenty, and where there are more a last one that says how many.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        found = tuple(faults)
        self.faults = found[:MOST_FAULTS]
        if len(found) > MOST_FAULTS:
            more = f"and {len(found) - MOST_FAULTS:,} more"
            told = len(found) == MOST_FAULTS + 1 and found[-1].is_count
            last = found[-1] if told else Fault(path=found[-1].path, message=more, is_count=True)
            self.faults += (last,)
        first = self.faults[0]
        super().__init__(first.message, hint=first.hint, remedy=first.remedy, path=first.path, line=first.line or None)

    def at(self, path: Where, line: int | None = None) -> Self:
        """Return these faults with their place where they know none."""
        placed = (f if f.path is not None else replace(f, path=path, line=line or 0) for f in self.faults)
        return type(self)(placed)

    def __reduce__(self) -> tuple[Any, ...]:
        return FaultsError, (self.faults,)


def _placed(path: Where | None, line: int | None) -> str:
    return "" if path is None else f"{path}:" + (f"{line}:" if line else "") + " "


_LONGEST_WORD = 100
_NEAR = 0.7
"""How alike two words are that may be meant for one another (difflib's ratio)."""
_SHORTEST = 3
"""Below that, a letter more or less makes another word."""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return ``did you mean "X"?`` for the name that `word` is nearest to; empty where none is near.

    Case, spaces and underscores do not count, nor marks on letters; and a word of a name, if of one alone, means it.

    >>> nearest("exale", ["inhale", "exhale"]), nearest("kick", ["inhale", "exhale"])
    ('did you mean "exhale"?', '')
    >>> nearest("Single Leg_Kick", ["single-leg-kick", "saw"]), nearest("kick", ["single-leg-kick", "saw"])
    ('did you mean "single-leg-kick"?', 'did you mean "single-leg-kick"?')
    """
    import difflib  # for whoever has made a mistake

    names = {_plain(name): name for name in sorted(known, reverse=True)}
    plain = _plain(word[:_LONGEST_WORD])
    if plain in names and plain:
        return f'did you mean "{names[plain]}"?'
    if len(plain) < _SHORTEST:
        return ""
    close = difflib.get_close_matches(plain, sorted(names), n=1, cutoff=_NEAR)
    close = close or _only_with(set(plain.split("-")), names)
    return f'did you mean "{names[close[0]]}"?' if close else ""


def _only_with(words: set[str], names: Iterable[str]) -> list[str]:
    """Return the one of `names` that holds all `words`; nothing where there are several."""
    found = [name for name in names if words <= set(name.split("-"))]
    return found if len(found) == 1 else []


def _plain(word: str) -> str:
    """Return `word` as it is compared with names that are meant by it."""
    from audiosession.naming import ascii_letters

    return re.sub(r"[\s_-]+", "-", ascii_letters(word).lower()).strip("-")


def near_miss(word: str, known: Iterable[str], otherwise: str = "", *, before: int = 0) -> str:
    """Return ``did you mean "X"?``; where none is near, `otherwise`, or all known names if that is empty.

    With as many faults of one reading `before` it as are told, nothing is looked for: nobody will read it.

    >>> near_miss("kick", ["inhale", "exhale"])
    'known: exhale, inhale'
    """
    if before >= MOST_FAULTS:
        return ""
    names = sorted(known)
    return nearest(word, names) or otherwise or ("known: " + ", ".join(names) if names else "")
