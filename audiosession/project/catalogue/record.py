"""The record of what was built for the catalogue, in the output folder: only what stands in it is ever pruned."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from audiosession.files.whole import write_whole
from audiosession.json_text import read_json
from audiosession.project.project import Project

_NAME = ".catalogue.json"
_SCHEMA = "audiosession/catalogue/1"
_MOST_BYTES = 256_000_000
"""A file takes some 180 bytes of it: a million are told of at the most."""


@dataclass(frozen=True, kw_only=True)
class RecordRow:
    """What is known of one file: the variant it was built as, the digest of its sound, and why it failed last time.

    Without a digest its build was begun, and nobody knows whether it ended.
    """

    key: str
    sha256: str = ""
    failed: str = ""


@dataclass
class Record:
    """The rows of a record by the names of files; `keep` writes it."""

    path: Path
    rows: dict[str, RecordRow] = field(default_factory=dict)

    def begin(self, name: str, key: str) -> None:
        """Note that the file called `name`, which is not there yet, is built for the catalogue from now on."""
        self.rows.setdefault(name, RecordRow(key=key))

    def built(self, name: str, key: str, sha256: str) -> None:
        """Note that the file called `name` was built."""
        self.rows[name] = RecordRow(key=key, sha256=sha256)

    def failed(self, name: str, why: str) -> None:
        """Note why the file called `name` could not be built, if it is the catalogue's."""
        if name in self.rows:
            self.rows[name] = replace(self.rows[name], failed=why)

    def keep(self) -> None:
        """Write the record.

        Raises:
            OutputError: It can't be written.
        """
        rows = {name: asdict(row) for name, row in sorted(self.rows.items())}
        write_whole(self.path, json.dumps({"schema": _SCHEMA, "files": rows}, indent=1).encode())


def read_record(project: Project) -> Record:
    """Return the record of the project; an empty one where there is none, or it can't be read: then nothing is ours."""
    path = project.output / _NAME
    try:
        stored = read_json(path.read_bytes(), most=_MOST_BYTES)
    except (OSError, ValueError):
        return Record(path=path)
    files = stored.get("files") if isinstance(stored, Mapping) and stored.get("schema") == _SCHEMA else None
    rows = files.items() if isinstance(files, Mapping) else ()
    return Record(path=path, rows={str(name): row for name, told in rows if (row := _row(told)) is not None})


def _row(told: object) -> RecordRow | None:
    if not isinstance(told, Mapping) or not all(isinstance(value, str) for value in told.values()):
        return None
    row = {key: str(told.get(key, "")) for key in ("key", "sha256", "failed")}
    return RecordRow(**row)
