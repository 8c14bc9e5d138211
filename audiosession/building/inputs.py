"""What is asked for in a build, read and found before any sound is made; and what came of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from audiosession import __version__
from audiosession.building.write import Composition, compose
from audiosession.digests import digest_of_everything
from audiosession.errors import OutputError
from audiosession.files.digests import digest_of_file
from audiosession.formats import USUAL, Format, beside, stem
from audiosession.project.beds import FoundBed, find_bed
from audiosession.project.project import Project, read_text, shown
from audiosession.project.settings import read_defaults, voice_settings
from audiosession.timing.layout import Note
from audiosession.writing.choices import Choices, Defaults, variant

BUILD_VERSION = 2
"""Part of what a build depends on; raise it when the same inputs begin to give another file."""

Report = Callable[[str, int, int], None]
"""Told the stage of the work, how much of it is done, and of how much."""


def no_report(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, kw_only=True)
class Built:
    """A finished class: its sound file, the session file as JSON values, and what there is to say about the making."""

    path: Path
    session: Mapping[str, Any] = field(repr=False)
    notes: tuple[Note, ...] = ()
    changes: tuple[str, ...] = ()
    voice_note: str = ""
    unchanged: bool = False
    windows: int = 0
    made: int = 0


@dataclass(frozen=True, kw_only=True)
class Order:
    """Everything that a build depends on, read and found, before any sound is made."""

    composition: Composition
    choices: Choices
    defaults: Defaults
    form: Format = USUAL
    beds: Mapping[str, FoundBed] = field(repr=False)
    path: Path
    lexicon: str = field(repr=False)
    voices: Mapping[str, object]
    recordings: str = ""
    """What changes when one of the instructor's own recordings does."""

    @property
    def slug(self) -> str:
        """The name of the files."""
        return stem(self.path)

    @property
    def inputs(self) -> str:
        """The SHA-256 of all of it, in hexadecimal: the same inputs make the same file."""
        everything = {
            "version": [__version__, BUILD_VERSION],
            "text": self.composition.text,
            "slug": self.slug,
            "choices": asdict(self.choices),
            "format": self.form.name,
            "defaults": self.defaults.model_dump(mode="json"),
            "beds": {name: [_file_hash(bed.path), bed.bed.model_dump()] for name, bed in self.beds.items()},
            "lexicon": self.lexicon,
            "voices": self.voices,
            "recordings": self.recordings,
        }
        return digest_of_everything(everything)


def place_order(
    project: Project, target: str, choices: Choices, output: Path | None = None, form: Format = USUAL
) -> Order:
    """Read and find everything that building `target` depends on.

    Raises:
        AudioSessionError: A definition, template, bed or the output path is at fault.
    """
    defaults = read_defaults(project)
    composition = compose(project, target, choices)
    lexicon = project.script("lexicon.toml")
    voices = voice_settings(project)
    return Order(
        composition=composition,
        choices=choices,
        defaults=defaults,
        form=form,
        beds=_beds(project, composition, choices),
        path=_output_path(project, composition.slug, variant(choices, defaults), output, form),
        lexicon=read_text(lexicon) if lexicon else "",
        voices=voices,
        recordings=_recordings(choices.voice, voices),
    )


def session_path(audio: Path) -> Path:
    """Return where the session file of a sound file stands."""
    return beside(audio, ".session.json")


def last_session(order: Order) -> Mapping[str, Any] | None:
    """Return the session of the last build if that had the same inputs and its files are still whole, else None."""
    try:
        session = json.loads(session_path(order.path).read_text("utf-8"))
        same = session["inputs"] == order.inputs and session["audio"]["sha256"] == _file_hash(order.path)
        whole = all(beside(order.path, suffix).is_file() for suffix in (".vtt", ".chapters.json"))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return session if same and whole else None


def _recordings(voice: str, settings: Mapping[str, object]) -> str:
    if not voice.startswith("recorded:"):
        return ""
    from audiosession.voices.registry import open_voice

    return open_voice(voice, settings).address


def _beds(project: Project, composition: Composition, choices: Choices) -> dict[str, FoundBed]:
    """Return the beds that play: the build's, and those that sections name; none where no music is wanted."""
    if choices.music is None:
        return {}
    named = [section.music for section in composition.narration.sections if section.music]
    return {name: find_bed(project, name) for name in dict.fromkeys([choices.music, *named])}


def _output_path(project: Project, slug: str, differs: str, output: Path | None, form: Format) -> Path:
    if output is None:
        return project.output / (f"{slug}.{differs}{form.suffix}" if differs else f"{slug}{form.suffix}")
    if output.is_dir():
        raise OutputError("is a folder", path=shown(output), hint=f"name the file: -o {output / slug}{form.suffix}")
    if output.suffix.lower() != form.suffix:
        hint = f"end it in {form.suffix}: -o {output}{form.suffix}"
        raise OutputError(f"is no name for {form.title}", path=shown(output), hint=hint)
    if not output.parent.is_dir():
        raise OutputError("lies in a folder that does not exist", path=shown(output), hint=f"mkdir {output.parent}")
    return output


def _file_hash(path: Path) -> str:
    try:
        return digest_of_file(path)
    except OSError as error:
        return f"unreadable: {error.strerror}"
