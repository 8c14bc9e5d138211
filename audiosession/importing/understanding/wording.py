"""A clause of an article as a short, neutral cue in words of ours, which never follow its own for long."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from audiosession.importing.book import Book
from audiosession.importing.finding import FoundPhrase, Phrases, plainly, words_of_text
from audiosession.importing.understanding.clauses import Clause, begins_action, breath_word

MOST_IN_A_ROW = 6
"""So many words of an article a line may have in a row; its sentences are somebody's own."""
MOST_WORDS = 22
_MOST_CHANGES = 8
_LEAST_WORDS = 3
_NEAR_END = 2
_SHORT_PIECE = 4
_SHORT_CONDITION = 5
_LEAST_TOLD = 2
_MARKUP = str.maketrans("", "", "<>*`_#¿¡")
_TIDY = (
    (re.compile(r"\s+"), " "),
    (re.compile(r"\s+([,.])"), r"\1"),
    (re.compile(r"([,.])(?:\s*[,.])+"), r"\1"),
    (re.compile(r"^[\s,.:;'\"“”-]+|[\s,.:;!?'\"“”-]+$"), ""),
)


def cue_of(clause: Clause, book: Book, *, keep_breath: bool = False, asks: bool = True, led: bool = True) -> str:
    """Return what a draft says for `clause`, as a sentence; empty where nothing is left to say.

    The breath that it names is left out, but where `keep_breath` is true. A verb at its head that goes on becomes one
    that asks, where it `asks`. Small words at its head go, but where it is not `led`.
    """
    text = _without_subject(_without_relative(clause.text, book), book)
    text = text if keep_breath else "" if breath_word(plainly(text), book) else _cut(text, book.found_breath)
    text = _cut(text, book.found_fillers)
    text = _led(text, book) if led else text
    text = _replaced(text, book)
    text = _led(text, book) if led else text
    text = _asked(_told(text, book), book) if asks else text
    text = tidy(text)
    if not re.search(r"\w{2}", text) or len(text.split()) > MOST_WORDS:
        return ""
    return sentence_of(text)


def _without_relative(text: str, book: Book) -> str:
    """Return `text` without the clause at its end that only tells more of a word."""
    plain = plainly(text)
    begun = next((n for word in book.wording.relatives if (n := plain.find(f", {word} ")) > 0), -1)
    return text[:begun] if begun > 0 and book.found_negations.first(plain[begun:]) is None else text


def _without_subject(text: str, book: Book) -> str:
    """Return `text` without the word behind its last comma that only begins the next clause: “your back, it”."""
    head, comma, last = text.rpartition(",")
    return head if comma and plainly(last).strip() in book.pronouns else text


def going_on(cue: str, book: Book) -> str:
    """Return `cue` as it goes on behind a colon: in small letters, but where the language has capitals for nouns."""
    return (
        cue
        if book.wording.has_capitals or (cue[:2].isupper() and cue[1:2].isalpha())
        else f"{cue[:1].lower()}{cue[1:]}"
    )


def tidy(text: str) -> str:
    """Return `text` without signs and spaces that cutting left in it."""
    for pattern, kept in _TIDY:
        text = pattern.sub(kept, text)
    return text.strip()


def sentence_of(text: str) -> str:
    """Return `text` as a sentence: with a capital, and a full stop."""
    text = (
        text.translate(_MARKUP)
        .replace("[", "(")
        .replace("]", ")")
        .replace("|", "/")
        .replace("{", "(")
        .replace("}", ")")
        .lstrip("#(/ -")
    )
    return f"{text[:1].upper()}{text[1:]}{'' if text[-1:] in '.!?' else '.'}" if text else ""


def _cut(text: str, phrases: Phrases) -> str:
    return _changed(text, phrases, lambda found: "")


def _changed(text: str, phrases: Phrases, said: Callable[[FoundPhrase], str]) -> str:
    made, begun = "", 0
    for found in phrases.find(plainly(text)):
        made += text[begun : found.start] + said(found)
        begun = found.end
    return made + text[begun:]


def _led(text: str, book: Book) -> str:
    """Return `text` without the words that no cue begins with."""
    for _ in range(4):
        text = text.lstrip(" ,.;:-–—'\"")
        found = book.found_lead.at(plainly(text))
        rest = text[found.end :] if found else ""
        if found is None or plainly(rest).strip().startswith(tuple(f"{one} " for one in book.wording.being)):
            return text
        text = rest
    return text


def _replaced(text: str, book: Book) -> str:
    return _changed(text, book.found_replaced, lambda found: found.key)


