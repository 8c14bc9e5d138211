"""Check what a feed says about each episode, without fetching anything."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice

from audiosession.feed.checks.marks import check_marks
from audiosession.feed.checks.rules import Finding
from audiosession.feed.dates import read_date, read_duration
from audiosession.feed.episode import is_absolute
from audiosession.feed.rss import CONTENT, ITUNES, PODCAST, PSC, Item, line_of
from audiosession.voices.languages import is_language

_NUMBERED = re.compile(r"^\s*(\d+\s*[-:.)–—]|#\s*\d+|s\d+\s*e\d+)|\b(episode|ep\.?|folge|no\.)\s*#?\d+", re.I)
_DATE = re.compile(
    r"^(?:(Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} "
    r"\d\d:\d\d(:\d\d)? ([+-]\d{4}|GMT|UT|[ECMP][SD]T)$"
)
_MOST_ITEMS = 20_000
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_TRANSCRIPTS = ["text/vtt", "application/x-subrip", "application/json"]
_LISTED = ("audio/mpeg", "audio/x-m4a", "video/quicktime", "video/mp4", "video/x-m4v", "application/pdf")
"""The types that Apple's guide to RSS lists."""
_PLAYED = re.compile(r"(audio/(x-)?(mp3|mpeg3|mpg|mp4|m4a|m4b|mp4a-latm|aac|aacp)|video/(mpeg|m4v|x-mp4))")
"""Other names of the same files: directories go by what is in the file and by the end of its name."""


def check_items(channel: Item) -> Iterator[Finding]:
    """Yield the rules for items that the feed breaks."""
    items = list(islice(channel.iterfind("item"), _MOST_ITEMS))
    guids = Counter((item.findtext("guid") or "").strip() for item in items)
    urls = Counter(enclosure.get("url", "") for item in items for enclosure in item.iterfind("enclosure"))
    show = (channel.findtext("title") or "").strip().casefold()
    for item in items:
        yield from _title(item, show)
        yield from _enclosure(item, urls)
        yield from _guid(item, guids)
        yield from _date(item)
        yield from _notes(item)
        yield from _numbers(item)
        yield from _duration(item)
        yield from _words(item)
        yield from _transcripts(item)
        yield from _chapters(item)
        yield from _licence(item)


def _title(item: Item, show: str) -> Iterator[Finding]:
    title, line = (item.findtext("title") or "").strip(), _line(item, "title")
    if not title:
        yield Finding(rule="item-title", message="an episode has no title", line=line)
    elif show and show in title.casefold() and len(show) > 3:
        yield Finding(rule="plain-title", message=f'the title "{title[:60]}" holds the name of the show', line=line)
    elif _NUMBERED.search(title):
        message = f'the title "{title[:60]}" holds a number: it belongs in itunes:episode'
        yield Finding(rule="plain-title", message=message, line=line)


def _enclosure(item: Item, urls: Mapping[str, int]) -> Iterator[Finding]:
    found = item.findall("enclosure")
    if len(found) != 1:
        message = f"an episode has {len(found) or 'no'} enclosure{'s' if found else ''}"
        yield Finding(rule="enclosure", message=message, line=line_of(item))
    for enclosure in found:
        url, length, line = enclosure.get("url", "").strip(), enclosure.get("length", "").strip(), line_of(enclosure)
        if not re.match(r"https?://[^/\s]", url, re.I):
            yield Finding(rule="enclosure-url", message=f'"{url}" is no absolute address', line=line)
        elif not is_absolute(url):
            message = f'the address "{url}" is not in ASCII: percent-encode it'
            yield Finding(rule="enclosure-ascii", message=message, line=line)
        if urls[enclosure.get("url", "")] > 1:
            yield Finding(rule="enclosure-unique", message=f'"{url}" is the sound of several episodes', line=line)
        if not re.fullmatch(r"[0-9]+", length):
            message = f'the length is "{length}", not a number of bytes'
            yield Finding(rule="enclosure-length", message=message, line=line)
        elif int(length[:20]) == 0:
            yield Finding(rule="enclosure-size", message="the length is 0: nobody knows how long it is", line=line)
        yield from _type(enclosure)


def _type(enclosure: Item) -> Iterator[Finding]:
    told = enclosure.get("type", "").strip()
    kind, line = told.partition(";")[0].strip().lower(), line_of(enclosure)
    if kind not in _LISTED and not _PLAYED.fullmatch(kind):
        message = f'the type is "{told}", not audio/mpeg or another that directories play'
        yield Finding(rule="enclosure-type", message=message, line=line)
    elif told not in _LISTED:
        sound = "audio/mpeg" if re.search("mp(3|eg3?|g)$", kind) else "audio/x-m4a"
        name = "video/mp4" if kind.startswith("video/") else sound
        message = f'the type is "{told}"; Apple\'s list has {name}'
        yield Finding(rule="enclosure-name", message=message, line=line)


def _guid(item: Item, guids: Mapping[str, int]) -> Iterator[Finding]:
    guid = item.find("guid")
    text = (guid.text or "").strip() if guid is not None else ""
    line = _line(item, "guid")
    if guid is None or not text:
        yield Finding(rule="guid", message="an episode has no guid", line=line)
        return
    if guids[text] > 1:
        yield Finding(rule="guid-unique", message=f'the guid "{text}" is that of several episodes', line=line)
    if guid.get("isPermaLink") != "false":
        yield Finding(rule="guid", message="the guid lacks isPermaLink=false", line=line)
    if "://" in text:
        yield Finding(rule="guid", message=f'the guid "{text}" is an address, which will change one day', line=line)


