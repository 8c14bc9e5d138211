"""The text of a caption: parts joined as a person would write them, and broken into lines that can be read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

COLUMNS = 42
"""The longest line (Netflix, "Timed Text Style Guide"); a letter as wide as two counts as two."""
_COMMAS = {"CJK": "、", "HIRAGANA": "、", "KATAKANA": "、", "ARABIC": "، ", "THAI": " ", "LAO": " ", "KHMER": " "}
"""What stands between two parts in scripts that have no ", "; the first word of a letter's name is its script's."""
_QUOTES = "\"'”’»)]"
_ENDS = tuple(".!?。！？।؟")
_DOTTED = ("tr", "az")
"""The languages in which the capital of "i" has a dot."""


def in_one_line(parts: Sequence[str]) -> str:
    """Return the parts of a line as one text: a beat between two of them is a comma, unless a mark stands there.

    >>> in_one_line(["Left", "kick", "lower."]), in_one_line(["Breathe in.", "and out."])
    ('Left, kick, lower.', 'Breathe in. And out.')
    """
    text = parts[0]
    for part in parts[1:]:
        text += link(text) + (opened(part) if ends_sentence(text) else part)
    return text


def link(text: str) -> str:
    """Return what stands between `text` and the next part of the same line.

    >>> link("Left"), link("Left,"), link("吸って")
    (', ', ' ', '、')
    """
    last = text.rstrip(_QUOTES)[-1:]
    if not last.isalnum() and unicodedata.category(last or " ")[0] != "M":
        return "" if _is_wide(last) else " "
    return _COMMAS.get(re.split("[ -]", unicodedata.name(last, ""))[0], ", ")


def ends_sentence(text: str) -> bool:
    """Tell whether a sentence ends with `text`.

    >>> ends_sentence("Kick left."), ends_sentence("(Rest!)"), ends_sentence("Kick left,")
    (True, True, False)
    """
    bare = text.rstrip().rstrip(_QUOTES)
    return bare.endswith(_ENDS) and not bare.endswith("...")


def opened(text: str, language: str = "en") -> str:
    """Return `text` with a capital at its beginning.

    >>> opened("kick left"), opened("in, grow long", "tr"), opened("ßa")
    ('Kick left', 'İn, grow long', 'ßa')
    """
    first = text[:1]
    capital = "İ" if first == "i" and language.lower().startswith(_DOTTED) else first.upper()
    return capital + text[1:] if len(capital) == 1 else text


def width(text: str) -> int:
    """Return how many columns `text` takes: letters of East Asia take two, marks upon letters none."""
    if text.isascii():
        return len(text)
    return sum(2 if _is_wide(letter) else 1 for letter in text if not unicodedata.combining(letter))


def _is_wide(letter: str) -> bool:
    return bool(letter) and unicodedata.east_asian_width(letter) in "WF"


def _breaks(letter: str) -> bool:
    """Tell whether a line may end on either side of `letter`, as in scripts that are written without spaces."""
    return letter.isalnum() and _is_wide(letter) and not unicodedata.name(letter, "").startswith("HANGUL")


def pieces_of(text: str) -> list[str]:
    """Return `text` in pieces between which a line may end, each with the space before it.

    Scripts that are written without spaces break between letters, but not before a mark.

    >>> pieces_of("Kick left, again."), pieces_of("吸って、吐く")
    (['Kick', ' left,', ' again.'], ['吸', 'っ', 'て、', '吐', 'く'])
    """
    pieces: list[str] = []
    by_letters = not text.isascii()
    for letter in text:
        last = pieces[-1] if pieces else " "
        breaks = by_letters and (_breaks(letter) or (letter.isalnum() and any(map(_breaks, last))))
        if not pieces or (last != " " and (letter == " " or breaks)):
            pieces.append(letter)
        else:
            pieces[-1] += letter
    return pieces


def two_lines(text: str, columns: int = COLUMNS) -> str | None:
    """Return `text` in one line or two of at most `columns`; None where it needs more.

    Two lines are about equally long and break behind a mark where they can, the lower one rather the longer.

    >>> print(two_lines("Welcome. All you need is a mat, and a few quiet minutes."))
    Welcome. All you need is a mat,
    and a few quiet minutes.
    """
    if width(text) <= columns:
        return text
    pieces = pieces_of(text)
    found = []
    for number in range(1, len(pieces)):
        upper, lower = "".join(pieces[:number]).strip(" "), "".join(pieces[number:]).strip(" ")
        if max(width(upper), width(lower)) <= columns:
            uneven = abs(width(upper) - width(lower)) + (width(upper) > width(lower))
            found.append((uneven - (0 if upper[-1].isalnum() else 14), f"{upper}\n{lower}"))
    return min(found)[1] if found else None
