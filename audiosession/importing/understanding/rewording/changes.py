"""Changes of a line that follows its article: each breaks a run of words, and none changes what is said."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from audiosession.importing.book import Book
from audiosession.importing.finding import Phrases, plainly, words_of_text
from audiosession.importing.understanding.clauses import opening_condition

MOST_IN_A_ROW = 6
"""So many words of an article a line may have in a row; its sentences are somebody's own."""
_MOST_SPELLED = 20


def _other_determiner(words: list[str], begun: int, book: Book) -> list[str] | None:
    """Return `words` with another article in the run that begins at `begun`: nearest its middle; None if none is."""
    inside = range(begun + 1, min(len(words) - 1, begun + MOST_IN_A_ROW + 1))
    for place in sorted(inside, key=lambda n: abs(n - begun - MOST_IN_A_ROW // 2)):
        word = words[place].lower()
        behind = plainly(" ".join(words[place + 1 : place + 3]))
        if set(words_of_text(behind)) & set(book.wording.undropped):
            continue
        before_part = book.found_parts.first(behind) is not None
        other = book.wording.swaps_back.get(word) or (book.wording.swaps.get(word) if before_part else None)
        if other:
            said = other.capitalize() if words[place][:1].isupper() else other
            return [*words[:place], said, *words[place + 1 :]]
    return None


def _determined(words: list[str], begun: int, book: Book) -> list[str] | None:
    """Return `words` with an article before a bare part of the body in the run that begins at `begun`; None if none is.

    “Towel under left knee” is “towel under the left knee”.
    """
    if not book.wording.put_before:
        return None
    inside = range(begun + 1, min(len(words), begun + MOST_IN_A_ROW))
    for place in sorted(inside, key=lambda n: abs(n - begun - MOST_IN_A_ROW // 2)):
        before = words[place - 1]
        near = [
            plainly(word).strip(".,;:") for word in (*words[max(0, place - 2) : place], *words[place + 1 : place + 3])
        ]
        if plainly(words[place]).strip(".,;:") in near:
            continue  # “from side to side”
        if (before[-1] in ",;:" or plainly(before) in book.wording.fronts) and _is_bare_part(words[place:], book):
            return [*words[:place], book.wording.put_before, *words[place:]]
    return None


def _is_bare_part(words: Sequence[str], book: Book) -> bool:
    """Tell whether a part of the body, be it of one side, begins `words` and ends with a sign or a small word."""
    plain = plainly(" ".join(words))
    side = book.found_sides.at(plain)
    plain = plain[side.end :].lstrip() if side else plain
    part = book.found_parts.at(plain)
    if part is None:
        return False
    ends = re.match(r"\W*(?:$|[.,;:])", plain[part.end :]) is not None
    return ends or plain[part.end :].split()[0] in (*book.wording.fronts, *book.wording.breaks, *book.joins)


def _other_word(words: list[str], begun: int, book: Book) -> list[str] | None:
    """Return `words` with others of the same meaning in the run that begins at `begun`; None if it has none of them."""
    return _by_others(words, begun, book.found_synonyms)


def _longer_word(words: list[str], begun: int, book: Book) -> list[str] | None:
    """Return the same with words that say it at greater length: “or else”; not beside a number, “two or three”."""
    said = _by_others(words, begun, book.found_longer)
    place = next((n for n, (old, new) in enumerate(zip(words, said or (), strict=False)) if old != new), len(words))
    near = {plainly(word).strip(",.") for word in words[max(0, place - 1) : place + 3]}
    return None if any(word.isdecimal() or word in book.numbers for word in near) else said


def _by_others(words: list[str], begun: int, others: Phrases) -> list[str] | None:
    """Return `words` with those of `others` that stand nearest to the middle of the run; None where it has none."""
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word) + 1)
    text, ends = " ".join(words), min(len(words), begun + MOST_IN_A_ROW + 1)
    middle = (starts[begun] + starts[ends]) // 2
    found = [hit for hit in others.find(plainly(text)) if starts[begun] <= hit.start and hit.end < starts[ends]]
    if not found:
        return None
    hit = min(found, key=lambda one: abs(one.start - middle))
    said = hit.key[:1].upper() + hit.key[1:] if text[hit.start].isupper() else hit.key
    return (text[: hit.start] + said + text[hit.end :]).split()


def _asked_kindly(words: list[str], begun: int, book: Book) -> list[str] | None:
    """Return `words` with a “please” at the verb that asks behind an opening condition, in the run; None else.

    Behind a no nothing is asked for: “you do not have to change, lie down or explain yourself”.
    """
    please, plain = book.wording.please, plainly(" ".join(words))
    if not please or set(please.split()) & {word.strip(",.") for word in plain.split()}:
        return None
    if not opening_condition(plain, book) or book.found_negations.first(plain):
        return None
    for place in range(begun + 1, min(len(words), begun + MOST_IN_A_ROW)):
        verb = book.found_verbs.at(plainly(" ".join(words[place:])))
        if verb is None or verb.key == "benefit" or verb.text.endswith(book.wording.going) or " " in verb.text:
            continue
        if words[place - 1].endswith(","):
            said = please.format(verb=words[place]).split()
            return [*words[:place], *said, *words[place + 1 :]]
    return None


def _spelled(words: list[str], begun: int, book: Book) -> list[str] | None:
    """Return `words` with a number in the run as it is spoken; None where it has none in digits, or a greater one."""
    for place in range(begun, min(len(words), begun + MOST_IN_A_ROW + 1)):
        number = int(words[place]) if words[place].isdecimal() else 0
        if 1 < number <= _MOST_SPELLED:
            said = book.numbers[number - 1]
            return [*words[:place], said if place else said.capitalize(), *words[place + 1 :]]
    return None


def _fewer(words: list[str], begun: int, book: Book) -> list[str] | None:
    """Return `words` without one of the small ones in the run that begins at `begun`; None where it has none."""
    for place in range(begun + 1, min(len(words) - 1, begun + MOST_IN_A_ROW + 1)):
        word = words[place].lower()
        if word in book.wording.dropped and plainly(words[place + 1]) not in book.wording.undropped:
            return [*words[:place], *words[place + 1 :]]
        if word in book.wording.commas:
            return [*words[: place - 1], f"{words[place - 1].rstrip(',')},", *words[place + 1 :]]
    return None


Rewording = Callable[[list[str], int, Book], list[str] | None]
OTHERS: tuple[Rewording, ...] = (_other_determiner, _other_word)
ALL: tuple[Rewording, ...] = (*OTHERS, _spelled, _asked_kindly, _longer_word, _determined, _fewer)
