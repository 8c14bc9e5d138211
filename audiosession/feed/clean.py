"""Make any text fit for the HTML of show notes: all text is hostile until it went through here."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from audiosession.errors import PublishError
from audiosession.feed.letters import fit_text

ALLOWED_TAGS = frozenset({"p", "ol", "ul", "li", "a", "b", "i", "strong", "em"})
"""What podcast apps draw in show notes (Apple Podcasts, "Podcast RSS feed requirements")."""
_DROPPED_WHOLE = frozenset({"script", "style", "template", "iframe", "object", "noscript", "head", "title", "svg"})
_BLOCKS = frozenset({"div", "section", "article", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "tr"})

_BOX = re.compile(rf"<(/?)(?:{'|'.join(sorted(_BLOCKS))})>")
"""A tag as ammonia writes it: without attributes, and what looks like one in a text is escaped."""
_NO_LINK = re.compile(r"<a>(.*?)</a>", re.DOTALL)
_EMPTY = re.compile(r"<p>\s*</p>")
_LINK = re.compile(r"https?://|mailto:", re.I)
_MOST_LETTERS = 64_000
_URL = re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]]")
_BULLET = re.compile(r"^\s*[-*•]\s+")


def text_to_html(text: str) -> str:
    """Return plain `text` as show notes: blank lines part paragraphs, lines with "- " make a list.

    >>> text_to_html("Lie on 1 < 2 mats.\\n\\n- calm\\n- slow")
    '<p>Lie on 1 &lt; 2 mats.</p>\\n<ul><li>calm</li><li>slow</li></ul>'
    """
    return "\n".join(_blocks(fit_text(text)))


def _blocks(text: str) -> Iterator[str]:
    for block in re.split(r"\n[ \t]*\n", text):
        lines = [line for line in block.splitlines() if line.strip()]
        first = next((number for number, line in enumerate(lines) if _BULLET.match(line)), len(lines))
        if lines[:first]:
            yield f"<p>{linked(' '.join(line.strip() for line in lines[:first]))}</p>"
        if items := [linked(_BULLET.sub("", line).strip()) for line in lines[first:]]:
            yield "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


def linked(text: str) -> str:
    parts, end = [], 0
    for found in _URL.finditer(text):
        url = html.escape(found[0])
        parts += [html.escape(text[end : found.start()]), f'<a href="{url}">{url}</a>']
        end = found.end()
    return "".join([*parts, html.escape(text[end:])])


def safe_html(fragment: str) -> str:
    """Return `fragment` with `ALLOWED_TAGS` only: other tags go and leave their text, scripts go whole.

    Links lead to the web or to an address of mail. Ammonia (``nh3``) decides what is safe; before that, headings and
    boxes become paragraphs.

    >>> safe_html('<h2 onclick="x()">Cautions</h2><script>steal()</script>Stop if it <b>hurts</b>')
    '<p>Cautions</p>Stop if it <b>hurts</b>'

    Raises:
        PublishError: It is longer than anybody's notes; tags that are nested so deep would take minutes to read.
    """
    if len(fragment) > _MOST_LETTERS:
        message = f"the show notes have {len(fragment):,} letters; {_MOST_LETTERS:,} are taken"
        raise PublishError(message, hint="podcast apps show some thousands")
    boxed = _cleaned(fit_text(fragment), ALLOWED_TAGS | _BLOCKS | {"br"}).replace("<br>", " ")
    plain = _cleaned(_NO_LINK.sub(r"\1", _BOX.sub(r"<\1p>", boxed)), ALLOWED_TAGS)
    return fit_text(_EMPTY.sub("", plain)).strip()


def _cleaned(fragment: str, tags: AbstractSet[str]) -> str:
    import nh3  # whoever publishes needs it

    return nh3.clean(
        fragment,
        tags=set(tags),
        clean_content_tags=set(_DROPPED_WHOLE),
        attributes={"a": {"href"}},
        attribute_filter=_link,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )


def _link(tag: str, attribute: str, value: str) -> str | None:
    return value.strip() if _LINK.match(value.strip()) else None


def plain_text(fragment: str) -> str:
    """Return the words of an HTML `fragment`, paragraphs and list items on lines of their own.

    >>> plain_text("<p>Lie on 1 &lt; 2 mats.</p><ul><li>calm</li></ul>")
    'Lie on 1 < 2 mats.\\ncalm'
    """
    if not fit_text(fragment).strip():
        return ""
    from lxml import html as lxml_html  # whoever reads HTML needs it; a build tells of music, and reads none

    root = lxml_html.fragment_fromstring(fit_text(fragment), create_parent="div")
    for element in root.iter("p", "li", "br"):
        element.tail = "\n" + (element.tail or "")
    lines = ("".join(root.itertext())).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())


def html_faults(fragment: str) -> list[str]:
    """Return what keeps `fragment` from being safe show notes, in words."""
    if not fragment.strip():
        return []
    from lxml import html as lxml_html

    root = lxml_html.fragment_fromstring(fit_text(fragment), create_parent="div")
    faults = []
    for element in root.iterdescendants():
        if not isinstance(element.tag, str):
            continue
        if element.tag not in ALLOWED_TAGS:
            faults.append(f"<{element.tag}> is not drawn by podcast apps")
        for name, value in element.attrib.items():
            if str(name).startswith("on") or str(value).strip().lower().startswith("javascript:"):
                faults.append(f"<{element.tag}> runs a script ({name})")
    return list(dict.fromkeys(faults))
