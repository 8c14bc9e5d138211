"""A folder as the place of a show: temp file and rename, so that nobody sees half a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from audiosession.digests import digest_of
from audiosession.errors import OutputError, PublishError
from audiosession.feed.places.target import Document, MediaOutcome, StaleDocumentError, Upload
from audiosession.feed.xml_text import FEED_BYTES
from audiosession.files.digests import digest_of_file
from audiosession.files.lock import alone
from audiosession.files.reading import read_at_most
from audiosession.files.whole import write_new, write_whole


class Folder:
    """A show in a folder on this machine; see `audiosession.feed.places.target.Target`."""

    is_remote = False

    def __init__(self, root: Path, digest_of: Callable[[Path], str] = digest_of_file) -> None:
        self.root = root
        self.name = str(root)
        self._digest_of = digest_of

    def has(self, key: str, sha256: str | None, size: int | None) -> bool:
        """Tell whether the file is there, comparing what is asked for; see `Target.has`."""
        path = self.root / key
        if not path.is_file():
            return False
        if (size is not None and path.stat().st_size != size) or (sha256 and self._digest_of(path) != sha256):
            raise PublishError(
                "another file stands under this name", path=path, hint="move it away, then publish again"
            )
        return True

    def put_media(self, upload: Upload) -> MediaOutcome:
        """Put a file that never changes; see `Target.put_media`."""
        if self.has(upload.key, upload.sha256, upload.size):
            return "there"
        with _asked():
            is_new = write_new(self.root / upload.key, upload.pieces())
        if is_new:
            return "put"
        return "there" if self.has(upload.key, upload.sha256, upload.size) else self.put_media(upload)

    def read_document(self, key: str) -> Document | None:
        """Return a document, or None where there is none; its tag is its hash."""
        try:
            content = read_at_most(self.root / key, FEED_BYTES)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise PublishError(f"can't be read: {error.strerror}", path=self.root / key) from error
        return Document(content=content, tag=digest_of(content))

    def put_document(self, upload: Upload, expected: Document | None) -> None:
        """Replace a document; a lock in the folder makes the comparison and the rename one step."""
        with _asked(), alone(self.root):
            now = self.read_document(upload.key)
            if (now.tag if now else None) != (expected.tag if expected else None):
                raise StaleDocumentError(upload.key)
            write_whole(self.root / upload.key, upload.read())

    def keeps_conditions(self, upload: Upload) -> bool:
        """A folder does: see `put_document`."""
        return True

    def knowing(self, digest_of: Callable[[Path], str]) -> Folder:
        """Return the same folder; see `Target.knowing`."""
        return Folder(self.root, digest_of)


@contextmanager
def _asked() -> Iterator[None]:
    """Turn what the writer of files raises into what every kind of place raises."""
    try:
        yield
    except OutputError as error:
        raise PublishError(error.message, hint=error.hint, path=error.path) from error
