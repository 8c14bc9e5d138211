"""What stands in the output folder: every built file, in every format, and what lies beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from audiosession.building.orders.again import gather_again, refuse_changed
from audiosession.errors import AudioSessionError, NotFoundError, near_miss
from audiosession.files.reading import DOCUMENT_BYTES, read_at_most
from audiosession.formats import FORMATS, beside
from audiosession.project.project import Project
from audiosession.project.sessions import session_path
from audiosession.session import SUFFIX, SessionHead, parse_head

_OF_STEMS = (".wav", ".txt", ".otio")
_BESIDE = {".vtt": "captions", ".chapters.json": "chapters", SUFFIX: "session"}


@dataclass(frozen=True, kw_only=True)
class BuiltFile:
    """A built class: its `name` is that of its sound file. `beside` are the names of what lies with it, by what it is.

    `built_at` is when, in seconds since 1970; `is_whole` whether the sound is there in its full length; `fault` why its
    session can't be read, if so.
    """

    name: str
    title: str
    source: str = ""
    form: str
    n_bytes: int
    duration: float = 0.0
    voice: str = ""
    pace: str = ""
    language: str = ""
    built_at: float
    is_whole: bool
    fault: str = ""
    beside: dict[str, str] = field(default_factory=dict)


def built_files(project: Project) -> tuple[BuiltFile, ...]:
    """Return all that is built in the project, the newest first; no byte of sound is read."""
    found = []
    for path in project.output.glob(f"*{SUFFIX}"):
        try:
            built_at = path.stat().st_mtime
            found.append(_read(project.output, path, built_at))
        except OSError:  # it was just taken away
            continue
    return tuple(sorted(found, key=lambda one: (-one.built_at, one.name)))


def _read(output: Path, path: Path, built_at: float) -> BuiltFile:
    try:
        head = parse_head(read_at_most(path, DOCUMENT_BYTES), path)
    except AudioSessionError as error:
        name = path.name.removesuffix(SUFFIX)
        return BuiltFile(
            name=name, title=name, form="", n_bytes=0, built_at=built_at, is_whole=False, fault=error.message
        )
    return _told(output, head, built_at)


def _told(output: Path, head: SessionHead, built_at: float) -> BuiltFile:
    audio = output / head.audio.file
    size = audio.stat().st_size if audio.is_file() else 0
    paths = {what: beside(audio, suffix) for suffix, what in _BESIDE.items()}
    return BuiltFile(
        name=head.audio.file,
        title=head.title,
        source=head.source.partition(":")[2] or head.slug,
        form=audio.suffix.removeprefix(".").lower(),
        n_bytes=size,
        duration=head.audio.duration,
        voice=head.settings.voice,
        pace=head.settings.pace,
        language=head.settings.language,
        built_at=built_at,
        is_whole=size == head.audio.bytes,
        beside={what: one.name for what, one in paths.items() if one.is_file()},
    )


def output_file(project: Project, name: str) -> Path:
    """Return where the file called `name` stands that a build wrote: sound, captions, chapters, session or stems.

    Raises:
        NotFoundError: No build wrote it; nothing else of the folder is handed out.
    """
    known: dict[str, Path] = {}
    for one in built_files(project):
        known |= {file: project.output / file for file in (one.name, *one.beside.values())}
        folder = stems_folder(project, one.name)
        known |= {f"{folder.name}/{path.name}": path for path in folder.glob("*") if path.suffix in _OF_STEMS}
    path = known.get(name)
    if path is None or not path.is_file() or not path.resolve().is_relative_to(project.output.resolve()):
        raise NotFoundError(f'nothing that was built is called "{name}"', hint=near_miss(name, known))
    return path


def stems_folder(project: Project, name: str) -> Path:
    """Return where the stems of a built class go: a folder beside its file."""
    stem, _, suffix = name.rpartition(".")
    return project.output / f"{stem if suffix.lower() in FORMATS else name}.stems"


def changed_since_built(project: Project, name: str) -> tuple[str, ...]:
    """Return what keeps the built file called `name` from being what a build would make now; nothing where it is that.

    Raises:
        NotFoundError: It is not built.
    """
    path = session_path(output_file(project, name))
    try:
        refuse_changed(gather_again(project, path))
    except AudioSessionError as error:
        return (error.message,)
    return ()
