"""A web page as blocks: what its markup says of steps first, then its headings, lists and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lxml import etree, html

from audiosession.importing.article import ArticleBlock, BlockKind, Page
from audiosession.importing.plain import MOST_CHARACTERS, clean
from audiosession.json_text import read_json

_MOST_BYTES = 10 * MOST_CHARACTERS
_MOST_DEPTH = 12
_SHORT_TERM, _PAIR = 120, 2
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML 1.0 allows in no text (section 2.2)."""
_OUT = frozenset([
    "script", "style", "noscript", "nav", "aside", "footer", "form", "button", "svg", "iframe", "template", "select",
    "figure", "audio", "video", "canvas", "object", "head", "dialog", "textarea", "input", "label", "menu",
    "time", "cite",
])  # fmt: skip
_OUT_CLASS = re.compile(
    r"(?:^|[\s_-])(?:ad|ads|advert\w*|ad-slot|banner|breadcrumbs?|comments?|cookie\w*|disclosure|footer|menu|nav\w*|newsletter|"
    r"promo\w*|related|share|sharing|sidebar|social|sponsor\w*|subscribe\w*|teaser|topbar|widget|popup|modal|meta|"
    r"byline|author|tags?|pagination|entry-meta|entry-footer)(?:$|[\s_-])",
    re.I,
)
_OUT_ROLE = frozenset(["navigation", "banner", "contentinfo", "dialog", "search", "complementary", "alert"])
_HEADINGS = {f"h{depth}": depth for depth in range(1, 7)}
_BLOCKS = frozenset([
    "p", "div", "section", "article", "main", "li", "ol", "ul", "dl", "dd", "dt", "blockquote", "table", "tr", "td",
    "th", "header", "body", "html", "br", "pre", "details", "summary", "address", "tbody", "thead", *_HEADINGS,
])  # fmt: skip
_STEPS_OF = ("step", "steps", "itemListElement", "recipeInstructions")
_FOOD = "Recipe"


def read_html(text: str) -> Page:
    """Return the blocks of a page in HTML: of its main part, without menus, adverts, forms and comments.

    Steps that it tells in JSON-LD (schema.org's HowTo and its kin) stand in place of those in its text.
    """
    root = _parsed(text[:_MOST_BYTES])
    if root is None:
        return Page(blocks=())
    told = list(_told(root))
    if any(_FOOD in _types(one) and "recipeIngredient" in one for one in told):
        return Page(blocks=(), title=_title(root), refused="the page says itself that it is a recipe")
    for table in root.findall(".//table"):
        _untabled(table)
    for terms in root.findall(".//dl"):
        _labelled(terms)
    blocks = [one for one in _blocks_of(_main(root)) if one.text]
    steps = next((found for one in told if (found := list(_steps_of(one)))), [])
    if steps:
        how_to = next(one for one in told if list(_steps_of(one)))
        blocks = [*_with_steps(blocks, steps, how_to), *_answered(told)]
    return Page(blocks=tuple(blocks), title=_title(root), tools=tuple(_tools(told)))


def _untabled(table: Any) -> None:
    """Make a table with a heading over each column a list each: “Do”, “Don’t”; one before a row its label."""
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    if len(rows) < 2 or len(rows[0]) < 2 or any(len(row) != len(rows[0]) for row in rows):
        return
    if len(rows[0]) == _PAIR and all(row[0].tag == "th" and row[1].tag == "td" for row in rows):
        for head, cell in rows:
            cell.text = f"{head.text_content().strip().rstrip(':')}: {cell.text or ''}"
            head.getparent().remove(head)
        return
    if not all(cell.tag == "th" for cell in rows[0]) or any(cell.tag == "th" for row in rows[1:] for cell in row):
        return
    lists = etree.Element("div")
    for heading, *cells in zip(*rows, strict=True):
        etree.SubElement(lists, "h4").text = heading.text_content()
        column = etree.SubElement(lists, "ul")
        for cell in cells:
            etree.SubElement(column, "li").text = cell.text_content()
    lists.tail = table.tail
    parent = table.getparent()
    if parent is not None:
        parent.replace(table, lists)


def _labelled(terms: Any) -> None:
    """Put each term of a short list of definitions before what it is, in one line: “Props: a blanket”."""
    for term in terms.findall("dt"):
        told = term.getnext()
        if told is None or told.tag != "dd" or len(told) or len(told.text_content()) > _SHORT_TERM:
            return
    for term in terms.findall("dt"):
        told = term.getnext()
        told.text = f"{term.text_content().strip().rstrip(':')}: {told.text_content().strip()}"
        terms.remove(term)