def _date(item: Item) -> Iterator[Finding]:
    text, line = (item.findtext("pubDate") or "").strip(), _line(item, "pubDate")
    date, found = read_date(text), _DATE.match(text)
    if date is None:
        message = f'pubDate "{text}" is no date of RFC 2822' if text else "an episode has no pubDate"
        yield Finding(rule="pub-date", message=message, line=line)
    elif not found:
        message = f'pubDate "{text}" is no RFC 2822 date with a zone'
        yield Finding(rule="pub-date-form", message=message, line=line)
    elif found[1] and found[1] != (right := _WEEKDAYS[date.weekday()]):
        yield Finding(rule="pub-date-form", message=f'pubDate "{text}" was a "{right}"', line=line)


def _notes(item: Item) -> Iterator[Finding]:
    for tag, name in (("description", "description"), (f"{{{CONTENT}}}encoded", "content:encoded")):
        if not (item.findtext(tag) or "").strip():
            yield Finding(rule="notes", message=f"an episode has no {name}", line=line_of(item))


def _numbers(item: Item) -> Iterator[Finding]:
    for name in ("season", "episode"):
        apple, podcast = item.findtext(f"{{{ITUNES}}}{name}"), item.findtext(f"{{{PODCAST}}}{name}")
        line = _line(item, f"{{{ITUNES}}}{name}")
        if apple is not None and not re.fullmatch(r"[1-9]\d*", apple.strip()):
            yield Finding(rule="season-episode", message=f'itunes:{name} is "{apple}"', line=line)
        if apple is not None and podcast is not None and apple.strip() != podcast.strip():
            message = f'itunes:{name} is "{apple}", podcast:{name} is "{podcast}"'
            yield Finding(rule="season-episode", message=message, line=line)


def _duration(item: Item) -> Iterator[Finding]:
    text, line = (item.findtext(f"{{{ITUNES}}}duration") or "").strip(), _line(item, f"{{{ITUNES}}}duration")
    if not text:
        yield Finding(rule="duration-seconds", message="an episode has no itunes:duration", line=line)
    elif (seconds := read_duration(text)) is None:
        message = f'itunes:duration "{text}" is no length of time'
        yield Finding(rule="duration", message=message, line=line)
    elif seconds == 0:
        yield Finding(rule="duration-seconds", message=f'itunes:duration is "{text}": no time at all', line=line)
    elif not text.isdecimal():
        message = f'itunes:duration is "{text}": Apple takes it, and advises whole seconds, "{seconds}"'
        yield Finding(rule="duration-seconds", message=message, line=line)


def _words(item: Item) -> Iterator[Finding]:
    for rule, name, allowed in (
        ("episode-type", "episodeType", ("full", "trailer", "bonus")),
        ("item-explicit", "explicit", ("true", "false")),
    ):
        text = item.findtext(f"{{{ITUNES}}}{name}")
        if text is not None and text.strip() not in allowed:
            message = f'itunes:{name} is "{text}", not {" or ".join(allowed)}'
            yield Finding(rule=rule, message=message, line=_line(item, f"{{{ITUNES}}}{name}"))


def _transcripts(item: Item) -> Iterator[Finding]:
    transcripts = item.findall(f"{{{PODCAST}}}transcript")
    types = [one.get("type", "") for one in transcripts]
    known = [kind for kind in types if kind in _TRANSCRIPTS]
    line = _line(item, f"{{{PODCAST}}}transcript")
    if not types:
        yield Finding(rule="transcript", message="an episode has no podcast:transcript", line=line)
    elif known != sorted(known, key=_TRANSCRIPTS.index) or types[0] != "text/vtt":
        message = f'transcripts are "{", ".join(types)}", not WebVTT first'
        yield Finding(rule="transcript", message=message, line=line)
    for one in transcripts:
        if not is_absolute(one.get("url", "")) or not is_language(one.get("language", "")):
            message = f'the transcript "{one.get("url", "")}" lacks an absolute address or its language'
            yield Finding(rule="transcript", message=message, line=line_of(one))


def _chapters(item: Item) -> Iterator[Finding]:
    chapters, simple = item.findall(f"{{{PODCAST}}}chapters"), item.findall(f"{{{PSC}}}chapters")
    line = _line(item, f"{{{PODCAST}}}chapters")
    if not chapters:
        yield Finding(rule="chapters", message="an episode has no podcast:chapters", line=line)
    elif len(chapters) > 1:
        yield Finding(rule="chapters", message=f"an episode has {len(chapters)} podcast:chapters", line=line)
    elif chapters[0].get("type") != "application/json+chapters" or not is_absolute(chapters[0].get("url", "")):
        message = "podcast:chapters has no absolute address with type application/json+chapters"
        yield Finding(rule="chapters", message=message, line=line)
    if len(simple) > 1:
        message = f"an episode has {len(simple)} psc:chapters; apps read the first"
        yield Finding(rule="simple-chapters", message=message, line=line_of(simple[1]))
    for one in simple[:1]:
        yield from check_marks(one)


def _licence(item: Item) -> Iterator[Finding]:
    for licence in item.iterfind(f"{{{PODCAST}}}license"):
        name = (licence.text or "").strip()
        if not licence.get("url") and not re.fullmatch(r"[a-z0-9][a-z0-9.+-]*", name):
            message = f'the license "{name}" is no SPDX name in lower case and has no url'
            yield Finding(rule="license", message=message, line=line_of(licence))


def _line(item: Item, tag: str) -> int:
    found = item.find(tag)
    return line_of(found if found is not None else item)
