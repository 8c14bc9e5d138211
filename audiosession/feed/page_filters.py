"""What templates of pages have besides the filters that every template has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from audiosession.feed.letters import fit_line
from audiosession.units import clock, to_ms
from audiosession.writing.templating.budget import TemplateFaultError
from audiosession.writing.templating.filters import FOR_HTML, Filter
from audiosession.writing.words.pages import PageWords
from audiosession.writing.words.places import filled

_LONGEST = 500


def page_filters(words: PageWords) -> Mapping[str, Filter]:
    """Return the filters of pages in the language of `words`, which dates and lengths are written in."""
    return {**_PLAIN, "day": Filter(function=words.day), "minutes": Filter(function=words.lasting)}


def _filled(sentence: Any, **values: Any) -> str:
    """Return `sentence` with each value in its place; both are short, since one may stand in many places."""
    for one in (sentence, *values.values()):
        if not isinstance(one, str | int | float) or len(str(one)) > _LONGEST:
            raise TemplateFaultError(f"filled takes texts of at most {_LONGEST} characters, and numbers")
    return filled(str(sentence), **values)


def _counted(words: Any, number: Any) -> str:
    """Return the form of `words`, which has `one` and `other`, for `number`."""
    if not isinstance(words, dict) or {"one", "other"} - set(words):
        raise TemplateFaultError("counted takes words with one and other, such as words.classes")
    return _filled(words["one"] if number == 1 else words["other"], number=number)


def _shorten(text: str, length: int) -> str:
    line = fit_line(text)
    return line if len(line) <= length else line[:length].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def _timestamp(seconds: float) -> str:
    """Return a time as podcast apps find it in notes (Apple Podcasts 5482); rounded down, so that no word is missed."""
    minutes, rest = divmod(to_ms(seconds) // 1000, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest:02}"


_PLAIN = {
    **FOR_HTML,
    "clock": Filter(function=lambda seconds: clock(to_ms(seconds))),
    "counted": Filter(function=_counted, growth=4),
    "filled": Filter(function=_filled, growth=4),
    "lines": Filter(function=lambda text: [line for line in text.splitlines() if line.strip()]),
    "shorten": Filter(function=_shorten),
    "timestamp": Filter(function=_timestamp),
    "urlencode": Filter(function=lambda text: quote(text, safe="/"), growth=16),
}