def _parsed(text: str) -> Any:
    """Return the root of the page; None where there is nothing in it."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\x00", ""))
    if not text.strip():
        return None
    try:
        root = html.document_fromstring(text, parser=html.HTMLParser(recover=True, huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    _without_unwritable(root)
    return root


def _without_unwritable(root: Any) -> None:
    """Take the characters out of a tree that lxml reads, of an entity too, and would not take when text is moved."""
    for element in root.iter():
        for name in ("text", "tail"):
            told = getattr(element, name)
            if isinstance(told, str) and _UNWRITABLE.search(told):
                setattr(element, name, _UNWRITABLE.sub("", told))


def _told(root: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the things that the page tells of in JSON-LD."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            yield from _things(read_json(script.text_content()), 0)
        except (ValueError, RecursionError):
            continue


def _things(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > _MOST_DEPTH:
        return
    if isinstance(value, list):
        for one in value:
            yield from _things(one, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart"):
            yield from _things(value.get(key), depth + 1)


def _types(thing: Mapping[str, Any]) -> tuple[str, ...]:
    found = thing.get("@type")
    return tuple(str(one) for one in found) if isinstance(found, list) else (str(found),)


def _steps_of(thing: Mapping[str, Any]) -> Iterator[ArticleBlock]:
    """Yield the steps of a HowTo, or of what is like one; none where it is something else."""
    if not {"HowTo", "ExercisePlan", "ExerciseAction", _FOOD} & set(_types(thing)):
        return
    rows = [row for key in _STEPS_OF for row in _listed(thing.get(key))]
    for number, row in enumerate(rows, 1):
        for kind, text in _directions(row, 0):
            yield ArticleBlock(kind=kind, text=text, number=number if kind is BlockKind.STEP else 0)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _directions(row: Any, depth: int) -> Iterator[tuple[BlockKind, str]]:
    """Yield what a step says: itself, and what stands in it, tips among it."""
    if depth > _MOST_DEPTH:
        return
    if isinstance(row, str):
        yield BlockKind.STEP, _bare(row)
        return
    if not isinstance(row, dict):
        return
    kind = BlockKind.BULLET if "HowToTip" in _types(row) else BlockKind.STEP
    inner = [one for key in ("itemListElement", "step", "steps") for one in _listed(row.get(key))]
    if inner:
        for one in inner:
            yield from _directions(one, depth + 1)
    elif said := _bare(str(row.get("text") or row.get("name") or row.get("description") or "")):
        yield kind, said


def _bare(text: str) -> str:
    return (
        clean("".join(map(str, html.fromstring(f"<p>{text}</p>").itertext())))
        if "<" in text or "&" in text
        else clean(text)
    )


def _with_steps(blocks: list[ArticleBlock], steps: list[ArticleBlock], how_to: Mapping[str, Any]) -> list[ArticleBlock]:
    """Return `blocks` with the steps that the page tells in its markup in place of those of its text."""
    tips = [one for one in steps if one.kind is BlockKind.BULLET]
    kept = [one for one in blocks if one.kind is not BlockKind.STEP]
    title = [ArticleBlock(kind=BlockKind.HEADING, text=clean(str(how_to.get("name") or "")), depth=1)]
    about = [ArticleBlock(kind=BlockKind.PARAGRAPH, text=_bare(str(how_to.get("description") or "")))]
    head = [one for one in title + about if one.text]
    made = [*head, *(one for one in steps if one.kind is BlockKind.STEP)]
    told = [ArticleBlock(kind=BlockKind.HEADING, text="Tips", depth=2), *tips] if tips else []
    kept = _without_first(kept)
    lead = next((n for n, one in enumerate(kept) if one.kind is BlockKind.HEADING), len(kept))
    return [*head, *kept[:lead], *made[len(head) :], *kept[lead:], *told]


def _tools(told: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield what a HowTo says that one needs."""
    for thing in told:
        if "HowTo" in _types(thing):
            for row in (*_listed(thing.get("tool")), *_listed(thing.get("supply"))):
                name = row if isinstance(row, str) else str(row.get("name") or "") if isinstance(row, dict) else ""
                if said := _bare(name):
                    yield f"{said[:1].lower()}{said[1:]}"


