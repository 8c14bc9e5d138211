"""XML of anybody into elements, within bounds."""

from __future__ import annotations

import re

from lxml import etree

from audiosession.errors import PublishError
from audiosession.feed.letters import fit_line

FEED_BYTES = 16_000_000
_MOST_SIGNS = 500_000
"""Of "<" and "=" together: each may be an element or an attribute, of up to 200 bytes in memory."""
_MOST_ATTRIBUTES = 500
"""In one element; feeds have a dozen, and what looks at pairs of them takes long."""
_MOST_NAMESPACES = 1_000
_XMLNS = tuple((b"\0" * wide).join(b"%c" % letter for letter in b"xmlns") for wide in (0, 1, 3))
"""What begins a namespace's name, in letters of one byte, two and four."""
_ENCODING = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([^"']{0,40})""")
_READABLE = re.compile(
    rb"(utf-?8|utf-?16(le|be)?|utf-?32(le|be)?|us-ascii|ascii|iso-8859-\d{1,2}|windows-(125\d|874)|cp125\d|latin-?1"
    rb"|koi8-[ru]|gb2312|gbk|gb18030|big5|shift[_-]jis|euc-(jp|kr)|tis-620|macintosh)",
    re.I,
)
"""The encodings in which the signs of XML can be counted before it is read: each is a byte that is nothing else."""


def read_xml(content: bytes) -> etree._Element:
    """Return the root of an XML document: no entities, nothing fetched, CDATA kept, comments and layout left out.

    Raises:
        PublishError: It is not well-formed, or more than a feed holds.
    """
    _refuse_too_much(content)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        strip_cdata=False,
        remove_blank_text=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise PublishError(f"not well-formed: {fit_line(error.msg or '')[:200]}", line=error.lineno or 1) from None
    except (ValueError, LookupError) as error:
        raise PublishError(f"not well-formed: {error}") from None
    crowded = root.xpath(f"(//*[count(@*) > {_MOST_ATTRIBUTES}])[1]")
    if isinstance(crowded, list) and crowded:
        raise PublishError(f"an element has over {_MOST_ATTRIBUTES} attributes", line=_line(crowded[0]))
    return root


def _line(element: object) -> int:
    return int(getattr(element, "sourceline", 0) or 0)


def _refuse_too_much(content: bytes) -> None:
    if len(content) > FEED_BYTES:
        raise PublishError(
            f"is over {FEED_BYTES // 1_000_000} MB, too long for a feed", hint="is this the address of a feed?"
        )
    encoding = _ENCODING.match(content.lstrip()[:200])
    if encoding and not _READABLE.fullmatch(encoding[1]):
        raise PublishError(f"not readable: the encoding {encoding[1].decode('ascii', 'replace')!r}", line=1)
    if content.count(b"<") + content.count(b"=") > _MOST_SIGNS or sum(map(content.count, _XMLNS)) > _MOST_NAMESPACES:
        raise PublishError("holds more elements and attributes than a feed", hint="is this the address of a feed?")
