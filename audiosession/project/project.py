"""The project on disk: the only module that knows the names of its folders and files.

Starter content comes with the package. A folder with a `scripts/` of its own is a project; what it lacks, the starter
fills, so that every command works anywhere.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import audiosession
from audiosession.errors import DefinitionError, NotFoundError, near_miss
from audiosession.spelling import composed

DEFINITIONS = ("exercises", "classes", "templates")
_MAX_BYTES = 1_000_000


@dataclass(frozen=True)
class Project:
    """A project folder; `root` need not exist as long as nothing is written."""

    root: Path

    @property
    def scripts(self) -> Path:
        """Where definitions, templates, lexicon and show.toml stand."""
        return self.root / "scripts"

    @property
    def music(self) -> Path:
        """Where the project's own beds stand."""
        return self.root / "music"

    @property
    def output(self) -> Path:
        """Where built sessions go."""
        return self.root / "output"

    @property
    def cache(self) -> Path:
        """Where takes, beds and windows are kept between builds, for all projects of this user."""
        return cache_folder()

    @cached_property
    def starter(self) -> Path:
        """The content that comes with the package."""
        return starter_folder()

    def told(self, path: Path) -> str:
        """Return where `path` lies in the project, with slashes and in NFC; of what lies elsewhere its name alone."""
        try:
            return composed(_plain(path).relative_to(_plain(self.root)).as_posix())
        except ValueError:
            return composed(path.name)

    def names(self, kind: str) -> list[str]:
        """Return the names of all exercises or classes, the project's own and the starter's."""
        return sorted(self._files(kind, ".toml"))

    def definition(self, kind: str, name: str) -> Path:
        """Return the file that defines the exercise or class called `name`.

        Raises:
            NotFoundError: There is none; the hint names the nearest.
        """
        files = self._files(kind, ".toml")
        if name not in files:
            raise NotFoundError(f'no {_singular(kind)} is called "{name}"', hint=near_miss(name, files))
        return files[name]

    def templates(self) -> dict[str, str]:
        """Return the text of every narration template by file name."""
        return {name: read_text(path) for name, path in self.template_paths().items()}

    def template_paths(self) -> dict[str, Path]:
        """Return where each narration template stands, by file name."""
        return self._files("templates", ".j2")

    def script(self, name: str) -> Path | None:
        """Return a single file of `scripts/`, such as show.toml: the project's own, else the starter's, else None."""
        return next((p for p in (self.scripts / name, self.starter / "scripts" / name) if p.is_file()), None)

    def music_folders(self) -> list[Path]:
        """Return the folders that hold beds, the project's own first."""
        return [folder for folder in (self.music, self.starter / "music") if folder.is_dir()]

    def _files(self, kind: str, suffix: str) -> dict[str, Path]:
        found: dict[str, Path] = {}
        for folder in (self.scripts / kind, self.starter / "scripts" / kind):
            for path in _listed(folder):
                if path.suffix == suffix and not path.name.startswith("."):
                    found.setdefault(composed(path.stem if suffix == ".toml" else path.name), path)
        return found


def open_project(start: Path | None = None) -> Project:
    """Return the project that `start` (the working folder by default) lies in: the nearest one upwards.

    Where there is none, `start` itself becomes the root, with starter content alone.
    """
    here = _plain(start or Path.cwd())
    for folder in (here, *here.parents):
        if (
            any((folder / "scripts" / kind).is_dir() for kind in DEFINITIONS)
            or (folder / "scripts/show.toml").is_file()
        ):
            return Project(folder)
    return Project(here)


def project_around(path: Path) -> Project | None:
    """Return the project that the built class at `path` lies in; None where it was put elsewhere.

    Where nobody wrote a definition, the folder that an output folder lies in is the project.
    """
    folder = _plain(path).parent
    found = open_project(folder)
    if found.scripts.is_dir():
        return found
    above = Project(folder.parent)
    return above if above.output == folder else None


def starter_folder() -> Path:
    """Return where the starter content lies: in the installed package, or beside it in a checkout."""
    package = Path(audiosession.__file__).parent
    return next(p for p in (package / "starter", package.parent) if (p / "scripts").is_dir())


def cache_folder() -> Path:
    """Return the folder of the caches: ``AUDIOSESSION_CACHE``, else where the system keeps caches."""
    if chosen := os.environ.get("AUDIOSESSION_CACHE"):
        return Path(chosen)
    from platformdirs import user_cache_path

    return user_cache_path("audiosession", appauthor=False)


def read_text(path: Path) -> str:
    """Return the text of a file that a person wrote, in NFC.

    Raises:
        DefinitionError: It is missing, a folder, unreadable, not UTF-8, holds NUL bytes or is over a megabyte.
    """
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise DefinitionError(f"is over {_MAX_BYTES // 1_000_000} MB; no text here is that long", path=path)
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise DefinitionError("is not UTF-8 text", path=path, line=line, hint="save it as UTF-8") from None
    except OSError as error:
        raise DefinitionError(f"can't be read: {error.strerror or error}", path=path) from None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise DefinitionError("holds a NUL byte", path=path, line=line, hint="save it as plain UTF-8 text")
    return composed(text)


def _plain(path: Path) -> Path:
    """Return `path` from the root of the disk, without ``..``."""
    return Path(os.path.normpath(path.absolute()))


def _listed(folder: Path) -> Iterable[Path]:
    try:
        return sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []


def _singular(kind: str) -> str:
    return "class" if kind == "classes" else kind.removesuffix("s")
