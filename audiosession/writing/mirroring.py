"""Words for the other side of the body, and for the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, NamedTuple, Self

from pydantic import AfterValidator, Field, model_validator

from audiosession.definitions import Model
from audiosession.spelling import composed
from audiosession.value_words import RefusedError

_WAYS = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")
_ANY_WAYS = re.compile(r"\{[^{}]*\|[^{}]*\}?")
_MARKED = re.compile(r"\{(side )?([^{}|]+)\}")
_SIDE_MARK = re.compile(r"\{side [^{}|]+\}")
_LONG_ENOUGH = 4
"""So many letters a word for a side has that is looked for at the head of longer words."""
_NO_PAIR = "or the side with its noun, as [sides] pairs it"
NEXT_REP = "{next}"
"""What stands in a line for the rep after it."""


_Word = Annotated[str, Field(min_length=1), AfterValidator(composed)]


class SideWords(Model):
    """How a language calls the sides of the body: the table ``[sides]`` of its file."""

    pairs: tuple[tuple[_Word, _Word], ...] = Field(min_length=1)
    """Every word for a side in each of its forms, the left one first, with what it becomes on the other side; each word
    stands once."""
    kept: tuple[_Word, ...] = ()
    """Phrases in which such a word is no side: `right angle`."""
    ambiguous: tuple[_Word, ...] = ()
    """Words that may be a side and may be something else; a line of one side that has one says in curly brackets which
    of the two is meant: `{derecho}` is none, `{side derecho}` is one."""

    @property
    def all_words(self) -> frozenset[str]:
        """Every word that is a side, or may be one, in small letters."""
        return frozenset(word.lower() for words in (*self.pairs, self.ambiguous) for word in words)

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        words = [word.lower() for pair in self.pairs for word in pair]
        if twice := next((word for word in words if words.count(word) > 1), None):
            raise RefusedError(f'"{twice}" has two other sides', "each word stands in one pair")
        return self


class Doubt(NamedTuple):
    """A word of a line of which nobody can say whether it is a side, and what there is to do."""

    message: str
    hint: str


@dataclass(frozen=True, kw_only=True)
class Mirror:
    """One language's words for the sides of the body, and what each becomes on the other side.

    `foreign` are the words for sides that this language has not: those of others, and its own that were taken out.
    """

    words: SideWords
    foreign: frozenset[str] = field(default=frozenset(), repr=False)

    def mirrored(self, text: str) -> str:
        """Return `text` as it is said of the other side; what is marked as no side, and phrases, are left alone.

        >>> english = Mirror(words=SideWords(pairs=(("left", "right"),), kept=("right away", "right angle")))
        >>> english.mirrored("Left heel in. Right away, a right angle, with what is {left}.")
        'Right heel in. Right away, a right angle, with what is {left}.'
        """
        return self._found.sub(self._other, text)

    def sides_in(self, text: str) -> list[int]:
        """Return the sides that `text` names, in its order: 0 for the first word of a pair, 1 for the other."""
        firsts = {pair[0].lower() for pair in self.words.pairs}
        said = [one["word"] for one in self._found.finditer(text)]
        return [0 if word.lower() in firsts else 1 for word in said if word]

    def doubt(self, text: str) -> Doubt | None:
        """Return what of `text`, a line that is mirrored, is in doubt; None where nothing is."""
        for found in self._doubtful.finditer(text):
            word, longer = found["word"], found["longer"]
            if _SIDE_MARK.fullmatch(found[0]) and not self.sides_in(found[0]):
                return Doubt(f'"{found[0]}" has no other side', _NO_PAIR)
            if longer:
                hint = f"write the side as a word of its own, or {{{longer}}} if it is none"
                return Doubt(f'"{longer}" may hold a side', hint)
            if word is None:
                continue
            if word.lower() in self.foreign:
                hint = f"write {{{word}}} if it is none here, or its pair into [sides]"
                return Doubt(f'"{word}" is a side in another language', hint)
            is_one = f"{{side {word}}} where it is one" if self.sides_in(f"{{side {word}}}") else _NO_PAIR
            hint = f"write {{{word}}} where it is none, {is_one}"
            return Doubt(f'"{word}" may be a side or not', hint)
        return None

    @cached_property
    def _others(self) -> Mapping[str, str]:
        pairs = [(one.lower(), other.lower()) for one, other in self.words.pairs]
        return dict(pairs) | {other: one for one, other in pairs}

    @cached_property
    def _found(self) -> re.Pattern[str]:
        return _either(self.words.kept, self._others)

    @cached_property
    def _doubtful(self) -> re.Pattern[str]:
        sides = [word for pair in self.words.pairs for word in pair]
        sure = [phrase for phrase in sides if " " in phrase]
        doubtful = _either((*self.words.kept, *sure), (*self.words.ambiguous, *self.foreign), marked=r"\{[^{}|]+\}|")
        single = sorted((word for word in sides if " " not in word), key=len, reverse=True)
        begun = "|".join(re.escape(word) for word in single if len(word) >= _LONG_ENOUGH) or r"(?!)"
        passed = "".join(f"{_by_itself(word)}|" for word in single)
        return re.compile(rf"{doubtful.pattern}|{passed}\b(?P<longer>(?:{begun})\w+)", re.IGNORECASE)

    def _other(self, found: re.Match[str]) -> str:
        if found["word"] is None:
            return found[0]
        word, other = found["word"], self._others[found["word"].lower()]
        if word.isupper() and len(word) > 1:
            return other.upper()
        return other[:1].upper() + other[1:] if word[0].isupper() else other


def _either(kept: Iterable[str], words: Iterable[str], marked: str = r"\{(?!side )[^{}|]+\}|") -> re.Pattern[str]:
    """Return what finds one of `words` as ``word``, passing over what is marked or a phrase that is `kept`."""
    phrases = "".join(f"{_by_itself(one)}|" for one in sorted(kept, key=len, reverse=True))
    either = "|".join(map(_by_itself, sorted(words, key=len, reverse=True))) or r"(?!)"
    return re.compile(rf"{marked}{phrases}(?P<word>{either})", re.IGNORECASE)


def _by_itself(word: str) -> str:
    """Return the pattern of `word` as no part of a longer one; letters without capitals may stand without spaces.

    >>> _by_itself("links"), _by_itself("左")
    ('\\\\blinks\\\\b', '左')
    """
    first, last = (r"\b" if one.lower() != one.upper() else "" for one in (word[0], word[-1]))
    return f"{first}{re.escape(word)}{last}"


def without_marks(text: str) -> str:
    """Return `text` as it is said: words that are marked as a side, or as none, without their marks.

    >>> without_marks("Con el pie {side derecho}, el cuello {derecho}; {next}.")
    'Con el pie derecho, el cuello derecho; {next}.'
    """
    return text if "{" not in text else _MARKED.sub(lambda one: one[0] if one[0] == NEXT_REP else one[2], text)


def has_ways(text: str) -> bool:
    """Tell whether `text` holds words for one way and for the other, as ``{forward|back}``; ``{next}`` is no such."""
    return _WAYS.search(text) is not None


def wrong_ways(text: str) -> str:
    """Return the first of what should be words for two ways in `text` and is not; empty where all are."""
    return next((found[0] for found in _ANY_WAYS.finditer(text) if not _WAYS.fullmatch(found[0])), "")


def one_way(text: str, *, back: bool) -> str:
    """Return `text` as it is said on the first way, or on the way `back`, the reversed one.

    >>> one_way("Circle {in|out}, lie back.", back=False), one_way("Circle {in|out}, lie back.", back=True)
    ('Circle in, lie back.', 'Circle out, lie back.')
    """
    if not has_ways(text):
        return text
    said = _WAYS.sub(lambda found: found[2 if back else 1], text)
    return re.sub(r" +(?=[,.!?]|$)", "", re.sub(r"  +", " ", said)).strip()
