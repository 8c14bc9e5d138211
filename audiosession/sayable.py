"""What of a line can't be said: letters that nobody sees, markup that would be read aloud, a line without a word."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple


class Unsayable(NamedTuple):
    """Why a line can't be said, and what to do about it."""

    message: str
    hint: str


# Line ends that are none here, soft hyphens, zero widths, marks of direction, byte order marks, what stands for a
# letter that was lost, and half a surrogate pair. A joiner is none of these within a script that needs it; those
# scripts are told by all that they are not, since Python takes milliseconds over a class that holds so many.
_HIDDEN = re.compile(
    "[\x00-\x08\x0a-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffd\ufffe\uffff\ud800-\udfff\U000e0000-\U000e001f]"
    "|(?<![^\x00-\u058f\U00020000-\U0010ffff])[\u200c\u200d]"
    "|[\u200c\u200d](?![^\x00-\u058f\U00020000-\U0010ffff])"
)
_NAMES = {
    0x0A: "LINE FEED", 0x0B: "VERTICAL TAB", 0x0C: "FORM FEED", 0x0D: "CARRIAGE RETURN",
    0x85: "NEXT LINE", 0xFEFF: "BYTE ORDER MARK",
}  # fmt: skip

_MARKUP = re.compile(
    r"\*|(?<!\w)_+(?=\S)|(?<=\S)_+(?!\w)|~~|``|(?<!\w)`|`(?!\w)|"  # emphasis and code
    r"</?[A-Za-z!?][^<>]*>|&(?:[A-Za-z]\w{1,30}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});|"  # SSML and HTML
    r"\[\[|\]\]|\[[^\[\]]*\]|\{\{|\{%|\{#|"  # phonemes, directions and links, templates
    r"#(?!\d)|^>\s"  # headings and quotes
)
_SIGNS = frozenset("%&+@§°№×÷±√∞€$£¥")
"""Signs that voices read as words, whatever the language, and that may stand alone: "&"."""


def hidden_letter(text: str) -> Unsayable | None:
    """Return what is wrong with `text` where it holds a letter that nobody sees and that breaks or turns a line.

    >>> hidden_letter("Breathe\\u2028in.").message
    'a character that can\\'t be seen, U+2028 (LINE SEPARATOR), before "in."'
    """
    found = _HIDDEN.search(text)
    if found is None:
        return None
    code = ord(found[0])
    name = _NAMES.get(code) or unicodedata.name(found[0], "")
    after = _HIDDEN.sub(" ", text[found.end() : found.end() + 20]).split()
    place = f', before "{after[0]}"' if after else ", at the end"
    if not name:
        return Unsayable(f"a control character in the text, U+{code:04X}{place}", "save the file as plain UTF-8 text")
    return Unsayable(f"a character that can't be seen, U+{code:04X} ({name}){place}", "delete it; it came with a paste")


def markup(text: str, *, phonemes: bool = False) -> Unsayable | None:
    """Return what is wrong with `text` where it holds markup: a voice would read it aloud.

    With `phonemes`, sounds in ``[[ ]]`` are none.

    >>> markup("Breathe *in*.").message, markup("Number #1: 3 < 4 & 5 > 2.")
    ('markup that would be read aloud: *', None)
    """
    found = _MARKUP.search(re.sub(r"\[\[[^\[\]]*\]\]", "", text) if phonemes else text)
    if found is None:
        return None
    hint = "write the words alone"
    if re.match(r"\[\s*[a-z]", found[0]):
        hint = "a direction begins a line of its own; words stand without brackets"
    return Unsayable(f"markup that would be read aloud: {found[0]}", hint)


def wordless(text: str) -> Unsayable | None:
    """Return what is wrong with `text` where there is nothing in it to say: no word, no number, no sign with a name.

    >>> wordless("…").message, wordless("77"), wordless("&")
    ('nothing to say in "…"', None, None)
    """
    if any(letter.isalnum() and unicodedata.category(letter) != "Lm" for letter in text) or _SIGNS & set(text):
        return None
    return Unsayable(f'nothing to say in "{text}"', "give the line words, or leave it out")


def unsayable(text: str) -> Unsayable | None:
    """Return why `text` can't be said as a line, None where it can."""
    return hidden_letter(text) or markup(text) or wordless(text)
