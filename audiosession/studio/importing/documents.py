"""A document of Word as text with the marks of Markdown: its headings, its numbered and its bulleted lists."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from audiosession.errors import DefinitionError

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import BaseStyle
    from docx.table import Table
    from docx.text.paragraph import Paragraph
    from lxml.etree import _Element

DOCUMENT = ".docx"
_INSTALL = 'pip install "audiosession[articles]"'
_UNPACKED_BYTES = 100_000_000
_MOST_PARTS = 4_000
_MOST_PARAGRAPHS = 20_000
_DEEPEST = 20
"""How many styles may stand on one another, and tables in one another."""
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,  # lxml's, of XML
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
)
"""What a damaged document makes of the libraries that read it."""
_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_BULLETED = re.compile(r"bullet|aufz|viñet", re.IGNORECASE)
_NUMBERED = re.compile(r"list number|listennummer|lista con números", re.IGNORECASE)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def document_text(content: bytes) -> str:
    """Return the text of a document of Word, each paragraph on a line of its own, in the marks of Markdown.

    Raises:
        DefinitionError: python-docx is not installed, or the document is damaged or too long.
    """
    try:
        import docx
        from docx.opc.exceptions import OpcError
    except ImportError:
        raise DefinitionError("documents of Word need python-docx", hint=_INSTALL) from None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
        if len(parts) > _MOST_PARTS or sum(one.file_size for one in parts) > _UNPACKED_BYTES:
            raise DefinitionError("is too long for a document", hint="save its text as .txt")
        return "\n".join(_lines(docx.Document(io.BytesIO(content))))
    except (OpcError, *_BROKEN):
        hint = "open it in a word processor and save it again as .docx, or as .txt"
        raise DefinitionError("is no document of Word, or a damaged one", hint=hint) from None


@dataclass
class _Lists:
    """The lists of a document: how each level is numbered, and how far it is."""

    document: Document
    at: Counter[tuple[str, int]] = field(default_factory=Counter)

    def mark(self, paragraph: Paragraph) -> str:
        """Return what stands before an item: ``3.`` or ``-``; empty where a paragraph is no item."""
        style = getattr(paragraph.style, "name", "") or ""
        place = _numbering(paragraph)
        if place is None:
            return "-" if _BULLETED.search(style) else self._next("", 0, 1) if _NUMBERED.search(style) else ""
        number, level = place
        if number == "0":  # it is taken out of its list
            return ""
        form, start = self._form(number, level)
        if form in ("", "none"):
            return ""
        return "-" if form == "bullet" else self._next(number, level, start)

    def _next(self, number: str, level: int, start: int) -> str:
        for key in list(self.at):
            if key[0] == number and key[1] > level:
                del self.at[key]
        self.at[number, level] += 1
        return f"{start - 1 + self.at[number, level]}."

    def _form(self, number: str, level: int) -> tuple[str, int]:
        """Return how a level of a list is numbered, ``bullet`` among it, and what it begins with."""
        root = self.document.part.numbering_part.element
        lists = {one.get(f"{_W}abstractNumId"): one for one in root.findall(f"{_W}abstractNum")}
        meant = next((one for one in root.findall(f"{_W}num") if one.get(f"{_W}numId") == number), None)
        found = None if meant is None else lists.get(_value(meant, "abstractNumId"))
        for one in () if found is None else found.findall(f"{_W}lvl"):
            if one.get(f"{_W}ilvl") == str(level):
                start = _value(one, "start")
                return _value(one, "numFmt"), int(start) if start.isdecimal() and len(start) < 3 else 1
        return "", 1


def _lines(document: Document) -> Iterator[str]:
    """Yield the lines of a document; around what is no item of a list stands an empty one."""
    lists, was_item = _Lists(document), False
    for n_read, paragraph in enumerate(_paragraphs(document)):
        if n_read > _MOST_PARAGRAPHS:
            raise DefinitionError("is too long for a document", hint="save its text as .txt")
        text = _text(paragraph)
        if not text.strip():
            continue
        if depth := _depth(paragraph):
            yield from ("", f"{'#' * depth} {' '.join(text.split())}", "")
            was_item = False
        elif mark := lists.mark(paragraph):
            if not was_item:
                yield ""
            yield f"{mark} {' '.join(text.split())}"
            was_item = True
        else:
            yield from ("", text, "")
            was_item = False


def _paragraphs(document: Document) -> Iterator[Paragraph]:
    for one in document.iter_inner_content():
        yield from _within(one, 0)


def _within(one: Paragraph | Table, deep: int) -> Iterator[Paragraph]:
    """Yield a paragraph, or those of a table's cells, each cell once however many columns it takes."""
    from docx.table import Table

    if not isinstance(one, Table):
        yield one
        return
    seen = set()
    for row in one.rows if deep < _DEEPEST else ():
        for cell in row.cells:
            if cell._tc not in seen:
                seen.add(cell._tc)
                for inner in cell.iter_inner_content():
                    yield from _within(inner, deep + 1)


def _text(paragraph: Paragraph) -> str:
    """Return the words of a paragraph as they stand after all changes: also in links, not what is struck out."""
    words = []
    for one in paragraph._p.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr"):
        if one.tag == f"{_W}t":
            words.append(one.text or "")
        elif next(one.iterancestors(f"{_W}tabs"), None) is None:
            words.append("\n" if one.tag in (f"{_W}br", f"{_W}cr") else "\t")
    return "".join(words)


def _depth(paragraph: Paragraph) -> int:
    """Return how deep a heading is, 1 for the title; 0 where it is none."""
    for style in _styles(paragraph):
        name = style.name or ""
        if name.lower() == "title":
            return 1
        if found := _HEADING.match(name):
            return min(6, max(1, int(found[1])))
        if (told := style.element.find(f"{_W}pPr/{_W}outlineLvl")) is not None:
            level = told.get(f"{_W}val") or ""
            return int(level) + 1 if level in "012345" and level else 0
    return 0


def _numbering(paragraph: Paragraph) -> tuple[str, int] | None:
    """Return the list that a paragraph is an item of, by its own word or its style's, and at which level."""
    for element in (paragraph._p, *(style.element for style in _styles(paragraph))):
        found = element.find(f"{_W}pPr/{_W}numPr")
        if found is not None and (number := _value(found, "numId")):
            level = _value(found, "ilvl")
            return number, int(level) if level.isdecimal() and len(level) < 3 else 0
    return None


def _styles(paragraph: Paragraph) -> Iterator[BaseStyle]:
    """Yield the style of a paragraph, and those that it stands on."""
    style: BaseStyle | None = paragraph.style
    deep = 0
    while style is not None and deep < _DEEPEST:
        yield style
        style, deep = getattr(style, "base_style", None), deep + 1


def _value(element: _Element, name: str) -> str:
    found = element.find(f"{_W}{name}")
    return "" if found is None else found.get(f"{_W}val") or ""
