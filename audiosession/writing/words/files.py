"""The words that stand in sound files themselves: what their tags say."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from audiosession.definitions import Model
from audiosession.writing.spoken import OneLine
from audiosession.writing.words.places import holding

_Code = Annotated[str, Field(pattern=r"^[a-z]{3}$")]


class PaceWords(Model):
    """What the paces are called that have a name."""

    slow: OneLine
    """1.3 s a count."""
    steady: OneLine
    """1 s a count."""
    brisk: OneLine
    """0.8 s a count."""


class FileWords(Model):
    """What the tags of a sound file say beside the title of the class."""

    album: Annotated[OneLine, Field(min_length=1)]
    """What a class belongs to where nobody says it: the title of a show that has none, too."""
    code: _Code
    """The language in three letters (ISO 639-2), as ID3 has it."""
    comment: Annotated[OneLine, AfterValidator(holding("pace"))]
    """What the file was made with; the pace stands in place of `{pace}`."""
    part: OneLine
    """The same, of a part of a class."""
    paces: PaceWords
    """What the paces are called in it."""

    def pace(self, name: str) -> str:
        """Return what the pace `name` is called; a number of seconds is itself."""
        return str(getattr(self.paces, name, name))
