"""What a face was asked to do and has not finished, kept beside the caches: it is no part of what a person writes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from audiosession.files.reading import TEXT_BYTES, read_at_most
from audiosession.files.whole import write_whole
from audiosession.json_text import read_json
from audiosession.project.project import Project
from audiosession.project.stores import queue_file

if TYPE_CHECKING:
    from audiosession.studio.as_json import Json


def read_queue(project: Project) -> list[dict[str, Any]]:
    """Return the rows that were kept; none where there is no such file, or it is not ours."""
    path = queue_file(project)
    try:
        rows = read_json(read_at_most(path, TEXT_BYTES)) if path.is_file() else []
    except (ValueError, OSError):
        return []
    kept = rows if isinstance(rows, list) else []
    return [row for row in kept if isinstance(row, dict) and isinstance(row.get("asked"), dict)]


def write_queue(project: Project, rows: Sequence[Json]) -> None:
    """Keep `rows`, or remove the file where there is nothing to keep.

    Raises:
        OutputError: It can't be written.
    """
    path = queue_file(project)
    if rows:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, json.dumps(rows, ensure_ascii=False).encode())
    elif path.is_file():
        path.unlink(missing_ok=True)
