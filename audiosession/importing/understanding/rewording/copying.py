"""Lines that copy nothing: how a cue is said so that it follows its article for six words at the most."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from audiosession.importing.book import Book
from audiosession.importing.finding import plainly, words_of_text
from audiosession.importing.understanding.clauses import begins_action, opening_condition
from audiosession.importing.understanding.rewording.changes import ALL, MOST_IN_A_ROW, OTHERS, Rewording
from audiosession.importing.understanding.wording import going_on, likens, sentence_of, tidy

_MOST_CHANGES = 8
_LEAST_WORDS = 3
_NEAR_END = 2
_NEAR_FRONT = 4
"""So near before what may come first, another such end has it: “with the feet on the floor”."""
_SHORT_PIECE = 4


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
    words, _ = _reworded(cue, source, book, ALL)
    if book.found_negations.first(plainly(cue)):
        return _before_the_no(words, source, book)
    return _in_pieces(words, source, book)


def _before_the_no(words: Sequence[str], source: SourceWords, book: Book) -> list[str]:
    """Return what is said before the comma of a no, and the no with all behind it, which must not stand without it.

    Nothing where either can't be said.
    """
    said = " ".join(words)
    results = "|".join(map(re.escape, book.wording.results))
    if results and "," not in said:
        done, _, comes = re.sub(rf"(?i)\s+({results})\s+", "\n", said, count=1).partition("\n")
        if comes and book.found_negations.first(plainly(done)) is None and len(done.split()) >= _LEAST_WORDS:
            return _in_pieces(done.split(), source, book)
    pieces = re.split(r"(?<=,)\s+", said)
    place = next(
        n for n, piece in enumerate(pieces) if n + 1 == len(pieces) or book.found_negations.first(plainly(piece))
    )
    head, tail = " ".join(pieces[:place]).split(), " ".join(pieces[place:])
    denies = book.found_negations.at(re.sub(rf"^(?:{'|'.join(book.pronouns) or '$'})\s+", "", plainly(tail)))
    if len(head) < _LEAST_WORDS or source.run(tail) >= 0 or denies is None:
        return []
    return [*_in_pieces(head, source, book), sentence_of(tidy(tail))]


def unlike_whole(cue: str, source: SourceWords, book: Book) -> str:
    """Return `cue` as one line that does not follow `source`; empty where it can't be said whole."""
    return _first_unlike((cue, _turned(cue, book), *_fronted(cue, book)), source, book)


def unlike_in_order(cue: str, source: SourceWords, book: Book) -> str:
    """Return the same of a cue that warns: what belongs to a reason stays with it."""
    return _first_unlike((cue, _turned(cue, book)), source, book)


def _first_unlike(ways: Sequence[str], source: SourceWords, book: Book) -> str:
    """Return the first of `ways` to say something that can be said whole: without leaving out words, if it may be."""
    for changes in (OTHERS, ALL):
        for said in filter(None, ways):
            words, is_whole = _reworded(said, source, book, changes)
            if is_whole:
                return sentence_of(tidy(" ".join(words)))
    return ""


def _turned(cue: str, book: Book) -> str:
    """Return `cue` with its condition behind what is done; empty where it does not begin with one.

    “If the knees hurt, bend them” is “Bend them if the knees hurt”.
    """
    plain = plainly(cue)
    at = cue.find(", ")
    opens = opening_condition(plain, book) or plain.partition(" ")[0] in book.wording.fronts
    stays = book.found_verbs.at(plain) is not None or plain.partition(" ")[0] in book.wording.unturned
    if at < 0 or not opens or stays or not begins_action(plain, at + 2, book):
        return ""
    head, tail = cue[:at], tidy(cue[at + 2 :])
    return sentence_of(book.wording.turned.format(cue=tail, condition=f"{head[:1].lower()}{head[1:]}"))


def _fronted(cue: str, book: Book) -> Iterator[str]:
    """Yield `cue` with what its last clause ends in at the head of that, the shortest first.

    That is where and how something is done: “On the floor, rest the hands”. A clause that tells more of the one before
    it stays as it is.
    """
    begun = max(cue.rfind(mark) + len(mark) if mark in cue else 0 for mark in (": ", ", "))
    lead, words = cue[:begun], cue[begun:].rstrip(".").split()
    plain = [plainly(word) for word in words]
    if lead.endswith(", ") and not begins_action(plainly(cue), begun, book):
        return
    denied = len(list(book.found_negations.find(" ".join(plain)))) > 1
    if denied or opening_condition(" ".join(plain), book) or likens(" ".join(words), book):
        return
    for at in range(len(words) - 2, _LEAST_WORDS - 1, -1):
        if plain[at] not in book.wording.fronts or plain[at + 1] in book.wording.fronts:
            continue  # “hold on with both hands”
        if _belongs_before(plain, at, book):
            continue
        bound = plain[at - 1] in book.wording.binding or any(
            likens(" ".join(plain[n:]), book) for n in range(at, len(plain))
        )
        bound = bound or plain[at + 1] in book.pronouns  # “for them not to fall over”
        if bound or plain[-1] in book.wording.unfronted or set(plain[at + 1 :]) <= set(book.wording.unfronted):
            continue  # “something to listen to”, “if that feels safe to you”
        joined = [n for n in range(at, len(words)) if plain[n] in book.joins]
        if any(begins_action(" ".join(plain[n + 1 :]), 0, book) or _asks_on(plain[n + 1 :], book) for n in joined):
            continue
        tail, head = " ".join(words[at:]), going_on(" ".join(words[:at]), book)
        tail = going_on(tail, book) if lead else tail
        yield f"{lead}{book.wording.fronted.format(tail=tail, cue=head)}"


