"""All of a project that builds read, as one tar: the same project is the same bytes, whoever packs it.

Nothing in it tells of a machine or a person, and keys that stand in show.toml stay at home.
"""

from __future__ import annotations

import io
import os
import re
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO

from audiosession.errors import OutputError, StoreError
from audiosession.files.digests import digest_of_open
from audiosession.files.sharing.actions import PIECE_BYTES, MissedError
from audiosession.files.sharing.shared import SharedStore
from audiosession.files.whole import cached_file
from audiosession.project.editing.secrets import hidden
from audiosession.project.project import Project, read_text

KIND = "project"
"""What a tar is called in a shared store."""
_TRIES = 3
_LEFT_BEHIND = re.compile(r"^[.#]|(~|\.(bak|old|orig|rej|save|swp|tmp|part))$", re.IGNORECASE)
"""What nobody reads: hidden files, and what editors leave, which may hold the keys of show.toml."""


def pack_project(project: Project, others: Iterable[Path], file: IO[bytes]) -> str:
    """Write what builds read of `project` into an empty `file`, and return the digest of that.

    Args:
        project: Whose definitions, templates and music are packed.
        others: Files and folders elsewhere in it that are read too, such as recordings.
        file: Seekable.

    Raises:
        DefinitionError: show.toml can't be read.
        OSError: A file can't be read.
    """
    found = {path.relative_to(project.root).as_posix(): path for path in _files(project, others)}
    with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name in sorted(found):
            _add(tar, name, found[name], secret=found[name].resolve() == show_of(project).resolve())
    return digest_of_open(file)


def show_of(project: Project) -> Path:
    """Return where the project's own show.toml stands, the one file that may hold keys."""
    return project.scripts / "show.toml"


def unpack_project(file: IO[bytes], folder: Path) -> None:
    """Write what `pack_project` packed into a new `folder`.

    Raises:
        StoreError: It holds anything but files in folders below.
    """
    with tarfile.open(fileobj=file, mode="r:") as tar:
        for member in tar:
            name = PurePosixPath(member.name)
            content = tar.extractfile(member) if member.isreg() else None
            if content is None or name.is_absolute() or ".." in name.parts or _is_elsewhere(member.name):
                raise StoreError(f"the project in the shared store holds {member.name}, which no worker can have here")
            path = folder.joinpath(*name.parts)
            with cached_file(path) as copy:
                while piece := content.read(1 << 20):
                    copy.write(piece)


def _is_elsewhere(name: str) -> bool:
    """Tell whether a name that is plain to whoever packed it leads out of a folder on Windows."""
    return os.name == "nt" and ("\\" in name or ":" in name)


def _files(project: Project, others: Iterable[Path]) -> Iterator[Path]:
    for one in (project.scripts, project.music, *others):
        if one.is_file():
            yield one
        for folder, folders, names in os.walk(one, followlinks=True):
            folders[:] = [name for name in folders if not name.startswith(".") and not _goes_round(Path(folder, name))]
            paths = (Path(folder, name) for name in names if not _LEFT_BEHIND.search(name))
            yield from (path for path in paths if path.is_file())


def _goes_round(folder: Path) -> bool:
    """Tell whether a folder is a link to one that it lies in."""
    return folder.is_symlink() and folder.parent.resolve().is_relative_to(folder.resolve())


def _add(tar: tarfile.TarFile, name: str, path: Path, *, secret: bool) -> None:
    member = tarfile.TarInfo(name)  # of nobody, from the beginning of time
    if secret:
        content = hidden(read_text(path)).encode()
        member.size = len(content)
        tar.addfile(member, io.BytesIO(content))
        return
    with path.open("rb") as file:
        member.size = os.fstat(file.fileno()).st_size
        tar.addfile(member, file)


def unseen_parts(project: Project) -> frozenset[str]:
    """Return by their names the parts of a class of which a worker sees another digest, since keys stay at home.

    Raises:
        DefinitionError: show.toml can't be read.
    """
    show = show_of(project)
    if not show.is_file():
        return frozenset()
    text = read_text(show)
    return frozenset() if hidden(text) == text else frozenset({"[voices] of show.toml"})


def send_project(project: Project, others: Iterable[Path], shared: SharedStore) -> str:
    """Put what builds read of `project` into the store, unless it is there; return its digest. See `pack_project`.

    Raises:
        StoreError: The store does not take it.
        DefinitionError: show.toml can't be read.
        OutputError: A file of the project can't be read.
    """
    with tempfile.TemporaryFile() as file:
        try:
            digest = pack_project(project, others, file)
        except OSError as error:
            path = Path(error.filename) if error.filename else project.root
            raise OutputError(f"can't be read: {error.strerror}", path=path) from error
        for _ in range(_TRIES):
            if _is_there(shared, digest):
                return digest
            shared.send(KIND, digest, partial(_pieces, file))
            shared.flush()
        if _is_there(shared, digest):
            return digest
    why = "; ".join(shared.told())
    raise StoreError(
        f"the shared store {shared.name} did not take the project", hint=why or "see that it can be written"
    )


def _is_there(shared: SharedStore, digest: str) -> bool:
    """Tell whether all of it is in the store, whole: everything is read once, and put right where it is not."""
    try:
        return sum(map(len, shared.read(KIND, digest))) > 0
    except MissedError:
        return False


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(PIECE_BYTES):
        yield piece
