"""Numbers in a sentence: how often, how long, how many pulses; written in digits or in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from audiosession.importing.book import Book
from audiosession.importing.finding import Phrases, find_word, plainly

_NEXT_TO, _HEAD_WORDS = 5, 4
_DESCRIBED = ("breaths", "pulses")
_LONG_HOLD = 15
"""Seconds from which on a hold is the exercise itself, and no rest at the top of a movement."""
_MOST_REPS, MOST_SECONDS, _MOST_COUNTS = 100, 600, 60


@dataclass(frozen=True, kw_only=True)
class Amount:
    """A number with what it counts: ``times``, ``sets``, ``seconds``, ``breaths``, ``counts``, ``pulses``, or nothing.

    `least` and `most` are the same where it is one number. `bound` is ``most`` or ``least`` where it says so.
    """

    least: int
    most: int
    unit: str
    bound: str = ""
    start: int = 0
    end: int = 0
    is_told: bool = False


@lru_cache(maxsize=8)
def _patterns(words: tuple[str, ...], ranges: tuple[str, ...]) -> tuple[re.Pattern[str], dict[str, int]]:
    values = {word: number for number, word in enumerate(words, 1)}
    one = "|".join([r"\d{1,3}", *map(re.escape, sorted(values, key=len, reverse=True))])
    joined = "|".join(map(re.escape, ranges))
    ends = r"(?=\W|mal\b|$|(?<=\d)[x×s]\b)"  # “3s” are seconds, “ones” are none
    pattern = rf"(?<![\w.,/:])(?:[x×] ?(?=\d))?({one})(?:-)?(?:\s*(?:{joined})\s*({one}))?(?![\w]*\d){ends}"
    return re.compile(pattern), values


def amounts(plain: str, book: Book) -> Iterator[Amount]:
    """Yield the numbers in `plain`, in order, each with what it counts."""
    pattern, values = _patterns(tuple(book.numbers), tuple(book.units["range"]))
    units = _units(book)
    for found in pattern.finditer(plain):
        low = _value(found[1], values)
        high = _value(found[2], values) if found[2] else low
        behind = re.match(r"[\s-]*", plain[found.end() :])
        at = found.end() + (behind.end() if behind else 0)
        unit = units.at(plain[at : at + 40])
        if unit is None and (word := re.match(r"[^\W\d]{4,}\s+", plain[at:])) is not None:
            far = units.at(plain[at + word.end() : at + word.end() + 40])  # “six unhurried breaths”
            unit, at = (far, at + word.end()) if far is not None and far.key in _DESCRIBED else (None, at)
        before = plain[max(0, found.start() - 30) : found.start()]
        counted = unit is None and any(before.rstrip().endswith(one) for one in book.units.get("counting", ()))
        yield Amount(
            least=min(low, high),
            most=max(low, high),
            unit=unit.key if unit else "counts" if counted else "times" if found[0][0] in "x×" else "",
            bound=_bound(before, plain[at : at + 24], book),
            start=found.start(),
            end=at + unit.end if unit else found.end(),
            is_told=_told(before, book),
        )


@lru_cache(maxsize=8)
def _units_of(rows: tuple[tuple[str, tuple[str, ...]], ...], determiners: tuple[str, ...]) -> Phrases:
    return Phrases(dict(rows), determiners)


def _units(book: Book) -> Phrases:
    rows = {key: book.units[key] for key in ("times", "sets", "seconds", "minutes", "counts", "pulses")}
    rows["breaths"] = book.breath["breaths"]
    return _units_of(tuple(rows.items()), book.determiners)


def _value(text: str, values: dict[str, int]) -> int:
    return int(text) if text.isdigit() else values[text]


def _bound(before: str, behind: str, book: Book) -> str:
    for key in ("most", "least"):
        if any(before.rstrip().endswith(one) or behind.startswith(one) for one in book.units[key]):
            return key
    return ""


def _told(before: str, book: Book) -> bool:
    """Tell whether what stands before a number says that something is done so often."""
    words = " ".join(re.findall(r"[\w'’-]+", before)[-4:])
    return any(find_word(words, one) for one in book.units["before"])


@dataclass(frozen=True, kw_only=True)
class ToldReps:
    """How often: usually, at least, at most; 0 where the article does not say."""

    usual: int = 0
    least: int = 0
    most: int = 0


def reps_in(plain: str, book: Book) -> ToldReps | None:
    """Return how often something is done, as a sentence says it; None where it says nothing of it."""
    found = [one for one in amounts(plain, book) if one.most != 1]  # “that is one round”
    has_times = any(one.unit == "times" for one in found)
    for one in found:
        counted = (
            one.unit == "times"
            or (one.unit == "sets" and not has_times)
            or (not one.unit and one.is_told and _ends(plain, one, book))
            or (one.unit == "breaths" and one.is_told)
            or (one.is_told and plain[one.start : one.end].endswith(tuple(book.units["times"])))  # “do five kicks”
        )
        if not counted or not 1 <= one.most <= _MOST_REPS or _is_daily(plain[one.end :], book):
            continue
        if find_word(plain[: one.start][-len(book.wording.the) - 1 :], book.wording.the) is not None:
            continue  # “the two of them”
        if one.bound == "most":
            return ToldReps(most=one.most, least=one.least if one.least != one.most else 0)
        higher = [two.most for two in amounts(plain[one.end :], book) if not two.unit and two.bound == "most"]
        if higher and higher[0] > one.most:
            return ToldReps(usual=one.least, most=higher[0])
        if one.bound == "least":
            return ToldReps(least=one.least, usual=one.least)
        if one.least != one.most:
            return ToldReps(least=one.least, most=one.most)
        return ToldReps(usual=one.least)
    return ToldReps(usual=2) if _is_told_twice(plain, book) else None


def _is_told_twice(plain: str, book: Book) -> bool:
    """Tell whether the whole is done twice: “repeat this twice”, and not “kick twice”."""
    head = " ".join(plain.split()[:_HEAD_WORDS])
    if not any(find_word(head, one) for one in book.units["before"]):
        return False
    return any(
        (said := find_word(plain, word)) and not _is_daily(plain[said.end() :], book)
        for word in book.units.get("twice", ())
    )


def _is_daily(behind: str, book: Book) -> bool:
    """Tell whether a number is how often in a day or a week."""
    behind = behind.lstrip(" ,-")
    return any(
        (said := find_word(behind, one)) is not None and said.start() == 0 for one in book.units.get("daily", ())
    )


def often_in(plain: str, book: Book) -> slice | None:
    """Return where `plain` says how often in a day or a week: “three times a week”; None where it does not."""
    spans = [(one.start, one.end) for one in amounts(plain, book)]
    spans += [found.span() for word in book.units.get("twice", ()) if (found := find_word(plain, word))]
    for start, end in spans:
        for daily in sorted(book.units.get("daily", ()), key=len, reverse=True):
            if (said := re.match(rf"[ ,-]*{re.escape(daily)}(?!\w)", plain[end:])) is not None:
                return slice(start, end + said.end())
    return None


def _for(before: str, book: Book) -> bool:
    """Tell whether a number says how long: “for four”."""
    bare = before.rstrip()
    if any(bare.endswith(one) and not bare[: len(bare) - len(one)][-1:].isalnum() for one in book.units["for"]):
        return True
    return any(found.end == len(before.rstrip()) for found in book.found_breath.find(before))


def _ends(plain: str, one: Amount, book: Book) -> bool:
    """Tell whether nothing that could be counted follows a number: no word does, a front, or something else to do."""
    if re.match(r"\s*(?:[.,;:!)]|$|\w+\s+(?:side|leg|arm|seite|lado)\b)", plain[one.end :]):
        return True
    if plain[one.end :].split()[0] in book.wording.fronts:
        return True
    join = book.found_joins.at(plain, one.end + 1)
    if join is None:
        return False
    return plain[join.end : join.end + 1] == "," or book.found_verbs.at(plain, join.end + 1) is not None


def length_in(plain: str, book: Book, *units: str) -> Amount | None:
    """Return the first number of one of `units` that can be, in seconds where they are minutes."""
    most = {"seconds": MOST_SECONDS, "minutes": 60, "counts": _MOST_COUNTS, "breaths": 50, "pulses": 8}
    for one in amounts(plain, book):
        unit = one.unit
        if not unit and "counts" in units and _for(plain[: one.start], book):
            unit = "counts"
        if unit in units and 1 <= one.most <= most[unit]:
            if unit == "minutes":
                longest = one.most if 60 * one.most <= MOST_SECONDS else one.least
                return Amount(least=60 * one.least, most=60 * longest, unit="seconds", start=one.start, end=one.end)
            return one
    return None


def is_stay(plain: str, book: Book) -> bool:
    """Tell whether a place is held for itself: for so many breaths, or longer than a breath is held up."""
    breaths, seconds = length_in(plain, book, "breaths"), length_in(plain, book, "seconds", "minutes")
    return breaths is not None or (seconds is not None and seconds.most >= _LONG_HOLD)


def without_length(text: str, book: Book, *units: str) -> str:
    """Return `text` without the first number of one of `units`, and the small word before it."""
    amount = length_in(plainly(text), book, *units)
    if amount is None:
        return text
    before = _without_end(text[: amount.start].rstrip(), book.units.get("counting", ()))
    before = _without_end(before, book.determiners) if before != text[: amount.start].rstrip() else before
    before = _without_end(before, book.units["for"])
    return f"{before} {text[amount.end :]}"


def _without_end(text: str, ends: Sequence[str]) -> str:
    """Return `text` without the first of `ends` that it ends in as a word."""
    longest = sorted(ends, key=len, reverse=True)
    end = next((one for one in longest if text.lower() == one or text.lower().endswith(f" {one}")), "")
    return text[: len(text) - len(end)].rstrip()


def number_words(plain: str, book: Book) -> set[int]:
    """Return the numbers that are written in `plain`, in digits or in words."""
    _, values = _patterns(tuple(book.numbers), tuple(book.units["range"]))
    found = {int(one) for one in re.findall(r"\d{1,6}", plain)}
    return found | {values[word] for word in re.findall(r"[^\W\d_]+", plain) if word in values}
