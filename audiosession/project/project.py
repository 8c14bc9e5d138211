"""The project on disk: the only module that knows the names of its folders and files.

Starter content comes with the package. A folder with a `scripts/` of its own is a project; what it lacks, the starter
fills, so that every command works anywhere.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import audiosession
from audiosession.errors import DefinitionError, NotFoundError, near_miss
from audiosession.files.homes import home_folder
from audiosession.files.links import LOST_LINK_HINT, lost_link, told_link
from audiosession.files.reading import TEXT_BYTES, read_at_most
from audiosession.spelling import composed

DEFINITIONS = ("exercises", "classes", "templates", "languages")
TRANSLATED = ("exercises", "classes")
"""The kinds of definitions whose words may stand in several languages."""


@dataclass(frozen=True)
class Project:
    """A project folder; `root` need not exist as long as nothing is written."""

    root: Path
    store: str = ""
    """The address of the shared store, in place of what show.toml says; ``none`` is none."""

    @property
    def scripts(self) -> Path:
        """Where definitions, templates, lexicon and show.toml stand."""
        return self.root / "scripts"

    @property
    def schemas(self) -> Path:
        """Where the schemas stand by which editors complete and check definitions."""
        return self.scripts / ".schemas"

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

    @property
    def is_own(self) -> bool:
        """Whether somebody has begun to write here; else there is starter content alone."""
        folders = any((self.scripts / kind).is_dir() for kind in DEFINITIONS)
        return folders or (self.scripts / "show.toml").is_file()

    def told(self, path: Path) -> str:
        """Return where `path` lies in the project, with slashes and in NFC; of what lies elsewhere its name alone.

        Raises:
            DefinitionError: The name is no text, so that no session could tell it.
        """
        try:
            told = composed(_plain(path).relative_to(_plain(self.root)).as_posix())
        except ValueError:
            told = composed(path.name)
        try:
            told.encode()
        except UnicodeEncodeError:
            shown = told.encode("ascii", "backslashreplace").decode()
            hint = "rename what is named in another encoding"
            raise DefinitionError(f"has a name that is not UTF-8: {shown}", path=path, hint=hint) from None
        return told

    def names(self, kind: str) -> list[str]:
        """Return the names of all exercises or classes, the project's own and the starter's."""
        return sorted(self._files(kind, ".toml"))

    def own_names(self, kind: str) -> list[str]:
        """Return the names of the exercises or classes that stand in this project itself; the starter's if none do."""
        own = sorted(composed(path.stem) for path in _listed(self.scripts / kind) if _defines(path, ".toml"))
        return own or self.names(kind)

    def definitions(self, kind: str) -> list[Path]:
        """Return where all exercises or classes stand, in the order of `names`."""
        found = self._files(kind, ".toml")
        return [found[name] for name in sorted(found)]

    def texts_of(self, kind: str) -> list[Path]:
        """Return all files of a kind of `DEFINITIONS`, the starter's first, whether one stands in another's place."""
        return [path for folder in self.definition_folders(kind) for path in _listed(folder) if path.is_file()]

    def definition_folders(self, kind: str) -> list[Path]:
        """Return where exercises or classes and their translations stand, the starter's first."""
        return [self.starter / "scripts" / kind, self.scripts / kind]

    def definition(self, kind: str, name: str) -> Path:
        """Return the file that defines the exercise or class called `name`.

        Raises:
            NotFoundError: There is none; the hint names the nearest.
        """
        path = self.find(kind, name)
        if path is None:
            raise NotFoundError(f'no {_singular(kind)} is called "{name}"', hint=near_miss(name, self.names(kind)))
        return path

    def find(self, kind: str, name: str) -> Path | None:
        """Return the file that defines the exercise or class called `name`; None where there is none.

        A folder of a thousand definitions is not listed for one whose file is called as a name is.
        """
        if _USUAL_NAME.fullmatch(name):
            for folder in (self.scripts / kind, self.starter / "scripts" / kind):
                if _is_there(path := folder / f"{name}.toml"):
                    return path
        return self._files(kind, ".toml").get(name)

    def templates(self) -> dict[str, str]:
        """Return the text of every narration template by file name."""
        return {name: read_text(path) for name, path in self.template_paths().items()}

    def template_paths(self) -> dict[str, Path]:
        """Return where each narration template stands, by file name."""
        return self._files("templates", ".j2")

    def script(self, name: str) -> Path | None:
        """Return a single file of `scripts/`, such as show.toml: the project's own, else the starter's, else None."""
        _refuse_lost(self.scripts / name)
        return next((p for p in (self.scripts / name, self.starter / "scripts" / name) if _is_there(p)), None)

    def starter_page(self, name: str) -> Path:
        """Return a page from which files of a project are made: what `new` puts into one."""
        return self.starter / "scripts" / "new" / name

    def music_folders(self) -> list[Path]:
        """Return the folders that hold beds, the project's own first."""
        _refuse_lost(self.music)
        return [folder for folder in (self.music, self.starter / "music") if folder.is_dir()]

    def _files(self, kind: str, suffix: str) -> dict[str, Path]:
        found: dict[str, Path] = {}
        for folder in (self.scripts / kind, self.starter / "scripts" / kind):
            for path in _listed(folder):
                if _defines(path, suffix):
                    found.setdefault(composed(path.stem if suffix == ".toml" else path.name), path)
        return found


