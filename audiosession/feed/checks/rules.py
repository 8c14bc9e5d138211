"""The rules for a feed, as a table: what `check-feed` looks at, what its messages cite, what its help lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from audiosession.feed.letters import fit_line

_LONGEST = 400
Severity = Literal["error", "advice"]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule: what it asks, who asks it, and whether breaking it loses listeners or only comfort."""

    text: str
    source: str
    level: Severity = "error"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A rule that is broken, where, and how; `line` is that of the feed, 0 where there is none."""

    rule: str
    message: str
    line: int = 0
    place: str = ""

    def __post_init__(self) -> None:
        line = fit_line(self.message)  # it repeats what a stranger wrote
        shown = line if len(line) <= _LONGEST else f"{line[: _LONGEST - 60]} … {line[-50:]}"
        object.__setattr__(self, "message", shown)

    @property
    def level(self) -> Severity:
        """How bad it is."""
        return RULES[self.rule].level

    def __str__(self) -> str:
        where = self.place + (f":{self.line}" if self.line else "")
        return f"{where}: {self.message} [{self.rule}]" if where else f"{self.message} [{self.rule}]"


def _rules(table: str) -> dict[str, Rule]:
    rules = {}
    for line in table.strip().splitlines():
        name, text, source, *level = (part.strip() for part in line.split("|"))
        rules[name] = Rule(text=text, source=source, level="advice" if level else "error")
    return rules


_APPLE = "Apple Podcasts"
_SEEN = "seen in feed readers"
_PSP = "PSP-1"
_NS = "Podcasting 2.0"

RULES = _rules(
    f"""
    xml-declaration | the XML declaration stands first and says UTF-8 | {_APPLE} 823, {_PSP}
    well-formed | the feed is well-formed XML | {_APPLE} 823, {_PSP}
    no-doctype | there is no DOCTYPE | {_SEEN}
    rss-version | the root is <rss version="2.0"> with one <channel> | RSS 2.0
    namespaces | the namespaces are exactly those of itunes, podcast, atom and content | {_PSP}
    self-link | atom:link rel="self" is the address that the feed is served from | {_PSP}
    control-characters | no text holds control characters or non-characters | XML 1.0, 2.2
    notes-html | show notes hold p, ol, ul, li, a, b, i, strong and em only, and no script | {_APPLE} 823
    byte-stable | the same episodes give the same bytes: lastBuildDate is the newest pubDate | {_SEEN}
    title | the channel has a title | RSS 2.0
    link | the channel links to a web page | RSS 2.0
    description | the channel has a description of at most 4,000 bytes | {_APPLE} 823
    language | language is an ISO 639 code | {_APPLE} 823
    image | itunes:image names the artwork | {_APPLE} 823
    category | itunes:category is one of Apple's, in its exact case | {_APPLE} 5482
    explicit | itunes:explicit is true or false | {_APPLE} 823
    author | the channel has an itunes:author | {_PSP}
    owner | the channel has an itunes:owner with an e-mail address | {_PSP}
    type | itunes:type is episodic, or serial with numbered episodes | {_APPLE} 823
    podcast-guid | podcast:guid is a UUIDv5 | {_NS}, guid
    locked | podcast:locked is yes or no | {_NS}, locked
    medium | podcast:medium is one of the list | {_NS}, medium
    person | podcast:person names who makes the show | {_NS}, person | advice
    copyright | the channel has a copyright | RSS 2.0 | advice
    no-rss-image | there is no RSS <image>: apps take itunes:image | {_PSP}
    item-title | a title without the show's name and without a number | {_APPLE} 823 | advice
    enclosure | one enclosure in each item | {_PSP}
    enclosure-url | its address is absolute, ASCII, and no other episode's | {_APPLE} 823
    enclosure-length | its length is the exact number of bytes | {_PSP}
    enclosure-type | its type is audio/mpeg | {_APPLE} 823
    guid | a guid with isPermaLink="false" that no other episode has, and that is no address | {_PSP}
    pub-date | pubDate is RFC 2822 with a zone and the right weekday | RFC 2822
    duration | itunes:duration is in whole seconds, those of the decoded audio | {_APPLE} 823
    notes | description and content:encoded both hold show notes | {_PSP}
    season-episode | season and episode are whole numbers from 1, the same in both namespaces | {_APPLE} 823
    episode-type | itunes:episodeType is full, trailer or bonus | {_APPLE} 823
    item-explicit | itunes:explicit of an item is true or false | {_APPLE} 823
    transcript | transcripts: WebVTT first, then SRT and JSON, each with its language, and readable | {_NS}, transcript
    chapters | one podcast:chapters, JSON of version 1.2.0 with ascending startTime | {_NS}, chapters
    license | podcast:license is an SPDX name, or has the address of its text | {_NS}, license
    artwork | a square of 1400 to 3000 pixels, JPEG or PNG, RGB, under 512 KB, named as what it is | {_APPLE} 893, 896
    mp3-format | 44.1 or 48 kHz; stereo at 128 to 256 kbit/s or mono at 64 to 128 | {_APPLE} 893
    mp3-header | VBR has a Xing header | {_SEEN}
    loudness | -16 LKFS, give or take 1 | {_APPLE} 893
    true-peak | at most -1 dB true peak | {_APPLE} 893
    whole-audio | the sound decodes to its end and is as long as it says | {_SEEN}
    id3 | ID3v2.3 with CHAP frames in order of time and one ordered top-level CTOC | ID3v2 Chapter Frame Addendum
    host-head | the host answers HEAD like GET | {_PSP}
    host-ranges | the host gives byte ranges | {_APPLE} 823, {_PSP}
    host-types | each file is served under its own type | {_PSP}
    host-cors | transcripts and chapters are served with Access-Control-Allow-Origin: * | {_NS}, chapters
    host-etag | the feed has an ETag, and answers 304 to who has it | {_SEEN}
    reachable | every file that the feed names can be fetched | {_PSP}
    """
)
