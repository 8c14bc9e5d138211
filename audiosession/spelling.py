"""How people type the same word: one spelling to keep, one to compare by, one to speak from, and how long that is."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_APOSTROPHES = "\u2019\u2018\u201b\u02bc\u02bb\u02b9\u00b4\u0060\uff07"
_HYPHENS = "\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d"
_SPACES = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_ALIKE = str.maketrans(
    {**dict.fromkeys(_APOSTROPHES, "'"), **dict.fromkeys(_HYPHENS, "-"), **dict.fromkeys(_SPACES, " ")}
)

_SELECTORS = frozenset(map(chr, range(0xFE00, 0xFE10)))

# What voices read out by the name of its letter, or not at all; the curly apostrophe and dashes they all know.
_MISREAD = str.maketrans({**dict.fromkeys("\u02bc\uff07", "'"), **dict.fromkeys("\u2010\u2011\ufe63\uff0d", "-")})
_WITHIN = re.compile(r"(?<=[^\W\d_])[\u201b\u02bb\u02b9\u00b4\u0060](?=[^\W\d_])")
_OTHERWISE = re.compile("[\uff01-\uff5e\ufb00-\ufb06\u2160-\u217f\u2460-\u249b]|(?![0-9])\\d")

_DIGIT, _SIGN, _IDEOGRAPH = (1, 15), (0, 25), (1, 7)
"""How many letters are spoken, at the fewest and at the most, for one that is written: "¾" is "three quarters"."""
_SPELLED = re.compile(r"\b(?:[A-Z]{1,5}|(?:(?![aeiouy\d_])[a-z]){2,4}|[^\W\d_a-z])\b")
_MORE_SPELLED = 7
"""How many more a letter takes that is spelled out or is short for a word, as those of "WWW" and "kg" are."""


def composed(text: str) -> str:
    """Return `text` in NFC: letters as keyboards type them, not as some disks and editors take them apart.

    >>> composed("Ru\\u0308cken") == "R\\u00fccken"
    True
    """
    return unicodedata.normalize("NFC", text)


def alike(text: str) -> str:
    """Return `text` as it is compared with other texts, letter for letter as long as in NFC.

    Case does not count, nor which apostrophe, hyphen or space somebody typed.

    >>> alike("DON\\u2019T well\\u2011known") == alike("don't well-known")
    True
    """
    return "".join(map(_small, composed(text).translate(_ALIKE)))


def line_key(text: str) -> str:
    """Return what a line is found by: all of it but spaces, case, and how it was typed.

    >>> line_key(" DON\\u2019T  hold. ") == line_key("don't hold.")
    True
    """
    return " ".join(alike(text).split())


def name_key(text: str) -> str:
    """Return what a name is found by, however it was typed, pasted or stored on a disk.

    Which apostrophe, hyphen or space it is does not count, nor how many spaces, nor what nobody sees: variation
    selectors of emoji, zero widths, marks of direction. Case does.

    >>> name_key("Mu\\u0308de\\u00a0 \\u2013 \\u2600\\ufe0f") == name_key("M\\u00fcde - \\u2600")
    True
    """
    seen = (letter for letter in " ".join(composed(text).split()).translate(_ALIKE) if not _is_unseen(letter))
    return " ".join("".join(seen).split())


def _is_unseen(letter: str) -> bool:
    return letter in _SELECTORS or unicodedata.category(letter) in ("Cc", "Cf")


@cache
def _small(letter: str) -> str:
    """Return `letter` in its small form, where that is one letter too."""
    return next(one for one in (letter.casefold(), letter.lower(), letter) if len(one) == 1)


def sounded(text: str) -> str:
    """Return `text` as a voice is to be given it: what would be read out as "letter two hundred" is in plain letters.

    These are rare apostrophes and hyphens, ligatures, full-width letters, and digits of other scripts. Where a line
    holds none of them, nothing changes. Numbers stay digits: every voice reads them in its own language.

    >>> sounded("Don\\u02bct hold, \\uff17\\uff17 \\u2163.")
    "Don't hold, 77 IV."
    """
    text = _WITHIN.sub("'", composed(text).translate(_MISREAD))
    return composed(_OTHERWISE.sub(lambda found: _plain_letters(found[0]), text))


def _plain_letters(letter: str) -> str:
    digit = unicodedata.decimal(letter, None)
    return unicodedata.normalize("NFKC", letter) if digit is None else str(digit)


def spoken_letters(text: str) -> tuple[int, int]:
    """Return how many letters are spoken for `text`, at the fewest and at the most.

    >>> spoken_letters("Breathe in."), spoken_letters("77"), spoken_letters("50 %")
    ((11, 11), (2, 30), (3, 56))
    """
    counts = [_letters_for(letter) for letter in text]
    spelled = sum(map(len, _SPELLED.findall(text)))
    return sum(fewest for fewest, _ in counts), sum(most for _, most in counts) + spelled * _MORE_SPELLED


@cache
def _letters_for(letter: str) -> tuple[int, int]:
    if letter in ".,;:!?'\"-()[]\u2019\u2018\u201c\u201d\u2026\u2013\u2014":
        return 1, 1
    if letter.isnumeric() and not letter.isalpha():
        return _DIGIT
    if letter >= "\u2e80" and letter.isalpha():
        return _IDEOGRAPH
    return (1, 1) if letter.isalpha() or letter.isspace() or unicodedata.combining(letter) else _SIGN


def n_words(text: str) -> int:
    """Return how many words `text` has.

    >>> n_words("Well done – now, the other side.")
    6
    """
    return sum(any(letter.isalnum() for letter in word) for word in text.split())