def open_project(start: Path | None = None) -> Project:
    """Return the project that `start` (the working folder by default) lies in: the nearest one upwards.

    Where there is none, `start` itself becomes the root, with starter content alone.
    """
    try:
        here = _plain(start or Path.cwd())
    except FileNotFoundError:
        raise NotFoundError("the working folder is not there any more", hint="go to a folder that is") from None
    for folder in (here, *here.parents):
        _refuse_lost(folder / "scripts")
        if Project(folder).is_own:
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

    return home_folder(lambda: user_cache_path("audiosession", appauthor=False), variable="AUDIOSESSION_CACHE")


def read_text(path: Path) -> str:
    """Return the text of a file that a person wrote, in NFC.

    Raises:
        NotFoundError: It is a link that leads nowhere.
        DefinitionError: It is missing, a folder, unreadable, not UTF-8, holds NUL bytes or is over a megabyte.
    """
    unsaved = _UNSAVED.get().get(path)
    try:
        return composed(decoded_text(read_at_most(path, TEXT_BYTES) if unsaved is None else unsaved, path))
    except OSError as error:
        _refuse_lost(path)
        if error.errno == errno.EFBIG:
            raise DefinitionError(
                f"is over {TEXT_BYTES // 1_000_000} MB; no text here is that long", path=path
            ) from None
        raise DefinitionError(f"can't be read: {error.strerror or error}", path=path) from None


def decoded_text(content: bytes, path: Path) -> str:
    """Return the text that `content`, what the file at `path` holds, is, letter by letter as it stands there.

    Raises:
        DefinitionError: It is not UTF-8, or holds NUL bytes.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise DefinitionError("is not UTF-8 text", path=path, line=line, hint="save it as UTF-8") from None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise DefinitionError("holds a NUL byte", path=path, line=line, hint="save it as plain UTF-8 text")
    return text


_UNSAVED: ContextVar[Mapping[Path, bytes]] = ContextVar("unsaved", default={})  # noqa: B039 (never changed)


@contextmanager
def as_if_saved(path: Path, content: bytes) -> Iterator[None]:
    """Have the file at `path` read, in this thread alone, as if it held `content`: what would it be at fault for?"""
    before = _UNSAVED.set({**_UNSAVED.get(), path: content})
    try:
        yield
    finally:
        _UNSAVED.reset(before)


def _is_there(path: Path) -> bool:
    return path.is_file() or path in _UNSAVED.get()


def _refuse_lost(path: Path) -> None:
    """Refuse a link that leads nowhere in the place of what a person wrote: what it should hold is not left out.

    Raises:
        NotFoundError: There is one.
    """
    if path.is_symlink() and (link := lost_link(path)):
        raise NotFoundError(told_link(link), path=link, hint=LOST_LINK_HINT)


def _plain(path: Path) -> Path:
    """Return `path` from the root of the disk, without ``..``."""
    return Path(os.path.normpath(path.absolute()))


def _listed(folder: Path) -> Iterable[Path]:
    _refuse_lost(folder)
    try:
        return sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []


_TRANSLATION = re.compile(r"(.+)\.([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\.toml")
_USUAL_NAME = re.compile(r"[a-z0-9-]{1,200}")
"""What is looked for as it stands: no such name leads out of its folder."""


def _defines(path: Path, suffix: str) -> bool:
    return path.suffix == suffix and not path.name.startswith(".") and translation_of(path) is None


def translation_of(path: Path) -> tuple[str, str] | None:
    """Return which definition the file at `path` translates, and into which language; None where it is a definition.

    >>> translation_of(Path("scripts/exercises/swan.de.toml")), translation_of(Path("scripts/exercises/swan.toml"))
    (('swan', 'de'), None)
    """
    found = _TRANSLATION.fullmatch(composed(path.name)) if path.parent.name in TRANSLATED else None
    return (found[1], found[2].lower()) if found else None


def _singular(kind: str) -> str:
    return "class" if kind == "classes" else kind.removesuffix("s")
