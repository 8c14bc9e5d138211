"""The rules for a feed, as a table: what `check-feed` looks at, what its messages cite, what its help lists.

An error is what Apple Podcasts, Spotify or RSS 2.0 refuse, or lose an episode for. All else is advice: what they only
recommend, what PSP-1 and Podcasting 2.0 ask for, what was seen to trip readers. Our own feed is held to all of it
before it is published.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
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


@dataclass(frozen=True, kw_only=True)
class FindingKind:
    """Findings that differ only in place and value: the first of them, and how many `more` there are."""

    first: Finding
    more: int = 0


_VALUES = re.compile(r'"[^"]*"|\S*(?:://|\d|\.[a-z]{2,4}\b)\S*')
"""What differs between two findings of a kind: what a feed says, addresses, numbers, names of files."""


def kinds(findings: Iterable[Finding]) -> list[FindingKind]:
    """Return one finding of each kind with the number of its like, in the order of the first ones."""
    found: dict[tuple[str, str], FindingKind] = {}
    for one in findings:
        key = one.rule, _VALUES.sub("", one.message)
        found[key] = replace(found[key], more=found[key].more + 1) if key in found else FindingKind(first=one)
    return list(found.values())


def _rules(table: str) -> dict[str, Rule]:
    rules = {}
    for line in table.strip().splitlines():
        name, text, source, *level = (part.strip() for part in line.split("|"))
        rules[name] = Rule(text=text, source=source, level="advice" if level else "error")
    return rules


_REQUIREMENTS = "Apple Podcasts 823"
_GUIDE = "Apple, guide to RSS"
_ARTWORK = "Apple Podcasts 896"
_AUDIO = "Apple Podcasts 893"
_SPOTIFY = "Spotify, Podcast Delivery Specification"
_SEEN = "seen in feed readers"
_RSS = "RSS 2.0"
_PSP = "PSP-1"
_NS = "Podcasting 2.0"
_PSC = "Podlove Simple Chapters 1.2"

RULES = _rules(
    f"""
    well-formed | the feed is well-formed XML | {_RSS}; XML 1.0, 2.1
    xml-declaration | an XML declaration stands first | XML 1.0, 2.8; {_PSP} | advice
    encoding | the feed is in UTF-8 | {_PSP}; {_GUIDE} | advice
    byte-order-mark | no byte order mark stands before it, though XML lets it | XML 1.0, 4.3.3; {_SEEN} | advice
    packed | the feed is no gzip file, nor sent packed to who did not ask for it | RFC 9110, 12.5.3 | advice
    no-doctype | there is no DOCTYPE | {_SEEN} | advice
    rss-version | the root is <rss version="2.0"> with one <channel> | {_RSS}
    itunes-namespace | the namespace itunes is exactly Apple's, or Apple sees none of its tags | {_GUIDE}
    namespaces | itunes, podcast and atom are declared, and each exactly as it is defined | {_PSP} | advice
    self-link | atom:link rel="self" is the address that the feed is served from | {_PSP} | advice
    control-characters | no text holds control characters or non-characters | XML 1.0, 2.2 | advice
    notes-html | show notes hold p, ol, ul, li, a, b, i, strong and em only, and no script | {_GUIDE} | advice
    byte-stable | the same episodes give the same bytes: lastBuildDate is the newest pubDate | {_SEEN} | advice
    episodes | there is an episode | {_REQUIREMENTS}; {_SPOTIFY}
    title | the channel has a title | {_RSS}; {_GUIDE}
    link | the channel links to a web page | {_RSS}
    description | the channel has a description | {_RSS}; {_GUIDE}
    description-length | the description is at most 4,000 bytes long: apps cut it there | {_GUIDE} | advice
    language | language is an ISO 639 code | {_GUIDE}
    image | itunes:image names the artwork | {_GUIDE}; {_SPOTIFY}
    category | the channel has an itunes:category of Apple's list, in its exact case | {_GUIDE}; Apple Podcasts 1691
    subcategory | so is each further category, and what is under it | Apple Podcasts 1691 | advice
    explicit | the channel has itunes:explicit | {_GUIDE}
    explicit-words | itunes:explicit says true or false: yes, no and clean are of an older form | {_GUIDE} | advice
    author | the channel has an itunes:author | {_GUIDE} (recommended); {_PSP} | advice
    owner | the channel has an itunes:owner with an e-mail address, to which Spotify writes | {_SPOTIFY} | advice
    type | itunes:type is episodic or serial | {_GUIDE} (situational) | advice
    serial | a serial show numbers its episodes | {_GUIDE}
    podcast-guid | podcast:guid is a UUIDv5 | {_NS}, guid; {_PSP} (recommended) | advice
    locked | podcast:locked is yes or no | {_NS}, locked; {_PSP} (recommended) | advice
    medium | podcast:medium is one of the list | {_NS}, medium | advice
    person | podcast:person names who makes the show | {_NS}, person | advice
    copyright | the channel has a copyright | {_RSS} (optional); {_GUIDE} (situational) | advice
    no-rss-image | there is no RSS <image>, which some apps take before itunes:image | {_SEEN} | advice
    item-title | each episode has a title | {_GUIDE}; {_SPOTIFY}
    plain-title | a title without the show's name and without a number | {_GUIDE} | advice
    enclosure | one enclosure in each item | {_REQUIREMENTS}; {_GUIDE}
    enclosure-url | its address is absolute | {_RSS}; {_GUIDE}
    enclosure-ascii | its address is in ASCII, other letters percent-encoded | RFC 3986, 2 | advice
    enclosure-unique | its address is no other episode's: Apple leaves out the second one | {_REQUIREMENTS}
    enclosure-length | its length is a number of bytes | {_RSS}; {_SPOTIFY}
    enclosure-size | its length is the exact number of bytes | {_PSP} | advice
    enclosure-type | its type is that of a file that Apple or Spotify play | {_RSS}; {_GUIDE}; {_SPOTIFY}
    enclosure-name | its type is spelled as Apple's list has it: audio/mpeg for an MP3 | {_GUIDE} | advice
    guid | a guid with isPermaLink="false", and no address | {_GUIDE} (recommended); {_PSP} | advice
    guid-unique | a guid that no other episode has | {_RSS}; {_GUIDE}
    pub-date | each episode has a pubDate that can be read | {_SPOTIFY}; {_GUIDE}
    pub-date-form | pubDate is RFC 2822 with a zone and the right weekday | RFC 2822, 3.3 | advice
    duration | itunes:duration is a length: 3723, 62:03 or 1:02:03 | {_GUIDE}
    duration-seconds | itunes:duration is there, and in whole seconds | {_GUIDE} (recommended) | advice
    duration-exact | itunes:duration is that of the decoded audio, to the second | {_SEEN} | advice
    notes | description and content:encoded both hold show notes | {_GUIDE} (recommended) | advice
    season-episode | season and episode are whole numbers from 1, the same in both namespaces | {_GUIDE} | advice
    episode-type | itunes:episodeType is full, trailer or bonus | {_GUIDE} | advice
    item-explicit | itunes:explicit of an item is true or false | {_GUIDE} | advice
    transcript | transcripts: WebVTT first, then SRT and JSON, each with its language | {_NS}, transcript | advice
    chapters | one podcast:chapters, JSON of version 1.2.0 with ascending startTime | {_NS}, chapters | advice
    simple-chapters | psc:chapters have titles and ascending times such as 00:01:05.500 | {_PSC} | advice
    license | podcast:license is an SPDX name, or has the address of its text | {_NS}, license | advice
    artwork | the show's is a square of 1400 to 3000 pixels, JPEG or PNG, RGB, named as what it is | {_ARTWORK}
    episode-artwork | so is an episode's | {_ARTWORK} | advice
    artwork-weight | artwork is under 512 KB | {_SEEN} | advice
    mp3-format | 44.1 or 48 kHz; stereo at 128 to 256 kbit/s or mono at 64 to 128 | {_AUDIO} (recommended) | advice
    mp3-header | VBR has a Xing header | {_SEEN} | advice
    loudness | -16 LKFS, give or take 1 | {_AUDIO} (recommended) | advice
    true-peak | at most -1 dB true peak | {_AUDIO} (recommended) | advice
    whole-audio | the sound decodes to its end and is as long as it says | {_REQUIREMENTS}; {_SPOTIFY}
    sound-damage | no part of the sound is damaged | {_SEEN} | advice
    id3 | ID3v2.3 with CHAP frames in order of time and one ordered top-level CTOC | ID3v2 Chapter Addendum | advice
    host-head | the host answers HEAD like GET | {_REQUIREMENTS}
    host-length | HEAD tells the length | {_PSP} | advice
    host-ranges | the host gives byte ranges of sound | {_REQUIREMENTS}
    host-types | each file is served under its own type | {_PSP} | advice
    host-cors | transcripts and chapters are served with Access-Control-Allow-Origin: * | {_NS}, chapters | advice
    host-etag | the feed has an ETag, and answers 304 to who has it | {_SEEN} | advice
    reachable | the sound and the show's artwork can be fetched | {_REQUIREMENTS}; {_SPOTIFY}
    extras | so can episodes' artwork, transcripts and chapters | {_NS} | advice
    """
)
