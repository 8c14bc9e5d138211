"""Check a feed as a document: what stands before its first tag, and what no reader should meet in it."""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Iterator
from difflib import SequenceMatcher

from lxml import etree

from audiosession.errors import PublishError
from audiosession.feed.checks.rules import Finding
from audiosession.feed.clean import html_faults
from audiosession.feed.dates import read_date
from audiosession.feed.letters import has_unfit, start_of_html
from audiosession.feed.rss import ATOM, CONTENT, FEED_TYPE, NAMESPACES, PODCAST, Item, line_of
from audiosession.feed.xml_text import FEED_BYTES, read_xml

_DECLARATION = re.compile(r"<\?xml\s[^>]*?\?>")
_ENCODING = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})""")
_MARKS = (
    (codecs.BOM_UTF8, "UTF-8"),
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
    (b"<\0?\0", "UTF-16LE"),
    (b"\0<\0?", "UTF-16BE"),
)
"""How the encoding of a document shows before it is read (XML 1.0, appendix F)."""
_GZIP = b"\x1f\x8b"
_ALIKE = 0.88
"""How alike a mistyped namespace is; those of one family, such as syndication beside content, are at 0.85."""
_ASKED_FOR = ("itunes", "podcast", "atom")
"""The namespaces that PSP-1 asks for; the others are declared where they are used."""


def parsed(content: bytes) -> tuple[Item | None, list[Finding]]:
    """Return the root of the feed, None where it can't be read at all, and what is wrong with its bytes.

    A feed that is packed is unpacked and read.
    """
    findings: list[Finding] = []
    if content.startswith(_GZIP):
        content = _unpacked(content)
        findings.append(Finding(rule="packed", message="is a gzip file: what is in it was checked"))
    findings += _bytes(content)
    try:
        return read_xml(content), findings
    except PublishError as error:
        return None, [*findings, Finding(rule="well-formed", message=error.message, line=error.line or 0)]


def _unpacked(content: bytes) -> bytes:
    """Return what is in a gzip file, as far as it can be unpacked, and no more than is read of a feed."""
    try:
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(content, FEED_BYTES + 1)
    except zlib.error:
        return b""


def _bytes(content: bytes) -> Iterator[Finding]:
    encoding = _encoding(content)
    if content.startswith(codecs.BOM_UTF8):
        message = "begins with a byte order mark: XML lets it, some readers stumble over it"
        yield Finding(rule="byte-order-mark", message=message, line=1)
    if encoding.upper() not in ("UTF-8", "UTF8", "US-ASCII", "ASCII"):
        yield Finding(rule="encoding", message=f"the feed is in {encoding}; UTF-8 is asked for", line=1)
    try:
        text = content.decode(encoding, "replace").removeprefix("\ufeff")
    except LookupError:
        text = content.decode("utf-8", "replace")
    if not _DECLARATION.match(text):
        yield Finding(rule="xml-declaration", message="the XML declaration does not stand first", line=1)
    if found := re.search(r"<!DOCTYPE", text[:10_000]):
        line = text[: found.start()].count("\n") + 1
        yield Finding(rule="no-doctype", message="has a DOCTYPE: some readers find no episodes then", line=line)
    for number, line_text in enumerate(text.splitlines() if has_unfit(text) else [], 1):
        if has_unfit(line_text):
            yield Finding(rule="control-characters", message="holds a control character", line=number)


def _encoding(content: bytes) -> str:
    for mark, name in _MARKS:
        if content.startswith(mark):
            return name
    declared = _ENCODING.match(content)
    return declared[1].decode("ascii") if declared else "UTF-8"


def check_document(root: Item, url: str | None) -> Iterator[Finding]:
    """Check what the feed says about itself; `url` is where it was fetched from, None for a file."""
    if root.tag != "rss" or root.get("version") != "2.0" or len(root.findall("channel")) != 1:
        yield Finding(rule="rss-version", message='is not <rss version="2.0"> with one <channel>', line=line_of(root))
        return
    yield from _namespaces(root)
    yield from _self_link(root, url)
    yield from _texts(root)
    yield from _build_date(root)


def _namespaces(root: Item) -> Iterator[Finding]:
    declared = {uri for _, (_, uri) in etree.iterwalk(root, events=("start-ns",))}
    absent = []
    for prefix, wanted in NAMESPACES.items():
        near = next((uri for uri in sorted(declared) if _alike(uri, wanted)), None)
        if wanted in declared:
            continue
        if near:
            rule = "itunes-namespace" if prefix == "itunes" else "namespaces"
            message = f'the namespace {prefix} is "{near}"; it must be "{wanted}"'
            yield Finding(rule=rule, message=message, line=line_of(root))
        elif prefix in _ASKED_FOR:
            absent.append(prefix)
    if absent:
        named = ", ".join(absent)
        message = f"without the namespace {named}: nothing of it is used here, PSP-1 has it declared all the same"
        yield Finding(rule="namespaces", message=message, line=line_of(root))


def _alike(uri: str, wanted: str) -> bool:
    def bare(text: str) -> str:
        return re.sub(r"^https?://(www\.)?", "", text[:200].lower()).rstrip("/")

    other = wanted == PODCAST and "/podcast-namespace/" in uri  # the address of its document, which some write
    return other or SequenceMatcher(None, bare(uri), bare(wanted)).ratio() >= _ALIKE


def _self_link(root: Item, url: str | None) -> Iterator[Finding]:
    links = [link for link in root.iterfind(f"channel/{{{ATOM}}}link") if link.get("rel") == "self"]
    if len(links) != 1:
        number = "no link" if not links else f"{len(links)} links"
        yield Finding(rule="self-link", message=f'has {number} with rel="self"', line=line_of(root))
        return
    line = line_of(links[0])
    if links[0].get("type") != FEED_TYPE:
        yield Finding(rule="self-link", message=f'the self link has no type="{FEED_TYPE}"', line=line)
    if url is not None and links[0].get("href") != url:
        message = f"the self link says {links[0].get('href')}, but the feed is served from {url}"
        yield Finding(rule="self-link", message=message, line=line)


def _texts(root: Item) -> Iterator[Finding]:
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        texts = [element.text or "", *(str(value) for value in element.attrib.values())]
        if any(has_unfit(text) for text in texts):
            message = f"<{etree.QName(element).localname}> holds a control character"
            yield Finding(rule="control-characters", message=message, line=line_of(element))
        if element.tag in ("description", f"{{{CONTENT}}}encoded"):
            for fault in html_faults(start_of_html(element.text or "")):
                yield Finding(rule="notes-html", message=f"show notes: {fault}", line=line_of(element))


def _build_date(root: Item) -> Iterator[Finding]:
    built = root.find("channel/lastBuildDate")
    dates = [element.text or "" for element in root.iterfind("channel/item/pubDate")]
    if built is None or not dates:
        return
    told = [read_date(date) for date in dates]
    known = [date for date in told if date is not None]
    if len(known) < len(told) or read_date(built.text or "") != max(known):
        message = "lastBuildDate is not the newest pubDate, so the feed changes when no episode does"
        yield Finding(rule="byte-stable", message=message, line=line_of(built))
