"""The formats that a class can be built in: one row each, read by the command line, the build and the encoders."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from audiosession.errors import OutputError, near_miss


@dataclass(frozen=True, kw_only=True)
class Format:
    """A kind of sound file; its name is also the suffix.

    Args:
        name: What a person asks for.
        title: How messages call a file of it.
    """

    name: str
    title: str

    @property
    def suffix(self) -> str:
        """How the name of a file ends."""
        return f".{self.name}"


FORMATS = {
    row.name: row
    for row in (
        Format(name="mp3", title="an MP3"),
        Format(name="m4a", title="an M4A"),
        Format(name="opus", title="an Ogg Opus"),
        Format(name="flac", title="a FLAC"),
        Format(name="wav", title="a WAV"),
    )
}
USUAL = FORMATS["mp3"]
"""What is built where nothing else is asked for, and the one that the feed carries."""


def choose_format(name: str | None, output: Path | None) -> Format:
    """Return the format called `name`; without a name the one that `output` ends in, without both the usual one.

    Raises:
        OutputError: No such format.
    """
    if name is None:
        return FORMATS.get(output.suffix.lower().removeprefix("."), USUAL) if output else USUAL
    if name not in FORMATS:
        raise OutputError(f'no format is called "{name}"', hint=near_miss(name, FORMATS))
    return FORMATS[name]


def beside(audio: Path, suffix: str) -> Path:
    """Return where a file that comes with `audio` stands: ``saw.vtt`` with saw.mp3, ``saw.flac.vtt`` with saw.flac.

    So a class may be built in several formats in one folder.

    >>> str(beside(Path("saw.mp3"), ".vtt")), str(beside(Path("saw.flac"), ".vtt"))
    ('saw.vtt', 'saw.flac.vtt')
    """
    return audio.with_name(stem(audio) + suffix)


def stem(audio: Path) -> str:
    """Return what the names of all files of a class begin with; see `beside`."""
    return audio.stem if audio.suffix.lower() == USUAL.suffix else audio.name
