"""Bytes as letters: in which encoding a text is, as it says itself, and whether it is a text at all."""

from __future__ import annotations

import codecs
import re

from audiosession.errors import DefinitionError

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_META = re.compile(rb"<(?:meta\b[^>]{0,300}?charset|\?xml\b[^>]{0,100}?encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
_META_WITHIN = 8_192
_AS_BROWSERS = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gbk"}
"""What browsers take an encoding for: https://encoding.spec.whatwg.org/#names-and-labels."""
_NOT_OF_LETTERS = ("idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7")
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\ufffd]")
_FEW = 0.02
"""What part of a text may be letters that are none; more, and it is something else."""


def letters_of(content: bytes, charset: str = "", *, is_html: bool = False) -> str:
    """Return the text that `content` is: by its mark, in `charset`, in what a page says of itself, or in UTF-8.

    A page is read as browsers do, with a sign where a letter is none; a text that is not in its encoding is refused.

    Raises:
        DefinitionError: It is no text.
    """
    mark, encoding = next(((mark, name) for mark, name in _MARKS if content.startswith(mark)), (b"", ""))
    said = encoding or _known(charset)
    if not said and is_html and (found := _META.search(content[:_META_WITHIN])):
        said = _known(found[1].decode("ascii", "ignore"))
        said = "utf-8" if said.startswith("utf-16") else said  # it could not be read if it were
    try:
        text = content[len(mark) :].decode(said or "utf-8", "replace" if is_html or charset else "strict")
    except UnicodeError:
        raise DefinitionError("is no text in UTF-8", hint="save it as plain text in UTF-8, or as .docx") from None
    if "\x00" in text or len(_UNREADABLE.findall(text)) > _FEW * len(text):
        raise DefinitionError("is no text", hint="save it as .txt, .md, .html or .docx")
    return _UNREADABLE.sub(" ", text)


def _known(name: str) -> str:
    """Return the name of an encoding as Python has it; empty where it knows none of letters that is called so."""
    try:
        found = codecs.lookup(name.strip()).name if name else ""
    except (LookupError, UnicodeError, ValueError):
        return ""
    if found.replace("_", "-") in _NOT_OF_LETTERS or not getattr(
        codecs.lookup(found or "utf-8"), "_is_text_encoding", True
    ):
        return ""
    return _AS_BROWSERS.get(found, found)