def _told(text: str, book: Book) -> str:
    """Return `text` with a verb at its head that tells, and does not ask, behind the part of the body that it is of.

    So what is left of a sentence whose breath stood before its verb is in order again.
    """
    plain = plainly(text)
    verb = next((one for one in book.wording.tells if plain.startswith(f"{one} ")), "")
    rest = text[len(verb) :].lstrip()
    first = re.match(r"[\w'-]+", plainly(rest))
    part = book.found_parts.first(plainly(rest)) if verb and first and first[0] in book.determiners else None
    return text if part is None else f"{rest[: part.end]} {text[: len(verb)].lower()}{rest[part.end :]}"


def _asked(text: str, book: Book) -> str:
    """Return `text` with the verb that it begins with in the form that asks for it."""
    first = re.match(r"[\w'-]+", text)
    if first is None:
        return text
    word = first[0].lower()
    for ending, asked in book.wording.endings:
        if word.endswith(ending) and len(word) > len(ending):
            made = word[: len(word) - len(ending)] + asked
            found = book.found_verbs.at(made)
            if found is not None and found.end == len(made):
                return made + text[first.end() :]
    return text


class SourceWords:
    """The words of an article, to see whether a line follows them too long."""

    def __init__(self, texts: Iterable[str], most: int = MOST_IN_A_ROW) -> None:
        words = [words_of_text(text) for text in texts]
        flat = [word for one in words for word in one]
        self._most = most
        self._rows = {tuple(flat[n : n + most + 1]) for n in range(len(flat) - most)}

    def run(self, line: str) -> int:
        """Return from which word on `line` follows the article for too long; -1 where it does not."""
        words = words_of_text(line)
        size = self._most + 1
        return next((n for n in range(len(words) - size + 1) if tuple(words[n : n + size]) in self._rows), -1)


def unlike(cue: str, source: SourceWords, book: Book) -> list[str]:
    """Return `cue` as lines none of which follows `source` for more than six words in a row."""
    if whole := unlike_whole(cue, source, book):
        return [whole]
    words, _ = _reworded(cue, source, book)
    if book.found_negations.first(plainly(cue)):
        return _before_the_no(words, source, book)
    return _in_pieces(words, source, book)


def _before_the_no(words: Sequence[str], source: SourceWords, book: Book) -> list[str]:
    """Return what is said before the comma of a no, and the no with all behind it, which must not stand without it.

    Nothing where either can't be said.
    """
    pieces = re.split(r"(?<=,)\s+", " ".join(words))
    place = next(
        n for n, piece in enumerate(pieces) if n + 1 == len(pieces) or book.found_negations.first(plainly(piece))
    )
    head, tail = " ".join(pieces[:place]).split(), " ".join(pieces[place:])
    if len(head) < _LEAST_WORDS or source.run(tail) >= 0 or book.found_negations.at(plainly(tail)) is None:
        return []
    return [*_in_pieces(head, source, book), sentence_of(tidy(tail))]


def unlike_whole(cue: str, source: SourceWords, book: Book) -> str:
    """Return `cue` as one line that does not follow `source`; empty where it can't be said whole."""
    for said in (cue, _turned(cue, book)):
        words, is_whole = _reworded(said, source, book)
        if said and is_whole:
            return sentence_of(tidy(" ".join(words)))
    return ""


def _turned(cue: str, book: Book) -> str:
    """Return `cue` with its condition behind what is done; empty where it does not begin with one.

    “If the knees hurt, bend them” is “Bend them if the knees hurt”.
    """
    plain = plainly(cue)
    at = cue.find(", ")
    opens = next(
        (
            hit
            for phrases in (book.found_subordinates, book.found_signs["condition"], book.found_reasons)
            if (hit := phrases.at(plain))
        ),
        None,
    )
    if opens is None or at < 0 or not begins_action(plain, at + 2, book):
        return ""
    head, tail = cue[:at], tidy(cue[at + 2 :])
    return sentence_of(book.wording.turned.format(cue=tail, condition=going_on(head, book)))


def unlike_headed(cue: str, source: SourceWords, book: Book) -> str:
    """Return `cue` as one line that begins as it does; empty where what would be cut off is about the body."""
    if whole := unlike_whole(cue, source, book):
        return whole
    if book.found_negations.first(plainly(cue)):
        return ""
    words, _ = _reworded(cue, source, book)
    lines = _in_pieces(words, source, book, at_commas=False)
    return lines[0] if len(lines) == 1 else ""


