"""Make any text fit for XML: all text is hostile until it went through here."""

from __future__ import annotations

import re

# XML 1.0, 2.2: what is no Char, and of what is one, the controls and non-characters that it discourages.
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)
_TAG = re.compile(r"""<[a-zA-Z](?:"[^"]*+"|'[^']*+'|[^>])*""")
_LONGEST_TAG = 2_000
_LONGEST_HTML = 50_000
"""Directories take 10,000 characters of show notes; parsers take longer by the square of the length of a tag."""
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")


def fit_text(text: str) -> str:
    """Return `text` without what XML can't hold: control characters, lone surrogates, non-characters.

    >>> fit_text("calm\\x00 \\ud800breath\\r\\n")
    'calm breath\\n'
    """
    if text.isprintable():  # most texts: nothing of what would go is
        return text
    return _UNFIT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def has_unfit(text: str) -> bool:
    """Tell whether `fit_text` would take something out of `text`."""
    return _UNFIT.search(text) is not None


def fit_line(text: str) -> str:
    """Return `text` as one line. Direction overrides go too: left open, they would turn what follows around.

    >>> fit_line("  Swan\\n\\u202edive ")
    'Swan dive'
    """
    return " ".join((text if text.isprintable() else _OVERRIDES.sub("", fit_text(text))).split())


def start_of_html(fragment: str) -> str:
    """Return `fragment` up to where it becomes too much for show notes: a tag of 2,000 characters, or 50,000 in all.

    >>> start_of_html("<p>Calm.</p><p " + "x " * 1_000 + ">Loud.</p>")
    '<p>Calm.</p>'
    """
    start = fragment[:_LONGEST_HTML]
    long = next((tag for tag in _TAG.finditer(start) if len(tag[0]) > _LONGEST_TAG), None)
    return start[: long.start()] if long else start


def within_bytes(text: str, limit: int) -> str:
    """Return `text`, shortened at a word to at most `limit` bytes of UTF-8, "…" included.

    >>> within_bytes("breathe out slowly", 15)
    'breathe out…'
    """
    if len(text.encode()) <= limit:
        return text
    kept = text.encode()[: limit - 3].decode(errors="ignore")
    words = kept.rsplit(" ", 1)[0] if " " in kept else kept
    return words.rstrip() + "…"
