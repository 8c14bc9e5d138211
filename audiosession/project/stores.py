"""The stores of a project: the only place that knows the names of their folders, and how many bytes each keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiosession.project.project import Project

if TYPE_CHECKING:
    from audiosession.beds.loops import LoopStore
    from audiosession.files.blobs import BlobStore
    from audiosession.voices.store import TakeStore

TAKES_LIMIT = 2_000_000_000
"""About six hours of speech, with what was measured of it."""
LOOPS_LIMIT = 4_000_000_000
"""About six hours of music; as long as a class plays, its loops are the last to go."""
WINDOWS_LIMIT = 1_000_000_000
"""About seventeen hours of finished classes."""
COVERS_LIMIT = 200_000_000
"""Those of some four hundred classes, so that no publish draws them all anew."""


def take_store(project: Project) -> TakeStore:
    """Return the store of spoken lines."""
    from audiosession.voices.store import TakeStore  # whoever wants another store need not load this one

    return TakeStore(project.cache / "takes", limit=TAKES_LIMIT)


def loop_store(project: Project) -> LoopStore:
    """Return the store of beds that were made to go round."""
    from audiosession.beds.loops import LoopStore

    return LoopStore(project.cache / "beds", limit=LOOPS_LIMIT)


def window_store(project: Project) -> BlobStore:
    """Return the store of windows: their MP3 frames, and what was heard in them."""
    from audiosession.files.blobs import BlobStore

    return BlobStore(project.cache / "windows", kind="window", limit=WINDOWS_LIMIT)


def cover_store(project: Project) -> BlobStore:
    """Return the store of drawn covers."""
    from audiosession.files.blobs import BlobStore

    return BlobStore(project.cache / "covers", kind="cover", limit=COVERS_LIMIT)
