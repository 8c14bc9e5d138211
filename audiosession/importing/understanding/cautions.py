"""When to stop, and whom an exercise is not for: in lines of ours, with the article's reasons in them."""

from __future__ import annotations

import re

from audiosession.importing.book import Book
from audiosession.importing.finding import plainly
from audiosession.importing.understanding.clauses import Clause
from audiosession.importing.understanding.roles import ReadSentence
from audiosession.importing.understanding.wording import cue_of, sentence_of, tidy


def caution_lines(one: ReadSentence, book: Book) -> list[str]:
    """Return what is said for a caution: “Stop if …”, or “Leave it out with …”, one reason a line."""
    plain = one.plain
    words = book.caution
    reason = book.found_reasons.first(plain)
    if book.found_avoids.first(plain) is None and book.found_avoids.first(plainly(one.sentence.heading)) is None:
        asked = one.sentence.heading
        if reason is None and asked.endswith("?") and book.found_stops.first(plain):
            return [words.stop_on.format(what=asked.rstrip(" ?"))]
        if reason is None or book.found_stops.first(plain) is None:
            return _plain(one, book)
        what = _reason(one.sentence.text, reason.end, book)
        said = words.stop_at if reason.key == "thing" else words.stop
        return [said.format(what=what)] if what else _plain(one, book)
    told = [
        hit.key if hit.key != "as-is" else one.sentence.text[hit.start : hit.end]
        for hit in book.found_ailments.find(plain)
    ]
    if told:
        return [words.leave.format(what=_small(tidy(text))) for text in dict.fromkeys(told)]
    what = _reason(one.sentence.text, reason.end, book) if reason else ""
    return [words.leave_if.format(what=what)] if what else _plain(one, book)


def _small(text: str) -> str:
    return text if text[:2].isupper() and text[1:2].isalpha() else f"{text[:1].lower()}{text[1:]}"


def _reason(text: str, begun: int, book: Book) -> str:
    """Return the reason that begins at `begun`, up to the next sign, in our words."""
    rest = re.split(r"[,;.!?)]|\s[-–—]\s", text[begun:])[0]
    cue = cue_of(Clause(text=rest, plain=plainly(rest)), book, keep_breath=True)
    return _small(cue.rstrip("."))


def _plain(one: ReadSentence, book: Book) -> list[str]:
    whole = Clause(text=one.sentence.text, plain=one.plain)
    cue = cue_of(whole, book, keep_breath=True)
    return [cue] if cue else [sentence_of(found) for clause in one.clauses if (found := cue_of(clause, book))]
