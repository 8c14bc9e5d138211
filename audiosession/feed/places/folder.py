"""A folder as the place of a show: temp file and rename, so that nobody sees half a file."""

from __future__ import annotations

import hashlib
from pathlib import Path

from audiosession.errors import PublishError
from audiosession.feed.places.target import ConflictError, Document, MediaOutcome, Upload
from audiosession.files.disk import alone, write_new, write_whole


class Folder:
    """A show in a folder on this machine; see `audiosession.feed.places.target.Target`."""

    is_remote = False

    def __init__(self, root: Path) -> None:
        self.root = root
        self.name = str(root)

    def has(self, key: str, sha256: str | None, size: int | None) -> bool:
        """Tell whether the file is there, comparing what is asked for; see `Target.has`."""
        path = self.root / key
        if not path.is_file():
            return False
        if (size is not None and path.stat().st_size != size) or (sha256 and _digest(path) != sha256):
            raise PublishError(
                "another file stands under this name", path=path, hint="move it away, then publish again"
            )
        return True

    def put_media(self, upload: Upload) -> MediaOutcome:
        """Put a file that never changes; see `Target.put_media`."""
        if self.has(upload.key, upload.sha256, upload.size):
            return "there"
        if write_new(self.root / upload.key, upload.content):
            return "put"
        return "there" if self.has(upload.key, upload.sha256, upload.size) else self.put_media(upload)

    def read_document(self, key: str) -> Document | None:
        """Return a document, or None where there is none; its tag is its hash."""
        try:
            content = (self.root / key).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise PublishError(f"can't be read: {error.strerror}", path=self.root / key) from error
        return Document(content=content, tag=hashlib.sha256(content).hexdigest())

    def put_document(self, upload: Upload, expected: Document | None) -> None:
        """Replace a document; a lock in the folder makes the comparison and the rename one step."""
        with alone(self.root):
            now = self.read_document(upload.key)
            if (now.tag if now else None) != (expected.tag if expected else None):
                raise ConflictError(upload.key)
            write_whole(self.root / upload.key, upload.content)

    def keeps_conditions(self, upload: Upload) -> bool:
        """A folder does: see `put_document`."""
        return True


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
