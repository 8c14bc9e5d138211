"""Classes a day as JSON values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from audiosession.errors import FaultsError
from audiosession.studio.shapes.faults import fault_shape
from audiosession.units import to_seconds

if TYPE_CHECKING:
    from audiosession.studio.as_json import Json, Words
    from audiosession.studio.results import DailyMade, DailyRow


def _daily_row(row: DailyRow, words: Words) -> Json:
    error = row.error
    faults = error.faults if isinstance(error, FaultsError) else () if error is None else (error.as_fault(),)
    return {
        "name": row.name,
        "date": row.date.isoformat(),
        "language": row.language,
        "slug": row.slug,
        "state": str(row.state),
        "from": row.moment.isoformat(),
        "title": row.title,
        "length": None if row.length is None else to_seconds(row.length),
        "exercises": list(row.exercises),
        "unmet": list(row.unmet),
        "path": None if row.path is None else words.path(row.path),
        "faults": [fault_shape(one, words) for one in faults],
    }


def _daily_made(made: DailyMade, words: Words) -> Json:
    feeds = dict.fromkeys(show.feed_url for one in made.published for show in one.shows)
    return {"classes": [_daily_row(row, words) for row in made.rows], "feeds": list(feeds)}


DAILY_WORDED: Mapping[str, Callable[[Any, Words], Json]] = {"DailyRow": _daily_row, "DailyMade": _daily_made}
"""What makes JSON values of each result, by the name of its type, in the words of a face."""
