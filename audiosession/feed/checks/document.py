"""Check a feed as a document: what stands before its first tag, and what no reader should meet in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from audiosession.errors import PublishError
from audiosession.feed.checks.rules import Finding
from audiosession.feed.clean import html_faults
from audiosession.feed.dates import read_date
from audiosession.feed.letters import has_unfit, start_of_html
from audiosession.feed.rss import ATOM, CONTENT, FEED_TYPE, NAMESPACES, Item, line_of
from audiosession.feed.xml_text import read_xml

_DECLARATION = re.compile(rb"<\?xml[^>]*?>")


def parsed(content: bytes) -> tuple[Item | None, list[Finding]]:
    """Return the root of the feed, None where it can't be read at all, and what is wrong with its bytes."""
    findings = list(_bytes(content))
    try:
        return read_xml(content), findings
    except PublishError as error:
        return None, [*findings, Finding(rule="well-formed", message=error.message, line=error.line or 0)]


def _bytes(content: bytes) -> Iterator[Finding]:
    declaration = _DECLARATION.match(content)
    if not declaration:
        yield Finding(rule="xml-declaration", message="the XML declaration does not stand first", line=1)
    elif not re.search(rb"encoding=[\"']utf-8[\"']", declaration[0], re.I):
        yield Finding(rule="xml-declaration", message="the XML declaration does not say UTF-8", line=1)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        yield Finding(rule="xml-declaration", message="not UTF-8", line=line)
        text = content.decode("utf-8", "replace")
    if found := re.search(r"<!DOCTYPE", text[:10_000]):
        line = text[: found.start()].count("\n") + 1
        yield Finding(rule="no-doctype", message="has a DOCTYPE: some readers find no episodes then", line=line)
    for number, line_text in enumerate(text.splitlines() if has_unfit(text) else [], 1):
        if has_unfit(line_text):
            yield Finding(rule="control-characters", message="holds a control character", line=number)


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
    for prefix, wanted in NAMESPACES.items():
        if wanted in declared:
            continue
        near = next((uri for uri in declared if _alike(uri, wanted)), None)
        said = f'is "{near}"' if near else "is not declared"
        message = f'the namespace {prefix} {said}; it must be "{wanted}"'
        yield Finding(rule="namespaces", message=message, line=line_of(root))


def _alike(uri: str, wanted: str) -> bool:
    def bare(text: str) -> str:
        return re.sub(r"^https?://(www\.)?", "", text.lower()).rstrip("/")

    return bare(uri) == bare(wanted) or bare(uri).split("/")[0] == bare(wanted).split("/")[0]


def _self_link(root: Item, url: str | None) -> Iterator[Finding]:
    links = [link for link in root.iterfind(f"channel/{{{ATOM}}}link") if link.get("rel") == "self"]
    if len(links) != 1:
        yield Finding(rule="self-link", message=f'has {len(links)} links with rel="self"', line=line_of(root))
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
            message = f"<{element.tag}> holds a control character"
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
