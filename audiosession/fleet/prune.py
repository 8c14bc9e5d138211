"""Take away what was built for variants that a catalogue does not name any more."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from audiosession.errors import AudioSessionError
from audiosession.fleet.tasks import Task, Tasks
from audiosession.formats import beside, stem
from audiosession.project.catalogue.record import Record, read_record
from audiosession.project.project import Project
from audiosession.project.sessions import read_head, session_path
from audiosession.publishing.select import published_slugs

_BESIDE = (".vtt", ".chapters.json")


@dataclass(frozen=True, kw_only=True)
class Pruned:
    """The sound files that go, or would in a `rehearsal`, with what lies beside each.

    `published` stay, for they are episodes; so do `others`, which somebody built anew by hand.
    """

    removed: tuple[Path, ...]
    published: tuple[Path, ...]
    others: tuple[Path, ...]
    n_bytes: int
    rehearsal: bool


def prune_catalogue(project: Project, *, rehearsal: bool = False) -> Pruned:
    """Remove what the catalogue built and does not name any more; in a `rehearsal` tell of it alone.

    A variant that can't be now is still named: its file stays. Of one whose file has another name by now, such as after
    another usual voice, the old one goes.

    Raises:
        AudioSessionError: There is no catalogue, or it or the show's facts are at fault.
    """
    tasks, record, published = Tasks(project), read_record(project), published_slugs(project)
    keys = {variant.key for variant in tasks.variants}
    named = {one.inputs.path.name: one.variant.key for one in tasks.all() if isinstance(one, Task)}
    tasks.keep()
    elsewhere = {*named.values()}
    left = [
        name for name, row in record.rows.items() if name not in named and (row.key not in keys or row.key in elsewhere)
    ]
    paths = [project.output / Path(name).name for name in left]
    there = [path for path in paths if path.exists()]
    episodes = [path for path in there if stem(path) in published]
    others = [path for path in there if path not in episodes and not _is_ours(path, record)]
    removed = [path for path in there if path not in episodes and path not in others]
    n_bytes = sum(path.stat().st_size for path in removed)
    if not rehearsal:
        for path in removed:
            for one in (path, *(beside(path, suffix) for suffix in _BESIDE), session_path(path)):
                one.unlink(missing_ok=True)  # the session goes last: until then the next run knows whose it is
        record.rows = {name: row for name, row in record.rows.items() if project.output / name not in set(removed)}
        if removed:
            record.keep()
    return Pruned(
        removed=tuple(removed),
        published=tuple(episodes),
        others=tuple(others),
        n_bytes=n_bytes,
        rehearsal=rehearsal,
    )


def _is_ours(path: Path, record: Record) -> bool:
    """Tell whether the file at `path` is still what was built for the catalogue."""
    try:
        return read_head(session_path(path)).audio.sha256 == record.rows[path.name].sha256
    except AudioSessionError:
        return False
