"""The place a show is put: what every kind of place can do.

A place holds two sorts of files. Media never change: the name carries a hash, and a file once there is never
written over. Documents (the feed, the pages) do change, and are replaced only if they are still what was read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from audiosession.digests import digest_of
from audiosession.errors import PublishError
from audiosession.files.digests import digest_of_file, hashed_on_the_way

IMMUTABLE = "public, max-age=31536000, immutable"
SHORT_LIVED = "public, max-age=300"
_PIECE = 1 << 20

TYPES = {
    ".mp3": "audio/mpeg",
    ".vtt": "text/vtt",
    ".srt": "application/x-subrip",
    ".chapters.json": "application/json+chapters",
    ".json": "application/json",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".xml": "application/rss+xml",
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
}
"""The type of each kind of file by how its name ends; no host guesses all of these right."""


def type_of(name: str) -> str:
    """Return the MIME type of the file called `name`.

    >>> type_of("swan.chapters.json"), type_of("swan.transcript.json")
    ('application/json+chapters', 'application/json')
    """
    endings = sorted(TYPES, key=len, reverse=True)
    return next((TYPES[ending] for ending in endings if name.lower().endswith(ending)), "application/octet-stream")


Content = bytes | Path | Callable[[], bytes]
"""Bytes, a file on disk, or what makes the bytes when they are wanted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Upload:
    """A file to put under `key`. Its SHA-256 is what says whether two are the same.

    What is not in memory is read, or made, piece by piece when it is put; for what is yet to be made, `sha256` and
    `size` are told. One that is `foretold` is not known but by name, in a rehearsal.
    """

    key: str
    content: Content = field(repr=False)
    sha256: str = ""
    size: int = -1
    foretold: bool = False

    def __post_init__(self) -> None:
        content = self.content
        if callable(content):
            if not self.foretold and (not self.sha256 or self.size < 0):
                raise ValueError(f"{self.key} is yet to be made: its digest and size must be told")
            return
        if not self.sha256:
            digest = digest_of(content) if isinstance(content, bytes) else digest_of_file(content)
            object.__setattr__(self, "sha256", digest)
        if self.size < 0:
            size = len(content) if isinstance(content, bytes) else content.stat().st_size
            object.__setattr__(self, "size", size)

    @property
    def type(self) -> str:
        """The MIME type, by the key."""
        return type_of(self.key)

    def pieces(self) -> Iterator[bytes]:
        """Yield its bytes, from the disk a piece at a time, and make sure at the end that they are what they should be.

        Raises:
            PublishError: They are not those of `sha256`.
            OSError: They can't be read.
        """
        if (yield from hashed_on_the_way(_pieces(self.content))) != self.sha256:
            path = self.content if isinstance(self.content, Path) else None
            hint = "publish again; where that does not help, build the class again"
            raise PublishError(f"{self.key} is not what it was when the publish began", path=path, hint=hint)

    def read(self) -> bytes:
        """Return all its bytes; see `pieces`."""
        return b"".join(self.pieces())

    def read_start(self, n_bytes: int) -> bytes:
        """Return the first `n_bytes`."""
        if not isinstance(self.content, Path):
            return self.read()[:n_bytes]
        with self.content.open("rb") as file:
            return file.read(n_bytes)


def _pieces(content: Content) -> Iterator[bytes]:
    if isinstance(content, Path):
        with content.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece
    else:
        yield content if isinstance(content, bytes) else content()


@dataclass(frozen=True, kw_only=True)
class Document:
    """A document as it was read: `tag` is the host's word for exactly this state of it."""

    content: bytes
    tag: str


class StaleDocumentError(Exception):
    """A document is no longer what was read: read it again and merge. Never leaves this package."""


MediaOutcome = Literal["put", "there"]


class Target(Protocol):
    """A place for a show.

    To add a kind of place: 1. `put_media` must refuse to write over a file, however late it turns up; 2. a
    file must never be seen half; 3. `put_document` must compare and write in one step on the host's side, and
    raise `StaleDocumentError` when the document has changed; 4. all trouble is a `PublishError` that names the place.
    """

    name: str
    """How to print the place; holds no secret."""
    is_remote: bool
    """Whether what is put there can be read back through its public address."""

    def has(self, key: str, sha256: str | None, size: int | None) -> bool:
        """Tell whether the file is there; raise a `PublishError` if another one is there under the name."""
        ...

    def put_media(self, upload: Upload) -> MediaOutcome:
        """Put a file that never changes; "there" if the very same was there already."""
        ...

    def read_document(self, key: str) -> Document | None:
        """Return a document, or None where there is none."""
        ...

    def put_document(self, upload: Upload, expected: Document | None) -> None:
        """Replace a document that must still be `expected`; None: that must not be there yet."""
        ...

    def keeps_conditions(self, upload: Upload) -> bool:
        """Tell whether the host refuses, as it was asked to, to write `upload` over itself."""
        ...

    def knowing(self, digest_of: Callable[[Path], str]) -> Target:
        """Return the same place, asking `digest_of` for the digests of files on this machine, if it needs any."""
        ...


def open_target(name: str | None, output: Path) -> Target:
    """Return the target called `name`: a folder, or ``s3://BUCKET/PREFIX``; the folder `output` by default.

    Raises:
        PublishError: The name is of neither kind, or the client for S3 is not installed.
    """
    from audiosession.feed.places.folder import Folder

    if name and name.startswith("s3://"):
        from audiosession.feed.places.bucket import open_bucket

        return open_bucket(name)
    if name and "://" in name:
        raise PublishError(f'"{name}" is no place to publish to', hint="give a folder, or s3://BUCKET/PREFIX")
    return Folder(Path(name) if name else output)
