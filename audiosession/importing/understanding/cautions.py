"""When to stop, and whom an exercise is not for: in lines of ours, with the article's reasons in them."""

from __future__ import annotations

import re

from audiosession.importing.book import Book
from audiosession.importing.finding import plainly
from audiosession.importing.understanding.clauses import Clause
from audiosession.importing.understanding.roles import ReadSentence
from audiosession.importing.understanding.wording import cue_of, going_on, sentence_of, tidy


def caution_lines(one: ReadSentence, book: Book) -> list[str]:
    """Return what is said for a caution: “Stop if …”, or “Leave it out with …”, one reason a line."""
    plain, words, heading = one.plain, book.caution, plainly(one.sentence.heading)
    if book.found_avoids.first(plain) is None and book.found_avoids.first(heading) is None:
        return _stops(one, heading, book)
    told = [
        (hit.key if hit.key != "as-is" else going_on(tidy(one.sentence.text[hit.start : hit.end]), book), hit.key)
        for hit in book.found_ailments.find(plain)
    ]
    reasons = [(key, what) for key, what in _reasons(one.sentence.text, plain, book) if what]
    if len(told) > 1 or (told and not reasons) or any(key != "as-is" for _, key in told):
        return [words.leave.format(what=text) for text in dict.fromkeys(text for text, _ in told)]
    if not reasons and _ends_in_reason(heading, book) and (what := _in_our_words(one.sentence.text, book)):
        return [words.leave_if.format(what=what)]
    if reasons:
        return [(words.leave if key == "thing" else words.leave_if).format(what=what) for key, what in reasons]
    return _plain(one, book)


def _stops(one: ReadSentence, heading: str, book: Book) -> list[str]:
    """Return what is said of when to stop: for the reasons in the sentence, or for what a heading asks or begins."""
    words, plain = book.caution, one.plain
    stopping = book.found_stops.first(plain) is not None
    if heading.endswith("?") and stopping and book.found_reasons.first(plain) is None:
        return [words.stop_on.format(what=one.sentence.heading.rstrip(" ?"))]
    if book.found_stops.first(heading) and not stopping and _ends_in_reason(heading, book):
        what = _in_our_words(one.sentence.text, book)
        return [words.stop.format(what=what)] if what else []
    reasons = [(key, what) for key, what in _reasons(one.sentence.text, plain, book) if what] if stopping else []
    if reasons:
        return [(words.stop_at if key == "thing" else words.stop).format(what=what) for key, what in reasons]
    return _plain(one, book)


def _ends_in_reason(heading: str, book: Book) -> bool:
    """Tell whether a heading ends in what a reason begins with: “Stop and call us if”."""
    begun = list(book.found_reasons.find(heading))
    return bool(begun) and begun[-1].end == len(heading.rstrip(" :…"))


def _reasons(text: str, plain: str, book: Book) -> list[tuple[str, str]]:
    """Return the reasons in `text`, each with its kind: ``thing`` or ``clause``; one goes on to the next one."""
    hits = list(book.found_reasons.find(plain))
    ends = [*(hit.start for hit in hits[1:]), len(text)] if hits else []
    return [(hit.key, _reason(text[:end], hit.end, book)) for hit, end in zip(hits, ends, strict=True)]


def _reason(text: str, begun: int, book: Book) -> str:
    """Return the reason that begins at `begun`, up to the next sign, in our words."""
    rest = re.split(r"[,;.!?)]|\s[-–—]\s", text[begun:])[0]
    said = _in_our_words(rest, book, first=rest.strip()[:1])
    for join in sorted(book.joins, key=len, reverse=True):
        said = said.removesuffix(f" {join}")
    return said


def _in_our_words(text: str, book: Book, first: str = "") -> str:
    cue = cue_of(Clause(text=text, plain=plainly(text)), book, keep_breath=True).rstrip(".")
    return cue if first.isupper() and book.wording.has_capitals else f"{cue[:1].lower()}{cue[1:]}"


def _plain(one: ReadSentence, book: Book) -> list[str]:
    whole = Clause(text=one.sentence.text, plain=one.plain)
    cue = cue_of(whole, book, keep_breath=True)
    return [cue] if cue else [sentence_of(found) for clause in one.clauses if (found := cue_of(clause, book))]
