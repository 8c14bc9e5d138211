"""Check chapters that stand in the feed itself: Podlove Simple Chapters (podlove.org/simple-chapters, version 1.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from audiosession.feed.checks.rules import Finding
from audiosession.feed.rss import PSC, Item, line_of

_CLOCK = re.compile(r"(?:npt:)?(?:(?:([0-9]{1,4}):)?([0-5]?[0-9]):([0-5]?[0-9])|([0-9]{1,7}))(\.[0-9]{0,9})?")
"""Normal Play Time, as Simple Chapters have it: 37, 7:48, 01:35:52, 05:12:03.500."""


def check_marks(chapters: Item) -> Iterator[Finding]:
    """Yield what is wrong with the `psc:chapters` of an item."""
    marks = chapters.findall(f"{{{PSC}}}chapter")
    if not marks:
        yield Finding(rule="simple-chapters", message="psc:chapters holds no chapter", line=line_of(chapters))
    starts: list[float] = []
    for mark in marks:
        told = mark.get("start", "").strip()
        start = read_play_time(told)
        if start is None:
            message = f'a psc:chapter starts at "{told}", which is no time such as 00:01:05.500'
            yield Finding(rule="simple-chapters", message=message, line=line_of(mark))
        else:
            starts.append(start)
        if not mark.get("title", "").strip():
            yield Finding(rule="simple-chapters", message="a psc:chapter has no title", line=line_of(mark))
    if any(after <= before for before, after in pairwise(starts)):
        message = "the times of psc:chapters do not ascend"
        yield Finding(rule="simple-chapters", message=message, line=line_of(chapters))


def read_play_time(text: str) -> float | None:
    """Return the seconds that a Normal Play Time tells (RFC 2326, 3.6), None where it tells none.

    >>> [read_play_time(text) for text in ("37", "7:48", "05:12:03.500", "soon")]
    [37.0, 468.0, 18723.5, None]
    """
    found = _CLOCK.fullmatch(text)
    if not found:
        return None
    hours, minutes, seconds = (int(found[n] or 0) for n in (1, 2, 3))
    whole = int(found[4]) if found[4] else (hours * 60 + minutes) * 60 + seconds
    return whole + float(f"0{found[5]}" if found[5] and found[5] != "." else 0)