def _answered(told: Sequence[Mapping[str, Any]]) -> Iterator[ArticleBlock]:
    """Yield the questions that the page answers in its markup, each with its answer below it."""
    for thing in told:
        answer = thing.get("acceptedAnswer")
        if "Question" in _types(thing) and isinstance(answer, dict):
            asked, said = _bare(str(thing.get("name") or "")), _bare(str(answer.get("text") or ""))
            if asked and said:
                yield ArticleBlock(kind=BlockKind.PARAGRAPH, text=f"{asked} {said}")


def _without_first(blocks: list[ArticleBlock]) -> list[ArticleBlock]:
    return blocks[1:] if blocks and blocks[0].kind is BlockKind.HEADING and blocks[0].depth == 1 else blocks


def _title(root: Any) -> str:
    found = root.find(".//title")
    return clean(found.text_content()) if found is not None else ""


def _main(root: Any) -> Any:
    """Return the part of the page that is the article: the one of its kind that holds most."""
    for path in (".//article", ".//main", ".//*[@role='main']", ".//body"):
        found = [one for one in root.findall(path) if len(one.text_content()) > 200]
        if found:
            return max(found, key=lambda one: len(one.text_content()))
    return root


def _blocks_of(element: Any) -> Iterator[ArticleBlock]:
    """Yield the blocks in `element`, one after another, without recursion: pages nest as deep as they like."""
    reader = _Reader()
    skipped: Any = None
    for event, one in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        tag = one.tag if isinstance(one.tag, str) else ""
        if skipped is not None:
            if event == "end" and one is skipped:
                skipped = None
                reader.held.append(one.tail or "")
        elif event in ("comment", "pi"):
            reader.held.append(one.tail or "")
        elif event == "start" and one is not element and _is_out(one, tag):
            skipped = one
        elif event == "start":
            yield from reader.begin(one, tag)
        else:
            yield from reader.end(one, tag, one is element)
    yield from reader.closed()


class _Reader:
    """The blocks of a page while its elements open and close: the text that is held, and which blocks are open."""

    def __init__(self) -> None:
        self.held: list[str] = []
        self._numbers: dict[Any, int] = {}
        self._opened: list[tuple[Any, BlockKind, int, int]] = []

    def closed(self) -> Iterator[ArticleBlock]:
        """Yield what is held as a block, if it is anything."""
        text = clean("".join(self.held))
        self.held.clear()
        if text:
            _, kind, number, depth = self._opened[-1] if self._opened else (None, BlockKind.PARAGRAPH, 0, 0)
            yield ArticleBlock(kind=kind, text=text, number=number, depth=depth)

    def begin(self, one: Any, tag: str) -> Iterator[ArticleBlock]:
        """Yield the block that ends where an element begins."""
        if tag in _BLOCKS:
            yield from self.closed()
            if tag in _HEADINGS or tag in ("li", "dt"):
                self._opened.append((one, *_opened(one, tag, self._numbers)))
        self.held.append(one.text or "")

    def end(self, one: Any, tag: str, is_last: bool) -> Iterator[ArticleBlock]:
        """Yield the block that ends with an element."""
        if tag in _BLOCKS:
            yield from self.closed()
            if self._opened and self._opened[-1][0] is one:
                self._opened.pop()
        if not is_last:
            self.held.append(one.tail or "")


def _opened(one: Any, tag: str, numbers: dict[Any, int]) -> tuple[BlockKind, int, int]:
    """Return what kind of block begins with an element, its number, and how deep it stands."""
    if tag in _HEADINGS:
        return BlockKind.HEADING, 0, _HEADINGS[tag]
    if tag == "dt":
        return BlockKind.HEADING, 0, 4
    parent = one.getparent()
    if parent is None or parent.tag != "ol":
        return BlockKind.BULLET, 0, 0
    numbers[parent] = numbers.get(parent, 0) + 1
    return BlockKind.STEP, numbers[parent], 0


def _is_out(one: Any, tag: str) -> bool:
    """Tell whether an element is no part of the article."""
    if not tag or tag in _OUT or (one.get("role") or "") in _OUT_ROLE or one.get("aria-hidden") == "true":
        return True
    if one.get("hidden") is not None:
        return True
    marks = f"{one.get('class') or ''} {one.get('id') or ''}"
    return bool(_OUT_CLASS.search(marks)) and tag not in ("body", "html", "main", "article")
