"""Files as they are before and after a change: written under the project's lock, all of them or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from audiosession.digests import digest_of
from audiosession.errors import Act, AudioSessionError, ConflictError, DefinitionError, NotFoundError, Remedy
from audiosession.files.lock import alone
from audiosession.files.reading import TEXT_BYTES, read_at_most
from audiosession.files.whole import write_whole
from audiosession.project.editing.places import Place, overlays, refuse_strange
from audiosession.project.editing.secrets import hidden
from audiosession.project.project import Project, decoded_text

_BOM = "\ufeff".encode()
_MOST_BYTES = 300_000_000
"""The longest file that a change can be about: a recording."""


@dataclass(frozen=True, kw_only=True)
class FileChange:
    """What stands under `path` before a change and after it; None where there is no file."""

    path: Path
    before: bytes | None = field(repr=False)
    after: bytes | None = field(repr=False)

    @property
    def back(self) -> FileChange:
        """The change that undoes it."""
        return FileChange(path=self.path, before=self.after, after=self.before)

    @property
    def n_bytes(self) -> int:
        """How much it holds."""
        return len(self.before or b"") + len(self.after or b"")


def content_of(path: Path, most: int = _MOST_BYTES) -> bytes | None:
    """Return what the file at `path` holds; None where there is none.

    Raises:
        DefinitionError: It can't be read, or is longer than `most` bytes.
    """
    try:
        return read_at_most(path, most)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise DefinitionError(f"can't be read: {error.strerror or error}", path=path) from None


def version_of(content: bytes | None) -> str:
    """Return the version of a file: the digest of its bytes; empty where there is none."""
    return "" if content is None else digest_of(content)


def changed_text(path: Path, before: bytes | None, text: str) -> FileChange:
    """Return that `text` is written to `path`, with the ends of lines that the file had before.

    Raises:
        DefinitionError: It is too long for a text, or holds what no text does.
    """
    had = before or b""
    if had.count(b"\r\n") == had.count(b"\n") > 0 and "\r" not in text:
        text = text.replace("\n", "\r\n")
    try:
        after = (_BOM if had.startswith(_BOM) else b"") + text.encode()
    except UnicodeEncodeError:
        raise DefinitionError("holds a letter that is none", path=path) from None
    if len(after) > TEXT_BYTES:
        raise DefinitionError(f"is over {TEXT_BYTES // 1_000_000} MB; no text here is that long", path=path)
    decoded_text(after, path)
    return FileChange(path=path, before=before, after=after)


def copied_overlays(project: Project, place: Place) -> Iterator[FileChange]:
    """Yield the translations that come into the project with a definition that came with the program."""
    if place.is_own or place.kind not in ("exercise", "class"):
        return
    for _, path in overlays(project, place.folder, place.name):
        own = place.own.with_name(path.name)
        if not own.exists():
            yield FileChange(path=own, before=None, after=content_of(path))


def make_changes(project: Project, changes: Sequence[FileChange]) -> None:
    """Make all `changes`, each of a file that is still what it was before; else none of them.

    Raises:
        ConflictError: A file is another one by now.
        NotFoundError: There is no project to write into.
        OutputError: A file can't be written.
    """
    if not project.is_own:
        raise NotFoundError("there is no project here to write to", remedy=Remedy(act=Act.NEW_PROJECT, to="my-classes"))
    with changing(project):
        for one in changes:
            refuse_strange(project, one.path)
            if (now := content_of(one.path)) != one.before:
                yours = None if one.after is None else _decoded(one.after)
                refuse_stale(project, one.path, now, yours)
        done: list[FileChange] = []
        try:
            for one in changes:
                _write(one.path, one.after)
                done.append(one)
        except AudioSessionError:
            for one in reversed(done):
                with suppress(AudioSessionError):
                    _write(one.path, one.before)
            raise


@contextmanager
def changing(project: Project) -> Iterator[None]:
    """Hold the files of a project, so that whoever else changes one of them waits.

    Raises:
        PublishError: Another process holds them for a minute.
        OutputError: They can't be written.
    """
    with alone(project.scripts, what="change"):
        yield


def _write(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
    else:
        write_whole(path, content)


def refuse_stale(project: Project, path: Path, now: bytes | None, yours: str | None) -> NoReturn:
    """Refuse to write `yours` over what stands at `path` `now`, which is not what it was made of.

    Raises:
        ConflictError: Always.
    """
    raise ConflictError(
        "was taken away meanwhile" if now is None else "was changed meanwhile by another program",
        hint="compare the two, and keep what you want",
        path=project.told(path),
        theirs=shown_text(path, _decoded(now)),
        version=version_of(now),
        yours=shown_text(path, yours or ""),
    )


def shown_text(path: Path, text: str) -> str:
    """Return the `text` of the file at `path` as a face may show it: without the secrets that show.toml may hold."""
    return hidden(text) if path.name == "show.toml" else text


def _decoded(content: bytes | None) -> str:
    return (content or b"")[:TEXT_BYTES].decode("utf-8-sig", "replace")
