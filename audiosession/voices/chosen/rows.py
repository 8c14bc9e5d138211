"""What takes.toml says: which take of a line is heard, by who speaks it and what it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, ClassVar, TypeAlias

from pydantic import AfterValidator, ConfigDict, Field, Strict, model_validator

from audiosession.definitions import Model
from audiosession.spelling import composed, line_key
from audiosession.value_kinds import Called
from audiosession.value_words import RefusedError, refuse
from audiosession.writing.lexicon import begins_so
from audiosession.writing.spoken import SpokenLine

MOST_TAKES = 99
"""How many takes a line may have."""
USUAL = 1
"""The take that is heard where nobody chose another."""

Way: TypeAlias = int | Path
"""How a line is said: the number of the take, or the recording of it."""


class TakeRow(Model):
    """Which take of one line is heard: the number of another one of its voice, or a recording of your own."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["number"]}, {"required": ["recording"]}]})

    called: ClassVar[Called] = Called("a table", "tables", '{ text = "…", voice = "…", number = 2 }')

    text: SpokenLine
    """The line, as the narration has it; case, spaces and kinds of apostrophes don't matter."""
    voice: Annotated[str, Field(min_length=1), AfterValidator(composed)] | None = None
    """Who speaks it, or the beginning of such a name; a recording without it stands for the line whoever speaks."""
    number: Annotated[int, Strict(), Field(ge=1, le=MOST_TAKES)] | None = None
    """Which take of the voice is heard; 1 is its usual one."""
    recording: (
        Annotated[
            str,
            Field(pattern=r"^[^/\\]+$"),
            AfterValidator(composed),
            Called("the name alone of a file in scripts/takes", "names"),
        ]
        | None
    ) = None
    """The file in `scripts/takes/` that is heard in its place, in any format."""

    @model_validator(mode="after")
    def _one_of_both(self) -> TakeRow:
        if (self.number is None) == (self.recording is None):
            refuse([(("text",), RefusedError("needs a number or a recording, one of them"))])
        if self.number is not None and self.voice is None:
            hint = "name the voice: the number is one of its takes"
            refuse([(("number",), RefusedError("has a number and no voice", hint))])
        return self


class TakesTable(Model):
    """The lines of which another take is heard than the usual one."""

    take: tuple[TakeRow, ...] = ()
    """The lines, a table for each: `[[take]]`."""


@dataclass(frozen=True, kw_only=True)
class ChosenTake:
    """The take that somebody chose of a line; `voice` is empty where it holds whoever speaks.

    `digest` is that of a recording; `path` and `line` are where it is told.
    """

    text: str
    voice: str
    way: Way
    digest: str = field(default="", repr=False)
    path: Path = field(compare=False)
    line: int = field(default=0, compare=False)

    @property
    def made_from(self) -> list[str]:
        """All of it that a class can be made from, with no place on a disk."""
        return [line_key(self.text), self.voice, self.digest or str(self.way)]


@dataclass(frozen=True, kw_only=True)
class ChosenTakes:
    """All takes that were chosen in a project."""

    rows: tuple[ChosenTake, ...] = ()

    def of(self, text: str, voice: str) -> ChosenTake | None:
        """Return what was chosen of the line `text` where `voice` speaks; of several, what names the voice longest."""
        key = line_key(text)
        fits = [
            row for row in self.rows if line_key(row.text) == key and (not row.voice or begins_so(voice, row.voice))
        ]
        return max(fits, key=lambda row: len(row.voice), default=None)

    def way(self, text: str, voice: str) -> Way:
        """Return how `voice` says the line `text`."""
        row = self.of(text, voice)
        return USUAL if row is None else row.way

    def for_lines(self, texts: Sequence[str]) -> list[ChosenTake]:
        """Return what was chosen of any of `texts`, whoever speaks."""
        keys = {line_key(text) for text in texts}
        return [row for row in self.rows if line_key(row.text) in keys]


NONE_CHOSEN = ChosenTakes()