def _belongs_before(plain: Sequence[str], at: int, book: Book) -> bool:
    """Tell whether what begins at `at` belongs to what is before it, and does not tell where or how all is done.

    “In line with the spine” is one, as is “with the feet on the floor”; “to open the chest” tells what for.
    """
    leads = plain[at] in book.wording.led and plain[at + 1] not in book.determiners
    near = set(plain[at - _NEAR_FRONT : at]) & set(book.wording.fronts)
    return bool(leads or near or set(plain[:at]) & set(book.wording.having))


def _asks_on(plain: Sequence[str], book: Book) -> bool:
    """Tell whether words behind an “and” go on with what is asked of what was named before: “should not fall in”."""
    return bool(plain) and plain[0] in {word.split()[0] for word in book.caution.modals}


def unlike_headed(cue: str, source: SourceWords, book: Book) -> str:
    """Return `cue` as one line that begins as it does; empty where what would be cut off is about the body."""
    if whole := unlike_whole(cue, source, book):
        return whole
    if book.found_negations.first(plainly(cue)):
        return ""
    words, _ = _reworded(cue, source, book, ALL)
    lines = _in_pieces(words, source, book, at_commas=False)
    return lines[0] if len(lines) == 1 and _keeps_condition(lines[0], cue, book) else ""


def _keeps_condition(line: str, cue: str, book: Book) -> bool:
    """Tell whether `line` has a condition, if `cue` has: nobody is asked for what others are."""
    kinds = (book.found_subordinates, book.found_signs["condition"])
    has, had = (any(phrases.first(plainly(text)) is not None for phrases in kinds) for text in (line, cue))
    return has or not had


def _reworded(cue: str, source: SourceWords, book: Book, changes: Sequence[Rewording]) -> tuple[list[str], bool]:
    """Return the words of `cue` with other small words where they follow `source`, and whether that is enough.

    Of `changes` the first one that there is comes first.
    """
    words = cue.split()
    for _ in range(_MOST_CHANGES):
        begun = source.run(" ".join(words))
        if begun < 0:
            return words, True
        at = _word_at(words, begun)
        ways = (change(words, at, book) for change in changes)
        changed = next((one for one in ways if one is not None and source.run(" ".join(one)) != begun), None)
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


def _in_pieces(words: Sequence[str], source: SourceWords, book: Book, *, at_commas: bool = True) -> list[str]:
    """Return `words` as several short lines, cut before a word that a line may begin with."""
    lines: list[str] = []
    items = {0}
    rest = list(words)
    while rest:
        begun = source.run(" ".join(rest))
        if begun < 0:
            lines.append(sentence_of(tidy(" ".join(rest))))
            break
        at = _word_at(rest, begun)
        most = min(len(rest) - 1, at + MOST_IN_A_ROW)
        most = min(most, max(len(rest) - _LEAST_WORDS, _LEAST_WORDS))
        cut = max(1, _cut_of(rest, at, most, book, at_commas=at_commas))  # one word may be many: “a/b/c/d/e/f/g”
        lines.append(sentence_of(tidy(" ".join(_ended(rest[:cut], book)))))
        if len(rest) - cut > 1 and rest[cut - 1].endswith(",") and plainly(rest[cut]) not in book.wording.breaks:
            items.add(len(lines))  # what stands between commas stands for itself
        rest = rest[cut:]
    kept = [line for number, line in enumerate(lines) if number in items or _bodily(line, book)]
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
    small = {*leads, *book.wording.breaks, *book.determiners, *book.joins, *book.wording.being}
    kept = list(words)
    while len(kept) > _LEAST_WORDS:
        last, before = (plainly(word).rstrip(",") for word in (kept[-1], kept[-2]))
        is_subject = last in book.pronouns or last in book.wording.fillers.lead
        if last not in small and not (is_subject and before in leads):
            break
        kept.pop()
    return kept


def _bodily(line: str, book: Book) -> bool:
    plain = plainly(line)
    first = plain.split(" ")[0]
    if book.found_subordinates.at(plain) or (first in book.wording.breaks and len(plain.split()) <= _SHORT_PIECE):
        return False
    return book.found_parts.first(plain) is not None or begins_action(plain, 0, book)


def shares(lines: Sequence[str], texts: Iterable[str]) -> list[str]:
    """Return which of `lines` have seven words in a row of `texts`."""
    source = SourceWords(texts)
    return [line for line in lines if source.run(line) >= 0]
