"""What an article is read from: a file, an address or what a face was given; its text, and whether it is HTML."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from audiosession.errors import DefinitionError, NotFoundError, nearest
from audiosession.files.reading import read_at_most
from audiosession.studio.importing.documents import DOCUMENT, document_text
from audiosession.studio.importing.letters import letters_of

MOST_BYTES = 8_000_000
"""How long an article may be as a file or an answer; its words are far less."""
STANDARD_INPUT = "-"
_WITHIN_S = 30.0
_HTML = (".html", ".htm", ".xhtml")
_DEFINITION = ".toml"
_TYPES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/x-markdown": ".md",
    "application/json": ".json",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": DOCUMENT,
}
"""What a host may send, and the ending of such a file."""
_BY_NAME = ("", "application/octet-stream", "binary/octet-stream")
"""Where a host says no more than that, the address tells."""
_KNOWN = (".txt", ".md", ".markdown", ".json", DOCUMENT, *_HTML)
_BEGINNING = 8_192
_IS_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|article|main|section|div|meta|title|h[1-6]|ol|ul|p)\b",
    re.IGNORECASE | re.DOTALL,
)
_OTHERS = {
    b"%PDF": ("is a PDF, whose text has no order that can be relied on", "copy its text into a .txt file"),
    b"{\\rtf": ("is RTF", "save it as .docx or .txt"),
    b"\xd0\xcf\x11\xe0": ("is a document of old Word", "save it as .docx"),
}
"""What begins so can't be read; why, and what to do about it."""
_SAVE = "save it as .txt, .md, .html or .docx"


@dataclass(frozen=True, kw_only=True)
class SourceText:
    """What an article is read of: its text, whether that is HTML, and what its file is called, without the ending."""

    text: str
    is_html: bool = False
    called: str = ""


def read_source(source: str, content: bytes | None = None) -> SourceText:
    """Return what stands at `source`, a path, an address or ``-``; or what `content` is, with the name `source`.

    Raises:
        NotFoundError: Nothing is there, or a host gives no answer.
        DefinitionError: It is empty, too long, or no text.
    """
    if content is not None:
        return _understood(content, source if source != STANDARD_INPUT else "")
    if source == STANDARD_INPUT:
        raise ValueError("who stands before standard input reads it")
    if is_web_address(source):
        return _fetched(source)
    path = Path(source)
    if path.suffix.lower() == _DEFINITION:
        raise DefinitionError("is a definition, no article", path=path, hint="put it into scripts/exercises/ as it is")
    try:
        return _understood(_read(path), path.name)
    except DefinitionError as error:
        raise error.at(path) from None


def is_web_address(source: str) -> bool:
    """Tell whether `source` is an address on the web."""
    return source.lower().startswith(("http://", "https://"))


def _read(path: Path) -> bytes:
    try:
        return read_at_most(path, MOST_BYTES)
    except FileNotFoundError:
        raise NotFoundError("no such file", path=path, hint=_near(path)) from None
    except IsADirectoryError:
        raise DefinitionError("is a folder", path=path, hint="name a file") from None
    except OSError as error:
        hint = "see whether it is a file that you may read"
        raise DefinitionError(f"can't be read: {error.strerror}", path=path, hint=hint) from None


def _near(path: Path) -> str:
    try:
        names = [one.name for one in path.parent.iterdir() if one.suffix.lower() in _KNOWN]
    except (OSError, ValueError):
        names = []
    return nearest(path.name, names) or "a path, an address that begins with https://, or - for standard input"


def _fetched(url: str) -> SourceText:
    """Return what stands at an address.

    Raises:
        NotFoundError: The host gives no answer.
        DefinitionError: What it gives is no article.
    """
    import requests

    from audiosession.files.fetching import Question, ask, why_not

    accepted = ", ".join(_TYPES)
    try:
        reply = ask(Question(url=url, headers={"Accept": accepted}, most_bytes=MOST_BYTES, within_s=_WITHIN_S))
    except requests.RequestException as error:
        raise NotFoundError(f"{_host(url)} {why_not(error)}", hint="check the address, or save the page") from None
    if reply.status != 200:
        hint = "see in a browser whether it is there for everybody; or save the page, and name the file"
        raise NotFoundError(f"{_host(url)} answers {reply.status}", hint=hint)
    told, _, rest = reply.headers.get("Content-Type", "").partition(";")
    called = PurePosixPath(unquote(urlsplit(url).path)).name
    ending = PurePosixPath(called).suffix.lower()
    if (kind := told.strip().lower()) in _TYPES:
        ending = DOCUMENT if ending == DOCUMENT and kind == "text/plain" else _TYPES[kind]
    elif kind not in _BY_NAME or ending not in _KNOWN:
        raise DefinitionError(f"{_host(url)} gives {kind[:60] or 'something'}, which is no article", hint=_SAVE)
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", rest, re.IGNORECASE)
    return _understood(reply.content, PurePosixPath(called).stem + ending, charset[1] if charset else "")


def _host(url: str) -> str:
    """Return the host of an address, without what may be secret in it."""
    try:
        return urlsplit(url).hostname or "the host"
    except ValueError:
        return "the host"


def _understood(content: bytes, name: str, charset: str = "") -> SourceText:
    """Return what `content` says, by what it begins with and by the ending of its file's `name`."""
    called, ending = PurePosixPath(name).stem, PurePosixPath(name).suffix.lower()
    if not content.strip():
        raise DefinitionError("is empty", hint="save the article first, or pipe in its text")
    for first, (message, hint) in _OTHERS.items():
        if content.lstrip().startswith(first):
            raise DefinitionError(message, hint=hint)
    if ending == DOCUMENT or content.startswith(b"PK\x03\x04"):
        return SourceText(text=_filled(document_text(content)), called=called)
    beginning = content[:_BEGINNING].removeprefix(BOM_UTF8).decode("latin-1")
    is_html = ending in _HTML or bool(_IS_HTML.match(beginning))
    return SourceText(text=_filled(letters_of(content, charset, is_html=is_html)), is_html=is_html, called=called)


def _filled(text: str) -> str:
    if not text.strip():
        raise DefinitionError("holds no words", hint="see whether its words are pictures")
    return text