def _reworded(cue: str, source: SourceWords, book: Book) -> tuple[list[str], bool]:
    """Return the words of `cue` with other small words where they follow `source`, and whether that is enough."""
    words = cue.split()
    for _ in range(_MOST_CHANGES):
        begun = source.run(" ".join(words))
        if begun < 0:
            return words, True
        changed = _other_determiner(words, _word_at(words, begun), book)
        if changed is None:
            break
        words = changed
    return words, False


def _word_at(words: Sequence[str], n: int) -> int:
    """Return which of `words`, signs and all, holds the word number `n` as they are counted without signs."""
    counted = 0
    for place, word in enumerate(words):
        counted += len(words_of_text(word))
        if counted > n:
            return place
    return len(words) - 1


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
            return [*words[:place], other, *words[place + 1 :]]
    for place in inside:
        word = words[place].lower()
        if word in book.wording.dropped and plainly(words[place + 1]) not in book.wording.undropped:
            return [*words[:place], *words[place + 1 :]]
        if word in book.wording.commas:
            return [*words[: place - 1], f"{words[place - 1].rstrip(',')},", *words[place + 1 :]]
    return None


def _in_pieces(words: Sequence[str], source: SourceWords, book: Book, *, at_commas: bool = True) -> list[str]:
    """Return `words` as several short lines, cut before a word that a line may begin with."""
    lines: list[str] = []
    rest = list(words)
    while rest:
        begun = source.run(" ".join(rest))
        if begun < 0:
            lines.append(sentence_of(tidy(" ".join(rest))))
            break
        at = _word_at(rest, begun)
        most = min(len(rest) - 1, at + MOST_IN_A_ROW)
        most = min(most, max(len(rest) - _LEAST_WORDS, _LEAST_WORDS))
        cut = _cut_of(rest, at, most, book, at_commas=at_commas)
        lines.append(sentence_of(tidy(" ".join(_ended(rest[:cut], book)))))
        rest = rest[cut:]
    kept = [line for number, line in enumerate(lines) if number == 0 or _bodily(line, book)]
    return [line for line in kept if line and source.run(line) < 0]


def _cut_of(words: Sequence[str], at: int, most: int, book: Book, *, at_commas: bool) -> int:
    """Return where `words` are cut: as late as may be, behind a comma if it may be.

    Else before a word that a line may begin with, if that is near.
    """
    small = {*book.wording.breaks, *book.wording.dropped, *book.wording.undropped}
    whole = [n for n in range(most, max(at + 1, _LEAST_WORDS - 1), -1) if plainly(words[n - 1]) not in small]
    behind = [n for n in whole if words[n - 1].endswith(",") and plainly(words[n - 1]).rstrip(",") not in small]
    if at_commas and behind:
        return behind[0]
    near = [n for n in whole if plainly(words[n]) in book.wording.breaks and n >= most - _NEAR_END]
    return next(iter(near or whole), most)


def _ended(words: Sequence[str], book: Book) -> list[str]:
    """Return `words` without the small ones at their end, which lead on to what was cut off."""
    leads = {*book.wording.clinging, *book.subordinates}
    small = {*leads, *book.wording.breaks, *book.determiners, *book.joins}
    kept = list(words)
    while len(kept) > _LEAST_WORDS:
        last, before = (plainly(word).rstrip(",") for word in (kept[-1], kept[-2]))
        if last not in small and not (last in book.pronouns and before in leads):
            break
        kept.pop()
    return kept


def _bodily(line: str, book: Book) -> bool:
    plain = plainly(line)
    first = plain.split(" ")[0]
    if book.found_subordinates.at(plain) or (first in book.wording.breaks and len(plain.split()) <= _SHORT_PIECE):
        return False
    return book.found_parts.first(plain) is not None or book.found_verbs.at(plain) is not None


def is_fragment(line: str, book: Book) -> bool:
    """Tell whether `line` is what is left of a sentence, and says nothing by itself: “Of the legs.”, “The torso.”.

    Neither does a condition with nothing behind it. One word says something where it asks for it: “Hold.”.
    """
    plain = plainly(line)
    words = words_of_text(plain)
    if not words or words[0] in book.wording.clinging:
        return True
    if book.found_subordinates.at(plain) and not re.search(r"[,:]", plain) and len(words) <= _SHORT_CONDITION:
        return True
    verb = book.found_verbs.at(plain)
    asks = verb is not None and verb.key != "benefit" and not verb.text.endswith(book.wording.going)
    return len([word for word in words if word not in book.determiners]) < _LEAST_TOLD and not asks


def shares(lines: Sequence[str], texts: Iterable[str]) -> list[str]:
    """Return which of `lines` have seven words in a row of `texts`."""
    source = SourceWords(texts)
    return [line for line in lines if source.run(line) >= 0]
