"""What was published, and what a feed was checked for, as JSON values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from audiosession.errors import Fault

if TYPE_CHECKING:
    from audiosession.studio.as_json import Json, Words
    from audiosession.studio.results import Checked, Published, PublishedEpisode


def _published(published: Published, words: Words) -> Json:
    return {
        "feed": published.feed_url,
        "page": published.page_url,
        "target": published.target,
        "dry_run": published.rehearsal,
        "shows": [{"language": one.language, "feed": one.feed_url, "page": one.page_url} for one in published.shows],
        "episodes": [_published_episode(row) for row in published.episodes],
        "files": [{"key": one.key, "bytes": one.size, "outcome": one.outcome} for one in published.files],
        "left_out": list(published.left_out),
        "notices": [_notice(notice, words) for notice in published.notices],
        "warnings": list(published.warnings),
    }


def _published_episode(row: PublishedEpisode) -> Json:
    told: dict[str, Json] = {"name": row.name, "guid": row.guid, "state": row.state, "date": row.date.isoformat()}
    return told if row.duration_s is None else {**told, "title": row.title, "duration": row.duration_s}


def _notice(notice: Fault, words: Words) -> Json:
    place = f"{words.path(notice.path)}: " if notice.path else ""
    hint = words.hint(notice)
    return place + notice.message + (f" ({hint})" if hint else "")


def _checked(checked: Checked) -> Json:
    return {
        "feed": checked.place,
        "episodes": checked.n_episodes,
        "findings": [
            {"rule": one.rule, "level": one.level, "line": one.line, "message": one.message} for one in checked.findings
        ],
    }


PUBLISHING_SHAPES: Mapping[str, Callable[[Any], Json]] = {"PublishedEpisode": _published_episode, "Checked": _checked}
"""What makes JSON values of each result, by the name of its type."""
PUBLISHING_WORDED: Mapping[str, Callable[[Any, Words], Json]] = {"Published": _published}
"""Those in which something is told in the words of a face."""
